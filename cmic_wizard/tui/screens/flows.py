"""What the wizard's actions do when they open a dialog, apart from the screen that shows the page."""

from __future__ import annotations

from cmic_wizard.credentials.keeper import Place
from cmic_wizard.credentials.leftovers import remove_unrecorded
from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.register import Held
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import CHECK_STEP
from cmic_wizard.tui.actions import actions_of
from cmic_wizard.tui.background import in_thread
from cmic_wizard.tui.host import host_of
from cmic_wizard.tui.results import screen_work, to_its_end
from cmic_wizard.tui.screens.instead import Replaceable
from cmic_wizard.tui.session import Session


class Flows(Replaceable, inherit_bindings=False):
    """Dialogs and their outcomes, for a screen that gives `session`, `show_step` and `focused_step`."""

    session: Session

    async def show_step(self, step_id: str) -> None:
        """Go to a step."""
        raise TypeError

    def flush(self) -> None:
        """Judge and save at once what is pending."""
        raise TypeError

    @property
    def focused_step(self) -> Step | None:
        """The step one is in."""
        raise TypeError

    async def action_leave(self) -> None:
        """Leave."""
        await self.run_action("app.leave")

    async def action_theme(self) -> None:
        """Switch between dark and light."""
        await self.run_action("app.theme")

    async def action_language(self) -> None:
        """Switch the language."""
        await self.run_action("app.language")

    async def action_profiles(self) -> None:
        """The list of profiles."""
        await self.run_action("app.profiles")

    def action_help(self) -> None:
        """Help for the focused field, and all keys."""
        from cmic_wizard.tui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self.focused_step, actions_of(self.session)))

    def action_where(self) -> None:
        """Where the focused field's value is found."""
        from cmic_wizard.tui.screens.help import HelpDialog

        step = self.focused_step
        self.app.push_screen(HelpDialog(step, brief=step is not None))

    @screen_work()
    async def action_items(self) -> None:
        """List what is outstanding and go to the chosen item."""
        from cmic_wizard.tui.screens.items import ItemsDialog

        self.flush()
        chosen = await self.app.push_screen_wait(
            ItemsDialog(self.session.assessment, review=self.session.reviewed)
        )
        if chosen:
            await self.show_step(chosen)

    @screen_work()
    async def action_menu(self) -> None:
        """Search actions and items, and do or go."""
        from cmic_wizard.tui.screens.menu import MenuDialog

        self.flush()
        chosen = await self.app.push_screen_wait(MenuDialog(self.session))
        kind, _colon, name = (chosen or "").partition(":")
        if kind == "step":
            await self.show_step(name)
        elif kind == "action":
            await self.run_action(name)

    @screen_work()
    async def action_note(self) -> None:
        """Write a note beside the focused step."""
        from cmic_wizard.tui.screens.note import TextDialog

        step = self.focused_step
        if step is None:
            self.app.notify(_("Go to an item first; the note stands beside it."), markup=False)
            return
        if self.session.read_only:
            self.app.notify(_("Nothing can be changed here."), markup=False)
            return
        hint = _(
            "For yourself and for the specialist, who reads it in the hand-off. No passwords here, please."
            " Esc saves and closes."
        )

        def keep(text: str) -> None:
            self.session.note(step, text)
            self.flush()

        heading = _("Note: {step}").format(step=_(step.title))
        await self.app.push_screen_wait(
            TextDialog(heading, hint, self.session.draft.notes.get(step.id, ""), keep)
        )

    async def ask_skip_check(self, step: Step) -> None:
        """Record why the connection can't be checked now."""
        self.skip_check(step)

    @screen_work()
    async def skip_check(self, step: Step) -> None:
        """Take the reason as the answer to the check."""
        from cmic_wizard.tui.screens.note import TextDialog

        hint = _(
            "Why can't it be checked now? For example: the server is only reachable from our network."
            " The specialist reads this."
        )
        before = self.session.draft.answers.get(CHECK_STEP, "").partition(":")[2]

        def keep(text: str) -> None:
            line = " ".join(text.split())
            self.session.answer(step, f"skipped:{line}" if line else "")
            self.session.announce()
            self.flush()

        await self.app.push_screen_wait(TextDialog(_("Check later"), hint, before, keep))

    async def ask_check(self, step: Step) -> None:
        """Run the connection check."""
        await self.run_action("check")

    @screen_work()
    async def action_check(self) -> None:
        """Check the connection."""
        from cmic_wizard.tui.screens.checking import run_check

        self.flush()
        await run_check(self, self.session)
        self.flush()

    @screen_work()
    async def action_import_file(self) -> None:
        """Take a file of the specialist's in."""
        from cmic_wizard.tui.screens.open_file import take_file

        self.flush()
        try:
            slug = await take_file(self, self.session)
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
        if slug is not None:
            await host_of(self).open_profile(slug)
        elif (returned := self.session.assessment.next()) is not None:
            self.flush()
            await self.show_step(returned.step.id)

    async def action_go_to_step(self, step_id: str) -> None:
        """Go to a step by its id."""
        await self.show_step(step_id)

    @screen_work()
    async def action_hand_over(self, name: str) -> None:
        """Hand the profile over in one of the ways."""
        from cmic_wizard.handoff.kinds import BY_NAME
        from cmic_wizard.tui.screens.checking import stored_password
        from cmic_wizard.tui.screens.export import ExportDialog

        self.flush()
        kind, password = BY_NAME[name], None
        if kind.sealed:
            try:
                password = await stored_password(self, self.session)
            except WizardError as error:
                self.app.notify(str(error), severity="error", markup=False, timeout=10)
                return
            if password is None and self.session.draft.password is not None:
                return
        await self.app.push_screen_wait(ExportDialog(self.session, kind, password))

    async def ask_remove_password(self, step: Step) -> None:
        """Remove the stored password."""
        self.remove_password()

    @screen_work()
    async def remove_password(self) -> None:
        """Ask, record that it goes, and remove it from where it is kept."""
        from cmic_wizard.tui.screens.dialog import Confirm

        kept = self.session.draft.password
        if kept is None:
            return
        question = _("Remove the password from this computer? The item will then be open again.")
        if not await self.app.push_screen_wait(Confirm(_("Remove the password"), question, _("Remove"))):
            return
        session, place = self.session, Place(kept.place)
        entry = password_of(session.draft.id)

        async def remove() -> None:
            await in_thread(lambda: session.keeper.register.note(Held(entry, place)))
            session.keep_password(None)
            if not await session.save_in_time():
                session.keep_password(kept)
                raise FileRefused(session.save_fault)
            await in_thread(lambda: remove_unrecorded(session.keeper, entry, place))

        try:
            await to_its_end(self, remove())
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False)
            return
        self.flush()
