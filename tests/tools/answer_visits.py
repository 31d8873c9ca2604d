"""What is visited while answers come at any moment: every screen and dialog, with what each begins."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from every_dialog import every_dialog
from hostile_sweep import settle
from reviewing import FIRST, LATER, handoff_of
from textual.screen import Screen
from textual.widgets import Input, OptionList

from cmic_wizard.asking import Wanted
from cmic_wizard.background import in_thread
from cmic_wizard.profile.draft import KeptPassword
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.reading import Finding, Severity
from cmic_wizard.review.folder import opened_row
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

NOT_OPENED = {
    "Dialog": "what dialogs share",
    "SecretForm": "what dialogs share that ask for a secret",
    "Replaceable": "what pages share",
    "TooSmallScreen": "begins nothing",
}
"""Screens that are not opened here, and why."""
OF_THE_APPLICATION = {"leave", "list_profiles", "settle", "carry_beside", "open_link"}
"""Work that belongs to no screen."""
PASSWORD = Secret("C4nary-77")
KEPT = KeptPassword("key_ring", 9, "2026-11-20T10:00:00+00:00")

Act = Callable[[Any, Any], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Visit:
    """A screen, and what is done on it before it is left."""

    make: Callable[[], Screen[Any]]
    act: Act | None = None


def of_dialogs(wizard: Wizard, home: Path) -> Iterator[Visit]:
    """Each dialog by itself, and those that begin something by a button, with it."""
    from cmic_wizard.handoff.keys import new_identity
    from cmic_wizard.tui.screens.ask_dialog import AskDialog
    from cmic_wizard.tui.screens.export_dialog import ExportDialog
    from cmic_wizard.tui.screens.hand_over_dialog import HandOverDialog
    from cmic_wizard.tui.screens.history_dialog import HistoryDialog
    from cmic_wizard.tui.screens.outside_dialog import OutsideDialog
    from cmic_wizard.tui.screens.passphrase_dialog import PassphraseDialog
    from cmic_wizard.tui.screens.password_dialog import PasswordDialog
    from cmic_wizard.tui.screens.unlocking import begin_anew
    from cmic_wizard.tui.screens.unsaved import UnsavedDialog

    makers = every_dialog(wizard.session, home)
    for make in makers.values():
        yield Visit(make)

    async def keep(_wizard: Wizard, dialog: Any) -> None:
        for name in ("#password", "#again"):
            dialog.query_one(name, Input).value = PASSWORD.reveal()
        dialog.press_keep()

    yield Visit(makers[PasswordDialog], keep)
    yield Visit(makers[HistoryDialog], done(lambda dialog: dialog.press_undo()))
    anew = asked(lambda d: begin_anew(d, Wanted.VAULT_OF_PASSWORD), "Confirm", lambda d: d.press_yes())
    yield Visit(makers[PassphraseDialog], anew)
    key = new_identity()[1].text

    async def show_prints(_wizard: Wizard, dialog: Any) -> None:
        dialog.query_one("#recipients", Input).value = key

    async def write(_wizard: Wizard, dialog: Any) -> None:
        dialog.query_one("#path", Input).value = str(home / "there is no folder" / "x.age")
        dialog.press_write()

    async def ask(_wizard: Wizard, dialog: Any) -> None:
        dialog.query_one("#own", Input).value = "Dana Reyes"
        dialog.query_one("#path", Input).value = str(home / "there is no folder" / "x.eml")
        dialog.press_write()

    async def again(_wizard: Wizard, dialog: Any) -> None:
        dialog.press_again()

    async def elsewhere(_wizard: Wizard, dialog: Any) -> None:
        dialog.query_one(Input).value = str(home / "there is no folder" / "x.json")
        dialog.press_elsewhere()

    quick = SimpleNamespace(outside=None, keep_both=lambda: None, take_outside=lambda: None, folder=home)
    yield Visit(lambda: OutsideDialog(quick), done(lambda dialog: dialog.press_keep()))  # type: ignore[arg-type]
    yield Visit(lambda: OutsideDialog(quick), done(lambda dialog: dialog.press_take()))  # type: ignore[arg-type]
    yield Visit(makers[AskDialog], ask)
    yield Visit(makers[ExportDialog], show_prints)
    yield Visit(makers[ExportDialog], write)
    yield Visit(makers[HandOverDialog], done(lambda dialog: dialog.press_mail()))
    yield Visit(makers[UnsavedDialog], again)
    yield Visit(makers[UnsavedDialog], elsewhere)


def asked(begin: Callable[[Any], object], kind: str, answer: Callable[[Any], object]) -> Act:
    """An act that opens a dialog and answers it."""

    async def act(wizard: Wizard, screen: Any) -> None:
        begin(screen)
        answer(await wizard.dialog(kind))

    return act


def done(begin: Callable[[Any], object]) -> Act:
    """An act that is one call."""

    async def act(_wizard: Wizard, screen: Any) -> None:
        if asyncio.iscoroutine(waited := begin(screen)):
            await waited

    return act


def of_the_wizard(wizard: Wizard, home: Path) -> Iterator[Visit]:
    """The page that is filled in, with each thing that it begins."""
    from cmic_wizard.tui.screens import flows
    from cmic_wizard.tui.screens.doubted_answers import choose_reading
    from cmic_wizard.tui.screens.wizard import WizardScreen

    session = wizard.session
    two = Finding(Severity.ERROR, "two", "Which is meant?", readings=("ACME", "ROE"))
    step = session.guide.steps["connection.tenant_id"]
    chosen = lambda dialog: dialog.dismiss(step.id)  # noqa: E731
    close = lambda dialog: dialog.action_close()  # noqa: E731

    def make() -> WizardScreen:
        wizard.keeper.secrets[session.draft.id] = PASSWORD
        assert session.store is not None
        session.store.keep_password(KEPT)
        session.announce()
        return WizardScreen(session)

    def save(screen: Any) -> None:
        session.note(step, f"{session.draft.notes.get(step.id, '')}x")
        screen.flush()

    for act in (
        None,
        done(save),
        asked(flows.list_items, "ItemsDialog", chosen),
        asked(flows.show_menu, "MenuDialog", lambda d: d.dismiss(f"step:{step.id}")),
        asked(flows.copy_value, "CopyDialog", close),
        asked(flows.write_note, "TextDialog", lambda d: d.action_save()),
        asked(lambda s: flows.skip_check(s, step), "TextDialog", lambda d: d.action_save()),
        asked(flows.take_password, "PasswordDialog", close),
        asked(lambda s: choose_reading(s, step, two), "Choose", lambda d: d.dismiss("ACME")),
        asked(lambda s: s.action_hand_over("json"), "ExportDialog", close),
        asked(lambda s: s.action_hand_over("guided"), "HandOverDialog", close),
        asked(flows.take_text, "PasteDialog", close),
        asked(flows.import_file, "PathDialog", lambda d: d.dismiss(home / "nothing.json")),
        asked(flows.show_history, "HistoryDialog", close),
        done(flows.undo),
        done(lambda s: s.action_hand_over("seal")),
        asked(flows.ask_about_item, "Choose", close),
        done(flows.check_connection),
        done(lambda s: s.watching.look()),
    ):
        yield Visit(make, act)
    yield Visit(make, asked(flows.remove_password, "Confirm", lambda d: d.press_yes()))


def of_the_list(wizard: Wizard, data_dir: Path) -> Iterator[Visit]:
    """The list of profiles, with another profile marked."""
    from cmic_wizard.tui.screens.first_run import FirstRunScreen
    from cmic_wizard.tui.screens.profiles_screen import ProfilesScreen

    def make() -> ProfilesScreen:
        profiles = Profiles(data_dir)
        if len(profiles.list()) < 2:
            store = profiles.create("Another")
            store.keep_password(KEPT)
            store.close()
        return ProfilesScreen(profiles)

    def mark(screen: Any) -> None:
        own = wizard.session.store
        assert own is not None
        other = next(n for n, one in enumerate(screen.listed) if one.slug != own.slug)
        screen.query_one(OptionList).highlighted = other

    def rename(screen: Any) -> None:
        mark(screen)
        screen.action_rename()

    async def delete(wizard: Wizard, screen: Any) -> None:
        mark(screen)
        screen.action_delete()
        for _twice in range(2):
            (await wizard.dialog("Confirm")).press_yes()
            await settle(wizard)

    async def damaged(wizard: Wizard, screen: Any) -> None:
        mark(screen)
        (data_dir / "profiles" / f"{screen.current.slug}.json").write_bytes(b"{")
        screen._fill()
        mark(screen)
        screen.action_open()
        (await wizard.dialog("Confirm")).action_close()

    yield Visit(make)
    yield Visit(make, asked(rename, "NameDialog", lambda d: d.dismiss("Renamed")))
    copy = lambda screen: screen.action_copy()  # noqa: E731
    yield Visit(make, asked(copy, "NameDialog", lambda d: d.action_close()))
    yield Visit(make, delete)
    yield Visit(make, damaged)
    paste = lambda screen: screen.take_text("Client ID: ACME")  # noqa: E731
    yield Visit(FirstRunScreen, asked(paste, "FoundDialog", lambda d: d.dismiss(list(d.findings.found))))
    menu = lambda screen: screen.action_menu()  # noqa: E731
    close = lambda dialog: dialog.action_close()  # noqa: E731
    yield Visit(make, asked(lambda screen: screen.action_open_file(), "PathDialog", close))
    yield Visit(make, asked(menu, "MenuDialog", lambda d: d.action_close()))


def of_questions(wizard: Wizard, home: Path) -> Iterator[Visit]:
    """Somebody else's questions, with what begins there."""
    from asked_sheet import empty, profile

    from cmic_wizard.handoff import answer_sheet
    from cmic_wizard.handoff.sheet_store import SheetStore
    from cmic_wizard.tui.screens import flows
    from cmic_wizard.tui.screens.question_screen import AnswerScreen, AnswerSession

    path = home / "acme.cmic-answers.toml"
    path.write_bytes(empty(profile()))
    close = lambda dialog: dialog.action_close()  # noqa: E731

    def make() -> AnswerScreen:
        store = SheetStore(answer_sheet.read(path.read_bytes()), path)
        return AnswerScreen(AnswerSession(store, wizard.session.keeper))

    def save(screen: Any) -> None:
        screen.session.answer(screen.session.guide.steps["connection.tenant_id"], "SOLUTIONS")
        screen.flush()

    yield Visit(make)
    yield Visit(make, done(save))
    yield Visit(make, asked(flows.list_items, "ItemsDialog", close))
    yield Visit(make, asked(flows.show_menu, "MenuDialog", close))


