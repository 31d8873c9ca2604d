"""Every command, its options and help; Textual is imported only to open a screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from cmic_wizard.errors import UsageError, WizardError
from cmic_wizard.i18n import LANGUAGES, _, language_of_environment, set_language

OK, REFUSED, USAGE, OUTSTANDING, NO_ANSWER = 0, 1, 2, 3, 4


class _Parser(argparse.ArgumentParser):
    """Wrong usage ends in one sentence and status 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is."""
        self.exit(USAGE, f"{self.prog}: {message}\n" + _("See `{prog} --help`.").format(prog=self.prog) + "\n")


def _common() -> argparse.ArgumentParser:
    """The options that stand before or after any command."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group(_("Common options"))
    group.add_argument("--data-dir", metavar="DIR",
                       help=_("folder of the profiles (environment: CMIC_WIZARD_DATA_DIR)"))
    group.add_argument("--profile", metavar="NAME",
                       help=_("the profile, by name or short name; may be left out where there is only one"
                              " (environment: CMIC_WIZARD_PROFILE)"))
    group.add_argument("--lang", choices=tuple(LANGUAGES),
                       help=_("language (environment: CMIC_WIZARD_LANG, else the locale)"))
    group.add_argument("-h", "--help", action="help", help=_("show this help and end"))
    group.add_argument("--version", action="version", version=f"cmic-wizard {_version()}",
                       help=_("show the version and end"))
    return common


def _version() -> str:
    from cmic_wizard import __version__

    return __version__


def _secret_options(parser: argparse.ArgumentParser, *, password: bool = False) -> None:
    if password:
        parser.add_argument("--password-fd", type=int, metavar="N",
                            help=_("read the service password from this file descriptor"))
        parser.add_argument("--password-file", metavar="FILE",
                            help=_("read the service password from a file that only you can read (0600)"))
    parser.add_argument("--passphrase-fd", type=int, metavar="N",
                        help=_("read the passphrase from this file descriptor"))
    parser.add_argument("--passphrase-file", metavar="FILE",
                        help=_("read the passphrase from a file that only you can read (0600)"))


def _profiles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", nargs="?", choices=("delete", "rename"), help=_("what to do with a profile"))
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("for delete: the profile; for rename: old and new"))
    parser.add_argument("--yes", action="store_true", help=_("delete without asking"))


def _set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("answers", nargs="*", metavar="STEP=VALUE",
                        help=_("answer a step; STEP= opens it again; connection.service_password asks"))
    parser.add_argument("--from", dest="source", metavar="FILE", help=_("take answers from a TOML or JSON file"))
    _secret_options(parser, password=True)


def _status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("for programs"))


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("for programs"))
    parser.add_argument("--without-password", action="store_true", help=_("stop before the credentials"))
    _secret_options(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("json", "html", "markdown", "ics", "eml"), default="json",
                        help=_("kind of file; none of them holds the password"))
    parser.add_argument("--mail", choices=("handoff", "call"), default="handoff",
                        help=_("which e-mail draft: to the specialist, or asking for a call"))
    parser.add_argument("--seal", action="store_true", help=_("encrypt, with the password inside"))
    parser.add_argument("--to", action="append", default=[], metavar="RECIPIENT",
                        help=_("a recipient's public key (age1…, ssh-ed25519, ssh-rsa), or a file with keys"))
    parser.add_argument("--words", action="store_true", help=_("seal under six words that are shown once"))
    parser.add_argument("--draft", action="store_true", help=_("write it although something is missing"))
    parser.add_argument("-o", "--output", metavar="FILE", help=_("where to write; - is standard output"))
    _secret_options(parser)


def _review(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="FILE|DIR", help=_("a hand-off file, or a folder of them"))
    parser.add_argument("--identity", action="append", default=[], metavar="FILE",
                        help=_("age identity or unencrypted SSH key that opens a sealed file"))
    parser.add_argument("--save", metavar="FILE", help=_("write the remarks of this review and end"))
    parser.add_argument("--json", action="store_true", help=_("print the assessment or the table and end"))
    _secret_options(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="FILE", help=_("a hand-off file, or a specialist's remarks"))
    parser.add_argument("--identity", action="append", default=[], metavar="FILE",
                        help=_("age identity or unencrypted SSH key that opens a sealed file"))
    parser.add_argument("--older", action="store_true", help=_("take it although it is older than what is here"))
    _secret_options(parser)


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("new", "show"), help=_("make a key, or show its public half"))
    parser.add_argument("--replace", action="store_true", help=_("replace a key that exists"))
    _secret_options(parser)


def _commands() -> tuple[tuple[str, str, object], ...]:
    return (
        ("profiles", _("list, delete or rename profiles"), _profiles),
        ("set", _("answer steps without the screen"), _set),
        ("status", _("what is outstanding and whose turn it is"), _status),
        ("check", _("check the connection to CMiC, stage by stage"), _check),
        ("export", _("write the hand-off"), _export),
        ("review", _("look at a hand-off file, read-only"), _review),
        ("import", _("take a hand-off file as a profile, or remarks into one"), _import),
        ("key", _("the specialist's own key"), _key),
    )


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    common = _common()
    parser = _Parser(
        prog="cmic-wizard", parents=[common], add_help=False,
        description=_("A wizard through Procore's set-up guide for CMiC. Without a command it opens the screen."),
        epilog=_("Exit status: 0 done or complete, 1 refused or broken, 2 wrong usage, 3 something is outstanding"
                 " (status), 4 the connection check failed (check)."))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=_Parser)
    for name, text, fill in _commands():
        sub = commands.add_parser(name, parents=[common], add_help=False, help=text, description=text.capitalize() + ".")
        fill(sub)  # type: ignore[operator]
    return parser


def _language(arguments: Sequence[str]) -> None:
    """Choose the language before the parser is built, so that its help is in it."""
    for here, after in zip(arguments, [*arguments[1:], ""], strict=True):
        value = here.removeprefix("--lang=") if here.startswith("--lang=") else after if here == "--lang" else ""
        if value in LANGUAGES:
            set_language(value)
            return
    set_language(language_of_environment() or "en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Never ends in a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _language(given)
    try:
        options = build_parser().parse_args(given)
        return _run(options)
    except UsageError as error:
        print(f"cmic-wizard: {error}", file=sys.stderr)
        return USAGE
    except WizardError as error:
        print(f"cmic-wizard: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except SystemExit:
        raise
    except Exception as error:  # noqa: BLE001 - the last net: no traceback reaches a user
        return _broken(error, given)


def _broken(error: Exception, given: Sequence[str]) -> int:
    from cmic_wizard.crash import write_report
    from cmic_wizard.locations import data_dir

    try:
        path = write_report(data_dir(_option(given, "--data-dir")))
    except Exception:  # noqa: BLE001 - not even the report could be written
        path = None
    sentence = _("Something went wrong ({kind}). A report without your data is in {path}.")
    print("cmic-wizard: " + sentence.format(kind=type(error).__name__, path=path), file=sys.stderr)
    return REFUSED


def _option(given: Sequence[str], name: str) -> str | None:
    return next((after for here, after in zip(given, given[1:], strict=False) if here == name), None)


def _run(options: argparse.Namespace) -> int:
    for name, variable in (("data_dir", "CMIC_WIZARD_DATA_DIR"), ("profile", "CMIC_WIZARD_PROFILE")):
        if not hasattr(options, name):
            setattr(options, name, os.environ.get(variable) or None)
    if not hasattr(options, "lang"):
        options.lang = None
    module = import_module(f"cmic_wizard.commands.{(options.command or 'open')}_command")
    status: int = module.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
