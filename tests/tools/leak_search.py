"""Looks for a secret in files, bytes and system calls, in every form that it may have taken."""

from __future__ import annotations

import base64
import html
import json
import quopri
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

CALLS: Final = (
    *("write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg"),
    *("execve", "open", "openat", "creat", "rename", "renameat", "renameat2", "link", "linkat"),
    *("symlink", "symlinkat", "mkdir", "mkdirat", "memfd_create", "dup2", "setxattr", "process_vm_writev"),
)
"""The system calls by which something can leave a process, and those that tell who is at which pipe's end."""
OWN_CHILDREN: Final = ("/credentials/child.py", "cmic_wizard.handoff.seal_child", "/handoff/seal_child.py")
"""The program's own child processes, to which it talks through pipes."""


def forms(secret: str) -> dict[str, bytes]:
    """The secret, each form by its name; whatever holds one of them holds the secret."""
    plain = secret.encode()
    found = {
        "clear": plain,
        "decomposed": unicodedata.normalize("NFD", secret).encode(),
        "reversed": secret[::-1].encode(),
        "latin": secret.encode("latin-1", "replace"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "url": quote(secret, safe="").encode(),
        "url, lower": re.sub("%[0-9A-F]{2}", lambda m: m[0].lower(), quote(secret, safe="")).encode(),
        "form": quote_plus(secret).encode(),
        "html": html.escape(secret).encode(),
        "json": json.dumps(secret)[1:-1].encode(),
        "repr": ascii(secret)[1:-1].encode(),
        "quoted-printable": quopri.encodestring(plain, quotetabs=False).rstrip(b"=\n"),
        "utf-16-le": secret.encode("utf-16-le"),
        "utf-16-be": secret.encode("utf-16-be"),
        "utf-32-le": secret.encode("utf-32-le"),
    }
    for offset in range(3):
        # Only whole groups of the secret itself: what stands before and after it changes the others.
        first, count = -offset % 3, (len(plain) - (-offset % 3)) // 3 * 3
        coded = base64.b64encode(plain[first : first + count])
        found[f"base64 at {offset}"] = coded
        found[f"base64url at {offset}"] = coded.replace(b"+", b"-").replace(b"/", b"_")
    return found


def found_in(data: bytes, secrets: Mapping[str, str]) -> set[str]:
    """The secrets (by name) that stand in `data`, whatever their form, each with the form's name."""
    return {
        f"{name} ({form})"
        for name, secret in secrets.items()
        for form, bytes_ in forms(secret).items()
        if bytes_ in data
    }


def in_files(
    folder: Path, secrets: Mapping[str, str], apart_from: Iterable[Path] = ()
) -> dict[str, set[str]]:
    """The files below a folder that hold a secret, or have one in their name."""
    left_out = {path.resolve() for path in apart_from}
    found: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        hits = found_in(str(path.relative_to(folder)).encode("utf-8", "surrogateescape"), secrets)
        if path.is_file() and not path.is_symlink() and path.resolve() not in left_out:
            hits |= found_in(path.read_bytes(), secrets)
        if hits:
            found[str(path.relative_to(folder))] = hits
    return found


def clipboard_in(raw: bytes) -> list[bytes]:
    """What a program put into the terminal's clipboard by OSC 52."""
    copied = re.findall(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]*)", raw)
    return [base64.b64decode(text + b"==") for text in copied]


@dataclass
class Trace:
    """What strace saw of a family of processes. Pipes to the program's own children are no leaks."""

    file: Path
    calls: int = 0
    _streams: dict[tuple[int, str, str], bytes] = field(default_factory=lambda: defaultdict(bytes))
    _own_pipes: set[str] = field(default_factory=set)

    def command(self) -> list[str]:
        """The words to put before a command."""
        return [
            *("strace", "-f", "-qq", "-v", "-yy", "-xx", "-s", "1000000", "--seccomp-bpf"),
            *("-e", "signal=none", "-e", f"trace={','.join('?' + call for call in CALLS)}"),
            *("-o", str(self.file)),
        ]

    def read(self) -> None:
        """Take in what was traced."""
        ends: dict[int, list[str]] = defaultdict(list)
        for line in self.file.read_text("latin-1").splitlines():
            parts = _LINE.match(line)
            if parts is None:
                continue
            self.calls += 1
            process, call, rest = int(parts[1]), parts[2], parts[3]
            data = b"\0".join(_texts(rest))
            if call == "dup2":
                if standard := _END.match(rest):
                    ends[process].append(_readable(standard[1]))
                continue
            if call == "execve" and any(child.encode() in data for child in OWN_CHILDREN):
                self._own_pipes.update(ends[process])
            target = _TARGET.match(rest) if "write" in call or call.startswith("send") else None
            # What goes to one place is searched as one text, so that no leak hides in its parts.
            place = ("write", _readable(target[1])) if target else (call, "")
            self._streams[process, *place] += data if target else data + b"\0"

    def leaks(self, secrets: Mapping[str, str]) -> dict[str, set[str]]:
        """Where a secret went, but for the pipes of the program's own children: call and place."""
        return self._hits(secrets, own=False)

    def handed(self, secrets: Mapping[str, str]) -> dict[str, set[str]]:
        """Where a secret went through those pipes."""
        return self._hits(secrets, own=True)

    def _hits(self, secrets: Mapping[str, str], *, own: bool) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for (_process, call, target), data in self._streams.items():
            if (target in self._own_pipes) is own and (hits := found_in(data, secrets)):
                found.setdefault(f"{call} {target}".strip(), set()).update(hits)
        return found


_LINE: Final = re.compile(r"(\d+) +(\w+)\((.*)")
_TARGET: Final = re.compile(r"\d+<(.*?)>(?:, |\)|$)")
_END: Final = re.compile(r"\d+<(.*?)>, [01](?:<|\))")
_HEX: Final = re.compile(r"(?:\\x[0-9a-f]{2})+")
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def _texts(arguments: str) -> Iterator[bytes]:
    for hexed in _STRING.findall(arguments):
        yield bytes.fromhex(hexed.replace("\\x", ""))


def _readable(place: str) -> str:
    """A file or a pipe behind a descriptor, which strace writes in hexadecimal."""
    return _HEX.sub(
        lambda found: bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8", "replace"), place
    )
