"""A draft as a file and back: readable JSON, and nothing but what a draft can hold."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from msgspec import json

from cmic_wizard import strict_json
from cmic_wizard.bounds import (
    HISTORY_BYTES,
    PASSWORD_AT_MOST,
    PROFILE_BYTES,
    PROFILE_ROOM,
    fault_of_name,
    is_id,
)
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.check_codec import check_from_dict, check_to_dict, earlier_checks_from
from cmic_wizard.profile.draft import HANDED_AT_MOST, Draft, Given, KeptPassword, Proposal, Remark
from cmic_wizard.profile.history import AT_MOST, size_of
from cmic_wizard.profile.migrations import NEWEST, migrated
from cmic_wizard.profile.requests import requests_from_dict, requests_to_dict
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.profile.verdicts import REPLY, VERDICTS
from cmic_wizard.struct import replace
from cmic_wizard.text import written_out

FORMAT: Final = "cmic-wizard-draft"
LIMIT: Final = PROFILE_BYTES + HISTORY_BYTES
"""Most bytes of a profile file, written or read."""

PLACES: Final = ("key_ring", "vault")
ROLES: Final = ("customer", "colleague", "specialist")

_CHARACTER_AT_MOST: Final = len("<U+10FFFF>")
_TEXT_AT_MOST: Final = 200
_NUMBER_AT_MOST: Final = 40
_PART_AT_LEAST: Final = len('{"step":"","verdict":"","text":"","author":"","at":"","open":true,"answer":""}')


def clean(text: str) -> str:
    """A text as a draft may hold it: line feeds stay, other control characters become `<U+001B>`."""
    return written_out(text)


def cleaned(found: object) -> object:
    """The same with every text as `clean` makes it, so that what is written can be read."""
    if isinstance(found, str):
        return clean(found)
    if isinstance(found, dict):
        return {clean(key): cleaned(value) for key, value in found.items()}
    if isinstance(found, list):
        return [cleaned(item) for item in found]
    return found


class TooLarge(FileRefused):
    """A profile would hold more than its file can."""

    def __init__(self, most: int) -> None:
        kilobytes = most // 1024
        text = ngettext(
            "The profile would be larger than {count} kilobyte: shorten its longest answer or note.",
            "The profile would be larger than {count} kilobytes: shorten its longest answer or note.",
            kilobytes,
        )
        super().__init__(text.format(count=kilobytes))


def draft_to_json(draft: Draft) -> bytes:
    """The file of a draft; FileRefused where `draft_from_json` would not read it again."""
    data = _encoded(draft)
    if len(data) - size_of(draft.history) > PROFILE_BYTES:
        raise TooLarge(PROFILE_BYTES)
    draft_from_json(data)
    return data


def demand_room(draft: Draft, before: Draft) -> None:
    """TooLarge where a draft leaves no room for the program's own marks and is not smaller than `before`."""
    least, most = _bytes_between(draft)
    if most <= PROFILE_ROOM:
        return
    if least > max(PROFILE_ROOM, _bytes_between(before)[1]):
        raise TooLarge(PROFILE_ROOM)
    size = _size_without_history(draft)
    if size > PROFILE_ROOM and size > _size_without_history(before):
        raise TooLarge(PROFILE_ROOM)


def _size_without_history(draft: Draft) -> int:
    return len(_encoded(replace(draft, history=())))


