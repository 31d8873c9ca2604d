"""Whom to ask, until when, and what is kept of it."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import inquiries
from cmic_wizard.handoff.mail_program import open_draft
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft, Given
from cmic_wizard.profile.requests import Request
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AT = "2026-11-20T10:00:00+00:00"
VERSION, CODES = "subscriptions.cmic_version", "connection.company_codes"
PEOPLE = {
    "kickoff.internal_owner": "Dana Reyes <dana@acme.example>",
    "connection.cmic_contact": "Kim Ito <kim@cmic.example>",
    "kickoff.welcome_email": "yes",
    "kickoff.specialist": "Robin Vega <robin@procore.example>",
    "management.point_of_contact": "Alex Moreau <alex@procore.example>",
}


def made(**changes: object) -> Assessment:
    draft = Draft("ab12", "Acme", AT, AT, answers=dict(PEOPLE))
    return assess(load_guide(), replace(draft, **changes), NOW)


def test_the_people_of_the_profile_come_with_what_they_are() -> None:
    found = {(p.name, p.role) for p in inquiries.people_to_ask(made())}
    assert found == {
        ("Dana Reyes", "colleague"),
        ("Kim Ito", "cmic"),
        ("Robin Vega", "specialist"),
        ("Alex Moreau", "procore"),
        (inquiries.CMIC_SUPPORT, "cmic"),
    }


def test_who_was_asked_and_who_answered_before_are_known_once_each() -> None:
    asked = {VERSION: Request("Ana Ruiz", AT, "ana@acme.example", language="es")}
    again = {CODES: Request("Dana Reyes", AT, "DANA@acme.example", language="es")}
    given = {"connection.hosting": Given(AT, "Sam Okoye", "colleague")}
    answers = {**PEOPLE, "connection.hosting": "cloud"}
    found = inquiries.people_to_ask(made(asked=asked | again, given=given, answers=answers))
    names = [person.name for person in found]
    assert sorted(names) == sorted({*names})
    assert {"Ana Ruiz", "Sam Okoye"} <= {*names}
    assert next(p for p in found if p.name == "Dana Reyes").language == "es"


@pytest.mark.parametrize(
    ("step", "first"),
    [
        (VERSION, "Dana Reyes"),
        ("connection.dmsa_go_ahead", "Robin Vega"),
        ("go_live.tool_enabled", "Alex Moreau"),
    ],
)
def test_who_is_likely_to_know_stands_in_front(step: str, first: str) -> None:
    found = inquiries.people_to_ask(made(), [step])
    assert found[0].name == first


def test_a_person_is_meant_by_name_by_address_or_anew() -> None:
    assessment = made()
    assert inquiries.person_of("kim ito", assessment).mail == "kim@cmic.example"
    assert inquiries.person_of("KIM@cmic.example", assessment).role == "cmic"
    assert inquiries.person_of("CMiC support", assessment).role == "cmic"
    new = inquiries.person_of("Ana Ruiz <ana@acme.example>", assessment)
    assert (new.name, new.mail, new.role) == ("Ana Ruiz", "ana@acme.example", "colleague")
    assert inquiries.person_of("Ana", assessment, "procore").role == "procore"
    go_ahead = ["connection.dmsa_go_ahead"]
    assert inquiries.person_of("Ana", assessment, "", go_ahead).role == "specialist"
    ours = inquiries.person_of("Ana <ana@acme.example>", assessment, "", go_ahead, "dana@ACME.example")
    assert ours.role == "colleague", "people of the user's own house are no specialists of Procore"


@pytest.mark.parametrize("text", ["", "  ", "A <a@x.example>; B <b@x.example>", "x" * 300])
def test_nobody_or_several_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(WizardError):
        inquiries.person_of(text, made())


@pytest.mark.parametrize(
    "text",
    [
        "Kim <kim@acme>",
        "Foo <not an address>",
        "Kim kim@",
        "Eve <x@y.example?bcc=z@z.example>",
        "Mü <mü@acme.example>",
    ],
)
def test_an_address_that_no_mail_can_go_to_is_refused_not_left_out(text: str) -> None:
    with pytest.raises(WizardError, match="can't send to"):
        inquiries.person_of(text, made())


def test_signs_alone_are_nobody() -> None:
    with pytest.raises(WizardError, match="Say whom to ask"):
        inquiries.person_of("@", made())


def test_for_what_is_worked_out_or_done_nobody_is_asked() -> None:
    assessment = made()
    for step in ("kickoff.requirements_met", "management.resources", "kickoff.specialist"):
        with pytest.raises(WizardError, match=load_guide().steps[step].title):
            inquiries.demand_askable(assessment, [step])
    inquiries.demand_askable(assessment, [VERSION, CODES, "connection.service_password"])


@pytest.mark.parametrize(
    ("typed", "day"), [("2026-12-01", "2026-12-01"), ("1 Dec 2026", "2026-12-01"), ("", ""), (" ", "")]
)
def test_a_day_is_read_as_people_write_it(typed: str, day: str) -> None:
    assert inquiries.day_given(typed, NOW) == day


@pytest.mark.parametrize("typed", ["soon", "2026-11-01", "2026-13-01", "03/04/2027"])
def test_what_is_no_day_or_is_past_is_refused(typed: str) -> None:
    with pytest.raises(WizardError):
        inquiries.day_given(typed, NOW)


def test_a_reminder_keeps_since_when_and_goes_to_each_person_apart() -> None:
    ana, kim = Request("Ana", AT, due="2026-11-22"), Request("Kim", AT, role="cmic", due="2026-11-22")
    assessment = made(asked={VERSION: ana, CODES: ana, "connection.tenant_id": kim})
    rounds = inquiries.reminders(assessment, [VERSION, CODES, "connection.tenant_id"], "2026-12-01")
    assert rounds == [
        (replace(ana, due="2026-12-01"), (VERSION, CODES)),
        (replace(kim, due="2026-12-01"), ("connection.tenant_id",)),
    ]
    with pytest.raises(WizardError, match="Nobody was asked"):
        inquiries.reminders(assessment, ["connection.hosting"], "")


def test_a_file_says_whom_it_asks_and_takes_nobodys_place(tmp_path: Path) -> None:
    request = Request("José ../../Núñez", AT)
    first = inquiries.free_file(tmp_path, "acme", request)
    assert first.parent == tmp_path
    assert first.name.startswith("acme-ask-jos")
    first.touch()
    second = inquiries.free_file(tmp_path, "acme", request)
    assert second.name == f"{first.stem}-2.eml"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="commands of other desktops")
@pytest.mark.parametrize(
    ("screen", "program", "opens", "opened"),
    [
        (":0", "mail.desktop", 0, True),
        (":0", "", 0, False),
        ("", "mail.desktop", 0, False),
        (":0", "mail.desktop", 3, False),
    ],
)
def test_a_draft_is_opened_where_there_is_a_desktop_with_a_mail_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen: str, program: str, opens: int, opened: bool
) -> None:
    told = tmp_path / "told"
    for name, does in (("xdg-mime", f"echo {program}"), ("xdg-open", f'echo "$1" > {told}; exit {opens}')):
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\n{does}\n")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert open_draft(tmp_path / "a.eml") is opened
    if opened:
        assert told.read_text().strip() == str(tmp_path / "a.eml")


def test_without_a_desktop_nothing_is_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert open_draft(tmp_path / "a.eml") is False
