"""The specialist's own age key: the secret half with the passwords, a note of where beside the profiles."""

from __future__ import annotations

import contextlib
import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from cmic_wizard import files, presence, strict_json
from cmic_wizard.credentials.exclusive import WAIT, Exclusive
from cmic_wizard.credentials.keeper import Keeper, Kept, Place
from cmic_wizard.credentials.naming import Entry, identity_of, is_key_id, new_identity
from cmic_wizard.credentials.register import Held
from cmic_wizard.credentials.states import VaultState
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.shape import Shape, misfit
from cmic_wizard.secret import Secret
from cmic_wizard.struct import Struct, replace

FORMAT: Final = "cmic-wizard-identity"
NEWEST: Final = 2
_AT_MOST: Final = 4096


class KeptIdentity(Struct, frozen=True):
    """Where and under which names the secret half is kept, and the public half (`age1…`)."""

    entry: Entry
    place: Place
    backend: str
    public: str


def find(data_dir: Path) -> KeptIdentity | None:
    """The note of an own key; None where there is none, FileRefused where the note is damaged."""
    path = _path(data_dir)
    if not presence.is_there(path):
        return None
    try:
        found = strict_json.expect_format(
            strict_json.loads(files.read_regular(path, _AT_MOST)), FORMAT, NEWEST
        )
        shape = Shape(found)
        shape.take("format")
        first = shape.take("schema") == 1
        key_id = "" if first else shape.text("key_id")
        if not first and not is_key_id(key_id):
            raise misfit("key_id")
        kept = KeptIdentity(
            entry=identity_of(key_id),
            place=Place(shape.text("place", among=[place.value for place in Place])),
            backend=shape.text("backend"),
            public=shape.text("public"),
        )
        shape.finish()
    except FileRefused as refusal:
        raise files.refused_at(path, refusal) from None
    return kept


def record(data_dir: Path, kept: KeptIdentity) -> None:
    """Note a key, so that it is found again, in the place of the one that was noted before.

    FileRefused where it can't be written, or would be more than `find` reads.
    """
    note = {
        "format": FORMAT,
        "schema": NEWEST,
        "key_id": kept.entry.id,
        "place": kept.place.value,
        "backend": kept.backend,
        "public": kept.public,
    }
    data = json.dumps(note, ensure_ascii=False, indent=1).encode() + b"\n"
    if len(data) > _AT_MOST:
        raise FileRefused(_("The name of the key ring is too long to be noted."))
    files.make_private_dir(data_dir)
    files.write_atomically(_path(data_dir), data)


def take_over(data_dir: Path, keeper: Keeper, public: str, keep: Callable[[Entry], Kept]) -> str:
    """Put a new key in the place of the one there was; what could not be removed of that one, or "".

    `keep` stores the new secret half under the names it is given. Until the note names them, the key there
    was is whole; it goes when the new one is. Raises CredentialError, or FileRefused.
    """
    with alone(data_dir, WAIT):
        old = _before(data_dir)
        keeper.register.note(*old)
        entry = new_identity()
        kept = keep(entry)
        # Where this is refused, the note may stand all the same: the next start sees which key has none.
        record(data_dir, KeptIdentity(entry, kept.place, kept.backend, public))
        try:
            for held in old:
                keeper.remove(held.entry, held.place)
        except CredentialError as error:
            sentence = _(
                "The secret half of the key before may still be kept; removing it is tried again at the next"
                " start. {reason}"
            )
            return sentence.format(reason=error)
    return ""


@contextlib.contextmanager
def alone(data_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold off every other program that would make or remove an own key; FileRefused where one is at it."""
    with Exclusive(data_dir / "identity.lock").held(wait):
        yield


def _before(data_dir: Path) -> list[Held]:
    """What is kept of the key there was; where its note is damaged, what version 0.1.0 may have kept."""
    try:
        old = find(data_dir)
    except FileRefused:
        return [Held(identity_of(""), Place.VAULT)]
    return [] if old is None else [Held(old.entry, old.place)]


def own_identity(data_dir: Path, keeper: Keeper, *, passphrase: Secret | None = None) -> Secret | None:
    """The secret half, which belongs to the noted public one; None where there is no own key.

    A key that version 0.1.0 kept is moved to names of its own. Raises CredentialError, or FileRefused.
    """
    kept = find(data_dir)
    if kept is None:
        return None
    secret = keeper.load(kept.entry, kept.place, passphrase=passphrase)
    if _public_half(secret) != kept.public:
        raise CredentialError(
            _(
                "The secret half of your key that is kept here does not belong to its public half, so it is"
                " not used. Make a new key with `cmic-wizard key new --replace`, and give its public half"
                " to your customers."
            ),
            VaultState.DAMAGED,
        )
    if not kept.entry.id:
        with contextlib.suppress(CredentialError, FileRefused):
            _move(data_dir, keeper, kept, secret)
    return secret


def _move(data_dir: Path, keeper: Keeper, kept: KeptIdentity, secret: Secret) -> None:
    with alone(data_dir):
        entry = new_identity()
        keeper.register.note(Held(kept.entry, kept.place))
        keeper.put(entry, secret, kept.place)
        record(data_dir, replace(kept, entry=entry))
        keeper.remove(kept.entry, kept.place)


def _public_half(secret: Secret) -> str:
    """The public half of a secret one; "" for what is no age key."""
    try:
        age = importlib.import_module("pyrage")
        return str(age.x25519.Identity.from_str(secret.reveal()).to_public())
    except ImportError:
        raise CredentialError(
            _("Your key can't be used on this computer: the library “pyrage” is not available for it."),
            VaultState.UNAVAILABLE,
        ) from None
    except age.IdentityError:
        return ""


def _path(data_dir: Path) -> Path:
    return data_dir / "identity.json"
