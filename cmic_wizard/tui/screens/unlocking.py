"""Carries out on screen what is decided below the doors, and asks for the secrets that it needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from textual.app import App

from cmic_wizard.asking import Act, Ended, Need, Question, Wanted, one_step
from cmic_wizard.background import in_thread
from cmic_wizard.credentials.keeper import Kept, Place
from cmic_wizard.credentials.keeping import Record
from cmic_wizard.credentials.naming import Entry
from cmic_wizard.credentials.states import key_ring_name
from cmic_wizard.errors import WizardError
from cmic_wizard.files import shown
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.results import screen_work, to_its_end
from cmic_wizard.tui.screens.dialog import Confirm
from cmic_wizard.tui.screens.passphrase_dialog import NewPassphraseDialog, PassphraseDialog, SecretForm

Result = TypeVar("Result")
Step = Callable[[], Need | Ended[Any]]


async def asked(app: App[Any], question: Question) -> Secret | None:
    """What the user types for a question; None where they give up. In a worker."""
    fault = str(question.fault) if question.fault is not None else ""
    if question.wanted is Wanted.NEW_VAULT:
        new = NewPassphraseDialog(_("A vault for your passwords"), str(question.reason), fault)
        return await app.push_screen_wait(new)
    if question.wanted is Wanted.WORDS:
        text = _("This file was sealed with words. Ask the customer for them by phone.")
        return await app.push_screen_wait(PassphraseDialog(_("Open the sealed file"), text, fault))
    text = (
        _("Your key is kept in the vault. Its passphrase opens it until the program ends.")
        if question.wanted is Wanted.VAULT_OF_KEY
        else _("The password is kept in the vault. Its passphrase opens it until the wizard ends.")
    )
    dialog = PassphraseDialog(
        _("Open the vault"), text, fault, forgotten=lambda: begin_anew(dialog, question.wanted)
    )
    return await app.push_screen_wait(dialog)


@screen_work()
async def begin_anew(dialog: SecretForm[Any], wanted: Wanted) -> None:
    """Say what a forgotten passphrase means, and set the vault aside where that is wanted."""
    vault = application_of(dialog).keeper.vault
    if wanted is Wanted.VAULT_OF_KEY:
        meaning = _(
            "Nobody can open the vault without it, not Procore either. Your key in it is out of reach."
        )
        then = _("Make a new key with “cmic-wizard key new”, and send its public part to your customers.")
    else:
        meaning = _(
            "Nobody can open the vault without it, not Procore either. The passwords in it are out of reach."
        )
        then = _(
            "Enter the password again: if you do not have it, your CMiC administrator can set a new one."
        )
    kept = _("To begin anew, the vault is set aside. It is kept, should you remember the passphrase.")
    question = Confirm(_("Forgotten passphrase"), "\n".join((meaning, kept, then)), _("Set the vault aside"))
    if not await dialog.app.push_screen_wait(question):
        return
    try:
        where = await in_thread(lambda: vault.set_aside(datetime.now(UTC)))
    except WizardError as error:
        dialog.complain(str(error))
        return
    said = _("The vault is now in “{path}”.").format(path=shown(where))
    dialog.app.notify(f"{said} {then}", timeout=12)
    dialog.vault_is_aside()


async def carried_out(
    act: Act[Result],
    ask: Callable[[Question], Awaitable[Secret | None]],
    *,
    record: Callable[[Kept | None, Secret | None], Awaitable[bool]] | None = None,
    beside: Callable[[Step], Awaitable[Need | Ended[Any] | None]] = in_thread,
) -> Result | None:
    """The result of an act, whose steps go on beside the screen; None where the user gives up.

    `ask` gives the answer to a question and `record` records where a password is kept. Raises what the act
    does.
    """
    go_on: Callable[[], Need] = partial(next, act)
    while True:
        found = await beside(partial(one_step, go_on))
        if isinstance(found, Ended):
            result: Result = found.result
            return result
        answer: Secret | bool | None = None
        try:
            if isinstance(found, Question):
                answer = await ask(found)
            elif isinstance(found, Record) and record is not None:
                answer = await record(found.kept, found.secret)
        except WizardError as error:
            go_on = partial(act.throw, error)
            continue
        if answer is None:
            return None
        go_on = partial(act.send, answer)


def where(kept: Kept, entry: Entry) -> str:
    """Where a password went, and under which name, as a notice."""
    name = entry.service if kept.place is Place.KEY_RING else entry.file
    sentence = kept.note or _("Kept in your key ring ({backend}).").format(
        backend=key_ring_name(kept.backend)
    )
    return f"{sentence} " + _("Its name there is “{name}”.").format(name=name)


async def keep_somewhere(app: App[Any], act: Act[Kept], entry: Entry) -> Kept | None:
    """Carry out an act that keeps a secret which no profile records. None where the user gives up.

    In a worker. Raises what the act raises.
    """

    def told(found: Need | Ended[Kept]) -> str:
        return where(found.result, entry) if isinstance(found, Ended) else ""

    async def beside(step: Step) -> Need | Ended[Any]:
        return await to_its_end(app, in_thread(step), told)

    return await carried_out(act, partial(asked, app), beside=beside)
