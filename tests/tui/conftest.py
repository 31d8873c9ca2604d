"""The wizard driven in this process, on a profile of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from fixture_types import Opened
from loopback import good_context, server_context, test_authority, trusts_test_authority  # noqa: F401 - fixtures
from textual.events import Paste
from textual.pilot import Pilot

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assessment import StepState
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.struct import replace
from cmic_wizard.tui.app import WizardApp
from cmic_wizard.tui.review.session import ReviewSession
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.field import Field

LONGEST_WAIT = 5.0


@pytest.fixture(autouse=True)
def _quiet_and_elsewhere(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


class Wizard:
    """The running application, with the looks and waits that the tests share."""

    def __init__(self, app: WizardApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.keeper: Any = None
        """What a test has put in the place of the keeper of passwords."""

    @property
    def session(self) -> Session:
        """The open profile."""
        assert self.app.session is not None
        return self.app.session

    @property
    def review_session(self) -> ReviewSession:
        """The open review."""
        assert isinstance(self.app.session, ReviewSession)
        return self.app.session

    @property
    def screen(self) -> Any:
        """The screen in sight."""
        return self.app.screen

    def state(self, step: str) -> StepState:
        """How a step is judged."""
        return self.session.assessment.steps[step]

    def answer(self, step: str) -> str:
        """What is answered to a step."""
        return str(self.session.draft.answers.get(step, ""))

    @property
    def focused_step(self) -> str:
        """The id of the step whose field has the focus, "" where none has."""
        focused = self.app.focused
        if focused is None:
            return ""
        return next((w.step.id for w in focused.ancestors_with_self if isinstance(w, Field)), "")

    def field(self, step: str) -> Field:
        """The field of a step on the page in sight."""
        return next(f for f in self.app.screen.query(Field) if f.step.id == step)

    def text(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join(
            "".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()
        )

    async def press(self, *keys: str) -> None:
        """Press keys and let what follows happen."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text: its first and last key, and what is between as one paste, which takes less time."""
        keys = ["space" if c == " " else c for c in text]
        await self.press(keys[0])
        if len(text) > 2:
            self.app.post_message(Paste(text[1:-1]))
            await self.pilot.pause()
        if len(text) > 1:
            await self.press(keys[-1])

    async def until(
        self, holds: Callable[[], object], what: str = "a condition", longest: float = LONGEST_WAIT
    ) -> None:
        """Let the application work until `holds()`."""
        end = monotonic() + longest
        while not self._try(holds):
            if monotonic() > end:
                raise AssertionError(f"{what} never came; the screen shows:\n{self.text()}")
            await self.pilot.pause()
            await asyncio.sleep(0)

    @staticmethod
    def _try(holds: Callable[[], object]) -> bool:
        from textual.css.query import NoMatches

        try:
            return bool(holds())
        except (NoMatches, StopIteration):
            return False

    async def on(self, step: str) -> None:
        """Go to a step, as the lists do, and wait until it has the focus."""
        await self.screen.run_action(f"go_to_step('{step}')")
        await self.until(lambda: self.focused_step == step, f"the focus on {step}")

    async def shows(self, *texts: str) -> None:
        """Wait until texts stand on the screen."""
        for text in texts:
            await self.until(partial(self._shown, text), repr(text))

    def _shown(self, text: str) -> bool:
        return text in self.text()

    async def dialog(self, kind: str) -> Any:
        """Wait for a dialog of that class; gives it."""
        await self.until(lambda: type(self.screen).__name__ == kind, f"the {kind}")
        await self.pilot.pause()
        return self.screen


@pytest.fixture
def opened(data_dir: Path) -> Opened:
    """`async with opened({…answers}) as wizard:` the wizard on a new profile; the size is that of the design.

    `step` is where it opens, `change` alters the draft at will, `lang` is a language.
    """

    @asynccontextmanager
    async def open_wizard(
        answers: Mapping[str, str] | None = None,
        *,
        name: str = "Acme Builders",
        step: str = "",
        size: tuple[int, int] = (80, 24),
        lang: str = "en",
        change: Callable[[Draft], Draft] | None = None,
        app: Callable[[Path], WizardApp] | None = None,
    ) -> AsyncIterator[Wizard]:
        set_language(lang)
        profiles = Profiles(data_dir)
        store = profiles.create(name)
        marks = {"page": _page_of(step), "step": step} if step else {}
        draft = replace(store.draft, answers=dict(answers or {}), marks=marks)
        slug = store.slug
        store.close()
        _write(data_dir, slug, change(draft) if change else draft)
        profiles.remember_last(slug)
        application = app(data_dir) if app else WizardApp(data_dir)
        async with application.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            wizard = Wizard(application, pilot)
            yield wizard
            application.close_session()

    return open_wizard


def _page_of(step: str) -> str:
    guide = load_guide()
    return guide.phase_of[guide.section_of[step].id].id


def _write(data_dir: Path, slug: str, draft: Draft) -> None:
    from cmic_wizard import files
    from cmic_wizard.profile.codec import draft_to_json

    files.write_atomically(data_dir / "profiles" / f"{slug}.json", draft_to_json(draft))


@pytest.fixture
def all_answers() -> dict[str, str]:
    """A whole set of valid answers for a customer whom CMiC hosts alone."""
    import tomllib

    file = Path(__file__).parents[1] / "system" / "data" / "acme-builders.toml"
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    answers = {**given["answers"], **given["holds"]}
    del answers["connection.service_password"]
    return answers


@pytest.fixture
def kept_password() -> Callable[[Draft], Draft]:
    """Alters a draft: it says that a password is kept."""
    from cmic_wizard.profile.draft import KeptPassword

    return lambda draft: replace(draft, password=KeptPassword("vault", 16, "2026-11-20T10:00:00+00:00"))
