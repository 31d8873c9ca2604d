"""Asking somebody in conversation, reminding, withdrawing, taking back, and what the history says."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from plain_script import Script, held

from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.settings import remember
from tests.plain.conftest import MakeProfile

Kept = Callable[[], Draft]
VERSION, HOSTING = "subscriptions.cmic_version", "connection.hosting"
WELCOME = "kickoff.welcome_email"
ANEW = [
    "ask",
    "2",
    "Ana Gil <ana@acme.example>",
    "",
    "2027-02-01",
    "CS-7",
    "2",
    "Bea Ros <bea@acme.example>",
    "ana.eml",
]


@pytest.fixture(autouse=True)
def _here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def test_an_item_waits_on_who_was_asked_and_the_letter_says_so(
    data_dir: Path, home: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=VERSION)
    heard = held(Script([*ANEW, "quit"]), data_dir).heard
    request = kept().asked[VERSION]
    assert (request.whom, request.mail, request.due) == ("Ana Gil", "ana@acme.example", "2027-02-01")
    assert (request.reference, request.language, request.role) == ("CS-7", "es", "colleague")
    mail = message_from_bytes((home / "ana.eml").read_bytes(), policy=policy.default)
    assert mail["To"] == "Ana Gil <ana@acme.example>"
    body = mail.get_body()
    assert body is not None
    assert "Bea Ros" in body.get_content()
    assert "Asked: 1 item now waits for Ana Gil" in heard
    assert "Choice 1: CMiC Support (CMiC)" in heard


def test_somebody_who_was_asked_is_reminded_and_let_go(
    data_dir: Path, home: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=VERSION)
    held(Script([*ANEW, "quit"]), data_dir)
    before = kept().asked[VERSION]
    heard = held(Script(["go CMiC version", "ask", "1", "2027-03-01", "again.eml", "quit"]), data_dir).heard
    after = kept().asked[VERSION]
    assert (after.at, after.due, after.reference) == (before.at, "2027-03-01", "CS-7")
    assert (home / "again.eml").exists()
    assert "Choice 1: Remind Ana Gil\n" in heard
    heard = held(Script(["go CMiC version", "ask", "3", "quit"]), data_dir).heard
    assert "Nobody is waited for any more." in heard
    assert not kept().asked


@pytest.mark.parametrize(
    "lines",
    [
        ["ask", ""],
        ["ask", "2", ""],
        ["ask", "2", "Ana Gil", "", "2020-01-01"],
        ["ask", "2", "Ana Gil", "", "soon"],
        ["ask", "2", "Ana Gil; Bea Ros"],
        ["ask", "2", "Ana Gil", "", "-", "", "", ""],
        ["ask", "2", "Ana Gil", "", "-", "", "", "Bea", "-"],
    ],
    ids=["nobody", "no name", "a day that is past", "no day", "two people", "no own name", "no file"],
)
def test_giving_up_asks_nobody(
    lines: list[str], data_dir: Path, home: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=VERSION)
    heard = held(Script([*lines, "quit"]), data_dir).heard
    assert "Problem: " in heard or "Note: Nobody was asked." in heard or "Note: Write your own name" in heard
    assert not kept().asked
    assert not list(home.glob("*.eml"))


def test_what_nobody_can_be_asked_for_is_said(data_dir: Path, acme: MakeProfile, kept: Kept) -> None:
    acme({HOSTING: "cloud"}, step=HOSTING)
    heard = held(Script(["go Where CMiC runs", "ask", "quit"]), data_dir).heard
    assert "Problem: “Where CMiC runs” is not open: done." in heard
    assert not kept().asked


def test_the_last_change_is_taken_back_and_the_history_says_both(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    acme(step=HOSTING)
    heard = held(Script(["1", "history", "undo", "history", "undo", "quit"]), data_dir).heard
    assert HOSTING not in kept().answers
    assert "Note: Taken back: Where CMiC runs: " in heard
    assert "Change: " in heard
    assert "Problem: There is no change to take back." in heard


def test_an_empty_profile_has_no_history(data_dir: Path, acme: MakeProfile) -> None:
    acme(step=HOSTING)
    assert "Note: No change is kept here." in held(Script(["history", "quit"]), data_dir).heard


def test_somebody_of_the_own_house_is_proposed_as_a_colleague(
    data_dir: Path, acme: MakeProfile, kept: Kept
) -> None:
    """As by `ask`: whoever has an address where the user's own is, whosever turn the item is."""
    remember(data_dir, name="Bea Ros", mail="bea@acme.example")
    acme(step=WELCOME)
    lines = [
        "go Welcome e-mail",
        "ask",
        "2",
        "Ana Gil <ana@acme.example>",
        "",
        "-",
        "",
        "",
        "ana.eml",
        "quit",
    ]
    heard = held(Script(lines), data_dir).heard
    assert "As what (an empty line: colleague)" in heard
    assert kept().asked[WELCOME].role == "colleague"
