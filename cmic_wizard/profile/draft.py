"""What was answered: the raw answers exactly as typed, with notes and marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Self

from cmic_wizard.guide.named import CHECK_STEP, SECRET_STEP
from cmic_wizard.profile.checks import CheckResult
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.verdicts import REPLY
from cmic_wizard.struct import Struct, field, replace


class KeptPassword(Struct, frozen=True):
    """That a password is kept, where, and how long it is: never the password. `at` is ISO 8601 in UTC."""

    place: str
    """`key_ring` or `vault`; `customer` in a hand-off that is looked at, never in a file."""
    length: int
    at: str
    backend: str = ""
    server: str = ""
    """What the profile named as its server then (see `servers.server_of`); "" where that is not known."""


class Remark(Struct, frozen=True):
    """A message about a step between specialist and customer.

    `verdict` is `change`, `question`, `accepted` or `reply`.
    """

    step: str
    verdict: str
    text: str
    author: str
    at: str
    open: bool = True
    """While open, the step is returned; the customer's next answer closes it and the exchange stays."""
    answer: str = ""
    """What the step's answer was when the remark was made."""


CUSTOMER: Final = "customer"
"""The role of who answers for the customer."""


class Given(Struct, frozen=True):
    """Who gave an answer, and when. `by` is a name, "" for nobody named; `at` is ISO 8601 in UTC."""

    at: str
    by: str = ""
    role: str = CUSTOMER
    """`customer`, `colleague` or `specialist`."""


class Proposal(Struct, frozen=True):
    """What somebody else proposes as the answer to a step, and why: no answer until the customer takes it."""

    step: str
    text: str
    reason: str
    author: str
    at: str
    open: bool = True
    """While open, the customer has neither taken nor declined it; what a specialist answered is not open."""


HANDED_AT_MOST: Final = 100
"""Check numbers that a profile keeps, the newest."""


