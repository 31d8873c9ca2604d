"""The path of a mobile server URL: one part that names the environment, such as `/cmicprod`."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Severity
from cmic_wizard.profile.rules.common import doubt, echoed, error, warning
from cmic_wizard.profile.rules.hosting import is_of_cmic

_TAILS: Final = r"[a-z]+-rest-api|glrestapi|sdmenu|cmiclaunch|.+\.(?:jsp|jspx|html?)"
"""First parts of paths that lie below the environment: REST modules, the menu, the launcher, pages."""
_PART: Final = r"[A-Za-z0-9][A-Za-z0-9._~-]*"
_USUAL: Final = r"cmic[a-z0-9]+"
_TEST_WORDS: Final = (
    *("test", "train", "conv", "sand", "prtn", "uat", "stag", "prueb", "demo", "desarrollo"),
    *("preprod", "pre-prod", "nonprod", "noprod", "no-prod"),
)
_SHORT_TEST_WORDS: Final = r"(?:cmic)?(?:dev|qa|stg|pre|int|tst|trn|poc|sit)[0-9]*"
"""Words that are a test environment only where they stand alone."""
_TEST_HOST: Final = (
    r"(?:^|[-_0-9])(?:tests?|tst|uat|qa|dev|stg|stage|staging|sandbox|train|training|demo|pruebas?|pre)"
    r"(?:[-_0-9]|mob|api|$)|(?:test|uat|stage|staging|sandbox|training|demo|pruebas|dev|qa)(?:mob|api|app|web)?[0-9]*$"
)
"""First parts of hosts that say “test” themselves; “latest” among them may be confirmed with one key."""


def kept_path(path: str, findings: list[Finding]) -> list[str] | None:
    """The parts of the path that belong to the address, its tail cut; None where it can't be part of one."""
    parts = [part for part in path.split("/") if part]
    tail = next((i for i, part in enumerate(parts) if _is_tail(part)), None)
    if tail is not None:
        cut = "/" + "/".join(parts[tail:])
        parts = parts[:tail]
        sentence = _("“{tail}” is a page or an interface below the address and was left out.")
        findings.append(doubt("address_tail", sentence.format(tail=echoed(cut))))
    if odd := next((part for part in parts if not re.fullmatch(_PART, part)), None):
        sentence = _("“{part}” can't be the environment in the address. It is one word, such as cmicprod.")
        findings.append(error("address_path", sentence.format(part=echoed(odd))))
        return None
    if len(parts) > 1:
        sentence = _(
            "After the host there is usually one word, the environment, such as /cmicprod; "
            "here there is more: {path}."
        )
        findings.append(doubt("address_path_deep", sentence.format(path=echoed("/" + "/".join(parts)))))
    return parts


def judge_environment(base: str, parts: list[str], findings: list[Finding]) -> dict[str, str]:
    """What the path says of the environment: parts `environment` and `is_production` (`yes`, `no`, "")."""
    if not parts:
        test = "test" in base.partition("://")[2].partition(".")[0]
        wrong = any(finding.severity is Severity.ERROR for finding in findings)
        proposal = "" if wrong else base + ("/cmictest" if test else "/cmicprod")
        sentence = _(
            "The environment is missing; most addresses end in one, such as /cmicprod. Check it with CMiC."
        )
        findings.append(doubt("environment_missing", sentence, proposal))
        return {"environment": "", "is_production": ""}
    name, place = parts[0], base.partition("://")[2].partition(":")[0]
    production = _is_production(name)
    if not re.fullmatch(_USUAL, name):
        lower = "/".join((base, name.lower(), *parts[1:])) if re.fullmatch(_USUAL, name.lower()) else ""
        sentence = _("“{name}” is unusual for an environment; most are like cmicprod. Check it with CMiC.")
        grave = warning if lower or is_of_cmic(place) else doubt
        findings.append(grave("environment_unusual", sentence.format(name=echoed(name)), lower))
    on_test_host = re.search(_TEST_HOST, place.partition(".")[0], re.IGNORECASE) is not None
    if production == "no" or on_test_host:
        sentence = _("This is a TEST address, not production: {name}.")
        named = name if production == "no" else place
        findings.append(doubt("environment_test", sentence.format(name=echoed(named))))
        production = "no"
    return {"environment": name, "is_production": production}


def _is_tail(part: str) -> bool:
    return re.fullmatch(_TAILS, part.partition(";")[0], re.IGNORECASE) is not None


def _is_production(name: str) -> str:
    word = name.casefold()
    if any(test in word for test in _TEST_WORDS) or re.fullmatch(_SHORT_TEST_WORDS, word):
        return "no"
    return "yes" if "prod" in word or word in ("cmicprd", "prd") else ""
