"""The reviewer's verdict on one step, beneath its answer."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.text import visible
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review_session import ReviewSession
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.controls.line import SafeInput
from cmic_wizard.tui.widgets.controls.messages import Advance, Answered
from cmic_wizard.tui.widgets.controls.options import Options

VERDICTS = (("accepted", N_("Accepted")), ("change", N_("Change wanted")), ("question", N_("Question")))


class VerdictControl(Vertical):
    """Accepted, change wanted, or a question; the latter two with a remark."""

    def __init__(self, step: Step, session: Session) -> None:
        super().__init__()
        assert isinstance(session, ReviewSession)  # noqa: S101 - tells the type
        self.step = step
        self.session = session

    def compose(self) -> ComposeResult:
        given = self.session.review.verdicts.get(self.step.id)
        if (change := self.session.changes.get(self.step.id)) is not None:
            old = safe(change[0]) if change[0] else Content.styled(_("nothing"), "$quiet")
            yield Static(
                Content.assemble(
                    (f"{glyphs.arrow} " + _("Changed since the previous hand-off; before: "), "$warned"), old
                ),
                classes="changed",
            )
        yield Options(
            self.step,
            [(value, _(title)) for value, title in VERDICTS],
            given.verdict if given else "",
            flat=True,
        )
        remark = SafeInput(
            visible(given.text) if given else "",
            placeholder=_("Your remark, for the customer"),
            compact=True,
            select_on_focus=False,
        )
        remark.display = given is not None and given.verdict != "accepted"
        yield remark

    @property
    def _verdict(self) -> str:
        return next(iter(self.query_one(Options).picked), "")

    def _keep(self) -> None:
        text = self.query_one(Input).value if self._verdict in ("change", "question") else ""
        try:
            self.session.judge(self.step, self._verdict, text)
        except WizardError as error:
            self.app.notify(str(error), severity="error", markup=False)

    def on_answered(self, event: Answered) -> None:
        """Keep the verdict, and show the remark's line where one is wanted."""
        event.stop()
        self.query_one(Input).display = self._verdict in ("change", "question")
        self._keep()

    def on_advance(self, event: Advance) -> None:
        """After a verdict that wants a remark, go to its line."""
        if self.query_one(Input).display:
            event.stop()
            self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the remark as it is typed."""
        event.stop()
        self._keep()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next step."""
        event.stop()
        self.post_message(Advance())
