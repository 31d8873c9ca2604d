"""A review without the screen: decided, written, taken in; what can't be meant is refused as a whole."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixture_types import RunWizard

from cmic_wizard.handoff import document
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.review import reviews
from cmic_wizard.review.details import details_in

ROBIN = ("--by", "Robin Vega")
MAIL, TOOL, DATE = "kickoff.welcome_email", "go_live.tool_enabled", "kickoff.date"
MAP, ROLE, URL = "kickoff.integration_map", "kickoff.approver_role", "connection.mobile_server_url"
CODES = "connection.company_codes"
CALL = "2026-12-03T10:00-06:00[America/Chicago]"


@pytest.fixture
def handed_off(run_wizard: RunWizard, ready: None, home: Path) -> Path:
    """The hand-off of “Acme Builders”, whose specialist's steps are open."""
    opened = [f"{step}=" for step in (MAIL, TOOL, DATE, MAP, ROLE)]
    assert run_wizard("set", *opened).returncode == 0
    done = run_wizard("export", "-o", "acme.json")
    assert done.returncode == 0, done.stderr
    return home / "acme.json"


class Specialist:
    """The program on the specialist's computer."""

    def __init__(self, run_wizard: RunWizard, folder: Path) -> None:
        self.folder = folder
        self._run_wizard = run_wizard

    def __call__(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command there."""
        return self._run_wizard(*arguments, "--data-dir", self.folder)


@pytest.fixture
def specialist(run_wizard: RunWizard, home: Path) -> Specialist:
    """The program there, whose data are not the customer's."""
    return Specialist(run_wizard, home / "elsewhere")


def test_decisions_go_out_and_come_in_with_the_name_of_who_made_them(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path, data_dir: Path
) -> None:
    remarks = home / "remarks.json"
    done = specialist(
        *("review", handed_off, *ROBIN, "--accept", "in-order", "--change", f"{CODES}=Is 001 in use?"),
        *("--answer", f"{MAIL}=yes", "--answer", f"{TOOL}=yes", "--reason", f"{TOOL}=On Friday."),
        *("--propose", f"{DATE}={CALL}", "--reason", f"{DATE}=As agreed.", "--overall", "changes"),
        *("--compared", "--save", remarks),
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    file = json.loads(remarks.read_text("utf-8"))
    assert (file["author"], file["overall"], file["compared"]) == ("Robin Vega", "changes", True)
    verdicts = {remark["step"]: remark["verdict"] for remark in file["remarks"]}
    assert verdicts.pop(CODES) == "change"
    assert set(verdicts.values()) == {"accepted"}
    assert {a["step"]: (a["text"], a["reason"]) for a in file["answers"]} == {
        MAIL: ("yes", ""),
        TOOL: ("yes", "On Friday."),
    }
    done = run_wizard("import", remarks)
    assert done.returncode == 0, done.stderr
    assert "2 remarks were imported into the profile “Acme Builders”." in done.stderr
    accepted = f"{len(verdicts)} answers of the profile “Acme Builders” are accepted."
    assert accepted in done.stderr, "what is accepted asks for nothing, and is counted apart"
    assert "Robin Vega has answered" in done.stderr
    assert "Robin Vega proposes an answer to: Kickoff call: date and time." in done.stderr
    [listed] = Profiles(data_dir).list()
    draft = Profiles(data_dir).load(listed.slug)
    assert (draft.answers[MAIL], draft.given[MAIL].by, draft.given[MAIL].role) == (
        *("yes", "Robin Vega", "specialist"),
    )
    steps = {s["step"]: s["state"] for s in json.loads(run_wizard("status", "--json").stdout)["steps"]}
    assert (steps[MAIL], steps[TOOL], steps[DATE], steps[CODES]) == (
        *("done", "done", "to_confirm", "returned"),
    )
    assert run_wizard("set", f"{DATE}={CALL}").returncode == 0
    again = run_wizard("import", remarks)
    assert "already" in again.stderr
    assert Profiles(data_dir).load(listed.slug).answers[DATE] == CALL


def test_what_is_decided_is_printed_for_programs_by_author(handed_off: Path, specialist: Specialist) -> None:
    assert specialist("review", handed_off, *ROBIN, "--accept", CODES, "--compared").returncode == 0
    done = specialist(*("review", handed_off, "--by", "Ana Ruiz", "--question", f"{CODES}=Which?", "--json"))
    found = json.loads(done.stdout)
    said = {(v["author"], v["step"]): (v["verdict"], v["text"]) for v in found["verdicts"]}
    assert said == {("Robin Vega", CODES): ("accepted", ""), ("Ana Ruiz", CODES): ("question", "Which?")}
    assert found["company"] == "Acme Builders"


def test_what_is_not_in_order_is_left_out_with_the_reason(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path
) -> None:
    assert run_wizard("set", "connection.hosting=unsure").returncode == 0
    assert run_wizard("export", "--draft", "--force", "-o", handed_off).returncode == 0
    done = specialist("review", handed_off, *ROBIN, "--accept", "in-order")
    assert done.returncode == 0
    assert "Not accepted: Where CMiC runs. The customer does not know yet" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("--accept", CODES), 2, "--by PERSON"),
        ((*ROBIN, "--accept", "connection.company"), 1, "There is no step"),
        ((*ROBIN, "--answer", f"{CODES}=001"), 1, "not yours to answer: use --propose"),
        ((*ROBIN, "--propose", f"{MAIL}=yes"), 1, "No answer can be proposed"),
        ((*ROBIN, "--propose", "connection.service_password=x"), 1, "No answer can be proposed"),
        ((*ROBIN, "--propose", f"{URL}=no address"), 1, "can't be answered so"),
        ((*ROBIN, "--answer", f"{TOOL}=perhaps"), 1, "can't be answered so"),
        ((*ROBIN, "--change", CODES), 2, "has no value"),
        ((*ROBIN, "--change", f"{CODES}=a", "--question", f"{CODES}=b"), 2, "two verdicts"),
        ((*ROBIN, "--change", f"{CODES}=a", "--change", f"{CODES}=b"), 2, "there twice"),
        ((*ROBIN, "--reason", f"{CODES}=a"), 2, "has none"),
        ((*ROBIN, "--change", f"{CODES}={'x' * 2001}"), 1, "at most 2000 characters"),
        ((*ROBIN, "--overall", "perhaps"), 2, "none of: accepted, changes"),
        ((*ROBIN, "--save", "remarks.json"), 1, "Nothing has been remarked"),
        (("--by", " \t", "--save", "remarks.json"), 2, "--by PERSON"),
        (("--by", " ", "--json"), 2, "--by PERSON"),
    ],
)
def test_what_can_not_be_meant_is_refused_and_nothing_is_kept(
    handed_off: Path, specialist: Specialist, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    done = specialist("review", handed_off, *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert not list((specialist.folder / "reviews").glob("*.json"))


def test_remarks_are_written_over_nothing_unless_told(
    handed_off: Path, specialist: Specialist, home: Path
) -> None:
    file = home / "remarks.json"
    file.write_text("mine")
    act = ("review", handed_off, *ROBIN, "--accept", "in-order", "--save", file)
    done = specialist(*act)
    assert done.returncode == 1
    assert "With --force it is replaced." in done.stderr
    assert file.read_text() == "mine"
    assert specialist(*act, "--force").returncode == 0
    done = specialist(*act)
    assert done.returncode == 1, "its own file before is replaced by --force alone, too"


def test_nothing_is_carried_over_while_something_speaks_against_the_file(
    handed_off: Path, specialist: Specialist, home: Path
) -> None:
    assert specialist("review", handed_off, *ROBIN, "--accept", "in-order").returncode == 0
    found = json.loads(handed_off.read_text("utf-8"))
    found["profile"]["name"] = "Beta Works"
    found["created"] = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="seconds")
    handed_off.write_text(json.dumps(found))
    act = ("review", handed_off, *ROBIN, "--change", f"{CODES}=Which?")
    done = specialist(*act)
    assert done.returncode == 1
    assert "came from “Acme Builders”; this one is from “Beta Works”" in done.stderr
    assert "has not come yet" in done.stderr
    review = reviews.load(specialist.folder, found["profile"]["id"])
    assert CODES not in review.verdicts or review.verdicts[CODES].verdict == "accepted"
    assert specialist(*act, "--anyway").returncode == 0
    told = specialist("review", handed_off, "--json")
    assert "Beta Works" in told.stderr, "it is told afterwards, too"


@pytest.mark.parametrize(
    ("what", "before", "after"), [("open", 3, 3), ("mine", 3, 3), ("wrong", 0, 0), ("fault", 0, 0)]
)
def test_an_exit_status_tells_what_a_script_asks_for(
    handed_off: Path, specialist: Specialist, what: str, before: int, after: int
) -> None:
    assert specialist("review", handed_off, "--fail-on", what).returncode == before
    done = specialist("review", handed_off, *ROBIN, "--accept", "in-order", "--fail-on", what)
    assert done.returncode == after
    handed_off.write_text("{")
    done = specialist("review", handed_off, "--fail-on", what)
    assert done.returncode == (3 if what == "fault" else 1)


def test_a_reply_closes_what_was_asked_and_the_specialist_sees_it(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path, data_dir: Path
) -> None:
    remarks = home / "remarks.json"
    act = ("review", handed_off, *ROBIN, "--change", f"{CODES}=Is 001 in use?", "--save", remarks)
    assert specialist(*act).returncode == 0
    assert run_wizard("import", remarks).returncode == 0
    done = run_wizard("set", "--reply", f"{URL}=What?")
    assert done.returncode == 1
    assert "Nothing was asked of" in done.stderr
    assert run_wizard("set", "--reply", f"{CODES}=I disagree: it is.").returncode == 0
    steps = {s["step"]: s["state"] for s in json.loads(run_wizard("status", "--json").stdout)["steps"]}
    assert steps[CODES] == "done"
    assert run_wizard("export", "--force", "-o", handed_off).returncode == 0
    sent = [r for r in json.loads(handed_off.read_text("utf-8"))["remarks"] if r["step"] == CODES]
    assert [(r["verdict"], r["open"]) for r in sent] == [("change", False), ("reply", False)]
    found = document.parse(handed_off.read_bytes())
    asked = details_in(specialist.folder, found, datetime.now(UTC)).asked
    assert asked == (("CMiC company codes", "Is 001 in use? (answered)"),), "in the pane, before it is opened"
    assert specialist("review", handed_off, *ROBIN, "--fail-on", "mine").returncode == 3
    assert run_wizard("import", remarks).returncode == 0
    steps = {s["step"]: s["state"] for s in json.loads(run_wizard("status", "--json").stdout)["steps"]}
    assert steps[CODES] == "done", "the same file again opens nothing"


def test_a_newer_file_that_says_nothing_new_is_told_as_such(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path
) -> None:
    remarks = home / "remarks.json"
    act = ("review", handed_off, *ROBIN, "--change", f"{CODES}=Which?", "--save", remarks)
    assert specialist(*act).returncode == 0
    assert run_wizard("import", remarks).returncode == 0
    found = json.loads(remarks.read_text("utf-8"))
    found["created"] = (datetime.now(UTC) + timedelta(minutes=1)).isoformat(timespec="seconds")
    remarks.write_text(json.dumps(found))
    done = run_wizard("import", remarks)
    assert done.returncode == 0
    assert "are in the profile “Acme Builders” already" in done.stderr


def test_a_review_without_a_check_number_is_written_for_the_file_that_is_named(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path
) -> None:
    found = json.loads(handed_off.read_text("utf-8"))
    review = reviews.Review(found["profile"]["id"], "Acme Builders").signed("Robin Vega")
    reviews.save(specialist.folder, review.judged(CODES, "change", "Which?", datetime.now(UTC)))
    remarks = home / "remarks.json"
    assert specialist("review", handed_off, "--save", remarks).returncode == 0
    assert run_wizard("import", remarks).returncode == 0
    kept = reviews.load(specialist.folder, review.profile_id)
    assert kept.check_number == json.loads(remarks.read_text("utf-8"))["check_number"]
    assert kept.sent, "what was written is known as one's own"


def test_a_forged_file_gives_no_check_number_to_a_review_without_one(
    handed_off: Path, specialist: Specialist, home: Path
) -> None:
    found = json.loads(handed_off.read_text("utf-8"))
    review = reviews.Review(found["profile"]["id"], "Acme Builders").signed("Robin Vega")
    reviews.save(specialist.folder, review.judged(CODES, "change", "Which?", datetime.now(UTC)))
    found["created"] = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="seconds")
    handed_off.write_text(json.dumps(found))
    done = specialist("review", handed_off, "--save", home / "remarks.json")
    assert done.returncode == 1
    assert "has not come yet" in done.stderr
    assert not (home / "remarks.json").exists()


