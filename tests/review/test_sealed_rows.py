"""What the table of a folder says of sealed files before anybody opens them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hostile_headers import DAMAGED, HOSTILE, armored

from cmic_wizard import age_header
from cmic_wizard.handoff import keys, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.review import folder


@pytest.mark.parametrize("armor", [False, True], ids=["binary", "armored"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_header_is_judged_as_it_is_by_the_opening(tmp_path: Path, name: str, armor: bool) -> None:
    data, sentence = HOSTILE[name]
    if armor:
        data = armored(data[: sealed.LIMIT * 2 // 3])
        sentence = DAMAGED if sentence == "not a sealed" else sentence
    (tmp_path / "a.age").write_bytes(data)
    started = time.process_time()
    row = folder.read_row(tmp_path / "a.age")
    assert row is not None
    assert time.process_time() - started < 0.5
    assert (row.kind, sentence in row.fault) == ("fault", True), row.fault


def test_a_file_within_the_limits_is_listed_without_a_fault(acme: HandOff, tmp_path: Path) -> None:
    data = age_header.read(sealed.seal(acme, None, [keys.new_identity()[1]])).binary
    quoted = b"Hello,\n\n" + b"".join(b"> > " + line for line in armored(data).splitlines(keepends=True))
    for name, written in {"binary": data, "armored": armored(data), "quoted": quoted}.items():
        (tmp_path / f"{name}.age").write_bytes(written)
        row = folder.read_row(tmp_path / f"{name}.age")
        assert row is not None
        assert (row.kind, row.fault) == ("sealed", ""), name
