"""A conversation without a terminal: lines that are typed one after another, and all that was said."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from cmic_wizard.plain.voice import Left, LeftByWord, Voice
from cmic_wizard.text import visible_lines


class Script:
    """Types its lines at every prompt; at their end the input has ended."""

    def __init__(self, lines: Iterable[str], *, echoes: bool = True) -> None:
        self.lines = list(lines)
        self.echoes = echoes
        self.said = bytearray()
        self.unseen: list[str] = []
        """What was typed at prompts that show nothing."""

    def line(self) -> str | None:
        """The next line."""
        if not self.lines:
            return None
        if self.echoes:
            self.said += f"{visible_lines(self.lines[0])}\n".encode()
        return self.lines.pop(0)

    def hidden(self, prompt: Callable[[], None]) -> str | None:
        """The next line, noted as typed unseen."""
        prompt()
        found = self.lines.pop(0) if self.lines else None
        self.said += b"\n"
        self.unseen += [] if found is None else [found]
        return found

    def write(self, data: bytes) -> None:
        """Hear what is said; what is typed ends the line, as at a terminal."""
        self.said += data

    def voice(self) -> Voice:
        """A voice that speaks to this script."""
        return Voice(self, self.write)

    @property
    def heard(self) -> str:
        """All that was said."""
        return self.said.decode("utf-8")


def held(script: Script, data_dir: Path, *, profile: str = "", lang: str | None = "en") -> Script:
    """The wizard's conversation held with a script, to its end."""
    from cmic_wizard.plain import door

    options = argparse.Namespace(data_dir=str(data_dir), profile=profile, lang=lang)
    try:
        door.converse(options, script.voice())
    except LeftByWord:
        pass
    except Left:
        assert not script.lines
    return script
