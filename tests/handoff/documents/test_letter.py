"""Letters that ask: each made for its reader, in that person's language, and never for the password."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from fixture_types import Made

from cmic_wizard.guide.for_asked import ASKED_ROLES
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import answer_sheet, inquiries
from cmic_wizard.profile.assess import CHECK_STEP, SECRET_STEP, check_inputs
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.checks import Stage, StageState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.settings import Settings
from cmic_wizard.profile.waiting import may_be_asked
from cmic_wizard.struct import replace
from cmic_wizard.text import hidden, visible

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
DANA = Settings("Dana Reyes", "dana@acme.example")
PMX, CODES, APP = "subscriptions.pmxchange", "connection.company_codes", "connection.dmsa_internal"
FIREWALL, USER = "connection.ip_allow_list", "connection.service_user"


def sent(
    assessment: Assessment,
    *steps: str,
    role: str = "colleague",
    language: str = "en",
    whom: str = "Ana Ruiz",
    **more: Any,
) -> EmailMessage:
    person = inquiries.Person(whom, "ana@acme.example", role)
    request = inquiries.request_for(person, "2026-11-27", more.pop("reference", ""), NOW, language)
    data = inquiries.mail_for(assessment, steps, request, more.pop("sender", DANA), NOW, stem="acme", **more)
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def flowing(message: EmailMessage) -> str:
    """The text as if it were not broken into lines."""
    return re.sub(r"\s+", " ", text_of(message))


def test_a_letter_says_who_asks_why_what_where_and_until_when(profile: Made) -> None:
    message = sent(profile(), CODES, reference="CS-4711")
    assert message["To"] == "Ana Ruiz <ana@acme.example>"
    assert message["Subject"] == "[CS-4711] Acme Builders, CMiC and Procore: CMiC company codes"
    text = flowing(message)
    assert text.startswith("Hello Ana Ruiz, Acme Builders is connecting CMiC with Procore.")
    assert "Please answer by Friday, 27 November 2026: on Tuesday, 1 December 2026 we have the call" in text
    assert "Where to find it: In CMiC: General Ledger > Setup > Maintain Companies" in text
    assert "Your answer [connection.company_codes]:" in text
    assert text.endswith("Kind regards, Dana Reyes Acme Builders dana@acme.example ")
    assert all(len(line) <= 72 or "://" in line for line in text_of(message).split("\n"))


def test_the_sheet_is_attached_and_asks_for_the_same(profile: Made) -> None:
    (attached,) = sent(profile(), CODES, PMX).iter_attachments()
    assert attached.get_filename() == "acme.cmic-answers.toml"
    data = attached.get_content()
    sheet = answer_sheet.read(data if isinstance(data, bytes) else data.encode())
    assert sheet.steps == (PMX, CODES)
    assert sheet.asked_by == "Dana Reyes"


def test_cmic_is_told_what_is_to_be_licensed_from_what_the_profile_knows(profile: Made) -> None:
    text = flowing(sent(profile(), PMX, USER, role="cmic"))
    assert "Acme Builders is a customer of CMiC and is connecting its CMiC with Procore" in text
    assert "please license or enable it" in text
    assert "access to every company that works with Procore" in text
    assert "- CMiC company codes: 001,ACME01" in text
    assert "Server and port: acmemob.cmicpaas.com, 443" in text
    assert "ask your CMiC representative" not in text
    assert "asked = " not in text


def test_cmic_hears_of_the_modules_that_the_check_could_not_read(profile: Made) -> None:
    bare = profile()
    assert bare.check is not None
    unread = Stage("module", StageState.WARN, code="module.licence", values={"module": "jc"})
    check = replace(
        bare.check,
        inputs=check_inputs(load_guide(), bare.draft, bare.values),
        stages=(*bare.check.stages, unread),
    )
    text = flowing(sent(profile(changes={"check": check}), PMX, role="cmic"))
    assert "could not read these modules of CMiC's API" in text


def test_who_looks_after_the_firewall_reads_server_port_and_what_has_to_get_through(profile: Made) -> None:
    text = flowing(sent(profile({"connection.hosting": "on_premise"}), FIREWALL))
    assert "Procore calls our CMiC server from the internet, over https" in text
    assert "Server and port: acmemob.cmicpaas.com, 443" in text
    assert "Our firewall must let Procore reach the mobile server." in text
    assert re.search(r"\b\d+\.\d+\.\d+\.\d+\b", text) is None


def test_who_administers_procore_reads_what_to_install_and_whether_it_may_be(profile: Made) -> None:
    text = flowing(sent(profile({"connection.dmsa_go_ahead": "not_yet"}), APP))
    assert "It takes Admin permission on our company's Directory tool" in text
    assert load_guide().steps[APP].copyables[0].value in text
    assert "Please wait with it until I tell you; this is still missing: Go-ahead for the DMSA apps." in text
    given = flowing(sent(profile({"connection.dmsa_go_ahead": "yes"}), APP))
    assert "Done already: Go-ahead for the DMSA apps." in given


@pytest.mark.parametrize("role", ASKED_ROLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_password_is_never_asked_for_and_its_way_is_told(profile: Made, role: str, language: str) -> None:
    message = sent(profile(changes={"password": None}), SECRET_STEP, role=role, language=language)
    text = flowing(message)
    assert f"[{SECRET_STEP}]" not in text
    assert list(message.iter_attachments()) == []
    told = {"en": "never send this password by e-mail", "es": "nunca esta contraseña por correo"}
    assert told[language] in text


@pytest.mark.parametrize("role", ASKED_ROLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_step_can_be_asked_of_everybody_in_the_customers_name(
    profile: Made, role: str, language: str
) -> None:
    assessment = profile()
    steps = [s.id for s in load_guide().walk() if may_be_asked(s)]
    text = flowing(sent(assessment, *steps, role=role, language=language))
    named = text.replace("[cmic-wizard-answers", "")
    for word in ("wizard", "asistente", "the customer", "el cliente", "F11", "F7"):
        allowed = role == "colleague" and word in ("wizard", "asistente", "F7")
        assert allowed or word not in named, word


def test_a_check_that_fails_tells_where(profile: Made) -> None:
    bare = profile()
    assert bare.check is not None
    check = replace(bare.check, inputs=check_inputs(load_guide(), bare.draft, bare.values))
    assessment = profile(changes={"check": check})
    message = sent(assessment, CHECK_STEP)
    assert "The connection check does not get through to CMiC." in flowing(message)
    assert list(message.iter_attachments()) == []


def test_a_yes_to_the_specialists_question_is_a_yes_to_the_item(profile: Made) -> None:
    text = flowing(sent(profile(), APP, role="specialist"))
    assert "03f51833-6b06-4196-b0fe-a89238d1241d" in text, "what is asked about stands there"
    assert "Answer yes once this holds: “Internal DMSA app installed”." in text
    assert "Answer yes or no." not in text
    addresses = flowing(sent(profile(), FIREWALL, role="specialist"))
    assert "or in words of your own:" in addresses


def test_a_check_that_was_never_made_is_not_said_to_fail(profile: Made) -> None:
    assert "does not get through" not in flowing(sent(profile(), CHECK_STEP))


def test_a_reminder_says_since_when(profile: Made) -> None:
    message = sent(profile(), CODES, again=True)
    assert str(message["Subject"]).startswith("Reminder: ")
    assert "I wrote to you on Saturday, 21 November 2026 and have no answer yet" in flowing(message)


def test_it_is_in_the_language_of_its_reader(profile: Made) -> None:
    message = sent(profile(), CODES, PMX, language="es")
    assert message["Subject"] == "Acme Builders, CMiC y Procore: 2 preguntas"
    text = flowing(message)
    assert text.startswith("Hola, Ana Ruiz: Acme Builders va a conectar CMiC con Procore.") or (
        "Acme Builders va a conectar CMiC con Procore." in text
    )
    assert "viernes, 27 de noviembre de 2026" in text


def test_an_answer_that_is_there_is_told_with_what_is_wrong_with_it(profile: Made) -> None:
    text = flowing(
        sent(
            profile({"connection.mobile_server_url": "http://acme.example/x"}), "connection.mobile_server_url"
        )
    )
    assert "So far we have: http://acme.example/x" in text
    assert "Use https" in text


def test_hostile_texts_are_nothing_but_texts(profile: Made, hostile_text: str) -> None:
    bad = profile(hostile=hostile_text)
    name = " ".join(hostile_text.split())
    assessment = replace(bad, draft=replace(bad.draft, id="acme-1f3a", name=visible(name)[:60]))
    sender = Settings(name, name)
    for role in ASKED_ROLES:
        message = sent(assessment, *assessment.steps, role=role, whom=name, sender=sender, reference=name)
        assert {*message.keys()} <= {
            "To",
            "Subject",
            "X-Unsent",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        }
        assert all(address.addr_spec == "ana@acme.example" for address in message["To"].addresses)
        assert not any(hidden(c) for c in text_of(message) if c != "\n")


def test_a_canary_in_the_draft_of_a_profile_is_in_no_letter(profile: Made) -> None:
    """The letter holds nothing that the draft does not, and the draft never has the password."""
    message = sent(profile(), SECRET_STEP, USER, role="cmic")
    kept = profile().draft.password
    assert kept is not None
    assert kept.backend not in text_of(message)
    assert isinstance(profile().draft, Draft)
