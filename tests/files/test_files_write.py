"""Files are written wholly and privately or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cmic_wizard import files
from cmic_wizard.errors import FileRefused

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes as POSIX has them")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root; the limit on file sizes is tested everywhere")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@posix_only
@pytest.mark.parametrize("umask", [0, 0o022, 0o077], indirect=True)
def test_files_are_private_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "profiles"
    files.make_private_dir(folder)
    files.write_atomically(folder / "a.json", b"1")
    files.write_atomically(folder / "a.json", b"2", keep_previous=folder / "a.previous.json")
    assert [mode_of(folder.parent), mode_of(folder)] == [0o700, 0o700]
    assert mode_of(folder / "a.json") == mode_of(folder / "a.previous.json") == 0o600


@posix_only
@pytest.mark.parametrize("umask", [0o022], indirect=True)
def test_an_export_is_private_unless_it_need_not_be(umask: int, tmp_path: Path) -> None:
    files.write_export(tmp_path / "private", b"x")
    files.write_export(tmp_path / "usual", b"x", private=False)
    assert (mode_of(tmp_path / "private"), mode_of(tmp_path / "usual")) == (0o600, 0o644)


@posix_only
def test_a_folder_open_to_others_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir(0o755)
    folder.chmod(0o755)
    files.make_private_dir(folder)
    assert mode_of(folder) == 0o700


@posix_only
def test_a_folder_behind_a_link_or_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").write_bytes(b"")
    for name, reason in (
        ("link", "it is a symbolic link"),
        ("dangling", "it is a symbolic link"),
        ("file", "it is not a folder"),
        ("file/below", "a part of its path is not a folder"),
    ):
        with pytest.raises(FileRefused, match=reason):
            files.make_private_dir(tmp_path / name)
    assert not (tmp_path / "nowhere").exists()


@posix_only
def test_another_users_folder_is_refused(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("POSIX only")
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(FileRefused, match="it belongs to another user"):
        files.make_private_dir(folder)


def test_the_previous_version_is_always_the_one_before(tmp_path: Path) -> None:
    path, previous = tmp_path / "a.json", tmp_path / "a.previous.json"
    for number in range(5):
        files.write_atomically(path, b"%d" % number, keep_previous=previous)
        assert path.read_bytes() == b"%d" % number
        assert not number or previous.read_bytes() == b"%d" % (number - 1)
    assert files.names_in(tmp_path) == ["a.json", "a.previous.json"]


def test_the_previous_version_is_copied_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_arguments: object, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path, previous = tmp_path / "a", tmp_path / "b"
    for content in (b"old", b"new"):
        files.write_atomically(path, content, keep_previous=previous)
    assert (path.read_bytes(), previous.read_bytes()) == (b"new", b"old")
    assert files.names_in(tmp_path) == ["a", "b"]


def test_a_save_after_a_crash_between_keeping_and_replacing_leaves_nothing_over(tmp_path: Path) -> None:
    path, previous = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"old")
    os.link(path, previous)
    files.write_atomically(path, b"new", keep_previous=previous)
    assert (path.read_bytes(), previous.read_bytes()) == (b"new", b"old")
    assert files.names_in(tmp_path) == ["a", "b"]


@posix_only
def test_a_link_in_the_place_of_our_file_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    path = tmp_path / "a.json"
    path.symlink_to(victim)
    files.write_atomically(path, b"ours", keep_previous=tmp_path / "a.previous.json")
    assert victim.read_bytes() == b"precious"
    assert not path.is_symlink()
    assert path.read_bytes() == b"ours"
    assert not (tmp_path / "a.previous.json").exists()


@posix_only
def test_an_export_follows_the_users_own_link_and_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    link = tmp_path / "out.json"
    link.symlink_to(tmp_path / "shared" / "out.json")
    files.write_export(link, b"one")
    files.write_export(link, b"two")
    assert link.is_symlink()
    assert (tmp_path / "shared" / "out.json").read_bytes() == b"two"
    if sys.platform != "win32" and os.geteuid() == 0:
        os.chown(link, 12345, 12345, follow_symlinks=False)
        with pytest.raises(FileRefused, match="another user's symbolic link"):
            files.write_export(link, b"three")


@posix_only
def test_what_can_not_be_written_is_refused_with_its_reason(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("POSIX only")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for target, reason in (
        (tmp_path / "folder", "it is a folder"),
        (tmp_path / "pipe", "it is a pipe or a device, not a file"),
        (Path("/dev/null"), "it is a pipe or a device, not a file"),
        (tmp_path / "circle", "symbolic link"),
        (tmp_path / "missing" / "x", "its folder does not exist"),
        (tmp_path / ("n" * 300), "its name is too long"),
        (tmp_path / "nul\0", "its name is not allowed on this system"),
        (tmp_path / "half\ud800", "its name is not allowed on this system"),
    ):
        with pytest.raises(FileRefused, match=reason) as refusal:
            files.write_export(target, b"x")
        assert str(refusal.value).isprintable()
        assert str(refusal.value).endswith(".")
    assert files.names_in(tmp_path) == ["circle", "folder", "pipe"]


def test_a_longest_possible_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 200)
    files.write_atomically(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tiny_disk: Path) -> None:
    path = tiny_disk / "a.json"
    files.write_atomically(path, b"old")
    with pytest.raises(FileRefused, match="no space is left on the disk"):
        files.write_atomically(path, b"x" * 200_000, keep_previous=tiny_disk / "a.previous.json")
    assert path.read_bytes() == b"old"
    assert files.names_in(tiny_disk) == ["a.json"]


def test_a_read_only_disk_is_named_as_such(tiny_disk: Path) -> None:
    path = tiny_disk / "a.json"
    files.write_atomically(path, b"old")
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    with pytest.raises(FileRefused, match="the disk is read-only"):
        files.write_atomically(path, b"new")
    with pytest.raises(FileRefused, match="the disk is read-only"):
        files.make_private_dir(tiny_disk / "profiles")
    assert files.read_regular(path, 10) == b"old"


@posix_only
def test_a_limit_on_file_sizes_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    program = """
import os, resource, sys
from pathlib import Path
from cmic_wizard import files
from cmic_wizard.errors import FileRefused
folder = Path(sys.argv[1])
files.write_atomically(folder / "a", b"old")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    files.write_atomically(folder / "a", b"x" * 5000, keep_previous=folder / "b")
except FileRefused as refusal:
    print(refusal)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True)
    assert "it would be larger than this system allows" in done.stdout, done.stderr
    assert (tmp_path / "a").read_bytes() == b"old"
    assert files.names_in(tmp_path) == ["a"]


