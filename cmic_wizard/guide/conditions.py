"""The conditions under which a step is required or applies, as the guide file writes them."""

from __future__ import annotations

import re

from cmic_wizard.guide.model import ALWAYS, NEVER, Condition, When
from cmic_wizard.i18n import _

_AT_LEAST = re.compile(r">=([0-9]{1,6})\Z")


def read_when(raw: object) -> When | str:
    """What `required` or `applies` says: true, false, or a table of conditions; a text is the fault in it."""
    if isinstance(raw, bool):
        return ALWAYS if raw else NEVER
    if not isinstance(raw, dict) or not raw:
        return _("must be true, false, or a table of conditions")
    conditions = []
    for step, wanted in raw.items():
        condition = _read_condition(step, wanted)
        if condition is None:
            return _("“{step}” must be a list of values, or a text such as “>=19”").format(step=step)
        conditions.append(condition)
    return When(conditions=tuple(conditions))


def _read_condition(step: str, wanted: object) -> Condition | None:
    if isinstance(wanted, str) and (number := _AT_LEAST.match(wanted)):
        return Condition(step, at_least=int(number[1]))
    if isinstance(wanted, list) and wanted and all(isinstance(item, str) for item in wanted):
        return Condition(step, among=tuple(wanted))
    return None