def _bytes_between(draft: Draft) -> tuple[int, int]:
    """Bytes that the file has at least and at most, counted fast: asked with every key that is typed."""
    texts = [
        text
        for each in (draft.answers, draft.notes, draft.marks, draft.confirmed)
        for pair in each.items()
        for text in pair
    ]
    for step, given in draft.given.items():
        texts += (step, given.by, given.role, given.at)
    for remark in draft.remarks:
        texts += (remark.step, remark.text, remark.author, remark.answer)
    for proposal in draft.proposals:
        texts += (proposal.step, proposal.text, proposal.reason, proposal.author, proposal.at)
    for step, request in draft.asked.items():
        texts += (
            step,
            request.whom,
            request.mail,
            request.role,
            request.at,
            request.due,
            request.reference,
            request.language,
        )
    texts += (*draft.handed, *draft.sent, *draft.sent.values())
    texts += (draft.password.server,) if draft.password else ()
    checks = (*((draft.check,) if draft.check else ()), *draft.earlier_checks)
    for check in checks:
        texts += (check.host, check.through, check.by, *check.inputs, *check.inputs.values())
        for stage in check.stages:
            texts += (stage.detail, stage.code, stage.company or "", *stage.values, *stage.values.values())
    characters = sum(map(len, texts))
    parts = len(draft.remarks) + sum(len(check.stages) for check in checks)
    most = _CHARACTER_AT_MOST * characters + _TEXT_AT_MOST * (len(texts) + 10)
    return characters + _PART_AT_LEAST * parts, most


def _encoded(draft: Draft) -> bytes:
    found = {
        "format": FORMAT,
        "schema": NEWEST,
        "id": draft.id,
        "name": draft.name,
        "created": draft.created,
        "changed": draft.changed,
        "answers": draft.answers,
        "answered": {step: given_to_dict(given) for step, given in draft.given.items()},
        "confirmed": draft.confirmed,
        "notes": draft.notes,
        "marks": draft.marks,
        "password": None if draft.password is None else _password_to_dict(draft.password),
        "check": None if draft.check is None else check_to_dict(draft.check),
        "remarks": [remark_to_dict(remark) for remark in draft.remarks],
    }
    if draft.proposals:
        found["proposals"] = [proposal_to_dict(proposal) for proposal in draft.proposals]
    if draft.earlier_checks:
        found["earlier_checks"] = [check_to_dict(check) for check in draft.earlier_checks]
    if draft.handed:
        found["handed"] = list(draft.handed)
    if draft.history:
        found["history"] = list(draft.history)
    if draft.asked:
        found["asked"] = requests_to_dict(draft.asked)
    if draft.sent:
        found["sent"] = draft.sent
    data = b"\0"
    with suppress(UnicodeEncodeError):
        data = json.encode(found, order="sorted")
    if not strict_json.surely_visible(data):
        data = json.encode(cleaned(found), order="sorted")
    return json.format(data, indent=1) + b"\n"


def draft_from_json(data: bytes) -> Draft:
    """The draft of a file; FileRefused with one sentence for anything that a draft can't hold."""
    found = strict_json.expect_format(strict_json.loads(data, limit=LIMIT), FORMAT, NEWEST)
    if not strict_json.surely_visible(data) and (character := strict_json.hidden_character(found)):
        raise FileRefused(
            _("The file contains the hidden character {character}.").format(character=character)
        )
    shape = Shape(migrated(found))
    shape.take("format")
    shape.take("schema")
    draft = Draft(
        id=shape.text("id"),
        name=shape.text("name"),
        created=shape.moment("created"),
        changed=shape.moment("changed"),
        answers=shape.texts("answers"),
        given=given_from_dict(shape.take("answered")),
        confirmed=shape.texts("confirmed"),
        notes=shape.texts("notes"),
        marks=shape.texts("marks"),
        password=_password_from_dict(shape.take("password", None)),
        check=check_from_dict(check) if (check := shape.take("check", None)) is not None else None,
        remarks=tuple(
            remark_from_dict(remark, f"remarks.{number}")
            for number, remark in enumerate(shape.items("remarks", []), start=1)
        ),
        proposals=tuple(
            proposal_from_dict(proposal, f"proposals.{number}")
            for number, proposal in enumerate(shape.items("proposals", []), start=1)
        ),
        handed=_numbers(shape, "handed"),
        asked=requests_from_dict(shape.take("asked", {})),
        history=_history(shape),
        sent=shape.moments("sent"),
        earlier_checks=earlier_checks_from(shape),
    )
    shape.finish()
    strict_json.demand_size(data[size_of(draft.history) :], PROFILE_BYTES)
    if not is_id(draft.id):
        raise misfit("id")
    if fault_of_name(draft.name):
        raise misfit("name")
    return draft


