"""The rules that a guide can name for a step, and what each can do."""

from __future__ import annotations

from typing import Final

RULE_NAMES: Final = (
    *(
        "version",
        "patch",
        "url",
        "mobile_server_url",
        "tenant_id",
        "codes",
        "company_codes",
        "service_user",
        "day",
    ),
    *("uuid", "schedule", "go_live_schedule", "people", "text", "choice", "confirm", "checklist", "check"),
    *("info", "secret", "computed"),
)
"""The rules that `profile.fields` has, the kinds' own among them."""
RULES_BESIDE: Final[dict[str, tuple[str, ...]]] = {
    "url": ("hosting", "login"),
    "mobile_server_url": ("hosting", "login"),
    "tenant_id": ("hosting", "companies"),
    "go_live_schedule": ("kickoff",),
}
"""Which other answers a rule looks at, by the names that it has for them."""
RULES_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "version": ("major", "minor", "patch"),
    "patch": ("minor", "patch"),
    "url": ("environment", "host", "port"),
    "mobile_server_url": ("environment", "host", "port"),
}
"""Parts of an answer, by the rule that takes them apart, which may stand for more than the answer itself."""
SPLITTING_RULE: Final = "service_user"
"""The rule of an answer before whose `||` the answer to another step may stand."""
