"""Where the user's own files may go: never among the program's own, and over no other file unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixture_types import HandedOff

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import document, export, keys, sealed, targets
from cmic_wizard.handoff import remarks as remarks_files
from cmic_wizard.handoff.remarks import RemarksFile
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
PACKAGE = Path(targets.__file__).parents[1]


@pytest.fixture
def own(home: Path, data_dir: Path) -> Path:
    """A data folder with a vault and a profile; the links beside it lead there."""
    (data_dir / "vault").mkdir(mode=0o700)
    (data_dir / "vault" / "vault-key").write_text("SECRET")
    Profiles(data_dir).create("Acme").close()
    (home / "link").symlink_to(data_dir / "vault" / "vault-key")
    (home / "dangling").symlink_to(data_dir / "new.json")
    (home / "folder").symlink_to(data_dir / "vault")
    os.link(data_dir / "vault" / "vault-key", home / "second")
    os.link(data_dir / "profiles" / "acme.json", home / "profile.json")
    return data_dir


NAMES = [
    "wizard/vault/vault-key",
    "wizard/vault/new",
    "wizard/new.json",
    "wizard",
    "wizard/profiles/acme.json",
    "wizard/reviews/not/there/yet.json",
    "./wizard/../wizard/vault/./vault-key",
    "folder/vault-key",
    "folder/new.json",
    "folder/../profiles/acme.json",
    "link",
    "dangling",
    "second",
    "profile.json",
]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize("relative", [False, True], ids=["whole", "relative"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_data_folder_is_written_over_or_added(
    name: str, relative: bool, own: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    path = Path(name) if relative else home / name
    for replacing in (False, True):
        with pytest.raises(FileRefused, match="is in this program's own folder: choose another place"):
            targets.write(path, b"{}", own, replacing=replacing)
    assert {path: path.read_bytes() for path in own.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_the_usual_data_folder_is_the_program_s_own_too_and_so_is_one_that_moved_a_part(
    own: Path, home: Path
) -> None:
    elsewhere = home / "elsewhere"
    with pytest.raises(FileRefused, match="own folder"):
        targets.write(own / "vault" / "vault-key", b"{}", elsewhere, replacing=True)
    (home / "moved").mkdir()
    (elsewhere / "x").mkdir(parents=True)
    (elsewhere / "profiles").symlink_to(home / "moved")
    with pytest.raises(FileRefused, match="own folder"):
        targets.write(elsewhere / "profiles" / "x.json", b"{}", elsewhere)
    targets.write(home / "free.json", b"{}", elsewhere)
    assert (home / "free.json").read_bytes() == b"{}"


def test_case_counts_as_little_as_the_file_system_lets_it(own: Path, home: Path) -> None:
    other = home / "WIZARD" / "vault" / "vault-key"
    if other.exists():
        with pytest.raises(FileRefused, match="own folder"):
            targets.write(other, b"{}", own, replacing=True)
    else:
        with pytest.raises(FileRefused, match="its folder does not exist"):
            targets.write(other, b"{}", own)


def every_kind(draft: Draft, judged: Callable[[Draft], Assessment]) -> dict[str, bytes]:
    assessment = judged(draft)
    made = {
        kind: export.make(
            kind,
            assessment,
            NOW,
            draft=True,
            stem="acme",
        ).data
        for kind in export.KINDS
    }
    file = RemarksFile(draft.id, draft.name, "", NOW.isoformat(), "x", "Ana", "accepted", ())
    return {**made, "remarks": remarks_files.to_bytes(file)}


def test_an_export_takes_the_place_of_its_older_self_and_of_nothing_else(
    customer: Draft, judged: Callable[[Draft], Assessment], home: Path, data_dir: Path
) -> None:
    first = every_kind(customer, judged)
    second = every_kind(replace(customer, notes={"kickoff.date": "Another note."}), judged)
    for kind, data in first.items():
        path = home / kind
        targets.write(path, data, data_dir)
        if kind in ("handoff", "call"):
            with pytest.raises(targets.Occupied):
                targets.write(path, second[kind], data_dir)
        targets.write(path, second[kind], data_dir, replacing=kind in ("handoff", "call"))
        assert path.read_bytes() == second[kind]
        for other, found in first.items():
            if kind == other:
                continue
            with pytest.raises(targets.Occupied, match="not an export of the same kind and profile"):
                targets.write(path, found, data_dir)
            assert path.read_bytes() == second[kind]
    stranger = replace(customer, id="ff" * 16)
    for kind in ("json", "remarks", "html", "markdown", "ics"):
        with pytest.raises(targets.Occupied):
            targets.write(home / kind, every_kind(stranger, judged)[kind], data_dir)
        targets.write(home / kind, every_kind(stranger, judged)[kind], data_dir, replacing=True)


def test_files_of_others_and_sealed_ones_are_replaced_only_when_that_was_said(
    customer: Draft, handed_off: HandedOff, home: Path, data_dir: Path
) -> None:
    handoff = handed_off(customer)
    _secret, recipient = keys.new_identity()
    closed = sealed.seal(handoff, None, [recipient])
    files = {"empty": b"", "text": b"my thesis", "sealed": closed, "huge": b" " * (2 << 20), "json": b"[1]"}
    for name, data in files.items():
        path = home / name
        path.write_bytes(data)
        for new in (document.to_bytes(handoff), closed, b"", data):
            with pytest.raises(targets.Occupied):
                targets.write(path, new, data_dir)
            with pytest.raises(targets.Occupied):
                targets.demand_free(path, data_dir)
            assert path.read_bytes() == data
        targets.demand_free(path, data_dir, replacing=True)
        targets.write(path, closed, data_dir, replacing=True)
        assert path.read_bytes() == closed


NOTES = {
    "notes.md": "# Notes on our project\n\nWe installed cmic-wizard 0.2 on Monday.\n\nMy own notes.\n",
    "page.html": "<!DOCTYPE html><title>Ours</title><footer><p>cmic-wizard is what we use</p></footer>",
    "calls.ics": "BEGIN:VCALENDAR\r\nPRODID:-//cmic-wizard//notes of ours//EN\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("name", NOTES)
def test_a_text_of_the_users_own_is_none_of_ours_though_it_names_the_program(
    name: str, home: Path, data_dir: Path
) -> None:
    path = home / name
    path.write_text(NOTES[name], encoding="utf-8", newline="")
    assert targets.mark_of(path.read_bytes()) == ""
    with pytest.raises(targets.Occupied):
        targets.write(path, path.read_bytes(), data_dir)


def test_what_was_agreed_to_is_replaced_once_and_never_what_was_written_unasked(
    home: Path, data_dir: Path
) -> None:
    path, agreed = home / "mine.age", targets.Agreed()
    assert not agreed.asks(path, data_dir)
    agreed.write(path, b"first", data_dir)
    for data in (b"second", b"third"):
        assert agreed.asks(path, data_dir)
        assert not agreed.asks(path, data_dir)
        agreed.write(path, data, data_dir)
        assert path.read_bytes() == data
    with pytest.raises(targets.Occupied):
        agreed.write(path, b"fourth", data_dir)
    agreed.write(path, b"fourth", data_dir)
    assert path.read_bytes() == b"fourth"


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "file/x"])
def test_a_path_that_can_t_be_looked_at_is_refused_with_a_sentence(
    name: str, home: Path, data_dir: Path
) -> None:
    (home / "file").write_bytes(b"")
    with pytest.raises(FileRefused, match="can't be written"):
        targets.write(home / name, b"{}", data_dir)


def test_nobody_else_writes_where_the_user_wants() -> None:
    """`write_export` is called by the one function that decides."""
    callers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "write_export(" in path.read_text("utf-8")
    }
    assert callers == {"files.py", "handoff/targets.py"}
