"""Markdown: what people typed stays text in a renderer that allows HTML, tables and links."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from fixture_types import Made, Written
from markdown_it import MarkdownIt

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.documents.markdown import code, escaped, quote
from cmic_wizard.i18n import _, set_language

TAGS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "strong",
    "code",
    "ul",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
TAGS |= {"blockquote", "br", "a"}


def rendered(text: str) -> str:
    """As a lenient renderer shows it: HTML allowed, tables on."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(reader.render(text))


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def assert_inert(markup: str) -> None:
    assert set(re.findall(r"<([a-z0-9]+)", markup)) <= TAGS
    known = {link.url for step in load_guide().walk() for link in step.links}
    assert set(re.findall(r'href="([^"]*)"', markup)) <= known
    assert set(re.findall(r"<\w+ ([a-z-]+)=", markup)) <= {"href", "style"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_step_of_the_guide_is_in_it(profile: Made, written: Written, language: str) -> None:
    set_language(language)
    text = words(rendered(written("markdown", profile())))
    for step in load_guide().walk():
        assert _(step.title) in text


def test_hostile_texts_are_nothing_but_texts(profile: Made, written: Written, hostile_text: str) -> None:
    text = written("markdown", profile(hostile=hostile_text), check_number="3F9A", by=hostile_text)
    assert_inert(rendered(text))
    assert {unicodedata.category(character) for character in text if character != "\n"}.isdisjoint(
        {"Cc", "Cf", "Zl", "Zp"}
    )


def test_hostile_texts_add_no_rows_columns_or_headings(
    profile: Made, written: Written, hostile_text: str
) -> None:
    """The document has the shape that the same profile has with a harmless word."""
    shapes = []
    for text in (hostile_text, "harmless"):
        markup = rendered(written("markdown", profile(hostile=text)))
        cells = [len(re.findall(r"<t[dh]", row)) for row in markup.split("<tr>")]
        shapes.append((len(re.findall(r"<h[1-4]>", markup)), sorted(set(cells))))
    assert shapes[0] == shapes[1]


def test_the_look_for_harm_sees_harm() -> None:
    with pytest.raises(AssertionError):
        assert_inert(rendered("[x](https://evil.example)"))
    with pytest.raises(AssertionError):
        assert_inert(rendered("<img src=x>"))


@pytest.mark.parametrize(
    "text",
    [
        "*a* _b_ `c` ~~d~~ <e> & &amp; [f](g) # h | i \\ j ![k](l) m!",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "# heading",
        "> quote",
        "===",
        "---",
        "https://evil.example www.evil.example evil@evil.example",
        "<!-- comment -->",
        "\\",
        "a\\|b",
    ],
)
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    for wrap in ("{}", "| head |\n| --- |\n| {} |", "- {}", "> {}"):
        shown = words(rendered(wrap.format(escaped(text))))
        assert shown.removeprefix("head").strip() == text
    assert set(re.findall(r"<(\w+)", rendered(escaped(text)))) <= {"p"}


def test_lines_become_one_except_in_a_quote() -> None:
    assert escaped("a\nb") == "a b"
    assert quote("a\n# b") == "> a  \n> \\# b"


def test_values_to_copy_are_code_unless_they_could_break_out_of_it() -> None:
    assert code("https://acmemob.cmicpaas.com/cmicprod") == "`https://acmemob.cmicpaas.com/cmicprod`"
    assert code("a`b") == "a\\`b"
    assert code("a|b") == "a\\|b"


def test_it_says_what_the_page_says(profile: Made, written: Written) -> None:
    text = written("markdown", profile())
    for part in (
        "`https://acmemob.cmicpaas.com/cmictest`",
        "(As typed: `https://ACMEmob.cmicpaas.com/cmictest`)",
        "**TEST environment**",
        "| Kickoff / installation call | Tuesday, 1 December 2026, 10:00 (America/Chicago, UTC−06:00) |",
        "`ana.ruiz@procore.example`",
        "> Test system only.  \n> Ask Peter for production.",
        "Check number: `3F9A 01BC 77D2 E04A`",
        "password is not in this document",
        "**Draft.**",
        "| Procore | Direction | CMiC |\n| --- | --- | --- |\n",
    ):
        assert part in text, part
    assert "**Draft.**" not in written("markdown", profile(), draft=False)
