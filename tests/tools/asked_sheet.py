"""A sheet of questions, and what colleagues' mail programs make of the questions and their answers."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import answer_sheet, questions
from cmic_wizard.i18n import in_language
from cmic_wizard.profile.draft import Draft

VERSION: Final = "subscriptions.cmic_version"
EXCHANGE: Final = "subscriptions.pmxchange"
URL: Final = "connection.mobile_server_url"
TENANT: Final = "connection.tenant_id"
CODES: Final = "connection.company_codes"
PASSWORD: Final = "connection.service_password"
ASKED: Final = (VERSION, EXCHANGE, URL, TENANT, CODES)
NOW: Final = "2026-11-24T10:00:00+00:00"


def profile(answers: dict[str, str] | None = None) -> Draft:
    """The profile that asks."""
    return Draft("3f2a9c1e-profile", "Acme Builders", NOW, NOW, dict(answers or {}))


def empty(draft: Draft, language: str = "en", steps: tuple[str, ...] = ASKED) -> bytes:
    """The sheet before anybody has answered."""
    return answer_sheet.written(load_guide(), draft, steps, "Ana Ruiz", language, "Kim Ito")


def filled(data: bytes, answers: dict[str, str]) -> bytes:
    """The same with answers between its quotes, as an editor leaves it."""
    text = data.decode()
    for step, answer in answers.items():
        before = f'"{step}" = ""'
        assert before in text
        text = text.replace(before, f'"{step}" = "{answer}"')
    return text.encode()


def asking(draft: Draft, language: str = "en") -> str:
    """The text of the e-mail that asks."""
    with in_language(language):
        return f"Hello Kim,\n\n{questions.in_text(load_guide(), draft, ASKED)}\n\nKind regards,\nAna Ruiz\n"


def quoted(text: str) -> str:
    """As mail programs quote it."""
    return "".join(f"> {line}".rstrip() + "\n" for line in text.splitlines())


def behind(text: str, answers: dict[str, str]) -> str:
    """With each answer behind its mark."""
    for step, answer in answers.items():
        assert f"[{step}]:" in text
        text = text.replace(f"[{step}]:", f"[{step}]: {answer}")
    return text


def beneath(text: str, answers: dict[str, str], gap: str = "\n") -> str:
    """With each answer on a line of its own beneath its mark, not quoted."""
    lines = []
    for line in text.split("\n"):
        lines.append(line)
        lines += [f"{gap}{answer}{gap}" for step, answer in answers.items() if f"[{step}]:" in line]
    return "\n".join(lines)


def mail(fill: Callable[[EmailMessage], None], sender: str = "Kim Ito <kim@acme.example>") -> bytes:
    """An e-mail that `fill` gives its content."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ana@acme.example", "Re: CMiC"
    fill(message)
    return bytes(message)