def given_to_dict(given: Given) -> dict[str, object]:
    """Who gave an answer, as it stands in files."""
    return {"by": given.by, "role": given.role, "at": given.at}


def given_from_dict(found: object, place: str = "answered") -> dict[str, Given]:
    """Who gave the answers, from a file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    given = {step: _given(shape.take(step), f"{place}.{step}") for step in shape.left()}
    shape.finish()
    return given


def _given(found: object, place: str) -> Given:
    shape = Shape(found, place)
    given = Given(at=shape.moment("at"), by=shape.text("by"), role=shape.text("role", among=ROLES))
    shape.finish()
    return given


def remark_to_dict(remark: Remark) -> dict[str, object]:
    """A remark as it stands in files."""
    return {
        "step": remark.step,
        "verdict": remark.verdict,
        "text": remark.text,
        "author": remark.author,
        "at": remark.at,
        "open": remark.open,
        "answer": remark.answer,
    }


def remark_from_dict(found: object, place: str = "remarks") -> Remark:
    """A remark from a file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    remark = Remark(
        step=shape.text("step"),
        verdict=shape.text("verdict", among=(*VERDICTS, REPLY)),
        text=shape.text("text"),
        author=shape.text("author"),
        at=shape.moment("at"),
        open=shape.flag("open", True),
        answer=shape.text("answer", ""),
    )
    shape.finish()
    return remark


def proposal_to_dict(proposal: Proposal) -> dict[str, object]:
    """A proposal as it stands in files."""
    return {
        "step": proposal.step,
        "text": proposal.text,
        "reason": proposal.reason,
        "author": proposal.author,
        "at": proposal.at,
        "open": proposal.open,
    }


def proposal_from_dict(found: object, place: str = "proposals") -> Proposal:
    """A proposal from a file; FileRefused, with the place, for anything else."""
    shape = Shape(found, place)
    proposal = Proposal(
        step=shape.text("step"),
        text=shape.text("text"),
        reason=shape.text("reason", ""),
        author=shape.text("author"),
        at=shape.moment("at"),
        open=shape.flag("open", True),
    )
    shape.finish()
    return proposal


def _numbers(shape: Shape, key: str) -> tuple[str, ...]:
    found = [number for number in shape.items(key, []) if isinstance(number, str)]
    if len(found) > HANDED_AT_MOST or any(len(number) > _NUMBER_AT_MOST for number in found):
        raise misfit(shape.at(key))
    return tuple(found)


def _history(shape: Shape) -> tuple[str, ...]:
    """The changes as they stand there: they are taken apart when somebody asks for them."""
    found = shape.items("history", [])
    lines = tuple(line for line in found if isinstance(line, str))
    if len(lines) != len(found) or len(lines) > AT_MOST or size_of(lines) > HISTORY_BYTES:
        raise misfit(shape.at("history"))
    return lines


def _password_to_dict(password: KeptPassword) -> dict[str, object]:
    found: dict[str, object] = {"server": password.server} if password.server else {}
    return found | {
        "place": password.place,
        "length": password.length,
        "at": password.at,
        "backend": password.backend,
    }


def _password_from_dict(found: object) -> KeptPassword | None:
    if found is None:
        return None
    shape = Shape(found, "password")
    password = KeptPassword(
        place=shape.text("place", among=PLACES),
        length=shape.count("length", PASSWORD_AT_MOST),
        at=shape.moment("at"),
        backend=shape.text("backend", ""),
        server=shape.text("server", ""),
    )
    shape.finish()
    return password
