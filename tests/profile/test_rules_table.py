"""Every rule of an answer, a row each: what is typed, what becomes of it, and what is found."""

import ast
from pathlib import Path

import pytest

import cmic_wizard.profile.fields as fields_module
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Option, Step
from cmic_wizard.profile.fields import RULES, normal, password_findings, read
from cmic_wizard.profile.reading import Severity
from cmic_wizard.secret import Secret

OPTIONS = tuple(Option(name, name.title()) for name in ("cloud", "hosted", "on_premise", "unsure"))
UNDECIDED = (*OPTIONS[:-1], Option("unsure", "Not sure", undecided=True))
CLOUD = {"connection.hosting": "cloud"}
HOSTED = {"connection.hosting": "hosted"}
OWN = {"connection.hosting": "on_premise"}
TENANT = {"connection.tenant_id": "SOLUTIONS"}
CODES = {"connection.company_codes": "001,ACME01"}
KICKOFF = {"kickoff.date": "2026-12-01T10:00-05:00[America/New_York]"}
KINDS = {"choice": Kind.CHOICE, "checklist": Kind.CHECKLIST, "secret": Kind.SECRET, "computed": Kind.COMPUTED}


def a_step(rule):
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


def ids(findings):
    """Findings as a row has them: the severity's letter and the rule's id."""
    return " ".join(f"{finding.severity.value[0].upper()}:{finding.rule}" for finding in findings)


