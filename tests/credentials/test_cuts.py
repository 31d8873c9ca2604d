"""Acts on two stores, killed or refused at each of their writes: what the next start makes of it is whole."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from full_run import FULL, sampled

from cmic_wizard.asking import Need, carried_out
from cmic_wizard.credentials import identity
from cmic_wizard.credentials.keeper import Keeper, Place
from cmic_wizard.credentials.keeping import Record, forget_password, keep_password
from cmic_wizard.credentials.leftovers import delete_profile, settle
from cmic_wizard.credentials.naming import password_of
from cmic_wizard.credentials.register import Held
from cmic_wizard.credentials.ring import Answer, Job
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import keys
from cmic_wizard.profile.draft_store import Store
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret

if sys.platform == "win32":
    pytest.skip("processes are forked", allow_module_level=True)

PASSPHRASE = Secret("twelve letters")
OLD, NEW = Secret("the old password"), Secret("the new password")
WRITES = [(os, name) for name in ("rename", "replace", "unlink", "link", "fsync")] + [(Job, "_ask")]
"""What changes something: on the disk, and in the key ring."""
FAILURES = (errno.ENOSPC, errno.EIO)
EACH = {"vault": 1, "key ring": 1} if FULL else {"vault": 5, "key ring": 19}
"""Which of the writes are struck, by where the password is: every first, every third, …"""

Act = Callable[["Stores"], object]


class Stores:
    """Profiles, keeper and what they hold, in one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.profiles = Profiles(data_dir)
        self.keeper = Keeper(data_dir)

    def next_start(self) -> None:
        """What a program that is started next does: one that remembers nothing."""
        keeper = Keeper(self.data_dir)
        settle(Profiles(self.data_dir), keeper)

    def keep(self, slug: str, password: Secret, *, passphrase: Secret | None = None) -> None:
        with self.profiles.open(slug) as store:
            act = keep_password(self.keeper, store.draft.id, password, passphrase=passphrase)
            carried_out(act, partial(recorded, store))

    def new_key(self) -> None:
        secret, public = keys.new_identity()
        keep = partial(self.keeper.save, secret=secret, passphrase=None)
        identity.take_over(self.data_dir, self.keeper, public.text, keep)

    def whole(self) -> None:
        """Every password that a profile names is there, and nothing else is; likewise the key."""
        held = set()
        for listed in self.profiles.list():
            assert listed.fault == ""
            if listed.place:
                held.add(Held(password_of(listed.id), Place(listed.place)))
                kept = self.keeper.load(password_of(listed.id), Place(listed.place))
                assert kept.reveal() in (OLD.reveal(), NEW.reveal())
        own = identity.find(self.data_dir)
        if own is not None:
            assert identity.own_identity(self.data_dir, self.keeper) is not None
            held.add(Held(own.entry, own.place))
        reached = self.keeper.probe().key_ring is KeyRingState.OK
        noted = {each for each in self.keeper.register.held() if reached or each.place is Place.VAULT}
        assert noted == {each for each in held if reached or each.place is Place.VAULT}
        in_vault = {path.name for path in (self.data_dir / "vault").glob("*.age")}
        assert in_vault == {each.entry.file for each in held if each.place is Place.VAULT}
        ring = self.data_dir.parent / "back-end"
        if ring.exists():
            assert len(list(ring.iterdir())) == sum(each.place is Place.KEY_RING for each in held)
        slugs = {listed.slug for listed in self.profiles.list()}
        for path in (self.data_dir / "profiles").glob("*.json"):
            assert path.name.partition(".")[0] in slugs, "an earlier version that nothing lists"


def recorded(store: Store, need: Need) -> bool:
    """Brings to the disk what an act has recorded."""
    assert isinstance(need, Record)
    store.keep_password(need.kept.record(store.now()) if need.kept is not None else None)
    store.save()
    return True


class Cut:
    """Kills the process, or has the system refuse, at the `at`th write: before it, or after it is done."""

    def __init__(self, at: int, failure: int = 0) -> None:
        self.at, self.failure, self.count = at, failure, 0

    def over(self, owner: Any, name: str) -> Callable[..., Any]:
        true = getattr(owner, name)

        @functools.wraps(true)
        def write(*args: Any, **kwargs: Any) -> Any:
            self._point(name)
            result = true(*args, **kwargs)
            if not self.failure:
                self._point(name)
            return result

        return write

    def _point(self, name: str) -> None:
        self.count += 1
        if self.count != self.at:
            return
        if not self.failure:
            os.kill(os.getpid(), signal.SIGKILL)
        if name != "_ask":
            raise OSError(self.failure, os.strerror(self.failure))


