"""Reads CMiC's answers: what each kind of reply means for the stages behind it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from cmic_wizard.connection.outcome import Outcome, failed, passed, warned

PROBE = "/sys-rest-api/rest/1/sdcompanyaccess"
"""CMiC's company access list: reads who may use which company, and nothing else (domain notes, REST API)."""
_TEXT_AT_MOST = 2000
_CMIC_MESSAGE = re.compile(r"<CMIC_ERR_MSG>(.*?)</CMIC_ERR_MSG>", re.DOTALL | re.IGNORECASE)
_ORACLE = re.compile(r"ORA-\d{3,5}[^\n<]*")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_UNLICENSED = re.compile(r"not\s+licen[sc]ed", re.IGNORECASE)
_NOT_ALLOWED = re.compile(
    r"not\s+authori[sz]ed|unauthori[sz]ed|not\s+permitted|not\s+allowed|privilege|permission|access\s+(is\s+)?denied"
    r"|security|forbidden",
    re.IGNORECASE,
)
_IP_CHECK = re.compile(r"\bIP\b.{0,40}\b(check|address|not\s+allowed)", re.IGNORECASE | re.DOTALL)
_SIGN_IN_FORM = re.compile(rb"<form|type=.?password", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, its body cut at the limit."""

    status: int
    content_type: str = ""
    location: str = ""
    challenges: list[str] = field(default_factory=list)
    body: bytes = field(default=b"", repr=False)
    truncated: bool = False

    @property
    def line(self) -> str:
        """The status as shown."""
        return f"HTTP {self.status}"

    @property
    def text(self) -> str:
        """The body as text, whatever it is."""
        return self.body.decode("utf-8", "replace")

    @property
    def is_html(self) -> bool:
        """Whether it is a web page."""
        return "html" in self.content_type.lower() or self.body.lstrip()[:14].lower().startswith(
            (b"<!doctype html", b"<html")
        )

    @property
    def is_redirect(self) -> bool:
        """Whether it points elsewhere."""
        return 300 <= self.status < 400 and bool(self.location)

    def json(self) -> Any:
        """The body as JSON; None where it is none. The content type isn't asked: ADF has its own."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def items(self) -> list[dict[str, Any]] | None:
        """The rows of an ADF collection; None where the reply is no collection."""
        document = self.json()
        rows = document.get("items") if isinstance(document, dict) else None
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None


def query(user: str, company: str | None) -> str:
    """The path of the read-only question whether a user may use a company.

    Values are percent-encoded; `acceptable` refuses what delimits a finder, taken apart after decoding.
    """
    if company is None:
        return f"{PROBE}?limit=1"
    finder = f"SdCompanyAccessFinder;UserID={quote(user, safe='')},CompCode={quote(company, safe='')}"
    return f"{PROBE}?finder={finder}&limit=1&offset=0&totalResults=true"


def acceptable(value: str, beside: str = "") -> bool:
    """Whether a value can stand in a finder without breaking out of it."""
    return bool(value.strip()) and value.isprintable() and not any(c in value for c in ",;" + beside)


def complaint(reply: Reply) -> str:
    """What the server says went wrong, in its own words; "" for nothing usable."""
    text = html.unescape(reply.text)
    if found := _CMIC_MESSAGE.search(text):
        return found.group(1).strip()[:_TEXT_AT_MOST]
    if found := _ORACLE.search(text):
        return found.group(0).strip(' "}')[:_TEXT_AT_MOST]
    document = reply.json()
    if isinstance(document, dict):
        details = document.get("o:errorDetails")
        said = [d.get("detail") for d in details if isinstance(d, dict)] if isinstance(details, list) else []
        said = said or [document.get(key) for key in ("detail", "title", "message", "error")]
        return " ".join(s for s in said if isinstance(s, str))[:_TEXT_AT_MOST]
    if reply.is_html:
        found = _TITLE.search(text)
        return found.group(1).strip()[:_TEXT_AT_MOST] if found else ""
    return text.strip()[:_TEXT_AT_MOST]


def before_sign_in(reply: Reply, host: str) -> Outcome:
    """What the answer to a question without credentials says: CMiC's REST API, or something else."""
    if reply.status == 401:
        return _challenge(reply, host)
    if reply.status == 403:
        return warned("http.forbidden", reply.line, host=host, text=complaint(reply))
    elsewhere = _not_an_answer(reply, host)
    if elsewhere is not None:
        return elsewhere
    if reply.items() is not None:
        return passed("http.open", reply.line, host=host)
    document = reply.json()
    spoken = _CMIC_MESSAGE.search(html.unescape(reply.text)) or _ORACLE.search(reply.text)
    if spoken or (isinstance(document, dict) and "o:errorDetails" in document and reply.status != 404):
        return passed("http.early", reply.line, host=host)
    return _by_status(reply, host)


def _challenge(reply: Reply, host: str) -> Outcome:
    schemes = [c.split(None, 1)[0].rstrip(",") for c in reply.challenges if c.strip()]
    if schemes and not any("basic" in c.lower() for c in reply.challenges):
        return warned("http.no_basic", reply.line, host=host, schemes=", ".join(schemes))
    if not schemes and reply.is_html and _SIGN_IN_FORM.search(reply.body):
        return failed("http.login_page", reply.line, host=host)
    return passed("http.ok", reply.line, host=host)


def _not_an_answer(reply: Reply, host: str) -> Outcome | None:
    """A redirect, a web page or a cut reply: nothing that an API sends."""
    if reply.is_redirect:
        target, same = _shown_target(reply.location, host)
        return failed("http.redirect" if same else "http.sign_in", reply.line, host=host, target=target)
    if reply.status < 300 and reply.is_html:
        return failed("http.login_page", reply.line, host=host)
    if reply.truncated:
        return failed("reply.too_big", reply.line, host=host)
    return None


def _by_status(reply: Reply, host: str) -> Outcome:
    codes = {
        400: "reply.bad_request",
        404: "http.not_found",
        407: "reply.proxy",
        429: "reply.busy",
        502: "reply.gateway",
        503: "reply.gateway",
        504: "reply.gateway",
    }
    code = codes.get(reply.status) or ("reply.server_error" if reply.status >= 500 else "reply.not_cmic")
    return failed(code, reply.line, host=host, status=str(reply.status), text=complaint(reply))


def _shown_target(location: str, host: str) -> tuple[str, bool]:
    """Where a redirect leads, without what it carries in its query, and whether that is the same host."""
    try:
        parts = urlsplit(urljoin(f"https://{host}/", location))
        target = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return location.partition("?")[0], False
    return f"{parts.scheme}://{target}{port}{parts.path}", target == host


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer to a signed question says of three stages; None where it says nothing of a stage."""

    user: Outcome
    role: Outcome | None = None
    company: Outcome | None = None


def signed(reply: Reply, host: str, company: str | None, *, with_tenant: bool) -> Verdict:
    """Tell apart: service user refused, API role missing, API not licensed, company not known or not open."""
    text = complaint(reply)
    values = {"host": host, "status": str(reply.status), "text": text}
    accepted = passed("user.ok", reply.line)
    items = reply.items()
    if items is None and _UNLICENSED.search(text):
        return Verdict(accepted, failed("role.licence", reply.line, **values))
    if reply.status == 401:
        return Verdict(_refused(reply, text, host, with_tenant=with_tenant))
    elsewhere = _not_an_answer(reply, host)
    if elsewhere is not None:
        return Verdict(elsewhere)
    if reply.status == 200 and items is not None:
        found = None if company is None else in_company(items, company)
        return Verdict(accepted, passed("role.ok", reply.line), found)
    if reply.status == 403 or (reply.status not in (429, 502, 503, 504) and _NOT_ALLOWED.search(text)):
        return Verdict(accepted, failed("role.forbidden", reply.line, **values))
    if reply.status == 404:
        return Verdict(accepted, failed("role.not_found", reply.line, **values))
    if reply.status == 400:
        return Verdict(accepted, failed("role.bad_request", reply.line, **values))
    if _ORACLE.search(reply.text) or _CMIC_MESSAGE.search(html.unescape(reply.text)):
        return Verdict(accepted, failed("role.error", reply.line, **values))
    return Verdict(_by_status(reply, host))


def _refused(reply: Reply, text: str, host: str, *, with_tenant: bool) -> Outcome:
    if _IP_CHECK.search(text):
        return failed("user.ip", reply.line, host=host, text=text)
    no_basic = bool(reply.challenges) and not any("basic" in c.lower() for c in reply.challenges)
    if no_basic or "-oauth." in host:
        return failed("user.refused_oauth", reply.line, host=host)
    return failed("user.refused_tenant" if with_tenant else "user.refused_plain", reply.line, host=host)


def in_company(items: list[dict[str, Any]], company: str) -> Outcome:
    """Whether the rows show the company, with its name as proof."""
    if not items:
        return failed("company.empty", company=company)
    row = next((r for r in items if r.get("CompsecCompCode", company) == company), None)
    if row is None:
        written = str(items[0].get("CompsecCompCode", ""))
        if written.casefold() != company.casefold():
            return failed("company.other", company=company, written=written)
        return warned("company.case", _company_name(items[0]), company=company, written=written)
    name = _company_name(row)
    return passed("company.ok", name, company=company) if name else warned("company.no_name", company=company)


def _company_name(row: dict[str, Any]) -> str:
    name = row.get("CompsecCompName")
    return name.strip() if isinstance(name, str) else ""


def further_company(reply: Reply, host: str, company: str) -> Outcome:
    """What the answer about one more company says, after the first was answered."""
    items = reply.items()
    if reply.status == 200 and items is not None:
        return in_company(items, company)
    if reply.status == 401:
        return failed("company.refused", reply.line, company=company, host=host)
    return failed(
        "company.error", reply.line, company=company, status=str(reply.status), text=complaint(reply)
    )
