"""What may stand at a shell's cursor: commands, options, profiles, steps, values, by the table of commands.

What a value is called in the help says what completes it: FILE, DIR, NAME, STEP, STEP=VALUE, `json|html`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cmic_wizard.commands.command import Command
from cmic_wizard.commands.options import COMMANDS, main_parser, parser_of
from cmic_wizard.commands.parser import OneOf, Parser
from cmic_wizard.commands.shell_words import quoted_for, unquoted
from cmic_wizard.i18n import _, in_english
from cmic_wizard.struct import Struct, field, replace
from cmic_wizard.text import shortened, visible

if TYPE_CHECKING:
    from cmic_wizard.guide.model import Step

_ABOUT_AT_MOST: Final = 70
_VERB: Final = re.compile(r"[a-z][a-z-]*\Z")
_PATHS: Final = {"FILE": ":files", "DIR": ":folders"}
"""What the shell itself knows best."""


class Candidate(Struct, frozen=True):
    """A word that may stand there, and what it means."""

    word: str
    about: str = ""


class _Line(Struct):
    """What stands before the cursor."""

    command: Command | None = None
    pending: argparse.Action | None = None
    """The option whose value the cursor is at."""
    more: argparse.Action | None = None
    """The option that may take another value there."""
    placed: list[str] = field(default_factory=list)
    """The words that are no options."""
    said: dict[str, str] = field(default_factory=dict)
    """The common options' values."""
    used: set[str] = field(default_factory=set)
    ended: bool = False
    """Whether `--` has ended the options."""


def answer(arguments: Sequence[str]) -> list[str]:
    """The lines that a script takes: a word, a tab, what it means; `:files` and `:folders` ask the shell."""
    shell, current, *words = arguments
    text, quote = unquoted(current.removeprefix(":"))
    if shell == "bash":
        words = [unquoted(word)[0] for word in words]
    lines = []
    for found in candidates(words, text):
        word = found.word if found.word.startswith(":") else quoted_for(shell, found.word, quote)
        lines.append(f"{word}\t{visible(found.about)}")
    return lines


def candidates(words: Sequence[str], current: str) -> list[Candidate]:
    """What may stand at the cursor, after these words and beginning with `current`."""
    line = _read(words)
    found = list(_candidates(line, current))
    return [each for each in found if each.word.startswith((":", current))]


def _read(words: Sequence[str]) -> _Line:
    line = _Line()
    actions = _actions(main_parser())
    for word in words:
        if line.pending is not None:
            _take(line, word)
        elif not line.ended and word == "--":
            line.ended = True
        elif not line.ended and word.startswith("-") and word != "-":
            name, equals, value = word.partition("=")
            line.used.add(name)
            line.more = None
            action = actions.get(name)
            if action is not None and action.nargs != 0:
                line.pending = action
                if equals:
                    _take(line, value)
        elif line.command is None:
            line.command = next((each for each in COMMANDS if each.name == word), None)
            if line.command is None:
                line.placed.append(word)
            else:
                actions = _actions(parser_of(line.command))
        elif line.more is None:
            line.placed.append(word)
    return line


def _take(line: _Line, value: str) -> None:
    action, line.pending = line.pending, None
    assert action is not None  # noqa: S101 - the caller has seen it
    line.said[action.dest] = value
    line.more = action if action.nargs == "+" else None


def _actions(parser: Parser) -> dict[str, argparse.Action]:
    return {name: action for action in parser.actions for name in action.option_strings}


def _candidates(line: _Line, current: str) -> Iterator[Candidate]:
    if line.command is None and line.placed:
        return
    parser = _parser(line)
    with in_english():
        names = {action.dest: str(action.metavar) for action in _parser(line).actions if action.metavar}
    if line.pending is not None:
        yield from _values(line, line.pending, names, current)
    elif current.startswith("-") and not line.ended:
        yield from _options(line, parser, names, current)
    elif line.more is not None:
        yield from _values(line, line.more, names, current)
    elif line.command is None:
        yield from (Candidate(each.name, _(each.summary)) for each in COMMANDS)
    else:
        for action in parser.actions:
            if not action.option_strings:
                yield from _placed(line, names.get(action.dest, ""), current)


def _parser(line: _Line) -> Parser:
    return main_parser() if line.command is None else parser_of(line.command)


