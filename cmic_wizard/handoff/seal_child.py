"""The child that seals and opens with words, as scrypt takes a gigabyte and may abort; run by its path.

It imports nothing of this package. One request comes in on standard input: a line `encrypt N` or `decrypt N`,
then N bytes of passphrase, then the data. One answer goes out: a line `ok`, `wrong`, `memory` or `broken`,
then the result.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from typing import Final

MEMORY_AT_MOST: Final = 1536 * 1024 * 1024
"""Bytes of address space; scrypt at pyrage's work factor needs a little over one gigabyte of it."""


def answer(request: bytes) -> bytes:
    """Do what the request says; no exception's text gets into the answer, for it may quote the data."""
    head, _newline, rest = request.partition(b"\n")
    operation, length = head.split()
    passphrase, data = rest[: int(length)].decode("utf-8"), rest[int(length) :]
    try:
        age = importlib.import_module("pyrage")
    except ImportError:
        return b"broken\n"
    try:
        if operation == b"encrypt":
            return b"ok\n" + bytes(age.passphrase.encrypt(data, passphrase, armored=True))
        return b"ok\n" + bytes(age.passphrase.decrypt(data, passphrase))
    except age.DecryptError as error:
        return b"wrong\n" if str(error) in ("Decryption failed", "decryption failed") else b"broken\n"
    except MemoryError:
        return b"memory\n"
    except Exception:
        return b"broken\n"


def _limit() -> None:
    """Hold the memory down, and leave no core file behind, which would hold the password."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, MEMORY_AT_MOST)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer one request."""
    _limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
