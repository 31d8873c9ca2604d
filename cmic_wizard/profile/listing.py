"""How a profile stands, in the few words that a list of profiles has room for."""

from __future__ import annotations

from datetime import datetime

from cmic_wizard import dates
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.environments import WORDS, environment_of
from cmic_wizard.profile.exchange import returned_by
from cmic_wizard.profile.waiting import late, next_call
from cmic_wizard.struct import Struct


class Standing(Struct, frozen=True):
    """What a list shows of a profile beside its progress; "" for what there is nothing to say of."""

    environment: str
    """`test`, `production` or "" (see `environments`)."""
    call: str
    """The next call with its day."""
    late: int
    """How many requests are past their day."""
    review: str
    """How the specialist's review stands."""

    @property
    def place(self) -> str:
        """The environment in words."""
        return _(WORDS[self.environment]) if self.environment else ""

    @property
    def lateness(self) -> str:
        """What is late, in words."""
        if not self.late:
            return ""
        return ngettext("{count} late", "{count} late", self.late).format(count=self.late)

    def words(self) -> tuple[str, str, str, str]:
        """All of it in words."""
        return self.place, self.call, self.lateness, self.review


def standing_of(assessment: Assessment, now: datetime) -> Standing:
    """How a profile stands now."""
    upcoming = next_call(assessment, now)
    call = ""
    if upcoming is not None:
        state, when = upcoming
        day = dates.short_day(when)
        call = _("{call} {day}").format(call=_(state.section.short or state.section.title), day=day)
    return Standing(environment_of(assessment), call, len(late(assessment)), _review(assessment))


def _review(assessment: Assessment) -> str:
    draft = assessment.draft
    overall = draft.marks.get("review_overall", "")
    _accepted, asked = returned_by(draft)
    if asked:
        return ngettext("{count} came back", "{count} came back", asked).format(count=asked)
    if overall == "accepted":
        return _("accepted by the specialist")
    if overall == "changes":
        return _("answered since the review")
    return _("handed over") if draft.handed else ""
