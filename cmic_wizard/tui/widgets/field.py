"""One step on a page: its label and state, its control, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard import dates
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _, language
from cmic_wizard.profile.assessment import STATE_WORDS, State, StepState
from cmic_wizard.profile.exchange import PROPOSED, accepted_by, given_by, in_words
from cmic_wizard.profile.verdicts import REPLY, RETURNING
from cmic_wizard.text import visible
from cmic_wizard.tui.glyphs import glyphs, plain
from cmic_wizard.tui.safe import safe, safe_lines
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.check_lines import check_lines, stages_for
from cmic_wizard.tui.widgets.controls.choosing import control_for
from cmic_wizard.tui.widgets.controls.control_messages import ShowsAnswer, ShowsPassword
from cmic_wizard.tui.widgets.help_texts import help_and_keys
from cmic_wizard.tui.widgets.lines import TwoSided, say
from cmic_wizard.tui.widgets.step_box import StepBox
from cmic_wizard.tui.widgets.value import earlier_text, value_text

_NO_ANSWER = (Kind.SECRET, Kind.CHECK)
"""Kinds of which a remark keeps when they were done, not what was typed."""


def state_mark(state: StepState) -> Content:
    """Shape and word of a state, in its colour."""
    return Content.styled(
        f"{glyphs.shapes[state.state]} {_(STATE_WORDS[state.state])}", STATE_STYLES[state.state]
    )


class Field(StepBox):
    """The rendering of one step. It keeps nothing: all it shows comes with `refresh_session`."""

    def __init__(self, state: StepState, session: Session) -> None:
        super().__init__(state, session)
        self.can_focus = self.step.kind is Kind.COMPUTED or session.read_only

    def compose(self) -> ComposeResult:
        yield TwoSided(Content.styled(_(self.step.title), "bold"), self.mark(), classes="head")
        if self.session.read_only:
            yield Static(value_text(self.state, self.session.draft), classes="value")
            yield from self.beneath()
        elif (control := control_for(self.step, self.session.draft)) is not None:
            yield control
        for item in self.step.copyables:
            yield Static(Content.assemble((_(item.title) + ": ", "$quiet"), item.value), classes="copyable")
        if self.step.table is not None:
            from cmic_wizard.tui.widgets.table import TableText

            yield TableText(self.step.table)
        yield Static(self._foot(), classes="foot")
        if self.step.kind is Kind.INFO:
            from cmic_wizard.tui.widgets.link import LinkLine

            yield from (LinkLine(link) for link in self.step.links_in(language()))

    def mark(self) -> Content:
        """Shape and word of the state."""
        return state_mark(self.state)

    def check_lines(self) -> Iterator[Content]:
        """What the last connection check says about the step."""
        return check_lines(self.step.id, self.session.assessment)

    def beneath(self) -> ComposeResult:
        """What stands beneath an answer that can't be changed: nothing, but where it is reviewed."""
        return ()

    @property
    def control(self) -> Widget | None:
        """The first thing in the field that takes the focus, or the field itself."""
        return next((w for w in self.query("*") if w.focusable), self if self.focusable else None)

    def refresh_session(self) -> None:
        """Show how the step is judged now."""
        state = self.session.assessment.steps[self.step.id]
        if state == self.state and not (stages_for(self.step) or self.step.each):
            return
        if state.state is not self.state.state:
            self.remove_class(f"-{self.state.state.value}")
            self.add_class(f"-{state.state.value}")
        self.state = state
        if not self.is_mounted:
            return
        head, foot = self.query_one_optional(TwoSided), self.query_one_optional(".foot", Static)
        if head is None or foot is None:
            return  # the application is ending
        head.show(head.left, self.mark())
        say(foot, self._foot())
        self.show_answer()

    def show_answer(self) -> None:
        """Have the control show the answer as it stands."""
        for child in self.children:
            if isinstance(child, ShowsPassword):
                child.show_kept(self.session.draft.password)
            elif isinstance(child, ShowsAnswer):
                if self.step.each:
                    child.named = self.session.draft.answers.get(self.step.each, "")
                child.show(self.state.answer)

    async def put_back(self) -> None:
        """Show what is kept instead of what is typed, the focus staying here."""
        focused = self.has_focus_within
        await self.recompose()
        if focused:
            self.focus_control()

    def _foot(self) -> Content:
        """Errors first, then what is missing, warnings, what was understood, help, and the note."""
        state = self.state
        lines = [*self._remarks(), *self._findings(), *self.check_lines()]
        if not state.reading.errors and self.step.help and state.state is not State.NOT_APPLICABLE:
            lines.append(Content.styled(help_and_keys(self.step, reviewed=self.session.reviewed), "$quiet"))
        if state.note:
            lines.append(Content.assemble((f"{glyphs.note} ", "$mark"), safe_lines(state.note)))
        return Content("\n").join(lines)

    def _remarks(self) -> Iterator[Content]:
        shape = glyphs.shapes[State.RETURNED]
        for remark in self.state.remarks:
            if remark.verdict == REPLY:
                who = f"{visible(remark.author)}: " if remark.author else ""
                yield Content.assemble((f"{glyphs.note} {who}", "$quiet"), safe_lines(remark.text, "$quiet"))
            if remark.verdict in RETURNING:
                style = "$back" if remark.open else "$quiet"
                who = f"{visible(remark.author)}: " if remark.author else ""
                yield Content.assemble((f"{shape} {who}", style), safe_lines(remark.text, style))
                if remark.answer and remark.answer != self.state.answer and self.step.kind not in _NO_ANSWER:
                    label = ("  " + _("The answer then:") + " ", "$quiet")
                    yield Content.assemble(label, earlier_text(self.step, remark.answer, "$quiet"))
        asked = {r.verdict for r in self.state.remarks if r.open and r.verdict in RETURNING}
        if asked and not self.session.read_only:
            text = _("Change the answer, or reply (F7).")
            if asked == {"question"}:
                text = _("Change the answer, or reply with a note (F7).")
            yield Content.styled(text, "$quiet")
        yield from self._said_by_others()

    def _said_by_others(self) -> Iterator[Content]:
        """Who has accepted the answer, and who gave it, where that was not the customer."""
        if accepted := accepted_by(self.state.remarks, *self.state.seen):
            yield Content.styled(f"{glyphs.shapes[State.DONE]} {accepted}", "$good")
        store = self.session.store
        user = store.recorder.user if store is not None else None
        if given := given_by(self.state.step, self.session.draft, user=user):
            yield Content.styled(f"{glyphs.arrow} {given}", "$quiet")

    def _findings(self) -> Iterator[Content]:
        state, reading = self.state, self.state.reading
        for finding in reading.errors:
            yield Content.styled(finding.text, "$bad")
        if state.state not in (State.WRONG, State.RETURNED) and state.reason:
            yield Content.styled(state.reason, "$own" if state.own else "$quiet")
        for finding in reading.doubts:
            if finding.text != state.reason:
                yield Content.styled(finding.text, "$own")
        for finding in reading.warnings:
            yield Content.styled(f"{glyphs.warning} {finding.text}", "$warned")
        for finding in reading.infos:
            yield Content.styled(f"{glyphs.arrow} {plain(finding.text)}", "$quiet")
        if understood := self._understood():
            yield Content.styled(f"{glyphs.arrow} {understood}", "$quiet")
        if not self.session.read_only:
            yield from self._keys()

    def _understood(self) -> str:
        """A date in words, where no finding says it."""
        reading = self.state.reading
        said = self.step.kind is not Kind.SCHEDULE or any(f.rule == "schedule_read" for f in reading.findings)
        when = None if said else dates.moment(reading.value)
        return plain(dates.spoken(when)) if when else ""

    def _keys(self) -> Iterator[Content]:
        """What a key would do with this answer."""
        findings = self.state.reading.findings
        proposal = next((f.proposal for f in findings if f.proposal), "")
        brought = any(f.rule == PROPOSED and f.proposal == proposal for f in findings)
        if any(f.readings for f in findings):
            yield Content.assemble(("F9 ", "bold $key"), (_("lets you choose what is meant"), "$quiet"))
        elif proposal:
            words = in_words(self.step, proposal) if brought else proposal
            yield Content.assemble(("F9 ", "bold $key"), (_("accepts: "), "$quiet"), safe(words))
        if self.state.late:
            yield Content.assemble(("F11 ", "bold $key"), (_("reminds, or withdraws the question"), "$quiet"))
        elif self.state.reading.open and self.state.own:
            yield Content.assemble(("F11 ", "bold $key"), (_("asks somebody who knows"), "$quiet"))
        if self.state.state is State.TO_CONFIRM:
            yield Content.assemble(("F12 ", "bold $key"), (_("confirms it as it stands"), "$quiet"))

    def focus_control(self) -> bool:
        """Put the focus into the field; whether it has anything to focus."""
        control = self.control
        if control is None:
            return False
        # At once, not by a message: keys that wait behind the one that led here are meant for it.
        self.screen.set_focus(control)
        if isinstance(control, Input):
            control.action_end()
        return True
