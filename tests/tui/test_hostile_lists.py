"""Hostile texts in profiles, the first run, a server's replies, paths that fail, files that are taken in."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cmic_server import Asked, Cmic, CmicServer, collection, details, row
from fixture_types import Opened, Tally
from full_run import FULL
from hostile_draft import bare_name
from hostile_sweep import Sweep, settle, typed
from hostile_texts import SWEPT, TEXTS
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList

from cmic_wizard.connection.target import Target
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.tui.app import WizardApp

if TYPE_CHECKING:
    from cmic_wizard.tui.screens.check_dialog import CheckDialog
    from tests.tui.conftest import Wizard

pytestmark = pytest.mark.timeout(600)


async def test_the_list_of_profiles_and_its_questions_hold_every_text(
    opened: Opened, data_dir: Path, tally: Tally
) -> None:
    """Files with a hostile name, whole or damaged: in the list, renamed, deleted, refused, set aside."""
    from cmic_wizard.profile.codec import draft_to_json

    sweep = Sweep()
    async with opened() as wizard:
        good = json.loads(draft_to_json(wizard.session.draft))
        folder = data_dir / "profiles"
        for number, text in enumerate(TEXTS.values()):
            for kind, found in (
                ("name", {**good, "name": text[:80], "id": f"n{number}"}),
                ("field", {**good, "id": f"f{number}", text[:2000]: text[:2000]}),
                ("wrong", {**good, "id": f"w{number}", "name": f"W{number}", "created": text[:2000]}),
            ):
                path = folder / f"{kind}-{number}.json"
                path.touch(0o600)
                path.write_bytes(json.dumps(found).encode("utf-8", "surrogatepass"))
        sweep.begin()
        await wizard.screen.action_do("profiles")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ProfilesScreen")
        await settle(wizard)
        listing = wizard.screen.query_one(OptionList)
        assert listing.option_count == 3 * len(TEXTS) + 1
        assert listing.virtual_size.height == listing.option_count, "each profile on one line"
        for number, listed in enumerate(wizard.screen.listed):
            listing.highlighted = number
            last = listed.slug.rpartition("-")[2]
            name = list(TEXTS)[int(last)] if last.isdigit() else "csv"
            asked = FULL or number % 12 == 0
            if not asked and not listed.slug.startswith("name"):
                continue
            sweep.begin()
            await settle(wizard)
            sweep.look(wizard, name, kind="ProfilesScreen")
            for action, dialog in (("rename", "NameDialog"), ("delete", "Confirm"), ("open", "Confirm")):
                if not asked or (action == "open" and not listed.fault):
                    continue
                sweep.begin()
                await wizard.screen.run_action(f"screen.{action}")
                await wizard.dialog(dialog)
                await settle(wizard)
                sweep.look(wizard, name, kind=dialog, where=f"{dialog} by {action}")
                wizard.screen.action_close()
                await wizard.until(lambda: type(wizard.screen).__name__ == "ProfilesScreen")
    sweep.shown = {(name, kind) for name, kind in sweep.shown if kind == "ProfilesScreen"}
    tally(sweep.figures({"ProfilesScreen"}, "the list of profiles"))


async def test_the_first_run_takes_every_text_as_a_name_or_says_why_not(
    opened: Opened, data_dir: Path, home: Path, tally: Tally
) -> None:
    sweep = Sweep()
    async with opened() as wizard:
        await wizard.screen.action_do("profiles")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ProfilesScreen")
        for name, text in SWEPT.items():
            if type(wizard.screen).__name__ == "ProfilesScreen":
                await wizard.screen.action_new()
            await wizard.until(lambda: type(wizard.screen).__name__ in ("FirstRunScreen", "FoundDialog"))
            await close_found(wizard, sweep, name)
            await settle(wizard)
            wizard.screen.query_one(Input).value = ""
            sweep.begin()
            await typed(wizard, text)
            await close_found(wizard, sweep, name)
            sweep.look(wizard, name, kind="FirstRunScreen")
            await wizard.screen.begin()
            await settle(wizard)
            await close_found(wizard, sweep, name)
            kind = type(wizard.screen).__name__
            sweep.look(wizard, name, kind=kind, where="after Begin")
            if kind == "WizardScreen":
                await wizard.screen.action_do("profiles")
                await wizard.until(lambda: type(wizard.screen).__name__ == "ProfilesScreen")
                await settle(wizard)
                sweep.look(wizard, name, kind="ProfilesScreen", where="the list after Begin")
    sweep.shown = {(name, kind) for name, kind in sweep.shown if kind == "FirstRunScreen"}
    tally(sweep.figures({"FirstRunScreen"}, "the first run"))


async def close_found(wizard: Wizard, sweep: Sweep, name: str) -> None:
    """Look at what was found in a pasted text, where that is asked about by now, and take none of it."""
    if type(wizard.screen).__name__ == "FoundDialog":
        await settle(wizard)
        sweep.look(wizard, name, kind="FoundDialog", where="what was found in a pasted text")
        wizard.screen.action_close()
        await wizard.until(lambda: type(wizard.screen).__name__ == "FirstRunScreen")


def ended(dialog: CheckDialog) -> bool:
    return dialog.outcome is not None


class Harmful(Cmic):
    """A CMiC that answers with a text wherever it can: company names, or an error in its own words."""

    text = ""

    def answer(self, asked: Asked) -> Any:
        """Its text as the company's name at first, then as an error."""
        if not asked.sign_in:
            return super().answer(asked)
        code = asked.finder.get("CompCode", "")
        if code == "ACME01":
            return collection([row(code, self.text[:4000], self.text[:200])])
        if code:
            return details(400, self.text[:4000], self.text[:4000])
        return collection([row(self.text[:200], self.text[:4000])])


