"""Answers that come by mail: in a sheet that is attached, or in a text that mail programs have been at."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import pytest
from asked_sheet import (
    ASKED,
    CODES,
    EXCHANGE,
    PASSWORD,
    TENANT,
    URL,
    VERSION,
    asking,
    behind,
    beneath,
    empty,
    filled,
    mail,
    profile,
    quoted,
)
from hostile_texts import TEXTS

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import importing, reply_text
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.handoff.mail_parts import words_of
from cmic_wizard.handoff.reply_text import NoAnswers
from cmic_wizard.text import written_out

ANSWERS = {VERSION: "R12 Patch 20", URL: "https://acmemob.example/cmicprod", CODES: "001, ACME01"}
LAST = {CODES: "001, ACME01"}
TEXT = asking(profile())

REPLIES: dict[str, tuple[str, dict[str, str]]] = {
    "behind the marks, quoted": (quoted(behind(TEXT, ANSWERS)), ANSWERS),
    "behind the marks, not quoted": (behind(TEXT, ANSWERS), ANSWERS),
    "beneath, in a quoted text": (beneath(quoted(TEXT), ANSWERS), ANSWERS),
    "beneath without empty lines": (beneath(quoted(TEXT), ANSWERS, gap=""), ANSWERS),
    "beneath, nothing quoted": (beneath(TEXT, ANSWERS, gap=""), ANSWERS),
    "beneath behind an empty line, nothing quoted": (beneath(TEXT, ANSWERS), ANSWERS),
    "the last one alone": (quoted(behind(TEXT, LAST)), LAST),
    "the last one alone, not quoted": (beneath(TEXT, LAST), LAST),
    "quoted twice": (quoted(quoted(behind(TEXT, ANSWERS))), ANSWERS),
    "quoted without blanks": (quoted(behind(TEXT, ANSWERS)).replace("> ", ">"), ANSWERS),
    "an empty line between all lines": (behind(TEXT, ANSWERS).replace("\n", "\n\n"), ANSWERS),
    "Windows' line ends": (quoted(behind(TEXT, ANSWERS)).replace("\n", "\r\n"), ANSWERS),
    "no-break spaces": (quoted(behind(TEXT, ANSWERS)).replace(" ", "\xa0"), ANSWERS),
    "zero widths": (quoted(behind(TEXT, ANSWERS)).replace("[", "\u200b["), ANSWERS),
    "words above and below": (
        f"Hi Ana,\nsee below.\n\n{quoted(behind(TEXT, ANSWERS))}\nBest,\nKim\n",
        ANSWERS,
    ),
    "a signature": (
        beneath(quoted(TEXT), {TENANT: "SOLUTIONS"}) + "\n-- \nKim\nAcme\n",
        {TENANT: "SOLUTIONS"},
    ),
    "the newest of two": (
        quoted(behind(TEXT, {TENANT: "NEW"})) + quoted(quoted(behind(TEXT, {TENANT: "OLD", VERSION: "R12"}))),
        {TENANT: "NEW", VERSION: "R12"},
    ),
    "beneath, each behind the name that Outlook puts in front": (
        beneath(TEXT, {step: f"[Kim Ito] {answer}" for step, answer in ANSWERS.items()}),
        ANSWERS,
    ),
    "by number above, as in Spanish": (
        f"Hola,\n1.- R12 Patch 20\n5º. 001, ACME01\n\n{quoted(TEXT)}",
        {VERSION: "R12 Patch 20", CODES: "001, ACME01"},
    ),
    "by number above": (
        f"Hi,\n1. R12 Patch 20\n5) 001, ACME01\n\n{quoted(TEXT)}",
        {VERSION: "R12 Patch 20", **LAST},
    ),
    "the sheet itself in the text": (quoted(filled(empty(profile()), ANSWERS).decode()), ANSWERS),
    "a value that was broken": (
        quoted(behind(TEXT, {TENANT: "we do not"})).replace("we do not\n", "we do not\n> know it\n"),
        {TENANT: "we do not know it"},
    ),
}


@pytest.mark.parametrize("how", REPLIES)
def test_a_reply_is_read_however_it_was_quoted(how: str) -> None:
    text, answers = REPLIES[how]
    sheet = reply_text.read(text, "Kim Ito")
    assert sheet.answers == answers
    assert sheet.profile_id == "3f2a9c1e-profile"
    assert sheet.answered_by == "Kim Ito"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_questions_without_an_answer_bring_none(lang: str) -> None:
    """Not even the greeting behind them, or the title of the next one."""
    text = asking(profile(), lang)
    for untouched in (text, quoted(text), text.replace("\n", "\n\n"), f"Gracias, lo miro.\n\n{quoted(text)}"):
        with pytest.raises(NoAnswers):
            reply_text.read(untouched)


def test_a_text_without_questions_says_so() -> None:
    with pytest.raises(NoAnswers, match="no question"):
        reply_text.read("R12 Patch 20, I think.\n")


def test_a_password_in_a_reply_is_not_taken() -> None:
    text = quoted(behind(TEXT, ANSWERS)) + f"> [{PASSWORD}]: hunter2\n"
    with pytest.raises(FileRefused, match="password"):
        reply_text.read(text)


def html(text: str) -> str:
    """As Outlook writes it: a block for each line, no quote marks."""
    lines = "".join(
        f"<p class=MsoNormal>{escape(line) or '&nbsp;'}<o:p></o:p></p>\r\n" for line in text.split("\n")
    )
    head = "<head><style>p {margin:0}</style><title>Re</title></head>"
    return f"<html>{head}<body><!-- x > y -->{lines}</body></html>"


def gmail(text: str) -> str:
    """As webmail writes it: breaks, and the quote as a block."""
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    return f'<div dir="ltr">Thanks!</div><blockquote class="gmail_quote"><div>{lines}</div></blockquote>'


MAILS: dict[str, Callable[[EmailMessage], None]] = {
    "plain": lambda message: message.set_content(quoted(behind(TEXT, ANSWERS))),
    "quoted-printable": lambda message: message.set_content(
        quoted(behind(TEXT, ANSWERS)), cte="quoted-printable"
    ),
    "base64": lambda message: message.set_content(quoted(behind(TEXT, ANSWERS)), cte="base64"),
    "HTML alone, Outlook": lambda message: message.set_content(html(behind(TEXT, ANSWERS)), subtype="html"),
    "HTML alone, beneath": lambda message: message.set_content(html(beneath(TEXT, ANSWERS)), subtype="html"),
    "HTML alone, webmail": lambda message: message.set_content(gmail(behind(TEXT, ANSWERS)), subtype="html"),
    "both": lambda message: (
        message.set_content(quoted(behind(TEXT, ANSWERS))),  # type: ignore[func-returns-value]
        message.add_alternative(html(TEXT), subtype="html"),  # type: ignore[func-returns-value]
    )[0],
    "a sheet": lambda message: attach(message, "Here you are.", filled(empty(profile()), ANSWERS)),
    "an empty sheet, answers in the text": lambda message: attach(
        message, quoted(behind(TEXT, ANSWERS)), empty(profile())
    ),
    "a sheet and its empty text": lambda message: attach(
        message, quoted(TEXT), filled(empty(profile()), ANSWERS)
    ),
    "some here, some there": lambda message: attach(
        message,
        quoted(behind(TEXT, {VERSION: "R12 Patch 20", CODES: "OTHER"})),
        filled(empty(profile()), {URL: ANSWERS[URL], CODES: ANSWERS[CODES]}),
    ),
}


def attach(message: EmailMessage, text: str, data: bytes) -> None:
    message.set_content(text)
    message.add_attachment(
        data, maintype="application", subtype="octet-stream", filename="acme.cmic-answers.toml"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")


@pytest.mark.parametrize("how", MAILS)
def test_an_e_mail_brings_answers(how: str) -> None:
    brought = importing.understand(mail(MAILS[how]))
    assert isinstance(brought, Sheet)
    assert brought.answers == ANSWERS
    assert brought.answered_by == "Kim Ito"
    assert brought.profile_id == "3f2a9c1e-profile"


CHARSETS = (
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "iso-8859-15",
    "utf-16",
    "utf-7",
    "mac-roman",
    "x-unknown",
    "",
)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_any_charset_is_read(charset: str, encoding: str) -> None:
    text = f"> Su respuesta [{TENANT}]: Peña y Ñandú\n> [cmic-wizard-answers 3f2a9c1e-profile]\n"
    raw = text.encode(charset if charset not in ("", "x-unknown") else "windows-1252")
    if encoding == "8bit" and charset == "utf-16":
        return  # no mail program sends that
    body = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(
        encoding, lambda data: data
    )
    said = f"; charset={charset}" if charset else ""
    head = f"From: =?utf-8?Q?Kim_Pe=C3=B1a?= <k@x.example>\nContent-Type: text/plain{said}\n"
    data = f"{head}Content-Transfer-Encoding: {encoding}\n\n".encode() + body(raw)
    brought = importing.understand(data)
    assert isinstance(brought, Sheet)
    assert brought.answers == {TENANT: "Peña y Ñandú"}
    assert brought.answered_by == "Kim Peña"


def test_a_forwarded_reply_keeps_who_wrote_it() -> None:
    inner = EmailMessage()
    inner["From"] = "Lee Park <lee@acme.example>"
    inner.set_content(quoted(behind(TEXT, ANSWERS)))

    def fill(message: EmailMessage) -> None:
        message.set_content("FYI")
        message.add_attachment(inner)

    brought = importing.understand(mail(fill))
    assert isinstance(brought, Sheet)
    assert brought.answered_by == "Lee Park"


@pytest.mark.parametrize(
    "fill",
    [
        lambda message: message.set_content("Nothing here."),
        lambda message: message.set_content(quoted(TEXT)),
        lambda message: attach(message, quoted(TEXT), empty(profile())),
        lambda message: attach(message, "x", filled(empty(profile()), ANSWERS) + b'"a.b" = "c"\n'),
    ],
)
def test_an_e_mail_that_brings_none_is_refused_in_one_sentence(fill: Callable[[EmailMessage], None]) -> None:
    with pytest.raises(FileRefused) as refused:
        importing.understand(mail(fill))
    assert "\n" not in str(refused.value)


def test_two_filled_sheets_are_not_guessed_between() -> None:
    def fill(message: EmailMessage) -> None:
        attach(message, "Both.", filled(empty(profile()), ANSWERS))
        other = filled(empty(profile()), {TENANT: "X"})
        message.add_attachment(other, maintype="text", subtype="plain", filename="b.toml")

    with pytest.raises(FileRefused, match="Several"):
        importing.understand(mail(fill))


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_replies_are_answers_or_refused(text: str) -> None:
    for data in (quoted(behind(TEXT, {TENANT: text})), beneath(quoted(TEXT), {TENANT: text}), text):
        try:
            sheet = reply_text.demand_plain(reply_text.read(data, text))
        except FileRefused as refused:
            assert "\n" not in str(refused)  # noqa: PT017 - both are fine
            continue
        assert all(answer == written_out(answer) for answer in sheet.answers.values())
        assert set(sheet.steps) <= set(ASKED)
        assert sheet.answered_by == written_out(sheet.answered_by)
        assert "\n" not in sheet.answered_by


@pytest.mark.parametrize(
    "nasty", ["<" * 300_000, "<!--" * 60_000, "<style>" * 40_000, "<blockquote>" * 40_000]
)
def test_html_that_never_closes_costs_no_time(nasty: str) -> None:
    assert len(words_of(nasty + "end")) <= len(nasty) + 10


def test_html_is_read_as_its_words() -> None:
    said = words_of(
        "<html><head><title>no</title></head><BODY><p>One&nbsp;two<br/>three</p><style>x{}</style>"
        "<blockquote><p>old <b>words</b></p><blockquote>older</blockquote></blockquote>"
        "<script>alert('x')</script><table><tr><td>a</td><td>b</td></tr></table>"
        "1 &lt; 2 <!-- c --></BODY></html>"
    )
    assert said.split("\n") == ["One two", "three", "> old words", "> > older", "a b", "1 < 2"]


def test_a_step_that_is_only_mentioned_in_words_is_no_answer() -> None:
    text = f"I looked at {EXCHANGE}, but cannot tell. I will ask about it again, is that fine with you?\n"
    with pytest.raises(NoAnswers):
        reply_text.read(text)
