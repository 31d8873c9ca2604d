"""The one judge of what is done, what is outstanding, why, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cmic_wizard.guide.model import Condition, Guide, Kind, Owner, Step, When
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import GATE_PHASE, OWN, Assessment, State, StepState
from cmic_wizard.profile.checks import CheckResult, StageState
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.reading import Finding, Reading, Severity
from cmic_wizard.text import shortened, visible

CHECK_STEP = "connection.check"
SECRET_STEP = "connection.service_password"  # noqa: S105 - a step's id
_CHECKED_STEPS = (
    "connection.hosting",
    "connection.mobile_server_url",
    "connection.tenant_id",
    "connection.service_user",
    "connection.company_codes",
)
_NOTHING = Reading("")


def assess(
    guide: Guide,
    draft: Draft,
    checks: Sequence[CheckResult],
    remarks: Sequence[Remark],
    now: datetime,
) -> Assessment:
    """Judge every step of the guide; pure: the same arguments give the same assessment.

    `checks` are connection checks in order, the newest last; `remarks` all messages about steps; `now` has a time zone.
    """
    readings, values = _read_all(guide, draft)
    inputs = check_inputs(draft, values)
    check = checks[-1] if checks else None
    states: dict[str, StepState] = {}
    computed: list[Step] = []
    for step in _in_order_of_need(guide):
        if step.kind is Kind.COMPUTED:
            computed.append(step)
            states[step.id] = _blank(guide, draft, step, remarks)
            continue
        reading = readings.get(step.id, _NOTHING)
        blank = _blank(guide, draft, step, remarks, reading, values)
        states[step.id] = _judged(blank, draft, values, states, check, inputs, now)
    for step in computed:
        states[step.id] = _gate(states[step.id], states)
    ordered = {step.id: states[step.id] for step in guide.walk()}
    return Assessment(
        guide=guide, draft=draft, steps=ordered, values=values, check=check, check_inputs=inputs
    )


def check_inputs(draft: Draft, values: Mapping[str, str]) -> dict[str, str]:
    """What a connection check depends on; a result with other inputs is stale."""
    inputs = {step: values[step] for step in _CHECKED_STEPS if step in values}
    if draft.password is not None:
        inputs[SECRET_STEP] = draft.password.at
    return inputs


def is_stale(check: CheckResult, inputs: Mapping[str, str]) -> bool:
    """Whether an answer that the check used has changed since."""
    return dict(check.inputs) != dict(inputs)


def _read_all(guide: Guide, draft: Draft) -> tuple[dict[str, Reading], dict[str, str]]:
    """Read every answer, the second time in the light of the others."""
    values: dict[str, str] = {}
    readings: dict[str, Reading] = {}
    for _round in range(2):
        readings = {
            step_id: read(guide.steps[step_id], text, values)
            for step_id, text in draft.answers.items()
            if step_id in guide.steps and text
        }
        values = {step_id: reading.value for step_id, reading in readings.items() if reading.value}
    version = readings.get("subscriptions.cmic_version")
    if "subscriptions.patch" not in values and version and version.parts.get("patch"):
        values["subscriptions.patch"] = version.parts["patch"]
    for step in guide.walk():
        if not holds(step.applies, values):
            values.pop(step.id, None)
    return readings, values


def holds(when: When, values: Mapping[str, str]) -> bool:
    """Whether a declared condition is fulfilled by the values."""
    return all(_condition_holds(c, values) for c in when.conditions) if when.conditions else when.always


def _condition_holds(condition: Condition, values: Mapping[str, str]) -> bool:
    value = values.get(condition.step, "")
    if condition.at_least is not None:
        return value.isdigit() and int(value) >= condition.at_least
    refused = {item[1:] for item in condition.among if item.startswith("!")}
    wanted = {item for item in condition.among if not item.startswith("!")}
    return value not in refused and (not wanted or value in wanted)


def _in_order_of_need(guide: Guide) -> list[Step]:
    """The steps so that each comes behind those it waits for; otherwise in the guide's order."""
    ordered: dict[str, Step] = {}

    def visit(step: Step) -> None:
        if step.id in ordered:
            return
        for earlier in step.after:
            visit(guide.steps[earlier])
        ordered[step.id] = step

    for step in guide.walk():
        visit(step)
    return list(ordered.values())


def _blank(
    guide: Guide,
    draft: Draft,
    step: Step,
    remarks: Sequence[Remark],
    reading: Reading = _NOTHING,
    values: Mapping[str, str] | None = None,
) -> StepState:
    section = guide.section_of[step.id]
    known = values or {}
    return StepState(
        step=step,
        section=section,
        phase=guide.phase_of[section.id],
        state=State.OPTIONAL,
        owner=step.owner,
        required=holds(step.required, known),
        applies=holds(step.applies, known),
        answer=draft.answers.get(step.id, ""),
        reading=reading,
        note=draft.notes.get(step.id, ""),
        remarks=tuple(remark for remark in remarks if remark.step == step.id),
    )


