"""What a server answered: asked of here, in time that grows with its length; shown only as `Said` allows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from cmic_wizard.bounds import COUNT_AT_MOST
from cmic_wizard.connection.decodings import unescaped
from cmic_wizard.connection.withhold import NOTHING_SECRET, Said, Withholding

_TEXT_AT_MOST = 2000
"""Characters of a text that are gone into, once all of it was looked at for what must be withheld."""
_CMIC_BEGINS = re.compile(r"<CMIC_ERR_MSG>", re.IGNORECASE)
_CMIC_ENDS = re.compile(r"</CMIC_ERR_MSG>", re.IGNORECASE)
_ORACLE = re.compile(r"ORA-\d{3,5}[^\n<]*")
_APPLICATION = re.compile(r"ORA-20\d{3}\b")
"""What an application has the database say, rather than the database itself."""
_SERVER_PAGE = re.compile(r"<title>\s*Error \d{3}--", re.IGNORECASE)
"""How WebLogic, which CMiC runs on, begins its pages of errors."""
_TITLE_BEGINS = re.compile(r"<title[^<>]{0,200}>", re.IGNORECASE)
_TITLE_ENDS = re.compile(r"</title>", re.IGNORECASE)
_SIGN_IN_FORM = re.compile(rb"<form|type=.?password", re.IGNORECASE)
_BESIDE_ITEMS = {"count", "hasMore"}
_PAGE_BEGINS = re.compile(rb"\s*<(!doctype )?html", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """A line of the company access list; `code` is None where it names no company, `user` where nobody."""

    code: Said | None
    name: Said
    user: Said | None = None


@dataclass(frozen=True)
class Reply:
    """An HTTP answer, its body cut at the limit. Its texts are the server's: nothing else may read them."""

    status: int
    content_type: str = field(default="", repr=False)
    location: str = field(default="", repr=False)
    challenges: list[str] = field(default_factory=list, repr=False)
    body: bytes = field(default=b"", repr=False)
    truncated: bool = False
    withholding: Withholding = field(default=NOTHING_SECRET, repr=False)

    @property
    def line(self) -> str:
        """The status as shown."""
        return f"HTTP {self.status}"

    @cached_property
    def is_html(self) -> bool:
        """Whether it is a web page."""
        return "html" in self.content_type.lower() or _PAGE_BEGINS.match(self.body) is not None

    @property
    def is_redirect(self) -> bool:
        """Whether it points elsewhere."""
        return 300 <= self.status < 400 and bool(self.location)

    @cached_property
    def has_sign_in_form(self) -> bool:
        """Whether it is a web page to sign in at."""
        return self.is_html and _SIGN_IN_FORM.search(self.body) is not None

    @cached_property
    def has_details(self) -> bool:
        """Whether it is an error as ADF tells it."""
        document = self._json
        return isinstance(document, dict) and "o:errorDetails" in document

    @cached_property
    def speaks_cmic(self) -> bool:
        """Whether its words are those of CMiC or of its database."""
        return _between(_CMIC_BEGINS, _CMIC_ENDS, self._text) is not None or bool(_ORACLE.search(self._text))

    @cached_property
    def is_of_the_api(self) -> bool:
        """Whether it is an error of CMiC or of what it runs on, rather than of something in between."""
        return self.speaks_cmic or self.has_details or _SERVER_PAGE.search(self._text) is not None

    @cached_property
    def speaks_as_application(self) -> bool:
        """Whether its words are CMiC's own rather than its database's, so that it has come as far as CMiC."""
        spoken = _between(_CMIC_BEGINS, _CMIC_ENDS, self._text) is not None
        return spoken or self.has_details or _APPLICATION.search(self._text) is not None

    def is_list_of(self, resource: str) -> bool:
        """Whether even an empty list is that of a resource, which ADF's own type shows, or its links."""
        links = self._json.get("links") if self.rows is not None else None
        found = (
            [link.get("href") for link in links if isinstance(link, dict)] if isinstance(links, list) else []
        )
        return self._is_adf or any(isinstance(href, str) and f"/{resource}" in href for href in found)

    @cached_property
    def rows(self) -> list[AccessEntry] | None:
        """The rows of an ADF collection; None where the reply is no collection.

        Many an API answers with `items`: ADF's own media type, or what it always has beside them, tells it.
        """
        document = self._json
        found = document.get("items") if isinstance(document, dict) else None
        if not isinstance(found, list) or not (self._is_adf or set(document) >= _BESIDE_ITEMS):
            return None
        rows = [self._row(row) for row in found if isinstance(row, dict)]
        return rows if rows or not found else None

    @property
    def cut_rows(self) -> bool:
        """Whether it is a collection whose end is missing."""
        return self.truncated and self.status == 200 and self._is_adf

    @cached_property
    def total(self) -> Said | None:
        """How many rows there are in all, where the server counts them; a number can be a password, too."""
        document = self._json
        found = document.get("totalResults") if isinstance(document, dict) else None
        counted = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= COUNT_AT_MOST
        return Said(str(found), self.withholding) if counted else None

    @property
    def _is_adf(self) -> bool:
        return "vnd.oracle.adf.resourcecollection" in self.content_type.lower()

    @cached_property
    def complaint(self) -> Said:
        """What the server says went wrong, in its own words; empty for nothing usable."""
        withheld = self.withholding.repeats(self.body)
        said = " ".join(self._complaint()[:_TEXT_AT_MOST].split())
        return Said(said, self.withholding, withheld=withheld)

    @cached_property
    def schemes(self) -> Said:
        """The ways to sign in that are offered."""
        words = [c[:_TEXT_AT_MOST].split(None, 1) for c in self.challenges]
        names = ", ".join(w[0].rstrip(",") for w in words if w)
        return Said("\n".join(self.challenges), self.withholding).part(names[:_TEXT_AT_MOST])

    @property
    def offers_basic(self) -> bool:
        """Whether user name and password are among them."""
        return any("basic" in c.lower() for c in self.challenges)

    def target(self, host: str) -> tuple[Said, bool]:
        """Where a redirect leads, without what it carries, and whether that is the same host."""
        location, words = Said(self.location, self.withholding), self.location[:_TEXT_AT_MOST]
        try:
            parts = urlsplit(urljoin(f"https://{host}/", words))
            name = parts.hostname or ""
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            return location.part(re.split(r"[?#]", words, maxsplit=1)[0].rpartition("@")[2]), False
        return location.part(f"{parts.scheme}://{name}{port}{parts.path}"), name == host

    @cached_property
    def _text(self) -> str:
        """The body as text, whatever it is."""
        return unescaped(self.body.decode("utf-8", "replace"))

    @cached_property
    def _json(self) -> Any:
        """The body as JSON; None where it is none. The content type isn't asked: ADF has its own."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def _row(self, found: dict[str, Any]) -> AccessEntry:
        """What a row names; whether it may be shown is for each text to say, for the row is no echo."""
        code, name, user = (found.get(f"Compsec{part}") for part in ("CompCode", "CompName", "User"))
        written = str(code) if isinstance(code, str | int) else ""
        return AccessEntry(
            Said(written, self.withholding) if "CompsecCompCode" in found else None,
            Said(name.strip() if isinstance(name, str) else "", self.withholding),
            Said(user.strip(), self.withholding)
            if isinstance(user := found.get("CompsecUser"), str)
            else None,
        )

    def _complaint(self) -> str:
        spoken = _between(_CMIC_BEGINS, _CMIC_ENDS, self._text)
        if spoken is not None:
            return spoken
        if found := _ORACLE.search(self._text):
            return found.group(0).strip(' "}')
        document = self._json
        if isinstance(document, dict):
            details = document.get("o:errorDetails")
            rows = details if isinstance(details, list) else []
            said = [row.get("detail") for row in rows if isinstance(row, dict)]
            said = said or [document.get(key) for key in ("detail", "title", "message", "error")]
            return " ".join(s for s in said if isinstance(s, str))
        if self.is_html:
            return _between(_TITLE_BEGINS, _TITLE_ENDS, self._text) or ""
        return self._text.strip()


def _between(begins: re.Pattern[str], ends: re.Pattern[str], text: str) -> str | None:
    """What stands between two marks; None where they don't both stand there. One look from end to end."""
    begin = begins.search(text)
    end = ends.search(text, begin.end()) if begin else None
    return text[begin.end() : end.start()].strip() if begin and end else None
