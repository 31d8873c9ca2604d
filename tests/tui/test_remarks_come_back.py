"""The specialist's answer in the customer's wizard: what came back stands first, and answering clears it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from full_run import sampled
from reviewing import FIRST, LATER
from textual.widgets import Input

from cmic_wizard.handoff import remarks
from cmic_wizard.handoff.remarks import RemarksFile
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review.reviews import Review
from cmic_wizard.struct import replace

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

NUMBER = "0123 4567 89ab cdef"
VERSION, CODES = "subscriptions.cmic_version", "connection.company_codes"


def answered(profile_id: str, now: datetime = FIRST, text: str = "Install 21 first.") -> RemarksFile:
    """A specialist's file about a profile: a change, a question, an acceptance."""
    review = Review(profile_id, "Acme Builders", author="Ana Ruiz", overall="changes")
    review = review.judged(VERSION, "change", text, now).judged(CODES, "question", "Is 001 in use?", now)
    return review.judged("connection.hosting", "accepted", "", now).to_remarks(now)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


async def take(wizard: Wizard, file: RemarksFile, path: Path, *, known: bool = True) -> None:
    """Open a file by the menu, as the keyboard does; it is about a hand-off that the profile wrote."""
    if known:
        store = wizard.session.store
        assert store is not None
        store.keep_handed(NUMBER)
        file = replace(file, check_number=NUMBER)
    _write(path, remarks.to_bytes(file))
    await wizard.press("escape")
    await wizard.dialog("MenuDialog")
    await wizard.type("Open a file")
    await wizard.press("enter")
    dialog = await wizard.dialog("PathDialog")
    dialog.query_one(Input).value = str(path)
    await wizard.press("enter")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the specialist's file lies."""
    return tmp_path / "acme.cmic-remarks.json"


def noticed(wizard: Wizard, *texts: str) -> bool:
    """Whether notices with those texts were given."""
    said = "\n".join(str(notice.message) for notice in wizard.app._notifications)
    return all(text in said for text in texts)


async def test_what_came_back_stands_first_with_its_remark(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft], path: Path
) -> None:
    async with opened(all_answers, change=kept_password) as wizard:
        await take(wizard, answered(wizard.session.draft.id), path)
        await wizard.until(lambda: wizard.focused_step == VERSION, "the first item that came back")
        assert wizard.state(VERSION).state is State.RETURNED
        assert wizard.state(CODES).state is State.RETURNED
        await wizard.shows("↩ returned", "Ana Ruiz: Install 21 first.")
        await wizard.until(lambda: noticed(wizard, "Ana Ruiz asks for changes.", "2 items came back"))
        await wizard.press("f4")
        await wizard.dialog("ItemsDialog")
        await wizard.shows("Your turn (2)", "Install 21 first.", "Is 001 in use?")


async def test_answering_clears_it_and_the_exchange_stays(
    opened: Opened, all_answers: dict[str, str], kept_password: Callable[[Draft], Draft], path: Path
) -> None:
    async with opened(all_answers, change=kept_password) as wizard:
        await take(wizard, answered(wizard.session.draft.id), path)
        await wizard.until(lambda: wizard.focused_step == VERSION)
        await wizard.press("end", "backspace", "1")
        await wizard.until(lambda: wizard.state(VERSION).state is State.DONE, "the answer to clear it")
        await wizard.shows("Ana Ruiz: Install 21 first.")
        await wizard.press("f3")
        await wizard.until(lambda: wizard.focused_step == CODES)
        await wizard.shows("reply with a note (F7)")
        await wizard.press("f7")
        await wizard.dialog("TextDialog")
        await wizard.type("Yes, for old invoices.")
        await wizard.press("escape")
        await wizard.until(lambda: wizard.state(CODES).state is State.DONE, "a note to answer a question")
        kept = {remark.step: remark for remark in wizard.session.draft.remarks}
        assert not any(remark.open for remark in kept.values())
        assert kept[CODES].text == "Is 001 in use?"


async def test_a_file_about_another_profile_is_refused_with_the_reason(
    opened: Opened, all_answers: dict[str, str], path: Path
) -> None:
    async with opened(all_answers) as wizard:
        file = replace(answered("0" * 32), profile_name="Nova Homes")
        await take(wizard, file, path)
        await wizard.until(
            lambda: noticed(
                wizard, "These remarks are about the profile “Nova Homes”, not about “Acme Builders”."
            )
        )
        assert wizard.session.draft.remarks == ()


