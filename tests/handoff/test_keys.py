"""Public and secret keys of people: read from what they send, refused in a sentence where they don't fit."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from fixture_types import SshKey

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import keys
from cmic_wizard.handoff.keys import KeyRefused
from cmic_wizard.secret import Secret


def test_a_file_of_recipients_has_comments_and_doubles(own_key: tuple[Secret, keys.Recipient]) -> None:
    mine, other = own_key[1], keys.new_identity()[1]
    text = f"# Ana Ruiz, Procore\r\n{mine.text}\r\n\r\n  {other.text}  \r\n{mine.text.upper()}\r\n"
    assert [r.text for r in keys.read_recipients(text)] == [mine.text, other.text]


def test_an_argument_is_a_key_or_a_file(own_key: tuple[Secret, keys.Recipient], tmp_path: Path) -> None:
    path = tmp_path / "age-keys.txt"
    path.write_bytes(b"\xef\xbb\xbf" + own_key[1].text.encode())
    assert keys.recipients_of(str(path)) == keys.recipients_of(f" {own_key[1].text}\n") == (own_key[1],)
    with pytest.raises(FileRefused, match="does not exist"):
        keys.recipients_of(str(tmp_path / "absent"))


def test_fingerprints_are_short_and_those_of_ssh_keygen(
    own_key: tuple[Secret, keys.Recipient], ssh_key: SshKey
) -> None:
    recipient = own_key[1]
    assert recipient.fingerprint == f"{recipient.text[:12]}…{recipient.text[-8:]}"
    for kind in ("ed25519", "rsa"):
        public = ssh_key(kind).with_suffix(".pub")
        shown = subprocess.run(
            ["ssh-keygen", "-l", "-f", public], capture_output=True, text=True, check=True
        ).stdout
        (found,) = keys.recipients_of(str(public))
        assert found.fingerprint in shown.split()
        assert found.comment == "ana@example"


PQ = "age1pq1" + "q" * 1950
REFUSED = {
    "": "not a whole public key",
    "hello": "not a whole public key",
    "age1qqqq": "not a whole public key",
    PQ: "need age 1.3",
    "age1yubikey1qfkeyx2": "plug-in",
    "AGE-SECRET-KEY-1QQQQ": "secret key, which stays with its owner",
    "-----BEGIN OPENSSH PRIVATE KEY-----": "secret key, which stays with its owner",
    "ssh-ed25519": "not a whole public key",
    "ssh-ed25519 AAAA": "not a whole public key",
    "ssh-ed25519 !!!!": "not a whole public key",
    "ssh-dss AAAAB3NzaC1kc3MAAACB": "not a whole public key",
    "ecdsa-sha2-nistp256 AAAAE2VjZHNh": "can't seal for SSH keys of this kind",
    "sk-ssh-ed25519@openssh.com AAAA": "can't seal for SSH keys of this kind",
    "age1\x1b[31m": "“age1<U+001B>[31m”",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_usable_public_key_is_declined_in_a_sentence(text: str) -> None:
    with pytest.raises(KeyRefused) as refused:
        keys.read_recipient(text)
    said = str(refused.value)
    assert REFUSED[text] in said
    assert "\x1b" not in said
    assert len(said) < 200


def test_a_file_that_holds_something_else_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("C4nary-Pässword-77\n")
    with pytest.raises(KeyRefused, match="not a whole public key") as refused:
        keys.recipients_of(str(path))
    assert "C4nary" not in str(refused.value)


def test_a_secret_key_given_as_recipient_is_not_repeated() -> None:
    secret = keys.new_identity()[0]
    with pytest.raises(KeyRefused) as refused:
        keys.read_recipient(secret.reveal())
    assert secret.reveal() not in str(refused.value)


def test_a_character_wrong_in_a_key_is_noticed(own_key: tuple[Secret, keys.Recipient]) -> None:
    text = own_key[1].text
    wrong = text[:-1] + ("q" if text[-1] != "q" else "p")
    with pytest.raises(KeyRefused, match="not a whole public key"):
        keys.read_recipient(wrong)
    with pytest.raises(KeyRefused, match="secret key is damaged"):
        keys.read_identities(own_key[0].reveal()[:-1].encode() + b"!")


def test_a_file_with_no_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="no public key here"):
        keys.read_recipients("# nothing\n")
    with pytest.raises(KeyRefused, match="not a file of keys"):
        keys.read_identities(b"\xff\xfa")


SECRETS = {
    b"hello": "no secret key in this file",
    b"AGE-SECRET-KEY-PQ-1QQQQ": "post-quantum key needs age 1.3",
    b"AGE-PLUGIN-YUBIKEY-1QQQQ": "needs an age plug-in",
    b"age1qqqq": "This is a public key",
    b"ssh-ed25519 AAAA": "This is a public key",
    b"-----BEGIN AGE ENCRYPTED FILE-----\nAAAA": "itself encrypted",
    b"age-encryption.org/v1\n-> scrypt": "itself encrypted",
    b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA": "SSH key can't be used",
}


@pytest.mark.parametrize("data", SECRETS)
def test_what_is_no_usable_secret_key_is_declined_in_a_sentence(data: bytes) -> None:
    with pytest.raises(KeyRefused, match=SECRETS[data]):
        keys.read_identities(data)


def test_ssh_keys_that_age_cannot_use_are_declined(ssh_key: SshKey) -> None:
    with pytest.raises(KeyRefused, match="This SSH key has a passphrase"):
        keys.identities_from(ssh_key("ed25519", "a passphrase"))
    with pytest.raises(KeyRefused, match="SSH key can't be used"):
        keys.identities_from(ssh_key("ecdsa"))
    with pytest.raises(KeyRefused, match="can't seal for SSH keys of this kind"):
        keys.recipients_of(str(ssh_key("ecdsa", "x").with_suffix(".pub")))


@pytest.mark.parametrize("between", [" ", ", ", ";", "\n", " , "])
def test_several_keys_may_be_given_in_one_line(
    between: str, own_key: tuple[Secret, keys.Recipient], ssh_key: SshKey
) -> None:
    other = keys.new_identity()[1]
    path = ssh_key("ed25519")
    ssh = path.with_name(f"{path.name}.pub").read_text().strip()
    found = keys.recipients_of(between.join([own_key[1].text, ssh, other.text]))
    assert [recipient.text for recipient in found] == [
        own_key[1].text,
        " ".join(ssh.split()[:2]),
        other.text,
    ]
