"""The specialist's read-only view: the wizard's own pages, with verdicts instead of controls."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from textual import on
from textual.content import Content

from cmic_wizard.credentials.naming import reviewed_of
from cmic_wizard.errors import CredentialError, WizardError
from cmic_wizard.handoff import remarks
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.names import slug_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.host import host_of
from cmic_wizard.tui.results import is_gone, screen_work
from cmic_wizard.tui.review_session import ReviewSession
from cmic_wizard.tui.screens.dialog import Confirm
from cmic_wizard.tui.screens.instead import go_back
from cmic_wizard.tui.screens.others import day, told
from cmic_wizard.tui.screens.reveal import RevealDialog, WriteDialog
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.unlocking import keep_somewhere, where
from cmic_wizard.tui.widgets.bars import StatusLine, TitleBar
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.review_page import ReviewPage, tally
from cmic_wizard.tui.widgets.sidebar import HANDOFF
from cmic_wizard.tui.widgets.verdict import Kept, VerdictControl


class UnsavedVerdicts(Confirm):
    """Asked when leaving although the verdicts could not be saved."""


class ReviewScreen(WizardScreen):
    """One hand-off file under review."""

    session: ReviewSession

    def __init__(self, session: Session) -> None:
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        super().__init__(session)
        here = session.here
        self._start = (here.get("page", HANDOFF), here.get("step", ""))
        self.step_id = self._start[1]
        self.page = self.make_page(*self._start)

    def make_page(self, page: str, step: str = "", section: str = "") -> Page:
        """The reviewer's own last page, else the wizard's."""
        return ReviewPage(self.session) if page == HANDOFF else super().make_page(page, step, section)

    def on_mount(self) -> None:
        """Tell of a damaged review, and ask about an older hand-off."""
        if self.session.set_aside:
            self.app.notify(self.session.set_aside, severity="warning", markup=False, timeout=15)
        if self.session.older:
            self.ask_about_older()
        elif self.session.dirty:
            self._save_soon()

    @screen_work()
    async def ask_about_older(self) -> None:
        """Let an older hand-off count as the newest only when the reviewer says so; else leave it."""
        days = {"old": day(self.session.handoff.created), "new": day(self.session.review.created)}
        text = _(
            "This hand-off was made on {old}. You have already looked at a newer one of this profile, made on"
            " {new}. Review the older one all the same?"
        ).format(**days)
        question = Confirm(_("Older hand-off"), text, _("Review it"))
        if await self.app.push_screen_wait(question):
            self.session.take()
            self.session.announce()
        else:
            await self.run_action("leave")

    async def _looked(self) -> None:
        """Keep what was gone, and show and tell what was decided in other windows."""
        if self.session.dirty:
            self._save_soon()
        self._show_others()

    def _show_saving(self, had: str) -> None:
        super()._show_saving(had)
        self._show_others()

    def _show_others(self) -> None:
        """Show and tell what was decided in other windows."""
        if not (others := self.session.others()):
            return
        for control in self.query(VerdictControl):
            control.show("")
        if isinstance(self.page, ReviewPage) and self.page.is_mounted:
            self.page.show_others()
        self._show_status()
        said = "\n".join(told(others, self.session.review))
        self.app.notify(said, severity="warning", markup=False, timeout=10)

    def refresh_session(self) -> None:
        """Hand the new state to all that show it."""
        super().refresh_session()
        if not is_gone(self):
            self._show_status()

    def _point(self, page: str, section: str = "") -> None:
        super()._point(page, section)
        self._show_status()

    def _show_status(self) -> None:
        """Beneath the page, what is left to judge instead of what is left to do."""
        if self.session.save_fault:
            return
        count, left = len(self.session.judgeable), len(self.session.to_judge)
        upcoming = self.session.next_to_judge(self.step_id)
        if upcoming is None:
            text = ngettext("{count} item, all judged.", "{count} items, all judged.", count).format(
                count=count
            )
            line = Content.assemble(
                " ", (text, "$good"), f" {glyphs.dot} ", _("The remarks file:"), (" F8", "$key")
            )
        else:
            text = ngettext("{left} of {count} to judge", "{left} of {count} to judge", left)
            line = Content.assemble(
                " ",
                (text.format(left=left, count=count), "bold $own"),
                f" {glyphs.dot} ",
                (_("next: "), "$quiet"),
                _(upcoming.step.title),
                (" (F3)", "$key"),
            )
        self.query_one(StatusLine).show(line, Content())

    @on(Kept)
    def _kept(self, event: Kept) -> None:
        event.stop()
        self._show_status()
        self._save_soon()
        if isinstance(self.page, ReviewPage):
            self.page.refresh_session()
        self.query_one(TitleBar).refresh_session(self.session)

    async def action_handoff(self) -> None:
        """Go to the verdict on the whole; from there, write the remarks file."""
        if isinstance(self.page, ReviewPage):
            self.action_write_remarks()
        else:
            await super().action_handoff()

    async def go_on(self) -> None:
        """Enter was pressed: to the next step that waits for a verdict."""
        await self.action_next_todo()

    async def action_next_todo(self) -> None:
        """Go to the next step that waits for a verdict, else to the last page."""
        upcoming = self.session.next_to_judge(self.step_id)
        if upcoming is None:
            await self.show_page(HANDOFF)
        else:
            await self.show_step(upcoming.step.id)

    @screen_work()
    async def action_note(self) -> None:
        """Go to the remark on this item, or to the verdict that asks for one."""
        step = self.focused_step
        if step is None or not self.query(VerdictControl):
            self.app.notify(_("Go to an item first; your remark stands beside it."), markup=False)
            return
        for control in self.query(VerdictControl):
            if control.step is step:
                control.go_to_remark()

    @screen_work()
    async def action_accept_rest(self) -> None:
        """Accept at once every step that is in order and not judged yet."""
        rest = self.session.in_order
        text = ngettext(
            "{count} item is done without any warning and has no verdict yet. Accept it unseen?",
            "{count} items are done without any warning and have no verdict yet. Accept them unseen?",
            len(rest),
        ).format(count=len(rest))
        if await self.app.push_screen_wait(Confirm(_("Accept the rest"), text, _("Accept"))):
            try:
                self.session.accept(state.step for state in rest)
            except WizardError as error:
                self.app.notify(str(error), severity="error", markup=False, timeout=10)
            self.post_message(Kept())

    async def action_leave(self) -> None:
        """Back to the folder's table where there is one, else out."""
        from cmic_wizard.tui.screens.folder import FolderScreen

        if any(isinstance(screen, FolderScreen) for screen in self.app.screen_stack):
            self.back_to_table()
        else:
            await super().action_leave()

    @screen_work(exclusive=True, group="leave")
    async def back_to_table(self) -> None:
        """Save, and let the table show again."""
        host = host_of(self)
        if self.app.screen is self and await host.may_close():
            host.close_session()
            go_back(self)

    def action_show_password(self) -> None:
        """Show the password for a while."""
        if self.session.password is not None:
            self.app.push_screen(RevealDialog(self.session.password))

    @screen_work()
    async def action_write_password(self) -> None:
        """Write the password to a file of the reviewer's own."""
        if self.session.password is None:
            return
        text = _(
            "The password will be in this file unencrypted, readable by you alone. Delete the file after use."
        )
        data = self.session.password.reveal().encode()
        await self._write(WriteDialog(_("Write the password"), text, Path.home() / "cmic-password.txt", data))

    @screen_work()
    async def action_keep_password(self) -> None:
        """Keep the password in the reviewer's own key ring, or in a vault where there is none."""
        if self.session.password is None:
            return
        entry = reviewed_of(self.session.draft.id)
        try:
            kept = await keep_somewhere(self.app, self.session.keeper, entry, self.session.password)
        except CredentialError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
        if kept is not None:
            self.app.notify(where(kept, entry), markup=False)

    @screen_work()
    async def action_write_remarks(self) -> None:
        """Write the file that goes back to the customer."""
        review = self.session.review
        if not review.summary:
            self.app.notify(_("Nothing is judged yet: give a verdict first."), markup=False)
            return
        try:
            data = remarks.to_bytes(review.to_remarks(datetime.now(UTC)))
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
        text = _("Send this file back to the customer; it holds your remarks and no secret.")
        target = Path.cwd() / f"{slug_of(self.session.draft.name)}{remarks.ENDING}"
        said = "\n".join([text, tally(self.session), *self._doubts()])
        await self._write(WriteDialog(_("Remarks"), said, target, data))

    def _doubts(self) -> list[str]:
        """What the reviewer may have forgotten."""
        review, found = self.session.review, []
        mute = sum(
            remark.verdict in remarks.RETURNING and not remark.text.strip()
            for remark in review.verdicts.values()
        )
        if mute:
            text = ngettext(
                "{count} step is returned without a remark.",
                "{count} steps are returned without a remark.",
                mute,
            )
            found.append(text.format(count=mute))
        if not review.overall:
            found.append(_("There is no verdict on the whole yet."))
        elif review.overall == "accepted" and any(r.verdict == "change" for r in review.verdicts.values()):
            found.append(_("You accept the whole, but a change is still wanted."))
        elif review.overall == "changes" and not any(
            r.verdict in remarks.RETURNING for r in review.verdicts.values()
        ):
            found.append(_("You ask for changes, but no item says which."))
        return [f"{glyphs.warning} {text}" for text in found]

    async def _write(self, dialog: WriteDialog) -> None:
        written = await self.app.push_screen_wait(dialog)
        if written is not None:
            self.app.notify(_("Written: {path}").format(path=written), markup=False)
