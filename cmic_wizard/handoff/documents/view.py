"""Turns an assessment into the plain translated rows that every document of the hand-off shows."""

from __future__ import annotations

from collections.abc import Sequence

from cmic_wizard import dates
from cmic_wizard.guide.for_reviewer import to_reviewer
from cmic_wizard.guide.model import Kind, Owner, Step
from cmic_wizard.handoff.documents.answers import EXACT, answer_text, environment, typed
from cmic_wizard.handoff.documents.labels import labels, owner_title, verdict_word
from cmic_wizard.handoff.documents.rendering import id_to_show
from cmic_wizard.handoff.documents.rows import (
    Call,
    CheckView,
    Contact,
    MapView,
    Message,
    Phase,
    Section,
    StageRow,
    StepRow,
    Tally,
    View,
)
from cmic_wizard.i18n import _, language, ngettext
from cmic_wizard.profile.assessment import SHAPES, STATE_WORDS, Assessment, State, StepState
from cmic_wizard.profile.check_words import conclusion_words, sentence_beside, stage_title, subject_words
from cmic_wizard.profile.checks import CheckResult, Conclusion, Stage, StageState, is_stale
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.exchange import accepted_by, given_by
from cmic_wizard.profile.fields import people
from cmic_wizard.profile.reading import Finding
from cmic_wizard.text import shortened, visible, visible_lines

_DETAIL_AT_MOST = 200
_UNASKED = frozenset({Kind.INFO, Kind.CHECK, Kind.COMPUTED})
_STAGE_STATES = {
    StageState.OK: ("done", "✓"),
    StageState.WARN: ("todo", "!"),
    StageState.FAILED: ("wrong", "✗"),
    StageState.NOT_TRIED: ("not_applicable", "–"),
}
_CONCLUDED_AS = {
    Conclusion.PASSED: StageState.OK,
    Conclusion.WITHOUT_SIGN_IN: StageState.WARN,
    Conclusion.INCOMPLETE: StageState.WARN,
    Conclusion.FAILED: StageState.FAILED,
}


def view(
    assessment: Assessment,
    *,
    check_number: str,
    created: str,
    by: str,
    draft: bool,
) -> View:
    """The rows of a hand-off made at `created` (ISO 8601) by the program `by`, marked where it is a draft."""
    name = visible(assessment.draft.name)
    rows = {step_id: _row(state, assessment.draft) for step_id, state in assessment.steps.items()}
    made = dates.instant(created)
    gate = (state for state in assessment.steps.values() if state.phase.gate)
    facts = tuple(rows[state.step.id] for state in gate if state.step.kind not in _UNASKED)
    status, status_state = _status(assessment)
    return View(
        language=language(),
        profile_id=id_to_show(assessment.draft.id),
        name=name,
        title=_("CMiC and Procore: set-up profile of {company}").format(company=name),
        created=dates.spoken(made) if made else visible(created),
        by=visible(by),
        check_number=visible(check_number),
        banner=_("This is not the finished hand-off. What is still missing is listed under “Action items”.")
        if draft
        else "",
        status=status,
        status_state=status_state,
        percent=int(assessment.progress * 100),
        progress=_progress(assessment),
        tally=_tally(assessment),
        test=any(row.test for row in facts),
        facts=facts,
        password=password_sentence(assessment),
        actions=_actions(assessment, rows, name),
        check=_check(assessment),
        calls=tuple(_call(s) for s in assessment.steps.values() if s.step.kind is Kind.SCHEDULE),
        contacts=contacts(assessment),
        phases=_phases(assessment, rows),
        notes=tuple(
            Message(rows[s.step.id].title, visible_lines(s.note)) for s in assessment.steps.values() if s.note
        ),
        remarks=_remarks(assessment, rows),
        maps=_maps(assessment),
        labels=labels(),
    )


def password_sentence(assessment: Assessment) -> str:
    """That the password is not inside, and whether one is kept."""
    kept = assessment.draft.password
    if kept is None:
        return _(
            "The service user’s password is not in this document, and none is kept on the customer’s "
            "computer yet."
        )
    text = ngettext(
        "The service user’s password is not in this document. It is kept on the customer’s computer "
        "({count} character).",
        "The service user’s password is not in this document. It is kept on the customer’s computer "
        "({count} characters).",
        kept.length,
    )
    return text.format(count=kept.length)


def contacts(assessment: Assessment) -> tuple[Contact, ...]:
    """Everybody whom the answers name, by the step that asks for them."""
    return tuple(
        Contact(_(state.step.title), visible(person.name), visible(person.mail))
        for state in assessment.steps.values()
        if state.step.kind is Kind.PEOPLE and state.applies
        for person in people(state.reading.value)
    )


def _row(state: StepState, draft: Draft) -> StepRow:
    place, test = environment(state)
    reason = visible_lines(to_reviewer(state.step, state.reading.value, state.reason))
    return StepRow(
        step=state.step.id,
        title=_(state.step.title),
        state=state.state.value,
        shape=SHAPES[state.state],
        word=_(STATE_WORDS[state.state]),
        owner=owner_title(state.owner, visible(draft.name)),
        required=state.required,
        value=answer_text(state),
        exact=state.step.kind in EXACT,
        typed=typed(state),
        reason=reason,
        warnings=_texts(state.reading.warnings, reason),
        hints=(
            *_texts(state.reading.infos, reason),
            *filter(None, [accepted_by(state.remarks, *state.seen), given_by(state.step, draft)]),
        ),
        environment=place,
        test=test,
        links=_links(state.step),
    )


