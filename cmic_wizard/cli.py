"""Every command's way in: language, command line, exit status; Textual is imported only to open a screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import Final

from cmic_wizard import __version__
from cmic_wizard.commands.option_groups import opens_a_screen
from cmic_wizard.commands.options import COMMANDS, COMPLETE, PROGRAM, VALUED, main_parser, parser_of
from cmic_wizard.commands.output import OutputLost, flush, forget, replace_closed, say, say_bytes, tell
from cmic_wizard.commands.parser import Parser, quoted, suggestion
from cmic_wizard.errors import ExitStatus, UsageError, WizardError
from cmic_wizard.i18n import LANGUAGES, _, language_of_environment, set_language

CONVERSING: Final = (None, "review")
"""The commands that open a screen, or hold a conversation in plain mode."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Never ends in a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Else pydantic looks through every installed package for plug-ins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    replace_closed()
    _show_anything()
    set_language(_language(given))
    try:
        status = _run(given)
        flush()
    except OutputLost as error:
        forget(sys.stdout)
        return _complain(str(error), error.exit_status)
    except WizardError as error:
        return _complain(str(error), error.exit_status)
    except (KeyboardInterrupt, EOFError):
        return _complain(_("Stopped."), ExitStatus.STOPPED)
    except Exception as error:
        return _broken(error, given)
    return status


def split(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command, None where there is none, and everything else in its order."""
    place = 0
    while place < len(arguments):
        word = arguments[place]
        if not word.startswith("-") or word == "-":
            return word, [*arguments[:place], *arguments[place + 1 :]]
        place += 2 if word in VALUED else 1
    return None, list(arguments)


def _run(given: Sequence[str]) -> int:
    if given[:1] == [COMPLETE]:
        return _propose(given[1:])
    name, rest = split(given)
    parser = _parser(name)
    options = parser.read(rest)
    if options.help:
        say(parser.format_help().removesuffix("\n"))
        return ExitStatus.DONE
    if options.version:
        say(f"{PROGRAM} {__version__}")
        return ExitStatus.DONE
    options.command = name
    _complete(options)
    if _is_plain(options):
        from cmic_wizard.plain import door

        return (door.review if name else door.run)(options, say_bytes)
    module = import_module(f"cmic_wizard.commands.{name or 'open'}_command")
    status: int = module.run(options)
    return status


def _propose(asked: Sequence[str]) -> int:
    """Tell a shell what may stand at its cursor; it is shown no mistake there."""
    from cmic_wizard.commands.completing import answer

    with suppress(WizardError, ValueError):
        for line in answer(asked):
            say(line)
    return ExitStatus.DONE


def _is_plain(options: argparse.Namespace) -> bool:
    """Whether what would open on the screen is to be a conversation."""
    if options.command not in CONVERSING or not opens_a_screen(options):
        return False
    from cmic_wizard.plain.door import wanted

    terminal = sys.stdin is not None and sys.stdin.isatty()
    return wanted(options, os.environ, terminal=terminal)


def _parser(name: str | None) -> Parser:
    if name is None:
        return main_parser()
    found = next((command for command in COMMANDS if command.name == name), None)
    if found is not None:
        return parser_of(found)
    sentence = _("There is no command “{name}”.").format(name=quoted(name))
    sentence += suggestion(name, [command.name for command in COMMANDS])
    if _is_there(name):
        sentence += " " + _("`{program} review FILE` shows a hand-off file.").format(program=PROGRAM)
    raise UsageError(f"{sentence} " + _("See `{program} --help`.").format(program=PROGRAM))


def _is_there(name: str) -> bool:
    """Whether it is a path rather than a command that does not exist."""
    from pathlib import Path

    from cmic_wizard.presence import is_there

    with suppress(WizardError):
        return is_there(Path(name))
    return False


def _complete(options: argparse.Namespace) -> None:
    """Take from the environment what was not said; `named` stays what was said."""
    options.named = options.profile
    options.profile = options.profile or os.environ.get("CMIC_WIZARD_PROFILE") or None
    options.data_dir = options.data_dir or os.environ.get("CMIC_WIZARD_DATA_DIR") or None


def _language(given: Sequence[str]) -> str:
    """Known before the command line is read, so that its mistakes and help are in it."""
    said = [word.removeprefix("--lang=") for word in given if word.startswith("--lang=")]
    said += [after for here, after in pairwise(given) if here == "--lang"]
    return next((word for word in said if word in LANGUAGES), language_of_environment() or "en")


def _show_anything() -> None:
    """Write characters that the terminal's encoding lacks as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _complain(sentence: str, status: int) -> int:
    if sentence:
        tell(f"{PROGRAM}: {sentence}")
    return status


def _broken(error: Exception, given: Sequence[str]) -> int:
    from cmic_wizard.crash import write_report
    from cmic_wizard.locations import data_dir

    said = _("Something went wrong ({kind}).").format(kind=type(error).__name__)
    chosen = next((after for here, after in pairwise(given) if here == "--data-dir"), None)
    with suppress(Exception):
        said += f" {write_report(data_dir(chosen))}"
    return _complain(said, ExitStatus.REFUSED)


if __name__ == "__main__":
    sys.exit(main())
