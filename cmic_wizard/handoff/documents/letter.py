"""The letter that asks somebody for answers: made for its reader, and understood without this program."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from cmic_wizard import dates
from cmic_wizard.bounds import moment_in
from cmic_wizard.guide.for_asked import Reader
from cmic_wizard.guide.model import CheckInput, Kind, Owner, Step
from cmic_wizard.handoff.documents.mailing import Attachment, body, greeting, unsent
from cmic_wizard.handoff.questions import asked_steps, in_text
from cmic_wizard.i18n import _, in_language, language, ngettext
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.assessment import Assessment, State, StepState
from cmic_wizard.profile.check_words import sentence, subject_words
from cmic_wizard.profile.checks import ADVICE, Stage, StageState, is_stale
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.fields import Contact
from cmic_wizard.profile.requests import Request
from cmic_wizard.profile.settings import Settings
from cmic_wizard.profile.waiting import day_of_moment, next_call
from cmic_wizard.struct import Struct
from cmic_wizard.text import one_line, visible

_WIDTH: Final = 72
_LINKS_AT_MOST: Final = 2


class Asked(Struct, frozen=True):
    """Who is asked by whom for which steps."""

    steps: tuple[str, ...]
    request: Request
    sender: Settings
    again: bool = False
    """Whether it reminds of what was asked before."""


def letter(assessment: Assessment, asked: Asked, now: datetime, sheet: Attachment | None) -> bytes:
    """The unsent e-mail, in the language of whom it is for; it never asks for the password."""
    with in_language(asked.request.language):
        judged = assess(assessment.guide, assessment.draft, now)
        return _Letter(judged, asked, now).message(sheet)


class _Letter:
    """One letter on its way to paper."""

    def __init__(self, assessment: Assessment, asked: Asked, now: datetime) -> None:
        self.assessment, self.asked, self.now = assessment, asked, now
        self.request = asked.request
        self.role = asked.request.role
        self.company = visible(assessment.draft.name)
        self.states = [state for state in assessment.steps.values() if state.step.id in asked.steps]
        self.questions = asked_steps(assessment.guide, asked.steps)

    def message(self, sheet: Attachment | None) -> bytes:
        """All of it."""
        to = [Contact("" if "@" in self.request.whom else self.request.whom, self.request.mail)]
        parts = [greeting(to), *self._opening(), *self._about(), *self._facts(), *self._questions()]
        parts += [*self._unwritten(), *self._how(sheet), *self._ending()]
        message = body([_wrapped(part) for part in parts if part])
        if sheet is not None:
            main, _slash, sub = sheet[2].partition("/")
            message.add_attachment(sheet[1], maintype=main, subtype=sub, filename=sheet[0])
        return unsent(message, to, self._subject())

    def _subject(self) -> str:
        count = len(self.states)
        what = _(self.states[0].step.title) if count == 1 else _several(count)
        text = _("{company}, CMiC and Procore: {what}").format(company=self.company, what=what)
        if self.request.reference:
            text = f"[{one_line(self.request.reference)}] {text}"
        return _("Reminder: {subject}").format(subject=text) if self.asked.again else text

    def _opening(self) -> Iterator[str]:
        if self.asked.again:
            day = dates.day(day_of_moment(moment_in(self.request.at)))
            yield _("I wrote to you on {day} and have no answer yet, so I am asking once more.").format(
                day=day
            )
        if self.role == "colleague":
            text = _(
                "{company} is connecting CMiC with Procore. I am putting together what Procore needs for it,"
                " and for this I need your help."
            )
        elif self.role == "cmic":
            text = _(
                "{company} is a customer of CMiC and is connecting its CMiC with Procore, by Procore's own"
                " integration. For this, some things have to be confirmed, licensed or set up at CMiC."
            )
        else:
            text = _(
                "{company} is preparing Procore's integration with CMiC, following Procore's set-up guide."
                " For this we need something from you."
            )
        yield text.format(company=self.company)
        yield self._until()

    def _until(self) -> str:
        due = self.request.due_day
        call = next_call(self.assessment, self.now)
        said = ""
        if due is not None:
            said = _("Please answer by {day}.").format(day=dates.day(due))
            if call is not None and due <= day_of_moment(call[1]):
                state, when = call
                said = _("Please answer by {day}: on {date} we have the call “{call}”.").format(
                    day=dates.day(due), date=dates.day(when.date()), call=_(state.section.title)
                )
        if self.request.reference:
            said += " " + _("Your reference: {reference}.").format(reference=one_line(self.request.reference))
        return said.strip()

    def _about(self) -> Iterator[str]:
        """What the reader's own part of it is, for each kind of reader once."""
        if self.role != "colleague":
            return
        readers = {state.step.asked.reader for state in self.states}
        if Reader.IT in readers:
            yield _(
                "About our server: Procore calls our CMiC server from the internet, over https. So the server"
                " has to be reachable from outside, with a certificate that is valid for its name, and the"
                " firewall has to let Procore through."
            )
        if Reader.PROCORE_ADMIN in readers:
            yield _(
                "About our Procore: apps have to be installed and permissions given. It takes"
                " Admin permission on our company's Directory tool."
            )
            yield from self._go_ahead()
        if Reader.CMIC_ADMIN in readers:
            yield _(
                "About our CMiC: Procore signs in to our CMiC with a user of its own, and reads and writes"
                " through CMiC's API."
            )

    def _go_ahead(self) -> Iterator[str]:
        """Whether what the specialist has to say first has been said."""
        for earlier in dict.fromkeys(step for state in self.states for step in state.step.after):
            state = self.assessment.steps[earlier]
            if state.step.owner in (Owner.SPECIALIST, Owner.PROCORE):
                said = (
                    _("Done already: {step}.")
                    if state.state is State.DONE
                    else _("Please wait with it until I tell you; this is still missing: {step}.")
                )
                yield said.format(step=_(state.step.title))

    def _facts(self) -> Iterator[str]:
        """What is known of the environment, for those who have to recognise it."""
        readers = {state.step.asked.reader for state in self.states}
        checked = self.assessment.guide.checked
        if self.role == "cmic":
            versions = [step for step in self.assessment.guide.walk() if step.kind is Kind.VERSION]
            shown = [*versions, *checked.values()]
        elif self.role == "colleague" and Reader.IT in readers:
            shown = [checked[each] for each in (CheckInput.HOSTING, CheckInput.ADDRESS) if each in checked]
        else:
            return
        lines = [line for step in shown if step.id not in self.asked.steps for line in self._known(step)]
        if lines:
            yield "\n".join([_("What is known so far:"), *lines])
        if self.role == "cmic":
            yield from self._unread_modules()

    def _known(self, step: Step) -> Iterator[str]:
        value = self.assessment.values.get(step.id, "")
        if not value:
            return
        yield f"- {_(step.title)}: {in_words(step, value)}"
        parts = self.assessment.steps[step.id].reading.parts
        if host := parts.get("host"):
            yield "- " + _("Server and port: {host}, {port}").format(
                host=one_line(host), port=one_line(parts.get("port", "")) or "443"
            )

    def _unread_modules(self) -> Iterator[str]:
        """The modules of CMiC's API that the last check could not read."""
        unread = [stage for stage in self._stages() if stage.stage in ADVICE and stage.needs_a_word]
        if unread:
            intro = _(
                "Our check could not read these modules of CMiC's API, which Procore's integration uses."
                " Please look whether each is licensed for us, and open to the user:"
            )
            yield "\n".join([intro, *(f"- {subject_words(stage)}: {sentence(stage)}" for stage in unread)])

    def _stages(self) -> Sequence[Stage]:
        """The stages of the last check, as far as it holds for the answers as they are."""
        check = self.assessment.check
        if check is None or is_stale(check, self.assessment.check_inputs):
            return ()
        return check.stages

    def _questions(self) -> Iterator[str]:
        if self.questions:
            steps = [step.id for step in self.questions]
            yield in_text(self.assessment.guide, self.assessment.draft, steps, self.role, self._also)

    def _also(self, step: Step) -> Iterable[str]:
        """What else is to be said of a question: pages to read, and what is there already."""
        if self.role == "colleague":
            yield from (f"{_(link.title)}: {link.url}" for link in step.links_in(language())[:_LINKS_AT_MOST])
        state = self.assessment.steps[step.id]
        if not state.answer or state.reading.open:
            return
        yield _("So far we have: {answer}").format(answer=in_words(step, state.answer))
        if self.role == "colleague" and (
            found := next(iter((*state.reading.errors, *state.reading.doubts)), None)
        ):
            yield one_line(found.text)

    def _unwritten(self) -> Iterator[str]:
        """What is asked for and not answered in writing: what is to be done, and the password."""
        for state in self.states:
            if state.step.kind is Kind.CHECK:
                yield "\n".join([_(state.step.title), *self._what_fails(state)])
            if state.step.kind is Kind.SECRET:
                yield "\n".join([_(state.step.title), self._how_the_password_comes()])

    def _what_fails(self, state: StepState) -> Iterator[str]:
        own = state.step.asked.text(self.role)
        failed = [stage for stage in self._stages() if stage.state is StageState.FAILED]
        if not own:
            yield _("We need this to be checked from a computer that reaches CMiC.")
        elif failed:
            yield _(own)
        else:
            yield _(
                "The connection to CMiC is still to be checked, from the internet as Procore will use it."
                " Please see that nothing stops it on the way to the server, and say when it can be checked."
            )
        yield from ("- " + sentence(stage) for stage in failed)

    def _how_the_password_comes(self) -> str:
        if self.role == "cmic":
            return _(
                "Please never send this password by e-mail or in a ticket. Tell it to us by phone, or have us"
                " set it ourselves: we keep it encrypted, and Procore gets it in an encrypted file alone."
            )
        return _(
            "Please never send this password by e-mail or in a chat. Call me, or come by and type it in"
            " yourself: it is kept encrypted, and Procore gets it in an encrypted file alone."
        )

    def _how(self, sheet: Attachment | None) -> Iterator[str]:
        if not self.questions:
            return
        if sheet is None:
            yield _("Please answer this e-mail and write each answer below its question.")
        else:
            yield _(
                "How to answer: reply to this e-mail and write each answer below its question. Or open the"
                " attached file {file} in any text editor, write the answers between the quotes, and send it"
                " back. Please leave the words in square brackets as they are; they tell the answers apart."
            ).format(file=sheet[0])
        yield _(
            "If you do not know an answer, please leave it empty and tell me who does. Please send no"
            " passwords by e-mail."
        )

    def _ending(self) -> Iterator[str]:
        sender = self.asked.sender
        yield _("Thank you.")
        names = [visible(sender.name), self.company, visible(sender.mail)]
        yield "\n".join([_("Kind regards,"), *filter(None, names)])


def _several(count: int) -> str:
    return ngettext("{count} question", "{count} questions", count).format(count=count)


def _wrapped(text: str) -> str:
    """Lines that every mail program shows whole; what hangs under a list's dash is moved in."""
    return "\n".join(line for given in text.split("\n") for line in _lines(given))


def _lines(text: str) -> list[str]:
    lead = " " * (len(text) - len(text.lstrip()))
    below = lead + ("  " if text.lstrip().startswith("- ") else "")
    return textwrap.wrap(
        text.strip(),
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
