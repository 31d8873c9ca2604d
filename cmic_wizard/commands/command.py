"""What a command is to the command line."""

from __future__ import annotations

from collections.abc import Callable

from cmic_wizard.commands.examples import EXAMPLES, Examples
from cmic_wizard.commands.parser import Parser
from cmic_wizard.struct import Struct


class Command(Struct, frozen=True):
    """One command."""

    name: str
    summary: str
    forms: tuple[str, ...]
    fill: Callable[[Parser], None]
    detail: str = ""

    @property
    def examples(self) -> Examples:
        """Examples of its use."""
        return EXAMPLES.get(self.name, ())
