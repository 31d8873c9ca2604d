"""A profile in which every text that comes from people, files or servers is meant to do harm on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Final

import samples
from hostile_texts import HOSTILE, PAYLOAD

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.checks import ALL_STAGES, CheckResult, Stage, StageState
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.profile.history import CREATED, IMPORT, LARGE, Entry, Part, joined, written
from cmic_wizard.profile.requests import Request
from cmic_wizard.struct import replace

NAME: Final = "[/ [@click=app.quit]A[/] \x1b]52;c;" + PAYLOAD + "\x07 \u202eemca"


def hostile_draft(draft: Draft) -> Draft:
    """The draft with harmful answers, notes, remarks, name and check details."""
    steps = [step for step in load_guide().walk() if step.kind is not Kind.COMPUTED]
    texts = cycle(HOSTILE)
    answers = {step.id: next(texts) for step in steps if step.kind is not Kind.SECRET}
    notes = {step.id: next(texts) + "\n" + next(texts) for step in steps}
    remarks = tuple(
        Remark(step.id, ("change", "question", "accepted")[i % 3], next(texts), next(texts), draft.created)
        for i, step in enumerate(steps)
        if i % 2
    )
    states = cycle(StageState)
    stages = tuple(
        Stage(
            stage,
            next(states),
            next(texts) if stage == "company" else None,
            0.1,
            f"{stage}.ok",
            {key: next(texts) for key in ("host", "url", "port", "company", "user", "status", "module")},
            next(texts),
        )
        for stage in (*ALL_STAGES, "company")
    )
    check = CheckResult(
        False,
        next(texts),
        draft.created,
        stages,
        {"connection.hosting": next(texts)},
        next(texts),
        by=next(texts),
    )
    worked = replace(check, ok=True, stages=tuple(replace(s, state=StageState.OK) for s in stages))
    return replace(
        draft,
        name=NAME,
        answers=answers,
        notes=notes,
        remarks=remarks,
        check=check,
        earlier_checks=(worked,),
        asked={step.id: _request(next(texts), draft.created) for step in steps[::3]},
    )


def _request(text: str, at: str) -> Request:
    """What was asked of somebody called by a harmful name."""
    name = clean(text)[:120] or "x"
    return Request(name, at, name, "cmic", "2026-11-20", name)


def hostile_history(text: str) -> tuple[str, ...]:
    """Changes with a text in all that a profile's file may hold of them, one of them no change at all."""
    told = joined(text, text, text, "colleague", text, text)
    fields = {
        "answer": text,
        "given": joined(text, text, text),
        "confirmed": text,
        "note": text,
        "asked": told,
    }
    step, at = "connection.tenant_id", "2026-11-24T09:30:00+00:00"
    each = [Part(step, {name: held}, {name: held}) for name, held in fields.items()]
    facts = [
        Part(step, {name: ""}, {name: joined(text, text, text)}) for name in ("password", "said", "server")
    ]
    whole = Part("", {"remarks": text, "proposals": text, "mark.review_author": text})
    entries = [
        Entry(at, text, text, text, text, undone, (part,)) for part in (*each, *facts) for undone in ("", at)
    ]
    entries += [Entry(at, what, text, text, text, text, (whole,)) for what in (IMPORT, CREATED, LARGE)]
    entries.append(Entry(at, IMPORT, text, text, text, "", (Part(text, fields, fields), whole)))
    return (text.replace("\n", " "), *(written(entry) for entry in entries))


STEPS: Final = [step.id for step in load_guide().walk() if step.kind not in (Kind.COMPUTED, Kind.SECRET)]
"""Steps that hold a text."""


def everywhere(text: str, name: str) -> Draft:
    """A draft that holds a text wherever its file may hold one, as often as the largest file allows."""
    draft = samples.acme_builders()
    text = text[:10_000]
    steps = STEPS[: max(60_000 // len(clean(text).encode()), 1)]
    short = text[:100]
    assert draft.check is not None
    stages = tuple(
        replace(stage, company=short, code="company.ok", values={"text": short}, detail=short)
        for stage in draft.check.stages
    )
    remarks = tuple(replace(one, text=text, author=text, answer=text, open=True) for one in draft.remarks)
    return replace(
        draft,
        name=name,
        answers=dict.fromkeys([*steps, "strange.step"], text),
        notes=dict.fromkeys(steps, f"{text}\n{text}"),
        check=replace(draft.check, host=short, through=short, stages=stages, inputs={"a": short}),
        remarks=remarks,
        password=None,
        asked=dict.fromkeys([*steps[:9], "connection.ip_allow_list"], _request(text, draft.created)),
        history=hostile_history(short),
    )


def bare_name(text: str, most: int = 120) -> str:
    """A text as a file may be called, hidden characters and all."""
    plain = text.replace("/", "-").replace("\x00", "")
    while len(plain.encode("utf-8", "surrogatepass")) > most:
        plain = plain[:-1]
    return plain.strip(".") or "x"


def mixed_draft(texts: Sequence[str]) -> Draft:
    """A draft with every one of the texts among its answers and among its notes."""
    draft = everywhere("x", "Acme")
    shift = len(STEPS) // 2
    answers = {step: texts[number % len(texts)] for number, step in enumerate(STEPS)}
    notes = {step: texts[(number + shift) % len(texts)] for number, step in enumerate(STEPS)}
    remarks = tuple(
        replace(draft.remarks[0], step=step, text=texts[(number + 5) % len(texts)], author=texts[number][:80])
        for number, step in enumerate(STEPS[: len(texts)])
    )
    assert {*answers.values(), *notes.values()} >= set(texts)
    return replace(draft, answers=answers, notes=notes, remarks=remarks)
