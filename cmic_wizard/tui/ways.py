"""The ways to hand a profile over, declared once for the page and the dialog."""

from __future__ import annotations

from dataclasses import dataclass

from cmic_wizard.i18n import N_


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of file that leaves this computer."""

    name: str
    title: str
    help: str
    suffix: str
    asks_ready: bool = True


WAYS: tuple[Way, ...] = (
    Way(
        "json",
        N_("Hand-off file"),
        N_("For the specialist; no password."),
        ".cmic-profile.json",
    ),
    Way(
        "seal",
        N_("Sealed, with the password"),
        N_("Only their key opens it."),
        ".cmic-profile.age",
    ),
    Way(
        "words",
        N_("Sealed with six words"),
        N_("You tell them by phone."),
        ".cmic-profile.age",
    ),
    Way("html", N_("Report"), N_("To read, print or file; no password."), ".html"),
    Way("markdown", N_("Report as Markdown"), N_("The same as plain text."), ".md"),
    Way("ics", N_("Calendar entries"), N_("Both calls, with time zones."), ".ics", asks_ready=False),
    Way("handoff", N_("E-mail draft: hand-off"), N_("With the file attached."), ".eml"),
    Way(
        "call",
        N_("E-mail draft: call"),
        N_("To your Procore contact."),
        ".eml",
        asks_ready=False,
    ),
)
BY_NAME = {way.name: way for way in WAYS}
