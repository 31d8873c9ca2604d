"""Every hostile text on every screen and dialog: nothing is obeyed, nothing acts, and the layout stands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Tally
from full_run import FULL, sampled
from hostile_draft import STEPS, bare_name, everywhere, hostile_history, mixed_draft
from hostile_folder import fill
from hostile_sweep import NO_DATA, Sweep, disorder, screen_classes, settle, typed
from hostile_texts import SWEPT, TEXTS
from textual.content import Content
from textual.widgets import Input, Static

import cmic_wizard.tui
from cmic_wizard.bounds import NAME_AT_MOST, fault_of_name
from cmic_wizard.credentials.keeper import Kept
from cmic_wizard.profile.changes import changes
from cmic_wizard.profile.draft import Draft
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace
from cmic_wizard.text import visible
from cmic_wizard.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

pytestmark = pytest.mark.timeout(600)

LONG = 1000
"""Characters of a text that stands among others."""
WHOLE = ("whole line", "wide", "flood", "screen 5")
"""Texts that fill whole pages alone, also where the others share them."""
CUSTOMER = {"WizardScreen"}
DIALOGS = {
    *("Confirm", "UnsavedVerdicts", "HelpDialog", "ItemsDialog", "MenuDialog", "TextDialog", "PathDialog"),
    *("PassphraseDialog", "NewPassphraseDialog", "PasswordDialog", "NameDialog", "RevealDialog"),
    *("WriteDialog", "ExportDialog", "UnsavedDialog", "Choose", "ValuesDialog", "KeptPasswordsDialog"),
    *("ProposeDialog", "CompareDialog", "PasteDialog", "CopyDialog", "HistoryDialog", "AskDialog"),
    *("HandOverDialog", "FoundDialog"),
}
QUESTIONS = {"AnswerScreen"}
REVIEW = {"ReviewScreen"}
FOLDER = {"FolderScreen"}
LISTS = {"ProfilesScreen", "FirstRunScreen"}
CHECK = {"CheckDialog"}


def test_every_screen_of_the_program_is_in_the_sweep(tally: Tally) -> None:
    """A new screen fails here until it is swept, or stands among those without data with a reason."""
    swept = CUSTOMER | QUESTIONS | DIALOGS | REVIEW | FOLDER | LISTS | CHECK
    assert not swept & set(NO_DATA)
    assert swept | set(NO_DATA) == screen_classes()
    tally(
        f"hostile texts {len(TEXTS)} × screens {len(swept)}: all screens of the program are in the sweep,"
        f" but for {len(NO_DATA)} that hold no data"
    )


def other(draft: Draft, _old: Draft) -> Draft:
    return draft


async def not_recorded(_kept: Kept | None, _secret: Secret | None = None) -> bool:
    """Where the password went is recorded nowhere."""
    return False


def dialogs(text: str, wizard: Wizard, home: Path) -> Iterator[tuple[Any, str]]:
    """Each dialog with a text in all that it is given, and the button that makes it say more."""
    from cmic_wizard.handoff.inquiries import Person
    from cmic_wizard.handoff.kinds import BY_NAME
    from cmic_wizard.handoff.remarks import ReviewAnswer
    from cmic_wizard.profile.found_in_text import Findings, Found
    from cmic_wizard.profile.requests import Request
    from cmic_wizard.profile.settings import Settings
    from cmic_wizard.review.desk import KeptHere
    from cmic_wizard.review.kept_passwords import KeptPassword
    from cmic_wizard.review.values import Value
    from cmic_wizard.tui.review.kept import KeptPasswordsDialog
    from cmic_wizard.tui.review.own_answer import ProposeDialog
    from cmic_wizard.tui.review.reveal import RevealDialog, WriteDialog
    from cmic_wizard.tui.review.review_screen import UnsavedVerdicts
    from cmic_wizard.tui.review.values_dialog import ValuesDialog
    from cmic_wizard.tui.screens.ask_dialog import AskDialog
    from cmic_wizard.tui.screens.choose import Choose
    from cmic_wizard.tui.screens.comparing import CompareDialog, reply_dialog
    from cmic_wizard.tui.screens.copy_dialog import Copyable, CopyDialog, values_of
    from cmic_wizard.tui.screens.dialog import Confirm
    from cmic_wizard.tui.screens.export_dialog import ExportDialog
    from cmic_wizard.tui.screens.from_text import FoundDialog, text_dialog
    from cmic_wizard.tui.screens.hand_over_dialog import HandOverDialog
    from cmic_wizard.tui.screens.help import HelpDialog
    from cmic_wizard.tui.screens.history_dialog import HistoryDialog, changes_of
    from cmic_wizard.tui.screens.import_file import PathDialog
    from cmic_wizard.tui.screens.items_dialog import ItemsDialog
    from cmic_wizard.tui.screens.menu import MenuDialog
    from cmic_wizard.tui.screens.note import TextDialog
    from cmic_wizard.tui.screens.passphrase_dialog import NewPassphraseDialog, PassphraseDialog
    from cmic_wizard.tui.screens.password_dialog import PasswordDialog
    from cmic_wizard.tui.screens.profiles_screen import NameDialog
    from cmic_wizard.tui.screens.unsaved import UnsavedDialog

    session = wizard.session
    step = session.guide.steps["connection.tenant_id"]
    said = f"The file says “{text}”. Take it all the same?"
    yield Confirm("A question", said, "Take it"), ""
    yield UnsavedVerdicts("Not saved yet", said, "Leave"), ""
    yield Choose(text[:200], said, (text, "2027-03-04T10:00+01:00")), ""
    yield HelpDialog(step), ""
    yield ItemsDialog(session.assessment), ""
    yield MenuDialog(session), ""
    yield CopyDialog([Copyable(text, text), *values_of(session, step)]), ""
    yield TextDialog("A note", said, text, lambda _text: None), ""
    yield PathDialog(), ""
    yield PassphraseDialog("Open the sealed file", said, said), ""
    yield NewPassphraseDialog("A vault", said, said), "keep"
    yield PasswordDialog(session.keeper, session.draft.id, not_recorded), "keep"
    yield NameDialog(text, "Copy the profile", "Copy", said), ""

    async def undo() -> list[str]:
        return [said]

    history = HistoryDialog(session, undo)
    told = replace(session.draft, history=hostile_history(text))
    history.found = changes(told)
    yield history, "undo"
    known: Any = SimpleNamespace(draft=told, reviewed=False)
    yield HelpDialog(step, said=changes_of(step, known)), ""
    yield RevealDialog(Secret(text)), ""
    values = (Value(text, text), Value("Address", "", text), Value("Codes", "", reason=text))
    yield ValuesDialog(values, 12, lambda _tell: None), ""
    kept = KeptHere("00112233", text, "vault", "2026-11-24T09:30:00+00:00")
    yield KeptPasswordsDialog([KeptPassword("ab12", kept)]), ""
    yield ProposeDialog(step, ReviewAnswer(step.id, text, "", text)), "propose"
    yield CompareDialog(brought(text, session), text, text), "all"
    person = Person(text[:200], text[:200])
    before = Request(text[:200], "2026-01-05T10:00:00+00:00", reference=text)
    yield AskDialog(session, (step.id,), person, before=before, sender=Settings(text, text)), "write"
    yield reply_dialog(), ""
    yield WriteDialog("Remarks", said, home / "there is" / text[:200], b"x"), "write"
    yield ExportDialog(session, BY_NAME["seal"], Secret(text)), "write"
    yield HandOverDialog(session, Secret(text)), ""
    yield text_dialog(), ""
    found = tuple(Found(step.id, text, number, text[:200]) for number in (1, 2))
    yield FoundDialog(Findings(found, (3,)), {step.id: f"{text}, before"}), "all"
    session.save_fault = said
    yield UnsavedDialog(session), "elsewhere"
    session.save_fault = ""


def brought(text: str, session: Any) -> list[Any]:
    """Answers that somebody of that name brings, beside those that stand there."""
    from cmic_wizard.handoff.bringing import Difference
    from cmic_wizard.profile.codec import clean
    from cmic_wizard.profile.draft import Given

    given, kept = Given("2026-11-24T10:00:00+00:00", clean(text)[:200], "colleague"), clean(text)
    steps = [step for step in session.guide.walk() if step.id in STEPS][:9]
    return [Difference(step, kept if n % 2 else "", kept, given) for n, step in enumerate(steps)]


def named(text: str) -> str:
    """A name made of a text, such as a profile may have."""
    name = visible(text)[:NAME_AT_MOST]
    return "Acme" if fault_of_name(name) else name


TYPED = {"MenuDialog", "PathDialog", "PasswordDialog", "PasteDialog", "TextDialog"}
"""Dialogs that show no other data than what is typed into them."""


class Breaking(Dialog[None]):
    """A dialog that gives what it is given to the screen as it is, and lets it take what room it wants."""

    CSS_PATH = str(Path(cmic_wizard.tui.__file__).parent / "dialog.tcss")
    DEFAULT_CSS = "Breaking > Vertical > Static.raw { height: auto; max-height: 1000; width: auto; }"

    def __init__(self, text: Any, style: str) -> None:
        super().__init__()
        self.text = text
        self.style = style

    def body(self) -> Iterator[Static]:
        yield Static(self.text, classes=self.style)


@pytest.mark.parametrize(
    ("text", "style", "finding"),
    [
        ("[@click=app.quit]press me[/]", "", "@click"),
        ("[link='https://evil.example']x[/link]", "", "link"),
        (Content("a\x1b[2Jb"), "", "U+001B"),
        (Content("a\u202eb"), "", "U+202E"),
        (Content("x" * 5000), "raw", "sideways"),
    ],
)
async def test_a_dialog_that_lets_a_text_through_is_found(
    text: str | Content, style: str, finding: str, opened: Opened
) -> None:
    """The control: what the sweep looks for is seen where it is."""
    async with opened() as wizard:
        await wizard.app.push_screen(Breaking(text, style))
        await settle(wizard)
        with pytest.raises(AssertionError, match=re.escape(finding)):
            Sweep().look(wizard, "csv", kind="Breaking")


async def test_a_page_that_lost_its_shape_is_found(opened: Opened) -> None:
    """The control for the layout: a wider guide, a key bar that moved, a line that runs out of the page."""
    async with opened(step="connection.tenant_id") as wizard:
        Sweep().look(wizard, "csv", kind="WizardScreen")
        for selector, style, value in (
            ("Sidebar", "width", 30), ("KeyBar", "height", 2), ("Field", "min_width", 90),
        ):  # fmt: skip
            widget = wizard.screen.query(selector).first()
            before = getattr(widget.styles, style)
            setattr(widget.styles, style, value)
            await wizard.pilot.pause()
            assert disorder(wizard.screen), selector
            setattr(widget.styles, style, before)
            await wizard.pilot.pause()
            assert not disorder(wizard.screen), selector


async def test_every_dialog_holds_every_text(opened: Opened, home: Path, tally: Tally) -> None:
    """Each text in all that a dialog is given, typed into its lines, and in what it answers."""
    sweep = Sweep()
    async with opened() as wizard:
        draft = wizard.session.draft
        for number, (name, text) in enumerate(SWEPT.items()):
            mine = replace(everywhere(text, draft.name), id=draft.id)
            assert wizard.session.store is not None
            wizard.session.store.change(partial(other, mine))
            wizard.session.announce()
            for place, (dialog, button) in enumerate(dialogs(text, wizard, home)):
                kind = type(dialog).__name__
                await _visit(wizard, sweep, name, dialog, kind)
                more = FULL or (number + place) % 8 == 0
                if kind in TYPED or (more and kind != "ExportDialog"):
                    await _type_into(wizard, sweep, name, dialog, kind)
                if button and more:
                    await _answer(wizard, sweep, name, dialog, button)
    tally(sweep.figures(DIALOGS, "dialogs"))


@sampled(2)
@pytest.mark.parametrize("lang", ["en", "es"])
async def test_every_dialog_stands_in_the_smallest_window(lang: str, opened: Opened, home: Path) -> None:
    """What has the focus is in sight, and the rest can be scrolled to, however long the text is."""
    sweep = Sweep()
    async with opened(size=(60, 18), lang=lang) as wizard:
        for name in TEXTS if FULL else ("whole line",):
            for dialog, button in dialogs(TEXTS[name], wizard, home):
                await _visit(wizard, sweep, name, dialog, type(dialog).__name__)
                for _box in dialog.focus_chain:
                    wizard.screen.focus_next()
                    await settle(wizard)
                    sweep.look(wizard, name, kind=type(dialog).__name__, where="the next control")
                if button:
                    await _answer(wizard, sweep, name, dialog, button)


async def _visit(wizard: Wizard, sweep: Sweep, name: str, dialog: Any, kind: str) -> None:
    over = len(wizard.app.screen_stack) > 1
    sweep.begin()
    await (wizard.app.switch_screen(dialog) if over else wizard.app.push_screen(dialog))
    await settle(wizard)
    sweep.look(wizard, name, kind=kind)


async def _type_into(wizard: Wizard, sweep: Sweep, name: str, dialog: Any, kind: str) -> None:
    for box in [box for box in dialog.query("Input, TextArea") if box.display][-1:]:
        box.focus()
        sweep.begin()
        await typed(wizard, f"/{TEXTS[name]}")
        sweep.look(wizard, name, kind=kind, where=f"{kind}, typed into")


async def _answer(wizard: Wizard, sweep: Sweep, name: str, dialog: Any, button: str) -> None:
    kind = type(dialog).__name__
    sweep.begin()
    getattr(dialog, f"press_{button}")()
    await wizard.app.workers.wait_for_complete([w for w in wizard.app.workers if w.node is dialog])
    await settle(wizard)
    if wizard.screen is dialog:
        if wizard.app.size.height < 24:  # the answer is in sight, the buttons by the next key
            wizard.screen.focus_next()
            await wizard.until(lambda: not disorder(dialog), "the focus in sight")
        sweep.look(wizard, name, kind=kind, where=f"{kind}, answering")


async def pages(wizard: Wizard, sweep: Sweep, names: tuple[str, ...], number: int, *, whole: bool) -> None:
    """Look at the pages of the guide, or at one of them for each number; `whole` scrolls to their ends."""
    guide = wizard.session.guide
    every = ["welcome", *(phase.id for phase in guide.phases), "handoff"]
    kind = type(wizard.screen).__name__
    for page in every if whole else [every[number % len(every)]]:
        sweep.begin()
        await wizard.screen.show_page(page)
        await settle(wizard)
        standing = wizard.screen.page
        sweep.look(wizard, *names, kind=kind, where=f"{kind}, page {page}")
        while whole and standing.scroll_y < standing.max_scroll_y:
            standing.scroll_page_down(animate=False, force=True)
            await settle(wizard)
            sweep.look(wizard, *names, kind=kind, where=f"{kind}, page {page} from {standing.scroll_y}")
        standing.scroll_home(animate=False, force=True)


def forget(data_dir: Path) -> None:
    """Remove all that is stored."""
    for path in data_dir.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


async def test_the_pages_of_a_profile_hold_every_text(opened: Opened, data_dir: Path, tally: Tally) -> None:
    """Answers, notes, remarks that came back, the last check: each text in all of them."""
    sweep = Sweep()
    texts = {name: text[:LONG] for name, text in TEXTS.items()}
    mixed = mixed_draft(list(texts.values()))
    async with opened(change=lambda old: replace(mixed, id=old.id)) as wizard:
        await pages(wizard, sweep, tuple(texts), 0, whole=True)
        for name, text in TEXTS.items():
            wizard.app.notify(text, timeout=60)
            await settle(wizard)
            sweep.look(wizard, name, kind="WizardScreen", where="a notice")
            wizard.app.clear_notifications()
    for number, (name, text) in enumerate(TEXTS.items()):
        if not FULL and name not in WHOLE:
            continue
        forget(data_dir)
        steps = ("management.call_request", "connection.company_codes", "kickoff.specialist")
        change = lambda old, text=text: replace(everywhere(text, named(text)), id=old.id)  # noqa: E731
        sweep.begin()
        async with opened(change=change, step=steps[number % 3], name="Acme") as wizard:
            sweep.look(wizard, name, kind="WizardScreen")
            await pages(wizard, sweep, (name,), number, whole=FULL)
            await wizard.screen.action_do("next_todo")
            await settle(wizard)
            sweep.look(wizard, name, kind="WizardScreen", where="the next item")
    tally(sweep.figures(CUSTOMER, "the customer's pages"))


async def test_questions_of_a_hostile_sheet_stay_in_their_place(
    opened: Opened, home: Path, data_dir: Path, tally: Tally
) -> None:
    """Names and answers of the sheet, and all that is typed: each text in all of them."""
    from asked_sheet import ASKED

    from cmic_wizard.handoff import answer_sheet
    from cmic_wizard.profile.codec import clean
    from cmic_wizard.tui.screens.first_screens import session_for_sheet

    sweep = Sweep()
    for number, (name, text) in enumerate(TEXTS.items()):
        kept = clean(text)[:LONG]
        line = kept.replace("\n", " ").strip()[:200]
        sheet = answer_sheet.Sheet("ab12", named(text), line, "en", ASKED, dict.fromkeys(ASKED, kept), line)
        path = home / f"{number}.cmic-answers.toml"

        def app(folder: Path, sheet: Any = sheet, path: Path = path) -> Any:
            from cmic_wizard.credentials.keeper import Keeper
            from cmic_wizard.tui.app import WizardApp

            return WizardApp(folder, session=session_for_sheet(sheet, path, Keeper(folder)))

        forget(data_dir)
        sweep.begin()
        async with opened(app=app) as wizard:
            sweep.look(wizard, name, kind="AnswerScreen")
            await pages(wizard, sweep, (name,), number, whole=FULL or name in WHOLE)
    tally(sweep.figures(QUESTIONS, "a colleague's sheet"))


@asynccontextmanager
async def judged(opened: Callable[..., Any], draft: Draft, texts: Iterable[str]) -> Any:
    """A review in the middle: verdicts and remarks given, a newer hand-off with every answer changed."""
    from reviewing import LATER, handoff_of

    from cmic_wizard.bounds import REMARK_AT_MOST
    from cmic_wizard.credentials.keeper import Keeper
    from cmic_wizard.review.model import Verdict
    from cmic_wizard.review.own_assessment import NOTE
    from cmic_wizard.tui.review.app import ReviewApp
    from cmic_wizard.tui.review.session import ReviewSession

    handoff, text = handoff_of(draft, LATER), cycle(texts)
    verdict, moment = cycle(("change", "question", "accepted")), "2026-11-24T10:00:00+00:00"

    def app(folder: Path) -> ReviewApp:
        session = ReviewSession(handoff, Keeper(folder), folder, Secret(next(text)))
        session.review = replace(
            session.review,
            before={step: f"{next(text)} before" for step in (*STEPS, *(NOTE + step for step in STEPS))},
            overall="changes",
            author=next(text)[:80],
            verdicts={
                step: Verdict(step, next(verdict), next(text)[:REMARK_AT_MOST], moment, "other")
                for step in STEPS
            },
        )
        return ReviewApp(folder, session=session)

    async with opened(app=app) as wizard:
        yield wizard


async def test_a_review_holds_every_text(opened: Opened, data_dir: Path, tally: Tally) -> None:
    """Answers, what they were before, notes, verdicts, remarks, the reviewer's name."""
    sweep = Sweep()
    texts = {name: text[:LONG] for name, text in TEXTS.items()}
    mixed = mixed_draft(list(texts.values()))
    async with judged(opened, mixed, texts.values()) as wizard:
        await pages(wizard, sweep, tuple(texts), 0, whole=True)
    for number, (name, text) in enumerate(TEXTS.items()):
        if not FULL and name not in WHOLE[:1]:
            continue
        forget(data_dir)
        draft = everywhere(text, named(text))
        async with judged(opened, draft, (text,)) as wizard:
            await pages(wizard, sweep, (name,), 0, whole=FULL)
            await pages(wizard, sweep, (name,), number, whole=False)
            await wizard.press("f3")
            sweep.look(wizard, name, kind="ReviewScreen", where="the next step to judge")
    tally(sweep.figures(REVIEW, "a review"))


