"""Every door by which a server gets in: its replies, its certificates, its echoes, and its addresses.

A find is an exception, a sentence or a detail unfit to be shown, too much time, or a secret that came out.
"""

from __future__ import annotations

import json
import ssl
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import trustme
from cmic_server import Answer
from echoes import PLACES, shared_run
from forged import FORGED, Forge
from fuzz_der import DerMutator
from fuzz_loaders import Loader
from fuzz_servers import body_of, head_of, make_address, make_echo, make_reply

from cmic_wizard.connection import proxies, tls
from cmic_wizard.connection.base_address import understand
from cmic_wizard.connection.certificates import certificate
from cmic_wizard.connection.modules import judged
from cmic_wizard.connection.outcome import Outcome, StageError
from cmic_wizard.connection.progress import Listeners, Progress
from cmic_wizard.connection.replies import before_sign_in, further_company, signed
from cmic_wizard.connection.reply import Reply
from cmic_wizard.connection.target import Limits
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.check_wording import COUNTING, SENTENCES
from cmic_wizard.profile.check_words import sentence
from cmic_wizard.profile.checks import Stage
from cmic_wizard.profile.fields import read
from cmic_wizard.secret import Secret
from cmic_wizard.text import hidden

HOST: Final = "erp.q.example"
NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SENTENCE_AT_MOST: Final = 1200
DETAIL_AT_MOST: Final = 210
_OURS: Final = ("host", "status", "company", "port", "version", "days", "date", "module")
"""What a sentence is filled with that no server said."""
_STEPS: Final = [
    Step(f"section.{rule}", Kind.TEXT, "A step", rule=rule)
    for rule in ("url", "tenant_id", "service_user", "company_codes", "version", "people", "schedule", "uuid")
]


class Network:
    """The doors, with what they need; a `Doors` for what comes from servers."""

    def __init__(self, _folder: Path) -> None:
        forge = Forge(trustme.CA())
        made = [_made(forge, options) for options in FORGED.values()]
        made += [forge.make(), ssl.PEM_cert_to_DER_cert(trustme.CA().cert_pem.bytes().decode())]
        leaf = trustme.CA().issue_cert("h.example", "*.h.example", "127.0.0.1", common_name="h.example")
        made.append(ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode()))
        listed = (
            Loader("replies", _replies, make_reply),
            Loader("echoes", Echoes().load, make_echo),
            Loader("certificates", _certificate, DerMutator(made).make),
            Loader("addresses", _address, make_address),
        )
        self.loaders: Final = {loader.name: loader for loader in listed}

    def close(self) -> None:
        """Nothing waits."""


def _made(forge: Forge, options: Any) -> bytes:
    made = forge.make(**options)
    # One of thousands of names would only make the others slow.
    return made if len(made) < 20_000 else forge.make()


def demand_fit(*outcomes: Outcome) -> list[str]:
    """Everything that stages' results show, once they are kept; it must be fit to be shown."""
    unheard = Listeners(lambda _stage: None, lambda _stage, _company: None, lambda _result: None)
    kept = Progress((), unheard, Limits(), lambda _stages: None)
    for outcome in outcomes:
        kept.keep("http", outcome, 0.0)
    return [_shown(stage) for stage in kept.stages]


def _shown(stage: Stage) -> str:
    assert stage.code in SENTENCES or stage.code in COUNTING, f"no sentence for {stage.code!r}"
    said = sentence(stage)
    assert said.strip(), f"{stage.code} says nothing"
    assert len(said) <= SENTENCE_AT_MOST, f"{stage.code} says {len(said)} characters"
    assert len(stage.detail) <= DETAIL_AT_MOST, f"{stage.code} shows {len(stage.detail)} characters"
    for text in (said, stage.detail, *stage.values.values()):
        # Asking ASCII first saves the most of the time.
        fit = (text.isascii() and text.isprintable()) or not any(map(hidden, text))
        assert fit, f"{stage.code} holds a hidden character"
    return "\n".join([stage.detail, *(value for name, value in stage.values.items() if name not in _OURS)])


