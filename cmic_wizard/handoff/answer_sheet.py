"""The answer sheet: questions of a profile as a text file that a person fills in and sends back.

It is TOML that any editor opens; what people do to TOML by hand (no quotes, curly ones) is understood.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cmic_wizard import strict_json, strict_toml
from cmic_wizard.bounds import AUTHOR_AT_MOST, fault_of_name, is_id
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Guide
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.handoff.questions import FORMAT, askable, asked_steps, explained, who
from cmic_wizard.i18n import _, in_language
from cmic_wizard.profile.answering import text_of
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import ANSWER_AT_MOST
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.strict_json import excerpt
from cmic_wizard.struct import Struct, field, replace
from cmic_wizard.text import hidden, visible, written_out

NEWEST: Final = 2
SUFFIX: Final = ".cmic-answers.toml"
"""The end of a sheet's file name."""
SHEET_BYTES: Final = 256 * 1024
"""Most bytes of a sheet."""
HEAD: Final = ("format", "schema", "profile_id", "profile_name", "asked_by", "language", "answered_by")
"""The names before the questions; `answered_by` may be missing."""

_WIDTH: Final = 76
_SAYS_SO: Final = re.compile(
    rb"""(?m)^[ \t\xef\xbb\xbf\xff\xfe]*["']?format["']?[ \t]*[=:][^\n]{0,8}""" + FORMAT.encode()
)
_LINE: Final = re.compile(r"\s*[\"'“”„«‘]?\s*([A-Za-z0-9_.-]+)\s*[\"'“”»’]?\s*[=:](.*)")
_QUOTES: Final = "\"'“”„«»‘’"


class Sheet(Struct, frozen=True):
    """What a sheet asks, and what was written into it."""

    profile_id: str
    profile_name: str
    asked_by: str
    language: str
    steps: tuple[str, ...]
    """The questions, in the file's order."""
    answers: dict[str, str] = field(default_factory=dict)
    """What was answered, as typed; a question left empty is not among them."""
    answered_by: str = ""


def written(
    guide: Guide,
    draft: Draft,
    steps: Sequence[str],
    asked_by: str,
    language: str,
    whom: str = "",
    role: str = "colleague",
) -> bytes:
    """An empty sheet that asks `whom` for the steps, in that person's language; never for the password."""
    asked = tuple(step.id for step in asked_steps(guide, steps))
    sheet = Sheet(draft.id, draft.name, who(asked_by), language, asked, answered_by=who(whom))
    return to_bytes(sheet, draft, role)


def to_bytes(sheet: Sheet, draft: Draft | None = None, role: str = "colleague") -> bytes:
    """The file of a sheet with what was answered so far; `draft` tells of other answers that matter to it."""
    about = draft or Draft(sheet.profile_id, sheet.profile_name, "", "")
    with in_language(sheet.language):
        text = "\n".join(_lines(replace(sheet, answers=_fit(sheet)), about, role)) + "\n"
    data = text.encode()
    read(data)
    return data


def _fit(sheet: Sheet) -> dict[str, str]:
    return {step: text for step, text in sheet.answers.items() if text and step in sheet.steps}


def _lines(sheet: Sheet, draft: Draft, role: str) -> Iterator[str]:
    yield from _comment(
        _("Questions about the set-up of CMiC and Procore: {name}").format(name=visible(draft.name))
    )
    if sheet.asked_by:
        yield from _comment(_("{name} asks you for these answers.").format(name=sheet.asked_by))
    yield from _comment(
        _("Write each answer between the quotes, save the file, and send it back as an attachment.")
    )
    yield from _comment(_("What you do not know may stay empty. Never write a password into this file."))
    yield ""
    yield f"format = {_quoted(FORMAT)}"
    yield f"schema = {NEWEST}"
    for name in HEAD[2:6]:
        yield f"{name} = {_quoted(getattr(sheet, name))}"
    yield ""
    yield from _comment(_("Your name, which will stand beside your answers:"))
    yield f"answered_by = {_quoted(sheet.answered_by)}"
    steps = load_guide().steps
    for number, step_id in enumerate(sheet.steps, start=1):
        step = steps[step_id]
        yield ""
        yield from _comment(f"{number}. {_(step.title)}")
        for paragraph in explained(step, draft, role):
            yield from _comment(paragraph)
        yield f"{_quoted(step_id)} = {_quoted(sheet.answers.get(step_id, ''))}"


