"""The page that closes the guide: what needs a look, handing over, and every answer with its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.handoff.handing_over import last_sent, sent_line
from cmic_wizard.handoff.kinds import HANDOFF_KINDS, HandoffKind
from cmic_wizard.handoff.remarks import said_of_the_review
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.choices import Choices
from cmic_wizard.tui.widgets.item_line import answer_line, item_line
from cmic_wizard.tui.widgets.lines import say
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF


def readiness(assessment: Assessment, *, reviewing: bool = False) -> Content:
    """Ready, complete, or what is missing, in a sentence to the customer, or to who reviews the answers."""
    if assessment.complete:
        return Content.styled(_("Complete: every required item of the guide is done."), "bold $good")
    if assessment.ready:
        rest = _("What is still open waits for others or belongs to the calls.")
        part = (
            _("Ready: the customer's part of the preparation is done.")
            if reviewing
            else _("Ready: your part of the preparation is done.")
        )
        return Content.styled(f"{part} {rest}", "bold $good")
    count = len(assessment.unready)
    text = ngettext(
        "Not ready yet: {count} item of the preparation is still to do.",
        "Not ready yet: {count} items of the preparation are still to do.",
        count,
    )
    return Content.styled(text.format(count=count), "bold $own")


_BESIDE: Final = 32
"""Columns that the page does not have: the guide, the frame."""


class HandoffPage(Page):
    """Review and hand-off."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, HANDOFF)
        self._filled_for = 0

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(_("Review and hand-off"), "bold $mark"), classes="section")
        yield Static(readiness(self.session.assessment), classes="prose readiness")
        yield Static(Content(), classes="prose review")
        yield Static(Content.styled(_("Look at these first"), "bold"), classes="section first")
        yield Choices(*self._first(), id="missing", compact=True)
        yield Static(Content.styled(_("Hand over"), "bold"), classes="section")
        yield Button(_("Hand over, step by step…"), name="guided", id="guided", compact=True)
        yield Static(Content(), classes="sent")
        yield Button("", name="sent", id="sent", compact=True)
        yield Static(Content.styled(_("Every answer"), "bold"), classes="section")
        yield Choices(*self._answers(), id="answers", compact=True)
        yield Static(Content.styled(_("Single files"), "bold"), classes="section")
        yield Choices(
            *(Option(self._way(kind), id=kind.name) for kind in HANDOFF_KINDS),
            id="ways",
            compact=True,
        )
        yield Static(Content(_(self.session.guide.closing).strip()), classes="prose")

    def on_mount(self) -> None:
        """Stand on the first of each list."""
        self.query_one("#ways", OptionList).highlighted = 0
        self.query_one("#answers", OptionList).action_first()
        self._show_lines()
        self._show_first()

    def _show_lines(self) -> None:
        """How the review and the last hand-off stand, where there are any."""
        draft = self.session.draft
        sent = Content() if self.session.read_only else Content(sent_line(draft))
        for name, said in ((".review", Content.styled(said_of_the_review(draft), "$quiet")), (".sent", sent)):
            line = self.query_one(name, Static)
            say(line, said)
            line.display = bool(said)
        button = self.query_one("#sent", Button)
        button.display = bool(sent)
        button.label = _("It is not sent after all") if last_sent(draft) else _("It is sent")
        button.refresh(layout=True)

    def _show_first(self) -> None:
        missing = self.query_one("#missing", OptionList)
        missing.display = self.query_one(".first").display = missing.option_count > 0
        if missing.highlighted is None and missing.option_count:
            missing.highlighted = 0

    @staticmethod
    def _way(kind: HandoffKind) -> Content:
        return Content.assemble((_(kind.title), "bold"), (f"  {_(kind.help)}", "$quiet"))

    @property
    def _room(self) -> int:
        """The cells of a line; before anything is laid out, as few as there may be."""
        return self.scrollable_content_region.width or min(self.app.size.width - _BESIDE, 64)

    def on_resize(self) -> None:
        """Use the room that there is now."""
        if self._filled_for != self._room:
            self._fill_lists()

    def _fill_lists(self) -> None:
        self._filled_for = self._room
        self._fill("#missing", self._first())
        self._show_first()
        self._fill("#answers", self._answers())

    def _first(self) -> list[Option]:
        """What needs a look first."""
        found = self.session.assessment.first_look
        return [Option(item_line(s, self._room, warned=True), id=s.step.id) for s in found]

    def _answers(self) -> Iterator[Option]:
        """Every step with its state and its answer, under the guide's own headings."""
        assessment, draft = self.session.assessment, self.session.draft
        for section in self.session.guide.sections.values():
            yield Option(Content.styled(_(section.title), "$mark"), disabled=True)
            for state in assessment.of_section(section.id):
                yield Option(answer_line(state, draft, self._room), id=state.step.id)

    def refresh_session(self) -> None:
        """Show anew what needs a look, and the answers."""
        say(self.query_one(".readiness", Static), readiness(self.session.assessment))
        self._show_lines()
        self._fill_lists()

    def _fill(self, name: str, options: Iterable[Option]) -> None:
        """Put other options into a list, the cursor staying where it was."""
        listing, now = self.query_one(name, OptionList), list(options)
        at = listing.highlighted
        if [(o.id, o.prompt) for o in now] == [(o.id, o.prompt) for o in listing.options]:
            return
        listing.clear_options()
        listing.add_options(now)
        listing.highlighted = at if at is not None and at < len(now) else None

    @property
    def item_in_focus(self) -> str:
        """The step under the cursor of the focused list."""
        focused = self.screen.focused
        option = focused.highlighted_option if isinstance(focused, Choices) else None
        return (option.id or "") if option is not None else ""

    def go_to(self, step: str = "", section: str = "") -> None:
        """Stand on a step in its list; without one on what is missing, else on handing over."""
        for name in ("#missing", "#answers"):
            listing = self.query_one(name, OptionList)
            ids = [option.id for option in listing.options]
            if step in ids:
                listing.highlighted = ids.index(step)
                self.screen.set_focus(listing)
                return
        missing = bool(self.session.assessment.unready) and self.query_one("#missing").display
        self.screen.set_focus(self.query_one("#missing" if missing else "#guided"))

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to an item, to come back by Esc or F8; or write one of the files."""
        event.stop()
        if event.option_list.id == "ways":
            await self.run_action(f"screen.hand_over('{event.option_id}')")
        else:
            await self.run_action(f"screen.look_at('{event.option_id}')")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Hand over, or mark as sent."""
        event.stop()
        if event.button.name == "guided":
            await self.run_action("screen.hand_over('guided')")
        elif self.session.draft.handed:
            self.session.mark_sent(self.session.draft.handed[-1])
