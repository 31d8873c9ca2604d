"""Takes a file in: the specialist's remarks into this profile, or a hand-off as a profile of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from cmic_wizard.background import in_thread
from cmic_wizard.bounds import LARGEST
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.files import typed_path
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import State
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.screens.dialog import Confirm, Dialog, DialogButton
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.controls.line_control import PathInput


class PathDialog(Dialog[Path]):
    """Asks for the path of a file."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = _("Open a file of the specialist")

    def body(self) -> Iterable[Widget]:
        """What can be opened, and the path."""
        text = _(
            "A remarks file (its name ends in .cmic-remarks.json) goes into the profile that it is about; a"
            " hand-off file becomes a profile here. Many terminals take a file that is dragged onto the"
            " window."
        )
        yield Static(Content(text), classes="text")
        yield PathInput(placeholder=_("Path of the file"))

    def buttons(self) -> Iterable[Button]:
        """Open, cancel."""
        yield DialogButton(_("Open"), self.press_open, name="open", compact=True)
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


async def take_file(screen: Screen[None], session: Session) -> str | None:
    """Ask for a file and take it in; the slug of another profile to open, or None. Raises WizardError."""
    from cmic_wizard.handoff import importing
    from cmic_wizard.handoff.attached import read_openable
    from cmic_wizard.handoff.remarks import RemarksFile

    path: Path | None = await screen.app.push_screen_wait(PathDialog())
    if path is None:
        return None
    brought = await in_thread(lambda: importing.understand(read_openable(path, LARGEST)))
    if isinstance(brought, RemarksFile) and session.store is not None:
        await _merge(screen, session, brought)
        return None
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


async def _take(screen: Screen[None], session: Session, brought: object) -> str | None:
    from cmic_wizard.handoff.importing import ThereAlready, take

    application = application_of(screen)
    now = datetime.now(UTC)
    try:
        return take(brought, application.profiles, now).slug  # type: ignore[arg-type]
    except ThereAlready as there:
        question = Confirm(
            _("Replace the profile?"),
            f"{there} " + _("Replace its answers with those in the file?"),
            _("Replace"),
        )
        if not await screen.app.push_screen_wait(question):
            return None
    if not await session.save_in_time():
        raise FileRefused(session.save_fault)
    session.close()
    try:
        taken = take(brought, application.profiles, now, replacing=True, older=True)  # type: ignore[arg-type]
    except WizardError:
        await application.action_profiles()
        raise
    if taken.let_go:
        screen.app.notify(taken.sentence, severity="warning", markup=False, timeout=12)
    return taken.slug
