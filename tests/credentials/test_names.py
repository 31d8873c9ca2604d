"""No two ids, whoever thought them up, have names that a store takes for the same, or for one of our own."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from full_run import sampled
from hypothesis import example, given
from hypothesis import strategies as st

from cmic_wizard.bounds import file_stem, is_id, same_id
from cmic_wizard.credentials.identity import KeptIdentity, find, own_identity, record, take_over
from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.naming import Entry, identity_of, new_identity, password_of, reviewed_of
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import CredentialError
from cmic_wizard.handoff import keys
from cmic_wizard.review import reviews
from cmic_wizard.review.standing import standings
from cmic_wizard.secret import Secret

PASSPHRASE = Secret("twelve letters")
OURS = (
    "identity",
    "Identity",
    "IDENTITY",
    "idENTITY",
    "vault-key",
    "con",
    "CON",
    "Nul",
    "com1",
    "lpt9",
    "p1",
)
ids = st.one_of(
    st.sampled_from(OURS),
    st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}", fullmatch=True),
    st.from_regex(r"[aAbB]{1,4}", fullmatch=True),
    st.integers(0, 2**128 - 1).map("{:032x}".format),
)
WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z|.*[ .]\Z|.*[<>:\"/\\|?*]")
"""File names that Windows gives another meaning."""


def as_the_strictest_store(name: str) -> str:
    """How a store sees a name that knows neither case nor Unicode forms."""
    return unicodedata.normalize("NFKC", name).casefold()


def seen(entry: Entry) -> set[str]:
    """All names of an entry, as the strictest store sees them; what is looked for first."""
    return {as_the_strictest_store(f"ring {entry.service}"), as_the_strictest_store(f"vault {entry.file}")}


OUR_OWN = set().union(
    *(seen(identity_of("")), seen(identity_of("0" * 32))),
    *({f"vault {name}" for name in ("vault-key", "vault-key.pub", ".lock")},),
)


def meet(one: str, other: str, naming: Callable[[str], Iterable[str]]) -> bool:
    """Whether the names of two ids meet each other, or those of our own."""
    first, second = set(naming(one)), set(naming(other))
    return bool((first & second) | ((first | second) & OUR_OWN))


@example("identity", "Identity")
@example("aB", "Ab")
@example("a" * 64, "A" + "a" * 63)
@given(ids, ids)
def test_two_ids_never_meet(one: str, other: str) -> None:
    if one != other:
        assert not meet(one, other, lambda each: seen(password_of(each)))
        assert file_stem(one) != file_stem(other)
    for each in (one, other):
        for entry in (password_of(each), reviewed_of(each)):
            assert not WINDOWS.match(entry.file)
            assert not seen(entry) & OUR_OWN
            assert entry.file == Path(entry.file).name
        assert not seen(reviewed_of(one)) & seen(password_of(other))
        assert not seen(reviewed_of(one)) & seen(reviewed_of(other)), "each has a number of its own"


def test_the_search_finds_ids_that_meet() -> None:
    plain = lambda each: {as_the_strictest_store(f"vault {each}.age")}  # noqa: E731 - the control
    assert meet("Identity", "p1", plain)
    assert meet("aB", "Ab", plain)
    assert not meet("p1", "p2", plain)


@given(ids, ids)
def test_ids_are_compared_as_the_strictest_store_does(one: str, other: str) -> None:
    assert same_id(one, other) == (as_the_strictest_store(one) == as_the_strictest_store(other))


@given(st.text())
def test_what_is_no_id_is_given_no_name(text: str) -> None:
    if not is_id(text):
        for naming in (password_of, reviewed_of):
            with pytest.raises(CredentialError):
                naming(text)


@given(st.integers(0, 2**128 - 1).map("{:032x}".format))
def test_an_id_of_our_own_making_has_the_names_that_it_always_had(profile_id: str) -> None:
    entry = password_of(profile_id)
    assert (entry.service, entry.user) == (f"cmic_wizard:{profile_id}", "service_password")
    assert (entry.file, entry.older) == (f"{profile_id}.age", None)


def of_0_1_0(name: str) -> Entry:
    """Where version 0.1.0 kept a secret under a name."""
    user = "age_identity" if name == "identity" else "service_password"
    old = identity_of("")
    return Entry(old.kind, "", f"cmic_wizard:{name}", user, f"{name}.age")


@pytest.fixture(params=list(Place))
def place(request: pytest.FixtureRequest, keeper: Keeper) -> Place:
    """Each place in turn, ready to be used."""
    if request.param is Place.KEY_RING:
        request.getfixturevalue("good_key_ring")
    else:
        keeper.vault.create(PASSPHRASE)
    chosen: Place = request.param
    return chosen


@pytest.fixture
def keeper(data_dir: Path) -> Keeper:
    return Keeper(data_dir)


def names_in(home: Path, place: Place) -> set[str]:
    """The names of all that is kept."""
    if place is Place.VAULT:
        return {file.name for file in (home / "wizard" / "vault").glob("*.age")}
    return {bytes.fromhex(file.name).decode() for file in (home / "back-end").iterdir()}


@sampled(2)
@pytest.mark.parametrize("name", ["Acme", "IDENTITY", "0123456789ABCDEF0123456789abcdef"])
def test_a_password_that_0_1_0_kept_is_found_and_moved(
    name: str, keeper: Keeper, place: Place, home: Path
) -> None:
    keeper.put(of_0_1_0(name), Secret("kept by 0.1.0"), place)
    for _again in range(2):
        assert keeper.load(password_of(name), place).reveal() == "kept by 0.1.0"
        [left] = names_in(home, place)
        assert file_stem(name) in left
    keeper.put(of_0_1_0(name), Secret("older"), place)
    keeper.remove(password_of(name), place)
    assert names_in(home, place) == set()


def test_a_profile_called_identity_reaches_nothing_that_it_did_not_keep(keeper: Keeper, place: Place) -> None:
    """0.1.0 kept the specialist's key under the plain word; moving an entry must not hand it to a profile."""
    keeper.put(of_0_1_0("identity"), Secret("the specialist's"), place)
    for name in ("identity", "Identity"):
        entry = password_of(name)
        with pytest.raises(CredentialError) as absent:
            keeper.load(entry, place)
        assert absent.value.state == KeyRingState.ABSENT
        keeper.save(entry, Secret("the profile's"), passphrase=PASSPHRASE)
        keeper.remove(entry, place)
    assert keeper.load(identity_of(""), place).reveal() == "the specialist's"


