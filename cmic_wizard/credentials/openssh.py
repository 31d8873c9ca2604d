"""The vault's key in OpenSSH's own format: made, opened, and its public half read without a passphrase."""

from __future__ import annotations

import base64
import binascii
import struct
from typing import Final

from cmic_wizard.struct import Struct

ROUNDS: Final = 64
"""Rounds of bcrypt for a new key, 0.4 s of work."""

_ROUNDS_AT_MOST: Final = 512
_BEGIN: Final = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_END: Final = b"-----END OPENSSH PRIVATE KEY-----"
_MAGIC: Final = b"openssh-key-v1\0"
_KEY_TYPE: Final = b"ssh-ed25519"
_COMMENT: Final = "cmic-wizard vault"


class DamagedKeyError(Exception):
    """The file is no passphrase-protected Ed25519 key that this program made."""


class WrongPassphraseError(Exception):
    """The passphrase does not open the key (or its encrypted part is damaged, which looks the same)."""


class Opened(Struct, frozen=True):
    """A key in clear, in memory only."""

    private: bytes
    public_line: str

    def __repr__(self) -> str:
        return "Opened(•••)"


def new_key(passphrase: bytes) -> tuple[bytes, str]:
    """A fresh Ed25519 key: the private file's bytes, encrypted, and the public line."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    encryption = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(ROUNDS).build(passphrase)
    private = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption)
    return private, public_line(private)


def public_line(private: bytes) -> str:
    """The public half, which an OpenSSH private file holds in clear; also checks the file's form and cost.

    Raises DamagedKeyError.
    """
    blob = _header(private)
    return f"{_KEY_TYPE.decode()} {base64.b64encode(blob).decode('ascii')} {_COMMENT}"


def open_key(private: bytes, passphrase: bytes) -> Opened:
    """The key in clear; raises WrongPassphraseError or DamagedKeyError."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
        load_ssh_private_key,
    )

    _header(private)
    try:
        key = load_ssh_private_key(private, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        problem: Exception = WrongPassphraseError() if "checksum" in str(error) else DamagedKeyError()
        raise problem from None
    if not isinstance(key, Ed25519PrivateKey):
        raise DamagedKeyError
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")
    clear = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return Opened(clear, f"{public} {_COMMENT}")


def _header(private: bytes) -> bytes:
    """The public key's blob; DamagedKeyError for another form, or for rounds that would take minutes."""
    body = private.strip()
    if not (body.startswith(_BEGIN) and body.endswith(_END)):
        raise DamagedKeyError
    try:
        data = base64.b64decode(b"".join(body[len(_BEGIN) : -len(_END)].split()), validate=True)
        if not data.startswith(_MAGIC):
            raise DamagedKeyError
        cipher, data = _string(data[len(_MAGIC) :])
        kdf, data = _string(data)
        options, data = _string(data)
        _salt, rounds = _string(options)
        (keys,) = struct.unpack(">I", data[:4])
        blob, _rest = _string(data[4:])
        kind, key = _string(blob)
        point, surplus = _string(key)
        (count,) = struct.unpack(">I", rounds)
    except (binascii.Error, struct.error, ValueError):
        raise DamagedKeyError from None
    known = (cipher, kdf, keys, kind, len(point), surplus) == (
        b"aes256-ctr",
        b"bcrypt",
        1,
        _KEY_TYPE,
        32,
        b"",
    )
    if not known or not 1 <= count <= _ROUNDS_AT_MOST:
        raise DamagedKeyError
    return blob


def _string(data: bytes) -> tuple[bytes, bytes]:
    (length,) = struct.unpack(">I", data[:4])
    if length > len(data) - 4:
        raise DamagedKeyError
    return data[4 : 4 + length], data[4 + length :]
