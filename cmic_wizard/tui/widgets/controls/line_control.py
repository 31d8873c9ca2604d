"""One line of text."""

from __future__ import annotations

from textual.suggester import Suggester
from textual.widgets import Input

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.pasting import is_several, pasted
from cmic_wizard.text import visible
from cmic_wizard.tui.results import after_refresh
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered, ShowsAnswer, ToldAnswers
from cmic_wizard.tui.widgets.paste_asked import PasteAsked
from cmic_wizard.tui.widgets.paste_input import PasteInput


class SafeInput(PasteInput):
    """Textual's input, but what is pasted or loaded into it can hold no control character."""

    def validate_value(self, value: str) -> str:
        """Write hidden characters out, as they are stored."""
        return visible(value)


class PathInput(SafeInput):
    """The path of a file, of which the end is what tells one from another."""

    def __init__(self, path: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(path, placeholder=placeholder, id=id, select_on_focus=False, compact=True)

    def on_mount(self) -> None:
        """Show the end once there is room."""
        after_refresh(self, self.show_end)

    def on_resize(self) -> None:
        """Show the end in the room there is now."""
        after_refresh(self, self.show_end)

    def show_end(self) -> None:
        """Put the cursor behind the name and scroll there."""
        self.cursor_position = len(self.value)
        self.scroll_to(x=self.max_scroll_x, animate=False, force=True)


class Line(SafeInput, ShowsAnswer):
    """The control of text-like steps; posts each change."""

    def __init__(
        self, step: Step, answer: str, *, placeholder: str = "", suggester: Suggester | None = None
    ) -> None:
        self._told = ToldAnswers()
        super().__init__(
            visible(answer), placeholder=placeholder, suggester=suggester, select_on_focus=False, compact=True
        )
        self.step = step

    def show(self, answer: str) -> None:
        """Show an answer that came from elsewhere; one that was typed over meanwhile is none."""
        if self._told.is_news(answer, self.value):
            with self.prevent(Input.Changed):
                self.value = answer
            self._told = ToldAnswers()  # what was shown till now is not on its way

    def take_paste(self, text: str) -> None:
        """Take a paste as the step means it; of lines that it does not take the user is asked."""
        found = pasted(self.step, text)
        if found.too_long:
            self.refuse_paste(len(text))
        elif found.left_out:
            self.post_message(PasteAsked(self, found.text, found.left_out, heading=_(self.step.title)))
        elif found.text:
            whole = self.value[: self.cursor_position].rstrip()
            listed = self.step.kind is Kind.CODES and is_several(self.step, text)
            joined = listed and self.selection.is_empty and whole and whole[-1] != ","
            self.put(f",{found.text}" if joined else found.text)

    def watch_value(self, before: str, _value: str) -> None:
        """Remember what is typed over."""
        self._told.tell(before)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the page."""
        event.stop()
        self.post_message(Answered(self.step, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field."""
        event.stop()
        self.post_message(Advance())
