"""Answers that came by mail: in a sheet that is attached, in the text of the reply, or in both."""

from __future__ import annotations

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import answer_sheet, attached, reply_text
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.handoff.mail_parts import Part, parts_of
from cmic_wizard.handoff.reply_text import NoAnswers
from cmic_wizard.i18n import _
from cmic_wizard.struct import replace


def answers_in(data: bytes) -> Sheet | None:
    """The answers that an e-mail brings; None where something else is attached that can be opened.

    FileRefused, with one sentence, where nothing of all is. A sheet counts before the text.
    """
    if attached.openable(data):
        return None
    parts = parts_of(attached.unmarked(data))
    sheets = {
        part.content: part for part in parts if part.is_attached and answer_sheet.is_sheet(part.content)
    }
    read = [_signed(answer_sheet.read(part.content), part) for part in sheets.values()]
    filled = [sheet for sheet in read if sheet.answers]
    if len(filled) > 1:
        raise FileRefused(
            _("Several answer sheets are attached to this e-mail. Save the one that you mean, and open it.")
        )
    said, refusal = _said(parts)
    if filled:
        return _both(filled[0], said)
    if said is not None:
        return said if not read or said.profile_id else replace(said, profile_id=read[0].profile_id)
    if read:
        raise NoAnswers(_("The answer sheet in this e-mail is still empty, and its text brings no answer."))
    raise refusal


def sheet_to_fill(data: bytes) -> Sheet | None:
    """The answer sheet that a file is, or that is attached to an e-mail, to be filled in; None for others.

    FileRefused where there is one that can't be read.
    """
    if not attached.is_mail(data):
        return answer_sheet.read(data) if answer_sheet.is_sheet(data) else None
    parts = parts_of(attached.unmarked(data))
    found = {part.content for part in parts if part.is_attached and answer_sheet.is_sheet(part.content)}
    return answer_sheet.read(found.pop()) if len(found) == 1 else None


def _said(parts: list[Part]) -> tuple[Sheet | None, FileRefused]:
    """What the text says, plain before HTML, and why it says nothing."""
    refusal: FileRefused = attached.NothingAttached(
        _("Nothing that this program can open is attached to this e-mail, and its text answers no question.")
    )
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.kind == kind and not part.is_attached:
                try:
                    return reply_text.demand_plain(reply_text.read(part.text, part.sender)), refusal
                except NoAnswers:
                    continue
    return None, refusal


def _signed(sheet: Sheet, part: Part) -> Sheet:
    """The sheet in its sender's name where it gives none."""
    return sheet if sheet.answered_by else reply_text.demand_plain(replace(sheet, answered_by=part.sender))


def _both(sheet: Sheet, said: Sheet | None) -> Sheet:
    """A sheet with what the text of its mail answers besides."""
    if said is None or said.profile_id not in ("", sheet.profile_id):
        return sheet
    steps = tuple(dict.fromkeys((*sheet.steps, *said.steps)))
    return replace(sheet, steps=steps, answers={**said.answers, **sheet.answers})
