"""What every door does with a secret: where it goes, what is asked on the way, and what is recorded when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cmic_wizard.asking import Need, Question, Wanted, carried_out
from cmic_wizard.credentials.keeper import Keeper, Kept, Place
from cmic_wizard.credentials.keeping import (
    Record,
    forget_password,
    keep_brought_password,
    keep_password,
    keep_secret,
    read_password,
)
from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.register import Held
from cmic_wizard.credentials.states import KeyRingState, VaultState
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.profile.draft import Draft
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

P1 = password_of("p1")
PASSWORD, PHRASE = Secret("Blue-Canal-77!"), Secret("correct horse battery")
NOTHING = Draft("p1", "Acme Builders", "", "")


class Door:
    """Answers what it is asked, in turn, and notes all that an act needed."""

    def __init__(self, *answers: str, recorded: bool = True) -> None:
        self.answers = [Secret(answer) for answer in answers]
        self.recorded = recorded
        self.needs: list[Need] = []

    def bring(self, need: Need) -> object:
        self.needs.append(need)
        return self.answers.pop(0) if isinstance(need, Question) else self.recorded

    @property
    def faults(self) -> list[str]:
        """The states of what was wrong with each answer, "" for a first question."""
        asked = [need for need in self.needs if isinstance(need, Question)]
        return [getattr(question.fault, "state", "") for question in asked]


def draft_with(kept: Kept) -> Draft:
    return replace(NOTHING, password=kept.record("2026-11-24T10:00:00+00:00"))


def test_without_a_key_ring_a_new_vault_is_asked_for_until_its_passphrase_is_one(data_dir: Path) -> None:
    door = Door("short", PHRASE.reveal())
    kept = carried_out(keep_password(Keeper(data_dir), "p1", PASSWORD), door.bring)
    assert (kept.place, kept.left) == (Place.VAULT, "")
    assert [need.wanted for need in door.needs if isinstance(need, Question)] == [Wanted.NEW_VAULT] * 2
    assert door.faults == ["", VaultState.WEAK]
    assert door.needs[-1] == Record(kept, PASSWORD)


@pytest.mark.parametrize("had_one", [False, True])
def test_a_brought_password_replaces_one_only_where_the_profile_had_it(data_dir: Path, had_one: bool) -> None:
    keeper = Keeper(data_dir)
    kept = carried_out(keep_password(keeper, "p1", PASSWORD, passphrase=PHRASE), Door().bring)
    door, brought = Door(), Secret("Brought-31!")
    act = keep_brought_password(keeper, "p1", brought, had_one=had_one, passphrase=PHRASE)
    if had_one:
        carried_out(act, door.bring)
    else:
        with pytest.raises(CredentialError, match="in the file could not be kept") as refused:
            carried_out(act, door.bring)
        assert (refused.value.state, door.needs) == (VaultState.TAKEN, [])
    found = carried_out(read_password(keeper, draft_with(kept), passphrase=PHRASE), Door().bring)
    assert found is not None
    assert found.reveal() == (brought if had_one else PASSWORD).reveal()


def test_a_passphrase_that_was_handed_in_is_asked_for_no_second_time(data_dir: Path) -> None:
    with pytest.raises(CredentialError) as refused:
        carried_out(keep_password(Keeper(data_dir), "p1", PASSWORD, passphrase=Secret("short")), Door().bring)
    assert refused.value.state == VaultState.WEAK


@pytest.mark.usefixtures("good_key_ring")
def test_with_a_key_ring_nothing_is_asked(data_dir: Path) -> None:
    door = Door()
    kept = carried_out(keep_secret(Keeper(data_dir), P1, PASSWORD), door.bring)
    assert kept.place is Place.KEY_RING
    assert door.needs == []


@pytest.mark.parametrize("recorded", [True, False])
def test_the_older_copy_goes_once_the_new_place_is_on_the_disk(
    data_dir: Path, request: pytest.FixtureRequest, recorded: bool
) -> None:
    keeper = Keeper(data_dir)
    carried_out(keep_password(keeper, "p1", PASSWORD, passphrase=PHRASE), Door().bring)
    request.getfixturevalue("good_key_ring")
    carried_out(keep_password(keeper, "p1", Secret("another")), Door(recorded=recorded).bring)
    assert keeper.vault.holds(P1) is not recorded


def test_what_a_stopped_key_ring_has_kept_is_kept(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, kept = Keeper(data_dir), Kept(Place.KEY_RING, "a key ring", len(PASSWORD))

    def stopped(*_args: object, **_options: object) -> Kept:
        raise CredentialError("Stopped.", KeyRingState.CANCELLED)

    monkeypatch.setattr(keeper, "save", stopped)
    monkeypatch.setattr(keeper, "kept_all_the_same", lambda *_args: kept)
    assert carried_out(keep_secret(keeper, P1, PASSWORD), Door().bring) is kept
    monkeypatch.setattr(keeper, "kept_all_the_same", lambda *_args: None)
    with pytest.raises(CredentialError, match="Stopped"):
        carried_out(keep_secret(keeper, P1, PASSWORD), Door().bring)


@pytest.fixture
def in_the_vault(data_dir: Path) -> Callable[[], tuple[Keeper, Draft]]:
    """A password that an earlier program has kept in the vault."""
    kept = carried_out(keep_password(Keeper(data_dir), "p1", PASSWORD, passphrase=PHRASE), Door().bring)
    return lambda: (Keeper(data_dir), draft_with(kept))


def test_a_locked_vault_is_asked_for_until_it_opens_and_then_no_more(
    in_the_vault: Callable[[], tuple[Keeper, Draft]],
) -> None:
    keeper, draft = in_the_vault()
    door = Door("not the passphrase", PHRASE.reveal())
    found = carried_out(read_password(keeper, draft), door.bring)
    assert found is not None
    assert found.reveal() == PASSWORD.reveal()
    assert door.faults == ["", VaultState.WRONG]
    assert carried_out(read_password(keeper, draft), Door().bring) is not None


def test_where_none_is_kept_nothing_is_asked(data_dir: Path) -> None:
    assert carried_out(read_password(Keeper(data_dir), NOTHING), Door().bring) is None


def test_a_password_stays_where_the_record_of_it_cannot_be_taken_back(
    in_the_vault: Callable[[], tuple[Keeper, Draft]],
) -> None:
    keeper, draft = in_the_vault()
    assert draft.password is not None

    def refuse(_need: Need) -> object:
        raise FileRefused("The disk is full.")

    with pytest.raises(FileRefused, match="full"):
        carried_out(forget_password(keeper, "p1", draft.password), refuse)
    carried_out(forget_password(keeper, "p1", draft.password), Door(recorded=False).bring)
    assert keeper.vault.holds(P1)
    door = Door()
    carried_out(forget_password(keeper, "p1", draft.password), door.bring)
    assert door.needs == [Record(None)]
    assert not keeper.vault.holds(P1)
    assert Held(P1, Place.VAULT) not in keeper.register.held()
