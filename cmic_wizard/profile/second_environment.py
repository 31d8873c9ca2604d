"""A second environment out of a first one: its answers, and nothing that was said of the first."""

from __future__ import annotations

from typing import Final

from cmic_wizard.bounds import NAME_AT_MOST
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import CheckInput
from cmic_wizard.guide.named import CHECK_STEP
from cmic_wizard.i18n import _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.history import CREATED
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.recording import Origin
from cmic_wizard.profile.servers import server_of
from cmic_wizard.struct import replace
from cmic_wizard.text import shortened, visible

_MARKS: Final = ("language", "theme")


def copy(profiles: Profiles, slug: str, name: str) -> tuple[str, str]:
    """Make a copy by that name; its slug, and what is to be said of it.

    It has the answers, with who gave and confirmed them, and the notes. It lacks the password, the check,
    what was asked of whom, and the review with its hand-offs, which were of the first. FileRefused for a name
    that is taken or can't be one.
    """
    first = profiles.load(slug)

    def fill(new: Draft) -> Draft:
        return replace(
            new,
            answers={step: text for step, text in first.answers.items() if step != CHECK_STEP},
            given={step: given for step, given in first.given.items() if step != CHECK_STEP},
            confirmed=first.confirmed,
            notes=first.notes,
            marks={key: mark for key, mark in first.marks.items() if key in _MARKS},
        )

    with profiles.create(name, fill=fill, origin=Origin(CREATED, source=first.name)) as store:
        made = store.draft
    text = _("“{new}” is a copy of “{old}”, without its password, check, requests and review.")
    said = text.format(new=visible(made.name), old=visible(first.name))
    if server_of(made):
        said += " " + _("Its address is still the same: change it for the other environment.")
    return store.slug, said


def proposed_name(draft: Draft) -> str:
    """A name for the copy: the profile's own, with the environment that it is not."""
    address = load_guide().checked[CheckInput.ADDRESS]
    answer = draft.answers.get(address.id, "")
    is_test = bool(answer) and read(address, answer, {}).parts.get("is_production") == "no"
    other = _("{name} (production)") if is_test else _("{name} (test)")
    bare = other.format(name="")
    return other.format(name=shortened(draft.name, NAME_AT_MOST - len(bare)))
