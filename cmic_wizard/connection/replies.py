"""Reads CMiC's answers: what each kind of reply means for the stages behind it."""

from __future__ import annotations

import re
from urllib.parse import quote

from cmic_wizard.connection.outcome import Outcome, failed, passed, unknown, warned
from cmic_wizard.connection.reply import AccessEntry, Reply
from cmic_wizard.connection.withhold import Said
from cmic_wizard.profile.check_wording import MARK
from cmic_wizard.struct import Struct

PROBE = "/sys-rest-api/rest/1/sdcompanyaccess"
"""CMiC's company access list: reads who may use which company, and nothing else (domain notes, REST API)."""
_RESOURCE = PROBE.rpartition("/")[2]
_UNLICENSED = re.compile(r"not\s+licen[sc]ed", re.IGNORECASE)
_NOT_ALLOWED = re.compile(
    r"not\s+authori[sz]ed|unauthori[sz]ed|not\s+permitted|not\s+allowed|privilege|permission|access\s+(is\s+)?denied"
    r"|security|forbidden",
    re.IGNORECASE,
)
_GATEWAY = (502, 503, 504)
_REFUSED = re.compile(r"ORA-01017")
_LOCKED = re.compile(r"ORA-28000|\b(account|user)\s+(is\s+)?locked", re.IGNORECASE)
_EXPIRED = re.compile(r"ORA-28001|\bpassword\s+(has\s+|is\s+)?expired", re.IGNORECASE)
_IP_CHECK = re.compile(r"\bIP\b.{0,40}\b(check|address|not\s+allowed)", re.IGNORECASE | re.DOTALL)


def is_unlicensed(reply: Reply) -> bool:
    """Whether CMiC says that an API is not licensed; what others say so of is their own."""
    return (reply.speaks_cmic or reply.has_details) and reply.complaint.matches(_UNLICENSED)


def is_about_rights(reply: Reply) -> bool:
    """Whether CMiC says that something may not be done."""
    return reply.speaks_as_application and reply.complaint.matches(_NOT_ALLOWED)


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
    if reply.rows is not None and _is_access_list(reply, reply.rows):
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


class StageOutcomes(Struct, frozen=True):
    """What one answer to a signed question says of three stages; None where it says nothing of a stage."""

    user: Outcome
    role: Outcome | None = None
    company: Outcome | None = None


class _SignIn(Struct, frozen=True):
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

    def was_said_unsigned(self, pattern: re.Pattern[str]) -> bool:
        """Whether those who don't sign in are told the same, which then says nothing of the service user."""
        return self.unsigned is not None and self.unsigned.complaint.matches(pattern)


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
    values = {"host": sign_in.host, "status": str(reply.status), "text": reply.complaint.shown}
    known = sign_in.was_refused_unsigned
    if rows is None and is_unlicensed(reply):
        user = passed("user.ok", reply.line) if known else _unsettled(reply, sign_in)
        return StageOutcomes(user, failed("role.licence", reply.line, **values))
    if about_user := _of_the_account(reply, sign_in):
        return StageOutcomes(about_user)
    role = _role(reply) if known and elsewhere is None else ""
    if role:
        return StageOutcomes(passed("user.ok", reply.line), failed(role, reply.line, **values))
    return StageOutcomes(_unsettled(reply, sign_in))


def _listed(reply: Reply, rows: list[AccessEntry], sign_in: _SignIn) -> StageOutcomes:
    """What a list says, which is CMiC's only where it names companies, or is empty as CMiC's is."""
    company, line = sign_in.company, reply.line
    if not _is_access_list(reply, rows):
        return StageOutcomes(unknown("user.not_known_list", line, host=sign_in.host))
    if sign_in.is_open:
        user = unknown("user.not_known_open", line, host=sign_in.host)
        return StageOutcomes(user, unknown("role.not_known_open", line))
    found = None if company is None else in_company(rows, company, sign_in.user)
    return StageOutcomes(passed("user.ok", line), passed("role.ok", line), found)


