"""Nothing that a server says gets past the one type that withholds: no attribute, no return, no format."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from cmic_wizard.connection import certificates, reply
from cmic_wizard.connection.withhold import Said, Withholding
from cmic_wizard.secret import Secret

PACKAGE = Path(__file__).parents[2] / "cmic_wizard" / "connection"
READ_IN = {
    **dict.fromkeys(("body", "location", "challenges", "content_type"), "reply.py"),
    **dict.fromkeys(("headers", "aiter_raw", "aread", "aiter_text", "reason_phrase"), "client.py"),
    **dict.fromkeys(("getpeercert", "verify_message"), "tls.py"),
    **dict.fromkeys(("sock_recv", "recv"), "reach.py"),
    **dict.fromkeys(("httpx2",), "client.py"),
    **dict.fromkeys(("cryptography",), "certificates.py"),
    **dict.fromkeys(("_withheld",), "withhold.py"),
}
"""What holds a server's words, and the only module that may ask it for them."""
GUARDED = {"getpeercert": "certificate", "verify_message": "Said"}
"""What a server's words are handed to at once, where they come up outside their own module."""
SHOWN = {("Reply", "line"), ("Certificate", "names_shown")}
"""Texts of our own making, or of `Said.shown`."""


def reads(source: str) -> Iterator[tuple[str, int]]:
    """Attributes and modules that a source names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0], node.lineno


def bypasses(name: str, source: str) -> list[str]:
    """Where a module reads what is another's to read."""
    return [f"{name}:{line} {what}" for what, line in reads(source) if READ_IN.get(what, name) != name]


def test_no_module_reads_a_servers_words_but_the_one_that_withholds_them() -> None:
    assert [hit for file in PACKAGE.glob("*.py") for hit in bypasses(file.name, file.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        "failed('x', text=reply.body.decode())",
        "said = response.headers['Server']",
        "from cryptography import x509",
        "failed('x', reason=error.verify_message)",
    ],
)
def test_a_module_that_does_is_found(source: str) -> None:
    assert bypasses("replies.py", source)


def test_what_the_handshake_gives_is_handed_on_at_once() -> None:
    tree = ast.parse((PACKAGE / "tls.py").read_text())
    inside = {
        id(below)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GUARDED.values()
        for below in ast.walk(call)
    }
    words = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "verify_message"]
    assert words
    assert all(id(node) in inside for node in words)
    taken = [
        n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "der" and isinstance(n.ctx, ast.Load)
    ]
    assert taken
    assert all(id(node) in inside for node in taken)


def texts_given_by(kind: type) -> Iterator[tuple[str, Any]]:
    """The public members of a class that give plain text, apart from what it is made of."""
    for name, member in vars(kind).items():
        asked = getattr(member, "fget", None) or getattr(member, "func", None) or member
        if name.startswith("_") or not callable(asked):
            continue
        hint = str(get_type_hints(asked).get("return"))
        if "str" in hint or "bytes" in hint or "Any" in hint:
            yield kind.__name__, name


def test_replies_and_certificates_give_no_text_but_what_may_be_shown() -> None:
    given = {
        *texts_given_by(reply.Reply),
        *texts_given_by(reply.AccessEntry),
        *texts_given_by(certificates.Certificate),
    }
    assert given == SHOWN
    hints = get_type_hints(certificates.Certificate)
    assert [name for name, hint in hints.items() if hint in (str, bytes)] == []


def test_a_servers_words_dont_become_text_by_accident() -> None:
    said = Said("a word of the server", Withholding())
    assert said.shown == "a word of the server"
    for made in (str(said), repr(said), f"{said}", f"{said!r}", "%s" % said, "{}".format(said)):  # noqa: UP031, UP032
        assert made == "•••"
    with pytest.raises(TypeError):
        "Refused: " + said  # type: ignore[operator]
    with pytest.raises(TypeError):
        ", ".join([said])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        json.dumps(said)


def test_a_part_is_withheld_with_its_whole() -> None:
    whole = Said("user=x&word=C4NARY", Withholding(("u", Secret("C4NARY"))))
    assert whole.part("user=x").shown == "•••"
    assert Said.joined([whole.part("user=x"), Said("y", Withholding())], ", ").shown == "•••"
    assert whole.part("").shown == ""
