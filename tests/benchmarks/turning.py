"""Times a page turned and the menu opened, beside a bare Textual program that does the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import probe
from wizard_screen import key

PAGES = (sys.executable, str(Path(__file__).with_name("pages.py")))
WIZARD = (sys.executable, "-m", "cmic_wizard")
MENU = "\x10"
"""Ctrl+P: after Esc, the other key, a terminal's rest of a sequence has to be waited for."""


def turning(env: dict[str, str], profile: str, samples: int) -> Iterator[probe.Row]:
    """From the key until the page, or the menu, is whole on the emulated screen; medians."""
    pages, menus = [], []
    with probe.open_at(WIZARD, profile, env, ()) as wizard:
        for _ in range(samples):
            for name in ("f6", "home", "down"):
                wizard.send(key(name))
                wizard.rest(0.2)
            pages.append(_shown(wizard, key("enter"), "Collaborate server is public"))
            pages.append(_shown(wizard, key("f8"), "Every answer"))
            menus.append(_shown(wizard, MENU, "All actions"))
            wizard.send(key("esc"))
            wizard.rest(0.3)
    bare_pages: list[float] = []
    bare_menus: list[float] = []
    with probe.open_at(PAGES, "Page 1, field 12", env, ()) as bare:
        for _ in range(samples):
            bare_pages.extend(_shown(bare, key("f3"), f"Page {page}, field 12") for page in (2, 1))
            bare_menus.append(_shown(bare, MENU, "The menu"))
            bare.send(key("esc"))
            bare.rest(0.3)
    yield "a page turned", probe.median(pages), "twelve inputs", probe.median(bare_pages), "ms"
    yield "the menu opened", probe.median(menus), "a list of 60", probe.median(bare_menus), "ms"


def _shown(program: probe.Probe, sent: str, text: str) -> float:
    start = program.send(sent)
    shown = program.until_text(text)
    program.rest(0.4)
    return (shown - start) * 1000
