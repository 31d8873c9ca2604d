"""A guide file is read as it is meant, or refused with every fault of it by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmic_wizard.guide.loader import GUIDE_FILE, GuideFaults, parse_guide
from cmic_wizard.guide.model import ALWAYS, NEVER, Condition, Kind, Owner, When

FaultsOf = Callable[[str], tuple[str, ...]]
CHOICE = 'kind = "choice"\noptions = [{ id = "a", title = "A" }, { id = "b", title = "B" }]'
SECOND = '\n[[phase.section.step]]\nid = "second"\nkind = "text"\ntitle = "Second"\n'

APPENDED = {
    "unknown key": ("color = 1", "first.name: unknown key “color”"),
    "wrong type": ("help = 3", "first.name: “help” must be a text"),
    "empty text": ('help = " "', "first.name: “help” is empty"),
    "control character": (r'help = "a\u001Bb"', "first.name: “help” contains control characters"),
    "unknown owner": ('owner = "nobody"', "first.name: “nobody” is no owner; known are customer"),
    "colleague as owner": ('owner = "colleague"', "“colleague” is nobody whom a guide can name as owner"),
    "unknown reader": ('asked = { reader = "boss" }', "“boss” is no reader; known are cmic_admin"),
    "unknown role asked": ('asked = { boss = "What?" }', "first.name, asked: unknown key “boss”"),
    "asked as nothing known": ('asked_as = "boss"', "“boss” is no asked_as; known are colleague"),
    "asked_as of a text": ('asked_as = "cmic"', "first.name: a text has no “asked_as”"),
    "list of texts": ("after = [1]", "first.name: “after” must be a list of texts"),
    "text instead of a list": ('after = "first.name"', "first.name: “after” must be a list of texts"),
    "list of tables": ("links = [1]", "first.name: “links” must be a list of tables"),
    "empty list of tables": ("links = []", "first.name: “links” is empty"),
    "unknown step in after": ('after = ["first.no"]', "“after” names the unknown step “first.no”"),
    "step after itself": ('after = ["first.name"]', "first.name: waits for itself"),
    "condition of a wrong shape": ("required = 1", "“required” must be true, false, or a table"),
    "empty condition": ("required = {}", "“required” must be true, false, or a table"),
    "condition on nothing": ('required = { "first.name" = [] }', "“first.name” must be a list of values"),
    "condition of another sort": (
        'applies = { "first.name" = "<3" }',
        "“first.name” must be a list of values",
    ),
    "condition on an unknown step": (
        'applies = { "x.y" = ["z"] }',
        "a condition names the unknown step “x.y”",
    ),
    "options of a text": ('options = [{ id = "a", title = "A" }]', "first.name: a text has no options"),
    "met of a text": ('met = ["yes"]', "first.name: a text has no “met”"),
    "http link": (
        'links = [{ title = "T", url = "http://example.com" }]',
        "first.name: the link http://example.com does not begin with https://",
    ),
    "link without a host": ('links = [{ title = "T", url = "https:///x" }]', "the link https:///x does not"),
    "link without an address": ('links = [{ title = "T" }]', "first.name, links 1: “url” is missing"),
    "link with more": (
        'links = [{ title = "T", url = "https://example.com", x = 1 }]',
        "first.name, links 1: unknown key “x”",
    ),
    "copyable without a value": (
        'copyables = [{ title = "T" }]',
        "first.name, copyables 1: “value” is missing",
    ),
    "table that is none": ("table = 1", "first.name: “table” must be a table"),
    "table without rows": ('table = { columns = ["A"] }', "first.name, table: “rows” is missing"),
    "unknown use in a check": (
        'checked_as = "song"',
        "first.name: “song” is no checked_as; known are hosting, address",
    ),
    "unknown stage": ('stages = ["song"]', "first.name: “song” in “stages” is none that check knows"),
    "contact of a text": ('contact = "specialist"', "first.name: a text has no “contact”"),
    "call of a text": ("call_minutes = 60", "first.name: a text has no “call_minutes”"),
    "call without a length": ("call_minutes = 0", "“call_minutes” must be a number from 1 to 1440"),
    "call that is true": ("call_minutes = true", "“call_minutes” must be a number from 1 to 1440"),
    "mail to nobody": ('mail_to = "x.y"', "first.name: “mail_to” names the unknown step “x.y”"),
    "mail to no people": ('mail_to = "first.name"', "“mail_to” names “first.name”, which names no people"),
    "splitting by another rule": ('splits_off = "first.name"', "first.name: a text has no “splits_off”"),
    "splitting for nobody": (
        'rule = "service_user"\nsplits_off = "x.y"',
        "first.name: “splits_off” names the unknown step “x.y”",
    ),
    "beside that is none": ("beside = 1", "first.name: “beside” must be a table of texts"),
    "beside a rule that looks at nothing": (
        'beside = { hosting = "first.name" }',
        "first.name: “hosting” in “beside” is none that text knows",
    ),
    "beside an unknown step": (
        'rule = "tenant_id"\nbeside = { hosting = "x.y" }',
        "first.name: “beside” names the unknown step “x.y”",
    ),
    "part that its rule does not give": (
        'fills = { patch = "first.name" }',
        "first.name: “patch” in “fills” is none that text knows",
    ),
    "kept part that its rule does not give": (
        'keeps = ["environment"]',
        "first.name: “environment” in “keeps” is none that text knows",
    ),
    "kept part where a step has its place": (
        'rule = "url"\nkeeps = ["host"]' + SECOND.replace('"second"', '"host"'),
        "first.host: the profile keeps a part of “first.name” there",
    ),
    "ragged table": (
        'table = { columns = ["A", "B"], rows = [["1"]] }',
        "first.name, table: “rows” must be a list of rows, each with 2 texts",
    ),
}
REPLACED = {
    "missing title": ('title = "Name"', "", "first.name: “title” is missing"),
    "missing kind": ('kind = "text"', "", "first.name: “kind” is missing"),
    "missing id": ('id = "name"', "", "first, step 1: “id” is missing"),
    "missing welcome": ('welcome = "Welcome"', "", "guide: “welcome” is missing"),
    "no id": ('id = "name"', 'id = "Na me"', "“Na me” is no id"),
    "dots in a section": ('id = "first"', 'id = "a.b"', "“a.b” is no id"),
    "unknown kind": ('kind = "text"', 'kind = "song"', "first.name: “song” is no kind; known are text, "),
    "choice without options": ('kind = "text"', 'kind = "choice"', "first.name: a choice needs options"),
    "met not among options": (
        'kind = "text"',
        CHOICE + '\nmet = ["c"]',
        "first.name: “c” in “met” is not among the options",
    ),
    "met of a confirmation": (
        'kind = "text"',
        'kind = "confirm"\nmet = ["sure"]',
        "first.name: “sure” in “met” is not among the options",
    ),
    "option twice": (
        'kind = "text"',
        CHOICE.replace('"b"', '"a"'),
        "first.name: the option “a” appears more than once",
    ),
    "option without a title": (
        'kind = "text"',
        CHOICE.replace(', title = "B"', ""),
        "first.name, options 2: “title” is missing",
    ),
    "long step title": ('"Name"', f'"{"n" * 35}"', "is longer than 34 characters"),
    "long section title": ('"First"', f'"{"n" * 21}"', "is longer than 20 characters"),
    "long section short": ('"First"', f'"First"\nshort = "{"n" * 21}"', "is longer than 20 characters"),
    "long phase title": ('"One"', f'"{"n" * 23}"', "is longer than 22 characters"),
    "gate that is none": ('title = "One"', 'title = "One"\ngate = 1', "one: “gate” must be true or false"),
    "computed without a gate": (
        'kind = "text"',
        'kind = "computed"',
        "first.name: a computed needs a phase with “gate”",
    ),
    "check of another id": ('kind = "text"', 'kind = "check"', "a check has the id “connection.check”"),
    "secret of another id": (
        'kind = "text"',
        'kind = "secret"',
        "first.name: a secret has the id “connection.service_password”",
    ),
    "information that a check takes": (
        'kind = "text"',
        'kind = "info"\nchecked_as = "user"',
        "first.name: a info has no “checked_as”",
    ),
    "section of a name that is taken": (
        'id = "first"',
        'id = "name"',
        "name.name: the profile can't have a value of that id",
    ),
    "step of a name that is taken": (
        'id = "name"',
        'id = "model_x"',
        "first.model_x: the profile can't have a value of that id",
    ),
    "no steps": ("[[phase.section.step]]", "[[phase.section.stop]]", "“step” is missing"),
    "not TOML": ('"Tiny guide"', '"Tiny guide', "not TOML: "),
}


@pytest.mark.parametrize(("added", "fault"), APPENDED.values(), ids=APPENDED)
def test_fault_of_a_step_is_named(tiny_guide: str, faults_of: FaultsOf, added: str, fault: str) -> None:
    """A step that has one thing wrong is refused for that thing alone."""
    (found,) = faults_of(tiny_guide + added)
    assert fault in found


@pytest.mark.parametrize(("old", "new", "fault"), REPLACED.values(), ids=REPLACED)
def test_fault_of_the_file_is_named(
    tiny_guide: str, faults_of: FaultsOf, old: str, new: str, fault: str
) -> None:
    """A guide in which something is absent or other than it may be is refused for it."""
    assert old in tiny_guide
    assert any(fault in found for found in faults_of(tiny_guide.replace(old, new)))


@pytest.mark.parametrize("what", ["phase", "section", "step"])
def test_id_that_stands_twice_is_named(tiny_guide: str, faults_of: FaultsOf, what: str) -> None:
    """Two of the same id are refused, whether phases, sections or steps."""
    heads = {"phase": "[[phase]]", "section": "[[phase.section]]", "step": "[[phase.section.step]]"}
    start = tiny_guide.index(heads[what])
    assert any(f"the {what} id appears 2 times" in f for f in faults_of(tiny_guide + tiny_guide[start:]))


def test_cycle_names_its_steps_and_no_others(tiny_guide: str, faults_of: FaultsOf) -> None:
    """Steps that wait for each other are named; one that waits for them is not to blame."""
    third = SECOND.replace("second", "third")
    text = tiny_guide + 'after = ["first.second"]' + SECOND + 'after = ["first.name"]' + third
    assert faults_of(text + 'after = ["first.second"]') == (
        "first.name: waits for itself through “after”",
        "first.second: waits for itself through “after”",
    )


def test_condition_on_a_choice_names_its_options(tiny_guide: str, faults_of: FaultsOf) -> None:
    """A condition on a step with a closed set of answers can only name those, refused ones too."""
    text = tiny_guide.replace('kind = "text"', CHOICE) + SECOND
    parse_guide(text + 'applies = { "first.name" = ["a", "!b"] }')
    assert faults_of(text + 'applies = { "first.name" = ["!c"] }') == (
        "first.second: “!c” is no answer of “first.name”",
    )


@pytest.mark.parametrize(
    ("kind", "use"),
    [("text", 'checked_as = "user"'), ("people", 'contact = "specialist"')],
)
def test_what_one_step_alone_can_be_is_named(
    tiny_guide: str, faults_of: FaultsOf, kind: str, use: str
) -> None:
    """Two steps that a check takes as the same thing, or two of one contact, are refused."""
    text = (tiny_guide + use + SECOND + use).replace('kind = "text"', f'kind = "{kind}"')
    (fault,) = faults_of(text)
    assert fault.endswith("appears 2 times")


def test_every_fault_is_named_at_once(tiny_guide: str, faults_of: FaultsOf) -> None:
    """Faults of all sorts in one file come in one error, each once."""
    text = tiny_guide.replace('title = "One"', "title = 1").replace('kind = "text"', 'kind = "song"')
    text += 'after = ["a.b"]\nlinks = [{ title = "T", url = "http://x" }]\ncolor = 1\nhelp = 2\n'
    text += SECOND + SECOND.replace('kind = "text"', 'kind = "choice"')
    faults = faults_of(text)
    for expected in (
        "one: “title” must be a text",
        "first.name: “song” is no kind",
        "first.name: “after” names the unknown step “a.b”",
        "first.name: the link http://x does not begin",
        "first.name: unknown key “color”",
        "first.name: “help” must be a text",
        "first.second: the step id appears 2 times",
        "first.second: a choice needs options",
    ):
        assert sum(expected in fault for fault in faults) == 1, expected
    assert len(faults) == 8


def test_tiny_guide_is_read(tiny_guide: str) -> None:
    """A guide of one step has what it declares, and what it leaves out is the plain case."""
    guide = parse_guide(tiny_guide)
    (step,) = guide.walk()
    assert (step.id, step.kind, step.title, step.owner) == ("first.name", Kind.TEXT, "Name", Owner.CUSTOMER)
    assert (step.required, step.applies, step.after, step.table) == (ALWAYS, ALWAYS, (), None)
    assert guide.section_of["first.name"] is guide.sections["first"]
    assert guide.phase_of["first"].id == "one"


def test_conditions_are_read(tiny_guide: str) -> None:
    """True, false, lists of values and a least number each become what they say."""
    text = tiny_guide + "required = false" + SECOND
    text += 'required = { "first.name" = ">=19" }\n'
    text += 'applies = { "first.name" = ["!a", "b"], "first.second" = ["c"] }'
    first, second = parse_guide(text).walk()
    assert first.required == NEVER
    assert second.required == When(conditions=(Condition("first.name", at_least=19),))
    assert second.applies.conditions == (
        Condition("first.name", among=("!a", "b")),
        Condition("first.second", among=("c",)),
    )


def test_dotted_id_stands_for_itself(tiny_guide: str) -> None:
    """A step may have another prefix than its section's id and still belongs to the section."""
    guide = parse_guide(tiny_guide.replace('id = "name"', 'id = "other.name"'))
    assert list(guide.steps) == ["other.name"]
    assert guide.section_of["other.name"].id == "first"


