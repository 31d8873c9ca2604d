"""The guide's shape: phases hold sections, sections hold steps, and everything about a step is declared."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Final

from cmic_wizard.guide.for_asked import ASKED_PLAINLY, ForAsked
from cmic_wizard.guide.for_asked import Reader as Reader
from cmic_wizard.struct import Struct, field

TITLE_WIDTH: Final = 34
"""What a step's title may take of a line, in characters, in every language."""
SECTION_WIDTH: Final = 20
"""What a section's short title may take in the sidebar."""
PHASE_WIDTH: Final = 22
"""What a phase's short title may take in the sidebar."""

CHECK_STAGES: Final = ("address", "name", "port", "tls", "http", "user", "role", "company")
"""The stages of a connection check, in their order."""


class Kind(StrEnum):
    """How a step is answered, and so which control it has."""

    TEXT = "text"
    VERSION = "version"
    URL = "url"
    CODES = "codes"
    SECRET = "secret"  # noqa: S105 - a kind of step
    CHOICE = "choice"
    CONFIRM = "confirm"
    SCHEDULE = "schedule"
    CHECKLIST = "checklist"
    PEOPLE = "people"
    INFO = "info"
    CHECK = "check"
    COMPUTED = "computed"


class Owner(StrEnum):
    """Who acts on a step; a colleague never by the guide, but where the customer has asked one."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    SPECIALIST = "specialist"
    CMIC = "cmic"
    PROCORE = "procore"


REVIEWERS: Final = frozenset({Owner.SPECIALIST, Owner.PROCORE})
"""Whose turn a reviewer takes."""


class CheckInput(StrEnum):
    """What a connection check takes an answer as."""

    HOSTING = "hosting"
    ADDRESS = "address"
    TENANT = "tenant"
    USER = "user"
    COMPANIES = "companies"


class ContactRole(StrEnum):
    """The people whom the guide tells the customer to turn to."""

    SPECIALIST = "specialist"
    POINT_OF_CONTACT = "point_of_contact"


class Condition(Struct, frozen=True):
    """Holds when the value of one step is among some ids, or at least a number.

    The value of a step is its normalised answer (`""` where it is open or wrong). `!id` in `among` refuses
    that value; where only values are refused, every other one will do, and so will an open step.
    """

    step: str
    among: tuple[str, ...] = ()
    at_least: int | None = None


class When(Struct, frozen=True):
    """`always` or never, or all of some conditions."""

    always: bool = True
    conditions: tuple[Condition, ...] = ()


ALWAYS = When()
NEVER = When(always=False)


class Link(Struct, frozen=True):
    """A place outside the wizard, with what stands there."""

    title: str
    url: str
    language: str = ""
    """The language whose readers alone are shown it; "" shows it to all."""


class Option(Struct, frozen=True):
    """One choice, or one item of a checklist."""

    id: str
    title: str
    help: str = ""
    missing: str = ""
    """For a choice that is valid but not met: what is missing, as a sentence."""
    owner: Owner | None = None
    """Whose turn it then is, where that is not the step's own owner."""
    reviewer_missing: str = ""
    """What is missing, to somebody who reviews the customer's answers; "" where that is the same sentence."""
    later: bool = False
    """For an item that its checklist once had not: an answer `all` does not speak of it."""
    means: tuple[str, ...] = ()
    """What people write who mean it, in any language; proposed, never taken by itself."""
    undecided: bool = False
    """Whether it is what somebody means who does not know yet."""


class ForReviewer(Struct, frozen=True):
    """A step's texts to somebody who reviews the customer's answers; "" where they are the same."""

    help: str = ""
    missing: str = ""
    where: str = ""


class Table(Struct, frozen=True):
    """Rows to read, such as the integration map."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    """What stands above it in a document; "" takes the step's title."""


class Copyable(Struct, frozen=True):
    """A value that is read off and typed or pasted elsewhere, such as an App Version ID."""

    title: str
    value: str


