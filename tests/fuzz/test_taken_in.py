"""Whatever a loader accepts is stored, read again and equal, with everything at its edges."""

from __future__ import annotations

import copy
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Tally
from full_run import FULL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import SAMPLES, sample
from taken_in import DOORS, outcome, samples

from cmic_wizard import bounds
from cmic_wizard.review import folder

EXAMPLES = 3000 if FULL else 60
AT_EASE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
GOOD = samples()

moments = st.sampled_from(
    [
        "9999-12-31T23:59:59+00:00",
        "9999-12-31T23:59:59-14:00",
        "3000-01-01T00:00:00+00:00",
        "2999-12-31T23:59:59+00:00",
        "2999-12-31T23:59:59-23:59",
        "1970-01-01T00:00:00+00:00",
        "1970-01-01T00:00:00+23:59",
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "2026-11-24T10:00:00.123456+05:30:15",
        "2026-11-24 10:00Z",
        "20261124T100000Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24\n10:00:00+00:00",
        "2026-11-24T10:00:00",
        "2026-W48-2T10:00:00Z",
        "yesterday",
        "",
    ]
) | st.datetimes(timezones=st.timezones()).map(datetime.isoformat)
ids = st.sampled_from(
    [
        "identity",
        "Identity",
        "IDENTITY",
        "con",
        "NUL",
        "com1",
        "a" * 64,
        "a" * 65,
        "-a",
        "_",
        "../x",
        "a/b",
        "a.b",
        "A1B2",
        "a1b2",
        "",
        "é",
        "0",
    ]
)
names = st.sampled_from(
    [
        "x" * 80,
        "x" * 81,
        "\U0001f600" * 80,
        " Acme ",
        "\u00a0",
        "\u3000x",
        "e\u0301" * 40,
        "a\u200bb",
        "a\nb",
        "con",
        "..",
        "/",
        "\u0301",
        "\ufeffx",
        "İ" * 80,
        "ﬁ" * 80,
    ]
)
lengths = st.builds(
    lambda piece, count: piece * count,
    st.sampled_from(
        ["x", "é", "\n", '"', "\\", "\U0001f600", "a,", "a@b.cc;", "e\u0301\u0302\n\u0303", "\u0301"]
    ),
    st.sampled_from([1, 199, 200, 201, 1999, 2000, 2001, 5000, 20_000, 60_000, 130_000]),
)
numbers = st.sampled_from(
    [0, 1, -1, 0.5, 1e6, 1e6 + 1, 1e300, 2**53, 2**53 + 1, -0.0, 4096, 4097, True, None, 10**25]
)
anything = moments | ids | names | lengths | numbers | st.lists(names, max_size=2)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")


def places(found: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a value in JSON values."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in inner:
        yield (*way, key)
        yield from places(value, (*way, key))


def fitting(value: Any) -> st.SearchStrategy[Any]:
    """Mostly values of the kind that stands there, for others are refused at once."""
    if isinstance(value, str):
        return moments if MOMENT.match(value) else st.one_of(ids, names, lengths, moments)
    return numbers if isinstance(value, int | float) else anything


@st.composite
def bent(draw: Callable[[st.SearchStrategy[Any]], Any], door: str) -> bytes:
    """A good file after one or two changes."""
    found = copy.deepcopy(GOOD[door])
    for _change in range(draw(st.sampled_from([1, 1, 2]))):
        way = draw(st.sampled_from(list(places(found))))
        holder = found
        for key in way[:-1]:
            holder = holder[key]
        if isinstance(holder, dict) and draw(st.integers(0, 9)) == 0:
            holder[draw(st.one_of(names, ids, lengths))] = holder.pop(way[-1])
        else:
            holder[way[-1]] = draw(st.one_of(fitting(holder[way[-1]]), fitting(holder[way[-1]]), anything))
    return json.dumps(found, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("door", DOORS)
def test_what_is_accepted_is_stored_read_again_and_equal(door: str, tmp_path: Path, tally: Tally) -> None:
    seen: Counter[str] = Counter()

    @AT_EASE
    @given(data=bent(door))
    def check(data: bytes) -> None:
        found = outcome(door, data, tmp_path)
        seen[found] += 1
        assert found in ("taken", "refused")

    check()
    assert outcome(door, json.dumps(GOOD[door]).encode(), tmp_path) == "taken"
    assert seen["taken"] > 0
    assert seen["refused"] > 0
    tally(f"taken in at {door}: {seen['taken']} taken and read again, {seen['refused']} refused")


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59-14:00", "3000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
@pytest.mark.parametrize("door", ["handoff", "draft", "remarks", "review"])
def test_moments_out_of_bounds_are_refused_at_every_door(door: str, text: str, tmp_path: Path) -> None:
    found = {**GOOD[door], "created": text}
    assert outcome(door, json.dumps(found).encode(), tmp_path) == "refused"


LAX = {
    "a moment in the model": ("cmic_wizard.profile.model.moment_of", "handoff"),
    "a name in the model": ("cmic_wizard.profile.model.fault_of_name", "handoff"),
    "an id in the profile's file": ("cmic_wizard.profile.codec.is_id", "draft"),
}


@pytest.mark.parametrize("name", LAX)
def test_a_parser_that_is_laxer_than_the_writer_is_found(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each definition, once loosened in one parser, gives a find."""
    target, door = LAX[name]
    bad = {
        "moment_of": ("created", "9999-12-31T23:59:59+00:00", lambda _text: datetime.now(UTC)),
        "fault_of_name": ("name", "Acme\nBuilders", lambda _text: ""),
        "is_id": ("id", "../x", lambda _text: True),
    }
    key, value, lax = bad[target.rpartition(".")[2]]
    found = copy.deepcopy(GOOD[door])
    (found["profile"] if key == "name" else found)[key] = value
    data = json.dumps(found).encode()
    assert outcome(door, data, tmp_path) == "refused"
    monkeypatch.setattr(target, lax)
    assert outcome(door, data, tmp_path) not in ("taken", "refused")


@pytest.mark.parametrize("seconds", [253_402_300_800 * 4, 2**40, -(2**40), 4_000_000_000, -1])
@pytest.mark.parametrize("name", ["sealed.age", "plain.json"])
def test_a_file_of_any_date_is_a_row_of_the_table(name: str, seconds: int, tmp_path: Path) -> None:
    path = tmp_path / name
    closed = b"age-encryption.org/v1\n-> X25519 abc\n\n--- " + b"A" * 43 + b"\n"
    path.write_bytes(closed if name.endswith("age") else sample(next(iter(SAMPLES))))
    try:
        os.utime(path, (seconds, seconds))
    except OSError:
        pytest.skip("this file system knows no such date")
    row = folder.read_row(path)
    assert row is not None
    assert row.fault == ""
    assert bounds.moment_of(row.changed) is not None