def test_faults_are_named_in_spanish(tiny_guide: str, faults_of: FaultsOf, in_spanish: None) -> None:
    """The error is a sentence in the user's language."""
    (fault,) = faults_of(tiny_guide + "color = 1")
    assert fault == "first.name: clave desconocida «color»"


LINES = GUIDE_FILE.read_text(encoding="utf-8").splitlines(keepends=True)
VALUES = [
    "1",
    "true",
    "[]",
    "{}",
    '""',
    '"x"',
    "[[1]]",
    "nan",
    "2026-01-01",
    "[{ }]",
    "9" * 5000,
    '{ a = ">=1" }',
]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_mutated_guide_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever happens to lines of the real guide, reading it ends in a guide or in named faults."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key = lines[at].partition("=")[0]
        lines[at] = data.draw(
            st.sampled_from(
                ["", lines[at] * 2, lines[at][1:], lines[at][: len(lines[at]) // 2], "x = 1\n"]
                + [f"{key}= {value}\n" for value in VALUES]
            )
        )
    faults: tuple[str, ...] = ("",)
    try:
        parse_guide("".join(lines))
    except GuideFaults as refused:
        faults = refused.faults
    assert faults
    assert all(fault.isprintable() for fault in faults)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Text that is no guide is refused, never a crash."""
    with pytest.raises(GuideFaults):
        parse_guide(text)


def test_deep_nesting_is_refused(faults_of: FaultsOf) -> None:
    """A file that would exhaust the parser's stack is refused like any other."""
    assert faults_of("a = " + "[" * 100_000)
