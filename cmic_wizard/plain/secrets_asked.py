"""Secrets in conversation: typed unseen, kept where the desk says, asked for again where they do not fit."""

from __future__ import annotations

from typing import Final, TypeVar

from cmic_wizard.asking import Act, Need, Question, Wanted
from cmic_wizard.asking import carried_out as carried_out_by
from cmic_wizard.credentials import keeping
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import N_, _
from cmic_wizard.plain.plain_words import SIGNS, WORDS, understood
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.voice import GivenUp, Voice
from cmic_wizard.profile.fields import password_findings
from cmic_wizard.profile.reading import Severity
from cmic_wizard.secret import Secret

Result = TypeVar("Result")


def carried_out(voice: Voice, act: Act[Result], session: Session | None = None) -> Result:
    """The result of an act: what it needs is asked for here, and recorded in the session's profile.

    Raises what the act raises; GivenUp where the user leaves a question empty.
    """

    def bring(need: Need) -> object:
        if isinstance(need, Question):
            return _answer(voice, need)
        if isinstance(need, keeping.Record) and session is not None:
            if need.kept is not None:
                voice.line(_("Kept"), need.kept.note)
            return session.record(need.kept)
        return session is not None

    return carried_out_by(act, bring)


def _answer(voice: Voice, question: Question) -> Secret:
    voice.line(_("Problem"), str(question.fault or ""))
    if question.wanted is Wanted.WORDS:
        voice.line(_("Note"), _("This file was sealed with words. Ask the customer for them by phone."))
        return _given(voice.hidden(_("The words that open the file, not shown")))
    if question.wanted is not Wanted.NEW_VAULT:
        return _given(voice.hidden(_("Passphrase of the vault, not shown")))
    voice.line(_("Note"), str(question.reason))
    while True:
        first = _given(voice.hidden(_("Passphrase for a new vault, at least 12 characters, not shown")))
        if voice.hidden(_("The same once more, not shown")).reveal() == first.reveal():
            return first
        voice.fault(_("The two entries differ. Type them again."))


def _given(secret: Secret) -> Secret:
    if not len(secret):
        raise GivenUp(_("Nothing was typed, so nothing was done."))
    return secret


A_WORD: Final = N_(
    "What you typed unseen is one of the words of this conversation. Is it the password all the same?"
)


def take_password(voice: Voice, session: Session) -> bool:
    """Ask for the service user's password twice and keep it; whether that was done.

    An empty first line leaves it. Whoever is brought here by where they had left may not know it yet, and
    type one of the words: they are asked before that counts as a password.
    """
    while True:
        first = voice.hidden(_("Password, not shown (an empty line: none)"))
        if not len(first):
            return False
        if understood(first.reveal(), (*SIGNS, *WORDS)).word is not None and not voice.agreed(_(A_WORD)):
            return False
        if voice.hidden(_("The same once more, not shown")).reveal() != first.reveal():
            voice.fault(_("The two passwords are not the same. Please type them again."))
        elif _stands(voice, first):
            break
    voice.line(_("Wait"), _("Keeping the password… a window of your key ring may be waiting."))
    act = keeping.keep_password(session.keeper, session.draft.id, first)
    try:
        kept = carried_out(voice, act, session)
    except WizardError as error:
        voice.fault(error)
        return False
    voice.line(_("Note"), kept.left)
    return True


def _stands(voice: Voice, password: Secret) -> bool:
    """Whether a password can be used: what is wrong is said, what is doubted is asked about."""
    for finding in password_findings(password):
        if finding.severity is Severity.ERROR:
            voice.line(_("Wrong"), finding.text)
            return False
        if finding.severity is Severity.DOUBT and not voice.agreed(
            f"{finding.text} " + _("Keep it as it is?")
        ):
            return False
        if finding.severity is not Severity.DOUBT:
            voice.line(_("Warning"), finding.text)
    return True


def remove_password(voice: Voice, session: Session) -> bool:
    """Remove the password from where it is kept, once that is agreed to; whether it was."""
    kept = session.draft.password
    text = _("Remove the password from this computer? The item will then be open again.")
    if kept is None or not voice.agreed(text):
        return False
    carried_out(voice, keeping.forget_password(session.keeper, session.draft.id, kept), session)
    return True


def stored_password(voice: Voice, session: Session) -> Secret | None:
    """The stored password; None where none is kept. Raises CredentialError, and GivenUp."""
    return carried_out(voice, keeping.read_password(session.keeper, session.draft))
