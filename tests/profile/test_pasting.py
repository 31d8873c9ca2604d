"""What is pasted is taken whole or asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.profile.fields import ANSWER_AT_MOST
from cmic_wizard.profile.pasting import LOOKED_AT, pasted

CODES = Step("a.codes", Kind.CODES, "Codes")
PEOPLE = Step("a.people", Kind.PEOPLE, "People")
USER = Step("a.user", Kind.TEXT, "User", rule="service_user")
TEXT = Step("a.text", Kind.TEXT, "Text")
URL = Step("a.url", Kind.URL, "Address", rule="mobile_server_url")


@pytest.mark.parametrize(
    ("step", "text", "taken", "left_out"),
    [
        (CODES, "001\n002\n003", "001,002,003", ()),
        (CODES, "001\r\n002\r\n\r\n", "001,002", ()),
        (CODES, "'001\n'002", "001,002", ()),
        (CODES, '"001"\t"ACME01"', "001,ACME01", ()),
        (CODES, "001; 002, 003\t004", "001,002,003,004", ()),
        (CODES, "\n\n001\n", "001", ()),
        (CODES, "001 002", "001 002", ()),
        (CODES, ",ACME0", ",ACME0", ()),
        (USER, " piece of it ", " piece of it ", ()),
        (PEOPLE, "Jane <j@x.com>\nJohn\tr@x.com\n", "Jane <j@x.com>; John r@x.com", ()),
        (
            PEOPLE,
            "Doe, Jane <j@x.com>;\nRoe, John <r@x.com>;",
            "Doe, Jane <j@x.com>; Roe, John <r@x.com>",
            (),
        ),
        (USER, "\n  PROCORE_API \n\n", "PROCORE_API", ()),
        (USER, "PROCORE_API\nsecond line\nthird", "PROCORE_API", ("second line", "third")),
        (URL, "\r\nhttps://acmemob.cmicpaas.com/cmicprod\r\n", "https://acmemob.cmicpaas.com/cmicprod", ()),
        (
            URL,
            "Good morning,\n\nit is https://acmemob.cmicpaas.com/cmicprod.\n\nRegards",
            "it is https://acmemob.cmicpaas.com/cmicprod.",
            ("Good morning,", "Regards"),
        ),
        (URL, "https://a.example/x\nhttps://b.example/x", "https://a.example/x", ("https://b.example/x",)),
        (URL, "Good morning,\nRegards", "Good morning,", ("Regards",)),
        (TEXT, "We need a call:\ninvoices fail.", "We need a call: invoices fail.", ()),
        (TEXT, " \n\t\n", "", ()),
        (TEXT, "two\tcells", "two cells", ()),
    ],
)
def test_a_paste_becomes_what_its_step_takes(
    step: Step, text: str, taken: str, left_out: tuple[str, ...]
) -> None:
    assert (pasted(step, text).text, pasted(step, text).left_out) == (taken, left_out)


@pytest.mark.parametrize("step", [CODES, PEOPLE, USER, TEXT])
@pytest.mark.parametrize("length", [ANSWER_AT_MOST + 1, LOOKED_AT + 1])
def test_what_is_too_long_is_said_and_not_cut(step: Step, length: int) -> None:
    assert pasted(step, "x" * length) == pasted(step, "x" * (length + 1))
    assert pasted(step, "x" * length).too_long


@given(
    st.sampled_from([CODES, PEOPLE, USER, TEXT, URL]), st.text(alphabet="ab1,;\t\r\n'\" \u2028", max_size=40)
)
def test_no_word_of_a_paste_is_lost_unsaid(step: Step, text: str) -> None:
    found = pasted(step, text)
    assert not set(found.text) & set("\r\n\t\u2028")
    said = " ".join((found.text, *found.left_out))
    for letter in "ab1":
        assert said.count(letter) == text.count(letter)
