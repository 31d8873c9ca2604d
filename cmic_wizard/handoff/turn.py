"""Whose turn an open step is, as files say it."""

from __future__ import annotations

from typing import Literal

Turn = Literal["customer", "colleague", "specialist", "cmic", "procore"]
"""Whose turn an open step is."""
