"""What each word and sign of a review's conversation does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cmic_wizard.bounds import REMARK_AT_MOST
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Step
from cmic_wizard.handoff import remarks
from cmic_wizard.handoff.export import Made
from cmic_wizard.i18n import LANGUAGES, _, language, ngettext, set_language
from cmic_wizard.plain import item_speech
from cmic_wizard.plain.finding_items import chosen_item
from cmic_wizard.plain.review_words import REVIEW_WORDS
from cmic_wizard.plain.spoken_handoff import written
from cmic_wizard.profile.names import slug_of
from cmic_wizard.profile.verdicts import OVERALL
from cmic_wizard.review import desk as own_desk
from cmic_wizard.review.model import Review, name_of
from cmic_wizard.text import visible_lines

if TYPE_CHECKING:
    from cmic_wizard.plain.review_talk import ReviewTalk


def _explain(talk: ReviewTalk, _text: str) -> None:
    talk.say(item_speech.explained(talk.the_step(), review=True))


def _where(talk: ReviewTalk, _text: str) -> None:
    talk.say(item_speech.where_to_find(talk.the_step(), review=True))


def _leave(talk: ReviewTalk, _text: str) -> None:
    talk.go_on(talk.the_step().id)


def _next(talk: ReviewTalk, _text: str) -> None:
    talk.go_on(talk.step.id if talk.step is not None else "")


def _back(talk: ReviewTalk, _text: str) -> None:
    if not talk.before:
        raise WizardError(_("There is no item before this one."))
    before, talk.step = talk.before.pop(), None
    talk.go_to(before)


def _go(talk: ReviewTalk, text: str) -> None:
    if (step := chosen_item(talk.voice, talk.desk.assessment, text)) is not None:
        talk.go_to(step)


def _verdict(verdict: str, prompt: Callable[[], str]) -> Callable[[ReviewTalk, str], None]:
    """The act of one verdict; `prompt` asks for its remark, "" for a verdict without one."""

    def act(talk: ReviewTalk, _text: str) -> None:
        step = _judgeable(talk)
        said = talk.voice.text(asked) if (asked := prompt()) else ""
        if asked and not said:
            return
        if len(said) > REMARK_AT_MOST:
            raise WizardError(_("A remark has at most {count} characters.").format(count=REMARK_AT_MOST))
        _sign(talk)
        talk.desk.decide(lambda review, now: review.judged(step.id, verdict, said, now).settled(step.id))
        talk.kept(step)

    return act


def _judgeable(talk: ReviewTalk) -> Step:
    step = talk.the_step()
    if step.id not in {state.step.id for state in talk.desk.judging.judgeable}:
        raise WizardError(_("There is nothing to judge at this item yet."))
    return step


def _sign(talk: ReviewTalk) -> None:
    """Ask for the reviewer's name, once."""
    while not talk.desk.author:
        talk.desk.author = name_of(talk.voice.one_line(_("Your name, as the customer will see it")))


def _propose(talk: ReviewTalk, _text: str) -> None:
    step = talk.the_step()
    if not talk.desk.judging.proposes(step):
        raise WizardError(_("No answer can be proposed to this item."))
    talk.say(item_speech.offered(talk.desk.state(step), talk.desk.assessment))
    typed = talk.voice.one_line(_("The answer that you propose (an empty line: none)"))
    if not typed:
        return
    meant = talk.as_meant(step, typed)
    reason = talk.voice.one_line(_("Why (may be left empty)"))[:REMARK_AT_MOST]
    _sign(talk)
    talk.desk.decide(lambda review, now: review.proposing(step.id, meant, reason, now))
    talk.kept(step)


def _take_back(talk: ReviewTalk, _text: str) -> None:
    step = talk.the_step()
    talk.desk.decide(
        lambda review, now: (
            review.judged(step.id, "", "", now)
            .answering(step.id, "", "", now)
            .proposing(step.id, "", "", now)
        )
    )
    talk.voice.line(_("Taken back"), _(step.title))


