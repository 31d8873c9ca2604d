"""The manual pages say what the table of commands says, and are shown without a complaint."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import manual
import pytest
from fixture_types import NeedProgram

from cmic_wizard.commands.options import COMMANDS, main_parser, parser_of
from cmic_wizard.i18n import LANGUAGES, _, set_language

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_page_is_the_table_s_own(language: str) -> None:
    stored = manual.path_of(language).read_text("utf-8")
    assert stored == manual.page(language), "python tests/tools/manual.py writes it anew"


@pytest.mark.system
@pytest.mark.parametrize("language", LANGUAGES)
def test_groff_shows_every_command_option_and_example_and_warns_of_nothing(
    need_program: NeedProgram, language: str
) -> None:
    command = [need_program("groff"), "-man", "-Kutf8", "-Tutf8", "-ww", "-P-cbou", "-rLL=300n"]
    done = subprocess.run([*command, manual.path_of(language)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    shown = " ".join(done.stdout.split())
    set_language(language)
    for each in COMMANDS:
        assert _(each.summary) in shown
        assert all(f"{_(purpose)} {line}" in shown for purpose, line in each.examples)
        assert all(name in shown for action in parser_of(each).actions for name in action.option_strings)
    assert all(action.help in shown for action in main_parser().actions if action.help)


def test_what_roff_would_read_as_its_own_is_printed() -> None:
    assert manual.escaped(".PP\n'x \\fB -- `~^") == "\\&.PP\n\\&\\(aqx \\efB \\-\\- \\(ga\\(ti\\(ha"


def test_the_package_brings_the_pages_to_where_they_are_looked_for() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    shared = wheel["wheel"]["shared-data"]
    assert {ROOT / source for source in shared} == {manual.path_of(language) for language in LANGUAGES}
    assert all(re.fullmatch(r"share/man/(\w\w/)?man1/cmic-wizard\.1", target) for target in shared.values())
