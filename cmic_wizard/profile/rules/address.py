"""The mobile server URL: made whole where it can be, refused where it is another address."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.common import beside, doubt, echoed, error, info, outcome, too_long, warning
from cmic_wizard.profile.rules.environment import judge_environment, kept_path
from cmic_wizard.profile.rules.host import HostPort, is_loopback, judge_reach, read_place
from cmic_wizard.profile.rules.hosting import hosting_of, judge_hosting, judge_name
from cmic_wizard.profile.rules.wrapping import addresses_in, holds_address, is_wrapper
from cmic_wizard.struct import replace

ZERO_WIDTH: Final = "\u00a0\u00ad\u180e\u200b\u200c\u200d\u2060\u202f\ufeff"
"""Characters without width, and spaces that are none, which come along with what is pasted."""
_EDGES: Final = " \t\r\n\u00a0\"'`´“”„‘’‚«»‹›<>*|"
_LENGTH_AT_MOST: Final = 2000
_WORDS_OF_A_SENTENCE: Final = 3
_LINK: Final = N_(
    "This is a link that only leads to a page, as mail filters and searches make them. Open it in a browser, "
    "and copy the server's own address."
)
_LOGIN_HOST: Final = r"(atlas|nova)(-test|-sandbox)?(?:-az)?\.cmiccloud\.com"
"""Hosts of the cloud's browser login (CMiC's page “Cloud Login”)."""


def mobile_server_url(step: Step, text: str, values: Values) -> Reading:
    """Read the URL; parts: `scheme`, `host`, `port`, `path`, `environment`, `is_production`, `hosting`."""
    findings: list[Finding] = []
    bare = _cleaned(text, findings)
    refused = too_long(bare, _LENGTH_AT_MOST) or _refused(step, bare, values)
    if refused:
        return outcome("", [refused])
    scheme, rest = _scheme(bare, findings)
    if scheme not in ("http", "https"):
        return outcome("", [_wrong_scheme(step, rest, values)])
    authority, _slash, path = _without_query(rest, findings).partition("/")
    place = read_place(authority, findings)
    parts = kept_path(path, findings) if place else None
    if place is None or parts is None:
        return outcome("", findings)
    base = f"{scheme}://{place.text}"
    value = "/".join((base, *parts))
    if long := too_long(value, _LENGTH_AT_MOST):
        return outcome("", [long])
    findings.extend(judge_reach(place.host))
    oauth = beside(step, "login", values) == "oauth"
    findings.extend(_login(place.host, oauth=oauth))
    findings.extend(_http(scheme, place, parts))
    findings.extend([] if oauth else _oauth_host(value, place.host))
    findings.extend(judge_name(place.host) or judge_hosting(place.host, beside(step, "hosting", values)))
    findings = [_mended(finding, value) for finding in findings]
    environment = judge_environment(base, parts, findings)
    taken = {"scheme": scheme, "host": place.host, "port": place.port, "path": "/".join(("", *parts))}
    return outcome(value, findings, {**taken, **environment, "hosting": hosting_of(place.host)})


def _mended(finding: Finding, value: str) -> Finding:
    """What was cut off makes the rest a guess, which is offered: the page may be on another server."""
    return replace(finding, proposal=value) if finding.rule in ("address_tail", "address_query") else finding


def _cleaned(text: str, findings: list[Finding]) -> str:
    """Without quotes around it, a doubled scheme and slashes at the end."""
    bare = re.sub(r"(?i)^(?:https?://)+(?=https?://)", "", text.strip(_EDGES))
    enclosed = re.fullmatch(r"\(([^()\s]*)\)[.,;]?", bare)
    bare = enclosed[1] if enclosed else bare
    bare = bare if re.search(r"[\s(\[]", bare) else bare.rstrip(".,;)]")
    bare = re.sub(r"(?<=[^/:])/+\Z", "", bare)
    if bare != text.strip():
        sentence = _("Read as {address}; quotes, doubled beginnings and slashes at the end were left out.")
        findings.append(info("address_cleaned", sentence.format(address=echoed(bare))))
    return bare


def _refused(step: Step, bare: str, values: Values) -> Finding | None:
    """What can't be read as an address at all. A password in it is never repeated."""
    if "@" in bare:
        sentence = _(
            "The address contains an “@”, so it may carry a user name or a password. Give only the server's "
            "address; "
            "user and password have their own fields."
        )
        authority = re.sub(r"(?i)^https?://", "", bare)
        head, rest = re.fullmatch(r"([^/?#]*)(.*)", authority, re.DOTALL).groups()  # type: ignore[union-attr]
        return error(
            "address_userinfo",
            sentence,
            _value(step, head.rpartition("@")[2] + rest, values) if _is_server(bare, head, rest) else "",
        )
    if inside := _inside(step, bare, values):
        return inside
    if re.search(r"\s", bare):
        return error("address_space", _("An address has no spaces. Type it without them."))
    if "\\" in bare:
        mended = "" if bare.startswith("\\\\") else _value(step, bare.replace("\\", "/"), values)
        return error("address_backslash", _("An address has slashes, “/”, not backslashes."), mended)
    return None


