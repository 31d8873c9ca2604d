"""The page that closes the guide: what is missing, what is written, and the ways to hand over."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.handoff.kinds import HANDOFF_KINDS, HandoffKind
from cmic_wizard.handoff.remarks import said_of_the_review
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.choices import Choices
from cmic_wizard.tui.widgets.item_line import item_line
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


def contents(session: Session, *, sealed: bool = False) -> Content:
    """What a hand-off file holds, in words; what becomes of the password only where it is not sealed."""
    draft = session.draft
    password = (
        _("The password is stored here; it is never in a file that is not sealed.")
        if draft.password
        else _("No password is stored yet.")
    )
    lines = [
        ngettext(
            "{count} answer, as typed and as understood",
            "{count} answers, as typed and as understood",
            len(draft.answers),
        ).format(count=len(draft.answers)),
        _("The last connection check") if draft.check else _("No connection check"),
    ]
    if notes := len(draft.notes):
        lines.insert(1, ngettext("{count} note", "{count} notes", notes).format(count=notes))
    if not sealed:
        lines.append(password)
    return Content("\n").join(Content(f"{glyphs.dot} {line}") for line in lines)


class HandoffPage(Page):
    """Review and hand-off."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, HANDOFF)

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(_("Review and hand-off"), "bold $mark"), classes="section")
        yield Static(readiness(self.session.assessment), classes="prose readiness")
        yield Static(Content(), classes="prose review")
        yield Choices(*self._missing(), id="missing", compact=True)
        yield Static(Content.styled(_("Hand over"), "bold"), classes="section")
        yield Choices(
            *(Option(self._way(kind), id=kind.name) for kind in HANDOFF_KINDS),
            id="ways",
            compact=True,
        )
        yield Static(Content.styled(_("What the specialist gets"), "bold"), classes="section")
        yield Static(contents(self.session), classes="contents")
        yield Static(Content(_(self.session.guide.closing).strip()), classes="prose")

    def on_mount(self) -> None:
        """Stand on the first of each list."""
        self.query_one("#ways", OptionList).highlighted = 0
        self._show_review()
        self._show_missing()

    def _show_review(self) -> None:
        """How the specialist's review stands, where one came."""
        line, said = self.query_one(".review", Static), said_of_the_review(self.session.draft)
        line.update(Content.styled(said, "$quiet"))
        line.display = bool(said)

    def _show_missing(self) -> None:
        missing = self.query_one("#missing", OptionList)
        missing.display = missing.option_count > 0
        missing.highlighted = 0 if missing.option_count else None

    @staticmethod
    def _way(kind: HandoffKind) -> Content:
        return Content.assemble((_(kind.title), "bold"), (f"  {_(kind.help)}", "$quiet"))

    def _missing(self) -> list[Option]:
        return [
            Option(item_line(s, self.app.size.width - 32), id=s.step.id)
            for s in self.session.assessment.unready
        ]

    def refresh_session(self) -> None:
        """Show anew what is missing."""
        self.query_one(".readiness", Static).update(readiness(self.session.assessment))
        self.query_one(".contents", Static).update(contents(self.session))
        self._show_review()
        missing = self.query_one("#missing", OptionList)
        missing.clear_options()
        missing.add_options(self._missing())
        self._show_missing()

    def go_to(self, step: str = "", section: str = "") -> None:
        """Stand on what is missing, where anything is, else on the ways to hand over."""
        missing = self.query_one("#missing", OptionList)
        self.screen.set_focus(missing if missing.option_count else self.query_one("#ways", OptionList))

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to a missing item, or hand over in the chosen way."""
        event.stop()
        if event.option_list.id == "missing":
            await self.run_action(f"screen.go_to_step('{event.option_id}')")
        else:
            await self.run_action(f"screen.hand_over('{event.option_id}')")
