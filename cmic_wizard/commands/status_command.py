"""`status`: what is outstanding and whose turn it is."""

from __future__ import annotations

import argparse
from typing import Any

from cmic_wizard.commands.chosen_profile import chosen, judged, profiles_of
from cmic_wizard.commands.output import ascii_only, say, say_json
from cmic_wizard.errors import ExitStatus
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import (
    ASCII_SHAPES,
    OWNER_WORDS,
    SHAPES,
    STATE_WORDS,
    Assessment,
    StepState,
)
from cmic_wizard.profile.draft import Given
from cmic_wizard.profile.requests import status_of
from cmic_wizard.text import one_line, shortened, visible, visible_lines


def run(options: argparse.Namespace) -> int:
    """Print it; 0 when complete, 3 when something is outstanding."""
    profiles = profiles_of(options)
    assessment = judged(profiles.load(chosen(options, profiles).slug))
    if options.json:
        say_json(as_json(assessment))
    else:
        for line in lines(assessment, plain=ascii_only()):
            say(line)
    return ExitStatus.DONE if assessment.complete else ExitStatus.OUTSTANDING


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The contract's form, for programs."""
    upcoming = assessment.next()
    return {
        "profile": assessment.draft.name,
        "ready": assessment.ready,
        "complete": assessment.complete,
        "progress": round(assessment.progress, 4),
        "counts": assessment.counts,
        "next": upcoming.step.id if upcoming else None,
        "steps": [_step(state, assessment.draft.given.get(step)) for step, state in assessment.steps.items()],
    }


def lines(assessment: Assessment, *, plain: bool = False) -> list[str]:
    """For people: the verdict, then the outstanding steps by whose turn it is; `plain` marks are ASCII."""
    shapes = ASCII_SHAPES if plain else SHAPES
    percent = f"{int(assessment.progress * 100)} %"
    out = [f"{visible(shortened(assessment.draft.name, 80))}: {percent}"]
    if assessment.complete:
        out.append(_("Everything is done."))
    else:
        out.append(_("Ready to hand off.") if assessment.ready else _("Not ready to hand off yet."))
    late = [state for state in assessment.own if state.late]
    own = [state for state in assessment.own if not state.late]
    for title, states in ((_("Late"), late), (_("Your turn"), own), (_("Waiting"), assessment.waiting)):
        if states:
            out += ["", f"{title} ({len(states)})", *(_line(state, shapes[state.state]) for state in states)]
    warned = [
        f"  {s.step.id}  {one_line(finding.text)}"
        for s in assessment.steps.values()
        for finding in s.warnings
    ]
    if warned:
        count = len(warned)
        out += ["", ngettext("{count} warning", "{count} warnings", count).format(count=count), *warned]
    return out


def _step(state: StepState, given: Given | None) -> dict[str, Any]:
    return {
        "step": state.step.id,
        "phase": state.phase.id,
        "section": state.section.id,
        "title": _(state.step.title),
        "state": state.state.value,
        "owner": state.owner.value,
        "required": state.required,
        "reason": visible_lines(state.reason),
        "warnings": [visible_lines(finding.text) for finding in state.warnings],
        "answered": None if given is None else {"by": given.by, "role": given.role, "at": given.at},
        "asked": None if state.asked is None else status_of(state.asked),
    }


def _line(state: StepState, shape: str) -> str:
    who = "" if state.own else f" [{_(OWNER_WORDS[state.owner])}]"
    reason = f": {one_line(shortened(state.reason, 200))}" if state.reason else ""
    title, word = _(state.step.title), _(STATE_WORDS[state.state])
    return f"  {shape} {word}  {state.step.id}  {title}{who}{reason}"
