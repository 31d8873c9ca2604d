"""What the system is asked for, and in which order, so that a power cut can't lose a saved file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import NeedProgram, WizardEnv

PROGRAM = """
import sys
from pathlib import Path
from cmic_wizard import files
path = Path(sys.argv[1]) / "a.json"
files.write_atomically(path, b"old")
files.write_atomically(path, b"new", keep_previous=path.with_name("a.previous.json"))
"""


@pytest.mark.system
@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_the_bytes_reach_the_disk_before_the_name_and_the_name_before_the_return(
    tmp_path: Path, need_program: NeedProgram, wizard_env: WizardEnv
) -> None:
    trace = tmp_path / "trace"
    folder = tmp_path / "profiles"
    folder.mkdir()
    calls = "openat,open,fsync,rename,renameat,renameat2,link,linkat"
    command = [need_program("strace"), "-y", "-e", f"trace={calls}", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-c", PROGRAM, str(folder)],
        capture_output=True,
        text=True,
        env=wizard_env(),
    )
    if "ptrace" in done.stderr and not folder.joinpath("a.json").exists():
        pytest.skip("tracing is not permitted here")
    assert done.returncode == 0, done.stderr
    seen = []
    for line in trace.read_text().splitlines():
        if str(folder) not in line:
            continue
        name = line.partition("(")[0].removesuffix("at").removesuffix("at2")
        if name == "open":
            if "O_CREAT" in line:
                assert re.search(r"O_EXCL.*O_NOFOLLOW.*0600", line), line
                seen.append("create")
        elif name == "fsync":
            seen.append("sync file" if ".tmp>" in line else "sync folder")
        else:
            target = Path(line.split('"')[-2]).name
            seen.append(f"{name} {target.partition('-')[0]}")
    assert seen == [
        *("create", "sync file", "rename a.json", "sync folder"),
        *("create", "sync file", "link .cmic", "rename a.previous.json", "rename a.json", "sync folder"),
    ]
