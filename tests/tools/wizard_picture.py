"""Draws an emulated screen as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

_SIZE: Final = 16
_FACES: Final = {
    (False, False): "DejaVuSansMono.ttf",
    (True, False): "DejaVuSansMono-Bold.ttf",
    (False, True): "DejaVuSansMono-Oblique.ttf",
    (True, True): "DejaVuSansMono-BoldOblique.ttf",
}
_FRONT: Final = "#d8d8d8"
_BACK: Final = "#101010"
_NAMED: Final = {
    "black": "#000000",
    "red": "#cd3131",
    "green": "#0dbc79",
    "brown": "#e5e510",
    "blue": "#2472c8",
    "magenta": "#bc3fbc",
    "cyan": "#11a8cd",
    "white": "#e5e5e5",
    "brightblack": "#666666",
    "brightred": "#f14c4c",
    "brightgreen": "#23d18b",
    "brightbrown": "#f5f543",
    "brightblue": "#3b8eea",
    "brightmagenta": "#d670d6",
    "bfightmagenta": "#d670d6",  # as pyte spells it for backgrounds
    "brightcyan": "#29b8db",
    "brightwhite": "#ffffff",
}


def _colour(value: str, default: str) -> str:
    if value == "default":
        return default
    return _NAMED.get(value) or f"#{value}"


def _fonts() -> dict[tuple[bool, bool], ImageFont.FreeTypeFont]:
    plain = ImageFont.truetype(_FACES[False, False], _SIZE)
    fonts = {}
    for style, face in _FACES.items():
        try:
            fonts[style] = ImageFont.truetype(face, _SIZE)
        except OSError:
            fonts[style] = plain
    return fonts


def draw(cells: Any, path: Path) -> None:
    """Write pyte's screen `cells` to a PNG file; needs the font DejaVu Sans Mono on the system."""
    fonts = _fonts()
    plain = fonts[False, False]
    width = round(plain.getlength("M"))
    ascent, descent = plain.getmetrics()
    height = ascent + descent
    image = Image.new("RGB", (cells.columns * width, cells.lines * height), _BACK)
    pen = ImageDraw.Draw(image)
    for row in range(cells.lines):
        for column in range(cells.columns):
            cell = cells.buffer[row][column]
            front, back = _colour(cell.fg, _FRONT), _colour(cell.bg, _BACK)
            if cell.reverse:
                front, back = back, front
            left, top = column * width, row * height
            pen.rectangle((left, top, left + width - 1, top + height - 1), back)
            if cell.data.strip():
                pen.text((left, top), cell.data, front, fonts[bool(cell.bold), bool(cell.italics)])
            for shown, line in ((cell.underscore, height - 2), (cell.strikethrough, height // 2)):
                if shown:
                    pen.line((left, top + line, left + width - 1, top + line), front)
    image.save(path, optimize=True)
