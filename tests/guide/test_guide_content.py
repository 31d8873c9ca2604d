"""The guide that comes with the program holds what was agreed on."""

from __future__ import annotations

import re
import subprocess
import sys

from cmic_wizard.guide.for_reviewer import reviewers_guide
from cmic_wizard.guide.loader import GUIDE_FILE, load_guide
from cmic_wizard.guide.messages import messages, texts
from cmic_wizard.guide.model import CHECK_STAGES, NEVER, Condition, Kind, Owner
from cmic_wizard.guide.named import NAMED

CONTRACT = [
    "subscriptions.cmic_version",
    "subscriptions.patch",
    "subscriptions.pmxchange",
    "connection.hosting",
    "connection.dmsa_internal",
    "connection.dmsa_external",
    "connection.service_user",
    "connection.service_password",
    "connection.mobile_server_url",
    "connection.tenant_id",
    "connection.company_codes",
    "connection.ip_allow_list",
    "connection.check",
    "kickoff.welcome_email",
    "kickoff.specialist",
    "kickoff.date",
    "kickoff.integration_map",
    "kickoff.approver_role",
    "kickoff.requirements_met",
    "kickoff.go_live_scheduled",
    "go_live.tool_enabled",
    "go_live.date",
    "go_live.subtabs",
    "go_live.approvers",
    "go_live.approver_conditions",
    "management.point_of_contact",
    "management.call_request",
    "management.resources",
]
OPTIONAL = [
    "kickoff.internal_owner",
    "subscriptions.patch",
    "subscriptions.collaborate_server",
    "subscriptions.project_financials",
    "connection.dmsa_go_ahead",
    "connection.dmsa_installed",
    "connection.password_expiry",
    "connection.password_expires_on",
    "connection.auth_method",
    "connection.api_security",
    "connection.cmic_contact",
    "kickoff.procore_settings",
    "go_live.settings",
    "management.call_request",
    "management.resources",
]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_agreed_steps_stand_in_the_agreed_order() -> None:
    """The stable step ids are all there, in the order of the guide."""
    assert [step for step in load_guide().steps if step in CONTRACT] == CONTRACT


def test_phases_and_sections_are_the_guide_s() -> None:
    """Three phases with the guide's six sections."""
    assert {phase.id: [s.id for s in phase.sections] for phase in load_guide().phases} == {
        "preparation": ["subscriptions", "connection"],
        "implementation": ["kickoff", "go_live"],
        "management": ["management", "resources"],
    }


def test_required_steps() -> None:
    """What may always be left open is just what the guide does not ask for."""
    guide = load_guide()
    assert [step.id for step in guide.walk() if step.required == NEVER] == OPTIONAL
    cloud = (Condition("connection.hosting", among=("cloud",)),)
    assert guide.steps["connection.tenant_id"].required.conditions == cloud
    on_premise = (Condition("connection.hosting", among=("on_premise",)),)
    assert guide.steps["connection.ip_allow_list"].required.conditions == on_premise


def test_others_turns() -> None:
    """Steps on which somebody else acts are these."""
    others = {s.id: s.owner for s in load_guide().walk() if s.owner is not Owner.CUSTOMER}
    assert others == {
        "connection.dmsa_go_ahead": Owner.SPECIALIST,
        "kickoff.welcome_email": Owner.SPECIALIST,
        "go_live.tool_enabled": Owner.PROCORE,
    }


def test_choices_and_what_meets_them() -> None:
    """The ids that `set` takes, and those that fulfil the step."""
    steps = load_guide().steps
    found = {s.id: ([o.id for o in s.options], list(s.met)) for s in steps.values() if s.kind is Kind.CHOICE}
    assert found == {
        "subscriptions.pmxchange": (["enabled", "licensed", "no", "asked", "unsure"], ["enabled"]),
        "connection.hosting": (
            ["cloud", "hosted", "on_premise", "unsure"],
            ["cloud", "hosted", "on_premise"],
        ),
        "connection.dmsa_go_ahead": (["yes", "not_yet", "not_needed"], ["yes", "not_needed"]),
        "connection.password_expiry": (["never", "noted", "unsure"], ["never", "noted"]),
        "connection.auth_method": (["basic", "oauth", "unsure"], ["basic", "oauth"]),
        "connection.ip_allow_list": (["done", "not_needed", "ask"], ["done", "not_needed"]),
    }


def test_unmet_answers_say_what_is_missing() -> None:
    """Each valid answer that doesn't fulfil its step comes with a sentence about it."""
    for step in load_guide().walk():
        if step.kind is Kind.CHOICE:
            unmet = [option for option in step.options if option.id not in step.met]
            assert all(option.missing for option in unmet), step.id
        if step.kind is Kind.CONFIRM:
            assert step.met == ("yes",), step.id
            assert step.missing, step.id