@pytest.mark.parametrize("columns", [80, 120])
async def test_the_table_of_a_folder_holds_every_text(
    columns: int, opened: Opened, home: Path, tally: Tally
) -> None:
    """Hostile names of files, companies and fields, hostile dates; in rows, notices, and the filter."""
    from cmic_wizard.tui.review.app import FolderApp
    from cmic_wizard.tui.widgets.row_list import RowList

    sweep = Sweep()
    folder = home / bare_name(TEXTS["title"])
    names = fill(folder)
    async with opened(app=lambda data: FolderApp(data, folder), size=(columns, 24)) as wizard:
        await wizard.until(lambda: wizard.screen.all_rows and not wizard.screen.reading, "all rows")
        rows = wizard.screen.query_one(RowList)
        assert len(rows.rows) == 4 * len(TEXTS) + 1
        await wizard.press("home")
        for top in range(0, len(rows.rows), 17):
            sweep.begin()
            await settle(wizard)
            sweep.look(wizard, *names, kind="FolderScreen", where=f"the rows from {top}")
            await wizard.press("pagedown")
        for _order in range(7):
            await wizard.press("right")
            sweep.look(wizard, *names, kind="FolderScreen", where="another order")
        for number, row in enumerate(rows.rows):
            if row.kind == "fault" and (FULL or number % 4 == 0):
                rows.cursor = number
                sweep.begin()
                rows.action_choose()
                await settle(wizard)
                sweep.look(wizard, *names, kind="FolderScreen", where="a notice of what is wrong")
        for name, text in SWEPT.items():
            wizard.screen.query_one(Input).focus()
            sweep.begin()
            await typed(wizard, text)
            sweep.look(wizard, name, kind="FolderScreen", where="the filter")
            wizard.screen.query_one(Input).value = ""
    tally(sweep.figures(FOLDER, f"the table of a folder in {columns} columns"))
