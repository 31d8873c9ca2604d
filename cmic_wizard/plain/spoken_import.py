"""Takes a file in, in conversation: the specialist's remarks, or a hand-off as a profile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cmic_wizard.bounds import LARGEST
from cmic_wizard.errors import WizardError
from cmic_wizard.files import typed_path
from cmic_wizard.handoff import importing
from cmic_wizard.handoff.attached import read_openable
from cmic_wizard.i18n import _
from cmic_wizard.plain.opening_spoken import open_sealed_or_not
from cmic_wizard.plain.secrets_asked import carried_out
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.voice import Voice
from cmic_wizard.profile.profiles import Profiles

if TYPE_CHECKING:
    from cmic_wizard.secret import Secret


def take_file(voice: Voice, profiles: Profiles, session: Session, typed: str = "") -> str | None:
    """Ask for a file and take it in, for which the open profile is closed; the slug to go on with.

    None where nothing was taken and the profile is still open. WizardError says why not; then, too.
    """
    path = typed or voice.one_line(_("Path of the file (an empty line: none)"))
    if not path:
        return None
    data = read_openable(typed_path(path.strip("'\"")), LARGEST)
    brought, password = open_sealed_or_not(voice, session.keeper, data)
    session.store.save()
    session.store.close()
    try:
        taken = _taken(voice, profiles, brought)
    except WizardError as error:
        voice.fault(error)
        return session.store.slug
    if taken is None:
        return session.store.slug
    voice.line(_("Taken in"), taken.sentence)
    if password is not None:
        _keep(voice, profiles, session, taken, password)
    return taken.slug


def _taken(voice: Voice, profiles: Profiles, brought: importing.Brought) -> importing.Taken | None:
    """Take it, asking about each thing that speaks against it; None where the user then does not want to."""
    agreed = {"replacing": False, "older": False, "anyway": False}
    asked: tuple[tuple[type[WizardError], str, Callable[[], str]], ...] = (
        (importing.ThereAlready, "replacing", lambda: _("Replace its answers with those in the file?")),
        (importing.OlderFile, "older", lambda: _("Import it anyway?")),
        (importing.UnknownHandOff, "anyway", lambda: _("Import them anyway?")),
    )
    while True:
        try:
            return importing.take(
                brought,
                profiles,
                datetime.now(UTC),
                replacing=agreed["replacing"],
                older=agreed["older"],
                anyway=agreed["anyway"],
            )
        except WizardError as error:
            found = next(((word, text) for kind, word, text in asked if isinstance(error, kind)), None)
            if found is None:
                raise
            word, text = found
            if agreed[word] or not voice.agreed(f"{error} {text()}"):
                return None
            agreed[word] = True


def _keep(
    voice: Voice, profiles: Profiles, session: Session, taken: importing.Taken, password: Secret
) -> None:
    """Keep the password that a sealed file brought."""
    from cmic_wizard.credentials import keeping

    with profiles.open(taken.slug) as store:
        act = keeping.keep_brought_password(
            session.keeper, store.draft.id, password, had_one=taken.had_password
        )
        try:
            kept = carried_out(voice, act, Session(store, session.keeper))
        except WizardError as error:
            voice.fault(error)
            return
    voice.line(_("Note"), kept.left)
    voice.line(_("Kept"), _("The password is kept as well."))
