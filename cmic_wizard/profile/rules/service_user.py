"""The CMiC service user, alone or as `TENANT||USER`, which is how CMiC's cloud writes a login."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import (
    bared,
    behind_label,
    doubt,
    echoed,
    error,
    info,
    listed,
    outcome,
    too_long,
    warning,
)

LENGTH_AT_MOST: Final = 30
"""Characters of a user name (CMiC's User Maintenance); a login name may be an e-mail and longer."""
_ANSWER_AT_MOST: Final = 500
_WORDS_OF_A_SENTENCE: Final = 3
_LABEL: Final = (
    r"(?:cmic |procore |service |api )?(?:user(?: ?name| ?id)?|login|account)"
    r"|(?:nombre de )?usuario(?: de servicio| de cmic| cmic| api)?|cuenta(?: de servicio)?"
)
"""What people call a service user in front of it."""
_LABELS: Final = re.compile(_LABEL, re.IGNORECASE)
_NO_NAMES: Final = rf"{_LABEL}|(?:pass(?:word|wd)?|contraseña|clave|client ?id|tenant(?: ?id)?|name|nombre)"
"""Words for this field or the ones beside it, which people leave standing instead of the name."""
_PLAIN: Final = r"[A-Za-z0-9_$#](?:[A-Za-z0-9_.@$#|+-]*[A-Za-z0-9_$#])?"
_SERVICE_WORDS: Final = (
    "svc", "service", "servicio", "api", "procore", "integra", "erp", "cmic", "user", "usr", "usuario",
    "sync", "sys", "app", "bot", "admin", "interfa", "xchange", "account", "cuenta", "connect", "link",
)  # fmt: skip


def split_user(text: str) -> tuple[str, str] | None:
    """Tenant and user of `TENANT||USER`; None where it has not exactly that form."""
    tenant, bars, user = (piece.strip() for piece in text.partition("||"))
    return (tenant, user) if bars and tenant and user and "|" not in tenant + user else None


def service_user(step: Step, text: str, values: Values) -> Reading:
    """Read a service user; parts: `user`, and `tenant` where it was given before `||`."""
    if long := too_long(text, _ANSWER_AT_MOST):
        return outcome("", [long])
    findings = _characters(text)
    pair = split_user(text)
    user, parts, value = text, {"user": text}, text
    if pair:
        tenant, user = pair
        value, parts = f"{tenant}||{user}", {"tenant": tenant, "user": user}
        findings.append(_tenant(tenant, user, values.get(step.splits_off, "")))
        if re.search(r"\s", tenant):
            findings.append(error("user_tenant_space", _("The tenant ID before “||” has no spaces.")))
    elif "||" in text:
        sentence = _(
            "Write the user alone, or tenant ID and user with “||” once between them: SOLUTIONS||PROCORE."
        )
        findings.append(error("user_split", sentence))
    elif "|" in text:
        proposal = re.sub(r"(?<!\s)\s*\|\s*", "||", text) if text.count("|") == 1 else ""
        sentence = _("Two bars, “||”, go between tenant ID and user; check whether that is what you mean.")
        findings.append(doubt("user_single_bar", sentence, proposal if split_user(proposal) else ""))
    findings.extend(_shape(user))
    tenant_beside = values.get(step.splits_off, "")
    if not pair and user.casefold() == tenant_beside.casefold():
        sentence = _("“{text}” is also given as tenant ID. They are two different values; check both.")
        findings.append(doubt("user_is_tenant", sentence.format(text=echoed(user))))
    return outcome(value, findings, parts)


def _characters(text: str) -> list[Finding]:
    findings: list[Finding] = []
    if ":" in text:
        sentence = _("A user name can't have “:”, because it separates user and password on the way to CMiC.")
        findings.append(error("user_colon", sentence, behind_label(text, _LABELS)))
    if re.search(r"[,;]", text):
        sentence = _("A user name can't have “,” or “;”. Give one service user only.")
        findings.append(error("user_delimiter", sentence))
    return findings


def _tenant(tenant: str, user: str, expected: str) -> Finding:
    shown_both = {"tenant": echoed(tenant), "expected": echoed(expected)}
    if expected and tenant.casefold() != expected.casefold():
        sentence = _(
            "The tenant ID here, “{tenant}”, differs from the one given as tenant ID, “{expected}”. "
            "Correct one of them."
        )
        return error("user_tenant_differs", sentence.format(**shown_both))
    if expected and tenant != expected:
        sentence = _(
            "The tenant ID is written “{tenant}” here and “{expected}” in its own field; check which is "
            "right."
        )
        return warning("user_tenant_case", sentence.format(**shown_both), f"{expected}||{user}")
    sentence = _("Understood as tenant ID “{tenant}” and user “{user}”.")
    return info("user_split_read", sentence.format(tenant=echoed(tenant), user=echoed(user)))


def _shape(user: str) -> list[Finding]:
    findings: list[Finding] = []
    if len(user) > LENGTH_AT_MOST:
        sentence = _(
            "A CMiC user name has at most {most} characters; this one has {count}. Check it in User "
            "Maintenance."
        )
        findings.append(doubt("user_long", sentence.format(most=LENGTH_AT_MOST, count=len(user))))
    if len(user.split()) >= _WORDS_OF_A_SENTENCE:
        sentence = _("This reads like a sentence, not like a user name. Write the user name alone: {user}.")
        findings.append(
            doubt("user_sentence", sentence.format(user=listed([user])), behind_label(user, _LABELS))
        )
    elif re.fullmatch(_NO_NAMES, user, re.IGNORECASE):
        sentence = _("“{user}” is a word for such a field, hardly the name of a user. Write the name itself.")
        findings.append(doubt("user_no_name", sentence.format(user=echoed(user))))
    elif not _is_plain(user):
        sentence = _("A user name usually has only letters A to Z and digits, and no spaces; check “{user}”.")
        meant = behind_label(user, _LABELS) or bared(user)
        taken = meant if meant != user and _is_plain(meant) else ""
        findings.append(doubt("user_odd", sentence.format(user=echoed(user)), taken))
    if _personal(user):
        sentence = _(
            "“{user}” looks like a person's own user. Use a user that is for Procore alone, so "
            "that it stays when people leave."
        )
        grave = doubt if "@" in user else warning
        findings.append(grave("user_personal", sentence.format(user=echoed(user))))
    return findings


def _is_plain(user: str) -> bool:
    """Whether it has letters A to Z, and besides only digits and signs that names have between them."""
    # Bars, commas and colons have findings of their own.
    bare = re.sub(r"[,;:|]", "", user)
    return re.fullmatch(_PLAIN, bare) is not None and re.search(r"[A-Za-z]", user) is not None


def _personal(user: str) -> bool:
    """Whether it reads as somebody's name or e-mail address, such as `jane.doe`."""
    name = user.casefold().partition("@")[0]
    if any(word in name for word in _SERVICE_WORDS):
        return False
    return "@" in user or re.fullmatch(r"[^\W\d_]{2,}[. _][^\W\d_]{2,}[0-9]{0,3}", name) is not None
