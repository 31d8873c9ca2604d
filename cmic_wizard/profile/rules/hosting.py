"""Where CMiC runs, guessed from the host of its address."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding
from cmic_wizard.profile.rules.common import echoed, info, warning

_OF_DOMAIN: Final = {"cmiccloud.com": "cloud", "cmicpaas.com": "hosted", "cmiccloudr12.com": "hosted"}
"""CMiC's own domains, as its pages and its customers' pages show them; any other host is the customer's."""


def hosting_of(host: str) -> str:
    """The likely answer to where CMiC runs: `cloud`, `hosted` or `on_premise`."""
    domain = ".".join(host.split(".")[-2:])
    return _OF_DOMAIN.get(domain, "on_premise")


def judge_hosting(host: str, chosen: str) -> list[Finding]:
    """Warn where the host contradicts the chosen hosting; help where none is chosen."""
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
    return [warning("hosting_contradicts", sentence.format(**values))]
