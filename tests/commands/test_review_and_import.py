"""`review`, `import` and `key`: there and back again, as specialist and customer would."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixture_types import AgeKey, NeedProgram, PrivateFile, RunWizard, Secrets

from cmic_wizard.handoff import document
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.review import reviews

ROW_KEYS = {
    *("path", "kind", "company", "profile_id", "stage", "progress", "outstanding", "next", "changed"),
    *(
        "verdict",
        "check",
        "fault",
        "todo",
        "wrong",
        "to_confirm",
        "check_number",
        "reviewed",
        "sealed",
        "from",
    ),
}

FILE_KEYS = {
    *(
        "check_number",
        "company",
        "created",
        "answers",
        "claims",
        "verdicts",
        "reviewers_answers",
        "proposals",
    ),
    "overall",
}


class OtherComputer:
    """The program as somebody else runs it."""

    def __init__(self, run_wizard: RunWizard, folder: Path) -> None:
        self._run = run_wizard
        self.folder = folder

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return self._run(*arguments, "--data-dir", self.folder)


@pytest.fixture
def handed_off(run_wizard: RunWizard, ready: None, home: Path) -> Path:
    """The hand-off of “Acme Builders”."""
    done = run_wizard("export", "-o", "acme.json")
    assert done.returncode == 0, done.stderr
    return home / "acme.json"


@pytest.fixture
def other_computer(run_wizard: RunWizard, home: Path) -> OtherComputer:
    return OtherComputer(run_wizard, home / "elsewhere")


@pytest.fixture
def reviewed(handed_off: Path, other_computer: OtherComputer) -> Path:
    """The specialist's remarks on it, begun as on the screen and written by the command."""
    handoff = document.read_handoff(handed_off)
    now = datetime.now(UTC)
    review = reviews.Review(handoff.profile.id, handoff.profile.name)
    review = review.looking_at(document.check_number(handoff), handoff.answers, handoff.profile.name)
    review = review.signed("Kim Ito").judged("connection.tenant_id", "change", "Is it SOLUTIONS2?", now)
    reviews.save(other_computer.folder, review.concluded("changes"))
    file = handed_off.with_name("remarks.json")
    done = other_computer("review", handed_off, "--save", file)
    assert (done.returncode, done.stdout) == (0, "")
    return file


