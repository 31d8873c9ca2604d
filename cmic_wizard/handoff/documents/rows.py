"""The rows that every document of the hand-off is made of.

All texts are already in the current language, and what people typed has no hidden characters left;
escaping for HTML, Markdown or a header is each format's own task.
"""

from __future__ import annotations

from cmic_wizard.struct import Struct


class StepRow(Struct, frozen=True):
    """One step as it stands."""

    step: str
    title: str
    state: str
    shape: str
    word: str
    owner: str
    required: bool
    value: str
    exact: bool
    """Whether the value is to be copied character by character."""
    typed: str
    """The answer as typed, where it differs from the value or is wrong."""
    reason: str
    warnings: tuple[str, ...]
    hints: tuple[str, ...]
    """What a rule understood or changed."""
    environment: str
    test: bool
    """Whether the address is that of a test environment."""
    links: tuple[tuple[str, str], ...]
    """Titles and addresses of the pages that a step consists of."""


class Section(Struct, frozen=True):
    """Rows under one heading."""

    title: str
    rows: tuple[StepRow, ...]


class Phase(Struct, frozen=True):
    """A phase of the guide."""

    title: str
    sections: tuple[Section, ...]


class Tally(Struct, frozen=True):
    """How many steps are in one state."""

    state: str
    shape: str
    word: str
    count: int


class Contact(Struct, frozen=True):
    """A person whom a step names."""

    role: str
    name: str
    mail: str


class Call(Struct, frozen=True):
    """A call and its date in words, "" while it has none."""

    title: str
    when: str
    warnings: tuple[str, ...]
    hints: tuple[str, ...]


class Message(Struct, frozen=True):
    """A note (without author) or a remark about a step."""

    step: str
    text: str
    verdict: str = ""
    author: str = ""
    when: str = ""
    open: bool = False


class StageRow(Struct, frozen=True):
    """One stage of the connection check."""

    title: str
    company: str
    state: str
    shape: str
    word: str
    sentence: str
    detail: str
    """What the server said of itself, such as a company's name."""
    seconds: str


class CheckView(Struct, frozen=True):
    """The newest connection check."""

    outcome: str
    state: str
    shape: str
    host: str
    when: str
    through: str
    stale: bool
    stages: tuple[StageRow, ...]


class MapView(Struct, frozen=True):
    """A table of the guide, such as the integration map."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class View(Struct, frozen=True):
    """Everything that a document shows, in its order."""

    language: str
    profile_id: str
    """By which a later export knows its own file; "" for what can be none."""
    name: str
    title: str
    created: str
    by: str
    check_number: str
    banner: str
    """That the profile is a draft; "" for a finished hand-off."""
    status: str
    status_state: str
    percent: int
    progress: str
    tally: tuple[Tally, ...]
    test: bool
    facts: tuple[StepRow, ...]
    password: str
    actions: tuple[Section, ...]
    check: CheckView | None
    calls: tuple[Call, ...]
    contacts: tuple[Contact, ...]
    phases: tuple[Phase, ...]
    notes: tuple[Message, ...]
    remarks: tuple[Message, ...]
    maps: tuple[MapView, ...]
    labels: dict[str, str]
