"""What each word and sign of the conversation does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from cmic_wizard.bounds import REMARK_AT_MOST
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import LANGUAGES, _, language, set_language
from cmic_wizard.plain import beginning, item_speech, secrets_asked
from cmic_wizard.plain.finding_items import chosen_item
from cmic_wizard.plain.plain_words import SIGNS, WORDS
from cmic_wizard.plain.spoken_asking import ask_somebody
from cmic_wizard.plain.spoken_check import check_connection
from cmic_wizard.plain.spoken_handoff import hand_over
from cmic_wizard.plain.spoken_import import take_file
from cmic_wizard.profile.assess import CHECK_STEP
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.changes import changes
from cmic_wizard.profile.history_words import line_of
from cmic_wizard.profile.rules.simple import SKIPPED
from cmic_wizard.profile.undo_words import said_of_undone
from cmic_wizard.profile.verdicts import RETURNING
from cmic_wizard.text import one_line, visible_lines

if TYPE_CHECKING:
    from cmic_wizard.plain.conversation import Conversation


CHANGES_SAID: Final = 20
"""Changes that are read out, the newest first; `history` has all."""


class Unfit(WizardError):
    """A word does not fit here; the sentence says why."""


def _explain(talk: Conversation, _text: str) -> None:
    talk.say(item_speech.explained(talk.the_step()))


def _where(talk: Conversation, _text: str) -> None:
    talk.say(item_speech.where_to_find(talk.the_step()))


def _leave(talk: Conversation, _text: str) -> None:
    talk.go_on(talk.the_step().id)


def _next(talk: Conversation, _text: str) -> None:
    talk.go_on(talk.step.id if talk.step is not None else None)


def _back(talk: Conversation, _text: str) -> None:
    if not talk.before:
        raise Unfit(_("There is no item before this one."))
    before, talk.step = talk.before.pop(), None
    talk.go_to(before)


def _confirm(talk: Conversation, _text: str) -> None:
    step = talk.the_step()
    if talk.session.state(step).state is not State.TO_CONFIRM:
        raise Unfit(_("There is nothing to confirm here."))
    talk.session.store.confirm(step.id)
    talk.after(step)


def _accept(talk: Conversation, _text: str) -> None:
    step = talk.the_step()
    findings = talk.session.state(step).reading.findings
    readings = next((found.readings for found in findings if found.readings), ())
    proposal = next((found.proposal for found in findings if found.proposal), "")
    if readings:
        words = [item_speech.reading_in_words(step, reading) for reading in readings]
        place = talk.voice.chosen(words, _("Which one is meant (an empty line: none)"))
        if place is not None:
            talk.answer(step, readings[place])
        return
    if not proposal:
        raise Unfit(_("Nothing is proposed here."))
    talk.put(step, proposal)


def _list(talk: Conversation, _text: str) -> None:
    beginning.say_list(talk.voice, talk.session.assessment)


def _all(talk: Conversation, _text: str) -> None:
    beginning.say_list(talk.voice, talk.session.assessment, everything=True)


def _go(talk: Conversation, text: str) -> None:
    if (step := chosen_item(talk.voice, talk.session.assessment, text)) is not None:
        talk.go_to(step)


def _clear(talk: Conversation, _text: str) -> None:
    step = talk.the_step()
    if not item_speech.answer_in_words(talk.session.state(step), talk.session.draft):
        raise Unfit(_("There is no answer here to take away."))
    if step.kind is not Kind.SECRET:
        talk.session.answer(step, "")
    elif not secrets_asked.remove_password(talk.voice, talk.session):
        return
    talk.say_outcome(step)


def _note(talk: Conversation, _text: str) -> None:
    step = talk.the_step()
    hint = _("For yourself and for the specialist, who reads it in the hand-off. No passwords here, please.")
    talk.voice.line(_("Note"), hint)
    talk.voice.line(_("Note so far"), visible_lines(talk.session.draft.notes.get(step.id, "")))
    typed = talk.voice.text(_("Your note (an empty line keeps it, - removes it)"))
    if typed:
        talk.session.store.note(step.id, "" if typed == "-" else typed)
        if talk.save():
            talk.voice.line(
                _("Saved"),
                _("Note removed") if typed == "-" else _("Note: {text}").format(text=one_line(typed)),
            )


def _reply(talk: Conversation, _text: str) -> None:
    step = talk.the_step()
    if not any(remark.open and remark.verdict in RETURNING for remark in talk.session.state(step).remarks):
        raise Unfit(_("Nothing was asked of this item."))
    typed = talk.voice.text(_("Your reply, which the specialist reads (an empty line: none)"))
    if len(typed) > REMARK_AT_MOST:
        raise Unfit(_("A remark has at most {count} characters.").format(count=REMARK_AT_MOST))
    if typed:
        talk.session.reply(step, typed)
        talk.after(step)


def _ask(talk: Conversation, _text: str) -> None:
    step = talk.the_step()
    if ask_somebody(talk.voice, talk.session, step):
        talk.after(step)


def _undo(talk: Conversation, _text: str) -> None:
    before = talk.session.draft
    undone = talk.session.store.undo()
    for line in said_of_undone(before, undone):
        talk.voice.line(_("Note"), line)
    talk.save()
    if talk.step is not None:
        talk.say_item()


def _history(talk: Conversation, _text: str) -> None:
    found = changes(talk.session.draft)[:CHANGES_SAID]
    for change in found:
        talk.voice.line(_("Change"), line_of(change))
    if not found:
        talk.voice.line(_("Note"), _("No change is kept here."))


def _later(talk: Conversation, _text: str) -> None:
    step = talk.session.guide.steps[CHECK_STEP]
    hint = _(
        "Why can't it be checked now? For example: the server is only reachable from our network."
        " The specialist reads this."
    )
    talk.voice.line(_("Asked"), hint)
    if typed := talk.voice.one_line(_("Your reason (an empty line: none)")):
        talk.put(step, f"{SKIPPED}{typed}")


def _check(talk: Conversation, _text: str) -> None:
    if check_connection(talk.voice, talk.session):
        talk.after(talk.session.guide.steps[CHECK_STEP])


def _handoff(talk: Conversation, _text: str) -> None:
    hand_over(talk.voice, talk.session)


def _import(talk: Conversation, _text: str) -> None:
    slug = take_file(talk.voice, talk.profiles, talk.session)
    if slug is not None:
        talk.leave(slug)


def _status(talk: Conversation, _text: str) -> None:
    beginning.say_standing(talk.voice, talk.session)


def _profiles(talk: Conversation, _text: str) -> None:
    talk.save()
    talk.session.store.close()
    with beginning.chosen_profile(talk.voice, talk.profiles, instead_of=talk.session.store.slug) as store:
        talk.leave(store.slug)


def _language(talk: Conversation, _text: str) -> None:
    others = [code for code in LANGUAGES if code != language()]
    set_language(others[0])
    talk.session.mark(language=language())
    talk.voice.line(_("Language"), LANGUAGES[language()])
    talk.say_item()


def _help(talk: Conversation, _text: str) -> None:
    talk.voice.line(_("Help"), _("Type an answer, or one of these. An empty line says the item again."))
    for sign in SIGNS:
        talk.voice.line(_("Sign"), f"{sign.word} {_(sign.help)}")
    for word in WORDS:
        talk.voice.line(_("Word"), f"{word.shown}: {_(word.help)}")


def _quit(talk: Conversation, _text: str) -> None:
    talk.leave()


ACTS: Final[Mapping[str, Callable[[Conversation, str], None]]] = {
    "explain": _explain,
    "where": _where,
    "leave": _leave,
    "back": _back,
    "confirm": _confirm,
    "accept": _accept,
    "list": _list,
    "all": _all,
    "go": _go,
    "next": _next,
    "clear": _clear,
    "note": _note,
    "reply": _reply,
    "ask": _ask,
    "undo": _undo,
    "history": _history,
    "later": _later,
    "check": _check,
    "handoff": _handoff,
    "import": _import,
    "status": _status,
    "profiles": _profiles,
    "language": _language,
    "help": _help,
    "quit": _quit,
}
"""By the names of `plain_words`."""