def _judged(
    blank: StepState,
    draft: Draft,
    values: Mapping[str, str],
    states: Mapping[str, StepState],
    check: CheckResult | None,
    inputs: Mapping[str, str],
    now: datetime,
) -> StepState:
    step = blank.step
    if not blank.applies:
        return blank.with_state(
            State.NOT_APPLICABLE, _("Not needed as the other answers stand."), required=False
        )
    wanted = next(
        (r for r in reversed(blank.remarks) if r.open and r.verdict in ("change", "question")), None
    )
    if wanted is not None:
        return blank.with_state(
            State.RETURNED,
            wanted.text or _("The specialist asks you to look at this again."),
            owner=Owner.CUSTOMER,
        )
    if step.kind is Kind.SECRET:
        return _password(blank, draft, states)
    if step.kind is Kind.CHECK:
        return _connection(blank, states, check, inputs)
    if not blank.answer:
        return _open(blank, states)
    if blank.reading.errors:
        return blank.with_state(State.WRONG, blank.reading.errors[0].text, owner=Owner.CUSTOMER)
    missing = _missing(blank)
    if missing:
        waits = step.owner is not Owner.CUSTOMER
        return blank.with_state(
            State.WAITING if waits else State.TODO if blank.required else State.OPTIONAL, missing
        )
    return blank.with_state(State.DONE, "", extra=_clock_warnings(blank, now))


def _missing(blank: StepState) -> str:
    """What is missing while a valid answer does not yet fulfil its step; "" where it does."""
    step, value = blank.step, blank.reading.value
    if not step.met or value in step.met:
        return ""
    if step.kind is Kind.CHECKLIST:
        ticked = set(value.split(","))
        open_items = [option for option in step.options if option.id not in ticked]
        if not open_items:
            return ""
        text = ngettext(
            "{count} item is still open: {items}", "{count} items are still open: {items}", len(open_items)
        )
        return text.format(count=len(open_items), items=", ".join(_(item.title) for item in open_items))
    option = step.option(value)
    return _(option.missing if option and option.missing else step.missing) or _("This is not fulfilled yet.")


def _open(blank: StepState, states: Mapping[str, StepState]) -> StepState:
    blocker = _blocker(blank, states)
    if blocker is not None:
        reason = _("“{step}” comes first.").format(step=_(blocker.step.title))
        return blank.with_state(State.WAITING, reason, owner=blocker.owner)
    if blank.step.owner is not Owner.CUSTOMER:
        return blank.with_state(State.WAITING, waits_for(blank.step.owner))
    return blank.with_state(State.TODO if blank.required else State.OPTIONAL, "")


def _blocker(blank: StepState, states: Mapping[str, StepState]) -> StepState | None:
    """The first earlier step that is not done yet."""
    done = (State.DONE, State.NOT_APPLICABLE)
    return next((states[earlier] for earlier in blank.step.after if states[earlier].state not in done), None)


def waits_for(owner: Owner) -> str:
    """The sentence for a step that somebody else has to act on."""
    return {
        Owner.SPECIALIST: _("Waits for your integration specialist."),
        Owner.CMIC: _("Waits for CMiC."),
        Owner.PROCORE: _("Waits for Procore."),
        Owner.CUSTOMER: _("Waits for you."),
    }[owner]


def _password(blank: StepState, draft: Draft, states: Mapping[str, StepState]) -> StepState:
    kept = draft.password
    if kept is None:
        return _open(blank, states)
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


def _connection(
    blank: StepState, states: Mapping[str, StepState], check: CheckResult | None, inputs: Mapping[str, str]
) -> StepState:
    fresh = check is not None and not is_stale(check, inputs)
    if check is not None and check.ok and check.complete and fresh:
        return blank.with_state(State.DONE, "", reading=Reading("passed"))
    if blank.answer and not blank.reading.errors:
        reason = visible(blank.answer.partition(":")[2].strip())
        text = _("Not checked; to be done later. Reason: {reason}").format(reason=shortened(reason, 200))
        return blank.with_state(
            State.DONE,
            "",
            reading=Reading(blank.reading.value, (Finding(Severity.WARNING, "check_skipped", text),)),
        )
    if blank.answer:
        return blank.with_state(State.WRONG, blank.reading.errors[0].text)
    if check is not None and not fresh:
        return blank.with_state(State.TODO, _("What was checked has changed since; please check again."))
    if check is not None:
        failed = next((s for s in check.stages if s.state is StageState.FAILED), None)
        return blank.with_state(
            State.TODO,
            _("The last check did not get through.")
            if failed
            else _("The last check was not complete; please run it to the end."),
        )
    return _open(blank, states)


def _clock_warnings(blank: StepState, now: datetime) -> tuple[Finding, ...]:
    """Warnings that need the clock: a call whose date has passed is still an answer, so this informs only."""
    if blank.step.kind is not Kind.SCHEDULE:
        return ()
    try:
        when = datetime.fromisoformat(blank.reading.value.partition("[")[0])
    except ValueError:
        return ()
    if when.tzinfo is None or when >= now:
        return ()
    return (Finding(Severity.INFO, "date_passed", _("This date lies in the past.")),)


def _gate(blank: StepState, states: Mapping[str, StepState]) -> StepState:
    """“All requirements met”: computed from the required steps of the Preparation phase."""
    open_steps = [
        s
        for s in states.values()
        if s.phase.id == GATE_PHASE
        and s.required
        and s.state is not State.DONE
        and s.step.kind is not Kind.COMPUTED
    ]
    if not open_steps:
        return blank.with_state(State.DONE, "", reading=Reading("yes"))
    titles = ", ".join(_(s.step.title) for s in open_steps[:3])
    text = ngettext(
        "{count} requirement is open: {steps}", "{count} requirements are open: {steps}", len(open_steps)
    )
    reason = text.format(count=len(open_steps), steps=titles + (" …" if len(open_steps) > 3 else ""))
    own = next((s for s in open_steps if s.state in OWN), open_steps[0])
    return blank.with_state(State.WAITING, reason, owner=own.owner)
