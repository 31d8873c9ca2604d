"""What a data folder, a folder of exports and a key ring hold, in a form that two runs share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any, Final

import pyrage

from cmic_wizard.errors import WizardError
from cmic_wizard.profile.codec import draft_from_json
from cmic_wizard.review import reviews
from cmic_wizard.struct import Struct

TORN: Final = "torn"
PREVIOUS: Final = ".previous.json"
EARLIER: Final = ", before the last save"
TEMPORARY: Final = re.compile(r"\.cmic-[0-9a-f]+\.tmp\Z")
_TIMES: Final = frozenset({"changed", "created", "at", "seconds", "since", "pid"})
_MOMENT: Final = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
"""One of the moments that stand within the lines of a history."""
_NUMBERS: Final = "handed"
"""Check numbers, which are other ones at every export: whether there are any is compared."""
_CHECK_NUMBER: Final = re.compile(r"\b[0-9a-f]{4}(?:\s[0-9a-f]{4}){3}\b")
_CHANGING: Final = re.compile(r"(?:\S*[0-9=+/]\S*\s*)+")
"""Words of a text that may differ from run to run: numbers, hexadecimal and coded parts."""
_TELLING: Final = ("stage", "state", "company", "code")
"""What of a stage is kept of an earlier check as well."""
_MAIL_HEADER: Final = b"MIME-Version: 1.0"
_END_OF_AGE: Final = b"-----END AGE ENCRYPTED FILE-----\n"
_TEMPORARY_NAME: Final = re.compile(r"\.cmic-[0-9a-f]+\.tmp")
_PUBLIC: Final = re.compile("age1[0-9a-z]{58}")
_HEX: Final = re.compile(r"[0-9a-f]{16,}")


def public_of(secret: str) -> str:
    """The public half of an age key."""
    return str(pyrage.x25519.Identity.from_str(secret).to_public())


class Known(Struct, frozen=True):
    """What a state is read with: secrets by value, with their names, and the keys that open files."""

    secrets: Mapping[str, str]
    keys: tuple[Any, ...]
    ids: frozenset[str] = frozenset()
    """Of the profiles that were there before."""

    def name_of(self, secret: str) -> str:
        """A secret's name; keys that were made under way are told by their public half."""
        if secret.startswith("AGE-SECRET-KEY-"):
            return f"key {public_of(secret)}"
        return self.secrets.get(secret, "unknown secret")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was there: the meaning of each file by its place, and the key ring's entries by their names."""

    files: dict[str, Any] = field(default_factory=dict)
    ring: dict[str, str] = field(default_factory=dict)

    @property
    def profiles(self) -> dict[str, dict[str, Any]]:
        """The profiles by slug; one that can't be read has no id."""
        found = {}
        for place, meaning in self.files.items():
            folder, _slash, name = place.rpartition("/")
            if folder.endswith("profiles") and name.endswith(".json") and name.count(".") == 1:
                found[name.removesuffix(".json")] = meaning if isinstance(meaning, dict) else {}
        return found

    @property
    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Every kept secret: its place, its name there, and what it is."""
        for name, secret in self.ring.items():
            yield "key_ring", name, secret
        for place, meaning in self.files.items():
            if "vault/" in place and place.endswith(".age"):
                yield "vault", place, str(meaning)

    def key(self, known: Known) -> str:
        """The same for states that differ in times, ids and the names of temporary files alone."""
        return json.dumps(self.comparable(known), sort_keys=True)

    def comparable(self, known: Known) -> dict[str, list[Any]]:
        """Everything by its name, for comparing the ends of two runs: keys and ids made under way are any."""
        publics = {public_of(secret) for secret in known.secrets if secret[:4] == "AGE-"}

        def plain(text: str) -> str:
            text = _PUBLIC.sub(lambda m: m[0] if m[0] in publics else "another key", text)
            text = _TEMPORARY_NAME.sub("temporary", text)
            return _HEX.sub(lambda m: m[0] if m[0] in known.ids else "another id", text)

        found: dict[str, list[Any]] = {}
        for name, meaning in (*self.files.items(), *(("key ring: " + k, v) for k, v in self.ring.items())):
            found.setdefault(plain(_called(name, meaning)), []).append(json.loads(plain(json.dumps(meaning))))
        return {name: sorted(meanings, key=str) for name, meanings in found.items()}


def _called(place: str, meaning: Any) -> str:
    """A file's name, for a profile that can be read its id: what the file is called does not matter."""
    folder, _slash, name = place.rpartition("/")
    if not folder.endswith("profiles") or not isinstance(meaning, dict) or "id" not in meaning:
        return place
    return f"profile {meaning['id']}{EARLIER if name.endswith(PREVIOUS) else ''}"


