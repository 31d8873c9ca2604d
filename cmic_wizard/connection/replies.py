"""Reads CMiC's answers: what each kind of reply means for the stages behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from cmic_wizard.connection.outcome import Outcome, failed, passed, warned
from cmic_wizard.connection.reply import AccessEntry, Reply
from cmic_wizard.connection.withhold import Said
from cmic_wizard.profile.check_wording import MARK

PROBE = "/sys-rest-api/rest/1/sdcompanyaccess"
"""CMiC's company access list: reads who may use which company, and nothing else (domain notes, REST API)."""
_UNLICENSED = re.compile(r"not\s+licen[sc]ed", re.IGNORECASE)
_NOT_ALLOWED = re.compile(
    r"not\s+authori[sz]ed|unauthori[sz]ed|not\s+permitted|not\s+allowed|privilege|permission|access\s+(is\s+)?denied"
    r"|security|forbidden",
    re.IGNORECASE,
)
_IP_CHECK = re.compile(r"\bIP\b.{0,40}\b(check|address|not\s+allowed)", re.IGNORECASE | re.DOTALL)


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


def before_sign_in(reply: Reply, host: str) -> Outcome:
    """What the answer to a question without credentials says: CMiC's REST API, or something else."""
    if reply.status == 401:
        return _challenge(reply, host)
    if reply.status == 403:
        return warned("http.forbidden", reply.line, host=host, text=reply.complaint.shown)
    elsewhere = _not_an_answer(reply, host)
    if elsewhere is not None:
        return elsewhere
    if reply.rows is not None:
        return passed("http.open", reply.line, host=host)
    if reply.speaks_cmic or (reply.has_details and reply.status != 404):
        return passed("http.early", reply.line, host=host)
    return _by_status(reply, host)


def _challenge(reply: Reply, host: str) -> Outcome:
    if reply.schemes and not reply.offers_basic:
        return warned("http.no_basic", reply.line, host=host, schemes=reply.schemes.shown)
    if not reply.schemes and reply.has_sign_in_form:
        return failed("http.login_page", reply.line, host=host)
    return passed("http.ok", reply.line, host=host)


def _not_an_answer(reply: Reply, host: str) -> Outcome | None:
    """A redirect, a web page or a cut reply: nothing that an API sends."""
    if reply.is_redirect:
        target, same = reply.target(host)
        code = "http.redirect" if same else "http.sign_in"
        return failed(code, reply.line, host=host, target=target.shown)
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
    return failed(code, reply.line, host=host, status=str(reply.status), text=reply.complaint.shown)


@dataclass(frozen=True, slots=True)
class StageOutcomes:
    """What one answer to a signed question says of three stages; None where it says nothing of a stage."""

    user: Outcome
    role: Outcome | None = None
    company: Outcome | None = None


def signed(reply: Reply, host: str, company: str | None, *, with_tenant: bool) -> StageOutcomes:
    """Tell apart: service user refused, API role missing, API not licensed, company not known or not open."""
    rows, accepted = reply.rows, passed("user.ok", reply.line)
    elsewhere = _not_an_answer(reply, host)
    if reply.status == 200 and rows is not None and elsewhere is None:
        found = None if company is None else in_company(rows, company)
        return StageOutcomes(accepted, passed("role.ok", reply.line), found)
    text = reply.complaint
    values = {"host": host, "status": str(reply.status), "text": text.shown}
    if rows is None and text.matches(_UNLICENSED):
        return StageOutcomes(accepted, failed("role.licence", reply.line, **values))
    if reply.status == 401:
        return StageOutcomes(_refused(reply, text, host, with_tenant=with_tenant))
    if elsewhere is not None:
        return StageOutcomes(elsewhere)
    if reply.status == 403 or (reply.status not in (429, 502, 503, 504) and text.matches(_NOT_ALLOWED)):
        return StageOutcomes(accepted, failed("role.forbidden", reply.line, **values))
    if reply.status == 404:
        return StageOutcomes(accepted, failed("role.not_found", reply.line, **values))
    if reply.status == 400:
        return StageOutcomes(accepted, failed("role.bad_request", reply.line, **values))
    if reply.speaks_cmic:
        return StageOutcomes(accepted, failed("role.error", reply.line, **values))
    return StageOutcomes(_by_status(reply, host))


def _refused(reply: Reply, text: Said, host: str, *, with_tenant: bool) -> Outcome:
    if text.matches(_IP_CHECK):
        return failed("user.ip", reply.line, host=host, text=text.shown)
    if (reply.schemes and not reply.offers_basic) or "-oauth." in host:
        return failed("user.refused_oauth", reply.line, host=host)
    return failed("user.refused_tenant" if with_tenant else "user.refused_plain", reply.line, host=host)


def in_company(rows: list[AccessEntry], company: str) -> Outcome:
    """Whether the rows show the company, with its name as proof."""
    if not rows:
        return failed("company.empty", company=company)
    row = next((r for r in rows if r.code is None or r.code.equals(company)), None)
    if row is not None:
        return _named(row.name, company)
    written = rows[0].code
    if written is None or not written.equals(company, in_any_case=True):
        return failed("company.other", company=company, written=written.shown if written else "")
    return warned("company.case", rows[0].name.shown, company=company, written=written.shown)


def _named(name: Said, company: str) -> Outcome:
    shown = name.shown
    if shown == MARK:
        return warned("company.withheld", company=company)
    if not shown:
        return warned("company.no_name", company=company)
    return passed("company.ok", shown, company=company)


def further_company(reply: Reply, host: str, company: str) -> Outcome:
    """What the answer about one more company says, after the first was answered."""
    if reply.status == 200 and reply.rows is not None:
        return in_company(reply.rows, company)
    if reply.status == 401:
        return failed("company.refused", reply.line, company=company, host=host)
    return failed(
        "company.error", reply.line, company=company, status=str(reply.status), text=reply.complaint.shown
    )
