"""Answers that somebody brings, old beside new: each or all to take; nothing is replaced unasked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.guide.model import Step
from cmic_wizard.handoff.bringing import Difference, new_ones
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.text import one_line, shortened, visible
from cmic_wizard.tui.glyphs import glyphs, plain
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.screens.paste_dialog import PasteDialog
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.lines import two_sided

REPLACE: Final = "replace"
"""The result where the whole profile is to be replaced by the copy."""
_FRAME: Final = 8
"""Columns of the dialog that are no room for a line: frame, padding, scroll bar and what stands before it."""
_COMPLAINT_AT_MOST: Final = 300


class Marks(OptionList):
    """The answers; Space or Enter marks the one under the cursor, its ends lead to the buttons."""

    BINDINGS = [Binding("space", "select", show=False)]

    def action_cursor_up(self) -> None:
        """The answer above, else the control above."""
        if self.highlighted in (None, 0):
            self.screen.focus_previous()
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """The answer below, else the control below."""
        if self.highlighted == self.option_count - 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()


class CompareDialog(Dialog[Sequence[Difference] | str]):
    """What is brought beside what stands there; the result is what to take, or `REPLACE`."""

    def __init__(
        self, found: Sequence[Difference], whom: str, profile: str = "", *, is_copy: bool = False
    ) -> None:
        """`whom` they come from, `profile` the name of the one that they are for."""
        super().__init__()
        self.profile = profile
        self.found = tuple(found)
        self.is_copy = is_copy
        self.picked = {one.step.id for one in new_ones(found)}
        """The steps whose answers are to be taken: to begin with, those that replace nothing."""
        name = one_line(shortened(whom, 40))
        self.heading = _("Answers from {name}").format(name=name) if name else _("Answers that were brought")
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """What a mark means, and the answers."""
        yield Static(Content(self._said()), classes="text")
        yield Marks(*(Option(self._prompt(one), id=one.step.id) for one in self.found), compact=True)

    def buttons(self) -> Iterable[Button]:
        """Take the marked ones; mark all, or none; leave it."""
        yield DialogButton(self._taking(), self.press_take, name="take", compact=True)
        yield DialogButton(_("Mark all"), self.press_all, name="all", compact=True)
        yield DialogButton(_("Mark none"), self.press_none, name="none", compact=True)
        if self.is_copy:
            yield DialogButton(_("Replace all …"), self.press_replace, name="replace", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Stand on the first answer."""
        super().on_mount()
        listing = self.query_one(Marks)
        listing.focus()
        listing.action_first()

    def _said(self) -> str:
        new, count = len(new_ones(self.found)), len(self.found)
        text = ngettext(
            "{count} answer is not in the profile “{name}”.",
            "{count} answers are not in the profile “{name}”.",
            count,
        )
        said = text.format(count=count, name=visible(self.profile))
        if new < count:
            said += " " + _("What would replace an answer is not marked: Space marks it.")
        else:
            said += " " + _("None of them replaces anything. Space takes a mark away.")
        return said

    def _taking(self) -> str:
        count = len(self.picked)
        return ngettext("Take {count} marked", "Take {count} marked", count).format(count=count)

    @property
    def _room(self) -> int:
        return min(self.app.size.width, 100) - _FRAME

    def _prompt(self, one: Difference) -> Content:
        """Title and giver on a line, then what is brought, beneath what stands there."""
        mark = glyphs.box_on if one.step.id in self.picked else glyphs.box_off
        by = safe(shortened(one.given.by, 24))
        right = Content.styled(_("new"), "$good") if one.is_new else Content.styled(_("other"), "$own")
        if by.plain:
            right = Content.assemble(right, (f" {glyphs.dot} ", "$quiet"), by)
        left = Content.assemble(f"{mark} ", (_(one.step.title), "bold"))
        lines = [two_sided(left, right, self._room)]
        if one.is_new:
            lines.append(_labelled("", one.step, one.new))
        else:
            lines.append(_labelled(_("here:"), one.step, one.old))
            lines.append(_labelled(_("brought:"), one.step, one.new))
        if one.complaint:
            said = shortened(plain(one_line(one.complaint)), _COMPLAINT_AT_MOST)
            lead = f"    {glyphs.warning} "
            folded = textwrap.wrap(said, self._room, initial_indent=lead, subsequent_indent=" " * len(lead))
            lines += [Content.styled(line, "$warned") for line in folded]
        return Content("\n").join(lines)

    @on(OptionList.OptionSelected)
    def _turn(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.picked ^= {event.option_id or ""}
        self._show()

    def _show(self) -> None:
        listing = self.query_one(Marks)
        for index, one in enumerate(self.found):
            listing.replace_option_prompt_at_index(index, self._prompt(one))
        take = next(button for button in self.query(DialogButton) if button.name == "take")
        take.label = self._taking()

    def press_all(self) -> None:
        """Mark all."""
        self.picked = {one.step.id for one in self.found}
        self._show()

    def press_none(self) -> None:
        """Mark none."""
        self.picked = set()
        self._show()

    def press_take(self) -> None:
        """Give back what is marked."""
        self.dismiss([one for one in self.found if one.step.id in self.picked])

    def press_replace(self) -> None:
        """Have the whole profile replaced."""
        self.dismiss(REPLACE)


def _labelled(label: str, step: Step, answer: str) -> Content:
    lead = f"    {label:<9} " if label else "    "
    return Content.assemble((lead, "$quiet"), visible(in_words(step, answer)))


def reply_dialog() -> PasteDialog:
    """Asks for the text of a reply."""
    said = _(
        "Copy the whole text of the reply in your mail program, with the questions in it, and paste it"
        " here. What it answers is shown before anything is taken."
    )
    return PasteDialog(_("Paste the text of a reply"), said, _("Read the answers"))
