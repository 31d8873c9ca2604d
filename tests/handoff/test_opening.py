"""A hand-off is opened alike from every door: as it is, by the keys given, by the own key, or by words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cmic_wizard.asking import Act, Need, Question, Wanted, carried_out
from cmic_wizard.handoff import document, keys, passphrase, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.opening import opened
from cmic_wizard.secret import Secret

PASSWORD = Secret("Blue-Canal-77!")


def never() -> Any:
    raise AssertionError("it is not needed")


def own(key: Secret | None) -> Callable[[], Act[Secret | None]]:
    def read() -> Act[Secret | None]:
        yield from ()
        return key

    return read


def nobody(_need: Need) -> object:
    raise AssertionError("nothing is asked")


def test_what_is_not_sealed_is_read_as_it_is(acme: HandOff) -> None:
    act = opened(document.to_bytes(acme), never, given=never, words=never)
    assert carried_out(act, nobody) == (acme, None)


@pytest.mark.parametrize("given", [True, False], ids=["a key that is given", "the own key"])
def test_what_is_sealed_for_a_key_opens_by_it_and_asks_for_no_words(acme: HandOff, given: bool) -> None:
    secret, public = keys.new_identity()
    data = sealed.seal(acme, PASSWORD, [public])
    mine = keys.read_identities(secret)
    by_given = opened(data, never, given=lambda: mine, words=never)
    act = by_given if given else opened(data, own(secret), words=never)
    handoff, password = carried_out(act, nobody)
    assert handoff == acme
    assert password is not None
    assert password.reveal() == PASSWORD.reveal()


def test_without_any_key_one_is_said_to_be_needed(acme: HandOff) -> None:
    data = sealed.seal(acme, None, [keys.new_identity()[1]])
    with pytest.raises(sealed.KeyNeeded):
        carried_out(opened(data, own(None)), nobody)


@pytest.fixture
def words_open(monkeypatch: pytest.MonkeyPatch, acme: HandOff) -> list[str]:
    """A sealed file that “open sesame” opens, without the seconds that takes; the words that were tried."""
    tried: list[str] = []

    def open_sealed(_data: bytes, _keys: object, words: Secret, **_options: object) -> tuple[HandOff, None]:
        tried.append(words.reveal())
        if tried[-1] != "open sesame":
            raise passphrase.WrongPassphrase("Wrong.")
        return acme, None

    monkeypatch.setattr(sealed, "is_age", lambda _data: True)
    monkeypatch.setattr(sealed, "needs_passphrase", lambda _data: True)
    monkeypatch.setattr(sealed, "open_sealed", open_sealed)
    return tried


def test_words_are_asked_for_until_they_open_the_file(words_open: list[str], acme: HandOff) -> None:
    answers, faults = ["one", "two", "open sesame"], []

    def bring(need: Need) -> Secret:
        assert isinstance(need, Question)
        assert need.wanted is Wanted.WORDS
        faults.append(str(need.fault or ""))
        return Secret(answers[len(faults) - 1])

    assert carried_out(opened(b"", never, given=never), bring) == (acme, None)
    assert words_open == answers
    assert faults == ["", "Wrong.", "Wrong."]


def test_words_that_were_handed_in_are_asked_for_no_second_time(words_open: list[str]) -> None:
    with pytest.raises(passphrase.WrongPassphrase):
        carried_out(opened(b"", never, words=lambda: Secret("wrong")), nobody)
    assert words_open == ["wrong"]
