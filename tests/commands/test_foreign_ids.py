"""A hand-off may claim any id: what it brings reaches no key, password, profile or review of anybody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_types import AgeKey, RunWizard, Secrets
from full_run import sampled
from reviewing import handoff_of

from cmic_wizard.handoff import keys, sealed
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret

FORGED = "C4NARY-forged"


def sealed_as(path: Path, profile_id: str, public: str, password: str = FORGED, name: str = "Evil") -> Path:
    """A hand-off that claims an id, sealed for a key with a password in it."""
    made = handoff_of()
    profile = made.profile.model_copy(update={"id": profile_id, "name": name})
    made = made.model_copy(update={"profile": profile})
    path.write_bytes(sealed.seal(made, Secret(password), [keys.read_recipient(public)]))
    return path


def under_vault(data_dir: Path) -> dict[str, bytes]:
    """Everything in the vault."""
    return {path.name: path.read_bytes() for path in (data_dir / "vault").iterdir()}


@sampled(2)
@pytest.mark.parametrize("profile_id", ["Identity", "identity", "vault-key", "con"])
def test_a_forged_id_leaves_the_specialists_key_alone(
    profile_id: str, run_wizard: RunWizard, secrets: Secrets, data_dir: Path, home: Path
) -> None:
    public = run_wizard("key", "new", *secrets.passphrase).stdout.strip()
    before = under_vault(data_dir)
    forged = sealed_as(home / "forged.age", profile_id, public)
    taken = run_wizard("import", forged, *secrets.passphrase)
    assert taken.returncode == 0, taken.stderr
    after = under_vault(data_dir)
    assert {name: after.get(name) for name in before} == before
    assert len(after) == len(before) + 1
    honest = sealed_as(home / "honest.age", "a" * 32, public, "right", "Honest")
    opened = run_wizard("review", honest, "--json", *secrets.passphrase)
    assert opened.returncode == 0, opened.stderr
    assert run_wizard("key", "new", "--replace", *secrets.passphrase).returncode == 0
    assert run_wizard("profiles", "delete", "Evil", "--yes").returncode == 0
    assert run_wizard("key", "show").returncode == 0
    assert len(under_vault(data_dir)) == len(before)


def test_an_id_in_another_case_is_the_same_profile_and_keeps_its_own_spelling(
    run_wizard: RunWizard,
    ready: None,
    secrets: Secrets,
    data_dir: Path,
    home: Path,
    age_key: AgeKey,
) -> None:
    [mine] = Profiles(data_dir).list()
    other_case = mine.id.upper()
    assert other_case != mine.id
    before = under_vault(data_dir)
    forged = sealed_as(home / "forged.age", other_case, age_key.public)
    refused = run_wizard("import", forged, "--identity", age_key.file, *secrets.passphrase)
    assert refused.returncode == 1
    assert "With --replace the whole file" in refused.stderr
    assert under_vault(data_dir) == before
    replaced = run_wizard(
        "import", forged, "--replace", "--older", "--identity", age_key.file, *secrets.passphrase
    )
    assert replaced.returncode == 0, replaced.stderr
    [still] = Profiles(data_dir).list()
    assert (still.id, still.name) == (mine.id, mine.name)
    assert set(under_vault(data_dir)) == set(before)


def test_a_password_of_another_folder_is_not_replaced_by_a_file(
    run_wizard: RunWizard, secrets: Secrets, data_dir: Path, home: Path, age_key: AgeKey
) -> None:
    """Folders may share a key ring; a file's id must not reach the password of another one's profile."""
    theirs = sealed_as(home / "theirs.age", "b" * 32, age_key.public, "theirs", "Theirs")
    brought = ("import", theirs, "--identity", age_key.file, *secrets.passphrase)
    assert run_wizard(*brought).returncode == 0
    [profile] = (data_dir / "profiles").glob("theirs.json")
    before = under_vault(data_dir)
    for file in profile.parent.glob("theirs*"):
        file.rename(home / file.name)
    forged = sealed_as(home / "forged.age", "b" * 32, age_key.public)
    refused = run_wizard("import", forged, "--identity", age_key.file, *secrets.passphrase)
    assert refused.returncode == 1
    assert "another password under this profile's id" in refused.stderr
    assert under_vault(data_dir) == before
    assert json.loads((data_dir / "profiles" / "evil.json").read_text())["password"] is None


def test_a_file_that_names_another_server_does_not_get_the_password_that_is_here(
    run_wizard: RunWizard, ready: None, data_dir: Path, home: Path
) -> None:
    [listed] = Profiles(data_dir).list()
    mine = data_dir / "profiles" / f"{listed.slug}.json"
    here = json.loads(mine.read_text())["answers"]["connection.mobile_server_url"]
    same, other = home / "same.json", home / "other.json"
    assert run_wizard("export", "--format", "json", "--draft", "-o", same).returncode == 0
    moved = run_wizard("set", "connection.mobile_server_url=https://acmemob.elsewhere.example/cmicprod")
    assert moved.returncode == 0, moved.stderr
    assert run_wizard("export", "--format", "json", "--draft", "-o", other).returncode == 0
    assert run_wizard("set", f"connection.mobile_server_url={here}").returncode == 0
    kept = run_wizard("import", same, "--replace", "--older")
    assert "password is not kept" not in kept.stderr + kept.stdout
    assert json.loads(mine.read_text())["password"] is not None
    taken = run_wizard("import", other, "--replace", "--older")
    assert taken.returncode == 0, taken.stderr
    assert "password is not kept" in taken.stderr + taken.stdout
    assert json.loads(mine.read_text())["password"] is None


def test_a_sealed_file_that_names_another_server_brings_its_own_password(
    run_wizard: RunWizard,
    ready: None,
    secrets: Secrets,
    data_dir: Path,
    home: Path,
    age_key: AgeKey,
) -> None:
    [listed] = Profiles(data_dir).list()
    mine, sealed_file = data_dir / "profiles" / f"{listed.slug}.json", home / "moved.age"
    here = json.loads(mine.read_text())["answers"]["connection.mobile_server_url"]
    assert (
        run_wizard("set", "connection.mobile_server_url=https://cmic.elsewhere.example/prod").returncode == 0
    )
    seal = ("export", "--draft", "--seal", "--to", age_key.public, "-o", sealed_file)
    made = run_wizard(*seal, *secrets.passphrase)
    assert made.returncode == 0, made.stderr
    assert run_wizard("set", f"connection.mobile_server_url={here}").returncode == 0
    taking = ("import", sealed_file, "--replace", "--older", "--identity", age_key.file)
    taken = run_wizard(*taking, *secrets.passphrase)
    assert taken.returncode == 0, taken.stderr
    assert json.loads(mine.read_text())["password"] is not None
    assert f"{listed.id}" in "".join(under_vault(data_dir)), "its password lies in the vault"