class Draft(Struct, frozen=True):
    """A profile as it is being filled in. Immutable: a change gives a new one; the store keeps the newest."""

    id: str
    name: str
    created: str
    changed: str
    answers: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    """Where the user is and how they like it: `step`, `page`, `language`, `theme`."""
    password: KeptPassword | None = None
    check: CheckResult | None = None
    earlier_checks: tuple[CheckResult, ...] = ()
    """What was checked before, in short, the newest first."""
    remarks: tuple[Remark, ...] = ()
    confirmed: dict[str, str] = field(default_factory=dict)
    """Answers that a rule doubts and that were confirmed as they stand, by step."""
    given: dict[str, Given] = field(default_factory=dict)
    """Who gave the answer to a step, and when; an answer of an older file has none."""
    proposals: tuple[Proposal, ...] = ()
    """What others propose, until it is taken or the answer is confirmed as it stands."""
    handed: tuple[str, ...] = ()
    """The check numbers of the hand-offs that were written of it, the newest last."""
    asked: dict[str, Request] = field(default_factory=dict)
    """What was asked of whom, one request for a step; an answer ends it."""
    history: tuple[str, ...] = ()
    """What was changed before, the newest last, as `history` writes it; in no hand-off."""

    sent: dict[str, str] = field(default_factory=dict)
    """When the user said that a hand-off was sent (ISO 8601 in UTC), by its check number."""

    def asking(self, steps: Iterable[str], request: Request, now: str) -> Self:
        """With somebody asked for the steps, in the place of whoever was asked before."""
        return replace(self, asked={**self.asked, **dict.fromkeys(steps, request)}, changed=now)

    def withdrawing(self, steps: Iterable[str], now: str) -> Self:
        """With nobody asked for the steps any more."""
        asked = self._without_requests(*steps)
        return self if asked == self.asked else replace(self, asked=asked, changed=now)

    def _without_requests(self, *steps: str) -> dict[str, Request]:
        return {step: request for step, request in self.asked.items() if step not in steps}

    def is_confirmed(self, step: str) -> bool:
        """Whether the answer as it stands was confirmed."""
        return self.confirmed.get(step) == self.answers.get(step, "") != ""

    def confirming(self, step: str, now: str) -> Self:
        """With the step's answer confirmed as it stands, and what others propose for it declined."""
        answer, proposals = self.answers.get(step, ""), self._decided(step)
        if proposals == self.proposals and (not answer or self.is_confirmed(step)):
            return self
        confirmed, asked = self.confirmed, self.asked
        if answer:
            confirmed, asked = {**confirmed, step: answer}, self._without_requests(step)
        return replace(self, confirmed=confirmed, proposals=proposals, asked=asked, changed=now)

    def _decided(self, step: str, text: str | None = None) -> tuple[Proposal, ...]:
        """The proposals, those for a step (all, or those of one text) decided on."""
        return tuple(
            replace(p, open=False) if p.open and p.step == step and text in (None, p.text) else p
            for p in self.proposals
        )

    def answered(self, step: str, text: str, now: str) -> Self:
        """With `text` as the answer to `step`; an empty text opens it again.

        Closes the step's remarks; an answer ends what was asked.
        """
        if text == self.answers.get(step, ""):
            return self
        answers = {key: value for key, value in self.answers.items() if key != step}
        given = {key: value for key, value in self.given.items() if key != step}
        if text:
            answers[step] = text
            given[step] = Given(now)
        confirmed = {key: value for key, value in self.confirmed.items() if key != step}
        return replace(
            self,
            answers=answers,
            given=given,
            confirmed=confirmed,
            remarks=self.closed_remarks(step),
            proposals=self._decided(step, text),
            asked=self._without_requests(step) if text else self.asked,
            changed=now,
        )

    def brought(self, step: str, text: str, given: Given) -> Self:
        """With an answer that somebody else has given: it closes nothing that was asked of the customer."""
        confirmed = {key: value for key, value in self.confirmed.items() if key != step}
        return replace(
            self,
            answers={**self.answers, step: text},
            given={**self.given, step: given},
            confirmed=confirmed,
            proposals=self._decided(step, text),
            asked=self._without_requests(step),
        )

    def replied(self, step: str, text: str, now: str, by: str = "") -> Self:
        """With the customer's words on what was asked of a step, which close it."""
        said = Remark(step, REPLY, text, by, now, open=False, answer=self.answers.get(step, ""))
        return replace(self, remarks=(*self.closed_remarks(step), said), changed=now)

    def handing(self, check_number: str) -> Self:
        """With the check number of a hand-off that was written."""
        others = [number for number in self.handed if number != check_number]
        return self._handing(tuple([*others, check_number][-HANDED_AT_MOST:]))

    def _handing(self, handed: tuple[str, ...]) -> Self:
        return replace(self, handed=handed, sent={n: at for n, at in self.sent.items() if n in handed})

    def sending(self, check_number: str, now: str) -> Self:
        """With a written hand-off said to be sent; "" as `now` says that it was not."""
        sent = {number: at for number, at in self.sent.items() if number != check_number}
        return replace(self, sent=sent | ({check_number: now} if now else {}))

    def noted(self, step: str, text: str, now: str) -> Self:
        """With a note beside the step; an empty text removes it. A note answers the step's open questions."""
        if text == self.notes.get(step, ""):
            return self
        notes = {key: value for key, value in self.notes.items() if key != step}
        if not text:
            return replace(self, notes=notes, changed=now)
        notes[step] = text
        return replace(self, notes=notes, remarks=self.closed_remarks(step, "question"), changed=now)

    def keeping(self, password: KeptPassword | None, now: str) -> Self:
        """With where the password is kept, None for nowhere. Closes the remarks on its step."""
        asked = self.asked if password is None else self._without_requests(SECRET_STEP)
        remarks = self.closed_remarks(SECRET_STEP)
        return replace(self, password=password, remarks=remarks, asked=asked, changed=now)

    def checked(self, check: CheckResult | None, now: str) -> Self:
        """With the newest connection check, None for none. Closes the remarks on its step."""
        earlier = self.earlier_checks
        if check is not None and self.check is not None:
            from cmic_wizard.profile.check_kept import with_earlier

            earlier = with_earlier(self.check, earlier)
        return replace(
            self,
            check=check,
            earlier_checks=earlier,
            remarks=self.closed_remarks(CHECK_STEP),
            asked=self.asked if check is None else self._without_requests(CHECK_STEP),
            changed=now,
        )

    def marked(self, **marks: str) -> Self:
        """With marks set; they are no answers, so `changed` stays."""
        return replace(self, marks={**self.marks, **marks})

    def closed_remarks(self, step: str, verdict: str = "") -> tuple[Remark, ...]:
        """The step's remarks (of one verdict, or all) marked as answered, the others as they are."""
        return tuple(
            replace(r, open=False) if r.open and r.step == step and verdict in ("", r.verdict) else r
            for r in self.remarks
        )
