"""Every command: what it is for, how it is called, what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cmic_wizard.commands.option_groups import force, identity, json, passphrase, plain, review
from cmic_wizard.commands.parser import (
    OptionGroup,
    Parser,
    descriptor,
    entry,
    examples,
    filled,
    interval,
    one_of,
)
from cmic_wizard.handoff.kinds import FORMATS, MAILS
from cmic_wizard.i18n import LANGUAGES, N_, _

PROGRAM = "cmic-wizard"
VALUED = ("--data-dir", "--profile", "--lang")
"""The common options that take a value; they may stand before the command."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    summary: str
    forms: tuple[str, ...]
    fill: Callable[[Parser], None]
    detail: str = ""
    examples: tuple[tuple[str, str], ...] = ()


def parser_of(command: Command) -> Parser:
    """The command line of one command."""
    epilog = examples(*((_(purpose), line) for purpose, line in command.examples)) if command.examples else ""
    text = _(command.summary) + (f"\n\n{_(command.detail)}" if command.detail else "")
    forms = tuple(f"{command.name} {_(form)}".strip() for form in command.forms)
    parser = Parser(PROGRAM, forms, text, epilog)
    parser.prog = f"{PROGRAM} {command.name}"
    command.fill(parser)
    _common(parser)
    return parser


def main_parser() -> Parser:
    """The command line without a command, which opens the wizard."""
    width = max(len(each.name) for each in COMMANDS)
    listed = "\n".join(entry(f"{each.name:<{width}}", _(each.summary)) for each in COMMANDS)
    text = _(
        "A wizard through Procore's set-up guide for CMiC. Without a command it opens on the screen;"
        " every command explains itself with --help."
    )
    heading = _("Commands:")
    parser = Parser(PROGRAM, (_("[options]"), _("COMMAND … [options]")), text)
    parser.description = f"{parser.description}\n\n{heading}\n{listed}"
    plain(OptionGroup(parser, _("Options")))
    _common(parser)
    parser.epilog = filled(
        _(
            "Exit status: 0 done, or complete; 1 refused, or broken; 2 wrong usage; 3 something is"
            " outstanding (status), or what --fail-on names (review); 4 the connection check failed (check)."
        )
    )
    return parser


def _common(parser: Parser) -> None:
    group = OptionGroup(parser, _("Common options"))
    folder = _("folder of the profiles (environment: CMIC_WIZARD_DATA_DIR)")
    group.add("--data-dir", metavar=_("DIR"), help=folder)
    group.add(
        "--profile",
        metavar=_("NAME"),
        help=_(
            "the profile, by its name or its file's; may be left out where there is only one"
            " (environment: CMIC_WIZARD_PROFILE)"
        ),
    )
    group.add(
        "--lang",
        metavar="|".join(LANGUAGES),
        type=one_of(*LANGUAGES),
        help=_("language (environment: CMIC_WIZARD_LANG; else that of the system)"),
    )
    group.flag("--version", help=_("show the version"))
    group.flag("-h", "--help", help=_("show this help"))


def _profiles(parser: Parser) -> None:
    OptionGroup(parser, _("Arguments")).add("words", nargs="*", metavar=_("delete NAME | rename OLD NEW"))
    group = OptionGroup(parser, _("Options"))
    group.flag("--yes", help=_("delete without asking"))


def _set(parser: Parser) -> None:
    OptionGroup(parser, _("Arguments")).add(
        "answers",
        nargs="*",
        metavar=_("STEP=VALUE"),
        help=_("answers a step; STEP= clears it; connection.service_password alone asks for the password"),
    )
    group = OptionGroup(parser, _("Options"))
    group.add("--from", dest="source", metavar=_("FILE"), help=_("take the answers of a TOML or JSON file"))
    reply = _("reply to what the specialist asked of a step, which closes it")
    group.add("--reply", action="append", default=[], metavar=_("STEP=TEXT"), help=reply)
    as_they_stand = _("confirm answers that are marked “to confirm”, as they stand")
    group.add("--confirm", action="extend", nargs="+", default=[], metavar=_("STEP"), help=as_they_stand)
    group.add(
        "--password-fd",
        type=descriptor,
        metavar="N",
        help=_("read the service user's password from this file descriptor"),
    )
    group.add(
        "--password-file",
        metavar=_("FILE"),
        help=_("read the service user's password from a file that only you can read (0600)"),
    )
    passphrase(group)


