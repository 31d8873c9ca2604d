"""Answers in the text of a reply to questions: behind their marks, or beneath, quoted or not.

Mail programs quote (`> `), break and join lines as they like; a mark with a step's id stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from cmic_wizard.bounds import AUTHOR_AT_MOST
from cmic_wizard.encodings import as_utf8
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.handoff.answer_sheet import Sheet, never_a_password, unquoted
from cmic_wizard.handoff.questions import FORMAT, askable
from cmic_wizard.i18n import LANGUAGES, _, in_language
from cmic_wizard.profile.fields import ANSWER_AT_MOST
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import hidden, written_out

TEXT_AT_MOST: Final = 200_000
"""Characters of a text that are looked at."""
_LINE_AT_MOST: Final = 4000
_ANSWER_LINES: Final = 200
_QUOTED: Final = re.compile(r"((?:[ \t]?>)*)[ \t]?(.*)", re.DOTALL)
_BEFORE_AT_MOST: Final = 40
_OPENED: Final = "\"'“”„«‘[(<*_"
_CLOSED: Final = "\"'“”»’])>*_ \t"
_REFERENCE: Final = re.compile(re.escape(FORMAT) + r"[\s\d]{0,4}?\s([0-9A-Za-z][0-9A-Za-z_-]{5,63})\b")
_HEAD: Final = re.compile(r"\s*(profile_id|profile_name|asked_by|answered_by|language)\s*=\s*(.*)")
_NUMBERED: Final = re.compile(r"\s*#?\s*(\d{1,3})\s?[.):ºª-]{1,3}\s+")
_SIGNATURE: Final = "--"
_SPEAKER: Final = re.compile(r"(?m)^\[[^\W\d][^\[\]@=/\n]{0,59}\]:?[ \t]+")
"""The name in square brackets that Outlook writes before what is said between the lines of a mail."""
_INVISIBLE: Final[dict[int, str | None]] = {
    ord(c): None for c in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
}
_INVISIBLE[0xA0] = " "


class NoAnswers(FileRefused):
    """A text in which there is no answer to a question of this program's."""


class _Line(Struct, frozen=True):
    depth: int
    """How often it is quoted."""
    text: str
    step: str = ""
    """The step whose mark it has."""
    value: str = ""
    """What stands behind the mark."""
    ends: bool = False
    """Whether the questions end here."""


def read(text: str, by: str = "") -> Sheet:
    """The answers that a text gives, `by` a person; NoAnswers where there is none, FileRefused for others.

    The profile's id is "" where the text does not say which profile it is about.
    """
    lines = [_line(line) for line in _of(text)]
    found: dict[str, tuple[int, str]] = {}
    marks = [n for n, line in enumerate(lines) if line.step]
    for place in marks:
        line = lines[place]
        answer = _answer(lines, place, ended=place != marks[-1] or any(other.ends for other in lines[place:]))
        answer = _SPEAKER.sub("", answer)
        if not answer:
            continue
        if line.step == SECRET_STEP:
            raise never_a_password()
        if line.step not in found or line.depth < found[line.step][0]:
            found[line.step] = line.depth, written_out(answer[:ANSWER_AT_MOST])
    if not found:
        found = _by_number(lines)
    if not found:
        raise NoAnswers(_none(bool(marks)))
    steps = tuple(dict.fromkeys(lines[place].step for place in marks))
    sheet = Sheet("", "", "", "", steps, {step: answer for step, (_depth, answer) in found.items()})
    return _headed(sheet, lines, by)


def _by_number(lines: Sequence[_Line]) -> dict[str, tuple[int, str]]:
    """The answers that stand above the questions, each behind its question's number."""
    asked: dict[str, str] = {}
    first = len(lines)
    for place, line in enumerate(lines):
        match = _NUMBERED.match(line.text)
        step = _titles().get(_plain(line.text[match.end() :])) if match else None
        if match and step:
            asked[match[1]] = step
            first = min(first, place)
    found: dict[str, tuple[int, str]] = {}
    for line in lines[:first]:
        match = _NUMBERED.match(line.text)
        step = asked.get(match[1]) if match else None
        if match and step and step not in found:
            found[step] = line.depth, written_out(unquoted(line.text[match.end() :]))
    return {step: (depth, answer) for step, (depth, answer) in found.items() if answer}


def _none(marked: bool) -> str:
    if marked:
        return _("There are questions in this text, but no answer to any of them yet.")
    return _("There is no question of this program in the text, so that nothing tells which answer is which.")


def _headed(sheet: Sheet, lines: Sequence[_Line], by: str) -> Sheet:
    head: dict[str, str] = {}
    for line in lines:
        if (match := _HEAD.fullmatch(line.text)) and (value := unquoted(match[2])):
            head.setdefault(match[1], value)
        elif match := _REFERENCE.search(line.text):
            head.setdefault("profile_id", match[1])
    return replace(
        sheet,
        profile_id=head.get("profile_id", ""),
        profile_name=head.get("profile_name", ""),
        asked_by=head.get("asked_by", ""),
        answered_by=head.get("answered_by", by),
    )


