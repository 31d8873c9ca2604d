"""The rules of the mobile server URL, a row each: what is typed, what becomes of it, and what is found."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

import cmic_wizard.profile.rules.address as address_module
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.reading import Finding

STEP = load_guide().steps["connection.mobile_server_url"]
GOOD = "https://acmemob.cmicpaas.com/cmicprod"
HOSTED = {"connection.hosting": "hosted"}
CLOUD = {"connection.hosting": "cloud"}
OWN = {"connection.hosting": "on_premise"}
OAUTH = {"connection.hosting": "cloud", "connection.auth_method": "oauth"}
BASIC = {"connection.hosting": "cloud", "connection.auth_method": "basic"}


# What is typed, the value ("" where it is wrong), the findings, the gravest first; values of other steps.
def _as_typed(findings: str, *places: str) -> list[tuple[str, str, str, dict[str, str]]]:
    """Rows of addresses of a hosted CMiC that stay as typed; `/cmicprod` where no path is given."""
    typed = [f"https://{place}" if "/" in place else f"https://{place}/cmicprod" for place in places]
    return [(address, address, findings, HOSTED) for address in typed]


ROWS = [
    # As it should be, and what is mended without a word or with an information.
    (GOOD, GOOD, "", HOSTED),
    (f"  {GOOD}\n", GOOD, "", HOSTED),
    ("HTTPS://ACMEMob.CMICPaaS.com./cmicprod", GOOD, "", HOSTED),
    (f"{GOOD}/", GOOD, "I:address_cleaned", HOSTED),
    (f'"{GOOD}"', GOOD, "I:address_cleaned", HOSTED),
    (f"“{GOOD}/”", GOOD, "I:address_cleaned", HOSTED),
    (f"<{GOOD}>", GOOD, "I:address_cleaned", HOSTED),
    (f"https://{GOOD}", GOOD, "I:address_cleaned", HOSTED),
    (f"\ufeff{GOOD}\u200b", GOOD, "I:zero_width", HOSTED),
    ("<U+FEFF>https://acme<U+200B>mob.cmicpaas.com/cmicprod", GOOD, "I:zero_width", HOSTED),
    ("https://acmemob.cmicpaas.com:8443/cmicprod", "https://acmemob.cmicpaas.com:8443/cmicprod", "", HOSTED),
    ("https://nova-api.cmiccloud.com/cmicprod", "https://nova-api.cmiccloud.com/cmicprod", "", BASIC),
    # Scheme.
    ("acmemob.cmicpaas.com/cmicprod", GOOD, "W:address_scheme_missing", HOSTED),
    ("//acmemob.cmicpaas.com/cmicprod", GOOD, "W:address_scheme_missing", HOSTED),
    (
        "acmemob.cmicpaas.com:8443/cmicprod",
        "https://acmemob.cmicpaas.com:8443/cmicprod",
        "W:address_scheme_missing",
        HOSTED,
    ),
    ("http://acmemob.cmicpaas.com/cmicprod", "", "E:address_http", HOSTED),
    (
        "http://localhost:7003/cmictest",
        "http://localhost:7003/cmictest",
        "D:address_loopback D:address_http_loopback D:environment_test",
        OWN,
    ),
    ("ftp://acmemob.cmicpaas.com/cmicprod", "", "E:address_scheme", HOSTED),
    ("htps://acmemob.cmicpaas.com/cmicprod", "", "E:address_scheme", HOSTED),
    ("https//acmemob.cmicpaas.com/cmicprod", "", "E:address_scheme", HOSTED),
    ("https:/acmemob.cmicpaas.com/cmicprod", "", "E:address_scheme", HOSTED),
    ("javascript:alert(1)", "", "E:address_scheme", HOSTED),
    # What is no address, or holds more than one.
    ('""', "", "O:no_answer", {}),
    ("</>'\"", "", "O:no_answer", {}),
    ("\u200b", "", "E:blank", {}),
    ("https://", "", "E:address_no_host", {}),
    ("https:///cmicprod", "", "E:address_no_host", {}),
    ("https://:8443/cmicprod", "", "E:address_no_host", {}),
    ("URL: https://acmemob.cmicpaas.com/cmicprod", "", "E:address_in_text", HOSTED),
    ("The address is acmemob.cmicpaas.com/cmicprod.", "", "E:address_in_text", HOSTED),
    ("[server](https://acmemob.cmicpaas.com/cmicprod)", "", "E:address_in_text", HOSTED),
    (
        "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Facmemob.cmicpaas.com%2Fcmicprod&data=0",
        "",
        "E:address_in_text",
        HOSTED,
    ),
    (
        "https://urldefense.com/v3/__https://acmemob.cmicpaas.com/cmicprod__;!!A$",
        "",
        "E:address_in_text",
        HOSTED,
    ),
    ("https://www.google.com/url?q=https://acmemob.cmicpaas.com/cmicprod", "", "E:address_in_text", HOSTED),
    ("https://bit.ly/3xYz", "", "E:address_link", HOSTED),
    ("https://protect-us.mimecast.com/s/abc", "", "E:address_link", HOSTED),
    ("ask our IT people", "", "O:no_answer", HOSTED),
    ("our IT people know", "", "E:address_none", HOSTED),
    ("https://a.example.com/cmicprod or https://b.example.com/cmicprod", "", "E:address_several", OWN),
    (
        "https://acmemob.cmicpaas.com/cmicprod.",
        "https://acmemob.cmicpaas.com/cmicprod",
        "I:address_cleaned",
        HOSTED,
    ),
    (
        "(https://acmemob.cmicpaas.com/cmicprod)",
        "https://acmemob.cmicpaas.com/cmicprod",
        "I:address_cleaned",
        HOSTED,
    ),
    ("https://login.example.com/cmicprod", "https://login.example.com/cmicprod", "D:address_elsewhere", OWN),
    ("https://app.procore.com/cmicprod", "https://app.procore.com/cmicprod", "D:address_elsewhere", OWN),
    ("https://acmemob cmicpaas.com", "", "E:address_space", {}),
    ("https:\\\\acmemob.cmicpaas.com\\cmicprod", "", "E:address_backslash", HOSTED),
    ("https://jane:hunter2@acmemob.cmicpaas.com/cmicprod", "", "E:address_userinfo", HOSTED),
    ("https://jane:hun/ter2@acmemob.cmicpaas.com/cmicprod", "", "E:address_userinfo", HOSTED),
    ("https://acmemob.cmicpaas.com/cmic\x07prod", "", "E:hidden_character", HOSTED),
    ("h" * 2001, "", "E:too_long", {}),
    # Host and port.
    ("https://acme_mob.example.com/cmicprod", "", "E:address_host", OWN),
    ("https://-acme.example.com/cmicprod", "", "E:address_host", OWN),
    ("https://acme..example.com/cmicprod", "", "E:address_host", OWN),
    ("https://256.1.1.1/cmicprod", "", "E:address_host", OWN),
    ("https://1.2.3/cmicprod", "", "E:address_host", OWN),
    ("https://[2001:db8::zz]/cmicprod", "", "E:address_host", OWN),
    ("https://[fe80::1%25eth0]/cmicprod", "", "E:address_host", OWN),
    ("https://2001:db8::1/cmicprod", "", "E:address_ipv6", OWN),
    (f"https://{'a' * 64}.example.com/cmicprod", "", "E:address_host", OWN),
    (f"https://{'a.' * 140}com/cmicprod", "", "E:address_host", OWN),
    ("https://erp.example.com:0/cmicprod", "", "E:address_port", OWN),
    ("https://erp.example.com:65536/cmicprod", "", "E:address_port", OWN),
    ("https://erp.example.com:https/cmicprod", "", "E:address_port", OWN),
    ("https://erp.example.com:65535/cmicprod", "https://erp.example.com:65535/cmicprod", "", OWN),
    ("https://8.8.8.8/cmicprod", "https://8.8.8.8/cmicprod", "", OWN),
    ("https://[2606:4700:0::1111]/cmicprod", "https://[2606:4700::1111]/cmicprod", "", OWN),
    (
        "https://аcmemob.example.com/cmicprod",
        "https://xn--cmemob-2nf.example.com/cmicprod",
        "D:address_lookalike",
        OWN,
    ),
    (
        "https://müller.example.com/cmicprod",
        "https://xn--mller-kva.example.com/cmicprod",
        "D:address_lookalike",
        OWN,
    ),
    ("https://ａcme.example.com/cmicprod", "https://acme.example.com/cmicprod", "D:address_lookalike", OWN),
    (
        "https://xn--mller-kva.example.com/cmicprod",
        "https://xn--mller-kva.example.com/cmicprod",
        "D:address_lookalike",
        OWN,
    ),
    ("https://acme℀.example.com/cmicprod", "", "E:address_host", OWN),
    # What Procore can't reach.
    ("https://127.0.0.1/cmicprod", "https://127.0.0.1/cmicprod", "D:address_loopback", OWN),
    ("https://[::1]/cmicprod", "https://[::1]/cmicprod", "D:address_loopback", OWN),
    ("https://10.1.2.3/cmicprod", "https://10.1.2.3/cmicprod", "D:address_private_ip", OWN),
    ("https://[fd00::1]/cmicprod", "https://[fd00::1]/cmicprod", "D:address_private_ip", OWN),
    ("https://erp.local/cmicprod", "https://erp.local/cmicprod", "D:address_local_name", OWN),
    ("https://erp/cmicprod", "https://erp/cmicprod", "D:address_single_label", OWN),
    # Path and environment.
    (f"{GOOD}?x=1", GOOD, "D:address_query", HOSTED),
    (f"{GOOD}#top", GOOD, "D:address_query", HOSTED),
    (f"{GOOD}/SdMenu/AppSelector.jsp", GOOD, "D:address_tail", HOSTED),
    (f"{GOOD}/jc-rest-api/rest/1/jcjob?limit=1", GOOD, "D:address_query D:address_tail", HOSTED),
    (f"{GOOD}/glrestapi/rest/v1/glcompany", GOOD, "D:address_tail", HOSTED),
    (f"{GOOD}/login.jsp;jsessionid=1", GOOD, "D:address_tail", HOSTED),
    (
        "https://acmemob.cmicpaas.com/cmiclaunch/cmiclaunch_R12.html",
        "https://acmemob.cmicpaas.com",
        "D:address_tail D:environment_missing",
        HOSTED,
    ),
    ("https://acmemob.cmicpaas.com", "https://acmemob.cmicpaas.com", "D:environment_missing", HOSTED),
    (f"{GOOD}/more/parts", f"{GOOD}/more/parts", "D:address_path_deep", HOSTED),
    (f"{GOOD}%20", "", "E:address_path", HOSTED),
    ("https://acmemob.cmicpaas.com/../cmicprod", "", "E:address_path", HOSTED),
    (
        "https://acmemob.cmicpaas.com/production",
        "https://acmemob.cmicpaas.com/production",
        "W:environment_unusual",
        HOSTED,
    ),
    (
        "https://acmemob.cmicpaas.com/CMICPROD",
        "https://acmemob.cmicpaas.com/CMICPROD",
        "W:environment_unusual",
        HOSTED,
    ),
    *(
        (
            f"https://acmemob.cmicpaas.com/{name}",
            f"https://acmemob.cmicpaas.com/{name}",
            "D:environment_test",
            HOSTED,
        )
        for name in ("cmictest", "cmictestrti", "cmictrain", "cmicconv", "cmicsandbox", "cmicprtn")
    ),
    # The wrong host of CMiC's own.
    *(
        (f"https://{name}.cmiccloud.com/cmicprod", "", "E:address_login_host", CLOUD)
        for name in ("atlas", "nova", "nova-az", "atlas-test-az", "nova-sandbox")
    ),
    (
        "https://atlas-api-oauth.cmiccloud.com/cmicprod",
        "https://atlas-api-oauth.cmiccloud.com/cmicprod",
        "D:address_oauth_host",
        BASIC,
    ),
    (
        "https://atlas-api-oauth.cmiccloud.com/cmicprod",
        "https://atlas-api-oauth.cmiccloud.com/cmicprod",
        "",
        OAUTH,
    ),
    # Hosting.
    (GOOD, GOOD, "I:hosting_guess", {}),
    (GOOD, GOOD, "I:hosting_guess", {"connection.hosting": "unsure"}),
    (GOOD, GOOD, "D:hosting_contradicts", CLOUD),
    (GOOD, GOOD, "D:hosting_contradicts", OWN),
    ("https://erp.example.com/cmicprod", "https://erp.example.com/cmicprod", "D:hosting_contradicts", CLOUD),
    *_as_typed(
        "D:address_near_cmic",
        *("acmemob.cmicpass.com", "acmemob.cmicpaas.con", "acmemob.cmicpaas.co", "acmemob.cmicloud.com"),
    ),
    # A host or an environment that says itself that it is for tests.
    *_as_typed(
        "D:environment_test",
        *(f"{name}.cmicpaas.com" for name in ("acmetest", "acme-uat", "test-acme", "acmeqamob")),
        *(f"acmemob.cmicpaas.com/cmic{name}" for name in ("uat", "dev", "qa", "stage", "pruebas", "preprod")),
    ),
    *_as_typed("", "devonmob.cmicpaas.com", "uatracmob.cmicpaas.com", "traintracksmob.cmicpaas.com"),
    # A link that leads elsewhere has no environment of CMiC in it, whoever shortens it.
    *_as_typed(
        "D:environment_unusual I:hosting_unusual",
        *("aka.ms/x", "go.acme.example/cmic", "www.dropbox.com/x", "short.example/3xYz"),
    ),
    ("https://erp.example.com/cmicprod", "https://erp.example.com/cmicprod", "I:hosting_unusual", HOSTED),
]
PROPOSALS = [
    ("http://acmemob.cmicpaas.com:80/cmicprod", GOOD, {}),
    ("http://acmemob.cmicpaas.com/cmicprod", GOOD, {}),
    ("htps://acmemob.cmicpaas.com/cmicprod", GOOD, {}),
    ("https//acmemob.cmicpaas.com/cmicprod", GOOD, {}),
    ("https:/acmemob.cmicpaas.com/cmicprod", GOOD, {}),
    ("https:\\\\acmemob.cmicpaas.com\\cmicprod", GOOD, {}),
    ("https://jane:hunter2@acmemob.cmicpaas.com/cmicprod", GOOD, {}),
    ("https://acmemob.cmicpaas.com", GOOD, {}),
    ("https://acmemob.cmicpaas.com/CMICPROD", GOOD, {}),
    (f"{GOOD}/SdMenu/AppSelector.jsp?x=1", GOOD, HOSTED),
    (f"{GOOD}#top", GOOD, HOSTED),
    (f"{GOOD}/login.jsp?next={GOOD.replace('/', '%2F')}", GOOD, HOSTED),
    (f"URL: {GOOD}.", GOOD, HOSTED),
    (f"[CMiC]({GOOD})", GOOD, HOSTED),
    (f"https://urldefense.com/v3/__{GOOD}__;!!A$", GOOD, HOSTED),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__acmemob.cmicpaas.com_cmicprod&d=Dw", GOOD, HOSTED),
    (
        "https://nam02.safelinks.protection.outlook.com/?url=" + GOOD.replace("/", "%2F") + "&data=0",
        GOOD,
        HOSTED,
    ),
    (f"https://www.google.com/url?sa=t&q={GOOD}&x=1", GOOD, HOSTED),
    (f"https://www.google.es/url?sa=t&q={GOOD}&x=1", GOOD, HOSTED),
    (f"https://mail.acme.example/owa/redir.aspx?C=a&URL={GOOD.replace(':', '%3a')}", GOOD, HOSTED),
    ("https://secure-web.cisco.com/1x/" + GOOD.replace(":", "%3A").replace("/", "%2F"), GOOD, HOSTED),
    (f"url:{GOOD}", GOOD, HOSTED),
    (f"{GOOD} (prod)", GOOD, HOSTED),
    ("https://nova-api-test.cmiccloud.com", "https://nova-api-test.cmiccloud.com/cmictest", {}),
    ("https://nova.cmiccloud.com", "https://nova-api.cmiccloud.com/cmicprod", CLOUD),
    ("https://atlas-az.cmiccloud.com/x/y.jsp", "https://atlas-api.cmiccloud.com/cmicprod", BASIC),
    ("https://nova-test-az.cmiccloud.com", "https://nova-api-test.cmiccloud.com/cmictest", CLOUD),
    ("https://atlas.cmiccloud.com", "https://atlas-api-oauth.cmiccloud.com/cmicprod", OAUTH),
    ("https://atlas-api-oauth.cmiccloud.com/cmicprod", "https://atlas-api.cmiccloud.com/cmicprod", BASIC),
]


def ids(findings: Iterable[Finding]) -> str:
    """Findings as a row has them: the severity's letter and the rule's id."""
    return " ".join(f"{finding.severity.value[0].upper()}:{finding.rule}" for finding in findings)


@pytest.mark.parametrize(("typed", "value", "findings", "values"), ROWS)
def test_each_address_has_the_value_and_the_findings_of_its_row(
    typed: str, value: str, findings: str, values: dict[str, str]
) -> None:
    reading = read(STEP, typed, values)
    assert reading.value == value
    found = ids(reading.findings)
    # A wrong address may have more beside its first finding, which is the one that is shown.
    assert found.split()[:1] == [findings] if findings.startswith("E:") else found == findings


@pytest.mark.parametrize(("typed", "proposal", "values"), PROPOSALS)
def test_a_proposal_is_an_address_that_passes(typed: str, proposal: str, values: dict[str, str]) -> None:
    assert proposal in [finding.proposal for finding in read(STEP, typed, values).findings]
    assert read(STEP, proposal, values).value == proposal


@pytest.mark.parametrize("typed", [row[0] for row in ROWS])
def test_no_proposal_is_wrong_itself(typed: str) -> None:
    for finding in read(STEP, typed, {}).findings:
        assert not finding.proposal or read(STEP, finding.proposal, {}).value == finding.proposal


def test_a_sandbox_login_is_refused_without_a_guess() -> None:
    (finding,) = read(STEP, "https://nova-sandbox.cmiccloud.com/cmicprod", CLOUD).errors
    assert finding.proposal == ""


@pytest.mark.parametrize(
    "typed",
    [
        "https://jane:hunter2@acmemob.cmicpaas.com/cmicprod",
        "https://hunter2@acmemob.cmicpaas.com",
        "https://jane:hun/ter2@acmemob.cmicpaas.com",
        "https://jane:hunter2?@acmemob.cmicpaas.com",
        "jane:hunter2@acmemob.cmicpaas.com",
        '"https://jane:hunter2@acmemob.cmicpaas.com/"',
        "ftp://jane:hunter2@x",
    ],
)
def test_a_password_in_the_address_is_never_repeated(typed: str) -> None:
    findings = read(STEP, typed, {}).findings
    said = " ".join(finding.text + finding.proposal for finding in findings)
    assert "hun" not in said
    assert "ter2" not in said
    assert "address_userinfo" in ids(findings)


def test_parts_tell_what_was_taken_apart() -> None:
    reading = read(STEP, "https://ACMEmob.cmicpaas.com:8443/cmictest/SdMenu/x", HOSTED)
    assert reading.parts == {
        "scheme": "https",
        "host": "acmemob.cmicpaas.com",
        "port": "8443",
        "path": "/cmictest",
        "environment": "cmictest",
        "is_production": "no",
        "hosting": "hosted",
    }
    assert read(STEP, GOOD, HOSTED).parts["is_production"] == "yes"
    assert read(STEP, "https://erp.example.com/cmicx", OWN).parts["is_production"] == ""


@pytest.mark.parametrize(
    ("host", "hosting"),
    [
        ("nova-api.cmiccloud.com", "cloud"),
        ("acmemob.cmicpaas.com", "hosted"),
        ("mob.cmiccloudr12.com", "hosted"),
        ("notcmiccloud.com", "on_premise"),
        ("cmiccloud.com.example.com", "on_premise"),
    ],
)
def test_hosting_is_guessed_from_the_host(host: str, hosting: str) -> None:
    assert read(STEP, f"https://{host}/cmicprod", {}).parts["hosting"] == hosting


def test_a_test_environment_is_named_in_words() -> None:
    (finding,) = read(STEP, "https://acmemob.cmicpaas.com/cmictest", HOSTED).doubts
    assert "TEST" in finding.text


def test_a_lookalike_host_is_shown_as_the_internet_has_it() -> None:
    (finding,) = read(STEP, "https://аcmemob.example.com/cmicprod", OWN).doubts
    assert "xn--cmemob-2nf.example.com" in finding.text


def test_every_declared_finding_stands_in_a_row() -> None:
    folder = Path(address_module.__file__).parent
    declared = {"zero_width"}
    for name in ("address.py", "host.py", "hosting.py", "environment.py"):
        declared |= declared_ids(folder / name)
    assert declared - {rule[2:] for row in ROWS for rule in row[2].split()} == set()


def declared_ids(source: Path) -> set[str]:
    """The ids of all findings that a source file makes."""
    calls = (node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {
        str(node.args[0].value)
        for node in calls
        if isinstance(node.func, ast.Name)
        and node.func.id in ("error", "warning", "info")
        and isinstance(node.args[0], ast.Constant)
    }
