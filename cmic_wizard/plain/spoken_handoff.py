"""Handing the profile over in conversation: which kind, for whom, where to, and what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cmic_wizard import files
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import export, targets
from cmic_wizard.handoff.export import Made
from cmic_wizard.handoff.kinds import HANDOFF_KINDS, HandoffKind
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.plain.item_speech import entry
from cmic_wizard.plain.secrets_asked import stored_password
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.voice import Voice
from cmic_wizard.presence import working_folder
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.handoff.keys import Recipient


def hand_over(voice: Voice, session: Session) -> None:
    """Say what is missing, offer every kind of hand-off, and write the one that is chosen."""
    assessment = session.assessment
    for state in assessment.unready:
        voice.line(*entry(assessment, state))
    kinds = [f"{_(kind.title)}: {_(kind.help)}" for kind in HANDOFF_KINDS]
    place = voice.chosen(kinds, _("Which one (an empty line: none)"))
    if place is None:
        return
    kind = HANDOFF_KINDS[place]
    draft = kind.asks_ready and not assessment.ready
    if draft and not voice.agreed(_as_draft(len(assessment.unready))):
        return
    try:
        made, recipients = _made(voice, session, kind, draft=draft)
        path = written(voice, session.keeper.data_dir, f"{session.store.slug}{kind.ending}", made, session)
    except WizardError as error:
        voice.fault(error)
        return
    if path is not None:
        _say_made(voice, made, recipients)


def _as_draft(count: int) -> str:
    said = ngettext(
        "{count} item of the preparation is still open. The file will say that it is a draft.",
        "{count} items of the preparation are still open. The file will say that it is a draft.",
        count,
    )
    return said.format(count=count) + " " + _("Write it as a draft?")


def _made(
    voice: Voice, session: Session, kind: HandoffKind, *, draft: bool
) -> tuple[Made, Sequence[Recipient]]:
    """The content of the file, and whom it is sealed for. Raises WizardError."""
    now, assessment = datetime.now(UTC), session.assessment
    if not kind.sealed:
        return export.make(kind.name, assessment, now, draft=draft, stem=session.store.slug), ()
    password = stored_password(voice, session)
    if password is None:
        voice.line(_("Note"), _("No password is stored, so none is in the file."))
    if kind.sealed == "words":
        voice.line(_("Wait"), _("Encrypting takes some seconds…"))
        return export.make_sealed(assessment, now, password, draft=draft, words=True), ()
    from cmic_wizard.handoff.keys import keys_text, passed_over, passed_over_in_words, recipients_of

    typed = voice.one_line(_("Your specialist's public key, or the path of a file with keys"))
    recipients = recipients_of(typed)
    voice.line(_("Note"), passed_over_in_words(passed_over(keys_text(typed))))
    return export.make_sealed(assessment, now, password, draft=draft, recipients=recipients), recipients


def written(
    voice: Voice, data_dir: Path, name: str, made: Made, session: Session | None = None
) -> Path | None:
    """Where the user had it written, the proposed name or another; None where they gave up.

    The profile knows the hand-off before it is written, by which remarks on it are known as such.
    """
    proposed = working_folder() / name
    while True:
        agreed = targets.Agreed()
        voice.line(_("Proposed"), _("{path}; an empty line takes it").format(path=files.shown(proposed)))
        typed = voice.one_line(_("Write to (- gives up)"))
        if typed == "-":
            return None
        path = files.typed_path(typed.strip("'\"")) if typed else proposed
        try:
            question = _("There is a file of that name already. Replace it?")
            if agreed.asks(path, data_dir) and not voice.agreed(question):
                continue
            if session is not None and made.check_number:
                session.store.keep_handed(made.check_number)
                session.store.save()
            agreed.write(path, made.data, data_dir)
        except WizardError as error:
            voice.fault(error)
            continue
        voice.line(_("Written"), files.shown(path))
        for more, data in made.more:
            _write_beside(voice, export.beside(path, more), data, data_dir)
        return path


def _write_beside(voice: Voice, path: Path, data: bytes, data_dir: Path) -> None:
    try:
        targets.write(path, data, data_dir)
    except WizardError as error:
        voice.fault(error)
    else:
        voice.line(_("Written"), files.shown(path))


def _say_made(voice: Voice, made: Made, recipients: Sequence[Recipient]) -> None:
    if made.check_number:
        voice.line(_("Check number"), _("{number}, to compare by phone").format(number=made.check_number))
    for recipient in recipients:
        key = f"{recipient.fingerprint} {recipient.comment}".strip()
        voice.line(_("Sealed for"), visible(key))
    if made.phrase is not None:
        text = _("The six words, shown only this once. Tell them by phone, never by e-mail:")
        voice.line(_("Note"), text)
        voice.line(_("Words"), made.phrase.reveal())
