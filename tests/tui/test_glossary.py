"""The glossary under F1: the words that the screens use, in the order of the language."""

from __future__ import annotations

import pytest

from cmic_wizard.i18n import _, set_language
from cmic_wizard.tui.widgets.glossary import GLOSSARY
from cmic_wizard.tui.widgets.help_texts import glossary


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_is_explained_in_order(language: str) -> None:
    set_language(language)
    lines = glossary().plain.split("\n")
    words = [line.partition(": ")[0] for line in lines]
    assert words == sorted((_(word) for word, _meaning in GLOSSARY), key=str.casefold)
    assert len(set(words)) == len(GLOSSARY)
    if language == "es":
        assert all(_(meaning) != meaning for _word, meaning in GLOSSARY)


def test_finance_people_find_the_network_s_words() -> None:
    words = {word for word, _meaning in GLOSSARY}
    assert words >= {
        "Key ring",
        "Vault",
        "Seal",
        "Proxy",
        "Tenant ID",
        "TLS and certificate",
        "OAuth and token",
    }
