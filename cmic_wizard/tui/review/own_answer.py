"""What a reviewer answers themselves, or proposes as an answer, beneath a step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from cmic_wizard.bounds import REMARK_AT_MOST, to_the_minute
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.handoff.remarks import ReviewAnswer
from cmic_wizard.i18n import _
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.verdicts import VERDICTS
from cmic_wizard.review.judging import as_answer
from cmic_wizard.text import visible, visible_lines
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.remark_box import Remarked
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.review.verdict import ReviewChanged, VerdictOptions
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl


def choices(step: Step) -> list[tuple[str, str]]:
    """What a reviewer can answer to a step, with words for it."""
    if step.kind is Kind.CONFIRM:
        return [("yes", _("Done")), ("no", _("Not yet"))]
    return [(option.id, _(option.title)) for option in step.options]


class OwnAnswer(Remarked):
    """The step's own control for who reviews, and a word about the answer."""

    def __init__(self, step: Step, session: Session) -> None:
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        given = session.review.answers.get(step.id)
        text = given.text if given else ""
        options: OptionsControl
        if step.kind is Kind.CHECKLIST:
            options = OptionsControl(step, choices(step), text, multiple=True)
        else:
            options = VerdictOptions(step, choices(step), text, flat=True)
        kept = visible_lines(given.reason) if given else ""
        super().__init__(options, kept, _("A word about it, such as since when"))
        self.step = step
        self.session = session

    @property
    def _given(self) -> ReviewAnswer | None:
        return self.session.review.answers.get(self.step.id)

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(_("Your answer, which goes to the customer:"), "$quiet"))
        yield self.options
        if self._given is not None:
            yield self.remark

    def refresh_session(self) -> None:
        """Show the answer that is kept, which may come from another window."""
        given = self._given
        self.options.show(given.text if given else "")
        self.show_remark_box(wanted=given is not None)
        kept = visible_lines(given.reason) if given else ""
        if kept != self.kept and self.typed == self.kept:
            self.load_remark(kept)

    def go_to_word(self) -> None:
        """Stand in the word about the answer where there is one, else on the answer."""
        (self.remark if self.remarking else self.options).focus()

    def _keep(self) -> None:
        text, word = self.options.answer, visible_lines(self.typed)[:REMARK_AT_MOST]
        try:
            self.session.decide(lambda review: review.answering(self.step.id, text, word, datetime.now(UTC)))
            self.kept = word
        except WizardError as error:
            self.refresh_session()
            self.app.notify(str(error), severity="warning", markup=False)
        self.post_message(ReviewChanged())

    def on_answered(self, event: Answered) -> None:
        """Keep the answer, and show the line for a word about it."""
        event.stop()
        self.show_remark_box(wanted=bool(self.options.answer))
        self._keep()

    def on_advance(self, event: Advance) -> None:
        """From an answer to the word about it, and from there on."""
        if self.remarking and not self.remark.has_focus and self.options.answer:
            event.stop()
            self.remark.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the word as it is typed."""
        event.stop()
        if self.options.answer and visible_lines(self.remark.text) != self.kept:
            self._keep()


def proposal_line(session: ReviewSession, step: Step) -> Content:
    """What the reviewer proposes for a step; nothing where they propose nothing."""
    given = session.review.proposals.get(step.id)
    if given is None:
        return Content()
    said = _("You propose: {answer}").format(answer=in_words(step, given.text))
    lines = [Content.styled(f"{glyphs.arrow} {said}", "$mark")]
    if given.reason:
        lines.append(safe_lines(given.reason, "$quiet"))
    return Content("\n").join(lines)


def said_by_others(session: ReviewSession, step: Step) -> list[Content]:
    """The verdicts of other reviewers of this computer on a step."""
    lines = []
    for name, opinion in session.review.others.items():
        if (given := opinion.verdicts.get(step.id)) is not None:
            label = f"{visible(name)}, {to_the_minute(given.at)}: {_(VERDICTS[given.verdict])}"
            lines.append(Content.styled(f"{glyphs.dot} {label}", "$quiet"))
            if given.text:
                lines.append(safe_lines(given.text, "$quiet"))
    return lines


class ProposeDialog(Dialog[ReviewAnswer]):
    """An answer for the customer to take, and why; an empty one takes the proposal back."""

    def __init__(self, step: Step, given: ReviewAnswer | None) -> None:
        super().__init__()
        self.step = step
        self.given = given
        self.heading = _("Propose an answer: {step}").format(step=_(step.title))

    def body(self) -> Iterable[Widget]:
        """What may be proposed, the answer, and the reason."""
        text = _("The customer sees it beside the own answer, and takes it with one key or declines it.")
        if self.step.options:
            listed = "\n".join(f"{option.id}: {_(option.title)}" for option in self.step.options)
            text = f"{text}\n{listed}"
        elif self.step.example:
            text = f"{text}\n" + _("For example: {example}").format(example=self.step.example)
        yield Static(safe_lines(text), classes="text")
        answer = visible(self.given.text) if self.given else ""
        yield SafeInput(answer, placeholder=_("The answer"), id="answer", compact=True)
        reason = " ".join(visible_lines(self.given.reason).split()) if self.given else ""
        yield SafeInput(reason, placeholder=_("Why"), id="reason", max_length=REMARK_AT_MOST, compact=True)
        yield Static(Content(""), classes="fault")

    def buttons(self) -> Iterable[Button]:
        """Propose, take back, cancel."""
        yield DialogButton(_("Propose it"), self.press_propose, name="propose", compact=True)
        if self.given is not None:
            yield DialogButton(_("Take it back"), self.press_take_back, name="take_back", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the answer to the reason, and from there proposes."""
        event.stop()
        if event.input.id == "answer":
            self.query_one("#reason").focus()
        else:
            self.press_propose()

    def press_propose(self) -> None:
        """Give the proposal back, where it can be an answer."""
        meant, fault = as_answer(self.step, self.query_one("#answer", Input).value)
        if fault:
            self.query_one(".fault", Static).update(safe_lines(fault))
            self.query_one("#answer").focus()
            return
        reason = " ".join(self.query_one("#reason", Input).value.split())
        self.dismiss(ReviewAnswer(self.step.id, meant, "", reason))

    def press_take_back(self) -> None:
        """Give an empty one back."""
        self.dismiss(ReviewAnswer(self.step.id, "", "", ""))
