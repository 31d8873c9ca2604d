"""Opens hand-off files for a reviewer: mails, sealed and plain ones are told apart here, for every door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard.age_header import is_age
from cmic_wizard.bounds import LARGEST
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.files import read_regular
from cmic_wizard.handoff.attached import attached
from cmic_wizard.handoff.seal_worker import never
from cmic_wizard.review.opened_files import hash_of
from cmic_wizard.struct import Struct

if TYPE_CHECKING:
    from cmic_wizard.asking import Act
    from cmic_wizard.handoff.document import HandOff
    from cmic_wizard.handoff.keys import Identity
    from cmic_wizard.handoff.opening import Opened
    from cmic_wizard.handoff.seal_worker import SealWorker
    from cmic_wizard.review.details import Details
    from cmic_wizard.secret import Secret

KEPT: Final = 200
"""Sealed hand-offs that stay open for their details, without their passwords."""

Unsealed = tuple[Path, "HandOff", str]
"""A sealed file, the hand-off in it, and the file's hash."""


class Found(Struct, frozen=True):
    """What is in a file that may be a hand-off: its own bytes, or those attached to an e-mail."""

    data: bytes
    sealed: bool
    mailed: bool

    @property
    def digest(self) -> str:
        """By which a sealed file is known again; "" of another."""
        return hash_of(self.data) if self.sealed else ""


def look_into(path: Path, *, follow: bool = True) -> Found:
    """What is in a file; NothingAttached for an e-mail about other things, else FileRefused."""
    whole = read_regular(path, LARGEST, follow=follow)
    if whole.startswith(b"{"):
        return Found(whole, sealed=False, mailed=False)
    data = attached(whole)
    return Found(data, sealed=is_age(data), mailed=data is not whole)


class FileOpener:
    """Knows the keys and words of one session, and never writes any of them."""

    def __init__(
        self,
        data_dir: Path,
        own_key: Callable[[], Act[Secret | None]] | None = None,
        *,
        given: Sequence[Identity] = (),
        kept: int = KEPT,
    ) -> None:
        """`own_key` reads the reviewer's own key, which counts where none was `given`."""
        self._data_dir = data_dir
        self._kept = kept
        self._read_own_key = own_key
        self._given = tuple(given)
        self._own: Secret | None = None
        self._words: dict[str, Secret] = {}
        self._unsealed: dict[str, HandOff] = {}
        self._closed: set[str] = set()
        """Sealed files that the keys of this session don't open."""

    @property
    def has_keys(self) -> bool:
        """Whether sealed files can be opened without asking."""
        return bool(self._given) or self._own is not None

    def own_key(self) -> Act[Secret | None]:
        """The reviewer's own key, which its vault is opened for once."""
        if self._own is None and self._read_own_key is not None:
            self._own = yield from self._read_own_key()
        return self._own

    def opening(self, found: Found, cancelled: Callable[[], bool] = never) -> Act[Opened]:
        """The hand-off in a file, and its password; the words of a file are asked for once."""
        from cmic_wizard.handoff.opening import opened

        digest = found.digest
        handoff, password = yield from opened(
            found.data,
            self.own_key,
            given=lambda: self._given,
            words=lambda: self._words.get(digest),
            fitted=lambda words: self._words.update({digest: words}),
            cancelled=cancelled,
        )
        if found.sealed:
            self._keep(digest, handoff)
        return handoff, password

    def unseal(
        self,
        paths: Iterable[Path],
        cancelled: Callable[[], bool] = never,
        worker: SealWorker | None = None,
    ) -> Iterator[Unsealed]:
        """Open sealed files with the keys at hand, one after the other; those that don't open are left.

        Whoever asks again and again lends a `worker`.
        """
        from cmic_wizard.handoff import sealed
        from cmic_wizard.handoff.keys import read_identities
        from cmic_wizard.handoff.seal_worker import SealKind, SealWorker

        keys = self._given or (() if self._own is None else tuple(read_identities(self._own)))
        with SealWorker(SealKind.KEYS) if worker is None else nullcontext(worker) as opens:
            for path in paths:
                if cancelled():
                    return
                try:
                    found = look_into(path)
                    digest = found.digest
                    if digest in self._closed or not found.sealed or sealed.needs_passphrase(found.data):
                        continue
                    handoff, _none = sealed.open_sealed(found.data, keys, cancelled=cancelled, worker=opens)
                except sealed.NoKeyFits:
                    self._closed.add(digest)
                    continue
                except WizardError:
                    continue
                self._keep(digest, handoff)
                yield path, handoff, digest

    def details(self, path: Path) -> Details | None:
        """What matters of a file; None of a sealed one that this session has not opened."""
        from cmic_wizard.handoff import document
        from cmic_wizard.review.details import details_in

        try:
            found = look_into(path)
            handoff = self._unsealed.get(found.digest) if found.sealed else document.parse(found.data)
        except FileRefused:
            return None
        return None if handoff is None else details_in(self._data_dir, handoff, datetime.now(UTC))

    def _keep(self, digest: str, handoff: HandOff) -> None:
        self._unsealed.pop(digest, None)
        self._unsealed[digest] = handoff
        while len(self._unsealed) > self._kept:
            del self._unsealed[next(iter(self._unsealed))]
