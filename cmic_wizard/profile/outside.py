"""What another program, such as an editor or a sync tool, put in the place of an open profile's file."""

from __future__ import annotations

from pathlib import Path

from cmic_wizard import files, presence
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.codec import LIMIT, draft_from_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.struct import Struct
from cmic_wizard.text import visible

OUTSIDE = "outside"
"""In the name of a copy of what another program wrote."""
HERE = "here"
"""In the name of a copy of what was open while another program wrote."""


class ChangedOutside(FileRefused):
    """The file of an open profile is not as this program left it; it was not written over."""

    def __init__(self, name: str) -> None:
        text = _("Another program has changed the file of the profile “{name}”; it is not written over.")
        super().__init__(text.format(name=visible(name)))


class Outside(Struct, frozen=True):
    """What stands where the file was."""

    imprint: presence.Imprint
    draft: Draft | None
    """The profile in it; None where it holds none that can be read."""


def found_at(path: Path) -> Outside | None:
    """What stands there; None for nothing, FileRefused where that can't be told."""
    found = presence.imprint_of(path)
    if found is None:
        return None
    try:
        return Outside(found, draft_from_json(files.read_regular(path, LIMIT)))
    except FileRefused:
        return Outside(found, None)


def another_there(name: str) -> FileRefused:
    """The refusal to write where another profile, or none of this one, has come to stand."""
    text = _("Another program has changed the profile “{name}” meanwhile; it is not written over.")
    return FileRefused(text.format(name=visible(name)))


def kept_beside(path: Path, name: str) -> str:
    """The sentence for a version of another program that is kept as `path`."""
    text = _("Another program had changed the file of the profile “{name}”; its version is kept as “{path}”.")
    return text.format(name=visible(name), path=files.shown(path))


def written_anew(name: str) -> str:
    """The sentence for a file that had been removed."""
    return _("The file of the profile “{name}” was missing; it has been written again.").format(
        name=visible(name)
    )
