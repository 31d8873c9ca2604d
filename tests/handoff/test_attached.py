"""What comes by mail is opened as it came: attached, quoted, wrapped anew, with a signature below."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from cmic_wizard import age_header
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.attached import attached, is_mail
from cmic_wizard.handoff.keys import (
    KeyRefused,
    new_identity,
    passed_over,
    passed_over_in_words,
    read_recipients,
    recipients_of,
)

OURS = b'{"format": "cmic-wizard-profile", "schema": 2}'


def mail(*files: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Jane <j@x.com>", "r@x.com", "Hand-off"
    message.set_content("Please find it attached.")
    for number, data in enumerate(files):
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=f"{number}.json"
        )
    return bytes(message)


def test_what_is_attached_to_an_e_mail_is_opened() -> None:
    assert is_mail(mail(OURS))
    assert attached(mail(OURS)) == OURS
    assert attached(mail(b"%PDF", OURS, b"signature.png")) == OURS
    assert attached(mail(OURS, OURS)) == OURS
    assert attached(b"\xef\xbb\xbf\r\n" + mail(OURS)) == OURS
    assert attached(mail(OURS).replace(b"\n", b"\r\n")) == OURS


def test_what_is_no_e_mail_is_left_alone() -> None:
    for data in (OURS, b"", b"Subject: but no mail", b"-----BEGIN AGE ENCRYPTED FILE-----"):
        assert attached(data) == data


@pytest.mark.parametrize("files", [(), (b"%PDF",), (OURS, OURS + b" ")])
def test_none_or_several_are_refused_in_a_sentence(files: tuple[bytes, ...]) -> None:
    with pytest.raises(FileRefused):
        attached(mail(*files))


@pytest.fixture(scope="module")
def armored() -> bytes:
    import pyrage

    recipient = new_identity()[1].key()
    return bytes(pyrage.encrypt(b"hand-off " * 40, [recipient], armored=True))


MANGLED: dict[str, Callable[[bytes], bytes]] = {
    "quoted": lambda data: b"".join(b"> " + line + b"\n" for line in data.splitlines()),
    "trailing blanks": lambda data: b"".join(line + b"  \r\n" for line in data.splitlines()),
    "a signature": lambda data: b"Hello,\n\n" + data + b"\n-- \nJane Doe\nAcme\n",
    "wrapped anew": lambda data: data[:40] + data[40:].replace(b"\n", b"", 1).replace(b"\n", b"\n\n", 2),
}


@pytest.mark.parametrize("how", MANGLED)
def test_armor_that_mail_has_changed_still_opens(armored: bytes, how: str) -> None:
    changed = MANGLED[how](armored)
    assert age_header.is_age(changed)
    assert age_header.read(changed).binary == age_header.read(armored).binary


AGE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN"
PLUGIN = "age1yubikey1" + "q" * 59
ECDSA = (
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9 me"
)


@pytest.mark.parametrize(
    "text",
    [
        f"Public key: {AGE}",
        f"“{AGE}”",
        f"<{AGE}>",
        f"'{AGE}'",
        f"{AGE}.".rstrip("."),
        f"Clave pública: {AGE}",
        f" {AGE}\n",
    ],
)
def test_a_public_key_is_found_in_what_stands_around_it(text: str) -> None:
    assert [key.text for key in recipients_of(text)] == [AGE]


@pytest.mark.parametrize("text", [f"{SSH} jane@host", f'no-pty,from="10.0.0.1" {SSH} jane@host', f"{SSH}"])
def test_an_ssh_key_is_found_behind_its_options(text: str) -> None:
    assert [key.text for key in read_recipients(text)] == [SSH]


def test_of_several_keys_those_are_taken_that_can_be_used_and_the_others_named() -> None:
    assert [key.text for key in read_recipients(f"{ECDSA}\n{SSH}\n")] == [SSH]
    assert passed_over(f"# keys\n{SSH}\n\n{ECDSA}\n") == ((4, "ecdsa-sha2-nistp256"),)
    assert passed_over(f"{AGE}\n{PLUGIN}\n") == ((2, "age1yubikey"),)
    assert [key.text for key in read_recipients(f"{AGE}\n{PLUGIN}\n")] == [AGE]
    said = passed_over_in_words(((1, "ssh-dss"), (4, "ecdsa-sha2-nistp256")))
    assert "1 (ssh-dss)" in said
    assert "4 (ecdsa-sha2-nistp256)" in said
    with pytest.raises(KeyRefused, match="Line 3"):
        read_recipients(f"{SSH}\n\n{SSH[:-7]}\n")
    with pytest.raises(KeyRefused):
        read_recipients(ECDSA)
