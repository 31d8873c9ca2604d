"""Contrast in both themes as it is really drawn; without colour; in ASCII."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fixture_types import Opened, WizardEnv
from full_run import sampled
from rich._palettes import STANDARD_PALETTE
from rich.color import ColorType
from rich.segment import Segment
from screen_tour import segments, tour
from textual.color import Color
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input

from cmic_wizard.profile.draft import Draft, Remark
from cmic_wizard.struct import replace
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.glyphs import ASCII, Glyphs
from cmic_wizard.tui.themes import DARK_16, LIGHT_16, THEMES, themes_for

ENOUGH = 4.5
"""WCAG 2 AA for text."""
SHAPES_ONLY = set(" ▌▐▕▏│─━┃╭╮╰╯▁▂▃▄▅▆▇█▀▔╸╺")
"""What is drawn as lines and bars; no text is read in them."""


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def in_front(screen: Screen[Any]) -> list[Segment]:
    """What is drawn of a screen, without the page that lies faded behind a dialog."""
    if not screen.is_modal:
        return segments(screen)
    box = screen.children[0].region
    strips = screen._compositor.render_strips()[box.y : box.bottom]
    return [segment for strip in strips for segment in strip.crop(box.x, box.right)]


def poor(screen: Screen[Any], where: str) -> dict[tuple[str, str], str]:
    """Texts in sight whose colour is too near to that of their ground."""
    found = {}
    for segment in in_front(screen):
        text, style = segment.text, segment.style
        if not set(text) - SHAPES_ONLY or style is None:
            continue
        if style.color is None or style.bgcolor is None or style.color.type is not ColorType.TRUECOLOR:
            continue
        ink, ground = style.color.triplet, style.bgcolor.triplet
        assert ink is not None
        assert ground is not None
        if style.reverse:
            ink, ground = ground, ink
        if (ratio := contrast(ink, ground)) < ENOUGH:
            found[ink.hex, ground.hex] = (
                f"{where}: {text.strip()[:30]!r} {ink.hex} on {ground.hex} {ratio:.2f}"
            )
    return found


def all_states(draft: Draft) -> Draft:
    """A draft in which every state stands somewhere."""
    remark = Remark("connection.company_codes", "change", "Look again", "Ana", "2026-11-22T11:00:00+00:00")
    answers = {
        "subscriptions.cmic_version": "R10",
        "connection.hosting": "cloud",
        "connection.mobile_server_url": "https://nova.cmiccloud.com/cmicprod",
        "connection.company_codes": "001",
        "subscriptions.pmxchange": "no",
        "connection.service_user": "PROCORE",
        "kickoff.date": "2026-12-01T10:00-06:00",
    }
    notes = {"connection.hosting": "A note"}
    return replace(draft, answers=answers, remarks=(remark,), notes=notes)


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@sampled(2)
@pytest.mark.parametrize("theme", [*THEMES, DARK_16], ids=["dark", "light", "16"])
async def test_every_text_is_readable_on_its_ground(theme: Theme, opened: Opened) -> None:
    found: dict[tuple[str, str], str] = {}
    async with opened(change=all_states, size=(100, 60)) as wizard:
        shown = dataclasses.replace(theme, name="shown")
        wizard.app.register_theme(shown)
        wizard.app.theme = shown.name
        await wizard.pilot.pause()
        async for where in tour(wizard):
            found = poor(wizard.screen, where) | found
    assert not found, "\n".join(found.values())


def test_of_16_colours_those_that_8_have_are_grounds_and_each_ink_is_seen_on_them() -> None:
    assert themes_for("standard") == (DARK_16, LIGHT_16)
    assert themes_for("truecolor") == themes_for("256") == themes_for(None) == THEMES
    inks = ("foreground", "own", "good", "bad", "warned", "back", "waits", "mark", "key", "quiet", "outline")
    for theme in (DARK_16, LIGHT_16):
        named = {**theme.variables, "foreground": theme.foreground or ""}
        grounds = {named[name] for name in ("ground", "field", "field-focus", "bar", "row")}
        assert len(grounds) == 1, "no ground is told from another by its colour"
        ground = Color.parse(grounds.pop())
        for name in (*grounds, "button", "picked", "input-selection-background"):
            number = STANDARD_PALETTE.match(Color.parse(named[name]).rich_color.triplet or (0, 0, 0))
            assert number < 8 or theme.dark, f"{name} is none of the 8"
        for name in inks:
            ratio = contrast(Color.parse(named[name]).rgb, ground.rgb)
            assert ratio > (ENOUGH if theme.dark else 2.7), f"{name}: {ratio:.1f}"
        assert contrast(Color.parse(named["on-button"]).rgb, Color.parse(named["button"]).rgb) > ENOUGH
        assert named["row-style"] == "bold underline"


async def test_fields_have_an_outline_also_without_focus(opened: Opened) -> None:
    async with opened(step="connection.tenant_id") as wizard:
        seen = wizard.screen.page.scrollable_content_region
        boxes = [box for box in wizard.screen.query(Input) if box.region and seen.contains_region(box.region)]
        assert len(boxes) > 1
        for box in boxes:
            line = wizard.text().split("\n")[box.region.y]
            edges = line[box.region.x], line[box.region.right - 1]
            assert all(edge.strip() for edge in edges), f"{box.id or box}: {line}"


async def test_a_faint_text_would_be_found(opened: Opened) -> None:
    """The control: grey on grey is told."""
    async with opened() as wizard:
        faint = replace_theme(wizard.app, quiet="#c0c8d0")
        wizard.app.theme = faint
        await wizard.until(lambda: poor(wizard.screen, "here"))


def replace_theme(app: WizardApp, **variables: str) -> str:
    """A theme like the light one but for some variables; its name."""
    from copy import copy

    theme = copy(THEMES[1])
    theme.name = "faint"
    theme.variables = {**theme.variables, **variables}
    app.register_theme(theme)
    return theme.name


async def test_without_colour_states_and_focus_are_told_by_shape_and_style(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(change=all_states, step="connection.company_codes", size=(80, 40)) as wizard:
        await wizard.shows("↩ returned")
        drawn = segments(wizard.screen)
        for segment in drawn:
            colour = segment.style and segment.style.color
            assert not colour or colour.triplet is None or len(set(colour.triplet)) == 1, segment
        focused = [s for s in drawn if s.text.strip() == "001" and s.style and s.style.underline]
        assert focused, "the line that has the focus is underlined"
        await wizard.press("f6")
        await wizard.until(
            lambda: any(
                s.style and s.style.underline and "Connection" in s.text for s in segments(wizard.screen)
            )
        )


ASCII_RUN = """
import asyncio, sys
from pathlib import Path
sys.path[:0] = [{tools!r}, {tui!r}]
from conftest import Wizard
from screen_tour import tour
from test_looks import all_states
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.tui.app import WizardApp