def _status(parser: Parser) -> None:
    json(OptionGroup(parser, _("Options")))


def _check(parser: Parser) -> None:
    group = OptionGroup(parser, _("Options"))
    json(group)
    group.flag("--without-password", help=_("check everything that needs no sign-in"))
    group.add(
        "--watch",
        metavar=_("SECONDS"),
        type=interval,
        help=_("check what needs no sign-in again every so many seconds, until it passes"),
    )
    group.flag("--kept", help=_("list the last checks that are kept, and what changed between them"))
    passphrase(group)


def _export(parser: Parser) -> None:
    group = OptionGroup(parser, _("Options"))
    group.add("-o", "--output", metavar=_("FILE"), help=_("where to write; - is standard output"))
    group.add(
        "--format",
        metavar="|".join(FORMATS),
        type=one_of(*FORMATS),
        help=_("kind of file, json unless said otherwise; none of them contains the password"),
    )
    group.add(
        "--mail",
        metavar="|".join(MAILS),
        type=one_of(*MAILS),
        help=_("which e-mail: the hand-off to the specialist, or a request for a call"),
    )
    group.flag("--seal", help=_("encrypt the hand-off, with the password in it"))
    group.add(
        "--to",
        action="append",
        default=[],
        metavar=_("RECIPIENT"),
        help=_("public key (age1…, ssh-ed25519 …, ssh-rsa …) or a file of keys; may be repeated"),
    )
    group.flag("--words", help=_("seal with six random words, which are shown once"))
    group.flag("--draft", help=_("write it as a draft while something is still missing"))
    force(group)
    passphrase(group)


def _import(parser: Parser) -> None:
    OptionGroup(parser, _("Arguments")).add(
        "paths", nargs="*", metavar=_("FILE"), help=_("a hand-off file, a profile, or a specialist's remarks")
    )
    group = OptionGroup(parser, _("Options"))
    group.flag("--replace", help=_("replace the answers of the same profile here with the file's"))
    group.flag("--older", help=_("import it although what is here is newer"))
    group.flag("--anyway", help=_("import remarks on a hand-off that this profile has never written"))
    identity(group)
    passphrase(group, opens_files=True)


def _key(parser: Parser) -> None:
    OptionGroup(parser, _("Arguments")).add(
        "verbs",
        nargs="*",
        metavar=_("new | show | export | import FILE"),
        help=_("make a key, show its public half, write its backup, or take it back from one"),
    )
    group = OptionGroup(parser, _("Options"))
    group.add("-o", "--output", metavar=_("FILE"), help=_("where to write the backup"))
    group.flag("--replace", help=_("put the key in the place of the one that there is"))
    force(group)
    passphrase(group, opens_files=True)


