"""An error in the program ends it with one sentence and a report in which no value of anybody's stands."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Opened
from textual.app import App

from cmic_wizard.crash import write_report
from cmic_wizard.tui.app import WizardApp

CANARY = "C4NARY-value-5512"


def test_textual_still_calls_the_private_method_that_is_overridden() -> None:
    """`_fatal_error` is private: should it be renamed, tracebacks would show values again."""
    assert "self._fatal_error()" in inspect.getsource(App._handle_exception)
    assert list(inspect.signature(App._fatal_error).parameters) == ["self"]
    assert "_fatal_error" in vars(WizardApp)
    assert "self._close_messages_no_wait()" in inspect.getsource(App._fatal_error)


async def _broken_wizard(opened: Opened, where: str) -> None:
    """A wizard in which something fails, with a value of somebody's at hand."""
    async with opened({"connection.service_user": CANARY}) as wizard:

        def fail() -> None:
            secret = CANARY
            raise ValueError(f"bad value {secret}")

        async def fail_later() -> None:
            fail()

        seen.append(wizard)
        if where == "handler":
            wizard.screen.acts["items"] = fail
            await wizard.press("f4")
        elif where == "worker":
            wizard.screen.run_worker(fail_later())
        else:
            wizard.screen.set_timer(0.001, fail)
        await wizard.until(lambda: wizard.app.crash_report is not None)


seen: list[Any] = []


@pytest.mark.parametrize("where", ["handler", "worker", "timer"])
async def test_an_error_leaves_a_report_without_values(where: str, opened: Opened, data_dir: Path) -> None:
    with pytest.raises(Exception, match=CANARY):
        await _broken_wizard(opened, where)
    wizard = seen.pop()
    assert wizard.app.return_code == 1
    [report] = (data_dir / "reports").iterdir()
    text = report.read_text()
    assert "ValueError" in text
    assert "test_crash.py" in text
    assert CANARY not in text
    assert report.stat().st_mode & 0o777 == 0o600
    assert wizard.app._exit_renderables == []


def fail(data_dir: Path, number: int = 0) -> str:
    try:
        raise RuntimeError(number)
    except RuntimeError:
        return write_report(data_dir)


def test_reports_of_one_second_stand_beside_each_other(data_dir: Path) -> None:
    said = {fail(data_dir, number) for number in range(20)}
    assert said == {f"A report without your data is in {path}." for path in (data_dir / "reports").iterdir()}
    assert len(said) == 20


def test_where_no_report_can_be_written_none_is_promised(data_dir: Path) -> None:
    (data_dir / "reports").touch()
    assert fail(data_dir).endswith("“" + str(data_dir / "reports") + "” can't be used: it is not a folder.")
