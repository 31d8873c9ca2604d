"""Texts that are meant to do harm wherever they are shown: one collection for all tests."""

from __future__ import annotations

from typing import Final

from full_run import chosen

PAYLOAD: Final = "U1RPTEVO"
"""The text of an OSC 52 clipboard write; nobody else writes it."""
HOSTILE: Final = (
    "[@click=app.quit]press me[/]",
    "[/",
    "[bold red]x[/bold]",
    "$error [reverse]",
    f"\x1b]52;c;{PAYLOAD}\x07",
    "\x1b[2J\x1b[31mred\x1b]0;title\x1b\\",
    "\x9b31m\x90q\x9c\x85\x8d",
    "a\x00b\x08\x08c\x7f\r\n\ttabs",
    "abc\u202edef\u2066ghi\u2069\u200b\ufeff\u2028line",
    "Z" + "\u0300\u0489" * 60,
    "x" * 5000,
    "\U000e0041\U000e007f\ue000\uffff\ud7ff",
    "👩‍👩‍👧‍👦 漢字 ﷽ " * 20,
    "'); screen.leave(); ('",
)

TEXTS: Final = {
    **{f"screen {number}": text for number, text in enumerate(HOSTILE)},
    "cursor": "a\x1b[1;1Hb\x1b[?1049h\x1b[6n",
    "printer": "\x1b[5i\x1bP$qm\x1b\\",
    "paste": "\x1b[200~rm -rf ~\r\x1b[201~",
    "title": "\x1b]2;owned\x07\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "eight-bit": "\x9b2J\x9d52;c;QQ==\x9c",
    "bidi": "\u202eexe.\u2066\u2067\u200f\u061c",
    "nothing seen": "\u200b\u2060\ufeff\u00ad\u180e\U000e0061",
    "NUL": "a\x00b",
    "lines": "a\r\nb\rc\u2028d\u2029e\x85f\x0bg",
    "flood": "Z" + "\u0300" * 2000,
    "homoglyphs": "https://асmemob.cmicpaas.com/cmicprod",
    "homoglyph letter": "https://acmemob.cmicраas.com/cmicprod",
    "whole line": "x" * 100_000,
    "markup": "<script>alert(1)</script> ![x](javascript:alert(1)) [/red]",
    "csv": "=cmd|' /C calc'!A0",
    "link": "[link=https://evil.example]Procore[/link] https://evil.example/[x](y)",
    "brackets": "[[" * 2000,
    "wide": "漢" * 3000,
    "format": "{0.__class__} %s %(x)s ${HOME}",
}
"""Every text by a name."""
SWEPT: Final = chosen(
    TEXTS,
    *("screen 0", "screen 4", "screen 5", "screen 9", "title", "bidi", "lines", "flood"),
    *("whole line", "csv", "link", "wide"),
)
"""What each screen meets one by one: every text in a full run, else at least one of each kind of harm."""
