"""What bytes of a terminal mean, and what becomes of output that it does not take."""

from __future__ import annotations

import inspect
import os
import sys
import threading

import pytest

if sys.platform == "win32":
    pytest.skip("the driver is for POSIX", allow_module_level=True)

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._parser import ParseTimeout
from textual._xterm_parser import XTermParser
from textual.driver import Driver

from cmic_wizard.tui.arriving import PASTE_AT_MOST, Arriving, LeftOut, Pasted, Piece, Sequence, Text
from cmic_wizard.tui.driver import LastingDriver, patience
from cmic_wizard.tui.meaning import Meaning
from cmic_wizard.tui.outgoing import Outgoing


def pieces_of(*parts: bytes, pause: float = 0.0, patience: float = 0.1) -> list[Piece]:
    """The pieces of what arrives part by part, with a pause after each, and an end."""
    arriving, now = Arriving(patience), 0.0
    found: list[Piece] = []
    for part in parts:
        found += [*arriving.tick(now), *arriving.feed(part, now)]
        now += pause
    while (wait := arriving.wait(now)) is not None:
        now += wait
        found += arriving.tick(now)
    return found


def meant_by(*parts: bytes, pause: float = 0.0, patience: float = 0.1) -> list[str]:
    """The keys, the texts of pastes in quotes, and the kinds of everything else."""
    meaning = Meaning(lambda: (80, 24))
    found = []
    for piece in pieces_of(*parts, pause=pause, patience=patience):
        if isinstance(piece, LeftOut):
            found.append(piece.name)
            continue
        for message in meaning.of(piece):
            if isinstance(message, events.Key):
                found.append(message.key)
            elif isinstance(message, events.Paste):
                found.append(repr(message.text))
            else:
                found.append(type(message).__name__)
    return found


def textuals(sequence: str) -> list[str]:
    """What Textual's own parser makes of a sequence."""
    parser = XTermParser()
    found = list(parser.feed(sequence))
    if not found:
        try:
            parser._gen.throw(ParseTimeout())
        except ParseTimeout:
            return []
        found = [*parser._tokens]
    return [m.key if isinstance(m, events.Key) else type(m).__name__ for m in found]


def misread_by_textual(sequence: str) -> bool:
    """Whether it makes a character of a key's number there, or takes a key for the cursor's place."""
    made = textuals(sequence)
    if made == ["CursorPosition"] or sequence == "\x1b\x1b":
        return True
    number = sequence[2:-1]
    return number.isdigit() and f"{number}{sequence[-1]}" not in FUNCTIONAL_KEYS and sequence[-1] in "~ABCD"


def test_every_key_that_textual_knows_means_the_same() -> None:
    compared = [sequence for sequence in ANSI_SEQUENCES_KEYS if not misread_by_textual(sequence)]
    assert len(compared) > 300
    for sequence in compared:
        assert meant_by(sequence.encode()) == textuals(sequence), repr(sequence)


@pytest.mark.parametrize("end", ["u", "~"])
def test_every_named_key_of_the_keyboard_protocol_means_the_same(end: str) -> None:
    for code in FUNCTIONAL_KEYS:
        if code.endswith(end):
            for modifiers in ("", ";2", ";5", ";6"):
                sequence = f"\x1b[{code[:-1]}{modifiers}{end}"
                assert meant_by(sequence.encode()) == textuals(sequence), repr(sequence)


