"""What changed between two drafts, and from that and the profile as it stands, what was changed when."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, TypeVar

from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.profile.draft import Draft, Given, Proposal, Remark
from cmic_wizard.profile.history import Entry, Part, apart, entry_in, joined
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.verdicts import REPLY
from cmic_wizard.struct import Struct, field, replace

FIELDS: Final = ("answer", "given", "confirmed", "note", "asked")
"""What of a step is kept, and can be taken back."""
OF_THE_REVIEW: Final = "review_"
"""How the marks begin that say what came last from the specialist."""
_MARK: Final = "mark."
_REQUEST: Final = 7

Said = TypeVar("Said", Remark, Proposal)


def fields_of(draft: Draft, step: str) -> dict[str, str]:
    """What of a step is kept, as texts; "" for what is not there."""
    given, asked = draft.given.get(step), draft.asked.get(step)
    return {
        "answer": draft.answers.get(step, ""),
        "given": joined(given.at, given.role, given.by) if given else "",
        "confirmed": draft.confirmed.get(step, ""),
        "note": draft.notes.get(step, ""),
        "asked": _asked(asked) if asked else "",
    }


def _asked(request: Request) -> str:
    return joined(
        request.whom,
        request.at,
        request.mail,
        request.role,
        request.due,
        request.reference,
        request.language,
    )


def given_in(text: str) -> Given | None:
    """Who gave an answer, of its field."""
    at, role, by = apart(text, 3)
    return Given(at, by, role) if at else None


def asked_in(text: str) -> Request | None:
    """What was asked, of its field."""
    whom, at, mail, role, due, reference, language = apart(text, _REQUEST)
    return Request(whom, at, mail, role, due, reference, language) if whom else None


def between(before: Draft, after: Draft) -> tuple[Part, ...]:
    """What a change did, step by step; a password only as a fact."""
    parts = [_part(step, before, after) for step in sorted(_touched(before, after))]
    if before.password != after.password:
        said = "removed" if after.password is None else "kept" if before.password is None else "replaced"
        server = after.password.server if after.password else ""
        parts = [part for part in parts if part.step != SECRET_STEP]
        parts.append(Part(SECRET_STEP, {"password": ""}, {"password": said, "server": server}))
    for step, words in _new_words(before, after).items():
        parts.append(Part(step, {"said": ""}, {"said": words}))
    whole = _of_the_whole(before, after)
    return (*parts, Part("", whole)) if whole else tuple(parts)


def _touched(before: Draft, after: Draft) -> set[str]:
    pairs: tuple[tuple[Mapping[str, object], Mapping[str, object]], ...] = (
        (before.answers, after.answers),
        (before.given, after.given),
        (before.confirmed, after.confirmed),
        (before.notes, after.notes),
        (before.asked, after.asked),
    )
    return {
        step
        for old, new in pairs
        if old is not new and old != new
        for step in (*old, *new)
        if old.get(step) != new.get(step)
    }


def _part(step: str, before: Draft, after: Draft) -> Part:
    old, new = fields_of(before, step), fields_of(after, step)
    return Part(step, {name: old[name] for name in FIELDS if old[name] != new[name]})


def _new_words(before: Draft, after: Draft) -> dict[str, str]:
    """The newest remark on each step that is new: its verdict, who made it, and a customer's words."""
    if before.remarks is after.remarks:
        return {}
    known = {_identity(remark) for remark in before.remarks}
    return {
        remark.step: joined(remark.verdict, remark.author, remark.text if remark.verdict == REPLY else "")
        for remark in after.remarks
        if _identity(remark) not in known
    }


def _of_the_whole(before: Draft, after: Draft) -> dict[str, str]:
    """What it did to remarks, to proposals and to what came last from the specialist."""
    found = {}
    if before.remarks is not after.remarks and (patch := _patch(before.remarks, after.remarks)):
        found["remarks"] = patch
    if before.proposals is not after.proposals and (patch := _patch(before.proposals, after.proposals)):
        found["proposals"] = patch
    if before.marks is not after.marks:
        for key in sorted({*before.marks, *after.marks}):
            if key.startswith(OF_THE_REVIEW) and before.marks.get(key) != after.marks.get(key):
                found[_MARK + key] = before.marks.get(key, "")
    return found


def with_fields(draft: Draft, step: str, fields: Mapping[str, str]) -> Draft:
    """The draft with fields of a step as they were."""
    given, asked = given_in(fields.get("given", "")), asked_in(fields.get("asked", ""))
    return replace(
        draft,
        answers=_with(draft.answers, step, fields["answer"]) if "answer" in fields else draft.answers,
        given=_with(draft.given, step, given) if "given" in fields else draft.given,
        confirmed=_with(draft.confirmed, step, fields["confirmed"])
        if "confirmed" in fields
        else draft.confirmed,
        notes=_with(draft.notes, step, fields["note"]) if "note" in fields else draft.notes,
        asked=_with(draft.asked, step, asked) if "asked" in fields else draft.asked,
    )


