"""People as `Name <mail@host>`, separated by semicolons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import doubt, listed, outcome, too_long

_MAIL: Final = r"[^@\s<>,;:\"()\[\]]+@(?:[^@\s<>,;:\"()\[\].]+\.)+[^@\s<>,;:\"()\[\].]{2,}"
_DECORATION: Final = r"[<>\"“”„]"
_LENGTH_AT_MOST: Final = 5000


class Person(NamedTuple):
    """A person as typed; either part may be empty, not both."""

    name: str
    mail: str


def people(text: str) -> list[Person]:
    """The people of an answer, in order; never fails, for a wrong address is warned of and kept."""
    found = (_person(entry) for entry in text.split(";"))
    return [person for person in found if person.name or person.mail]


def format_people(listed_people: Sequence[Person]) -> str:
    """The answer that `people` reads as these."""
    return "; ".join(_written(person) for person in listed_people)


def people_rule(_step: Step, text: str, _values: Values) -> Reading:
    """Read people; a missing name or a doubtful address is warned of."""
    found = people(text)
    if long := too_long(value := format_people(found), _LENGTH_AT_MOST):
        return outcome("", [long])
    findings: list[Finding] = []
    if odd := [person.mail for person in found if person.mail and not re.fullmatch(_MAIL, person.mail)]:
        sentence = _("This does not look like an e-mail address: {mails}. Separate several people by “;”.")
        findings.append(doubt("people_mail", sentence.format(mails=listed(odd))))
    if unreachable := [person.name for person in found if not person.mail]:
        sentence = _("The e-mail address of {names} is missing. Write it in angle brackets after the name.")
        findings.append(doubt("people_mail_missing", sentence.format(names=listed(unreachable))))
    if nameless := [person.mail for person in found if not person.name]:
        sentence = _(
            "The name of {mails} is missing. Write it before the address, which then stands in angle "
            "brackets."
        )
        findings.append(doubt("people_name", sentence.format(mails=listed(nameless))))
    return outcome(value, findings)


def _person(entry: str) -> Person:
    name, bracket, rest = entry.partition("<")
    if bracket:
        mail, _close, behind = rest.partition(">")
        if _mail(mail):
            return Person(_name(f"{name} {behind}"), _mail(mail))
    words = re.sub(_DECORATION, " ", entry).split()
    address = next((word for word in reversed(words) if "@" in word), "")
    if address:
        words.reverse()
        words.remove(address)
        words.reverse()
    return Person(_name(" ".join(words)), _mail(address))


def _name(text: str) -> str:
    return " ".join(re.sub(_DECORATION, " ", text).split())


def _mail(text: str) -> str:
    mail = re.sub(r"(?i)^(?:\s*mailto:)+", "", re.sub(_DECORATION, " ", text))
    return " ".join(mail.split())


def _written(person: Person) -> str:
    if not person.mail:
        return person.name
    if person.name or "@" not in person.mail or " " in person.mail:
        return f"{person.name} <{person.mail}>".lstrip()
    return person.mail
