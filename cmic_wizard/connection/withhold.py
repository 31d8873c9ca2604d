"""Keeps a password out of texts that a server made, should it echo what it was sent."""

from __future__ import annotations

import html
import json
from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote, quote_plus

from cmic_wizard.secret import Secret

_MARK = "•••"
_SHORTEST = 4
"""Shorter passwords would be found inside ordinary words."""


def withholder(sign_in_name: str, password: Secret | None) -> Callable[[str], str]:
    """A function that replaces the password and the header made of it, however a server echoes them."""

    def withheld(text: str) -> str:
        if password is None or len(password) < _SHORTEST:
            return text
        for form in _forms(sign_in_name, password.reveal()):
            text = text.replace(form, _MARK)
        return text

    return withheld


def _forms(sign_in_name: str, plain: str) -> list[str]:
    tokens = [
        b64encode(t.encode("utf-8", "replace")).decode("ascii") for t in (f"{sign_in_name}:{plain}", plain)
    ]
    spellings = {
        plain,
        quote(plain, safe=""),
        quote_plus(plain),
        html.escape(plain),
        json.dumps(plain)[1:-1],
        *tokens,
        *(token.rstrip("=") for token in tokens),
    }
    return sorted(spellings, key=len, reverse=True)
