"""The page as a browser shows it, on demand: `CHROMIUM_PICTURES=FOLDER pytest tests/handoff -k pictures`.

Needs the program chromium (Debian: package chromium). The page, its pictures and its PDF are left in FOLDER,
to be looked at.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fixture_types import Made, NeedProgram, Written

FOLDER = os.environ.get("CHROMIUM_PICTURES", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="on demand: CHROMIUM_PICTURES=FOLDER")
LIGHT, DARK = (238, 241, 245), (15, 19, 24)


@pytest.fixture
def browser(need_program: NeedProgram, tmp_path: Path) -> Callable[..., None]:
    """Run chromium on a page with further options."""
    program = need_program("chromium")

    def run(page: Path, *options: str) -> None:
        fixed = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--hide-scrollbars",
        ]
        own = [f"--user-data-dir={tmp_path / 'browser'}", "--window-size=1100,6000"]
        subprocess.run(
            [program, *fixed, *own, *options, page.as_uri()], check=True, capture_output=True, timeout=90
        )

    return run


@pytest.fixture
def page(profile: Made, written: Written) -> Path:
    file = Path(FOLDER).absolute() / "document.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(written("html", profile()), encoding="utf-8")
    return file


@pytest.mark.parametrize(("scheme", "number", "paper"), [("light", 1, LIGHT), ("dark", 0, DARK)])
def test_the_page_follows_the_readers_colour_scheme(
    browser: Callable[..., None], page: Path, scheme: str, number: int, paper: tuple[int, int, int]
) -> None:
    from PIL import Image

    picture = page.with_name(f"{scheme}.png")
    browser(page, f"--blink-settings=preferredColorScheme={number}", f"--screenshot={picture}")
    with Image.open(picture) as image:
        assert image.convert("RGB").getpixel((5, 5)) == paper
        assert len(image.convert("RGB").getcolors(maxcolors=2**24) or []) > 100


def test_the_page_prints_on_white_paper_in_a_few_pages(browser: Callable[..., None], page: Path) -> None:
    printed = page.with_name("document.pdf")
    browser(
        page, "--blink-settings=preferredColorScheme=0", "--no-pdf-header-footer", f"--print-to-pdf={printed}"
    )
    content = printed.read_bytes()
    assert content.startswith(b"%PDF-")
    assert 3 <= content.count(b"/Type /Page\n") <= 10
