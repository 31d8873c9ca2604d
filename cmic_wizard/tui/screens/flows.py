"""What the wizard's actions do, apart from the screen that shows the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import CHECK_STEP
from cmic_wizard.tui.actions import actions_of
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.results import after_refresh, screen_work, to_its_end
from cmic_wizard.tui.screens.doubted_answers import confirm_answer, take_proposal
from cmic_wizard.tui.screens.replying import is_asked, reply
from cmic_wizard.tui.widgets.controls.control_messages import Wish
from cmic_wizard.tui.widgets.sidebar import HANDOFF, Navigation, Sidebar

if TYPE_CHECKING:
    from textual.content import Content

    from cmic_wizard.tui.screens.wizard import WizardScreen


def show_help(screen: WizardScreen) -> None:
    """Help for the focused field, and all keys."""
    from cmic_wizard.tui.screens.help import HelpDialog

    step = screen.focused_step
    said = _said_of(screen, step)
    actions = actions_of(screen.session)
    screen.app.push_screen(HelpDialog(step, actions, review=screen.session.reviewed, said=said))


def show_where(screen: WizardScreen) -> None:
    """Where the focused field's value is found."""
    from cmic_wizard.tui.screens.help import HelpDialog

    step = screen.focused_step
    actions = actions_of(screen.session)
    said = _said_of(screen, step)
    review = screen.session.reviewed
    screen.app.push_screen(HelpDialog(step, actions, brief=step is not None, review=review, said=said))


def _said_of(screen: WizardScreen, step: Step | None) -> Content | None:
    """Who said what of a step before, where that is kept."""
    from cmic_wizard.tui.screens.history_dialog import changes_of

    return None if step is None or not screen.session.draft.history else changes_of(step, screen.session)


def show_history(screen: WizardScreen) -> object:
    """All changes, and taking them back."""
    from cmic_wizard.tui.screens.history_dialog import show_history

    return show_history(screen)


def undo(screen: WizardScreen) -> object:
    """Take the last change back."""
    from cmic_wizard.tui.screens.history_dialog import undo

    return undo(screen)


@screen_work()
async def list_items(screen: WizardScreen) -> None:
    """List what is outstanding and go to the chosen item."""
    from cmic_wizard.tui.screens.items_dialog import ASKING, ItemsDialog

    screen.flush()
    chosen = await screen.app.push_screen_wait(
        ItemsDialog(
            screen.session.assessment, review=screen.session.reviewed, asks=not screen.session.read_only
        )
    )
    if chosen and chosen.startswith(ASKING):
        from cmic_wizard.tui.screens.asking_flow import ask_for

        await ask_for(screen, chosen.removeprefix(ASKING).split(","))
    elif chosen:
        await screen.show_step(chosen)


@screen_work()
async def ask_about_item(screen: WizardScreen) -> None:
    """Ask somebody for the focused item."""
    from cmic_wizard.tui.screens.asking_flow import ask_for

    step = screen.focused_step
    if step is None:
        screen.app.notify(_("Select an item first, or several in the list (F4)."), markup=False)
        return
    await ask_for(screen, (step.id,))


@screen_work()
async def show_menu(screen: WizardScreen) -> None:
    """Search actions and items, and do or go."""
    from cmic_wizard.tui.screens.menu import MenuDialog

    screen.flush()
    chosen = await screen.app.push_screen_wait(MenuDialog(screen.session))
    kind, _colon, name = (chosen or "").partition(":")
    if kind == "step":
        await screen.show_step(name)
    elif kind == "action":
        await screen.action_do(name)


@screen_work()
async def copy_value(screen: WizardScreen) -> None:
    """Offer what can be copied, that of the focused item first."""
    from cmic_wizard.tui.screens.copy_dialog import CopyDialog, values_of

    screen.flush()
    await screen.app.push_screen_wait(CopyDialog(values_of(screen.session, screen.focused_step)))


@screen_work()
async def write_note(screen: WizardScreen) -> None:
    """Write a note beside the focused step."""
    from cmic_wizard.tui.screens.note import TextDialog

    step = screen.focused_step
    if step is None:
        screen.app.notify(_("Select an item first; the note belongs to it."), markup=False)
        return
    if screen.session.read_only:
        screen.app.notify(_("Nothing can be changed here."), markup=False)
        return
    if is_asked(screen.session, step) and not await reply(screen, step):
        return
    hint = _(
        "For yourself and for the specialist, who reads it in the hand-off. No passwords here, please."
        " Esc saves and closes."
    )

    def keep(text: str) -> None:
        screen.session.note(step, text)
        screen.flush()

    heading = _("Note: {step}").format(step=_(step.title))
    await screen.app.push_screen_wait(
        TextDialog(heading, hint, screen.session.draft.notes.get(step.id, ""), keep)
    )


@screen_work()
async def skip_check(screen: WizardScreen, step: Step) -> None:
    """Take the reason as the answer to the check."""
    from cmic_wizard.tui.screens.note import TextDialog

    hint = _(
        "Why can't it be checked now? For example: the server is only reachable from our network."
        " The specialist reads this."
    )
    before = screen.session.draft.answers.get(CHECK_STEP, "").partition(":")[2]

    def keep(text: str) -> None:
        line = " ".join(text.split())
        screen.session.answer(step, f"skipped:{line}" if line else "")
        screen.session.announce()
        screen.flush()

    await screen.app.push_screen_wait(TextDialog(_("Check later"), hint, before, keep))


@screen_work()
async def check_connection(screen: WizardScreen) -> None:
    """Check the connection."""
    from cmic_wizard.tui.screens.checking import run_check

    screen.flush()
    await run_check(screen, screen.session)
    screen.flush()


