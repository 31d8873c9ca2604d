"""Reads the guide file into the guide, and names every fault of it at once."""

from __future__ import annotations

import json
import re
from binascii import crc32
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cmic_wizard.errors import WizardError
from cmic_wizard.guide import model
from cmic_wizard.guide.for_asked import ASKED_ROLES, ForAsked, Reader
from cmic_wizard.guide.model import (
    ALWAYS,
    CheckInput,
    ContactRole,
    Copyable,
    ForReviewer,
    Guide,
    Kind,
    Link,
    Option,
    Owner,
    Phase,
    Section,
    Step,
)
from cmic_wizard.guide.model import Table as Rows
from cmic_wizard.guide.rule_names import RULE_NAMES
from cmic_wizard.i18n import LANGUAGES, _, ngettext
from cmic_wizard.text import visible

if TYPE_CHECKING:
    from cmic_wizard.guide.toml_table import Table

GUIDE_FILE: Final = Path(__file__).parent / "cmic.toml"
BUILT_FILE: Final = GUIDE_FILE.with_suffix(".json")
"""The same, parsed and checked when the package was built."""
_READERS: Final = (
    *("loader.py", "model.py", "toml_table.py", "conditions.py", "consistency.py"),
    *("declared.py", "for_asked.py", "named.py", "rule_names.py"),
)
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_STEP_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\Z")


class GuideFaults(WizardError):
    """The guide file is not what it has to be; `faults` holds each fault, and the sentence names them all."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        text = ngettext(
            "The guide has {count} fault: {faults}", "The guide has {count} faults: {faults}", len(faults)
        )
        super().__init__(text.format(count=len(faults), faults="; ".join(faults)))


@cache
def load_guide() -> Guide:
    """The guide of this program, read once; as it was built into the package, where it was."""
    text = GUIDE_FILE.read_text(encoding="utf-8")
    return built_guide(text) or parse_guide(text)


def built_guide(text: str) -> Guide | None:
    """The guide of this text as the build of the package wrote it down (see `building`).

    None where that is not there, or was made of another text or by other code than lies beside it.
    """
    try:
        built = json.loads(BUILT_FILE.read_bytes(), object_hook=_made)
        guide: Guide = built["guide"]
        return guide if built["sources"] == sources(text) else None
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def sources(text: str) -> list[int]:
    """What tells that the guide's text, and what reads it, are what they were."""
    folder = Path(__file__).parent
    return [crc32(text.encode()), *(crc32((folder / name).read_bytes()) for name in _READERS)]


def _made(found: dict[str, Any]) -> Any:
    """A part of the guide as it was written down: the values of its class, whose name stands under ""."""
    kind = found.pop("", None)
    return found if kind is None else getattr(model, kind)(**{n: _tuple(each) for n, each in found.items()})


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def parse_guide(text: str) -> Guide:
    """The guide that a TOML text declares; raises `GuideFaults` with every fault in it."""
    import tomllib

    from cmic_wizard.guide.consistency import inconsistencies
    from cmic_wizard.guide.toml_table import Table

    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise GuideFaults([_("not TOML: {reason}").format(reason=visible(str(error)))]) from None
    faults: list[str] = []
    guide = _guide(Table(raw, "", faults))
    faults += [visible(fault) for fault in inconsistencies(guide)]
    if faults:
        raise GuideFaults(faults)
    return guide


def _guide(table: Table) -> Guide:
    table.place = _("guide")
    guide = Guide(
        id=_id(table, _ID),
        title=table.text("title", needed=True),
        welcome=table.text("welcome", needed=True),
        closing=table.text("closing", needed=True),
        phases=tuple(_phase(phase) for phase in table.tables("phase", needed=True)),
        links=_links(table),
        reviewer_welcome=table.text("reviewer_welcome"),
    )
    table.close()
    return guide


def _phase(table: Table) -> Phase:
    phase_id = _id(table, _ID)
    table.place = phase_id or table.place
    phase = Phase(
        id=phase_id,
        title=table.text("title", needed=True),
        short=table.text("short"),
        intro=table.text("intro"),
        reviewer_intro=table.text("reviewer_intro"),
        gate=table.flag("gate"),
        sections=tuple(_section(section) for section in table.tables("section", needed=True)),
    )
    table.close()
    return phase


def _section(table: Table) -> Section:
    section_id = _id(table, _ID)
    table.place = section_id or table.place
    section = Section(
        id=section_id,
        title=table.text("title", needed=True),
        short=table.text("short"),
        intro=table.text("intro"),
        reviewer_intro=table.text("reviewer_intro"),
        about=table.text("about"),
        steps=tuple(_step(step, section_id) for step in table.tables("step", needed=True)),
    )
    table.close()
    return section


