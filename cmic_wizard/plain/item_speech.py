"""An item in words: what it is, how it stands, what is asked, and what the answer must look like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cmic_wizard import dates
from cmic_wizard.bounds import to_the_minute
from cmic_wizard.guide.model import CHECK_STAGES, Kind, Step
from cmic_wizard.i18n import N_, _, language
from cmic_wizard.plain.plain_words import LITERALLY
from cmic_wizard.plain.typed_answers import choices
from cmic_wizard.profile.assess import waits_for
from cmic_wizard.profile.assessment import OWNER_WORDS, STATE_WORDS, Assessment, State, StepState
from cmic_wizard.profile.checks import ADVICE, StageState, is_stale
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.exchange import PROPOSED, accepted_by, given_by, in_words
from cmic_wizard.profile.verdicts import REPLY, RETURNING
from cmic_wizard.text import one_line, shortened, visible, visible_lines

Line = tuple[str, str]
"""What it is, and what is said."""
_FORMS: Final = {
    Kind.CHOICE: N_("the number of one choice"),
    Kind.CONFIRM: N_("yes or no"),
    Kind.INFO: N_("yes, once you have read it"),
    Kind.SCHEDULE: N_("day, time and time zone, such as 2026-12-01 10:00 America/Chicago"),
    Kind.PEOPLE: N_("Name <mail@host>, several people with semicolons between them"),
    Kind.CODES: N_("the codes with commas between them"),
    Kind.SECRET: N_("typed twice and never shown; an empty line leaves it"),
    Kind.CHECK: N_("the word check runs it, the word later leaves it with a reason"),
    Kind.COMPUTED: N_("nothing to type, it follows from the other items"),
}
_LONG: Final = 600


def number_of(assessment: Assessment, step: Step) -> int:
    """An item's place in the guide, from 1."""
    return list(assessment.steps).index(step.id) + 1


def entry(assessment: Assessment, state: StepState) -> Line:
    """An item on one line of a list: number and title first, then its state, whose turn it is, and why."""
    number, word = number_of(assessment, state.step), _(STATE_WORDS[state.state])
    if state.state is State.WAITING:
        word = f"{word} ({_(OWNER_WORDS[state.owner])})"
    said = f"{_(state.step.title)}: {word}"
    if state.reason and state.reason != waits_for(state.owner):
        said = f"{said}. {one_line(shortened(state.reason, 200))}"
    return _("Item {number}").format(number=number), said


def heading(assessment: Assessment, state: StepState) -> Iterator[Line]:
    """Which item it is, and how it stands."""
    label = _("Item {number} of {all}")
    number = number_of(assessment, state.step)
    place = f"{_(state.phase.title)}, {_(state.section.title)}"
    yield label.format(number=number, all=len(assessment.steps)), f"{_(state.step.title)} ({place})"
    word = _(STATE_WORDS[state.state])
    if state.state is State.WAITING:
        word = f"{word}; " + _("waits for: {who}").format(who=_(OWNER_WORDS[state.owner]))
    yield _("State"), word if state.required or not state.applies else f"{word}; " + _("may be left open")


def standing(state: StepState, assessment: Assessment, *, review: bool = False) -> Iterator[Line]:
    """The answer so far, what others say of it, and what the rules say; in a `review` nothing to do it by."""
    yield from _remarks(state, assessment.draft)
    if any(r.open and r.verdict in RETURNING for r in state.remarks) and not review:
        text = _("change the answer, or use the words “{word}”")
        yield _("To settle it"), text.format(word=_("reply"))
    if answer := answer_in_words(state, assessment.draft):
        yield _("Answer") if review else _("Answer so far"), answer
    elif review:
        yield _("Answer"), _("none")
    yield from judgement(state)
    if not review:
        yield from settled_by(state)
    yield from check_lines(state.step, assessment)
    if state.note:
        yield _("Note"), visible_lines(state.note)


def question(state: StepState, assessment: Assessment) -> Iterator[Line]:
    """What is asked, what can be chosen, and what the answer must look like."""
    yield _("Asked"), _(state.step.help)
    yield from offered(state, assessment)
    for item in state.step.copyables:
        yield _("To copy"), f"{_(item.title)}: {item.value}"


def offered(state: StepState, assessment: Assessment) -> Iterator[Line]:
    """What can be chosen, by numbers, and what the answer must look like."""
    named = assessment.draft.answers.get(state.step.each, "")
    for number, choice in enumerate(choices(state.step, named), 1):
        person = f" ({choice.person})" if choice.person else ""
        more = f": {choice.help}" if choice.help else ""
        yield _("Choice {number}").format(number=number), f"{choice.title}{person}{more}"
    yield _("Form"), form(state.step)


def form(step: Step) -> str:
    """What an answer must look like; "" where the example says it all."""
    if step.kind is Kind.CHECKLIST:
        said = [_("the numbers of what applies, or the word all")]
        if step.declined:
            text = _("a hyphen before a number means “{meaning}”")
            said.append(text.format(meaning=_(step.declined)))
        else:
            said.append(_("a hyphen before a number takes it out"))
        return "; ".join(said)
    said = [_(_FORMS[step.kind])] if step.kind in _FORMS else []
    if step.example and step.kind is not Kind.SCHEDULE:
        said.append(_("for example: {example}").format(example=_(step.example)))
    return "; ".join(said)


def judgement(state: StepState) -> Iterator[Line]:
    """What the rules say of the answer, what is missing, and which sign would settle it."""
    reading = state.reading
    for finding in reading.errors:
        yield _("Wrong"), finding.text
    if state.reason and state.state not in (State.WRONG, State.RETURNED):
        yield _("Reason"), one_line(state.reason)
    for finding in reading.doubts:
        if finding.text != state.reason:
            yield _("To confirm"), finding.text
    for finding in reading.warnings:
        yield _("Warning"), finding.text
    for finding in reading.infos:
        yield _("Understood"), finding.text