def _comment(text: str) -> list[str]:
    lead = "# " + " " * (len(text) - len(text.lstrip()))
    shown = visible(text.strip())
    return textwrap.wrap(
        shown,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=lead,
        break_long_words=False,
        break_on_hyphens=False,
    ) or ["#"]


def _quoted(text: str) -> str:
    """A text as TOML's basic string, on one line; whatever has no shape is written as an escape."""
    out = []
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character == "\n":
            out.append("\\n")
        elif hidden(character):
            out.append(f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}")
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


def read(data: bytes) -> Sheet:
    """The sheet that a file holds; FileRefused, with one sentence, for anything else."""
    strict_json.demand_size(data, SHEET_BYTES)
    found = strict_json.expect_format(_table(data), FORMAT, NEWEST)
    shape = Shape({name: value for name, value in found.items() if name in HEAD})
    shape.take("format")
    shape.take("schema")
    asked = {name: value for name, value in found.items() if name not in HEAD}
    return demand_sheet(
        Sheet(
            profile_id=shape.text("profile_id"),
            profile_name=shape.text("profile_name"),
            asked_by=shape.text("asked_by", ""),
            language=shape.text("language", ""),
            steps=tuple(asked),
            answers=_texts(asked),
            answered_by=shape.text("answered_by", "").strip(),
        )
    )


def demand_sheet(sheet: Sheet) -> Sheet:
    """The sheet, once its ids, names and answers are such as may stand in one; else FileRefused."""
    if not is_id(sheet.profile_id):
        raise misfit("profile_id")
    if fault_of_name(sheet.profile_name):
        raise misfit("profile_name")
    for place in ("asked_by", "answered_by", "language"):
        name = getattr(sheet, place)
        if len(name) > AUTHOR_AT_MOST or any(map(hidden, name)):
            raise misfit(place)
    for step, text in sheet.answers.items():
        if len(text) > ANSWER_AT_MOST:
            raise misfit(step)
    return sheet


def is_sheet(data: bytes) -> bool:
    """Whether a file says of itself that it is an answer sheet, whatever else is wrong with it."""
    return _SAYS_SO.search(data[:SHEET_BYTES].replace(b"\0", b"")) is not None


def _table(data: bytes) -> dict[str, Any]:
    try:
        return strict_toml.flat(strict_toml.loads(data))
    except strict_toml.NotToml as fault:
        return _by_line(strict_toml.as_text(data), fault)


def _by_line(text: str, fault: FileRefused) -> dict[str, Any]:
    """As a person writes it who does not know TOML: a name and a value on each line; else `fault`."""
    known = {*HEAD, *load_guide().steps}
    found: dict[str, Any] = {}
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None or match[1] not in known:
            raise fault
        if match[1] in found:
            raise FileRefused(_("The file gives “{name}” twice.").format(name=excerpt(match[1])))
        found[match[1]] = _value(match[1], line, match[2])
    return found


def _value(name: str, line: str, written: str) -> Any:
    """What a line says of a name: by TOML's own rules where it keeps to them, else as it stands there."""
    try:
        found = strict_toml.flat(strict_toml.loads(line.encode()))
        return found.get(name, "")
    except FileRefused:
        return unquoted(written)


def unquoted(text: str) -> str:
    """What stands between the quotes, of whatever kind, or alone where they were left out."""
    bare = text.strip()
    if bare[:1] in _QUOTES and bare[:1]:
        bare = bare[1:]
        if bare[-1:] in _QUOTES and bare[-1:]:
            bare = bare[:-1]
    return bare.strip()


def _texts(found: Mapping[str, Any]) -> dict[str, str]:
    """What was answered; FileRefused for a step that is unknown, or is never asked for in writing."""
    steps = load_guide().steps
    texts = {}
    for step, value in found.items():
        if step not in steps:
            sentence = _("The file contains “{place}”, which this program does not know.")
            raise FileRefused(sentence.format(place=excerpt(step)))
        if step == SECRET_STEP:
            raise never_a_password()
        if not askable(steps[step]):
            raise misfit(step)
        texts[step] = written_out(text_of(steps[step], value).strip())
    return {step: text for step, text in texts.items() if text}


def never_a_password() -> FileRefused:
    """The refusal of a password in writing."""
    return FileRefused(
        _("Answers in writing can't contain the password: whoever knows it enters it in the wizard.")
    )
