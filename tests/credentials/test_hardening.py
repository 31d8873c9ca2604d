"""What `harden_process` takes away from those who would look for a password."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
    wizard_env: Callable[..., dict[str, str]], home: Path
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
    wizard_env: Callable[..., dict[str, str]],
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
