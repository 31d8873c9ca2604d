"""The kinds of files that hand a profile over: one list for the options, the page and the dialog."""

from __future__ import annotations

from typing import Literal

from cmic_wizard.i18n import N_
from cmic_wizard.struct import Struct


class HandoffKind(Struct, frozen=True):
    """One kind of file that leaves this computer."""

    name: str
    title: str
    help: str
    ending: str
    """What follows the profile's own name in the file's."""
    format: str = ""
    """Its word for `--format`; "" for a sealed file."""
    mail: str = ""
    """Its word for `--mail`, where it is an e-mail draft."""
    sealed: Literal["", "keys", "words"] = ""
    """What opens it, where the password is in it."""
    asks_ready: bool = True
    """Whether it is a draft while the profile is not ready."""


HANDOFF_KINDS: tuple[HandoffKind, ...] = (
    HandoffKind(
        "json",
        N_("Hand-off file"),
        N_("For the specialist; no password."),
        ".cmic-profile.json",
        format="json",
    ),
    HandoffKind(
        "seal",
        N_("Sealed, with the password"),
        N_("For the specialist only."),
        ".cmic-profile.age",
        sealed="keys",
    ),
    HandoffKind(
        "words",
        N_("Sealed with six words"),
        N_("You tell the words by phone."),
        ".cmic-profile.age",
        sealed="words",
    ),
    HandoffKind("html", N_("Report"), N_("To read, print or file; no password."), ".html", format="html"),
    HandoffKind(
        "markdown", N_("Report as Markdown"), N_("The same as plain text."), ".md", format="markdown"
    ),
    HandoffKind(
        "ics",
        N_("Calendar entries"),
        N_("One file for each dated call."),
        ".ics",
        format="ics",
        asks_ready=False,
    ),
    HandoffKind(
        "handoff",
        N_("E-mail draft: hand-off"),
        N_("With the file attached."),
        "-mail.eml",
        format="eml",
        mail="handoff",
    ),
    HandoffKind(
        "call",
        N_("E-mail draft: call"),
        N_("To your Point of Contact."),
        "-call.eml",
        format="eml",
        mail="call",
        asks_ready=False,
    ),
)
BY_NAME = {kind.name: kind for kind in HANDOFF_KINDS}
FORMATS = tuple(dict.fromkeys(kind.format for kind in HANDOFF_KINDS if kind.format))
MAILS = tuple(kind.mail for kind in HANDOFF_KINDS if kind.mail)


def open_kind(form: str, mail: str = "") -> HandoffKind:
    """The kind of a `--format`, and of a `--mail` among e-mail drafts; the first where none is said."""
    return next(k for k in HANDOFF_KINDS if k.format == form and mail in ("", k.mail))