async def main() -> None:
    data = Path(sys.argv[1])
    store = Profiles(data).create("Acme Builders")
    for step, text in all_states(store.draft).answers.items():
        store.answer(step, text)
    store.close()
    app = WizardApp(data, slug="acme-builders")
    strange = {{}}
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        wizard = Wizard(app, pilot)
        async for where in tour(wizard):
            for line in wizard.text().split("\\n"):
                for c in line:
                    if ord(c) > 126:
                        strange.setdefault(c, (where, line.strip()))
    for c, (where, line) in strange.items():
        print(f"U+{{ord(c):04X}}", c, where, "|", line)

asyncio.run(main())
"""


def test_ascii_mode_draws_no_shape_beyond_ascii(data_dir: Path, wizard_env: WizardEnv) -> None:
    """Letters of names and quotation marks of sentences stay; what the wizard draws itself is ASCII."""
    from pathlib import Path

    tui = Path(__file__).parent
    code = ASCII_RUN.format(tools=str(tui.parent / "tools"), tui=str(tui))
    env = wizard_env({"CMIC_WIZARD_ASCII": "1", "TEXTUAL_ANIMATIONS": "none"})
    done = subprocess.run(
        [sys.executable, "-c", code, str(data_dir)], env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    drawn = [line for line in done.stdout.splitlines() if line.split()[1] not in set("“”’…™—→")]
    assert not drawn, "\n".join(drawn)


def test_ascii_shapes_are_ascii() -> None:
    shapes = [*ASCII.shapes.values(), *(v for v in vars_of(ASCII) if isinstance(v, str))]
    assert all(shape.isascii() for shape in shapes)
    assert len(set(ASCII.shapes.values())) == len(ASCII.shapes)


def vars_of(glyphs: Glyphs) -> list[object]:
    """The values of a set of shapes."""
    from cmic_wizard.struct import fields

    return [getattr(glyphs, field.name) for field in fields(glyphs)]


def test_the_share_is_cut_as_everywhere_else_so_that_only_all_is_a_hundred() -> None:
    """`status` and the report say 69 % of 16 out of 23 steps."""
    from cmic_wizard.tui.widgets.sidebar import progress_line

    assert progress_line(16 / 23, 24).plain.endswith(" 69 %")
    assert progress_line(0.999, 24).plain.endswith(" 99 %")
    assert progress_line(1.0, 24).plain.endswith(" 100 %")
