"""The password leaves only inside the sealed file: a canary is looked for in every other form."""

from __future__ import annotations

import base64
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixture_types import HandedOff
from leak_search import forms, found_in

from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import document, keys, remarks, sealed
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.review import reviews
from cmic_wizard.review.reviews import Review
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace

CANARY = "C4NARY-s3cret-of-the-service-user"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def leaks(data: bytes | str) -> bool:
    """Whether the canary is in it, in any form."""
    return bool(found_in(data.encode() if isinstance(data, str) else data, {"password": CANARY}))


def _forms(handoff: HandOff, draft: Draft, data_dir: Path) -> dict[str, bytes | str]:
    identity, recipient = keys.new_identity()
    password = Secret(CANARY)
    data = sealed.seal(handoff, password, [recipient])
    opened, again = sealed.open_sealed(data, keys.read_identities(identity))
    review = Review(handoff.profile.id, handoff.profile.name).looking_at("x", handoff.answers, "Acme")
    review = review.judged("kickoff.date", "change", "later", NOW)
    reviews.save(data_dir, review)
    said = []
    for bad in (data[:-80], b"x", data):
        with pytest.raises(WizardError) as refused:
            sealed.open_sealed(bad, keys.read_identities(keys.new_identity()[0]))
        said.append(repr(refused.value))
    binary = base64.b64decode(b"".join(data.split(b"\n")[1:-2]))
    return {
        "document": document.to_bytes(handoff),
        "opened": document.to_bytes(opened),
        "draft of it": draft_to_json(document.draft_of(opened)),
        "own draft": draft_to_json(draft),
        "sealed": data,
        "sealed, unarmored": binary,
        "remarks": remarks.to_bytes(review.to_remarks(NOW)),
        "review": b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file()),
        "representations": repr((password, again, opened, recipient, handoff, review)),
        "errors": "".join(said),
    }


def test_no_form_but_the_opened_sealed_file_holds_the_password(
    acme: HandOff,
    customer: Draft,
    data_dir: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        texts = _forms(acme, customer, data_dir)
    texts |= {"log": caplog.text, "screen": "".join(capfd.readouterr())}
    assert [name for name, data in texts.items() if leaks(data)] == []


def test_the_search_finds_a_deliberate_leak(customer: Draft, handed_off: HandedOff, data_dir: Path) -> None:
    """The control: a password typed into a note is found in every form that carries notes."""
    careless = replace(customer, notes={"kickoff.date": f"the password is {CANARY}"})
    found = {name for name, data in _forms(handed_off(careless), careless, data_dir).items() if leaks(data)}
    assert found == {"document", "opened", "draft of it", "own draft", "representations"}
    for form in forms(CANARY).values():
        assert leaks(b"..." + form + b"...")
    for offset in range(3):
        assert leaks(base64.b64encode(b"x" * offset + CANARY.encode() + b"yyy"))
