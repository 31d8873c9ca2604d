"""Every screen as text at the design's size, with a clock that stands, and the files to compare it with."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import pkgutil
import shutil
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from every_dialog import ReadyKeeper, every_dialog, quick_check
from hostile_sweep import settle
from reviewing import handoff_of
from samples import NOW, acme_builders, constructora_acme
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button

import cmic_wizard
from cmic_wizard import files
from cmic_wizard.credentials.keeper import Probe
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.handoff import document
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.secret import Secret
from cmic_wizard.struct import replace
from cmic_wizard.tui.screens.wizard import WizardScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

FOLDER: Final = Path(__file__).parents[1] / "snapshots"
SIZE: Final = (80, 24)
HOME: Final = "/home/ana"
ABSTRACT: Final = {"Dialog", "SecretForm", "Replaceable"}
"""What screens share; nothing shows them by themselves."""
CUSTOMERS: Final[dict[str, Callable[[], Draft]]] = {"en": acme_builders, "es": constructora_acme}

Shown = AsyncIterator[tuple[str, str]]
"""The name of a view, which begins with that of its screen's class, and what stands on it."""


class _AnyMoment(type):
    """Every moment counts as one of this clock."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, dt.datetime)


class Standing(dt.datetime, metaclass=_AnyMoment):
    """A clock that stands at the samples' moment."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        """That moment."""
        return NOW.astimezone(tz)


class WithoutKeyRing(ReadyKeeper):
    """Finds no key ring."""

    def probe(self) -> Probe:
        """None."""
        return Probe(KeyRingState.NONE, "", "There is no key ring here.", vault_exists=False)


