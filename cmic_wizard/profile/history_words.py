"""What the history says of a change, in words of the current language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cmic_wizard import dates
from cmic_wizard.bounds import to_the_minute
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.changes import Change, asked_in, given_in
from cmic_wizard.profile.draft import CUSTOMER
from cmic_wizard.profile.exchange import in_words
from cmic_wizard.profile.history import CREATED, IMPORT, LARGE, apart
from cmic_wizard.profile.names import same_name
from cmic_wizard.text import one_line, shortened, visible

_AT_MOST: Final = 200
_PASSWORD: Final = {
    "kept": N_("password kept"),
    "replaced": N_("password replaced"),
    "removed": N_("password removed"),
}
_VERDICTS: Final = {
    "change": N_("asked for a change"),
    "question": N_("asked a question"),
    "accepted": N_("accepted it"),
}


def who_of(change: Change) -> str:
    """The name of who made a change, as it was given; "" for whoever answers here and gave no name."""
    given = given_in(change.after.get("given", ""))
    _verdict, author, _text = apart(change.facts.get("said", ""), 3)
    return (given.by if given else "") or author or change.entry.by


def role_of(change: Change) -> str:
    """As what that person did: `customer`, `colleague`, `specialist`."""
    given = given_in(change.after.get("given", ""))
    return (given.role if given else "") or change.entry.role or CUSTOMER


def who_in_words(change: Change) -> str:
    """Who made a change, to be shown."""
    if name := visible(shortened(who_of(change), _AT_MOST)):
        return name
    return {"specialist": _("the specialist"), "colleague": _("a colleague")}.get(role_of(change), _("you"))


def is_by(change: Change, person: str) -> bool:
    """Whether a person made it: by the name, or a part of it."""
    name = who_in_words(change)
    return same_name(name, person) or " ".join(person.split()).casefold() in name.casefold()


def title_of(change: Change) -> str:
    """What a change is about: the step's title, or the profile."""
    step = load_guide().steps.get(change.step)
    return _(step.title) if step else visible(change.step) or _("The profile")


def kind_of(change: Change) -> str:
    """What was done, for programs: what it did to the step that counts most."""
    if not change.step:
        return change.entry.what or IMPORT
    for name, kinds in (
        ("answer", ("answered", "cleared")),
        ("note", ("noted", "note_removed")),
        ("asked", ("asked", "withdrawn")),
        ("confirmed", ("confirmed", "not_confirmed")),
        ("given", ("answered", "cleared")),
    ):
        if name in change.before:
            return kinds[0] if change.after.get(name) else kinds[1]
    return "password" if "password" in change.facts else "said"


def said_of(change: Change) -> str:
    """What was done, in words on one line; what became of a password is never taken back."""
    text = what_of(change)
    if change.entry.undone and kind_of(change) != "password":
        text += " " + _("(taken back {when})").format(when=to_the_minute(change.entry.undone))
    return text


def what_of(change: Change) -> str:
    """The same without a word on whether it was taken back."""
    text = _said(change)
    if change.entry.what == IMPORT and change.step:
        text += " " + _("(imported)")
    return text


def line_of(change: Change) -> str:
    """The whole change on one line."""
    text = _("{when}  {who}  {step}: {what}")
    when = to_the_minute(change.entry.at)
    return text.format(when=when, who=who_in_words(change), step=title_of(change), what=said_of(change))


def _said(change: Change) -> str:
    match kind_of(change):
        case "answered":
            return _answered(change.step, change.before.get("answer", ""), change.after.get("answer", ""))
        case "cleared":
            old = change.before.get("answer", "")
            return _("cleared; it was {answer}").format(answer=_answer(change.step, old))
        case "confirmed":
            return _("confirmed as it stands")
        case "not_confirmed":
            return _("no longer confirmed")
        case "noted":
            return _("note: {text}").format(text=_short(change.after.get("note", "")))
        case "note_removed":
            return _("note removed; it was: {text}").format(text=_short(change.before.get("note", "")))
        case "asked" | "withdrawn":
            return _asked(change.before, change.after)
        case "password":
            return _(_PASSWORD.get(change.facts["password"], _PASSWORD["replaced"]))
        case "said":
            return _words(change.facts.get("said", ""))
    return _of_the_profile(change)


def _of_the_profile(change: Change) -> str:
    if change.entry.what == CREATED:
        source = visible(change.entry.source)
        return _("made as a copy of “{name}”").format(name=source) if source else _("made of a file")
    if change.entry.what == LARGE:
        return _("a change that was too large to be kept here")
    return _("remarks imported")


def _answered(step: str, old: str, new: str) -> str:
    if not old or old == new:
        return _answer(step, new)
    return _("{old} → {new}").format(old=_answer(step, old), new=_answer(step, new))


def _answer(step: str, text: str) -> str:
    found = load_guide().steps.get(step)
    return in_words(found, text) if found else _short(text)


def _asked(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    request = asked_in(after.get("asked", ""))
    if request is None:
        earlier = asked_in(before.get("asked", ""))
        name = visible(shortened(earlier.whom, _AT_MOST)) if earlier else ""
        return _("request to {name} withdrawn").format(name=name)
    said, day = _("asked {name}"), request.due_day
    if day is not None:
        said = _("asked {name}, by {day}")
    name = visible(shortened(request.whom, _AT_MOST))
    return said.format(name=name, day=dates.short_day(day) if day else "")


def _words(fact: str) -> str:
    verdict, _author, text = apart(fact, 3)
    if verdict in _VERDICTS:
        return _(_VERDICTS[verdict])
    return _("reply: {text}").format(text=_short(text)) if text else _("replied")


def _short(text: str) -> str:
    return one_line(shortened(text, _AT_MOST))
