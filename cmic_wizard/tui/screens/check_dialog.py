"""The connection check as it runs: every stage with its result, the time it took, and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from time import monotonic

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.connection.target import Target
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_kept import since_it_worked
from cmic_wizard.profile.check_wording_cmic import MODULES
from cmic_wizard.profile.check_words import (
    advice_words,
    conclusion_words,
    module_title,
    sentence_beside,
    stage_title,
)
from cmic_wizard.profile.checks import ADVICE, STAGES, CheckResult, Conclusion, Stage, StageState
from cmic_wizard.secret import Secret
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import KeysMeanwhile, after_refresh, screen_work
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.lines import TwoSided

_STYLES = {
    StageState.OK: ("done", "$good"),
    StageState.WARN: ("warn", "$warned"),
    StageState.FAILED: ("wrong", "$bad"),
    StageState.NOT_TRIED: ("optional", "$quiet"),
}
ROOMY = 34
"""Rows of the terminal from which stages that hold have their sentence, too."""
CHANGES_SHOWN = 3
"""Lines on what is other than when the check last passed; `check --kept` tells the rest."""
WAITING = 3
"""Seconds after which a stage that runs says how long it has been waiting."""
_SPINNER = "|/-\\"


def stage_mark(result: Stage) -> Content:
    """The shape of a stage's result, in its colour."""
    if result.is_unknown:
        return Content.styled("?", "$warned")
    name, style = _STYLES[result.state]
    shape = glyphs.warning if name == "warn" else {s.value: g for s, g in glyphs.shapes.items()}[name]
    return Content.styled(shape, style)


class StageRow(Widget):
    """One stage: waiting, running, or with its result."""

    def __init__(self, stage: str, subject: str | None) -> None:
        super().__init__()
        self.stage = stage
        self.subject = subject
        self.result: Stage | None = None
        self.began: float | None = None

    def compose(self) -> Iterable[Widget]:
        """A line, and beneath it what is to be said."""
        yield TwoSided(self._left(), Content())
        yield Static(Content(""), classes="said")

    def _left(self) -> Content:
        title = stage_title(self.stage)
        if self.stage in ADVICE:
            title = f"{title}: {module_title(self.subject or '')}"
        elif self.subject:
            title = f"{title} {visible(shortened(self.subject, 20))}"
        if self.result is not None:
            tried = self.result.was_tried
            shown = self.result.state is StageState.OK and self.result.stage in ("company", *ADVICE)
            proof = visible(shortened(self.result.detail, 60)) if shown or self.stage == "company" else ""
            return Content.assemble(
                stage_mark(self.result),
                " ",
                (title, "bold" if tried else "$quiet"),
                ("  " + proof, "bold $good") if proof else "",
            )
        if self.began is not None:
            turn = _SPINNER[int(monotonic() * 8) % len(_SPINNER)]
            return Content.assemble((turn, "$mark"), " ", (title, "bold $mark"))
        return Content.styled(f"{glyphs.dot} {title}", "$quiet")

    def refresh_row(self) -> None:
        """Draw the state anew."""
        right = Content()
        if self.result is not None and self.result.was_tried:
            slow = self.result.is_slow
            time = f"{self.result.seconds:.2f} s" + (_(", slow") if slow else "")
            right = Content.styled(time, "$warned" if slow else "$quiet")
        elif self.result is None and self.began is not None:
            waited = int(monotonic() - self.began)
            text = _("still waiting, {seconds} s").format(seconds=waited) if waited >= WAITING else ""
            right = Content.styled(text, "$warned")
        self.query_one(TwoSided).show(self._left(), right)

    def finish(self, result: Stage) -> None:
        """Show a result with its sentence."""
        self.result = result
        self.refresh_row()
        style = "$warned" if result.needs_a_word else "$quiet"
        style = "$bad" if result.state is StageState.FAILED else style
        said = self.query_one(".said", Static)
        said.update(Content.styled(sentence_beside(result), style))
        roomy = self.app.size.height >= ROOMY
        said.display = result.needs_a_word or (roomy and result.state is StageState.OK)
        if result.needs_a_word:
            self.scroll_visible(animate=False)


