"""What was changed is taken back, change by change, to the first; the password only ever stays or goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NOW

from cmic_wizard.bounds import HISTORY_BYTES
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.profile.changes import changes
from cmic_wizard.profile.draft import Draft, Given, KeptPassword, Proposal, Remark
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.history import IMPORT, entry_in
from cmic_wizard.profile.history_words import kind_of, line_of, who_of
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.recording import Origin, Recorder
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.undoing import can_be_undone, undo
from cmic_wizard.struct import replace

AT = NOW.isoformat()
URL = "connection.mobile_server_url"
TENANT = "connection.tenant_id"
STEPS = st.sampled_from([URL, TENANT, "kickoff.date"])
TEXTS = st.sampled_from(["", "a", "b|~%", "two\nlines", '"'])
ROBIN = Given(AT, "Robin Vega", "specialist")
IVY = Request("Ivy Chen", AT, "ivy@example.com", "colleague", "2026-12-01", "T-1")

Act = Callable[[Draft], Draft]


def acts() -> st.SearchStrategy[Act]:
    """Everything that a person, or a file, does to a profile."""
    verdicts = st.sampled_from(["change", "question", "accepted"])
    return st.one_of(
        st.builds(lambda step, text: lambda d: d.answered(step, text, AT), STEPS, TEXTS),
        st.builds(lambda step: lambda d: d.confirming(step, AT), STEPS),
        st.builds(lambda step, text: lambda d: d.noted(step, text, AT), STEPS, TEXTS),
        st.builds(lambda step: lambda d: d.asking([step], IVY, AT), STEPS),
        st.builds(lambda step: lambda d: d.withdrawing([step], AT), STEPS),
        st.builds(lambda step, text: lambda d: d.replied(step, text, AT), STEPS, TEXTS),
        st.builds(lambda step, text: lambda d: d.brought(step, text or "x", ROBIN), STEPS, TEXTS),
        st.builds(
            lambda step, verdict, text: (
                lambda d: replace(
                    d,
                    remarks=(*d.remarks, Remark(step, verdict, text, "Robin Vega", AT)),
                    marks={**d.marks, **SEEN},
                )
            ),
            STEPS,
            verdicts,
            TEXTS,
        ),
        st.builds(
            lambda step, text: (
                lambda d: replace(
                    d,
                    proposals=(
                        *(p for p in d.proposals if p.step != step),
                        Proposal(step, text, "why", "Robin Vega", AT),
                    ),
                )
            ),
            STEPS,
            TEXTS,
        ),
    )


SEEN = {"review_created": AT, "review_overall": "changes"}


def plain(draft: Draft) -> Draft:
    """Without its history, and when it was changed."""
    return replace(draft, history=(), changed=AT)


@given(st.lists(acts(), max_size=12))
def test_every_change_is_taken_back_one_after_the_other(made: list[Act]) -> None:
    draft = Draft("ab12", "Acme", AT, AT, answers={URL: "https://a.example"}, given={URL: Given(AT)})
    recorder, before = Recorder(), []
    for act in made:
        with recorder.as_one(Origin(IMPORT)):
            after = recorder.recorded(draft, act(draft), AT)
        if after.history != draft.history:
            before.append(plain(draft))
        draft = after
    for earlier in reversed(before):
        draft = undo(draft, AT).draft
        assert plain(draft) == earlier
    assert not can_be_undone(draft)
    assert all(line_of(change) for change in changes(draft))
    with pytest.raises(FileRefused, match="no change"):
        undo(draft, AT)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Profiles(tmp_path).create("Acme")


def kept_for(store: Store) -> None:
    store.keep_password(KeptPassword("key_ring", 9, store.now()))


def test_what_is_typed_in_one_go_is_one_change_and_typed_back_it_is_none(store: Store) -> None:
    for text in ("a", "ac", "acme"):
        store.answer(TENANT, text)
    store.pause()
    store.answer(TENANT, "acme2")
    assert [change.after["answer"] for change in changes(store.draft)] == ["acme2", "acme"]
    store.answer(TENANT, "acme")
    assert [change.after["answer"] for change in changes(store.draft)] == ["acme"]
    store.undo()
    assert TENANT not in store.draft.answers


def test_a_service_user_that_is_taken_apart_is_the_change_of_its_typing(store: Store) -> None:
    store.answer("connection.service_user", "ACME||PROCORE")
    store.take_user_apart()
    assert len(store.draft.history) == 1
    store.undo()
    assert store.draft.answers == {}


def test_undo_goes_on_after_a_restart_and_says_who_and_when(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(
        '{"format": "cmic-wizard-settings", "schema": 1, "name": "Ana Reyes", "mail": ""}'
    )
    with Profiles(tmp_path).create("Acme") as store:
        store.answer(TENANT, "ONE")
        store.pause()
        store.answer(TENANT, "TWO")
    with Profiles(tmp_path).open("acme") as store:
        assert store.draft.given[TENANT].by == "Ana Reyes"
        undone = store.undo()
        assert undone.steps == (TENANT,)
        assert store.draft.answers[TENANT] == "ONE"
    with Profiles(tmp_path).open("acme") as store:
        store.undo()
        assert store.draft.answers == {}
        newest, oldest = changes(store.draft)
    assert (newest.before["answer"], newest.after["answer"], who_of(newest)) == ("ONE", "TWO", "Ana Reyes")
    assert oldest.entry.undone
    assert oldest.after["answer"] == "ONE"


def test_an_import_is_one_change_whatever_it_brings(store: Store) -> None:
    store.answer(TENANT, "MINE")
    ivy = Given(AT, "Ivy Chen", "colleague")
    with store.as_one(Origin(IMPORT, ivy.by, ivy.role, "sheet.toml")):
        for step in (TENANT, URL):
            store.change(partial(Draft.brought, step=step, text="theirs", given=ivy))
    assert len(store.draft.history) == 2
    found = [change for change in changes(store.draft) if change.entry.what == IMPORT]
    assert [(change.step, who_of(change)) for change in found] == [(URL, "Ivy Chen"), (TENANT, "Ivy Chen")]
    store.undo()
    assert store.draft.answers == {TENANT: "MINE"}


def test_a_history_that_a_file_brings_is_not_taken(store: Store) -> None:
    store.answer(TENANT, "MINE")
    mine = store.draft.history
    store.change(lambda draft: replace(draft, history=(f"{AT}||||||step:{URL}|answer:https://evil.example",)))
    assert store.draft.history == mine


@pytest.mark.parametrize("after", [True, False], ids=["kept after the change", "kept before it"])
def test_a_password_is_not_brought_to_another_server_than_it_was_kept_for(store: Store, after: bool) -> None:
    store.answer(URL, "https://one.example/cmicprod")
    store.pause()
    if not after:
        kept_for(store)
    store.answer(URL, "https://two.example/cmicprod")
    if after:
        kept_for(store)
    undone = store.undo()
    assert store.draft.answers[URL] == "https://one.example/cmicprod"
    assert undone.let_go is after
    assert (store.draft.password is None) is after


def test_a_password_of_which_nobody_knows_for_which_server_it_was_kept_is_let_go(store: Store) -> None:
    store.change(lambda draft: replace(draft, password=KeptPassword("key_ring", 9, AT)))
    store.answer(URL, "https://one.example")
    store.pause()
    store.answer(URL, "https://two.example")
    assert store.undo().let_go
    assert not store.undo().let_go


def test_a_password_is_a_fact_that_undo_passes_over(store: Store) -> None:
    store.answer(TENANT, "ACME")
    kept_for(store)
    store.keep_password(KeptPassword("vault", 12, store.now()))
    store.keep_password(None)
    facts = [change.facts["password"] for change in changes(store.draft) if change.step == SECRET_STEP]
    assert facts == ["removed", "replaced", "kept"]
    store.undo()
    assert store.draft.answers == {}
    assert store.draft.password is None


def test_a_removal_that_could_not_be_saved_leaves_no_trace(store: Store) -> None:
    kept_for(store)
    kept, lines = store.draft.password, store.draft.history
    store.keep_password(None)
    store.keep_password(kept)
    assert store.draft.history == lines


def test_a_check_is_no_change_and_a_reply_is_one(store: Store) -> None:
    asked = Remark(TENANT, "question", "Which?", "Robin Vega", AT)
    with store.as_one(Origin(IMPORT, "Robin Vega", "specialist")):
        store.change(lambda draft: replace(draft, remarks=(asked,)))
    lines = store.draft.history
    store.keep_check(None)
    assert store.draft.history == lines
    store.change(lambda draft: draft.replied(TENANT, "That one.", store.now()))
    newest = changes(store.draft)[0]
    assert kind_of(newest) == "said"
    assert "That one." in line_of(newest)
    store.undo()
    assert store.draft.remarks == (asked,)
    store.undo()
    assert not store.draft.remarks


def test_a_change_too_large_to_keep_is_not_taken_back_by_half(store: Store) -> None:
    store.answer(TENANT, "ACME")
    store.note(TENANT, "x" * HISTORY_BYTES)
    store.note(TENANT, "")
    with pytest.raises(FileRefused, match="too large"):
        store.undo()
    assert store.draft.answers == {TENANT: "ACME"}
    assert "too large" in line_of(changes(store.draft)[0])


def test_a_line_that_a_hand_has_spoiled_hides_no_other(store: Store) -> None:
    store.answer(TENANT, "ACME")
    spoiled = replace(store.draft, history=("nonsense", *store.draft.history, "|" * 9))
    assert [change.step for change in changes(spoiled)] == [TENANT]
    assert undo(spoiled, AT).draft.answers == {}


def test_what_would_make_a_profile_that_cannot_be_kept_is_not_taken_back(store: Store) -> None:
    store.answer(TENANT, "ACME")
    entry = entry_in(store.draft.history[-1])
    assert entry is not None
    store._draft = replace(
        store.draft, history=(store.draft.history[-1].replace("given:", "given:yesterday~nobody~x"),)
    )
    with pytest.raises(FileRefused):
        store.undo()
    assert store.draft.answers == {TENANT: "ACME"}