def test_order_of_turns() -> None:
    """Which steps must be done before others."""
    waits = {step.id: step.after for step in load_guide().walk() if step.after}
    assert waits == {
        "connection.dmsa_internal": ("connection.dmsa_go_ahead",),
        "connection.dmsa_external": ("connection.dmsa_go_ahead",),
        "connection.ip_allow_list": ("kickoff.welcome_email",),
        "connection.check": (
            "connection.mobile_server_url",
            "connection.service_user",
            "connection.service_password",
            "connection.company_codes",
        ),
        "kickoff.specialist": ("kickoff.welcome_email",),
        "kickoff.date": ("kickoff.welcome_email",),
        "kickoff.integration_map": ("kickoff.date",),
        "kickoff.approver_role": ("kickoff.date",),
        "kickoff.procore_settings": ("kickoff.date",),
        "kickoff.go_live_scheduled": ("kickoff.date",),
        "go_live.tool_enabled": ("kickoff.requirements_met",),
        "go_live.date": ("kickoff.date",),
        "go_live.subtabs": ("go_live.tool_enabled",),
        "go_live.settings": ("go_live.tool_enabled",),
        "go_live.approvers": ("go_live.tool_enabled",),
        "go_live.approver_conditions": ("go_live.tool_enabled", "go_live.approvers"),
    }


def test_what_the_program_does_with_single_steps_is_declared() -> None:
    """The connection check's answers, the contacts, the calls and the gate are these."""
    guide = load_guide()
    assert {use.value: step.id for use, step in guide.checked.items()} == {
        "hosting": "connection.hosting",
        "address": "connection.mobile_server_url",
        "tenant": "connection.tenant_id",
        "user": "connection.service_user",
        "companies": "connection.company_codes",
    }
    told = [stage for step in guide.walk() for stage in step.stages]
    assert sorted(told) == sorted(CHECK_STAGES), "each stage of a check tells of one answer"
    assert {contact.value: step.id for contact, step in guide.contacts.items()} == {
        "specialist": "kickoff.specialist",
        "point_of_contact": "management.point_of_contact",
    }
    assert {step.id: step.call_minutes for step in guide.walk() if step.call_minutes} == {
        "kickoff.date": 60,
        "go_live.date": 90,
    }
    assert [phase.id for phase in guide.phases if phase.gate] == ["preparation"]
    assert {step.kind: step.id for step in guide.walk() if step.kind in NAMED} == NAMED


def test_app_version_ids() -> None:
    """Each DMSA app has an App Version ID of its own to copy, in the form of a UUID."""
    steps = load_guide().steps
    found = [steps[f"connection.dmsa_{which}"].copyables[0].value for which in ("internal", "external")]
    assert all(UUID.fullmatch(value) for value in found)
    assert len(set(found)) == 2


def test_integration_map_names_each_direction() -> None:
    """The map has rows that go each way and both ways."""
    table = load_guide().steps["kickoff.integration_map"].table
    assert table is not None
    assert table.columns == ("Procore", "Direction", "CMiC")
    assert {"CMiC → Procore", "Procore → CMiC", "Both ways"} <= {row[1] for row in table.rows}
    assert len(table.rows) == 17


def test_messages_stand_on_the_lines_they_name() -> None:
    """Each message of the catalogue tool is found on its line; addresses, ids and values are none."""
    text = GUIDE_FILE.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = list(messages(text))
    assert all(message.split("\n")[0] in lines[line - 1] for line, message in found)
    assert [message for _, message in found] == list(texts(load_guide()))
    assert not [m for _, m in found if m.startswith("https://") or UUID.fullmatch(m) or m == "procore_api"]


def test_loading_is_light() -> None:
    """The guide comes without Textual, pydantic, keyring or HTTP, and is read once."""
    code = (
        "import sys; from cmic_wizard.guide.loader import load_guide; "
        "assert load_guide() is load_guide(); "
        "print(*{m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"textual", "rich", "pydantic", "keyring", "httpx2"} & set(done.stdout.split())


def test_a_reviewer_is_not_addressed_as_the_customer() -> None:
    """What a review shows of the guide says “your” and “ask” to nobody who is not the customer."""
    guide = reviewers_guide()
    assert not re.search(r"\b[Yy]our (?!overall|verdicts)|you enter", guide.welcome)
    assert [step.id for step in guide.walk()] == list(load_guide().steps)
    for step in guide.walk():
        seen = [step.title, step.help, step.missing, step.where, step.several]
        seen += [text for option in step.options for text in (option.missing, option.help)]
        seen += [copied.title for copied in step.copyables] + [link.title for link in step.links]
        seen += [cell for row in (step.table.rows if step.table else ()) for cell in row]
        for text in seen:
            assert not re.search(r"\b[Yy]our (?!browser)|\b[Aa]sk your|yourselves", text), (step.id, text)
    intros = [section.intro for section in guide.sections.values()] + [phase.intro for phase in guide.phases]
    assert not [text for text in intros if re.search(r"\b[Yy]our\b", text)]