def with_whole(draft: Draft, fields: Mapping[str, str]) -> Draft:
    """The draft with remarks, proposals and marks as they were."""
    marks = draft.marks
    for name, text in fields.items():
        if name.startswith(_MARK):
            marks = _with(marks, name.removeprefix(_MARK), text)
    return replace(
        draft,
        remarks=_patched(draft.remarks, fields.get("remarks", ""), Remark),
        proposals=_patched(draft.proposals, fields.get("proposals", ""), Proposal),
        marks=marks,
    )


Kept = TypeVar("Kept")


def _with(found: dict[str, Kept], key: str, value: Kept | None) -> dict[str, Kept]:
    others = {name: each for name, each in found.items() if name != key}
    return {**others, key: value} if value else others


def _identity(said: Remark | Proposal) -> object:
    return replace(said, open=True)


def _patch(before: Sequence[Said], after: Sequence[Said]) -> str:
    """How the earlier ones come out of the later: how many there are, then runs of them, others in full.

    `5;0-2,!3-3` are the first three and the fourth, whose being open was the other way round.
    """
    if before == after:
        return ""
    places = {_identity(said): index for index, said in reversed(list(enumerate(after)))}
    steps: list[tuple[str, int, Said]] = []
    for said in before:
        index = places.get(_identity(said), -1)
        sign = "+" if index < 0 else "!" if after[index].open != said.open else ""
        steps.append((sign, index, said))
    pieces: list[str] = []
    for (sign, _offset), run in groupby(
        enumerate(steps), key=lambda each: (each[1][0], each[1][1] - each[0])
    ):
        found = [step for _place, step in run]
        if sign == "+":
            pieces += [f"+{json.dumps(_as_dict(said), ensure_ascii=False)}" for _sign, _index, said in found]
        else:
            pieces.append(f"{sign}{found[0][1]}-{found[-1][1]}")
    return joined(str(len(after)), *pieces)


def _as_dict(said: Remark | Proposal) -> dict[str, object]:
    from cmic_wizard.struct import asdict

    return asdict(said)


def _patched(now: tuple[Said, ...], patch: str, made: Callable[..., Said]) -> tuple[Said, ...]:
    """The earlier ones; those of now where the patch was made for others."""
    if not patch:
        return now
    try:
        count, *pieces = apart(patch, patch.count("~") + 1)
        if int(count) != len(now):
            return now
        return tuple(said for piece in pieces for said in _pieces(now, piece, made))
    except (ValueError, TypeError, IndexError):
        return now


def _pieces(now: tuple[Said, ...], piece: str, made: Callable[..., Said]) -> Iterator[Said]:
    if piece.startswith("+"):
        yield made(**json.loads(piece[1:]))
        return
    first, _dash, last = piece.removeprefix("!").partition("-")
    for index in range(int(first), int(last) + 1):
        yield replace(now[index], open=now[index].open != piece.startswith("!"))


class Change(Struct, frozen=True):
    """What one change did to one step, whole: as it stood before and after."""

    entry: Entry
    step: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    facts: Mapping[str, str] = field(default_factory=dict)
    """What can't be taken back: `password`, `server`, `said`."""


def changes(draft: Draft) -> list[Change]:
    """All changes of a profile, the newest first."""
    standing: dict[str, dict[str, str]] = {}
    found: list[Change] = []
    for line in reversed(draft.history):
        entry = entry_in(line)
        if entry is None:
            continue
        parts = [part for part in entry.parts if part.step] or [Part("", {})]
        found += [_change(entry, part, standing, draft) for part in _by_step(parts)]
    return found


def _by_step(parts: Sequence[Part]) -> list[Part]:
    """Those of one step together."""
    found: dict[str, Part] = {}
    for part in parts:
        old = found.get(part.step, Part(part.step, {}))
        found[part.step] = Part(part.step, {**old.before, **part.before}, {**old.after, **part.after})
    return list(found.values())


def _change(entry: Entry, part: Part, standing: dict[str, dict[str, str]], draft: Draft) -> Change:
    now = standing.setdefault(part.step, fields_of(draft, part.step))
    before = {name: text for name, text in part.before.items() if name in FIELDS}
    facts = {name: text for name, text in part.after.items() if name not in FIELDS}
    if entry.undone:
        after = {name: part.after.get(name, "") for name in before}
        return Change(entry, part.step, before, after, facts)
    after = {name: now[name] for name in before}
    now.update(before)
    return Change(entry, part.step, before, after, facts)
