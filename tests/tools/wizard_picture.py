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
_SHADES: Final = 5
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


class _Glyphs:
    """The shape of each character, drawn once, in few shades, so that a picture's colours are few, too."""

    def __init__(self) -> None:
        self._fonts = _fonts()
        self._shapes: dict[tuple[str, bool, bool], Image.Image] = {}
        plain = self._fonts[False, False]
        self.width, self.height = round(plain.getlength("M")), sum(plain.getmetrics())

    def shape(self, text: str, bold: bool, slanted: bool) -> Image.Image:
        """The character as a mask as large as its cell."""
        known = (text, bold, slanted)
        if known not in self._shapes:
            mask = Image.new("L", (self.width, self.height), 0)
            ImageDraw.Draw(mask).text((0, 0), text, 255, self._fonts[bold, slanted])
            self._shapes[known] = mask.point(lambda grey: round(grey / 255 * _SHADES) * 255 // _SHADES)
        return self._shapes[known]


def draw(cells: Any, path: Path) -> None:
    """Write pyte's screen `cells` to a PNG file; needs the font DejaVu Sans Mono on the system."""
    glyphs = _Glyphs()
    width, height = glyphs.width, glyphs.height
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
                image.paste(front, (left, top), glyphs.shape(cell.data, bool(cell.bold), bool(cell.italics)))
            for shown, line in ((cell.underscore, height - 2), (cell.strikethrough, height // 2)):
                if shown:
                    pen.line((left, top + line, left + width - 1, top + line), front)
    _with_palette(image).save(path, optimize=True)


def _with_palette(image: Image.Image) -> Image.Image:
    """The same picture in a third of the bytes, where 256 colours are enough for it."""
    colours = image.getcolors(256)
    if colours is None:
        return image
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in colours for part in colour])  # type: ignore[union-attr]
    return image.quantize(palette=palette, dither=Image.Dither.NONE)
