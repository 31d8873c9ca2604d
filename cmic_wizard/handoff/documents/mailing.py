"""What e-mail drafts are made of: receivers, subject, paragraphs, and a message that is unsent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from cmic_wizard.i18n import _
from cmic_wizard.profile.fields import Contact, as_sent
from cmic_wizard.text import shortened, visible

Attachment = tuple[str, bytes, str]
"""File name, content, and MIME type."""

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)
_ADDRESS_AT_MOST: Final = 254
_NAME_AT_MOST: Final = 60
_SUBJECT_AT_MOST: Final = 200


def greeting(receivers: Sequence[Contact]) -> str:
    """The first line, by name where names are known."""
    names = ", ".join(visible(shortened(person.name, _NAME_AT_MOST)) for person in receivers if person.name)
    return _("Hello {names},").format(names=names) if names else _("Hello,")


def body(paragraphs: Sequence[str]) -> EmailMessage:
    """A message of these paragraphs; empty ones are left out."""
    message = EmailMessage(policy=SMTP)
    message.set_content("\n\n".join(part for part in paragraphs if part) + "\n", cte="quoted-printable")
    return message


def unsent(message: EmailMessage, receivers: Sequence[Contact], subject: str) -> bytes:
    """The message as a file that mail programs open for sending (`X-Unsent`).

    Receiver and subject are encoded here, because `email` loses quotes when it folds long names
    (cpython #121284) and let line breaks through before 3.11.10 (CVE-2024-6923).
    """
    message["X-Unsent"] = "1"
    mailboxes = [_mailbox(person) for person in receivers if can_be_sent_to(as_sent(person.mail))]
    headers = [f"Subject: {_encoded(shortened(visible(subject), _SUBJECT_AT_MOST), 'Subject')}"]
    if mailboxes:
        headers.insert(0, "To: " + ",\r\n ".join(mailboxes))
    return "".join(f"{header}\r\n" for header in headers).encode("ascii") + message.as_bytes()


def can_be_sent_to(mail: str) -> bool:
    """Whether an address can stand in a header as it is."""
    return len(mail) <= _ADDRESS_AT_MOST and _ADDRESS.fullmatch(mail) is not None


def _mailbox(person: Contact) -> str:
    name = shortened(visible(person.name), _NAME_AT_MOST)
    mail = as_sent(person.mail)
    return f"{_encoded(name, 'To')}\r\n <{mail}>" if name else mail


def _encoded(text: str, header: str) -> str:
    """Plain words as they are, everything else as RFC 2047 encoded words, in which nothing has a meaning."""
    if len(text) <= _NAME_AT_MOST and re.fullmatch(r"[A-Za-z0-9 '-]*", text):
        return text
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def file_name_of(name: str) -> str:
    """A file's name without folders or anything that a header or a shell could misread."""
    return (
        re.sub(r"[^A-Za-z0-9._-]+", "-", name.replace("\\", "/").rpartition("/")[2]).strip("-.")
        or "profile.json"
    )
