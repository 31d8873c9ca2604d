"""The specialist's read-only view: the wizard's own pages, with verdicts instead of controls."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from textual import work

from cmic_wizard.errors import CredentialError
from cmic_wizard.handoff import remarks
from cmic_wizard.i18n import _
from cmic_wizard.tui.background import in_thread
from cmic_wizard.tui.review_session import ReviewSession
from cmic_wizard.tui.screens.reveal import RevealDialog, WriteDialog
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF


class ReviewScreen(WizardScreen):
    """One hand-off file under review."""

    session: ReviewSession

    def make_page(self, page: str, step: str = "", section: str = "") -> Page:
        """The reviewer's own last page, else the wizard's."""
        if page == HANDOFF:
            from cmic_wizard.tui.widgets.review_page import ReviewPage

            return ReviewPage(self.session)
        return super().make_page(page, step, section)

    async def action_leave(self) -> None:
        """Back to the folder's table where there is one, else out."""
        from cmic_wizard.tui.screens.folder import FolderScreen

        if any(isinstance(screen, FolderScreen) for screen in self.app.screen_stack):
            self.app.pop_screen()
        else:
            await super().action_leave()

    def action_show_password(self) -> None:
        """Show the password for a while."""
        if self.session.password is not None:
            self.app.push_screen(RevealDialog(self.session.password))

    @work
    async def action_write_password(self) -> None:
        """Write the password to a file of the reviewer's own."""
        if self.session.password is None:
            return
        text = _(
            "The password will be in this file unencrypted, readable by you alone. Delete the file after use."
        )
        data = self.session.password.reveal().encode()
        await self.app.push_screen_wait(
            WriteDialog(_("Write the password"), text, Path.home() / "cmic-password.txt", data)
        )

    @work
    async def action_keep_password(self) -> None:
        """Keep the password in the reviewer's own key ring."""
        password, keeper, name = self.session.password, self.session.keeper, self.session.draft.id
        if password is None:
            return
        try:
            kept = await in_thread(lambda: keeper.save(name, password))
        except CredentialError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
        else:
            where = kept.note or _("Kept in your key ring ({backend}).").format(backend=kept.backend)
            self.app.notify(where, markup=False)

    @work
    async def action_write_remarks(self) -> None:
        """Write the file that goes back to the customer."""
        now = datetime.now(UTC)
        data = remarks.to_bytes(self.session.review.to_remarks(now))
        text = _("Send this file back to the customer; it holds your remarks and no secret.")
        target = Path.cwd() / f"{self.session.draft.id[:8]}.cmic-remarks.json"
        written = await self.app.push_screen_wait(WriteDialog(_("Remarks"), text, target, data))
        if written is not None:
            self.app.notify(_("Written: {path}").format(path=written), markup=False)