def test_a_file_is_judged_anew_for_programs(run_wizard: RunWizard, handed_off: Path) -> None:
    done = run_wizard("review", handed_off, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found, own = json.loads(done.stdout), json.loads(run_wizard("status", "--json").stdout)
    assert set(found) == {*own, *FILE_KEYS}
    assert found["answers"]["connection.company_codes"]
    assert {claim["vouched_by"] for claim in found["claims"]} <= {"file", "here", "reviewer"}
    assert [s["state"] for s in found["steps"]] == [s["state"] for s in own["steps"]]


def test_claims_that_are_not_confirmed_are_said(run_wizard: RunWizard, handed_off: Path) -> None:
    found = json.loads(handed_off.read_text("utf-8"))
    handed_off.write_text(json.dumps({**found, "complete": True}), encoding="utf-8")
    done = run_wizard("review", handed_off, "--json")
    assert done.returncode == 0
    assert "everything is done; by this program's rules it is not" in done.stderr
    assert json.loads(done.stdout)["complete"] is False


def test_a_folder_is_a_table_for_programs(run_wizard: RunWizard, handed_off: Path, home: Path) -> None:
    folder = home / "handoffs"
    folder.mkdir()
    handed_off.rename(folder / "acme.json")
    (folder / "broken.json").write_text("{")
    done = run_wizard("review", folder, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    good, broken = json.loads(done.stdout)
    assert set(good) == ROW_KEYS
    assert (good["path"], good["company"]) == (str(folder / "acme.json"), "Acme Builders")
    assert (good["stage"], good["kind"]) == ("ready", "handoff")
    assert (broken["kind"], bool(broken["fault"])) == ("fault", True)
    assert (good["todo"], good["from"], broken["todo"]) == ("new", None, "")
    alone = json.loads(run_wizard("review", folder / "acme.json", "--json").stdout)
    assert good["check_number"] == alone["check_number"]
    several = run_wizard("review", folder / "acme.json", folder / "broken.json", "--json")
    assert json.loads(several.stdout) == [good, broken], "several files are the same table"
    assert json.loads(run_wizard("review", home / "vault", folder, "--json").stdout)[-1] == broken


def test_a_stored_profile_is_shown_the_same_way(run_wizard: RunWizard, ready: None) -> None:
    done = run_wizard("review", "--profile", "Acme Builders", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found.pop("check_number") is None
    assert found == json.loads(run_wizard("status", "--json").stdout)


def test_a_review_needs_a_terminal_unless_it_prints(
    run_wizard: RunWizard, handed_off: Path, home: Path
) -> None:
    for arguments in ([handed_off], [home], ["--profile", "Acme Builders"]):
        done = run_wizard("review", *arguments)
        assert done.returncode == 2
        assert "--json" in done.stderr
    assert run_wizard("review", home, "--save", "x").returncode == 2


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"format": "cmic-wizard-profile"}', "age-"])
def test_anything_else_is_refused_in_a_sentence(run_wizard: RunWizard, home: Path, text: str) -> None:
    (home / "odd.json").write_text(text)
    for command in (["review", "odd.json", "--json"], ["import", "odd.json"]):
        done = run_wizard(*command)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
    assert run_wizard("review", "missing.json", "--json").returncode == 1


def test_nothing_to_save_before_a_review(run_wizard: RunWizard, handed_off: Path, home: Path) -> None:
    done = run_wizard("review", handed_off, "--save", "remarks.json")
    assert done.returncode == 1
    assert "Nothing has been remarked" in done.stderr
    assert not (home / "remarks.json").exists()


def test_verdicts_on_another_hand_off_are_not_saved_as_those_on_this_one(
    run_wizard: RunWizard, reviewed: Path, handed_off: Path, other_computer: OtherComputer, home: Path
) -> None:
    assert run_wizard("set", "connection.tenant_id=OTHER").returncode == 0
    assert run_wizard("export", "-o", "second.json").returncode == 0
    done = other_computer("review", home / "second.json", "--save", home / "none.json")
    assert done.returncode == 1
    assert "are on another hand-off" in done.stderr
    assert not (home / "none.json").exists()


def test_remarks_are_not_taken_for_a_hand_off(run_wizard: RunWizard, reviewed: Path) -> None:
    done = run_wizard("review", reviewed, "--json")
    assert done.returncode == 1
    assert "These are a specialist's remarks" in done.stderr


def test_sealed_files_of_a_folder_are_opened_with_a_key_that_is_named(
    run_wizard: RunWizard, ready: None, home: Path, need_program: NeedProgram, secrets: Secrets
) -> None:
    keygen = need_program("ssh-keygen")
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(home / "id")], check=True)
    (home / "handed").mkdir()
    done = run_wizard(
        "export", "--seal", "--to", home / "id.pub", "-o", "handed/acme.age", *secrets.passphrase
    )
    assert done.returncode == 0, done.stderr
    for arguments, kind, company in (
        ((), "sealed", ""),
        (("--identity", home / "id"), "handoff", "Acme Builders"),
    ):
        (row,) = json.loads(run_wizard("review", "handed", "--json", *arguments).stdout)
        assert (row["kind"], row["company"]) == (kind, company)


def test_remarks_go_round(run_wizard: RunWizard, reviewed: Path, other_computer: OtherComputer) -> None:
    """The customer sees the step returned; taking the file again changes nothing; an answer settles it."""
    done = run_wizard("import", reviewed)
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 remark was imported into the profile “Acme Builders”." in done.stderr
    states = {s["step"]: s for s in json.loads(run_wizard("status", "--json").stdout)["steps"]}
    assert states["connection.tenant_id"]["state"] == "returned"
    assert states["connection.tenant_id"]["reason"] == "Is it SOLUTIONS2?"
    assert "Kim Ito asks for changes." in done.stderr
    again = run_wizard("import", reviewed)
    assert again.stderr == "All remarks of this file are in the profile “Acme Builders” already.\n"
    run_wizard("set", "connection.tenant_id=SOLUTIONS2")
    states = {s["step"]: s for s in json.loads(run_wizard("status", "--json").stdout)["steps"]}
    assert states["connection.tenant_id"]["state"] == "done"
    done = other_computer("import", reviewed)
    assert done.returncode == 1
    assert "is not on this computer" in done.stderr


def test_remarks_find_their_profile_among_others_or_are_refused(
    run_wizard: RunWizard, reviewed: Path
) -> None:
    run_wizard("--profile", "Other", "set", "connection.tenant_id=T1")
    done = run_wizard("import", reviewed, "--profile", "Other")
    assert done.returncode == 1
    assert "not about “Other”" in done.stderr
    assert run_wizard("import", reviewed).returncode == 0


def test_older_remarks_need_a_word(run_wizard: RunWizard, reviewed: Path) -> None:
    found = json.loads(reviewed.read_text("utf-8"))
    run_wizard("import", reviewed)
    found["created"] = "2020-01-01T00:00:00+00:00"
    found["remarks"][0]["text"] = "An earlier one"
    reviewed.write_text(json.dumps(found))
    done = run_wizard("import", reviewed)
    assert done.returncode == 1
    assert "--older" in done.stderr
    assert run_wizard("import", reviewed, "--older").returncode == 0


