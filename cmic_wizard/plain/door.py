"""The way into plain mode: when it is wanted, how it begins, and how it ends."""

from __future__ import annotations

import contextlib
import signal
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Final

from cmic_wizard.errors import ExitStatus, WizardError
from cmic_wizard.i18n import _, set_language
from cmic_wizard.locations import data_dir
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.credentials.keeper import Keeper
    from cmic_wizard.plain.voice import Voice
    from cmic_wizard.profile.draft_store import Store
    from cmic_wizard.profile.profiles import Profiles

WISHES: Final = ("CMIC_WIZARD_PLAIN", "ACCESSIBLE")
"""The environment variables that ask for it, the stronger first."""
_NO: Final = ("0", "no", "false", "off")

_COMMAND: Final = "cmic-wizard --plain"

Write = Callable[[bytes], None]


def wanted(options: Namespace, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether plain mode is asked for, or is all that the terminal can show."""
    if options.plain:
        return True
    for name in WISHES:
        if value := environ.get(name, "").strip():
            return value.casefold() not in _NO
    return terminal and environ.get("TERM") == "dumb"


def voice_of(write: Write) -> Voice:
    """The voice that listens at standard input and speaks by `write`."""
    from cmic_wizard.plain.line_reader import Lines
    from cmic_wizard.plain.voice import Voice

    encoding = (sys.stdin.encoding if sys.stdin else None) or "utf-8"
    return Voice(Lines(0, encoding), write, sys.stdout.encoding or "ascii")


def run(options: Namespace, write: Write) -> int:
    """Hold the wizard's conversation to its end; the exit status."""
    return _held(voice_of(write), lambda voice: converse(options, voice))


def review(options: Namespace, write: Write) -> int:
    """Hold the conversation of a review to its end; the exit status."""
    from cmic_wizard.plain.review_door import run_review

    return _held(voice_of(write), lambda voice: run_review(options, voice))


def _held(voice: Voice, conversation: Callable[[Voice], int]) -> int:
    """A conversation that every way out of it leaves in order."""
    from cmic_wizard.plain.voice import Left

    with _told_to_end():
        try:
            return conversation(voice)
        except Left as left:
            if left.by_word:
                voice.line(_("Saved"), _("Everything that was answered is saved."))
            else:
                voice.line(_("End"), _("The input has ended. Everything that was answered is saved."))
            return ExitStatus.DONE
        except KeyboardInterrupt:
            voice.line(_("Stopped"), _("Everything that was answered is saved."))
            return ExitStatus.STOPPED


@contextlib.contextmanager
def _told_to_end() -> Iterator[None]:
    """Let a signal that ends the program end it as Ctrl+C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signals = [signal.SIGTERM]
    if sys.platform != "win32":
        signals.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def converse(options: Namespace, voice: Voice) -> int:
    """The wizard's conversation, profile after profile, until the user leaves. Raises Left."""
    from cmic_wizard.credentials.keeper import Keeper
    from cmic_wizard.plain import beginning
    from cmic_wizard.profile.profiles import Profiles

    folder = data_dir(options.data_dir)
    profiles = Profiles(folder, program=_COMMAND, tell=lambda said: voice.line(_("Note"), said))
    keeper = Keeper(folder)
    if options.profile:
        listed = profiles.find(options.profile)
        if listed is None:
            raise WizardError(_("There is no profile “{name}”.").format(name=visible(options.profile)))
        store = beginning.opened(voice, profiles, listed.slug)
    else:
        store = beginning.first_profile(voice, profiles, asks_language=options.lang is None)
    while True:
        upcoming = _sitting(options, voice, profiles, keeper, store)
        if upcoming is None:
            text = _("Everything is saved. `{command}` comes back here.")
            voice.line(_("Saved"), text.format(command=_COMMAND))
            return ExitStatus.DONE
        store = beginning.opened(voice, profiles, upcoming)


def _sitting(
    options: Namespace, voice: Voice, profiles: Profiles, keeper: Keeper, store: Store
) -> str | None:
    """The conversation on one profile; the slug of the one to go on with, if any."""
    from cmic_wizard.credentials import leftovers
    from cmic_wizard.plain.conversation import Conversation
    from cmic_wizard.plain.session import Session

    with store:
        if options.lang is None and (liked := store.draft.marks.get("language")):
            set_language(liked)
        leftovers.settle(profiles, keeper, ours=store.slug)
        talk = Conversation(voice, profiles, Session(store, keeper))
        try:
            talk.run()
        finally:
            talk.save()
    return talk.upcoming
