"""What `harden_process` takes away from those who would look for a password."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import NeedProgram, WizardEnv

_REPORT = """
import os, sys
from cmic_wizard.credentials.hardening import harden_process
harden_process()
print(sorted((k, v) for k, v in os.environ.items() if k.startswith("TEXTUAL")))
if sys.platform != "win32":
    import resource
    print(resource.getrlimit(resource.RLIMIT_CORE))
if sys.platform == "linux":
    import ctypes
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), open("/dev/stdin").read())
print("textual" in sys.modules)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own calls")
def test_no_core_no_peeking_no_textual_log_and_standard_input_still_opens_by_path(
    wizard_env: WizardEnv, home: Path
) -> None:
    environment = wizard_env(
        {
            "TEXTUAL": "devtools,debug,headless",
            "TEXTUAL_LOG": str(home / "log"),
            "TEXTUAL_SCREENSHOT": "1",
            "TEXTUAL_THEME": "nord",
        }
    )
    done = subprocess.run(
        [sys.executable, "-c", _REPORT],
        env=environment,
        input="typed",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "[('TEXTUAL', 'headless'), ('TEXTUAL_THEME', 'nord')]",
        "(0, 0)",
        "0 typed",
        "False",
    ]


def test_hardening_twice_is_fine_and_developer_features_alone_vanish(
    wizard_env: WizardEnv,
) -> None:
    source = (
        "import os; from cmic_wizard.credentials.hardening import harden_process as h; h(); h();"
        "print('TEXTUAL' in os.environ)"
    )
    done = subprocess.run(
        [sys.executable, "-c", source],
        env=wizard_env({"TEXTUAL": "devtools"}),
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


CHILDREN = sorted((Path(__file__).parents[2] / "cmic_wizard").rglob("*child.py"))
ARGUMENTS = {"seal_child.py": ["keys"]}
"""What a child is started with."""


def test_every_child_is_among_those_tried() -> None:
    """A child is a program of our own that is run by its path; another kind of name would go unseen here."""
    package = Path(__file__).parents[2] / "cmic_wizard"
    named = {
        name
        for path in package.rglob("*.py")
        for name in re.findall(r'with_name\("(\w+\.py)"\)', path.read_text("utf-8"))
    }
    assert named == {path.name for path in CHILDREN}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own calls")
@pytest.mark.parametrize("child", CHILDREN, ids=lambda path: path.name)
def test_a_child_is_closed_to_others_before_it_reads_anything(
    child: Path, home: Path, wizard_env: WizardEnv, need_program: NeedProgram
) -> None:
    """What a parent forbade ends where a program starts, and the limit holds for no core that is piped."""
    trace = home / "trace"
    command = [
        need_program("strace"),
        "-f",
        "-e",
        "trace=prctl,read,prlimit64",
        "-o",
        str(trace),
        sys.executable,
    ]
    command += ["-P", str(child), *ARGUMENTS.get(child.name, [])]
    subprocess.run(command, env=wizard_env(), input=b"\n", capture_output=True, timeout=60)
    lines = trace.read_text("utf-8", "replace").splitlines()
    first = next(
        number for number, line in enumerate(lines) if re.search(r"\bread\(0,|\bread\(3, \"\\n", line)
    )
    before = "\n".join(lines[:first])
    assert "prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE" in before
    assert re.search(r"RLIMIT_CORE, \{rlim_cur=0, rlim_max=0\}", before)