class CheckDialog(Dialog[CheckResult]):
    """Runs a check and shows it; its result is the outcome, or None when it was stopped."""

    def __init__(self, target: Target, password: Secret | None, *, kept: Sequence[CheckResult] = ()) -> None:
        super().__init__()
        self.heading = _("Connection check")
        self.target = target
        self.password = password
        self.kept = kept
        self.outcome: CheckResult | None = None
        self._settled_outcome: CheckResult | None = None
        self.add_class("-wide", "-tall")

    def body(self) -> Iterable[Widget]:
        """The address, the stages, the verdict."""
        yield Static(Content(visible(self.target.base_url)), classes="text address")
        rows = [StageRow(stage, None) for stage in STAGES if stage != "company"]
        rows += [StageRow("company", code) for code in self.target.companies or (None,)]
        rows += [StageRow("module", module) for module in MODULES]
        for row in rows:
            row.display = row.stage not in ADVICE
        scroll = VerticalScroll(*rows)
        scroll.can_focus = True
        yield scroll
        yield Static(
            Content(_("It only reads; nothing is changed in CMiC. Esc stops.")), classes="text verdict"
        )

    def buttons(self) -> Iterable[Button]:
        """Close, which also stops."""
        yield DialogButton(_("Stop"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Begin."""
        self.run_check()
        self._ticking = self.set_interval(1 / 8, self._tick)

    def _tick(self) -> None:
        for row in self.query(StageRow):
            if row.began is not None and row.result is None:
                row.refresh_row()

    def _row(self, stage: str, subject: str | None) -> StageRow | None:
        rows = [row for row in self.query(StageRow) if row.stage == stage]
        return next((row for row in rows if row.subject == subject), rows[0] if rows else None)

    def _start(self, stage: str, subject: str | None) -> None:
        row = self._row(stage, subject)
        if row is not None:
            row.display = True
            row.began = monotonic()
            row.refresh_row()

    def _finish(self, result: Stage) -> None:
        row = self._row(result.stage, result.subject)
        if row is not None:
            row.display = True
            row.finish(result)

    def _settled(self, outcome: CheckResult) -> None:
        """Only advice is still to come: who stops now has a whole result."""
        self._settled_outcome = outcome

    @screen_work(exclusive=True, group="check", keys=KeysMeanwhile.GO_ON)
    async def run_check(self) -> None:
        """Run the stages; all that a check needs is loaded only now."""
        from cmic_wizard.connection.check import check

        await asyncio.sleep(0)
        self.outcome = await check(
            self.target,
            self.password,
            on_stage=self._finish,
            on_start=self._start,
            on_settled=self._settled,
        )
        self.password = None
        self._ticking.stop()
        self.query_one(".verdict", Static).update(self._verdict(self.outcome, self.kept))
        button = self.query_one(Button)
        button.label = _("Close")
        button.refresh(layout=True)
        button.focus()
        first = self._first_to_read()
        if first is not None:
            after_refresh(first, first.scroll_visible, animate=False)

    def _first_to_read(self) -> StageRow | None:
        """The row that failed, else one that could not be settled, else none."""
        told = [(row, row.result) for row in self.query(StageRow) if row.result is not None]
        failed = [row for row, result in told if result.state is StageState.FAILED]
        unsettled = [row for row, result in told if result.is_unknown and result.stage not in ADVICE]
        return next(iter(failed + unsettled), None)

    @staticmethod
    def _verdict(outcome: CheckResult, kept: Sequence[CheckResult] = ()) -> Content:
        lines = []
        if outcome.through:
            lines.append(
                Content.styled(_("Through proxy {proxy}").format(proxy=visible(outcome.through)), "$quiet")
            )
        conclusion = outcome.conclusion
        said = {
            Conclusion.PASSED: _("CMiC answered, and everything tested is correct."),
            Conclusion.FAILED: _("The check failed. The stage marked as failed says what to do."),
        }.get(conclusion, conclusion_words(conclusion))
        style = {Conclusion.PASSED: "$good", Conclusion.FAILED: "$bad"}.get(conclusion, "$warned")
        lines.append(Content.styled(said, f"bold {style}"))
        if advice := advice_words(outcome):
            lines.append(Content.styled(advice, "$warned"))
        told = since_it_worked(outcome, kept, load_guide())[:CHANGES_SHOWN]
        lines += [Content.styled(text, "$quiet") for text in told]
        return Content("\n").join(lines)

    def action_close(self) -> None:
        """Stop what runs; give back a finished result, be it that advice was still to come."""
        self.workers.cancel_group(self, "check")
        self.password = None
        self.dismiss(self.outcome or self._settled_outcome)
