"""The wizard's conversation: it asks the next open item, takes a line, and says what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cmic_wizard.errors import FileRefused, ProfileInUse, WizardError
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.plain import beginning, item_speech, secrets_asked
from cmic_wizard.plain.item_speech import Line
from cmic_wizard.plain.plain_words import SIGNS, WORDS, understood
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.typed_answers import NotMeant, meant
from cmic_wizard.plain.voice import GivenUp, Voice
from cmic_wizard.plain.word_acts import ACTS
from cmic_wizard.profile.assessment import STATE_WORDS, State
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.rules.zones import zone_of_people
from cmic_wizard.text import shortened, visible

NEEDS_A_WORD: Final = (State.WRONG, State.TO_CONFIRM)
"""States in which an item that was just answered stays: the user is to say one more thing about it."""


class NoItem(WizardError):
    """A word needs an item, and none is asked."""

    def __init__(self) -> None:
        super().__init__(_("No item is asked now. The word “{word}” goes to one.").format(word=_("go")))


class Conversation:
    """One sitting at one profile, until the user leaves it or goes to another."""

    def __init__(self, voice: Voice, profiles: Profiles, session: Session) -> None:
        self.voice = voice
        self.profiles = profiles
        self.session = session
        self.step: Step | None = None
        """The item that is asked; None where nothing is the user's turn."""
        self.before: list[Step] = []
        """The items that were asked before it, the newest last."""
        self.upcoming: str | None = None
        """The slug of the profile to go on with, once this one is left."""
        self._unseen = True
        """Whether the password is still to be asked for unseen, before a word is."""
        self._said = False
        """Whether the item that is asked was said since the last line was typed."""
        self._over = False

    def run(self) -> None:
        """Greet, then take line after line until the user leaves."""
        hint = _("“{help}” lists the words, “?” explains an item, “{quit}” leaves.")
        hint = hint.format(help=_("help"), quit=_("quit"))
        beginning.greet(self.voice, self.session, hint=hint)
        self.go_on(self.session.draft.marks.get("step") or None, first=True)
        while not self._over:
            self.turn()

    def turn(self) -> None:
        """One line of the user's, and what comes of it."""
        step = self.step
        if step is not None and step.kind is Kind.SECRET and self._unseen and self.voice.source.echoes:
            self._unseen = False
            try:
                if secrets_asked.take_password(self.voice, self.session):
                    self.after(step)
                    return
            except WizardError as error:
                self.voice.fault(error)
        label = _("Your answer") if self.step is not None else _("Your word")
        self.take(self.voice.ask(label))

    def take(self, typed: str) -> None:
        """A word is done, anything else is the answer; an empty line has the item said again."""
        if not typed:
            self.say_item()
            return
        said = understood(typed, (*SIGNS, *WORDS))
        self._said = False
        try:
            if said.word is not None:
                ACTS[said.word.name](self, said.text)
            else:
                self.answer(self.the_step(), said.text)
        except NotMeant as error:
            self.voice.fault(error)
            self.voice.line(_("You typed"), shortened(typed.replace("\n", " · "), 500))
        except GivenUp as left:
            self.voice.line(_("Note"), str(left))
        except WizardError as error:
            self.voice.fault(error)
        self.save()
        if self.step is not None and not self._said and not self._over:
            self.voice.line(_("Still asked"), _(self.step.title))

    # Where it stands

    def go_to(self, step: Step) -> None:
        """Ask an item."""
        if self.step is not None and self.step is not step:
            self.before.append(self.step)
        self.step = step
        self.session.mark(step=step.id, page=self.session.state(step).phase.id)
        self.say_item()

    def go_on(self, behind: str | None, *, first: bool = False) -> None:
        """Ask the next item of the user's own behind one, or say that there is none."""
        assessment = self.session.assessment
        state = assessment.steps.get(behind or "")
        upcoming = state if first and state is not None and state.own else assessment.next(behind)
        if upcoming is None:
            self.step = None
            self.voice.line(_("Up next"), _("Nothing to do for you."))
            self.voice.line(_("Standing"), beginning.readiness(assessment))
            text = _("“{list}” says what others have to do, “{handoff}” hands the profile over.")
            self.voice.line(_("Hint"), text.format(list=_("list"), handoff=_("handoff")))
            return
        self.voice.line(_("Up next"), f"{_(upcoming.step.title)}. {beginning.turns(assessment)}")
        self.go_to(upcoming.step)

    def say_item(self) -> None:
        """The item that is asked, whole."""
        if self.step is None:
            self.voice.line(_("Up next"), _("Nothing to do for you."))
            return
        state, assessment = self.session.state(self.step), self.session.assessment
        self._unseen = self._said = True
        self.say(item_speech.heading(assessment, state))
        self.say(item_speech.standing(state, assessment))
        self.say(item_speech.question(state, assessment))

    def say(self, lines: Iterable[Line]) -> None:
        """Several lines."""
        for label, text in lines:
            self.voice.line(label, text)

    # Answers

    def answer(self, step: Step, typed: str) -> None:
        """Take an answer, say what was understood, and go on unless it needs a word more."""
        if step.kind is Kind.SECRET:
            raise WizardError(
                _("Nothing was taken, because it was seen. An empty line asks for the password unseen.")
                if self.voice.source.echoes
                else _("A password is only taken unseen, at a terminal; or with `set --password-file`.")
            )
        state = self.session.state(step)
        text = meant(
            step,
            typed,
            before=state.reading.value,
            named=self.session.draft.answers.get(step.each, ""),
            agreed=self.voice.agreed,
            zone=self._zone,
        )
        self.put(step, text)

    def put(self, step: Step, text: str) -> None:
        """Keep a text as the answer, and say what came of it."""
        apart = self.session.answer(step, text)
        for other in apart - {step.id}:
            state = self.session.assessment.steps[other]
            self.voice.line(_("Taken apart"), f"{_(state.step.title)}: {visible(state.answer)}")
        self.after(step)

    def after(self, step: Step) -> None:
        """Say what came of it, and go on: behind this item, or with the one that was asked meanwhile."""
        self.say_outcome(step)
        if self.session.state(step).state in NEEDS_A_WORD and step is self.step:
            self.voice.line(_("Hint"), _("Type the answer again, or “-” to leave it so and go on."))
            if step.kind is Kind.CHOICE:
                self.voice.line(_("Hint"), _("An empty line says the choices and their numbers again."))
        elif self.step is None or step is self.step:
            self.go_on(step.id)
        else:
            self.say_item()

    def say_outcome(self, step: Step) -> None:
        """What was understood, what the rules say, how the item stands, and whether it is saved."""
        saved, state = self.save(), self.session.state(step)
        said = item_speech.answer_in_words(state, self.session.draft)
        is_read = bool(state.reading.value) or step.kind is Kind.SECRET
        if step.kind is not Kind.CHECK:  # whose answer is a code: what it means is said below
            self.voice.line(_("Understood") if is_read else _("As typed"), said or _("no answer"))
        self.say(item_speech.judgement(state))
        self.say(item_speech.settled_by(state))
        if step.kind is Kind.CHECK:
            self.say(item_speech.check_lines(step, self.session.assessment))
        self.voice.line(_("State"), _(STATE_WORDS[state.state]))
        if saved:
            self.voice.line(_("Saved"), _(step.title))

    def save(self) -> bool:
        """Bring what changed to the disk; whether that is so. A failure is said, and nothing is lost."""
        try:
            self.session.store.save()
        except (FileRefused, ProfileInUse) as error:
            self.voice.line(_("Not saved"), str(error))
            return False
        return True

    def _zone(self) -> str:
        """The time zone of a call that was typed without one."""
        own = zone_of_people()
        if own:
            self.voice.line(_("Proposed"), _("{zone}; an empty line takes it").format(zone=own))
        return self.voice.one_line(_("Time zone, such as America/Chicago")) or own

    def the_step(self) -> Step:
        """The item that is asked; NoItem where there is none."""
        if self.step is None:
            raise NoItem
        return self.step

    def leave(self, upcoming: str | None = None) -> None:
        """End this sitting, to go on with another profile or not at all."""
        self.upcoming, self._over = upcoming, True