def look(data: Path, out: Path, known: Known, *, ring: bool = False) -> Seen:
    """Read everything that is there; `ring` with the key ring of the message bus."""
    files = {}
    for root in (data, out):
        for path in sorted(root.rglob("*")):
            if path.is_symlink() or not path.is_dir():
                files[f"{root.name}/{path.relative_to(root)}"] = _meaning(path, known)
    return Seen(files, {name: known.name_of(secret) for name, secret in ring_items().items()} if ring else {})


def _meaning(path: Path, known: Known) -> Any:
    data = path.read_bytes()
    if TEMPORARY.search(path.name) or path.suffix == ".lock" or path.name == ".lock":
        return ""
    try:
        if path.name == "words.age":
            return data.endswith(_END_OF_AGE) or TORN
        if path.suffix == ".age":
            return _opened(data, known)
        if path.suffix == ".json":
            return _read(path, data)
        if path.name.startswith("vault-key"):
            return "ssh-ed25519" in data.decode() or "OPENSSH" in data.decode()
    except (WizardError, ValueError, pyrage.DecryptError):
        return TORN
    if _MAIL_HEADER in data[:4096]:
        return [
            [*(_lasting(f"{name}: {value}".encode()) for name, value in part.items()), _lasting(_body(part))]
            for part in message_from_bytes(data).walk()
        ]
    return _lasting(data)


def _body(part: Message) -> bytes:
    """What a part of a mail holds, however it is encoded; nothing for one that only holds others."""
    return b"" if part.is_multipart() else bytes(part.get_payload(decode=True))


def _lasting(data: bytes) -> str:
    """What of a text is the same in every run."""
    return _CHANGING.sub("# ", _CHECK_NUMBER.sub("0", data.decode("utf-8", "replace")))


def _read(path: Path, data: bytes) -> Any:
    """A file of ours by its own reader, then as plain data without times."""
    if path.parent.name == "profiles" and not path.name.endswith(".holder.json"):
        draft_from_json(data)
    if path.parent.name == "reviews":
        reviews.load(path.parents[1], path.stem)
    return without_times(json.loads(data))


def _opened(data: bytes, known: Known) -> Any:
    inside = pyrage.decrypt(data, list(known.keys)).decode()
    with suppress(ValueError):
        found = json.loads(inside)
        if isinstance(found, dict):
            password = found.get("password")
            return without_times({**found, "password": password and known.name_of(password)})
    return known.name_of(inside)


def without_times(found: Any) -> Any:
    """Plain data without the moments in it, and without the numbers that come of them."""
    if isinstance(found, dict):
        kept = {key: value for key, value in found.items() if key not in _TIMES}
        if "history" in kept:
            kept["history"] = [_MOMENT.sub("then", line) for line in kept["history"]]
        found = {key: bool(value) if key == _NUMBERS else without_times(value) for key, value in kept.items()}
        return _without_repeats(found) if "earlier_checks" in found else found
    if isinstance(found, list):
        return [without_times(value) for value in found]
    return found


def _without_repeats(profile: dict[str, Any]) -> dict[str, Any]:
    """A profile without the earlier checks that came to the same as a later one, said again."""
    told = [_told(profile["check"])] if profile.get("check") else []
    earlier = []
    for check in profile["earlier_checks"]:
        if (said := _told(check)) not in told:
            told.append(said)
            earlier.append(check)
    return {**profile, "earlier_checks": earlier} if earlier else _without(profile, "earlier_checks")


def _without(found: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != name}


def _told(check: dict[str, Any]) -> Any:
    stages = [[stage[key] for key in _TELLING] for stage in check["stages"]]
    return check["ok"], check["host"], check["inputs"], stages


def ring_items() -> dict[str, str]:
    """What the key ring holds: the service and user of each entry, and its secret."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        collection = secretstorage.get_default_collection(connection)
        return {
            _name(item.get_attributes()): item.get_secret().decode() for item in collection.get_all_items()
        }


def refill_ring(items: Mapping[str, str]) -> None:
    """Make the key ring hold these entries, as `keyring` stores them, and nothing else."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        collection = secretstorage.get_default_collection(connection)
        left = dict(items)
        for item in collection.get_all_items():
            name = _name(item.get_attributes())
            if name in left and item.get_secret().decode() == left[name]:
                del left[name]
            else:
                item.delete()
        for name, secret in left.items():
            service, _slash, user = name.rpartition("/")
            attributes = {"application": "Python keyring library", "service": service, "username": user}
            collection.create_item(
                f"Password for '{user}' on '{service}'", attributes, secret.encode(), replace=True
            )


def _name(attributes: Mapping[str, str]) -> str:
    return f"{attributes.get('service', '')}/{attributes.get('username', '')}"
