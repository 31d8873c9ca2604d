"""What the fixtures that are functions take and give, so that mypy finds a test that calls one wrongly."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from socket import socket

    import trustme
    from cmic_server import Cmic, CmicServer
    from wizard_terminal import Terminal

    from cmic_wizard.guide.model import Guide
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.profile.assessment import Assessment
    from cmic_wizard.profile.checks import CheckResult
    from cmic_wizard.profile.draft import Draft
    from cmic_wizard.tui.app import WizardApp
    from tests.tui.conftest import Wizard

NeedProgram = Callable[[str], str]
Tally = Callable[[str], None]
Rounds = Callable[[int, int], int]
PrivateFile = Callable[[str, str], Path]
Tampered = Callable[[Callable[[dict[str, Any]], object]], bytes]


class Secrets(NamedTuple):
    """The options that name files with a password and a passphrase."""

    passphrase: tuple[str, Path]
    both: tuple[str, Path, str, Path]


class MadeProfiles(NamedTuple):
    """Data folders that the program has made."""

    answered: Path
    ready: Path


class AgeKey(NamedTuple):
    """A key of the real age."""

    file: Path
    public: str


class CmicOnLoopback(NamedTuple):
    """A CMiC, how it behaves, and where it is."""

    cmic: Cmic
    url: str


class Summary(NamedTuple):
    """How a check ended: all states, and the first stage that isn't plainly ok."""

    states: str
    stage: str
    state: str
    code: str


class Summarized(Protocol):
    """Sums up how a check ended."""

    def __call__(self, result: CheckResult) -> Summary: ...


class SmallDisk(NamedTuple):
    """A disk with little room."""

    folder: Path
    fill: Callable[[], None]
    empty: Callable[[], None]
    read_only: Callable[[], None]


class WizardEnv(Protocol):
    """The test's environment with changes."""

    def __call__(self, changes: Mapping[str, str | None] | None = None) -> dict[str, str]: ...


class RunWizard(Protocol):
    """Runs the program to its end."""

    def __call__(
        self,
        *args: str | Path,
        input: str | None = None,  # noqa: A002 - as subprocess calls it
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        timeout: float = 60,
        **options: object,
    ) -> subprocess.CompletedProcess[str]: ...


class OpenTerminal(Protocol):
    """Opens the program in a pseudo-terminal."""

    def __call__(
        self,
        *args: str | Path,
        before: Sequence[str | Path] = (),
        command: Sequence[str | Path] | None = None,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> Terminal: ...


class Opened(Protocol):
    """Drives the wizard in this process, on a new profile."""

    def __call__(
        self,
        answers: Mapping[str, str] | None = None,
        *,
        name: str = "Acme Builders",
        step: str = "",
        size: tuple[int, int] = (80, 24),
        lang: str = "en",
        change: Callable[[Draft], Draft] | None = None,
        app: Callable[[Path], WizardApp] | None = None,
    ) -> AbstractAsyncContextManager[Wizard]: ...


class Reviewing(Protocol):
    """Drives a review or the table of a folder in this process; each test file says what it takes."""

    def __call__(self, *args: Any, **options: Any) -> AbstractAsyncContextManager[Wizard]: ...


class ServerContext(Protocol):
    """Makes TLS for a server."""

    def __call__(self, *hosts: str, days: float = 365, ca: trustme.CA | None = None) -> ssl.SSLContext: ...


class ServeCmic(Protocol):
    """Starts a further CMiC."""

    def __call__(self, context: ssl.SSLContext | None, scenario: str = "good") -> CmicServer: ...


class CmicWith(Protocol):
    """The address of a CMiC that knows these sign-ins and companies."""

    def __call__(self, sign_ins: Mapping[str, str], **companies: str) -> str: ...


class Listen(Protocol):
    """Serves a port in an odd way; gives the port."""

    def __call__(self, serve: Callable[[socket], object]) -> int: ...


class Ask(Protocol):
    """Checks a connection, with short limits."""

    def __call__(self, url: str, **options: Any) -> Coroutine[Any, Any, CheckResult]: ...


class StoredProfile(Protocol):
    """Makes a profile that opens at a step; gives its slug."""

    def __call__(self, name: str, step: str = "", answers: Mapping[str, str] | None = None) -> str: ...


class ProfileAt(Protocol):
    """Makes a profile that is opened next; gives its slug."""

    def __call__(
        self, name: str = "Acme", at: str = "", answers: Mapping[str, str] | None = None, folder: Path = ...
    ) -> str: ...


class Stored(Protocol):
    """The answers in a profile's file."""

    def __call__(self, slug: str, folder: Path = ...) -> Mapping[str, str]: ...


class Made(Protocol):
    """The assessment of the usual profile with changes."""

    def __call__(
        self,
        answers: Mapping[str, str] | None = None,
        *,
        changes: Mapping[str, Any] | None = None,
        hostile: str = "",
    ) -> Assessment: ...


class Written(Protocol):
    """A document as text."""

    def __call__(self, name: str, assessment: Assessment, *, draft: bool = True, **options: Any) -> str: ...


class RunAge(Protocol):
    """Runs Debian's age; gives what it prints."""

    def __call__(self, *args: str | Path, data: bytes = b"") -> bytes: ...


class SshKey(Protocol):
    """Makes an SSH key; gives the path of its secret half."""

    def __call__(self, kind: str, passphrase: str = "") -> Path: ...


class PlugIn(Protocol):
    """Puts a back end where keyring will choose it; gives its file."""

    def __call__(self, source: str, *, chosen: str | None = "plugged.Keyring") -> Path: ...


class JudgeDraft(Protocol):
    """Judges a draft at the tests' moment."""

    def __call__(self, draft: Draft, guide: Guide | None = None) -> Assessment: ...


class JudgeWithout(Protocol):
    """Judges the done draft with other answers."""

    def __call__(self, answers: dict[str, str] | None = None, **changes: Any) -> Assessment: ...


class HandedOff(Protocol):
    """Makes the hand-off of a draft."""

    def __call__(self, draft: Draft, now: datetime = ...) -> HandOff: ...
