"""An answer that a rule doubts is confirmed or corrected; readings are chosen, never guessed."""

from __future__ import annotations

from fixture_types import Opened

from cmic_wizard.profile.assessment import State

URL, DATE, VERSION = "connection.mobile_server_url", "kickoff.date", "subscriptions.cmic_version"
TEST_ADDRESS = "https://acmemob.cmicpaas.com/cmictest"


async def test_one_key_confirms_an_answer_as_it_stands(opened: Opened) -> None:
    async with opened({"connection.hosting": "hosted", URL: TEST_ADDRESS}, step=URL) as wizard:
        await wizard.shows("▲ to confirm", "F12")
        await wizard.press("f12")
        await wizard.until(lambda: wizard.state(URL).state is State.DONE)
        await wizard.shows("✓ done", "TEST address")
        await wizard.type("2")
        await wizard.until(lambda: wizard.state(URL).state is State.TO_CONFIRM)


async def test_words_that_are_no_answer_stay_to_do(opened: Opened) -> None:
    async with opened(step=VERSION) as wizard:
        await wizard.type("no sé")
        await wizard.until(lambda: wizard.state(VERSION).state is State.TODO)
        await wizard.shows("● to do", "“no sé” is kept")
        assert wizard.answer(VERSION) == "no sé"


async def test_a_date_with_several_readings_is_chosen_from_a_list(opened: Opened) -> None:
    async with opened(step=DATE) as wizard:
        await wizard.type("03/04/2027")
        await wizard.press("tab")
        await wizard.type("10:00")
        await wizard.press("tab")
        await wizard.press("end", *["backspace"] * 40)
        await wizard.type("Madrid")
        await wizard.until(lambda: any(f.readings for f in wizard.state(DATE).reading.findings))
        await wizard.shows("F9 Choose")
        await wizard.press("f9")
        await wizard.shows("Saturday, 3 April 2027", "Thursday, 4 March 2027")
        await wizard.press("down", "down", "enter")
        await wizard.until(lambda: wizard.answer(DATE) == "2027-03-04T10:00+01:00[Europe/Madrid]")
        from textual.widgets import Input

        await wizard.until(
            lambda: (
                [box.value for box in wizard.field(DATE).query(Input)]
                == ["2027-03-04", "10:00", "Europe/Madrid"]
            )
        )
        await wizard.shows("Thursday, 4 March 2027, 10:00")
