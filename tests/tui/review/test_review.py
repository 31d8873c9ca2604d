"""The specialist's review on screen: step by step, kept as he goes, resumed, and written for the customer."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Reviewing
from reviewing import FIRST, LATER, handoff_of
from samples import acme_builders
from textual.widgets import OptionList

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import remarks
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.remarks import ReviewRemark
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.review import reviews
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.session import ReviewSession

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

ACME = acme_builders().id
VERSION, CODES, URL = "subscriptions.cmic_version", "connection.company_codes", "connection.mobile_server_url"


@pytest.fixture
def reviewing(opened: Opened) -> Reviewing:
    """`async with reviewing(handoff, password) as wizard:` the review of a hand-off."""

    @asynccontextmanager
    async def open_review(
        handoff: HandOff | None = None, password: str = "", **options: Any
    ) -> AsyncIterator[Wizard]:
        def app(data: Any) -> ReviewApp:
            secret = Secret(password) if password else None
            session = ReviewSession(handoff or handoff_of(), Keeper(data), data, secret)
            return ReviewApp(data, session=session)

        async with opened(app=app, **options) as wizard:
            yield wizard

    return open_review


def kept(data_dir: Path) -> reviews.Review:
    """The review of Acme Builders as it is on disk."""
    return reviews.load(data_dir, ACME)


def given_to(data_dir: Path, step: str) -> ReviewRemark:
    """The verdict on a step that is on disk; one without words where there is none."""
    return kept(data_dir).verdicts.get(step, ReviewRemark(step, "", "", ""))


def noticed(wizard: Wizard, text: str) -> Callable[[], bool]:
    """Whether a notice with that text was given."""
    return lambda: any(text in str(notice.message) for notice in wizard.app._notifications)


def with_answers(changes: Mapping[str, str], draft: Draft | None = None) -> Draft:
    """Acme Builders with other answers."""
    draft = draft or acme_builders()
    return replace(draft, answers={**draft.answers, **changes})


async def test_opens_with_what_the_file_says_and_the_next_step_to_judge(reviewing: Reviewing) -> None:
    async with reviewing() as wizard:
        await wizard.shows(
            "Your review", "Ready: the customer's part of the", "Check number", "first hand-off"
        )
        await wizard.shows(
            "Next to review: ERP implementation", "to review · next: ERP implementation contact (F3)"
        )
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == "kickoff.internal_owner", "the first step")


async def test_verdicts_and_remarks_are_saved_as_one_goes(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        count = len(wizard.review_session.judging.waiting)
        await wizard.press("f3")
        await wizard.until(lambda: wizard.focused_step == "kickoff.internal_owner")
        await wizard.press("f3")
        await wizard.until(lambda: wizard.focused_step == VERSION)
        await wizard.press("right", "enter")
        await wizard.type("Please install patch 21, because the older one has no service for budgets yet.")
        await wizard.shows(f"{count - 1} of {count} to review")
        await wizard.until(lambda: given_to(data_dir, VERSION).text.endswith("budgets yet."), "the save")
        assert given_to(data_dir, VERSION).verdict == "change"
        await wizard.shows("Please install patch 21,", "for budgets yet.")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step == "subscriptions.pmxchange")
        await wizard.press("enter")
        await wizard.until(lambda: given_to(data_dir, "subscriptions.pmxchange").verdict == "accepted")


async def test_a_verdict_can_be_changed_and_taken_back(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "right", "enter")
        await wizard.type("Is 001 in use?")
        await wizard.until(lambda: given_to(data_dir, CODES).verdict == "question")
        await wizard.press("up", "left", "left", "space")
        await wizard.until(lambda: given_to(data_dir, CODES).verdict == "accepted")
        assert given_to(data_dir, CODES).text == "", "an accepted step carries no remark"
        assert "Is 001 in use?" not in wizard.text()
        await wizard.press("delete")
        await wizard.until(lambda: CODES not in kept(data_dir).verdicts)


async def test_f7_leads_to_the_remark(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        await wizard.press("f7")
        await wizard.until(noticed(wizard, "Select an item first"))
        await wizard.on(CODES)
        await wizard.press("f7", "space", "f7")
        await wizard.type("Is 001 in use?")
        await wizard.until(lambda: given_to(data_dir, CODES).text == "Is 001 in use?", "the remark")
        assert given_to(data_dir, CODES).verdict == "change"


async def test_the_arrows_go_from_step_to_step(reviewing: Reviewing) -> None:
    async with reviewing() as wizard:
        await wizard.on("connection.hosting")
        visited = [wizard.focused_step]
        for _turn in range(3):
            await wizard.press("down")
            visited.append(wizard.focused_step)
        assert len(set(visited)) == 4, "each time another step"
        await wizard.press("up", "up", "up")
        assert wizard.focused_step == "connection.hosting"


async def test_what_is_in_order_can_be_accepted_at_once_when_confirmed(
    reviewing: Reviewing, data_dir: Path
) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "enter", *"no", "f8")
        rest = len(wizard.review_session.judging.in_order)
        await wizard.shows(f"Accept the {rest} that are in order")
        await wizard.press("tab", "enter")
        await wizard.dialog("Confirm")
        await wizard.press("tab", "enter")
        await wizard.until(lambda: len(kept(data_dir).verdicts) == rest + 1, "all verdicts")
        assert given_to(data_dir, CODES).verdict == "change", "a verdict that was given stays"
        await wizard.shows(f"Accepted {rest} · Change wanted 1 · Question 0")


async def test_a_review_is_left_and_resumed(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        await wizard.on(URL)
        await wizard.press("right", "enter", *"https?", "f8", "tab", "tab", "right", "enter")
        await wizard.type("Kim Ito")
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit, "the end")
    review = kept(data_dir)
    assert (review.author, review.overall, review.verdicts[URL].text) == ("Kim Ito", "changes", "https?")
    async with reviewing(name="Another profile") as wizard:
        await wizard.shows("Accepted 0 · Change wanted 1 · Question 0", "(•) Changes wanted", "Kim Ito")
        await wizard.on(URL)
        await wizard.shows("(•) Change wanted", "https?")


async def test_the_remarks_file_is_written_with_what_may_be_forgotten(
    reviewing: Reviewing, data_dir: Path, home: Path
) -> None:
    async with reviewing() as wizard:
        await wizard.shows("Write the remarks file…")
        await wizard.screen.action_do("write_remarks")
        await wizard.until(noticed(wizard, "Nothing has been reviewed yet"))
        await wizard.on(CODES)
        await wizard.press("right", "space", "f8")
        await wizard.screen.action_do("write_remarks")
        await wizard.dialog("WriteDialog")
        await wizard.shows("1 step is returned without a remark.", "There is no overall verdict yet.")
        await wizard.press("escape", "f3", "f8")
        wizard.review_session.conclude("accepted")
        await wizard.screen.action_do("write_remarks")
        await wizard.dialog("WriteDialog")
        await wizard.shows(
            "You accepted everything, but one item still asks for a change.", "your remarks and no"
        )
        await wizard.press("escape")
        wizard.review_session.judge(load_guide().steps[CODES], "accepted", "")
        wizard.review_session.conclude("changes")
        await wizard.press("f8")
        await wizard.dialog("WriteDialog")
        await wizard.shows("You asked for changes but marked none.")
        await wizard.press("escape")
        wizard.review_session.judge(load_guide().steps[CODES], "change", "")
        await wizard.screen.action_do("write_remarks")
        await wizard.dialog("WriteDialog")
        await wizard.press("enter")
        await wizard.until((home / "acme-builders.cmic-remarks.json").exists, "the file")
        file = remarks.parse((home / "acme-builders.cmic-remarks.json").read_bytes())
        assert [remark.step for remark in file.remarks] == [CODES]
        assert file.check_number == wizard.session.check_number
        before = (home / "acme-builders.cmic-remarks.json").stat().st_mtime_ns
        await wizard.screen.action_do("write_remarks")
        await wizard.dialog("WriteDialog")
        await wizard.press("enter")
        await wizard.shows("There is a file of that name already.")
        assert (home / "acme-builders.cmic-remarks.json").stat().st_mtime_ns == before


async def test_a_second_hand_off_shows_old_beside_new(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "right", "enter", *"Is it all?")
        await wizard.until(lambda: given_to(data_dir, CODES).text == "Is it all?")
    given = given_to(data_dir, CODES)
    draft = with_answers({CODES: "001, ACME01, 007", "connection.api_security": "no"})
    asked = remarks.merge(draft, kept(data_dir).to_remarks(FIRST), LATER, anyway=True).remarks
    draft = replace(
        draft,
        notes={**draft.notes, CODES: "007 is new."},
        password=KeptPassword("key_ring", 16, "2026-11-25T07:00:00+00:00"),
        remarks=tuple(replace(r, open=False) if r.at == given.at else r for r in asked),
    )
    async with reviewing(handoff_of(draft, LATER), name="Second") as wizard:
        await wizard.shows("Changed since the previous hand-off")
        listing = wizard.screen.query_one("#changed", OptionList)
        text = "\n".join(str(listing.get_option_at_index(i).prompt) for i in range(listing.option_count))
        assert "001, ACME01\n  → 001, ACME01, 007" in text
        assert "Yes\n  → No" in text, "values in words"
        assert "stored on 2026-11-20" in text
        assert "nothing\n  → 007 is new." in text
        assert CODES in [s.step.id for s in wizard.review_session.judging.to_judge], (
            "it was answered, so it is to be judged again"
        )
        await wizard.on(CODES)
        await wizard.shows("before:", "001, ACME01", "The customer has answered since your verdict")
        await wizard.shows("Is it all?", "007 is new.")
        await wizard.press("left", "left", "space")
        await wizard.until(lambda: "answered since" not in wizard.text(), "the hint to go")
        await wizard.press("f8")
        await wizard.until(lambda: wizard.screen.query("#changed"), "the last page")
        listing = wizard.screen.query_one("#changed", OptionList)
        listing.focus()
        await wizard.press("home", "enter")
        await wizard.until(lambda: wizard.focused_step in text or wizard.focused_step != "", "the step")


async def test_a_note_that_answers_a_question_is_seen(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "right", "enter", *"Is it all?")
        await wizard.until(lambda: given_to(data_dir, CODES).text == "Is it all?")
    draft = remarks.merge(acme_builders(), kept(data_dir).to_remarks(FIRST), LATER, anyway=True)
    draft = draft.noted(CODES, "Yes, it is.", "2026-11-25T09:00:00+00:00")
    async with reviewing(handoff_of(draft, LATER), name="Second") as wizard:
        assert [
            s.step.id for s in wizard.review_session.judging.to_judge if s.step.id in kept(data_dir).verdicts
        ] == [CODES]
        await wizard.on(CODES)
        await wizard.shows("New note: Yes, it is.", "The customer has answered")


async def test_an_older_hand_off_is_asked_about(reviewing: Reviewing, data_dir: Path) -> None:
    newer, older = handoff_of(with_answers({CODES: "007"}), LATER), handoff_of()
    async with reviewing(newer):
        pass
    seen = kept(data_dir)
    async with reviewing(older, name="Second") as wizard:
        await wizard.dialog("Confirm")
        await wizard.shows("24 November 2026, 09:30", "November 2026, 08:00")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.app._exit, "the end")
    assert kept(data_dir) == seen
    async with reviewing(older, name="Third") as wizard:
        await wizard.dialog("Confirm")
        await wizard.press("tab", "enter")
        await wizard.until(lambda: kept(data_dir).seen[CODES] == "001, ACME01", "it to count")
        assert kept(data_dir).created == older.created


async def test_verdicts_that_cannot_be_saved_are_told_and_asked_about(
    reviewing: Reviewing, data_dir: Path
) -> None:
    async with reviewing() as wizard:
        await wizard.until((data_dir / "reviews").is_dir, "the first save")
        await wizard.until(lambda: not wizard.session.dirty)
        for file in (data_dir / "reviews").iterdir():
            file.unlink()
        (data_dir / "reviews").rmdir()
        (data_dir / "reviews").write_text("in the way")
        await wizard.on(CODES)
        await wizard.press("right", "space", "f10")
        await wizard.dialog("UnsavedVerdicts")
        await wizard.shows("Your verdicts could not be saved.")
        await wizard.press("enter")
        await wizard.until(lambda: type(wizard.screen).__name__ == "ReviewScreen", "the review")
        (data_dir / "reviews").unlink()
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit, "the end")
    assert given_to(data_dir, CODES).verdict == "change"


async def test_what_is_typed_into_a_remark_can_hold_no_control_character_and_not_too_much(
    reviewing: Reviewing, data_dir: Path
) -> None:
    from textual.events import Paste

    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "enter")
        wizard.app.post_message(Paste("a\x1b[31mred\u202e"))
        await wizard.until(lambda: "<U+001B>" in given_to(data_dir, CODES).text, "the save")
        wizard.app.post_message(Paste("y" * 3000))
        await wizard.until(noticed(wizard, "at most 2000"))
        assert given_to(data_dir, CODES).text == "a<U+001B>[31mred<U+202E>"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)])
async def test_no_verdict_is_cut(reviewing: Reviewing, lang: str, size: tuple[int, int]) -> None:
    async with reviewing(lang=lang, size=size) as wizard:
        await wizard.on(CODES)
        await wizard.shows(*(("Accepted", "Question") if lang == "en" else ("Aceptado", "Pregunta")))
        words = ("Change wanted",) if lang == "en" else ("Cambio pedido",)
        await wizard.shows(*words)
        assert all(len(line.rstrip()) <= size[0] for line in wizard.text().split("\n"))


async def test_every_step_that_has_an_answer_can_be_judged(reviewing: Reviewing) -> None:
    async with reviewing() as wizard:
        to_judge = {state.step.id for state in wizard.review_session.judging.to_judge}
        answers = set(acme_builders().answers)
        assert answers <= to_judge
        assert {"connection.service_password", "connection.check"} <= to_judge
        assert to_judge <= set(load_guide().steps)


async def test_a_review_file_of_before_is_read(data_dir: Path) -> None:
    """Reviews that were kept before hand-offs' dates were: nothing is lost."""
    review = reviews.Review(ACME, "Acme").looking_at(
        "1234", {CODES: "1"}, "Acme", "2026-11-24T09:30:00+00:00"
    )
    reviews.save(data_dir, review)
    path = data_dir / "reviews" / f"{ACME}.json"
    found = json.loads(path.read_text())
    del found["created"]
    path.write_text(json.dumps(found))
    assert reviews.load(data_dir, ACME) == replace(review, created="")
