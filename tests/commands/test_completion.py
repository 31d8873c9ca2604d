"""What the shells are told may stand at the cursor: asked of the program, and typed in the shells."""

from __future__ import annotations

import contextlib
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from fixture_types import NeedProgram, OpenTerminal, RunWizard

from cmic_wizard.commands.completing import answer, candidates
from cmic_wizard.commands.options import COMMANDS, SHELLS, main_parser, parser_of
from cmic_wizard.commands.parser import OneOf
from cmic_wizard.commands.shell_words import quoted_for, unquoted
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import set_language

HOSTILE = "A'b \"$(touch pwned)`touch pwned`;!x"


def words(line: str) -> set[str]:
    """What may stand at the end of a command line, whose last word is begun."""
    *before, current = shlex.split(line.replace("|", "''"))
    return {found.word for found in candidates(before, current)}


def test_commands_and_common_options_come_first() -> None:
    assert words("|") == {command.name for command in COMMANDS}
    assert words("st|") == {"status"}
    assert words("--l|") == {"--lang"}
    assert words("--lang |") == {"en", "es"}
    assert words("--lang es set --pro|") == {"--profile"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_of_every_command_is_completed_and_so_are_its_choices(command: object) -> None:
    found = next(each for each in COMMANDS if each is command)
    actions = parser_of(found).actions
    named = {action.option_strings[-1]: action for action in actions if action.option_strings}
    assert words(f"{found.name} --|") == {name for name in named if name.startswith("--")}
    for name, action in named.items():
        if isinstance(action.type, OneOf):
            assert words(f"{found.name} {name} |") == set(action.type.allowed)
            assert words(f"{found.name} {name}=|") == {f"{name}={word}" for word in action.type.allowed}


def test_an_option_that_is_taken_once_is_proposed_once() -> None:
    assert "--json" not in words("status --json --|")
    assert "--to" in words("export --to age1x --|")


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("export -o |", {":files"}),
        ("export --output=|", {":files"}),
        ("status --data-dir |", {":folders"}),
        ("review |", {":files", ":folders"}),
        ("import a.json |", {":files"}),
        ("key |", {"new", "show", "export", "import"}),
        ("key import |", {":files"}),
        ("key new |", set()),
        ("profiles |", {"copy", "delete", "rename"}),
        ("completion |", set(SHELLS)),
        ("status |", set()),
        ("nonsense |", set()),
        ("set --password-fd |", set()),
        (
            "set connection.hosting=|",
            {f"connection.hosting={each}" for each in ("cloud", "hosted", "on_premise", "unsure")},
        ),
        ("set connection.check=|", {"connection.check=skipped:"}),
        ("set connection.api_sec|", {"connection.api_security="}),
        ("set connection.api_security=|", {"connection.api_security=yes", "connection.api_security=no"}),
        ("set connection.service_pass|", {"connection.service_password"}),
        ("set go_live.subtabs=jobs,b|", {"go_live.subtabs=jobs,budget"}),
        ("set go_live.subtabs=jobs,jobs|", set()),
        ("set --confirm kickoff.date kickoff.spec|", {"kickoff.specialist"}),
        ("review f.json --accept in|", {"in-order"}),
        ("review f.json --accept kickoff.date,kickoff.spec|", {"kickoff.date,kickoff.specialist"}),
        ("review f.json --change kickoff.spec|", {"kickoff.specialist="}),
        ("review f.json --change kickoff.specialist=|", set()),
        ("set -- --jso|", set()),
    ],
)
def test_what_a_value_is_called_says_what_completes_it(line: str, proposed: set[str]) -> None:
    assert {word for word in words(line) if not (word == "in-order" and "," in line)} == proposed


def test_every_step_that_can_be_answered_is_proposed_with_its_title_in_the_user_s_language() -> None:
    set_language("es")
    found = {each.word.rstrip("="): each.about for each in candidates(["set"], "")}
    steps = load_guide().steps
    assert set(found) == {name for name, step in steps.items() if step.kind not in ("computed", "info")}
    assert found["connection.mobile_server_url"] != steps["connection.mobile_server_url"].title


@pytest.mark.parametrize("option", ["--profile", "profiles delete", "profiles rename"])
def test_profiles_are_proposed_by_a_name_that_is_taken(run_wizard: RunWizard, option: str) -> None:
    assert run_wizard("set", "--profile", "Acme Builders", "connection.tenant_id=T1").returncode == 0
    assert words(f"{option} |") == {"Acme Builders"}
    assert run_wizard("status", "--profile", "Acme Builders").returncode == 3


def test_the_profiles_are_those_of_the_folder_that_is_named(run_wizard: RunWizard, home: Path) -> None:
    other = home / "other"
    run_wizard("--data-dir", other, "set", "--profile", "Nova", "connection.tenant_id=T1")
    assert words("--profile |") == set()
    assert words(f"--data-dir {other} --profile |") == {"Nova"}


