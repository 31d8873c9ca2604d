"""Whether something is there, asked of the file system in one place."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cmic_wizard.errors import FileRefused
from cmic_wizard.files import reason_of, shown
from cmic_wizard.i18n import _


@dataclass(frozen=True, slots=True)
class Imprint:
    """What changes whenever a file is written or another one takes its place."""

    device: int
    number: int
    size: int
    written: int
    """In nanoseconds."""
    regular: bool
    """Whether it is a file, and no folder, link, pipe or device."""


def imprint_from(found: os.stat_result) -> Imprint:
    """The imprint of what the system says of a file."""
    regular = stat.S_ISREG(found.st_mode)
    return Imprint(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, regular)


def imprint_of(path: Path) -> Imprint | None:
    """What tells one state of a file from the next; None where nothing is there, of a link its own.

    FileRefused where it can't be looked at.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = reason_of(error)
    except ValueError:
        reason = _("its name is not allowed on this system")
    else:
        return imprint_from(found)
    raise FileRefused(_("“{path}” can't be looked at: {reason}.").format(path=shown(path), reason=reason))
