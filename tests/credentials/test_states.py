"""Every ending has a sentence, whatever names the key ring brings along."""

from __future__ import annotations

import pytest

from cmic_wizard.credentials.states import KeyRingAction, KeyRingState, complaint, key_ring_name, reason


@pytest.mark.parametrize("action", list(KeyRingAction))
@pytest.mark.parametrize("state", [state for state in KeyRingState if state is not KeyRingState.OK])
def test_every_ending_says_what_happened_and_what_to_do(action: KeyRingAction, state: KeyRingState) -> None:
    sentence = complaint(action, state, "keyring.backends.SecretService.Keyring", "OSError")
    assert sentence.count(". ") >= 1
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_names_of_strange_back_ends_cannot_write_on_the_screen_or_fill_it() -> None:
    name = key_ring_name("evil\x1b[2J{0}" + "x" * 500)
    assert "\x1b" not in name
    assert len(name) <= 80
    assert name in reason(KeyRingState.REFUSED, "evil\x1b[2J{0}" + "x" * 500)
    assert "\x1b" not in reason(KeyRingState.ERROR, "", "\x1b]52;c;eA==\x07")
