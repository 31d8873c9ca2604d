"""Handing over as one act: which way is recommended, the mail that goes with it, and what comes after."""

from __future__ import annotations

from typing import Final

from cmic_wizard import dates
from cmic_wizard.bounds import moment_in
from cmic_wizard.guide.model import ContactRole
from cmic_wizard.handoff.kinds import BY_NAME, HandoffKind
from cmic_wizard.handoff.remarks import reviewed_at
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import OWNER_WORDS, Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.text import visible

SEALED_FOR: Final = "sealed_for"
"""The mark that holds the public key for which the profile was sealed last."""
_OPAQUE: Final = "application/octet-stream"
_JSON: Final = "application/json"


def ways(draft: Draft) -> tuple[HandoffKind, ...]:
    """The ways to hand over, the recommended one first: sealed for a key that is known, else by words."""
    names = ("seal", "words", "json") if draft.marks.get(SEALED_FOR) else ("words", "seal", "json")
    return tuple(BY_NAME[name] for name in names)


def mail_for(
    assessment: Assessment, kind: HandoffKind, name: str, data: bytes, number: str, *, password: bool
) -> bytes:
    """The e-mail draft to the specialist with a written file attached under its own name."""
    from cmic_wizard.handoff.documents import mail

    attachment = (name, data, _OPAQUE if kind.sealed else _JSON)
    draft = not assessment.ready
    return mail.handoff(
        assessment, attachment, check_number=number, draft=draft, sealed=kind.sealed, password=password
    )


def last_sent(draft: Draft) -> str:
    """When the newest written hand-off was sent, ISO 8601; "" where there is none or it was not."""
    return draft.sent.get(draft.handed[-1], "") if draft.handed else ""


def sent_line(draft: Draft) -> str:
    """How the newest hand-off stands, in a sentence; "" where none was written."""
    if not draft.handed:
        return ""
    number, when = draft.handed[-1], dates.instant(last_sent(draft))
    if when is None:
        return _("The hand-off with the check number {number} is written, and not marked as sent.").format(
            number=visible(number)
        )
    text = _("The hand-off with the check number {number} was sent on {day}.")
    return text.format(number=visible(number), day=dates.short_day(when.astimezone()))


def what_comes_next(assessment: Assessment) -> list[str]:
    """After a hand-off: how it stands, what happens next, and what is awaited from whom."""
    draft, sent = assessment.draft, last_sent(assessment.draft)
    said = [sent_line(draft)] if draft.handed else []
    if not said:
        return []
    if not sent:
        return [*said, _("Send it, then mark it as sent in the review (F8).")]
    reviewed = reviewed_at(draft)
    if not reviewed or moment_in(reviewed) < moment_in(sent):
        said.append(_next(assessment))
    changed = sum(moment_in(given.at) > moment_in(sent) for given in draft.given.values())
    if changed:
        text = ngettext(
            "{count} answer has changed since: hand over again once you are done.",
            "{count} answers have changed since: hand over again once you are done.",
            changed,
        )
        said.append(text.format(count=changed))
    if assessment.waiting:
        awaited = ", ".join(f"{_(s.step.title)} ({_(OWNER_WORDS[s.owner])})" for s in assessment.waiting)
        said.append(_("Awaited: {items}.").format(items=awaited))
    return said


def _next(assessment: Assessment) -> str:
    people = assessment.people_of(ContactRole.SPECIALIST)
    name = visible(people[0].name or people[0].mail) if people else _("Your integration specialist")
    text = _(
        "What happens next: {name} compares the check number with you by phone, looks at each answer, and "
        "sends a file with remarks, which you open from the menu (Esc)."
    )
    return text.format(name=name)
