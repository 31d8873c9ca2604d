"""Writes the manual pages from the table of commands: `python tests/tools/manual.py`.

One for each language, `assets/cmic-wizard.1` in English and `assets/cmic-wizard.es.1` in Spanish; the package
puts them where `man` finds them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cmic_wizard import __version__  # noqa: E402
from cmic_wizard.commands.examples import WIZARD, Examples  # noqa: E402
from cmic_wizard.commands.options import COMMANDS, PROGRAM, exit_status, introduction, main_parser, parser_of  # noqa: E402
from cmic_wizard.commands.parser import Parser  # noqa: E402
from cmic_wizard.i18n import LANGUAGES, _, set_language  # noqa: E402

HEADINGS: Final = {
    "en": {
        "name": "NAME",
        "purpose": "takes a CMiC customer through Procore's set-up guide",
        "synopsis": "SYNOPSIS",
        "description": "DESCRIPTION",
        "options": "COMMON OPTIONS",
        "commands": "COMMANDS",
        "environment": "ENVIRONMENT",
        "files": "FILES",
        "status": "EXIT STATUS",
        "manual": "User Commands",
        "data_dir": "Folder of the profiles.",
        "profile": "The profile, where several are there.",
        "lang": "Language: en or es; else that of the system.",
        "no_color": "Where it is set, no colours.",
        "profiles": "A profile: everything that was answered, but never the password.",
        "vault": "The passwords under a passphrase, where there is no key ring to keep them.",
    },
    "es": {
        "name": "NOMBRE",
        "purpose": "acompaña a un cliente de CMiC por la guía de configuración de Procore",
        "synopsis": "SINOPSIS",
        "description": "DESCRIPCIÓN",
        "options": "OPCIONES COMUNES",
        "commands": "ÓRDENES",
        "environment": "ENTORNO",
        "files": "ARCHIVOS",
        "status": "ESTADO DE SALIDA",
        "manual": "Órdenes de usuario",
        "data_dir": "Carpeta de los perfiles.",
        "profile": "El perfil, si hay varios.",
        "lang": "Idioma: en o es; si no, el del sistema.",
        "no_color": "Si está definida, sin colores.",
        "profiles": "Un perfil: todo lo que se respondió, pero nunca la contraseña.",
        "vault": "Las contraseñas bajo una frase de contraseña, si no hay llavero que las guarde.",
    },
}
"""What stands in a manual page alone."""


def escaped(text: str) -> str:
    """Text as roff prints it unchanged, a sentence's control characters at its beginning included."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("~", "\\(ti").replace("^", "\\(ha")
    return "\n".join(f"\\&{line}" if line.startswith((".", "\\(aq")) else line for line in text.split("\n"))


def bold(text: str) -> str:
    """Text that is typed as it stands."""
    return f"\\fB{escaped(text)}\\fR"


def paragraphs(text: str) -> Iterator[str]:
    """Text with empty lines between its paragraphs."""
    for part in text.split("\n\n"):
        yield from (".PP", escaped(part))


def entries(parser: Parser, *, common: bool) -> Iterator[str]:
    """The options and arguments of a parser: those of every command, or its own."""
    shared = {action.dest for action in main_parser().actions}
    for action in parser.actions:
        if (action.dest in shared) == common and (action.option_strings or action.help):
            yield from (".TP", headed(action), escaped(action.help or ""))


def headed(action: argparse.Action) -> str:
    """An option with what it takes, as the help shows it."""
    value = f" \\fI{escaped(str(action.metavar))}\\fR" if action.nargs != 0 and action.metavar else ""
    if not action.option_strings:
        return value.strip()
    return ", ".join(f"{bold(name)}{value}" for name in action.option_strings)


def shown(examples: Examples) -> Iterator[str]:
    """Examples, each under what it is for."""
    if not examples:
        return
    yield from (".PP", escaped(_("Examples:")))
    for purpose, line in examples:
        yield from (".PP", ".RS 4", escaped(f"# {_(purpose)}"), ".br", bold(line), ".RE")


def page(language: str) -> str:
    """The manual page in a language."""
    set_language(language)
    try:
        return "\n".join(_lines(HEADINGS[language])) + "\n"
    finally:
        set_language("en")


def _lines(words: dict[str, str]) -> Iterator[str]:
    yield '.\\" Made by tests/tools/manual.py from the table of commands.'
    yield f'.TH CMIC\\-WIZARD 1 "" "{PROGRAM} {escaped(__version__)}" "{words["manual"]}"'
    yield from (".nh", ".ad l")
    yield from (f".SH {words['name']}", f"{escaped(PROGRAM)} \\- {escaped(words['purpose'])}")
    yield f".SH {words['synopsis']}"
    for form in (_("[options]"), _("COMMAND … [options]")):
        yield from (f"{bold(PROGRAM)} {escaped(form)}", ".br")
    yield f".SH {words['description']}"
    yield from list(paragraphs(introduction()))[1:]
    yield from shown(WIZARD)
    yield f".SH {words['options']}"
    yield from entries(main_parser(), common=True)
    yield f".SH {words['commands']}"
    for command in COMMANDS:
        yield from (f".SS {escaped(command.name)}", escaped(_(command.summary)))
        for form in command.forms:
            yield from (".PP", f"{bold(f'{PROGRAM} {command.name}')} {escaped(_(form))}".rstrip())
        if command.detail:
            yield from paragraphs(_(command.detail))
        yield from entries(parser_of(command), common=False)
        yield from shown(command.examples)
    yield f".SH {words['environment']}"
    for name, key in (
        ("CMIC_WIZARD_DATA_DIR", "data_dir"),
        ("CMIC_WIZARD_PROFILE", "profile"),
        ("CMIC_WIZARD_LANG", "lang"),
        ("NO_COLOR", "no_color"),
    ):
        yield from (".TP", bold(name), escaped(words[key]))
    yield f".SH {words['files']}"
    for name, key in (("profiles/*.json", "profiles"), ("vault/", "vault")):
        yield from (".TP", f"\\fI{escaped('~/.local/share/cmic-wizard/' + name)}\\fR", escaped(words[key]))
    said = exit_status().partition(": ")[2]
    yield from (f".SH {words['status']}", escaped(said[:1].upper() + said[1:]))


def path_of(language: str) -> Path:
    """Where the page in a language stands."""
    return ROOT / "assets" / ("cmic-wizard.1" if language == "en" else f"cmic-wizard.{language}.1")


def main() -> None:
    """Write the pages."""
    for language in LANGUAGES:
        path_of(language).write_text(page(language), "utf-8")


if __name__ == "__main__":
    main()
