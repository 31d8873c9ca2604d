"""The child that seals and opens age files, whose work may take a gigabyte, and may not end; run by its path.

It imports nothing of this package. Its argument says whether `words` or `keys` open. It says `ready`, then
takes one request after the other on standard input: a line `OPERATION LENGTH…`, then as many parts of these
lengths, the data last. Each answer is a line `ok LENGTH` with the result behind it, or a line that says what
went wrong: `wrong`, `no-key`, `memory` or `broken`. It ends with its standard input, even amidst its work.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` and `contextlib` would take a third of the time that this takes to start
if TYPE_CHECKING:
    from typing import Any

MEGABYTE = 1024 * 1024
MEMORY_AT_MOST = {"words": 1536 * MEGABYTE, "keys": 256 * MEGABYTE}
"""Bytes of address space; scrypt at pyrage's work factor needs a little over one gigabyte of it."""
SECONDS_AT_MOST = {"words": 90, "keys": 10}
"""Seconds of computing for one request, where the parent does not end it sooner."""

_PR_SET_DUMPABLE = 4
_WRONG = "decryption failed"


def answer(age: Any, operation: bytes, parts: list[bytes]) -> bytes:
    """Do what was asked; no exception's text gets into the answer, for it may quote the data."""
    *secrets, data = parts
    try:
        result = bytes(_operate(age, operation, [secret.decode("utf-8") for secret in secrets], data))
    except age.DecryptError as error:
        said = str(error).lower()
        return b"no-key\n" if "no matching" in said else b"wrong\n" if said == _WRONG else b"broken\n"
    except MemoryError:
        return b"memory\n"
    except BaseException:  # a panic of the library is no Exception
        return b"broken\n"
    return b"ok %d\n" % len(result) + result


def _operate(age: Any, operation: bytes, secrets: list[str], data: bytes) -> Any:
    if operation == b"encrypt-words":
        return age.passphrase.encrypt(data, secrets[0], armored=True)
    if operation == b"decrypt-words":
        return age.passphrase.decrypt(data, secrets[0])
    return age.decrypt(data, [_identity(age, secret) for secret in secrets])


def _identity(age: Any, text: str) -> Any:
    if text.startswith("-----BEGIN "):
        return age.ssh.Identity.from_buffer(text.encode())
    return age.x25519.Identity.from_str(text)


def _harden(kind: str) -> None:
    """Hold the memory down, and let nobody look into it: it holds passwords."""
    if sys.platform == "linux":
        try:
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        except (ImportError, OSError, AttributeError):
            pass
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, MEMORY_AT_MOST[kind])):
        _limit(what, most, most)


def _limit_time(kind: str) -> None:
    """Let the system end this process where one request takes longer than any should."""
    if sys.platform == "win32":
        return
    import resource

    user, system = os.times()[:2]
    most = int(user + system) + SECONDS_AT_MOST[kind]
    _limit(resource.RLIMIT_CPU, most, resource.getrlimit(resource.RLIMIT_CPU)[1])


def _limit(what: int, soft: int, hard: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    try:  # noqa: SIM105 - see above
        resource.setrlimit(what, (soft, hard))
    except (OSError, ValueError):
        pass


def _end_with_parent(descriptor: int, *, wanted: bool) -> None:
    """Have the system end this process when its standard input does; the library lets no thread watch it.

    What the parent writes would end it as well, so this holds only from a request to its answer.
    """
    if sys.platform == "win32":
        return
    import fcntl
    import select

    try:
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC if wanted else flags & ~os.O_ASYNC)
    except (OSError, AttributeError):
        return
    if wanted and select.select([descriptor], [], [], 0)[0]:  # the end came before
        os._exit(3)


def main() -> None:
    """Answer requests until there are no more."""
    kind = sys.argv[1]
    _harden(kind)
    try:
        import pyrage
    except ImportError:
        return
    _say(b"ready\n")
    while head := _line().split():
        parts = [_exactly(int(length)) for length in head[1:]]
        _limit_time(kind)
        _end_with_parent(0, wanted=True)
        said = answer(pyrage, head[0], parts)
        _end_with_parent(0, wanted=False)
        _say(said)


def _say(text: bytes) -> None:
    while text:
        text = text[os.write(1, text) :]


def _line() -> bytes:
    line = b""
    while not line.endswith(b"\n") and (part := os.read(0, 1)):
        line += part
    return line


def _exactly(length: int) -> bytes:
    data = b""
    while len(data) < length and (part := os.read(0, length - len(data))):
        data += part
    return data


if __name__ == "__main__":
    main()
