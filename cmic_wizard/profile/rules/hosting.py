"""Where CMiC runs, guessed from the host of its address."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding
from cmic_wizard.profile.rules.common import doubt, echoed, info, nearest

_OF_DOMAIN: Final = {"cmiccloud.com": "cloud", "cmicpaas.com": "hosted", "cmiccloudr12.com": "hosted"}
"""CMiC's own domains, as its pages and its customers' pages show them; any other host is the customer's."""


def hosting_of(host: str) -> str:
    """The likely answer to where CMiC runs: `cloud`, `hosted` or `on_premise`."""
    return _OF_DOMAIN.get(_domain(host), "on_premise")


def is_of_cmic(host: str) -> bool:
    """Whether the host is in one of CMiC's own domains."""
    return _domain(host) in _OF_DOMAIN


def judge_name(host: str) -> list[Finding]:
    """Doubt a host whose domain is one of CMiC's but for a slip: it would be somebody else's."""
    meant = "" if is_of_cmic(host) else nearest(_domain(host), _OF_DOMAIN)
    if not meant:
        return []
    sentence = _("“{host}” is nearly a host of CMiC, whose domain is {domain}. Check each letter.")
    return [doubt("address_near_cmic", sentence.format(host=echoed(host), domain=meant))]


def judge_hosting(host: str, chosen: str) -> list[Finding]:
    """Doubt a host that contradicts the chosen hosting, for one of the two is wrong; help where none is."""
    likely = hosting_of(host)
    if likely == chosen:
        return []
    names = {
        "cloud": _("CMiC Cloud, which many companies share"),
        "hosted": _("a CMiC that is hosted for one company alone"),
        "on_premise": _("a CMiC on the company's own servers"),
    }
    values = {"host": echoed(host), "likely": names[likely], "chosen": names.get(chosen, "")}
    if chosen not in names:
        sentence = _("The host “{host}” looks like {likely}; this may help to answer how CMiC is hosted.")
        return [info("hosting_guess", sentence.format(**values))]
    sentence = _("The host “{host}” looks like {likely}, but {chosen} is chosen as hosting. Check both.")
    if chosen == "hosted" and likely == "on_premise":
        return [info("hosting_unusual", sentence.format(**values))]
    return [doubt("hosting_contradicts", sentence.format(**values))]


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])
