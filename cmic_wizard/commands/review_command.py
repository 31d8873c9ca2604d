"""`review`: the specialist's read-only view of a hand-off file, a folder of them, or a stored profile."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard.commands import status_command
from cmic_wizard.commands.common import chosen, folder_of, judged, profiles_of, write_out
from cmic_wizard.commands.output import STANDARD_OUTPUT, json_list, say_bytes, say_json, tell
from cmic_wizard.commands.screen import prepare_screen
from cmic_wizard.commands.secrets import passphrase_of
from cmic_wizard.errors import ExitStatus, FileRefused, UsageError, WizardError
from cmic_wizard.files import shown, typed_path
from cmic_wizard.i18n import _
from cmic_wizard.presence import is_folder
from cmic_wizard.profile.draft import Draft

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Identity


def run(options: argparse.Namespace) -> int:
    """Print, write the remarks, or open the screen."""
    if options.json and options.save:
        raise UsageError(_("Use either --json or --save, not both."))
    if not options.paths:
        return _profile(options)
    places = [typed_path(path) for path in options.paths]
    if len(places) > 1 or _is_folder(places[0]):
        return _folder(options, places)
    return _file(options, options.paths[0])


def _is_folder(path: Path) -> bool:
    """Whether it is one; a path that can't be looked at is said to be none, and refused as a file."""
    try:
        return is_folder(path)
    except FileRefused:
        return False


def _profile(options: argparse.Namespace) -> int:
    if not options.profile:
        raise UsageError(_("Name a hand-off file, a folder of them, or a stored profile with --profile."))
    profiles = profiles_of(options)
    draft = profiles.load(chosen(options, profiles).slug)
    if options.save:
        return _save(options, draft.id, draft.name)
    if options.json:
        say_json({**status_command.as_json(judged(draft)), "check_number": None})
        return ExitStatus.DONE
    return _on_screen(options, draft)


def _on_screen(options: argparse.Namespace, draft: Draft) -> int:
    _prepare()
    from cmic_wizard.tui.review.app import review_profile

    return review_profile(folder_of(options), draft, options.lang)


def _file(options: argparse.Namespace, path: str) -> int:
    from cmic_wizard.commands.opening import contents_of, open_handoff
    from cmic_wizard.handoff.document import check_number
    from cmic_wizard.review.own_assessment import differing_claims, judge

    handoff, password = open_handoff(options, contents_of(path), passphrase_of(options))
    if options.save:
        return _save(options, handoff.profile.id, handoff.profile.name, check_number(handoff))
    if options.json:
        assessment = judge(handoff, datetime.now(UTC))
        for sentence in differing_claims(handoff, assessment):
            tell(sentence)
        say_json({**status_command.as_json(assessment), "check_number": check_number(handoff)})
        return ExitStatus.DONE
    _prepare()
    from cmic_wizard.tui.review.app import review_file

    return review_file(folder_of(options), handoff, password, options.lang)


def _folder(options: argparse.Namespace, places: Sequence[Path]) -> int:
    if options.save:
        raise UsageError(_("--save works with one file, not with several or a folder."))
    from cmic_wizard.commands.opening import given_keys

    keys = given_keys(options)
    if options.json:
        _table(folder_of(options), places, keys)
        return ExitStatus.DONE
    _prepare()
    from cmic_wizard.tui.review.app import review_folder

    return review_folder(folder_of(options), places, options.lang, keys)


def _table(data_dir: Path, places: Sequence[Path], keys: Sequence[Identity]) -> None:
    """Print the rows as they are read, and keep none."""
    from cmic_wizard.handoff import sealed
    from cmic_wizard.handoff.seal_worker import SealKind, SealWorker
    from cmic_wizard.review.folder import FolderRow, Known, opened_row, scan
    from cmic_wizard.review.opened_files import OpenedFiles, hash_of
    from cmic_wizard.review.standing import standings

    known = Known(opened=OpenedFiles(data_dir), numbers=True)
    try:
        known = replace(known, standings=standings(data_dir))
    except WizardError as error:
        tell(str(error))

    def opened(row: FolderRow) -> FolderRow:
        if not keys or not row.sealed:
            return row
        try:
            data = sealed.read_sealed(row.path)
            handoff, _password = sealed.open_sealed(data, keys, worker=worker)
            return opened_row(row.path, handoff, replace(known, opened=None), hash_of(data))
        except WizardError:
            return row

    with SealWorker(SealKind.KEYS) as worker, json_list() as say_rows:
        scan(places, lambda rows: say_rows(opened(row).as_json() for row in rows), lambda: False, known)


def _save(options: argparse.Namespace, profile_id: str, name: str, check_number: str = "") -> int:
    """Write the remarks of the review that the reviewer has begun on the screen.

    WizardError where the verdicts are on another hand-off than that of the `check_number`.
    """
    from cmic_wizard.handoff import remarks
    from cmic_wizard.review import desk, reviews
    from cmic_wizard.review.standing import decided

    now = datetime.now(UTC)
    review, set_aside = reviews.load_or_set_aside(folder_of(options), profile_id, name, now)
    if set_aside:
        tell(set_aside)
    if not review.verdicts and not review.overall:
        raise WizardError(
            _("Nothing has been remarked on “{name}” yet: review it on the screen first.").format(name=name)
        )
    if check_number and review.check_number not in ("", check_number):
        text = _("Your verdicts on “{name}” are on another hand-off: review this one on the screen first.")
        raise WizardError(text.format(name=name))
    data = remarks.to_bytes(review.to_remarks(now))
    if options.save == STANDARD_OUTPUT:
        say_bytes(data)
    else:
        path = typed_path(options.save)
        write_out(options, path, data)
        tell(_("Written: {path}").format(path=shown(path)))
    desk.keep_sent(folder_of(options), profile_id, decided(review))
    return ExitStatus.DONE


def _prepare() -> None:
    prepare_screen(_("Without one, use --json or --save."))
