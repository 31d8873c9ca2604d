"""How a check ended is said alike by everything that speaks of it: one value, and no second opinion."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import build
from samples import NOW, acme_builders

from cmic_wizard.commands.check_command import status_of
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document, export
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, State
from cmic_wizard.profile.check_words import conclusion_words
from cmic_wizard.profile.checks import (
    SIGNED_IN,
    STAGES,
    CheckResult,
    Conclusion,
    Stage,
    StageState,
    concluded,
    is_worth_keeping,
)
from cmic_wizard.review.folder import FolderRow, scan
from cmic_wizard.review.own_assessment import looked_at
from cmic_wizard.struct import replace
from cmic_wizard.tui.review.changed import seen_text
from cmic_wizard.tui.review.folder_rows import CHECKS
from cmic_wizard.tui.screens.check_dialog import CheckDialog
from cmic_wizard.tui.widgets.check_lines import check_lines

OK, WARN, FAILED, NOT_TRIED = StageState.OK, StageState.WARN, StageState.FAILED, StageState.NOT_TRIED
STEP = "connection.check"


def stages(**states: StageState) -> tuple[Stage, ...]:
    return tuple(Stage(stage, states.get(stage, OK)) for stage in STAGES)


ENDINGS = {
    Conclusion.PASSED: (True, stages(tls=WARN)),
    Conclusion.WITHOUT_SIGN_IN: (True, stages(**dict.fromkeys(SIGNED_IN, NOT_TRIED))),
    Conclusion.INCOMPLETE: (False, stages(company=NOT_TRIED)),
    Conclusion.FAILED: (False, stages(user=FAILED, role=NOT_TRIED, company=NOT_TRIED)),
}
REASONS = {
    Conclusion.PASSED: "",
    Conclusion.WITHOUT_SIGN_IN: "The last check is incomplete: nobody signed in; run it with the password.",
    Conclusion.INCOMPLETE: "The last check is incomplete; please run it again.",
    Conclusion.FAILED: "The last check failed.",
}
DIALOG = {
    Conclusion.PASSED: "CMiC answered, and everything tested is correct.",
    Conclusion.FAILED: "The check failed. The stage marked as failed says what to do.",
}
TABLE = {
    Conclusion.PASSED: "ok",
    Conclusion.WITHOUT_SIGN_IN: "without_sign_in",
    Conclusion.INCOMPLETE: "incomplete",
    Conclusion.FAILED: "failed",
}


def ended(conclusion: Conclusion) -> CheckResult:
    kept = acme_builders().check
    assert kept is not None
    ok, found = ENDINGS[conclusion]
    return replace(kept, ok=ok, stages=found)


def judged(conclusion: Conclusion) -> Assessment:
    return assess(load_guide(), replace(acme_builders(), check=ended(conclusion)), NOW)


@pytest.fixture(params=list(Conclusion))
def conclusion(request: pytest.FixtureRequest) -> Conclusion:
    return Conclusion(request.param)


def test_the_result_and_the_command_say_it(conclusion: Conclusion) -> None:
    result = ended(conclusion)
    assert result.conclusion is conclusion
    assert (status_of(result) == 0) is (conclusion in (Conclusion.PASSED, Conclusion.WITHOUT_SIGN_IN))


def test_only_one_that_passed_is_done_and_the_reason_says_why_not(conclusion: Conclusion) -> None:
    state = judged(conclusion).steps[STEP]
    assert (state.state is State.DONE) is (conclusion is Conclusion.PASSED)
    assert state.reason == REASONS[conclusion]


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_the_report_says_it(conclusion: Conclusion, kind: str) -> None:
    text = export.make(kind, judged(conclusion), NOW, draft=True, stem="a").data.decode()
    assert [c for c in Conclusion if conclusion_words(c) in text] == [conclusion]


def test_the_table_of_a_folder_says_it(conclusion: Conclusion, tmp_path: Path) -> None:
    handoff = build(judged(conclusion), NOW, draft=True)
    (tmp_path / "a.json").write_bytes(document.to_bytes(handoff))
    rows: list[FolderRow] = []
    scan(tmp_path, rows.extend, lambda: False)
    assert [row.check for row in rows] == [TABLE[conclusion]]
    assert CHECKS[rows[0].check]


def test_the_dialog_and_the_line_beside_the_step_say_it(conclusion: Conclusion) -> None:
    said = CheckDialog._verdict(ended(conclusion)).plain
    assert DIALOG.get(conclusion, conclusion_words(conclusion)) in said
    without_warning = {**{c: ENDINGS[c] for c in Conclusion}, Conclusion.PASSED: (True, stages())}
    ok, found = without_warning[conclusion]
    check = replace(ended(conclusion), ok=ok, stages=found)
    assessment = assess(load_guide(), replace(acme_builders(), check=check), NOW)
    lines = "\n".join(line.plain for line in check_lines(STEP, assessment))
    assert ("in order" in lines) is (conclusion is Conclusion.PASSED)
    if conclusion in (Conclusion.WITHOUT_SIGN_IN, Conclusion.INCOMPLETE):
        assert conclusion_words(conclusion) in lines


def test_the_changes_that_a_reviewer_sees_say_it(conclusion: Conclusion) -> None:
    seen = looked_at(build(judged(conclusion), NOW, draft=True))[STEP]
    words = {
        Conclusion.PASSED: "passed on",
        Conclusion.WITHOUT_SIGN_IN: "incomplete, without signing in",
        Conclusion.INCOMPLETE: "incomplete, begun",
        Conclusion.FAILED: "failed on",
    }
    text = seen_text(load_guide().steps[STEP], seen).plain
    assert [c for c, said in words.items() if said in text] == [conclusion]


@pytest.mark.parametrize(
    ("ok", "found", "says"),
    [
        (True, (), Conclusion.INCOMPLETE),
        (True, stages(user=FAILED), Conclusion.FAILED),
        (False, stages(), Conclusion.FAILED),
        (True, stages(tls=NOT_TRIED), Conclusion.INCOMPLETE),
        (False, stages(**dict.fromkeys(SIGNED_IN, NOT_TRIED)), Conclusion.INCOMPLETE),
    ],
    ids=["no stages", "failed although it says ok", "says not ok", "a gap", "no user to sign in"],
)
def test_what_contradicts_itself_never_passes(ok: bool, found: tuple[Stage, ...], says: Conclusion) -> None:
    assert concluded(ok, [(stage.stage, stage.state) for stage in found]) is says


@pytest.mark.parametrize("new", list(Conclusion))
@pytest.mark.parametrize("old", list(Conclusion))
def test_only_a_whole_check_stays_and_only_before_one_without_signing_in(
    old: Conclusion, new: Conclusion
) -> None:
    kept, result = ended(old), ended(new)
    stays = (old, new) == (Conclusion.PASSED, Conclusion.WITHOUT_SIGN_IN)
    assert is_worth_keeping(result, kept) is not stays
    assert is_worth_keeping(replace(result, inputs={"connection.hosting": "hosted"}), kept)
    assert is_worth_keeping(result, None)
