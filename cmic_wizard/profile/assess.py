"""The one judge of what is done, what is outstanding, why, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cmic_wizard import dates
from cmic_wizard.bounds import moment_in
from cmic_wizard.guide.model import Guide, Kind, Owner, Step
from cmic_wizard.guide.named import CHECK_STEP, SECRET_STEP
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.profile.checks import CheckResult, Conclusion, is_stale, outlived
from cmic_wizard.profile.conditions_met import holds
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.exchange import as_seen, finding_of, proposed, takes_proposals
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.reading import Finding, Reading, Severity
from cmic_wizard.profile.rules.asked import ASKED
from cmic_wizard.profile.rules.checklist_items import Item, items
from cmic_wizard.profile.verdicts import RETURNING
from cmic_wizard.profile.waiting import as_asked, waits_for
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import shortened, visible

__all__ = ["CHECK_STEP", "SECRET_STEP", "assess", "check_inputs", "holds", "waits_for"]

_SETTLED = (State.DONE, State.NOT_APPLICABLE)
_PASSED = (*_SETTLED, State.TO_CONFIRM)
"""What lets the steps behind it go on; a doubt may be settled by them, as an address by the check."""
_NOTHING = Reading("")


class _Facts(Struct, frozen=True):
    """All that the judgement of a step may look at; `states` are those that were judged before it."""

    draft: Draft
    values: Mapping[str, str]
    states: dict[str, StepState]
    check: CheckResult | None
    inputs: Mapping[str, str]
    now: datetime


def assess(guide: Guide, draft: Draft, now: datetime) -> Assessment:
    """Judge every step of the guide; pure: the same arguments give the same assessment.

    The draft's connection check and remarks count with its answers; `now` has a time zone.
    """
    readings, values = _read_all(guide, draft)
    facts = _Facts(draft, values, {}, draft.check, check_inputs(guide, draft, values), now)
    for step in _in_order_of_need(guide):
        blank = _blank(guide, facts, step, readings.get(step.id, _NOTHING))
        judged = _with_proposals(_judged(blank, facts), draft)
        facts.states[step.id] = as_asked(judged, draft, now) if draft.asked else judged
    ordered = {step.id: _settled(facts.states[step.id], facts) for step in guide.walk()}
    return Assessment(
        guide=guide,
        draft=draft,
        steps=ordered,
        values=values,
        check=facts.check,
        check_inputs=facts.inputs,
    )


def _settled(state: StepState, facts: _Facts) -> StepState:
    """An open step that nobody must do, once all that waited for it is done: it has settled itself."""
    if state.state is not State.WAITING or state.required or state.answer:
        return state
    behind = [other for other in facts.states.values() if state.step.id in other.step.after]
    if not behind or any(other.state not in _SETTLED for other in behind):
        return state
    return replace(state, applies=False).with_state(
        State.NOT_APPLICABLE, _("No longer needed: what depended on it is done.")
    )


def check_inputs(guide: Guide, draft: Draft, values: Mapping[str, str]) -> dict[str, str]:
    """What a connection check depends on; a result with other inputs is stale."""
    inputs = {step.id: values[step.id] for step in guide.checked.values() if step.id in values}
    if draft.password is not None:
        inputs[SECRET_STEP] = draft.password.at
    return inputs


def _read_all(guide: Guide, draft: Draft) -> tuple[dict[str, Reading], dict[str, str]]:
    """Read every answer, the second time in the light of the others; what does not apply has no value."""
    typed = {step.id: draft.answers.get(step.id, "") for step in guide.walk()}
    values: dict[str, str] = {}
    readings: dict[str, Reading] = {}
    for _round in range(2):
        readings = {step: read(guide.steps[step], text, values) for step, text in typed.items() if text}
        values = {step: reading.value for step, reading in readings.items() if reading.value}
    for step, reading in readings.items():
        for part, filled in guide.steps[step].fills.items():
            if given := reading.parts.get(part, ""):
                values.setdefault(filled, given)
    while out := [step for step in values if not holds(guide.steps[step].applies, values)]:
        for step in out:
            del values[step]
    return readings, values


def _in_order_of_need(guide: Guide) -> list[Step]:
    """The steps so that each comes behind those it waits for; otherwise in the guide's order."""
    ordered: dict[str, Step] = {}
    begun: set[str] = set()
    gate = [s.id for s in guide.walk() if guide.phase_of[guide.section_of[s.id].id].gate]

    def visit(step: Step) -> None:
        if step.id in begun:
            return
        begun.add(step.id)
        for earlier in (*_before(step), *(gate if step.kind is Kind.COMPUTED else ())):
            visit(guide.steps[earlier])
        ordered[step.id] = step

    for step in guide.walk():
        visit(step)
    return list(ordered.values())


def _before(step: Step) -> tuple[str, ...]:
    """The steps that come before this one can be open."""
    return (*step.after, step.follows) if step.follows else step.after


