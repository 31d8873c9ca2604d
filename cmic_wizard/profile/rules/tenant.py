"""The tenant ID, which CMiC's login page calls Client ID."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import (
    bared,
    behind_label,
    beside,
    doubt,
    echoed,
    error,
    outcome,
    too_long,
    warning,
)

UUID_SHAPE: Final = r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}"
_LABELS: Final = re.compile(
    r"(?:cmic )?(?:client|tenant|cliente|inquilino)(?: ?id)?|id (?:del? )?(?:cliente|inquilino|tenant)",
    re.IGNORECASE,
)
"""What people call a tenant ID in front of it."""
_OTHER_NAMES: Final = (
    r"nova|atlas|prod(?:uction|uccion|ucción)?|test|cmic(?:prod|prd|test|train|conv|uat|dev|[0-9]*)|procore"
    r"|(?:tenant|client|cliente|inquilino)[ _-]?(?:id)?|oracle|cloud|same|mismo"
)
"""Names of systems, environments and of the field itself, which people put in the place of the tenant ID."""
_PLAIN: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
FORBIDDEN: Final = r"[\s|:]"
"""White space, and what separates tenant, user and password."""
_LENGTH_AT_MOST: Final = 200


def tenant_id(step: Step, text: str, values: Values) -> Reading:
    """Read a tenant ID; it is kept as typed, for neither its letters nor its case are documented by CMiC."""
    if long := too_long(text, _LENGTH_AT_MOST):
        return outcome("", [long])
    findings: list[Finding] = []
    if re.search(FORBIDDEN, text):
        sentence = _(
            "A tenant ID has no spaces and neither “|” nor “:”. Type only the Client ID of the login page."
        )
        before = text.partition("||")[0].strip() if "||" in text else behind_label(text, _LABELS)
        findings.append(error("tenant_character", sentence, "" if re.search(FORBIDDEN, before) else before))
    findings.extend(_mistaken(text, beside(step, "companies", values)))
    if not findings and text != text.upper():
        sentence = _("Tenant IDs are usually written in capitals; check whether yours is “{proposal}”.")
        findings.append(warning("tenant_case", sentence.format(proposal=echoed(text.upper())), text.upper()))
    findings.extend(_not_for(beside(step, "hosting", values)))
    return outcome(text, findings)


def _mistaken(text: str, companies: str) -> list[Finding]:
    """What was probably typed in its place."""
    if re.fullmatch(UUID_SHAPE, text):
        sentence = _(
            "This looks like an ID of Microsoft Entra. CMiC's tenant ID is the short word that its login "
            "page "
            "calls Client ID."
        )
        return [doubt("tenant_uuid", sentence)]
    if "@" in text:
        sentence = _(
            "This looks like an e-mail address. CMiC's tenant ID is the short word that its login page calls "
            "Client ID."
        )
        return [doubt("tenant_mail", sentence)]
    if re.match(r"https?:", text, re.IGNORECASE) or re.fullmatch(
        r"[^\s/]+\.[A-Za-z]{2,}(?:[:/](?s:.*))?", text
    ):
        sentence = _(
            "This looks like a web address. CMiC's tenant ID is the short word that its login page calls "
            "Client ID."
        )
        return [doubt("tenant_url", sentence)]
    if text.casefold() in companies.casefold().split(","):
        sentence = _("“{text}” is also given as a company code. They are two different values; check both.")
        return [doubt("tenant_is_company_code", sentence.format(text=echoed(text)))]
    if re.fullmatch(_OTHER_NAMES, text, re.IGNORECASE):
        sentence = _(
            "“{text}” is rather the name of a system, of an environment or of this field. The tenant ID is "
            "what you type as Client ID on CMiC's login page."
        )
        return [doubt("tenant_other_name", sentence.format(text=echoed(text)))]
    if not _is_plain(text) and not re.search(FORBIDDEN, text):
        sentence = _("A tenant ID is usually a word of letters A to Z and digits; check “{text}”.")
        meant = bared(text) if _is_plain(bared(text)) else ""
        return [doubt("tenant_odd", sentence.format(text=echoed(text)), meant)]
    return []


def _is_plain(text: str) -> bool:
    """Whether it is a word of letters A to Z and digits, with signs only between them."""
    return re.fullmatch(_PLAIN, text) is not None and re.search(r"[A-Za-z]", text) is not None


def _not_for(hosting: str) -> list[Finding]:
    if hosting == "on_premise":
        sentence = _(
            "CMiC on a company's own servers normally has no tenant ID. If its login page does not ask for "
            "one, clear this."
        )
        return [warning("tenant_on_premise", sentence)]
    if hosting == "hosted":
        sentence = _(
            "A CMiC that is hosted for one company alone rarely has a tenant ID. Keep it only if its "
            "login page asks for one."
        )
        return [warning("tenant_hosted", sentence)]
    return []
