"""Plain kinds of answers: text, choices, confirmations, checklists, the skipped check, UUIDs."""

from __future__ import annotations

import re
from typing import Final

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Values
from cmic_wizard.profile.rules.checklist_items import for_all, items
from cmic_wizard.profile.rules.common import echoed, error, listed, nearest, outcome, plain, too_long
from cmic_wizard.profile.rules.no_answer import says_nothing
from cmic_wizard.profile.rules.tenant import UUID_SHAPE

TEXT_AT_MOST: Final = 2000
REASON_AT_MOST: Final = 500
SKIPPED: Final = "skipped:"
YES: Final = frozenset({"yes", "y", "sí", "si", "s"})
_NO: Final = frozenset({"no", "n"})


def text(_step: Step, typed: str, _values: Values) -> Reading:
    """Read free text of at most 2000 characters."""
    long = too_long(typed, TEXT_AT_MOST)
    return outcome(typed, [long] if long else ())


def choice(step: Step, typed: str, _values: Values) -> Reading:
    """Read the id of one of the step's options, or its title; what people call it besides is proposed."""
    ids = [option.id for option in step.options]
    asked = typed.casefold()
    value = asked if asked in ids else re.sub(r"[\s-]+", "_", asked)
    if value in ids:
        return outcome(value)
    words = plain(typed)
    titled = [o for o in step.options if words and words in (plain(o.title), plain(_(o.title)))]
    if titled:
        return outcome(titled[0].id)
    meant = [option.id for option in step.options if words in map(plain, option.means)]
    return outcome("", [_unknown("choice_unknown", [typed], ids, meant[0] if meant else nearest(value, ids))])


def confirm(_step: Step, typed: str, _values: Values) -> Reading:
    """Read `yes` or `no`, also in Spanish."""
    word = typed.casefold()
    if word in YES:
        return outcome("yes")
    if word in _NO:
        return outcome("no")
    return outcome("", [error("confirm_unknown", _("Answer yes or no."))])


def checklist(step: Step, typed: str, values: Values) -> Reading:
    """Read the ticked ids, separated by commas, or `all`; the value has them in the step's order.

    Where the step has a mark for it, `-id` settles an item without ticking it, also beside `all`. Where it
    is ticked for each of some people, an item is `id@mail`, and an id alone means everybody.
    """
    offered = items(step, values.get(step.each, ""))
    ids = [item.id for item in offered]
    marks = [mark for item in ids for mark in ((item, f"-{item}") if step.declined else (item,))]
    ticked = {item for part in typed.casefold().split(",") if (item := part.strip())}
    if "all" in ticked and all(item.startswith("-") for item in ticked - {"all"}):
        meant = {option.id for option in step.options if not option.later}
        ticked = {*meant - {item[1:] for item in ticked}, *ticked - {"all"}}
    ticked = for_all(step, ticked - set(step.retired), offered)
    unknown = sorted(ticked - set(marks))
    if unknown:
        mended = (
            {item if item in marks else nearest(item, ids) for item in sorted(ticked)}
            if len(ticked) < 50
            else {""}
        )
        proposal = "" if "" in mended else ",".join(item for item in marks if item in mended)
        return outcome("", [_unknown("checklist_unknown", unknown, ids, proposal)])
    if both := [item for item in ids if {item, f"-{item}"} <= ticked]:
        sentence = _("{items} is both ticked and marked with “-” in this answer. Leave one of the two.")
        return outcome("", [error("checklist_both", sentence.format(items=listed(both)))])
    return outcome(",".join(item for item in marks if item in ticked))


def spelled_out(step: Step, typed: str) -> str:
    """A checklist's `all` as the items that it stands for today, so that it never means a later one."""
    words = [word.strip() for word in typed.split(",")]
    if step.kind is not Kind.CHECKLIST or "all" not in (word.casefold() for word in words):
        return typed
    others = [word for word in words if word.casefold() != "all"]
    if not all(word.startswith("-") for word in others):
        return typed
    named = {word.casefold() for word in others}
    ids = [option.id for option in step.options if f"-{option.id}" not in named]
    return ",".join((*ids, *others))


def check(_step: Step, typed: str, _values: Values) -> Reading:
    """Read `skipped:REASON`; that a check has passed can't be typed, only done."""
    if not typed.casefold().startswith(SKIPPED):
        sentence = _("A check is run, not typed. To leave it for later, answer skipped: and the reason.")
        return outcome("", [error("check_typed", sentence)])
    reason = " ".join(typed[len(SKIPPED) :].split())
    if reason and says_nothing(reason, prose=True):
        sentence = _(
            "“{text}” is no reason. Say why it can't be checked now, such as: only our network reaches the "
            "server."
        )
        return outcome("", [error("check_reason", sentence.format(text=echoed(reason)))])
    if not reason:
        sentence = _(
            "Say why the check is skipped, for example: skipped: server only reachable from our network."
        )
        return outcome("", [error("check_reason", sentence)])
    long = too_long(reason, REASON_AT_MOST)
    return outcome(SKIPPED + reason, [long] if long else (), {"reason": reason})


def uuid(_step: Step, typed: str, _values: Values) -> Reading:
    """Read a UUID; the value is in lower case with hyphens."""
    if not re.fullmatch(UUID_SHAPE, typed):
        sentence = _(
            "“{text}” is not an App Version ID. It has 32 digits and letters a to f, in five groups."
        )
        return outcome("", [error("uuid_shape", sentence.format(text=echoed(typed)))])
    digits = typed.replace("-", "").lower()
    return outcome("-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])))


def untyped(step: Step, _typed: str, _values: Values) -> Reading:
    """Refuse a typed answer where there is none: the password, and what the wizard computes."""
    if step.kind is Kind.SECRET:
        sentence = _("The password is never kept among the answers. Enter it at the prompt for the password.")
        return outcome("", [error("secret_typed", sentence)])
    sentence = _("This follows from the other answers and can't be set.")
    return outcome("", [error("computed_typed", sentence)])


def _unknown(rule: str, typed: list[str], ids: list[str], proposal: str) -> Finding:
    if proposal:
        sentence = _("{items} is not among the choices. Did you mean “{proposal}”?")
        return error(rule, sentence.format(items=listed(typed), proposal=echoed(proposal)), proposal)
    sentence = _("{items} is not among the choices: {choices}.")
    return error(rule, sentence.format(items=listed(typed), choices=", ".join(ids)))