def _replies(data: bytes) -> object:
    line, _newline, body = data.partition(b"\n")
    head = head_of(line)
    reply = Reply(
        head.status, head.content_type, head.location, head.challenges, body[: Limits().reply],
        truncated=len(body) > Limits().reply,
    )  # fmt: skip
    return demand_fit(*_outcomes(reply, head.company))


def _outcomes(reply: Reply, company: str) -> list[Outcome]:
    """All that the reply may mean, whichever question it answers."""
    found = [before_sign_in(reply, HOST), further_company(reply, HOST, company), judged(reply, "jobs")]
    found.append(signed(reply, HOST, company, with_tenant=True, unsigned=Reply(403)).user)
    for code, with_tenant in ((company, True), (None, False)):
        verdict = signed(reply, HOST, code, with_tenant=with_tenant)
        found += [each for each in (verdict.user, verdict.role, verdict.company) if each is not None]
    return found


class Echoes:
    """Replies that say a password back: whatever they do with it, five characters of it are never shown."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Withholding] = {}

    def load(self, data: bytes) -> object:
        """Show what such a reply means; the input is name, password and place, as JSON, and the echo."""
        line, _newline, echo = data.partition(b"\n")
        try:
            name, password, place = (str(part) for part in json.loads(line))
            answer = PLACES[place](echo)
        except (ValueError, TypeError, KeyError):
            name, password, answer = "x", "Qz7!vWx2#Kp", Answer(500, echo.decode("utf-8", "replace"))
        reply = Reply(
            answer.status,
            answer.content_type,
            answer.headers.get("Location", ""),
            [answer.headers[key] for key in ("WWW-Authenticate",) if key in answer.headers],
            body_of(answer)[: Limits().reply],
            withholding=self._withholding(name, password),
        )
        shown = set(demand_fit(*_outcomes(reply, "001")))
        for text in shown:
            run = shared_run(text, password, name)
            assert not run, f"{run!r} of a secret is shown"
        return shown

    def _withholding(self, name: str, password: str) -> Withholding:
        if len(self._known) > 500:
            self._known.clear()
        known = self._known.get((name, password))
        if known is None:
            known = self._known[name, password] = Withholding((name, Secret(password)))
        return known


def _certificate(data: bytes) -> object:
    try:
        facts = certificate(data)
    except ValueError:
        raise FileRefused("It can't be read.") from None
    nothing = Withholding()
    distrust = ssl.SSLCertVerificationError(1, "no")
    distrust.verify_code, distrust.verify_message = 1, "no"
    hosts = (HOST, "h.example", "::1")
    outcomes = [tls._distrusted(distrust, host, facts, NOW, nothing) for host in hosts]
    return demand_fit(tls._trusted("TLSv1.3", facts, NOW), *outcomes)


def _address(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    step = _STEPS[zlib.crc32(data) % len(_STEPS)]
    for finding in read(step, text, {}).findings:
        assert finding.text.strip(), f"{step.id} finds without a word"
        assert not any(map(hidden, finding.text)), f"{step.id} shows a hidden character"
    _refused(lambda: proxies._understood(text))
    address = _refused(lambda: understand(text))
    if address is None:
        raise FileRefused("No address.")
    assert understand(address.url) == address, "it reads otherwise the second time"
    parts = urlsplit(address.url)
    assert (parts.hostname, parts.scheme) == (address.host, address.scheme)
    assert all("!" <= c <= "~" for c in address.url), "a character that no address holds"
    return address


def _refused(work: Callable[[], Any]) -> Any:
    """What the work gives; None where it ends in an outcome, which must be fit to be shown."""
    try:
        return work()
    except StageError as error:
        demand_fit(error.outcome)
        return None
