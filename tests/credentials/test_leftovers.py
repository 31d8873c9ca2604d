"""Whose secret is whose: what the next start removes, what it leaves alone, and what is said of the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from full_run import sampled
from hypothesis import given
from hypothesis import strategies as st

from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.leftovers import delete_profile, settle
from cmic_wizard.credentials.naming import identity_of, password_of
from cmic_wizard.credentials.register import Held, Register
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.profile.draft import Draft, KeptPassword
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.salvage import traces_in
from cmic_wizard.secret import Secret

PASSPHRASE = Secret("twelve letters")
PASSWORD = Secret("p@ss")


@pytest.fixture
def profiles(data_dir: Path) -> Profiles:
    return Profiles(data_dir)


@pytest.fixture
def keeper(data_dir: Path) -> Keeper:
    keeper = Keeper(data_dir)
    keeper.vault.create(PASSPHRASE)
    return keeper


@pytest.fixture
def made(profiles: Profiles, keeper: Keeper) -> Callable[..., str]:
    """`made("Acme")`: a profile with its password in the vault and an earlier version; its id."""

    def make(name: str) -> str:
        with profiles.create(name) as store:
            store.answer("connection.tenant_id", "A")
            store.save()
            kept = keeper.save(password_of(store.draft.id), PASSWORD, passphrase=PASSPHRASE)
            store.keep_password(KeptPassword(kept.place.value, 4, store.now(), kept.backend))
            store.save()
            store.answer("connection.tenant_id", "B")
        return store.draft.id

    return make


def in_vault(data_dir: Path) -> set[str]:
    return {path.name for path in (data_dir / "vault").glob("*.age")}


def as_0_1_0_left_it(data_dir: Path) -> None:
    """Without what notes which secrets are kept."""
    for path in data_dir.glob("kept.*"):
        path.unlink()


DAMAGE = {
    "cut": lambda data: data[: len(data) * 3 // 4],
    "foreign key": lambda data: data.replace(b'"name"', b'"nama"', 1),
    "not JSON": lambda data: data + b"}",
    "control character": lambda data: data.replace(b"Acme", b"Ac\x00me", 1),
}


@sampled(5)
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("earlier", [True, False])
@pytest.mark.parametrize("of_0_1_0", [True, False])
def test_a_damaged_profile_goes_with_its_password(
    damage: Callable[[bytes], bytes],
    earlier: bool,
    of_0_1_0: bool,
    made: Callable[..., str],
    profiles: Profiles,
    keeper: Keeper,
    data_dir: Path,
) -> None:
    made("Other")
    before = in_vault(data_dir)
    made("Acme")
    file = data_dir / "profiles" / "acme.json"
    file.write_bytes(damage(file.read_bytes()))
    if not earlier:
        file.with_name("acme.previous.json").unlink()
    if of_0_1_0:
        as_0_1_0_left_it(data_dir)
    assert delete_profile(profiles, Keeper(data_dir), "acme") == []
    assert in_vault(data_dir) == before
    assert [listed.slug for listed in profiles.list()] == ["other"]
    assert not list((data_dir / "profiles").glob("acme*"))


@pytest.mark.parametrize("of_0_1_0", [True, False])
def test_of_a_profile_that_tells_nothing_the_password_goes_or_that_is_said(
    of_0_1_0: bool, made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    made("Acme")
    for path in (data_dir / "profiles").glob("acme*.json"):
        path.write_bytes(b"\0" * 400)
    if of_0_1_0:
        as_0_1_0_left_it(data_dir)
    left = delete_profile(profiles, Keeper(data_dir), "acme")
    assert len(left) == of_0_1_0
    assert len(in_vault(data_dir)) == of_0_1_0
    assert all("did not say whether a password is stored" in sentence for sentence in left)


def test_while_a_damaged_profile_may_own_a_password_it_stays(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    made("Acme")
    for path in (data_dir / "profiles").glob("acme*.json"):
        path.write_bytes(b"\0" * 400)
    assert settle(profiles, Keeper(data_dir)) == 0
    assert len(in_vault(data_dir)) == 1


def test_a_profile_that_was_set_aside_keeps_its_password(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    profile_id = made("Acme")
    (data_dir / "profiles" / "acme.previous.json").unlink()
    file = data_dir / "profiles" / "acme.json"
    whole = file.read_bytes()
    file.write_bytes(whole[:-3])
    where = profiles.set_aside("acme")
    assert settle(profiles, Keeper(data_dir)) == 0
    where.rename(file)
    file.write_bytes(whole)
    assert profiles.load("acme").id == profile_id
    assert keeper.load(password_of(profile_id), Place.VAULT).reveal() == PASSWORD.reveal()


def test_what_0_1_0_kept_is_noted_at_the_first_start(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    profile_id = made("Acme")
    as_0_1_0_left_it(data_dir)
    note = {
        "format": "cmic-wizard-identity",
        "schema": 1,
        "place": "vault",
        "backend": "age",
        "public": "age1",
    }
    (data_dir / "identity.json").write_text(json.dumps(note))
    settle(profiles, Keeper(data_dir))
    noted = {Held(password_of(profile_id), Place.VAULT), Held(identity_of(""), Place.VAULT)}
    assert Register(data_dir).held() == noted


def test_a_profile_in_use_elsewhere_is_left_alone_and_our_own_is_not(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    profile_id = made("Acme")
    surplus = Held(password_of(profile_id), Place.KEY_RING)
    with profiles.open("acme") as store:
        store.keep_password(None)
        store.save()
        assert settle(Profiles(data_dir), Keeper(data_dir)) == 0
        assert len(in_vault(data_dir)) == 1
        assert settle(profiles, keeper, ours="acme") == 0, (
            "kept by this very program, perhaps not recorded yet"
        )
        assert settle(profiles, Keeper(data_dir), ours="acme") == 1
    assert in_vault(data_dir) == set()
    Register(data_dir).note(surplus)
    assert settle(profiles, Keeper(data_dir)) == 0, "no key ring answers: it stays noted"
    assert Register(data_dir).held() == {surplus}


def test_a_password_that_cannot_be_removed_is_said_and_tried_again(
    made: Callable[..., str],
    profiles: Profiles,
    keeper: Keeper,
    data_dir: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request.getfixturevalue("good_key_ring")
    profile_id = made("Acme")
    assert in_vault(data_dir) == set()
    with monkeypatch.context() as away:
        away.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        [said] = delete_profile(profiles, Keeper(data_dir), "acme")
        assert "tried again at the next start" in said
        assert settle(profiles, Keeper(data_dir)) == 0
    assert Register(data_dir).held() == {Held(password_of(profile_id), Place.KEY_RING)}
    assert settle(profiles, Keeper(data_dir)) == 1
    assert Register(data_dir).held() == set()
    assert list((data_dir.parent / "back-end").iterdir()) == []


def test_an_earlier_version_alone_is_listed_and_can_be_restored_or_deleted(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    profile_id = made("Acme")
    folder = data_dir / "profiles"
    for act in (lambda: profiles.restore_previous("acme"), lambda: delete_profile(profiles, keeper, "acme")):
        (folder / "acme.json").unlink(missing_ok=True)
        [listed] = profiles.list()
        assert (listed.slug, listed.id, listed.place) == ("acme", profile_id, "vault")
        assert "does not exist" in listed.fault
        assert settle(profiles, Keeper(data_dir)) == 0
        act()
    assert profiles.list() == []
    assert in_vault(data_dir) == set()


def test_what_0_1_0_left_of_a_cut_renaming_comes_back_to_its_profile(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    profile_id = made("Acme")
    folder = data_dir / "profiles"
    (folder / "acme.json").rename(folder / "beta.json")
    assert [listed.slug for listed in profiles.list()] == ["beta"], "not twice"
    settle(profiles, keeper)
    assert sorted(path.name for path in folder.glob("*.json")) == ["beta.json", "beta.previous.json"]
    (folder / "beta.json").write_bytes(b"damaged")
    assert profiles.restore_previous("beta").id == profile_id


def test_a_damaged_register_is_set_aside_and_a_newer_one_left_alone(
    made: Callable[..., str], profiles: Profiles, keeper: Keeper, data_dir: Path
) -> None:
    file = data_dir / "kept.json"
    profile_id = made("Acme")
    file.write_bytes(b"{")
    settle(profiles, Keeper(data_dir))
    assert Register(data_dir).held() == {Held(password_of(profile_id), Place.VAULT)}
    assert len(list(data_dir.glob("kept.damaged-*.json"))) == 1
    file.write_text('{"format": "cmic-wizard-kept", "schema": 99}')
    assert settle(profiles, Keeper(data_dir)) == 0
    with pytest.raises(FileRefused, match="newer"):
        Register(data_dir).note(Held(password_of("x"), Place.VAULT))
    assert '"schema": 99' in file.read_text()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), max_size=40)


@given(
    st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}", fullmatch=True),
    st.sampled_from([None, "key_ring", "vault"]),
    st.dictionaries(st.sampled_from(["id", "place", "connection.tenant_id"]), TEXTS, max_size=3),
    st.integers(0, 400),
)
def test_no_answer_passes_for_the_id_of_a_damaged_profile(
    profile_id: str, place: str | None, answers: dict[str, str], cut: int
) -> None:
    at = "2026-11-28T10:00:00+00:00"
    password = None if place is None else KeptPassword(place, 4, at)
    forged = {key: f'{text}\n "id": "victim",\n  "place": "vault",\n' for key, text in answers.items()}
    draft = Draft(profile_id, "Acme", at, at, answers={**answers, **forged}, notes=forged, password=password)
    data = draft_to_json(draft)
    assert traces_in(data).id == profile_id
    assert traces_in(data).places == ({place} if place else set())
    damaged = data[: len(data) - cut]
    assert traces_in(damaged).id in ("", profile_id)
    assert traces_in(damaged + b"?").id in ("", profile_id)
    assert re.search(rb"victim", data) is not None or not answers, (
        "the control: the forged line is in the file"
    )
