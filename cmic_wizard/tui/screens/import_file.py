"""Takes a file in: remarks or answers into this profile, a hand-off as a profile, a sheet to be filled in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard.background import in_thread
from cmic_wizard.bounds import LARGEST
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.files import read_regular, typed_path
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import State
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.screens.dialog import Confirm, Dialog, DialogButton
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import PathInput

if TYPE_CHECKING:
    from cmic_wizard.handoff.importing import Brought

PASTE: Final = "paste"
"""The result where a text is to be pasted instead."""


class PathDialog(Dialog[Path | str]):
    """Asks for the path of a file, or leads to where a text is pasted."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Open a file")

    def body(self) -> Iterable[Widget]:
        """What can be opened, and the path."""
        text = _(
            "A specialist's remarks (.cmic-remarks.json), the answers of a colleague (an answer sheet, or the"
            " e-mail saved as .eml), another copy of a profile, or a hand-off, which becomes a profile here."
            " Many terminals take a file that is dragged onto the window."
        )
        yield Static(Content(text), classes="text")
        yield PathInput(placeholder=_("Path of the file"))

    def buttons(self) -> Iterable[Button]:
        """Open, paste, cancel."""
        yield DialogButton(_("Open"), self.press_open, name="open", compact=True)
        yield DialogButton(_("Paste a reply …"), self.press_paste, name="paste", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter opens."""
        event.stop()
        self.press_open()

    def press_open(self) -> None:
        """Give the path back; quotes that a dragged path brings along are dropped."""
        typed = self.query_one(Input).value.strip().strip("'\"")
        if typed:
            self.dismiss(typed_path(typed))

    def press_paste(self) -> None:
        """Lead to where a text is pasted."""
        self.dismiss(PASTE)


async def take_file(screen: Screen[None], session: Session | None) -> str | None:
    """Ask for a file and take it in; the slug of another profile to open, or None. Raises WizardError."""
    chosen: Path | str | None = await screen.app.push_screen_wait(PathDialog())
    if chosen is None:
        return None
    if not isinstance(chosen, Path):
        return await _take_pasted(screen, session)
    from cmic_wizard.handoff import importing
    from cmic_wizard.handoff.answers_by_mail import sheet_to_fill

    data = await in_thread(lambda: read_regular(chosen, LARGEST, follow=True))
    questions = await in_thread(lambda: sheet_to_fill(data))
    theirs = questions is not None and not _is_here(screen, questions.profile_id)
    if questions is not None and theirs and (session is None or not questions.answers):
        await application_of(screen).open_sheet(questions, chosen)
        return None
    return await _take_brought(screen, session, await in_thread(lambda: importing.understand(data)))


def _is_here(screen: Screen[Any], profile_id: str) -> bool:
    """Whether the profile that a sheet is about is on this computer, so that it brings answers to it."""
    from cmic_wizard.handoff.importing import with_id

    return with_id(application_of(screen).profiles, profile_id) is not None


async def _take_pasted(screen: Screen[None], session: Session | None) -> str | None:
    from cmic_wizard.handoff import reply_text
    from cmic_wizard.tui.screens.comparing import reply_dialog

    text = await screen.app.push_screen_wait(reply_dialog())
    if text is None:
        return None
    return await _take_brought(screen, session, reply_text.demand_plain(reply_text.read(text)))


async def _take_brought(screen: Screen[None], session: Session | None, brought: Brought) -> str | None:
    from cmic_wizard.handoff.importing import brought_answers
    from cmic_wizard.handoff.remarks import RemarksFile
    from cmic_wizard.tui.screens.taking_answers import take_answers

    if isinstance(brought, RemarksFile) and session is not None and session.store is not None:
        await _merge(screen, session, brought)
        return None
    answers = brought_answers(brought, application_of(screen).profiles)
    if answers is not None:
        taken, slug = await take_answers(screen, session, answers)
        if taken:
            return slug
    return await _take(screen, session, brought)


async def _merge(screen: Screen[None], session: Session, file: object) -> None:
    from cmic_wizard.handoff.importing import origin_of
    from cmic_wizard.handoff.remarks import (
        OlderFile,
        RemarksFile,
        UnknownHandOff,
        merge,
        said_of_the_whole,
        said_of_what_was_brought,
    )

    assert isinstance(file, RemarksFile) and session.store is not None  # noqa: S101, PT018 - tells the types
    now, before, agreed = datetime.now(UTC), session.draft, {"older": False, "anyway": False}
    while True:
        try:
            merged = merge(session.draft, file, now, **agreed)
            break
        except UnknownHandOff as unknown:
            heading, text, word = _("Remarks on another hand-off"), str(unknown), "anyway"
        except OlderFile as older:
            heading, text, word = _("Older remarks"), str(older), "older"
        question = Confirm(heading, f"{text} " + _("Import them anyway?"), _("Import them"))
        if not await screen.app.push_screen_wait(question):
            return
        agreed[word] = True
    with session.store.as_one(origin_of(file)):
        session.store.change(lambda _draft: merged)
    session.announce()
    count = sum(s.state is State.RETURNED for s in session.assessment.steps.values())
    text = ngettext("{count} item came back to you.", "{count} items came back to you.", count)
    said = [verdict] if (verdict := said_of_the_whole(merged)) else []
    said += said_of_what_was_brought(before, merged, file)
    if count or not said:
        said.append(text.format(count=count))
    screen.app.notify("\n".join(said), markup=False, timeout=8)


async def _take(screen: Screen[None], session: Session | None, brought: Brought) -> str | None:
    from cmic_wizard.handoff.importing import ThereAlready, take

    application = application_of(screen)
    now = datetime.now(UTC)
    try:
        return take(brought, application.profiles, now).slug
    except ThereAlready as there:
        question = Confirm(
            _("Replace the profile?"),
            f"{there} " + _("Replace its answers with those in the file?"),
            _("Replace"),
        )
        if not await screen.app.push_screen_wait(question):
            return None
    if session is not None:
        if not await session.save_in_time():
            raise FileRefused(session.save_fault)
        session.close()
    try:
        taken = take(brought, application.profiles, now, replacing=True, older=True)
    except WizardError:
        await application.action_profiles()
        raise
    if taken.let_go:
        screen.app.notify(taken.sentence, severity="warning", markup=False, timeout=12)
    return taken.slug
