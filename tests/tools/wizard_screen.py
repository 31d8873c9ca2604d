"""What a terminal shows: pyte's screen, fed with the bytes of a program and free of what pyte misreads."""

from __future__ import annotations

import re
from typing import Any, Final

import pyte
import pyte.screens

_BEGIN: Final = b"\x1b[?2026h"
_END: Final = b"\x1b[?2026l"
_HELD_AT_MOST: Final = 4_000_000

_MISREAD: Final = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"  # private sequences with < = >: keyboard protocol, resource queries
    rb"|\x1b\[\??[0-9;]*[ -/]+[@-~]"  # sequences with intermediate bytes: mode queries, cursor shape
    rb"|\x1b[PX^_].*?\x1b\\"  # device control and other strings
    rb"|\x1b\[[0-9;]*:[0-9;:]*m",  # colours and underlines with colons
    re.DOTALL,
)
_UNFINISHED: Final = re.compile(rb"\x1b(\[[0-?]*[ -/]*|\][^\x07\x1b]{0,4096}|[PX^_][^\x1b]{0,65536})?$")


class _Screen(pyte.Screen):
    """pyte's screen with repeated characters, scrolling and the alternate screen."""

    _last = " "

    def draw(self, data: str) -> None:
        if data:
            self._last = data[-1]
        super().draw(data)

    def repeat(self, count: int = 1, **_: Any) -> None:
        super().draw(self._last * (count or 1))

    def scroll_up(self, count: int = 1, **_: Any) -> None:
        self._scroll(count or 1, self.index, (self.margins or (0, self.lines - 1))[1])

    def scroll_down(self, count: int = 1, **_: Any) -> None:
        self._scroll(count or 1, self.reverse_index, (self.margins or (0, self.lines - 1))[0])

    def _scroll(self, count: int, move: Any, line: int) -> None:
        y, x = self.cursor.y, self.cursor.x
        for _ in range(count):
            self.cursor.y = line
            move()
        self.cursor.y, self.cursor.x = y, x

    def set_mode(self, *modes: int, **options: Any) -> None:
        if options.get("private") and 1049 in modes:
            self.erase_in_display(2)
            self.cursor_position()
        super().set_mode(*modes, **options)

    def set_margins(self, top: int | None = None, bottom: int | None = None, **_: Any) -> None:
        super().set_margins(top, bottom)

    def report_device_status(self, mode: int, **_: Any) -> None:
        """Queries are answered where the bytes arrive, not by the screen."""

    def report_device_attributes(self, mode: int = 0, **_: Any) -> None:
        """Queries are answered where the bytes arrive, not by the screen."""


class _Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "b": "repeat", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down"}


class Screen:
    """The emulated screen: `feed` it bytes, read `lines()`.

    Output between the marks of a synchronised update is held back until the update ends, so that
    only whole frames are ever seen, as on a terminal that supports them.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.cells: Any = _Screen(columns, rows)
        self._stream = _Stream(self.cells)
        self._held = b""

    @property
    def columns(self) -> int:
        """Width in cells."""
        return int(self.cells.columns)

    @property
    def rows(self) -> int:
        """Height in cells."""
        return int(self.cells.lines)

    def resize(self, columns: int, rows: int) -> None:
        """Take another size, as the terminal's window does."""
        self.cells.resize(rows, columns)

    def feed(self, data: bytes) -> None:
        """Show what the program wrote; an unfinished sequence or frame waits for the rest of it."""
        data = self._held + data
        begin = data.rfind(_BEGIN)
        unfinished = _UNFINISHED.search(data)
        if begin > data.rfind(_END) and len(data) - begin < _HELD_AT_MOST:
            data, self._held = data[:begin], data[begin:]
        elif unfinished:
            data, self._held = data[: unfinished.start()], data[unfinished.start() :]
        else:
            self._held = b""
        self._stream.feed(_MISREAD.sub(b"", data))

    def lines(self) -> list[str]:
        """The text of every line, spaces at its end left out."""
        return [line.rstrip() for line in self.cells.display]

    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(self.lines())


_QUERY: Final = re.compile(
    rb"\x1b\[\?(?P<mode>\d+)\$p"
    rb"|\x1b\[(?P<cursor>6)n"
    rb"|\x1b\[(?P<status>5)n"
    rb"|\x1b\[(?P<device>)0?c"
    rb"|\x1b\[>(?P<second>)0?c"
    rb"|\x1b\](?P<colour>10|11|12);\?(?:\x07|\x1b\\)"
    rb"|\x1b\[(?P<size>14|16|18)t"
)


class Answers:
    """What a common terminal answers to the queries in a program's output, chunk by chunk."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._tail = b""

    def to(self, data: bytes) -> bytes:
        """The answers to the queries that `data` completes; empty where it has none."""
        window = self._tail + data
        answers, end = b"", 0
        for query in _QUERY.finditer(window):
            answers += self._answer(query).encode()
            end = query.end()
        self._tail = window[end:][-24:]
        return answers

    def _answer(self, query: re.Match[bytes]) -> str:
        kind, value = str(query.lastgroup), query[query.lastgroup or 0].decode()
        columns, rows = self._screen.columns, self._screen.rows
        cursor = self._screen.cells.cursor
        match kind:
            case "mode":
                return f"\x1b[?{value};{2 if value == '2026' else 0}$y"
            case "cursor":
                return f"\x1b[{cursor.y + 1};{cursor.x + 1}R"
            case "status":
                return "\x1b[0n"
            case "device":
                return "\x1b[?62;22c"
            case "second":
                return "\x1b[>1;10;0c"
            case "colour":
                shade = "0000/0000/0000" if value == "11" else "ffff/ffff/ffff"
                return f"\x1b]{value};rgb:{shade}\x1b\\"
            case _:
                sizes = {"14": f"4;{rows * 20};{columns * 10}", "16": "6;20;10", "18": f"8;{rows};{columns}"}
                return f"\x1b[{sizes[value]}t"


KEYS: Final = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "esc": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "insert": "\x1b[2~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    **{f"f{n}": f"\x1b[{code}~" for n, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)},
    **{f"ctrl+{chr(code)}": chr(code - 96) for code in range(97, 123)},
}
"""What a terminal sends for each key; any other single character is sent as itself."""


def key(name: str) -> str:
    """What a terminal sends for the key of that name."""
    if name in KEYS:
        return KEYS[name]
    if len(name) == 1:
        return name
    raise ValueError(f"no key is called {name!r}")