def settled_by(state: StepState) -> Iterator[Line]:
    """Which signs would do something with this answer."""
    findings = state.reading.findings
    readings = next((f.readings for f in findings if f.readings), ())
    proposal = next((f for f in findings if f.proposal), None)
    if readings:
        yield _("Proposed"), _("several readings; the sign + lists them to choose from")
    elif proposal is not None:
        brought = proposal.rule == PROPOSED
        words = in_words(state.step, proposal.proposal) if brought else one_line(proposal.proposal)
        yield _("Proposed"), _("{answer}; the sign + accepts it").format(answer=words)
    if state.state is State.TO_CONFIRM:
        yield _("To confirm"), _("if it is right as it stands, the sign ! confirms it")


def answer_in_words(state: StepState, draft: Draft) -> str:
    """The answer as it stands; "" for none."""
    step, answer, value = state.step, state.answer, state.reading.value
    if step.kind is Kind.SECRET:
        if draft.password is None:
            return ""
        return _("Present, {count} characters, not shown.").format(count=draft.password.length)
    if step.kind is Kind.CHECKLIST and value:
        return _ticked(step, value, draft.answers.get(step.each, ""))
    if step.kind is Kind.SCHEDULE and (when := dates.moment(value)):
        return dates.spoken(when)
    if step.kind in (Kind.CHOICE, Kind.CONFIRM, Kind.INFO) and value:
        return in_words(step, value) if step.kind is not Kind.INFO else _("Yes")
    return one_line(shortened(answer, _LONG))


def reading_in_words(step: Step, reading: str) -> str:
    """One of several things that an answer can mean: a day by its name, with its time or without its zone."""
    when = dates.without_zone(reading)
    if when is None:
        return in_words(step, reading)
    return f"{dates.day(when)}, {when:%H:%M}" if len(reading) > len("2026-12-01") else dates.day(when)


def _ticked(step: Step, value: str, named: str) -> str:
    marks = set(value.split(","))
    parts = []
    for choice in choices(step, named):
        title = f"{choice.title} ({choice.person})" if choice.person else choice.title
        if choice.id in marks:
            parts.append(_("{item}: ticked").format(item=title))
        elif f"-{choice.id}" in marks:
            parts.append(f"{title}: {_(step.declined)}")
        else:
            parts.append(_("{item}: open").format(item=title))
    return "; ".join(parts)


def _remarks(state: StepState, draft: Draft) -> Iterator[Line]:
    """What the specialist and the customer have said to each other about it."""
    for remark in state.remarks:
        if remark.verdict not in (*RETURNING, REPLY):
            continue
        who = visible(remark.author) or (_("You") if remark.verdict == REPLY else _("The specialist"))
        label = _("Reply") if remark.verdict == REPLY else _("Remark")
        yield label, f"{who}: {one_line(remark.text)}"
    yield _("Accepted"), accepted_by(state.remarks, *state.seen)
    yield _("Given"), given_by(state.step, draft)


def check_lines(step: Step, assessment: Assessment) -> Iterator[Line]:
    """What the last connection check says about a step."""
    check = assessment.check
    stages = (*CHECK_STAGES, *ADVICE) if step.kind is Kind.CHECK else step.stages
    if check is None or not stages:
        return
    from cmic_wizard.profile.check_words import conclusion_words, sentence

    at = to_the_minute(check.at)
    if is_stale(check, assessment.check_inputs):
        yield _("Checked"), _("Checked {moment}, but something changed since.").format(moment=at)
        return
    mine = [stage for stage in check.stages if stage.stage in stages]
    trouble = [stage for stage in mine if stage.needs_a_word]
    for stage in trouble:
        yield _("Checked"), sentence(stage)
    if step.kind is Kind.CHECK:
        yield _("Checked"), f"{at}. {conclusion_words(check.conclusion)}"
    elif not trouble and mine and all(stage.state is StageState.OK for stage in mine):
        yield _("Checked"), _("Checked {moment}: in order.").format(moment=at)


def explained(step: Step, *, review: bool = False) -> Iterator[Line]:
    """All that the guide says of an item."""
    yield _("Asked"), _(step.help)
    yield from where_to_find(step, review=review)
    if step.kind is not Kind.SECRET and not review:
        text = _("To answer with a word that is one of mine, write {sign} before it.")
        yield _("Hint"), text.format(sign=LITERALLY)
    for option in step.options:
        if option.help:
            yield _("Choice"), f"{_(option.title)}: {_(option.help)}"
    if step.table is not None:
        for row in step.table.rows:
            cells = zip(step.table.columns, row, strict=False)
            yield _("Row"), "; ".join(f"{_(column)}: {_(cell)}" for column, cell in cells if cell)
    if step.source:
        yield _("Source"), step.source


def where_to_find(step: Step, *, review: bool = False) -> Iterator[Line]:
    """Where the value of an item is found."""
    label = _("More about it") if review else _("Where to find it")
    if step.where:
        yield label, _(step.where).strip()
    elif not review:
        yield label, _("Nothing more is known about where to find this. Your specialist can help.")
    if step.cmic_asked and not review:
        yield (
            label,
            _("Once you have asked CMiC, write “asked CMiC” here: the item then waits for CMiC."),
        )
    for item in step.copyables:
        yield _("To copy"), f"{_(item.title)}: {item.value}"
    for link in step.links_in(language()):
        yield _("Link"), f"{_(link.title)}: {link.url}"
