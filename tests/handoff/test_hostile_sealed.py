"""Sealed files that were made to keep a computer busy end in their sentence soon, and can be given up."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fixture_types import WizardEnv
from hostile_headers import DAMAGED, END, HOSTILE, MAGIC, MANY, armored

from cmic_wizard import age_header
from cmic_wizard.bounds import SEALED_INSIDE_BYTES
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.handoff import document, keys, seal_worker, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.seal_worker import Cancelled, SealKind, SealWorker
from cmic_wizard.secret import Secret


@pytest.fixture
def own_keys(own_key: tuple[Secret, keys.Recipient]) -> tuple[keys.Identity, ...]:
    return keys.read_identities(own_key[0])


@pytest.fixture(scope="module")
def heavy() -> bytes:
    """A file of words with the greatest work factor that is opened: seconds of work."""
    made = bytes(keys.pyrage().passphrase.encrypt(b"{}", "one-two-three"))
    return re.sub(rb"(-> scrypt \S+) \d+", rb"\1 %d" % 20, made, count=1)


def _children() -> set[int]:
    path = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    return {int(pid) for pid in path.read_text().split()} if path.exists() else set()


@pytest.mark.parametrize("armor", [False, True], ids=["binary", "armored"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_header_that_would_keep_a_library_busy_is_not_handed_to_it(
    own_keys: tuple[keys.Identity, ...], monkeypatch: pytest.MonkeyPatch, name: str, armor: bool
) -> None:
    data, sentence = HOSTILE[name]
    if armor:
        data = armored(data[: sealed.LIMIT * 2 // 3])
        sentence = DAMAGED if sentence == "not a sealed" else sentence
    monkeypatch.setattr(SealWorker, "start", lambda _self: pytest.fail("a child was started"))
    started = time.process_time()
    with pytest.raises(FileRefused, match=sentence):
        sealed.open_sealed(data, own_keys, Secret("one-two-three"))
    assert time.process_time() - started < 0.5


def _stanza_for_a_key() -> bytes:
    """A stanza that every age key is tried on."""
    made = bytes(keys.pyrage().encrypt(b"", [keys.new_identity()[1].key()]))
    found = re.search(rb"-> X25519 .+\n.+\n", made)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("of", ["arguments", "keys"])
def test_the_largest_header_that_is_looked_at_is_refused_in_time(of: str) -> None:
    stanzas = (b"-> " + b"a " * 60 + b"a\n\n") * 64 if of == "arguments" else _stanza_for_a_key() * 64
    data = MAGIC + stanzas + END
    assert of == "keys" or 0 <= age_header.HEADER_AT_MOST - len(MAGIC + stanzas) < 400
    secrets = "\n".join(keys.new_identity()[0].reveal() for _each in range(keys.IDENTITIES_AT_MOST))
    identities = keys.read_identities(secrets.encode())
    started = time.monotonic()
    with pytest.raises(FileRefused, match=r"another key than yours|too much time"):
        sealed.open_sealed(data, identities)
    assert time.monotonic() - started < 4


def test_what_is_sealed_for_many_opens_and_for_too_many_is_not_made(acme: HandOff) -> None:
    pairs = [keys.new_identity() for _each in range(60)]
    data = sealed.seal(acme, None, [public for _secret, public in pairs])
    assert sealed.open_sealed(data, keys.read_identities(pairs[-1][0]))[0] == acme
    with pytest.raises(WizardError, match="too many recipients"):
        sealed.seal(acme, None, [keys.new_identity()[1] for _each in range(65)])


def test_a_file_of_too_many_secret_keys_is_refused() -> None:
    line = keys.new_identity()[0].reveal() + "\n"
    assert len(keys.read_identities((line * keys.IDENTITIES_AT_MOST).encode())) == keys.IDENTITIES_AT_MOST
    with pytest.raises(keys.KeyRefused, match="too many secret keys"):
        keys.read_identities((line * (keys.IDENTITIES_AT_MOST + 1)).encode())


def test_armor_is_taken_off_as_mail_leaves_it(
    acme: HandOff, own_key: tuple[Secret, keys.Recipient], own_keys: tuple[keys.Identity, ...]
) -> None:
    data = sealed.seal(acme, None, [own_key[1]])
    for mailed in (
        data.replace(b"\n", b"\r\n"),
        b"\n\n  " + data + b"\n\n",
        data.replace(b"\n", b"\n  "),
        data + b"-- \nJane Doe\nAcme Builders\n",
        b"Hello,\n\n" + b"".join(b"> " + line for line in data.splitlines(keepends=True)),
    ):
        assert sealed.open_sealed(mailed, own_keys)[0] == acme
    for spoilt in (
        data[: len(data) // 2] + b"x" + data[len(data) // 2 :],
        data[:-20],
        data.replace(b"\n", b"\n!\n"),
        data * 2,
    ):
        with pytest.raises(FileRefused, match=DAMAGED):
            sealed.open_sealed(spoilt, own_keys)


def test_a_file_of_many_chunks_is_bounded_and_each_of_its_cuts_refused(
    own_key: tuple[Secret, keys.Recipient], own_keys: tuple[keys.Identity, ...]
) -> None:
    data = bytes(keys.pyrage().encrypt(b" " * (SEALED_INSIDE_BYTES + 1), [own_key[1].key()]))
    with SealWorker(SealKind.KEYS) as worker:
        with pytest.raises(FileRefused, match="too large for a hand-off"):
            sealed.open_sealed(data, own_keys, worker=worker)
        for length in range(len(data) - 1, 0, -100_000):
            with pytest.raises(FileRefused):
                sealed.open_sealed(data[:length], own_keys, worker=worker)


def _stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Put a child in place that never answers, as one in the library does: no signal but KILL ends it."""
    says = "" if when == "starting" else "print('ready', flush=True)\n"
    child = tmp_path / "stuck.py"
    ignored = "import signal, time\nfor s in (2, 15): signal.signal(s, signal.SIG_IGN)\n"
    child.write_text(f"{ignored}{says}time.sleep(600)\n")
    monkeypatch.setattr(seal_worker, "_CHILD", child)


