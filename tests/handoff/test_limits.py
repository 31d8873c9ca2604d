"""What would not fit is refused before it is taken, and what is kept can be handed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from built import build

from cmic_wizard.bounds import HANDOFF_BYTES, PROFILE_BYTES, PROFILE_ROOM
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.handoff import document, importing, keys, remarks, sealed
from cmic_wizard.handoff.remarks import RemarksFile, ReviewRemark
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.codec import TooLarge, demand_room, draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft, KeptPassword, Remark
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
AT = "2026-11-25T10:00:00+00:00"
STEP = "connection.tenant_id"
LONG = "é" * 1000
NUMBER = "3F9A 01BC 77D2 E04A"


def file_about(draft: Draft, count: int) -> RemarksFile:
    """A file with so many remarks of 2 kB each, on the hand-off with the check number `NUMBER`."""
    verdicts = tuple(ReviewRemark(STEP, "change", f"{number} {LONG}", AT) for number in range(count))
    return RemarksFile(draft.id, draft.name, NUMBER, AT, "test", "Ana Ruiz", "changes", verdicts)


def test_remarks_that_would_fill_the_profile_are_refused_and_it_can_be_saved_as_before(
    data_dir: Path, customer: Draft
) -> None:
    profiles = Profiles(data_dir)
    importing.take(customer.handing(NUMBER), profiles, NOW)
    [listed] = profiles.list()
    fits, too_many = file_about(customer, 60), file_about(customer, 115)
    assert len(remarks.to_bytes(fits)) < len(remarks.to_bytes(too_many)) < 256 * 1024
    before = listed.path.read_bytes()
    with pytest.raises(FileRefused, match=r"not imported\. The profile would be larger than 248 kilobytes"):
        importing.take(too_many, profiles, NOW)
    assert listed.path.read_bytes() == before
    importing.take(fits, profiles, NOW)
    with profiles.open(listed.slug) as store:
        assert len(store.draft.remarks) == 60 + len(customer.remarks)
        store.answer(STEP, "OTHER")
    assert profiles.load(listed.slug).answers[STEP] == "OTHER"


def test_a_profile_that_would_not_fit_is_not_made_and_replaces_none(data_dir: Path, customer: Draft) -> None:
    profiles = Profiles(data_dir)
    huge = replace(customer, notes={STEP: "x" * PROFILE_ROOM})
    with pytest.raises(TooLarge):
        importing.take(huge, profiles, NOW)
    assert profiles.list() == []
    assert list(profiles.folder.iterdir()) == []
    importing.take(customer, profiles, NOW)
    before = profiles.list()[0].path.read_bytes()
    with pytest.raises(TooLarge):
        importing.take(huge, profiles, NOW, replacing=True)
    assert profiles.list()[0].path.read_bytes() == before


def test_a_full_profile_takes_nothing_more_but_can_be_shortened_and_keeps_its_own_marks(
    data_dir: Path,
) -> None:
    with Profiles(data_dir).create("Acme") as store:
        store.note(STEP, "x" * (PROFILE_ROOM - 1000))
        full = store.draft
        growing: tuple[Callable[[], object], ...] = (
            lambda: store.answer(STEP, "x" * 2000),
            lambda: store.note("kickoff.date", "x" * 2000),
            lambda: store.change(
                lambda draft: replace(draft, remarks=(Remark(STEP, "change", "x" * 2000, "", AT),))
            ),
            lambda: store.keep_check(
                CheckResult(False, "", AT, (Stage("http", StageState.FAILED, detail="x" * 2000),))
            ),
        )
        for grow in growing:
            with pytest.raises(TooLarge, match="larger than 248 kilobytes: shorten its longest answer"):
                grow()
            assert store.draft == full
        store.keep_password(KeptPassword("key_ring", 20, AT, "backend" * 20))
        store.mark(page="connection", step=STEP, language="es", theme="dark" * 200)
        store.save()
        assert not store.dirty
        store.note(STEP, "short")
        store.answer(STEP, "x" * 2000)


def test_a_file_that_version_0_1_0_filled_to_the_brim_is_opened_and_can_be_shortened(data_dir: Path) -> None:
    profiles = Profiles(data_dir)
    slug = profiles.create("Acme").slug
    path = profiles.folder / f"{slug}.json"
    found = json.loads(path.read_bytes())
    found["notes"] = {STEP: "x" * (PROFILE_BYTES - 600), "kickoff.date": "short"}
    path.write_text(json.dumps(found, indent=1))
    assert PROFILE_ROOM < path.stat().st_size <= PROFILE_BYTES
    with Profiles(data_dir, program="other").open(slug, read_only=True) as store:
        draft = store.draft
    demand_room(replace(draft, notes={**draft.notes, "kickoff.date": ""}), draft)
    with pytest.raises(TooLarge):
        demand_room(replace(draft, notes={**draft.notes, "kickoff.date": "longer"}), draft)
    assert draft_from_json(draft_to_json(draft)) == draft


def _filled(kind: str) -> Draft:
    """A profile that is as large as it may become, in the way in which its hand-off grows most."""
    guide = load_guide()
    of = {k: [step for step in guide.steps if guide.steps[step].kind is k] for k in Kind}
    answers = {step: ";".join(f"a{n}@b.cc" for n in range(450)) for step in of[Kind.PEOPLE]}
    answers |= {step: ",".join(f"{n:x}" for n in range(4000)) for step in of[Kind.CODES]}
    texts = [step for kind_ in (Kind.TEXT,) for step in of[kind_]]
    parts: dict[str, object] = {}
    if kind == "answers":
        answers |= dict.fromkeys(texts, "x" * 2000)
    elif kind == "quotes":
        parts["notes"] = {STEP: '"\\' * 40_000}
    elif kind == "remarks":
        parts["remarks"] = tuple(Remark(STEP, "change", str(n), "", AT) for n in range(700))
    elif kind == "checks":
        stages = tuple(Stage("company", StageState.OK, f"{n:x}", 0.1, "company.ok") for n in range(800))
        parts["check"] = CheckResult(True, "a.example", AT, stages)
    elif kind == "notes":
        parts["notes"] = dict.fromkeys(set(guide.steps) - set(of[Kind.SECRET]), "é\n" * 600)
    return Draft("ab12", "Acme", AT, AT, answers, **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["answers", "quotes", "remarks", "checks", "notes"])
def test_whatever_fits_into_a_profile_can_be_handed_over_and_taken_in(
    kind: str, judged: Callable[[Draft], Assessment], data_dir: Path
) -> None:
    draft = _filled(kind)
    filler = PROFILE_ROOM - len(draft_to_json(draft)) - 100
    draft = replace(draft, notes={**draft.notes, "kickoff.welcome_email": "x" * filler})
    demand_room(draft, replace(draft, answers={}))
    assert len(draft_to_json(draft)) > PROFILE_ROOM - 3000
    handoff = build(judged(draft), NOW, draft=True)
    data = document.to_bytes(handoff)
    assert len(data) < HANDOFF_BYTES
    assert document.parse(data) == handoff
    secret, recipient = keys.new_identity()
    closed = sealed.seal(handoff, Secret("pass"), [recipient])
    assert sealed.open_sealed(closed, keys.read_identities(secret))[0] == handoff
    profiles = Profiles(data_dir)
    taken = importing.take(importing.understand(data), profiles, NOW)
    kept = profiles.load(taken.slug)
    assert kept.answers == draft.answers
    assert kept.remarks == draft.remarks
    assert kept.notes == {step: text for step, text in draft.notes.items() if text}


@pytest.mark.parametrize("length", [0, 1281])
def test_a_password_that_could_not_be_read_again_is_not_sealed(acme: document.HandOff, length: int) -> None:
    _secret, recipient = keys.new_identity()
    with pytest.raises(FileRefused, match="it is empty, or longer than 1280 characters"):
        sealed.seal(acme, Secret("p" * length), [recipient])
