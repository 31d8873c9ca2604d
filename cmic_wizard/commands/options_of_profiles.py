"""What `profiles`, `set` and `history` take."""

from __future__ import annotations

from cmic_wizard.commands.option_groups import json, passphrase
from cmic_wizard.commands.parser import OptionGroup, Parser, descriptor
from cmic_wizard.i18n import _


def profiles(parser: Parser) -> None:
    """What `profiles` takes."""
    words = _("copy NAME NEW | rename OLD NEW | delete NAME")
    OptionGroup(parser, _("Arguments")).add("words", nargs="*", metavar=words)
    group = OptionGroup(parser, _("Options"))
    group.flag("--yes", help=_("delete without asking"))


def sets(parser: Parser) -> None:
    """What `set` takes."""
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
    group.flag("--undo", help=_("take the last change back, and with it all that it brought"))
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


def history(parser: Parser) -> None:
    """What `history` takes."""
    OptionGroup(parser, _("Arguments")).add(
        "steps", nargs="*", metavar=_("STEP"), help=_("only the changes of this step")
    )
    group = OptionGroup(parser, _("Options"))
    group.add("--by", metavar=_("PERSON"), help=_("only what this person did"))
    json(group)