def _step(table: Table, section: str) -> Step:
    own = _id(table, _STEP_ID)
    step_id = own if "." in own or not own else f"{section}.{own}"
    table.place = step_id or table.place
    options = tuple(_option(option) for option in table.tables("options"))
    met = table.texts("met")
    table.text("kind", needed=True)
    step = Step(
        id=step_id or table.place,
        kind=table.one_of("kind", Kind, _likely_kind(options, met)),
        title=table.text("title", needed=True),
        owner=table.one_of("owner", Owner, Owner.CUSTOMER),
        help=table.text("help"),
        where=table.text("where"),
        example=table.text("example"),
        rule=table.among("rule", RULE_NAMES),
        required=table.when("required", ALWAYS),
        applies=table.when("applies", ALWAYS),
        after=table.texts("after"),
        options=options,
        met=met,
        declined=table.text("declined"),
        each=table.text("each"),
        retired=table.texts("retired"),
        cmic_asked=table.flag("cmic_asked"),
        several=table.text("several"),
        follows=table.text("follows"),
        missing=table.text("missing"),
        reviewer=_for_reviewer(table.table("reviewer")),
        asked=_for_asked(table.table("asked")),
        asked_as=table.among("asked_as", ASKED_ROLES),
        links=_links(table),
        copyables=tuple(_copyable(copyable) for copyable in table.tables("copyables")),
        table=_rows(table.table("table")),
        beside=table.names("beside"),
        fills=table.names("fills"),
        splits_off=table.text("splits_off"),
        keeps=table.texts("keeps"),
        checked_as=table.some_of("checked_as", CheckInput),
        stages=table.texts("stages"),
        called=table.texts("called"),
        source=table.text("source"),
        **_of_people(table),
    )
    table.close()
    return step


def _of_people(table: Table) -> dict[str, Any]:
    """What a step has to do with people and their calls."""
    return {
        "contact": table.some_of("contact", ContactRole),
        "call_minutes": table.count("call_minutes"),
        "attendees": table.texts("attendees"),
        "remind_days": table.count("remind_days"),
        "mail_to": table.text("mail_to"),
        "on_call": table.flag("on_call"),
    }


def _likely_kind(options: tuple[Option, ...], met: tuple[str, ...]) -> Kind:
    """What a step of unknown kind may be taken for, so that one fault does not bring others with it."""
    return Kind.CHECKLIST if options else Kind.CONFIRM if met else Kind.TEXT


def _option(table: Table) -> Option:
    owner = table.some_of("owner", Owner)
    option = Option(
        id=_id(table, _ID),
        title=table.text("title", needed=True),
        help=table.text("help"),
        missing=table.text("missing"),
        owner=owner,
        reviewer_missing=table.text("reviewer_missing"),
        later=table.flag("later"),
        means=table.texts("means"),
        undecided=table.flag("undecided"),
    )
    table.close()
    return option


def _for_reviewer(table: Table | None) -> ForReviewer:
    if table is None:
        return ForReviewer()
    texts = ForReviewer(help=table.text("help"), missing=table.text("missing"), where=table.text("where"))
    table.close()
    return texts


def _for_asked(table: Table | None) -> ForAsked:
    if table is None:
        return ForAsked()
    reader = table.some_of("reader", Reader)
    asked = ForAsked(reader, *(table.text(role) for role in ASKED_ROLES))
    table.close()
    return asked


def _links(table: Table) -> tuple[Link, ...]:
    links = []
    for item in table.tables("links"):
        language = item.among("language", tuple(LANGUAGES))
        links.append(Link(item.text("title", needed=True), item.text("url", needed=True), language))
        item.close()
    return tuple(link for link in links if link.url)


def _copyable(table: Table) -> Copyable:
    copyable = Copyable(table.text("title", needed=True), table.text("value", needed=True))
    table.close()
    return copyable


def _rows(table: Table | None) -> Rows | None:
    if table is None:
        return None
    columns = table.texts("columns", needed=True)
    rows = Rows(columns, table.rows("rows", len(columns)), table.text("title"))
    table.close()
    return rows


def _id(table: Table, shape: re.Pattern[str]) -> str:
    """The table's id; "" where it is absent or no id."""
    found = table.text("id", needed=True)
    if not found or shape.match(found):
        return found
    table.fault(_("“{id}” is no id: small letters, digits and _ only").format(id=found))
    return ""
