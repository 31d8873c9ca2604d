"""What becomes of what was typed on its way into a draft: made fit to be kept, two things taken apart."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.profile.answering import says_no_answer
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.fields import split_user
from cmic_wizard.struct import replace

_IN_ADDRESS: Final = re.compile(r"(//[^/?#@\s:]*:)[^/?#@\s]*@")


def without_password(text: str) -> str:
    """An address with the password of `user:password@host` replaced, which is no place for one, by dots."""
    return _IN_ADDRESS.sub(r"\1•••@", text)


def answered(draft: Draft, step: str, text: str, now: str) -> Draft:
    """The draft with what was typed as the answer to a step, made fit to be kept.

    Words that are no answer, such as “don't know yet”, end nothing that was asked.
    """
    after = draft.answered(step, without_password(clean(text)), now)
    if step in draft.asked and step not in after.asked and says_no_answer(step, after.answers[step]):
        return replace(after, asked=draft.asked)
    return after


def with_user_apart(draft: Draft, now: str) -> Draft:
    """The draft with a service user given as TENANT||USER taken apart.

    It stays as typed where another tenant ID was given.
    """
    for step in load_guide().walk():
        split = split_user(draft.answers.get(step.id, "")) if step.splits_off else None
        tenant = draft.answers.get(step.splits_off, "").strip()
        if split is None or tenant.upper() not in ("", split[0].upper()):
            continue
        draft = answered(draft, step.id, split[1], now)
        if not tenant:
            draft = answered(draft, step.splits_off, split[0], now)
    return draft
