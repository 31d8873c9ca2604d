"""A remark's box beneath a choice, which stands only where the choice wants one."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location

from cmic_wizard.text import visible_lines
from cmic_wizard.tui.widgets.controls.control_messages import Advance
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl


class RemarkArea(TextArea):
    """A remark that grows with its text; Enter goes on."""

    BINDINGS = [Binding("enter", "advance", show=False, priority=True)]

    def __init__(self, text: str, placeholder: str) -> None:
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.cursor_location = self.document.end

    def replace(
        self, insert: str, start: Location, end: Location, *, maintain_selection_offset: bool = True
    ) -> EditResult:
        """Write hidden characters of what is typed or pasted out, and wrap by the width that it has now.

        Textual tells an area that was opened out of sight no width.
        """
        self.wrapped_document.wrap(self.wrap_width, self.indent_width)
        return super().replace(
            visible_lines(insert), start, end, maintain_selection_offset=maintain_selection_offset
        )

    def action_advance(self) -> None:
        """Enter goes on to the next step."""
        self.post_message(Advance())

    def action_cursor_up(self, select: bool = False) -> None:
        """Up, from the first line to the verdict."""
        if not select and self.cursor_at_first_line:
            self.screen.focus_previous("Page *")
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down, from the last line to the next field."""
        if not select and self.cursor_at_last_line:
            self.screen.focus_next("Page *")
        else:
            super().action_cursor_down(select)


class Remarked(Vertical):
    """A choice and its remark, whose box is built when it is first wanted: few are, and they are dear."""

    DEFAULT_CSS = """
    Remarked { height: auto; }
    Remarked Static { height: auto; }
    Remarked RemarkArea { height: auto; min-height: 1; max-height: 6; }
    """

    def __init__(self, options: OptionsControl, kept: str, placeholder: str) -> None:
        super().__init__()
        self.options = options
        self.kept = kept
        """The remark as the session holds it."""
        self._placeholder = placeholder
        self._box: RemarkArea | None = None

    @property
    def remark(self) -> RemarkArea:
        """The remark's box, which takes its place beneath the choice."""
        if self._box is None:
            self._box = RemarkArea(self.kept, self._placeholder)
            if self.options.parent is self:
                self.mount(self._box, after=self.options)
        return self._box

    @property
    def remarking(self) -> bool:
        """Whether the box is in sight."""
        return self._box is not None and self._box.display

    def show_remark_box(self, *, wanted: bool) -> None:
        """Have the box in sight, or not."""
        if wanted or self._box is not None:
            self.remark.display = wanted

    @property
    def typed(self) -> str:
        """The remark as it stands in the box."""
        return self.kept if self._box is None else self._box.text

    def load_remark(self, text: str) -> None:
        """Show a remark that the session holds, with the cursor at its end."""
        self.kept = text
        if self._box is not None:
            self._box.load_text(text)
            self._box.cursor_location = self._box.document.end
