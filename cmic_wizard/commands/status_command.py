"""`status`: what is outstanding and whose turn it is."""

from __future__ import annotations

import argparse
from typing import Any

from cmic_wizard.commands.common import chosen, judged, profiles_of, say
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import ASCII_SHAPES, OWNER_WORDS, SHAPES, STATE_WORDS, Assessment, StepState
from cmic_wizard.text import shortened, visible

COMPLETE, OUTSTANDING = 0, 3


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
        "steps": [_step(s) for s in assessment.steps.values()],
    }


def _step(state: StepState) -> dict[str, Any]:
    return {
        "step": state.step.id,
        "phase": state.phase.id,
        "section": state.section.id,
        "title": _(state.step.title),
        "state": state.state.value,
        "owner": state.owner.value,
        "required": state.required,
        "reason": visible(state.reason),
        "warnings": [finding.text for finding in state.warnings],
    }


def lines(assessment: Assessment, *, ascii_only: bool = False) -> list[str]:
    """For people: the verdict, then the outstanding steps by whose turn it is."""
    shapes = ASCII_SHAPES if ascii_only else SHAPES
    name = visible(shortened(assessment.draft.name, 80))
    out = [f"{name}: {round(assessment.progress * 100)} %"]
    if assessment.complete:
        return [*out, _("Everything is done.")]
    out.append(_("Ready to hand over.") if assessment.ready else _("Not ready to hand over yet."))
    groups: list[tuple[str, tuple[StepState, ...]]] = [(_("Your turn"), assessment.own)]
    groups.append((_("Waiting"), assessment.waiting))
    for title, states in groups:
        if not states:
            continue
        out += ["", f"{title} ({len(states)})"]
        for s in states:
            who = "" if s.own else f" [{_(OWNER_WORDS[s.owner])}]"
            reason = f": {visible(shortened(s.reason, 200))}" if s.reason else ""
            out.append(f"  {shapes[s.state]} {_(STATE_WORDS[s.state])}  {s.step.id}  {_(s.step.title)}{who}{reason}")
    warned = [s for s in assessment.steps.values() if s.warnings]
    if warned:
        count = sum(len(s.warnings) for s in warned)
        out += ["", ngettext("{count} warning", "{count} warnings", count).format(count=count)]
        out += [f"  {s.step.id}  {w.text}" for s in warned for w in s.warnings]
    return out


def run(options: argparse.Namespace) -> int:
    """Print it; 0 when complete, 3 when something is outstanding."""
    profiles = profiles_of(options)
    assessment = judged(profiles.load(chosen(options, profiles).slug))
    if options.json:
        import json

        say(json.dumps(as_json(assessment), ensure_ascii=False, indent=1))
    else:
        import sys

        encoding = (sys.stdout.encoding or "ascii").lower()
        for line in lines(assessment, ascii_only="utf" not in encoding):
            say(line)
    return COMPLETE if assessment.complete else OUTSTANDING