def _blank(guide: Guide, facts: _Facts, step: Step, reading: Reading) -> StepState:
    section, secret = guide.section_of[step.id], step.kind is Kind.SECRET
    return StepState(
        step=step,
        section=section,
        phase=guide.phase_of[section.id],
        state=State.OPTIONAL,
        owner=step.owner,
        required=holds(step.required, facts.values),
        applies=holds(step.applies, facts.values),
        answer="" if secret else facts.draft.answers.get(step.id, ""),
        reading=_NOTHING if secret else reading,
        note=facts.draft.notes.get(step.id, ""),
        remarks=tuple(remark for remark in facts.draft.remarks if remark.step == step.id),
        seen=as_seen(facts.draft, step.id),
    )


def _judged(blank: StepState, facts: _Facts) -> StepState:
    kind = blank.step.kind
    if not blank.applies:
        reason = _("Not needed, given the other answers.")
        return blank.with_state(State.NOT_APPLICABLE, reason, required=False, reading=_NOTHING)
    if kind is Kind.COMPUTED:
        return _gate(blank, facts)
    wanted = next((r for r in reversed(blank.remarks) if r.open and r.verdict in RETURNING), None)
    if wanted is not None:
        reason = wanted.text.strip() or _("The specialist asks you to look at this again.")
        return blank.with_state(State.RETURNED, reason, owner=Owner.CUSTOMER)
    if kind is Kind.SECRET:
        return _password(blank, facts)
    if kind is Kind.CHECK:
        return _connection(blank, facts)
    if blank.step.follows and facts.states[blank.step.follows].state is State.DONE:
        return blank.with_state(State.DONE, "", reading=Reading("yes"))
    return _answered(blank, facts) if blank.answer else _open(blank, facts)


def _with_proposals(state: StepState, draft: Draft) -> StepState:
    """What others propose is the user's to take or to decline, whatever stands there already."""
    found = proposed(state.step, draft) if draft.proposals and takes_proposals(state.step) else ()
    if not found or not state.applies:
        return state
    extra = tuple(finding_of(proposal, state.step) for proposal in reversed(found))
    if state.state in (State.WRONG, State.RETURNED):
        return state.with_state(state.state, state.reason, extra=extra)
    return state.with_state(State.TO_CONFIRM, extra[0].text, owner=Owner.CUSTOMER, extra=extra)


def _answered(blank: StepState, facts: _Facts) -> StepState:
    if blank.reading.errors:
        return blank.with_state(State.WRONG, blank.reading.errors[0].text, owner=Owner.CUSTOMER)
    if blank.reading.open:
        told = blank.reading.open[0]
        owner = Owner.CMIC if told.rule == ASKED else None
        return _blocked(blank, facts) or _turn(blank, told.text, owner)
    blank = replace(blank, reading=_dated(blank, facts))
    if blank.reading.doubts:
        if not facts.draft.is_confirmed(blank.step.id):
            return blank.with_state(State.TO_CONFIRM, blank.reading.doubts[0].text, owner=Owner.CUSTOMER)
        blank = replace(blank, reading=blank.reading.confirmed())
    blank = replace(blank, reading=_counted(blank))
    if missing := _missing(blank, facts.values):
        option = blank.step.option(blank.reading.value)
        return _turn(blank, missing, option.owner if option else None)
    return blank.with_state(State.DONE, "")


def _turn(blank: StepState, reason: str, owner: Owner | None = None) -> StepState:
    """A step that is open or not met: to do where it is the user's turn and required."""
    owner = owner or blank.owner
    if owner is not Owner.CUSTOMER:
        return blank.with_state(State.WAITING, reason or waits_for(owner), owner=owner)
    return blank.with_state(State.TODO if blank.required else State.OPTIONAL, reason, owner=owner)


def _missing(blank: StepState, values: Mapping[str, str]) -> str:
    """What is missing while a valid answer does not yet fulfil its step; "" where it does."""
    step, value = blank.step, blank.reading.value
    if not step.met or value in step.met:
        return ""
    if step.kind is Kind.CHECKLIST:
        settled = {item.removeprefix("-") for item in value.split(",")}
        if "all" not in step.met:
            settled |= {option.id for option in step.options} - set(step.met)
        open_items = [item for item in items(step, values.get(step.each, "")) if item.id not in settled]
        if not open_items:
            return ""
        text = ngettext(
            "{count} item is still open: {items}", "{count} items are still open: {items}", len(open_items)
        )
        return text.format(count=len(open_items), items=", ".join(_titled(item) for item in open_items))
    option = step.option(value)
    return _(option.missing if option and option.missing else step.missing) or _("This is not done yet.")


def _titled(item: Item) -> str:
    title = _(item.option.title)
    return _("{item} ({person})").format(item=title, person=visible(item.person)) if item.person else title


def _open(blank: StepState, facts: _Facts) -> StepState:
    return _blocked(blank, facts) or _turn(blank, "")


