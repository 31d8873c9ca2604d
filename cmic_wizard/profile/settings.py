"""Who the user is, told once and remembered: DATA_DIR/settings.json."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cmic_wizard import files, presence, strict_json
from cmic_wizard.bounds import AUTHOR_AT_MOST
from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.shape import Shape
from cmic_wizard.struct import Struct, asdict, replace

FORMAT: Final = "cmic-wizard-settings"
NEWEST: Final = 1
_LIMIT: Final = 64 * 1024


class Settings(Struct, frozen=True):
    """The user's own name and address, "" where they are not known."""

    name: str = ""
    mail: str = ""


def load(data_dir: Path) -> Settings:
    """What is remembered; nothing where the file is damaged or can't be read."""
    try:
        path = _path(data_dir)
        if not presence.is_there(path):
            return Settings()
        shape = Shape(
            strict_json.expect_format(strict_json.loads(files.read_regular(path, _LIMIT)), FORMAT, NEWEST)
        )
        return Settings(shape.text("name", "")[:AUTHOR_AT_MOST], shape.text("mail", "")[:AUTHOR_AT_MOST])
    except FileRefused:
        return Settings()


def remember(data_dir: Path, *, name: str | None = None, mail: str | None = None) -> None:
    """Remember a name or an address from now on; FileRefused where that can't be written."""
    import json

    before = load(data_dir)
    after = replace(
        before,
        name=before.name if name is None else _one_line(name),
        mail=before.mail if mail is None else _one_line(mail),
    )
    if after == before:
        return
    files.make_private_dir(data_dir)
    found = {"format": FORMAT, "schema": NEWEST, **asdict(after)}
    files.write_atomically(_path(data_dir), json.dumps(found, indent=1).encode() + b"\n")


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())[:AUTHOR_AT_MOST]


def _path(data_dir: Path) -> Path:
    return data_dir / "settings.json"
