"""The table of a folder: read as it goes, sorted, filtered, honest about bad files, back from a review."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Reviewing
from reviewing import FIRST, LATER, handoff_of
from samples import acme_builders, constructora_acme
from textual.widgets import Input, Static

from cmic_wizard.handoff import document, keys, sealed
from cmic_wizard.handoff.seal_worker import Cancelled
from cmic_wizard.i18n import _, set_language
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace
from cmic_wizard.tui.folder_actions import FOLDER_ACTIONS
from cmic_wizard.tui.review.app import FolderApp
from cmic_wizard.tui.review.folder_rows import (
    CHECKS,
    COLUMNS,
    STAGES,
    STANDINGS,
    TODOS,
    WIDE,
    WIDEST,
    shown_columns,
)
from cmic_wizard.tui.review.verdict import VerdictOptions
from cmic_wizard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

PASSPHRASE = "correct horse battery staple"
NOVA = "Constructora Acme, S.…"


@pytest.fixture
def handoffs(tmp_path: Path) -> Path:
    """A folder: two customers, a draft in a folder below, a sealed one, two bad ones, one of another kind."""
    folder = tmp_path / "hand-offs"
    (folder / "below").mkdir(parents=True)
    (folder / "acme.json").write_bytes(document.to_bytes(handoff_of()))
    (folder / "nova.json").write_bytes(document.to_bytes(handoff_of(constructora_acme())))
    draft = replace(acme_builders(), id="aa11", name="Zeta Homes", answers={}, check=None, password=None)
    (folder / "below" / "zeta.json").write_bytes(document.to_bytes(handoff_of(draft)))
    (folder / "broken.json").write_text('{"format": "cmic')
    (folder / "not-age.age").write_text("no")
    (folder / "readme.txt").write_text("not looked at")
    return folder


@pytest.fixture
def table(opened: Opened, handoffs: Path) -> Reviewing:
    """`async with table() as wizard:` the table of the folder, read to the end; `identities` open files."""

    @asynccontextmanager
    async def open_table(
        folder: Path = handoffs, identities: Any = (), **options: Any
    ) -> AsyncIterator[Wizard]:
        async with opened(app=lambda data: FolderApp(data, folder, None, identities), **options) as wizard:
            await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table")
            await wizard.until(lambda: wizard.screen.all_rows and not wizard.screen.reading, "all rows")
            yield wizard

    return open_table


def names(wizard: Wizard) -> list[str]:
    """The companies of the rows in sight, in order."""
    lines = wizard.text().split("\n")[3:-2]
    return [line[13:35].strip() for line in lines if line.strip()]


def _lists(wizard: Wizard, found: list[str]) -> bool:
    return names(wizard) == found


def under_cursor(wizard: Wizard) -> str:
    """The company or file under the cursor."""
    rows = wizard.screen.query_one(RowList)
    row = rows.rows[rows.cursor]
    return str(row.company or row.path.name)


async def test_each_file_has_a_row_and_bad_ones_their_reason(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.shows("5 of 5 files", "2 can't be read", "Acme Builders", "customer 3, rest 5", "you 10")
        assert names(wizard) == ["Acme Builders", NOVA, "Zeta Homes", "broken.json", "not-age.age"]
        await wizard.shows("The file is not valid JSON", "This is not a sealed hand-off file.")
        assert "0 %" in next(line for line in wizard.text().split("\n") if "Zeta" in line)
        await wizard.press("end", "enter")
        await wizard.until(lambda: "This is not a sealed" in str(list(wizard.app._notifications)[-1].message))


async def test_versions_of_one_profile_stand_together_the_newest_in_front(
    table: Reviewing, handoffs: Path
) -> None:
    (handoffs / "again").mkdir()
    (handoffs / "again" / "second.json").write_bytes(document.to_bytes(handoff_of(now=LATER)))
    async with table() as wizard:
        await wizard.press(*"acme", "space", *"builders")
        await wizard.shows("2 of 6 files")
        first, second = wizard.text().split("\n")[3:5]
        assert first.split()[:3] == ["new", "Acme", "Builders"]
        assert second.split()[0] == "older"
        assert second.split()[-1].endswith("/acme.json")
        places = []
        for _key in range(2):
            places.append(wizard.text().split("\n")[-2].split()[-1])
            await wizard.press("down", "down")
        assert places == ["again/second.json", "acme.json"]


@pytest.mark.parametrize(
    ("minutes", "folder", "name", "told"),
    [
        (5, "", "other.json", ("11-24 09:30", "11-24 09:35")),
        (0, "", "other.json", ("acme.json", "other.json")),
        (0, "again", "acme.json", ("hand-offs/acme.json", "again/acme.json")),
    ],
)
async def test_companies_of_one_name_are_told_apart_by_time_file_or_folder(
    table: Reviewing,
    handoffs: Path,
    minutes: int,
    folder: str,
    name: str,
    told: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    if sys.platform == "win32":
        pytest.skip("time zones are set otherwise")
    time.tzset()
    (handoffs / folder).mkdir(exist_ok=True)
    twin = handoff_of(replace(acme_builders(), id="twin"), FIRST + timedelta(minutes=minutes))
    (handoffs / folder / name).write_bytes(document.to_bytes(twin))
    async with table() as wizard:
        await wizard.press(*"acme", "space", *"builders")
        await wizard.shows("2 of 6 files")
        lines = wizard.text().split("\n")[3:5]
        shown = sorted(line[13:35].rstrip()[-9:] for line in lines)
        assert shown == sorted(each[-9:] for each in told)


async def test_sorts_by_each_column_by_key_and_by_click(table: Reviewing) -> None:
    async with table() as wizard:
        assert names(wizard)[:3] == ["Acme Builders", NOVA, "Zeta Homes"], "all are new"
        await wizard.press("right", "right")
        assert names(wizard)[:3] == ["Acme Builders", NOVA, "Zeta Homes"], "the customers' progress"
        await wizard.press("right", "right", "right")
        assert names(wizard)[0] == "Zeta Homes", "most for the specialist first"
        await wizard.press("right", "left", "left")
        assert names(wizard)[0] == "Acme Builders", "around and back"
        await wizard.pilot.click(".columns", offset=(63, 0))
        await wizard.until(lambda: names(wizard)[0] == "Zeta Homes", "the order by turn")
        await wizard.press("right")
        await wizard.until(lambda: names(wizard)[0] == "Acme Builders", "around to what is to do")


async def test_filters_as_one_types_by_all_that_is_seen_and_by_values(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press(*"acme")
        await wizard.shows("2 of 5 files")
        assert names(wizard) == ["Acme Builders", NOVA]
        assert wizard.screen.query_one(Input).value == "acme"
        await wizard.press("space", *"you")
        await wizard.shows("1 of 5 files")
        for words, found in {
            "below": ["Zeta Homes"],
            "new draft": ["Zeta Homes"],
            "acmemob": ["Acme Builders"],
            "2026-11-24 check": ["Acme Builders", NOVA],
            "jane.doe": ["Acme Builders"],
            "nowhere": [],
        }.items():
            wizard.screen.query_one(Input).value = words
            await wizard.until(partial(_lists, wizard, found), words)


async def test_escape_opens_the_menu_of_all_actions_and_never_quits(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press(*"acme", "escape")
        menu = await wizard.dialog("MenuDialog")
        told = "\n".join(f"{choice.title} {choice.said}" for choice in menu.choices.values())
        assert all(_(action.title) in told for action in FOLDER_ACTIONS if action.name != "menu")
        await wizard.type("clear")
        await wizard.press("enter")
        await wizard.shows("5 of 5 files")
        assert wizard.screen.query_one(Input).value == ""
        assert wizard.screen.query_one(RowList).has_focus
        for _time in range(3):
            await wizard.press("escape")
            await wizard.dialog("MenuDialog")
            await wizard.press("escape")
            await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        assert not wizard.app._exit


async def test_help_says_what_there_is_to_do_and_all_keys(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press("f1")
        await wizard.dialog("HelpDialog")
        await wizard.shows("newer than the version that you looked at", "Go to the next hand-off that waits")
        told = "\n".join(str(part.content) for part in wizard.screen.query(".text").results(Static))
        assert "From the filter to the rows and back." in told
        for of_fields in ("The next field", "Keep the answer", "Tick or untick"):
            assert of_fields not in told, "these are no keys of the table"


async def test_f3_goes_to_the_next_that_waits_and_f6_to_the_filter_and_back(table: Reviewing) -> None:
    async with table() as wizard:
        for name in ("Constructora Acme", "Zeta Homes", "Acme Builders"):
            await wizard.press("f3")
            assert under_cursor(wizard).startswith(name)
        await wizard.press("f6")
        assert wizard.screen.query_one(Input).has_focus
        await wizard.press("f6")
        assert wizard.screen.query_one(RowList).has_focus


async def test_the_cursor_stays_on_its_row_while_others_arrive(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press("down", "down")
        assert under_cursor(wizard) == "Zeta Homes"
        row = replace(wizard.screen.all_rows[0], path=Path("/elsewhere.json"), company="Aardvark")
        wizard.screen.source.arrive([row])
        await wizard.shows("Aardvark")
        assert under_cursor(wizard) == "Zeta Homes"


async def test_an_empty_folder_says_so(opened: Opened, tmp_path: Path) -> None:
    async with opened(app=lambda data: FolderApp(data, tmp_path)) as wizard:
        await wizard.shows("There are no hand-off files in this folder.")
        await wizard.press("enter", "down", "end", "f3", "right")
        await wizard.shows("There are no hand-off files in this folder.")


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_nothing_is_cut_at_the_design_size(table: Reviewing, lang: str) -> None:
    async with table(lang=lang) as wizard:
        await wizard.shows("5 de 5" if lang == "es" else "5 of 5")
        lines = wizard.text().split("\n")
        assert all(len(line.rstrip()) <= 80 for line in lines)
        head = {
            "en": ["To do", "Company", "Customer", "Yours", "Whose turn"],
            "es": ["Por hacer", "Empresa", "Cliente", "Suyo"],
        }
        assert all(word in lines[2] for word in head[lang])
        assert ("F10 Fin" if lang == "es" else "F10 Quit") in lines[-1]


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_key_opens_a_file_and_the_row_then_shows_the_verdict(table: Reviewing, key: str) -> None:
    async with table() as wizard:
        await wizard.press(key)
        await wizard.shows("Review · check number")
        assert wizard.session.draft.name == "Acme Builders"
        wizard.screen.query_one(VerdictOptions).focus()
        await wizard.press("right", "space")
        await wizard.until(lambda: wizard.review_session.review.overall == "changes")
        await wizard.press("f10")
        await wizard.shows("not sent", "changes wanted")
        assert wizard.app.session is None
        assert under_cursor(wizard) == "Acme Builders"
        wizard.screen.action_read()
        await wizard.shows("5 of 5 files", "not sent", "changes wanted")
        await wizard.press("f10")
        await wizard.until(lambda: wizard.app._exit, "the end")


async def test_an_e_mail_opens_as_what_is_attached_to_it(table: Reviewing, handoffs: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"] = "CMiC", "<1@acme.example>"
    data = document.to_bytes(handoff_of(replace(acme_builders(), id="cd", name="Aaa by Mail")))
    mail.add_attachment(data, maintype="application", subtype="json", filename="aaa.json")
    (handoffs / "aaa.eml").write_bytes(mail.as_bytes())
    async with table() as wizard:
        await wizard.shows("6 of 6 files")
        assert under_cursor(wizard) == "Aaa by Mail"
        await wizard.press("enter")
        await wizard.shows("Your review", "Check number")
        assert wizard.session.draft.name == "Aaa by Mail"


async def test_a_sealed_file_opens_with_a_given_key_and_its_row_then_knows_more(
    table: Reviewing, handoffs: Path
) -> None:
    secret, public = keys.new_identity()
    draft = replace(acme_builders(), id="ab", name="Sealed & Sons")
    (handoffs / "s.age").write_bytes(sealed.seal(handoff_of(draft), Secret("Hidden-7719"), [public]))
    async with table(identities=keys.read_identities(secret)) as wizard:
        await wizard.shows("Sealed & Sons")
        assert "not opened" not in wizard.text(), "the key is at hand: the table opens it by itself"
        await wizard.press(*"s.age", "enter", "enter")
        await wizard.shows("Review · check number", "Sealed & Sons")
        password = wizard.review_session.password
        assert password is not None
        assert len(password) == 11
    async with table(name="Another") as wizard:
        await wizard.shows("Sealed & Sons")  # known by its hash, without any key


async def test_a_sealed_file_asks_for_its_words_until_they_fit(table: Reviewing, handoffs: Path) -> None:
    words = Secret("one two three four five six")
    data = sealed.seal_with_words(handoff_of(), Secret("Hidden-7719"), words)
    (handoffs / "words.age").write_bytes(data)
    async with table() as wizard:
        await wizard.press(*"words", "enter", "enter")
        await wizard.dialog("PassphraseDialog")
        await wizard.type("one two three")
        await wizard.press("enter")
        await wizard.shows("Opening takes some seconds…")
        await wizard.until(lambda: "don't open the file" in wizard.text(), "the refusal", 30)
        await wizard.type(words.reveal())
        await wizard.press("enter")
        await wizard.until(lambda: "Review · check number" in wizard.text(), "the review", 30)
        await wizard.press("f10")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        await wizard.press("enter")
        await wizard.until(
            lambda: "Review · check number" in wizard.text(), "the review, without being asked again", 30
        )


async def test_opening_can_be_given_up_and_keys_do_not_reach_the_table_meanwhile(
    table: Reviewing, handoffs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sealed.seal_with_words(handoff_of(), None, Secret("one two three four five six"))
    (handoffs / "words.age").write_bytes(data)
    ended = threading.Event()

    def slow(_data: object, _identities: object, _words: object, *, cancelled: Callable[[], bool]) -> None:
        while not cancelled():
            time.sleep(0.01)
        ended.set()
        raise Cancelled("Cancelled.")

    monkeypatch.setattr(sealed, "open_sealed", slow)
    async with table() as wizard:
        await wizard.press(*"words", "enter", "enter")
        await wizard.dialog("PassphraseDialog")
        await wizard.press("x", "enter")
        await wizard.dialog("OpeningDialog")
        await wizard.press("z", "f5")
        await wizard.shows("Opening takes some seconds…", "1 of 6 files")
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        await wizard.until(ended.is_set, "the end of the opening")
        await wizard.shows("1 of 6 files")


async def test_opening_with_a_key_shows_that_it_takes_long_and_can_be_given_up(
    table: Reviewing,
    handoffs: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    secret, public = keys.new_identity()
    (handoffs / "s.age").write_bytes(sealed.seal(handoff_of(), None, [public]))
    child = tmp_path / "stuck.py"
    child.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr("cmic_wizard.handoff.seal_worker._CHILD", child)
    async with table(identities=keys.read_identities(secret)) as wizard:
        await wizard.press(*"s.age", "enter", "enter")
        await wizard.dialog("OpeningDialog")
        await wizard.shows("Opening takes some seconds…")
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        monkeypatch.undo()
        await wizard.press("enter")
        await wizard.shows("Review · check number")


async def test_the_own_key_is_taken_out_of_the_vault(
    table: Reviewing, handoffs: Path, data_dir: Path
) -> None:
    from cmic_wizard.credentials import identity
    from cmic_wizard.credentials.keeper import Keeper

    (secret, public), keeper = keys.new_identity(), Keeper(data_dir)
    words = Secret(PASSPHRASE)
    identity.take_over(
        data_dir, keeper, public.text, lambda entry: keeper.save(entry, secret, passphrase=words)
    )
    (handoffs / "own.age").write_bytes(sealed.seal(handoff_of(), None, [public]))
    other = handoff_of(replace(acme_builders(), id="ab", name="Other Sealed"))
    (handoffs / "other.age").write_bytes(sealed.seal(other, None, [public]))
    async with table() as wizard:
        await wizard.press(*"own.age", "enter", "enter")
        await wizard.dialog("PassphraseDialog")
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        await wizard.press("enter")
        await wizard.dialog("PassphraseDialog")
        await wizard.type(PASSPHRASE)
        await wizard.press("enter")
        await wizard.shows("Review · check number")
        await wizard.press("f10")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        wizard.screen.query_one(Input).value = ""
        await wizard.until(lambda: "not opened" not in wizard.text(), "the others opened, too")
        await wizard.press(*"own.age", "enter", "enter")
        await wizard.shows("Review · check number")


async def test_a_file_for_another_key_is_refused_in_a_sentence(table: Reviewing, handoffs: Path) -> None:
    (handoffs / "else.age").write_bytes(sealed.seal(handoff_of(), None, [keys.new_identity()[1]]))
    async with table(identities=keys.read_identities(keys.new_identity()[0])) as wizard:
        await wizard.press(*"else.age", "enter", "enter")
        await wizard.until(lambda: list(wizard.app._notifications), "a sentence")
        assert "key" in str(list(wizard.app._notifications)[-1].message)
        assert type(wizard.screen).__name__ == "FolderScreen"


async def test_a_bar_shows_how_far_reading_is(table: Reviewing) -> None:
    async with table() as wizard:
        assert "reading" not in wizard.text(), "all is read"
        wizard.screen.reading, wizard.screen.total = True, 10
        wizard.screen._draw()
        await wizard.shows("5 of 5 files", "reading… ━━━━━━━━━━━━────────────  50 %")
        wizard.screen.total = None
        wizard.screen._draw()
        await wizard.shows("reading… ")
        assert "━" not in wizard.text()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_has_room_in_its_column(language: str) -> None:
    set_language(language)
    todo, stage, verdict = COLUMNS[0].width, COLUMNS[7].wide, COLUMNS[6].wide
    assert max(len(_(word)) for word in TODOS.values()) < todo
    assert len(_("older")) < todo
    assert max(len(_(word)) for word in STAGES.values()) < stage
    assert max(len(_(word)) for word in STANDINGS.values()) < verdict
    rest = WIDEST - 2 - sum(column.wide for column in COLUMNS)
    assert max(len(_(word)) for word in CHECKS.values() if word) <= rest
    for width in (80, WIDE, WIDEST):
        widths = [column.wide if width >= WIDE else column.width for column in COLUMNS]
        assert 2 + sum(widths[index] for index in shown_columns(width)) <= width
        for index in shown_columns(width):
            assert len(_(COLUMNS[index].title)) < (widths[index] or rest + 1)