async def test_older_remarks_are_asked_about(opened: Opened, all_answers: dict[str, str], path: Path) -> None:
    async with opened(all_answers) as wizard:
        mine = wizard.session.draft.id
        await take(wizard, answered(mine, LATER), path)
        await wizard.until(lambda: len(wizard.session.draft.remarks) == 3)
        older = answered(mine, FIRST - timedelta(days=2), "Older words.")
        await take(wizard, older, path)
        await wizard.dialog("Confirm")
        await wizard.shows("not newer than those that were imported before")
        await wizard.press("enter")
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")
        assert len(wizard.session.draft.remarks) == 3
        await take(wizard, older, path)
        await wizard.dialog("Confirm")
        await wizard.press("tab", "enter")
        await wizard.until(lambda: len(wizard.session.draft.remarks) == 6, "taken all the same")


async def test_the_same_file_twice_changes_nothing(
    opened: Opened, all_answers: dict[str, str], path: Path
) -> None:
    async with opened(all_answers) as wizard:
        file = answered(wizard.session.draft.id)
        await take(wizard, file, path)
        await wizard.until(lambda: len(wizard.session.draft.remarks) == 3)
        before = wizard.session.draft.remarks
        await take(wizard, file, path)
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")
        assert wizard.session.draft.remarks == before


@sampled(2)
@pytest.mark.parametrize("content", [b"", b"no", b'{"format": "cmic-wizard-remarks"}', b"\x00" * 50])
async def test_a_file_of_another_kind_is_refused_in_a_sentence(
    opened: Opened, all_answers: dict[str, str], path: Path, content: bytes
) -> None:
    async with opened(all_answers) as wizard:
        await take(wizard, answered(wizard.session.draft.id), path)
        await wizard.until(lambda: len(wizard.session.draft.remarks) == 3)
        path.write_bytes(content)  # noqa: ASYNC240
        wizard.app.clear_notifications()
        await wizard.press("escape")
        await wizard.dialog("MenuDialog")
        await wizard.type("Open a file")
        await wizard.press("enter")
        (await wizard.dialog("PathDialog")).query_one(Input).value = str(path)
        await wizard.press("enter")
        await wizard.until(lambda: list(wizard.app._notifications), "a sentence")
        assert list(wizard.app._notifications)[-1].severity == "error"
        assert len(wizard.session.draft.remarks) == 3


async def test_remarks_on_a_hand_off_that_was_never_written_are_asked_about(
    opened: Opened, all_answers: dict[str, str], path: Path
) -> None:
    async with opened(all_answers) as wizard:
        strange = replace(answered(wizard.session.draft.id), check_number="ffff 0000 ffff 0000")
        await take(wizard, strange, path, known=False)
        await wizard.dialog("Confirm")
        await wizard.shows("check number ffff 0000 ffff")
        await wizard.press("enter")
        await wizard.until(lambda: type(wizard.screen).__name__ == "WizardScreen")
        assert wizard.session.draft.remarks == ()
        await take(wizard, strange, path, known=False)
        await wizard.dialog("Confirm")
        await wizard.press("tab", "enter")
        await wizard.until(lambda: len(wizard.session.draft.remarks) == 3, "taken all the same")


async def test_a_proposal_stands_beside_the_field_and_f9_takes_it(
    opened: Opened, all_answers: dict[str, str], path: Path
) -> None:
    version = "R12 Patch 22"
    proposal = remarks.ReviewAnswer(VERSION, version, FIRST.isoformat(), "As CMiC told us.")
    async with opened(all_answers) as wizard:
        file = replace(answered(wizard.session.draft.id), remarks=(), proposals=(proposal,))
        await take(wizard, file, path)
        await wizard.on(VERSION)
        await wizard.shows("Ana Ruiz proposes: R12 Patch 22. Reason: As CMiC", "F9 accepts: R12 Patch 22")
        assert wizard.state(VERSION).state is State.TO_CONFIRM
        await wizard.press("f9")
        await wizard.until(lambda: wizard.answer(VERSION) == version)
        assert wizard.state(VERSION).state is State.DONE
