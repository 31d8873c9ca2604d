"""Every command: what it is for, how it is called, what it takes."""

from __future__ import annotations

from cmic_wizard.commands.ask_options import ASK
from cmic_wizard.commands.command import Command
from cmic_wizard.commands.examples import WIZARD
from cmic_wizard.commands.option_groups import force, json, passphrase, plain, review
from cmic_wizard.commands.options_of_files import IMPORTING, imports, opens
from cmic_wizard.commands.options_of_profiles import history, profiles, sets
from cmic_wizard.commands.parser import (
    OptionGroup,
    Parser,
    entry,
    examples,
    filled,
    interval,
    one_of,
)
from cmic_wizard.handoff.kinds import FORMATS, MAILS
from cmic_wizard.i18n import LANGUAGES, N_, _

PROGRAM = "cmic-wizard"
SHELLS = ("bash", "zsh", "fish", "powershell")
"""The shells that can be told what to complete."""
COMPLETE = "__complete"
"""The word by which the shells' scripts ask: `__complete SHELL :WORD-AT-THE-CURSOR WORD-BEFORE …`."""
VALUED = ("--data-dir", "--profile", "--lang")
"""The common options that take a value; they may stand before the command."""


def parser_of(command: Command) -> Parser:
    """The command line of one command."""

    def about() -> str:
        return filled(_(command.summary) + (f"\n\n{_(command.detail)}" if command.detail else ""))

    def end() -> str:
        return examples(*command.examples) if command.examples else ""

    forms = tuple(f"{command.name} {_(form)}".strip() for form in command.forms)
    parser = Parser(PROGRAM, forms, about, end)
    parser.prog = f"{PROGRAM} {command.name}"
    command.fill(parser)
    _common(parser)
    return parser


def main_parser() -> Parser:
    """The command line without a command, which opens the wizard."""
    forms = _("[options]"), _("COMMAND … [options]")
    parser = Parser(PROGRAM, forms, _all_commands, lambda: f"{examples(*WIZARD)}\n\n{filled(exit_status())}")
    plain(OptionGroup(parser, _("Options")))
    _common(parser)
    return parser


def _all_commands() -> str:
    width = max(len(each.name) for each in COMMANDS)
    listed = "\n".join(entry(f"{each.name:<{width}}", _(each.summary)) for each in COMMANDS)
    return f"{filled(introduction())}\n\n{_('Commands:')}\n{listed}"


def introduction() -> str:
    """What the program is for."""
    return _(
        "A wizard through Procore's set-up guide for CMiC. Without a command it opens on the screen;"
        " every command explains itself with --help."
    )


def exit_status() -> str:
    """What a command's exit status says."""
    return _(
        "Exit status: 0 done, or complete; 1 refused, or broken; 2 wrong usage; 3 something is"
        " outstanding (status), or what --fail-on names (review); 4 the connection check failed (check)."
    )


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


def _completion(parser: Parser) -> None:
    OptionGroup(parser, _("Arguments")).add(
        "shells",
        nargs="*",
        metavar=" | ".join(SHELLS),
        help=_("the shell for which the script is"),
    )


COMMANDS = (
    Command(
        "profiles",
        N_("Lists, copies, renames or deletes profiles."),
        ("", N_("copy NAME NEW"), N_("rename OLD NEW"), N_("delete NAME [--yes]")),
        profiles,
        N_(
            "One line for each profile, with tabs between: name, progress, last change, environment, next"
            " call, what is late, how the review stands. A copy is for a second environment: it has the"
            " answers, but not the password, the check, what was asked of whom, or the review."
        ),
    ),
    Command(
        "set",
        N_("Answers steps without the screen."),
        (N_("STEP=VALUE …"), N_("--from FILE"), "--undo"),
        sets,
        N_(
            "A name given with --profile that is new makes a new profile. A wrong value is kept, named with"
            " its reason, and ends in exit status 1. The password is never an argument, because others on"
            " the computer can read those. `cmic-wizard status --json` lists every step.\n\n"
            "Values: text as it is; yes or no; codes with commas between them; dates as"
            " 2026-12-01T10:00-05:00[America/Chicago]; people as “Name <mail@host>” with semicolons between"
            " them; of a checklist the ticked ids with commas, or all, and -ID for an item that is not there"
            " or not wanted; connection.check=skipped:REASON."
        ),
    ),
    ASK,
    Command(
        "history",
        N_("Shows who answered what, and when, the newest first."),
        (N_("[STEP] [--by PERSON] [--json]"),),
        history,
        N_(
            "Of each step the last 20 changes are kept, 500 in all, in the profile alone: no file that leaves"
            " this computer has them. Of the password, only that it was kept, replaced or removed."
            " `cmic-wizard set --undo` takes the last change back, again and again."
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
    ),
    Command(
        "open",
        N_("Opens a file on the screen: an answer sheet to fill in, or a hand-off to review."),
        (N_("FILE"),),
        opens,
        N_(
            "Answers to a sheet are kept in a file beside it, which goes back to whoever asks; no profile is"
            " needed for it, and none is made."
        ),
    ),
    Command(
        "import",
        N_("Imports a hand-off file as a profile, or what others bring into one: remarks, answers."),
        (N_("FILE"), N_("FILE --take all|new|STEP,…")),
        imports,
        IMPORTING,
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
    ),
    Command(
        "completion",
        N_("Prints the script by which a shell completes this program's command line."),
        (" | ".join(SHELLS),),
        _completion,
        N_(
            "It completes commands, options and their values, profiles, steps and what a step takes. The"
            " script asks the program itself, so it need not be made anew for a later version."
        ),
    ),
)
