"""A connection check that goes through, as a whole process, against the test server on this computer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import probe
from cmic_server import Cmic, CmicServer, tls_context

HERE = Path(__file__).parent
USER, PASSWORD, PASSPHRASE = "PROCORE_SVC", "example-password", "six words that nobody else knows"
COMPANIES = {"001": "Acme Builders, Inc.", "ACME01": "Acme Builders Canada"}


def checks(env: dict[str, str], folder: Path, runs: int) -> Iterator[probe.Row]:
    """`check` with the password from the vault, beside the same requests without any look at the answers."""
    folder.mkdir(parents=True)
    certificate = folder / "ca.pem"
    context = tls_context(None, certificate)
    with CmicServer(Cmic(sign_ins={USER: PASSWORD}, companies=COMPANIES), context) as server:
        env = env | {"CMIC_WIZARD_DATA_DIR": str(folder / "data"), "SSL_CERT_FILE": str(certificate)}
        env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        wizard = (sys.executable, "-m", "cmic_wizard", "--profile", "Acme Builders")
        passphrase = ("--passphrase-file", _private(folder / "passphrase", PASSPHRASE))
        password = ("--password-file", _private(folder / "password", PASSWORD))
        answers = (f"mobile_server_url={server.url()}", f"service_user={USER}", "company_codes=001,ACME01")
        hosted = [f"connection.{answer}" for answer in ("hosting=hosted", *answers)]
        probe.process((*wizard, "set", *hosted, "connection.service_password", *password, *passphrase), env)
        bare = (sys.executable, str(HERE / "bare_requests.py"), server.url(), str(certificate))
        takes = {
            "wizard": partial(probe.process, (*wizard, "check", *passphrase), env),
            "bare": partial(probe.process, (*bare, f"{USER}:{PASSWORD}", *COMPANIES), env),
        }
        times = {name: probe.median(found) for name, found in probe.interleaved(takes, runs).items()}
    yield (
        "`check` with two companies and six modules, whole process",
        times["wizard"],
        "the requests alone",
        times["bare"],
        "ms",
    )


def _private(path: Path, secret: str) -> str:
    path.touch(0o600)
    path.write_text(secret)
    return str(path)