def test_remarks_wait_while_a_wizard_holds_the_profile(
    run_wizard: RunWizard, reviewed: Path, data_dir: Path
) -> None:
    with Profiles(data_dir).open("acme-builders"):
        done = run_wizard("import", reviewed)
    assert done.returncode == 1
    assert "close it there first" in done.stderr


def test_a_hand_off_becomes_a_profile_that_keeps_its_identity(
    handed_off: Path, other_computer: OtherComputer, data_dir: Path
) -> None:
    done = other_computer("import", handed_off)
    assert (done.returncode, done.stdout) == (0, "")
    mine = Profiles(data_dir).load("acme-builders")
    theirs = Profiles(other_computer.folder).load("acme-builders")
    assert (theirs.id, theirs.answers, theirs.password) == (mine.id, mine.answers, None)
    again = other_computer("import", handed_off)
    assert again.returncode == 1
    assert "--replace" in again.stderr
    assert other_computer("import", handed_off, "--replace").returncode == 0


def test_a_newer_profile_is_not_replaced_by_an_older_file(
    handed_off: Path, run_wizard: RunWizard, data_dir: Path
) -> None:
    """With both words it is, and the version before it stays beside it."""
    found = json.loads(handed_off.read_text("utf-8"))
    handed_off.write_text(json.dumps({**found, "created": "2020-01-01T00:00:00+00:00"}), encoding="utf-8")
    run_wizard("set", "connection.tenant_id=OTHER")
    done = run_wizard("import", handed_off, "--replace")
    assert done.returncode == 1
    assert "--older" in done.stderr
    done = run_wizard("import", handed_off, "--replace", "--older")
    assert done.returncode == 0, done.stderr
    profiles = Profiles(data_dir)
    assert profiles.load("acme-builders").answers["connection.tenant_id"] == "SOLUTIONS"
    assert profiles.load("acme-builders").password is not None
    previous = profiles.previous("acme-builders")
    assert previous is not None
    assert previous.answers["connection.tenant_id"] == "OTHER"


def test_taking_a_hand_off_back_keeps_the_exchange_with_the_specialist(
    run_wizard: RunWizard, handed_off: Path, reviewed: Path, data_dir: Path
) -> None:
    """The hand-off was made before the remarks came; its answers replace those here, the remarks stay."""
    run_wizard("import", reviewed)
    done = run_wizard("import", handed_off, "--replace", "--older")
    assert done.returncode == 0, done.stderr
    (remark,) = Profiles(data_dir).load("acme-builders").remarks
    assert (remark.text, remark.open) == ("Is it SOLUTIONS2?", True)


def test_another_name_is_taken_where_one_is_given(handed_off: Path, other_computer: OtherComputer) -> None:
    other_computer("--profile", "Acme Builders", "set", "connection.tenant_id=T1")
    refused = other_computer("import", handed_off)
    assert refused.returncode == 1
    assert "There is a profile “Acme Builders” already." in refused.stderr
    assert other_computer("import", handed_off, "--profile", "Acme, the customer").returncode == 0
    assert "Acme, the customer\t" in other_computer("profiles").stdout


def test_a_copied_profile_file_is_taken_back_without_its_password(
    ready: None, other_computer: OtherComputer, data_dir: Path, home: Path
) -> None:
    copy = home / "copy.json"
    copy.write_bytes((data_dir / "profiles" / "acme-builders.json").read_bytes())
    assert other_computer("import", copy).returncode == 0
    assert Profiles(other_computer.folder).load("acme-builders").password is None


