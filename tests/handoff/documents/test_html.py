"""The page: everything of the assessment is on it, and nothing else can be."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from fixture_types import Made, Written

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _, set_language
from cmic_wizard.text import visible

VOID = {"meta", "br"}
TAGS = VOID | {
    *("html", "head", "title", "style", "body", "header", "nav", "main", "section", "article", "footer"),
    *("h1", "h2", "h3", "h4", "p", "span", "strong", "code", "bdi", "div", "a", "ul", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "dir",
        "href",
        "rel",
        "role",
        "scope",
    ),
    *(
        "style",
        "aria-hidden",
        "aria-label",
        "aria-labelledby",
        "aria-valuemin",
        "aria-valuemax",
        "aria-valuenow",
    ),
}


class Page(HTMLParser):
    """What a page consists of, and whether its elements close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.nested = True
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.nested = self.nested and not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.nested = self.nested and bool(self._open) and self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def assert_inert(page: Page) -> None:
    """Only known elements and attributes, no script, no link but to the guide's pages and within the page."""
    assert page.nested
    assert {tag for tag, _attributes in page.elements} <= TAGS
    assert {name for _tag, attributes in page.elements for name in attributes} <= ATTRIBUTES
    known = {link.url for step in load_guide().walk() for link in step.links}
    for link in page.every("a"):
        assert (link["href"] or "").startswith("#") or link["href"] in known
    styles = {attributes["style"] for _tag, attributes in page.elements if "style" in attributes}
    assert all(re.fullmatch(r"width: \d{1,3}%", style or "") for style in styles)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_step_of_the_guide_is_on_the_page(profile: Made, written: Written, language: str) -> None:
    set_language(language)
    page = Page(written("html", profile()))
    assert page.every("html") == [{"lang": language}]
    for step in load_guide().walk():
        assert _(step.title) in page.text
    for phase in load_guide().phases:
        assert _(phase.title) in page.text


def test_the_page_is_inert_and_says_so(profile: Made, written: Written) -> None:
    page = Page(written("html", profile()))
    assert_inert(page)
    policy = {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
    }
    assert policy in page.every("meta")


def test_hostile_texts_are_nothing_but_texts(profile: Made, written: Written, hostile_text: str) -> None:
    text = written("html", profile(hostile=hostile_text), check_number=hostile_text, by=hostile_text)
    page = Page(text)
    assert_inert(page)
    assert {unicodedata.category(character) for character in text if character != "\n"}.isdisjoint(
        {"Cc", "Cf", "Zl", "Zp"}
    )
    assert visible(hostile_text) in page.text


def test_the_look_for_harm_sees_harm(profile: Made, written: Written) -> None:
    text = written("html", profile()).replace("</main>", "<img src=x onerror=alert(1)></main>")
    with pytest.raises(AssertionError):
        assert_inert(Page(text))


def test_connection_details_hold_the_value_and_what_was_typed(profile: Made, written: Written) -> None:
    page = Page(written("html", profile()))
    assert "https://acmemob.cmicpaas.com/cmictest" in page.text
    assert "https://ACMEmob.cmicpaas.com/cmictest" in page.text
    assert "TEST environment" in page.text
    assert "001, ACME01" in page.text


def test_production_is_not_marked_as_a_test(profile: Made, written: Written) -> None:
    page = Page(
        written("html", profile({"connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmicprod"}))
    )
    assert "TEST environment" not in page.text


def test_people_calls_notes_remarks_and_the_check_are_on_the_page(profile: Made, written: Written) -> None:
    text = Page(written("html", profile())).text
    for part in (
        *("Ana Ruiz", "ana.ruiz@procore.example", "Alex Moreau"),
        "Tuesday, 1 December 2026, 10:00 (America/Chicago, UTC−06:00)",
        "Wednesday, 31 March 2027, 16:30 (Europe/Madrid, UTC+02:00)",
        *("Test system only.\nAsk Peter for production.", "Add Canada.\nIt is new.", "change wanted"),
        *(
            "The check failed.",
            "Service user accepted",
            "This stage failed; please run the check again.",
            "Friday, 20 November 2026, 13:58 (UTC)",
        ),
        "An answer that the check used has changed since",
        *("3F9A 01BC 77D2 E04A", "cmic-wizard 1.2.3", "Saturday, 21 November 2026, 08:00 (UTC)"),
        *("Integration map", "Master cost codes and categories"),
        "The service user’s password is not in this document.",
        "It is kept on the customer’s computer (14 characters).",
    ):
        assert part in text, part


def test_a_draft_says_that_it_is_one_and_a_hand_off_does_not(profile: Made, written: Written) -> None:
    assert "This is not the finished hand-off" in written("html", profile(), draft=True)
    assert "This is not the finished hand-off" not in written("html", profile(), draft=False)


def test_an_empty_profile_makes_a_whole_page(profile: Made, written: Written) -> None:
    empty: dict[str, object] = {"answers": {}, "notes": {}, "remarks": (), "check": None, "password": None}
    page = Page(written("html", profile(changes=empty)))
    assert_inert(page)
    assert "none is kept on the customer’s computer yet" in page.text
    assert "The connection has not been checked yet." in page.text
    assert "Nobody has been named yet." in page.text


def test_action_items_stand_under_whose_turn_it_is(profile: Made, written: Written) -> None:
    assessment = profile()
    text = written("html", assessment)
    part = text[text.index('id="actions"') : text.index('id="connection"')]
    for state in assessment.outstanding:
        assert state.step.title in part
    assert re.findall(r"<h3[^>]*>([\w ]+) <", part) == ["Acme Builders", "Integration specialist"]


def test_every_table_has_headings_for_columns_and_rows(profile: Made, written: Written) -> None:
    page = Page(written("html", profile()))
    assert {heading.get("scope") for heading in page.every("th")} == {"col", "row"}
    levels = [int(tag[1]) for tag, _attributes in page.elements if re.fullmatch(r"h[1-4]", tag)]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_states_are_words_and_shapes_not_colours_alone(profile: Made, written: Written) -> None:
    page = written("html", profile())
    states = re.findall(r'<span class="state s-\w+"><span aria-hidden="true">(.)</span> ([^<]+)</span>', page)
    assert len(states) > len([step for step in load_guide().walk() if step.kind is not Kind.INFO])
    assert all(word.strip() for _shape, word in states)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(theme: int) -> None:
    style = (files("cmic_wizard.handoff.documents") / "templates" / "document.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[theme]))
    inks = ["ink", "quiet", "accent", "done", "todo", "wrong", "returned", "waiting", "optional"]
    pairs = [(ink, paper) for ink in inks for paper in ("page", "paper", "stripe")]
    pairs += [("warn-ink", "warn-paper"), ("ink", "note-paper")]
    low = {pair: ratio for pair in pairs if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < 4.5}
    assert low == {}


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
