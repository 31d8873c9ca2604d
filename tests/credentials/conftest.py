"""Back ends made for the tests, put where a real `pip install` would put them."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from fixture_types import PlugIn

_PRELUDE = """\
import os, pathlib, subprocess, sys, time
from keyring.backend import KeyringBackend
from keyring.errors import *
STORE = pathlib.Path(os.environ["HOME"]) / "back-end"
"""


@pytest.fixture
def plug_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> PlugIn:
    """`plug_in("class Keyring(KeyringBackend): …")`: a back end that keyring will choose; gives its file."""

    def install(source: str, *, chosen: str | None = "plugged.Keyring") -> Path:
        folder = home / "site"
        folder.mkdir(exist_ok=True)
        file = folder / "plugged.py"
        file.write_text(_PRELUDE + textwrap.dedent(source), encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(folder))
        if chosen:
            monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
        return file

    return install


@pytest.fixture
def good_key_ring(plug_in: PlugIn) -> str:
    """A working key ring under an allowed name, with its entries as hex in a folder; gives the name."""
    plug_in(
        """
        class Keyring(KeyringBackend):
            priority = 9
            def _file(self, service, user):
                return STORE / (service + " " + user).encode().hex()
            def set_password(self, service, user, password):
                STORE.mkdir(exist_ok=True)
                self._file(service, user).write_text(password.encode("utf-16-le", "surrogatepass").hex())
            def get_password(self, service, user):
                try:
                    stored = self._file(service, user).read_text()
                except FileNotFoundError:
                    return None
                return bytes.fromhex(stored).decode("utf-16-le", "surrogatepass")
            def delete_password(self, service, user):
                try:
                    self._file(service, user).unlink()
                except FileNotFoundError:
                    raise PasswordDeleteError("none") from None
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    return "keyring.backends.libsecret.Keyring"


@pytest.fixture
def hanging_key_ring(plug_in: PlugIn, home: Path) -> Path:
    """A key ring that never answers and starts a process of its own; gives the file with both process ids."""
    plug_in(
        """
        class Keyring(KeyringBackend):
            priority = 9
            def get_password(self, service, user):
                helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
                written = STORE.with_suffix(".new")
                written.write_text(f"{os.getpid()} {helper.pid}")
                written.rename(STORE.with_suffix(".pids"))
                while True:
                    time.sleep(600)
            def set_password(self, service, user, password):
                self.get_password(service, user)
            def delete_password(self, service, user):
                self.get_password(service, user)
        Keyring.__module__ = "keyring.backends.libsecret"
        """
    )
    return home / "back-end.pids"
