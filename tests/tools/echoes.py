"""Ways in which a server may say a password back, places where it may, and a look for what got through."""

from __future__ import annotations

import html
import json
import quopri
import re
import unicodedata
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus, unquote

from cmic_server import PROBE, Answer, Asked, Cmic, collection, row

RUN: Final = 5
NAME: Final = "SOLUTIONS||PROCORE_SVC"

Spelling = Callable[[str], bytes]


def _token(name: str, password: str, charset: str = "utf-8") -> bytes:
    return b64encode(f"{name}:{password}".encode(charset, "replace"))


def _numbers(text: str, form: str) -> bytes:
    return "".join(form.format(ord(c)) for c in text).encode()


SPELLINGS: Final[Mapping[str, Spelling]] = {
    "clear": lambda p: p.encode(),
    "capitals": lambda p: p.upper().encode(),
    "small": lambda p: p.lower().encode(),
    "latin-1": lambda p: p.encode("latin-1", "replace"),
    "cp1252": lambda p: p.encode("cp1252", "replace"),
    "decomposed": lambda p: unicodedata.normalize("NFD", p).encode(),
    "wide": lambda p: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in p).encode(),
    "percent": lambda p: quote(p, safe="").encode(),
    "percent, small": lambda p: quote(p, safe="").lower().encode(),
    "percent, latin-1": lambda p: quote(p.encode("latin-1", "replace"), safe="").encode(),
    "percent, all": lambda p: "".join(f"%{b:02x}" for b in p.encode()).encode(),
    "percent twice": lambda p: quote(quote(p, safe=""), safe="").encode(),
    "form": lambda p: quote_plus(p).encode(),
    "html": lambda p: html.escape(p).encode(),
    "html, decimal": lambda p: _numbers(p, "&#{};"),
    "html, hexadecimal": lambda p: _numbers(p, "&#x{:x};"),
    "html, zeros": lambda p: _numbers(p, "&#{:012d};"),
    "json": lambda p: json.dumps(p)[1:-1].encode(),
    "json, all": lambda p: _numbers(p, "\\u{:04x}"),
    "hexadecimal": lambda p: p.encode().hex().encode(),
    "numbers": lambda p: str(list(p.encode())).encode(),
    "numbers, called": lambda p: "||".join(f"CHR({b})" for b in p.encode()).encode(),
    "hexadecimal, listed": lambda p: ", ".join(f"0x{b:02X}" for b in p.encode()).encode(),
    "hexadecimal, dotted": lambda p: p.encode().hex(".").encode(),
    "css": lambda p: p.encode().hex(" ").replace(" ", " \\").join(("\\", " ")).encode(),
    "UNISTR": lambda p: _utf_16(p, "\\"),
    "code points": lambda p: _utf_16(p, " U+"),
    "octal": lambda p: "".join(f"\\{b:o}" for b in p.encode()).encode(),
    "hexadecimal, spaced": lambda p: p.encode().hex(" ").upper().encode(),
    "quoted-printable": lambda p: quopri.encodestring(p.encode()).replace(b"=\n", b""),
    "quoted-printable, all": lambda p: "".join(f"={b:02X}" for b in p.encode()).encode(),
    "utf-16-le": lambda p: p.encode("utf-16-le"),
    "utf-16-be": lambda p: p.encode("utf-16-be"),
    "base64": lambda p: b64encode(p.encode()),
    "base64url": lambda p: urlsafe_b64encode(p.encode()).rstrip(b"="),
    "credentials": lambda p: _token(NAME, p),
    "credentials, url": lambda p: _token(NAME, p).translate(bytes.maketrans(b"+/", b"-_")),
    "credentials, latin-1": lambda p: _token(NAME, p, "latin-1"),
    "credentials, capitals": lambda p: _token(NAME, p).upper(),
    "credentials of another": lambda p: _token("X", p),
    "credentials of a third": lambda p: _token("XY", p),
    "base64 of utf-16": lambda p: b64encode(p.encode("utf-16-le")),
    "html of percent": lambda p: html.escape(quote(p, safe="")).replace("%", "&#37;").encode(),
    "json of html": lambda p: json.dumps(html.escape(p))[1:-1].replace("&", "\\u0026").encode(),
    "spaced out": lambda p: " ".join(p).encode(),
    "quotes doubled": lambda p: p.replace('"', '""').replace("'", "''").encode(),
}


def _json_text(echo: bytes) -> bytes:
    return echo.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _detail(echo: bytes) -> Answer:
    body = b'{"title":"Bad Request","o:errorDetails":[{"detail":"Refused: %s"}]}' % _json_text(echo)
    return Answer(400, body, "application/vnd.oracle.adf.error+json")


def _header(echo: bytes) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", "", echo.decode("latin-1"))


def _company(echo: bytes) -> Answer:
    return collection([row("001", "Acme " + echo.decode("utf-8", "replace"))])


