"""The hand-off as one self-contained page that reads well on a screen and prints well to PDF."""

from __future__ import annotations

from cmic_wizard.handoff.documents.rendering import environment
from cmic_wizard.handoff.documents.view import view
from cmic_wizard.profile.assessment import Assessment


def document(
    assessment: Assessment,
    *,
    check_number: str,
    created: str,
    by: str,
    draft: bool,
) -> str:
    """The page in the current language; `created` is ISO 8601, `by` the program that made it."""
    shown = view(
        assessment,
        check_number=check_number,
        created=created,
        by=by,
        draft=draft,
    )
    return environment().get_template("document.html.j2").render(view=shown, t=shown.labels)
