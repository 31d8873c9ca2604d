"""The base of all data classes: msgspec's, whose classes take a twentieth of a dataclass's time to build."""

from __future__ import annotations

import sys

_ASKED_FIRST = "typing_extensions"
# msgspec takes from there, if it is installed, what `typing` has, too; it costs more than all of msgspec.
_hides = _ASKED_FIRST not in sys.modules
if _hides:
    sys.modules[_ASKED_FIRST] = None  # type: ignore[assignment]
try:
    from msgspec import Struct, field
    from msgspec.structs import asdict, fields, replace
finally:
    if _hides:
        del sys.modules[_ASKED_FIRST]

__all__ = ["Struct", "asdict", "field", "fields", "replace"]
