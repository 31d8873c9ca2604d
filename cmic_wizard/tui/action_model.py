"""One action of a screen: its key, its words, and how a screen is told to do it."""

from __future__ import annotations

from cmic_wizard.i18n import _
from cmic_wizard.struct import Struct
from cmic_wizard.tui.glyphs import glyphs


class Action(Struct, frozen=True):
    """One thing that can be done. `rank` 1 stays longest in a narrow footer; 0 is never there."""

    name: str
    """Its name, under which screens say what it does."""
    key: str
    title: str
    help: str
    short: str = ""
    rank: int = 0
    in_review: bool = True
    writes: bool = False
    """Whether it changes the profile, so that it is not there where nothing can be changed."""
    told: str = ""
    """How a screen is told to do it, where that is not by `do`."""
    before_control: bool = False
    """Whether its key goes before the focused control, as those from F1 on do."""

    @property
    def call(self) -> str:
        """How a screen is told to do it."""
        return self.told or call_of(self.name)

    @property
    def key_label(self) -> str:
        """The key as it stands on a keyboard."""
        labels = {
            "escape": "Esc",
            "ctrl+q": "Ctrl+Q",
            "enter": "Enter",
            "right": glyphs.arrow,
            "insert": _("Ins"),
            "delete": _("Del"),
        }
        return labels.get(self.key, self.key.upper())


def call_of(name: str) -> str:
    """How a screen is told to do what it does under a name."""
    return f"do('{name}')"