@pytest.fixture
def harmful_cmic(good_context: ssl.SSLContext, trusts_test_authority: None) -> Iterator[CmicServer]:
    """A CMiC on loopback that the program trusts and should not."""
    with CmicServer(Harmful(), good_context) as server:
        yield server


async def test_a_check_shows_every_text_that_a_server_answers(
    opened: Opened, harmful_cmic: CmicServer, tally: Tally
) -> None:
    """As it runs and in its outcome: company codes of the file, names and errors of the server."""
    from cmic_wizard.tui.screens.check_dialog import CheckDialog

    sweep = Sweep()
    async with opened() as wizard:
        for name, text in SWEPT.items():
            assert isinstance(harmful_cmic.cmic, Harmful)
            harmful_cmic.cmic.text = text
            codes = ("ACME01", "001", text[:4000])
            target = Target(harmful_cmic.url(), text[:200], text[:200], codes)
            dialog = CheckDialog(target, Secret("C4NARY-password"))
            sweep.begin()
            await wizard.app.push_screen(dialog)
            await settle(wizard)
            sweep.look(wizard, name, kind="CheckDialog", where="the check as it runs")
            await wizard.until(partial(ended, dialog), "the outcome", longest=20)
            sweep.begin()
            await settle(wizard)
            scroll = dialog.query_one(VerticalScroll)
            for top in range(0, int(scroll.max_scroll_y) + 8, 8 if FULL else 16):
                scroll.scroll_to(y=top, animate=False, force=True)
                await settle(wizard)
                sweep.look(wizard, name, kind="CheckDialog", where=f"the outcome from {top}")
            assert dialog.outcome is not None
            assert any(stage.detail or stage.values for stage in dialog.outcome.stages)
            wizard.app.pop_screen()
            await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")
            if not FULL and len(sweep.shown) % 6:
                continue
            wizard.session.keep_check(dialog.outcome)
            await wizard.screen.show_page("preparation")
            await settle(wizard)
            sweep.look(wizard, name, kind="WizardScreen", where="the outcome beside the fields")
    sweep.shown = {(name, kind) for name, kind in sweep.shown if kind == "CheckDialog"}
    tally(sweep.figures({"CheckDialog"}, "the connection check, answered harmfully"))


