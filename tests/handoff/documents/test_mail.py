"""E-mail drafts: right receivers, nothing injected, the password's way told and the password absent."""

from __future__ import annotations

from email import message_from_string
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from email.utils import getaddresses

import pytest
from fixture_types import Made, Written

from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.fields import people

HEADERS = {"To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def parsed(text: str) -> EmailMessage:
    message = message_from_string(text, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def receivers(text: str) -> list[tuple[str, str]]:
    """Names and addresses as RFC 2047 wants them read; `EmailMessage` keeps spaces between encoded words."""
    found = getaddresses(message_from_string(text, policy=compat32).get_all("To", []))
    return [(str(make_header(decode_header(name))), address) for name, address in found]


def test_the_hand_off_goes_to_the_specialist_with_the_file(profile: Made, written: Written) -> None:
    text = written("handoff", profile(), draft=False)
    message = parsed(text)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "CMiC set-up profile of Acme Builders"
    assert receivers(text) == [("Ana Ruiz", "ana.ruiz@procore.example")]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "acme.json"
    assert attached.get_content_type() == "application/json"
    assert attached.get_content() == b'{"format": "cmic-wizard-profile"}'


def test_the_hand_off_names_check_number_open_items_calls_and_the_way_of_the_password(
    profile: Made, written: Written
) -> None:
    assessment: Assessment = profile()
    text = body(parsed(written("handoff", assessment)))
    assert text.startswith("Hello Ana Ruiz,\n")
    assert "3F9A 01BC 77D2 E04A" in text
    assert "neither in this e-mail nor in the attached file" in text
    assert "sealed (encrypted) file or by phone" in text
    assert "Tuesday, 1 December 2026, 10:00 (America/Chicago, UTC−06:00)" in text
    for state in assessment.outstanding:
        assert f"– {state.step.title}: " in text


def test_a_draft_is_called_one(profile: Made, written: Written) -> None:
    message = parsed(written("handoff", profile(), draft=True))
    assert str(message["Subject"]).startswith("Draft: ")
    assert "It is a draft" in body(message)


def test_the_call_request_carries_the_reason(profile: Made, written: Written) -> None:
    reason = "How do the new budget changes reach CMiC?"
    text = written("call", profile({"management.call_request": reason}))
    message = parsed(text)
    assert receivers(text) == [("Alex Moreau", "alex.moreau@procore.example")]
    assert reason in body(message)
    assert list(message.iter_attachments()) == []


def test_a_reason_of_two_lines_is_not_silently_left_out(profile: Made, written: Written) -> None:
    """The step counts as wrong, but the mail must not say something else than the customer typed."""
    text = written("call", profile({"management.call_request": "Invoices fail.\nBcc: x@evil.example"}))
    assert "Invoices fail.\nBcc: x@evil.example" in body(parsed(text))
    assert parsed(text)["Bcc"] is None


def test_a_call_request_without_reason_gives_the_guides_own(profile: Made, written: Written) -> None:
    assert "how new Procore features may affect it" in body(parsed(written("call", profile())))


def test_both_are_written_in_spanish(profile: Made, written: Written) -> None:
    set_language("es")
    message = parsed(written("handoff", profile(), draft=False))
    assert message["Subject"] == "Perfil de configuración de CMiC de Acme Builders"
    assert body(message).startswith("Hola, Ana Ruiz:\n")
    assert "especialista en integración de ERP" in body(parsed(written("call", profile())))


@pytest.mark.parametrize(
    "name",
    [
        "Ruiz, Ana",
        "José Ñandú, Ramírez de la Fuente y Ortega, Integración",
        "Ñ" * 58,
        "李娜" * 20,
        "=?utf-8?q?evil?=",
        "a\\b c",
        "O'Neil-Smith",
    ],
)
def test_a_name_is_read_back_as_it_was_typed(profile: Made, written: Written, name: str) -> None:
    text = written("handoff", profile({"kickoff.specialist": f"{name} <ana@procore.example>"}))
    assert receivers(text) == [(name, "ana@procore.example")]


def test_several_people_are_several_receivers_and_doubtful_addresses_none(
    profile: Made, written: Written
) -> None:
    named = "A B <a@x.example>; C, D <c@y.example>; E <e@localhost>; F <ñ@x.example>; G"
    text = written("handoff", profile({"kickoff.specialist": named}))
    assert receivers(text) == [("A B", "a@x.example"), ("C, D", "c@y.example")]


def test_without_anybody_the_draft_has_no_receiver(profile: Made, written: Written) -> None:
    message = parsed(written("handoff", profile({"kickoff.specialist": ""})))
    assert "To" not in message
    assert body(message).startswith("Hello,\n")


@pytest.mark.parametrize("kind", ["handoff", "call"])
def test_hostile_texts_are_nothing_but_texts(
    profile: Made, written: Written, hostile_text: str, kind: str
) -> None:
    assessment = profile(hostile=hostile_text)
    text = written(kind, assessment)
    message = parsed(text)
    step = {"handoff": "kickoff.specialist", "call": "management.point_of_contact"}[kind]
    named = {person.mail for person in people(assessment.values.get(step, ""))}
    assert set(message.keys()) <= HEADERS
    assert {address for _name, address in receivers(text)} <= named
    head = text.partition("\r\n\r\n")[0]
    assert head.isascii()
    assert all(len(line) <= 78 for line in head.split("\r\n"))
    assert all(ord(character) >= 32 or character in "\n\t" for character in body(message))


@pytest.mark.parametrize(
    "name", ["../../etc/x.json", "a\r\nBcc: evil@evil.example", 'a"; filename="b.exe', "ñ.json", ""]
)
def test_a_hostile_file_name_stays_a_plain_one(profile: Made, name: str) -> None:
    from cmic_wizard.handoff.documents import mail

    made = mail.handoff(profile(), (name, b"{}", "application/json"), check_number="1", draft=False)
    (attached,) = parsed(made.decode()).iter_attachments()
    assert "/" not in (attached.get_filename() or "")
    assert b"\nBcc:" not in made


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Jane <jane@müller.de>", "jane@xn--mller-kva.de"),
        ("Jane <jane@straße.de>", "jane@xn--strae-oqa.de"),
        ("Jane <jane@例え.jp>", "jane@xn--r8jz45g.jp"),
    ],
)
def test_an_address_with_other_letters_is_neither_lost_nor_another_one(
    profile: Made, written: Written, typed: str, sent: str
) -> None:
    text = written("handoff", profile({"kickoff.specialist": typed}))
    assert receivers(text) == [("Jane", sent)]
