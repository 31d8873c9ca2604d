"""The reviewer's verdict on one step, beneath its answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.text_area import EditResult, Location

from cmic_wizard.bounds import REMARK_AT_MOST, to_the_minute
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.verdicts import RETURNING, VERDICTS
from cmic_wizard.text import visible, visible_lines
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.changed import changes_of
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl

_GAP = 3


class ReviewChanged(Message):
    """A verdict, a remark or the reviewer's name was changed."""


class VerdictOptions(OptionsControl):
    """Verdicts beside each other where they fit: left and right choose, up and down go to other fields."""

    BINDINGS = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
    ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line where all fit, else a line for each."""
        lines = [self._line(index).cell_length for index in range(len(self.options))]
        self.flat = sum(lines) + _GAP * (len(lines) - 1) <= width
        return super().get_content_height(container, viewport, width)

    def action_move(self, by: int) -> None:
        """Move along the verdicts."""
        self.point_at(max(0, min(self.cursor + by, len(self.options) - 1)))

    def action_leave(self, by: int) -> None:
        """Go to the next field, or along a list of verdicts."""
        if not self.flat and 0 <= self.cursor + by < len(self.options):
            self.point_at(self.cursor + by)
        elif by > 0:
            self.screen.focus_next("Page *")
        else:
            self.screen.focus_previous("Page *")


class StepVerdict(VerdictOptions):
    """The verdict on one step: Enter accepts an answer that is in order, and never gives an old one anew."""

    def __init__(self, step: Step, session: ReviewSession) -> None:
        given = session.review.verdicts.get(step.id)
        titles = [(value, _(title)) for value, title in VERDICTS.items()]
        super().__init__(step, titles, given.verdict if given else "", flat=True)
        self.session = session

    def action_take_and_go(self) -> None:
        """Give the verdict that was just pointed at, or accept an answer that is in order; then go on."""
        if not self.pointed and self.session.judging.may_be_accepted(self.step):
            self.take("accepted")
        elif self.pointed:
            self.take(self.options[self.cursor][0])
        self.post_message(Advance())


class RemarkArea(TextArea):
    """A remark that grows with its text; Enter goes on."""

    BINDINGS = [Binding("enter", "advance", show=False, priority=True)]

    def __init__(self, text: str) -> None:
        super().__init__(
            text,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
            placeholder=_("Your remark, for the customer"),
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


class VerdictControl(Vertical):
    """Accepted, change wanted, or a question; the latter two with a remark."""

    DEFAULT_CSS = """
    VerdictControl { height: auto; }
    VerdictControl Static { height: auto; }
    VerdictControl RemarkArea { height: auto; min-height: 1; max-height: 6; }
    """

    def __init__(self, step: Step, session: Session) -> None:
        super().__init__()
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        self.step = step
        self.session = session
        given = session.review.verdicts.get(step.id)
        self.options = StepVerdict(step, session)
        self._text = visible_lines(given.text) if given else ""
        """The remark as the session holds it."""
        self.remark = RemarkArea(self._text)
        self.remark.display = given is not None and given.verdict in RETURNING

    def compose(self) -> ComposeResult:
        for line in changes_of(self.session, self.step):
            yield Static(line)
        yield self.options
        yield self.remark
        yield Static(classes="overtaken")
        yield Static(self._hint(), classes="hint")

    def on_mount(self) -> None:
        """Without something to say, no line is taken."""
        self._show_hint()
        self._show_overtaken()

    def _show_overtaken(self) -> None:
        """What another window had decided, beneath what counts."""
        titles = {value: _(title) for value, title in VERDICTS.items()}
        lines = []
        for one in self.session.review.overtaken.get(self.step.id, ()):
            label = _("In another window, {date}: {verdict}").format(
                date=to_the_minute(one.at), verdict=titles[one.verdict]
            )
            who = f" {glyphs.dot} {visible(one.author)}" if one.author else ""
            lines.append(Content.styled(f"{glyphs.warning} {label}{who}", "$warned"))
            if one.text:
                lines.append(safe_lines(one.text, "$quiet"))
        line = self.query_one_optional(".overtaken", Static)
        if line is None:
            return  # it is not composed yet, and begins with what is kept
        line.update(Content("\n").join(lines))
        line.display = bool(lines)

    def _hint(self) -> Content:
        if self.session.judging.answered_since(self.step):
            text = _("The customer has answered since your verdict: please review it again.")
            return Content.styled(f"{glyphs.warning} {text}", "$warned")
        return Content()

    def _show_hint(self) -> None:
        hint = self._hint()
        line = self.query_one_optional(".hint", Static)
        if line is None:
            return
        line.update(hint)
        line.display = bool(hint)

    def refresh_session(self) -> None:
        """Show the verdict that is kept, which may come from another page or another window."""
        given = self.session.review.verdicts.get(self.step.id)
        returned = given is not None and given.verdict in RETURNING
        if given is not None and returned:
            self._show_remark(visible_lines(given.text))
        self.options.show(given.verdict if given else "")
        self.remark.display = returned
        self._show_hint()
        self._show_overtaken()

    def _show_remark(self, text: str) -> None:
        """Show a remark from elsewhere, but never in the place of what has just been typed."""
        typed = self.remark.display and self.remark.text != self._text
        if typed or self.remark.text == text:
            return
        self._text = text
        self.remark.load_text(text)
        self.remark.cursor_location = self.remark.document.end

    def go_to_remark(self) -> None:
        """Stand in the remark where the verdict has one, else on the verdict that asks for one."""
        if self.remark.display:
            self.remark.focus()
        else:
            self.options.focus()
            self.options.point_at(list(VERDICTS).index("change"))

    @property
    def _verdict(self) -> str:
        return next(iter(self.options.picked), "")

    def _keep(self) -> None:
        text = self.remark.text if self._verdict in RETURNING else ""
        try:
            self.session.judge(self.step, self._verdict, text)
            self._text = text
        except WizardError as error:
            self._put_back(str(error))
        self._show_hint()
        self.post_message(ReviewChanged())

    def _put_back(self, reason: str) -> None:
        """Show what is kept instead of what can't be, and say why."""
        given = self.session.review.verdicts.get(self.step.id)
        self._text = visible_lines(given.text) if given else ""
        with self.prevent(TextArea.Changed):
            self.remark.load_text(self._text)
        self.remark.cursor_location = self.remark.document.end
        self.refresh_session()
        self.app.notify(reason, severity="warning", markup=False)

    def on_answered(self, event: Answered) -> None:
        """Keep the verdict, and show the remark's line where one is wanted."""
        event.stop()
        self.remark.display = self._verdict in RETURNING
        self.session.settle_verdict(self.step)
        self._keep()
        self._show_overtaken()

    def on_advance(self, event: Advance) -> None:
        """After a verdict that wants a remark, go to its line."""
        if self.remark.display and not self.remark.has_focus:
            event.stop()
            self.remark.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the remark as it is typed, as far as a file can hold it."""
        event.stop()
        if len(self.remark.text) > REMARK_AT_MOST:
            self._put_back(_("A remark has at most {count} characters.").format(count=REMARK_AT_MOST))
        elif self._verdict in RETURNING and self.remark.text != self._text:
            self._keep()
