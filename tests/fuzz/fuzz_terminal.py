"""The terminal as a door: what it may send, in pieces and with pauses, and how it is judged. POSIX only."""

from __future__ import annotations

import zlib
from random import Random
from typing import Final

from fuzz_mutations import mutate_bytes
from textual import events
from textual.message import Message

from cmic_wizard.tui.arriving import PASTE_AT_MOST, PROMPT, Arriving, LeftOut
from cmic_wizard.tui.driver import SLOW_LINE
from cmic_wizard.tui.meaning import Meaning

SAMPLES: Final = [
    b"PROCORE_SVC\t\x1b[Z\r\x1bOP\x1b[21~\x1b[1;5C\x1b[A",
    "Ñandú, Peña y Cía.: 3 €, 𝔘𝔫𝔦".encode(),
    b"Pe\xf1a\xe9 \x80\xff\xc3",
    b"\x1b[97;1:1;97u\x1b[97;1:3u\x1b[57358;1:3u\x1b[1114112;1u\x1b[0;;99:100:233u\x1b[55296;;56320u",
    b"\x1b[M\xff\xff\xff\x1b[M !!\x1b[<0;10;10M\x1b[<0;10;10m\x1b[<35;80;24M\x1b[<64;1;1M\x1b[32;1;1M",
    b"\x1b[48;24;80;0;0t\x1b[48;999999999;999999999;1;1t\x1b[8;24;80t\x1b[24;80R\x1b[?62;22c",
    b"\x1b[?2026;2$y\x1b[?2048;2$y\x1b[I\x1b[O\x1b[I",
    b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]52;c;QUJD\x07\x1bP>|term 9\x1b\\\x1b_Gi=1;OK\x1b\\",
    b"\x1b[200~two\r\nlines \x1b[31m \x00 Pe\xf1a\x1b[201~typed\x1b[200~another",
    b"\x1b\x1b\x1b[\x1bO\x1b]\x1bP\x1b_\x1bX\x1b^\x1ba\x1b\xc3\xb1\x1b[[A\x1b[3$\x1b[\x1b[",
    b"\x1b[" + b"9" * 40 + b";5u\x1b[" + b"1;" * 60 + b"~",
]
PIECES: Final = [
    *(b"\x1b", b"\x1b[", b"\x1bO", b"\x1b]", b"\x1bP", b"\x1b_G", b"\x1b[M", b"\x1b[<", b"\x1b[?", b"\x1b[["),
    *(b"\x1b[200~", b"\x1b[201~", b"\x07", b"\x1b\\", b"u", b"~", b"M", b"m", b"R", b"t", b";", b":", b"\r"),
    *(b"\xf1", b"\xc3", b"\xb1", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f", b"A", b"0", b"9999999"),
]
_PAUSES: Final = (0.0, 0.0, 0.0, 0.05, 0.2, 1.5, 4.0)
_LONG: Final = (b"\x1b[200~", b"\x1b]52;c;", b"\x1b_G", b"\x1b[1")
"""What a megabyte may follow that is nobody's keys."""
_KEYS_AT_MOST: Final = 300
_AT_THE_END: Final = b"\x1b[21~x"
_MESSAGES_AT_MOST: Final = 4
"""Messages that a byte makes at most: Esc and what was typed behind it."""


def make(random: Random) -> bytes:
    """Bytes that a terminal may send, or that nobody would."""
    kind = random.random()
    if kind < 0.25:
        return b"".join(random.choice(PIECES) for _number in range(random.randint(1, 40)))
    if kind < 0.4:
        return random.randbytes(random.randint(1, 200))
    data = b"".join(random.choice(SAMPLES) for _number in range(random.choice((1, 1, 2))))
    for _number in range(random.choice((0, 1, 1, 3))):
        data = mutate_bytes(random, data)[:_KEYS_AT_MOST]
    if kind > 0.997:
        data += random.choice(_LONG) + b"1;" * random.randint(1, 400_000) + random.choice(PIECES)
    return data


def load(data: bytes) -> list[Message]:
    """What the bytes mean where they arrive in pieces; AssertionError where keys are lost or broken."""
    random = Random(zlib.crc32(data))  # noqa: S311 - not for secrets
    arriving = Arriving(random.choice((0.025, PROMPT, SLOW_LINE)))
    meaning = Meaning(lambda: (80, 24))
    now, start, found = 0.0, 0, list[Message]()

    def take(pieces: list[object]) -> None:
        for piece in pieces:
            if not isinstance(piece, LeftOut):
                found.extend(meaning.of(piece))  # type: ignore[arg-type]

    while start < len(data):
        end = start + (4096 if len(data) > 2 * _KEYS_AT_MOST else random.choice((1, 2, 7, 30, 4096, 4096)))
        take(list(arriving.feed(data[start:end], now)))
        start = end
        now += random.choice(_PAUSES)
        take(list(arriving.tick(now)))
    assert len(found) <= _MESSAGES_AT_MOST * len(data), "more messages than bytes"
    while (wait := arriving.wait(now)) is not None:
        now += wait + 0.001
        take(list(arriving.tick(now)))
    for message in found:
        _demand_whole(message)
    before = len(found)
    take(list(arriving.feed(_AT_THE_END, now)))
    after = [message.key for message in found[before:] if isinstance(message, events.Key)]
    assert after == ["f10", "x"], f"keys pressed later came as {after}"
    return found


def _demand_whole(message: Message) -> None:
    """That a message can be drawn and saved."""
    if isinstance(message, events.Key):
        f"{message.key}{message.character or ''}".encode()
    elif isinstance(message, events.Paste):
        message.text.encode()
        assert 0 < len(message.text) <= PASTE_AT_MOST
    elif isinstance(message, events.MouseEvent):
        assert 0 <= message.x <= 80
        assert 0 <= message.y <= 24
