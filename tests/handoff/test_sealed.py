"""The sealed hand-off: age files that Debian's age opens and makes, and nothing else gets in."""

from __future__ import annotations

import base64
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import NeedProgram, OpenTerminal, RunAge, SshKey

from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.handoff import document, keys, passphrase, seal_worker, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.keys import Recipient
from cmic_wizard.handoff.seal_worker import Cancelled, SealKind, SealWorker
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    from wizard_terminal import Terminal

PASSWORD = "C4NARY p@ss-ñ-🔑"
Key = tuple[Secret, Recipient]


@pytest.fixture
def key_file(own_key: Key, tmp_path: Path) -> Path:
    """The own key as `age-keygen` writes it."""
    path = tmp_path / "key.txt"
    path.write_text(f"# created: 2026-11-24\n# public key: {own_key[1].text}\n{own_key[0].reveal()}\n")
    return path


@pytest.fixture(scope="session")
def words_sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds one file sealed with words, as that takes seconds."""
    return tmp_path_factory.mktemp("words") / "sealed.age"


@pytest.fixture
def by_words(words_sealed: Path, acme: HandOff) -> bytes:
    """The hand-off sealed with the words `correct-horse-battery`."""
    if not words_sealed.exists():
        words_sealed.write_bytes(
            sealed.seal_with_words(acme, Secret(PASSWORD), Secret("correct-horse-battery"))
        )
    return words_sealed.read_bytes()


def test_sealed_for_a_key_it_opens_with_it(acme: HandOff, own_key: Key) -> None:
    data = sealed.seal(acme, Secret(PASSWORD), [own_key[1], keys.new_identity()[1]])
    assert data.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert sealed.is_age(data)
    assert not sealed.needs_passphrase(data)
    handoff, password = sealed.open_sealed(data, keys.read_identities(own_key[0]))
    assert handoff == acme
    assert password is not None
    assert password.reveal() == PASSWORD
    assert document.check_number(handoff) == document.check_number(acme), "the number of the clear file"


def test_sealed_without_a_password_there_is_none(acme: HandOff, own_key: Key) -> None:
    opened = sealed.open_sealed(sealed.seal(acme, None, [own_key[1]]), keys.read_identities(own_key[0]))
    assert opened == (acme, None)


def test_debians_age_opens_what_is_sealed(
    acme: HandOff, own_key: Key, key_file: Path, ssh_key: SshKey, run_age: RunAge
) -> None:
    ssh = [ssh_key("ed25519"), ssh_key("rsa")]
    recipients = [own_key[1], *(keys.recipients_of(str(path.with_suffix(".pub")))[0] for path in ssh)]
    data = sealed.seal(acme, Secret(PASSWORD), recipients)
    for path in (key_file, *ssh):
        opened = run_age("-d", "-i", path, data=data).decode()
        assert f'"password": "{PASSWORD}"' in opened
        assert '"format": "cmic-wizard-profile"' in opened


@pytest.mark.parametrize("armor", [[], ["-a"]])
@pytest.mark.parametrize("kind", ["age", "ed25519", "rsa"])
def test_what_debians_age_seals_opens_here(
    acme: HandOff, own_key: Key, key_file: Path, ssh_key: SshKey, run_age: RunAge,
    armor: list[str], kind: str,
) -> None:  # fmt: skip
    path = key_file if kind == "age" else ssh_key(kind)
    recipient = own_key[1].text if kind == "age" else path.with_suffix(".pub").read_text()
    inside = sealed._inside(acme, Secret(PASSWORD))
    data = run_age(*armor, "-r", recipient, data=inside)
    handoff, password = sealed.open_sealed(data, keys.identities_from(path))
    assert handoff == acme
    assert password is not None
    assert password.reveal() == PASSWORD


def test_a_clear_hand_off_encrypted_with_age_itself_opens_too(
    acme: HandOff, own_key: Key, run_age: RunAge
) -> None:
    data = run_age("-r", own_key[1].text, data=document.to_bytes(acme))
    assert sealed.open_sealed(data, keys.read_identities(own_key[0])) == (acme, None)


def test_the_wrong_key_and_no_key_are_told_apart(acme: HandOff, own_key: Key) -> None:
    data = sealed.seal(acme, Secret(PASSWORD), [own_key[1]])
    with pytest.raises(sealed.NoKeyFits, match="for another key than yours"):
        sealed.open_sealed(data, keys.read_identities(keys.new_identity()[0]))
    with pytest.raises(sealed.KeyNeeded, match="its secret key is needed"):
        sealed.open_sealed(data)


def test_without_a_recipient_nothing_is_sealed(acme: HandOff) -> None:
    with pytest.raises(sealed.KeyNeeded, match="Name a recipient"):
        sealed.seal(acme, None, [])


def test_without_the_library_a_sentence_says_so(
    acme: HandOff, own_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: sealed.seal(acme, None, [own_key[1]]),
        lambda: sealed.seal_with_words(acme, None, Secret("a-b-c")),
    )
    for attempt in attempts:
        with pytest.raises(keys.KeyRefused, match="library “pyrage” is not available"):
            attempt()


def test_every_flipped_byte_is_refused(acme: HandOff, own_key: Key) -> None:
    """One bit of each byte of the header and of every 13th of the body, in the binary form."""
    armored = sealed.seal(acme, Secret(PASSWORD), [own_key[1]])
    data = base64.b64decode(b"".join(armored.split(b"\n")[1:-2]))
    identities = keys.read_identities(own_key[0])
    with SealWorker(SealKind.KEYS) as worker:
        assert sealed.open_sealed(data, identities, worker=worker)[0] == acme
        for place in (*range(300), *range(300, len(data), 13), len(data) - 1):
            flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            with pytest.raises(FileRefused):
                sealed.open_sealed(flipped, identities, worker=worker)
        for length in (0, 1, 22, 100, 200, len(data) - 1):
            with pytest.raises(FileRefused):
                sealed.open_sealed(data[:length], identities, worker=worker)
        assert sealed.open_sealed(data, identities, worker=worker)[0] == acme


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        (b"", "is empty"),
        (b"hello", "not valid JSON"),
        (b'{"format": "cmic-wizard-sealed", "schema": 2}', "newer version"),
        (b'{"format": "cmic-wizard-sealed", "schema": 1}', "lacks “handoff”"),
        (
            b'{"format": "cmic-wizard-sealed", "schema": 1, "handoff": 7, "password": "C4NARY"}',
            "not of the format",
        ),
        (
            b'{"format": "cmic-wizard-sealed", "password": "C4NARY", "password": "b"}',
            "gives “password” twice",
        ),
        (b" " * (sealed.LIMIT * 2 // 3 + 1), "too large for a hand-off"),
    ],
)
def test_what_a_sealed_file_holds_is_read_as_strictly(own_key: Key, inside: bytes, sentence: str) -> None:
    data = bytes(keys.pyrage().encrypt(inside, [own_key[1].key()]))
    with pytest.raises(FileRefused, match=sentence) as refused:
        sealed.open_sealed(data, keys.read_identities(own_key[0]))
    assert "C4NARY" not in str(refused.value)


@pytest.mark.parametrize("password", ["7", "[]", '""', '"' + "x" * 5000 + '"'])
def test_a_password_of_another_kind_is_refused(acme: HandOff, own_key: Key, password: str) -> None:
    inside = sealed._inside(acme, None).replace(b'"password": null', f'"password": {password}'.encode())
    data = bytes(keys.pyrage().encrypt(inside, [own_key[1].key()]))
    with pytest.raises(FileRefused, match="should at “password”"):
        sealed.open_sealed(data, keys.read_identities(own_key[0]))


def test_a_file_too_large_or_of_another_kind_is_refused_unopened(own_key: Key) -> None:
    for data in (b"", b"{}", b"age-encryption.org/v1\n" + b"x" * sealed.LIMIT):
        with pytest.raises(FileRefused, match="not a sealed hand-off file"):
            sealed.open_sealed(data, keys.read_identities(own_key[0]))


def test_sealed_with_words_it_opens_with_them_as_people_type_them(acme: HandOff, by_words: bytes) -> None:
    assert sealed.needs_passphrase(by_words)
    for typed in ("correct-horse-battery", "Correct Horse  battery "):
        handoff, password = sealed.open_sealed(by_words, passphrase=Secret(typed))
        assert password is not None
        assert (handoff, password.reveal()) == (acme, PASSWORD)


def test_the_wrong_words_are_said_to_be_wrong(by_words: bytes) -> None:
    with pytest.raises(passphrase.WrongPassphrase, match="don't open the file"):
        sealed.open_sealed(by_words, passphrase=Secret("correct-horse-staple"))
    with pytest.raises(sealed.PassphraseNeeded):
        sealed.open_sealed(by_words)


def test_a_damaged_file_of_words_is_said_to_be_damaged(by_words: bytes) -> None:
    binary = base64.b64decode(b"".join(by_words.split(b"\n")[1:-2]))
    flipped = binary[:-1] + bytes([binary[-1] ^ 1])
    with pytest.raises(FileRefused, match="damaged"):
        sealed.open_sealed(flipped, passphrase=Secret("correct-horse-battery"))


def _asked(asking: Terminal, times: int) -> bool:
    return len(re.findall(rb"assphrase[^:]*:", asking.raw)) >= times


@pytest.fixture
def in_a_terminal(terminal: OpenTerminal) -> Callable[[list[str], str, int], None]:
    """`in_a_terminal(command, "typed", 2)`: a command that asks for a passphrase so often."""

    def run(command: list[str], typed: str, times: int) -> None:
        asking = terminal(command=command)
        for time_ in range(1, times + 1):
            asking.wait_until(partial(_asked, asking, time_), 60, "the question")
            asking.settle(0.1)  # what is typed before the echo is off would be shown
            asking.type(f"{typed}\r")
        assert asking.expect_end(60) == 0, asking.raw

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own needs a pty")
def test_debians_age_opens_what_is_sealed_with_words(
    by_words: bytes,
    need_program: NeedProgram,
    tmp_path: Path,
    in_a_terminal: Callable[[list[str], str, int], None],
) -> None:
    age, source, target = need_program("age"), tmp_path / "in.age", tmp_path / "out.json"
    source.write_bytes(by_words)
    in_a_terminal([age, "-d", "-o", str(target), str(source)], "correct-horse-battery", 1)
    assert PASSWORD in target.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own needs a pty")
@pytest.mark.parametrize("armor", [[], ["-a"]])
def test_what_debians_age_seals_with_words_opens_here(
    acme: HandOff,
    need_program: NeedProgram,
    tmp_path: Path,
    armor: list[str],
    in_a_terminal: Callable[[list[str], str, int], None],
) -> None:
    age, source, target = need_program("age"), tmp_path / "in.json", tmp_path / "out.age"
    source.write_bytes(sealed._inside(acme, Secret(PASSWORD)))
    in_a_terminal([age, "-p", *armor, "-o", str(target), str(source)], "Tr0ub4dor & 3", 2)
    handoff, password = sealed.open_sealed(sealed.read_sealed(target), passphrase=Secret("Tr0ub4dor & 3"))
    assert password is not None
    assert (handoff, password.reveal()) == (acme, PASSWORD)


@pytest.mark.parametrize("factor", [21, 24, 30, 63, 9999])
def test_a_hostile_work_factor_is_refused_before_any_work(by_words: bytes, factor: int) -> None:
    binary = base64.b64decode(b"".join(by_words.split(b"\n")[1:-2]))
    head, newline, rest = binary.partition(b"\n-> scrypt ")
    line, end, body = rest.partition(b"\n")
    hostile = head + newline + line.split()[0] + b" %d" % factor + end + body
    started = time.monotonic()
    with pytest.raises(FileRefused, match=rf"work factor {factor}; at most 20"):
        sealed.open_sealed(hostile, passphrase=Secret("correct-horse-battery"))
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize("factor", [b"0", b"-1", b"x", b"99999999", b""])
def test_a_work_factor_that_is_none_is_refused(by_words: bytes, factor: bytes) -> None:
    binary = base64.b64decode(b"".join(by_words.split(b"\n")[1:-2]))
    head, newline, rest = binary.partition(b"\n-> scrypt ")
    line, end, body = rest.partition(b"\n")
    with pytest.raises(FileRefused, match="damaged"):
        sealed.open_sealed(
            head + newline + line.split()[0] + b" " + factor + end + body,
            passphrase=Secret("correct-horse-battery"),
        )


def _children() -> set[int]:
    """The processes that this one has started and not yet waited for."""
    path = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    return {int(pid) for pid in path.read_text().split()} if path.exists() else set()


def test_waiting_can_be_cancelled_and_leaves_no_process(acme: HandOff) -> None:
    before, started = _children(), time.monotonic()
    with pytest.raises(Cancelled):
        sealed.seal_with_words(acme, None, Secret("a-b-c"), cancelled=lambda: True)
    assert time.monotonic() - started < 2
    assert _children() == before


def test_what_takes_too_long_is_given_up_with_advice(acme: HandOff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "TIME_OUT", 0.0)
    with pytest.raises(WizardError, match=r"took too long\. Seal it for the recipient's key"):
        sealed.seal_with_words(acme, None, Secret("a-b-c"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_too_little_memory_ends_in_advice_and_not_in_a_crash(
    acme: HandOff, by_words: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The child really aborts; this process goes on. A busy machine seals with less than an idle one."""
    source = seal_worker._CHILD.read_text(encoding="utf-8").replace("1536 * MEGABYTE", "80 * MEGABYTE")
    child = tmp_path / "child.py"
    child.write_text(source)
    monkeypatch.setattr(seal_worker, "_CHILD", child)
    with pytest.raises(WizardError, match="one gigabyte of free memory"):
        sealed.seal_with_words(acme, None, Secret("a-b-c"))
    with pytest.raises(FileRefused, match="one gigabyte of free memory"):
        sealed.open_sealed(by_words, passphrase=Secret("correct-horse-battery"))


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_words_are_neither_in_argument_nor_environment_of_the_child(acme: HandOff) -> None:
    seen: list[bytes] = []

    def look() -> bool:
        for pid in _children():
            folder = Path(f"/proc/{pid}")
            seen.append((folder / "cmdline").read_bytes() + (folder / "environ").read_bytes())
        return bool(seen)

    with pytest.raises(Cancelled):
        sealed.seal_with_words(acme, Secret(PASSWORD), Secret("W0RDS-canary"), cancelled=look)
    assert b"seal_child.py" in seen[0]
    assert os.fsencode(str(os.environ["HOME"])) in seen[0], "the control: the environment was read"
    assert b"W0RDS" not in seen[0]
    assert b"C4NARY" not in seen[0]
