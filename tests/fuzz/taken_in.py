"""What becomes of a file that was taken in: it is stored, read again, and the same."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from built import build
from samples import SAMPLES, acme_builders, sample

from cmic_wizard import strict_json
from cmic_wizard.credentials import identity
from cmic_wizard.credentials.identity import KeptIdentity
from cmic_wizard.credentials.keeper import Place
from cmic_wizard.credentials.naming import new_identity
from cmic_wizard.errors import FileRefused, WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import document, importing, keys, remarks, sealed
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.codec import TooLarge, draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.review import folder, own_assessment, reviews
from cmic_wizard.review.review_file import parse as parse_review
from cmic_wizard.review.standing import standings
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

NOW: Final = datetime(2026, 11, 25, 10, tzinfo=UTC)


class Lost(Exception):
    """What was accepted was not stored, can't be read again, or is another."""


def demand(same: object, what: str) -> None:
    """Lost, unless it is the same."""
    if not same:
        raise Lost(what)


def _kept(brought: importing.Brought, draft: Draft, data_dir: Path) -> None:
    """Take it in as a new profile, then in the place of one, and look at it from everywhere."""
    profiles = Profiles(data_dir)
    try:
        taken = importing.take(brought, profiles, NOW)
    except TooLarge:
        demand(profiles.list() == [], "something stays of what is too large")
        return
    expected = replace(draft, name=draft.name.strip(), password=None)
    demand(profiles.load(taken.slug) == expected, "the profile is another")
    again = importing.take(brought, profiles, NOW, replacing=True, older=True)
    found = profiles.load(again.slug)
    demand(found.answers == expected.answers and found.notes == expected.notes, "the replaced one is another")
    [listed] = profiles.list()
    demand((listed.fault, listed.id, listed.changed) == ("", draft.id, draft.changed), "the list is wrong")
    with profiles.open(again.slug) as store:
        store.answer("connection.tenant_id", f"{found.answers.get('connection.tenant_id', '')[:8]}x")
    profiles.load(again.slug)


def handoff(data: bytes, data_dir: Path) -> None:
    """A hand-off, imported and reviewed."""
    found = document.parse(data)
    demand(document.parse(document.to_bytes(found)) == found, "the hand-off is another")
    own_assessment.differing_claims(found, own_assessment.judge(found, NOW))
    folder.opened_row(Path("x.json"), found)
    review = reviews.load(data_dir, found.profile.id, found.profile.name)
    review = review.looking_at(
        document.check_number(found), own_assessment.looked_at(found), found.profile.name, found.created
    )
    review = review.judged("connection.tenant_id", "change", "Why?", NOW).concluded("changes").signed("Ana")
    reviews.save(data_dir, review)
    demand(reviews.load(data_dir, found.profile.id) == review, "the review is another")
    kept = {profile_id: one.reviewed for profile_id, one in standings(data_dir).items()}
    demand(kept == {found.profile.id: review.standing}, "the standing is another")
    remarks_file(remarks.to_bytes(review.to_remarks(NOW)), data_dir / "customer", found.profile.id)
    _kept(importing.understand(data), document.draft_of(found), data_dir)


def draft(data: bytes, data_dir: Path) -> None:
    """A copy of a profile, and a profile in its place."""
    found = draft_from_json(data)
    demand(draft_from_json(draft_to_json(found)) == found, "the draft is another")
    handed = build(assess(load_guide(), found, NOW), NOW, draft=True)
    demand(document.parse(document.to_bytes(handed)) == handed, "its hand-off is another")
    _kept(importing.understand(data), found, data_dir)


def remarks_file(data: bytes, data_dir: Path, profile_id: str = "") -> None:
    """A specialist's remarks, merged into the profile that they are about."""
    file = remarks.parse(data)
    demand(remarks.parse(remarks.to_bytes(file)) == file, "the remarks are others")
    customer = replace(acme_builders(), id=profile_id or file.profile_id)
    profiles = Profiles(data_dir)
    slug = importing.take(customer, profiles, NOW).slug
    try:
        importing.take(file, profiles, NOW, older=True)
    except FileRefused as refusal:
        demand("not taken in" in str(refusal), f"refused: {refusal}")
        return
    with profiles.open(slug) as store:
        merged = store.draft
        expected = {(one.step, one.text, one.at) for one in file.remarks}
        demand(expected <= {(one.step, one.text, one.at) for one in merged.remarks}, "remarks are missing")
        store.mark(page="x")
    demand(profiles.load(slug).remarks == merged.remarks, "the remarks are others")


