"""Properties of every rule: nothing crashes it, reading twice changes nothing, nothing hidden gets out."""

import json
import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Option, Step
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.fields import (
    RULES,
    Contact,
    format_people,
    password_findings,
    people,
    read,
    split_user,
)
from cmic_wizard.secret import Secret
from cmic_wizard.text import hidden

OPTIONS = tuple(Option(name, name.title()) for name in ("cloud", "hosted", "on_premise", "unsure"))
BESIDE = {step.rule: step.beside for step in load_guide().walk()}
STEPS = [
    Step(
        f"section.{rule}",
        Kind.TEXT,
        "A step",
        rule=rule,
        options=OPTIONS,
        beside=BESIDE.get(rule, BESIDE["mobile_server_url"] if rule == "url" else {}),
        splits_off="connection.tenant_id" if rule == "service_user" else "",
    )
    for rule in RULES
]

_PIECES = (
    *(
        "https://",
        "http://",
        "//",
        "/",
        "?",
        "#",
        "@",
        ":",
        "[",
        "]",
        "<",
        ">",
        "|",
        "||",
        ";",
        ",",
        ".",
        "-",
        "\\",
    ),
    *(
        "acmemob.cmicpaas.com",
        "nova",
        "-oauth",
        ".cmiccloud.com",
        "/cmicprod",
        "/cmictest",
        "::1",
        "127.0.0.1",
        "xn--",
    ),
    *(
        "R",
        "V",
        "12",
        "020",
        "x",
        " Patch ",
        "-2",
        "001",
        "ACME01",
        "SOLUTIONS",
        "PROCORE",
        "jane.doe",
        "all",
        "yes",
    ),
    *(
        "2026-12-01",
        "T",
        "10:00",
        "2026-03-29T02:30",
        "+01:00",
        "-05:00",
        "Z",
        "[America/Chicago]",
        "[Europe/Madrid]",
    ),
    *(
        "skipped:",
        "cloud",
        "hosted",
        "mailto:",
        '"',
        "“",
        " ",
        "\t",
        "\n",
        "\u200b",
        "\ufeff",
        "\x1b",
        "<U+001B>",
        "é",
    ),
    *("ａ", "а", "ß", "℀", "\u0301", "\ud800", "٣", "K", "K", "\U0001f600"),
)
answers = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=5)), max_size=12).map("".join),
)
others = st.fixed_dictionaries(
    {},
    optional={
        "connection.hosting": st.sampled_from(["cloud", "hosted", "on_premise", "unsure"]),
        "connection.tenant_id": st.sampled_from(["SOLUTIONS", "solutions", "R"]),
        "connection.company_codes": st.sampled_from(["001", "001,ACME01"]),
        "connection.auth_method": st.sampled_from(["basic", "oauth", "unsure"]),
        "connection.mobile_server_url": st.just("https://acmemob.cmicpaas.com/cmicprod"),
        "connection.service_user": st.just("SOLUTIONS||PROCORE"),
        "kickoff.date": st.sampled_from(
            ["2026-12-01T10:00-06:00[America/Chicago]", "2026-12-01T10:00+00:00"]
        ),
    },
)


@settings(max_examples=600, deadline=None)
@given(text=answers, values=others)
@example(text="https://" * 2500, values={})
@example(text="ftp://" * 300, values={})
@example(text="@" * 20_000, values={})
@example(text=":" * 2000, values={})
@example(text="1," * 9999, values={})
@example(text="< " * 9999, values={})
@example(text="a;" * 9999, values={})
@example(text=" " * 9999 + "x", values={})
@example(text="1.0", values={})
@example(text="R12 Patch 21-01", values={})
@example(text="21-2", values={})
@example(text="0001-01-01T00:00[Pacific/Auckland]", values={})
@example(text="9999-12-31T23:59-14:00[Pacific/Auckland]", values={})
@example(text="2026-12-01T10:00[localtim]", values={})
@example(text="é." * 100 + "com/" + "x" * 1780, values={})
def test_every_rule_holds_what_it_promises(text: str, values: dict[str, str]) -> None:
    """No crash; a value exactly where no error is; a second reading changes nothing; all safe to show."""
    for step in STEPS:
        reading = read(step, text, values)
        assert bool(reading.value) != bool(reading.errors or reading.open) or not text
        assert not any(map(hidden, reading.value))
        assert not any(hidden(c) for finding in reading.findings for c in finding.text + finding.proposal)
        assert all(len(finding.text) < 500 for finding in reading.findings)
        if reading.value:
            again = read(step, reading.value, values)
            assert again.value == reading.value
            beyond = {"minor"} if step.rule == "patch" else set()
            assert again.parts == {k: part for k, part in reading.parts.items() if k not in beyond}


