"""The fixed words of the documents, kept in Python because the catalogues are made from Python."""

from __future__ import annotations

from cmic_wizard.guide.model import Owner
from cmic_wizard.i18n import _
from cmic_wizard.text import visible


def labels() -> dict[str, str]:
    """Headings, column titles and fixed sentences in the current language, by the name that templates use."""
    return {**_headings(), **_columns(), **_sentences()}


def owner_title(owner: Owner, company: str) -> str:
    """Who acts, as a reader at any of the parties understands it: the customer by the company's name."""
    return {
        Owner.CUSTOMER: company or _("the customer"),
        Owner.COLLEAGUE: _("A colleague of the customer’s"),
        Owner.SPECIALIST: _("Integration specialist"),
        Owner.CMIC: "CMiC",
        Owner.PROCORE: "Procore",
    }[owner]


def verdict_word(verdict: str) -> str:
    """What a remark wants."""
    words = {
        "change": _("change wanted"),
        "question": _("question"),
        "accepted": _("accepted"),
        "reply": _("reply"),
    }
    return words.get(verdict) or visible(verdict)


def _headings() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "summary": _("Status"),
        "connection": _("Connection details"),
        "actions": _("Action items"),
        "check": _("Connection check"),
        "calls": _("Calls"),
        "contacts": _("Contacts"),
        "all_steps": _("Every step of the guide"),
        "notes": _("Notes"),
        "remarks": _("Remarks"),
        "document": _("Set-up profile for the integration specialist"),
    }


def _columns() -> dict[str, str]:
    return {
        "step": _("Step"),
        "state": _("State"),
        "answer": _("Answer"),
        "who": _("Whose turn"),
        "reason": _("What is missing"),
        "stage": _("Stage"),
        "result": _("Result"),
        "took": _("Time"),
        "role": _("Role"),
        "person": _("Name"),
        "mail": _("E-mail"),
        "call": _("Call"),
        "date": _("Date"),
        "count": _("Steps"),
    }


def _sentences() -> dict[str, str]:
    return {
        "created": _("Made"),
        "by": _("with"),
        "check_number": _("Check number"),
        "check_number_help": _(
            "Both sides compare it by phone: the same number means that the file arrived unchanged."
        ),
        "draft": _("Draft"),
        "warning": _("Warning:"),
        "typed": _("As typed:"),
        "test": _("TEST environment"),
        "environment": _("Environment:"),
        "no_answer": _("no answer yet"),
        "no_date": _("no date yet"),
        "nothing_open": _("Nothing is outstanding."),
        "no_check": _("The connection has not been checked yet."),
        "stale": _("An answer that the check used has changed since, so it no longer counts."),
        "through": _("through the proxy"),
        "nobody": _("Nobody has been named yet."),
        "open": _("open"),
        "settled": _("settled"),
        "optional": _("optional"),
        "wrote": _("by"),
    }
