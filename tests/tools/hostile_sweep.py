"""Looks at every screen with hostile texts in all that it shows, and at what must hold of each."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import process_time
from typing import TYPE_CHECKING, Any, Final

from hostile_texts import SWEPT
from screen_tour import harm
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

import cmic_wizard.tui
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.widgets.bars import KeyBar, StatusLine, TitleBar
from cmic_wizard.tui.widgets.field import Field
from cmic_wizard.tui.widgets.help_pane import HelpPane
from cmic_wizard.tui.widgets.sidebar import Sidebar, width_in

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

NO_DATA: Final = {
    "Dialog": "what dialogs share; nothing shows it by itself",
    "SecretForm": "what dialogs share that ask for a secret; nothing shows it by itself",
    "Replaceable": "what pages share; nothing shows it by itself",
    "OutsideDialog": "asks which of two versions counts, and shows neither",
    "OpeningDialog": "says that opening takes a while, and nothing else",
    "TooSmallScreen": "says how large the window is, and nothing else",
}
"""Screens that the sweep leaves out, and why."""
_LAYOUT_TURNS: Final = 100
"""Turns of the event loop that a dialog may take to come into order, as on a busy machine."""
LONGEST: Final = 2.0
"""Seconds of work that a screen may take to stand, with whatever text in it."""
_BARE_LINES: Final = 300


def screen_kinds() -> set[type[Any]]:
    """All classes of screens and dialogs in the program."""
    for module in pkgutil.walk_packages(cmic_wizard.tui.__path__, "cmic_wizard.tui."):
        importlib.import_module(module.name)
    return {kind for kind in _below(Screen) if kind.__module__.startswith("cmic_wizard.")}


def screen_classes() -> set[str]:
    """Their names."""
    return {kind.__name__ for kind in screen_kinds()}


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def disorder(screen: Any) -> list[str]:
    """How the layout of a screen does not stand; empty where it does."""
    width, height = screen.size
    strips = screen._compositor.render_strips()
    found = [f"line {y} is {s.cell_length} wide" for y, s in enumerate(strips) if s.cell_length != width]
    if len(strips) != height:
        found.append(f"{len(strips)} lines")
    if isinstance(screen, WizardScreen):
        found += _disorder_of_pages(screen)
    elif isinstance(screen, Dialog) or screen.has_class("Dialog"):
        found += _disorder_of_frames(screen)
    else:
        found += [
            f"{name} at {screen.query_one(name).region}"
            for name, line in ((".title-line", 0), (".state-line", height - 2), (".keys", height - 1))
            if screen.query_one(name).region[1:] != (line, width, 1)
        ]
    return found


def _disorder_of_pages(screen: Any) -> Iterator[str]:
    width, height = screen.size
    for kind, line in ((TitleBar, 0), (StatusLine, height - 2), (KeyBar, height - 1)):
        if (region := screen.query_one(kind).region)[1:] != (line, width, 1):
            yield f"{kind.__name__} at {region}"
    if (region := screen.query_one(Sidebar).region) != (0, 1, width_in(width), height - 3):
        yield f"the guide at {region}"
    keys = screen.query_one(KeyBar).render().plain.rstrip()
    last = "".join(segment.text for segment in screen._compositor.render_strips()[-1]).rstrip()
    if last != keys:
        yield f"the keys are {last!r}"
    page = screen.page
    right = next((pane.region.x for pane in screen.query(HelpPane) if pane.display), width)
    if page.max_scroll_x or page.region.right != right:
        yield f"the page at {page.region} scrolls sideways by {page.max_scroll_x}"
    for field in screen.query(Field):
        if field.region.right > page.region.right or field.region.x < page.region.x:
            yield f"{field.id} at {field.region}"


def _disorder_of_frames(screen: Any) -> Iterator[str]:
    """Title and controls stand within the frame; where it scrolls, at least what has the focus does."""
    [frame] = screen.query_children("Vertical")
    inner = frame.content_region
    if not screen.region.contains_region(frame.region):
        yield f"the frame at {frame.region}"
    if frame.max_scroll_x:
        yield f"the frame scrolls sideways by {frame.max_scroll_x}"
    title = frame.children[0].region
    if not frame.scroll_y and (not inner.contains_region(title) or title.y != inner.y):
        yield f"the title at {title}"
    for widget in (w for w in frame.query("Button, Input, TextArea, OptionList") if _in_sight(w)):
        box = widget.region
        empty = isinstance(widget, OptionList) and not widget.option_count
        if empty or (frame.max_scroll_y and not widget.has_focus):
            continue
        if not inner.contains_region(box) or not box.area:
            yield f"{type(widget).__name__} {widget.name or widget.id or ''} at {box} of {inner}"


def _in_sight(widget: Widget) -> bool:
    return all(w.display for w in widget.ancestors_with_self if isinstance(w, Widget))


def bare_work() -> float:
    """Seconds of work that a page of nothing but lines takes to stand on this machine, as it is now."""
    from textual.app import App, ComposeResult
    from textual.containers import VerticalScroll
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                yield from (Static("a line of text " * 20) for _line in range(_BARE_LINES))

    async def stand() -> None:
        async with Bare().run_test(size=(80, 24)) as pilot:
            await pilot.pause()

    since = process_time()
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(stand())).result()
    return process_time() - since


class Sweep:
    """What was looked at; `look` raises AssertionError where a text broke out or a screen broke down."""

    def __init__(self) -> None:
        self.shown: set[tuple[str, str]] = set()
        """Pairs of a text's name and a screen's."""
        self.views = 0
        self.slowest = (0.0, "")
        self._since = process_time()

    def begin(self) -> None:
        """From now on it is measured how long it takes until the next look."""
        self._since = process_time()

    def look(self, wizard: Wizard, *names: str, kind: str, where: str = "") -> None:
        """Look at the screen in sight, which is to be a `kind`, with the texts of those names in it."""
        took = process_time() - self._since
        screen = wizard.screen
        said = f"{where or kind} with {', '.join(names)}"
        assert type(screen).__name__ == kind, f"{said}: {type(screen).__name__} is in sight"
        found = harm(screen) or disorder(screen)
        assert not found, f"{said}: {found[:5]}\n{wizard.text()}"
        assert not wizard.app._exit, said
        assert wizard.app.clipboard == "", said
        self.slowest = max(self.slowest, (took, said))
        self.views += 1
        self.shown |= {(name, kind) for name in names}
        self.begin()

    def figures(self, kinds: set[str], what: str) -> str:
        """The line of figures; raises AssertionError where a text was not on one of those screens."""
        missing = {(name, kind) for name in SWEPT for kind in kinds} - self.shown
        assert not missing, sorted(missing)[:5]
        assert {kind for _name, kind in self.shown} == kinds
        bare = bare_work()
        assert self.slowest[0] < LONGEST, (self.slowest, bare)
        texts = {name for name, _kind in self.shown}
        return (
            f"hostile texts {len(texts)} × screens {len(kinds)} ({what}): {len(self.shown)} shown in"
            f" {self.views} views, 0 broke out, 0 acted, 0 layouts broken; the slowest view took"
            f" {self.slowest[0]:.2f} s of work, {self.slowest[0] / bare:.1f} times a bare page's"
            f" ({self.slowest[1][:60]})"
        )


async def settle(wizard: Wizard) -> None:
    """Wait until a screen stands; `pause()` would wait for the whole process to be idle."""
    turns = 0
    while turns < 2 or not _stands(wizard.screen):
        turns += 1
        assert turns < 2000, "the screen never stands"
        await wizard.pilot.pause(0)
    for _turn in range(_LAYOUT_TURNS):
        if not isinstance(wizard.screen, Dialog) or not disorder(wizard.screen):
            break
        await wizard.pilot.pause(0)


def _stands(screen: Any) -> bool:
    mounted = screen.children and all(widget.is_mounted for widget in screen.query("*"))
    return bool(mounted) and not screen._layout_required


async def typed(wizard: Wizard, text: str) -> None:
    """Paste a text into what has the focus; where it has several lines, take the one that is offered."""
    from textual.events import Paste

    from cmic_wizard.tui.screens.dialog import Confirm

    before = wizard.screen
    wizard.app.post_message(Paste(text))
    await settle(wizard)
    if wizard.screen is not before and isinstance(wizard.screen, Confirm):
        found = harm(wizard.screen) or disorder(wizard.screen)
        assert not found, f"asked about a paste: {found[:5]}\n{wizard.text()}"
        wizard.screen.press_yes()
        await settle(wizard)