def of_the_folder(wizard: Wizard, home: Path, data_dir: Path) -> Iterator[Visit]:
    """The table of a folder with one file in it."""
    from cmic_wizard.handoff import document
    from cmic_wizard.tui.review.folder_acts import note_on_selected, show_table_menu, unlock, unseal
    from cmic_wizard.tui.review.folder_pane import FolderPane
    from cmic_wizard.tui.review.folder_screen import FolderScreen
    from cmic_wizard.tui.review.opener import Opener

    folder = home / "folder"
    folder.mkdir()
    handoff = handoff_of()
    file = folder / "a.cmic-profile.json"
    file.write_bytes(document.to_bytes(handoff))

    async def open_over(path: Path) -> Any:
        return await in_thread(lambda: opened_row(path, handoff))

    opener = Opener(wizard.app, wizard.app.keeper, data_dir)
    make = lambda: FolderScreen(folder, data_dir, opener, open_over)  # noqa: E731
    yield Visit(make)
    yield Visit(make, done(lambda s: s.open_file(file)))
    yield Visit(make, done(lambda s: s.show_verdict(handoff.profile.id)))
    yield Visit(make, asked(show_table_menu, "MenuDialog", lambda d: d.dismiss("action:clear")))
    yield Visit(make, done(note_on_selected))
    yield Visit(make, done(unlock))
    yield Visit(make, done(unseal))
    yield Visit(make, done(lambda s: s.query_one(FolderPane).read()))


