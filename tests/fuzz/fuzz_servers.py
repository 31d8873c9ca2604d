"""Makes what a server may send: replies, echoes of a password, and addresses, most of them hostile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Final, NamedTuple

from cmic_server import ALWAYS, SIGNED, UNSIGNED, Answer
from echoes import PLACES, SPELLINGS
from fuzz_mutations import JsonMutator, mutate_bytes, mutate_lines
from fuzz_words import NASTY, RAW


class Head(NamedTuple):
    """What stands before a body: an HTTP answer's head, in one line of the input, parted by tabs."""

    status: int
    content_type: str
    location: str
    company: str
    challenges: list[str]

    def to_bytes(self) -> bytes:
        """The line."""
        fields = [str(self.status), self.content_type, self.location, self.company, *self.challenges]
        cleaned = [field.translate({9: " ", 10: " "}) for field in fields]
        return "\t".join(cleaned).encode("latin-1", "replace")


def head_of(line: bytes) -> Head:
    """The head that a line gives, whatever it holds."""
    fields = [*line.decode("latin-1").split("\t"), "", "", "", ""]
    status = int(fields[0]) if fields[0].isascii() and fields[0].isdecimal() and len(fields[0]) == 3 else 500
    return Head(status, fields[1], fields[2], fields[3] or "001", [c for c in fields[4:] if c])


_ANSWERS: Final = [a for group in (ALWAYS, UNSIGNED, SIGNED) for a in group.values() if isinstance(a, Answer)]
_MARKS: Final = (
    *("<title>", "</title>", "<title", "<CMIC_ERR_MSG>", "</CMIC_ERR_MSG>", "ORA-20001", "ORA-", "<form"),
    *(
        "&#",
        "&#x",
        "&#" + "9" * 5000 + ";",
        "&#x110000;",
        "&amp;" * 50,
        "not licensed",
        "not ",
        "IP ",
        "IP check",
    ),
    *(
        "<html>",
        "<!doctype html",
        "access is denied",
        "access ",
        '{"items":[',
        '"o:errorDetails"',
        "%",
        "\\u",
    ),
)
_TYPES: Final = (
    "application/json",
    "text/html",
    "text/plain",
    "",
    "html" * 3000,
    "text/html; charset=utf-16",
)
_LOCATIONS: Final = (
    *(
        "",
        "/in",
        "https://[",
        "https://h.example:99999/",
        "//",
        "https://u:p@h.example/?x=1",
        "\\\\h",
        "?" * 5000,
    ),
    *(
        "https://[::1]:0/",
        "javascript:x",
        "https://h.example/" + "../" * 4000,
        "http://[v1.x]/",
        "https://ﬀ／x",
    ),
)
_CHALLENGES: Final = (
    "Basic realm=x",
    "Bearer",
    "",
    ",",
    "Negotiate, Basic",
    "X" * 9000,
    "\x1b[2J",
    "a b" * 4000,
)