@settings(max_examples=300, deadline=None)
@given(text=answers)
def test_people_are_written_as_they_are_read(text: str) -> None:
    found = people(text)
    assert people(format_people(found)) == found


def test_people_with_name_and_mail() -> None:
    found = people("Jane Doe <jane@example.com>; Joe Bloggs <joe@example.org>")
    assert found == [Contact("Jane Doe", "jane@example.com"), Contact("Joe Bloggs", "joe@example.org")]


@given(
    password=st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Cc"]), min_size=8, max_size=40)
)
def test_no_password_is_repeated(password: str) -> None:
    said = " ".join(finding.text for finding in password_findings(Secret(password)))
    assert password not in said


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("SOLUTIONS||PROCORE", ("SOLUTIONS", "PROCORE")),
        (" SOLUTIONS || PROCORE ", ("SOLUTIONS", "PROCORE")),
        ("PROCORE", None),
        ("||PROCORE", None),
        ("A||B||C", None),
        ("A|||B", None),
    ],
)
def test_tenant_and_user_are_split_at_two_bars(text: str, pair: tuple[str, str] | None) -> None:
    assert split_user(text) == pair


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("version", "R10"),
        ("tenant_id", "a b"),
        ("company_codes", "ABCDEFGHI"),
        ("service_user", "a:b"),
        ("schedule", "x"),
        ("people", "x"),
        ("mobile_server_url", "http://acmemob.cmicpaas.com/cmicprod"),
        ("confirm", "x"),
        ("text", "\x1b"),
    ],
)
def test_sentences_come_in_the_users_language(rule: str, text: str) -> None:
    step = next(step for step in STEPS if step.rule == rule)
    english = read(step, text, {}).findings[0].text
    set_language("es")
    assert read(step, text, {}).findings[0].text != english


def test_the_rules_load_nothing_heavy() -> None:
    """Only a few small modules come with them; the rest is imported when an answer needs it."""
    code = (
        "import sys, json, cmic_wizard.profile.reading, cmic_wizard.i18n, cmic_wizard.text;"
        "import cmic_wizard.secret;"
        "before = set(sys.modules); import cmic_wizard.profile.fields;"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    foreign = {name for name in json.loads(run.stdout) if not name.startswith("cmic_wizard.")}
    assert foreign <= {"datetime", "_datetime", "math", "unicodedata"}


def test_thirty_answers_are_read_in_a_moment() -> None:
    """Under 3 ms at best; a reading is done at every key press."""
    typed = {
        "version": "R12 Patch 20",
        "mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod",
        "tenant_id": "SOLUTIONS",
        "company_codes": "001,ACME01",
        "service_user": "SOLUTIONS||PROCORE",
        "schedule": "2026-12-01T10:00-06:00[America/Chicago]",
        "people": "Jane Doe <jane@example.com>; Joe <joe@example.org>",
        "text": "As discussed with the specialist",
        "choice": "cloud",
        "checklist": "all",
    }
    steps = [(step, typed[step.rule]) for step in STEPS if step.rule in typed] * 3
    assert len(steps) == 30
    best = 1.0
    for _round in range(20):
        start = time.perf_counter()
        for step, text in steps:
            read(step, text, {"connection.tenant_id": "SOLUTIONS"})
        best = min(best, time.perf_counter() - start)
    assert best < 0.003
