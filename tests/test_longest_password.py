"""One longest length of a password: what the rule takes can be kept, sealed and read again, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import build
from pydantic import ValidationError
from samples import NOW, acme_builders

from cmic_wizard.bounds import PASSWORD_AT_MOST, password_fits
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.states import KeyRingState, vault_helps
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document, keys, sealed
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.fields import password_findings
from cmic_wizard.profile.model import StoredPassword
from cmic_wizard.profile.reading import Severity
from cmic_wizard.secret import Secret

LONGEST = ["p" * PASSWORD_AT_MOST, "🔑" * (PASSWORD_AT_MOST // 2)]
TOO_LONG = ["p" * (PASSWORD_AT_MOST + 1), "🔑" * (PASSWORD_AT_MOST // 2 + 1)]


def handoff() -> document.HandOff:
    return build(assess(load_guide(), acme_builders(), NOW), NOW, draft=True)


@pytest.mark.parametrize("password", LONGEST, ids=["letters", "keys"])
def test_the_longest_is_right_by_rule_sealed_and_spoken_of(password: str) -> None:
    secret, (own, recipient) = Secret(password), keys.new_identity()
    assert password_fits(password)
    assert password_findings(secret) == ()
    data = sealed.seal(handoff(), secret, [recipient])
    _handoff, found = sealed.open_sealed(data, keys.read_identities(own))
    assert found is not None
    assert found.reveal() == password
    StoredPassword(stored=True, length=len(password), at="2026-11-24T10:00:00+00:00")


@pytest.mark.parametrize("password", TOO_LONG, ids=["letters", "keys"])
def test_a_longer_one_is_wrong_by_rule_and_goes_nowhere(password: str, tmp_path: Path) -> None:
    secret, (_own, recipient) = Secret(password), keys.new_identity()
    findings = password_findings(secret)
    assert [(f.rule, f.severity) for f in findings] == [("password_long", Severity.ERROR)]
    with pytest.raises(FileRefused, match="longer than"):
        sealed.seal(handoff(), secret, [recipient])
    with pytest.raises(CredentialError) as refused:
        Keeper(tmp_path).save(password_of("acme-1"), secret, passphrase=Secret("six words and a vault"))
    assert refused.value.state == KeyRingState.TOO_LONG
    assert not vault_helps(refused.value.state), "so none is offered"
    assert not (tmp_path / "vault").exists()


def test_no_file_speaks_of_a_longer_one() -> None:
    with pytest.raises(ValidationError):
        StoredPassword(stored=True, length=PASSWORD_AT_MOST + 1)
