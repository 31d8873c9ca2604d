"""The words and signs that a line can be instead of an answer, and which of them was meant."""

from __future__ import annotations

import unicodedata
from typing import Final

from cmic_wizard.i18n import N_, _
from cmic_wizard.struct import Struct

LITERALLY: Final = "="
"""Before an answer that would else be taken for a word or a sign."""


class Word(Struct, frozen=True):
    """One thing that can be said instead of an answer. `word` is English, and stands in the catalogues."""

    name: str
    word: str
    help: str
    takes: str = ""
    """What follows the word, where anything does."""

    @property
    def spellings(self) -> tuple[str, str]:
        """The word in English and in the current language: both are understood."""
        return self.word, _(self.word)

    @property
    def shown(self) -> str:
        """How it is written, in the current language."""
        return f"{_(self.word)} {_(self.takes)}" if self.takes else _(self.word)


SIGNS: Final = (
    Word("explain", "?", N_("explains the item")),
    Word("where", "??", N_("says where to find the answer")),
    Word("leave", "-", N_("leaves the item as it is and goes on")),
    Word("back", "<", N_("goes back to the item before")),
    Word("confirm", "!", N_("confirms the answer as it stands")),
    Word("accept", "+", N_("accepts what is proposed")),
)
WORDS: Final = (
    Word("list", N_("list"), N_("lists every item that is open, and whose turn it is")),
    Word("all", N_("list all"), N_("lists every item of the guide")),
    Word("go", N_("go"), N_("goes to an item: its number, its title, or a part of it"), N_("ITEM")),
    Word("next", N_("next"), N_("goes to the next item that is yours")),
    Word("clear", N_("clear"), N_("takes the answer to the item away")),
    Word("note", N_("note"), N_("writes a note beside the item, which the specialist reads")),
    Word("reply", N_("reply"), N_("replies to what the specialist asked of the item")),
    Word("ask", N_("ask"), N_("asks somebody who knows the answer, by an e-mail draft; reminds; withdraws")),
    Word("undo", N_("undo"), N_("takes the last change back")),
    Word("history", N_("history"), N_("says who answered what, and when")),
    Word("later", N_("later"), N_("leaves the connection check for later, with the reason")),
    Word("check", N_("check"), N_("checks the connection to CMiC")),
    Word("handoff", N_("handoff"), N_("hands the profile over: files, sealed files, e-mail drafts")),
    Word("import", N_("import"), N_("takes in a file that somebody sent you")),
    Word("status", N_("status"), N_("says where things stand")),
    Word("profiles", N_("profiles"), N_("goes to another profile, or makes one")),
    Word("language", N_("language"), N_("changes the language")),
    Word("help", N_("help"), N_("lists these words")),
    Word("quit", N_("quit"), N_("leaves; everything is saved")),
)
"""What the wizard's conversation understands, signs apart; `word_acts.ACTS` has what each does."""
WITHIN: Final = (
    Word("back", "<", N_("goes back to the item before")),
    Word("quit", N_("quit"), N_("leaves; everything is saved")),
    Word("help", N_("help"), N_("lists these words")),
    Word("help", "?", N_("explains the item")),
    Word("help", "??", N_("says where to find the answer")),
)
"""What a question within an act understands, so that nobody is held in it."""


class Said(Struct, frozen=True):
    """What a line is: a word with what follows it, or (with `word` None) an answer."""

    word: Word | None
    text: str


def understood(line: str, words: tuple[Word, ...]) -> Said:
    """What a line says: a word or a sign only where it is the whole line, or where the word takes more."""
    if line.startswith(LITERALLY):
        return Said(None, line[len(LITERALLY) :].strip())
    said = _folded(line)
    for word in words:
        for spelling in map(_folded, word.spellings):
            if said == spelling:
                return Said(word, "")
            if word.takes and said.startswith(f"{spelling} "):
                return Said(word, " ".join(line.split()[len(spelling.split()) :]))
    return Said(None, line)


def _folded(text: str) -> str:
    """Small letters without accents, single spaces between: what is the same to who types it."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