def _blocked(blank: StepState, facts: _Facts) -> StepState | None:
    """The step as it waits for an earlier one, for the user's own first; None where none is open."""
    before = [facts.states[step] for step in _before(blank.step) if step in facts.states]
    unsettled = [earlier for earlier in before if earlier.state not in _PASSED]
    if not unsettled:
        return None
    blocker = next((earlier for earlier in unsettled if earlier.own), unsettled[0])
    reason = _("“{step}” comes first.").format(step=_(blocker.step.title))
    return blank.with_state(State.WAITING, reason, owner=blocker.owner)


def _password(blank: StepState, facts: _Facts) -> StepState:
    kept = facts.draft.password
    if kept is None:
        return _open(blank, facts)
    length = ngettext("{count} character", "{count} characters", kept.length).format(count=kept.length)
    if kept.place == "vault":
        where = _("{length}, kept in the vault under your passphrase").format(length=length)
    elif kept.place == "customer":
        where = _("{length}, kept by the customer").format(length=length)
    else:
        backend = visible(shortened(kept.backend, 40))
        where = _("{length}, kept in the key ring ({backend})").format(length=length, backend=backend)
    info = Finding(Severity.INFO, "password_kept", where)
    return blank.with_state(State.DONE, "", reading=Reading("kept", (info,)))


def _connection(blank: StepState, facts: _Facts) -> StepState:
    check = facts.check
    fresh = check is not None and not is_stale(check, facts.inputs)
    ended = check.conclusion if check is not None else None
    if fresh and ended is Conclusion.PASSED and check is not None:
        days = [facts.values.get(name, "") for name, s in facts.states.items() if s.step.remind_days]
        if expired := outlived(check, days, facts.now):
            text = _("The service user’s password was to expire on {date}, after the check: check again.")
            return _turn(blank, text.format(date=expired))
        return blank.with_state(State.DONE, "", reading=Reading("passed"))
    if blank.reading.errors:
        return blank.with_state(State.WRONG, blank.reading.errors[0].text, owner=Owner.CUSTOMER)
    if blank.answer and not blank.reading.open:
        reason = visible(blank.reading.parts.get("reason", ""))
        text = _("Not checked; to be done later. Reason: {reason}").format(reason=shortened(reason, 200))
        skipped = Finding(Severity.WARNING, "check_skipped", text)
        return blank.with_state(State.DONE, "", reading=Reading(blank.reading.value, (skipped,)))
    if fresh and ended is Conclusion.FAILED:
        return _turn(blank, _("The last check failed."))
    if blocked := _blocked(blank, facts):
        return blocked
    if check is None:
        return _turn(blank, "")
    if not fresh:
        return _turn(blank, _("What was checked has changed since; please check again."))
    if ended is Conclusion.WITHOUT_SIGN_IN:
        return _turn(blank, _("The last check is incomplete: nobody signed in; run it with the password."))
    return _turn(blank, _("The last check is incomplete; please run it again."))


def _counted(blank: StepState) -> Reading:
    """The reading of codes, with what the guide has to tell where there are several."""
    reading = blank.reading
    if not blank.step.several or "," not in reading.value:
        return reading
    found = Finding(Severity.WARNING, "several", _(blank.step.several))
    return replace(reading, findings=(*reading.findings, found))


def _dated(blank: StepState, facts: _Facts) -> Reading:
    """The reading of a date, with what the clock tells of it: one that was past when given is doubted.

    So is a day on which something ends, such as the password's last, once it is past.
    """
    reading = blank.reading
    if blank.step.reads == "day" and reading.value < facts.now.date().isoformat():
        found = Finding(Severity.DOUBT, "day_past", _("This date is in the past."))
        return replace(reading, findings=(*reading.findings, found))
    when = dates.moment(reading.value) if blank.step.kind is Kind.SCHEDULE else None
    if when is None or when >= facts.now:
        return reading
    given = facts.draft.given.get(blank.step.id)
    if given is not None and when < moment_in(given.at):
        found = Finding(Severity.DOUBT, "date_past", _("This date was already past when it was entered."))
    else:
        found = Finding(Severity.INFO, "date_passed", _("This date is in the past."))
    return replace(reading, findings=(*reading.findings, found))


def _gate(blank: StepState, facts: _Facts) -> StepState:
    """“All requirements met”: computed from the required steps of the phase that is the gate."""
    open_steps = [
        state
        for state in facts.states.values()
        if state.phase.gate
        and state.required
        and state.state is not State.DONE
        and state.step.kind is not Kind.COMPUTED
    ]
    if not open_steps:
        return blank.with_state(State.DONE, "", reading=Reading("yes"))
    titles = ", ".join(_(state.step.title) for state in open_steps[:3])
    text = ngettext(
        "{count} requirement is open: {steps}", "{count} requirements are open: {steps}", len(open_steps)
    )
    reason = text.format(count=len(open_steps), steps=titles + (" …" if len(open_steps) > 3 else ""))
    own = next((state for state in open_steps if state.own), open_steps[0])
    return blank.with_state(State.WAITING, reason, owner=own.owner)
