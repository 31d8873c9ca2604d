"""Starting from what one has: a text is pasted, and what is found in it is proposed item by item."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.background import in_thread
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.found_in_text import Findings, Found, found_in
from cmic_wizard.text import visible_lines
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.screens.paste_dialog import PasteDialog
from cmic_wizard.tui.widgets.button import Button

_WIDTH_AT_MOST: Final = 100
"""Columns of the dialog."""


def text_dialog() -> PasteDialog:
    """Asks for a text of any kind."""
    said = _(
        "Paste a welcome e-mail, notes or a login address. What looks like an answer is shown item by item;"
        " nothing is taken before you say so, and a password never is."
    )
    return PasteDialog(_("Start from an e-mail or notes"), said, _("Look for answers"))


class FoundDialog(Dialog[list[Found]]):
    """What was found, none of it ticked; the result is what was ticked."""

    def __init__(self, findings: Findings, answers: dict[str, str]) -> None:
        """`answers` stand already, by step: what would replace one says so."""
        super().__init__()
        self.heading = _("Found in the text")
        self.findings = findings
        self.answers = answers
        self.ticked: set[int] = set()
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """The findings, each with its place."""
        found, secrets = self.findings.found, self.findings.secrets
        text = (
            _("Space or Enter ticks what is right. Only what is ticked is taken.")
            if found
            else _("Nothing in the text looks like an answer to this guide.")
        )
        yield Static(Content(text), classes="text")
        if secrets:
            lines = ", ".join(map(str, secrets))
            said = ngettext(
                "A password seems to stand in line {lines}: it is not taken. Type it into its own field.",
                "A password seems to stand in lines {lines}: it is not taken. Type it into its own field.",
                len(secrets),
            )
            yield Static(Content.styled(said.format(lines=lines), "$own"), classes="text")
        if found:
            self.beside_list = 11 if secrets else 8
            lines_found = (Option(self._line(number), id=f"{number}") for number in range(len(found)))
            yield self.fitted(OptionList(*lines_found, compact=True))

    def buttons(self) -> Iterable[Button]:
        """Take, tick all, close."""
        if self.findings.found:
            yield DialogButton(self._take_label(), self.press_take, name="take", compact=True, id="take")
            yield DialogButton(_("Tick all"), self.press_all, name="all", compact=True)
        yield DialogButton(_("Close"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Stand on the first finding."""
        for listing in self.query(OptionList):
            listing.action_first()
            listing.focus()

    def _take_label(self) -> str:
        count = len(self.ticked)
        return ngettext("Take {count} answer", "Take {count} answers", count).format(count=count)

    def _line(self, number: int) -> Content:
        one = self.findings.found[number]
        step = load_guide().steps[one.step]
        box = glyphs.box_on if number in self.ticked else glyphs.box_off
        head = Content.assemble(f"{box} ", (_(step.title), "bold"), ": ", safe(in_words(step, one.answer)))
        place = _("line {line}: {words}").format(line=one.line, words=one.place)
        room = max(min(self.app.size.width, _WIDTH_AT_MOST) - 10, 20)
        lines = [head, *(safe(f"    {line}", "$quiet") for line in textwrap.wrap(place, room))]
        if (now := self.answers.get(one.step, "")) and now != one.answer:
            lines.append(
                safe("    " + _("It would replace: {answer}").format(answer=in_words(step, now)), "$own")
            )
        return Content("\n").join(lines)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick or untick; of several for one item only one can be ticked."""
        event.stop()
        number = event.option_index
        if number in self.ticked:
            self.ticked.discard(number)
        else:
            step = self.findings.found[number].step
            self.ticked -= {n for n in self.ticked if self.findings.found[n].step == step}
            self.ticked.add(number)
        self._show()

    def press_all(self) -> None:
        """Tick the first finding for each item."""
        first: dict[str, int] = {}
        for number, one in enumerate(self.findings.found):
            first.setdefault(one.step, number)
        self.ticked = set(first.values())
        self._show()
        self.query_one("#take").focus()

    def press_take(self) -> None:
        """Give back what is ticked; where nothing is, stay."""
        if self.ticked:
            self.dismiss([self.findings.found[number] for number in sorted(self.ticked)])

    def _show(self) -> None:
        listing = self.query_one(OptionList)
        for number in range(len(self.findings.found)):
            listing.replace_option_prompt_at_index(number, self._line(number))
        button = self.query_one("#take", Button)
        button.label = self._take_label()
        button.refresh(layout=True)


async def accepted_of_a_text(screen: Screen[Any], answers: dict[str, str], text: str = "") -> Sequence[Found]:
    """What the user accepts of a text, which is asked for where none is given; nothing where they give up."""
    if not text:
        text = await screen.app.push_screen_wait(text_dialog()) or ""
    if not text.strip():
        return ()
    shown = visible_lines(text)
    findings = await in_thread(lambda: found_in(shown, load_guide()))
    return await screen.app.push_screen_wait(FoundDialog(findings, answers)) or ()
