"""Help: for the field one is in, where to find its value, and all keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _, language
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions import ACTIONS
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
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


def keys(actions: Sequence[Action] = ACTIONS, beside: Callable[[], Keys] = keys_of_fields) -> Content:
    """All keys with what they do: those of actions, and those `beside` them."""
    rows = [
        Content.assemble((f"{a.key_label:<9}", "bold $key"), _(a.title), (f"  {_(a.help)}", "$quiet"))
        for a in actions
        if a.key
    ]
    rows += [Content.assemble((f"{key:<9}", "bold $key"), text) for key, text in beside()]
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
            parts.append(self.said)
        if self.before is not None:
            parts.append(self.before)
        if not self.brief:
            parts += [
                Content.styled(_("Keys"), "bold $mark") + "\n" + keys(self.actions, self.beside),
                Content.styled(_("States"), "bold $mark") + "\n" + legend(),
                Content.styled(_("Words"), "bold $mark") + "\n" + glossary(),
                Content.styled(_("Without a screen"), "bold $mark") + "\n" + without_screen(),
            ]
        said: list[Widget] = [Static(part, classes="text") for part in parts]
        said[before_links:before_links] = links
        scroll = VerticalScroll(*said)
        scroll.can_focus = True
        yield scroll

    def buttons(self) -> Iterable[Button]:
        """Copy what can be copied."""
        if self.step and self.step.copyables:
            yield DialogButton(_("Copy the ID"), self.press_copy, name="copy", compact=True)
        yield from super().buttons()

    def press_copy(self) -> None:
        """Copy the value, and say where it went."""
        if self.step and self.step.copyables:
            self.app.copy_to_clipboard(self.step.copyables[0].value)