def test_a_remark_of_several_lines_stands_on_one_wherever_it_is_listed(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path
) -> None:
    remarks = home / "remarks.json"
    said = (f"{CODES}=First:\n001?\nThen: 002?", f"{DATE}=As\nagreed.")
    act = ("--change", said[0], "--propose", f"{DATE}={CALL}", "--reason", said[1])
    assert specialist("review", handed_off, *ROBIN, *act, "--save", remarks).returncode == 0
    assert run_wizard("import", remarks).returncode == 0
    shown = [run_wizard("status"), run_wizard("status", "--json"), run_wizard("export", "-o", "refused")]
    shown += [
        run_wizard("export", "--draft", "--format", kind, "-o", "-") for kind in ("eml", "html", "markdown")
    ]
    for done in shown:
        assert "First:" in done.stdout + done.stderr, done.args
        assert "<U+" not in done.stdout.replace("&lt;", "<") + done.stderr, done.args


def test_remarks_on_a_strange_hand_off_are_taken_in_only_when_said_so(
    run_wizard: RunWizard, handed_off: Path, specialist: Specialist, home: Path
) -> None:
    remarks = home / "remarks.json"
    act = ("review", handed_off, *ROBIN, "--answer", f"{TOOL}=yes", "--save", remarks)
    assert specialist(*act).returncode == 0
    found = json.loads(remarks.read_text("utf-8"))
    remarks.write_text(json.dumps({**found, "check_number": "0000 1111 2222 3333"}))
    done = run_wizard("import", remarks)
    assert done.returncode == 1
    assert "0000 1111 2222 3333, which this profile has never written" in done.stderr
    assert "--anyway" in done.stderr
    assert run_wizard("import", remarks, "--anyway").returncode == 0


def test_what_another_answer_is_proposed_to_is_not_accepted_with_the_rest(
    handed_off: Path, specialist: Specialist, home: Path
) -> None:
    version, first, second = "subscriptions.cmic_version", home / "first.json", home / "second.json"
    proposal = ("--propose", f"{version}=R12 Patch 21")
    for acts in ((*proposal, "--accept", "in-order"), ("--accept", "in-order")):
        done = specialist("review", handed_off, *ROBIN, *acts, "--save", second if first.exists() else first)
        assert done.returncode == 0, done.stderr
    assert "You propose another answer." in done.stderr
    for path in (first, second):
        file = json.loads(path.read_text("utf-8"))
        assert [proposed["step"] for proposed in file["proposals"]] == [version]
        accepted = {remark["step"] for remark in file["remarks"]}
        assert URL in accepted
        assert version not in accepted, "who proposes another answer has not accepted this one"
