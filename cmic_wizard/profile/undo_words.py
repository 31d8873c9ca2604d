"""What is said once a change was taken back."""

from __future__ import annotations

from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.changes import Change, changes
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.history_words import said_of, title_of
from cmic_wizard.profile.undoing import Undone


def undone_changes(before: Draft, undone: Undone) -> list[Change]:
    """What was taken back, as it was before that."""
    found = (change for change in changes(before) if change.entry == undone.entry)
    return [change for change in found if change.before or "said" in change.facts]


def said_of_undone(before: Draft, undone: Undone, at_most: int = 0) -> list[str]:
    """Sentences on what was taken back, and on the password where it was let go with it.

    Where there is little room, no more than `at_most` changes are told one by one.
    """
    text = _("Taken back: {step}: {what}")
    found = undone_changes(before, undone)
    told = found[:at_most] if at_most else found
    said = [text.format(step=title_of(change), what=said_of(change)) for change in told]
    if left := len(found) - len(told):
        text = ngettext("Taken back: {count} more change", "Taken back: {count} more changes", left)
        said.append(text.format(count=left))
    if not found:
        said = [_("The last import was taken back.")]
    if any("password" in part.after for part in undone.entry.parts):
        said.append(_("The service user's password stays as it is now: it is never brought back."))
    if undone.let_go:
        said.append(
            _(
                "The address is that of another server again, so the service user's password is not kept for"
                " it. Check the address, then enter the password again."
            )
        )
    return said
