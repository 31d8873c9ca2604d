"""What a pasted text holds of answers: found with its place, each once, and never a password."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.found_in_text import FOUND_AT_MOST, found_in

GUIDE = load_guide()
WELCOME = """From: Robin Vega <robin.vega@procore.example>
Subject: Welcome to your CMiC integration

Hello Dana,
I am your integration specialist at Procore. Let us have the kickoff call on
Tuesday, December 1, 2026 at 10:00 AM Central Time. The go-live call: 2026-12-15 10:00 America/Chicago.
You log in at https://nova.cmiccloud.com/cmicprod/login with Client ID: SOLUTIONS
Company codes: 001 and ACME01.
Service user: PROCORE_API  Password: hunter22
We run CMiC R12 Patch 20.
See https://support.procore.com/integrations/cmic

Kim Ito
CMiC representative
kim.ito@cmic.example
"""
BIENVENIDA = """Su especialista en integraciones es Robin Vega (robin.vega@procore.example).
ID de cliente: SOLUTIONS
Códigos de compañía: 001 y 002
Llamada de inicio: martes 1 de diciembre de 2026 a las 10:00 hora de Ciudad de México
contraseña:
hunter22 R12
"""


def answers(text: str) -> dict[str, tuple[str, int]]:
    """What is proposed for each step, and in which line it was found."""
    return {one.step: (one.answer, one.line) for one in found_in(text, GUIDE).found}


def test_a_welcome_email_gives_all_that_stands_in_it() -> None:
    assert answers(WELCOME) == {
        "subscriptions.cmic_version": ("R12 Patch 20", 10),
        "connection.hosting": ("cloud", 7),
        "connection.service_user": ("PROCORE_API", 9),
        "connection.mobile_server_url": ("https://nova-api.cmiccloud.com/cmicprod", 7),
        "connection.tenant_id": ("SOLUTIONS", 7),
        "connection.company_codes": ("001, ACME01", 8),
        "connection.cmic_contact": ("Kim Ito <kim.ito@cmic.example>", 14),
        "kickoff.welcome_email": ("yes", 5),
        "kickoff.specialist": ("Robin Vega <robin.vega@procore.example>", 1),
        "kickoff.date": ("December 1, 2026 at 10:00 AM Central Time", 6),
        "go_live.date": ("2026-12-15 10:00 America/Chicago", 6),
    }


def test_so_does_one_in_spanish() -> None:
    assert answers(BIENVENIDA) == {
        "connection.tenant_id": ("SOLUTIONS", 2),
        "connection.company_codes": ("001, 002", 3),
        "kickoff.welcome_email": ("yes", 1),
        "kickoff.specialist": ("Robin Vega <robin.vega@procore.example>", 1),
        "kickoff.date": ("1 de diciembre de 2026 a las 10:00 hora de Ciudad de México", 4),
    }


@pytest.mark.parametrize("text", [WELCOME, BIENVENIDA])
def test_a_password_is_told_of_and_neither_taken_nor_shown(text: str) -> None:
    findings = found_in(text, GUIDE)
    assert "hunter22" not in str(findings)
    assert findings.secrets == (9 if text is WELCOME else 5,)


def test_each_finding_says_where_it_stands() -> None:
    for one in found_in(WELCOME, GUIDE).found:
        assert one.place
        assert one.place.split()[0] in WELCOME.splitlines()[one.line - 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://acmemob.cmicpaas.com/cmicprod", {"connection.mobile_server_url", "connection.hosting"}),
        ("https://us02web.zoom.us/j/1234 and https://www.procore.com/x", set()),
        ("The company codes follow in another e-mail.", set()),
        ("Tenant ID\nSOLUTIONS", {"connection.tenant_id"}),
        ("SOLUTIONS||PROCORE_API", {"connection.service_user"}),
        ("", set()),
    ],
)
def test_what_is_and_what_is_not_found(text: str, found: set[str]) -> None:
    assert set(answers(text)) == found


_PIECES = st.sampled_from(
    [*WELCOME.splitlines(), *BIENVENIDA.splitlines(), "Client ID:", "is", "||", "@", "1/2/2026", "R12", "("]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=30)), max_size=12).map("\n".join))
def test_whatever_is_pasted_only_answers_that_their_steps_read_are_found(text: str) -> None:
    findings = found_in(text, GUIDE)
    assert len(findings.found) <= FOUND_AT_MOST
    for one in findings.found:
        reading = read(GUIDE.steps[one.step], one.answer, {})
        incomplete = any(found.rule == "schedule_no_zone" for found in reading.errors)
        assert (reading.value and not reading.errors) or incomplete, one


def test_a_long_text_takes_little_time() -> None:
    text = (WELCOME + "x" * 5000 + "\n") * 40
    assert len(found_in(text, GUIDE).found) == len(found_in(WELCOME, GUIDE).found)
