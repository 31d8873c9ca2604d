"""People as they are typed and pasted: every address is somebody's, and none is lost or run together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.rules.people import Contact, format_people, people, people_rule

JANE, JOHN = ("Jane", "j@x.com"), ("John", "r@x.com")
MEANT: dict[str, list[tuple[str, str]]] = {
    "Jane <j@x.com>, John <r@x.com>": [JANE, JOHN],
    "Jane <j@x.com>; John <r@x.com>;": [JANE, JOHN],
    "Jane <j@x.com>\nJohn <r@x.com>": [JANE, JOHN],
    "Jane <j@x.com> y John <r@x.com>": [JANE, JOHN],
    "Jane j@x.com and John r@x.com": [JANE, JOHN],
    "Jane (j@x.com) / John (r@x.com)": [JANE, JOHN],
    "a@x.com, b@x.com": [("", "a@x.com"), ("", "b@x.com")],
    "Jane (j@x.com)": [JANE],
    "Jane [mailto:j@x.com]": [JANE],
    "Jane <mailto:j@x.com>": [JANE],
    "j@x.com <mailto:j@x.com>": [("", "j@x.com")],
    "Doe, Jane <j@x.com>; Roe, John <r@x.com>": [("Doe, Jane", "j@x.com"), ("Roe, John", "r@x.com")],
    "Doe, Jane <j@x.com>, Roe, John <r@x.com>": [("Doe, Jane", "j@x.com"), ("Roe, John", "r@x.com")],
    '"Doe, Jane" <j@x.com>': [("Doe, Jane", "j@x.com")],
    "Jane <a@x.com, b@x.com>": [("Jane", "a@x.com"), ("", "b@x.com")],
    "Jane <j@x.com>, John": [JANE, ("John", "")],
    "Jane & John <j@x.com>": [("Jane & John", "j@x.com")],
    "Jane Doe (IT) <j@x.com>": [("Jane Doe (IT)", "j@x.com")],
    "Jane Doe Jr. <j@x.com>.": [("Jane Doe Jr.", "j@x.com")],
    "Jane: j@x.com": [JANE],
    "علی\u200cرضا <a@x.com>": [("علی\u200cرضا", "a@x.com")],
    "jane@müller.de": [("", "jane@müller.de")],
    "Jane": [("Jane", "")],
    "Jane <jane>": [("Jane", "jane")],
    "; ,": [],
}


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_an_entry_is_read_as_it_is_meant(typed: str, meant: list[tuple[str, str]]) -> None:
    assert people(typed) == [Contact(*person) for person in meant]


@pytest.mark.parametrize("typed", MEANT)
def test_people_written_back_are_the_same_people(typed: str) -> None:
    assert people(format_people(people(typed))) == people(typed)


STEP = Step(id="kickoff.specialist", kind=Kind.PEOPLE, title="People")
PIECES = st.sampled_from(
    ["Jane", "Doe", "j@x.com", "r@x.org", "<", ">", ",", ";", " ", "(", ")", "[", "]", "mailto:"]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_address_is_lost_or_run_together_with_another(typed: str) -> None:
    found = people(typed)
    doubted = {finding.rule for finding in people_rule(STEP, typed, {}).doubts}
    assert "people_mail" in doubted or {person.mail.count("@") for person in found} <= {0, 1}
    for address in ("j@x.com", "r@x.org"):
        if f" {address} " in f" {typed} ".replace("<", " ").replace(">", " ").replace(",", " "):
            assert address in [person.mail for person in found]
    assert people(format_people(found)) == people(format_people(people(format_people(found))))
