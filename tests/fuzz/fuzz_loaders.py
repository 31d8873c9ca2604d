"""Every door by which a file gets in: how it is fed, its valid samples, and what is done with the value."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
for _folder in (str(ROOT), str(ROOT / "tests" / "tools")):
    if _folder not in sys.path:
        sys.path.insert(0, _folder)

import fuzz_answers  # noqa: E402
from fuzz_mutations import JsonMutator, mutate_bytes, mutate_lines  # noqa: E402
from samples import SAMPLES, acme_builders, sample  # noqa: E402

from cmic_wizard import age_header, strict_json  # noqa: E402
from cmic_wizard.commands import set_values  # noqa: E402
from cmic_wizard.errors import FileRefused  # noqa: E402
from cmic_wizard.guide.loader import GUIDE_FILE, load_guide, parse_guide  # noqa: E402
from cmic_wizard.handoff import document, keys, remarks, sealed  # noqa: E402
from cmic_wizard.handoff.seal_worker import SealKind, SealWorker  # noqa: E402
from cmic_wizard.profile.assess import assess  # noqa: E402
from cmic_wizard.profile.codec import draft_from_json, draft_to_json  # noqa: E402
from cmic_wizard.review import folder, own_assessment, reviews  # noqa: E402
from cmic_wizard.secret import Secret  # noqa: E402

NOW: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CANARY: Final = "C4NARY"
"""The password in the sealed samples, which no sentence may repeat."""

Make = Callable[[Random], bytes]


@dataclass(frozen=True, slots=True)
class Loader:
    """One door. `load` gives a value or raises a WizardError; `make` a hostile input for it."""

    name: str
    load: Callable[[bytes], object]
    make: Make


def _json(samples: list[str], others: list[str]) -> Make:
    def make(random: Random) -> bytes:
        data = JsonMutator(random, others).mutate(random.choice(samples))
        return mutate_bytes(random, data) if random.random() < 0.15 else data

    return make


def _lines(samples: list[bytes]) -> Make:
    def make(random: Random) -> bytes:
        data = mutate_lines(random, random.choice(samples), samples)
        return mutate_bytes(random, data) if random.random() < 0.2 else data

    return make


def _bytes(samples: list[bytes]) -> Make:
    def make(random: Random) -> bytes:
        data = random.choice(samples)
        for _number in range(random.choice((1, 1, 2, 6))):
            data = mutate_bytes(random, data)
        return data

    return make


def _demand_visible(found: object) -> None:
    character = strict_json.hidden_character(found)
    assert character is None, f"{character} got in"


def _handoff(data: bytes) -> object:
    handoff = document.parse(data)
    _demand_visible(handoff.as_json())
    own_assessment.differing_claims(handoff, own_assessment.judge(handoff, NOW))
    return handoff


def _draft(data: bytes) -> object:
    draft = draft_from_json(data)
    again = draft_to_json(draft)
    assert draft_from_json(again) == draft
    _demand_visible(json.loads(again))
    return assess(load_guide(), draft, NOW)


def _remarks(data: bytes) -> object:
    file = remarks.parse(data)
    _demand_visible([file.author, file.profile_name, *(r.text for r in file.remarks)])
    return remarks.merge(acme_builders(), file, NOW, anyway=True)


def _header(data: bytes) -> object:
    found = age_header.read(data)
    return found.work_factor if found.needs_passphrase else len(found.stanzas)


def _guide(data: bytes) -> object:
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    guide = parse_guide(text)
    return assess(guide, acme_builders(), NOW)


class Doors:
    """The loaders with the samples and the key that they need; `folder` is for those that read a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        secret, self._recipient = keys.new_identity()
        self._identities = keys.read_identities(secret)
        self._worker = SealWorker(SealKind.KEYS)
        handoffs = [sample(name).decode() for name in SAMPLES]
        texts = {**self._texts(handoffs[0]), "handoff": handoffs}
        inside = [self._inside(text) for text in handoffs]
        everything = [text for group in texts.values() for text in group]
        secret_line = secret.reveal().encode()
        public, secret_line = self._recipient.text.encode(), secret.reveal().encode()
        public_keys = [public + b"\n# a comment\n" + _SSH_PUBLIC, public]
        secret_keys = [b"# created\n" + secret_line + b"\n", *public_keys, _SSH_SECRET]
        closed = [self._seal(text.encode()) for text in (*inside, handoffs[0])]
        headers = [*closed, _WORDS, _WORDS.replace(b" 18\n", b" 22\n")]
        listed = (
            Loader("handoff", _handoff, _json(handoffs, everything)),
            Loader("remarks", _remarks, _json(texts["remarks"], everything)),
            Loader("review", self._review, _json(texts["review"], everything)),
            Loader("draft", _draft, _json(texts["draft"], everything)),
            Loader("json", strict_json.loads, _json(everything, everything)),
            Loader("claims", self._claims, _json(handoffs, everything)),
            Loader("answers_json", self._answers_json, _json(texts["answers"], everything)),
            Loader("answers_toml", self._answers_toml, _lines([_ANSWERS, _ANSWERS_FLAT])),
            *(Loader(name, load, _lines(made)) for name, (load, made) in fuzz_answers.doors().items()),
            Loader("guide", _guide, _lines([_TINY, _TINY, _TINY, _TINY, _TINY, GUIDE_FILE.read_bytes()])),
            Loader("identities", keys.read_identities, _lines(secret_keys)),
            Loader("recipients", self._recipients, _lines([*public_keys, *public_keys, *secret_keys])),
            Loader("sealed", self._sealed, _bytes(closed)),
            Loader("sealed_inside", self._sealed_inside, _json([*inside, handoffs[0]], everything)),
            Loader("age_header", _header, _bytes(headers)),
        )
        self.loaders: Final = {loader.name: loader for loader in listed}
        if sys.platform != "win32":
            import fuzz_terminal

            self.loaders["terminal"] = Loader("terminal", fuzz_terminal.load, fuzz_terminal.make)

    def close(self) -> None:
        """End the child that opens sealed files."""
        self._worker.close()

    def _texts(self, handoff: str) -> dict[str, list[str]]:
        draft = acme_builders()
        found = document.parse(handoff.encode())
        review = reviews.Review(draft.id, draft.name).looking_at("0123", found.answers, draft.name)
        review = review.signed("Ana Ruiz").judged("connection.company_codes", "question", "Is it?", NOW)
        review = review.judged("kickoff.date", "accepted", "", NOW).concluded("changes")
        reviews.save(self._folder, review)
        self._review_id, self._review_file = draft.id, self._folder / "reviews" / f"{draft.id}.json"
        typed = {step: text for step, text in found.answers.items() if "." in step}
        nested: dict[str, dict[str, Any]] = {}
        for step, text in typed.items():
            section, _dot, name = step.partition(".")
            nested.setdefault(section, {})[name] = text
        return {
            "remarks": [remarks.to_bytes(review.to_remarks(NOW)).decode()],
            "review": [self._review_file.read_text("utf-8")],
            "draft": [draft_to_json(draft).decode()],
            "answers": [json.dumps(typed), json.dumps(nested)],
        }

    def _inside(self, handoff: str) -> str:
        found = {"format": sealed.FORMAT, "schema": 1, "handoff": json.loads(handoff), "password": CANARY}
        return json.dumps(found)

    def _seal(self, data: bytes) -> bytes:
        return bytes(keys.pyrage().encrypt(data, [self._recipient.key()], armored=True))

    def _written(self, name: str, data: bytes) -> Path:
        path = self._folder / name
        path.write_bytes(data)
        return path

    def _review(self, data: bytes) -> object:
        self._review_file.write_bytes(data)
        return reviews.load(self._folder, self._review_id)

    def _claims(self, data: bytes) -> object:
        row = folder.read_row(self._written("claims.json", data))
        if row is not None and row.fault:
            raise FileRefused(row.fault)
        return row

    def _answers_json(self, data: bytes) -> object:
        return set_values.take([], str(self._written("answers.json", data)))

    def _answers_toml(self, data: bytes) -> object:
        return set_values.take([], str(self._written("answers.toml", data)))

    def _recipients(self, data: bytes) -> object:
        found = keys.recipients_of(str(self._written("keys.txt", data)))
        return [recipient.fingerprint for recipient in found]

    def _sealed(self, data: bytes) -> object:
        return sealed.open_sealed(data, self._identities, worker=self._worker)

    def _sealed_inside(self, data: bytes) -> object:
        handoff, password = sealed.open_sealed(self._seal(data), self._identities, worker=self._worker)
        assert password is None or isinstance(password, Secret)
        return handoff