def test_a_name_in_another_case_is_no_older_copy(keeper: Keeper) -> None:
    """On a disk without case `ABC.age` is the file of `abc`; only its own spelling makes it that of `ABC`."""
    keeper.vault.create(PASSPHRASE)
    keeper.put(password_of("abc"), Secret("of abc"), Place.VAULT)
    with pytest.raises(CredentialError):
        keeper.load(password_of("ABC"), Place.VAULT)
    keeper.remove(password_of("ABC"), Place.VAULT)
    assert keeper.load(password_of("abc"), Place.VAULT).reveal() == "of abc"


NOTE = '{{"format": "cmic-wizard-identity", "schema": 1, "place": "{}", "backend": "x", "public": "{}"}}'


def test_a_key_that_0_1_0_kept_is_found_and_moved(
    keeper: Keeper, place: Place, data_dir: Path, home: Path
) -> None:
    secret, public = keys.new_identity()
    keeper.put(of_0_1_0("identity"), secret, place)
    (data_dir / "identity.json").write_text(NOTE.format(place.value, public.text))
    for _again in range(2):
        found = own_identity(data_dir, keeper)
        assert found is not None
        assert found.reveal() == secret.reveal()
        kept = find(data_dir)
        assert kept is not None
        assert kept.entry.id
        assert kept.public == public.text
        assert (
            names_in(home, place) & {of_0_1_0("identity").file, "cmic_wizard:identity age_identity"} == set()
        )
        assert len(names_in(home, place)) == 1


@pytest.mark.parametrize(
    "stored", ["C4NARY-password", keys.new_identity()[0].reveal()], ids=["a password", "another key"]
)
def test_a_secret_half_that_is_not_the_noted_keys_is_not_given_out(
    stored: str, keeper: Keeper, place: Place, data_dir: Path
) -> None:
    _secret, public = keys.new_identity()
    for entry in (identity_of(""), new_identity()):
        keeper.put(entry, Secret(stored), place)
        if entry.id:
            record(data_dir, KeptIdentity(entry, place, "x", public.text))
        else:
            (data_dir / "identity.json").write_text(NOTE.format(place.value, public.text))
        with pytest.raises(CredentialError, match="does not belong") as refused:
            own_identity(data_dir, keeper)
        assert stored not in str(refused.value)


def test_a_new_key_leaves_nothing_of_the_one_before(
    keeper: Keeper, place: Place, data_dir: Path, home: Path
) -> None:
    for _each in range(3):
        secret, public = keys.new_identity()
        keep = partial(keeper.save, secret=secret, passphrase=PASSPHRASE)
        assert take_over(data_dir, keeper, public.text, keep) == ""
        found = own_identity(data_dir, keeper)
        assert found is not None
        assert found.reveal() == secret.reveal()
        assert len(names_in(home, place)) == 1


def test_what_stands_there_already_stays_where_a_fresh_name_was_meant(keeper: Keeper, place: Place) -> None:
    entry = password_of("p1")
    keeper.put(entry, Secret("there before"), place)
    with pytest.raises(CredentialError) as taken:
        keeper.save(entry, Secret("brought"), passphrase=PASSPHRASE, fresh=True)
    assert taken.value.state == KeyRingState.TAKEN
    assert keeper.load(entry, place).reveal() == "there before"
    keeper.save(entry, Secret("typed"), passphrase=PASSPHRASE)
    assert keeper.load(entry, place).reveal() == "typed"


def test_reviews_of_any_two_ids_are_kept_apart_and_those_of_0_1_0_found(data_dir: Path) -> None:
    everybody = [*OURS, "aB", "Ab", "ab"]
    for name in everybody:
        reviews.save(data_dir, reviews.Review(name, "Acme", author=name, overall="accepted"))
    files = [file.name for file in (data_dir / "reviews").iterdir()]
    assert len({as_the_strictest_store(name) for name in files}) == len(everybody)
    assert not any(WINDOWS.match(name) for name in files)
    assert [reviews.load(data_dir, name).author for name in everybody] == everybody
    assert set(standings(data_dir)) == set(everybody)
    for name, other in itertools.permutations(("aB", "Ab", "ab"), 2):
        older = data_dir / "reviews" / f"{name}.json"
        (data_dir / "reviews" / f"{file_stem(name)}.json").rename(older)
        assert reviews.load(data_dir, name).author == name
        assert standings(data_dir)[name].reviewed.summary == "accepted"
        assert reviews.load(data_dir, other).author == other
        reviews.save(data_dir, reviews.load(data_dir, name))
        assert file_stem(name) == name or not older.exists()
