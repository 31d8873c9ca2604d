"""Another program changes the file of the open profile: the user chooses, and the other version is kept."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.struct import replace
from cmic_wizard.tui.screens.watching import LOOK_EVERY

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

TENANT, USER = "connection.tenant_id", "connection.service_user"


def edit(path: Path, text: str) -> None:
    """Answer a step in the file, as an editor or a sync tool does."""
    draft = draft_from_json(path.read_bytes())
    other = path.with_name("other.tmp")
    other.write_bytes(draft_to_json(replace(draft, answers={**draft.answers, TENANT: text})))
    other.replace(path)


def answers(path: Path) -> dict[str, str]:
    """The answers in a file."""
    return draft_from_json(path.read_bytes()).answers


def copies(path: Path, why: str) -> list[Path]:
    """The versions put aside."""
    return sorted(path.parent.glob(f"{path.stem}.{why}-*.json"))


async def saved(wizard: Wizard) -> Path:
    """Wait until everything is saved; the file."""
    await wizard.until(lambda: not wizard.session.dirty, "the save")
    assert wizard.session.store is not None
    return wizard.session.store.path


async def test_the_files_version_can_be_taken(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        edit(path, "THEIRS")
        await wizard.dialog("OutsideDialog")
        await wizard.shows("Another program has changed the file")
        await wizard.press("tab", "tab", "enter")
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen", "the wizard")
        await wizard.shows("THEIRS", "What was open here is kept as")
        assert [answers(copy) for copy in copies(path, "here")] == [{TENANT: "BEFORE"}]
        await wizard.on(USER)
        await wizard.type("SVC")
        await wizard.until(lambda: answers(path) == {TENANT: "THEIRS", USER: "SVC"}, "the save")
    assert not copies(path, "outside")


async def test_what_is_here_is_kept_by_enter_whatever_was_being_typed(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        edit(path, "THEIRS")
        await wizard.type(" AND MINE")
        await wizard.dialog("OutsideDialog")
        assert answers(path) == {TENANT: "THEIRS"}, "nothing is written over"
        await wizard.press("tab", "enter")
        await wizard.until(lambda: answers(path)[TENANT] == "BEFORE AND MINE", "the save")
        await wizard.shows("version is kept as")
    assert [answers(copy)[TENANT] for copy in copies(path, "outside")] == ["THEIRS"]


async def test_one_question_waits_for_a_pause_however_often_it_is_looked(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        waiting: list[int] = [0]
        paused = type(wizard.app).typing_paused

        async def counted(app: Any) -> None:
            waiting.append(waiting[-1] + 1)
            await paused(app)
            waiting.append(waiting[-1] - 1)

        monkeypatch.setattr(type(wizard.app), "typing_paused", counted)
        edit(path, "THEIRS")
        for _look in range(8):
            await wizard.type("X")
            wizard.screen.watching.look()
            await wizard.until(lambda: not wizard.screen.watching.looking, "the look")
        assert max(waiting) == 1
        await wizard.dialog("OutsideDialog")
        assert waiting == [0, 1, 0]


async def test_it_opens_when_nobody_types_and_no_key_meant_for_the_page_decides(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        edit(path, "THEIRS")
        for _look in range(8):
            await wizard.type("X")
            await wizard.pilot.pause(LOOK_EVERY / 6)
            assert type(wizard.screen).__name__ == "WizardScreen"
        assert wizard.session.outside is not None, "it was seen while somebody typed"
        dialog = await wizard.dialog("OutsideDialog")
        await wizard.press("space", "enter", "9", "space")
        assert wizard.screen is dialog
        assert answers(path) == {TENANT: "THEIRS"}
        assert not copies(path, "here")
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen", "the page")
        assert wizard.session.draft.answers[TENANT].startswith("BEFOREXXXXXXXX")


async def test_who_decides_later_is_asked_once_and_told_that_it_is_not_saved(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        edit(path, "THEIRS")
        await wizard.dialog("OutsideDialog")
        await wizard.press("escape")
        await wizard.type(" MINE")
        await wizard.shows("Not saved!", "Another program has changed the file")
        assert answers(path) == {TENANT: "THEIRS"}
        edit(path, "MORE")
        await wizard.dialog("OutsideDialog")
        await wizard.press("escape", "f10")
        await wizard.until(lambda: wizard.app._exit, "the end, without a question")
    assert answers(path) == {TENANT: "BEFORE MINE"}
    assert [answers(copy)[TENANT] for copy in copies(path, "outside")] == ["MORE"]
    assert len(wizard.app.told) == 1, "said when the screen is gone"


async def test_a_file_that_holds_no_profile_leaves_nothing_to_take(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        path.unlink()
        path.mkdir()
        dialog = await wizard.dialog("OutsideDialog")
        assert [button.name for button in dialog.query("Button")] == ["keep", "close"]
        await wizard.press("tab", "enter")
        await wizard.until(path.is_file, "the file")
    assert [copy.is_dir() for copy in copies(path, "outside")] == [True]
    assert answers(path) == {TENANT: "BEFORE"}


async def test_a_removed_file_is_written_anew_at_the_next_change(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        path.unlink()
        await wizard.type("X")
        await wizard.until(path.is_file, "the file")
        await wizard.shows("was missing", "written again")
    assert answers(path) == {TENANT: "BEFOREX"}


async def test_no_question_comes_over_another_dialog(opened: Opened) -> None:
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        await wizard.press("f1")
        await wizard.dialog("HelpDialog")
        edit(path, "THEIRS")
        await wizard.until(lambda: wizard.session.outside is not None, "the look")
        assert type(wizard.screen).__name__ == "HelpDialog"
        await wizard.press("escape")
        await wizard.dialog("OutsideDialog")


@pytest.mark.parametrize("button", ["press_take", "press_keep"])
async def test_a_choice_that_is_being_carried_out_is_shown_when_it_has_ended(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    """A slow disk: Esc does not leave the page with what the profile no longer is."""
    written = threading.Event()
    async with opened({TENANT: "BEFORE"}, step=TENANT) as wizard:
        path = await saved(wizard)
        edit(path, "THEIRS")
        dialog = await wizard.dialog("OutsideDialog")
        name = "take_outside" if button == "press_take" else "keep_both"
        act = getattr(wizard.session, name)
        monkeypatch.setattr(wizard.session, name, lambda: (written.wait(20), act()))
        getattr(dialog, button)()
        await wizard.press("escape")
        assert wizard.screen is dialog
        written.set()
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen", "the wizard")
        shown = "THEIRS" if button == "press_take" else "BEFORE"
        await wizard.until(lambda: wizard.field(TENANT).query_one(Input).value == shown, shown)
