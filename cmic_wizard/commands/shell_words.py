"""Words as shells write them, with quotation marks and backslashes where they would read something else."""

from __future__ import annotations

import re
from typing import Final

_BARE: Final = re.compile(r"[\w@%+=:,./-]*\Z", re.ASCII)
"""What no shell reads as anything but itself."""


def unquoted(raw: str) -> tuple[str, str]:
    """The word that a shell would make of what is typed so far, and the quotation mark that is still open."""
    text, quote, at = "", "", 0
    while at < len(raw):
        character = raw[at]
        if quote == "'":
            text, quote = (text, "") if character == "'" else (text + character, quote)
        elif character == "\\" and at + 1 < len(raw) and (not quote or raw[at + 1] in '"\\$`'):
            at += 1
            text += raw[at]
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote = character
        else:
            text += character
        at += 1
    return text, quote


def quoted_for(shell: str, word: str, quote: str = "") -> str:
    """A word as its shell takes it; zsh and fish quote by themselves."""
    if shell == "powershell":
        return word if _BARE.match(word) else "'" + re.sub("(['‘’‚‛])", r"\1\1", word) + "'"
    if shell != "bash" or _BARE.match(word):
        return word
    if quote == "'":
        return word.replace("'", "'\\''")
    if quote:
        return re.sub(r'(["\\$`!])', r"\\\1", word)
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", word)
