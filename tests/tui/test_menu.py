"""The menu: found by what people say, a box that stays, keys that work in it."""

from __future__ import annotations

from typing import Any

import pytest
from fixture_types import Opened
from textual.widgets import OptionList

from cmic_wizard.tui.actions import actions_of
from cmic_wizard.tui.screens import finding

TENANT = "step:connection.tenant_id"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("tenant", TENANT),
        ("inquilino", TENANT),
        ("TENANT id", TENANT),
        ("copy", "action:copy_value"),
        ("copiar", "action:copy_value"),
        ("colleague", "action:import_file"),
        ("compañero", "action:import_file"),
        ("companero", "action:import_file"),
        ("don't know", "action:where"),
        ("don’t know", "action:where"),
        ("no sé", "action:where"),
        ("salir", "action:leave"),
        ("contraseña", "step:connection.service_password"),
        ("password", "step:connection.service_password"),
    ],
)
async def test_it_finds_by_both_languages_synonyms_and_help(
    opened: Opened, lang: str, typed: str, wanted: str
) -> None:
    async with opened(lang=lang) as wizard:
        await wizard.press("escape")
        dialog = await wizard.dialog("MenuDialog")
        await wizard.type(typed)
        await wizard.until(lambda: wanted in dialog.shown[:3], f"{wanted}, not {dialog.shown[:5]}")


async def test_the_box_stays_where_it_is_and_says_when_nothing_is_found(opened: Opened) -> None:
    async with opened(size=(120, 36)) as wizard:
        await wizard.press("escape")
        dialog = await wizard.dialog("MenuDialog")
        frame = dialog.children[0]
        before, listed = frame.region, dialog.query_one(OptionList).region.height
        assert listed > 24, "it uses the height there is"
        await wizard.type("zzqx")
        await wizard.shows("Nothing is found for “zzqx”")
        assert frame.region == before
        await wizard.press("enter")
        assert wizard.screen is dialog, "there is nothing to choose"


async def test_function_keys_work_in_it(opened: Opened) -> None:
    async with opened() as wizard:
        await wizard.press("escape")
        await wizard.dialog("MenuDialog")
        await wizard.press("f4")
        await wizard.dialog("ItemsDialog")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (60, 20)])
async def test_lines_that_go_on_are_indented_and_nothing_is_cut(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(size=size) as wizard:
        await wizard.press("escape")
        dialog: Any = await wizard.dialog("MenuDialog")
        listing = dialog.query_one(OptionList)
        width = listing.scrollable_content_region.width
        for option in listing.options:
            first, *others = str(option.prompt).split("\n")
            assert len(first) <= width
            for line in others:
                assert line.startswith("       "), line
                assert len(line) <= width
        said = {" ".join(str(option.prompt).split()) for option in listing.options}
        for action in actions_of(None):
            if action.name != "menu":
                words = " ".join(f"{action.key_label} {action.title} {action.help}".split())
                assert words in said


def test_every_synonym_belongs_to_something_and_folds() -> None:
    assert finding.folded("Compañero’s SÍ") == "companero's si"
    entries = [finding.entry(name, "x", [], words) for name, words in finding.SYNONYMS.items()]
    for name, words in finding.SYNONYMS.items():
        for word in words.split():
            assert name in finding.found(entries, word)