def make_reply(random: Random) -> bytes:
    """A head, and a body of CMiC, of others, or of what patterns look for."""
    answer = random.choice(_ANSWERS)
    body = body_of(answer)
    match random.randrange(5):
        case 0 | 1 if answer.content_type.endswith("json") and body.startswith(b"{"):
            body = JsonMutator(random, [body.decode()]).mutate(body.decode())
        case 2:
            mark = random.choice(_MARKS)
            body = random.choice((b"", body, b"{")) + mark.encode() * random.choice(
                (1, 1, 3, 3, 50, 60_000 // len(mark) + 1)
            )
        case 3:
            lines = [body, *(mark.encode() for mark in random.sample(_MARKS, 4))]
            body = mutate_lines(random, b"\n".join(lines), [body])
        case _:
            body = mutate_bytes(random, body)
    if random.random() < 0.2:
        body = mutate_bytes(random, body)
    changed = random.random() < 0.5
    return _whole(random, answer, body[:70_000], changed=changed)


def _whole(random: Random, answer: Answer, body: bytes, *, changed: bool) -> bytes:
    status = random.choice((200, 204, 301, 302, 400, 401, 403, 404, 407, 429, 500, 503, 999, 100))
    challenges = [value for name, value in answer.headers.items() if name == "WWW-Authenticate"]
    head = Head(
        status if changed else answer.status,
        random.choice(_TYPES) if changed else answer.content_type,
        random.choice(_LOCATIONS) if changed else answer.headers.get("Location", ""),
        random.choice(("001", "acme", "ñ", "00" * 100)),
        random.choices(_CHALLENGES, k=random.choice((0, 1, 3))) if changed else challenges,
    )
    return head.to_bytes() + b"\n" + body


def body_of(answer: Answer) -> bytes:
    """The body as bytes."""
    return answer.body if isinstance(answer.body, bytes) else str(answer.body).encode()


_ALPHABETS: Final = (
    "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
    "aB3$%&/()=?¡¿{}[]\"'\\<>|;:,.-_#+*~^`@! ",
    "ñáéíóúüßçÑÅøłžşğ€£µ¶",
    "漢字かなカナ한글",
    "🔑😀ﬀﬁ①ａＢİıſ",
)


def make_echo(random: Random) -> bytes:
    """Name, password and place as JSON, and a spelling of the password, often cut or mixed with others."""
    # The same passwords again and again: to make ready for a new one takes a while.
    own = Random(random.randrange(400))  # noqa: S311 - not for secrets
    alphabet = "".join(own.sample(_ALPHABETS, own.choice((1, 2, 3))))
    password = "".join(own.choices(alphabet, k=own.choice((6, 9, 14, 30))))
    name = own.choice(("SOLUTIONS||PROCORE_SVC", "svc", "SVC@acme", "Ñ||x"))
    echo = SPELLINGS[random.choice(list(SPELLINGS))](password)
    if random.random() < 0.4:
        start = random.randrange(max(len(echo) // 3, 1))
        echo = echo[start : len(echo) - random.randrange(max(len(echo) // 3, 1))]
    if random.random() < 0.3:
        echo = mutate_bytes(random, echo)[:3000]
    if random.random() < 0.3:
        nasty = random.choice(NASTY).encode("utf-8", "surrogatepass")
        echo = random.choice((nasty, b"x" * random.choice((1, 170, 1990)), b"&#", b"=")) + echo + nasty
    head = json.dumps([name, password, random.choice(list(PLACES))])
    return head.encode() + b"\n" + echo


_ADDRESSES: Final[Sequence[str]] = (
    "https://acmemob.cmicpaas.com/cmicprod",
    "https://acmemob.cmicpaas.com:8443/cmicprod/",
    "http://localhost:80",
    "https://[2001:db8::1]:8443/x",
    "https://[fe80::1%25eth0]/",
    "https://127.0.0.1",
    "acme.example",
    "http://u:p@h",
    "https://bücher.example/ñ",
    "https://xn--bcher-kva.example",
    "https://h.example/a?b=c#d",
    "HTTPS://H.EXAMPLE.",
    "https://" + "a." * 126 + "example",
    "https://" + "a" * 64 + ".example",
    "SOLUTIONS||PROCORE",
    "001, 002;ACME",
    "Robin Vale <robin.vale@cmic.example>; x@y.example",
    "2026-12-01T10:00-06:00[America/Chicago]",
    "R12 Patch 20",
    "01994ad0-0000-7000-8000-000000000000",
    "https://h.example:0x50",
    "https://1.2.3.4.5",
    "https://0x7f.1",
)
_PARTS: Final = (
    *(
        "https://",
        "http://",
        "//",
        ":",
        "::",
        "[",
        "]",
        "@",
        "%",
        "%00",
        "%2f",
        "/",
        "\\",
        "?",
        "#",
        ".",
        "..",
        "-",
    ),
    *(
        "xn--",
        "xn--\u00fc",
        "٣",
        "。",
        "．",
        "ß",
        "İ",
        "ﬀ",
        "\u0130.",
        "1e9",
        "999999999999",
        "0",
        "||",
        ";",
        " ",
        "\t",
    ),
)


def make_address(random: Random) -> bytes:
    """An address, or another answer, with pieces put into it."""
    text = random.choice(_ADDRESSES)
    for _number in range(random.choice((1, 1, 2, 4))):
        place = random.randint(0, len(text))
        piece = random.choice((*_PARTS, *NASTY, *(raw for raw in RAW[:14] if raw)))
        piece *= random.choice((1, 1, 1, 2, 300))
        end = min(len(text), place + random.choice((0, 0, 1, 5)))
        text = text[:place] + piece + text[end:]
    if random.random() < 0.1:
        text = (random.choice(_PARTS) * 30_000)[:25_000]
    data = text.encode("utf-8", "replace")
    return mutate_bytes(random, data) if random.random() < 0.1 else data
