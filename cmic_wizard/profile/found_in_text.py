"""What a pasted text, such as a welcome e-mail, may hold of answers: proposed, never taken by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import CheckInput, ContactRole, Guide, Kind, Step
from cmic_wizard.profile.answering import as_meant
from cmic_wizard.profile.called import NEAR, CalledText, folded
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import format_people, people, read
from cmic_wizard.profile.reading import Reading
from cmic_wizard.profile.rules.hosting import hosting_of, is_of_cmic
from cmic_wizard.profile.rules.people import Contact
from cmic_wizard.profile.rules.wrapping import addresses_in
from cmic_wizard.profile.rules.written_dates import where_written
from cmic_wizard.profile.taking import answered, with_user_apart
from cmic_wizard.struct import Struct
from cmic_wizard.text import shortened

FOUND_AT_MOST: Final = 60
_PLACE_AT_MOST: Final = 160
_ANDS: Final = ("and", "y", "e", "&", "+")
_SENDERS: Final = ("from:", "de:")
_DATES_AT_MOST: Final = 4
"""Dates of a line."""
_WORDS_BEFORE, _WORDS_AFTER = 5, 9
"""Words around a date that may belong to it."""
_LABELLED: Final = (Kind.TEXT, Kind.VERSION, Kind.CODES, Kind.URL)


class Found(Struct, frozen=True):
    """A possible answer, and where in the text it stands."""

    step: str
    answer: str
    line: int
    """Counted from 1."""
    place: str
    """The words there."""


class Findings(Struct, frozen=True):
    """All that was found."""

    found: tuple[Found, ...] = ()
    secrets: tuple[int, ...] = ()
    """The lines in which a password seems to stand, which is never taken."""


def _found(text: CalledText, step: Step, answer: str, number: int) -> Found:
    """A finding in a line, with the line's words."""
    place = shortened(" ".join(text.lines[number].split()), _PLACE_AT_MOST)
    return Found(step.id, answer, number + 1, place)


def found_in(text: str, guide: Guide) -> Findings:
    """What may be an answer in a text, in the guide's order, each once; never a password."""
    looked_at = CalledText(guide, text)
    found: dict[tuple[str, str], Found] = {}
    for one in (
        *_addresses(looked_at),
        *_labelled(looked_at),
        *_versions(looked_at),
        *_users(looked_at),
        *_people(looked_at),
        *_dates(looked_at),
        *_confirmed(looked_at),
    ):
        found.setdefault((one.step, one.answer), one)
    order = list(guide.steps)
    listed = sorted(found.values(), key=lambda one: (order.index(one.step), one.line))
    return Findings(tuple(listed[:FOUND_AT_MOST]), tuple(sorted(n + 1 for n in looked_at.secrets)))


def _addresses(text: CalledText) -> Iterator[Found]:
    """Addresses of a CMiC server, also where a login page leads to one, and where CMiC then runs."""
    hosting = text.guide.checked.get(CheckInput.HOSTING)
    step = text.guide.checked.get(CheckInput.ADDRESS)
    for number, line in enumerate(text.lines):
        for address in addresses_in(line) if step is not None else ():
            assert step is not None  # noqa: S101 - tells the type
            reading = read(step, address, {})
            if answer := _address(reading):
                yield _found(text, step, answer, number)
            host = reading.parts.get("host", "") or _host(address)
            likely = hosting_of(host) if is_of_cmic(host) else ""
            if hosting is not None and likely and hosting.option(likely):
                yield _found(text, hosting, likely, number)


def _address(reading: Reading) -> str:
    """The address to propose; "" for one of another place."""
    if reading.value and not any(found.rule == "address_elsewhere" for found in reading.doubts):
        return reading.value
    return next((found.proposal for found in reading.errors if found.proposal), "")


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].casefold()


def _labelled(text: CalledText) -> Iterator[Found]:
    """What stands behind the name of a step."""
    for number, called in enumerate(text.called):
        for one in called:
            if one.step.kind not in _LABELLED or not one.separated:
                continue
            value, at = one.value, number
            if not value and number + 1 < len(text.lines) and not text.called[number + 1]:
                value, at = text.lines[number + 1], number + 1
            if answer := _first_that_reads(one.step, value):
                yield _found(text, one.step, answer, at)


def _first_that_reads(step: Step, value: str) -> str:
    """The longest beginning of a value that its step takes: all of it, its first sentence, its first word."""
    bare = value.strip(" \t.,;*_`'\"“”()[]<>|")
    if step.kind is Kind.CODES:
        bare = ", ".join(word for word in bare.replace(",", " ").split() if word not in _ANDS)
    for part in dict.fromkeys((bare, bare.partition(". ")[0], *bare.split()[:1])):
        candidate = part.strip(" .,;)(")
        if candidate and _is_fine(read(step, candidate, {})):
            return candidate
    return ""


def _is_fine(reading: Reading) -> bool:
    return bool(reading.value) and not reading.errors and not reading.open