def _rest(talk: ReviewTalk, _text: str) -> None:
    rest = [state.step.id for state in talk.desk.judging.in_order]
    if not rest:
        raise WizardError(_("Nothing that is in order waits for a verdict."))
    for state, why in talk.desk.judging.left_out:
        talk.voice.line(_("Left out"), f"{_(state.step.title)}: {why}")
    text = ngettext(
        "{count} item is done without any warning and has no verdict yet. Accept it unseen?",
        "{count} items are done without any warning and have no verdict yet. Accept them unseen?",
        len(rest),
    ).format(count=len(rest))
    if not talk.voice.agreed(text):
        return
    _sign(talk)

    def accept(review: Review, now: datetime) -> Review:
        for step in rest:
            review = review.judged(step, "accepted", "", now)
        return review

    talk.desk.decide(accept)
    talk.voice.line(_("Saved"), _("Accepted"))
    talk.go_on("")


def _whole(talk: ReviewTalk, _text: str) -> None:
    place = talk.voice.chosen([_(title) for title in OVERALL.values()], _("Your overall verdict"))
    if place is None:
        return
    _sign(talk)
    overall = list(OVERALL)[place]
    talk.desk.decide(lambda review, now: review.concluded(overall, now))
    talk.voice.line(_("Saved"), _(OVERALL[overall]))


def _compared(talk: ReviewTalk, _text: str) -> None:
    question = _("Did you compare {number} with the customer by phone, and it was the same?")
    same = talk.voice.agreed(question.format(number=talk.desk.number))
    talk.desk.decide(lambda review, _now: review.comparing(same))
    talk.voice.line(_("Saved"), _("Yes") if same else _("No"))


def _list(talk: ReviewTalk, _text: str) -> None:
    for state in talk.desk.judging.waiting:
        talk.voice.line(*item_speech.entry(talk.desk.assessment, state))
    if not talk.desk.judging.waiting:
        talk.voice.line(_("List"), _("Nothing waits for your verdict."))


def _all(talk: ReviewTalk, _text: str) -> None:
    for state in talk.desk.assessment.steps.values():
        talk.voice.line(*item_speech.entry(talk.desk.assessment, state))


def _own_note(talk: ReviewTalk, _text: str) -> None:
    profile_id = talk.desk.handoff.profile.id
    before = own_desk.find(talk.desk.data_dir, profile_id).note
    talk.voice.line(_("Note so far"), visible_lines(before))
    typed = talk.voice.text(_("Your own note (an empty line keeps it, - removes it)"))
    if typed:
        own_desk.keep_note(talk.desk.data_dir, profile_id, "" if typed == "-" else typed)
        talk.voice.line(_("Saved"), _("Your note."))


def _save(talk: ReviewTalk, _text: str) -> None:
    if not talk.desk.review.summary:
        raise WizardError(_("Nothing has been reviewed yet: give a verdict first."))
    file = talk.desk.review.to_remarks(datetime.now(UTC))
    name = f"{slug_of(talk.desk.handoff.profile.name)}{remarks.ENDING}"
    if written(talk.voice, talk.desk.data_dir, name, Made(remarks.to_bytes(file))) is not None:
        talk.desk.sent(file)


def _status(talk: ReviewTalk, _text: str) -> None:
    talk.say_standing()


def _language(talk: ReviewTalk, _text: str) -> None:
    set_language(next(code for code in LANGUAGES if code != language()))
    talk.desk.judge_anew()
    talk.voice.line(_("Language"), LANGUAGES[language()])
    talk.say_item()


def _help(talk: ReviewTalk, _text: str) -> None:
    talk.voice.line(_("Help"), _("Type one of these. An empty line says the item again."))
    for word in REVIEW_WORDS:
        talk.voice.line(_("Word"), f"{word.shown}: {_(word.help)}")


def _quit(talk: ReviewTalk, _text: str) -> None:
    talk.leave()


REVIEW_ACTS: Final[Mapping[str, Callable[[ReviewTalk, str], None]]] = {
    "explain": _explain,
    "where": _where,
    "leave": _leave,
    "back": _back,
    "accept": _verdict("accepted", str),
    "change": _verdict("change", lambda: _("Your remark: what is to be changed (an empty line: none)")),
    "question": _verdict("question", lambda: _("Your question (an empty line: none)")),
    "propose": _propose,
    "take_back": _take_back,
    "rest": _rest,
    "whole": _whole,
    "compared": _compared,
    "list": _list,
    "all": _all,
    "go": _go,
    "next": _next,
    "own_note": _own_note,
    "save": _save,
    "status": _status,
    "language": _language,
    "help": _help,
    "quit": _quit,
}
"""By the names of `review_words`."""
