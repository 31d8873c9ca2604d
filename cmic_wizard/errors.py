"""One family of errors: each is a sentence for the user and an exit status."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What every command ends with."""

    DONE = 0
    """Also: complete, every stage holds."""
    REFUSED = 1
    """Something was refused or is broken."""
    USAGE = 2
    """The command was called wrongly."""
    OUTSTANDING = 3
    """Something is still to be done."""
    CHECK_FAILED = 4
    """A stage of the connection check failed."""
    STOPPED = 130
    """The user stopped it with Ctrl+C."""


class WizardError(Exception):
    """Something was refused or is broken; `str()` is one sentence in the user's language."""

    exit_status = ExitStatus.REFUSED


class UsageError(WizardError):
    """The command was called wrongly."""

    exit_status = ExitStatus.USAGE


class FileRefused(WizardError):
    """A file can't be read, isn't what it should be, or can't be written."""


class ProfileInUse(WizardError):
    """Another process holds the profile; the sentence names it."""


class CredentialError(WizardError):
    """The password could not be kept, read or removed; the sentence says why and what to do.

    `state` is the id of the reason, a member of `credentials.states`, for callers that react to it.
    """

    def __init__(self, sentence: str = "", state: str = "error") -> None:
        super().__init__(sentence)
        self.state = state
