"""People as `Name <mail@host>`, separated by semicolons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from cmic_wizard.bounds import MAIL_AT_MOST
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import doubt, echoed, info, listed, no_answer, outcome, too_long
from cmic_wizard.profile.rules.no_answer import says_nothing

_ATOM: Final = r"[^@\s<>,;:\"()\[\].]+"
MAIL_SHAPE: Final = rf"{_ATOM}(?:\.{_ATOM})*@(?:[^@\s<>,;:\"()\[\].]+\.)+[^@\s<>,;:\"()\[\].]{{2,}}"
_PIECE: Final = r"[^\s<>()\[\],;:\"“”„]+"
_ADDRESS: Final = r"(?<![^\s<>()\[\],;:\"“”„])([^\s<>()\[\],;:\"“”„]+@[^\s<>()\[\],;:\"“”„]*)"
"""What is meant as an address, well formed or not."""
_MAILTO: Final = r"(?i)\bmailto:"
_LABEL: Final = (
    r"(?i)\b(?:from|to|cc|bcc|cco|de|para|name|nombre|e-?mail(?: address)?|mail|contact|contacto"
    r"|correo(?: electr[oó]nico)?)\s*[:=]"
)
"""What stands in front of a name or an address in e-mails and forms, and belongs to neither."""
_OF_SEVERAL: Final = r"(?i)\s(?:and|&|\+)\s|\s/\s|\A(\S+)\s[ye]\s(\S+)\Z|\A(\S+ \S+)\s[ye]\s(\S+ \S+)\Z"
"""A name that joins two; one of a single person may have an “y” in it, but not in its middle."""
_UNREAD_BOX: Final = (
    r"(?i)(?:do[-_.]?not[-_.]?reply|no[-_.]?reply|no[-_.]?responder|mailer-daemon|postmaster)[^@]*@.*"
)
_NO_BOX: Final = r"[/\\?&=|]"
"""Signs of a web address or a path; the letters of RFC 5322 allow some, but nobody has them."""
_DECORATION: Final = r"[<>\"“”„\[\]]|\(\s*\)"
_JOINING: Final = r"\A[\s,·|/&+-]*(?:(?i:and|y|e)\b(?=\s)|[,·|/&+-])\s*|(?<![\s,·|/&-])[\s,·|/&-]+\Z"
"""What stands between two people and belongs to neither."""
_APART: Final = r"[\s)\]>]*(?:[,/|&]|(?i:and|y)\b)"
_LENGTH_AT_MOST: Final = 5000


class Contact(NamedTuple):
    """A person as typed; either part may be empty, not both."""

    name: str
    mail: str


def people(text: str) -> list[Contact]:
    """The people of an answer, in order; never fails, for a wrong address is doubted and kept."""
    listed_people = (person for entry in re.split(r"[;\n]", text) for person in _of_entry(entry))
    found = [person._replace(name=_unenclosed(person.name)) for person in listed_people]
    return [person for person in found if person.name or person.mail]


def format_people(listed_people: Sequence[Contact]) -> str:
    """The answer that `people` reads as these."""
    return "; ".join(_written(person) for person in listed_people)


def people_rule(step: Step, text: str, _values: Values) -> Reading:
    """Read people; a missing name or a doubtful address is warned of."""
    found = people(text)
    if not found:
        return outcome("", [no_answer(step, text)])
    if long := too_long(value := format_people(found), _LENGTH_AT_MOST):
        return outcome("", [long])
    findings: list[Finding] = []
    if len(found) > 1 and len(found) != len([entry for entry in text.split(";") if entry.strip()]):
        names = [person.name or person.mail for person in found]
        sentence = _("Read as {count} people: {names}.")
        findings.append(info("people_several", sentence.format(count=len(found), names=listed(names))))
    if odd := [person.mail for person in found if person.mail and not _is_mail(person.mail)]:
        sentence = _("This does not look like an e-mail address: {mails}.")
        findings.append(doubt("people_mail", sentence.format(mails=listed(odd))))
    findings.extend(_doubted(found))
    if foreign := [person.mail for person in found if not person.mail.partition("@")[0].isascii()]:
        sentence = _(
            "{mails} has letters outside A to Z before the “@”, and many mail programs can't send to that. "
            "Check it."
        )
        findings.append(doubt("people_mail_letters", sentence.format(mails=listed(foreign))))
    for person in found:
        if (sent := as_sent(person.mail)) != person.mail:
            sentence = _("In e-mails, {mail} is written {sent}; it is the same address.")
            both = {"mail": echoed(person.mail), "sent": echoed(sent)}
            findings.append(info("people_domain", sentence.format(**both)))
    if unreachable := [person.name for person in found if not person.mail]:
        sentence = _("The e-mail address of {names} is missing: add it.")
        findings.append(doubt("people_mail_missing", sentence.format(names=listed(unreachable))))
    if nameless := [
        person.mail for person in found if person.mail and (not person.name or says_nothing(person.name))
    ]:
        sentence = _("The name of {mails} is missing: add it.")
        findings.append(doubt("people_name", sentence.format(mails=listed(nameless))))
    return outcome(value, findings)


def _is_mail(mail: str) -> bool:
    if len(mail) > MAIL_AT_MOST:
        return False
    return re.fullmatch(MAIL_SHAPE, mail) is not None and not re.search(_NO_BOX, mail)


def _doubted(found: Sequence[Contact]) -> list[Finding]:
    """What looks like an address and a name, but reaches nobody, or but one of two people."""
    findings = []
    if unread := [person.mail for person in found if re.fullmatch(_UNREAD_BOX, person.mail)]:
        sentence = _("Nobody reads what is sent to {mails}. Give the address of a person.")
        findings.append(doubt("people_mail_unread", sentence.format(mails=listed(unread))))
    if joined := [person.name for person in found if person.mail and re.search(_OF_SEVERAL, person.name)]:
        sentence = _("{names} seems to be more than one person with a single address. Give each their own.")
        findings.append(doubt("people_joined", sentence.format(names=listed(joined))))
    return findings


def as_sent(mail: str) -> str:
    """An address with its domain in the letters that mail servers know (IDNA); it is the same domain."""
    local, at, domain = mail.rpartition("@")
    return local + at + ".".join(map(_in_dns, domain.split("."))) if at and not domain.isascii() else mail


def _in_dns(label: str) -> str:
    """A part of a domain as DNS has it; the older IDNA makes another of some, “strasse” of “straße”."""
    small = unicodedata.normalize("NFC", label.lower())
    if label.isascii() or not all(character.isalnum() or character == "-" for character in small):
        return label
    return "xn--" + small.encode("punycode").decode("ascii")


def _of_entry(entry: str) -> list[Contact]:
    """The people between two semicolons: each address takes the name before it, a lone one all the rest."""
    found = [*re.finditer(_ADDRESS, entry, re.IGNORECASE)]
    if not found:
        bracketed = re.fullmatch(r"([^<]*)<([^<>]*)(?:>([^<>]*))?", entry)
        mail = _name(bracketed[2]) if bracketed else ""
        return [Contact(_name(f"{bracketed[1]} {bracketed[3] or ''}" if bracketed else entry), mail)]
    named: list[Contact] = []
    start = 0
    for match in found:
        name, mail = _between(entry[start : match.start()]), match[1].rstrip(".")
        start = match.end()
        if not named or name or named[-1].mail.casefold() != mail.casefold():
            named.append(Contact(name, mail))
    return _with_rest(named, entry[start:])


def _with_rest(named: list[Contact], rest: str) -> list[Contact]:
    """The people of an entry with what stands behind the last address: one more name, or more of the last."""
    behind = _between(rest)
    if not behind:
        return named
    last = named[-1]
    if last.name and re.match(_APART, rest) and re.search(r"[^\W\d_]", behind):
        return [*named, Contact(behind, "")]
    return [*named[:-1], Contact(_name(f"{last.name} {behind}"), last.mail)]


def _between(text: str) -> str:
    """What stands beside an address, without what joins and encloses."""
    return _name(re.sub(_JOINING, "", _name(re.sub(r"\A[\s)\]>]+|(?<![\s(\[<])[\s(\[<]+\Z", " ", text))))


def _name(text: str) -> str:
    bare = re.sub(_MAILTO, " ", re.sub(_LABEL, " ", re.sub(_DECORATION, " ", text)))
    return " ".join(word for word in bare.split() if word not in (".", ":")).strip(" ,:")


def _unenclosed(name: str) -> str:
    """A name without quotes or brackets around it all, as mail programs write some; signs alone are none."""
    found = re.fullmatch(r"'([^']*)'|\(([^()]*)\)", name)
    bare = (found[1] or found[2] or "").strip(" ,:") if found else name.rstrip("([<, :").lstrip(")]>, :")
    return bare if any(map(str.isalnum, bare)) else ""


def _written(person: Contact) -> str:
    if not person.mail:
        return person.name
    if person.name or not ("@" in person.mail[1:] and re.fullmatch(_PIECE, person.mail)):
        return f"{person.name} <{person.mail}>".lstrip()
    return person.mail
