"""Profiles to hold conversations on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles

MakeProfile = Callable[..., None]


@pytest.fixture
def acme(data_dir: Path) -> MakeProfile:
    """Make the profile “Acme”, with answers: `acme({"connection.hosting": "cloud"}, step="…")`."""

    def make(answers: Mapping[str, str] | None = None, *, step: str = "", name: str = "Acme") -> None:
        profiles = Profiles(data_dir)
        with profiles.create(name) as store:
            for key, text in (answers or {}).items():
                store.answer(key, text)
            if step:
                store.mark(step=step)
        profiles.remember_last(store.slug)

    return make


@pytest.fixture
def kept(data_dir: Path) -> Callable[[], Draft]:
    """“Acme” as it is on the disk."""
    return lambda: Profiles(data_dir).load("acme")
