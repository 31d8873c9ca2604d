"""Answers as `set` takes them: from arguments, or from a TOML or JSON file."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cmic_wizard.commands.parser import quoted
from cmic_wizard.encodings import demand_utf8
from cmic_wizard.errors import FileRefused, UsageError, WizardError
from cmic_wizard.files import typed_path
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _
from cmic_wizard.profile.answering import as_meant
from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.pasting import pasted
from cmic_wizard.profile.rules.simple import spelled_out
from cmic_wizard.text import shortened, visible

_FILE_AT_MOST = 262_144
_NUMBER_BELOW = 10**18
_DOTS_AT_MOST = 400


@dataclass(slots=True)
class Answers:
    """Texts by step, and whether the password is to be asked for."""

    texts: dict[str, str] = field(default_factory=dict)
    asks_password: bool = False


def take(arguments: Sequence[str], file: str | None) -> Answers:
    """All answers, the arguments' over the file's; refused as a whole where one can't be meant."""
    found = Answers(_from_file(typed_path(file)) if file else {})
    for argument in arguments:
        step, equals, value = argument.partition("=")
        step = step.strip()
        demand_known(step)
        if step == SECRET_STEP and value:
            raise UsageError(
                _(
                    "A password must not be given on the command line, where others can read "
                    "it. Leave the value out to be asked, or use --password-fd or "
                    "--password-file."
                )
            )
        if equals:
            found.texts[step] = value
        elif step == SECRET_STEP:
            found.asks_password = True
        else:
            raise UsageError(
                _("“{argument}” has no value: write {step}=VALUE.").format(
                    argument=quoted(argument), step=step
                )
            )
    steps = load_guide().steps
    found.texts = {step: spelled_out(steps[step], text) for step, text in found.texts.items()}
    return found


def steps_to_confirm(named: Sequence[str]) -> list[str]:
    """The steps that `--confirm` names; refused as a whole where one is unknown."""
    steps = [step for part in named for name in part.split(",") if (step := name.strip())]
    for step in steps:
        demand_known(step)
    return steps


def meant(texts: dict[str, str]) -> dict[str, str]:
    """The texts to keep: a paste of several lines as its step means it, a date with its zone."""
    steps = load_guide().steps
    kept = {}
    for step, text in texts.items():
        found = pasted(steps[step], text) if any(mark in text for mark in "\r\n\t") else None
        line = found.text if found is not None and not found.left_out and not found.too_long else text
        kept[step] = as_meant(steps[step], line)
    return kept


def texts_by_step(given: Sequence[str], most: int = 0) -> dict[str, str]:
    """The texts by step; a remark of more than `most` characters is refused."""
    found: dict[str, str] = {}
    for argument in given:
        step, equals, text = argument.partition("=")
        step, text = step.strip(), text.strip()
        demand_known(step)
        if not equals or not text:
            sentence = _("“{argument}” has no value: write {step}=VALUE.")
            raise UsageError(sentence.format(argument=quoted(argument), step=step))
        if step in found:
            raise UsageError(_("“{step}” is there twice.").format(step=step))
        if most and len(text) > most:
            raise WizardError(_("A remark has at most {count} characters.").format(count=most))
        found[step] = text
    return found


def demand_known(step: str) -> None:
    """WizardError for a step that there is not, or that is worked out, with the nearest one named."""
    steps = load_guide().steps
    found = steps.get(step)
    if found is None:
        sentence = _("There is no step “{step}”.").format(step=quoted(step))
        raise WizardError(sentence + _nearest(step, list(steps)))
    if found.kind is Kind.COMPUTED:
        raise WizardError(
            _("“{step}” is worked out from the other steps and can't be set.").format(step=step)
        )


def _nearest(step: str, known: list[str]) -> str:
    """The step that may be meant, also by the part behind its section's name alone."""
    short = {name.partition(".")[2]: name for name in reversed(known)}
    near = difflib.get_close_matches(step.lower(), [*known, *short], n=1, cutoff=0.5)
    return " " + _("Did you mean “{near}”?").format(near=short.get(near[0], near[0])) if near else ""


def _from_file(path: Path) -> dict[str, str]:
    """`"section.step" = "value"`, or a table for each section."""
    flat: dict[str, Any] = {}
    for key, value in _table(path).items():
        if isinstance(value, dict):
            flat.update({f"{key}.{name}": inner for name, inner in value.items()})
        else:
            flat[key] = value
    for step in flat:
        demand_known(step)
    texts = {step: _text(step, value) for step, value in flat.items()}
    if texts.get(SECRET_STEP):
        raise FileRefused(
            _("A file of answers can't contain the password: use --password-file or --password-fd.")
        )
    return texts


def _table(path: Path) -> dict[str, Any]:
    from cmic_wizard.files import read_regular, refused_at, shown
    from cmic_wizard.strict_json import loads

    data = read_regular(path, _FILE_AT_MOST, follow=True)
    try:
        found = loads(data) if path.suffix.lower() == ".json" else _toml(data)
    except FileRefused as refusal:
        raise refused_at(path, refusal) from None
    if not isinstance(found, dict):
        raise FileRefused(_("“{path}” must contain steps with their values.").format(path=shown(path)))
    return found


def _toml(data: bytes) -> dict[str, Any]:
    import tomllib

    try:
        text = demand_utf8(data).decode("utf-8")
        _demand_short_keys(text)
        return tomllib.loads(text)
    except UnicodeDecodeError:
        raise FileRefused(_("The file is not text in UTF-8.")) from None
    except RecursionError:
        raise FileRefused(_("The file is nested too deeply.")) from None
    except ValueError as error:
        reason = visible(shortened(str(error), 120))
        raise FileRefused(_("The file is not valid TOML: {reason}.").format(reason=reason)) from None


def _demand_short_keys(text: str) -> None:
    """FileRefused for a line with more dots than a key has: tomllib takes quadratic time over its parts."""
    if any(line.count(".") > _DOTS_AT_MOST for line in text.split("\n")):
        raise FileRefused(_("The file is nested too deeply."))


def _text(step: str, value: Any) -> str:
    """A file's value as the text that the step takes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    kind = load_guide().steps[step].kind
    if isinstance(value, int) and kind is not Kind.CODES and abs(value) < _NUMBER_BELOW:
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ("; " if kind is Kind.PEOPLE else ",").join(value)
    raise FileRefused(_("The value of “{step}” must be text in quotes.").format(step=step))
