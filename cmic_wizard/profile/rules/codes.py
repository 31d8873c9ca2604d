"""CMiC company codes: texts of at most eight characters, never numbers, for `001` is not `1`."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import doubt, error, listed, outcome, warning

LENGTH_AT_MOST: Final = 8
"""Characters of a code (CMiC's API reference: JcatCompCode, “Data Length 8”)."""
_PROCORE_ID: Final = r"[0-9]{9,}"


def company_codes(_step: Step, text: str, _values: Values) -> Reading:
    """Read codes separated by commas; the value holds each once, in order, joined by commas."""
    typed = [code for part in text.split(",") if (code := part.strip())]
    codes = list(dict.fromkeys(typed))
    findings = _errors(codes, text) or _warnings(codes)
    if len(codes) < len(typed):
        twice = [code for code in codes if typed.count(code) > 1] if len(typed) < 1000 else codes[:1]
        sentence = _("Given more than once and counted once: {codes}.")
        findings.append(warning("codes_duplicate", sentence.format(codes=listed(twice))))
    value = ",".join(codes)
    return outcome(value, findings)


def _errors(codes: list[str], text: str) -> list[Finding]:
    findings: list[Finding] = []
    if divided := [code for code in codes if re.search(r"[\s;]", code)]:
        sentence = _("Separate company codes by commas; a code itself has neither spaces nor “;”: {codes}.")
        proposal = ",".join(filter(None, re.split(r"[\s;,]+", text)))
        findings.append(error("codes_separator", sentence.format(codes=listed(divided)), proposal))
    whole = [code for code in codes if code not in set(divided)]
    if numbers := [code for code in whole if re.fullmatch(_PROCORE_ID, code)]:
        sentence = _(
            "Is this the Procore company ID? A CMiC company code has at most {most} characters: {codes}. "
            "In CMiC it stands under General Ledger, Setup, Maintain Companies."
        )
        findings.append(
            error("codes_procore_id", sentence.format(most=LENGTH_AT_MOST, codes=listed(numbers)))
        )
    if long := [code for code in whole if len(code) > LENGTH_AT_MOST and code not in set(numbers)]:
        sentence = _("A CMiC company code has at most {most} characters: {codes}.")
        findings.append(error("codes_length", sentence.format(most=LENGTH_AT_MOST, codes=listed(long))))
    return findings


def _warnings(codes: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    if odd := [code for code in codes if not re.fullmatch(r"[A-Za-z0-9]+", code)]:
        sentence = _("Company codes usually have only letters A to Z and digits; check {codes}.")
        findings.append(doubt("codes_character", sentence.format(codes=listed(odd))))
    if small := [code for code in codes if code != code.upper()]:
        sentence = _("Company codes are usually written in capitals; check {codes}.")
        findings.append(warning("codes_case", sentence.format(codes=listed(small)), ",".join(codes).upper()))
    return findings
