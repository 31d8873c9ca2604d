"""The backup of a specialist's key: opened by its words alone, here and by age itself."""

from __future__ import annotations

import pytest

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import keys, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.key_backup import is_backup, opened_key, sealed_key
from cmic_wizard.handoff.passphrase import WrongPassphrase
from cmic_wizard.secret import Secret

WORDS = Secret("one-two-three-four-five-six")


def test_a_key_comes_back_by_its_words_as_they_are_told(acme: HandOff) -> None:
    secret, public = keys.new_identity()
    backup = sealed_key(secret, public.text, WORDS)
    assert is_backup(backup)
    assert secret.reveal().encode() not in backup
    found = opened_key(backup, Secret("One two three Four five six"))
    assert (found.text.reveal(), keys.public_half(found).text) == (secret.reveal(), public.text)
    handed = sealed.seal(acme, None, [public])
    assert sealed.open_sealed(handed, [found])[0] == acme
    with pytest.raises(WrongPassphrase):
        opened_key(backup, Secret("other-words"))


def test_what_is_no_backup_is_refused(acme: HandOff) -> None:
    for_a_key = sealed.seal(acme, None, [keys.new_identity()[1]])
    for data in (b"", b"AGE-SECRET-KEY-1", for_a_key):
        with pytest.raises(FileRefused, match="no backup"):
            opened_key(data, WORDS)
    with pytest.raises((FileRefused, keys.KeyRefused)):
        opened_key(sealed.seal_with_words(acme, None, WORDS), WORDS)
