"""A computer on which every command has something to do: profiles, passwords, a key, a review, files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pyrage
from asked_sheet import empty, filled
from reviewing import FIRST, LATER, handoff_of
from samples import acme_builders, constructora_acme
from traced_commands import Commands
from whole_state import Known, Seen, look, refill_ring, ring_items

from cmic_wizard.credentials import openssh
from cmic_wizard.handoff import document, remarks, sealed
from cmic_wizard.handoff.keys import new_identity
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review import reviews
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

PASSPHRASE: Final = "six words that open a vault"
PASSWORDS: Final = {
    "old": "old Pa55word",
    "new": "new Pa55word",
    "other": "other Pa55word",
    "sent": "sent Pa55word",
}
ACME: Final = "acme-builders"
_READY: Final = {"connection.check": "skipped: the firewall lets Procore's server out alone"}


class World:
    """Made once by the program itself; `restore` brings it back to that state."""

    def __init__(self, commands: Commands, folder: Path, *, ring: bool) -> None:
        """With `ring` the message bus has a key ring, else passwords go to the vault."""
        self.commands = commands
        self.ring = ring
        self.data, self.out, self.inputs = (folder / name for name in ("data", "out", "inputs"))
        self._templates = {path: folder / f"{path.name}-template" for path in (self.data, self.out)}
        for path in (self.data, self.out, self.inputs):
            path.mkdir(mode=0o700)
        self._items: dict[str, str] = {}
        self._opened: dict[bytes, list[Any]] = {b"": []}
        self.stranger, self.recipient = new_identity()
        self.open_vault: list[str | Path] = (
            [] if ring else ["--passphrase-file", self._private("passphrase", PASSPHRASE)]
        )
        self.passwords = {name: self._private(name, text) for name, text in PASSWORDS.items()}
        self.known = Known({}, ())
        self._fill()
        self._write_inputs()
        for path, template in self._templates.items():
            shutil.copytree(path, template)
        self._items = ring_items() if ring else {}

    def restore(self) -> None:
        """Everything as it was made."""
        for path, template in self._templates.items():
            shutil.rmtree(path)
            shutil.copytree(template, path)
        if self.ring:
            refill_ring(self._items)

    def look(self) -> Seen:
        """What is there."""
        known = replace(self.known, keys=(*self.known.keys, *self._vault_keys()))
        return look(self.data, self.out, known, ring=self.ring)

    def _vault_keys(self) -> list[Any]:
        """The key of the vault that is there, which may have been made just now."""
        path = self.data / "vault" / "vault-key"
        data = path.read_bytes() if path.is_file() else b""
        if data not in self._opened:
            opened = openssh.open_key(data, PASSPHRASE.encode()).private
            self._opened[data] = [pyrage.ssh.Identity.from_buffer(opened)]
        return self._opened[data]

    def do(self, *args: str | Path, later: bool = False) -> str:
        """Run a command that must succeed; what it prints."""
        done = self.commands.run(self.command(*args), later=later)
        assert done.status == 0, (args, done)
        return done.out

    def command(self, *args: str | Path) -> list[str]:
        """A command in this world."""
        return [*map(str, args), "--data-dir", str(self.data)]

    def forget(self, place: str, name: str) -> None:
        """Take a kept secret away behind the program's back."""
        if place == "key_ring":
            refill_ring({other: secret for other, secret in ring_items().items() if other != name})
        else:
            (self.data.parent / name).unlink()

    def rename(self, name: str, new: str) -> None:
        """Give an entry of the key ring another name."""
        items = ring_items()
        refill_ring({**{other: secret for other, secret in items.items() if other != name}, new: items[name]})

    def draft(self) -> Draft:
        """The profile of Acme Builders as it is."""
        from cmic_wizard.profile.profiles import Profiles

        return Profiles(self.data).load(ACME)

    def _private(self, name: str, text: str) -> Path:
        path = self.inputs / name
        path.touch(0o600)
        path.write_text(text)
        return path

    def _fill(self) -> None:
        """Two profiles with passwords and earlier versions, and a key of one's own."""
        if not self.ring:
            (self.data / "vault").mkdir(0o700)
            openssh_rounds, openssh.ROUNDS = openssh.ROUNDS, 1  # type: ignore[misc]
            private, public = openssh.new_key(PASSPHRASE.encode())
            openssh.ROUNDS = openssh_rounds  # type: ignore[misc]
            for name, data in (("vault-key", private), ("vault-key.pub", f"{public}\n".encode())):
                self._private(f"../data/vault/{name}", data.decode())
        answers = self._private("acme.json", json.dumps({**acme_builders().answers, **_READY}))
        for profile, password in (("Acme Builders", "old"), ("Beta", "other")):
            self.do("set", "--profile", profile, "--from", answers)
            self.do("set", "--profile", profile, "connection.company_codes=001")
            self.do(
                "set", "--profile", profile, "--password-file", self.passwords[password], *self.open_vault
            )
        public = self.do("key", "new", *self.open_vault).strip()
        self._know(public)

    def _know(self, public: str) -> None:
        """Learn how to open what is kept, from outside the program."""
        keys: list[Any] = [pyrage.x25519.Identity.from_str(self.stranger.reveal()), *self._vault_keys()]
        secrets = {text: f"{name} password" for name, text in PASSWORDS.items()}
        ids = {json.loads(path.read_text())["id"] for path in self.data.glob("profiles/*.json")}
        ids |= {constructora_acme().id}
        self.known = Known(secrets, tuple(keys), frozenset(ids))
        kept = ring_items().values() if self.ring else self._in_vault(keys)
        own = next(secret for secret in kept if secret.startswith("AGE-SECRET-KEY-"))
        assert self.known.name_of(own) == f"key {public}"
        keys.append(pyrage.x25519.Identity.from_str(own))
        self.known = replace(self.known, secrets={**secrets, own: public}, keys=tuple(keys))

    def _in_vault(self, keys: list[Any]) -> list[str]:
        found = self.data.rglob("vault/**/*.age")
        return [pyrage.decrypt(path.read_bytes(), keys).decode() for path in found]

    def _write_inputs(self) -> None:
        """What comes from others, and the reviews that go back to them."""
        draft = replace(acme_builders(), id=self.draft().id)
        later = replace(
            draft, changed="2099-01-01T00:00:00+00:00", answers={**draft.answers, "kickoff.date": ""}
        )
        made = {
            "acme.handoff": handoff_of(later, LATER),
            "nova.handoff": handoff_of(constructora_acme()),
        }
        for name, handoff in made.items():
            (self.inputs / name).write_bytes(document.to_bytes(handoff))
        asked = filled(empty(draft), {"subscriptions.cmic_version": "R12 Patch 21"})
        (self.inputs / "acme.sheet").write_bytes(asked)
        own = self.do("key", "show").strip()
        from cmic_wizard.handoff.keys import read_recipient

        for name, file in (("nova", "nova.age"), ("acme", "acme.age")):
            data = sealed.seal(made[f"{name}.handoff"], Secret(PASSWORDS["sent"]), [read_recipient(own)])
            (self.inputs / file).write_bytes(data)
        number = document.check_number(made["nova.handoff"])
        review = reviews.Review(constructora_acme().id, "Nova").looking_at(
            number, {}, "Nova", LATER.isoformat()
        )
        review = review.signed("Ana Ruiz").judged("connection.tenant_id", "change", "Which one?", LATER)
        reviews.save(self.data, review.concluded("changes"))
        self.do("export", "--profile", ACME, "-o", self.out / "old.json")
        ours = document.check_number(document.read_handoff(self.out / "old.json"))
        about = replace(review, profile_id=draft.id, profile_name=draft.name, check_number=ours)
        (self.inputs / "remarks.json").write_bytes(remarks.to_bytes(about.to_remarks(FIRST)))
        nova = self.inputs / "nova.handoff"
        self.do("review", nova, "--save", self.out / "old-remarks.json")
        (self.inputs / "key").write_text(f"{self.recipient.text}\n")
