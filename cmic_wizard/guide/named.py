"""The two steps that a profile's own acts belong to, whatever else the guide asks: each is there once."""

from __future__ import annotations

from typing import Final

from cmic_wizard.guide.model import Kind

SECRET_STEP: Final = "connection.service_password"  # noqa: S105 - a step's id
"""Whose answer is the password: kept in a key ring or a vault, never among the answers."""
CHECK_STEP: Final = "connection.check"
"""Which a connection check settles."""

NAMED: Final = {Kind.SECRET: SECRET_STEP, Kind.CHECK: CHECK_STEP}
"""The id of the one step that may be of a kind."""
