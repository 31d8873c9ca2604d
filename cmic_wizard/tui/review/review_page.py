"""The reviewer's overview: what the file claims, what changed, the verdict on the whole, the way back."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import N_, _, ngettext
from cmic_wizard.profile.assessment import STATE_WORDS, State
from cmic_wizard.profile.verdicts import OVERALL, VERDICTS
from cmic_wizard.review.claims import VOUCHERS
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.action_model import call_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.review.changed import all_changes
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.review.verdict import ReviewChanged, VerdictOptions
from cmic_wizard.tui.themes import STATE_STYLES
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.choices import Choices
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl
from cmic_wizard.tui.widgets.handoff_page import readiness
from cmic_wizard.tui.widgets.page import Page
from cmic_wizard.tui.widgets.sidebar import HANDOFF

_WHOLE = Step(id="review.overall", kind=Kind.CHOICE, title=N_("Your overall verdict"))
_COMPARED = Step(id="review.compared", kind=Kind.CHOICE, title=N_("Check number"))
AUTHOR_AT_MOST = 80


def tally(session: ReviewSession) -> str:
    """How many verdicts of each kind were given."""
    verdicts = [remark.verdict for remark in session.review.verdicts.values()]
    counts = [f"{_(title)} {verdicts.count(name)}" for name, title in VERDICTS.items()]
    return f" {glyphs.dot} ".join(counts)


class ReviewPage(Page):
    """Stands where the customer has “Review and hand-off”."""

    DEFAULT_CSS = """
    ReviewPage .buttons Button { margin: 0; }
    ReviewPage #changed { height: auto; border: none; padding: 0; background: transparent; }
    ReviewPage #changed > .option-list--option-highlighted { background: $field-focus; color: $foreground; }
    ReviewPage #changed:focus > .option-list--option-highlighted {
        background: $row; color: $strong; text-style: $row-style;
    }
    """

    session: ReviewSession

    def __init__(self, session: ReviewSession) -> None:
        super().__init__(session, HANDOFF)

    def compose(self) -> ComposeResult:
        session = self.session
        yield Static(Content.styled(_("Your review"), "bold $mark"), classes="section")
        yield Static(readiness(session.assessment, reviewing=True), classes="contents")
        yield Static(self._claims(against=True), classes="prose against")
        label = _("Check number, to compare by phone:")
        yield Static(Content.styled(label, "$quiet"), classes="contents number")
        same = [("yes", _("{number}, compared: the same").format(number=session.check_number))]
        yield OptionsControl(_COMPARED, same, self._compared, multiple=True, flat=True)
        yield from self._changes()
        yield Static(Content(), classes="prose tally")
        with Vertical(classes="buttons"):
            yield Button(Content(), name="next_todo", id="next", compact=True)
            yield Button(Content(), name="confirm", id="rest", compact=True)
        yield Static(Content.styled(_(_WHOLE.title), "bold"), classes="section")
        overall = [(value, _(title)) for value, title in OVERALL.items()]
        yield VerdictOptions(_WHOLE, overall, session.review.overall, flat=True)
        yield Static(Content.styled(_("Your name, as the customer will see it"), "bold"), classes="section")
        name = visible(session.review.author)
        yield SafeInput(name, compact=True, select_on_focus=False, max_length=AUTHOR_AT_MOST, id="author")
        with Vertical(classes="buttons"):
            yield Button(_("Write the remarks file…"), name="write_remarks", compact=True)
        yield Static(self._named(), classes="prose named")
        yield Static(Content.styled(_("Who vouches for what"), "bold"), classes="section")
        yield Static(self._claims(against=False), classes="contents claims")
        yield from self._password()
        label = _("Your e-mail address, under drafts (optional)")
        yield Static(Content.styled(label, "bold"), classes="section")
        mail = visible(session.own_mail)
        yield SafeInput(mail, compact=True, select_on_focus=False, max_length=AUTHOR_AT_MOST, id="mail")

    def on_mount(self) -> None:
        """Count, and name what comes next."""
        self._count()

    @property
    def _compared(self) -> str:
        return "yes" if self.session.review.is_compared else ""

    def _claims(self, *, against: bool) -> Content:
        """Who vouches for what: what speaks against the file, in its colour, or all the rest."""
        lines = []
        for claim in self.session.claims:
            if against != (claim.alarm or claim.what == "differs"):
                continue
            if against:
                style = "bold $bad" if claim.alarm else "$warned"
                lines.append(Content.styled(f"{glyphs.warning} {visible(claim.says)}", style))
            else:
                who = (f" ({_(VOUCHERS[claim.vouched_by])})", "$quiet")
                lines.append(Content.assemble(f"{glyphs.dot} {visible(claim.says)}", who))
        return Content("\n").join(lines)

    def _named(self) -> Content:
        """Every item that is wrong, to be confirmed or returned, by its title; and what is to be answered."""
        lines = []
        for state in (State.WRONG, State.TO_CONFIRM, State.RETURNED):
            found = [s for s in self.session.assessment.steps.values() if s.state is state]
            if found:
                mark = (f"{glyphs.shapes[state]} {_(STATE_WORDS[state])}: ", STATE_STYLES[state])
                lines.append(Content.assemble(mark, ", ".join(_(s.step.title) for s in found)))
        if own := self.session.judging.own:
            mark = (_("Yours to answer:") + " ", "bold $own")
            lines.append(Content.assemble(mark, ", ".join(_(s.step.title) for s in own)))
        return Content("\n").join(lines)

    def _password(self) -> ComposeResult:
        yield Static(Content.styled(_("Password of the service user"), "bold"), classes="section")
        password = self.session.password
        if password is None:
            kept = self.session.draft.password is not None
            text = (
                _("Password: stored at the customer's, not in this file.")
                if kept
                else _("Password: none stored.")
            )
            yield Static(Content(text), classes="contents")
            return
        text = ngettext(
            "Password: present, {count} character, not shown.",
            "Password: present, {count} characters, not shown.",
            len(password),
        )
        yield Static(Content(text.format(count=len(password))), classes="contents")
        with Vertical(classes="buttons"):
            yield Button(_("Show for 15 seconds"), name="show_password", compact=True)
            yield Button(_("Write to a file…"), name="write_password", compact=True)
            yield Button(_("Keep in my key ring"), name="keep_password", compact=True)

    def _changes(self) -> ComposeResult:
        if self.session.review.before is None:
            text = _("This is the first hand-off of this profile that you have looked at.")
            yield Static(Content.styled(text, "$quiet"), classes="prose")
            return
        found = list(all_changes(self.session))
        if not found:
            text = _("Nothing changed since the previous hand-off.")
            yield Static(Content.styled(text, "$quiet"), classes="prose")
            return
        yield Static(Content.styled(_("Changed since the previous hand-off"), "bold"), classes="section")
        yield Choices(
            *(Option(line, id=f"{i} {step}") for i, (step, line) in enumerate(found)),
            id="changed",
            compact=True,
        )

    def on_resize(self) -> None:
        """Shorten what is next to the room there is now."""
        self._count()

    def refresh_session(self) -> None:
        """Count the verdicts anew."""
        if self.is_mounted:
            self._count()

    def show_others(self) -> None:
        """Show what was decided in another window."""
        self.query_one(VerdictOptions).show(self.session.review.overall)
        self.query_one(OptionsControl).show(self._compared)
        name, author = self.query_one("#author", SafeInput), visible(self.session.review.author)
        if name.value != author:
            with name.prevent(Input.Changed):
                name.value = author
        self.refresh_session()

    def _count(self) -> None:
        self.query_one(".tally", Static).update(Content(tally(self.session)))
        self.query_one(".claims", Static).update(self._claims(against=False))
        for name, said in ((".against", self._claims(against=True)), (".named", self._named())):
            line = self.query_one(name, Static)
            line.update(said)
            line.display = bool(said)
        upcoming, rest = self.session.next_to_judge(), self.session.judging.in_order
        go, accept = self.query_one("#next", Button), self.query_one("#rest", Button)
        if upcoming is not None:
            text = _("Next to review: {step}")
            room = (self.size.width or self.app.size.width // 2) - len(text)
            go.label = Content(text.format(step=shortened(_(upcoming.step.title), max(room, 8))))
        if rest:
            text = ngettext(
                "Accept the {count} that is in order", "Accept the {count} that are in order", len(rest)
            )
            accept.label = Content(f"{text.format(count=len(rest))} (F12)")
        for button in (go, accept):
            button.refresh(layout=True)
        go.display, accept.display = upcoming is not None, bool(rest)
        if any(button.has_focus and not button.display for button in (go, accept)):
            self.go_to()

    def go_to(self, step: str = "", section: str = "") -> None:
        """Stand on the next step to judge, else on the verdict on the whole."""
        go = self.query_one("#next", Button)
        (go if go.display else self.query_one(VerdictOptions)).focus()

    def on_answered(self, event: Answered) -> None:
        """Keep the verdict on the whole."""
        event.stop()
        if event.step is _COMPARED:
            self.session.decide(lambda review: review.comparing(bool(event.text)))
        else:
            self.session.conclude(event.text)
        self.post_message(ReviewChanged())

    def on_advance(self, event: Advance) -> None:
        """Enter goes on to the name, and from there to the file."""
        event.stop()
        self.screen.focus_next("Page *")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the reviewer's name, or address."""
        event.stop()
        if event.input.id == "mail":
            self.session.own_mail = event.value.strip()
            return
        self.session.sign(event.value)
        self.post_message(ReviewChanged())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the name goes on to the file."""
        event.stop()
        self.screen.focus_next("Page *")

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the step that changed."""
        event.stop()
        step = (event.option_id or "").partition(" ")[2]
        await self.run_action(f"screen.go_to_step('{step}')")

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        await self.run_action(f"screen.{call_of(event.button.name or '')}")
