"""What `import` and `open` take, which both work on a file that somebody sent."""

from __future__ import annotations

from typing import Final

from cmic_wizard.commands.option_groups import identity, passphrase
from cmic_wizard.commands.parser import OptionGroup, Parser
from cmic_wizard.i18n import N_, _

IMPORTING: Final = N_(
    "The profile keeps its identity, so that remarks find it. With --profile NAME a new profile gets"
    " that name.\n\n"
    "Answers come in an answer sheet, in an e-mail (.eml) with one or with the answers in its text,"
    " or in another copy of a profile that is here. What differs is listed, the answer here beside"
    " the one that is brought. Without --take only items that have no answer yet take one; what is"
    " left is named, with exit status 1."
)


def imports(parser: Parser) -> None:
    """What `import` takes."""
    OptionGroup(parser, _("Arguments")).add(
        "paths",
        nargs="*",
        metavar=_("FILE"),
        help=_("a hand-off file, a profile, a specialist's remarks, or answers"),
    )
    group = OptionGroup(parser, _("Options"))
    group.add(
        "--take",
        metavar=_("all|new|STEP,…"),
        help=_("which of the answers that somebody brings are taken; unless said otherwise, the new ones"),
    )
    group.flag("--replace", help=_("replace the answers of the same profile here with the file's"))
    group.flag("--older", help=_("import it although what is here is newer"))
    anyway = _("import remarks on a hand-off that this profile has never written, or another one's answers")
    group.flag("--anyway", help=anyway)
    identity(group)
    passphrase(group, opens_files=True)


def opens(parser: Parser) -> None:
    """What `open` takes."""
    OptionGroup(parser, _("Arguments")).add(
        "paths", nargs="*", metavar=_("FILE"), help=_("an answer sheet, also in an e-mail, or a hand-off")
    )
    group = OptionGroup(parser, _("Options"))
    identity(group)
    passphrase(group, opens_files=True)
