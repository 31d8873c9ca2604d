"""SSL_CERT_FILE: a setting that should bring a company's own authority, and what may be wrong with it."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from cmic_wizard.errors import FileRefused
from cmic_wizard.files import read_regular
from cmic_wizard.presence import is_file

_BEGINS = (b"-----BEGIN CERTIFICATE-----", b"-----BEGIN TRUSTED CERTIFICATE-----")
_READ_AT_MOST = 4 * 1024 * 1024
"""Bytes; the largest bundles of authorities have a tenth of that."""


def trouble_with_cert_file() -> tuple[str, str]:
    """The code of the sentence on what is wrong, and the file's name without its folders; "" for nothing."""
    setting = os.environ.get("SSL_CERT_FILE", "")
    if not setting:
        return "", ""
    return _trouble(setting), Path(setting).name or setting


def _trouble(setting: str) -> str:
    try:
        path = Path(setting)
        if not is_file(path):
            return "tls.cert_file_missing"
        data = read_regular(path, _READ_AT_MOST, follow=True)
    except FileRefused:
        return "tls.cert_file_unreadable"
    if not data.strip():
        return "tls.cert_file_empty"
    if not any(begin in data for begin in _BEGINS):
        return "tls.cert_file_no_pem"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (ssl.SSLError, OSError):
        return "tls.cert_file_damaged"
    return ""