def test_a_sealed_hand_off_brings_its_password(
    run_wizard: RunWizard, ready: None, other_computer: OtherComputer, secrets: Secrets, canary: str
) -> None:
    """Sealed for the specialist's own key, which is kept in his vault, opened and kept there."""
    made = other_computer("key", "new", *secrets.passphrase)
    assert made.returncode == 0, made.stderr
    public = made.stdout.strip()
    assert public.startswith("age1")
    assert other_computer("key", "show").stdout.strip() == public
    done = run_wizard("export", "--seal", "--to", public, "-o", "acme.age", *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    assert "key" in run_wizard("review", "acme.age", "--json").stderr
    shown = other_computer("review", "acme.age", "--json", *secrets.passphrase)
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout)["ready"] is True
    done = other_computer("import", "acme.age", *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    kept = Profiles(other_computer.folder).load("acme-builders").password
    assert kept is not None
    assert (kept.place, kept.length) == ("vault", len(canary))
    assert canary not in made.stderr + shown.stdout + shown.stderr + done.stderr
    files = [path.read_bytes() for path in other_computer.folder.rglob("*") if path.is_file()]
    assert not any(canary.encode() in data or b"AGE-SECRET-KEY" in data for data in files)


def test_a_file_sealed_with_words_brings_its_password_into_a_vault(
    run_wizard: RunWizard,
    ready: None,
    other_computer: OtherComputer,
    secrets: Secrets,
    canary: str,
    private_file: PrivateFile,
) -> None:
    """The words and the vault's passphrase are two secrets, and each has its option."""
    done = run_wizard("export", "--seal", "--words", "-o", "acme.age", *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    (phrase,) = (line for line in done.stderr.splitlines() if line.count("-") == 5 and " " not in line)
    words = private_file("words", phrase)
    twice = other_computer("import", "acme.age", *secrets.passphrase, "--passphrase-file", words)
    assert (twice.returncode, "twice" in twice.stderr) == (2, True)
    alone = other_computer("import", "acme.age", "--passphrase-file", words)
    assert alone.returncode == 1, alone.stderr
    assert "--words-file" in alone.stderr
    done = other_computer("import", "acme.age", "--replace", "--words-file", words, *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    kept = Profiles(other_computer.folder).load("acme-builders").password
    assert kept is not None
    assert (kept.place, kept.length) == ("vault", len(canary))


def test_a_password_that_can_t_be_kept_is_said_and_the_profile_stays(
    run_wizard: RunWizard,
    ready: None,
    other_computer: OtherComputer,
    secrets: Secrets,
    age_key: AgeKey,
) -> None:
    run_wizard("export", "--seal", "--to", age_key.public, "-o", "acme.age", *secrets.passphrase)
    done = other_computer("import", "acme.age", "--identity", age_key.file)
    assert done.returncode == 1
    assert "could not be kept" in done.stderr
    assert Profiles(other_computer.folder).load("acme-builders").password is None


def test_a_key_is_replaced_only_when_said(run_wizard: RunWizard, secrets: Secrets) -> None:
    assert run_wizard("key", "show").returncode == 1
    made = run_wizard("key", "new", *secrets.passphrase)
    first = made.stdout
    assert "Your key is kept in the vault" in made.stderr
    refused = run_wizard("key", "new", *secrets.passphrase)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--replace" in refused.stderr
    second = run_wizard("key", "new", "--replace", *secrets.passphrase).stdout
    assert second not in ("", first)
    assert run_wizard("key", "show").stdout == second


def test_a_key_is_backed_up_under_words_and_taken_back_elsewhere(
    run_wizard: RunWizard,
    other_computer: OtherComputer,
    secrets: Secrets,
    home: Path,
    need_program: NeedProgram,
) -> None:
    public = run_wizard("key", "new", *secrets.passphrase).stdout
    backup = home / "key.age"
    done = run_wizard("key", "export", "-o", backup, *secrets.passphrase)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", "words and sentences go beside the result"
    words = home / "words"
    words.write_text(done.stderr.splitlines()[-1])
    words.chmod(0o600)
    assert run_wizard("key", "export", "-o", backup, *secrets.passphrase).returncode == 1, "not over another"
    back = other_computer("key", "import", backup, "--words-file", words, *secrets.passphrase)
    assert (back.returncode, back.stdout) == (0, public), back.stderr
    assert other_computer("key", "show").stdout == public
    again = other_computer("key", "import", backup, "--words-file", words, *secrets.passphrase)
    assert (again.returncode, "There is a key already" in again.stderr) == (1, True)


def test_what_the_screen_did_not_send_is_told_from_what_was_sent(
    run_wizard: RunWizard, handed_off: Path, home: Path, data_dir: Path
) -> None:
    from datetime import UTC, datetime

    from cmic_wizard.handoff import document
    from cmic_wizard.review import reviews
    from cmic_wizard.review.own_assessment import looked_at

    handoff = document.read_handoff(handed_off)
    profile = handoff.profile
    review = reviews.load(data_dir, profile.id, profile.name)
    review = review.looking_at(
        document.check_number(handoff), looked_at(handoff), profile.name, handoff.created
    )
    reviews.save(data_dir, review.concluded("changes", datetime.now(UTC)))

    def table() -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = json.loads(
            run_wizard("review", home / "acme.json", home / "none.json", "--json").stdout
        )
        return listed

    assert table()[0]["todo"] == "unsent"
    done = run_wizard("review", handed_off, "--save", home / "remarks.json")
    assert done.returncode == 0, done.stderr
    assert table()[0]["todo"] == "waiting"
