"""What was changed in a profile, by whom and when: kept as lines of text, and taken apart only when asked.

A line has fields apart by `|`: when, what, by whom, as what, out of which file, when it was taken back. Then
comes for each step `step:ID` and, for each of its fields, what stood there before (`answer:…`), and where
what came later can't tell it, what stood there after (`>answer:…`). Characters that mean something, here or
in JSON, are written as `%7C`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cmic_wizard.bounds import HISTORY_BYTES, moment_of
from cmic_wizard.struct import Struct, field, replace

OF_A_STEP_AT_MOST: Final = 20
"""Changes of one step that are kept, the newest."""
AT_MOST: Final = 500
"""Changes that are kept in all."""

IMPORT: Final = "import"
"""What came in by a file."""
CREATED: Final = "created"
"""That the profile was made, of a file or of another profile: nothing to take back."""
LARGE: Final = "large"
"""A change that has no room here, so that nothing before it can be taken back either."""

_IN_LINES: Final = re.compile(r'[%|"\\\n]')
_IN_FIELDS: Final = re.compile(r"[%~]")
_WRITTEN: Final = re.compile(r"%(25|7C|22|5C|0A|7E)")
_HEAD: Final = 6
_LINE_MORE: Final = len('  "",\n')


class Part(Struct, frozen=True):
    """What a change did to one step, "" for the profile as a whole: texts by field."""

    step: str
    before: Mapping[str, str]
    after: Mapping[str, str] = field(default_factory=dict)
    """Only where it can't be told from what came later."""


class Entry(Struct, frozen=True):
    """One change. `at` and `undone` are ISO 8601 in UTC, `undone` "" while it stands."""

    at: str
    what: str = ""
    """`import`, `created`, `large`, or "" for what was done here."""
    by: str = ""
    role: str = ""
    source: str = ""
    """The name of the file or profile it came out of."""
    undone: str = ""
    parts: tuple[Part, ...] = ()

    def taken_back(self, now: str, after: Mapping[str, Mapping[str, str]]) -> Entry:
        """The same once it was taken back; `after` is what stood there until then, by step and field."""
        parts = (
            replace(part, after={**part.after, **after[part.step]}) if part.step in after else part
            for part in self.parts
            if part.step
        )
        return replace(self, undone=now, parts=tuple(parts))


def written(entry: Entry) -> str:
    """The line of a change."""
    head = (entry.at, entry.what, entry.by, entry.role, entry.source, entry.undone)
    pieces = [quoted(text) for text in head]
    for part in entry.parts:
        pieces.append(f"step:{quoted(part.step)}")
        pieces += [f"{name}:{quoted(text)}" for name, text in part.before.items()]
        pieces += [f">{name}:{quoted(text)}" for name, text in part.after.items()]
    return "|".join(pieces)


def entry_in(line: str) -> Entry | None:
    """The change of a line; None for a line that is none."""
    pieces = line.split("|")
    head = [unquoted(piece) for piece in pieces[:_HEAD]]
    if len(head) < _HEAD or moment_of(head[0]) is None:
        return None
    at, what, by, role, source, undone = head
    parts: list[tuple[str, dict[str, str], dict[str, str]]] = []
    for piece in pieces[_HEAD:]:
        name, colon, text = piece.partition(":")
        if not colon or (name != "step" and not parts):
            return None
        if name == "step":
            parts.append((unquoted(text), {}, {}))
            continue
        _step, before, later = parts[-1]
        (later if name.startswith(">") else before)[name.removeprefix(">")] = unquoted(text)
    return Entry(at, what, by, role, source, undone, tuple(Part(*part) for part in parts))


def quoted(text: str, meaning: re.Pattern[str] = _IN_LINES) -> str:
    """A text with what means something in a line, or else elsewhere, written as `%7C`."""
    return meaning.sub(lambda found: f"%{ord(found[0]):02X}", text)


def unquoted(text: str) -> str:
    """What `quoted` was given."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if "%" in text else text


def joined(*texts: str) -> str:
    """Several texts as one field; `apart` gives them back."""
    return "~".join(quoted(text, _IN_FIELDS) for text in texts)


def apart(text: str, count: int) -> list[str]:
    """The texts of a field, `count` of them whatever stands there."""
    found = [unquoted(piece) for piece in text.split("~")]
    return [*found, *[""] * count][:count]


def size_of(history: Sequence[str]) -> int:
    """Bytes that it takes in the profile's file."""
    return len("".join(history).encode("utf-8", "replace")) + _LINE_MORE * len(history)


def added(history: Sequence[str], entry: Entry) -> tuple[str, ...]:
    """With one more change, the newest last; what is beyond the bounds goes, the oldest first."""
    lines = [*history[-(AT_MOST - 1) :], written(entry)]
    for part in entry.parts:
        _drop_older(lines, part.step)
    return fitted(lines, entry)


def fitted(lines: Sequence[str], newest: Entry) -> tuple[str, ...]:
    """As many of the newest lines as have room; where not even the last has, that there was a change."""
    left, first = HISTORY_BYTES, len(lines)
    for line in reversed(lines):
        left -= size_of((line,))
        if left < 0:
            break
        first -= 1
    if lines and first == len(lines):
        return (written(Entry(newest.at, LARGE, newest.by, newest.role, newest.source)),)
    return tuple(lines[first:])


def without_text(history: Sequence[str], secret: str) -> tuple[str, ...]:
    """The history without fields in which a secret stands that was typed in the wrong place."""
    found = []
    for line in history:
        entry = entry_in(line) if quoted(secret) in line else None
        if entry is None:
            found.append(line)
            continue
        parts = tuple(_part_without(part, secret) for part in entry.parts)
        if kept := tuple(part for part in parts if part.before or part.after):
            found.append(written(replace(entry, parts=kept)))
    return tuple(found)


def _part_without(part: Part, secret: str) -> Part:
    told = {name for fields in (part.before, part.after) for name, text in fields.items() if secret in text}
    before, after = (
        {name: text for name, text in fields.items() if name not in told}
        for fields in (part.before, part.after)
    )
    return Part(part.step, before, after)


def _drop_older(lines: list[str], step: str) -> None:
    """Drop what is more than a step may have, in place."""
    mark = f"|step:{quoted(step)}|"
    if not step or sum(mark in line for line in lines) <= OF_A_STEP_AT_MOST:
        return
    index = next(index for index, line in enumerate(lines) if mark in line)
    entry = entry_in(lines[index])
    parts = tuple(part for part in entry.parts if part.step != step) if entry else ()
    if entry is not None and parts:
        lines[index] = written(replace(entry, parts=parts))
    else:
        del lines[index]