@screen_work()
async def take_text(screen: WizardScreen) -> None:
    """Propose what a text holds of answers, and keep what is accepted."""
    from cmic_wizard.tui.screens.from_text import accepted_of_a_text

    session = screen.session
    accepted = await accepted_of_a_text(screen, dict(session.draft.answers))
    for one in accepted:
        step = session.guide.steps[one.step]
        if await screen.answer(step, one.answer):
            session.settle(step)
    session.announce()
    screen.flush()


@screen_work()
async def import_file(screen: WizardScreen) -> None:
    """Take a file of the specialist's in."""
    from cmic_wizard.tui.screens.import_file import take_file

    screen.flush()
    try:
        slug = await take_file(screen, screen.session)
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)
        return
    if slug is not None:
        await application_of(screen).open_profile(slug)
    elif (returned := screen.session.assessment.next()) is not None:
        screen.flush()
        await screen.show_step(returned.step.id)


@screen_work()
async def hand_over(screen: WizardScreen, name: str) -> None:
    """Write the file of one kind, or, by any other name, hand over step by step."""
    from cmic_wizard.handoff.kinds import BY_NAME
    from cmic_wizard.tui.screens.checking import stored_password
    from cmic_wizard.tui.screens.export_dialog import ExportDialog
    from cmic_wizard.tui.screens.hand_over_dialog import HandOverDialog

    screen.flush()
    kind, password = BY_NAME.get(name), None
    if kind is None or kind.sealed:
        try:
            password = await stored_password(screen, screen.session)
        except WizardError as error:
            screen.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
        if password is None and screen.session.draft.password is not None:
            return
    session = screen.session
    await screen.app.push_screen_wait(
        ExportDialog(session, kind, password) if kind else HandOverDialog(session, password)
    )


@screen_work()
async def remove_password(screen: WizardScreen) -> None:
    """Ask, record that it goes, and remove it from where it is kept."""
    from cmic_wizard.credentials.keeping import forget_password
    from cmic_wizard.tui.screens.dialog import Confirm
    from cmic_wizard.tui.screens.unlocking import asked, carried_out

    kept = screen.session.draft.password
    if kept is None:
        return
    question = _("Remove the password from this computer? The item will then be open again.")
    if not await screen.app.push_screen_wait(Confirm(_("Remove the password"), question, _("Remove"))):
        return
    session = screen.session
    act = forget_password(session.keeper, session.draft.id, kept)
    try:
        await to_its_end(screen, carried_out(act, partial(asked, screen.app), record=session.record_password))
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False)
        return
    screen.flush()


@screen_work()
async def take_password(screen: WizardScreen) -> None:
    """Open the dialog, which has it recorded where the password went."""
    from cmic_wizard.tui.screens.password_dialog import PasswordDialog

    session = screen.session
    await screen.app.push_screen_wait(
        PasswordDialog(session.keeper, session.draft.id, session.record_password)
    )
    screen.flush()


async def go_to_next(screen: WizardScreen) -> None:
    """Go to the next item of the user's own, from where they are."""
    screen.announce()
    upcoming = screen.session.assessment.next(screen.step_id or None)
    if upcoming is None:
        await screen.show_page(HANDOFF)
        screen.app.notify(_("Nothing to do for you."), markup=False)
    else:
        await screen.show_step(upcoming.step.id)


def switch_to_guide(screen: WizardScreen) -> None:
    """Switch between guide and page; on a narrow terminal, unfold or fold the guide."""
    sidebar, listing = screen.query_one(Sidebar), screen.query_one(Navigation)
    if listing.has_focus:
        sidebar.remove_class("-open")
        screen.page.go_to(screen.step_id)
    else:
        if screen.has_class("-narrow"):
            sidebar.add_class("-open")
        after_refresh(listing, listing.focus)


async def show_handoff(screen: WizardScreen) -> None:
    """Go to the last page, to where one looked at from there where that was so."""
    await screen.show_page(HANDOFF, screen.looked_at)


async def show_menu_or_go_back(screen: WizardScreen) -> None:
    """Go back to the review that led here, else open the menu."""
    if screen.looked_at:
        await show_handoff(screen)
    else:
        show_menu(screen)


async def _of_the_application(name: str, screen: WizardScreen) -> None:
    await screen.run_action(f"app.{name}")


ACTS: Final[Mapping[str, Callable[[WizardScreen], object]]] = {
    "help": show_help,
    "where": show_where,
    "next_todo": go_to_next,
    "items": list_items,
    "check": check_connection,
    "sidebar": switch_to_guide,
    "note": write_note,
    "handoff": show_handoff,
    "proposal": take_proposal,
    "ask": ask_about_item,
    "confirm": confirm_answer,
    "menu": show_menu_or_go_back,
    "copy_value": copy_value,
    "leave": partial(_of_the_application, "leave"),
    "history": show_history,
    "undo": undo,
    "profiles": partial(_of_the_application, "profiles"),
    "language": partial(_of_the_application, "language"),
    "theme": partial(_of_the_application, "theme"),
    "import_file": import_file,
    "take_text": take_text,
}
"""What each of the declared actions does (see `actions.ACTIONS`)."""
WISHES: Final[Mapping[Wish, Callable[[WizardScreen, Step], object]]] = {
    Wish.TAKE_PASSWORD: lambda screen, _step: take_password(screen),
    Wish.REMOVE_PASSWORD: lambda screen, _step: remove_password(screen),
    Wish.CHECK: lambda screen, _step: check_connection(screen),
    Wish.SKIP_CHECK: skip_check,
}
"""What each wish of a control comes to."""
