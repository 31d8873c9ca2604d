"""What is shown when leaving although the profile could not be saved."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard import files
from cmic_wizard.background import ANSWERS_WITHIN, in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import targets
from cmic_wizard.i18n import _
from cmic_wizard.presence import home_folder
from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.results import screen_work, to_its_end
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.session import Session, no_answer
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import SafeInput


class UnsavedDialog(Dialog[bool]):
    """Try again, save elsewhere, or leave all the same; True where the profile may be given free."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.heading = _("Not saved yet")
        self.session = session
        self.agreed = targets.Agreed()

    def body(self) -> Iterable[Widget]:
        """The reason, and a path for saving elsewhere."""
        yield Static(safe_lines(self.session.save_fault), classes="text")
        yield Static(
            Content(_("A copy can be saved elsewhere; `cmic-wizard import` brings it back.")), classes="text"
        )
        _data, ending = copy_of(self.session)
        yield SafeInput(str(home_folder() / f"{self._stem()}{ending}"), compact=True)
        yield Static(Content(""), classes="fault")

    def buttons(self) -> Iterable[Button]:
        """The three ways."""
        yield DialogButton(_("Try again"), self.press_again, name="again", compact=True)
        yield DialogButton(_("Save elsewhere"), self.press_elsewhere, name="elsewhere", compact=True)
        yield DialogButton(_("Leave without saving"), self.press_leave, name="leave", compact=True)

    def _stem(self) -> str:
        return self.session.store.slug if self.session.store else self.session.draft.id

    def _complain(self, text: str) -> None:
        self.query_one(".fault", Static).update(safe_lines(text))

    @screen_work(exclusive=True)
    async def press_again(self) -> None:
        """Save once more."""
        self._complain(_("Saving…"))
        if await self.session.save_in_time():
            self.dismiss(True)
        else:
            self._complain(self.session.save_fault)

    @screen_work(exclusive=True)
    async def press_elsewhere(self) -> None:
        """Write the draft to the chosen path."""
        typed, folder = self.query_one(Input).value.strip(), application_of(self).data_dir
        try:
            writing = in_thread(lambda: self._write(files.typed_path(typed), folder), ANSWERS_WITHIN)
            await to_its_end(self, writing, _written)
        except targets.Occupied:
            self._complain(_("There is a file of that name already. Press again to replace it."))
        except WizardError as error:
            self._complain(str(error))
        except TimeoutError:
            self._complain(no_answer(files.typed_path(typed)))
        else:
            self.dismiss(True)

    def _write(self, target: Path, own_folder: Path) -> Path:
        data, _ending = copy_of(self.session)
        self.agreed.write(target, data, own_folder)
        return target

    def press_leave(self) -> None:
        """Give the last changes up."""
        self.dismiss(True)


def copy_of(session: Session) -> tuple[bytes, str]:
    """What is saved elsewhere where the own folder takes nothing, and how the file's name ends."""
    if session.for_somebody:
        from cmic_wizard.handoff.answer_sheet import SUFFIX
        from cmic_wizard.handoff.sheet_store import SheetStore

        if isinstance(session.store, SheetStore):
            return session.store.as_bytes(), SUFFIX
    return draft_to_json(session.draft), ".cmic-draft.json"


def _written(target: Path) -> str:
    return _("Written: {path}").format(path=files.shown(target))
