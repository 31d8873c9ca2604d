"""Hostile JSON is refused with one sentence, quickly; honest JSON is read."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cmic_wizard import strict_json
from cmic_wizard.errors import FileRefused

KB = 1024
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

HOSTILE = {
    "empty": (b"", "The file is empty."),
    "not JSON": (b"hello", "The file is not valid JSON (line 1, column 1)."),
    "two documents": (b"{}\n{}", "The file is not valid JSON (line 2, column 1)."),
    "cut off": (b'{"format":', "The file is not valid JSON"),
    "too large": (b" " * (256 * KB + 1), "The file is larger than 256 kilobytes."),
    "far too large": (b"[" + b"1," * (13 * KB * KB) + b"1]", "The file is larger than 256 kilobytes."),
    "nested": (b"[" * (256 * KB), "The file is nested too deeply."),
    "nested objects": (b'{"a":' * 30 + b"1" + b"}" * 30, "The file is nested too deeply."),
    "name twice": (b'{"a": 1, "b": {"c": 1, "c": 2}}', "The file gives “c” twice."),
    "control character in a name given twice": (
        b'{"\\u001b[2J": 1, "\\u001b[2J": 2}',
        "The file gives “<U+001B>[2J” twice.",
    ),
    "NaN": (b'{"a": NaN}', "The file contains “NaN”, which is not a number."),
    "infinity": (b"[-Infinity]", "The file contains “-Infinity”, which is not a number."),
    "infinite by size": (b"[1e999]", "The file contains the number 1e999, which is too large."),
    "endless integer": (b"9" * 5000, "which is too large."),
    "lone surrogate": (
        b'{"a": "\\ud800"}',
        "The file contains a broken character (one that did not copy completely).",
    ),
    "lone surrogate in a name": (
        b'{"\\udc00": 1}',
        "The file contains a broken character (one that did not copy completely).",
    ),
    "Latin-1": ("ñ".encode("latin-1"), "The file is not text in UTF-8."),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "The file is saved as UTF-16 (“Unicode”)"),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf{}", "The file is not valid JSON (line 1, column 1)."),
    "raw control character": (b'"\x1b"', "The file is not valid JSON"),
    "unterminated text full of escapes": (b'"' + b'\\"' * (127 * KB), "The file is not valid JSON"),
    "quotes": (b'"' * (255 * KB), "The file is not valid JSON"),
    "backslash at the end": (b'["' + b"\\\\" * (127 * KB) + b"\\", "The file is not valid JSON"),
}


def one_sentence(text: str) -> bool:
    return text.endswith(".") and text.isprintable() and ". " not in text and len(text) < 200


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused_with_one_sentence_within_50_ms(name: str) -> None:
    data, expected = HOSTILE[name]
    spent = []
    for _ in range(3):
        start = time.process_time()
        with pytest.raises(FileRefused) as refusal:
            strict_json.loads(data)
        spent.append(time.process_time() - start)
        assert expected in str(refusal.value)
        assert one_sentence(str(refusal.value))
        assert refusal.value.__cause__ is None
    assert min(spent) < 0.05


@pytest.mark.parametrize(
    "data",
    [
        b"[" + b"[]," * (80 * KB) + b"1]",
        b"[" + b"0," * (120 * KB) + b"0]",
        b'["' + b"\\u202e" * 40_000 + b'"]',
    ],
)
def test_the_largest_allowed_files_are_read_within_a_moment(data: bytes) -> None:
    spent = []
    for _ in range(10):  # the least of them is what it takes on a machine that does nothing else
        start = time.process_time()
        strict_json.hidden_character(strict_json.loads(data))
        spent.append(time.process_time() - start)
    assert min(spent) < 0.2


def test_honest_json_is_read_as_it_is() -> None:
    data = '{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[ \\" ñ 🔑 \\ud83d\\udd11", "b": [1, -2.5, true, null]}'.encode()
    expected = {"a": '[[[[[[[[[[[[[[[[[[[[[[[[[[ " ñ 🔑 🔑', "b": [1, -2.5, True, None]}
    assert strict_json.loads(data) == expected
    assert strict_json.loads(b"\xef\xbb\xbf" + data) == expected, "Notepad's mark is dropped"
    assert strict_json.loads(b"[" * 20 + b"]" * 20, depth=20) is not None
    with pytest.raises(FileRefused):
        strict_json.loads(b"[" * 21 + b"]" * 21, depth=20)


@pytest.mark.parametrize(
    ("found", "character"),
    [
        ({"a": ["fine\nñ 🔑\u00a0"]}, None),
        ({"a": ["\x1b[2J"]}, "<U+001B>"),
        ({"a\u202e": 1}, "<U+202E>"),
        ([{"x": {"y": "\x00"}}], "<U+0000>"),
        ("tab\t", "<U+0009>"),
        ("\x9b", "<U+009B>"),
        ("\ue000", "<U+E000>"),
        ("\u2028", "<U+2028>"),
        (12, None),
    ],
)
def test_hidden_characters_are_found_in_texts_and_names(found: object, character: str | None) -> None:
    assert strict_json.hidden_character(found) == character


TEXTS = st.one_of(st.text(), st.text('\t\r\b\f\n\x00\x7f\u200b\\"uabn ', max_size=12))


@given(text=TEXTS, encoding=st.sampled_from(ENCODINGS), escaped=st.booleans())
@example(text="\u200b", encoding="utf-16-le", escaped=False)
def test_what_is_surely_visible_has_no_hidden_character(text: str, encoding: str, escaped: bool) -> None:
    data = json.dumps({"a": text, "b": 1}, ensure_ascii=escaped).encode(encoding, "surrogatepass")
    if strict_json.surely_visible(data):
        assert strict_json.hidden_character(json.loads(data)) is None


def test_a_plain_profile_is_surely_visible() -> None:
    assert strict_json.surely_visible(b'{"a": "https://acme.example/x?y=1\\nline", "b": [1, null]}')


def test_line_feeds_are_hidden_where_they_are_not_allowed() -> None:
    assert strict_json.hidden_character(["a\nb"], allowed="") == "<U+000A>"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "The file is not of the format “thing”."),
        ({}, "The file is not of the format “thing”."),
        ({"format": "other", "schema": 1}, "The file is not of the format “thing”."),
        ({"format": ["thing"], "schema": 1}, "The file is not of the format “thing”."),
        ({"format": "thing"}, "The file has no usable schema number."),
        ({"format": "thing", "schema": "1"}, "The file has no usable schema number."),
        ({"format": "thing", "schema": True}, "The file has no usable schema number."),
        ({"format": "thing", "schema": 1.0}, "The file has no usable schema number."),
        ({"format": "thing", "schema": 0}, "The file has no usable schema number."),
        (
            {"format": "thing", "schema": 99},
            (
                "The file was made by a newer version (schema 99; this program knows 1): "
                "update cmic-wizard to open it."
            ),
        ),
    ],
)
def test_a_header_that_does_not_fit_is_refused(found: object, expected: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        strict_json.expect_format(found, "thing", 1)
    assert str(refusal.value) == expected


def test_a_header_that_fits_gives_the_object() -> None:
    found = {"format": "thing", "schema": 1, "more": []}
    assert strict_json.expect_format(found, "thing", 1) is found
