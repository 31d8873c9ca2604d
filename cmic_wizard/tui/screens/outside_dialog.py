"""Asked when another program has changed the file of the open profile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.background import ANSWERS_WITHIN, in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.session import Session, no_answer
from cmic_wizard.tui.widgets.button import Button

KEEP: Final = "keep"
TAKE: Final = "take"


class OutsideDialog(Dialog[str]):
    """Keep what is open, or take what the file holds; the other is kept beside it. Esc decides later.

    Nobody asked for it, so nothing has the focus: a key that was meant for the page decides nothing.
    """

    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.heading = _("Changed by another program")
        self.session = session
        self.busy = False

    def body(self) -> Iterable[Widget]:
        """What happened, and that nothing is lost."""
        what = _(
            "Another program has changed the file of this profile: an editor, a sync tool, a restored backup,"
            " or a second copy of this wizard."
        )
        yield Static(safe_lines(what), classes="text")
        if self._readable:
            text = _("Whichever you choose, the other version is kept as a copy beside it.")
        else:
            text = _("The file can't be read as a profile any more. It is kept as a copy beside the new one.")
        yield Static(Content(text), classes="text")
        yield Static(Content(""), classes="fault")

    @property
    def _readable(self) -> bool:
        outside = self.session.outside
        return outside is not None and outside.draft is not None

    def buttons(self) -> Iterable[Button]:
        """First what is in sight: Enter changes nothing on the screen."""
        yield DialogButton(_("Keep what is here"), self.press_keep, name="keep", compact=True)
        if self._readable:
            yield DialogButton(_("Use the file's version"), self.press_take, name="take", compact=True)
        yield DialogButton(_("Later"), self.action_close, name="close", compact=True)

    @screen_work(exclusive=True)
    async def press_keep(self) -> None:
        """Save what is open."""
        await self._do(KEEP)

    @screen_work(exclusive=True)
    async def press_take(self) -> None:
        """Open what the file holds."""
        await self._do(TAKE)

    async def _do(self, what: str) -> None:
        if self.busy:
            return
        self.busy = True
        act = self.session.keep_both if what == KEEP else self.session.take_outside
        slow = self.set_timer(ANSWERS_WITHIN, lambda: self._complain(no_answer(self.session.folder)))
        try:
            await in_thread(act)
        except WizardError as error:
            self._complain(str(error))
        else:
            self.dismiss(what)
        finally:
            slow.stop()
            self.busy = False

    def _complain(self, text: str) -> None:
        self.query_one(".fault", Static).update(safe_lines(text))

    def action_close(self) -> None:
        """Decide later; not while a choice is carried out, for the page must show how that ends."""
        if not self.busy:
            super().action_close()
