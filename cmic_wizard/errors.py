"""One family of errors: each is a sentence for the user and an exit status."""

from __future__ import annotations


class WizardError(Exception):
    """Something was refused or is broken; `str()` is one sentence in the user's language."""

    exit_status = 1


class UsageError(WizardError):
    """The command was called wrongly."""

    exit_status = 2


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
