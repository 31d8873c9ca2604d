"""The reviewer's last page: what the file claims, what changed, the verdict on the whole, the way back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.text import visible
from cmic_wizard.tui.glyphs import glyphs, unbroken
from cmic_wizard.tui.review_session import ReviewSession
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.widgets.controls.line import SafeInput
from cmic_wizard.tui.widgets.controls.messages import Answered
from cmic_wizard.tui.widgets.controls.options import Options
from cmic_wizard.tui.widgets.handoff_page import verdict
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF

OVERALL = (("accepted", N_("Accepted")), ("changes", N_("Changes wanted")))
_WHOLE = Step(id="review.overall", kind=Kind.CHOICE, title=N_("Your verdict on the whole"))


class ReviewPage(Page):
    """Stands where the customer has “Review and hand-off”."""

    session: ReviewSession

    def __init__(self, session: ReviewSession) -> None:
        super().__init__(session, HANDOFF)

    def compose(self) -> ComposeResult:
        session = self.session
        yield Static(Content.styled(_("Your review"), "bold $mark"), classes="section")
        yield Static(verdict(session.assessment), classes="prose")
        for claim in session.claims:
            yield Static(Content.styled(f"{glyphs.warning} {visible(claim)}", "$warned"), classes="claim")
        yield Static(self._number(), classes="prose")
        yield Static(self._password(), classes="prose")
        if session.password is not None:
            yield Vertical(
                Button(_("Show for 15 seconds"), name="show_password", compact=True),
                Button(_("Write to a file…"), name="write_password", compact=True),
                Button(_("Keep in my key ring"), name="keep_password", compact=True),
                classes="buttons",
            )
        yield Static(self._changes(), classes="prose")
        yield Static(self._tally(), classes="prose tally")
        yield Static(Content.styled(_(_WHOLE.title), "bold"), classes="section")
        yield Options(
            _WHOLE, [(value, _(title)) for value, title in OVERALL], session.review.overall, flat=True
        )
        yield Static(Content.styled(_("Your name, as the customer will see it"), "bold"), classes="section")
        yield SafeInput(
            visible(session.review.author), compact=True, select_on_focus=False, max_length=80, id="author"
        )
        yield Horizontal(
            Button(_("Write the remarks file…"), name="write_remarks", compact=True), classes="buttons"
        )

    def _number(self) -> Content:
        return Content.assemble(
            (_("Check number, to compare by phone: "), "$quiet"),
            (unbroken(self.session.check_number), "bold $strong"),
        )

    def _password(self) -> Content:
        kept = self.session.draft.password
        if self.session.password is not None:
            text = ngettext(
                "Password: present, {count} character, not shown.",
                "Password: present, {count} characters, not shown.",
                len(self.session.password),
            )
            return Content(text.format(count=len(self.session.password)))
        if kept is not None:
            return Content(_("Password: stored at the customer's, not in this file."))
        return Content(_("Password: none stored."))

    def _changes(self) -> Content:
        changed = self.session.changes
        if self.session.review.before is None:
            return Content.styled(
                _("This is the first hand-off of this profile that you have looked at."), "$quiet"
            )
        if not changed:
            return Content.styled(_("Nothing changed since the previous hand-off."), "$quiet")
        lines = [Content.styled(_("Changed since the previous hand-off"), "bold")]
        for step_id, (old, new) in changed.items():
            step = self.session.guide.steps.get(step_id)
            title = _(step.title) if step else step_id
            lines.append(
                Content.assemble(
                    f"{glyphs.dot} {visible(title)}: ",
                    safe(old or "—", "$quiet"),
                    f" {glyphs.arrow} ",
                    safe(new or "—"),
                )
            )
        return Content("\n").join(lines)

    def _tally(self) -> Content:
        verdicts = [remark.verdict for remark in self.session.review.verdicts.values()]
        text = _("Your verdicts: {accepted} accepted, {change} changes wanted, {question} questions.")
        return Content(
            text.format(**{name: verdicts.count(name) for name in ("accepted", "change", "question")})
        )

    def refresh_session(self) -> None:
        """Count the verdicts anew."""
        self.query_one(".tally", Static).update(self._tally())

    def _complain(self, error: WizardError) -> None:
        self.app.notify(str(error), severity="error", markup=False)

    def on_answered(self, event: Answered) -> None:
        """Keep the verdict on the whole."""
        event.stop()
        try:
            self.session.conclude(event.text)
        except WizardError as error:
            self._complain(error)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the reviewer's name."""
        event.stop()
        try:
            self.session.sign(event.value)
        except WizardError as error:
            self._complain(error)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        await self.run_action(f"screen.{event.button.name}")