def _of(text: str) -> Iterator[str]:
    """The lines of a text without what nobody sees; a line that is too long is cut."""
    for line in text[:TEXT_AT_MOST].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield tidied(line[:_LINE_AT_MOST]).rstrip()


def tidied(text: str) -> str:
    """A text without the invisible characters that mail programs put in, no-break spaces as spaces."""
    return text.translate(_INVISIBLE)


def _line(text: str) -> _Line:
    match = _QUOTED.fullmatch(text)
    marks, rest = (match[1], match[2]) if match else ("", text)
    depth = marks.count(">")
    found = _marks().search(rest)
    value = None if found is None else _value(rest[: found.start()], rest[found.end() :])
    if found is None or value is None:
        return _Line(depth, rest, ends=FORMAT in rest)
    return _Line(depth, rest, found[0], value)


def _value(before: str, after: str) -> str | None:
    """What is said behind a step's id; None where the id is only mentioned, and marks no answer."""
    lead = before.strip()
    opened = lead[-1:] if lead[-1:] in _OPENED else ""
    bare = after.lstrip(_CLOSED) if opened else after.lstrip()
    separated = bare[:1] in (":", "=") and bare != ""
    if len(before) > _BEFORE_AT_MOST or not (opened == "[" or (separated and (opened or not lead))):
        return None
    return unquoted(bare[1:] if separated else bare)


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.@/-])(?:{_ids()})(?![\w@-]|\.\w)")


def _ids() -> str:
    return "|".join(re.escape(step) for step in load_guide().steps if _may_stand(step))


def _may_stand(step: str) -> bool:
    return step == SECRET_STEP or askable(load_guide().steps[step])


def _answer(lines: Sequence[_Line], place: int, *, ended: bool) -> str:
    """What was answered at a mark: behind it, beneath it less quoted, or beneath it as everything else."""
    mark, after = lines[place], lines[place + 1 : place + 1 + _ANSWER_LINES]
    if mark.value:
        return _gone_on(mark.value, after, mark.depth)
    own: list[str] = []
    for line in after:
        if line.step or line.ends or (line.text.strip() and line.depth >= mark.depth):
            break
        if line.text.strip() == _SIGNATURE:
            break
        own.append(line.text.strip())
    answer = "\n".join(line for line in own if line)
    if answer or not ended:
        return answer or _beneath(after, mark.depth, apart=False)
    return _beneath(after, mark.depth, apart=True)


def _gone_on(value: str, after: Sequence[_Line], depth: int) -> str:
    """The value with the lines into which a mail program has broken it."""
    parts = [value]
    for line in after:
        bare = line.text.strip()
        if not bare or line.depth != depth or line.step or line.ends or _begins(bare):
            break
        parts.append(bare)
    return " ".join(parts)


def _beneath(after: Sequence[_Line], depth: int, *, apart: bool) -> str:
    """The paragraph under a mark; behind an empty line only where the questions are known to go on."""
    parts: list[str] = []
    for line in after:
        bare = line.text.strip()
        if not bare and not parts and apart:
            continue
        if not bare or line.depth != depth or line.step or line.ends or _begins(bare):
            break
        parts.append(bare)
    return "\n".join(parts)


def _begins(line: str) -> bool:
    """Whether a line is the next question's title, or a name in the head of a sheet."""
    bare = _NUMBERED.sub("", line, count=1)
    return _plain(bare) in _titles() or line.startswith(("#", _SIGNATURE)) or bool(_HEAD.fullmatch(line))


@cache
def _titles() -> dict[str, str]:
    """The steps by their titles in all languages."""
    found: dict[str, str] = {}
    for chosen in LANGUAGES:
        with in_language(chosen):
            for step in load_guide().walk():
                if askable(step):
                    found.setdefault(_plain(_(step.title)), step.id)
    return found


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def said_in(data: bytes) -> Sheet | None:
    """The answers of a text file into which somebody has copied a reply; None for any other file."""
    if len(data) > TEXT_AT_MOST * 4 or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return None
    try:
        text = as_utf8(data).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not any(_line(line).step for line in _of(text)):
        return None
    return demand_plain(read(text))


def demand_plain(sheet: Sheet) -> Sheet:
    """The sheet without names that may not stand in one: those of a text are only hints."""
    return replace(
        sheet,
        profile_name=_fit(sheet.profile_name),
        asked_by=_fit(sheet.asked_by),
        answered_by=_fit(sheet.answered_by),
    )


def _fit(name: str) -> str:
    return "" if len(name) > AUTHOR_AT_MOST or any(map(hidden, name)) else name
