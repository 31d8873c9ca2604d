"""Every rule of an answer, a row each: what is typed, what becomes of it, and what is found."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from rule_rows_of_calls import CHICAGO, GO_LIVES, PEOPLE, SCHEDULES
from rule_rows_of_cmic import COMPANIES, PATCHES, TENANT, TENANTS, USERS, VERSIONS

import cmic_wizard.profile.fields as fields_module
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Option, Step
from cmic_wizard.profile.fields import RULES, normal, password_findings, read
from cmic_wizard.profile.reading import Finding, Severity
from cmic_wizard.secret import Secret

OPTIONS = tuple(Option(name, name.title()) for name in ("cloud", "hosted", "on_premise", "unsure"))
UNDECIDED = (*OPTIONS[:-1], Option("unsure", "Not sure", undecided=True))
KINDS = {"choice": Kind.CHOICE, "checklist": Kind.CHECKLIST, "secret": Kind.SECRET, "computed": Kind.COMPUTED}


def a_step(rule: str) -> Step:
    """A step that is read by the rule of that name."""
    declared = next((step for step in load_guide().walk() if step.rule == rule), None)
    return Step(
        id="section.step",
        kind=KINDS.get(rule, Kind.TEXT),
        title="A step",
        rule=rule,
        options=UNDECIDED if rule == "choice" else OPTIONS,
        declined="absent" if rule == "checklist" else "",
        beside=declared.beside if declared else {},
        splits_off=declared.splits_off if declared else "",
    )


def ids(findings: Iterable[Finding]) -> str:
    """Findings as a row has them: the severity's letter and the rule's id."""
    return " ".join(f"{finding.severity.value[0].upper()}:{finding.rule}" for finding in findings)


SIMPLE = {
    "text": [
        ("  as typed  ", "as typed", ""),
        ("x" * 2001, "", "E:too_long"),
        ("x" * 20001, "", "E:too_long"),
    ],
    "choice": [
        ("cloud", "cloud", ""),
        ("On-Premise", "on_premise", ""),
        ("no lo sé", "unsure", "I:choice_undecided"),
        ("clod", "", "E:choice_unknown"),
        ("elsewhere", "", "E:choice_unknown"),
    ],
    "confirm": [
        *((word, "yes", "") for word in ("yes", "Yes", "sí", "SI", "y", "s")),
        *((word, "no", "") for word in ("no", "NO", "n")),
        ("perhaps", "", "O:no_answer"),
        ("absolutely", "", "E:confirm_unknown"),
    ],
    "info": [("yes", "yes", "")],
    "checklist": [
        ("hosted, CLOUD,hosted", "cloud,hosted", ""),
        ("all", "cloud,hosted,on_premise,unsure", ""),
        ("cloud,-hosted", "cloud,-hosted", ""),
        ("all,-unsure", "cloud,hosted,on_premise,-unsure", ""),
        ("cloud,-cloud", "", "E:checklist_both"),
        ("clod,hosted", "", "E:checklist_unknown"),
        ("?", "", "O:no_answer"),
        (",", "", "O:no_answer"),
    ],
    "check": [
        ("skipped: only reachable from our network", "skipped:only reachable from our network", ""),
        ("skipped:", "", "E:check_reason"),
        *((f"skipped:{words}", "", "E:check_reason") for words in ("?", "-", "no sé", "TBD", "x")),
        ("skipped: pending firewall rule of IT", "skipped:pending firewall rule of IT", ""),
        ("skipped:" + "x" * 501, "", "E:too_long"),
        ("passed", "", "E:check_typed"),
    ],
    "day": [
        ("2027-03-31", "2027-03-31", ""),
        ("2027-02-30", "", "E:day_unread"),
        ("31/3/2027", "2027-03-31", ""),
        ("31 de marzo de 2027", "2027-03-31", ""),
        ("Mar 31, 2027", "2027-03-31", ""),
        ("03/04/2027", "", "E:day_ambiguous"),
        ("Tuesday, 2027-03-31", "", "E:day_weekday"),
        ("2027-03-31 10:00 Chicago", "", "E:day_unread"),
        ("20270331", "", "E:day_unread"),
        ("1900-01-01", "", "E:day_unread"),
        ("in March", "", "E:day_unread"),
    ],
    "uuid": [
        ("03F51833-6B06-4196-B0FE-A89238D1241D", "03f51833-6b06-4196-b0fe-a89238d1241d", ""),
        ("03f518336b064196b0fea89238d1241d", "03f51833-6b06-4196-b0fe-a89238d1241d", ""),
        ("03f51833", "", "E:uuid_shape"),
    ],
    "secret": [("hunter2", "", "E:secret_typed")],
    "computed": [("yes", "", "E:computed_typed")],
}
ANY = [
    ("", "", ""),
    (" \t\n\u3000", "", "E:blank"),
    ("a\x1b[31mb", "", "E:hidden_character"),
    ("a\u202eb", "", "E:hidden_character"),
    ("a\u200bb", "", "E:hidden_character"),
    ("a\ud800b", "", "E:hidden_character"),
    ("a<U+001B>b", "", "E:hidden_character"),
    ("\x1f", "", "E:hidden_character"),
    ("a<U+0041>b", "a<U+0041>b", ""),
]
ROWS: Mapping[str, Sequence[tuple[Any, ...]]] = {
    "version": VERSIONS,
    "patch": PATCHES,
    "tenant_id": TENANTS,
    "company_codes": COMPANIES,
    "service_user": USERS,
    "schedule": SCHEDULES,
    "go_live_schedule": GO_LIVES,
    "people": PEOPLE,
    **SIMPLE,
    "text ": ANY,
}
PASSWORDS = [
    ("tr0ub4dor & 3", ""),
    ("contraseña", ""),
    ("", "E:password_empty"),
    (" edge", "D:password_edge_space"),
    ("edge\u00a0", "D:password_edge_space"),
    ("“quoted”", "D:password_quotes"),
    ("li\x00ne-up\n", "E:password_hidden D:password_edge_space"),
    ("p" * 1280, ""),
    ("🔑" * 640, ""),
    ("p" * 1281, "E:password_long"),
    ("🔑" * 641, "E:password_long"),
]
PROPOSALS = [
    ("version", "Patch 20", "R12 Patch 20", {}),
    ("version", "21-2", "R12 Patch 21-2", {}),
    ("tenant_id", "solutions", "SOLUTIONS", {}),
    ("tenant_id", "SOLUTIONS||PROCORE", "SOLUTIONS", {}),
    ("company_codes", "001; 002 acme1", "001,002,acme1", {}),
    ("company_codes", "001,acme", "001,ACME", {}),
    ("company_codes", "001 and 002", "001,002", {}),
    ("tenant_id", "Client ID: SOLUTIONS", "SOLUTIONS", {}),
    ("service_user", "User: PROCORE_API", "PROCORE_API", {}),
    ("service_user", "usuario PROCORE_API", "PROCORE_API", {}),
    ("service_user", "Login = PROCORE_API", "PROCORE_API", {}),
    ("service_user", "“PROCORE_API”", "PROCORE_API", {}),
    ("tenant_id", "“SOLUTIONS”", "SOLUTIONS", {}),
    ("service_user", "SOLUTIONS|PROCORE", "SOLUTIONS||PROCORE", {}),
    ("service_user", "solutions||PROCORE", "SOLUTIONS||PROCORE", TENANT),
    ("schedule", "2026-12-01T10:00-05:00[America/Chicago]", CHICAGO, {}),
    ("schedule", "2026-03-29T02:30[Europe/Madrid]", "2026-03-29T03:30+02:00[Europe/Madrid]", {}),
    ("choice", "clod", "cloud", {}),
    ("checklist", "clod,hosted", "cloud,hosted", {}),
]


def _spread(rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    return [
        (rule.strip(), *row) if len(row) == 4 else (rule.strip(), *row, {})
        for rule in rows
        for row in rows[rule]
    ]


@pytest.mark.parametrize(("rule", "typed", "value", "findings", "values"), _spread(ROWS))
def test_each_answer_has_the_value_and_the_findings_of_its_row(
    rule: str, typed: str, value: str, findings: str, values: dict[str, str]
) -> None:
    reading = read(a_step(rule), typed, values)
    assert (reading.value, ids(reading.findings)) == (value, findings)
    assert normal(a_step(rule), typed, values) == value


@pytest.mark.parametrize(("password", "findings"), PASSWORDS)
def test_each_password_has_the_findings_of_its_row_and_is_never_repeated(
    password: str, findings: str
) -> None:
    found = password_findings(Secret(password))
    assert ids(found) == findings
    assert not password.strip() or all(password.strip() not in finding.text for finding in found)


@pytest.mark.parametrize(("rule", "typed", "proposal", "values"), PROPOSALS)
def test_a_proposal_mends_the_answer(rule: str, typed: str, proposal: str, values: dict[str, str]) -> None:
    step = a_step(rule)
    before = read(step, typed, values)
    assert proposal in [finding.proposal for finding in before.findings]
    after = read(step, proposal, values)
    assert after.value
    assert {f.rule for f in after.warnings + after.errors}.isdisjoint(
        {f.rule for f in before.findings if f.proposal == proposal}
    )


UNPROPOSED = [
    ("service_user", "Password: hunter2"),
    ("service_user", "Contraseña: hunter2"),
    ("service_user", "Tenant: SOLUTIONS"),
    ("tenant_id", "User: PROCORE"),
    ("company_codes", "001 to 005"),
    ("company_codes", "001 a 005"),
    ("company_codes", "001 Acme Builders"),
    ("company_codes", "ACME BUILDERS"),
    ("schedule", "2026-12-01T10:00[America/Chicagoo]"),
    ("mobile_server_url", "jane@example.com"),
    ("mobile_server_url", r"\\server\share"),
]
"""What only looks as if it could be mended: what would be proposed means something else."""


@pytest.mark.parametrize(("rule", "typed"), UNPROPOSED)
def test_nothing_is_proposed_that_means_something_else(rule: str, typed: str) -> None:
    reading = read(a_step(rule), typed, {})
    assert not reading.value
    assert not any(finding.proposal or finding.readings for finding in reading.findings)


def test_every_declared_finding_stands_in_a_row() -> None:
    """Reads the ids from the source of every rule but the address's, which has a table of its own."""
    folder = Path(fields_module.__file__).parent
    others = ("address.py", "host.py", "hosting.py", "environment.py")
    sources = [folder / "fields.py", *(p for p in (folder / "rules").glob("*.py") if p.name not in others)]
    declared = set().union(*(declared_ids(source) for source in sources)) - {"zero_width"}
    in_rows = {rule for row in _spread(ROWS) for rule in row[3].split()}
    in_rows |= {rule for _password, findings in PASSWORDS for rule in findings.split()}
    assert declared - {rule[2:] for rule in in_rows} == set()


