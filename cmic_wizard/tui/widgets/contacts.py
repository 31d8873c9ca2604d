"""The two people whom the guide names: whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.fields import people
from cmic_wizard.tui.safe import safe


def contact_lines(assessment: Assessment, *, mails: bool = True) -> Iterator[Content]:
    """A line for each: their part, and who they are as far as that is known."""
    for step in assessment.guide.contacts.values():
        state = assessment.steps[step.id]
        listed = people(state.answer) if state.answer else []
        names = ", ".join(
            f"{person.name} {person.mail}".strip() if mails else person.name or person.mail
            for person in listed
        )
        known = safe(names) if names else Content.styled(_("not named yet"), "$own")
        yield Content.assemble((_(state.step.title) + ": ", "$quiet"), known)
