"""The reviewer's verdict on one step, beneath its answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static, TextArea

from cmic_wizard.bounds import REMARK_AT_MOST, to_the_minute
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.verdicts import RETURNING, VERDICTS
from cmic_wizard.text import visible, visible_lines
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.changed import changes_of
from cmic_wizard.tui.review.remark_box import Remarked
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl
from cmic_wizard.tui.widgets.lines import OptionalLine

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


class VerdictControl(Remarked):
    """Accepted, change wanted, or a question; the latter two with a remark."""

    def __init__(self, step: Step, session: Session) -> None:
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        given = session.review.verdicts.get(step.id)
        super().__init__(
            StepVerdict(step, session),
            visible_lines(given.text) if given else "",
            _("Your remark, for the customer"),
        )
        self.step = step
        self.session = session

    def compose(self) -> ComposeResult:
        for line in changes_of(self.session, self.step):
            yield Static(line)
        yield self.options
        given = self.session.review.verdicts.get(self.step.id)
        if given is not None and given.verdict in RETURNING:
            yield self.remark
        yield OptionalLine(self._overtaken(), classes="overtaken")

    def _overtaken(self) -> Content:
        """What was decided or answered since, elsewhere, beneath what counts."""
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
        if self.session.judging.answered_since(self.step):
            text = _("The customer has answered since your verdict: please review it again.")
            lines.append(Content.styled(f"{glyphs.warning} {text}", "$warned"))
        return Content("\n").join(lines)

    def _show_overtaken(self) -> None:
        for line in self.query_children(OptionalLine):  # none where it is not composed yet
            line.show(self._overtaken())

    def refresh_session(self) -> None:
        """Show the verdict that is kept, which may come from another page or another window."""
        given = self.session.review.verdicts.get(self.step.id)
        returned = given is not None and given.verdict in RETURNING
        if given is not None and returned:
            self._show_remark(visible_lines(given.text))
        self.options.show(given.verdict if given else "")
        self.show_remark_box(wanted=returned)
        self._show_overtaken()

    def _show_remark(self, text: str) -> None:
        """Show a remark from elsewhere, but never in the place of what has just been typed."""
        if not (self.remarking and self.typed != self.kept) and self.typed != text:
            self.load_remark(text)

    def go_to_remark(self) -> None:
        """Stand in the remark where the verdict has one, else on the verdict that asks for one."""
        if self.remarking:
            self.remark.focus()
        else:
            self.options.focus()
            self.options.point_at(list(VERDICTS).index("change"))

    @property
    def _verdict(self) -> str:
        return next(iter(self.options.picked), "")

    def _keep(self) -> None:
        text = self.typed if self._verdict in RETURNING else ""
        try:
            self.session.judge(self.step, self._verdict, text)
            self.kept = text
        except WizardError as error:
            self._put_back(str(error))
        self._show_overtaken()
        self.post_message(ReviewChanged())

    def _put_back(self, reason: str) -> None:
        """Show what is kept instead of what can't be, and say why."""
        given = self.session.review.verdicts.get(self.step.id)
        with self.prevent(TextArea.Changed):
            self.load_remark(visible_lines(given.text) if given else "")
        self.refresh_session()
        self.app.notify(reason, severity="warning", markup=False)

    def on_answered(self, event: Answered) -> None:
        """Keep the verdict, and show the remark's line where one is wanted."""
        event.stop()
        self.show_remark_box(wanted=self._verdict in RETURNING)
        self.session.settle_verdict(self.step)
        self._keep()

    def on_advance(self, event: Advance) -> None:
        """After a verdict that wants a remark, go to its line."""
        if self.remarking and not self.remark.has_focus:
            event.stop()
            self.remark.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the remark as it is typed, as far as a file can hold it."""
        event.stop()
        if len(self.typed) > REMARK_AT_MOST:
            self._put_back(_("A remark has at most {count} characters.").format(count=REMARK_AT_MOST))
        elif self._verdict in RETURNING and self.typed != self.kept:
            self._keep()