def test_every_kind_of_step_and_every_rule_of_the_guide_is_known() -> None:
    named = {
        "version patch mobile_server_url tenant_id company_codes service_user uuid schedule go_live_schedule",
        "people text choice confirm checklist check info",
    }
    assert {kind.value for kind in Kind} | set(" ".join(named).split()) <= set(RULES)


def test_parts_tell_what_was_taken_apart() -> None:
    assert read(a_step("version"), "V12-020", {}).parts == {"major": "12", "patch": "20"}
    assert read(a_step("version"), "R12 Patch 21-2", {}).parts == {"major": "12", "patch": "21", "minor": "2"}
    assert read(a_step("patch"), "21-2", {}).parts == {"patch": "21", "minor": "2"}
    assert read(a_step("service_user"), "SOLUTIONS||P", {}).parts == {"tenant": "SOLUTIONS", "user": "P"}
    parts = {"local": "2026-12-01T10:00", "offset": "-06:00", "zone": "America/Chicago"}
    assert read(a_step("schedule"), CHICAGO, {}).parts == parts


def test_a_hidden_character_is_named() -> None:
    (finding,) = read(a_step("text"), "a\x1bb", {}).findings
    assert "<U+001B>" in finding.text
    assert finding.severity is Severity.ERROR


def declared_ids(source: Path) -> set[str]:
    """The ids of all findings that a source file makes."""
    calls = (node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {
        str(node.args[0].value)
        for node in calls
        if isinstance(node.func, ast.Name)
        and node.func.id in ("error", "doubt", "warning", "info", "_unknown", "grave")
        and isinstance(node.args[0], ast.Constant)
    }
