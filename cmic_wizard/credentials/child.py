"""The child process that asks the key ring, because a key ring may block for ever; run by its path.

It imports nothing of this package. One line of JSON comes in, one goes out; only they hold the password.
When the parent goes away, standard input ends, and this process ends with everything that it started.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

ALLOWED: Final = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
"""The back ends that encrypt; keyring itself would also choose one that writes plain text or forgets."""

_PR_SET_DUMPABLE: Final = 4
_CHAIN: Final = "keyring.backends.chainer.ChainerBackend"
_NOTHING: Final = frozenset({"keyring.backends.fail.Keyring", _CHAIN})
_DEFAULT_COLLECTION: Final = "/org/freedesktop/secrets/aliases/default"
_MACOS_NO_INTERACTION: Final = "-25308"
_LOCKED: Final = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})
_NONE: Final = frozenset({"NoKeyringError", "SecretServiceNotAvailableException"})


def name_of(backend: KeyringBackend) -> str:
    """The back end's module and class, by which it is allowed or refused."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def chosen_backend() -> tuple[KeyringBackend | None, str]:
    """The back end to use; else None, with the name of the refused one, or "" where there is no key ring."""
    import keyring

    chosen = keyring.get_keyring()
    candidates: list[KeyringBackend] = [chosen]
    if name_of(chosen) == _CHAIN:
        candidates = list(getattr(chosen, "backends", ()))
    for candidate in candidates:
        if name_of(candidate) in ALLOWED:
            return candidate, name_of(candidate)
    return None, next((name for name in map(name_of, candidates) if name not in _NOTHING), "")


def would_ask(backend: KeyringBackend) -> bool:
    """Whether the key ring is known to be locked or not yet set up, found out without opening a window."""
    if name_of(backend) != "keyring.backends.SecretService.Keyring":
        return False
    import secretstorage

    path = getattr(backend, "preferred_collection", _DEFAULT_COLLECTION)
    with closing(secretstorage.dbus_init()) as connection:
        try:
            return bool(secretstorage.Collection(connection, path).is_locked())
        except secretstorage.exceptions.ItemNotFoundException:
            return True


def perform(request: dict[str, str]) -> dict[str, Any]:
    """Do what the request says; the answer never holds an exception's text, which may quote the password."""
    backend, name = chosen_backend()
    if backend is None:
        return {"state": "refused" if name else "none", "backend": name}
    try:
        answer = _operate(backend, request)
    except Exception as error:
        answer = {"state": state_of(error, name), "cause": type(error).__name__}
    return {"backend": name, **answer}


def _operate(backend: KeyringBackend, request: dict[str, str]) -> dict[str, Any]:
    operation = request["operation"]
    if operation == "probe":
        return {"state": "locked" if would_ask(backend) else "ok"}
    service, user = request["service"], request["user"]
    if operation in ("set", "add"):
        secret = request["secret"]
        if operation == "add" and backend.get_password(service, user) not in (None, secret):
            return {"state": "taken"}
        backend.set_password(service, user, secret)
        if backend.get_password(service, user) == secret:
            return {"state": "ok"}
        with suppress(Exception):
            backend.delete_password(service, user)
        return {"state": "lost"}
    stored = backend.get_password(service, user)
    if stored is None:
        return {"state": "absent"}
    if operation == "get":
        return {"state": "ok", "secret": str(stored)}
    backend.delete_password(service, user)
    gone = backend.get_password(service, user) is None
    return {"state": "ok"} if gone else {"state": "error", "cause": "NotDeleted"}


def state_of(error: BaseException, backend: str) -> str:
    """Which state an exception of keyring or of the libraries below it means."""
    link: BaseException | None = error
    while link is not None:
        names = {kind.__name__ for kind in type(link).__mro__}
        if names & _LOCKED or _MACOS_NO_INTERACTION in str(link):
            return "locked"
        if names & _NONE:
            return "none"
        link = link.__cause__
    cancelled = type(error).__name__ in ("PasswordSetError", "PasswordDeleteError")
    return "locked" if cancelled and ".kwallet." in backend else "error"


def _private(descriptor: int) -> int:
    """The pipe behind a standard stream, for us alone; what a back end prints or asks leads nowhere."""
    pipe = os.dup(descriptor)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return pipe


def _request(pipe: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(pipe, 65536)
        if not part:
            os._exit(2)
        line += part
    return line


def _end_with_parent(pipe: int) -> None:
    with suppress(OSError):
        while os.read(pipe, 1):
            pass
    if sys.platform != "win32":
        with suppress(OSError):
            if os.getpgid(0) == os.getpid():
                os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(3)


def _harden() -> None:
    """No core dump and no peeking: starting a program takes back what its parent had forbidden.

    The limit does not hold where cores go to another program; that nobody may look into the process does.
    """
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer one request and end, at once and without the interpreter's own tidying up."""
    _harden()
    incoming, outgoing = _private(0), _private(1)
    sys.argv[0] = "cmic-wizard"  # KWallet shows it when it asks for leave
    request = json.loads(_request(incoming))
    threading.Thread(target=_end_with_parent, args=(incoming,), daemon=True).start()
    try:
        answer = perform(request)
    except BaseException as error:
        answer = {"state": state_of(error, ""), "cause": type(error).__name__}
    line = json.dumps(answer).encode("ascii") + b"\n"
    while line:
        line = line[os.write(outgoing, line) :]
    os._exit(0)


if __name__ == "__main__":
    main()
