"""LANG=C: plain characters alone, each as wide as what it stands for."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from cmic_wizard.tui import glyphs
from cmic_wizard.tui.plainly import ERRORS, plainly

TEXTS = ("“Año” · próximo…", "naïve café → ⇄ ✓", "日本", "ＡＢＣ", "Zażółć gęślą jaźń", "e\u0301")


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_drawn_is_ascii_and_as_wide(text: str) -> None:
    plain = plainly(text)
    assert plain.isascii()
    assert cell_len(plain) == cell_len(text)
    assert text.encode("ascii", ERRORS).decode() == plain


def test_letters_keep_their_likeness() -> None:
    assert plainly("“Año” próximo…") == '"Ano" proximo.'


@pytest.mark.parametrize(
    ("variables", "plain"),
    [
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "C", "LC_ALL": "es_ES.UTF-8"}, False),
        ({}, False),
    ],
)
def test_the_locale_that_is_asked_for_decides(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], plain: bool
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert glyphs.plain_locale() is plain