_POINT: Final = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
"""A public key of RFC 8032, section 7.1."""
_BLOB: Final = base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + _POINT)
_SSH_PUBLIC: Final = b"ssh-ed25519 " + _BLOB + b" ana@example\n"
_SSH_SECRET: Final = b"""-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
-----END OPENSSH PRIVATE KEY-----
"""
_WORDS: Final = (
    b"age-encryption.org/v1\n-> scrypt pmUNWUKBBOBfBGZ3kuOVIw 18\n"
    b"KQ7l5Sw8Jy0hL3RYTJUTbkmZZ9T3pUbh0t0v3VcVvRs\n"
    b"--- 4dpV3xKXbI0PcLeMRGLzIKHvKvEJJlp5GBsqUO5Uz3Q\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
)
_ANSWERS: Final = b"""[subscriptions]
cmic_version = "R12 Patch 20"
patch = 20
pmxchange = "enabled"
[connection]
hosting = "hosted"
company_codes = ["001", "ACME01"]
cmic_contact = ["Robin Vale <robin.vale@cmic.example>"]
dmsa_internal = true
[kickoff]
date = "2026-12-01T10:00-06:00[America/Chicago]"
"""
_ANSWERS_FLAT: Final = b""""connection.mobile_server_url" = "https://acmemob.cmicpaas.com/cmicprod"
"connection.check" = "skipped: server moves"
"go_live.subtabs" = "all"
"kickoff.date" = 2026-12-01T10:00:00-06:00
management.point_of_contact = "Alex Moreau <alex.moreau@procore.example>"
"""
_TINY: Final = b"""id = "tiny"
title = "Tiny"
welcome = "Hello"
closing = "Bye"
links = [{ title = "T", url = "https://example.com/x" }]
[[phase]]
id = "preparation"
title = "Preparation"
short = "Short"
intro = "Intro"
[[phase.section]]
id = "subscriptions"
title = "Start"
[[phase.section.step]]
id = "cmic_version"
kind = "version"
title = "Version"
example = "R12"
rule = "version"
[[phase.section.step]]
id = "plan"
kind = "choice"
title = "Plan"
owner = "cmic"
met = ["a"]
after = ["subscriptions.cmic_version"]
options = [{ id = "a", title = "A", help = "H" }, { id = "b", title = "B", missing = "M", owner = "procore" }]
copyables = [{ title = "ID", value = "1" }]
[[phase.section.step]]
id = "goods"
kind = "checklist"
title = "Goods"
met = ["all"]
required = { "subscriptions.plan" = ["a", "!b"], "subscriptions.cmic_version" = ">=19" }
applies = { "subscriptions.plan" = ["!b"] }
options = [{ id = "x", title = "X" }]
table = { columns = ["A", "B"], rows = [["1", "2"]] }
[[phase.section.step]]
id = "met"
kind = "computed"
title = "Met"
"""
