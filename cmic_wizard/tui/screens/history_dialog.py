"""Who answered what, and when; taking the last change back, again and again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Final

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import TITLE_WIDTH, Step
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.changes import Change, changes
from cmic_wizard.profile.history_words import is_by, said_of, title_of, what_of, who_in_words
from cmic_wizard.profile.undo_words import said_of_undone
from cmic_wizard.profile.undoing import can_be_undone
from cmic_wizard.tui.glyphs import glyphs, plain
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import SafeInput
from cmic_wizard.tui.widgets.row_list import RowList
from cmic_wizard.tui.widgets.step_box import StepBox

if TYPE_CHECKING:
    from cmic_wizard.tui.screens.wizard import WizardScreen

_WIDE: Final = 90
"""Cells from which on a line has the year, and long names whole."""
_WIDER: Final = 110
"""Cells from which on a line has every title whole."""
_YEAR: Final = len("2026-")
_SAID_AT_MOST: Final = 2
"""Changes that a notice tells one by one, so that the smallest screen has room for it."""
_IN_HELP: Final = 5
"""Changes of an item that its help shows, the newest."""


class HistoryDialog(Dialog[str]):
    """All changes, the newest first; its result is the step to go to."""

    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]

    def __init__(self, session: Session, undo: Callable[[], Awaitable[list[str]]]) -> None:
        """`undo` takes the last change back, and gives sentences on it."""
        super().__init__()
        self.heading = _("History")
        self.session = session
        self.undo = undo
        self.found = changes(session.draft)
        self.add_class("-wide", "-tall")

    def body(self) -> Iterable[Widget]:
        """What to look for, the changes, and the selected one whole."""
        yield SafeInput(placeholder=_("Only this item, or this person"), compact=True)
        yield RowList[Change](self._line, key=lambda change: (change.entry.at, change.step))
        yield Static(classes="detail")

    def buttons(self) -> Iterable[Button]:
        """Take the last one back, close."""
        if not self.session.read_only:
            yield DialogButton(_("Undo the last change"), self.press_undo, name="undo", compact=True)
        yield DialogButton(_("Go to the item"), self.press_go, name="go", compact=True)
        yield DialogButton(_("Close"), self.action_close, name="close", compact=True)

    @property
    def rows(self) -> RowList[Change]:
        """The changes that are shown."""
        return self.query_one(RowList)

    def on_mount(self) -> None:
        """Show all of them."""
        self._show()

    def _show(self) -> None:
        wanted = self.query_one(Input).value.strip()
        self.rows.show([change for change in self.found if _is_wanted(change, wanted)])
        for button in self.query("Button").results(DialogButton):
            if button.name == "undo":
                button.disabled = not can_be_undone(self.session.draft)
        self._show_selected()

    def _show_selected(self) -> None:
        rows, detail = self.rows, self.query_one(".detail", Static)
        if not rows.rows:
            detail.update(Content.styled(_("No change is kept here."), "$quiet"))
            return
        change = rows.rows[rows.cursor]
        count = len(rows.rows)
        total = ngettext("{count} change", "{count} changes", count).format(count=count)
        head = f"{title_of(change)} {glyphs.dot} {who_in_words(change)} {glyphs.dot} {total}"
        detail.update(Content.assemble((head, "bold"), "\n", safe_lines(plain(said_of(change)))))

    def _line(self, change: Change, width: int) -> Content:
        undone, wide = bool(change.entry.undone), width >= _WIDE
        style, what = ("$quiet" if undone else ""), plain(what_of(change))
        who, titles = (18, TITLE_WIDTH if width >= _WIDER else 28) if wide else (12, 20)
        line = Content.assemble(
            (to_the_minute(change.entry.at)[0 if wide else _YEAR :] + " ", "$quiet"),
            (_cut(who_in_words(change), who) + " ", style or "$mark"),
            (_cut(title_of(change), titles) + " ", style or "bold"),
            (_("taken back: {what}").format(what=what) if undone else what, style),
        )
        return line.truncate(width, ellipsis=True)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._show_selected()

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def press_go(self) -> None:
        """Go to the item of the selected change."""
        rows = self.rows
        step = rows.rows[rows.cursor].step if rows.rows else ""
        if step in self.session.guide.steps:
            self.dismiss(step)

    @screen_work()
    async def press_undo(self) -> None:
        """Take the last change back, and show what it was."""
        try:
            said = await self.undo()
        except WizardError as error:
            said = [str(error)]
        self.found = changes(self.session.draft)
        self._show()
        self.query_one(".detail", Static).update(safe_lines("\n".join(said)))

    def action_move(self, by: int) -> None:
        """Move in the list while typing goes on."""
        self.rows.action_move(by)

    def action_turn(self, by: int) -> None:
        """Move by a screenful."""
        self.rows.action_page(by)


def _cut(text: str, cells: int) -> str:
    """A text in so many cells."""
    content = Content(text).truncate(cells, ellipsis=True)
    return content.pad_right(cells - content.cell_length).plain


def _is_wanted(change: Change, wanted: str) -> bool:
    return not wanted or wanted.casefold() in title_of(change).casefold() or is_by(change, wanted)


def changes_of(step: Step, session: Session) -> Content | None:
    """The newest changes of an item, for its help; None where none is kept."""
    found = [change for change in changes(session.draft) if change.step == step.id][:_IN_HELP]
    if not found or session.reviewed:
        return None
    lines = [Content.styled(_("Who said what"), "bold")]
    for change in found:
        head = f"{to_the_minute(change.entry.at)} {who_in_words(change)}: "
        lines.append(Content.assemble((head, "$quiet"), safe_lines(plain(said_of(change)))))
    return Content("\n").join(lines)


@screen_work()
async def show_history(screen: WizardScreen) -> None:
    """List all changes, and go to the chosen item."""
    screen.flush()
    screen.app.clear_notifications()
    session = screen.session
    chosen = await screen.app.push_screen_wait(HistoryDialog(session, lambda: _undone(screen)))
    if chosen:
        await screen.show_step(chosen)


@screen_work()
async def undo(screen: WizardScreen) -> None:
    """Take the last change back, say what it was, and go there."""
    screen.flush()
    before = screen.session.draft
    try:
        said = await _undone(screen)
    except WizardError as error:
        screen.app.notify(str(error), severity="warning", markup=False)
        return
    screen.app.clear_notifications()
    screen.app.notify("\n".join(said), markup=False, timeout=8)
    step = _first_changed(screen.session, before.answers)
    if step:
        await screen.show_step(step)


async def _undone(screen: WizardScreen) -> list[str]:
    """Take it back in the session, and have the fields show what stands there now."""
    session, before = screen.session, screen.session.draft
    if session.store is None:
        return []
    undone = session.store.undo()
    session.announce()
    after = session.draft
    for field in screen.query(StepBox):
        step = field.step.id
        if before.answers.get(step) != after.answers.get(step):
            await field.put_back()
    screen.flush()
    return said_of_undone(before, undone, _SAID_AT_MOST)


def _first_changed(session: Session, before: dict[str, str]) -> str:
    """The first step, in the guide's order, whose answer is another now."""
    now = session.draft.answers
    return next((step for step in session.guide.steps if before.get(step) != now.get(step)), "")
