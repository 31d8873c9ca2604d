"""Types and rules of the answers: looks up a step's rule, and reads what was typed by it."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Reading, Rule, Values
from cmic_wizard.profile.rules.address import ZERO_WIDTH, mobile_server_url
from cmic_wizard.profile.rules.asked import asked, says_asked
from cmic_wizard.profile.rules.codes import company_codes
from cmic_wizard.profile.rules.common import doubt, echoed, error, info, no_answer, outcome, plain, too_long
from cmic_wizard.profile.rules.day import day
from cmic_wizard.profile.rules.no_answer import is_consent, may_be_a_name, says_nothing
from cmic_wizard.profile.rules.password import password_findings
from cmic_wizard.profile.rules.people import Contact, as_sent, format_people, people, people_rule
from cmic_wizard.profile.rules.schedule import go_live_schedule, schedule
from cmic_wizard.profile.rules.service_user import service_user, split_user
from cmic_wizard.profile.rules.simple import check, checklist, choice, confirm, text, untyped, uuid
from cmic_wizard.profile.rules.tenant import tenant_id
from cmic_wizard.profile.rules.version import patch, version
from cmic_wizard.struct import replace
from cmic_wizard.text import hidden, visible, without_joiners

__all__ = [
    "RULES",
    "Contact",
    "as_sent",
    "format_people",
    "normal",
    "password_findings",
    "people",
    "read",
    "split_user",
]

RULES: Final[dict[str, Rule]] = {
    "version": version,
    "patch": patch,
    "url": mobile_server_url,
    "mobile_server_url": mobile_server_url,
    "tenant_id": tenant_id,
    "codes": company_codes,
    "company_codes": company_codes,
    "service_user": service_user,
    "uuid": uuid,
    "schedule": schedule,
    "day": day,
    "go_live_schedule": go_live_schedule,
    "people": people_rule,
    "text": text,
    "choice": choice,
    "confirm": confirm,
    "checklist": checklist,
    "check": check,
    "info": confirm,
    "secret": untyped,
    "computed": untyped,
}
"""Every rule by the name that a step gives; the kinds' names are the rules of steps that give none."""

_WITHOUT_SPACES: Final = frozenset(
    {"url", "mobile_server_url", "codes", "company_codes", "tenant_id", "service_user", "version", "patch"}
)
"""Rules that read something in which an invisible character was never meant."""
_NAMES: Final = frozenset({"codes", "company_codes", "tenant_id", "service_user"})
"""Rules that read names, which somebody may really have called “TEST” or “NA”."""

_AFFIRMED: Final = frozenset({"confirm", "choice", "checklist", "check", "info"})
"""Rules of what a bare yes or no may answer, or that say themselves what is wrong with it."""

ANSWER_AT_MOST: Final = 20_000
"""Characters of any answer; what is longer is not looked at."""
_WRITTEN_OUT: Final = r"<U\+([0-9A-F]{4,6})>"
"""A hidden character as a profile's file keeps it."""


def read(step: Step, text: str, values: Values) -> Reading:
    """Read an answer by its step's rule, in the light of the other values; never fails."""
    if not text:
        return outcome("")
    if long := too_long(text, ANSWER_AT_MOST):
        return outcome("", [long])
    rule = RULES[step.reads]
    bare = _trimmed(re.sub(_WRITTEN_OUT, _character, text) if "<U+" in text else text)
    findings = []
    if step.reads in _WITHOUT_SPACES and any(character in bare for character in ZERO_WIDTH):
        bare = _trimmed(bare.translate(dict.fromkeys(map(ord, ZERO_WIDTH))))
        findings.append(info("zero_width", _("Invisible characters were left out.")))
    if not bare:
        sentence = _("This answer contains only spaces. Type a value, or clear the field.")
        return outcome("", [error("blank", sentence)])
    if culprit := _hidden_in(bare):
        sentence = _(
            "A hidden character, {character}, is in this answer. Delete it, or type the answer again."
        )
        return outcome("", [error("hidden_character", sentence.format(character=visible(culprit)))])
    if step.cmic_asked and says_asked(bare):
        return outcome("", [asked()])
    if not _offered(step, bare) and _says_nothing(step, bare):
        if unanswered := _unanswered(step, bare):
            return unanswered
        sentence = _("“{text}” looks like a stand-in. Confirm it if it is really meant, or correct it.")
        findings.append(doubt("stand_in", sentence.format(text=echoed(bare))))
        reading = rule(step, bare, values)
        findings += [replace(finding, proposal="") for finding in reading.findings]
        return outcome(reading.value, findings, reading.parts)
    reading = rule(step, bare, values)
    if reading.value not in ("", bare) and _says_nothing(step, reading.value):
        return reading if _offered(step, reading.value) else read(step, reading.value, values)
    return outcome(reading.value, [*reading.findings, *findings], reading.parts) if findings else reading


def _offered(step: Step, text: str) -> bool:
    """Whether the step itself offers a text as an answer or knows what it means, or takes none at all."""
    if step.option(text.casefold()) is not None or step.kind in (Kind.SECRET, Kind.COMPUTED):
        return True
    words = plain(text)
    return bool(words) and any(words in map(plain, option.means) for option in step.options)


def _says_nothing(step: Step, text: str) -> bool:
    """Whether a text is no answer to the step: a bare yes or no answers only what can be affirmed."""
    if step.reads in _AFFIRMED:
        return says_nothing(text)
    return is_consent(text) or says_nothing(text, prose=step.reads == Kind.TEXT)


def _unanswered(step: Step, text: str) -> Reading | None:
    """The reading of words that are no answer; None where the step asks for a name, and they may be one."""
    if undecided := next((option for option in step.options if option.undecided), None):
        sentence = _("Read as “{option}”.").format(option=_(undecided.title))
        return outcome(undecided.id, [info("choice_undecided", sentence)])
    if step.reads in _NAMES and may_be_a_name(text):
        return None
    return outcome("", [no_answer(step, text)])


def normal(step: Step, text: str, values: Values) -> str:
    """The normalised value of an answer; "" where it is wrong."""
    return read(step, text, values).value


def _trimmed(text: str) -> str:
    """Without white space around it; controls stay, for they are wrong by rule."""
    start, end = 0, len(text)
    while start < end and _is_space(text[start]):
        start += 1
    while end > start and _is_space(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_space(character: str) -> bool:
    return character in " \t\r\n" or (character.isspace() and not hidden(character))


def _hidden_in(text: str) -> str:
    """The first hidden character; "" where there is none."""
    if visible(text) is text:
        return ""
    return next((character for character in without_joiners(text) if hidden(character)), "")


def _character(found: re.Match[str]) -> str:
    """The hidden character that was written out; anything else stays as it is."""
    code = int(found[1], 16)
    if code > 0x10FFFF or not hidden(chr(code)):
        return found[0]
    return chr(code)
