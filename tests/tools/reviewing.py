"""Hand-offs of invented customers for the tests of the specialist's side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from built import build
from samples import acme_builders

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import replace

FIRST: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LATER: Final = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def handoff_of(draft: Draft | None = None, now: datetime = FIRST) -> HandOff:
    """The hand-off of a draft, of Acme Builders where none is given."""
    draft = draft or acme_builders()
    return build(assess(load_guide(), draft, now), now, draft=True)


def many_files(folder: Path, count: int) -> Iterator[bytes]:
    """Write that many hand-offs of different companies, in folders of a thousand."""
    name, mark = "Company 00000", "5f1d8a30c2b94e7f8a6b0d3c9e112233"
    template = document.to_bytes(handoff_of(replace(acme_builders(), id=mark, name=name)))
    for number in range(count):
        target = folder / f"{number // 1000:03d}"
        target.mkdir(parents=True, exist_ok=True)
        data = template.replace(name.encode(), f"Company {number:05d}".encode())
        data = data.replace(mark.encode(), f"{number:032x}".encode())
        (target / f"{number:05d}.json").write_bytes(data)
        yield data
