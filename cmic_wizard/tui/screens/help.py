"""Help: for the field one is in, where to find its value, and all keys."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _, language
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions import ACTIONS
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.screens.menu import Choice
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.help_texts import about, glossary, legend
from cmic_wizard.tui.widgets.link import LinkLine

Keys = tuple[tuple[str, str], ...]
"""Keys that are no action's, each with what it does."""


def keys_of_fields() -> Keys:
    """What keys do among fields."""
    return (
        ("Tab", _("The next field; Shift+Tab goes back. Up and Down do the same.")),
        ("Enter", _("Keep the answer and move on.")),
        (_("Space"), _("Tick or untick the option under the cursor.")),
        ("Ctrl+C", _("Copy the selected text; if none is selected, quit.")),
    )


_KEY: Final = 9
"""Columns of the keys."""
_WIDEST, _FRAME = 100, 6
"""Columns of the dialog, and of its frame with the bar at its side."""


def keys(actions: Sequence[Action], beside: Callable[[], Keys], width: int) -> Content:
    """All keys with what they do, those of actions and those `beside` them; lines that go on are indented."""
    rows = [
        Choice("", Content.styled(f"{a.key_label:<{_KEY}}", "bold $key"), _(a.title), _(a.help)).lines(
            width, 0
        )
        for a in actions
        if a.key
    ]
    for key, text in beside():
        said = f"\n{' ' * _KEY}".join(textwrap.wrap(text, width - _KEY))
        rows.append(Content.assemble((f"{key:<{_KEY}}", "bold $key"), said))
    return Content("\n").join(rows)


def without_screen() -> Content:
    """That the same can be done line by line, and how."""
    text = _(
        "`{command}` holds the same conversation line by line, for screen readers, braille lines and"
        " plain terminals."
    )
    return Content(text.format(command="cmic-wizard --plain"))


class HelpDialog(Dialog[None]):
    """Help for a step, then keys and shapes; or with `brief` only where to find it."""

    def __init__(
        self,
        step: Step | None,
        actions: Sequence[Action] = ACTIONS,
        *,
        brief: bool = False,
        review: bool = False,
        before: Content | None = None,
        said: Content | None = None,
        beside: Callable[[], Keys] = keys_of_fields,
    ) -> None:
        """`before` is what a screen has to say of itself first, `beside` its keys that are no action's.

        `said` is who said what of the step before.
        """
        super().__init__()
        self.said = said
        self.beside = beside
        self.before = before
        self.review = review
        self.actions = actions
        self.heading = _(step.title) if step else _("Help")
        self.step = step
        self.brief = brief
        self.set_class(not brief, "-tall")
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """Everything that can be said about it."""
        links = [LinkLine(link) for link in self.step.links_in(language())] if self.step else []
        parts = about(self.step, brief=self.brief, review=self.review, links=False) if self.step else []
        before_links = len(parts)
        if self.brief and not parts and not links:
            unknown = (
                _("Nothing more is known about where to find this.")
                if self.review
                else _("Nothing more is known about where to find this. Your specialist can help.")
            )
            parts = [Content(unknown)]
        if self.said is not None:
            parts.append(Content("\n") + self.said if links else self.said)
        if self.before is not None:
            parts.append(self.before)
        of_keys = self._keys()
        if not self.brief:
            parts += [
                of_keys,
                Content.styled(_("States"), "bold $mark") + "\n" + legend(),
                Content.styled(_("Words"), "bold $mark") + "\n" + glossary(),
                Content.styled(_("Without a screen"), "bold $mark") + "\n" + without_screen(),
            ]
        said: list[Widget] = [
            Static(part, classes="text keys" if part is of_keys else "text") for part in parts
        ]
        said[before_links:before_links] = links
        scroll = VerticalScroll(*said)
        scroll.can_focus = True
        yield scroll

    def _keys(self) -> Content:
        """The keys under their heading, in the room that there is."""
        width = min(self.app.size.width, _WIDEST) - _FRAME
        return Content.styled(_("Keys"), "bold $mark") + "\n" + keys(self.actions, self.beside, width)

    def on_resize(self) -> None:
        """Break the lines of the keys anew."""
        for text in self.query(".keys").results(Static):
            text.update(self._keys())

    def buttons(self) -> Iterable[Button]:
        """Copy what can be copied."""
        if self.step and self.step.copyables:
            yield DialogButton(_("Copy the ID"), self.press_copy, name="copy", compact=True)
        yield from super().buttons()

    def press_copy(self) -> None:
        """Copy the value, and say where it went."""
        if self.step and self.step.copyables:
            self.app.copy_to_clipboard(self.step.copyables[0].value)
