"""The CMiC version and its patch: numbers are compared as numbers, so R9 is older than R12."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import doubt, echoed, error, info, outcome, too_long

OLDEST_MAJOR: Final = 12
"""The guide asks for “Version R12 or higher”; no higher one is known."""
API_SECURITY_PATCH: Final = 19
"""The patch that brought role-based API Security (CMiC's reference, “API Security”)."""
PATCH_AT_MOST: Final = 99
_LENGTH_AT_MOST: Final = 100

_PATCH_WORD: Final = r"(?:patch|parche|p)[ #.:-]?"
_PATCH_NUMBER: Final = r"([0-9]{1,3})(?:[-.]([0-9]{1,2}))?"
_VERSION: Final = (
    r"(?:cmic ?)?(?:version|versión|release)? ?([rv]?) ?([0-9]{1,3})(?:x|(?:\.(?:[0-9]{1,4}|x)){1,4})?"
    rf"(?:(?: ?[-–,] ?| ?\( ?| ?)(?:{_PATCH_WORD} ?)(?=[0-9]){_PATCH_NUMBER} ?\)?| ?[-–] ?{_PATCH_NUMBER})?"
)
_OLD_WITH_WORDS: Final = r"[rv] ?([0-9]{1,2})(?![0-9])"
_PATCH_ALONE: Final = rf"(?:{_PATCH_WORD} ?)?{_PATCH_NUMBER}"
_PATCH_OF_VERSION: Final = (
    rf"(?:[rv] ?[0-9]{{1,3}}(?:\.(?:[0-9]{{1,4}}|x))*(?: ?[-–,] ?| )(?:{_PATCH_WORD} ?)?|12-(?=0))"
    rf"{_PATCH_NUMBER}"
)


def version(_step: Step, text: str, _values: Values) -> Reading:
    """Read a version such as `R12`, `V12-020` or `R12 Patch 20`; parts: `major`, `patch`, `minor`."""
    bare = " ".join(text.split())
    if long := too_long(bare, _LENGTH_AT_MOST):
        return outcome("", [long])
    found = re.fullmatch(_VERSION, bare, re.IGNORECASE)
    if found is None:
        return _unread(bare)
    major = int(found[2])
    patch, minor = found[3] or found[5] or "", _minor(found[4] or found[6])
    if major < OLDEST_MAJOR:
        return outcome("", [_too_old(major)])
    if patch and not 1 <= int(patch) <= PATCH_AT_MOST:
        return outcome("", [_no_patch(patch)])
    findings: list[Finding] = []
    value = f"R{major}" + (f" Patch {int(patch)}" if patch else "") + (f"-{minor}" if minor else "")
    if major > OLDEST_MAJOR:
        findings.append(_unknown_major(major, minor or patch))
    if value != bare:
        findings.append(info("version_read", _("Read as {version}.").format(version=value)))
    findings.extend(_api_security(patch))
    parts = {"major": str(major), "patch": str(int(patch)) if patch else "", "minor": minor}
    return outcome(value, findings, {name: part for name, part in parts.items() if part})


def patch(_step: Step, text: str, _values: Values) -> Reading:
    """Read a patch from 1 to 99, also out of `V12-020`, `Patch 19` or `21-2`; the value is the number."""
    bare = " ".join(text.split())
    if long := too_long(bare, _LENGTH_AT_MOST):
        return outcome("", [long])
    found = re.fullmatch(_PATCH_OF_VERSION, bare, re.IGNORECASE) or re.fullmatch(
        _PATCH_ALONE, bare, re.IGNORECASE
    )
    if found is None:
        sentence = _("“{text}” is not a patch number. Type a number from 1 to {most}, such as 20.")
        return outcome("", [error("patch_unread", sentence.format(text=echoed(bare), most=PATCH_AT_MOST))])
    number = int(found[1])
    if not 1 <= number <= PATCH_AT_MOST:
        return outcome("", [_no_patch(found[1])])
    findings: list[Finding] = []
    if str(number) != bare:
        findings.append(info("patch_read", _("Read as Patch {patch}.").format(patch=number)))
    findings.extend(_api_security(found[1]))
    parts = {"patch": str(number), "minor": _minor(found[2])}
    return outcome(str(number), findings, {name: part for name, part in parts.items() if part})


def _minor(digits: str | None) -> str:
    """The number behind a patch, as it is written; 0 and none are the same."""
    return (digits or "").lstrip("0")


def _unread(bare: str) -> Reading:
    old = re.match(_OLD_WITH_WORDS, bare, re.IGNORECASE)
    if old and int(old[1]) < OLDEST_MAJOR:
        return outcome("", [_too_old(int(old[1]))])
    only_patch = re.fullmatch(_PATCH_WORD + " ?" + _PATCH_NUMBER, bare, re.IGNORECASE)
    if only_patch:
        sentence = _("This names a patch, not the version. If yours is R12, write “{proposal}”.")
        proposal = f"R{OLDEST_MAJOR} Patch {int(only_patch[1])}"
        return outcome(bare, [doubt("version_only_patch", sentence.format(proposal=proposal), proposal)])
    sentence = _(
        "“{text}” can't be read as a CMiC version. Write it as R12 or R12 Patch 20; "
        "if you don't know it, ask your CMiC administrator or CMiC."
    )
    return outcome(bare, [doubt("version_unread", sentence.format(text=echoed(bare)))])


def _too_old(major: int) -> Finding:
    sentence = _(
        "The integration needs version R12 or higher; this is version {major}. Talk to CMiC about an upgrade."
    )
    return error("version_too_old", sentence.format(major=major))


def _unknown_major(major: int, minor: str) -> Finding:
    sentence = _(
        "No CMiC version above R12 is known to this wizard. If {major} is your patch, write “{proposal}”."
    )
    proposal = f"R{OLDEST_MAJOR}"
    if major <= PATCH_AT_MOST:
        proposal += f" Patch {major}" + (f"-{int(minor)}" if minor and int(minor) < 10 else "")
    return doubt("version_unknown", sentence.format(major=major, proposal=proposal), proposal)


def _no_patch(number: str) -> Finding:
    sentence = _("Patch {patch} does not exist: patches are numbered from 1 to {most}.")
    return error("patch_range", sentence.format(patch=int(number), most=PATCH_AT_MOST))


def _api_security(number: str) -> list[Finding]:
    if not number or int(number) < API_SECURITY_PATCH:
        return []
    sentence = _(
        "Since Patch 19 CMiC has API Security: once any API role exists there, the service user needs one "
        "that allows the endpoints Procore calls."
    )
    return [info("api_security", sentence)]
