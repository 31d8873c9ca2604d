"""Opens hand-off files, sealed ones with the keys given, the reader's own key, or words, for every door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cmic_wizard.asking import Act, Question, Wanted
from cmic_wizard.handoff import document, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.keys import Identity, read_identities
from cmic_wizard.handoff.passphrase import WrongPassphrase
from cmic_wizard.handoff.seal_worker import never
from cmic_wizard.secret import Secret

Opened = tuple[HandOff, Secret | None]
"""A hand-off, and the password where it was sealed with one."""


def opened(
    data: bytes,
    own_key: Callable[[], Act[Secret | None]],
    *,
    given: Callable[[], Sequence[Identity]] = tuple,
    words: Callable[[], Secret | None] = lambda: None,
    fitted: Callable[[Secret], object] = lambda _words: None,
    cancelled: Callable[[], bool] = never,
) -> Act[Opened]:
    """The hand-off of a file's bytes; words are asked for until they fit, unless they were handed in.

    `fitted` is told those that did.

    `own_key` reads the reader's own key, which counts where none was `given`. Only what the file needs is
    called for. Raises WizardError; `cancelled` is asked meanwhile, as by `sealed.open_sealed`.
    """
    if not sealed.is_age(data):
        return document.parse(data), None
    if not sealed.needs_passphrase(data):
        identities = given() or _identities((yield from own_key()))
        return sealed.open_sealed(data, identities, None, cancelled=cancelled)
    if (handed_in := words()) is not None:
        return sealed.open_sealed(data, (), handed_in, cancelled=cancelled)
    fault: WrongPassphrase | None = None
    while True:
        typed = yield Question(Wanted.WORDS, sealed.words_needed(), fault)
        try:
            found = sealed.open_sealed(data, (), typed, cancelled=cancelled)
        except WrongPassphrase as error:
            fault = error
        else:
            fitted(typed)
            return found


def _identities(key: Secret | None) -> Sequence[Identity]:
    return () if key is None else read_identities(key)
