"""Words that people write where CMiC has been asked for the answer, in English and Spanish alike."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Severity
from cmic_wizard.profile.rules.common import plain

ASKED: Final = "asked"
"""The rule's id of the finding that CMiC has been asked."""
_LENGTH_AT_MOST: Final = 200
"""Characters; what is longer says more than that CMiC has been asked."""
_SAID: Final = (
    r"(?:(?:i|we|he|hemos|se|lo|la|les|ya|have|has|ha|been|was|already|just|sido|ayer|yesterday) )*"
    r"(?:asked|requested|ordered|emailed|wait|waiting|pedid[oa]|preguntad[oa]|solicitad[oa]|consultad[oa]"
    r"|esperando|espera|a la espera|en espera)"
)
"""I have asked, or am waiting, without whom."""
_SAID_OF_CMIC: Final = (
    rf"{_SAID}(?: (?:a|al|from|for|with|on|de|by|it|them|lo|la))* cmic(?: .*)?"
    rf"|(?:ya |already )?cmic {_SAID}(?: .*)?"
)


def says_asked(text: str) -> bool:
    """Whether a text only tells that CMiC has been asked, such as “asked CMiC” or “pedido a CMiC”."""
    if len(text) > _LENGTH_AT_MOST or not re.search(r"\s", text) or "@" in text or "//" in text:
        return False
    return re.fullmatch(_SAID_OF_CMIC, plain(text), re.DOTALL) is not None


def asked() -> Finding:
    """The finding for words that say that CMiC has been asked, whose turn it then is."""
    return Finding(Severity.OPEN, ASKED, _("CMiC has been asked; the answer is still to come."))