class Step(Struct, frozen=True):
    """One thing the guide asks for. Texts are English message ids; `i18n._` translates them where shown."""

    id: str
    kind: Kind
    title: str
    owner: Owner = Owner.CUSTOMER
    help: str = ""
    where: str = ""
    """Where to find the value: paragraphs, as plain text with line breaks."""
    example: str = ""
    rule: str = ""
    """Name of the rule in `profile.fields` that reads the answer; "" takes the kind's own."""
    required: When = ALWAYS
    applies: When = ALWAYS
    after: tuple[str, ...] = ()
    """Steps that must be done before this one is anybody's turn."""
    options: tuple[Option, ...] = ()
    met: tuple[str, ...] = ()
    """Choices (or `yes`) that fulfil the step; empty: any valid answer does."""
    declined: str = ""
    """For a checklist, the mark `-id` in words: an item that is settled without being ticked."""
    each: str = ""
    """For a checklist, the step that names the people for each of whom its items are ticked."""
    retired: tuple[str, ...] = ()
    """Items that a checklist once had: older answers may name them."""
    cmic_asked: bool = False
    """Whether an answer such as “asked CMiC” makes it CMiC's turn."""
    several: str = ""
    """For codes, what to think about where there is more than one."""
    follows: str = ""
    """For a confirmation, the step that says the same once it is done."""
    missing: str = ""
    """What is missing while the answer is valid but not met, unless the option says it itself."""
    reviewer: ForReviewer = ForReviewer()
    """The texts that differ for somebody who reviews."""
    asked: ForAsked = ASKED_PLAINLY
    """Who can answer it, and the texts that differ for somebody who is asked by letter."""
    asked_as: str = ""
    """As what the people whom the answer names are asked: one of `ASKED_ROLES`; "" as colleagues."""
    links: tuple[Link, ...] = ()
    copyables: tuple[Copyable, ...] = ()
    table: Table | None = None
    beside: dict[str, str] = field(default_factory=dict)
    """The steps at whose answers its rule looks too, by the rule's names for them."""
    fills: dict[str, str] = field(default_factory=dict)
    """For a part of the answer, the step whose value it is while that one has none of its own."""
    splits_off: str = ""
    """The step to which what stands before `||` in the answer belongs."""
    keeps: tuple[str, ...] = ()
    """Parts of the answer that stand in the profile beside it."""
    checked_as: CheckInput | None = None
    """What a connection check takes the answer as."""
    stages: tuple[str, ...] = ()
    """The stages of a connection check that tell of this answer."""
    contact: ContactRole | None = None
    """Whom the answer names."""
    call_minutes: int = 0
    """How long the call is whose date the answer is; 0 where it is no call."""
    attendees: tuple[str, ...] = ()
    """For a call, the steps that name the people who take part in it."""
    remind_days: int = 0
    """How many days before the day that the answer is a calendar reminds of it; 0 where it does not."""
    mail_to: str = ""
    """The step that names the people whom an e-mail asks for a call, with the answer as its reason."""
    on_call: bool = False
    """Whether the specialist, too, says that it is done, because both go through it on a call."""
    called: tuple[str, ...] = ()
    """What people call it in e-mails and notes, in any language: in a pasted text, the answer follows.
    For a confirmation, words whose mere presence says that it is so.
    """
    source: str = ""
    """Where the fact behind the step was read."""

    @property
    def reads(self) -> str:
        """The name of the rule that reads the answer."""
        return self.rule or self.kind.value

    def links_in(self, language: str) -> tuple[Link, ...]:
        """The links for readers of a language, those in it first."""
        shown = [link for link in self.links if link.language in ("", language)]
        return tuple(sorted(shown, key=lambda link: link.language != language))

    def option(self, option_id: str) -> Option | None:
        """The option of that id."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def may_be_reviewers(self) -> bool:
        """Whether there is an answer with which a reviewer answers it; see `is_reviewers`."""
        owners = {self.owner, *(option.owner for option in self.options)}
        return self.on_call or bool(owners & REVIEWERS)

    def is_reviewers(self, value: str) -> bool:
        """Whether a reviewer answers it where the customer's answer is `value`: the turn is on their side."""
        option = self.option(value)
        return self.on_call or ((option.owner if option else None) or self.owner) in REVIEWERS


class Section(Struct, frozen=True):
    """Steps under one heading of the guide."""

    id: str
    title: str
    steps: tuple[Step, ...]
    intro: str = ""
    short: str = ""
    """The title in the sidebar, at most `SECTION_WIDTH` characters in every language; "" takes the title."""
    reviewer_intro: str = ""
    """The introduction to somebody who reviews; "" where it is the same."""
    about: str = ""
    """What its part of the profile holds, for readers of the published schema; "" takes the title."""


class Phase(Struct, frozen=True):
    """One of the guide's phases: a screen of the wizard."""

    id: str
    title: str
    sections: tuple[Section, ...]
    intro: str = ""
    reviewer_intro: str = ""
    """The introduction to somebody who reviews; "" where it is the same."""
    short: str = ""
    """The title in the sidebar, at most `PHASE_WIDTH` characters in every language; "" takes the title."""
    gate: bool = False
    """Whether its required steps decide if the profile can be handed off."""


class Guide(Struct, frozen=True, dict=True):
    """Everything that is asked, in the guide's order."""

    id: str
    title: str
    welcome: str
    """Welcome page: paragraphs with an empty line between, the first one its heading."""
    closing: str
    """Review and hand-off page: paragraphs with an empty line between."""
    phases: tuple[Phase, ...]
    links: tuple[Link, ...] = ()
    reviewer_welcome: str = ""
    """The welcome page to somebody who reviews; "" where it is the same."""

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Every step by its id, in order."""
        return {step.id: step for step in self.walk()}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """Every section by its id, in order."""
        return {section.id: section for phase in self.phases for section in phase.sections}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section of each step id."""
        return {step.id: section for section in self.sections.values() for step in section.steps}

    @cached_property
    def phase_of(self) -> dict[str, Phase]:
        """The phase of each section id."""
        return {section.id: phase for phase in self.phases for section in phase.sections}

    @cached_property
    def checked(self) -> dict[CheckInput, Step]:
        """The steps whose answers a connection check takes, by what it takes them as."""
        found = {step.checked_as: step for step in self.walk() if step.checked_as}
        return {each: found[each] for each in CheckInput if each in found}

    @cached_property
    def contacts(self) -> dict[ContactRole, Step]:
        """The steps that name the people to turn to."""
        return {step.contact: step for step in self.walk() if step.contact}

    def walk(self) -> Iterator[Step]:
        """The steps in the guide's order."""
        for phase in self.phases:
            for section in phase.sections:
                yield from section.steps
