"""Wrong usage, help, language, and where options may stand; never a traceback."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from fixture_types import RunWizard, WizardEnv

from cmic_wizard.cli import main, split
from cmic_wizard.commands.examples import EXAMPLES, WIZARD
from cmic_wizard.commands.options import COMMANDS, main_parser, parser_of
from cmic_wizard.i18n import LANGUAGES, _, set_language


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stats"], "Did you mean “status”?"),
        (["status", "--jsn"], "Did you mean “--json”?"),
        (["status", "--json=yes"], "“--json” takes no value."),
        (["status", "more"], "“more” is one word too many."),
        (["status", "--profile"], "“--profile” needs a value."),
        (["status", "--profile", ""], "“--profile” needs a value."),
        (["status", "--profile="], "“--profile” needs a value."),
        (["--data-dir", "", "status"], "“--data-dir” needs a value."),
        (["import", ""], "“” is one word too many."),
        (["--lang", "fr", "status"], "“fr” is none of: en, es."),
        (["set"], "There is nothing to set"),
        (["set", "connection.tenant_id"], "write connection.tenant_id=VALUE"),
        (["set", "connection.service_password=hunter2"], "must not be given on the command line"),
        (["set", "--password-fd", "x"], "is not the number of a file descriptor"),
        (["set", "connection.service_password"], "There is no terminal to ask at"),
        (["profiles", "remove", "A"], "is none of: copy, delete, rename"),
        (["profiles", "delete"], "takes one name"),
        (["profiles", "rename", "A"], "takes the old name and the new one"),
        (["export"], "-o FILE"),
        (["export", "--format", "pdf", "-o", "x"], "is none of: json, html, markdown, ics, eml"),
        (["export", "--seal", "-o", "x"], "--to RECIPIENT"),
        (["export", "--seal", "--words", "--to", "age1", "-o", "x"], "--to RECIPIENT"),
        (["export", "--words", "-o", "x"], "need --seal"),
        (["export", "--seal", "--words", "--format", "json", "-o", "x"], "no --format"),
        (["export", "--mail", "call", "-o", "x"], "--mail needs --format eml"),
        (["review"], "Name a hand-off file"),
        (["review", "a", "b", "--save", "x"], "work with one file"),
        (["import"], "takes one file"),
        (["key"], "key new"),
        (["key", "make"], "is none of: new, show"),
        (["completion"], "Name one shell: bash, zsh, fish, powershell."),
        (["completion", "tcsh"], "is none of: bash, zsh, fish, powershell"),
        ([], "needs a terminal"),
    ],
)
def test_wrong_usage_ends_in_status_2_and_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.startswith("cmic-wizard: ")
    assert err.count("\n") == 1
    assert "hunter2" not in err


def test_a_file_in_the_place_of_a_command_is_explained(run_wizard: RunWizard, home: Path) -> None:
    (home / "acme.json").write_text("{}")
    done = run_wizard("acme.json")
    assert done.returncode == 2
    assert "`cmic-wizard review FILE` shows a hand-off file." in done.stderr


@pytest.mark.parametrize("command", [None, *(command.name for command in COMMANDS)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_help_is_whole_on_80_columns_and_on_standard_output(
    command: str | None, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*([command] if command else []), "--help", "--lang", language]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "usage:" not in out
    assert "--data-dir" in out
    assert "--profile" in out
    examples = [line for line in out.splitlines() if line.startswith("  cmic-wizard ")]
    assert [line for line in out.splitlines() if len(line) > 80 and line not in examples] == []


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    out = capsys.readouterr().out
    assert [c.name for c in COMMANDS if f"\n  {c.name} " not in out] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_the_help_are_understood(language: str) -> None:
    """Every command has some, and each line can be read by its own parser."""
    set_language(language)
    assert set(EXAMPLES) == {command.name for command in COMMANDS}
    for name, shown in (("", WIZARD), *EXAMPLES.items()):
        parsers = [main_parser()] if not name else [parser_of(c) for c in COMMANDS if c.name == name]
        assert len(shown) >= 2
        for purpose, line in shown:
            said = next(part for part in re.split(r" [|>] ", line) if part.startswith("cmic-wizard"))
            read, rest = split(shlex.split(said.removeprefix("cmic-wizard")))
            assert (read or "") == name
            parsers[0].read(rest)
            assert f"# {_(purpose)}\n  {line}" in parsers[0].format_help()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--profile", "A", "--data-dir", "D", "--lang", "es", "set", "x=1", "y=2"],
        ["set", "x=1", "y=2", "--profile", "A", "--data-dir", "D", "--lang", "es"],
        ["--profile=A", "set", "x=1", "--data-dir=D", "y=2", "--lang=es"],
        ["--lang", "es", "set", "--profile", "A", "x=1", "--data-dir", "D", "y=2"],
    ],
)
def test_common_options_stand_anywhere(arguments: list[str]) -> None:
    name, rest = split(arguments)
    assert name == "set"
    options = parser_of(next(c for c in COMMANDS if c.name == "set")).read(rest)
    assert (options.profile, options.data_dir, options.lang) == ("A", "D", "es")
    assert options.answers == ["x=1", "y=2"]


def test_a_profile_may_be_called_like_a_command() -> None:
    assert split(["--profile", "set", "status"]) == ("status", ["--profile", "set"])


def test_without_a_command_there_is_none() -> None:
    assert split(["--lang", "es"]) == (None, ["--lang", "es"])
    assert main_parser().read(["--lang", "es"]).lang == "es"


def test_the_version_is_the_package_s(run_wizard: RunWizard) -> None:
    from cmic_wizard import __version__

    for arguments in (["--version"], ["status", "--version"]):
        done = run_wizard(*arguments)
        assert (done.returncode, done.stdout) == (0, f"cmic-wizard {__version__}\n")


def test_the_language_comes_from_option_environment_or_locale(run_wizard: RunWizard) -> None:
    """Each in its turn; the option counts most."""
    english = run_wizard("status").stderr
    spanish = run_wizard("status", "--lang", "es").stderr
    assert english != spanish
    assert "--profile NAME" in english
    assert run_wizard("--lang=es", "status").stderr == spanish
    assert run_wizard("status", env={"CMIC_WIZARD_LANG": "es"}).stderr == spanish
    assert run_wizard("status", env={"LC_ALL": "es_ES.UTF-8"}).stderr == spanish
    assert run_wizard("status", "--lang", "en", env={"CMIC_WIZARD_LANG": "es"}).stderr == english


def test_data_folder_and_profile_may_come_from_the_environment(run_wizard: RunWizard, home: Path) -> None:
    other = {"CMIC_WIZARD_DATA_DIR": str(home / "other"), "CMIC_WIZARD_PROFILE": "Other"}
    assert run_wizard("set", "connection.tenant_id=T1", env=other).returncode == 0
    assert (home / "other" / "profiles" / "other.json").is_file()
    assert run_wizard("profiles").stdout == ""
    assert run_wizard("profiles", "--data-dir", home / "other").stdout.startswith("Other\t")


def test_an_unexpected_error_is_a_sentence_and_a_report_without_data(
    run_wizard: RunWizard, data_dir: Path, home: Path
) -> None:
    hostile = home / "sitecustomize.py"
    hostile.write_text(
        "import cmic_wizard.profile.profiles as s\n"
        "def broken(self, *a): raise ZeroDivisionError('C4NARY')\n"
        "s.Profiles.list = broken\n"
    )
    paths = os.pathsep.join([str(home), str(Path.cwd())])
    done = run_wizard("profiles", env={"PYTHONPATH": paths})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in done.stderr
    (report,) = (data_dir / "reports").iterdir()
    assert "C4NARY" not in report.read_text()
    assert str(report) in done.stderr


def test_a_reader_that_goes_away_is_no_trouble(
    run_wizard: RunWizard, wizard_env: WizardEnv, home: Path
) -> None:
    run_wizard("--profile", "A", "set", "connection.tenant_id=T1")
    process = subprocess.Popen(
        [sys.executable, "-m", "cmic_wizard", "status", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=wizard_env(),
        cwd=home,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")  # noqa: PTH110
def test_a_full_disk_behind_standard_output_is_said(
    run_wizard: RunWizard, wizard_env: WizardEnv, home: Path
) -> None:
    run_wizard("--profile", "A", "set", "connection.tenant_id=T1")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "cmic_wizard", "status"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=wizard_env(),
            cwd=home,
        )
    assert done.returncode == 1
    assert done.stderr == "cmic-wizard: The output can't be written: no space is left on the disk.\n"


def test_output_in_a_narrow_encoding_is_escaped_instead_of_failing(run_wizard: RunWizard) -> None:
    run_wizard("--profile", "Año Söhne", "set", "connection.tenant_id=T1")
    import json

    narrow = {"PYTHONIOENCODING": "ascii"}
    done = run_wizard("status", "--json", env=narrow)
    assert done.returncode == 3
    assert done.stdout.isascii()
    assert json.loads(done.stdout)["profile"] == "Año Söhne"
    done = run_wizard("status", env=narrow)
    assert done.returncode == 3
    assert "! to do  subscriptions.cmic_version" in done.stdout
