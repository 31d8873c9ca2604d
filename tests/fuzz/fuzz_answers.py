"""The doors by which others' answers get in: a sheet, the text of a reply, an e-mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Final

from asked_sheet import TENANT, asking, behind, beneath, empty, filled, mail, profile, quoted
from samples import acme_builders

from cmic_wizard import strict_json
from cmic_wizard.handoff import answer_sheet, bringing, importing, reply_text
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.profile.codec import draft_from_json, draft_to_json

NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _sheet(answers: dict[str, str] | None = None) -> bytes:
    return filled(empty(profile()), answers or {})


def _replies() -> list[bytes]:
    text = asking(profile())
    return [text.encode() for text in (quoted(behind(text, {TENANT: "X"})), beneath(text, {TENANT: "X"}))]


def _mails() -> list[bytes]:
    text = quoted(behind(asking(profile()), {TENANT: "SOLUTIONS"}))
    html = "<p>" + text.replace("\n", "<br>") + "</p><blockquote>x</blockquote>"

    def attach(message: EmailMessage) -> None:
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        message.add_attachment(_sheet({TENANT: "X"}), maintype="text", subtype="plain", filename="a.toml")

    return [
        mail(lambda message: message.set_content(text)),
        mail(lambda message: message.set_content(html, subtype="html", cte="8bit")),
        mail(attach),
    ]


def _compared(sheet: Sheet) -> object:
    """What becomes of a sheet: written again, compared, and taken."""
    for name in (sheet.asked_by, sheet.answered_by, sheet.profile_name):
        assert "\n" not in name
        assert strict_json.hidden_character(name) is None
    draft = acme_builders()
    found = bringing.differences(draft, bringing.of_sheet(sheet), NOW, anyway=True)
    after = bringing.taking(draft, found, NOW)
    assert draft_from_json(draft_to_json(after)) == after
    return [bringing.beside(one) for one in found]


def _answer_sheet(data: bytes) -> object:
    sheet = answer_sheet.read(data)
    again = answer_sheet.read(answer_sheet.to_bytes(sheet))
    assert (again.answers, again.steps) == (sheet.answers, sheet.steps)
    return _compared(sheet)


def _reply(data: bytes) -> object:
    return _compared(reply_text.demand_plain(reply_text.read(data.decode("utf-8", "surrogateescape"))))


def _mail(data: bytes) -> object:
    found = importing.understand(data)
    return _compared(found) if isinstance(found, Sheet) else found


def doors() -> dict[str, tuple[Callable[[bytes], object], list[bytes]]]:
    """By its name, how each door is fed, and valid samples."""
    return {
        "answer_sheet": (_answer_sheet, [_sheet(), _sheet({TENANT: "SOLUTIONS"})]),
        "reply": (_reply, _replies()),
        "mail": (_mail, _mails()),
    }
