"""Texts as Windows and mail leave them are read, or refused with the remedy."""

from __future__ import annotations

import pytest

from cmic_wizard.encodings import as_utf8, demand_utf8, is_utf16
from cmic_wizard.errors import FileRefused
from cmic_wizard.strict_json import loads

TEXT = 'age1 ñ {"a": "1"}\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    assert as_utf8(TEXT.encode(encoding)) == TEXT.encode()
    assert is_utf16(TEXT.encode(encoding)) == encoding.startswith("utf-16")


@pytest.mark.parametrize(
    "data", [b"", b"a", b"\xff", b"\xff\xfe\x00", bytes(64), b"\x00", "ñ".encode("latin-1")]
)
def test_what_is_no_text_is_left_as_it_is_or_read_without_a_fault(data: bytes) -> None:
    assert isinstance(as_utf8(data), bytes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_where_a_standard_asks_for_utf_8_the_remedy_is_named(encoding: str) -> None:
    for read in (demand_utf8, loads):
        with pytest.raises(FileRefused, match="UTF-8"):
            read('{"a": 1}'.encode(encoding))
    assert loads('{"a": 1}'.encode("utf-8-sig")) == {"a": 1}
