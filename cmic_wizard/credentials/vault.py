"""The vault, where there is no key ring: an OpenSSH key under a passphrase, an age file for each password.

Both are standard formats: `age -d -i vault-key NAME.age` opens a password without this program.
"""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cmic_wizard import files, presence
from cmic_wizard.credentials.naming import Entry
from cmic_wizard.credentials.states import VaultState
from cmic_wizard.errors import CredentialError, FileRefused
from cmic_wizard.i18n import _
from cmic_wizard.secret import Secret
from cmic_wizard.text import hidden

SHORTEST_PASSPHRASE: Final = 12
"""Characters; there are no rules about which."""

_FILE_AT_MOST: Final = 64 * 1024
_LOCK_WAIT: Final = 10.0


def passphrase_problem(passphrase: Secret) -> str:
    """Why a new passphrase is refused, as a sentence; "" where it is good."""
    if any(hidden(character) for character in passphrase.reveal()):
        return _("The passphrase contains a character that cannot be typed, such as a line feed or a tab.")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return _(
            "A new passphrase needs at least {count} characters; six random words make a good one."
        ).format(count=SHORTEST_PASSPHRASE)
    return ""


class Vault:
    """The vault in a folder of its own; once unlocked, its key stays in memory until `lock`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key_file = folder / "vault-key"
        self._public_file = folder / "vault-key.pub"
        self._identity: Any = None
        self._busy = threading.RLock()

    def exists(self) -> bool:
        """Whether a vault was created here; CredentialError where that can't be told."""
        with _file_errors():
            return presence.is_file(self._key_file)

    @property
    def unlocked(self) -> bool:
        """Whether passwords can be read without asking for the passphrase."""
        return self._identity is not None

    def lock(self) -> None:
        """Forget the key; the next reading asks for the passphrase again."""
        self._identity = None

    def set_aside(self, moment: datetime) -> Path:
        """Move the vault, which nobody can open any more, to a name with the time in it; where it is now.

        Nothing of it is lost: under its own name it opens again with its passphrase.
        """
        with self._busy, _file_errors():
            self.lock()
            stamp = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            place = self.folder.with_name(f"{self.folder.name}.forgotten-{stamp}")
            files.move(self.folder, place)
            return place

    def create(self, passphrase: Secret) -> None:
        """Make the vault under a new passphrase and leave it unlocked; an existing one is never replaced."""
        from cmic_wizard.credentials import openssh

        if problem := passphrase_problem(passphrase):
            raise CredentialError(problem, VaultState.WEAK)
        _age()
        with self._busy, _file_errors():
            files.make_private_dir(self.folder)
            with self._alone():
                if presence.is_there(self._key_file):
                    raise CredentialError(
                        _("There is a vault already; it opens with the passphrase it was made with."),
                        VaultState.EXISTS,
                    )
                private, public = openssh.new_key(_utf8(passphrase))
                files.write_atomically(self._key_file, private)
                files.write_atomically(self._public_file, _line(public))
            self.unlock(passphrase)

    def unlock(self, passphrase: Secret) -> None:
        """Open the vault and keep its key in memory; takes half a second. Repairs a lost public half."""
        from cmic_wizard.credentials import openssh

        age = _age()
        with self._busy, _file_errors():
            private = self._private()
            try:
                opened = openssh.open_key(private, _utf8(passphrase))
            except openssh.WrongPassphraseError:
                raise CredentialError(
                    _(
                        "This passphrase does not open the vault; check capital letters and the keyboard's"
                        " language, and try again."
                    ),
                    VaultState.WRONG,
                ) from None
            except openssh.DamagedKeyError:
                raise self._damaged_key() from None
            if self._public() != opened.public_line:
                files.write_atomically(self._public_file, _line(opened.public_line))
            self._identity = age.ssh.Identity.from_buffer(opened.private)

    def save(self, entry: Entry, secret: Secret) -> None:
        """Encrypt a secret into the vault; needs only the public half, so no passphrase."""
        path, age = self._path(entry), _age()
        with self._busy, _file_errors():
            recipient = age.ssh.Recipient.from_str(self._recipient())
            sealed: bytes = age.encrypt(_utf8(secret), [recipient], armored=True)
            files.make_private_dir(self.folder)
            files.write_atomically(path, sealed)
            if self.unlocked and self.load(entry).reveal() != secret.reveal():
                raise self._damaged_entry(path)

    def load(self, entry: Entry) -> Secret:
        """Read a secret; the vault must be unlocked."""
        from cmic_wizard import age_header

        path, age = self._path(entry), _age()
        with self._busy, _file_errors():
            if not self.exists() or not self.holds(entry):
                raise CredentialError(
                    _("The vault has nothing stored for this profile. Enter the password again."),
                    VaultState.ABSENT,
                )
            if self._identity is None:
                raise CredentialError(_("The vault is locked: give its passphrase."), VaultState.LOCKED)
            sealed = files.read_regular(path, _FILE_AT_MOST)
            try:
                sealed = age_header.read(sealed).binary
                return Secret(age.decrypt(sealed, [self._identity]).decode("utf-8"))
            except (FileRefused, age.DecryptError, ValueError):
                raise self._damaged_entry(path) from None

    def holds(self, entry: Entry) -> bool:
        """Whether there is a secret under just this name, whatever else the disk takes for the same one."""
        with _file_errors():
            return entry.file in files.names_in(self.folder)

    def remove(self, entry: Entry) -> None:
        """Remove a secret; one that is not there is fine. Needs no passphrase."""
        path = self._path(entry)
        if not self.holds(entry):
            return
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise CredentialError(
                _("“{path}” can't be removed: {reason}.").format(
                    path=files.shown(path), reason=files.reason_of(error)
                ),
                VaultState.FILE,
            ) from None

    def _path(self, entry: Entry) -> Path:
        return self.folder / entry.file

    def _private(self) -> bytes:
        if not self.exists():
            raise CredentialError(_("There is no vault yet: choose a passphrase for one."), VaultState.ABSENT)
        return files.read_regular(self._key_file, _FILE_AT_MOST)

    def _public(self) -> str:
        """The public file's line, "" where it is missing or unreadable."""
        with contextlib.suppress(FileRefused, UnicodeDecodeError):
            return files.read_regular(self._public_file, _FILE_AT_MOST).decode("ascii").strip()
        return ""

    def _recipient(self) -> str:
        """The public half, the same in both files: a flipped bit would lose what is saved."""
        from cmic_wizard.credentials import openssh

        try:
            line = openssh.public_line(self._private())
        except openssh.DamagedKeyError:
            raise self._damaged_key() from None
        if self._public() != line:
            raise CredentialError(
                _(
                    "The two files of the vault's key do not belong together: unlock the vault with its"
                    " passphrase, which repairs them."
                ),
                VaultState.DAMAGED,
            )
        return line

    def _damaged_key(self) -> CredentialError:
        sentence = _(
            "The vault's key “{path}” is damaged: restore it from a backup, or remove the folder and enter"
            " the passwords again."
        )
        return CredentialError(sentence.format(path=files.shown(self._key_file)), VaultState.DAMAGED)

    def _damaged_entry(self, path: Path) -> CredentialError:
        sentence = _("“{path}” is damaged or was made for another vault. Enter the password again.")
        return CredentialError(sentence.format(path=files.shown(path)), VaultState.DAMAGED)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Two wizards that create the vault at once must not replace each other's key."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.folder / ".lock", timeout=_LOCK_WAIT, mode=0o600):
                yield
        except (Timeout, OSError):
            raise CredentialError(
                _("Another program is working on the vault. Try again in a moment."), VaultState.FILE
            ) from None


def _line(public: str) -> bytes:
    return f"{public}\n".encode("ascii")


def _utf8(secret: Secret) -> bytes:
    """The secret's bytes; half characters are refused before any exception could quote the whole."""
    if any("\ud800" <= character <= "\udfff" for character in secret.reveal()):
        raise CredentialError(
            _(
                "This contains a broken character (one that did not copy completely), which "
                "cannot be stored. Type it again."
            ),
            VaultState.UNSTORABLE,
        )
    return secret.reveal().encode("utf-8")


def _age() -> Any:
    """The age library, which carries no types; absent where no wheel of it exists."""
    try:
        return importlib.import_module("pyrage")
    except ImportError:
        raise CredentialError(
            _(
                "The vault needs the Python package “pyrage”, which is missing here (there is none for"
                " Windows on ARM). Use the key ring, or enter the password each time it is needed."
            ),
            VaultState.UNAVAILABLE,
        ) from None


@contextlib.contextmanager
def _file_errors() -> Iterator[None]:
    try:
        yield
    except FileRefused as error:
        raise CredentialError(str(error), VaultState.FILE) from None
