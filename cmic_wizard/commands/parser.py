"""A command line whose every word to people is ours: help, mistakes and suggestions in their language."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NoReturn

from cmic_wizard.errors import UsageError
from cmic_wizard.i18n import _
from cmic_wizard.text import shortened, visible

_WIDTH = 100
_SHORTEST = 5
"""Seconds that are left between two rounds at least, so that a server isn't pressed."""


class Parser(argparse.ArgumentParser):
    """Options and arguments in any order; what is wrong is raised as UsageError, never printed in English."""

    def __init__(
        self, prog: str, forms: Sequence[str], about: Callable[[], str], end: Callable[[], str] = str
    ) -> None:
        """`forms` are the ways to call it, without the program's name.

        `about` and `end` say what stands before the options in the help and behind them, and only for it.
        """
        super().__init__(
            prog=prog,
            usage=argparse.SUPPRESS,
            # Made for each option that is added; without a width it would look up the terminal's each time.
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=_WIDTH),
            add_help=False,
            allow_abbrev=False,
        )
        self._lines = [f"{prog} {form}".rstrip() for form in forms]
        self._about, self._end = about, end
        self._flags: set[str] = set()
        self._names: list[str] = []
        self.actions: list[argparse.Action] = []
        """Every option and argument, in the order of the help."""

    def format_help(self) -> str:
        """The help, as wide as the terminal."""
        first, *more = self._lines
        usage = _("Usage: {form}").format(form=first)
        rest = [f"{' ' * (len(usage) - len(first))}{line}" for line in more]
        self.description = "\n".join([usage, *rest, "", self._about()])
        self.epilog = self._end() or None
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        return super().format_help()

    def know(self, action: argparse.Action) -> None:
        """Remember an option for suggestions, and whether it takes a value."""
        self.actions.append(action)
        self._names += action.option_strings
        if action.nargs == 0:
            self._flags.update(action.option_strings)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """What the arguments say; UsageError with the nearest option for one that is unknown."""
        for place, word in enumerate(arguments):
            if word.startswith("--") and word.find("=") == len(word) - 1:
                raise self._mistake(_("“{option}” needs a value.").format(option=quoted(word[:-1])))
            if not word:
                before = arguments[place - 1] if place else ""
                if before.startswith("-"):
                    raise self._mistake(_("“{option}” needs a value.").format(option=quoted(before)))
                raise self._mistake(_("“{word}” is one word too many.").format(word=""))
        found, rest = self.parse_known_intermixed_args(list(arguments))
        unknown = [word for word in rest if word != "--"]
        if unknown:
            word = next((word for word in unknown if word.startswith("-")), unknown[0])
            if not word.startswith("-"):
                raise self._mistake(_("“{word}” is one word too many.").format(word=quoted(word)))
            option = word.partition("=")[0]
            sentence = _("There is no option “{option}”.").format(option=quoted(option))
            raise self._mistake(sentence + suggestion(option, self._names))
        return found

    def error(self, message: str) -> NoReturn:
        """Say in our own words what argparse found: an option without its value, or with one too many."""
        fault = sys.exc_info()[1]
        name = fault.argument_name if isinstance(fault, argparse.ArgumentError) else None
        if name is None:
            raise self._mistake(visible(message))
        if name.split("/")[0] in self._flags:
            raise self._mistake(_("“{option}” takes no value.").format(option=name))
        raise self._mistake(_("“{option}” needs a value.").format(option=name))

    def _mistake(self, sentence: str) -> UsageError:
        return UsageError(f"{sentence} " + _("See `{program} --help`.").format(program=self.prog))


class _Once(argparse.Action):
    """Takes one value; a second one is refused, for it is not known which was meant."""

    def __call__(
        self, _parser: argparse.ArgumentParser, found: argparse.Namespace, value: Any, name: str | None = None
    ) -> None:
        if getattr(found, self.dest, None) is not None:
            raise UsageError(_("“{option}” is there twice: give it once.").format(option=name))
        setattr(found, self.dest, value)


class OptionGroup:
    """A titled group of a parser's options and arguments."""

    def __init__(self, parser: Parser, title: str) -> None:
        self._parser = parser
        self._group = parser.add_argument_group(title)

    def add(self, *names: str, **settings: Any) -> None:
        """As `add_argument`."""
        if names[0].startswith("-") and "action" not in settings:
            settings["action"] = _Once
        self._parser.know(self._group.add_argument(*names, **settings))

    def flag(self, *names: str, **settings: Any) -> None:
        """An option without a value."""
        self.add(*names, action="store_true", **settings)


class OneOf:
    """A value among these; anything else is wrong usage, with the nearest of them named."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self.allowed = tuple(allowed)

    def __call__(self, text: str) -> str:
        """The text, where it is one of them."""
        if text in self.allowed:
            return text
        known = ", ".join(self.allowed)
        sentence = _("“{word}” is none of: {known}.").format(word=quoted(text), known=known)
        raise UsageError(sentence + suggestion(text, self.allowed))


def one_of(*allowed: str) -> OneOf:
    """A value among these, as the type of an option."""
    return OneOf(allowed)


def descriptor(text: str) -> int:
    """The number of an open file descriptor."""
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    raise UsageError(_("“{word}” is not the number of a file descriptor.").format(word=quoted(text)))


def interval(text: str) -> int:
    """A number of seconds between two rounds of something, such as 60."""
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) >= _SHORTEST:
        return int(text)
    sentence = _("“{word}” is no number of seconds from {least} to 99999.")
    raise UsageError(sentence.format(word=quoted(text), least=_SHORTEST))


def suggestion(word: str, known: Iterable[str]) -> str:
    """“ Did you mean …?” with the nearest known word; "" where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return " " + _("Did you mean “{near}”?").format(near=visible(near[0])) if near else ""


def quoted(text: str) -> str:
    """A text of the user's, short and safe to show."""
    return visible(shortened(text, 60))


def filled(text: str) -> str:
    """Paragraphs broken to the terminal's width."""
    from textwrap import fill

    return "\n\n".join(fill(part, _width()) for part in text.split("\n\n"))


def entry(name: str, text: str) -> str:
    """A name with its explanation beside it."""
    from textwrap import fill

    head = f"  {name}  "
    return fill(text, _width(), initial_indent=head, subsequent_indent=" " * len(head))


def examples(*pairs: tuple[str, str]) -> str:
    """Commands, each under what it is for, as they were declared."""
    lines = [_("Examples:")]
    for purpose, command in pairs:
        lines += [f"  # {_(purpose)}", f"  {command}"]
    return "\n".join(lines)


def _width() -> int:
    from shutil import get_terminal_size

    return max(min(get_terminal_size().columns - 2, _WIDTH), 40)