def _is_server(bare: str, head: str, rest: str) -> bool:
    """Whether what stands behind an “@” is a server's address: in an e-mail address it is a domain."""
    return "@" in head and ("://" in bare or "/" in rest)


def _inside(step: Step, bare: str, values: Values) -> Finding | None:
    """What is said of a text around an address, or of a link that only leads to one; None for an address."""
    host = re.sub(r"(?i)^https?://", "", bare).partition("/")[0].partition(":")[0]
    words = len(bare.split())
    whole = re.match(r"(?i)https?://[^\s/]+/[\w-]+(?=\s)", bare)
    broken = 1 < words < _WORDS_OF_A_SENTENCE and re.match(r"(?i)https?:", bare) and not whole
    found = addresses_in(bare)
    alone = words == 1 and "](" not in bare and not is_wrapper(host)
    if broken or (alone and (not holds_address(bare) or found == (bare,))):
        return None
    if not found and words < _WORDS_OF_A_SENTENCE:
        return None
    meant = [] if found == (bare,) else [value for text in found if (value := _value(step, text, values))]
    if len(found) > 1:
        sentence = _("There is more than one address in this text. Which one is the mobile server's?")
        return error("address_several", sentence, readings=meant)
    if not found:
        sentence = _("There is no address in this text. It looks like https://acmemob.cmicpaas.com/cmicprod.")
        return error("address_none", sentence)
    if not meant:
        return error("address_link", _(_LINK))
    sentence = _("The address in this text seems to be {address}. If that is right, keep only it.")
    return error("address_in_text", sentence.format(address=echoed(meant[0])), meant[0])


def _scheme(bare: str, findings: list[Finding]) -> tuple[str, str]:
    """The scheme in lower case and what follows it; https where none was typed, "" where it is malformed."""
    if found := re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", bare):
        return found[1].lower(), bare[found.end() :]
    if found := re.match(r"(?i)https?(?:://?|//|:/*(?![0-9]))", bare):
        return "", bare[found.end() :]
    if re.match(r"(?i)[a-z][a-z0-9+-]*:(?![0-9])", bare) and not bare.lower().startswith("localhost:"):
        return "", bare.partition(":")[2]
    rest = bare.lstrip("/")
    sentence = _("“https://” is missing at the beginning; read as {address}.")
    findings.append(warning("address_scheme_missing", sentence.format(address=echoed(f"https://{rest}"))))
    return "https", rest


def _wrong_scheme(step: Step, rest: str, values: Values) -> Finding:
    sentence = _("The address must begin with “https://”.")
    return error("address_scheme", sentence, "" if "//" in rest else _value(step, f"https://{rest}", values))


def _without_query(rest: str, findings: list[Finding]) -> str:
    kept = re.split(r"[?#]", rest, maxsplit=1)[0]
    if kept != rest:
        sentence = _("What follows “?” or “#” belongs to a page, not to the address, and was left out.")
        findings.append(doubt("address_query", sentence))
    return kept


def _value(step: Step, text: str, values: Values) -> str:
    """The value of a mended address, as a proposal: with a scheme; "" where it is wrong too."""
    return mobile_server_url(step, text, values).value


def _login(host: str, *, oauth: bool) -> list[Finding]:
    found = re.fullmatch(_LOGIN_HOST, host)
    if found is None:
        return []
    name, stage = found[1], found[2] or ""
    proposal = ""
    if oauth:
        proposal = "" if stage else f"https://{name}-api-oauth.cmiccloud.com/cmicprod"
    elif stage != "-sandbox":
        proposal = f"https://{name}-api{stage}.cmiccloud.com/{'cmictest' if stage else 'cmicprod'}"
    if proposal:
        sentence = _(
            "This is the page where people log in, not the server that Procore calls. Did you mean "
            "{proposal}?"
        )
        return [error("address_login_host", sentence.format(proposal=proposal), proposal)]
    sentence = _(
        "This is the page where people log in, not the server that Procore calls. Ask CMiC for the "
        "address of its API."
    )
    return [error("address_login_host", sentence)]


def _http(scheme: str, place: HostPort, parts: list[str]) -> list[Finding]:
    if scheme == "https":
        return []
    if is_loopback(place.host):
        sentence = _(
            "Without https the password goes unprotected. On this computer alone that may pass for a trial."
        )
        return [doubt("address_http_loopback", sentence)]
    secure = place._replace(port="") if place.port == "80" else place
    sentence = _("Use https: this address carries the service user's password.")
    return [error("address_http", sentence, "/".join((f"https://{secure.text}", *parts)))]


def _oauth_host(value: str, host: str) -> list[Finding]:
    label = host.partition(".")[0]
    if "-oauth" not in label:
        return []
    proposal = value.replace(label, label.replace("-oauth", ""), 1)
    sentence = _(
        "This host takes OAuth, not user and password. For a service user with a password take {proposal}."
    )
    return [doubt("address_oauth_host", sentence.format(proposal=echoed(proposal)), proposal)]
