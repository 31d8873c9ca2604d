"""What the list of a folder reads of a hand-off takes all that a hand-off may say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.review import file_summary
from cmic_wizard.review.file_summary import FileSummary, claims_in


def choices(schema: dict[str, Any], kind: str) -> Iterator[tuple[str, frozenset[Any]]]:
    """The properties of the `kind` of a schema's parts that take only some values, with these."""
    for name, rule in (schema["$defs"][kind] if kind else schema)["properties"].items():
        values = rule.get("enum") or ([rule["const"]] if "const" in rule else None)
        if values:
            yield name, frozenset(values)


SHORT, WHOLE = msgspec.json.schema(FileSummary), HandOff.model_json_schema()
KINDS = [("FileSummary", ""), ("Open", "Outstanding"), ("StageChecked", "CheckStage")]


@pytest.mark.parametrize(("short", "whole"), KINDS, ids=["the file", "an open step", "a stage"])
def test_a_value_that_a_hand_off_may_have_is_one_that_the_list_reads(short: str, whole: str) -> None:
    taken = dict(choices(SHORT, short))
    for name, values in choices(WHOLE, whole):
        assert values <= taken.get(name, values), name


def test_the_comparison_sees_a_value_that_is_missing() -> None:
    assert dict(choices(SHORT, "Open"))["owner"] >= {"colleague", "cmic"}
    assert dict(choices(WHOLE, "Outstanding"))["owner"] >= {"colleague", "cmic"}


def test_what_the_list_can_not_read_is_a_row_with_its_reason(
    acme: HandOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is in order but has something that the list does not know ends no listing."""
    data = acme.model_dump_json(by_alias=True).encode()
    assert claims_in(data).name == acme.profile.name
    monkeypatch.setattr(file_summary, "_DECODER", msgspec.json.Decoder(int))
    monkeypatch.setattr(file_summary, "summary_of", _refused)
    with pytest.raises(FileRefused, match="open it by itself"):
        claims_in(data)


def _refused(*_given: object) -> object:
    return msgspec.convert("no number", int)


def changed(acme: HandOff, **values: object) -> bytes:
    found = acme.as_json()
    found["profile"] |= values
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    "values", [{"id": None}, {"id": 12}, {"name": ["Acme"]}, {"name": {"a": 1}}, {"name": None}]
)
def test_a_name_or_an_id_of_another_kind_is_no_row(acme: HandOff, values: dict[str, object]) -> None:
    with pytest.raises(FileRefused):
        claims_in(changed(acme, **values))


def test_bytes_that_are_no_text_are_no_row_wherever_they_stand(acme: HandOff) -> None:
    data = changed(acme)[:-1] + b', "zz": "A\xff\xfe"}'
    with pytest.raises(FileRefused, match="UTF-8"):
        claims_in(data)
