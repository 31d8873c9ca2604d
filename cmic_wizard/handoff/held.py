"""What a file of each kind holds, in words: the page and the dialogs say no more and no less."""

from __future__ import annotations

from cmic_wizard import dates
from cmic_wizard.bounds import day_of
from cmic_wizard.guide.model import ContactRole
from cmic_wizard.handoff.kinds import HandoffKind
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.fields import Contact, people
from cmic_wizard.text import one_line, shortened, visible


def held_by(kind: HandoffKind, assessment: Assessment, *, file: str = "") -> list[str]:
    """The lines that say what a file of a kind holds; `file` is the name of what a mail has attached."""
    if kind.format == "ics":
        return _entries(assessment)
    if kind.mail == "call":
        asking = next((state for state in assessment.steps.values() if state.step.mail_to), None)
        receivers = people(assessment.values.get(asking.step.mail_to, "")) if asking else []
        reason = one_line(shortened(asking.answer, 300)) if asking and asking.answer else ""
        asked = _("Why: {reason}").format(reason=reason) if reason else _("No reason is given yet.")
        return [receiver_line(receivers), asked]
    if kind.mail == "handoff":
        receivers = assessment.people_of(ContactRole.SPECIALIST)
        attached = _("Attached: {file}").format(file=visible(file))
        return [receiver_line(receivers), attached, *_profile(assessment), *_outstanding(assessment)]
    if kind.format in ("html", "markdown"):
        return [_("Each item of the guide with its state"), *_profile(assessment), *_outstanding(assessment)]
    return [*_profile(assessment), *_outstanding(assessment)]


def password_line(kind: HandoffKind, assessment: Assessment, *, given: bool) -> str:
    """What becomes of the password; "" for what has nothing to do with it. `given`: whether it is at hand."""
    if kind.sealed:
        if not given:
            return _("Encrypted; no password is stored, so none goes in.")
        if kind.sealed == "keys":
            return _("With the password, encrypted: only the key opens it.")
        return _("With the password, encrypted: only the six words open it.")
    if not kind.asks_ready:
        return ""
    if assessment.draft.password is None:
        return _("No password is stored yet.")
    return _("Without the password: it leaves this computer only inside a sealed file.")


def receiver_line(receivers: list[Contact]) -> str:
    """To whom it goes, as far as somebody is named."""
    if not receivers:
        return _("To: nobody is named yet, so you enter the address yourself")
    names = ", ".join(visible(f"{person.name} {person.mail}".strip()) for person in receivers)
    return _("To: {names}").format(names=names)


def _profile(assessment: Assessment) -> list[str]:
    draft = assessment.draft
    lines = [
        ngettext(
            "{count} answer, as typed and as understood",
            "{count} answers, as typed and as understood",
            len(draft.answers),
        ).format(count=len(draft.answers))
    ]
    if notes := len(draft.notes):
        lines.append(ngettext("{count} note", "{count} notes", notes).format(count=notes))
    if remarks := len(draft.remarks):
        text = ngettext("{count} remark or reply", "{count} remarks and replies", remarks)
        lines.append(text.format(count=remarks))
    lines.append(_("The last connection check") if draft.check else _("No connection check"))
    return lines


def _outstanding(assessment: Assessment) -> list[str]:
    count = len(assessment.outstanding)
    if not count:
        return []
    text = ngettext("{count} item that is still open", "{count} items that are still open", count)
    return [text.format(count=count)]


def _entries(assessment: Assessment) -> list[str]:
    """The calls and days that a calendar gets."""
    lines = []
    for state in assessment.steps.values():
        value = assessment.values.get(state.step.id, "")
        if state.step.call_minutes and (when := dates.moment(value)):
            lines.append(f"{_(state.section.title)}: {dates.spoken(when)}")
        elif state.step.remind_days and (on := day_of(value)):
            lines.append(f"{_(state.step.title)}: {dates.day(on)}")
    return lines or [_("Nothing yet: no call has a date.")]
