"""The flow around a connection check: what it needs, whose password, what is kept of it."""

from __future__ import annotations

from functools import partial

from textual.screen import Screen

from cmic_wizard.connection.target import Target, target_of
from cmic_wizard.credentials.keeping import read_password
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_kept import kept_checks
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.secret import Secret
from cmic_wizard.text import visible
from cmic_wizard.tui.screens.dialog import Confirm
from cmic_wizard.tui.screens.unlocking import asked, carried_out
from cmic_wizard.tui.session import Session


async def stored_password(screen: Screen[None], session: Session) -> Secret | None:
    """The stored password, its vault unlocked by a passphrase where need be; None where the user gives up.

    Raises CredentialError.
    """
    return await carried_out(read_password(session.keeper, session.draft), partial(asked, screen.app))


async def run_check(screen: Screen[None], session: Session) -> None:
    """Check what is answered so far and keep the result; say what is missing where it can't begin."""
    from cmic_wizard.tui.screens.check_dialog import CheckDialog

    target = target_of(session.assessment)
    if not target.base_url:
        screen.app.notify(_("The check needs a mobile server URL that is in order."), markup=False)
        return
    if session.read_only:
        if not await _confirmed(screen, target):
            return
        seen: CheckResult | None = await screen.app.push_screen_wait(CheckDialog(target, None))
        _keep(screen, session, seen)
        return
    try:
        password = await stored_password(screen, session)
    except CredentialError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)
        return
    if session.draft.password is not None and password is None:
        return
    outcome: CheckResult | None = await screen.app.push_screen_wait(
        CheckDialog(target, password, kept=kept_checks(session.draft))
    )
    _keep(screen, session, outcome)


def _keep(screen: Screen[None], session: Session, outcome: CheckResult | None) -> None:
    """Keep a result with what it is about, where there is one."""
    if outcome is None:
        return
    try:
        session.keep_check(outcome)
    except FileRefused as error:
        text = _("The result was not kept in the profile. {reason}").format(reason=error)
        screen.app.notify(text, severity="error", markup=False, timeout=10)


async def _confirmed(screen: Screen[None], target: Target) -> bool:
    """In a review a file names the host: the reviewer decides whether it is contacted."""
    text = _(
        "The file names this address:\n{address}\nContact it from this computer? No user name and no password"
        " is sent."
    ).format(address=visible(target.base_url))
    question = Confirm(_("Contact the server?"), text, _("Contact it"))
    answer: bool | None = await screen.app.push_screen_wait(question)
    return answer is True
