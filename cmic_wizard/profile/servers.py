"""Which server a profile names: what tells whether a password would go to another one."""

from __future__ import annotations

from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import CheckInput
from cmic_wizard.profile.draft import Draft

_AT_MOST: Final = 2000


def server_of(draft: Draft) -> str:
    """What of its address tells one server from another, "" for none; where in doubt they are two."""
    step = load_guide().checked[CheckInput.ADDRESS]
    return draft.answers.get(step.id, "").strip().rstrip("/").casefold()[:_AT_MOST]
