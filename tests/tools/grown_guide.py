"""The program with a guide that has grown, in memory alone: two steps, an option and a section more.

python tests/tools/grown_guide.py status --json       any command of the program
python tests/tools/grown_guide.py                     nothing but its JSON Schema
"""

from __future__ import annotations

import sys
from typing import Final

from cmic_wizard.guide import loader

OPTION: Final = """
    { id = "ordered", title = "Ordered", missing = "PMXchange is ordered, not enabled yet." },"""
STEP: Final = """
[[phase.section.step]]
id = "gateway"
kind = "confirm"
title = "Gateway is open"
help = "A step that a newer guide might ask for."
met = ["yes"]
missing = "The gateway still has to be opened."
"""
SECTION: Final = """
[[phase.section]]
id = "insurance"
title = "Insurance of the integration"
short = "Insurance"
about = "What is insured."

[[phase.section.step]]
id = "handover"
kind = "schedule"
call_minutes = 45
title = "Handover of the policy"
help = "Day, time and time zone of the call with the insurer."
"""
_PMXCHANGE: Final = '{ id = "licensed", title = "Licensed, not enabled yet"'
_IP_ALLOW_LIST: Final = '\n[[phase.section.step]]\nid = "ip_allow_list"'
_IMPLEMENTATION: Final = '\n[[phase]]\nid = "implementation"'


class GrownFile:
    """Stands where the guide's file is named."""

    def read_text(self, encoding: str) -> str:
        """The grown guide."""
        assert encoding
        return grown()


def grown() -> str:
    """The guide's text with an option, a step and, at the end of the preparation, a section more."""
    text = ORIGINAL.read_text(encoding="utf-8")
    for place, more in (
        (_PMXCHANGE, OPTION.strip() + "\n    "),
        (_IP_ALLOW_LIST, STEP),
        (_IMPLEMENTATION, SECTION),
    ):
        assert text.count(place) == 1, place
        text = text.replace(place, more + place)
    return text


ORIGINAL: Final = loader.GUIDE_FILE


def main(arguments: list[str]) -> int:
    """Be the program, which reads the grown guide as its own."""
    loader.GUIDE_FILE = GrownFile()  # type: ignore[misc, assignment]
    if not arguments:
        from cmic_wizard.handoff.schema import to_bytes

        sys.stdout.buffer.write(to_bytes())
        return 0
    from cmic_wizard.cli import main as program

    return program(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
