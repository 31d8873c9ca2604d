"""Compiles the message catalogues (.po) to .mo files, and the guide, when the package is built."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Compile the catalogues below `root`/cmic_wizard/locale that changed; gives the files written.

    A compiled file carries its source's time stamp, and replaces the former one in one step,
    so that processes that compile at the same time don't disturb each other.
    """
    written = []
    for po in sorted((root / "cmic_wizard" / "locale").glob("*/LC_MESSAGES/*.po")):
        mo, stamp = po.with_suffix(".mo"), po.stat().st_mtime_ns
        if not mo.exists() or mo.stat().st_mtime_ns != stamp:
            _compile(po, mo, stamp)
            written.append(mo)
    return written


def _compile(po: Path, mo: Path, stamp: int) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    part = mo.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as target:
        write_mo(target, catalogue)
    os.utime(part, ns=(stamp, stamp))
    part.replace(mo)


def build_guide(root: Path) -> None:
    """Write down the guide of `root` parsed and checked; one that has faults is not built."""
    sys.path.insert(0, str(root))
    try:
        from cmic_wizard.guide.building import write_built
    finally:
        sys.path.remove(str(root))
    write_built()


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling calls this before it collects the files of a build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; the .mo files and the guide are declared as artifacts in pyproject.toml."""
        compile_catalogues(Path(self.root))
        build_guide(Path(self.root))
