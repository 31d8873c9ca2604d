"""The guide's texts as messages for the translation catalogues."""

from __future__ import annotations

from collections.abc import Iterator

from cmic_wizard.guide.loader import parse_guide
from cmic_wizard.guide.model import Guide, Kind, Step


def messages(guide_toml_text: str) -> Iterator[tuple[int, str]]:
    """Every text of a guide file that people read, in the file's order, with the line it stands on (from 1).

    Addresses, ids, values to copy and examples are no messages, but for examples in plain words.
    Raises `GuideFaults` as `parse_guide` does.
    """
    position = 0
    for message in texts(parse_guide(guide_toml_text)):
        found = guide_toml_text.find(_as_written(message), position)
        if found < 0:
            found = max(guide_toml_text.find(_as_written(message)), 0)
        else:
            position = found
        yield guide_toml_text.count("\n", 0, found) + 1, message


def texts(guide: Guide) -> Iterator[str]:
    """Every text of a guide that people read; texts that stand in several places come as often."""
    yield from _some(guide.title, guide.welcome, guide.reviewer_welcome, guide.closing)
    yield from (link.title for link in guide.links)
    for phase in guide.phases:
        yield from _some(phase.title, phase.short, phase.intro, phase.reviewer_intro)
        for section in phase.sections:
            yield from _some(section.title, section.short, section.intro, section.reviewer_intro)
            for step in section.steps:
                yield from step_texts(step)


def step_texts(step: Step) -> Iterator[str]:
    """Every text of a step that people read."""
    yield from _some(step.title, step.help, step.where, step.missing, step.declined, step.several)
    yield from _some(step.reviewer.help, step.reviewer.missing, step.reviewer.where)
    yield from step.asked.texts()
    if step.kind is Kind.TEXT and not step.rule:
        yield from _some(step.example)
    for option in step.options:
        yield from _some(option.title, option.help, option.missing, option.reviewer_missing)
    yield from (copyable.title for copyable in step.copyables)
    yield from (link.title for link in step.links)
    if step.table is not None:
        yield from _some(step.table.title)
        yield from step.table.columns
        for row in step.table.rows:
            yield from row


def _some(*found: str) -> Iterator[str]:
    yield from (text for text in found if text)


def _as_written(message: str) -> str:
    """What to look for in the file: the message's first line, up to what TOML may have to escape."""
    return message.partition("\n")[0].partition('"')[0].partition("\\")[0]
