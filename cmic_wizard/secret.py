"""A password in memory that shows itself only when asked by name."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Wraps a secret text so that no repr, traceback, log or pickle can show it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text in clear; the only way to it."""
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")