def _versions(text: CalledText) -> Iterator[Found]:
    """A release as CMiC writes it, with the words for its patch."""
    for step in text.guide.walk():
        if step.kind is not Kind.VERSION:
            continue
        for number, line in enumerate(text.lines):
            words = line.split()
            for index, word in enumerate(words):
                if word[:1].casefold() not in ("r", "v") or not word[1:2].isdigit():
                    continue
                longest = (" ".join(words[index : index + count]) for count in (3, 1))
                answer = next((a for part in longest if (a := _first_that_reads(step, part))), "")
                if answer:
                    yield _found(text, step, answer, number)


def _users(text: CalledText) -> Iterator[Found]:
    """A user as it is signed in with, TENANT||USER."""
    for step in text.guide.walk():
        for number, line in enumerate(text.lines) if step.splits_off else ():
            for word in line.split():
                if "||" in word and (answer := _first_that_reads(step, word)):
                    yield _found(text, step, answer, number)


def _people(text: CalledText) -> Iterator[Found]:
    """People by what they are called: behind it, or in the lines around it, as a signature has them."""
    named: set[str] = set()
    for number, called in enumerate(text.called):
        for one in called:
            if one.step.kind is not Kind.PEOPLE:
                continue
            person = _with_mail(one.value) or _signed(text, number)
            if person is not None:
                named.add(one.step.id)
                yield _found(text, one.step, format_people([person]), number)
    specialist = text.guide.contacts.get(ContactRole.SPECIALIST)
    if specialist is not None and specialist.id not in named and text.anywhere(Kind.PEOPLE) is specialist:
        for number, line in enumerate(text.lines):
            sender = next((s for s in _SENDERS if line.strip().casefold().startswith(s)), "")
            person = _with_mail(line.strip()[len(sender) :]) if sender else None
            if person is not None:
                yield _found(text, specialist, format_people([person]), number)
                return


def _with_mail(text: str) -> Contact | None:
    """The first person of a text, where an address stands with it."""
    if "@" not in text:
        return None
    head, at, tail = text.partition("@")
    end = next((i for i, c in enumerate(tail) if c.isspace() or c in "<>()[],;"), len(tail))
    closing = tail[end : end + 1] if tail[end : end + 1] in (">", ")", "]") else ""
    part = f"{head}{at}{tail[:end].rstrip('.')}{closing}"
    found = people(part.strip(" .,;:*_"))
    return next((person for person in found if person.mail), None)


def _signed(text: CalledText, number: int) -> Contact | None:
    """The person of a signature: a name, what they are, and an address beneath or above."""
    around = range(max(number - NEAR, 0), min(number + NEAR + 2, len(text.lines)))
    person = next((p for n in around if (p := _with_mail(text.lines[n]))), None)
    if person is None or person.name:
        return person
    above = [line.strip(" ,*_") for line in text.lines[max(number - NEAR, 0) : number] if line.strip()]
    name = above[-1] if above else ""
    is_name = 2 <= len(name.split()) <= 5 and not any(c.isdigit() or c in "@:/" for c in name)
    return person._replace(name=name) if is_name else person


def _dates(text: CalledText) -> Iterator[Found]:
    """Dates of calls: of the one that is spoken of there, else of the first that the text speaks of."""
    for number, line in enumerate(text.lines):
        plain, offset = folded(line), 0
        for _each in range(_DATES_AT_MOST):
            where = where_written(plain[offset:])
            if where is None:
                break
            start, end = where[0] + offset, where[1] + offset
            step = text.near(number, start, Kind.SCHEDULE) or text.anywhere(Kind.SCHEDULE)
            if step is not None and (answer := _date(step, line, start, end)):
                yield _found(text, step, answer, number)
            offset = end


def _date(step: Step, line: str, start: int, end: int) -> str:
    """The date with as many of the words around it as make it whole; one without a zone as it stands."""
    before, behind = line[:start].split(), line[end:].split()
    short = ""
    for after in range(min(_WORDS_AFTER, len(behind)), -1, -1):
        for front in range(min(_WORDS_BEFORE, len(before)) + 1):
            words = (*before[len(before) - front :], line[start:end], *behind[:after])
            part = " ".join(words).replace(" ,", ",").strip(" .,;")
            reading = read(step, part, {})
            if reading.value and not reading.errors:
                return part
            if not short and any(found.rule == "schedule_no_zone" for found in reading.errors):
                short = part
    return short


def _confirmed(text: CalledText) -> Iterator[Found]:
    """What the text's mere existence says, such as that a welcome e-mail has come."""
    for number, called in enumerate(text.called):
        for one in called:
            if one.step.kind is Kind.CONFIRM:
                yield _found(text, one.step, "yes", number)


def with_accepted(accepted: Sequence[Found], draft: Draft) -> Draft:
    """The draft with what was accepted as its answers, kept as they are meant."""
    guide = load_guide()
    for one in accepted:
        draft = answered(draft, one.step, as_meant(guide.steps[one.step], one.answer), draft.changed)
    return with_user_apart(draft, draft.changed)