def test_only_old_leavings_of_our_own_are_swept(tmp_path: Path) -> None:
    left = tmp_path / ".cmic-0123456789abcdef.tmp"
    left.write_bytes(b"half")
    (tmp_path / "notes.tmp").write_bytes(b"not ours")
    (tmp_path / "a.json").write_bytes(b"{}")
    assert files.sweep_temporary(tmp_path) == 0
    os.utime(left, (1, 1))
    assert files.sweep_temporary(tmp_path) == 0, "a hard link of a moment ago carries an old time of change"
    assert files.sweep_temporary(tmp_path, now=time.time() - 3700) == 0, "a clock that was set back"
    assert files.sweep_temporary(tmp_path, now=time.time() + 3700) == 1
    assert files.names_in(tmp_path) == ["a.json", "notes.tmp"]
    assert files.sweep_temporary(tmp_path / "missing") == 0


def test_a_move_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    with pytest.raises(FileRefused, match="the name is taken already"):
        files.move(tmp_path / "a", tmp_path / "b")
    files.move(tmp_path / "a", tmp_path / "c")
    assert [(tmp_path / name).read_bytes() for name in files.names_in(tmp_path)] == [b"b", b"a"]
    files.remove(tmp_path / "b")
    files.remove(tmp_path / "b")
    assert files.names_in(tmp_path) == ["c"]
    assert files.names_in(tmp_path / "missing") == []


def test_every_error_of_the_system_has_a_reason() -> None:
    assert files.reason_of(OSError(28, "No space left on device")) == "no space is left on the disk"
    assert files.reason_of(OSError(71, "Protocol\x1b error")) == "the system reports “Protocol<U+001B> error”"
    assert files.reason_of(OSError()) == "the system reports “OSError”"
