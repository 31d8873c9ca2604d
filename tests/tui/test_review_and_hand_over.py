"""F8 as a review, and handing over as one guided act: written, mailed, marked as sent; what comes next."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import OptionList, Static

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import keys
from cmic_wizard.handoff.handing_over import SEALED_FOR
from cmic_wizard.handoff.kinds import BY_NAME
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

URL = "connection.mobile_server_url"
TENANT = "connection.tenant_id"
AT_MOST = 12
"""Keys from the first screen to a hand-off that is marked as sent."""

Change = Callable[[Draft], Draft]


def with_key(text: str) -> Change:
    """Alters a draft: it was sealed for this key before."""
    return lambda draft: replace(draft, marks={**draft.marks, SEALED_FOR: text})


@pytest.fixture
def mail_program(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose opener writes down what it was given."""
    folder, told = home / "bin", home / "opened"
    folder.mkdir()
    for name, does in (("xdg-open", f'printf "%s" "$1" > "{told}"'), ("xdg-mime", "echo mail.desktop")):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    monkeypatch.setenv("DISPLAY", ":1")
    return told


def listed(wizard: Wizard, name: str) -> list[str]:
    """The ids of a list's options."""
    return [option.id or "" for option in wizard.screen.query_one(name, OptionList).options]


async def test_it_lists_every_answer_with_its_state_in_the_order_of_the_guide(
    opened: Opened, all_answers: dict[str, str]
) -> None:
    async with opened(all_answers, size=(120, 60)) as wizard:
        await wizard.press("f8")
        await wizard.until(lambda: listed(wizard, "#answers"))
        assert [name for name in listed(wizard, "#answers") if name] == list(load_guide().steps)
        prompts = [str(o.prompt) for o in wizard.screen.query_one("#answers", OptionList).options]
        assert any("✓ Mobile server URL" in line and all_answers[URL] in line for line in prompts)


async def test_what_needs_a_look_stands_first_in_its_order(
    opened: Opened, all_answers: dict[str, str], kept_password: Change
) -> None:
    answers = {**all_answers, URL: "http://acmemob.cmicpaas.com/cmicprod", TENANT: "SOLUTIONS"}
    answers["subscriptions.cmic_version"] = "the newest"
    async with opened(answers, change=kept_password) as wizard:
        await wizard.press("f8")
        await wizard.until(lambda: listed(wizard, "#missing"))
        states = [wizard.state(step) for step in listed(wizard, "#missing")]
        order = ["wrong", "to_confirm", "returned", "todo", "waiting", "done"]
        found = [order.index(state.state.value) for state in states]
        assert found == sorted(found)
        assert {"wrong", "to_confirm", "done"} <= {state.state.value for state in states}
        assert all(state.warnings for state in states if state.state.value == "done")


@pytest.mark.parametrize("key", ["escape", "f8"])
async def test_enter_goes_to_an_answer_and_one_key_comes_back_to_it(
    key: str, opened: Opened, all_answers: dict[str, str], kept_password: Change
) -> None:
    async with opened(all_answers, change=kept_password) as wizard:
        await wizard.press("f8", "down")
        answers = wizard.app.focused
        assert isinstance(answers, OptionList)
        assert answers.id == "answers"
        answers.highlighted = listed(wizard, "#answers").index(URL)
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == URL, "the field")
        await wizard.shows("Esc Back to the review")
        await wizard.press(key)
        await wizard.until(lambda: getattr(wizard.app.focused, "id", "") == "answers", "the review")
        listing = wizard.screen.query_one("#answers", OptionList)
        assert listing.highlighted is not None
        assert listing.options[listing.highlighted].id == URL
        await wizard.press("escape")
        await wizard.dialog("MenuDialog")


async def test_a_prepared_profile_is_written_mailed_and_marked_in_few_keys(
    opened: Opened, all_answers: dict[str, str], kept_password: Change, home: Path, mail_program: Path
) -> None:
    """From the first screen; sealed for the key that was used before, which is recommended."""
    own = keys.new_identity()[1]
    pressed: list[str] = []
    change: Change = lambda draft: with_key(own.text)(replace(kept_password(draft), password=None))  # noqa: E731
    async with opened(all_answers, change=change) as wizard:

        async def press(key: str) -> None:
            pressed.append(key)
            await wizard.press(key)

        await press("f8")
        await wizard.shows("Hand over, step by step")
        if getattr(wizard.app.focused, "id", "") == "missing":
            while getattr(wizard.app.focused, "id", "") != "guided":
                await press("tab")
        await press("enter")
        dialog = await wizard.dialog("HandOverDialog")
        await wizard.shows("To: ", f"Sealed for: {own.fingerprint}", "recommended")
        await press("enter")
        file = home / "acme-builders.cmic-profile.age"
        await wizard.until(lambda: dialog.done, "the file", 20)
        await wizard.shows("Check number", "E-mail draft: ")
        await press("enter")
        await wizard.until(mail_program.exists, "the mail program")
        assert not wizard.session.draft.sent, "nothing is said to be sent that nobody said was"
        await press("tab")
        await press("enter")
        await wizard.shows("Sent on ")
        await press("enter")
        await wizard.dialog("WizardScreen")
        draft = wizard.session.draft
        assert draft.sent.keys() == {dialog.number} == set(draft.handed)
    assert len(pressed) <= AT_MOST, pressed
    mail = home / "acme-builders-mail.eml"
    assert mail_program.read_text() == str(mail)  # noqa: ASYNC240
    message = message_from_bytes(mail.read_bytes(), policy=default)
    attached = list(message.iter_attachments())
    assert [part.get_filename() for part in attached] == [file.name]
    assert attached[0].get_payload(decode=True) == file.read_bytes()
    body = message.get_body()
    assert body is not None
    assert dialog.number in body.get_content()
    assert "neither in this e-mail nor" not in body.get_content(), "the file is sealed"


