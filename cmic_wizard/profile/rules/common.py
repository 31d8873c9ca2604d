"""What every rule needs: findings by severity, the outcome of a reading, and safe echoes of answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.reading import Finding, Reading, Severity, Values
from cmic_wizard.text import shortened, visible

QUOTES: Final = "'\"`´“”„‘’‚«»"
"""Signs that come along around a value, the apostrophe of spreadsheets among them."""
_ONE_SLIP: Final = 0.8
"""How like each other two words are, from 0 to 1, of which one is the other with a slip."""
ECHO_AT_MOST: Final = 60
"""Characters of an answer that a sentence repeats."""

_GRAVEST_FIRST: Final = (Severity.ERROR, Severity.OPEN, Severity.DOUBT, Severity.WARNING, Severity.INFO)


def error(rule: str, text: str, proposal: str = "", readings: Sequence[str] = ()) -> Finding:
    """A finding that makes the answer wrong."""
    return Finding(Severity.ERROR, rule, text, proposal, tuple(readings))


def doubt(rule: str, text: str, proposal: str = "") -> Finding:
    """A finding that the user confirms or corrects before the answer counts."""
    return Finding(Severity.DOUBT, rule, text, proposal)


def no_answer(step: Step, text: str) -> Finding:
    """The finding for words that say that there is no answer yet, with where to turn."""
    sentence = (
        _(
            "“{text}” is kept, but it is no answer yet. “Where to find it” says who knows: ask them, and "
            "write the answer here."
        )
        if step.where
        else _("“{text}” is kept, but it is no answer yet. Ask whoever knows, and write the answer here.")
    )
    return Finding(Severity.OPEN, "no_answer", sentence.format(text=echoed(text)))


def warning(rule: str, text: str, proposal: str = "") -> Finding:
    """A finding that lets the answer pass."""
    return Finding(Severity.WARNING, rule, text, proposal)


def info(rule: str, text: str, proposal: str = "") -> Finding:
    """A finding that tells what was understood or changed."""
    return Finding(Severity.INFO, rule, text, proposal)


def outcome(value: str, findings: Iterable[Finding] = (), parts: Mapping[str, str] | None = None) -> Reading:
    """The reading, gravest findings first; an error or an open one among them leaves no value."""
    ordered = tuple(sorted(findings, key=lambda finding: _GRAVEST_FIRST.index(finding.severity)))
    wrong = bool(ordered) and ordered[0].severity in (Severity.ERROR, Severity.OPEN)
    return Reading("" if wrong else value, ordered, parts or {})


def beside(step: Step, name: str, values: Values) -> str:
    """The value of the step that the guide puts beside this one under a name; "" where there is none."""
    return values.get(step.beside.get(name, ""), "")


def echoed(text: str) -> str:
    """A piece of an answer as a sentence may repeat it: visible and short."""
    return shortened(visible(text), ECHO_AT_MOST)


def listed(texts: Sequence[str]) -> str:
    """Pieces of an answer as a sentence may repeat them: quoted, together short."""
    quoted = (_("“{text}”").format(text=visible(text[:ECHO_AT_MOST])) for text in texts[:8])
    return shortened(", ".join(quoted), ECHO_AT_MOST)


def too_long(text: str, at_most: int) -> Finding | None:
    """The finding for an answer of more than `at_most` characters."""
    if len(text) <= at_most:
        return None
    sentence = _("This answer has {count} characters; at most {most} are allowed. Shorten it.")
    return error("too_long", sentence.format(count=len(text), most=at_most))


def plain(text: str) -> str:
    """Small letters and digits with single spaces between, without accents: what is the same to a person."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode("ascii")
    return " ".join(re.sub(r"[^a-z0-9+]+", " ", bare).split())


def label_and_word(text: str) -> tuple[str, str]:
    """A label and the one word behind it, such as “User: PROCORE” or “user PROCORE”; "" for any other text.

    What stands behind a label means only what the label names, so the caller looks at it.
    """
    label, mark, word = text.replace("=", ":").partition(":")
    if not mark:
        label, mark, word = text.rpartition(" ")
    bare = bared(word.strip())
    return (label.strip(), bare) if mark and not re.search(r"[\s:]", bare) else ("", "")


def behind_label(text: str, labels: re.Pattern[str]) -> str:
    """The one word behind a label that the pattern `labels` knows; "" for any other text."""
    label, word = label_and_word(text)
    return word if labels.fullmatch(label) else ""


def bared(word: str) -> str:
    """A word without quotes, brackets, and the full stop or comma of a sentence around it."""
    return word.strip(f"{QUOTES}<>()[]*").rstrip(".,;")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a mistyped one can only mean; "" where none is near enough for that."""
    from difflib import get_close_matches

    near = get_close_matches(word[:ECHO_AT_MOST].casefold(), list(known), n=1, cutoff=_ONE_SLIP)
    return near[0] if near else ""
