"""Hostile hand-off files: each is refused with one sentence of our own, in both languages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from fixture_types import Tampered

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.i18n import set_language


def _put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(found: Any) -> None:
        for name in path[:-1]:
            found = found[name]
        found[path[-1]] = value

    return change


CHANGES: dict[str, tuple[Any, str]] = {
    "another format": (_put("format", value="cmic-wizard-draft"), "not of the format"),
    "no format": (lambda found: found.pop("format"), "not of the format"),
    "newer schema": (_put("schema", value=99), "newer version (schema 99; this program knows 2)"),
    "schema as text": (_put("schema", value="1"), "no usable schema number"),
    "schema true": (_put("schema", value=True), "no usable schema number"),
    "a password": (_put("password", value="C4NARY"), "contains “password”"),
    "password answered": (_put("answers", "connection.service_password", value="C4NARY"), "in readable form"),
    "unknown key inside": (_put("profile", "connection", "token", value="C4NARY"), "connection.token"),
    "missing key": (lambda found: found.pop("answers"), "lacks “answers”"),
    "number for text": (_put("answers", "kickoff.date", value=7), "should at “answers.kickoff.date”"),
    "text for flag": (_put("ready", value="true"), "should at “ready”"),
    "number for flag": (_put("ready", value=1), "should at “ready”"),
    "list for object": (_put("profile", value=[]), "should at “profile”"),
    "unknown choice": (_put("profile", "connection", "hosting", value="moon"), "connection.hosting"),
    "text for patch": (_put("profile", "subscriptions", "patch", value="20"), "profile.subscriptions.patch"),
    "rule broken": (
        _put("profile", "connection", "mobile_server_url", value="http://acmemob.cmicpaas.com/cmicprod"),
        "profile.connection.mobile_server_url",
    ),
    "old version": (_put("profile", "subscriptions", "cmic_version", value="R10"), "cmic_version"),
    "date without offset": (_put("created", value="2026-11-24T10:00:00"), "should at “created”"),
    "date as number": (_put("profile", "kickoff", "date", "at", value=1764000000), "profile.kickoff.date.at"),
    "path as id": (_put("profile", "id", value="../../etc/passwd"), "should at “profile.id”"),
    "name of nothing": (_put("profile", "name", value=" "), "should at “profile.name”"),
    "unknown step answered": (_put("answers", "connection.pin", value="1"), "step “connection.pin”"),
    "unknown step outstanding": (_put("outstanding", 0, "step", value="a.b"), "step “a.b”"),
    "unknown owner": (_put("outstanding", 0, "owner", value="mallory"), "should at “outstanding.1.owner”"),
    "unknown step noted": (_put("notes", value=[{"step": "x", "text": "y"}]), "step “x”"),
    "escape sequence": (_put("notes", 0, "text", value="\x1b]52;c;AAAA\x07"), "hidden character <U+001B>"),
    "right-to-left": (_put("profile", "name", value="Acme\u202egnp"), "hidden character <U+202E>"),
    "escape in a key": (_put("\x1b[2J", value=1), "hidden character <U+001B>"),
    "negative seconds": (_put("checks", 0, "stages", 0, "seconds", value=-1), "checks.1.stages.1.seconds"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_changed_document_is_refused_in_one_sentence(tampered: Tampered, kind: str, language: str) -> None:
    change, sentence = CHANGES[kind]
    data = tampered(change)
    set_language(language)
    _refused(data, sentence if language == "en" else "")


RAW: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _good: b"", "is empty"),
    "nothing but blanks": (lambda _good: b" \n ", "is empty"),
    "not JSON": (lambda _good: b"PK\x03\x04", "not valid JSON"),
    "cut off": (lambda good: good[: len(good) // 2], "not valid JSON"),
    "Latin-1": (
        lambda good: good.replace(b"Acme Builders", "Acmé".encode("latin-1"), 1),
        "not text in UTF-8",
    ),
    "UTF-16": (lambda good: good.decode().encode("utf-16"), "saved as UTF-16"),
    "too large": (lambda good: good + b" " * document.LIMIT, "larger than 768 kilobytes"),
    "a key twice": (lambda good: good.replace(b'"ready"', b'"by": "x", "ready"', 1), "gives “by” twice"),
    "NaN": (
        lambda good: good.replace(b'"seconds": 0.02', b'"seconds": NaN', 1),
        "“NaN”, which is not a number",
    ),
    "infinity": (lambda good: good.replace(b'"seconds": 0.02', b'"seconds": 1e999', 1), "too large"),
    "huge integer": (lambda good: good.replace(b'"schema": 2', b'"schema": ' + b"9" * 5000, 1), "too large"),
    "deep": (lambda _good: b"[" * 100_000, "nested too deeply"),
    "deep object": (lambda _good: b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deeply"),
    "lone surrogate": (lambda good: good.replace(b"Acme Builders", b"Acme \\ud83d", 1), "a broken character"),
    "a list": (lambda _good: b"[1]", "not of the format"),
    "a comment": (lambda good: b"// hello\n" + good, "not valid JSON"),
    "two documents": (lambda good: good + good, "not valid JSON"),
}


@pytest.mark.parametrize("kind", RAW)
def test_bytes_that_are_no_document_are_refused_in_one_sentence(acme: HandOff, kind: str) -> None:
    change, sentence = RAW[kind]
    bad = change(document.to_bytes(acme))
    assert bad != document.to_bytes(acme)
    _refused(bad, sentence)


def test_a_byte_order_mark_is_forgiven(acme: HandOff) -> None:
    assert document.parse(b"\xef\xbb\xbf" + document.to_bytes(acme)) == acme


def _refused(data: bytes, sentence: str) -> None:
    started = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        document.parse(data)
    assert time.perf_counter() - started < 1
    said = str(refused.value)
    assert sentence in said
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 250
    assert "C4NARY" not in said
    assert not any(word in said for word in ("pydantic", "Input should", "validation", "Traceback", "\x1b"))
    assert refused.value.__cause__ is None


def test_a_refusal_carries_nothing_of_the_file_in_its_traceback(tampered: Tampered) -> None:
    """pydantic's own errors would quote the input; ours must not lead back to them in what is printed."""
    import traceback

    data = tampered(_put("profile", "connection", "token", value="C4NARY"))
    try:
        document.parse(data)
    except FileRefused as refusal:
        printed = "".join(traceback.format_exception(refusal))
    assert "C4NARY" not in printed
    assert json.loads(data)["profile"]["connection"]["token"] == "C4NARY"
