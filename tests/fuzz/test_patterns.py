"""Every regular expression of the program takes linear time, on whatever text from outside."""

from __future__ import annotations

import re
from types import ModuleType

import patterns
import pytest
from patterns import Found, NotUnderstood

import cmic_wizard

FOUND = patterns.patterns_of(cmic_wizard)


@pytest.mark.parametrize("found", FOUND, ids=lambda found: f"{found.where} {found.how}")
def test_a_pattern_is_done_with_64_kilobytes_in_a_tenth_of_a_second(found: Found) -> None:
    assert patterns.slow_text(found) == "", found.name


def test_the_patterns_of_all_parts_were_found() -> None:
    modules = {found.where.partition(":")[0].split(".")[1] for found in FOUND}
    assert {"connection", "credentials", "handoff", "profile", "strict_json"} <= modules
    assert len(FOUND) > 60


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"<title[^>]*>(.*?)</title>", "search"),
        (r"(?s)<M>(.*?)</M>", "search"),
        (r"\s*\|\s*", "finditer"),
        (r"(a+)+b", "match"),
        (r"\d+\.?\d+x", "fullmatch"),
        (r"(?:\w+-?)+@", "match"),
        (rb"x*y", "search"),
        (r"[a-z]+\Z", "search"),
    ],
)
def test_a_careless_pattern_is_caught(pattern: str | bytes, how: str) -> None:
    assert patterns.slow_text(Found("control", re.compile(pattern), how)), "the control"


@pytest.mark.parametrize(
    ("pattern", "how"),
    [(r"<title[^<>]{0,200}>", "search"), (r"(?<!\s)\s*\|\s*", "finditer"), (r"a+b", "match")],
)
def test_a_careful_pattern_passes(pattern: str, how: str) -> None:
    assert patterns.slow_text(Found("control", re.compile(pattern), how)) == ""


def test_a_pattern_that_is_put_together_at_run_time_is_told() -> None:
    source = "import re\ndef f(word, text):\n    return re.search(word + 'x', text)\n"
    module = ModuleType("control")
    exec(source, module.__dict__)  # noqa: S102 - the control
    with pytest.raises(NotUnderstood, match="control:3"):
        list(patterns.of_source(module, source))
