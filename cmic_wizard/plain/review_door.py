"""The way into a review in plain mode: which file, how it is opened, and the list of many."""

from __future__ import annotations

import contextlib
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard import presence
from cmic_wizard.bounds import LARGEST
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import ExitStatus, FileRefused, UsageError, WizardError
from cmic_wizard.files import shown, typed_path
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.attached import read_openable
from cmic_wizard.i18n import _
from cmic_wizard.locations import data_dir
from cmic_wizard.plain import item_speech
from cmic_wizard.plain.opening_spoken import opened_file
from cmic_wizard.plain.review_desk import Desk
from cmic_wizard.plain.review_talk import ReviewTalk
from cmic_wizard.plain.voice import GivenUp, Voice
from cmic_wizard.profile.assess import assess
from cmic_wizard.text import shortened, visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Identity
    from cmic_wizard.review.folder import FolderRow


def run_review(options: Namespace, voice: Voice) -> int:
    """Review one file, one of several, or read a stored profile; the exit status."""
    handed_in = (options.words_fd, options.words_file, options.passphrase_fd, options.passphrase_file)
    if any(given is not None for given in handed_in):
        raise UsageError(_("In plain mode a passphrase or words are asked for, not handed in."))
    keeper, keys = Keeper(data_dir(options.data_dir)), _keys(options)
    places = [typed_path(path) for path in options.paths]
    if not places:
        _read_out(options, voice, keeper)
    elif len(places) == 1 and not _is_folder(places[0]):
        _review(voice, keeper, places[0], keys)
    else:
        _many(voice, keeper, places, keys)
    return ExitStatus.DONE


def _keys(options: Namespace) -> Sequence[Identity]:
    from cmic_wizard.handoff.keys import identities_from

    return [key for name in options.identity for key in identities_from(Path(name))]


def _is_folder(path: Path) -> bool:
    try:
        return presence.is_folder(path)
    except FileRefused:
        return False


def _review(voice: Voice, keeper: Keeper, path: Path, keys: Sequence[Identity]) -> None:
    """Hold the conversation on one file. Raises WizardError where it can't be opened."""
    handoff, password = opened_file(voice, keeper, read_openable(path, LARGEST), keys)
    desk = Desk(handoff, keeper, lambda said: voice.line(_("Note"), said), sealed=password is not None)
    try:
        ReviewTalk(voice, desk).run()
    finally:
        desk.close()
    voice.line(_("Saved"), _("Your verdicts are kept."))


def _many(voice: Voice, keeper: Keeper, places: Sequence[Path], keys: Sequence[Identity]) -> None:
    """Let the reviewer choose among several files, one after the other."""
    while True:
        rows = _rows(keeper, places)
        place = None
        with contextlib.suppress(GivenUp):
            place = voice.chosen([_row(row) for row in rows], _("Which file (an empty line leaves)"))
        if place is None:
            return
        try:
            _review(voice, keeper, rows[place].path, keys)
        except WizardError as error:
            voice.fault(error)


def _rows(keeper: Keeper, places: Sequence[Path]) -> list[FolderRow]:
    from cmic_wizard.review.folder import Known, scan
    from cmic_wizard.review.standing import standings

    rows: list[FolderRow] = []
    scan(places, rows.extend, lambda: False, Known(standings=standings(keeper.data_dir)))
    return rows


def _row(row: FolderRow) -> str:
    """A file on one line: the company, what is to be done, the file's name, or why it can't be read."""
    from cmic_wizard.review.todo import TODO_WORDS, Todo

    name = visible(shortened(row.path.name, 60))
    if row.fault:
        return f"{name}: {shortened(row.fault, 200)}"
    todo = _(TODO_WORDS[Todo(row.todo)]) if row.todo else ""
    return ", ".join(filter(None, (visible(shortened(row.company, 60)), todo, name)))


def _read_out(options: Namespace, voice: Voice, keeper: Keeper) -> None:
    """Read a stored profile out, which is reviewed where it was handed in."""
    from cmic_wizard.profile.profiles import Profiles

    if not options.profile:
        raise UsageError(_("Name a hand-off file, a folder of them, or a stored profile with --profile."))
    profiles = Profiles(keeper.data_dir)
    listed = profiles.find(options.profile)
    if listed is None:
        raise WizardError(_("There is no profile “{name}”.").format(name=visible(options.profile)))
    assessment = assess(load_guide(), profiles.load(listed.slug), datetime.now(UTC))
    voice.line(_("Profile"), shortened(listed.name, 80))
    for state in assessment.steps.values():
        lines = [
            *item_speech.heading(assessment, state),
            *item_speech.standing(state, assessment, review=True),
        ]
        for label, text in lines:
            voice.line(label, text)
    voice.line(_("Saved in"), shown(listed.path))