@pytest.mark.parametrize(
    ("arriving", "meant"),
    [
        (b"a\xf1b", ["a", "b", "NOT_UTF8"]),
        (b"\xf1", ["NOT_UTF8"]),
        ("ñ".encode(), ["ñ"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1b[1114112;1ua", ["a"]),
        (b"\x1b[57358;1:3ua", ["a"]),
        (b"\x1b[97:65;1:1ub", ["a", "b"]),
        (b"\x1b[0;;104:105u", ["h", "i"]),
        (b"\x1b[0;;55296:105u", ["i"]),
        (b"\x1b[55296;1u", []),
        (b"\x1b[M\xff\xff\xffa", ["a"]),
        (b"\x1b[M\ra", ["enter", "a"]),
        (b"\x1b[201~a", ["a"]),
        (b"\x1b[99~a", ["a"]),
        (b"\x1b[<0;81;1Ma", ["a"]),
        (b"\x1b[<0;80;24M", ["MouseDown"]),
        (b"\x1b[<0;-5;1Ma", ["a"]),
        (b"\x1b[<0;" + b"9" * 400 + b";1Ma", ["a"]),
        (b"\x1b[48;9;9;9;9ta", ["a"]),
        (b"\x1b[" + b"1;" * 4000 + b"ua", ["a"]),
        (b"\x1b]11;rgb:0/0/0\x07a\x1b]11;rgb:0/0/0\x1b\\b", ["a", "b"]),
        (b"\x1bP>|term\x1b\\a\x1b_Gi=1\x1b\\b", ["a", "b"]),
        (b"\x1b]11;rgb:\x1b[21~a", ["f10", "a"]),
        (b"\x1b[200~a\x1b[1;b\n\x1b[201~c", [repr("a\x1b[1;b\n"), "c"]),
        (b"\x1b[200~a\xf1b\x1b[201~c", [repr("ab"), "NOT_UTF8", "c"]),
        (b"\x1b[200~" + b"a" * (PASTE_AT_MOST + 1) + b"\x1b[201~c", ["LONG_PASTE", "c"]),
        (b"\x1b[200~" + b"a" * 3_000_000 + b"\x1b[201~c", ["LONG_PASTE", "c"]),
    ],
)
def test_odd_bytes_mean_what_can_be_meant(arriving: bytes, meant: list[str]) -> None:
    assert meant_by(arriving) == meant
    if len(arriving) < 10_000:
        assert meant_by(*[arriving[n : n + 1] for n in range(len(arriving))]) == meant, "byte by byte, too"


def test_esc_waits_for_the_rest_of_a_key_as_long_as_the_line_is_slow() -> None:
    assert meant_by(b"\x1b", b"OS", pause=0.15, patience=0.5) == ["f4"]
    assert meant_by(b"\x1b", b"O", b"S", pause=0.15, patience=0.5) == ["f4"]
    assert meant_by(b"\x1b[2", b"1~", pause=0.4) == ["f10"], "nobody types what is clearly a sequence"


def test_what_is_typed_behind_esc_stays_text() -> None:
    assert meant_by(b"\x1b", b"user", pause=0.2, patience=0.5) == ["escape", *"user"]
    assert meant_by(b"\x1b", b"O", pause=0.2, patience=0.5) == ["escape", "O"]
    assert meant_by(b"\x1b", b"OTHER", pause=0.2, patience=0.5) == ["escape", *"OTHER"]
    assert meant_by(b"\x1ba", pause=0.0, patience=0.5) == ["alt+a"]


def test_a_line_is_slow_over_ssh_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_CONNECTION", "SSH_TTY", "ESCDELAY"):
        monkeypatch.delenv(name, raising=False)
    assert patience() == pytest.approx(0.1)
    monkeypatch.setenv("SSH_TTY", "/dev/pts/3")
    assert patience() == pytest.approx(0.5)
    monkeypatch.setenv("ESCDELAY", "25")
    assert patience() < 0.5


def test_what_has_paused_goes_on_or_gives_the_keys_back() -> None:
    long = b"x" * 40
    assert pieces_of(b"\x1b[200~" + long, long + b"\x1b[201~", pause=5) == [Pasted("x" * 40)] * 2
    assert pieces_of(b"\x1b[200~ab", b"\x1b[21~", pause=5) == [Pasted("ab"), Sequence("\x1b[21~")]
    assert pieces_of(b"\x1b]52;c;" + long, long + b"\x07a", pause=5) == [Text("a")]
    assert pieces_of(b"\x1b]52;c;" + long, b"a", pause=5) == [Text("a")]


class Pipe:
    """A pipe as a terminal that takes what is read from it."""

    def __init__(self) -> None:
        self.reading, writing = os.pipe()
        self.missed = threading.Event()
        self.outgoing = Outgoing(writing, "utf-8", "backslashreplace", self.missed.set)

    def read(self, until: bytes) -> bytes:
        found = b""
        while not found.endswith(until):
            found += os.read(self.reading, 65536)
        return found


def test_output_that_nobody_takes_is_bounded_and_made_good() -> None:
    pipe = Pipe()
    for number in range(2000):
        pipe.outgoing.write(f"{number}" + "x" * 10_000)
    pipe.outgoing.write("restored", always=True)
    assert pipe.outgoing._bytes < 5_000_000
    assert not pipe.outgoing.drain(0.05)
    assert not pipe.missed.is_set()
    assert pipe.read(b"restored").startswith(b"0xxx")
    assert pipe.missed.wait(10)
    pipe.outgoing.write("drawn anew \ud800")
    assert pipe.read(b"ud800") == b"drawn anew \\ud800"
    pipe.outgoing.close(5)


def test_a_terminal_that_is_gone_takes_everything_at_once() -> None:
    pipe = Pipe()
    os.close(pipe.reading)
    for _number in range(200):
        pipe.outgoing.write("x" * 100_000)
    assert pipe.outgoing.drain(5)
    pipe.outgoing.close(5)


def test_the_parts_of_textual_that_are_built_on_are_there() -> None:
    """Two of them are not public: the tables of keys, and how a report of the mouse is read."""
    [keys] = XTermParser()._sequence_to_key_events("x", alt=True)
    assert (keys.key, keys.character) == ("alt+x", "x")
    assert isinstance(XTermParser().parse_mouse_code("\x1b[<0;1;2M"), events.MouseDown)
    assert FUNCTIONAL_KEYS["1A"] == "up"
    asked = set(Driver.__abstractmethods__)
    assert asked == {"write", "start_application_mode", "disable_input", "stop_application_mode"}
    assert not inspect.isabstract(LastingDriver)
    assert "_size" in inspect.getsource(Driver.__init__)