def of_a_review(wizard: Wizard, data_dir: Path) -> Iterator[Visit]:
    """A review, with each thing that it begins."""
    from cmic_wizard.tui.review import acts, keeping_acts
    from cmic_wizard.tui.review.review_screen import ReviewScreen
    from cmic_wizard.tui.review.session import ReviewSession

    def make() -> ReviewScreen:
        session = ReviewSession(handoff_of(now=LATER), wizard.session.keeper, data_dir, PASSWORD)
        session.conclude("accepted")
        return ReviewScreen(session)

    def older() -> ReviewScreen:
        session = ReviewSession(handoff_of(now=FIRST), wizard.session.keeper, data_dir, PASSWORD)
        session.older = True
        return ReviewScreen(session)

    def doubted() -> ReviewScreen:
        session = ReviewSession(handoff_of(now=LATER), wizard.session.keeper, data_dir, PASSWORD)
        session.doubted = True
        return ReviewScreen(session)

    close = lambda dialog: dialog.action_close()  # noqa: E731
    yield Visit(make)
    yield Visit(older, asked(lambda _screen: None, "Confirm", lambda d: d.press_yes()))
    yield Visit(doubted, asked(lambda _screen: None, "Confirm", lambda d: d.press_yes()))
    yield Visit(make, done(acts.propose))
    yield Visit(make, asked(acts.accept_rest, "Confirm", lambda d: d.press_yes()))
    yield Visit(make, asked(keeping_acts.write_password, "WriteDialog", close))
    yield Visit(make, asked(acts.write_remarks, "WriteDialog", close))
    yield Visit(make, done(acts.go_to_remark))
    yield Visit(make, done(keeping_acts.keep_password))
    yield Visit(make, done(acts.back_to_table))
    yield Visit(make, done(lambda screen: acts.go_to_file(screen, 1)))
    yield Visit(make, asked(acts.mail_remarks, "WriteDialog", close))
    yield Visit(make, asked(keeping_acts.show_values, "ValuesDialog", close))
    yield Visit(make, done(keeping_acts.write_own_note))
    yield Visit(make, done(keeping_acts.list_passwords))


