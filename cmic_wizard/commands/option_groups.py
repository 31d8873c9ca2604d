"""The options that several commands share, and those of `review`."""

from __future__ import annotations

import argparse
from typing import Any, Final

from cmic_wizard.commands.parser import OptionGroup, Parser, descriptor, one_of
from cmic_wizard.i18n import _
from cmic_wizard.profile.verdicts import OVERALL

FAILING: Final = ("fault", "wrong", "open", "mine")
"""What `review --fail-on` can be told to end in exit status 3."""


def passphrase(group: OptionGroup, *, opens_files: bool = False) -> None:
    """The options that bring the passphrase of the vault."""
    text = _("read the vault's passphrase from this file descriptor")
    if opens_files:
        _secret(group, "words", _("read the words that open a sealed file from this file descriptor"))
        text = _("read the vault's passphrase, or the words of a sealed file, from this file descriptor")
    _secret(group, "passphrase", text)


def _secret(group: OptionGroup, name: str, text: str) -> None:
    group.add(f"--{name}-fd", type=descriptor, metavar="N", help=text)
    same = _("the same from a file that only you can read (0600)")
    group.add(f"--{name}-file", metavar=_("FILE"), help=same)


def force(group: OptionGroup) -> None:
    """The option that replaces a file."""
    group.flag("--force", help=_("replace the file even if it is not an export of the same kind and profile"))


def json(group: OptionGroup) -> None:
    """The option that prints JSON."""
    group.flag("--json", help=_("print JSON, for programs"))


def plain(group: OptionGroup) -> None:
    """The option that has a conversation in the place of the screen."""
    text = _(
        "line by line instead of the screen, for screen readers and plain terminals"
        " (environment: CMIC_WIZARD_PLAIN=1 or ACCESSIBLE=1)"
    )
    group.flag("--plain", help=text)


def identity(group: OptionGroup) -> None:
    """The option that names keys."""
    group.add(
        "--identity",
        action="append",
        default=[],
        metavar=_("FILE"),
        help=_("age key, or SSH key without a passphrase, that opens a sealed file; may be repeated"),
    )


def opens_a_screen(options: argparse.Namespace) -> bool:
    """Whether a command line opens a screen: `review` does where it neither prints nor decides anything."""
    if options.command is None:
        return True
    acts = (options.accept, options.change, options.question, options.answer, options.propose, options.reason)
    said = (options.json, options.csv, options.save, options.fail_on, options.overall, options.compared)
    return options.command == "review" and not any((*acts, *said)) and options.by is None


def review(parser: Parser) -> None:
    """What `review` takes."""
    OptionGroup(parser, _("Arguments")).add(
        "paths", nargs="*", metavar=_("FILE | DIR"), help=_("hand-off files, or folders of them")
    )
    group = OptionGroup(parser, _("Options"))
    json(group)
    plain(group)
    group.flag("--csv", help=_("print the table of a folder as CSV, for a spreadsheet"))
    group.add(
        "--fail-on",
        metavar="|".join(FAILING),
        type=one_of(*FAILING),
        help=_("exit with status 3 where a file can't be read, a step is wrong or open, or it is your turn"),
    )
    group.add("--save", metavar=_("FILE"), help=_("write the remarks of the review so far"))
    force(group)
    _decisions(OptionGroup(parser, _("Deciding without the screen")))
    group = OptionGroup(parser, _("Opening sealed files"))
    identity(group)
    passphrase(group, opens_files=True)


def _decisions(group: OptionGroup) -> None:
    group.add("--by", metavar=_("PERSON"), help=_("who decides, as the customer will see it"))
    many: dict[str, Any] = {"action": "append", "default": []}
    group.add(
        "--accept",
        **many,
        metavar=_("STEP,…|in-order"),
        help=_("accept steps, or all that are done without any warning"),
    )
    group.add("--change", **many, metavar=_("STEP=TEXT"), help=_("ask for a change"))
    group.add("--question", **many, metavar=_("STEP=TEXT"), help=_("ask a question"))
    group.add(
        "--answer",
        **many,
        metavar=_("STEP=VALUE"),
        help=_("answer a step that is the specialist's or Procore's turn"),
    )
    group.add("--propose", **many, metavar=_("STEP=VALUE"), help=_("propose an answer to another step"))
    group.add("--reason", **many, metavar=_("STEP=TEXT"), help=_("a word beside an answer or a proposal"))
    group.add(
        "--overall",
        metavar="accepted|changes",
        type=one_of(*OVERALL),
        help=_("the verdict on the whole"),
    )
    group.flag("--compared", help=_("the check number was compared by phone"))
    group.flag("--anyway", help=_("decide although something speaks against the file"))
