"""`set`: what it takes, what it refuses, where the password goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixture_types import OpenTerminal, RunWizard, Secrets
from leak_search import found_in

from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

if TYPE_CHECKING:
    from wizard_terminal import Terminal


@pytest.fixture
def draft_of(data_dir: Path) -> Callable[..., Draft]:
    def load(slug: str = "acme-builders") -> Draft:
        return Profiles(data_dir).load(slug)

    return load


def test_a_new_name_makes_a_profile_and_the_only_one_needs_no_name(
    run_wizard: RunWizard, draft_of: Callable[..., Draft]
) -> None:
    done = run_wizard("--profile", "Acme Builders", "set", "connection.tenant_id=SOLUTIONS")
    assert (done.returncode, done.stdout) == (0, "")
    assert "New profile: Acme Builders" in done.stderr
    assert run_wizard("set", "connection.company_codes=001,ACME01").returncode == 0
    assert draft_of().answers == {
        "connection.tenant_id": "SOLUTIONS",
        "connection.company_codes": "001,ACME01",
    }
    assert run_wizard("set", "connection.tenant_id=").returncode == 0
    assert "connection.tenant_id" not in draft_of().answers


def test_without_any_profile_it_says_how_to_make_one(run_wizard: RunWizard) -> None:
    done = run_wizard("set", "connection.tenant_id=SOLUTIONS")
    assert done.returncode == 1
    assert "set --profile NAME" in done.stderr


def test_with_several_profiles_one_must_be_named(run_wizard: RunWizard) -> None:
    for name in ("One", "Two"):
        run_wizard("--profile", name, "set", "connection.tenant_id=T1")
    done = run_wizard("status")
    assert done.returncode == 2
    assert "One" in done.stderr
    assert "Two" in done.stderr
    assert run_wizard("status", "--profile", "tow").returncode == 1
    assert "Did you mean “Two”?" in run_wizard("status", "--profile", "Twoo").stderr
    assert run_wizard("status", "--profile", "two").returncode == 3


def test_a_wrong_value_is_kept_and_named_with_its_reason(
    run_wizard: RunWizard, draft_of: Callable[..., Draft]
) -> None:
    done = run_wizard("--profile", "Acme Builders", "set", "subscriptions.cmic_version=R11")
    assert (done.returncode, done.stdout) == (1, "")
    assert "subscriptions.cmic_version: The integration needs version R12 or higher" in done.stderr
    assert draft_of().answers["subscriptions.cmic_version"] == "R11"


def test_control_characters_never_reach_the_terminal(
    run_wizard: RunWizard, draft_of: Callable[..., Draft]
) -> None:
    done = run_wizard("--profile", "Acme Builders", "set", "connection.service_user=A\x1b[31mB")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr + run_wizard("status").stdout + run_wizard("status", "--json").stdout
    assert draft_of().answers["connection.service_user"] == "A<U+001B>[31mB"


@pytest.mark.parametrize(
    ("step", "near"),
    [("connection.company_code", "connection.company_codes"), ("tenant_id", "connection.tenant_id")],
)
def test_an_unknown_step_is_refused_with_the_nearest_before_anything_is_written(
    run_wizard: RunWizard, data_dir: Path, step: str, near: str
) -> None:
    done = run_wizard("--profile", "Acme Builders", "set", "connection.hosting=cloud", f"{step}=1")
    assert done.returncode == 1
    assert f"There is no step “{step}”. Did you mean “{near}”?" in done.stderr
    assert not (data_dir / "profiles").exists()


def test_computed_steps_refuse(run_wizard: RunWizard) -> None:
    done = run_wizard("--profile", "A", "set", "kickoff.requirements_met=yes")
    assert done.returncode == 1
    assert "can't be set" in done.stderr


def test_a_user_name_with_its_tenant_is_taken_apart(
    run_wizard: RunWizard, draft_of: Callable[..., Draft]
) -> None:
    assert (
        run_wizard("--profile", "Acme Builders", "set", "connection.service_user=SOLUTIONS||svc").stdout == ""
    )
    assert draft_of().answers == {
        "connection.service_user": "svc",
        "connection.tenant_id": "SOLUTIONS",
    }


TOML = """
"subscriptions.cmic_version" = "R12"
[connection]
hosting = "cloud"
company_codes = ["001", "ACME01"]
dmsa_internal = true
[kickoff]
date = 2026-12-01T10:00:00-05:00
specialist = ["Kim Ito <kim@procore.example>", "Jo <jo@procore.example>"]
"""
FOUND = {
    "subscriptions.cmic_version": "R12",
    "connection.hosting": "cloud",
    "connection.company_codes": "001,ACME01",
    "connection.dmsa_internal": "yes",
    "kickoff.date": "2026-12-01T10:00:00-05:00",
    "kickoff.specialist": "Kim Ito <kim@procore.example>; Jo <jo@procore.example>",
}


def test_many_answers_come_from_toml_or_json(
    run_wizard: RunWizard, draft_of: Callable[..., Draft], home: Path
) -> None:
    (home / "a.toml").write_text(TOML)
    (home / "a.json").write_text(json.dumps({**FOUND, "connection.dmsa_internal": True}))
    for name in ("a.toml", "a.json"):
        done = run_wizard("--profile", name, "set", "--from", name)
        assert "Traceback" not in done.stderr
        assert draft_of(name.replace(".", "-")).answers == FOUND


def test_an_argument_counts_more_than_the_file(
    run_wizard: RunWizard, draft_of: Callable[..., Draft], home: Path
) -> None:
    (home / "a.toml").write_text(TOML)
    run_wizard("--profile", "Acme Builders", "set", "connection.hosting=hosted", "--from", "a.toml")
    assert draft_of().answers["connection.hosting"] == "hosted"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[connection]\nhosting = 'cloud'\ncompany_cods = '1'\n", "Did you mean “connection.company_codes”?"),
        ("connection.service_password = 'C4NARY'\n", "can't contain the password"),
        ("connection.company_codes = 1\n", "must be text in quotes"),
        ("connection.company_codes = [1, 2]\n", "must be text in quotes"),
        ("connection.hosting.deep = 'x'\n", "must be text in quotes"),
        ("connection.hosting = \n", "is not valid TOML"),
        ("[" * 5000, "TOML"),
        ("hosting\x00", "TOML"),
    ],
)
def test_a_file_that_can_t_be_meant_is_refused_before_anything_is_written(
    run_wizard: RunWizard, data_dir: Path, home: Path, text: str, said: str
) -> None:
    (home / "bad.toml").write_text(text)
    done = run_wizard("--profile", "Acme Builders", "set", "--from", "bad.toml")
    assert done.returncode == 1
    assert said in done.stderr
    assert "C4NARY" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data_dir / "profiles").exists()


@pytest.mark.parametrize(
    ("text", "said"), [('{"connection.hosting": "a", "connection.hosting": "b"}', "twice"), ("[1]", "steps")]
)
def test_json_of_two_meanings_is_refused(run_wizard: RunWizard, home: Path, text: str, said: str) -> None:
    (home / "bad.json").write_text(text)
    done = run_wizard("--profile", "A", "set", "--from", "bad.json")
    assert done.returncode == 1
    assert said in done.stderr


def test_the_password_goes_into_a_vault_where_there_is_no_key_ring(
    run_wizard: RunWizard,
    answered: None,
    secrets: Secrets,
    canary: str,
    draft_of: Callable[..., Draft],
    data_dir: Path,
) -> None:
    """The first time with a passphrase, later without: the vault's public half is enough to write."""
    refused = run_wizard("set", secrets.both[0], secrets.both[1])
    assert refused.returncode == 1
    assert "--passphrase-file" in refused.stderr
    done = run_wizard("set", *secrets.both)
    assert (done.returncode, done.stdout) == (0, "")
    assert "The password is kept in the vault" in done.stderr
    kept = draft_of().password
    assert kept is not None
    assert (kept.place, kept.length) == ("vault", len(canary))
    assert run_wizard("set", secrets.both[0], secrets.both[1]).returncode == 0
    files = [path.read_bytes() for path in data_dir.rglob("*") if path.is_file()]
    assert not any(canary.encode() in data for data in files)
    assert run_wizard("set", "connection.service_password=").returncode == 0
    assert draft_of().password is None
    assert list((data_dir / "vault").glob(f"{draft_of().id}.age")) == []