@dataclass(frozen=True)
class Place:
    """Visits that are made in one go, and what they are to open and begin."""

    visits: Callable[[Any, Path, Path], Iterator[Visit]]
    opens: set[str]
    begins: set[str]


PLACES = {
    "dialogs": Place(
        lambda wizard, home, _data: of_dialogs(wizard, home),
        {
            *("Confirm", "UnsavedVerdicts", "HelpDialog", "ItemsDialog", "MenuDialog", "TextDialog"),
            *("PathDialog", "PassphraseDialog", "NewPassphraseDialog", "PasswordDialog", "NameDialog"),
            *("RevealDialog", "WriteDialog", "ExportDialog", "UnsavedDialog", "CheckDialog", "OpeningDialog"),
            *("HandOverDialog", "FoundDialog"),
            *("OutsideDialog", "Choose", "ValuesDialog", "KeptPasswordsDialog", "ProposeDialog"),
            *("CompareDialog", "PasteDialog", "HistoryDialog", "AskDialog", "CopyDialog"),
        },
        {
            *("CheckDialog.run_check", "OpeningDialog._open", "PasswordDialog.probe", "PasswordDialog.keep"),
            *("begin_anew", "ExportDialog.show_prints", "ExportDialog.write", "AskDialog.write"),
            "HandOverDialog.press_mail",
            *("OutsideDialog.press_keep", "OutsideDialog.press_take"),
            *("UnsavedDialog.press_again", "UnsavedDialog.press_elsewhere"),
            "HistoryDialog.press_undo",
        },
    ),
    "the wizard": Place(
        lambda wizard, home, _data: of_the_wizard(wizard, home),
        {"WizardScreen"},
        {
            *(
                "list_items",
                "show_menu",
                "copy_value",
                "write_note",
                "skip_check",
                "check_connection",
                "import_file",
            ),
            *("hand_over", "remove_password", "take_password", "save_beside", "look_beside"),
            *("choose_reading", "take_text", "show_history", "undo", "ask_about_item"),
        },
    ),
    "the list": Place(
        lambda wizard, _home, data: of_the_list(wizard, data),
        {"ProfilesScreen", "FirstRunScreen"},
        {
            "FirstRunScreen.take_text",
            *("ProfilesScreen.action_open", "ProfilesScreen.action_rename", "ProfilesScreen.action_delete"),
            *("ProfilesScreen.action_menu", "ProfilesScreen.action_copy", "open_file"),
        },
    ),
    "questions": Place(
        lambda wizard, home, _data: of_questions(wizard, home),
        {"AnswerScreen"},
        {"list_items", "show_menu", "save_beside"},
    ),
    "the folder": Place(
        of_the_folder,
        {"FolderScreen"},
        {
            *("FolderScreen.action_read", "FolderScreen._count", "FolderScreen.look"),
            *("FolderScreen.open_file", "FolderScreen.show_verdict"),
            *("show_table_menu", "note_on_selected", "unlock", "unseal", "FolderPane.read"),
        },
    ),
    "a review": Place(
        lambda wizard, _home, data: of_a_review(wizard, data),
        {"ReviewScreen"},
        {
            *("ask_about_older", "go_to_remark", "accept_rest", "write_password", "keep_password"),
            *("write_remarks", "mail_remarks", "back_to_table", "go_to_file"),
            *("show_values", "write_own_note", "show_kept_passwords"),
            *("propose", "ask_about_doubts"),
        },
    ),
}
"""A screen or a piece of work that is new fails `test_nothing_is_left_out` until it is visited."""
