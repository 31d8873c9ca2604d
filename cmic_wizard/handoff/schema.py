"""The JSON Schema of the hand-off document: `python -m cmic_wizard.handoff.schema` prints it."""

from __future__ import annotations

import json
import sys
from typing import Any

from cmic_wizard.handoff.document import MAY_BE_ABSENT, NEWEST, HandOff


def schema() -> dict[str, Any]:
    """The schema in JSON Schema 2020-12; `assets/profile.schema.json` holds it."""
    found = HandOff.model_json_schema(mode="validation", by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": f"cmic-wizard hand-off document, schema {NEWEST}",
        "required": [name for name in found["properties"] if name not in MAY_BE_ABSENT],
    }


def to_bytes() -> bytes:
    """The schema's file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2).encode() + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(to_bytes())
