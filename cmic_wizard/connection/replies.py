"""Reads CMiC's answers: what each kind of reply means for the stages behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from cmic_wizard.connection.outcome import Outcome, failed, passed, unknown, warned
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
_REFUSED = re.compile(r"ORA-01017")
_LOCKED = re.compile(r"ORA-28000|\b(account|user)\s+(is\s+)?locked", re.IGNORECASE)
_EXPIRED = re.compile(r"ORA-28001|\bpassword\s+(has\s+|is\s+)?expired", re.IGNORECASE)
_IP_CHECK = re.compile(r"\bIP\b.{0,40}\b(check|address|not\s+allowed)", re.IGNORECASE | re.DOTALL)


def is_unlicensed(text: Said) -> bool:
    """Whether a server says that an API is not licensed."""
    return text.matches(_UNLICENSED)


def is_about_rights(text: Said) -> bool:
    """Whether a server says that something may not be done."""
    return text.matches(_NOT_ALLOWED)


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
        values = {"host": host, "status": str(reply.status), "text": reply.complaint.shown}
        return warned("http.early", reply.line, **values)
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


@dataclass(frozen=True, slots=True)
class _SignIn:
    """As whom the signed question was asked, and what was answered to the same before anybody signed in."""

    host: str
    user: str
    company: str | None
    with_tenant: bool
    tenant_left_out: bool
    unsigned: Reply | None

    @property
    def was_refused_unsigned(self) -> bool:
        """Whether nobody gets in without signing in, so that another answer shows who did."""
        return self.unsigned is None or self.unsigned.status == 401

    @property
    def is_open(self) -> bool:
        """Whether the same is given to anybody."""
        return self.unsigned is not None and self.unsigned.status == 200 and self.unsigned.rows is not None


def signed(
    reply: Reply,
    host: str,
    company: str | None,
    *,
    with_tenant: bool,
    tenant_left_out: bool = False,
    user: str = "",
    unsigned: Reply | None = None,
) -> StageOutcomes:
    """Tell apart: service user refused, API role missing, API not licensed, company not known or not open.

    `unsigned` is what was answered before signing in, None for the usual 401: what is alike in both says
    nothing of the user.
    """
    return _signed(reply, _SignIn(host, user, company, with_tenant, tenant_left_out, unsigned))


def _signed(reply: Reply, sign_in: _SignIn) -> StageOutcomes:
    rows, elsewhere = reply.rows, _not_an_answer(reply, sign_in.host)
    if reply.status == 200 and rows is not None and elsewhere is None:
        return _listed(reply, rows, sign_in)
    text = reply.complaint
    values = {"host": sign_in.host, "status": str(reply.status), "text": text.shown}
    user = passed("user.ok", reply.line)
    if not sign_in.was_refused_unsigned:
        code = "user.not_known_forbidden" if reply.status == 403 else "user.not_known"
        user = unknown(code, reply.line, **values)
    if rows is None and text.matches(_UNLICENSED):
        return StageOutcomes(user, failed("role.licence", reply.line, **values))
    if about_user := _of_the_account(reply, text, sign_in):
        return StageOutcomes(about_user)
    if elsewhere is not None:
        return StageOutcomes(elsewhere)
    if reply.status in (429, 502, 503, 504):
        return StageOutcomes(_by_status(reply, sign_in.host))
    if not user.holds:
        return StageOutcomes(user)
    role = _role(reply, text)
    if role:
        return StageOutcomes(user, failed(role, reply.line, **values))
    return StageOutcomes(_by_status(reply, sign_in.host))


def _listed(reply: Reply, rows: list[AccessEntry], sign_in: _SignIn) -> StageOutcomes:
    """What a list says, which is CMiC's only where it names companies, or is empty."""
    company, line = sign_in.company, reply.line
    if rows and all(row.code is None for row in rows):
        return StageOutcomes(unknown("user.not_known_list", line, host=sign_in.host))
    found = None if company is None else in_company(rows, company, sign_in.user)
    if sign_in.is_open:
        user = unknown("user.not_known_open", line, host=sign_in.host)
        return StageOutcomes(user, passed("role.open", line), found)
    return StageOutcomes(passed("user.ok", line), passed("role.ok", line), found)


def _role(reply: Reply, text: Said) -> str:
    """What an error says of the user's rights, as the code of its sentence; "" for nothing."""
    if reply.status == 403 or text.matches(_NOT_ALLOWED):
        return "role.forbidden"
    if reply.status in (404, 400):
        return "role.not_found" if reply.status == 404 else "role.bad_request"
    return "role.error" if reply.speaks_cmic else ""


def _of_the_account(reply: Reply, text: Said, sign_in: _SignIn) -> Outcome | None:
    """That the service user was refused, and why where the server says it; None for another answer."""
    values = {"host": sign_in.host, "text": text.shown}
    for code, pattern in (("user.locked", _LOCKED), ("user.expired", _EXPIRED)):
        if reply.status >= 400 and text.matches(pattern):
            return failed(code, reply.line, **values)
    if reply.status != 401 and not (reply.status >= 400 and text.matches(_REFUSED)):
        return None
    if text.matches(_IP_CHECK):
        return failed("user.ip", reply.line, **values)
    if (reply.schemes and not reply.offers_basic) or "-oauth." in sign_in.host:
        return failed("user.refused_oauth", reply.line, host=sign_in.host)
    if sign_in.tenant_left_out:
        return failed("user.refused_left_out", reply.line, host=sign_in.host)
    code = "user.refused_tenant" if sign_in.with_tenant else "user.refused_plain"
    return failed(code, reply.line, host=sign_in.host)


def in_company(rows: list[AccessEntry], company: str, user: str = "") -> Outcome:
    """Whether the rows show that the company is open to the user, with its name as proof."""
    if not rows:
        return failed("company.empty", company=company)
    written = rows[0].code
    if written is None:
        return unknown("company.not_known", company=company)
    if user and not any(r.user is None or r.user.equals(user, in_any_case=True) for r in rows):
        return unknown("company.not_known_user", company=company)
    row = next((r for r in rows if r.code is not None and r.code.equals(company)), None)
    if row is not None:
        return _named(row.name, company)
    if not written.equals(company, in_any_case=True):
        return failed("company.other", company=company, written=written.shown)
    return warned("company.case", rows[0].name.shown, company=company, written=written.shown)


def _named(name: Said, company: str) -> Outcome:
    shown = name.shown
    if shown == MARK:
        return warned("company.withheld", company=company)
    if not shown:
        return warned("company.no_name", company=company)
    return passed("company.ok", shown, company=company)


def further_company(reply: Reply, host: str, company: str, user: str = "") -> Outcome:
    """What the answer about one more company says, after the first was answered."""
    if reply.status == 200 and reply.rows is not None:
        return in_company(reply.rows, company, user)
    if reply.status == 401:
        return failed("company.refused", reply.line, company=company, host=host)
    if reply.status == 429:
        return failed("company.busy", reply.line, company=company, host=host)
    return failed(
        "company.error", reply.line, company=company, status=str(reply.status), text=reply.complaint.shown
    )
