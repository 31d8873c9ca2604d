"""Two themes of our own, dark and light; every text on its ground reaches WCAG AA, which a test measures."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import Theme

DARK = Theme(
    name="cmic-dark",
    dark=True,
    primary="#5fb3ff",
    secondary="#8ab4c8",
    accent="#ffb454",
    foreground="#e8ecf1",
    background="#10151c",
    surface="#1a222d",
    panel="#242f3d",
    success="#62d196",
    warning="#ffc857",
    error="#ff8080",
    variables={
        "ground": "#10151c",
        "field": "#1a222d",
        "field-focus": "#26364a",
        "edge": "#3a4a5e",
        "quiet": "#9fb0c3",
        "strong": "#ffffff",
        "own": "#ffb454",
        "good": "#62d196",
        "bad": "#ff8080",
        "warned": "#ffc857",
        "back": "#d7a6ff",
        "waits": "#7fc4ff",
        "mark": "#5fb3ff",
        "key": "#ffb454",
        "bar": "#1f2a37",
        "row": "#1c3b5e",
        "row-style": "bold",
        "button": "#242f3d",
        "on-button": "#e8ecf1",
        "outline": "#6d8199",
        "picked": "#2f5f93",
        "picked-text": "#ffffff",
        "input-selection-background": "#2f5f93",
    },
)
LIGHT = Theme(
    name="cmic-light",
    dark=False,
    primary="#0b5cad",
    secondary="#3d6478",
    accent="#9a4b00",
    foreground="#1b2430",
    background="#f7f8fa",
    surface="#ffffff",
    panel="#e6ebf1",
    success="#176b3a",
    warning="#7a5200",
    error="#b3201f",
    variables={
        "ground": "#f7f8fa",
        "field": "#ffffff",
        "field-focus": "#e3efff",
        "edge": "#b9c4d0",
        "quiet": "#51606f",
        "strong": "#000000",
        "own": "#9a4b00",
        "good": "#176b3a",
        "bad": "#b3201f",
        "warned": "#7a5200",
        "back": "#6b2fa0",
        "waits": "#0b5cad",
        "mark": "#0b5cad",
        "key": "#9a4b00",
        "bar": "#e6ebf1",
        "row": "#c9dffa",
        "row-style": "bold",
        "button": "#e6ebf1",
        "on-button": "#1b2430",
        "outline": "#7b8794",
        "picked": "#0b5cad",
        "picked-text": "#ffffff",
        "input-selection-background": "#b7d4f5",
    },
)
_BLACK, _BLUE, _GREY, _WHITE = "#000000", "#0000aa", "#aaaaaa", "#ffffff"
"""Of the 16 colours that the plainest terminals have, in the shades by which Rich tells them apart."""
_BRIGHT_RED, _BRIGHT_GREEN, _YELLOW = "#ff5555", "#55ff55", "#ffff55"
_BRIGHT_MAGENTA, _BRIGHT_CYAN = "#ff55ff", "#55ffff"
_RED, _MAGENTA = "#aa0000", "#aa00aa"


def _in_16(theme: Theme, ground: str, text: str, colors: dict[str, str]) -> Theme:
    """A theme for terminals with 16 colours, or 8, whose grounds are among the 8; rows are underlined."""
    grounds = ("ground", "field", "field-focus", "bar", "row")
    variables = {
        **theme.variables,
        **dict.fromkeys(grounds, ground),
        **colors,
        "strong": text,
        "row-style": "bold underline",
        "button": _BLUE,
        "on-button": _WHITE,
        "picked": text,
        "picked-text": ground,
        "input-selection-background": _BLUE,
    }
    return replace(
        theme,
        primary=colors["mark"],
        secondary=colors["mark"],
        accent=colors["own"],
        foreground=text,
        background=ground,
        surface=ground,
        panel=ground,
        success=colors["good"],
        warning=colors["warned"],
        error=colors["bad"],
        variables=variables,
    )


DARK_16 = _in_16(
    DARK,
    _BLACK,
    _WHITE,
    {
        "edge": _GREY,
        "outline": _GREY,
        "quiet": _GREY,
        "own": _YELLOW,
        "good": _BRIGHT_GREEN,
        "bad": _BRIGHT_RED,
        "warned": _YELLOW,
        "back": _BRIGHT_MAGENTA,
        "waits": _BRIGHT_CYAN,
        "mark": _BRIGHT_CYAN,
        "key": _YELLOW,
    },
)
LIGHT_16 = _in_16(
    LIGHT,
    _GREY,
    _BLACK,
    {
        "edge": _BLACK,
        "outline": _BLACK,
        "quiet": _BLACK,
        "own": _RED,
        "good": _BLUE,
        "bad": _RED,
        "warned": _MAGENTA,
        "back": _MAGENTA,
        "waits": _BLUE,
        "mark": _BLUE,
        "key": _BLUE,
    },
)
THEMES = (DARK, LIGHT)
_FEW_COLORS = frozenset({"standard", "windows"})


def themes_for(colors: str | None) -> tuple[Theme, Theme]:
    """Dark and light for a terminal with so many colours, as Rich names their number."""
    return (DARK_16, LIGHT_16) if colors in _FEW_COLORS else (DARK, LIGHT)


STATE_STYLES = {
    "done": "$good",
    "todo": "$own",
    "wrong": "$bad",
    "to_confirm": "$warned",
    "returned": "$back",
    "waiting": "$waits",
    "optional": "$quiet",
    "not_applicable": "$quiet",
}