def stand_still(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Stop the clock in every module of the program, and have paths show below one home."""
    from cmic_wizard.tui.review import reveal

    for module in pkgutil.walk_packages(cmic_wizard.__path__, "cmic_wizard."):  # none is to be imported later
        if not module.name.endswith(("__main__", "child", "seal_child")):
            importlib.import_module(module.name)
    patch.setenv("TZ", "UTC")
    if sys.platform != "win32":
        time.tzset()
    shown = files.shown
    theirs: dict[str, Any] = {
        "shown": lambda path: shown(path).replace(str(home), HOME),
        "working_folder": lambda: Path(HOME),
        "home_folder": lambda: Path(HOME),
    }
    for name, loaded in list(sys.modules.items()):
        if not name.startswith("cmic_wizard"):
            continue
        if getattr(loaded, "datetime", None) is dt.datetime:
            patch.setattr(loaded, "datetime", Standing)
        for each, stands in theirs.items():
            if getattr(getattr(loaded, each, None), "__module__", "") in (
                "cmic_wizard.files",
                "cmic_wizard.presence",
            ):
                patch.setattr(loaded, each, stands)
    patch.setattr(reveal.RevealDialog, "_tick", lambda _self: None)
    patch.setattr("cmic_wizard.connection.check.check", quick_check)


def forget(data_dir: Path) -> None:
    """Remove all that is stored."""
    for path in data_dir.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def customer(lang: str) -> Callable[[Draft], Draft]:
    """Puts the invented customer of a language in the place of a new profile."""
    return lambda old: replace(CUSTOMERS[lang](), id=old.id)


def cut_buttons(screen: Screen[Any]) -> list[str]:
    """The buttons of which the end is out of sight, as their row has no room for it."""
    rows = [(button, button.parent) for button in screen.query(Button) if button.display]
    right = {button: row.region.right for button, row in rows if isinstance(row, Widget)}
    return [str(button.label) for button, end in right.items() if button.region.right > end]


def styled_otherwise(screen: Screen[Any]) -> list[str]:
    """What looks otherwise once everything is styled anew: what was not styled when it came, or changed."""
    nodes = list(screen.walk_children(with_self=True))
    before = [node.styles.css for node in nodes]
    screen.app.stylesheet.update(screen)
    after = [node.styles.css for node in nodes]
    return [
        f"{node!r}: {set(was.splitlines()) ^ set(now.splitlines())}"
        for node, was, now in zip(nodes, before, after, strict=True)
        if was != now
    ]


async def stands(wizard: Wizard, *, over: Any = None) -> str:
    """What a screen shows once it has come to rest, its work done; no space at the ends of lines."""
    await settle(wizard)
    if work := [worker for worker in wizard.app.workers if over is not None and worker.node is over]:
        await wizard.app.workers.wait_for_complete(work)
    if isinstance(wizard.screen, WizardScreen):
        wizard.screen.flush()
        await wizard.until(lambda: not wizard.session.dirty, "all saved")
    await settle(wizard)
    assert not (cut := cut_buttons(wizard.screen)), f"{cut}\n{wizard.text()}"
    assert styled_otherwise(wizard.screen) == []
    return "\n".join(line.rstrip() for line in wizard.text().splitlines()) + "\n"


async def of_the_wizard(wizard: Wizard) -> Shown:
    """Each page of the guide."""
    pages = ["welcome", *(phase.id for phase in wizard.session.guide.phases), "handoff"]
    for page in pages:
        await wizard.screen.show_page(page)
        yield f"{type(wizard.screen).__name__}-{page}", await stands(wizard)
    await wizard.screen.show_page("welcome")
    await stands(wizard)


def _opening(screen: Any) -> bool:
    return not screen.has_class("-early")


async def of_dialogs(wizard: Wizard) -> Shown:
    """Each dialog over the first page, the list of profiles, the first screen, and the form for a vault."""
    from cmic_wizard.tui.review.opening_dialog import OpeningDialog
    from cmic_wizard.tui.screens.first_run import FirstRunScreen
    from cmic_wizard.tui.screens.password_dialog import PasswordDialog
    from cmic_wizard.tui.screens.profiles_screen import ProfilesScreen

    session, data_dir, stop = wizard.session, wizard.app.data_dir, threading.Event()
    ready: Any = ReadyKeeper(data_dir)
    session.keeper = ready
    without: Any = WithoutKeyRing(data_dir)
    makers: dict[str, Callable[[], Any]] = {
        kind.__name__: make for kind, make in every_dialog(session, Path(HOME)).items()
    }
    makers |= {
        "ProfilesScreen": lambda: ProfilesScreen(Profiles(data_dir)),
        "FirstRunScreen": FirstRunScreen,
        "PasswordDialog-vault": lambda: PasswordDialog(without, session.draft.id, session.record_password),
        "OpeningDialog": lambda: OpeningDialog(lambda: stop.wait(60), stop),  # type: ignore[arg-type,return-value]
    }
    for name, make in sorted(makers.items()):
        screen = make()
        await wizard.app.push_screen(screen)
        await settle(wizard)
        if name == "OpeningDialog":
            await wizard.until(partial(_opening, screen), "it to be shown")
            yield name, await stands(wizard, over=session)
        else:
            yield name, await stands(wizard, over=screen)
        stop.set()
        while screen in wizard.app.screen_stack:
            wizard.app.pop_screen()
        await settle(wizard)


@asynccontextmanager
async def reviewed(opened: Callable[..., Any], lang: str) -> AsyncIterator[Any]:
    """The review of the customer's hand-off, with one verdict given."""
    from cmic_wizard.tui.review.app import ReviewApp
    from cmic_wizard.tui.review.session import ReviewSession

    def app(data_dir: Path) -> ReviewApp:
        keeper: Any = ReadyKeeper(data_dir)
        session = ReviewSession(handoff_of(CUSTOMERS[lang]()), keeper, data_dir, Secret("a password"))
        session.judge(session.guide.steps["connection.company_codes"], "question", "001?")
        return ReviewApp(data_dir, session=session)

    async with opened(app=app, lang=lang, size=SIZE) as wizard:
        yield wizard


@asynccontextmanager
async def asked(opened: Callable[..., Any], lang: str, home: Path) -> AsyncIterator[Any]:
    """A colleague's screen with somebody else's questions, one of them answered."""
    from asked_sheet import empty, filled, profile

    from cmic_wizard.handoff import answer_sheet
    from cmic_wizard.tui.screens.first_screens import session_for_sheet

    path = home / "acme.cmic-answers.toml"
    path.write_bytes(filled(empty(profile(), lang), {"connection.tenant_id": "SOLUTIONS"}))

    def app(data_dir: Path) -> Any:
        from cmic_wizard.tui.app import WizardApp

        keeper: Any = ReadyKeeper(data_dir)
        sheet = answer_sheet.read(path.read_bytes())
        return WizardApp(data_dir, session=session_for_sheet(sheet, path, keeper))

    async with opened(app=app, lang=lang, size=SIZE) as wizard:
        yield wizard


@asynccontextmanager
async def table(opened: Callable[..., Any], lang: str, home: Path) -> AsyncIterator[Any]:
    """The table of a folder with both customers and a file that is none."""
    from cmic_wizard.tui.review.app import FolderApp

    folder = home / "received"
    folder.mkdir()
    for name, make in CUSTOMERS.items():
        data = document.to_bytes(handoff_of(make()))
        (folder / f"{name}.cmic-profile.json").write_bytes(data)
    (folder / "torn.cmic-profile.json").write_bytes(b"{")
    for path in folder.iterdir():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    async with opened(app=lambda data: FolderApp(data, folder), lang=lang, size=SIZE) as wizard:
        await wizard.until(lambda: len(wizard.screen.all_rows) == 3 and not wizard.screen.reading, "all rows")
        yield wizard


def differences(lang: str, views: dict[str, str], *, update: bool) -> list[str]:
    """The views that are not what is stored, as a text to read; with `update`, they are stored instead."""
    folder = FOLDER / lang
    if update:
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.txt"):
            path.unlink()
        for name, text in views.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    stored = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    found = [f"{name}: stored, but shown no more" for name in sorted(stored.keys() - views.keys())]
    for name, text in views.items():
        if name not in stored:
            found.append(f"{name}: new")
        elif stored[name] != text:
            found.append(f"{name} was\n{stored[name]}\nand is\n{text}")
    return found
