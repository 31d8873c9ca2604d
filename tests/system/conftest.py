"""Profiles for the tests in the real terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fixture_types import StoredProfile


@pytest.fixture
def stored_profile(data_dir: Path) -> StoredProfile:
    """Make a profile that opens at a step: `stored_profile("Acme", "go_live.date", {…})`; gives its slug."""

    def make(name: str, step: str = "", answers: Mapping[str, str] | None = None) -> str:
        from cmic_wizard.guide.loader import load_guide
        from cmic_wizard.profile.profiles import Profiles

        profiles = Profiles(data_dir)
        store = profiles.create(name)
        for key, text in (answers or {}).items():
            store.answer(key, text)
        if step:
            guide = load_guide()
            store.mark(page=guide.phase_of[guide.section_of[step].id].id, step=step)
        store.save()
        store.close()
        profiles.remember_last(store.slug)
        return store.slug

    return make


@pytest.fixture
def answer_on_disk(data_dir: Path) -> Callable[[str, str], str]:
    """What the profile's file holds as the answer to a step, read as the program reads it."""

    def read(slug: str, step: str) -> str:
        from cmic_wizard.profile.profiles import Profiles

        return Profiles(data_dir).load(slug).answers.get(step, "")

    return read
