"""What a mail carries."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default


def contents(mail: bytes) -> list[bytes]:
    """The parts of a mail as they were before they were encoded."""
    found = []
    for part in message_from_bytes(mail, policy=default).walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found.append(content)
    return found
