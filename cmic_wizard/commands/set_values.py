"""Answers as `set` takes them: from arguments, or from a TOML or JSON file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cmic_wizard import strict_toml
from cmic_wizard.commands.parser import quoted
from cmic_wizard.errors import FileRefused, UsageError, WizardError
from cmic_wizard.files import typed_path
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.answering import as_kept, text_of
from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.rules.simple import spelled_out
from cmic_wizard.struct import Struct, field

_FILE_AT_MOST = 262_144


class Answers(Struct):
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
    return {step: as_kept(steps[step], text) for step, text in texts.items()}


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


def demand_step(step: str) -> Step:
    """The step; WizardError for one that there is not, with the nearest one named."""
    steps = load_guide().steps
    found = steps.get(step)
    if found is None:
        sentence = _("There is no step “{step}”.").format(step=quoted(step))
        raise WizardError(sentence + _nearest(step, list(steps)))
    return found


def demand_known(step: str) -> None:
    """WizardError for a step that there is not, or that is worked out, with the nearest one named."""
    if demand_step(step).kind is Kind.COMPUTED:
        raise WizardError(
            _("“{step}” is worked out from the other steps and can't be set.").format(step=step)
        )


def _nearest(step: str, known: list[str]) -> str:
    """The step that may be meant, also by the part behind its section's name alone."""
    from difflib import get_close_matches

    short = {name.partition(".")[2]: name for name in reversed(known)}
    near = get_close_matches(step.lower(), [*known, *short], n=1, cutoff=0.5)
    return " " + _("Did you mean “{near}”?").format(near=short.get(near[0], near[0])) if near else ""


def _from_file(path: Path) -> dict[str, str]:
    """`"section.step" = "value"`, or a table for each section."""
    flat = strict_toml.flat(_table(path))
    for step in flat:
        demand_known(step)
    texts = {step: text_of(load_guide().steps[step], value) for step, value in flat.items()}
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
        found = loads(data) if path.suffix.lower() == ".json" else strict_toml.loads(data)
    except FileRefused as refusal:
        raise refused_at(path, refusal) from None
    if not isinstance(found, dict):
        raise FileRefused(_("“{path}” must contain steps with their values.").format(path=shown(path)))
    return found
