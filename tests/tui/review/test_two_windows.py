"""What another window decides in the same review is shown here, told, and never typed over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Reviewing
from reviewing import LATER, handoff_of
from samples import acme_builders
from textual.widgets import Input, Static

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.review import own_assessment, reviews
from cmic_wizard.review.model import Review
from cmic_wizard.tui.review.app import ReviewApp
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.review.verdict import ReviewChanged, VerdictControl

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

ACME = acme_builders().id
CODES, URL = "connection.company_codes", "connection.mobile_server_url"
NOW = datetime.now(UTC)


@pytest.fixture
def reviewing(opened: Opened) -> Reviewing:
    """`async with reviewing() as wizard:` the review of a hand-off."""

    @asynccontextmanager
    async def open_review(**options: Any) -> AsyncIterator[Wizard]:
        async with opened(
            app=lambda data: ReviewApp(data, session=ReviewSession(handoff_of(), Keeper(data), data)),
            **options,
        ) as wizard:
            await wizard.until(lambda: not wizard.session.dirty, "the first save")
            yield wizard

    return open_review


@pytest.fixture
def elsewhere(data_dir: Path) -> Callable[[Callable[[Review], Review]], None]:
    """`elsewhere(lambda review: review.judged(…))`: what another window decides and keeps."""

    def decide(make: Callable[[Review], Review]) -> None:
        base = reviews.load(data_dir, ACME)
        reviews.keep(data_dir, base, make(base), NOW)

    return decide


def noticed(wizard: Wizard, text: str) -> Callable[[], bool]:
    """Whether a notice with that text was given."""
    return lambda: any(text in str(notice.message) for notice in wizard.app._notifications)


async def test_what_another_window_decides_is_shown_and_told(
    reviewing: Reviewing,
    elsewhere: Callable[[Callable[[Review], Review]], None],
) -> None:
    async with reviewing() as wizard:
        elsewhere(lambda review: review.concluded("changes", NOW).signed("Kim Ito"))
        await wizard.shows("(•) Changes wanted")
        await wizard.until(noticed(wizard, "overall verdict was changed in another window: Changes"))
        assert wizard.screen.query_one("#author", Input).value == "Kim Ito"
        await wizard.on(CODES)
        elsewhere(lambda review: review.judged(CODES, "change", "And 007?", NOW))
        control = next(one for one in wizard.screen.query(VerdictControl) if one.step.id == CODES)
        await wizard.until(lambda: control.options.picked == {"change"}, "the verdict")
        assert control.remark.display
        assert control.remark.text == "And 007?"
        await wizard.until(noticed(wizard, "Reviewed in another window: “CMiC company codes”"))
        assert not wizard.session.dirty, "showing it is no change of one's own"


@pytest.mark.parametrize("first", ["save", "look"])
async def test_a_remark_that_is_being_typed_stays_and_the_other_stands_beneath_it(
    first: str,
    reviewing: Reviewing,
    elsewhere: Callable[[Callable[[Review], Review]], None],
    data_dir: Path,
) -> None:
    async with reviewing() as wizard:
        await wizard.on(CODES)
        await wizard.press("right", "enter", *"Mine")
        await wizard.until(lambda: CODES in reviews.load(data_dir, ACME).verdicts, "the save")
        await wizard.until(lambda: not wizard.session.dirty)
        elsewhere(
            lambda review: review.judged(CODES, "question", "Theirs", NOW - timedelta(minutes=1)).signed(
                "Ben"
            )
        )
        wizard.review_session.judge(load_guide().steps[CODES], "change", "Mine, longer")
        if first == "look":
            wizard.session.look()
            assert wizard.review_session.review.verdicts[CODES].text == "Mine, longer"
        wizard.screen.post_message(ReviewChanged())
        await wizard.until(noticed(wizard, "Reviewed differently in another window: “CMiC company codes”"))
        control = next(one for one in wizard.screen.query(VerdictControl) if one.step.id == CODES)
        said = str(control.query_one(".overtaken", Static).render())
        assert "In another window, " in said
        assert said.endswith(": Question\nTheirs")
        await wizard.until(lambda: not wizard.session.dirty, "the save, which a look may forestall")
        kept = reviews.load(data_dir, ACME)
        assert kept.verdicts[CODES].text == "Mine, longer"
        assert [one.text for one in kept.overtaken[CODES]] == ["Theirs"]
        await wizard.press("up", "left", "space")
        await wizard.until(lambda: not reviews.load(data_dir, ACME).overtaken, "the choice to settle it")
        assert "Theirs" not in wizard.text()


async def test_a_newer_hand_off_in_another_window_is_told_once(
    reviewing: Reviewing,
    elsewhere: Callable[[Callable[[Review], Review]], None],
    data_dir: Path,
) -> None:
    newer = handoff_of(now=LATER)
    async with reviewing() as wizard:
        elsewhere(
            lambda review: review.looking_at(
                "ffff", own_assessment.looked_at(newer), "Acme Builders", newer.created
            )
        )
        await wizard.until(noticed(wizard, "this one is not the newest"))
        await wizard.on(CODES)
        await wizard.press("space")
        await wizard.until(lambda: CODES in reviews.load(data_dir, ACME).verdicts, "the save")
        told = [str(notice.message) for notice in wizard.app._notifications]
        assert sum("not the newest" in text for text in told) == 1
    assert reviews.load(data_dir, ACME).check_number == "ffff"


async def test_a_file_that_was_removed_is_written_anew(reviewing: Reviewing, data_dir: Path) -> None:
    async with reviewing() as wizard:
        (data_dir / "reviews" / f"{ACME}.json").unlink()
        await wizard.until((data_dir / "reviews" / f"{ACME}.json").exists, "the file")
        await wizard.until(noticed(wizard, "was missing; it has been written again"))
