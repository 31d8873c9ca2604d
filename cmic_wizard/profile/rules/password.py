"""What can be said of a password without showing any of it."""

from __future__ import annotations

from typing import Final

from cmic_wizard.bounds import PASSWORD_AT_MOST, password_fits
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding
from cmic_wizard.profile.rules.common import doubt, error
from cmic_wizard.secret import Secret
from cmic_wizard.text import hidden

CURLY_QUOTES: Final = "“”„‟‘’‚‛"


def password_findings(secret: Secret) -> tuple[Finding, ...]:
    """What is wrong or doubtful about a password; an error means that it can't be used."""
    password = secret.reveal()
    if not password:
        return (error("password_empty", _("The password is empty.")),)
    findings: list[Finding] = []
    if any(hidden(character) for character in password):
        sentence = _(
            "The password contains a hidden character, such as a line end. Type it again instead of pasting "
            "it."
        )
        findings.append(error("password_hidden", sentence))
    if any(quote in password for quote in CURLY_QUOTES):
        sentence = _(
            "The password has curly quotes, which mail and text programs put in the place of straight ones. "
            "Check whether they belong to it."
        )
        findings.append(doubt("password_quotes", sentence))
    if password != password.strip():
        sentence = _(
            "The password begins or ends with a space. It is kept as it is; check that the space belongs "
            "to it."
        )
        findings.append(doubt("password_edge_space", sentence))
    if not password_fits(password):
        sentence = _("The password has more than {most} characters, the most that can be kept.")
        findings.append(error("password_long", sentence.format(most=PASSWORD_AT_MOST)))
    return tuple(findings)
