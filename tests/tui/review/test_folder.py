"""The table of a folder: read as it goes, sorted, filtered, honest about bad files, back from a review."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixture_types import Opened, Reviewing
from reviewing import handoff_of
from samples import acme_builders, constructora_acme
from textual.widgets import Input

from cmic_wizard.handoff import document, keys, sealed
from cmic_wizard.handoff.seal_worker import Cancelled
from cmic_wizard.i18n import _, set_language
from cmic_wizard.secret import Secret
from cmic_wizard.tui.review.app import FolderApp
from cmic_wizard.tui.review.folder_rows import CHECKS, COLUMNS, STAGES, STANDINGS
from cmic_wizard.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

PASSPHRASE = "correct horse battery staple"
NOVA = "Constructora Acme, S."


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
    """The first column of the rows in sight."""
    lines = wizard.text().split("\n")[3:-2]
    return [line[2:23].strip() for line in lines if line.strip()]


def under_cursor(wizard: Wizard) -> str:
    """The company or file under the cursor."""
    rows = wizard.screen.query_one(RowList)
    row = rows.rows[rows.cursor]
    return str(row.company or row.path.name)


async def test_each_file_has_a_row_and_bad_ones_their_reason(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.shows(
            "5 of 5 files", "2 can't be read", "Acme Builders", "customer 3, Procore 5", "you 10"
        )
        assert names(wizard) == ["Acme Builders", NOVA, "Zeta Homes", "broken.json", "not-age.age"]
        await wizard.shows("The file is not valid JSON", "This is not a sealed hand-off file.")
        assert "draft" in next(line for line in wizard.text().split("\n") if "Zeta" in line)
        await wizard.press("end", "enter")
        await wizard.until(lambda: "This is not a sealed" in str(list(wizard.app._notifications)[-1].message))


async def test_files_of_one_company_are_told_apart_by_their_place(table: Reviewing, handoffs: Path) -> None:
    (handoffs / "again").mkdir()
    document_of_acme = document.to_bytes(handoff_of())
    (handoffs / "again" / "second.json").write_bytes(document_of_acme)
    async with table() as wizard:
        await wizard.press(*"acme b")
        await wizard.until(lambda: names(wizard) == ["Acme Builders", "Acme Builders"], "both")
        places = set()
        for _key in range(2):
            places.add(wizard.text().split("\n")[-2].split()[-1])
            await wizard.press("down")
            await wizard.press("down")
        assert "again/second.json" in places
        assert len(places) == 2


async def test_sorts_by_each_column_by_key_and_by_click(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press("f3")
        assert names(wizard)[:3] == ["Acme Builders", NOVA, "Zeta Homes"], "progress"
        await wizard.press("f3")
        assert names(wizard)[0] == "Zeta Homes", "drafts first"
        await wizard.press("f3")
        assert names(wizard)[0] == "Zeta Homes", "most for the specialist first"
        await wizard.press("f3", "f3")
        assert names(wizard)[0] == "Acme Builders", "around to the company"
        await wizard.pilot.click(".columns", offset=(33, 0))
        await wizard.until(lambda: names(wizard)[0] == "Zeta Homes", "the order by state")
        await wizard.pilot.click(".keys", offset=(14, 0))
        await wizard.until(lambda: names(wizard)[:2] == ["Zeta Homes", NOVA], "the next order by a click")


async def test_filters_as_one_types_and_escape_leaves_the_filter_first(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press(*"acme")
        await wizard.shows("2 of 5 files")
        assert names(wizard) == ["Acme Builders", NOVA]
        assert wizard.screen.query_one(Input).value == "acme"
        await wizard.press("space", *"you")
        await wizard.shows("1 of 5 files")
        await wizard.press("escape")
        await wizard.shows("5 of 5 files")
        assert wizard.screen.query_one(Input).value == ""
        assert wizard.screen.query_one(RowList).has_focus
        await wizard.press("shift+tab", "escape")
        assert wizard.screen.query_one(RowList).has_focus, "from the empty filter back to the rows"
        await wizard.press("escape")
        await wizard.until(lambda: wizard.app._exit, "the end")


async def test_the_cursor_stays_on_its_row_while_others_arrive(table: Reviewing) -> None:
    async with table() as wizard:
        await wizard.press("down", "down")
        assert under_cursor(wizard) == "Zeta Homes"
        row = replace(wizard.screen.all_rows[0], path=Path("/elsewhere.json"), company="Aardvark")
        wizard.screen._arrived([row])
        await wizard.shows("Aardvark")
        assert under_cursor(wizard) == "Zeta Homes"


async def test_an_empty_folder_says_so(opened: Opened, tmp_path: Path) -> None:
    async with opened(app=lambda data: FolderApp(data, tmp_path)) as wizard:
        await wizard.shows("There are no hand-off files in this folder.")
        await wizard.press("enter", "down", "end", "f3", "f5")
        await wizard.shows("There are no hand-off files in this folder.")


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_nothing_is_cut_at_the_design_size(table: Reviewing, lang: str) -> None:
    async with table(lang=lang) as wizard:
        await wizard.shows("5 de 5" if lang == "es" else "5 of 5")
        lines = wizard.text().split("\n")
        assert all(len(line.rstrip()) <= 80 for line in lines)
        head = {
            "en": ["Company", "State", "Whose turn", "Verdict"],
            "es": ["Empresa", "Estado", "Valoración"],
        }
        assert all(word in lines[2] for word in head[lang])
        assert ("F10 Fin" if lang == "es" else "F10 Quit") in lines[-1]


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_key_opens_a_file_and_the_row_then_shows_the_verdict(table: Reviewing, key: str) -> None:
    async with table() as wizard:
        await wizard.press(key)
        await wizard.shows("Your review", "Check number")
        assert wizard.session.draft.name == "Acme Builders"
        await wizard.press("tab", "tab", "right", "space")
        await wizard.until(lambda: wizard.review_session.review.overall == "changes")
        await wizard.press("f10")
        await wizard.shows("changes wanted")
        assert wizard.app.session is None
        assert under_cursor(wizard) == "Acme Builders"
        await wizard.press("f5")
        await wizard.shows("5 of 5 files", "changes wanted")
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
        await wizard.shows("sealed; opens with a key or words")
        await wizard.press(*"s.age", "enter", "enter")
        await wizard.shows("Your review", "Sealed & Sons")
        password = wizard.review_session.password
        assert password is not None
        assert len(password) == 11
        await wizard.press("f10", "escape")
        await wizard.shows("Sealed & Sons")
        assert "sealed; opens" not in wizard.text()


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
        await wizard.until(lambda: "Your review" in wizard.text(), "the review", 30)


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
        await wizard.shows("Your review")


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
    async with table() as wizard:
        await wizard.press(*"own.age", "enter", "enter")
        await wizard.dialog("PassphraseDialog")
        await wizard.press("escape")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        await wizard.press("enter")
        await wizard.dialog("PassphraseDialog")
        await wizard.type(PASSPHRASE)
        await wizard.press("enter")
        await wizard.shows("Your review")
        await wizard.press("f10")
        await wizard.until(lambda: type(wizard.screen).__name__ == "FolderScreen", "the table again")
        await wizard.press("enter")
        await wizard.shows("Your review")


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
    at_most = {80: (9, 18), 120: (10, 20)}
    for stage, verdict in at_most.values():
        assert max(len(_(word)) for word in STAGES.values()) < stage
        assert max(len(_(word)) for word in STANDINGS.values()) < verdict
    rest = 120 - 2 - sum(column.wide for column in COLUMNS)
    assert max(len(_(word)) for word in CHECKS.values() if word) <= rest
    assert len(_("Check")) <= rest
