"""A file that takes the place of the open profile's answers: what happens to the password is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

URL = "connection.mobile_server_url"


def _copy(path: Path, draft: Draft, answers: dict[str, str]) -> None:
    path.write_bytes(draft_to_json(replace(draft, answers={**draft.answers, **answers}, password=None)))


async def replace_by_file(wizard: Wizard, path: Path, answers: dict[str, str]) -> None:
    """Open a copy of the profile with those answers, and let all of it take the profile's place."""
    _copy(path, wizard.session.draft, answers)
    await wizard.screen.action_do("import_file")
    dialog = await wizard.dialog("PathDialog")
    dialog.query_one(Input).value = str(path)
    await wizard.press("enter")
    (await wizard.dialog("CompareDialog")).press_replace()
    (await wizard.dialog("Confirm")).press_yes()


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "password is not kept"), ("es", "no se conserva para ella")]
)
async def test_the_password_is_let_go_where_the_file_names_another_server(
    opened: Opened,
    all_answers: dict[str, str],
    kept_password: Callable[[Draft], Draft],
    tmp_path: Path,
    lang: str,
    told: str,
) -> None:
    async with opened(all_answers, change=kept_password, lang=lang) as wizard:
        assert wizard.session.draft.password is not None
        await replace_by_file(wizard, tmp_path / "copy.json", {URL: "https://cmic.elsewhere.example/prod"})
        await wizard.until(lambda: wizard.session.draft.answers[URL].startswith("https://cmic.elsewhere"))
        said = "\n".join(str(notice.message) for notice in wizard.app._notifications)
        assert told in said
        assert wizard.session.draft.password is None
        assert wizard.app.crash_report is None


async def test_the_password_stays_where_the_file_names_the_same_server(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft], tmp_path: Path
) -> None:
    async with opened(all_answers, change=kept_password) as wizard:
        await replace_by_file(wizard, tmp_path / "copy.json", {"connection.service_user": "OTHER"})
        await wizard.until(lambda: wizard.session.draft.answers["connection.service_user"] == "OTHER")
        said = "\n".join(str(notice.message) for notice in wizard.app._notifications)
        assert "password is not kept" not in said
        assert wizard.session.draft.password is not None


@pytest.mark.parametrize("all_of_it", [False, True])
async def test_answers_that_name_another_server_let_the_password_go_as_well(
    opened: Opened,
    all_answers: dict[str, str],
    kept_password: Callable[[Draft], Draft],
    tmp_path: Path,
    all_of_it: bool,
) -> None:
    """Where they are taken one by one; what is not taken changes nothing."""
    path = tmp_path / "copy.json"
    async with opened(all_answers, change=kept_password) as wizard:
        _copy(
            path,
            wizard.session.draft,
            {URL: "https://cmic.elsewhere.example/prod", "connection.tenant_id": "T"},
        )
        await wizard.screen.action_do("import_file")
        dialog = await wizard.dialog("PathDialog")
        dialog.query_one(Input).value = str(path)
        await wizard.press("enter")
        dialog = await wizard.dialog("CompareDialog")
        dialog.picked = {URL, "connection.tenant_id"} if all_of_it else {"connection.tenant_id"}
        dialog.press_take()
        await wizard.until(lambda: wizard.answer("connection.tenant_id") == "T")
        assert (wizard.session.draft.password is None) == all_of_it
