"""Files of any shape at all, made by hypothesis rather than out of good ones, at every loader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from full_run import sampled
from fuzz_harness import fault_of
from fuzz_loaders import Doors, Loader
from fuzz_words import NASTY, RAW, TOML
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmic_wizard.errors import FileRefused

JSON_LOADERS = ("handoff", "remarks", "review", "draft", "json", "claims", "answers_json", "sealed_inside")
LINE_LOADERS = ("answers_toml", "answer_sheet", "reply", "mail", "guide", "identities", "recipients")
LOADERS = (*JSON_LOADERS, *LINE_LOADERS, "sealed", "age_header")
FORMATS = ("profile", "remarks", "review", "draft", "sealed")
AT_EASE = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)

words = st.one_of(st.sampled_from(NASTY), st.text(max_size=8))
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=15,
)
KEYS = (
    *("profile", "answers", "outstanding", "checks", "notes", "remarks", "id", "name", "created", "changed"),
    *("ready", "complete", "by", "author", "overall", "verdicts", "seen", "before", "handoff", "password"),
)
documents = st.builds(
    lambda kind, schema, rest: {"format": f"cmic-wizard-{kind}", "schema": schema, **rest},
    st.sampled_from(FORMATS),
    st.sampled_from([1, 1, 1, 0, 2, 1.0, True, "1", None]),
    st.dictionaries(st.sampled_from(KEYS), values, max_size=8),
)
lines = st.lists(
    st.builds(
        lambda head, raw: f"{head} = {raw}" if head else raw,
        st.sampled_from(["", "id", '"connection.hosting"', "connection.check", "[phase", "[[phase]]", "a.b"]),
        st.one_of(st.sampled_from([raw for raw in (*RAW, *TOML) if len(raw) < 10_000]), words),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def every_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    doors = Doors(tmp_path_factory.mktemp("shapes"))
    yield doors
    doors.close()


@pytest.mark.parametrize("name", LOADERS)
def test_any_bytes_are_taken_or_refused(every_door: Doors, name: str) -> None:
    @AT_EASE
    @given(data=st.binary(max_size=300))
    def check(data: bytes) -> None:
        assert fault_of(every_door.loaders[name], data) == ""

    check()


@sampled(3)
@pytest.mark.parametrize("name", JSON_LOADERS)
def test_any_json_is_taken_or_refused(every_door: Doors, name: str) -> None:
    @AT_EASE
    @given(found=st.one_of(values, documents), escaped=st.booleans())
    def check(found: Any, escaped: bool) -> None:
        data = json.dumps(found, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
        assert fault_of(every_door.loaders[name], data) == ""

    check()


@pytest.mark.parametrize("name", LINE_LOADERS)
def test_any_lines_are_taken_or_refused(every_door: Doors, name: str) -> None:
    @AT_EASE
    @given(found=lines)
    def check(found: list[str]) -> None:
        data = "\n".join(found).encode("utf-8", "surrogatepass")
        assert fault_of(every_door.loaders[name], data) == ""

    check()


def test_every_loader_is_fed(every_door: Doors) -> None:
    assert set(every_door.loaders) == {*LOADERS, "terminal"}


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (ValueError("boom"), "ValueError: 'boom'"),
        (RecursionError(), "RecursionError"),
        (MemoryError(), "MemoryError"),
        (type("Panic", (BaseException,), {})("in Rust"), "Panic: 'in Rust'"),
        (FileRefused(""), "an empty sentence"),
        (FileRefused("bad \x1b[2J"), "a hidden character"),
        (FileRefused("two\nlines"), "a hidden character"),
        (FileRefused("x" * 700), "a sentence of 700 characters"),
        (FileRefused("The password is C4NARY."), "repeats the password"),
        (FileRefused("A good sentence."), ""),
    ],
    ids=str,
)
def test_the_harness_tells_a_bad_refusal_from_a_good_one(raised: BaseException, said: str) -> None:
    def load(_data: bytes) -> object:
        raise raised

    fault = fault_of(Loader("sealed", load, lambda _random: b""), b"")
    assert said in fault
    assert bool(fault) is bool(said)


@pytest.mark.parametrize(("second", "said"), [(1.5, "took 1.50 s"), (0.1, "")])
def test_the_harness_catches_a_loader_that_is_slow_each_time(
    monkeypatch: pytest.MonkeyPatch, second: float, said: str
) -> None:
    clock = iter((0.0, 3.0) * 4 + (20.0, 20.0 + second))
    monkeypatch.setattr("fuzz_harness.time.perf_counter", lambda: next(clock))
    assert fault_of(Loader("json", lambda _data: 1, lambda _random: b""), b"") == said
