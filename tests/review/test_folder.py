"""A folder of hand-off files as a table: complete, honest about faults, and fast."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from fixture_types import HandedOff, WizardEnv

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document, keys, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.requests import Request
from cmic_wizard.review import folder
from cmic_wizard.review.folder import FolderRow, Known
from cmic_wizard.review.reviews import Reviewed
from cmic_wizard.review.standing import Standing
from cmic_wizard.struct import replace

MANY = 10_000


def _scan(path: Path) -> dict[str, FolderRow]:
    rows: list[FolderRow] = []
    standing = Standing(Reviewed("accepted", ""))
    known = Known({"5f1d8a30c2b94e7f8a6b0d3c9e112233": standing})
    count = folder.scan(path, rows.extend, lambda: False, known)
    assert count == len(rows)
    return {str(row.path.relative_to(path)): row for row in rows}


def test_rows_say_what_judging_the_file_would(
    tmp_path: Path, customer: Draft, unready: Draft, handed_off: HandedOff,
    judged: Callable[[Draft], Assessment],
) -> None:  # fmt: skip
    on_premise = {**customer.answers, "connection.hosting": "on_premise", "subscriptions.cmic_version": "R12"}
    drafts = {
        "acme.json": customer,
        "draft.JSON": replace(unready, id="ab12"),
        "premise.json": replace(customer, id="ab13", answers=on_premise, check=None),
    }
    for name, draft in drafts.items():
        (tmp_path / name).write_bytes(document.to_bytes(handed_off(draft)))
    rows = _scan(tmp_path)
    assert list(rows) == sorted(drafts)
    for name, draft in drafts.items():
        row, assessment = rows[name], judged(draft)
        assert row.progress == pytest.approx(assessment.progress)
        assert sum(row.outstanding.values()) == len(assessment.outstanding)
        following = assessment.next()
        assert row.next == (following.step.id if following else "")
        assert (row.company, row.kind, row.fault) == ("Acme Builders", "handoff", "")
        assert row.changed == "2026-11-24T09:30:00+00:00"
    assert [rows[name].stage for name in drafts] == ["ready", "draft", "draft"]
    assert [rows[name].check for name in drafts] == ["ok", "none", "none"]
    assert [rows[name].verdict for name in drafts] == ["accepted", "", ""]


def test_a_step_that_a_colleague_was_asked_for_counts_as_theirs(
    tmp_path: Path, unready: Draft, handed_off: HandedOff, judged: Callable[[Draft], Assessment]
) -> None:
    step = judged(unready).own[0].step.id
    ivy = Request("Ivy Chen", "2026-11-24T09:00:00+00:00", "ivy@acme.example", "colleague")
    asked = replace(unready, asked={step: ivy})
    (tmp_path / "asked.json").write_bytes(document.to_bytes(handed_off(asked)))
    row = _scan(tmp_path)["asked.json"]
    assert (row.kind, row.fault) == ("handoff", "")
    assert row.outstanding["colleague"] == 1


def test_the_check_of_each_file_is_told(tmp_path: Path, customer: Draft, handed_off: HandedOff) -> None:
    assert customer.check is not None
    failed = replace(customer, check=replace(customer.check, ok=False))
    skipped = replace(
        customer, check=None, answers={**customer.answers, "connection.check": "skipped: server moves"}
    )
    for name, draft in {"failed": failed, "skipped": skipped}.items():
        (tmp_path / f"{name}.json").write_bytes(document.to_bytes(handed_off(draft)))
    assert [row.check for row in _scan(tmp_path).values()] == ["failed", "skipped"]


def test_sealed_files_are_listed_unopened_and_bad_ones_with_their_reason(
    tmp_path: Path, acme: HandOff
) -> None:
    below = tmp_path / "2026" / "november"
    below.mkdir(parents=True)
    (below / "sealed.age").write_bytes(sealed.seal(acme, None, [keys.new_identity()[1]]))
    (tmp_path / "bad.age").write_bytes(b"hello")
    (tmp_path / "bad.json").write_bytes(b"{")
    (tmp_path / "other.json").write_bytes(b'{"format": "cmic-wizard-remarks"}')
    (tmp_path / "twice.json").write_bytes(document.to_bytes(acme).replace(b'"ready"', b'"by": 1, "ready"', 1))
    (tmp_path / "hostile.json").write_bytes(document.to_bytes(acme).replace(b"Acme B", b"Acme\\u001b[2J", 1))
    (tmp_path / "letter.txt").write_text("not listed")
    rows = _scan(tmp_path)
    assert rows["2026/november/sealed.age".replace("/", os.sep)].kind == "sealed"
    assert "letter.txt" not in rows
    assert "not a sealed hand-off" in rows["bad.age"].fault
    assert "not valid JSON" in rows["bad.json"].fault
    assert "a specialist's remarks" in rows["other.json"].fault
    assert rows["twice.json"].kind == "handoff", "looked for only when the file is opened"
    assert rows["hostile.json"].company == "Acme<U+001B>[2Juilders"


def test_an_e_mail_is_listed_for_what_is_attached_to_it_and_others_are_not(
    tmp_path: Path, acme: HandOff
) -> None:
    whole, shut = document.to_bytes(acme), sealed.seal(acme, None, [keys.new_identity()[1]])
    remarks = b'{"format": "cmic-wizard-remarks", "schema": 2}'
    for name, attached in {
        "open.eml": [whole],
        "Shut.EML": [shut],
        "both.eml": [whole, shut],
        "sent.eml": [remarks],
        "lunch.eml": [],
    }.items():
        mail = EmailMessage()
        mail["Subject"], mail["Message-ID"] = "CMiC", "<1@acme.example>"
        mail.set_content("See the attached file.")
        for data in attached:
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="a.bin")
        (tmp_path / name).write_bytes(mail.as_bytes())
    rows = _scan(tmp_path)
    assert sorted(rows) == ["Shut.EML", "both.eml", "open.eml"]
    assert [rows[name].kind for name in sorted(rows)] == ["sealed", "fault", "handoff"]
    assert rows["open.eml"].company == "Acme Builders"
    (tmp_path / "open.eml").rename(tmp_path / "saved.json")
    (tmp_path / "lunch.eml").rename(tmp_path / "lunch.json")
    again = _scan(tmp_path)
    assert again["saved.json"].company == "Acme Builders", "a mail is told by what is in it"
    assert "Nothing that this program can open" in again["lunch.json"].fault, "what is called so is expected"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_remarks_written_beside_the_hand_offs_are_not_listed_as_bad(tmp_path: Path, acme: HandOff) -> None:
    (tmp_path / "acme.json").write_bytes(document.to_bytes(acme))
    (tmp_path / "Acme.CMiC-remarks.json").write_text("{}")
    assert list(_scan(tmp_path)) == ["acme.json"]
    assert folder.candidates(tmp_path) == 1


def test_links_are_not_followed_and_circles_do_no_harm(tmp_path: Path, acme: HandOff) -> None:
    elsewhere = tmp_path / "elsewhere"
    inside = tmp_path / "inside"
    elsewhere.mkdir()
    inside.mkdir()
    (elsewhere / "a.json").write_bytes(document.to_bytes(acme))
    (inside / "link.json").symlink_to(elsewhere / "a.json")
    (inside / "folder").symlink_to(elsewhere)
    (inside / "circle").symlink_to(inside)
    rows = _scan(inside)
    assert list(rows) == ["link.json"], "what bears the name of a hand-off is told"
    assert rows["link.json"].kind == "fault"
    assert rows["link.json"].fault


def test_a_pipe_that_bears_the_name_of_a_hand_off_is_told_and_not_waited_for(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("POSIX only")
    os.mkfifo(tmp_path / "pipe.json")
    rows = _scan(tmp_path)
    assert (rows["pipe.json"].kind, bool(rows["pipe.json"].fault)) == ("fault", True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert "permission" in _scan(tmp_path)["closed"].fault
    finally:
        closed.chmod(0o700)


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="is not a folder"):
        _scan(tmp_path / "absent")


def test_listing_can_be_cancelled(tmp_path: Path, acme: HandOff) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.json").write_bytes(document.to_bytes(acme))
    rows: list[FolderRow] = []
    assert folder.scan(tmp_path, rows.extend, lambda: bool(rows)) == len(rows) < 200


def test_more_files_than_are_listed_are_told(
    tmp_path: Path, acme: HandOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "FILES_AT_MOST", 3)
    for number in range(5):
        (tmp_path / f"{number}.json").write_bytes(document.to_bytes(acme))
    rows: list[FolderRow] = []
    folder.scan(tmp_path, rows.extend, lambda: False)
    assert [row.kind for row in rows] == ["handoff"] * 3 + ["fault"]
    assert "more than 3 files" in rows[-1].fault


_MEASURE = """
import sys, time
from pathlib import Path
from cmic_wizard.review import folder
first = []
def on_rows(rows):
    first.append(time.process_time())
count = folder.scan(Path(sys.argv[1]), on_rows, lambda: False)
taken = time.process_time()
peak = 0.0
# ru_maxrss would count the peak of the process that started this one; Linux alone tells our own.
status = Path("/proc/self/status")
if status.exists():
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    peak = int(line.split()[1]) / 1024
print(count, first[0], taken, peak)
"""


def test_ten_thousand_files_are_listed_within_four_seconds(
    tmp_path: Path, acme: HandOff, wizard_env: WizardEnv
) -> None:
    """Four of the processor, imports included, and the first rows within one of them."""
    data = document.to_bytes(acme)
    for number in range(MANY):
        (tmp_path / f"{number:05}.json").write_bytes(data)
    started = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=wizard_env(),
    )
    count, first, taken, megabytes = map(float, run.stdout.split())
    assert count == MANY
    assert taken < 4, f"{taken:.2f} s"
    assert first < 1, f"first rows after {first:.2f} s"
    assert megabytes < 250
    assert time.perf_counter() - started < 30
