"""No document repeats a password, wherever it was typed by mistake; none costs time before it is made."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_string
from email.policy import default

import pytest
from fixture_types import Made, Written

FORMATS = ["html", "markdown", "calendar", "handoff", "call"]
CANARY = "kAnArY-7f3d"


def texts(name: str, document: str) -> str:
    """A document as a reader sees it: mails decoded, folded lines joined."""
    if name in ("handoff", "call"):
        parts = [
            part for part in message_from_string(document, policy=default).walk() if not part.is_multipart()
        ]
        return document + "".join(str(part.get_content()) for part in parts)
    return document + document.replace("\r\n ", "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "address", [f"https://svc:{CANARY}@acmemob.cmicpaas.com/cmicprod", f"svc:{CANARY}@acmemob.cmicpaas.com"]
)
def test_a_password_in_the_address_is_not_repeated(
    profile: Made, written: Written, name: str, address: str
) -> None:
    document = written(name, profile({"connection.mobile_server_url": address}))
    assert CANARY not in texts(name, document)


@pytest.mark.parametrize("name", ["html", "markdown"])
def test_an_answer_to_the_password_step_is_not_repeated(profile: Made, written: Written, name: str) -> None:
    document = written(name, profile({"connection.service_password": CANARY}))
    assert CANARY not in texts(name, document)


@pytest.mark.parametrize("name", ["html", "markdown", "calendar", "handoff", "call"])
def test_the_look_for_the_canary_finds_one(profile: Made, written: Written, name: str) -> None:
    document = written(name, profile(changes={"name": f"Acme {CANARY}"}))
    assert CANARY in texts(name, document)


def test_importing_the_documents_loads_neither_jinja_nor_icalendar() -> None:
    code = (
        "import sys; from cmic_wizard.handoff.documents import html, markdown, calendar, mail;"
        "print(sorted({'jinja2', 'icalendar', 'pydantic', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
