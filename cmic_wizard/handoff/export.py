"""One place that makes every kind of file that hands a profile over, sealed or in the open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard.handoff import writing
from cmic_wizard.handoff.kinds import BY_NAME, HANDOFF_KINDS
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.secret import Secret
from cmic_wizard.struct import Struct

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Recipient

KINDS: Final = tuple(kind.name for kind in HANDOFF_KINDS if not kind.sealed)
"""The kinds that never hold the password; `handoff` and `call` are the two e-mail drafts."""
MEDIA_TYPE: Final = "application/json"


class Made(Struct, frozen=True):
    """The content of a file, and the check number of its hand-off ("" where it has none)."""

    data: bytes
    check_number: str = ""
    phrase: Secret | None = None
    """The words that open it, which are nowhere else."""
    more: tuple[tuple[str, bytes], ...] = ()
    """Files that belong beside it, each with what its name has more (see `beside`)."""
    whole: bytes = b""
    """All in one, for where only one can be written; b"" where `data` is all."""


def make(kind: str, assessment: Assessment, now: datetime, *, draft: bool, stem: str) -> Made:
    """Make one of KINDS; `stem` is the profile's own name among files.

    Raises NotReady while the profile is not ready and `draft` is not said.
    """
    if kind == "ics":
        from cmic_wizard.handoff.documents import calendar

        (_first, data), *more = calendar.documents(assessment, now)
        return Made(data, more=tuple(more), whole=calendar.document(assessment, now) if more else b"")
    if kind == "call":
        from cmic_wizard.handoff.documents import mail

        return Made(mail.call_request(assessment))
    written = writing.write(assessment, now, draft=draft)
    number = writing.check_number(written)
    if kind == "json":
        return Made(writing.to_bytes(written), number)
    if kind == "handoff":
        from cmic_wizard.handoff.documents import mail

        attachment = (stem + BY_NAME["json"].ending, writing.to_bytes(written), MEDIA_TYPE)
        made = mail.handoff(assessment, attachment, check_number=number, draft=not assessment.ready)
        return Made(made, number)
    return Made(_report(kind, assessment, written, number).encode(), number)


def beside(path: Path, more: str) -> Path:
    """Where a file goes that belongs beside another: `calls.ics`, `calls-go-live.ics`."""
    return path.with_name(f"{path.stem}{more}{path.suffix}")


def make_sealed(
    assessment: Assessment,
    now: datetime,
    password: Secret | None,
    *,
    draft: bool,
    recipients: Sequence[Recipient] = (),
    words: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Made:
    """Seal the hand-off and the password for the recipients, or with new words, which take seconds.

    Raises NotReady as `make` does; with `words`, `cancelled` is asked meanwhile and ends it with
    `seal_worker.Cancelled`.
    """
    from cmic_wizard.handoff import sealed

    written = writing.write(assessment, now, draft=draft)
    number = writing.check_number(written)
    if not words:
        return Made(sealed.seal(written, password, recipients), number)
    from cmic_wizard.words import new_phrase

    phrase = new_phrase()
    return Made(sealed.seal_with_words(written, password, phrase, cancelled=cancelled), number, phrase)


def _report(kind: str, assessment: Assessment, written: writing.Written, number: str) -> str:
    from cmic_wizard.handoff.documents import html, markdown

    make_text = html.document if kind == "html" else markdown.document
    return make_text(
        assessment,
        check_number=number,
        created=written.values["created"],
        by=written.values["by"],
        draft=not assessment.ready,
    )
