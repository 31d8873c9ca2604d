"""The verdicts of a reviewer: on a step, and on the whole; every list and rendering of them starts here."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_

ACCEPTED: Final = "accepted"
"""The verdict that asks for nothing."""
VERDICTS: Final = {ACCEPTED: N_("Accepted"), "change": N_("Change wanted"), "question": N_("Question")}
"""On one step, with their titles."""
RETURNING: Final = ("change", "question")
"""The verdicts that give a step back to the customer."""
REPLY: Final = "reply"
"""The kind of a remark that is no verdict: words alone."""
OVERALL: Final = {"accepted": N_("Accepted"), "changes": N_("Changes wanted")}
"""On the whole, with their titles; "" is none yet."""
