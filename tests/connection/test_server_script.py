"""The server of these tests also runs by hand, as the README and the pictures need it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import Ask

SCRIPT = Path(__file__).parents[1] / "tools" / "cmic_server.py"


async def test_the_script_serves_what_its_options_say(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = tmp_path / "ca.pem"
    options = [
        "--write-ca",
        str(authority),
        "--password",
        "pw-of-the-script",
        "--company",
        "ACME01=Acme Builders, Inc.",
    ]
    command = [sys.executable, str(SCRIPT), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: ASYNC220 - a test waits
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
            result = await ask(url, password="pw-of-the-script", companies=("ACME01",))
        finally:
            server.terminate()
    assert result.ok
    assert result.stages[-7].detail == "Acme Builders, Inc."


@pytest.mark.parametrize("scenario", ["--scenario=nonsense", "--port=x"])
def test_the_script_refuses_nonsense(scenario: str) -> None:
    assert subprocess.run([sys.executable, SCRIPT, scenario], capture_output=True).returncode == 2
