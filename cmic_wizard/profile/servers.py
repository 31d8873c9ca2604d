"""Which server a profile names: what tells whether a password would go to another one."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import CheckInput
from cmic_wizard.profile.draft import Draft

_AT_MOST: Final = 2000
_IN_WORDS: Final = re.compile(r"(?!\S*\Z)(?!.*(?:[:/@\\]|\s\.|\.[^ ])).*", re.DOTALL)
"""Several words, none of which could be an address, such as “I don't know, ask Kim”."""


def server_of(draft: Draft) -> str:
    """What of its address tells one server from another, "" for none; where in doubt they are two."""
    step = load_guide().checked[CheckInput.ADDRESS]
    text = draft.answers.get(step.id, "").strip()[:_AT_MOST]
    return "" if _IN_WORDS.fullmatch(text) else text.rstrip("/").casefold()
