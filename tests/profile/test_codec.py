"""A draft survives its file, and a file that is no draft is refused with one sentence."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.bounds import PASSWORD_AT_MOST
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.profile import check_codec, codec
from cmic_wizard.profile.checks import ALL_STAGES, EARLIER_AT_MOST, CheckResult, Stage, StageState
from cmic_wizard.profile.draft import Draft, Given, KeptPassword, Remark
from cmic_wizard.profile.migrations import NEWEST, migrated
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.verdicts import REPLY, VERDICTS
from cmic_wizard.struct import replace

DATA = Path(__file__).parent / "data"
AT = "2026-11-24T13:00:00+00:00"

SHOWN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
LINES = st.text(st.one_of(SHOWN, st.just("\n")), max_size=60)
KEYS = st.text(SHOWN, min_size=1, max_size=20)
TEXTS = st.dictionaries(KEYS, LINES, max_size=4)
MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001 - the zone is given below
    max_value=datetime(2999, 12, 30),  # noqa: DTZ001
    timezones=st.timezones(),
).map(lambda moment: moment.astimezone(UTC).isoformat())
STAGE = st.builds(
    Stage,
    stage=st.sampled_from(ALL_STAGES),
    state=st.sampled_from(StageState),
    company=st.none() | LINES,
    seconds=st.floats(0, 1e6),
    code=LINES,
    values=TEXTS,
    detail=LINES,
)
CHECKS = st.builds(
    CheckResult,
    ok=st.booleans(),
    host=LINES,
    at=MOMENTS,
    stages=st.lists(STAGE, max_size=3).map(tuple),
    inputs=TEXTS,
    through=LINES,
    by=LINES,
)
DRAFTS = st.builds(
    Draft,
    id=st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}", fullmatch=True),
    name=st.text(SHOWN, min_size=1, max_size=80).filter(str.strip),
    created=MOMENTS,
    changed=MOMENTS,
    answers=TEXTS,
    given=st.dictionaries(
        KEYS, st.builds(Given, at=MOMENTS, by=LINES, role=st.sampled_from(codec.ROLES)), max_size=3
    ),
    confirmed=TEXTS,
    notes=TEXTS,
    marks=TEXTS,
    password=st.none()
    | st.builds(
        KeptPassword,
        place=st.sampled_from(codec.PLACES),
        length=st.integers(0, PASSWORD_AT_MOST),
        at=MOMENTS,
        backend=LINES,
        server=LINES,
    ),
    history=st.lists(LINES, max_size=3).map(tuple),
    check=st.none() | CHECKS,
    earlier_checks=st.lists(CHECKS, max_size=EARLIER_AT_MOST).map(tuple),
    remarks=st.lists(
        st.builds(
            Remark,
            step=LINES,
            verdict=st.sampled_from((*VERDICTS, REPLY)),
            text=LINES,
            author=LINES,
            at=MOMENTS,
            open=st.booleans(),
            answer=LINES,
        ),
        max_size=3,
    ).map(tuple),
    asked=st.dictionaries(
        KEYS,
        st.builds(
            Request,
            whom=st.text(SHOWN, min_size=1, max_size=40).filter(str.strip),
            at=MOMENTS,
            mail=st.text(SHOWN, max_size=40),
            role=st.sampled_from(ASKED_ROLES),
            due=st.just("") | st.dates(date(1970, 1, 1), date(2999, 12, 31)).map(date.isoformat),
            reference=st.text(SHOWN, max_size=40),
        ),
        max_size=3,
    ),
)


@pytest.fixture
def full_draft() -> Draft:
    """A draft with something in every field, as the kept file of the newest schema holds it."""
    return Draft(
        id="5f0c6c1e9b7a4d2f8e3a1b2c3d4e5f60",
        name="Acme Builders, Inc.",
        created="2026-11-20T09:00:00+00:00",
        changed="2026-11-24T13:00:00+00:00",
        answers={
            "connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod",
            "connection.company_codes": "001, ACME01",
            "connection.service_user": "PROCORE<U+001B>",
        },
        given={
            "connection.company_codes": Given(AT, "José Núñez", "colleague"),
            "connection.service_user": Given(AT),
        },
        confirmed={"connection.company_codes": "001, ACME01"},
        notes={"connection.tenant_id": "Ask José.\nHe knows."},
        marks={"language": "es", "step": "connection.tenant_id"},
        password=KeptPassword("key_ring", 14, AT, "SecretService"),
        check=CheckResult(
            ok=False,
            host="acmemob.cmicpaas.com",
            at=AT,
            stages=(
                Stage("address", StageState.OK, seconds=0.01),
                Stage(
                    "company",
                    StageState.FAILED,
                    company="001",
                    seconds=1.5,
                    code="company_unknown",
                    values={"company": "001"},
                    detail="No such company",
                ),
            ),
            inputs={"connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod"},
            through="proxy.example:3128",
        ),
        remarks=(
            Remark("connection.company_codes", "change", "Please add 002.", "Sam Lee", AT, answer="001"),
            Remark("connection.company_codes", "reply", "Added.", "José Núñez", AT, open=False),
        ),
    )


@settings(max_examples=150, deadline=None)
@given(DRAFTS)
def test_every_draft_survives_its_file(draft: Draft) -> None:
    data = codec.draft_to_json(draft)
    assert codec.draft_from_json(data) == draft
    assert codec.draft_to_json(codec.draft_from_json(data)) == data


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_whatever_is_typed_can_be_written_and_read_again(text: str) -> None:
    draft = Draft("id", "Acme", AT, AT, answers={"a.b": text}, notes={"a.b": text})
    back = codec.draft_from_json(codec.draft_to_json(draft))
    assert back.answers["a.b"] == back.notes["a.b"] == codec.clean(text)
    assert codec.clean(codec.clean(text)) == codec.clean(text)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in codec.clean(text))


def test_the_file_is_sorted_readable_and_ends_with_a_line_feed(full_draft: Draft) -> None:
    data = codec.draft_to_json(full_draft)
    assert data.startswith(b'{\n "answered": {\n  "connection.company_codes"')
    assert data.endswith(b"}\n")
    assert "José" in data.decode()
    assert list(json.loads(data)) == sorted(json.loads(data))


def test_the_file_of_schema_1_is_read_for_ever(full_draft: Draft) -> None:
    before = replace(full_draft, given={}, confirmed={})
    assert codec.draft_from_json((DATA / "draft-schema-1.json").read_bytes()) == before


def test_the_file_of_schema_2_says_who_gave_an_answer_and_what_was_confirmed(full_draft: Draft) -> None:
    data = (DATA / "draft-schema-2.json").read_bytes()
    assert codec.draft_from_json(data) == full_draft
    assert codec.draft_to_json(full_draft) == data


def test_control_characters_are_written_visibly_and_line_feeds_stay() -> None:
    assert codec.clean("a\x1b[2J\r\nb\tñ\u202e\udc80") == "a<U+001B>[2J\nb<U+0009>ñ<U+202E><U+DC80>"


def test_a_draft_too_large_to_be_read_again_is_not_written(full_draft: Draft) -> None:
    huge = replace(full_draft, notes={"a": "x" * codec.LIMIT})
    with pytest.raises(FileRefused, match="larger than 256 kilobytes: shorten its longest answer or note"):
        codec.draft_to_json(huge)


def bent(**changes: object) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda found: {**found, **changes}


def inside(key: str, **changes: object) -> Callable[[dict[str, object]], dict[str, object]]:
    def bend(found: dict[str, object]) -> dict[str, object]:
        inner = found[key]
        if isinstance(inner, list):
            return {**found, key: [{**inner[0], **changes}]}
        assert isinstance(inner, dict)
        return {**found, key: {**inner, **changes}}

    return bend


def without(key: str) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda found: {name: value for name, value in found.items() if name != key}


MISFITS = {
    "unknown key": (bent(secret="x"), "The file contains “secret”, which this program does not know."),
    "missing key": (without("name"), "The file lacks “name”."),
    "newer": (bent(schema=99), "The file was made by a newer version (schema 99; this program knows 2)"),
    "another format": (bent(format="cmic-wizard-handoff"), "The file is not of the format"),
    "id that is a path": (bent(id="../../etc/passwd"), "The file does not contain what it should at “id”."),
    "empty name": (bent(name=" "), "at “name”."),
    "long name": (bent(name="x" * 81), "at “name”."),
    "name over two lines": (bent(name="a\nb"), "at “name”."),
    "number as a text": (bent(name=1), "at “name”."),
    "hidden character": (bent(name="a\u202eb"), "The file contains the hidden character <U+202E>."),
    "time without a zone": (bent(changed="2026-11-24T13:00:00"), "at “changed”."),
    "time out of reach": (bent(changed="0001-01-01T00:00:00+14:00"), "at “changed”."),
    "no time": (bent(created="yesterday"), "at “created”."),
    "answers as a list": (bent(answers=["a"]), "at “answers”."),
    "answer as a number": (bent(answers={"a.b": 1}), "at “answers.a.b”."),
    "answer to nothing": (bent(answers={"": "x"}), "at “answers.”."),
    "null note": (bent(notes={"a": None}), "at “notes.a”."),
    "password in the file": (inside("password", text="hunter2"), "The file contains “password.text”"),
    "length as a truth": (inside("password", length=True), "at “password.length”."),
    "negative length": (inside("password", length=-1), "at “password.length”."),
    "unknown place": (inside("password", place="plain file"), "at “password.place”."),
    "password as a text": (bent(password="hunter2"), "at “password”."),
    "unknown verdict": (inside("remarks", verdict="fine"), "at “remarks.1.verdict”."),
    "open as a number": (inside("remarks", open=1), "at “remarks.1.open”."),
    "remarks as an object": (bent(remarks={}), "at “remarks”."),
    "remark as a text": (bent(remarks=["x"]), "at “remarks.1”."),
    "unknown stage": (
        inside("check", stages=[{"stage": "moon", "state": "ok"}]),
        "at “check.stages.1.stage”.",
    ),
    "unknown state": (
        inside("check", stages=[{"stage": "tls", "state": "great"}]),
        "at “check.stages.1.state”.",
    ),
    "endless stage": (
        inside("check", stages=[{"stage": "tls", "state": "ok", "seconds": 1e300}]),
        "at “check.stages.1.seconds”.",
    ),
    "company as a number": (
        inside("check", stages=[{"stage": "company", "state": "ok", "company": 1}]),
        "at “check.stages.1.company”.",
    ),
    "markup in an unknown key": (bent(**{"[/x]" * 30: 1}), "…”, which this program does not know."),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_file_that_is_no_draft_is_refused_with_one_sentence(name: str, full_draft: Draft) -> None:
    bend, expected = MISFITS[name]
    data = json.dumps(bend(json.loads(codec.draft_to_json(full_draft)))).encode()
    start = time.perf_counter()
    with pytest.raises(FileRefused) as refusal:
        codec.draft_from_json(data)
    assert time.perf_counter() - start < 0.05
    sentence = str(refusal.value)
    assert expected in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert "hunter2" not in sentence


@pytest.mark.parametrize("data", [b"[]", b"null", b'"x"', b"12", b"{}", b"\xff", b'{"format": NaN}'])
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        codec.draft_from_json(data)


def test_checks_and_remarks_can_be_taken_alone(full_draft: Draft) -> None:
    assert full_draft.check is not None
    assert check_codec.check_from_dict(check_codec.check_to_dict(full_draft.check)) == full_draft.check
    for remark in full_draft.remarks:
        assert codec.remark_from_dict(codec.remark_to_dict(remark)) == remark
    with pytest.raises(FileRefused, match=r"“review\.3\.verdict”"):
        codec.remark_from_dict({"step": "a", "verdict": "no"}, "review.3")


def test_migrations_run_one_after_the_other_and_leave_the_given_object_alone() -> None:
    def two(found: dict[str, object]) -> dict[str, object]:
        return {**found, "steps": [found["schema"]]}

    def three(found: dict[str, object]) -> dict[str, object]:
        steps = found["steps"]
        assert isinstance(steps, list)
        return {**found, "steps": [*steps, found["schema"]]}

    old: dict[str, object] = {"schema": 1}
    assert migrated(old, newest=3, migrations={1: two, 2: three}) == {"schema": 3, "steps": [1, 2]}
    assert migrated({"schema": 2, "steps": []}, newest=3, migrations={1: two, 2: three})["steps"] == [2]
    assert old == {"schema": 1}


def test_every_older_schema_has_its_migration_and_its_kept_file() -> None:
    from cmic_wizard.profile.migrations import MIGRATIONS

    assert sorted(MIGRATIONS) == list(range(1, NEWEST))
    assert all((DATA / f"draft-schema-{number}.json").exists() for number in range(1, NEWEST + 1))


@settings(deadline=None)
@given(st.text(), st.text(st.sampled_from("e\u0301\n\r\x1b\u200b<U+001B>")))
def test_what_is_made_fit_to_be_kept_can_be_read_again_and_is_fit(one: str, other: str) -> None:
    for text in (one, other):
        kept = codec.clean(text)
        assert codec.clean(kept) == kept
        draft = Draft("ab12", "Acme", AT, AT, notes={"kickoff.date": kept} if kept else {})
        assert codec.draft_from_json(codec.draft_to_json(draft)) == draft


@settings(deadline=None)
@given(DRAFTS)
def test_a_draft_s_size_is_between_what_is_counted_fast(draft: Draft) -> None:
    least, most = codec._bytes_between(draft)
    assert least <= len(codec._encoded(draft)) <= most
