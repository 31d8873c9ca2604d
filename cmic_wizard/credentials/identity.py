"""The specialist's own age key: the secret half with the passwords, a note of where beside the profiles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cmic_wizard import files, strict_json
from cmic_wizard.credentials.keeper import Keeper, Kept, Place
from cmic_wizard.credentials.naming import IDENTITY
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.shape import Shape
from cmic_wizard.secret import Secret

FORMAT: Final = "cmic-wizard-identity"
NEWEST: Final = 1
_AT_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class KeptIdentity:
    """Where the secret half is kept, and the public half (`age1…`)."""

    place: Place
    backend: str
    public: str


def find(data_dir: Path) -> KeptIdentity | None:
    """The note of an own key; None where there is none, FileRefused where the note is damaged."""
    path = _path(data_dir)
    if not path.exists() and not path.is_symlink():
        return None
    try:
        found = strict_json.expect_format(
            strict_json.loads(files.read_regular(path, _AT_MOST)), FORMAT, NEWEST
        )
        shape = Shape(found)
        shape.take("format")
        shape.take("schema")
        kept = KeptIdentity(
            place=Place(shape.text("place", among=[place.value for place in Place])),
            backend=shape.text("backend"),
            public=shape.text("public"),
        )
        shape.finish()
    except FileRefused as refusal:
        raise FileRefused(
            _("“{path}”: {sentence}").format(path=files.shown(path), sentence=refusal)
        ) from None
    return kept


def record(data_dir: Path, kept: Kept, public: str) -> KeptIdentity:
    """Note where a new key was kept under the name `naming.IDENTITY`, so that it is found again."""
    note = {
        "format": FORMAT,
        "schema": NEWEST,
        "place": kept.place.value,
        "backend": kept.backend,
        "public": public,
    }
    files.make_private_dir(data_dir)
    files.write_atomically(_path(data_dir), json.dumps(note, indent=1).encode() + b"\n")
    return KeptIdentity(kept.place, kept.backend, public)


def own_identity(data_dir: Path, keeper: Keeper, *, passphrase: Secret | None = None) -> Secret | None:
    """The secret half; None where there is no own key. Raises CredentialError, or FileRefused."""
    kept = find(data_dir)
    return None if kept is None else keeper.load(IDENTITY, kept.place, passphrase=passphrase)


def _path(data_dir: Path) -> Path:
    return data_dir / "identity.json"
