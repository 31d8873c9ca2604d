"""What somebody brings for a profile, an answer sheet or a copy of it, beside what stands there.

Nothing of what stands there is replaced unless its user chose it; what is taken keeps its giver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from cmic_wizard.bounds import moment_in, same_id, stamped
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Step
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.handoff.questions import askable
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.answering import as_kept
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.draft import Draft, Given
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.fields import read
from cmic_wizard.profile.reading import Reading
from cmic_wizard.profile.rules.simple import spelled_out
from cmic_wizard.profile.servers import server_of
from cmic_wizard.profile.taking import answered, with_user_apart, without_password
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import visible

COLLEAGUE: Final = "colleague"
SPECIALIST: Final = "specialist"


class AnotherProfile(FileRefused):
    """The answers were written for another profile; `differences` takes them with `anyway=True`."""


class Brought(Struct, frozen=True):
    """Answers that somebody gives, whatever they came in."""

    profile_id: str
    """The profile that they are for; "" where nothing says it."""
    profile_name: str
    by: str
    answers: dict[str, str]
    given: dict[str, Given]
    """Who gave which, where that is known of each."""
    is_copy: bool = False
    """Whether they are a copy of the whole profile, and no answers to questions."""


class Difference(Struct, frozen=True):
    """An answer that is brought, beside the one that stands there."""

    step: Step
    old: str
    """What stands there; "" where the step has no answer yet."""
    new: str
    given: Given
    old_given: Given | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing stands there yet, so that taking it replaces nothing."""
        return not self.old

    @property
    def reading(self) -> Reading:
        """What the step's rule says of what is brought."""
        return read(self.step, self.new, {})

    @property
    def complaint(self) -> str:
        """Why what is brought can't stand as done; "" where it can, as far as it alone tells."""
        found = self.reading
        faults = [*found.errors, *found.open, *found.doubts]
        return faults[0].text if faults else ""


def of_sheet(sheet: Sheet) -> Brought:
    """What a sheet or a reply brings."""
    return Brought(sheet.profile_id, sheet.profile_name, sheet.answered_by, sheet.answers, {})


def of_copy(draft: Draft) -> Brought:
    """What another copy of the profile brings."""
    return Brought(draft.id, draft.name, "", draft.answers, draft.given, is_copy=True)


def differences(
    draft: Draft, brought: Brought, now: datetime, *, anyway: bool = False
) -> tuple[Difference, ...]:
    """What is brought and does not stand in the profile, in the guide's order.

    AnotherProfile where it was written for another one, unless it is to be taken `anyway`.
    """
    if brought.profile_id and not same_id(brought.profile_id, draft.id) and not anyway:
        raise AnotherProfile(_of_another(draft, brought))
    found = (_difference(step, draft, brought, now) for step in load_guide().walk() if askable(step))
    return tuple(one for one in found if one is not None)


def _of_another(draft: Draft, brought: Brought) -> str:
    theirs, ours = visible(brought.profile_name), visible(draft.name)
    if not theirs or theirs == ours:
        text = _("These answers were written for another profile than “{ours}” on this computer.")
        return text.format(ours=ours)
    text = _("These answers were written for another profile, “{theirs}”, not for “{ours}”.")
    return text.format(theirs=theirs, ours=ours)


def _difference(step: Step, draft: Draft, brought: Brought, now: datetime) -> Difference | None:
    text = brought.answers.get(step.id, "").strip()
    if not text:
        return None
    new = without_password(clean(as_kept(step, spelled_out(step, text))))
    old = draft.answers.get(step.id, "")
    if old == new or _means_the_same(step, old, new):
        return None
    return Difference(step, old, new, _given(step, draft, brought, now), draft.given.get(step.id))


def _means_the_same(step: Step, one: str, other: str) -> bool:
    value = read(step, one, {}).value
    return bool(value) and value == read(step, other, {}).value


def _given(step: Step, draft: Draft, brought: Brought, now: datetime) -> Given:
    """By whom it is: named with the answer, else in the file, else who was asked for it."""
    known, request = brought.given.get(step.id), draft.asked.get(step.id)
    at = stamped(min(moment_in(known.at), now) if known else now)
    by = (known.by if known else "") or brought.by
    if not by and request is not None and not brought.is_copy:
        by = request.whom
    role = COLLEAGUE
    asked = request is not None and request.role == SPECIALIST and request.whom == by
    if asked or (known is not None and known.role == SPECIALIST):
        role = SPECIALIST
    return Given(at, clean(by), role)


def taking(draft: Draft, taken: Iterable[Difference], now: datetime) -> Draft:
    """The profile with these answers in it, each with its giver; it closes what was asked of the customer.

    Where one of them names another server, the password that is stored is not kept for it.
    """
    stamp, result = stamped(now), draft
    for one in taken:
        result = answered(result, one.step.id, one.new, stamp)
        result = replace(result, given={**result.given, one.step.id: one.given})
    if result is draft:
        return draft
    result = with_user_apart(result, stamp)
    return replace(result, password=None) if lets_go(draft, result) else result


def lets_go(before: Draft, after: Draft) -> bool:
    """Whether the stored password is not to be kept: none is offered to a server that a file names."""
    return before.password is not None and server_of(before) != server_of(after)


def said_of_the_password() -> str:
    """What is said where it is let go."""
    return _(
        "The address of the server is now one that somebody else gave, so the service user's password is not"
        " kept for it."
        " Check the address, then enter the password again."
    )


def new_ones(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """What may be taken unasked: answers to items that have none yet."""
    return tuple(one for one in found if one.is_new)


def beside(one: Difference) -> str:
    """Old beside new on one line, as far as there is an old one."""
    new, by = in_words(one.step, one.new), visible(one.given.by)
    if one.is_new:
        said = _("{step}: {new} ({name})") if by else _("{step}: {new}")
    else:
        said = (
            _("{step}: here {old}, brought {new} ({name})") if by else _("{step}: here {old}, brought {new}")
        )
    return said.format(step=_(one.step.title), old=in_words(one.step, one.old), new=new, name=by)


def said_of_taken(count: int, name: str) -> str:
    """How many answers were taken."""
    if not count:
        return _("No answer was taken into the profile “{name}”.").format(name=visible(name))
    text = ngettext(
        "{count} answer was taken into the profile “{name}”.",
        "{count} answers were taken into the profile “{name}”.",
        count,
    )
    return text.format(count=count, name=visible(name))