def cut_off(act: Act, stores: Stores, at: int) -> bool:
    """Whether the act, in a process of its own, came to its end before the cut."""
    child = os.fork()
    if child == 0:
        cut = Cut(at)
        for owner, name in WRITES:
            setattr(owner, name, cut.over(owner, name))
        try:
            act(Stores(stores.data_dir))  # a lock is no child's to inherit
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status == 0


def refused(act: Act, stores: Stores, at: int, failure: int) -> bool:
    """Whether the act came to its end before the refusal; after it, it may only say so."""
    cut = Cut(at, failure)
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in WRITES:
            patch.setattr(owner, name, cut.over(owner, name))
        with contextlib.suppress(WizardError):
            act(stores)
    return cut.count < at


@pytest.fixture(params=["vault", "key ring"])
def stores(
    request: pytest.FixtureRequest, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Stores]:
    """Makes the same stores anew: “Acme” with a password and an earlier version, “Other”, and an own key."""
    if request.param == "key ring":
        request.getfixturevalue("good_key_ring")
    else:
        monkeypatch.setattr(Job, "_ask", lambda *_request: Answer(KeyRingState.NONE))
    made = Stores(data_dir)
    made.keeper.vault.create(PASSPHRASE)
    for name in ("Acme", "Other"):
        with made.profiles.create(name) as store:
            store.answer("connection.tenant_id", name)
            store.save()
            store.answer("subscriptions.patch", "20")
        made.keep(store.slug, OLD)
    made.new_key()
    made.whole()
    places = (data_dir, data_dir.parent / "back-end")
    kept = data_dir.parent / "kept"
    for place in filter(Path.exists, places):
        shutil.copytree(place, kept / place.name)

    def begin() -> Stores:
        for place in filter(Path.exists, places):
            shutil.rmtree(place)
            shutil.copytree(kept / place.name, place)
        again = Stores(data_dir)
        again.keeper.vault._identity = made.keeper.vault._identity
        return again

    return begin


def delete(made: Stores) -> None:
    delete_profile(made.profiles, made.keeper, "acme")


def rename(made: Stores) -> None:
    made.profiles.rename("acme", "Beta")


def replace_key(made: Stores) -> None:
    made.new_key()


def set_password(made: Stores) -> None:
    made.keep("acme", NEW)


def forget(made: Stores) -> None:
    with made.profiles.open("acme") as store:
        kept = store.draft.password
        assert kept is not None
        act = forget_password(made.keeper, store.draft.id, kept)
        carried_out(act, partial(recorded, store))


def move_to_the_vault(made: Stores) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        made.keep("acme", NEW)


ACTS: dict[str, Act] = {
    act.__name__: act for act in (delete, rename, replace_key, set_password, forget, move_to_the_vault)
}


@pytest.mark.timeout(600)
@sampled(4)
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_killed_at_any_write_the_next_start_finds_it_whole(
    act: Act, stores: Callable[[], Stores], request: pytest.FixtureRequest
) -> None:
    step = next(each for place, each in EACH.items() if place in request.node.name)
    at = 1
    while True:
        made = stores()
        ended = cut_off(act, made, at)
        made.next_start()
        made.whole()
        if ended:
            break
        at += step
    assert at > 4, "there were writes to be cut"


@pytest.mark.timeout(600)
@sampled(4)
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_refused_at_any_write_it_is_whole_at_the_next_start(
    act: Act, stores: Callable[[], Stores], request: pytest.FixtureRequest
) -> None:
    step = next(each for place, each in EACH.items() if place in request.node.name)
    at = 1
    while True:
        made = stores()
        ended = refused(act, made, at, FAILURES[at % 2])
        made.next_start()
        made.whole()
        if ended:
            break
        at += step
    assert at > 2, "there were writes to be refused"


def test_the_check_sees_halves_that_do_not_belong_together(stores: Callable[[], Stores]) -> None:
    """The controls: what used to be left by a cut is not whole, and would be found."""
    made = stores()
    made.profiles.delete("acme")
    with pytest.raises(AssertionError):
        made.whole()
    made.next_start()
    made.whole()
    (made.data_dir / "profiles" / "other.previous.json").rename(
        made.data_dir / "profiles" / "x.previous.json"
    )
    with pytest.raises(AssertionError):
        made.whole()
    made.profiles.mend()
    made.whole()
    own = identity.find(made.data_dir)
    assert own is not None
    made.keeper.put(own.entry, keys.new_identity()[0], own.place)
    with pytest.raises(WizardError):
        made.whole()