def _is_access_list(reply: Reply, rows: list[AccessEntry]) -> bool:
    """Whether rows are of CMiC's company access: they name companies, or none is there and CMiC says so."""
    return any(row.code is not None for row in rows) or (not rows and reply.is_list_of(_RESOURCE))


def _role(reply: Reply) -> str:
    """What an error says of the rights of a user whom CMiC let in: the code of its sentence, "" for nothing.

    What a gateway answers, or a database that is ill, may come before anybody has looked at the password.
    """
    if is_about_rights(reply) or (reply.status == 403 and (reply.is_of_the_api or not reply.is_html)):
        return "role.forbidden"
    if reply.status in (400, 404) and reply.is_of_the_api:
        return "role.not_found" if reply.status == 404 else "role.bad_request"
    return ""


def _unsettled(reply: Reply, sign_in: _SignIn) -> Outcome:
    """That an answer says nothing of the user, and what came instead."""
    values = {"host": sign_in.host, "status": str(reply.status), "text": reply.complaint.shown}
    if reply.is_redirect:
        values["target"] = reply.target(sign_in.host)[0].shown
        return unknown("user.not_known_redirect", reply.line, **values)
    if not sign_in.was_refused_unsigned and reply.status >= 400:
        code = "user.not_known_forbidden" if reply.status == 403 else "user.not_known"
    elif reply.status < 300 and reply.is_html:
        code = "user.not_known_page"
    elif reply.status == 429:
        code = "user.not_known_busy"
    elif reply.status in _GATEWAY:
        code = "user.not_known_gateway"
    else:
        code = "user.not_known_error" if reply.status >= 500 else "user.not_known_reply"
    return unknown(code, reply.line, **values)


def _of_the_account(reply: Reply, sign_in: _SignIn) -> Outcome | None:
    """That the service user was refused, and why where the server says it; None for another answer."""
    text = reply.complaint
    values = {"host": sign_in.host, "text": text.shown}
    for code, pattern in (("user.locked", _LOCKED), ("user.expired", _EXPIRED)):
        if reply.status >= 400 and text.matches(pattern) and not sign_in.was_said_unsigned(pattern):
            return failed(code, reply.line, **values)
    by_database = reply.status >= 400 and text.matches(_REFUSED) and not sign_in.was_said_unsigned(_REFUSED)
    if reply.status != 401 and not by_database:
        return None
    if text.matches(_IP_CHECK):
        return failed("user.ip", reply.line, **values)
    if reply.is_html:
        values["text"] = ""
    if (reply.schemes and not reply.offers_basic) or "-oauth." in sign_in.host:
        return failed("user.refused_oauth", reply.line, **values)
    if sign_in.tenant_left_out:
        return failed("user.refused_left_out", reply.line, **values)
    code = "user.refused_tenant" if sign_in.with_tenant else "user.refused_plain"
    return failed(code, reply.line, **values)


def in_company(rows: list[AccessEntry], company: str, user: str = "") -> Outcome:
    """Whether the rows show that the company is open to the user, with its name as proof.

    A row that names nobody answers the question that was asked, which was about the user.
    """
    if not rows:
        return failed("company.empty", company=company)
    if user:
        rows = [row for row in rows if row.user is None or row.user.equals(user, in_any_case=True)]
    if not rows:
        return unknown("company.not_known_user", company=company)
    coded = [(row, row.code) for row in rows if row.code is not None]
    if not coded:
        return unknown("company.not_known", company=company)
    for row, code in coded:
        if code.equals(company):
            return _named(row.name, company)
    for row, code in coded:
        if code.equals(company, in_any_case=True):
            return warned("company.case", row.name.shown, company=company, written=code.shown)
    return failed("company.other", company=company, written=coded[0][1].shown)


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
        if not _is_access_list(reply, reply.rows):
            return unknown("company.not_known", reply.line, company=company)
        return in_company(reply.rows, company, user)
    values = {"company": company, "host": host, "status": str(reply.status), "text": reply.complaint.shown}
    if reply.status == 401:
        return failed("company.refused", reply.line, **values)
    code = "company.not_known_busy" if reply.status == 429 else "company.not_known_error"
    return unknown(code, reply.line, **values)
