"""The table of many hand-offs for programs: printed as it is read, and none of it kept."""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cmic_wizard.commands.chosen_profile import folder_of
from cmic_wizard.commands.output import json_list, say, tell
from cmic_wizard.errors import ExitStatus, WizardError
from cmic_wizard.struct import replace
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Identity
    from cmic_wizard.review.folder import FolderRow

_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""With which a spreadsheet takes a cell for something to work out, or to run."""

SayRows = Callable[[Iterable[dict[str, Any]]], None]


def print_table(options: argparse.Namespace, places: Sequence[Path], keys: Sequence[Identity]) -> int:
    """Print the rows where --json or --csv says so; the exit status that --fail-on asks for."""
    from cmic_wizard.handoff.seal_worker import SealKind, SealWorker
    from cmic_wizard.review.file_opener import FileOpener
    from cmic_wizard.review.folder import Known, opened_row, scan
    from cmic_wizard.review.opened_files import OpenedFiles
    from cmic_wizard.review.standing import standings

    data_dir = folder_of(options)
    known = Known(opened=OpenedFiles(data_dir), numbers=True)
    try:
        known = replace(known, standings=standings(data_dir))
    except WizardError as error:
        tell(str(error))
    found = False
    opener = FileOpener(data_dir, given=keys, kept=0)

    def opened(rows: list[FolderRow]) -> list[FolderRow]:
        paths = [row.path for row in rows if row.sealed] if keys else []
        unsealed = {
            path: opened_row(path, handoff, replace(known, opened=None), digest)
            for path, handoff, digest in opener.unseal(paths, worker=worker)
        }
        return [unsealed.get(row.path, row) for row in rows]

    def take(rows: list[FolderRow]) -> None:
        nonlocal found
        rows = opened(rows)
        found = found or any(is_found(row, options.fail_on) for row in rows)
        say_rows(row.as_json() for row in rows)

    with SealWorker(SealKind.KEYS) as worker, _printing(options) as say_rows:
        scan(places, take, lambda: False, known)
    return ExitStatus.OUTSTANDING if found else ExitStatus.DONE


def is_found(row: FolderRow, wanted: str | None) -> bool:
    """Whether a row is what `--fail-on` names."""
    from cmic_wizard.review.todo import MINE

    return {
        "fault": row.kind == "fault",
        "wrong": row.wrong > 0,
        "open": row.kind != "fault" and row.stage != "complete",
        "mine": row.todo in {todo.value for todo in MINE},
    }.get(wanted or "", False)


def _printing(options: argparse.Namespace) -> contextlib.AbstractContextManager[SayRows]:
    if options.json:
        return json_list()
    return _csv_lines() if options.csv else contextlib.nullcontext(_say_nothing)


def _say_nothing(_rows: Iterable[dict[str, Any]]) -> None:
    """For who only wants the exit status."""


@contextlib.contextmanager
def _csv_lines() -> Iterator[SayRows]:
    """Rows as lines of CSV (RFC 4180), below a line of their names; what is hidden is visible, as on screen.

    So a line break in a file's name begins no row of its own.
    """
    from cmic_wizard.review.table_model import COLUMNS

    say(_line(COLUMNS))

    def say_rows(rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            say(_line([harmless(visible(_cell(row.get(name)))) for name in COLUMNS]))

    yield say_rows


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {inner}" for key, inner in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: behind an apostrophe, where it would."""
    begins = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) or begins.startswith(_BEGINS_A_FORMULA) else text


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