# What is typed, the value ("" where it is wrong), the findings, the gravest first; values of other steps.
VERSIONS = [
    ("R12", "R12", ""),
    ("V12", "R12", "I:version_read"),
    ("12", "R12", "I:version_read"),
    ("12.0", "R12", "I:version_read"),
    ("R12.x", "R12", "I:version_read"),
    (" r12 ", "R12", "I:version_read"),
    ("CMiC R12", "R12", "I:version_read"),
    ("Versión 12", "R12", "I:version_read"),
    ("V12-017", "R12 Patch 17", "I:version_read"),
    ("V12-020", "R12 Patch 20", "I:version_read I:api_security"),
    ("R12 Patch 20", "R12 Patch 20", "I:api_security"),
    ("R12 (Patch 20)", "R12 Patch 20", "I:version_read I:api_security"),
    ("r12, parche 18", "R12 Patch 18", "I:version_read"),
    ("R12 Patch 21-2", "R12 Patch 21-2", "I:api_security"),
    ("R9", "", "E:version_too_old"),
    ("R10", "", "E:version_too_old"),
    ("v10x", "", "E:version_too_old"),
    ("V10.5", "", "E:version_too_old"),
    ("R11 Patch 30", "", "E:version_too_old"),
    ("v10x, soon R12", "", "E:version_too_old"),
    ("R100", "R100", "D:version_unknown"),
    ("R13", "R13", "D:version_unknown"),
    ("21-2", "R21 Patch 2", "D:version_unknown I:version_read"),
    ("R12 Patch 0", "", "E:patch_range"),
    ("V12-120", "", "E:patch_range"),
    ("Patch 20", "Patch 20", "D:version_only_patch"),
    ("the newest", "the newest", "D:version_unread"),
    ("2019", "2019", "D:version_unread"),
    ("R" * 101, "", "E:too_long"),
]
PATCHES = [
    ("20", "20", "I:api_security"),
    ("18", "18", ""),
    ("1", "1", ""),
    ("99", "99", "I:api_security"),
    ("Patch 19", "19", "I:patch_read I:api_security"),
    ("parche 7", "7", "I:patch_read"),
    ("V12-020", "20", "I:patch_read I:api_security"),
    ("12-020", "20", "I:patch_read I:api_security"),
    ("R12 Patch 20", "20", "I:patch_read I:api_security"),
    ("21-2", "21", "I:patch_read I:api_security"),
    ("20.2", "20", "I:patch_read I:api_security"),
    ("0", "", "E:patch_range"),
    ("100", "", "E:patch_range"),
    ("-1", "", "E:patch_unread"),
    ("R12", "", "E:patch_unread"),
    ("latest", "", "E:patch_unread"),
    ("9" * 101, "", "E:too_long"),
]
TENANTS = [
    ("not sure", "", "O:no_answer"),
    ("SOLUTIONS", "SOLUTIONS", ""),
    ("SOLUTIONS", "SOLUTIONS", "", CLOUD),
    ("  SOLUTIONS\t", "SOLUTIONS", ""),
    ("solutions", "solutions", "W:tenant_case"),
    ("SOLUTIONS", "SOLUTIONS", "W:tenant_on_premise", OWN),
    ("SOLUTIONS", "SOLUTIONS", "W:tenant_hosted", HOSTED),
    ("ACME INC", "", "E:tenant_character"),
    ("ACME|X", "", "E:tenant_character"),
    ("ACME:X", "", "E:tenant_character"),
    ("SOLUTIONS||PROCORE", "", "E:tenant_character"),
    ("03f51833-6b06-4196-b0fe-a89238d1241d", "03f51833-6b06-4196-b0fe-a89238d1241d", "D:tenant_uuid"),
    ("acme01", "acme01", "D:tenant_is_company_code", CODES),
    ("acmemob.cmicpaas.com", "acmemob.cmicpaas.com", "D:tenant_url"),
    ("jane@example.com", "jane@example.com", "D:tenant_mail"),
    ("A/B", "A/B", "D:tenant_odd"),
    ("ACME.", "ACME.", "D:tenant_odd"),
    ("CMICPROD", "CMICPROD", "D:tenant_other_name"),
    ("Nova", "Nova", "D:tenant_other_name"),
    ("tenant ID", "", "E:tenant_character D:tenant_other_name"),
    ("No tiene", "", "O:no_answer"),
    ("123", "123", "D:tenant_odd"),
    ("Client ID: SOLUTIONS", "", "E:tenant_character"),
    ("no", "no", "D:stand_in W:tenant_case"),
    ("https://acmemob.cmicpaas.com", "", "E:tenant_character D:tenant_url"),
    ("T" * 201, "", "E:too_long"),
]
COMPANIES = [
    ("001", "001", ""),
    ("001,ACME01", "001,ACME01", ""),
    (" 001 , ACME01 ,", "001,ACME01", ""),
    ("0002", "0002", ""),
    ("ABCDEFGH", "ABCDEFGH", ""),
    ("ABCDEFGHI", "", "E:codes_length"),
    ("12345678", "12345678", ""),
    ("562949953", "", "E:codes_procore_id"),
    ("001 002", "", "E:codes_separator"),
    ("001;002", "", "E:codes_separator"),
    ("acme01", "acme01", "W:codes_case"),
    ("A-1", "A-1", "D:codes_character"),
    ("001/002", "001/002", "D:codes_character"),
    ("ALL", "ALL", "D:codes_word"),
    ("todas", "todas", "D:codes_word W:codes_case"),
    ("'001, “002”", "001,002", "I:codes_quotes"),
    ("001 y 002", "", "E:codes_separator"),
    ("all of them", "", "E:codes_separator"),
    ("no,sé", "", "O:no_answer"),
    ("001,001", "001", "W:codes_duplicate"),
    ("001,TBD", "001,TBD", "D:codes_stand_in"),
    ("001,pte,n/a", "001,pte,n/a", "D:codes_stand_in D:codes_character W:codes_case"),
    ("001,ACME,002,BETA", "001,ACME,002,BETA", "D:codes_names"),
    ('="001",="002"', "001,002", "I:codes_quotes"),
    ("001 to 005", "", "E:codes_separator"),
    ("001,1", "001,1", ""),
    (",", "", "O:no_answer"),
    ("NA", "NA", "D:stand_in"),
    ("n/a", "", "O:no_answer"),
    ("001\n002", "", "E:hidden_character"),
]
USERS = [
    ("PROCORE_API", "PROCORE_API", ""),
    ("SOLUTIONS||PROCORE", "SOLUTIONS||PROCORE", "I:user_split_read"),
    (" SOLUTIONS || PROCORE ", "SOLUTIONS||PROCORE", "I:user_split_read", TENANT),
    ("OTHER||PROCORE", "", "E:user_tenant_differs", TENANT),
    ("solutions||PROCORE", "solutions||PROCORE", "W:user_tenant_case", TENANT),
    ("ACME INC||PROCORE", "", "E:user_tenant_space I:user_split_read"),
    ("||PROCORE", "", "E:user_split"),
    ("A||B||C", "", "E:user_split"),
    ("SOLUTIONS|PROCORE", "SOLUTIONS|PROCORE", "D:user_single_bar"),
    ("PRO:CORE", "", "E:user_colon"),
    ("PROCORE,OTHER", "", "E:user_delimiter"),
    ("PROCORE;OTHER", "", "E:user_delimiter"),
    ("P" * 30, "P" * 30, ""),
    ("P" * 31, "P" * 31, "D:user_long"),
    ("jane.doe", "jane.doe", "W:user_personal"),
    ("Jane Doe", "Jane Doe", "D:user_odd W:user_personal"),
    ("PROCORE pendiente", "PROCORE pendiente", "D:user_odd"),
    ("PROC\u041eRE", "PROC\u041eRE", "D:user_odd"),
    ("ACME\\PROCORE", "ACME\\PROCORE", "D:user_odd"),
    ("PROCORE.", "PROCORE.", "D:user_odd"),
    ("service user", "service user", "D:user_no_name"),
    ("Contraseña", "Contraseña", "D:user_no_name"),
    ("solutions", "solutions", "D:user_is_tenant", TENANT),
    ("jdoe@example.com", "jdoe@example.com", "D:user_personal"),
    ("procore.integration", "procore.integration", ""),
    ("the user is PROCORE", "the user is PROCORE", "D:user_sentence"),
    ("ツ", "ツ", "D:user_odd"),
    ("007", "007", "D:user_odd"),
    ("PROCORE!", "PROCORE!", "D:user_odd"),
    ("todavía no lo hemos creado", "", "O:no_answer"),
    ("integrations@example.com", "integrations@example.com", ""),
    ("PRO\x1bCORE", "", "E:hidden_character"),
    ("P" * 501, "", "E:too_long"),
]
CHICAGO = "2026-12-01T10:00-06:00[America/Chicago]"
SCHEDULES = [
    (CHICAGO, CHICAGO, ""),
    ("2026-12-01T10:00-05:00[America/Chicago]", CHICAGO, "D:schedule_offset"),
    ("2026-07-01T10:00-05:00[America/Chicago]", "2026-07-01T10:00-05:00[America/Chicago]", ""),
    ("2026-12-01T10:00[America/Chicago]", CHICAGO, "I:schedule_read"),
    ("2026-12-01 10:00 America/Chicago", CHICAGO, "I:schedule_read"),
    ("2026-12-01T10:00-0600[America/Chicago]", CHICAGO, "I:schedule_read"),
    ("2026-12-01T10:00:30Z[UTC]", "2026-12-01T10:00:30+00:00[UTC]", "I:schedule_read"),
    ("2026-12-01T10:00-05:00", "2026-12-01T10:00-05:00", "D:schedule_zone_missing"),
    ("2026-12-01T10:00", "", "E:schedule_no_zone"),
    ("2026-12-01", "", "E:schedule_time"),
    ("2026-12-01T10:00[America/Chicagoo]", "", "E:schedule_zone"),
    ("2026-12-01T10:00[america/chicago]", CHICAGO, "I:schedule_read"),
    ("2026-12-01T10:00[Nowhere at all]", "", "E:schedule_zone"),
    ("2026-12-01T10:00[../../etc/passwd]", "", "E:schedule_zone"),
    ("2026-12-01T10:00[America]", "", "E:schedule_zone"),
    ("2026-03-29T02:30[Europe/Madrid]", "", "E:schedule_gap"),
    (
        "2026-10-25T02:30[Europe/Madrid]",
        "2026-10-25T02:30+02:00[Europe/Madrid]",
        "D:schedule_twice D:schedule_night",
    ),
    ("2026-10-25T02:30+01:00[Europe/Madrid]", "2026-10-25T02:30+01:00[Europe/Madrid]", "D:schedule_night"),
    ("2026-13-01T10:00[UTC]", "", "E:schedule_shape"),
    ("2026-02-30T10:00[UTC]", "", "E:schedule_shape"),
    ("0001-01-01T00:00+14:00[UTC]", "", "E:schedule_shape"),
    ("2026-12-01T10:00+23:00", "", "E:schedule_shape"),
    ("next Tuesday", "", "E:schedule_shape"),
    ("1 Dec 2026 10:00 Chicago", CHICAGO, "I:schedule_read"),
    ("CST 1 Dec 2026 10:00", "", "E:schedule_shape"),
    ("1 Dec 2026 10:00 CST", "", "E:schedule_zones"),
    ("03/04/2027 10:00 Chicago", "", "E:schedule_ambiguous"),
    ("Monday 1 Dec 2026 10:00 Chicago", "", "E:schedule_weekday"),
    ("1 Dec 2026", "", "E:schedule_time"),
    ("1 Dec 2026 10:00", "", "E:schedule_no_zone"),
    (
        "1 Dec 2026 3:00 Chicago",
        "2026-12-01T03:00-06:00[America/Chicago]",
        "D:schedule_night I:schedule_read",
    ),
    ("1 Dec 2026 10:00 Chicago?", CHICAGO, "D:date_unsure I:schedule_read"),
    ("1 Dec 2026 10:00 Chicago (tentative)", "", "E:schedule_zone"),
    ("2026-12-01T10:00[America/Houston]", CHICAGO, "I:schedule_read"),
    ("26-12-01 10:00 Chicago", "", "E:schedule_ambiguous"),
    ("1 dic 2026 12 de la noche Madrid", "", "E:schedule_shape"),
    ("1 dic 2026 12 de la mañana Madrid", "", "E:schedule_shape"),
    ("1 dic 2026 2 de la noche Madrid", "", "E:schedule_shape"),
    ("1999-12-01T10:00[UTC]", "1999-12-01T10:00+00:00[UTC]", "D:schedule_year I:schedule_read"),
    ("2126-12-01T10:00+00:00[UTC]", "2126-12-01T10:00+00:00[UTC]", "D:schedule_year"),
    ("2" * 101, "", "E:too_long"),
]
GO_LIVES = [
    (CHICAGO, CHICAGO, ""),
    (CHICAGO, CHICAGO, "", KICKOFF),
    ("2026-12-01T10:00-05:00[America/New_York]", "2026-12-01T10:00-05:00[America/New_York]", "", KICKOFF),
    (
        "2026-12-01T09:59-05:00[America/New_York]",
        "2026-12-01T09:59-05:00[America/New_York]",
        "D:go_live_before_kickoff",
        KICKOFF,
    ),
]
PEOPLE = [
    ("Jane Doe <jane@example.com>", "Jane Doe <jane@example.com>", ""),
    ('"Doe, Jane"<mailto:jane@example.com> ;', "Doe, Jane <jane@example.com>", ""),
    ("Jane jane@example.com;Joe <joe@example.org>", "Jane <jane@example.com>; Joe <joe@example.org>", ""),
    ("jane@example.com", "jane@example.com", "D:people_name"),
    ("Jane Doe", "Jane Doe", "D:people_mail_missing"),
    ("Jane <jane@localhost>", "Jane <jane@localhost>", "D:people_mail"),
    (
        "Jane <a@example.com, b@example.com>",
        "Jane <a@example.com>; b@example.com",
        "D:people_name I:people_several",
    ),
    ("Jane <jane>", "Jane <jane>", "D:people_mail"),
    ("Jane <jane..doe@x.com>", "Jane <jane..doe@x.com>", "D:people_mail"),
    ("Jane <jane@müller.de>", "Jane <jane@müller.de>", "I:people_domain"),
    ("Jane <jané@example.com>", "Jane <jané@example.com>", "D:people_mail_letters"),
    ("<jane>", "<jane>", "D:people_mail D:people_name"),
    ("Jane & Joe <jane@example.com>", "Jane & Joe <jane@example.com>", "D:people_joined"),
    ("Ana y Eva <ana@example.com>", "Ana y Eva <ana@example.com>", "D:people_joined"),
    ("Santiago Ramón y Cajal <s@example.com>", "Santiago Ramón y Cajal <s@example.com>", ""),
    ("Procore <no-reply@example.com>", "Procore <no-reply@example.com>", "D:people_mail_unread"),
    ("TBD <jane@example.com>", "TBD <jane@example.com>", "D:people_name"),
    ("Jane <x.com/?u=jane@example.com>", "Jane <x.com/?u=jane@example.com>", "D:people_mail"),
    ("De: Jane Doe <jane@example.com>", "Jane Doe <jane@example.com>", ""),
    ("Email: jane@example.com", "jane@example.com", "D:people_name"),
    ("'Doe, Jane' <jane@example.com>", "Doe, Jane <jane@example.com>", ""),
    ("jane@example.com (Jane Doe)", "Jane Doe <jane@example.com>", ""),
    ("Jane, jane@example.com, +1 555 0100", "Jane 1 555 0100 <jane@example.com>", ""),
    (";<>;", "", "O:no_answer"),
    ("todavía no", "", "O:no_answer"),
    ("a;" * 2500, "", "E:too_long"),
]
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
ROWS = {
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


def _spread(rows):
    return [
        (rule.strip(), *row) if len(row) == 4 else (rule.strip(), *row, {})
        for rule in rows
        for row in rows[rule]
    ]


@pytest.mark.parametrize(("rule", "typed", "value", "findings", "values"), _spread(ROWS))
def test_each_answer_has_the_value_and_the_findings_of_its_row(rule, typed, value, findings, values):
    reading = read(a_step(rule), typed, values)
    assert (reading.value, ids(reading.findings)) == (value, findings)
    assert normal(a_step(rule), typed, values) == value


@pytest.mark.parametrize(("password", "findings"), PASSWORDS)
def test_each_password_has_the_findings_of_its_row_and_is_never_repeated(password, findings):
    found = password_findings(Secret(password))
    assert ids(found) == findings
    assert not password.strip() or all(password.strip() not in finding.text for finding in found)


@pytest.mark.parametrize(("rule", "typed", "proposal", "values"), PROPOSALS)
def test_a_proposal_mends_the_answer(rule, typed, proposal, values):
    step = a_step(rule)
    before = read(step, typed, values)
    assert proposal in [finding.proposal for finding in before.findings]
    after = read(step, proposal, values)
    assert after.value
    assert {f.rule for f in after.warnings + after.errors}.isdisjoint(
        {f.rule for f in before.findings if f.proposal == proposal}
    )


@pytest.mark.parametrize(("rule", "typed"), UNPROPOSED)
def test_nothing_is_proposed_that_means_something_else(rule, typed):
    reading = read(a_step(rule), typed, {})
    assert not reading.value
    assert not any(finding.proposal or finding.readings for finding in reading.findings)


def test_every_declared_finding_stands_in_a_row():
    """Reads the ids from the source of every rule but the address's, which has a table of its own."""
    folder = Path(fields_module.__file__).parent
    others = ("address.py", "host.py", "hosting.py", "environment.py")
    sources = [folder / "fields.py", *(p for p in (folder / "rules").glob("*.py") if p.name not in others)]
    declared = set().union(*(declared_ids(source) for source in sources)) - {"zero_width"}
    in_rows = {rule for row in _spread(ROWS) for rule in row[3].split()}
    in_rows |= {rule for _password, findings in PASSWORDS for rule in findings.split()}
    assert declared - {rule[2:] for rule in in_rows} == set()


def test_every_kind_of_step_and_every_rule_of_the_guide_is_known():
    named = {
        "version patch mobile_server_url tenant_id company_codes service_user uuid schedule go_live_schedule",
        "people text choice confirm checklist check info",
    }
    assert {kind.value for kind in Kind} | set(" ".join(named).split()) <= set(RULES)


def test_parts_tell_what_was_taken_apart():
    assert read(a_step("version"), "V12-020", {}).parts == {"major": "12", "patch": "20"}
    assert read(a_step("version"), "R12 Patch 21-2", {}).parts == {"major": "12", "patch": "21", "minor": "2"}
    assert read(a_step("patch"), "21-2", {}).parts == {"patch": "21", "minor": "2"}
    assert read(a_step("service_user"), "SOLUTIONS||P", {}).parts == {"tenant": "SOLUTIONS", "user": "P"}
    parts = {"local": "2026-12-01T10:00", "offset": "-06:00", "zone": "America/Chicago"}
    assert read(a_step("schedule"), CHICAGO, {}).parts == parts


def test_a_hidden_character_is_named():
    (finding,) = read(a_step("text"), "a\x1bb", {}).findings
    assert "<U+001B>" in finding.text
    assert finding.severity is Severity.ERROR


def declared_ids(source):
    """The ids of all findings that a source file makes."""
    calls = (node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node.func, ast.Name)
        and node.func.id in ("error", "doubt", "warning", "info", "_unknown", "grave")
        and isinstance(node.args[0], ast.Constant)
    }