def review_file(data: bytes, data_dir: Path) -> None:
    """A review of the reviewer's own."""
    name = acme_builders().id
    (data_dir / "reviews").mkdir(mode=0o700)
    (data_dir / "reviews" / f"{name}.json").write_bytes(data)
    found = reviews.load(data_dir, name)
    reviews.save(data_dir, found)
    demand(reviews.load(data_dir, name) == found, "the review is another")
    later = found.looking_at("0123", {"connection.tenant_id": "X"}, "Acme", "2026-11-25T10:00:00+00:00")
    reviews.save(data_dir, later)
    demand(reviews.load(data_dir, name) == later, "the later review is another")
    found.newer_than("2026-11-25T10:00:00+00:00")


def identity_note(data: bytes, data_dir: Path) -> None:
    """The note of where the specialist's key is kept."""
    (data_dir / "identity.json").write_bytes(data)
    found = identity.find(data_dir)
    demand(found, "there is none")
    assert found is not None
    if found.entry.id:
        identity.record(data_dir, found)
        demand(identity.find(data_dir) == found, "the note is another")


def settings(data: bytes, data_dir: Path) -> None:
    """The note of which profile was opened last."""
    profiles = Profiles(data_dir)
    (data_dir / "state.json").write_bytes(data)
    slug = profiles.last_opened(gone=True)
    if slug is None:
        raise FileRefused("It is passed over.")
    profiles.remember_last(slug)
    demand(profiles.last_opened(gone=True) == slug, "another profile")


def sealed_file(data: bytes, _data_dir: Path) -> None:
    """What is inside a sealed file, sealed again."""
    secret, recipient = _KEY
    closed = bytes(keys.pyrage().encrypt(data, [recipient.key()], armored=True))
    found = sealed.open_sealed(closed, keys.read_identities(secret))
    again = sealed.open_sealed(sealed.seal(found[0], found[1], [recipient]), keys.read_identities(secret))
    demand(again[0] == found[0], "the hand-off is another")
    demand((again[1] and again[1].reveal()) == (found[1] and found[1].reveal()), "another password")


_KEY: Final = keys.new_identity()
DOORS: Final[dict[str, Callable[[bytes, Path], None]]] = {
    "handoff": handoff,
    "draft": draft,
    "remarks": remarks_file,
    "review": review_file,
    "identity": identity_note,
    "settings": settings,
    "sealed": sealed_file,
}


def samples() -> dict[str, Any]:
    """A valid file for each door, as JSON values."""
    name = next(iter(SAMPLES))
    found = document.parse(sample(name))
    review = reviews.Review(found.profile.id, found.profile.name).looking_at(
        "01", {"a": "b"}, "Acme", found.created
    )
    review = review.looking_at("02", found.answers, "Acme", "2026-11-24T10:00:00+00:00").signed("Ana Ruiz")
    review = review.judged("connection.company_codes", "question", "Is it?", NOW).concluded("changes")
    review = review.answering("go_live.tool_enabled", "yes", "On Friday.", NOW).comparing(True)
    review = review.proposing("connection.company_codes", "001", "As agreed.", NOW).seen_by("Robin Vega")
    review = review.answering("kickoff.welcome_email", "yes", "", NOW).seen_by("Ana Ruiz")
    with tempfile.TemporaryDirectory() as temporary:
        reviews.save(Path(temporary), review)
        [path] = (Path(temporary) / "reviews").glob("*.json")
        kept = path.read_bytes()
        kept_key = KeptIdentity(new_identity(), Place.KEY_RING, "SecretService", _KEY[1].text)
        identity.record(Path(temporary), kept_key)
        note = (Path(temporary) / "identity.json").read_bytes()
    handed = json.loads(sample(name))
    return {
        "handoff": handed,
        "draft": json.loads(draft_to_json(acme_builders())),
        "remarks": json.loads(remarks.to_bytes(review.to_remarks(NOW))),
        "review": json.loads(kept),
        "identity": json.loads(note),
        "settings": {"last": "acme"},
        "sealed": {"format": sealed.FORMAT, "schema": 1, "handoff": handed, "password": "secret"},
    }


def outcome(door: str, data: bytes, folder_: Path) -> str:
    """`taken` or `refused`, with nothing lost; any other text says what is wrong."""
    data_dir = folder_ / "data"
    shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir(parents=True, mode=0o700)
    (data_dir / "customer").mkdir(mode=0o700)
    accepted = _accepted(door, data)
    try:
        DOORS[door](data, data_dir)
    except Lost as lost:
        return f"lost: {lost}"
    except WizardError as refusal:
        return f"accepted, then refused: {refusal}" if accepted else "refused"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return "taken"


def _accepted(door: str, data: bytes) -> bool:
    """Whether the parser itself takes it; where it does, nothing may be refused later."""
    parse: dict[str, Callable[[bytes], object]] = {
        "handoff": document.parse,
        "draft": draft_from_json,
        "remarks": remarks.parse,
        "review": lambda found: parse_review(found, acme_builders().id),
    }
    try:
        parse.get(door, strict_json.loads)(data)
    except WizardError:
        return False
    return door in parse


__all__ = ["DOORS", "Secret", "outcome", "samples"]