async def test_it_stays_marked_and_the_welcome_page_says_what_comes_next(
    opened: Opened, all_answers: dict[str, str], kept_password: Change
) -> None:
    def handed(draft: Draft) -> Draft:
        return replace(kept_password(draft), handed=("0123-4567-89ab-cdef",))

    async with opened(all_answers, change=handed, size=(100, 40)) as wizard:
        await wizard.shows("is written, and")
        await wizard.press("f8")
        await wizard.shows("not marked as sent")
        wizard.screen.query_one("#sent").focus()
        await wizard.press("enter")
        await wizard.shows("was sent on", "It is not sent after all")
        await wizard.screen.show_page("welcome")
        await wizard.shows("What happens next:", "0123-4567-89ab-cdef")
        await wizard.press("f8")
        wizard.screen.query_one("#sent").focus()
        await wizard.press("enter")
        await wizard.shows("not marked as sent")
        assert not wizard.session.draft.sent


async def test_without_a_known_key_six_words_come_first_and_the_plain_file_last(
    opened: Opened, all_answers: dict[str, str], home: Path
) -> None:
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('guided')")
        dialog = await wizard.dialog("HandOverDialog")
        assert listed(wizard, "#offered") == ["words", "seal", "json"]
        await wizard.press("shift+tab")
        for _turn in range(4):
            if getattr(dialog.focused, "id", "") == "offered":
                break
            await wizard.press("shift+tab")
        await wizard.press("down")
        await wizard.until(lambda: dialog.query_one("#recipients").display, "the box for the key")
        await wizard.press("down")
        await wizard.until(lambda: dialog.way.name == "json", "the plain file")
        assert not dialog.query_one("#recipients").display
        dialog.query_one("#write").focus()
        await wizard.press("enter")
        await wizard.until(lambda: dialog.done, "the file")
        await wizard.shows("Check number")
        assert not dialog.query_one("#mail").display, "there is no mail program here"
        await wizard.shows("open the draft in yours, and send it")
        await wizard.press("enter", "enter")
        assert wizard.screen is dialog, "one Enter more closes nothing"
        assert not wizard.session.draft.sent, "and says nothing"
    assert (home / "acme-builders.cmic-profile.json").exists()
    text = (home / "acme-builders-mail.eml").read_text()
    assert "acme-builders.cmic-profile.json" in text
    assert '.eml"' not in text


async def test_a_mail_that_is_there_is_asked_about_and_words_are_shown_though_it_fails(
    opened: Opened, all_answers: dict[str, str], home: Path
) -> None:
    (home / "acme-builders-mail.eml").write_text("another")
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('guided')")
        dialog = await wizard.dialog("HandOverDialog")
        dialog.query_one("#offered").highlighted = 2
        await wizard.until(lambda: dialog.way.name == "json")
        await wizard.press("enter")
        await wizard.shows("There is a file of that name already.")
        await wizard.until(lambda: not dialog.query_one("#write").has_class("-active"), "the press over")
        await wizard.press("enter")
        await wizard.until(lambda: dialog.done, "both files")
    assert "another" not in (home / "acme-builders-mail.eml").read_text()


@pytest.mark.parametrize(
    ("kind", "says", "not_said"),
    [
        ("ics", "Kickoff / installation call: ", "answers"),
        ("call", "To: ", "answers"),
        ("html", "Each item of the guide", "To: "),
        ("handoff", "Attached: acme-builders.cmic-profile.json", "encrypted:"),
        ("json", "answers, as typed", "To: "),
        ("seal", "answers, as typed", "Without the password"),
    ],
)
async def test_each_kind_says_what_it_holds_and_nothing_else(
    kind: str, says: str, not_said: str, opened: Opened, all_answers: dict[str, str]
) -> None:
    async with opened(all_answers, size=(100, 30)) as wizard:
        await wizard.screen.run_action(f"hand_over('{kind}')")
        dialog = await wizard.dialog("ExportDialog")
        assert dialog.way is BY_NAME[kind]
        held = str(dialog.query_one(".held", Static).visual)
        assert says in held
        assert not_said not in held


async def test_a_calendar_without_dates_says_so(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.screen.run_action("hand_over('ics')")
        await wizard.dialog("ExportDialog")
        await wizard.shows("Nothing yet: no call has a date.")


async def test_without_a_key_it_says_that_one_is_missing_and_stands_there(
    opened: Opened, all_answers: dict[str, str], home: Path
) -> None:
    async with opened(all_answers) as wizard:
        await wizard.screen.run_action("hand_over('seal')")
        dialog = await wizard.dialog("ExportDialog")
        dialog.query_one("#write").focus()
        await wizard.press("enter")
        await wizard.shows("A public key is missing")
        assert getattr(dialog.focused, "id", "") == "recipients"
        assert not list(home.glob("*.age"))  # noqa: ASYNC240