COMMANDS = (
    Command(
        "profiles",
        N_("Lists, deletes or renames profiles."),
        ("", N_("delete NAME [--yes]"), N_("rename OLD NEW")),
        _profiles,
        N_("One line for each profile: name, progress, last change, with tabs between them."),
    ),
    Command(
        "set",
        N_("Answers steps without the screen."),
        (N_("STEP=VALUE …"), N_("--from FILE")),
        _set,
        N_(
            "A name given with --profile that is new makes a new profile. A wrong value is kept, named with"
            " its reason, and ends in exit status 1. The password is never an argument, because others on"
            " the computer can read those. `cmic-wizard status --json` lists every step.\n\n"
            "Values: text as it is; yes or no; codes with commas between them; dates as"
            " 2026-12-01T10:00-05:00[America/Chicago]; people as “Name <mail@host>” with semicolons between"
            " them; of a checklist the ticked ids with commas, or all, and -ID for an item that is not there"
            " or not wanted; connection.check=skipped:REASON."
        ),
        (
            (
                N_("a new profile with two answers"),
                "cmic-wizard set --profile Acme connection.hosting=cloud connection.tenant_id=SOLUTIONS",
            ),
            (
                N_("company codes, leading zeros and all"),
                "cmic-wizard set connection.company_codes=001,ACME01",
            ),
            (N_("the password, asked for on the terminal"), "cmic-wizard set connection.service_password"),
            (
                N_("the password from a program"),
                "pass show cmic | cmic-wizard set --password-fd 0",
            ),
            (N_("many answers from a file"), "cmic-wizard set --from answers.toml"),
            (
                N_("an answer that is to be confirmed, as it stands"),
                "cmic-wizard set --confirm connection.mobile_server_url",
            ),
        ),
    ),
    Command(
        "status",
        N_("Shows what is outstanding and whose turn it is."),
        ("[--json]",),
        _status,
        N_("Exit status 0 when everything is done, 3 when something is outstanding."),
    ),
    Command(
        "check",
        N_("Checks the connection to CMiC, stage by stage."),
        ("[--json] [--without-password]", "--watch SECONDS [--json]", "--kept [--json]"),
        _check,
        N_(
            "It only reads. The password is tried once. Exit status 0 when every stage passes, "
            "4 when one fails. The result is kept in the profile."
        ),
    ),
    Command(
        "export",
        N_("Writes the hand-off for the integration specialist."),
        (
            N_("[--format json|html|markdown|ics|eml] -o FILE"),
            N_("--seal --to RECIPIENT -o FILE.age"),
            N_("--seal --words -o FILE.age"),
        ),
        _export,
        N_(
            "While the profile is not ready, it is refused with the list of what is missing, "
            "unless --draft says that it is a draft. Only a sealed file contains the password. "
            "The check number, to be compared by phone, is shown beside the file."
        ),
        (
            (N_("the hand-off without the password"), "cmic-wizard export -o acme.json"),
            (N_("a report to read or print"), "cmic-wizard export --format html -o acme.html"),
            (
                N_("with the password, for the specialist's key alone"),
                "cmic-wizard export --seal --to age1… -o acme.age",
            ),
            (
                N_("with the password, under six words that you tell by phone"),
                "cmic-wizard export --seal --words -o acme.age",
            ),
            (
                N_("an e-mail draft that asks for a call"),
                "cmic-wizard export --format eml --mail call -o call.eml",
            ),
        ),
    ),
    Command(
        "review",
        N_("Shows a hand-off file, read-only, for the integration specialist."),
        (
            N_("FILE"),
            N_("DIR | FILE FILE …"),
            N_("--profile NAME"),
            N_("FILE --by PERSON … --save REMARKS.json"),
        ),
        review,
        N_(
            "A folder, or several files, are shown as a table, sorted by what you have to do. A sealed file"
            " is opened with your own key (see `cmic-wizard key`), with --identity, or with its words. Exit"
            " status 3 where --fail-on finds what it names."
        ),
        (
            (N_("one hand-off on the screen"), "cmic-wizard review acme.json"),
            (N_("a sealed one, with a key file of age"), "cmic-wizard review acme.age --identity key.txt"),
            (N_("all hand-offs of a folder, for a program"), "cmic-wizard review handoffs --json"),
            (N_("the remarks for the customer"), "cmic-wizard review acme.json --save remarks.json"),
            (
                N_("accepted and answered without the screen"),
                "cmic-wizard review acme.json --by 'Robin Vega' --accept in-order --save remarks.json",
            ),
        ),
    ),
    Command(
        "import",
        N_("Imports a hand-off file as a profile, or a specialist's remarks into one."),
        (N_("FILE"),),
        _import,
        N_(
            "The profile keeps its identity, so that remarks find it. With --profile NAME a new profile gets"
            " that name."
        ),
    ),
    Command(
        "key",
        N_("Makes, shows or backs up the specialist's own key."),
        ("new", "show", N_("export -o FILE.age"), N_("import FILE.age")),
        _key,
        N_(
            "Customers encrypt their hand-off with the public half, which is printed. The "
            "secret half stays in this computer's password store (key ring) or in the vault. Without it, "
            "nobody can open what was sealed for it: keep a backup. The backup is an age file under six "
            "words, which are shown once; import takes the key back on this or another computer."
        ),
        (
            (
                N_("a backup of the key, with the words kept elsewhere"),
                "cmic-wizard key export -o my-key.age",
            ),
            (N_("the same key on another computer"), "cmic-wizard key import my-key.age"),
        ),
    ),
)