async def test_a_data_folder_of_hostile_names_stands_in_sentences_harmlessly(
    opened: Opened, data_dir: Path, home: Path
) -> None:
    """Saving fails: the status line, the dialog on leaving, its second try, and a copy saved elsewhere."""
    sweep, names = Sweep(), tuple(TEXTS)
    folder = home.joinpath(*(bare_name(text, 60) for text in TEXTS.values()))

    def app(_data: Path) -> WizardApp:
        store = Profiles(folder).create("Acme")
        store.close()
        return WizardApp(folder, slug="acme")

    async with opened(app=app, step="connection.tenant_id") as wizard:
        shutil.rmtree(folder / "profiles")
        (folder / "profiles").write_text("no folder")
        await wizard.press("a")
        wizard.screen.flush()
        await wizard.shows("Not saved!")
        sweep.look(wizard, *names, kind="WizardScreen")
        for way in ("again", "elsewhere"):
            await wizard.press("f10")
            dialog = await wizard.dialog("UnsavedDialog")
            sweep.look(wizard, *names, kind="UnsavedDialog")
            dialog.query_one(Input).value = f"{home}/there is no/{TEXTS['title']}"
            getattr(dialog, f"press_{way}")()
            await wizard.pilot.pause()
            sweep.look(wizard, *names, kind="UnsavedDialog", where=f"UnsavedDialog, {way}")
            await wizard.press("escape")
            await wizard.dialog("WizardScreen")
        (folder / "profiles").unlink()


def _left(wizard: Wizard, screen: object) -> bool:
    return wizard.screen is not screen


async def test_remarks_that_come_back_are_harmless_in_notice_question_and_page(
    opened: Opened, home: Path
) -> None:
    """A specialist's file, well formed or not, whose words, author and names are hostile."""
    from cmic_wizard.text import hidden

    sweep = Sweep()
    async with opened() as wizard:
        remark = {"step": "connection.tenant_id", "verdict": "change", "at": "2026-11-24T10:00:00+00:00"}
        file = {
            "format": "cmic-wizard-remarks", "schema": 1, "check_number": "0123456789abcdef", "by": "x",
            "profile_id": wizard.session.draft.id, "profile_name": "Acme Builders",
            "created": "2026-11-24T10:00:00+00:00", "author": "Ana", "overall": "changes", "remarks": [],
        }  # fmt: skip
        taken = 0
        for number, (name, text) in enumerate(SWEPT.items()):
            words = text[:2000]
            created = f"2026-11-{24 - number % 2}T10:00:{number:02d}+00:00"
            mine = {
                **file, "created": created, "author": text[:200], "profile_name": text[:80],
                "remarks": [{**remark, "text": words, "answer": words, "at": created}],
            }  # fmt: skip
            path = home / f"{number} {bare_name(text)}.json"
            path.write_bytes(json.dumps(mine).encode("utf-8", "surrogatepass"))
            sweep.begin()
            await wizard.screen.action_do("import_file")
            dialog = await wizard.dialog("PathDialog")
            dialog.dismiss(path)
            await wizard.until(
                lambda: type(wizard.screen).__name__ == "Confirm" or len(wizard.app._notifications)
            )
            await settle(wizard)
            kind = type(wizard.screen).__name__
            sweep.look(wizard, name, kind=kind, where=f"{kind}, a file taken in")
            while kind == "Confirm":
                asking = wizard.screen
                wizard.screen.press_yes()
                await wizard.until(partial(_left, wizard, asking))
                await settle(wizard)
                kind = type(wizard.screen).__name__
                sweep.look(wizard, name, kind=kind, where="a file taken in after a question")
            wizard.app.clear_notifications()
            await settle(wizard)
            mine_now = [remark.text for remark in wizard.session.draft.remarks]
            taken += words in mine_now
            assert words not in mine_now or not any(hidden(c) for c in words if c != "\n")
            if words in mine_now:
                await wizard.on("connection.tenant_id")
                sweep.look(wizard, name, kind="WizardScreen", where="a remark that came back")
        assert taken > 2
