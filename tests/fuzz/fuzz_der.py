"""Turns certificates into hostile ones: by their values in DER, whose lengths stay right or go wrong."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from forged import BAD_IP, EDI, OTHER, URI, X400, der
from fuzz_mutations import mutate_bytes

_CONSTRUCTED: Final = 0x20
_OCTETS: Final = 0x04
_DEEPEST: Final = 12
_TAGS: Final = bytes.fromhex(
    "01 02 03 04 05 06 0A 0C 13 16 17 18 1C 1E 30 31 80 81 82 83 84 86 87 88 A0 A1 A3 A4 A5 1F FF"
)
_PIECES: Final = (
    X400,
    EDI,
    OTHER,
    URI,
    BAD_IP,
    der(0x82, b"*.h.example"),
    der(0x82, b"xn--\xff\xfe.example"),
    der(0x82, "ñandú.example".encode()),
    der(0x82, b"h\0.example"),
    der(0x82, b"x" * 5000),
    der(0x87, bytes(16)),
    der(0x87, bytes(8)),
    der(0x88, b"\x2a\x03"),
    der(0x0C, "\u202eevil\x1b[2J".encode()),
    der(0x1E, b"\xd8\x00\x00a"),
    der(0x1C, b"\x00\x11\xff\xff"),
    der(0x13, b"\xff"),
    der(0x17, b"991231235959Z"),
    der(0x17, b"000000000000Z"),
    der(0x17, b"500101000000-2400"),
    der(0x18, b"99991231235959Z"),
    der(0x18, b"00000101000000Z"),
    der(0x18, b"20261301000000Z"),
    der(0x02, b"\x03"),
    der(0x02, b"\xff" * 40),
    der(0x02, b""),
    der(0x01, b"\x01"),
    der(0x05, b""),
    der(0x06, b"\x80\x01"),
    der(0x06, b"\xff" * 30),
    der(0x30, b""),
    der(0x31, b""),
)
"""Values that certificates rarely hold, and then in other places."""


class Value(NamedTuple):
    """A value within the bytes of another: where it begins, where its content does, where it ends."""

    start: int
    content: int
    end: int
    above: tuple[Value, ...]
    """The values around it, the outermost first."""


def values_of(data: bytes) -> list[Value]:
    """Every value in the bytes, at any depth, also within strings of bytes, where extensions hold theirs."""
    found: list[Value] = []
    _look(data, 0, len(data), (), found)
    return found


def _look(data: bytes, start: int, end: int, above: tuple[Value, ...], found: list[Value]) -> bool:
    """Whether the bytes are values, one behind the other."""
    first = len(found)
    while start < end:
        content, length = _head(data, start, end)
        if not content or content + length > end:
            del found[first:]
            return False
        value = Value(start, content, content + length, above)
        found.append(value)
        if (data[start] & _CONSTRUCTED or data[start] == _OCTETS) and len(above) < _DEEPEST:
            _look(data, content, value.end, (*above, value), found)
        start = value.end
    return True


def _head(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the content of a value begins, and its length; 0 for what is no value."""
    if end - start < 2 or data[start] & 0x1F == 0x1F:
        return 0, 0
    length = data[start + 1]
    if length < 0x80:
        return start + 2, length
    content = start + 2 + (length & 0x7F)
    if not 0x81 <= length <= 0x84 or content > end:
        return 0, 0
    return content, int.from_bytes(data[start + 2 : content], "big")


def with_piece(data: bytes, value: Value, piece: bytes, *, instead: bool = True) -> bytes:
    """The bytes with a piece instead of a value, or before it; the lengths of what is around it are right."""
    start, end = value.start, value.end if instead else value.start
    for outer in reversed(value.above):
        piece = der(data[outer.start], data[outer.content : start] + piece + data[end : outer.end])
        start, end = outer.start, outer.end
    return data[:start] + piece + data[end:]


class DerMutator:
    """Changes the values of a few certificates, which it takes apart once."""

    def __init__(self, certificates: list[bytes]) -> None:
        self._taken_apart = [(each, values_of(each)) for each in certificates]

    def make(self, random: Random) -> bytes:
        """A certificate after one change or some."""
        data, values = random.choice(self._taken_apart)
        data = self._changed(random, data, random.choice(values))
        while random.random() < 0.3:
            values = values_of(data)
            if not values:
                break
            data = self._changed(random, data, random.choice(values))
        return mutate_bytes(random, data) if random.random() < 0.1 else data

    def _changed(self, random: Random, data: bytes, value: Value) -> bytes:
        own = data[value.start : value.end]
        content = data[value.content : value.end]
        match random.randrange(9):
            case 0:
                return with_piece(data, value, b"")
            case 1:
                return with_piece(data, value, own * random.choice((2, 2, 20, 200)))
            case 2:
                return with_piece(data, value, der(random.choice(_TAGS), content))
            case 3 | 4:
                return with_piece(data, value, random.choice(_PIECES))
            case 5:
                return with_piece(data, value, random.choice(_PIECES), instead=False)
            case 6:
                other, values = random.choice(self._taken_apart)
                taken = random.choice(values)
                return with_piece(data, value, other[taken.start : taken.end])
            case 7:
                return with_piece(data, value, der(own[0], mutate_bytes(random, content)[:20_000]))
            case _:
                return data[: value.start + 1] + random.randbytes(1) + data[value.start + 2 :]
