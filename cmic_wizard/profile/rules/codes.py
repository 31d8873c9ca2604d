"""CMiC company codes: texts of at most eight characters, never numbers, for `001` is not `1`."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import (
    QUOTES,
    doubt,
    error,
    info,
    listed,
    no_answer,
    outcome,
    plain,
    warning,
)
from cmic_wizard.profile.rules.no_answer import says_nothing

LENGTH_AT_MOST: Final = 8
"""Characters of a code (CMiC's API reference: JcatCompCode, “Data Length 8”)."""
_PROCORE_ID: Final = r"[0-9]{9,}"
_JOINING: Final = frozenset({"y", "e", "and", "&", "+", "/", "-"})
"""What people write between the last two codes."""
_NO_CODES: Final = frozenset({
    *("all", "both", "each", "every", "many", "one", "only", "several", "some", "two"),
    *("we", "have", "our", "the", "are", "is", "code", "codes", "company", "companies"),
    *("todas", "todos", "ambas", "ambos", "cada", "muchas", "una", "varias", "dos", "tenemos"),
    *("nuestro", "son", "es", "los", "las", "codigo", "codigos", "empresa", "empresas"),
})  # fmt: skip
"""Words of a sentence about the companies, such as how many there are, instead of their codes."""


def company_codes(step: Step, text: str, _values: Values) -> Reading:
    """Read codes separated by commas; the value holds each once, in order, joined by commas."""
    bare = [part.strip() for part in text.split(",")]
    typed = [code for part in bare if (code := _unquoted(part))]
    if not typed:
        return outcome("", [no_answer(step, text)])
    codes = list(dict.fromkeys(typed))
    findings = _errors(codes) or _warnings(codes)
    if typed != [part for part in bare if part]:
        findings.append(info("codes_quotes", _("Quotes around the codes were left out.")))
    if len(codes) < len(typed):
        twice = [code for code in codes if typed.count(code) > 1] if len(typed) < 1000 else codes[:1]
        sentence = _("Given more than once and counted once: {codes}.")
        findings.append(warning("codes_duplicate", sentence.format(codes=listed(twice))))
    value = ",".join(codes)
    return outcome(value, findings)


def _unquoted(part: str) -> str:
    """A code without quotes, or the formula with which a spreadsheet keeps it a text, such as ="001"."""
    return part.removeprefix("=" if part[1:2] in QUOTES else "").strip(QUOTES).strip()


def _errors(codes: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    if divided := [code for code in codes if re.search(r"[\s;]", code)]:
        proposal = _parted(codes)
        sentence = (
            _("Separate company codes by commas; a code itself has neither spaces nor “;”: {codes}.")
            if proposal
            else _("Give the codes alone, such as 001,ACME01, without any other words: {codes}.")
        )
        findings.append(error("codes_separator", sentence.format(codes=listed(divided)), proposal))
    whole = [code for code in codes if code not in set(divided)]
    if numbers := [code for code in whole if re.fullmatch(_PROCORE_ID, code)]:
        sentence = _(
            "Is this the Procore company ID? A CMiC company code has at most {most} "
            "characters: {codes}. In CMiC you find it under General Ledger, Setup, Maintain "
            "Companies."
        )
        findings.append(
            error("codes_procore_id", sentence.format(most=LENGTH_AT_MOST, codes=listed(numbers)))
        )
    if long := [code for code in whole if len(code) > LENGTH_AT_MOST and code not in set(numbers)]:
        sentence = _("A CMiC company code has at most {most} characters: {codes}.")
        findings.append(error("codes_length", sentence.format(most=LENGTH_AT_MOST, codes=listed(long))))
    return findings


def _parted(codes: list[str]) -> str:
    """The codes that are separated by something else than commas; "" where they may be a sentence."""
    pieces = [piece.strip(QUOTES) for code in codes for piece in re.split(r"[\s;]+", code)]
    parted = [piece for piece in pieces if piece and piece.casefold() not in _JOINING]
    fit = all(re.fullmatch(r"[A-Za-z0-9]{1,8}", piece) and not _is_word(piece) for piece in parted)
    numbered = all(re.search(r"[0-9]", piece) for piece in parted)
    return ",".join(dict.fromkeys(parted)) if fit and numbered else ""


def _is_word(code: str) -> bool:
    return plain(code) in _NO_CODES


def _names_among(codes: list[str]) -> list[str]:
    """Codes of letters alone among others that have digits: the second column of a table, as a rule."""
    lettered = [code for code in codes if not re.search(r"[0-9]", code)]
    return [code for code in lettered if re.search(r"[^\W\d_]", code)] if len(lettered) < len(codes) else []


def _warnings(codes: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    if words := [code for code in codes if _is_word(code)]:
        sentence = _("Name the codes themselves, such as 001, not how many there are: {codes}.")
        findings.append(doubt("codes_word", sentence.format(codes=listed(words))))
    if unsaid := [code for code in codes if says_nothing(code)] if len(codes) > 1 else []:
        sentence = _("{codes} stands for no code here. Leave it out, or name the code.")
        findings.append(doubt("codes_stand_in", sentence.format(codes=listed(unsaid))))
    elif named := _names_among(codes):
        sentence = _("Are these names of companies? Give their codes alone: {codes}.")
        findings.append(doubt("codes_names", sentence.format(codes=listed(named))))
    if odd := [code for code in codes if not re.fullmatch(r"[A-Za-z0-9]+", code)]:
        sentence = _("Company codes usually have only letters A to Z and digits; check {codes}.")
        findings.append(doubt("codes_character", sentence.format(codes=listed(odd))))
    if small := [code for code in codes if code != code.upper()]:
        sentence = _("Company codes are usually written in capitals; check {codes}.")
        findings.append(warning("codes_case", sentence.format(codes=listed(small)), ",".join(codes).upper()))
    return findings
