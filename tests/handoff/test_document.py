"""The hand-off document: built, written, read back, numbered."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from built import build
from fixture_types import HandedOff, Tampered
from pydantic import BaseModel

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.handoff import document, schema
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.writing import NotReady
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.profile.model import Profile
from cmic_wizard.profile.profile_values import values_of
from cmic_wizard.review import own_assessment
from cmic_wizard.struct import replace

ASSETS = Path(__file__).parents[2] / "assets"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
CONTRACT = [
    "format", "schema", "created", "by", "ready", "complete", "profile", "answers", "answered", "confirmed",
    "outstanding", "checks", "notes", "remarks",
]  # fmt: skip


def test_the_document_has_the_contracts_keys_in_order(acme: HandOff) -> None:
    found = json.loads(document.to_bytes(acme))
    assert list(found) == CONTRACT
    assert found["format"] == "cmic-wizard-profile"
    assert found["schema"] == 2
    assert found["ready"] is True
    assert found["complete"] is False
    assert found["profile"]["name"] == "Acme Builders"
    assert found["profile"]["connection"]["company_codes"] == ["001", "ACME01"]
    assert found["profile"]["kickoff"]["date"] == {
        "at": "2026-12-01T10:00:00-06:00",
        "zone": "America/Chicago",
    }
    assert found["answers"]["connection.company_codes"] == "001, ACME01"
    assert {"step", "state", "reason", "owner"} == set(found["outstanding"][0])


def test_the_file_is_readable_text(acme: HandOff) -> None:
    data = document.to_bytes(acme)
    assert data.endswith(b"}\n")
    assert b'\n  "format": "cmic-wizard-profile",\n' in data
    assert "“ERP Integrations tool".encode() in data, "not escaped as \\u201c"


def test_it_says_whether_a_password_is_stored_and_how_long_it_is(
    customer: Draft, acme: HandOff, handed_off: HandedOff
) -> None:
    assert (acme.password.stored, acme.password.length) == (True, 20)
    without = json.loads(document.to_bytes(handed_off(replace(customer, password=None))))
    assert without["profile"]["connection"]["service_password"] == {"stored": False}


def test_reading_gives_what_was_written(acme: HandOff) -> None:
    assert document.parse(document.to_bytes(acme)) == acme


def test_an_open_or_wrong_step_is_absent_from_the_profile_but_its_answer_stays(
    customer: Draft, handed_off: HandedOff
) -> None:
    wrong = {**customer.answers, "connection.mobile_server_url": "http://acmemob.cmicpaas.com/cmicprod"}
    found = json.loads(document.to_bytes(handed_off(replace(customer, answers=wrong))))
    assert "mobile_server_url" not in found["profile"]["connection"]
    assert "tenant_id" not in found["profile"]["connection"]
    assert found["answers"]["connection.mobile_server_url"].startswith("http:")
    assert ("connection.mobile_server_url", "wrong") in {
        (o["step"], o["state"]) for o in found["outstanding"]
    }


def test_a_doubted_answer_is_outstanding_and_no_value_until_it_is_confirmed(
    customer: Draft, handed_off: HandedOff
) -> None:
    step = "subscriptions.cmic_version"
    doubted = customer.answered(step, "la última", "2026-11-23T09:00:00+00:00")
    found = json.loads(document.to_bytes(handed_off(doubted)))
    assert (step, "to_confirm") in {(o["step"], o["state"]) for o in found["outstanding"]}
    assert "cmic_version" not in found["profile"]["subscriptions"]
    assert (found["ready"], found["confirmed"]) == (False, [])
    assert found["answered"][step] == {"by": "", "role": "customer", "at": "2026-11-23T09:00:00+00:00"}
    handoff = handed_off(doubted.confirming(step, "2026-11-23T09:01:00+00:00"))
    assert (handoff.ready, handoff.confirmed) == (True, [step])
    assert handoff.as_json()["profile"]["subscriptions"]["cmic_version"] == "la última"
    draft = document.draft_of(document.parse(document.to_bytes(handoff)))
    assert draft.is_confirmed(step)
    assert draft.given[step].at == "2026-11-23T09:00:00+00:00"
    assert own_assessment.differing_claims(handoff, own_assessment.judge(handoff, NOW)) == ()


def test_a_file_of_schema_1_is_read_for_ever(tampered: Tampered, acme: HandOff) -> None:
    def older(found: dict[str, Any]) -> None:
        found["schema"] = 1
        del found["answered"], found["confirmed"]

    data = tampered(older)
    handoff = document.parse(data)
    assert (handoff.answered, handoff.confirmed) == ({}, [])
    assert json.loads(document.to_bytes(handoff)) == json.loads(data)
    with pytest.raises(FileRefused):
        document.parse(tampered(lambda found: found.update(schema=1, confirmed=["kickoff.date"])))


def test_every_answerable_step_of_the_guide_has_its_place_in_the_profile() -> None:
    for step in load_guide().walk():
        if step.kind is Kind.INFO:
            continue
        section, _dot, name = step.id.partition(".")
        model = Profile.model_fields[section].annotation
        assert isinstance(model, type)
        assert issubclass(model, BaseModel)
        assert name in model.model_fields, step.id


def test_the_profiles_choices_are_the_guides(judged: Callable[[Draft], Assessment], customer: Draft) -> None:
    for step in load_guide().walk():
        for option in step.options if step.kind is Kind.CHOICE else ():
            answers = {**customer.answers, step.id: option.id}
            section, _dot, name = step.id.partition(".")
            found = Profile.model_validate_json(
                json.dumps(values_of(judged(replace(customer, answers=answers))))
            )
            if judged(replace(customer, answers=answers)).steps[step.id].applies:
                assert getattr(getattr(found, section), name) == option.id


def test_an_unready_profile_is_refused_with_the_list_unless_it_is_a_draft(
    unready: Draft, judged: Callable[[Draft], Assessment], handed_off: HandedOff
) -> None:
    with pytest.raises(NotReady, match=r"2 steps are open: .*Mobile server URL") as refused:
        build(judged(unready), NOW)
    assert {state.step.id for state in refused.value.steps} == {
        "subscriptions.cmic_version",
        "connection.mobile_server_url",
    }
    assert handed_off(unready).ready is False


def test_the_check_number_is_the_sha_256_of_the_canonical_file(acme: HandOff) -> None:
    found = json.loads(document.to_bytes(acme))
    canonical = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    digits = hashlib.sha256(canonical).hexdigest()[:16]
    assert document.check_number(acme) == " ".join(digits[i : i + 4] for i in (0, 4, 8, 12))


def test_the_check_number_is_the_same_on_both_sides_and_in_both_languages(
    customer: Draft, acme: HandOff, handed_off: HandedOff
) -> None:
    number = document.check_number(acme)
    data = document.to_bytes(acme)
    set_language("es")
    assert document.check_number(document.parse(data)) == number
    assert document.to_bytes(handed_off(customer)) == data


def test_a_change_gives_another_check_number(tampered: Tampered, acme: HandOff) -> None:
    changed = tampered(lambda found: found["answers"].update({"connection.service_user": "PROCORE_SVD"}))
    assert document.check_number(document.parse(changed)) != document.check_number(acme)


def test_the_receiver_judges_anew_and_agrees_with_an_honest_file(acme: HandOff) -> None:
    assessment = own_assessment.judge(acme, NOW)
    assert assessment.ready
    assert assessment.steps["connection.check"].reading.value == "passed", "the check is not stale for him"
    assert (
        assessment.steps["connection.service_password"].reading.infos[0].text
        == "20 characters, kept by the customer"
    )
    assert own_assessment.differing_claims(acme, assessment) == ()


def test_a_file_may_leave_out_what_waits_and_is_not_required(customer: Draft, handed_off: HandedOff) -> None:
    given = {step: text for step, text in customer.answers.items() if "dmsa" not in step}
    found = json.loads(document.to_bytes(handed_off(replace(customer, answers=given))))
    listed = len(found["outstanding"])
    found["outstanding"] = [e for e in found["outstanding"] if e["step"] != "connection.dmsa_go_ahead"]
    assert len(found["outstanding"]) == listed - 1
    handoff = document.parse(json.dumps(found).encode())
    assert own_assessment.differing_claims(handoff, own_assessment.judge(handoff, NOW)) == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda found: found["answers"].pop("connection.mobile_server_url"),
            "is ready; by this program's rules",
        ),
        (lambda found: found.update(complete=True), "everything is done; by this program's rules it is not"),
        (lambda found: found.update(ready=False), "is not ready; by this program's rules it is"),
        (lambda found: found.update(outstanding=[]), "lists other open steps"),
        (
            lambda found: found["profile"]["connection"].update(
                mobile_server_url="https://evil.example/cmicprod"
            ),
            "don't follow from its answers: Mobile server URL",
        ),
    ],
)
def test_false_claims_are_said(tampered: Tampered, change: Any, sentence: str) -> None:
    handoff = document.parse(tampered(change))
    said = own_assessment.differing_claims(handoff, own_assessment.judge(handoff, NOW))
    assert any(sentence in text for text in said), said


def test_an_imported_draft_has_everything_but_the_password(customer: Draft, acme: HandOff) -> None:
    draft = document.draft_of(document.parse(document.to_bytes(acme)))
    kept = replace(customer, password=None, marks={}, created=draft.created, changed=draft.changed)
    assert draft == replace(kept, answers=draft.answers)
    assert draft.answers == customer.answers


def test_what_was_typed_with_control_characters_is_written_visibly(
    customer: Draft, handed_off: HandedOff
) -> None:
    answers = {**customer.answers, "connection.service_user": "SVC\x1b[31m"}
    remark = Remark("kickoff.date", "reply", "a\x00b", "Jane", "2026-11-22T11:00:00+00:00", open=False)
    handoff = handed_off(
        replace(customer, answers=answers, notes={"kickoff.date": "a\u202eb\nc"}, remarks=(remark,))
    )
    assert handoff.answers["connection.service_user"] == "SVC<U+001B>[31m"
    assert handoff.notes[0].text == "a<U+202E>b\nc"
    assert handoff.remarks[0].text == "a<U+0000>b"
    assert document.parse(document.to_bytes(handoff)) == handoff


def test_a_document_larger_than_can_be_read_is_not_written(customer: Draft, handed_off: HandedOff) -> None:
    handoff = handed_off(replace(customer, notes={"kickoff.date": "x" * document.LIMIT}))
    with pytest.raises(FileRefused, match="larger than 768 kilobytes"):
        document.to_bytes(handoff)


def test_the_published_schema_is_current() -> None:
    assert (ASSETS / "profile.schema.json").read_bytes() == schema.to_bytes()
    run = subprocess.run(
        [sys.executable, "-m", "cmic_wizard.handoff.schema"],
        capture_output=True,
        check=True,
        cwd=ASSETS.parent,
    )
    assert run.stdout == schema.to_bytes()


def test_exports_fit_the_published_schema_and_others_do_not(
    acme: HandOff, unready: Draft, handed_off: HandedOff, tampered: Tampered
) -> None:
    validator = jsonschema.Draft202012Validator(schema.schema(), format_checker=jsonschema.FormatChecker())
    validator.check_schema(schema.schema())
    for handoff in (acme, handed_off(unready)):
        validator.validate(json.loads(document.to_bytes(handoff)))
    for change in (
        lambda found: found.update(password="hunter2"),
        lambda found: found.pop("ready"),
        lambda found: found["profile"]["connection"].update(hosting="elsewhere"),
        lambda found: found["profile"]["connection"].update(company_codes=["TOOLONG123"]),
    ):
        assert not validator.is_valid(json.loads(tampered(change)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sample_profiles_are_current(handoff_tools: Any, language: str) -> None:
    name = f"sample-profile.{language}.json"
    found, made = json.loads((ASSETS / name).read_bytes()), json.loads(handoff_tools.sample(name))
    for changing in ("created", "by"):
        del found[changing], made[changing]
    assert found == made, "run: python tests/tools/samples.py"
    assert document.read_handoff(ASSETS / name).ready


def test_two_exports_differ_by_their_time(customer: Draft, handed_off: HandedOff) -> None:
    later = handed_off(customer, now=NOW + timedelta(hours=1))
    assert document.check_number(later) != document.check_number(handed_off(customer))