def _options(line: _Line, parser: Parser, names: dict[str, str], current: str) -> Iterator[Candidate]:
    name, equals, value = current.partition("=")
    if equals:
        action = _actions(parser).get(name)
        if action is not None and action.nargs != 0:
            for found in _values(line, action, names, value):
                yield found if found.word.startswith(":") else replace(found, word=f"{name}={found.word}")
        return
    for action in parser.actions:
        repeats = action.nargs != 0 and isinstance(action.default, list)
        if action.option_strings and (repeats or not line.used & set(action.option_strings)):
            yield Candidate(action.option_strings[-1], _brief(action.help or ""))


def _brief(text: str) -> str:
    return shortened(re.split(r"[;(]", text, maxsplit=1)[0].strip(), _ABOUT_AT_MOST)


def _values(line: _Line, action: argparse.Action, names: dict[str, str], current: str) -> Iterator[Candidate]:
    if isinstance(action.type, OneOf):
        yield from map(Candidate, action.type.allowed)
    else:
        yield from _called(line, names.get(action.dest, ""), current)


def _placed(line: _Line, called: str, current: str) -> Iterator[Candidate]:
    """For an argument such as `delete NAME | rename OLD NEW`, or `FILE | DIR`, of which there may be many."""
    for way in called.split(" | "):
        words, at = way.split(), len(line.placed)
        if len(words) == 1 and not _VERB.match(words[0]):
            yield from _called(line, words[0], current)
        elif at < len(words) and words[:1] == (line.placed or words)[:1]:
            if _VERB.match(words[at]):
                yield Candidate(words[at])
            else:
                yield from _called(line, words[at], current)


def _called(line: _Line, called: str, current: str) -> Iterator[Candidate]:
    """What completes a value by its name in the help."""
    for name in called.split("|"):
        kind = name.strip(" …").partition(".")[0]
        if kind in _PATHS:
            yield Candidate(_PATHS[kind])
        elif kind in ("NAME", "OLD"):
            yield from _profiles(line)
        elif kind.startswith("STEP"):
            yield from _steps(kind, current)
        elif _VERB.match(kind):
            yield Candidate(kind)


def _profiles(line: _Line) -> Iterator[Candidate]:
    """The profiles, each by a name that the command line takes: its own, or that of its file."""
    import os

    from cmic_wizard.locations import data_dir
    from cmic_wizard.profile.profiles import Profiles

    folder = data_dir(line.said.get("data_dir") or os.environ.get("CMIC_WIZARD_DATA_DIR") or None)
    for listed in Profiles(folder).list():
        plain = listed.name.isprintable() and visible(listed.name) == listed.name
        yield Candidate(listed.name if plain and not listed.name.startswith("-") else listed.slug)


def _steps(kind: str, current: str) -> Iterator[Candidate]:
    """Steps for `STEP`, several with commas for `STEP,…`, or with what each takes for `STEP=VALUE`."""
    from cmic_wizard.guide.loader import load_guide
    from cmic_wizard.guide.model import Kind

    steps = {step.id: step for step in load_guide().walk() if step.kind not in (Kind.COMPUTED, Kind.INFO)}
    name, equals, value = current.partition("=")
    if equals and "=" in kind:
        if kind == "STEP=VALUE" and name in steps:
            yield from _taken(steps[name], value)
        return
    before, comma, _last = current.rpartition(",")
    for step in steps.values():
        if "=" in kind:
            # The password is asked for, and is no argument.
            yield Candidate(step.id if step.kind is Kind.SECRET else f"{step.id}=", _(step.title))
        else:
            yield Candidate(f"{before}{comma}{step.id}" if "," in kind else step.id, _(step.title))


def _taken(step: Step, value: str) -> Iterator[Candidate]:
    """The words that a step takes, behind its name, of a checklist those that are not there yet."""
    from cmic_wizard.guide.model import Kind
    from cmic_wizard.profile.rules.simple import SKIPPED

    if step.kind is Kind.CHECK:
        yield Candidate(f"{step.id}={SKIPPED}")
    elif step.kind is Kind.CONFIRM:
        yield from (Candidate(f"{step.id}={word}") for word in ("yes", "no"))
    elif step.kind is Kind.CHOICE:
        yield from (Candidate(f"{step.id}={option.id}", _(option.title)) for option in step.options)
    elif step.kind is Kind.CHECKLIST:
        before, comma, _last = value.rpartition(",")
        if not comma:
            yield Candidate(f"{step.id}=all")
        for option in step.options:
            if option.id not in before.split(","):
                yield Candidate(f"{step.id}={before}{comma}{option.id}", _(option.title))
