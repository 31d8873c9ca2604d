"""What is said and asked in plain mode: whole lines that say first what they are, and nothing drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import N_, _
from cmic_wizard.plain.line_reader import Source
from cmic_wizard.plain.plain_words import LITERALLY, WITHIN, understood
from cmic_wizard.profile.rules.simple import YES
from cmic_wizard.secret import Secret
from cmic_wizard.text import as_ascii, shortened, visible

LINES_AT_MOST: Final = 400
"""Lines of one text that are read out; no text of this program's own comes near."""
NO: Final = frozenset({"no", "n"})
YES_OR_NO: Final = N_("Answer yes or no")


class Left(Exception):
    """The user has left: because the input came to its end, or by the word for it within a question."""

    by_word = False


class LeftByWord(Left):
    """The user has left by the word for it, where a question of an act was open."""

    by_word = True


class GivenUp(WizardError):
    """The user has left a question unanswered that an act depends on."""


class Voice:
    """Speaks by `write`, which takes bytes and raises where nobody hears them any more."""

    def __init__(self, source: Source, write: Callable[[bytes], None], encoding: str = "utf-8") -> None:
        self.source = source
        self._write = write
        self._encoding = encoding

    def line(self, label: str, text: str) -> None:
        """A line, or one for each of a text that has several; "" says nothing."""
        lines = [part for part in text.replace("\r\n", "\n").split("\n") if part.strip()]
        for part in lines[:LINES_AT_MOST]:
            self._say(f"{visible(label)}: {visible(part.strip())}\n")
        if len(lines) > LINES_AT_MOST:
            self._say(f"{visible(label)}: …\n")

    def fault(self, error: WizardError | str) -> None:
        """What can't be, and why."""
        self.line(_("Problem"), str(error))

    def _say(self, text: str) -> None:
        self._write(self._bytes(text))

    def _bytes(self, text: str) -> bytes:
        try:
            return text.encode(self._encoding)
        except (UnicodeEncodeError, LookupError):
            return as_ascii(text).encode("ascii", "backslashreplace")

    def ask(self, label: str) -> str:
        """What was typed, spaces around it dropped; line breaks in it where several lines came at once.

        Raises Left at the end of the input.
        """
        self._say(f"{visible(label)}: ")
        typed = self.source.line()
        if typed is None:
            self._say("\n")
            raise Left
        if not self.source.echoes:
            self._say(f"{visible(shortened(typed, 200))}\n")
        return typed.strip()

    def text(self, label: str) -> str:
        """As `ask`, for a question within an act, which can be left.

        Raises GivenUp at the sign for going back, LeftByWord at the word for leaving.
        """
        while True:
            typed = self.ask(label)
            said = understood(typed, WITHIN)
            if said.word is None:
                return said.text if understood(said.text, WITHIN).word is not None else typed
            if said.word.name == "quit":
                raise LeftByWord
            if said.word.name == "back":
                raise GivenUp(_("You went back: nothing was done."))
            hint = _(
                "This question is part of something else. “{back}” goes back and does nothing, “{quit}”"
                " leaves the program. To answer with one of these, write {sign} before it."
            )
            self.line(_("Help"), hint.format(back=WITHIN[0].word, quit=_("quit"), sign=LITERALLY))

    def one_line(self, label: str) -> str:
        """As `text`, the lines of a paste one behind the other."""
        return " ".join(self.text(label).split())

    def hidden(self, label: str) -> Secret:
        """A secret typed unseen; an empty one where nothing was typed. Raises Left, and GivenUp."""
        if not self.source.echoes:
            raise GivenUp(_("There is no terminal here at which a secret can be typed unseen."))
        from cmic_wizard.credentials.hardening import harden_process

        harden_process()
        typed = self.source.hidden(lambda: self._say(f"{visible(label)}: "))
        if typed is None:
            self._say("\n")
            raise Left
        return Secret(typed)

    def agreed(self, question: str) -> bool:
        """Whether a question is answered with yes; anything but yes and no is asked again."""
        self.line(_("Question"), question)
        while True:
            typed = self.one_line(_(YES_OR_NO)).casefold()
            if typed in YES or typed in NO:
                return typed in YES
            self.line(_("Question"), question)

    def chosen(self, options: Sequence[str], prompt: str) -> int | None:
        """The place of the option whose number was typed; None for an empty line."""
        for number, option in enumerate(options, 1):
            self.line(_("Choice {number}").format(number=number), option)
        while True:
            typed = self.one_line(prompt)
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(options):
                return int(typed) - 1
            same = [place for place, option in enumerate(options) if option.casefold() == typed.casefold()]
            if len(same) == 1:
                return same[0]
            self.fault(_("There is no choice “{text}”.").format(text=visible(shortened(typed, 60))))
            self.line(_("Hint"), _("Type a number from 1 to {count}.").format(count=len(options)))
