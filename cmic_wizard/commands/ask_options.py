"""The command line of `ask`."""

from __future__ import annotations

from cmic_wizard.commands.command import Command
from cmic_wizard.commands.option_groups import force, json
from cmic_wizard.commands.parser import OptionGroup, Parser, one_of
from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.i18n import LANGUAGES, N_, _


def _ask(parser: Parser) -> None:
    OptionGroup(parser, _("Arguments")).add(
        "steps", nargs="*", metavar=_("STEP"), help=_("the steps that somebody else can answer")
    )
    group = OptionGroup(parser, _("Options"))
    person = _("whom to ask: somebody the profile names, or “Name <mail@host>”")
    group.add("--whom", metavar=_("PERSON"), help=person)
    group.add(
        "--role",
        metavar="|".join(ASKED_ROLES),
        type=one_of(*ASKED_ROLES),
        help=_("as what; else as the profile names them, or by whose turn it is"),
    )
    due = _("until when, such as 2026-12-01; else before the next call, or in a week; none for no day")
    group.add("--due", metavar=_("DATE"), help=due)
    group.add("--reference", metavar=_("TEXT"), help=_("such as the number of a ticket"))
    group.add(
        "--mail-lang",
        metavar="|".join(LANGUAGES),
        type=one_of(*LANGUAGES),
        help=_("the language of the e-mail, else that person's last one, or that of the program"),
    )
    group.add("--by", metavar=_("PERSON"), help=_("your own name, or “Name <mail@host>”; kept for later"))
    group.add("-o", "--output", metavar=_("FILE.eml"), help=_("where to write the e-mail draft"))
    force(group)
    group.flag("--open", help=_("open the draft in your e-mail program"))
    group.flag("--remind", help=_("remind of what was asked before, with a new day"))
    group.flag("--withdraw", help=_("wait for nobody any more"))
    group.flag("--list", help=_("list what was asked of whom"))
    json(group)


ASK = Command(
    "ask",
    N_("Asks somebody for answers, by an e-mail draft with an answer sheet."),
    (
        N_("STEP … --whom PERSON [-o FILE.eml]"),
        N_("STEP … --remind [--due DATE]"),
        N_("STEP … --withdraw"),
        N_("--list [--json]"),
    ),
    _ask,
    N_(
        "The steps then wait for that person, until an answer comes or the day is past. You send the e-mail"
        " yourself; `import` takes the answers from the sheet or the reply. The password is never asked for"
        " by e-mail."
    ),
)
