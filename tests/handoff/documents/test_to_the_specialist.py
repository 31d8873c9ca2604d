"""What goes to the specialist says what is missing in words for the specialist."""

from __future__ import annotations

import re
from email import message_from_string
from email.policy import default

import pytest
from fixture_types import Made, Written

from cmic_wizard.i18n import set_language

ASKED = {
    "subscriptions.pmxchange": "licensed",
    "connection.hosting": "on_premise",
    "connection.ip_allow_list": "ask",
    "connection.auth_method": "unsure",
}


@pytest.mark.parametrize(
    ("language", "said", "never"),
    [
        ("en", "The customer asks you which addresses Procore calls from.", r"[Aa]sk your"),
        (
            "es",
            "El cliente le pregunta desde qué direcciones llama Procore.",
            r"[Pp]regunte a su|[Pp]ida a su",
        ),
    ],
)
def test_the_report_does_not_tell_the_specialist_to_ask_the_specialist(
    language: str, said: str, never: str, profile: Made, written: Written
) -> None:
    set_language(language)
    judged = profile(ASKED)
    report, draft_of_mail = written("markdown", judged), written("handoff", judged)
    assert said in report
    assert not re.search(never, report)
    body = message_from_string(draft_of_mail, policy=default).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert said in text
    assert not re.search(never, text)


def test_a_name_with_a_full_stop_gets_no_second_one(profile: Made, written: Written) -> None:
    judged = profile(ASKED, changes={"name": "Constructora Acme, S. A."})
    body = message_from_string(written("handoff", judged), policy=default).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Constructora Acme, S. A. PMXchange still has" in text
    assert "S. A.." not in text