@pytest.mark.parametrize("when", ["starting", "working"])
def test_a_child_that_never_answers_is_killed_in_time(
    acme: HandOff, own_key: tuple[Secret, keys.Recipient], own_keys: tuple[keys.Identity, ...],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str,
) -> None:  # fmt: skip
    data, before = sealed.seal(acme, None, [own_key[1]]), _children()
    _stuck(tmp_path, monkeypatch, when)
    monkeypatch.setattr(seal_worker if when == "starting" else sealed, "STARTS_WITHIN", 0.3, raising=False)
    monkeypatch.setattr(sealed, "OPENS_WITHIN", 0.3)
    with pytest.raises(FileRefused, match="too much time"):
        sealed.open_sealed(data, own_keys)
    assert _children() == before


def test_opening_with_keys_can_be_given_up_and_the_worker_serves_on(
    acme: HandOff, own_key: tuple[Secret, keys.Recipient], own_keys: tuple[keys.Identity, ...],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    data, before = sealed.seal(acme, None, [own_key[1]]), _children()
    with SealWorker(SealKind.KEYS) as worker:
        with monkeypatch.context() as patch:
            _stuck(tmp_path, patch, "working")
            with pytest.raises(Cancelled):
                sealed.open_sealed(data, own_keys, cancelled=lambda: True, worker=worker)
        assert _children() == before
        assert sealed.open_sealed(data, own_keys, worker=worker)[0] == acme
    assert _children() == before


def test_a_child_that_ends_is_told_from_one_that_is_late(
    acme: HandOff, own_key: tuple[Secret, keys.Recipient], own_keys: tuple[keys.Identity, ...],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    data = sealed.seal(acme, None, [own_key[1]])
    for program in ("", "print('ready')", "print('ready'); print('ok 5'); print('abc')", "print('rea')"):
        child = tmp_path / "short.py"
        child.write_text(program)
        monkeypatch.setattr(seal_worker, "_CHILD", child)
        with pytest.raises(FileRefused, match="could not be opened here just now"):
            sealed.open_sealed(data, own_keys)


def test_a_folder_of_sealed_files_takes_one_child(
    acme: HandOff, own_key: tuple[Secret, keys.Recipient], home: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from cmic_wizard.cli import main

    folder, key = home / "files", home / "key.txt"
    folder.mkdir()
    key.write_text(own_key[0].reveal())
    for number in range(20):
        (folder / f"{number:02}.age").write_bytes(sealed.seal(acme, None, [own_key[1]]))
    (folder / "99.age").write_bytes(HOSTILE["9000 empty stanzas"][0])
    started: list[object] = []
    start = SealWorker.start

    def counted(worker: SealWorker) -> None:
        before = worker._child
        start(worker)
        if worker._child is not before:
            started.append(worker._child)

    monkeypatch.setattr(SealWorker, "start", counted)
    assert main(["review", str(folder), "--json", "--identity", str(key)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["kind"] for row in rows] == ["handoff"] * 20 + ["fault"]
    assert MANY in rows[-1]["fault"]
    assert len(started) == 1


_PROBE = """
import ctypes, runpy, sys
before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
runpy.run_path(sys.argv[1])["_harden"]("keys")
print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
_OPEN = """
import sys
from pathlib import Path
from cmic_wizard.handoff import sealed
from cmic_wizard.secret import Secret
sealed.open_sealed(Path(sys.argv[1]).read_bytes(), (), Secret("one-two-three"))
"""


@pytest.fixture
def opening(
    heavy: bytes, tmp_path: Path, wizard_env: WizardEnv
) -> Iterator[Callable[[list[str]], tuple[subprocess.Popen[bytes], int]]]:
    """Start a command on the heavy file; the process, and the child once that is at work on it."""
    path = tmp_path / "heavy.age"
    path.write_bytes(heavy)
    (tmp_path / "words").write_text("one-two-three")
    (tmp_path / "words").chmod(0o600)
    begun: list[subprocess.Popen[bytes]] = []

    def start(command: list[str]) -> tuple[subprocess.Popen[bytes], int]:
        words = [word.format(file=path, words=tmp_path / "words") for word in command]
        process = subprocess.Popen([sys.executable, *words], env=wizard_env(), stderr=subprocess.PIPE)
        begun.append(process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            for child in children.read_text().split():
                if _memory_of(int(child)) > 100_000:
                    return process, int(child)
            time.sleep(0.01)
        process.kill()
        pytest.fail(f"the child did not begin: {process.communicate()[1].decode()}")

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def _memory_of(pid: int) -> int:
    """Kilobytes that a process has in memory; 0 where it is gone, or nobody has asked how it ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


def _gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _memory_of(pid):
            return True
        time.sleep(0.01)
    return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
REVIEW = ["-m", "cmic_wizard", "review", "{file}", "--json", "--passphrase-file", "{words}"]


@needs_proc
@pytest.mark.parametrize(
    ("sent", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (9, -9)],
    ids=["Ctrl+C", "SIGTERM", "SIGKILL"],
)
def test_a_command_that_opens_ends_when_told_to_and_its_child_with_it(
    opening: Callable[[list[str]], tuple[subprocess.Popen[bytes], int]], sent: int, status: int
) -> None:
    process, child = opening(REVIEW)
    process.send_signal(sent)
    assert process.wait(2) == status
    assert _gone_within(child, 1)


@needs_proc
@pytest.mark.skipif(sys.platform != "linux", reason="Linux's own calls")
def test_the_child_may_not_be_looked_into(
    opening: Callable[[list[str]], tuple[subprocess.Popen[bytes], int]],
) -> None:
    """A process that may be dumped owns its files in /proc; the control is the one that started it."""
    import os

    if sys.platform == "win32":
        pytest.skip("no /proc")
    process, child = opening(["-c", _OPEN, "{file}"])
    limits = Path(f"/proc/{child}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits)
    assert re.search(rf"Max address space +{1536 * 1024 * 1024} ", limits)
    assert re.search(r"Max cpu time +9\d ", limits)
    if os.geteuid():
        assert Path(f"/proc/{process.pid}/environ").stat().st_uid == os.geteuid()
        assert Path(f"/proc/{child}/environ").stat().st_uid == 0
    child_file = Path(document.__file__).parent / "seal_child.py"
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, str(child_file)], capture_output=True, check=True, timeout=60
    )
    assert done.stdout == b"1 0\n"
