"""An e-mail as a file (.eml): what is attached to it that this program can open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from cmic_wizard.age_header import is_age
from cmic_wizard.encodings import UTF8_MARK
from cmic_wizard.errors import FileRefused
from cmic_wizard.files import read_regular
from cmic_wizard.i18n import _

_HEADER: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,40}:[ \t\r\n]")
_HEADERS: Final = re.compile(
    rb"(?im)^(?:mime-version|content-type|received|message-id|return-path|x-unsent):"
)
_LOOKED_AT: Final = 64 * 1024


class NothingAttached(FileRefused):
    """An e-mail without anything that this program can open."""


def read_openable(path: Path, limit: int) -> bytes:
    """The bytes of a file that the user names, or of what is attached to it where it is an e-mail."""
    return attached(read_regular(path, limit, follow=True))


def is_mail(data: bytes) -> bool:
    """Whether a file is an e-mail: it begins with a header, and one of those is a mail's."""
    head = unmarked(data[:_LOOKED_AT])
    return _HEADER.match(head) is not None and _HEADERS.search(head) is not None


def unmarked(data: bytes) -> bytes:
    """An e-mail from its first header on."""
    return data.removeprefix(UTF8_MARK).lstrip(b"\r\n")


def attached(data: bytes) -> bytes:
    """The one file of an e-mail that can be opened, else the data itself; FileRefused for none or several."""
    if not is_mail(data):
        return data
    found = openable(data)
    if not found:
        raise NothingAttached(_("Nothing that this program can open is attached to this e-mail."))
    if len(found) > 1:
        raise FileRefused(
            _("More than one file is attached to this e-mail. Save the one that you mean, and open it.")
        )
    return found[0]


def sealed_in(data: bytes) -> bytes | None:
    """The sealed file that these bytes are, or that is attached to the e-mail; None for anything else."""
    if not is_mail(data):
        return data if is_age(data) else None
    found = openable(data)
    return found[0] if len(found) == 1 and is_age(found[0]) else None


def openable(data: bytes) -> list[bytes]:
    """The attachments of an e-mail that are sealed or in JSON, each once."""
    from cmic_wizard.handoff.mail_parts import parts_of

    found = dict.fromkeys(part.content for part in parts_of(unmarked(data)))
    return [content for content in found if is_age(content) or _is_ours(content)]


def _is_ours(content: bytes) -> bool:
    begins = content.lstrip(UTF8_MARK + b" \t\r\n").startswith(b"{")
    return begins and b'"cmic-wizard-' in content[:_LOOKED_AT]