def test_password_and_passphrase_come_by_descriptor(
    run_wizard: RunWizard, answered: None, draft_of: Callable[..., Draft]
) -> None:
    """One final newline is dropped, no more."""
    ends = []
    for text in ("two lines\n\n", "a passphrase of words\r\n"):
        read, write = os.pipe()
        os.write(write, text.encode())
        os.close(write)
        ends.append(read)
    done = run_wizard("set", "--password-fd", str(ends[0]), "--passphrase-fd", str(ends[1]), pass_fds=ends)
    for end in ends:
        os.close(end)
    assert done.returncode == 1
    assert "hidden character" in done.stderr
    done = run_wizard("set", "--password-fd", "0", "--passphrase-fd", "0", input="secret\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_password_file_that_others_can_read_is_refused(
    run_wizard: RunWizard, answered: None, home: Path, draft_of: Callable[..., Draft]
) -> None:
    path = home / "open"
    path.write_text("C4NARY")
    for mode in (0o640, 0o604, 0o620):
        path.chmod(mode)
        done = run_wizard("set", "--password-file", path)
        assert done.returncode == 1
        assert "chmod 600" in done.stderr
        assert "C4NARY" not in done.stderr
    assert draft_of().password is None


def test_while_a_wizard_holds_the_profile_it_is_refused_and_the_holder_named(
    run_wizard: RunWizard, answered: None, data_dir: Path
) -> None:
    with Profiles(data_dir, program="cmic-wizard").open("acme-builders"):
        done = run_wizard("set", "connection.hosting=hosted")
        assert done.returncode == 1
        assert "is open in cmic-wizard" in done.stderr
        assert str(os.getpid()) in done.stderr
        assert run_wizard("status").returncode == 3


def asked(asking: Terminal, question: str, times: int) -> bool:
    return asking.text().count(question) == times


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_the_password_is_asked_for_unseen_and_twice(
    answered: None, terminal: OpenTerminal, canary: str, draft_of: Callable[..., Draft]
) -> None:
    """At a terminal the vault's new passphrase is asked for as well, because there is no key ring."""
    asking = terminal("set", "connection.service_password")
    for question, times, text in (
        ("Password of the service user:", 1, canary),
        ("The same once more:", 1, canary),
        ("Passphrase for a new vault:", 1, "correct horse battery"),
        ("The same once more:", 2, "correct horse battery"),
    ):
        asking.wait_until(partial(asked, asking, question, times), what=question)
        asking.type(f"{text}\r")
    assert asking.expect_end() == 0
    assert found_in(asking.raw, {"password": canary, "passphrase": "correct"}) == set()
    kept = draft_of().password
    assert kept is not None
    assert kept.place == "vault"
