"""An address inside something else: a sentence, brackets, or a link that a mail filter put around it."""

from __future__ import annotations

import re
from typing import Final

_LENGTH_AT_MOST: Final = 8000
"""Characters; wrapped links are long, but no longer than that."""
_DEPTH_AT_MOST: Final = 4
"""Wrappings within one another."""
_ADDRESS: Final = r"(?i)\bhttps?://[^\s<>\"“”«»|]+"
_HOST: Final = r"(?i)(?<![\w@./:-])(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?:/[^\s<>\"“”«»|()\[\]]*)?"
"""A host of at least three parts without a scheme, as people write it in a sentence."""
_WITHIN: Final = r"(?i)(?<=.)https?(?::|%3a)(?:/|%2f){2}"
"""The beginning of an address behind something else, as it stands or encoded."""
_ENDS: Final = ".,;:!?'’\"”»)]}>*_"
_PARAMETERS: Final = {
    "safelinks.protection.outlook.com": ("url",),
    "google.com": ("q", "url"),
    "duckduckgo.com": ("uddg",),
    "linkprotect.cudasvc.com": ("a",),
    "slack-redir.net": ("url",),
    "l.facebook.com": ("u",),
    "lnkd.in": (),
    "urldefense.proofpoint.com": ("u",),
    "urldefense.com": (),
    "urldefense.us": (),
    "mimecast.com": (),
    "mimecastprotect.com": (),
    "bing.com": (),
    "bit.ly": (),
    "tinyurl.com": (),
    "t.co": (),
    "clicktime.symantec.com": ("u",),
    "secure-web.cisco.com": (),
    "url.emailprotection.link": (),
    "outlook.office.com": (),
    "teams.microsoft.com": (),
    "docs.google.com": (),
    "sharepoint.com": (),
    "translate.goog": (),
}
"""Hosts that lead elsewhere or keep pages of other kinds, and under which names the way there stands."""


def is_wrapper(host: str) -> bool:
    """Whether a host only leads elsewhere, such as a mail filter's: never the server of anybody's CMiC."""
    return _parameters(host) is not None


def holds_address(text: str) -> bool:
    """Whether another address stands within one, behind a label or as what a redirect leads to."""
    return re.search(_WITHIN, text) is not None


def unwrapped(text: str) -> str:
    """The address that a link leads to, through every wrapping that can be read; else the text itself."""
    for _depth in range(_DEPTH_AT_MOST):
        inner = _inner(text)
        if not inner or inner == text:
            return text
        text = inner
    return text


def addresses_in(text: str) -> tuple[str, ...]:
    """The different addresses in a text, unwrapped, without what stands around them."""
    if len(text) > _LENGTH_AT_MOST:
        return ()
    found = re.findall(_ADDRESS, text) or re.findall(_HOST, text)
    return tuple(dict.fromkeys(_trimmed(unwrapped(_trimmed(address))) for address in found))


def _trimmed(address: str) -> str:
    """Without the signs of the sentence behind it; a closing bracket stays where one opens before it."""
    while address and address[-1] in _ENDS:
        if address[-1] == ")" and "(" in address:
            break
        if address[-1] == "]" and "[" in address and "](" not in address:
            break
        address = address[:-1]
    return address.partition("](")[2] or address if "](" in address else address


def _parameters(host: str) -> tuple[str, ...] | None:
    labels = host.casefold().split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_PARAMETERS[domain] for domain in domains if domain in _PARAMETERS), None)


def _inner(link: str) -> str:
    """What a wrapping link leads to; "" where it wraps nothing that can be read."""
    from urllib.parse import parse_qs, urlsplit

    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
        names = _parameters(host)
    except ValueError:
        return ""
    if host.startswith("urldefense."):
        return _of_urldefense(link)
    query = parse_qs(parts.query, max_num_fields=50)
    target = next((query[name][0] for name in names or () if name in query), "")
    return target if re.match(r"(?i)https?://", target) else _led_to(link, host)


def _led_to(link: str, host: str) -> str:
    """The address that stands within a link of any other redirect; "" where it is a page of the same host."""
    from urllib.parse import unquote, urlsplit

    found = re.search(rf"{_WITHIN}[^&#]*", link)
    target = unquote(found[0]) if found else ""
    try:
        return target if urlsplit(target).hostname not in (host, None) else ""
    except ValueError:
        return ""


def _of_urldefense(link: str) -> str:
    """Proofpoint's two spellings: version 3 keeps the address between underlines, version 2 recodes it."""
    kept, mark, _rest = link.partition("/v3/__")[2].partition("__;")
    if mark and re.match(r"(?i)https?:/", kept):
        return re.sub(r"(?i)^(https?:)/+", r"\1//", kept.replace("*", "+"))
    if found := re.search(r"[?&]u=([^&]+)", link):
        from urllib.parse import unquote

        target = unquote(found[1].replace("-", "%").replace("_", "/"))
        return target if re.match(r"(?i)https?://", target) else ""
    return ""
