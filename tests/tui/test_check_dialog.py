"""The check's dialog: slow is shown as slow, Esc ends at once, and advice is told beside the verdict."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Iterator

import pytest
from cmic_server import Answer, Asked, Cmic, CmicServer, details
from fixture_types import Opened
from loopback import known_to_cmic
from textual.widgets import Static

from cmic_wizard.connection.target import Target
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.checks import CheckResult, Conclusion
from cmic_wizard.secret import Secret

PASSWORD = "C4NARY-pässword"


@pytest.fixture
def cmic(good_context: ssl.SSLContext, trusts_test_authority: None) -> Iterator[CmicServer]:
    with CmicServer(known_to_cmic(PASSWORD), good_context) as server:
        yield server


def target(server: CmicServer) -> Target:
    return Target(server.url(), "PROCORE_SVC", "SOLUTIONS", ("001", "ACME01"))


@pytest.mark.parametrize(("language", "words"), [("en", "still waiting, "), ("es", "aún en espera, ")])
async def test_a_slow_answer_is_shown_as_slow_and_esc_ends_it_at_once(
    opened: Opened, cmic: CmicServer, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    from cmic_wizard.tui.screens import check_dialog

    monkeypatch.setattr(check_dialog, "WAITING", 0)
    cmic.cmic.scenario = "silent"
    async with opened(size=(80, 24)) as wizard:
        set_language(language)
        dialog = check_dialog.CheckDialog(target(cmic), Secret(PASSWORD))
        await wizard.app.push_screen(dialog)
        await wizard.until(cmic.asked_something.is_set, "the request")

        def waits() -> bool:
            row = next(row for row in dialog.query(check_dialog.StageRow) if row.stage == "http")
            return words in "".join(str(line.text) for line in row.app.screen._compositor.render_strips())

        await wizard.until(waits, "the word on the waiting")
        started = time.perf_counter()
        await wizard.pilot.press("escape")
        await wizard.until(lambda: wizard.screen is not dialog, "the dialog's end")
        assert time.perf_counter() - started < 1
        assert dialog.outcome is None
    await asyncio.sleep(0)


class StuckAtTheModules(Cmic):
    """Answers about modules only once the test is over."""

    ended = threading.Event()

    def answer(self, asked: Asked) -> Answer:
        """Wait at every module."""
        if "jcjob" in asked.path:
            self.ended.wait(30)
        return super().answer(asked)


async def test_who_stops_while_advice_is_waited_for_keeps_the_settled_check(
    opened: Opened, cmic: CmicServer
) -> None:
    from cmic_wizard.tui.screens.check_dialog import CheckDialog, StageRow

    known = cmic.cmic
    StuckAtTheModules.ended.clear()
    cmic.cmic = StuckAtTheModules(sign_ins=known.sign_ins, companies=known.companies)
    got: list[CheckResult | None] = []
    async with opened(size=(80, 24)) as wizard:
        dialog = CheckDialog(target(cmic), Secret(PASSWORD))
        await wizard.app.push_screen(dialog, got.append)

        def reads() -> bool:
            return any(row.began is not None for row in dialog.query(StageRow) if row.stage == "module")

        await wizard.until(reads, "the first module", longest=20)
        await wizard.pilot.press("escape")
        await wizard.until(lambda: bool(got), "the dialog's result")
        StuckAtTheModules.ended.set()
    assert got[0] is not None
    assert got[0].conclusion is Conclusion.PASSED


@pytest.mark.parametrize("language", ["en", "es"])
async def test_advice_stands_beside_the_verdict_and_fails_nothing(
    opened: Opened, cmic: CmicServer, language: str
) -> None:
    from cmic_wizard.tui.screens.check_dialog import CheckDialog, StageRow

    cmic.cmic.modules["/pm-rest-api/rest/1/scmast"] = details(403, "Forbidden", "no role")
    cmic.cmic.modules["/cm-rest-api/rest/1/cmmast"] = Answer(204)
    async with opened(size=(80, 24)) as wizard:
        set_language(language)
        dialog = CheckDialog(target(cmic), Secret(PASSWORD))
        await wizard.app.push_screen(dialog)
        await wizard.until(lambda: dialog.outcome is not None, "the outcome", longest=20)
        verdict = str(dialog.query_one(".verdict", Static).content)
        assert dialog.outcome is not None
        assert dialog.outcome.ok
        assert ("2 of 6 modules" if language == "en" else "2 de 6 módulos") in verdict
        shown = [row.subject for row in dialog.query(StageRow) if row.stage == "module" and row.display]
        assert len(shown) == 6


async def test_without_a_sign_in_no_module_stands_there(opened: Opened, cmic: CmicServer) -> None:
    from cmic_wizard.tui.screens.check_dialog import CheckDialog, StageRow

    async with opened(size=(80, 24)) as wizard:
        dialog = CheckDialog(target(cmic), None)
        await wizard.app.push_screen(dialog)
        await wizard.until(lambda: dialog.outcome is not None, "the outcome", longest=20)
        assert not any(row.display for row in dialog.query(StageRow) if row.stage == "module")
        assert str(dialog.query_one(".verdict", Static).content).startswith("Incomplete: ")
