"""The modules that an integration reads: one record is asked of each, as advice that fails no check."""

from __future__ import annotations

from typing import Final

from cmic_wizard.connection.outcome import Outcome, passed, unknown, warned
from cmic_wizard.connection.replies import is_about_rights, is_unlicensed
from cmic_wizard.connection.reply import Reply
from cmic_wizard.profile.check_wording import MARK

_ONE: Final = "?limit=1&totalResults=true"
PATHS: Final = {
    "jobs": "/jc-rest-api/rest/1/jcjob" + _ONE,
    "cost_codes": "/jc-rest-api/rest/1/jcmastercostcodes" + _ONE,
    "subcontracts": "/pm-rest-api/rest/1/scmast" + _ONE,
    "change_management": "/cm-rest-api/rest/1/cmmast" + _ONE,
    "vendors": "/ap-rest-api/rest/1/apvendor" + _ONE,
    "business_partners": "/sys-rest-api/rest/1/businesspartner" + _ONE,
}
"""What is read of each module, which only reads; the paths are those of public clients of CMiC."""
ENDING: Final = (
    "module.not_known_busy",
    "module.not_known_late",
    "module.not_known_broken",
    "module.not_known_refused",
)
"""After which no further module is asked."""


def judged(reply: Reply, module: str) -> Outcome:
    """What an answer says of a module; the record in it is neither looked at nor kept."""
    line = reply.line
    if reply.status == 200 and reply.rows is not None:
        return _read(reply, module)
    if reply.cut_rows:
        return passed("module.reads", line, module=module)
    text = reply.complaint
    values = {"module": module, "status": str(reply.status), "text": text.shown}
    if is_unlicensed(reply):
        return warned("module.licence", line, **values)
    if reply.status == 429:
        return unknown("module.not_known_busy", line, **values)
    if reply.status == 401:
        return unknown("module.not_known_refused", line, **values)
    if reply.is_html and reply.status < 400:
        return unknown("module.not_known", line, **values)
    if is_about_rights(reply) or (reply.status == 403 and (reply.is_of_the_api or not reply.is_html)):
        return warned("module.forbidden", line, **values)
    if reply.status == 404 and reply.is_of_the_api:
        return warned("module.not_found", line, **values)
    return unknown("module.not_known", line, **values)


def _read(reply: Reply, module: str) -> Outcome:
    total = reply.total
    count = "" if total is None else total.shown
    if not reply.rows:
        resource = PATHS[module].partition("?")[0].rpartition("/")[2]
        if count not in ("", "0", MARK) or not reply.is_list_of(resource):
            return unknown("module.not_known", reply.line, module=module, status=str(reply.status))
        return passed("module.empty", "0", module=module)
    if count in ("", "0", MARK):
        return passed("module.reads", module=module)
    return passed("module.ok", count, module=module, count=count)
