"""A server that says the password back brings it onto no screen, neither in the check nor afterwards."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
from cmic_server import CmicServer
from echoes import SPELLINGS, EchoingCmic, shared_run
from fixture_types import Opened
from textual.widgets import Static

from cmic_wizard.connection.target import Target
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.secret import Secret

PASSWORD = 'C4NARY-p<ss "ñ"}'


@pytest.fixture
def echoing(good_context: ssl.SSLContext, trusts_test_authority: None) -> Iterator[CmicServer]:
    with CmicServer(EchoingCmic(), good_context) as server:
        yield server


async def screens(opened: Opened, server: CmicServer, spelling: str, place: str) -> str:
    """What the check shows, and what the page shows of it afterwards."""
    from cmic_wizard.tui.screens.check_dialog import CheckDialog

    assert isinstance(server.cmic, EchoingCmic)
    server.cmic.place, server.cmic.echo = place, SPELLINGS[spelling](PASSWORD)
    target = Target(server.url(), "PROCORE_SVC", "SOLUTIONS", ("001",))
    async with opened(size=(120, 50), name=f"Acme {spelling} {place}") as wizard:
        dialog = CheckDialog(target, Secret(PASSWORD))
        await wizard.app.push_screen(dialog)
        await wizard.until(lambda: dialog.outcome is not None, "the outcome", longest=20)
        seen = "\n".join(str(said.content) for said in dialog.query(Static))
        wizard.session.keep_check(dialog.outcome)
        wizard.app.pop_screen()
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")
        await wizard.screen.show_page("preparation")
        return seen + "\n".join(str(said.content) for said in wizard.screen.query(Static))


@pytest.mark.parametrize(
    ("spelling", "place"),
    [("clear", "database"), ("capitals", "title"), ("percent, small", "target"), ("base64url", "company")],
)
async def test_it_isnt_shown(opened: Opened, echoing: CmicServer, spelling: str, place: str) -> None:
    seen = await screens(opened, echoing, spelling, place)
    assert shared_run(seen, PASSWORD, deep=False) == ""
    assert "CMiC" in seen


async def test_the_look_finds_it_where_nothing_is_withheld(
    opened: Opened, echoing: CmicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Withholding, "repeats", lambda *_: False)
    assert shared_run(await screens(opened, echoing, "clear", "database"), PASSWORD, deep=False)
