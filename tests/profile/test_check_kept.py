"""The last three checks: what stays, what changed since it worked, and when to check again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmic_wizard.bounds import PROFILE_ROOM
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import set_language
from cmic_wizard.profile import settings
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.check_kept import by_the_user, kept_checks, kept_line, last_passed, since_it_worked
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage, StageState
from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace

STEP = "connection.check"
INPUTS = {"connection.tenant_id": "SOLUTIONS", "connection.service_password": "2026-11-01T10:00:00+00:00"}
GOOD = CheckResult(
    True,
    "acmemob.cmicpaas.com",
    "2026-11-20T10:00:00+00:00",
    (
        Stage("name", StageState.OK, code="name.ok", detail="203.0.113.7", values={"host": "a.example"}),
        Stage("tls", StageState.OK, code="tls.ok", detail="TLSv1.3 · Old CA · 2027-01-01"),
        Stage("user", StageState.OK, code="user.ok", detail="HTTP 200"),
        Stage("module", StageState.OK, code="module.ok", values={"module": "jobs", "count": "4"}, detail="4"),
    ),
    INPUTS,
)


def failed(day: int, **more: object) -> CheckResult:
    stages = (*GOOD.stages[:2], Stage("user", StageState.FAILED, code="user.refused_tenant"))
    made = replace(GOOD, ok=False, at=f"2026-11-{day}T10:00:00+00:00", stages=stages)
    return replace(made, **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Profiles(tmp_path).create("Acme Builders")


def test_three_are_kept_and_the_last_that_passed_is_among_them(store: Store) -> None:
    with store:
        for check in (GOOD, *(failed(day) for day in (21, 22, 23, 24))):
            store.keep_check(check)
        kept = kept_checks(store.draft)
        assert [check.at[8:10] for check in kept] == ["24", "23", "20"]
        assert kept[2].conclusion is Conclusion.PASSED
        again = draft_from_json(draft_to_json(store.draft))
        assert again == store.draft
        assert again.check == failed(24)


def test_a_profile_without_room_lets_go_of_the_earlier_ones(store: Store) -> None:
    with store:
        store.keep_check(GOOD)
        room = PROFILE_ROOM - len(draft_to_json(store.draft))
        store.note("connection.tenant_id", "x" * (room - 300))
        store.keep_check(failed(21))
        assert kept_checks(store.draft) == (failed(21),)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (failed(24), ["Service user accepted: passed → failed"]),
        (
            failed(24, inputs=INPUTS | {"connection.tenant_id": "SOLUTION"}),
            [
                "CMiC tenant ID (if applicable): SOLUTIONS → SOLUTION",
                "Service user accepted: passed → failed",
            ],
        ),
        (
            failed(24, through="proxy.example:3128", stages=(Stage("http", StageState.FAILED),)),
            ["The way: without a proxy → proxy.example:3128"],
        ),
        (
            failed(24, stages=(replace(GOOD.stages[1], detail="TLSv1.3 · New CA · 2027-09-01"),)),
            ["Secure connection (TLS): TLSv1.3 · Old CA · 2027-01-01 → TLSv1.3 · New CA · 2027-09-01"],
        ),
        (failed(24, stages=()), ["Nothing that the check can see here has changed since."]),
    ],
    ids=["only the outcome", "an answer", "the way", "the certificate", "nothing"],
)
def test_what_changed_since_it_worked_is_said(now: CheckResult, said: list[str]) -> None:
    found = since_it_worked(now, (failed(22), GOOD), load_guide())
    assert found[0] == "It last worked on 2026-11-20 10:00."
    assert list(found[1:]) == said
    set_language("es")
    assert not set(since_it_worked(now, (GOOD,), load_guide())) & set(found)


def test_a_new_password_is_said_without_its_moment_and_an_odd_text_is_made_visible() -> None:
    inputs = INPUTS | {"connection.service_password": "2026-11-23T10:00:00+00:00", "other": "\x1b[2J"}
    text = "\n".join(since_it_worked(failed(24, inputs=inputs), (GOOD,), load_guide()))
    assert "stored anew" in text
    assert "2026-11-23" not in text
    assert "other: – → <U+001B>[2J" in text


def test_where_it_works_or_never_did_nothing_is_compared() -> None:
    assert since_it_worked(replace(GOOD, at=failed(24).at), (GOOD,), load_guide()) == ()
    assert since_it_worked(failed(24), (failed(23),), load_guide()) == ()
    assert last_passed(failed(24), ()) is None


def test_who_ran_it_is_kept_in_the_profile_alone(tmp_path: Path) -> None:
    assert by_the_user(GOOD, tmp_path).by == ""
    settings.remember(tmp_path, name="Ana Reyes")
    mine = by_the_user(GOOD, tmp_path)
    assert kept_line(mine) == ("2026-11-20 10:00 · acmemob.cmicpaas.com · Every stage passed. · Ana Reyes")


@pytest.mark.parametrize(
    ("expires", "today", "state"),
    [
        ("2026-11-24", "2026-11-25", State.TODO),
        ("2026-11-25", "2026-11-25", State.DONE),
        ("2026-11-22", "2026-11-25", State.DONE),
    ],
)
def test_after_the_passwords_date_a_check_of_before_is_to_be_done_again(
    done_draft: Draft, good_check: Callable[[Draft], CheckResult], expires: str, today: str, state: State
) -> None:
    answers = {"connection.password_expiry": "noted", "connection.password_expires_on": expires}
    draft = replace(done_draft, answers=done_draft.answers | answers)
    draft = replace(draft, check=good_check(draft))
    now = datetime.fromisoformat(f"{today}T12:00:00").replace(tzinfo=UTC)
    found = assess(load_guide(), draft, now).steps[STEP]
    assert found.state is state
    assert (expires in found.reason) is (state is State.TODO)