PLACES: Final[Mapping[str, Callable[[bytes], Answer]]] = {
    "detail": _detail,
    "escaped detail": lambda e: Answer(
        400, json.dumps({"detail": e.decode("utf-8", "replace"), "x": "y"}), "application/json"
    ),
    "detail as JSON escapes it itself": lambda e: Answer(400, b'{"detail":"%s"}' % e, "application/json"),
    "database": lambda e: Answer(
        500, b"ORA-20001: bad password " + e + b"\nORA-06512: at line 1", "text/plain"
    ),
    "database in JSON": lambda e: Answer(500, b'{"e":"ORA-20001: no ' + _json_text(e) + b'"}', "text/plain"),
    "message": lambda e: Answer(500, b"<CMIC_ERR_MSG>Bad " + e + b"</CMIC_ERR_MSG>", "text/plain"),
    "title": lambda e: Answer(500, b"<html><title>Error " + e + b"</title></html>", "text/html"),
    "text": lambda e: Answer(500, b"Refused " + e, "text/plain"),
    "behind the limit": lambda e: Answer(500, b"x" * 1993 + b" " + e, "text/plain"),
    "behind what is shown": lambda e: Answer(500, b"x" * 190 + b" " + e, "text/plain"),
    "target": lambda e: Answer(302, "", "text/html", {"Location": "https://h.example/in/" + _header(e)}),
    "query": lambda e: Answer(302, "", "text/html", {"Location": "https://h.example/in?p=" + _header(e)}),
    "scheme": lambda e: Answer(401, "", "text/plain", {"WWW-Authenticate": "X" + _header(e)}),
    "company": _company,
    "company's code": lambda e: collection([row(e.decode("utf-8", "replace"), "Acme")]),
    "reason": lambda e: Answer(500, b"Oops", "text/plain", reason="No " + _header(e)),
    "server": lambda e: Answer(500, b"Oops", "text/plain", {"Server": _header(e)}),
    "allow-list": lambda e: Answer(401, b"IP check failed for " + e, "text/plain"),
    "account": lambda e: Answer(500, b"ORA-28000: the account of " + e + b" is locked", "text/plain"),
    "early": _detail,
    "module": lambda e: Answer(500, b"ORA-20001: not authorized " + e, "text/plain"),
    "module's detail": _detail,
    "module's count": lambda e: collection([{"Name": "x"}], int(b"0" + re.sub(rb"\D", b"", e)[:15])),
}
"""Where it is said back, each as an answer to a signed question; the scheme also to an unsigned one."""


class EchoingCmic(Cmic):
    """Says back what `echo` holds, at `place`."""

    echo: bytes = b""
    place: str = "detail"

    def answer(self, asked: Asked) -> Answer:
        """The echo for those who signed in, and where the place is the scheme for all."""
        self.asked.append(asked)
        if asked.sign_in and self.place.startswith("module") and PROBE in asked.path:
            return collection([row("001", "Acme Builders, Inc.")])
        if not asked.sign_in and self.place not in ("scheme", "early"):
            return Answer(401, "", "text/plain", {"WWW-Authenticate": 'Basic realm="erp"'})
        return PLACES[self.place](self.echo)


def _utf_16(password: str, before: str) -> bytes:
    units = password.encode("utf-16-be")
    return "".join(f"{before}{units[i : i + 2].hex().upper()}" for i in range(0, len(units), 2)).encode()


def shared_run(text: str, password: str, name: str = NAME, *, deep: bool = True) -> str:
    """A run of the password, or of the base64 of the credentials, that can be read in a text; "" for none.

    Read with the standard library's decoders, each upon each, so that it owes nothing to what it judges.
    A long text, where letters agree by chance, isn't looked at so `deep`.
    """
    plain = unicodedata.normalize("NFC", password)
    tokens = {b64encode(f"{name}:{password}".encode()).decode().casefold()}
    runs = {_plain(plain[i : i + RUN]) for i in range(len(plain) - RUN + 1)}
    least = RUN if deep else 2 * RUN
    runs |= {s[i : i + least] for s in tokens for i in range(len(s) - least + 1)}
    for once in set(_decoded(re.sub(r"<U\+[0-9A-F]{4,6}>", "", text))):
        for twice in set(_decoded(once)) if deep else (once,):
            view = _plain(twice)
            found = next((run for run in runs if run in view), "")
            if found:
                return found
    return ""


def _plain(text: str) -> str:
    """With a sign that no password has for the ellipsis of what was cut, which NFKC would make dots of."""
    return unicodedata.normalize("NFKC", text.replace("\0", "").replace("…", "\ufffc")).casefold()


def _decoded(text: str) -> Iterator[str]:
    yield text
    yield text.replace(" ", "")
    yield html.unescape(text)
    yield unquote(text, errors="replace")
    yield unquote(text, encoding="latin-1")
    raw = text.encode("utf-8", "replace")
    yield quopri.decodestring(raw).decode("utf-8", "replace")
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    units = "".join(re.findall(r"(?:\\|U\+)([0-9a-fA-F]{4})", text))
    yield bytes.fromhex(units).decode("utf-16-be", "replace")
    for base, sign in ((10, r"\d+"), (16, r"\b(?:0x)?([0-9A-Fa-f]{2})\b"), (8, r"\\([0-7]+)")):
        numbers = [int(found, base) for found in re.findall(sign, text) if len(found) < 4]
        yield bytes(number for number in numbers if number < 256).decode("utf-8", "replace")
    for run in re.findall(r"[0-9a-fA-F]{10,}", text.replace(" ", "")):
        for first in range(2):
            yield bytes.fromhex(run[first : first + (len(run) - first) // 2 * 2]).decode("utf-8", "replace")
    for run in re.findall(r"[A-Za-z0-9+/_-]{8,}", text):
        for first in range(4):
            part = run[first:].replace("-", "+").replace("_", "/")
            whole = part[: len(part) // 4 * 4]
            yield b64decode(whole).decode("utf-8", "replace")
            yield b64decode(whole).decode("latin-1")