@pytest.mark.parametrize(
    ("raw", "text", "quote"),
    [
        ("plain", "plain", ""),
        ("'a b", "a b", "'"),
        ('"a \\" b', 'a " b', '"'),
        ("a\\ b", "a b", ""),
        ("'a'\\''b'", "a'b", ""),
        ("a\\", "a\\", ""),
        ('"\\n', "\\n", '"'),
    ],
)
def test_a_begun_word_is_read_as_a_shell_reads_it(raw: str, text: str, quote: str) -> None:
    assert unquoted(raw) == (text, quote)


@pytest.mark.parametrize("word", ["Acme Builders", HOSTILE, "O'Brien", "año", "a\\b", "100 %"])
def test_a_quoted_word_is_the_word_again(word: str) -> None:
    assert unquoted(quoted_for("bash", word))[0] == word
    assert shlex.split(quoted_for("bash", word)) == [word]
    assert quoted_for("powershell", "it's") == "'it''s'"


def test_what_is_wrong_is_no_line_on_the_screen_of_somebody_who_types(run_wizard: RunWizard) -> None:
    for asked in ([], ["fish"], ["fish", ":", "--data-dir", "\0"[:0], "set"]):
        done = run_wizard("__complete", *asked)
        assert (done.returncode, done.stderr) == (0, "")


def test_no_command_is_called_as_the_shells_ask() -> None:
    assert not any(command.name.startswith("_") for command in COMMANDS)
    assert "__complete" not in main_parser().format_help()


def test_a_line_of_an_answer_holds_a_word_and_what_it_means() -> None:
    assert answer(["fish", ":stat"]) == ["status\tShows what is outstanding and whose turn it is."]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_printed(run_wizard: RunWizard, shell: str) -> None:
    done = run_wizard("completion", shell)
    assert done.returncode == 0
    assert f"__complete {shell} " in done.stdout
    assert done.stdout.isascii()


STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'PS1="ready> "; eval "$(cmic-wizard completion bash)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'PS1="ready> "; autoload -Uz compinit; compinit -D -u; eval "$(cmic-wizard completion zsh)"',
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "function fish_prompt; echo -n 'ready> '; end; cmic-wizard completion fish | source",
    ),
}
"""Each shell without anybody's settings, and how it is told."""


@pytest.fixture
def program(home: Path) -> dict[str, str | None]:
    """An environment in which `cmic-wizard` is this program."""
    bin_folder = home / "bin"
    bin_folder.mkdir()
    script = bin_folder / "cmic-wizard"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cmic_wizard "$@"\n')
    script.chmod(0o755)
    return {"PATH": f"{bin_folder}:/usr/bin:/bin", "SHELL": None, "INPUTRC": "/dev/null"}


def begin_anew(screen: Any, shell: str) -> None:
    """Have an empty line; a shell that is still completing may not hear it the first time."""
    for _time in range(5):
        screen.type("\x03" if shell == "fish" else "\x15")
        with contextlib.suppress(AssertionError):
            screen.wait_until(lambda: _last_line(screen) == "ready>", 3, "an empty line")
            return
    raise AssertionError(screen.text())


def _last_line(screen: Any) -> str:
    lines = [line.strip() for line in screen.text().split("\n") if line.strip()]
    return lines[-1] if lines else ""


@pytest.mark.system
@pytest.mark.parametrize("shell", STARTS)
def test_a_shell_completes_what_is_typed(
    shell: str,
    terminal: OpenTerminal,
    program: dict[str, str | None],
    need_program: NeedProgram,
    run_wizard: RunWizard,
    home: Path,
) -> None:
    need_program(shell)
    assert run_wizard("set", "--profile", HOSTILE, "connection.tenant_id=T1").returncode == 0
    assert run_wizard("set", "--profile", "Nova Homes", "connection.tenant_id=T1").returncode == 0
    (home / "handed.over.json").touch()
    command, told = STARTS[shell]
    with terminal(command=command, env=program, columns=150) as screen:
        screen.type(f"{told}; clear; echo to''ld\n")
        screen.expect("told")
        screen.type("cmic-wizard stat\t")
        screen.expect("ready> cmic-wizard status")
        screen.type("--prof\t")
        screen.expect("status --profile")
        screen.type(" No\t")
        screen.expect("Nova\\ Homes" if shell != "fish" else "Nova")
        screen.type("; echo st''atus=$?\n" if shell != "fish" else "; echo st''atus=$status\n")
        screen.expect("status=3")
        screen.type("cmic-wizard set connection.hos\t")
        screen.expect("set connection.hosting=")
        screen.type("clo\t")
        screen.expect("set connection.hosting=cloud")
        begin_anew(screen, shell)
        screen.type("cmic-wizard review handed\t")
        screen.expect("review handed.over.json")
        begin_anew(screen, shell)
        screen.type("cmic-wizard export --output=handed\t")
        screen.expect("--output=handed.over.json")
        begin_anew(screen, shell)
        screen.type("cmic-wizard status --profile 'No\t")
        screen.expect("--profile 'Nova Homes'")
        begin_anew(screen, shell)
        screen.type("cmic-wizard status --json --profile A\t")
        screen.expect("touch")
        screen.type("> out.json; echo en''ded\n")
        screen.expect("ended")
    assert HOSTILE in run_wizard("profiles").stdout
    assert '"profile": "A\'b' in (home / "out.json").read_text()
    assert not (home / "pwned").exists()
