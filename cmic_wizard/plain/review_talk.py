"""A review's conversation: it says each item that waits, takes a verdict, and keeps it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.plain import item_speech
from cmic_wizard.plain.item_speech import Line
from cmic_wizard.plain.plain_words import understood
from cmic_wizard.plain.review_desk import Desk
from cmic_wizard.plain.review_word_acts import REVIEW_ACTS
from cmic_wizard.plain.review_words import REVIEW_WORDS
from cmic_wizard.plain.typed_answers import choices
from cmic_wizard.plain.voice import GivenUp, Voice
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.verdicts import OVERALL, VERDICTS
from cmic_wizard.review.claims import VOUCHERS, alarms
from cmic_wizard.review.judging import as_answer
from cmic_wizard.text import one_line, shortened, visible


class ReviewTalk:
    """One sitting at one hand-off. Nothing of the file can be changed."""

    def __init__(self, voice: Voice, desk: Desk) -> None:
        self.voice = voice
        self.desk = desk
        self.step: Step | None = None
        self.before: list[Step] = []
        self._said = False
        """Whether the item that is looked at was said since the last line was typed."""
        self._over = False

    def run(self) -> None:
        """Say what the file claims, then take line after line until the reviewer leaves."""
        self.say_standing()
        with contextlib.suppress(GivenUp):
            if self._counts():
                self._hold()

    def _hold(self) -> None:
        hint = _("“{help}” lists the words, “?” explains an item, “{quit}” leaves.")
        self.voice.line(_("Help"), hint.format(help=_("help"), quit=_("quit")))
        self.go_on("")
        while not self._over:
            self.take(self.voice.ask(_("Your verdict") if self.step is not None else _("Your word")))

    def _counts(self) -> bool:
        """Whether the hand-off is to count, where something speaks against it, or a newer one was seen."""
        against = alarms(self.desk.claims) and self.desk.review.check_number not in ("", self.desk.number)
        carried = _("What you decided on earlier hand-offs of this profile would be carried over.")
        if against and not self.voice.agreed(f"{carried} " + _("Review it anyway?")):
            return False
        newer = _("A newer hand-off of this profile has been looked at already.")
        if self.desk.older and not self.voice.agreed(f"{newer} " + _("Review it anyway?")):
            return False
        self.desk.take()
        return True

    def take(self, typed: str) -> None:
        """A word is done; anything else is an answer, where that is the reviewer's to give."""
        if not typed:
            self.say_item()
            return
        said = understood(typed, REVIEW_WORDS)
        self._said = False
        try:
            if said.word is not None:
                REVIEW_ACTS[said.word.name](self, said.text)
            else:
                self.answer(self.the_step(), said.text)
        except GivenUp as left:
            self.voice.line(_("Note"), str(left))
        except WizardError as error:
            self.voice.fault(error)
        if self.step is not None and not self._said and not self._over:
            self.voice.line(_("Still asked"), _(self.step.title))

    def answer(self, step: Step, typed: str) -> None:
        """Answer a step that is the specialist's or Procore's turn."""
        if not self.desk.judging.answers(step):
            text = _(
                "“{text}” is none of the words. The answer is the customer's; “{word}” proposes another."
            )
            raise WizardError(text.format(text=visible(shortened(typed, 60)), word=_("propose")))
        meant = self.as_meant(step, typed)
        self.desk.decide(lambda review, now: review.answering(step.id, meant, "", now))
        self.voice.line(_("Understood"), in_words(step, meant))
        self.kept(step)

    def as_meant(self, step: Step, typed: str) -> str:
        """An answer as it is kept, a number being that of a choice; WizardError where it can't be one."""
        offered = choices(step, "")
        number = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
        text = offered[number - 1].id if 1 <= number <= len(offered) else typed
        meant, fault = as_answer(step, text)
        if fault:
            raise WizardError(fault)
        return meant

    def kept(self, step: Step) -> None:
        """Say that it is kept, and go on."""
        self.voice.line(_("Saved"), _(step.title))
        self.go_on(step.id)

    def the_step(self) -> Step:
        """The item that is looked at; WizardError where there is none."""
        if self.step is None:
            raise WizardError(_("No item is asked now. The word “{word}” goes to one.").format(word=_("go")))
        return self.step

    def go_to(self, step: Step) -> None:
        """Look at an item."""
        if self.step is not None and self.step is not step:
            self.before.append(self.step)
        self.step = step
        self.say_item()

    def go_on(self, behind: str) -> None:
        """Look at the next item that waits for the reviewer behind one, or say that none does."""
        upcoming = self.desk.next(behind)
        count = len(self.desk.judging.waiting)
        if upcoming is None:
            self.step = None
            self.voice.line(_("Up next"), _("Nothing waits for your verdict."))
            text = _("“{whole}” gives the verdict on the whole, “{save}” writes the remarks file.")
            self.voice.line(_("Hint"), text.format(whole=_("whole"), save=_("save")))
            return
        said = ngettext("{count} item waits for you", "{count} items wait for you", count)
        self.voice.line(_("Up next"), f"{_(upcoming.step.title)}. {said.format(count=count)}")
        self.go_to(upcoming.step)

    def say(self, lines: Iterable[Line]) -> None:
        """Several lines."""
        for label, text in lines:
            self.voice.line(label, text)

    def say_item(self) -> None:
        """The item, its answer, what speaks for and against it, and what was decided."""
        if self.step is None:
            self.voice.line(_("Up next"), _("Nothing waits for your verdict."))
            return
        self._said = True
        state = self.desk.state(self.step)
        self.say(item_speech.heading(self.desk.assessment, state))
        self.voice.line(_("Asked"), _(self.step.help))
        self.say(item_speech.standing(state, self.desk.assessment, review=True))
        self.say(self._decided(self.step))
        if self.desk.judging.answers(self.step):
            self.voice.line(_("Yours"), _("This item is yours to answer: type the answer."))
            self.say(item_speech.offered(state, self.desk.assessment))

    def _decided(self, step: Step) -> Iterator[Line]:
        """What changed since the last hand-off, and what reviewers said of it."""
        review = self.desk.review
        if (changed := review.changed_answers.get(step.id)) is not None:
            before, now = (in_words(step, text) or "–" for text in changed)
            yield _("Changed"), _("{before} → {now}").format(before=before, now=now)
        for earlier in review.overtaken.get(step.id, ()):
            yield _("In another window"), f"{_(VERDICTS[earlier.verdict])}. {one_line(earlier.text)}"
        for name, opinion in review.others.items():
            if (other := opinion.verdicts.get(step.id)) is not None:
                yield visible(name) or _("Somebody"), f"{_(VERDICTS[other.verdict])}. {one_line(other.text)}"
        if (given := review.verdicts.get(step.id)) is not None:
            outdated = " " + _("The answer has changed since.") if review.outdated(step.id) else ""
            yield _("Your verdict so far"), f"{_(VERDICTS[given.verdict])}. {one_line(given.text)}{outdated}"
        if (answer := review.answers.get(step.id)) is not None:
            yield _("Your answer so far"), in_words(step, answer.text)
        if (proposal := review.proposals.get(step.id)) is not None:
            reason = f" ({one_line(proposal.reason)})" if proposal.reason else ""
            yield _("You propose"), f"{in_words(step, proposal.text)}{reason}"

    def say_standing(self) -> None:
        """What the file is, who vouches for what, and how the review stands."""
        handoff, assessment, review = self.desk.handoff, self.desk.assessment, self.desk.review
        self.voice.line(_("Hand-off"), shortened(handoff.profile.name, 80))
        self.voice.line(_("Progress"), f"{int(assessment.progress * 100)} %")
        for claim in self.desk.claims:
            label = _("Against it") if claim.alarm or claim.what == "differs" else _("Claim")
            self.voice.line(label, f"{claim.says} ({_(VOUCHERS[claim.vouched_by])})")
        self.voice.line(_("Check number"), _("{number}, to compare by phone").format(number=self.desk.number))
        if self.desk.sealed:
            self.voice.line(
                _("Password"), _("In this file, not shown. The screen of `review` shows or keeps it.")
            )
        counts = [verdict.verdict for verdict in review.verdicts.values()]
        said = ", ".join(f"{_(title)} {counts.count(name)}" for name, title in VERDICTS.items())
        self.voice.line(_("Your review"), said)
        if review.overall:
            self.voice.line(_("Your overall verdict"), _(OVERALL[review.overall]))

    def leave(self) -> None:
        """End this sitting."""
        self._over = True
