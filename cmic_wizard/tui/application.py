"""What screens may ask of the application that shows them, so that they need not know it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.screen import Screen

from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

if TYPE_CHECKING:
    from cmic_wizard.handoff.answer_sheet import Sheet
Fill = Callable[[Draft], Draft]
"""Makes of an empty draft what a new profile holds."""


def as_it_is(draft: Draft) -> Draft:
    """The draft unchanged."""
    return draft


class Application(Protocol):
    """The wizard's application."""

    data_dir: Path
    profiles: Profiles
    keeper: Keeper

    async def open_profile(self, slug: str) -> None:
        """Close the open profile and go to another."""

    async def open_sheet(self, sheet: Sheet, path: Path) -> None:
        """Close the open profile and show the questions of an answer sheet that lies at a path."""

    async def create_profile(self, name: str, fill: Fill = as_it_is) -> None:
        """A new profile by that name, opened, holding what `fill` makes of it; raises FileRefused."""

    async def may_close(self) -> bool:
        """Save; whether the open profile may be given free. In a worker, for the user may be asked."""

    def tell_kept(self) -> None:
        """Say what was kept beside the profile, where nobody has been told yet."""

    async def typing_paused(self) -> None:
        """Wait until nobody types: what opens by itself must not get keys that were meant for the page."""

    def close_session(self) -> None:
        """Save and give the profile free."""

    async def action_profiles(self) -> None:
        """The list of profiles."""


def application_of(screen: Screen[Any]) -> Application:
    """The application of a screen."""
    return cast("Application", screen.app)
