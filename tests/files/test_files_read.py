"""Reading never waits, never follows a trap and never takes more than it was told to."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from cmic_wizard import files
from cmic_wizard.errors import FileRefused

if sys.platform == "win32":
    pytest.skip("links, pipes and devices as POSIX has them", allow_module_level=True)


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 2048)
    assert files.read_regular(path, 2048) == b"x" * 2048
    with pytest.raises(FileRefused, match="it is larger than 1 kilobyte"):
        files.read_regular(path, 2047)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux only")
def test_a_file_that_holds_more_than_the_system_says_is_read_whole_within_the_limit() -> None:
    path = Path("/proc/self/status")
    assert path.stat().st_size == 0
    assert b"VmHWM" in files.read_regular(path, 100_000)
    with pytest.raises(FileRefused, match="larger than"):
        files.read_regular(path, 20)


def test_a_link_is_followed_only_where_the_user_named_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "a")
    with pytest.raises(FileRefused, match="it is a symbolic link"):
        files.read_regular(link, 10)
    assert files.read_regular(link, 10, follow=True) == b"x"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("follow", [False, True])
def test_pipes_devices_sockets_and_folders_are_refused_without_waiting(tmp_path: Path, follow: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for path, reason in (
            (tmp_path / "pipe", "it is a pipe or a device, not a file"),
            (tmp_path / "socket", "it is a pipe or a device, not a file"),
            (Path("/dev/zero"), "it is a pipe or a device, not a file"),
            (tmp_path, "it is a folder"),
            (tmp_path / "missing", "it does not exist"),
            (tmp_path / "circle", "symbolic link"),
            (tmp_path / "pipe" / "below", "a part of its path is not a folder"),
            (Path("nul\0"), "its name is not allowed on this system"),
        ):
            with pytest.raises(FileRefused, match=reason) as refusal:
                files.read_regular(path, 10, follow=follow)
            assert str(refusal.value).isprintable()


def test_a_hostile_file_name_is_shown_without_its_control_characters(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        files.read_regular(tmp_path / "\x1b]52;c;QQ==\x07\u202e", 10)
    assert "<U+001B>]52;c;QQ==<U+0007><U+202E>" in str(refusal.value)
