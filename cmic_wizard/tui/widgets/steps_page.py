"""The page of a phase: all its steps, those in sight first."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cmic_wizard.guide.model import Phase, Section
from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import after_refresh, stands
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.contacts import contact_lines
from cmic_wizard.tui.widgets.field import Field
from cmic_wizard.tui.widgets.lines import TwoSided, say
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.step_box import StepBox

ROWS_OF_A_FIELD = 4
"""As few rows as a field takes; so many fields as may be in sight are mounted before the first paint."""


class PhasePage(Page):
    """The sections of one phase with all their steps."""

    def __init__(self, session: Session, phase: Phase, step: str = "", section: str = "") -> None:
        super().__init__(session, phase.id)
        self.phase = phase
        self._target = (step, section)
        self._section_above = ""
        self._above: list[Widget] = []
        self._below: list[Widget] = []
        self._wanted: tuple[str, str] | None = None

    def _parts(self) -> Iterable[Widget]:
        if self.phase.intro:
            yield Static(Content.styled(_(self.phase.intro), "$quiet"), classes="intro")
        yield Static(self._whom(), classes="whom")
        for section in self.phase.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterable[Widget]:
        yield Static(
            Content.styled(_(section.title), "bold $mark"), classes="section", id=f"section-{section.id}"
        )
        if section.intro:
            yield Static(Content.styled(_(section.intro), "$quiet"), classes="intro")
        states = self.session.assessment.steps
        for step in section.steps:
            yield self.field_of(states[step.id])

    def field_of(self, state: StepState) -> Field:
        """The rendering of a step."""
        return Field(state, self.session)

    def compose(self) -> ComposeResult:
        yield TwoSided(classes="crumb")
        parts = list(self._parts())
        start = self._start(parts)
        fields = [index for index, part in enumerate(parts) if isinstance(part, Field) and index >= start]
        first = max(self.app.size.height // ROWS_OF_A_FIELD, 1)
        end = fields[first] if len(fields) > first else len(parts)
        self._above, self._below = parts[:start], parts[end:]
        yield from parts[start:end]

    def came_for(self, field: StepBox) -> bool:
        """Whether the page was opened at this step, or at its section."""
        step, section = self._target
        return field.step.id == step if step else field.state.section.id == section

    def _start(self, parts: list[Widget]) -> int:
        """Where the first mounted part stands: a section's heading, or a little above a step."""
        step, section = self._target
        for index, part in enumerate(parts):
            if isinstance(part, Field) and part.step.id == step:
                return max(index - 1, 0)
            if section and part.id == f"section-{section}":
                return index
        return 0

    def on_mount(self) -> None:
        """Mount the fields that are out of sight once the first ones stand."""
        self.watch(self, "virtual_size", self._keep_in_sight, init=False)
        after_refresh(self, self._mount_rest)

    async def _mount_rest(self) -> None:
        above, below = self._above, self._below
        self._above, self._below = [], []
        if below:
            await self.mount_all(below)
        if above:
            with self.app.batch_update():
                await self.mount_all(above, before=1)
        if not stands(self):
            return
        for part in (*above, *below):
            if isinstance(part, Field):
                part.refresh_session()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.go_to(*wanted)

    def _keep_in_sight(self) -> None:
        """Until the user moves, what they came for stays in sight, though more is mounted around it."""
        step, section = self._target
        if self.moved or not (step or section):
            return
        target = self.field(step) if step else self.query_one(f"#section-{section}")
        if target is not None:
            self.scroll_to_widget(target, animate=False, immediate=True, top=not step)

    def _whom(self) -> Content:
        return Content("\n").join(contact_lines(self.session.assessment, mails=False))

    def refresh_session(self) -> None:
        """Have each field show its state."""
        for line in self.query(".whom").results(Static):
            say(line, self._whom())
        for field in self.query(Field):
            field.refresh_session()
            if field.has_focus_within:
                after_refresh(field, self._bring_into_sight, field)

    def crumb(self, section: str) -> None:
        """Phase and section above the page, the phase shorter or left out where there is no room."""
        self._section_above = section
        found = self.session.guide.sections.get(section)
        if found is None:
            line = Content.styled(_(self.phase.title), "$quiet")
        else:
            phases = (_(self.phase.title), _(self.phase.short or self.phase.title))
            here = Content.styled(_(found.title), "bold")
            above = [Content.styled(f"{phase} {glyphs.crumb} ", "$quiet") + here for phase in phases]
            room = self.scrollable_content_region.width
            above += [here, Content.styled(_(found.short or found.title), "bold")]
            line = next((candidate for candidate in above if candidate.cell_length <= room), above[-1])
        above_page = self.query_one_optional(".crumb", TwoSided)
        if above_page is not None:
            above_page.show(line, Content())

    def on_resize(self) -> None:
        """Say anew where one is, in the room there is now."""
        self.crumb(self._section_above)

    async def put_back(self, step: str) -> None:
        """Show in a step's control what is kept, though it has the focus."""
        if field := self.field(step):
            await field.put_back()

    def field(self, step: str) -> Field | None:
        """The field of a step, if it stands on this page."""
        return next((f for f in self.query(Field) if f.step.id == step), None)

    def go_to(self, step: str = "", section: str = "") -> None:
        """Put the focus on a step or on a section's first step that can be answered."""
        if step and (field := self.field(step)):
            if not field.focus_control():
                self.scroll_to_widget(field, animate=False)
            return
        if (
            (step or section)
            and (self._above or self._below)
            and not self.query(f"#section-{section or '-'}")
        ):
            self._wanted = (step, section)
            return
        fields = [f for f in self.query(Field) if not section or f.state.section.id == section]
        for field in fields:
            if field.focus_control():
                if section:
                    heading = self.query_one(f"#section-{section}")
                    after_refresh(heading, self.scroll_to_widget, heading, top=True, animate=False)
                return
        if section:
            self.scroll_to_widget(self.query_one(f"#section-{section}"), top=True, animate=False)