def _texts(findings: Sequence[Finding], told: str = "") -> tuple[str, ...]:
    """The sentences of findings, less one that is told already."""
    return tuple(text for finding in findings if (text := visible_lines(finding.text)) != told)


def _links(step: Step) -> tuple[tuple[str, str], ...]:
    if step.kind is not Kind.INFO:
        return ()
    links = step.links_in(language())
    return tuple((_(link.title), link.url) for link in links if link.url.startswith("https://"))


def _status(assessment: Assessment) -> tuple[str, str]:
    if assessment.complete:
        return _("Complete: every required step of the guide is done."), State.DONE.value
    if assessment.ready:
        return _("Ready to hand off: the customer’s part of the preparation is done."), State.DONE.value
    return _not_ready(assessment), State.TODO.value


def _not_ready(assessment: Assessment) -> str:
    count = len(assessment.unready)
    text = ngettext(
        "Not ready yet: {count} step of the preparation is still open.",
        "Not ready yet: {count} steps of the preparation are still open.",
        count,
    )
    return text.format(count=count)


def _progress(assessment: Assessment) -> str:
    wanted = assessment.required
    done = sum(state.state is State.DONE for state in wanted)
    text = ngettext(
        "{done} of {count} required step done", "{done} of {count} required steps done", len(wanted)
    )
    return text.format(done=done, count=len(wanted))


def _tally(assessment: Assessment) -> tuple[Tally, ...]:
    counts = assessment.counts
    return tuple(
        Tally(state.value, SHAPES[state], _(STATE_WORDS[state]), counts[state.value])
        for state in State
        if counts[state.value]
    )


def _actions(assessment: Assessment, rows: dict[str, StepRow], company: str) -> tuple[Section, ...]:
    groups: dict[Owner, list[StepRow]] = {owner: [] for owner in Owner}
    for state in assessment.outstanding:
        groups[state.owner].append(rows[state.step.id])
    return tuple(
        Section(owner_title(owner, company), tuple(found)) for owner, found in groups.items() if found
    )


def _phases(assessment: Assessment, rows: dict[str, StepRow]) -> tuple[Phase, ...]:
    return tuple(
        Phase(
            _(phase.title),
            tuple(
                Section(_(section.title), tuple(rows[step.id] for step in section.steps))
                for section in phase.sections
            ),
        )
        for phase in assessment.guide.phases
    )


def _call(state: StepState) -> Call:
    reading = state.reading
    return Call(_(state.section.title), answer_text(state), _texts(reading.warnings), _texts(reading.infos))


def _remarks(assessment: Assessment, rows: dict[str, StepRow]) -> tuple[Message, ...]:
    found = [
        (remark, rows[step_id].title)
        for step_id, state in assessment.steps.items()
        for remark in state.remarks
    ]
    return tuple(
        Message(
            step=title,
            text=visible_lines(remark.text),
            verdict=verdict_word(remark.verdict),
            author=visible(remark.author),
            when=dates.spoken(when) if (when := dates.instant(remark.at)) else visible(remark.at),
            open=remark.open,
        )
        for remark, title in found
    )


def _check(assessment: Assessment) -> CheckView | None:
    check = assessment.check
    if check is None:
        return None
    when = dates.instant(check.at)
    outcome, state, shape = _outcome(check)
    return CheckView(
        outcome=outcome,
        state=state,
        shape=shape,
        host=visible(check.host),
        when=dates.spoken(when) if when else visible(check.at),
        through=visible(check.through),
        stale=is_stale(check, assessment.check_inputs),
        stages=_stages(check.stages),
    )


def _outcome(check: CheckResult) -> tuple[str, str, str]:
    state, shape = _STAGE_STATES[_CONCLUDED_AS[check.conclusion]]
    return conclusion_words(check.conclusion), state, shape


def _stages(stages: Sequence[Stage]) -> tuple[StageRow, ...]:
    words = {
        StageState.OK: _("passed"),
        StageState.WARN: _("warning"),
        StageState.FAILED: _("failed"),
        StageState.NOT_TRIED: _("not tried"),
    }
    rows = []
    for stage in stages:
        state, shape = _STAGE_STATES[stage.state] if not stage.is_unknown else ("todo", "?")
        rows.append(
            StageRow(
                title=stage_title(stage.stage),
                company=subject_words(stage),
                state=state,
                shape=shape,
                word=_("not known") if stage.is_unknown else words[stage.state],
                sentence=visible_lines(sentence_beside(stage)),
                detail=visible(shortened(stage.detail, _DETAIL_AT_MOST)),
                seconds=_("{seconds} s").format(seconds=f"{stage.seconds:.2f}") if stage.was_tried else "",
            )
        )
    return tuple(rows)


def _maps(assessment: Assessment) -> tuple[MapView, ...]:
    return tuple(
        MapView(
            _(state.step.table.title or state.step.title),
            tuple(_(column) for column in state.step.table.columns),
            tuple(tuple(_(cell) for cell in row) for row in state.step.table.rows),
        )
        for state in assessment.steps.values()
        if state.step.table
    )
