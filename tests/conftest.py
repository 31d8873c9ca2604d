"""What every test stands on: a home of its own, English, compiled catalogues, the program as a process."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from fixture_types import NeedProgram, OpenTerminal, RunWizard, Tally, WizardEnv

if TYPE_CHECKING:
    from wizard_terminal import Terminal

ROOT = Path(__file__).parents[1]

_SPELLED_OUT = {
    *("LINES", "COLUMNS", "LANGUAGE", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TMUX"),
    *("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("PYTHONDONTWRITEBYTECODE", "CREDENTIALS_DIRECTORY"),
}
_count = itertools.count()
_FIGURES = pytest.StashKey[list[str]]()


def _foreign(name: str) -> bool:
    """Whether an environment variable of this machine would change what the program does."""
    return name.upper() in _SPELLED_OUT or name.startswith(("CMIC_WIZARD_", "TEXTUAL", "XDG_"))


for _name in filter(_foreign, list(os.environ)):
    del os.environ[_name]  # before Textual is imported, which reads some of them once


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--one-in 4` runs a quarter of the tests, always the same one."""
    parser.addoption("--one-in", type=int, default=1, metavar="N", help="run one test in N, by its name")
    parser.addoption("--weigh", action="store_true", help="renew the table of costly tests; in a full run")
    parser.addoption("--update-snapshots", action="store_true", help="store what every screen shows")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the usual run and `--one-in` leave out, which is the same in every worker.

    A run of single cases, by their names, takes them all.
    """
    from full_run import left_out

    count = config.getoption("--one-in")
    gone = {item for item in items if crc32(item.nodeid.encode()) % count}
    if not any("::" in argument for argument in config.args):
        gone.update(left_out(items))
    if gone:
        config.hook.pytest_deselected(items=[item for item in items if item in gone])
        items[:] = [item for item in items if item not in gone]


def pytest_configure(config: pytest.Config) -> None:
    """Build catalogues and guide where they are out of date, so that they are what the sources say."""
    from full_run import Weighing

    if config.getoption("--weigh") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Weighing())
    sys.path.insert(0, str(ROOT))
    try:
        from build_hook import build_guide, compile_catalogues
    finally:
        sys.path.remove(str(ROOT))
    compile_catalogues(ROOT)
    build_guide(ROOT)


def pytest_collection_finish() -> None:
    """Collect garbage seldom: looking over all that a screen is made of takes a sixth of its tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """`tally("kills survived 300 of 300")`: a figure that the end of the run prints, once."""
    return lambda line: _take_figures(request.config, [line])


def _take_figures(config: pytest.Config, lines: list[str]) -> None:
    figures = config.stash.setdefault(_FIGURES, [])
    figures += [line for line in lines if line not in figures]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its figures over."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["figures"] = session.config.stash.get(_FIGURES, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the figures of a worker; one that died has none."""
    _take_figures(node.config, getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the figures."""
    if figures := config.stash.get(_FIGURES, []):
        terminalreporter.section("figures")
        for line in sorted(figures):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def isolation_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds one home for each test."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(isolation_root: Path) -> Iterator[Path]:
    """A home of its own for the test: HOME, XDG folders, the wizard's data, a plain locale, English."""
    from cmic_wizard.i18n import set_language

    home = isolation_root / str(next(_count))
    data, run = home / "wizard", home / "run"
    for folder in (home, data, run):
        folder.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        for name in filter(_foreign, list(os.environ)):
            patch.delenv(name)
        for name, value in {
            "HOME": home,
            "USERPROFILE": home,
            "APPDATA": home / "roaming",
            "LOCALAPPDATA": home / "local",
            "XDG_DATA_HOME": home / ".local" / "share",
            "XDG_CONFIG_HOME": home / ".config",
            "XDG_CACHE_HOME": home / ".cache",
            "XDG_STATE_HOME": home / ".local" / "state",
            "XDG_RUNTIME_DIR": run,
            "CMIC_WIZARD_DATA_DIR": data,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }.items():
            patch.setenv(name, str(value))
        set_language("en")
        yield home
    set_language("en")


@pytest.fixture
def data_dir(home: Path) -> Path:
    """The wizard's data folder in this test, empty and private; CMIC_WIZARD_DATA_DIR names it."""
    return home / "wizard"


@pytest.fixture(scope="session")
def need_program() -> NeedProgram:
    """`need_program("age")` gives the program's path; without it the test skips, or fails where CI is set."""

    def need(name: str) -> str:
        if path := shutil.which(name):
            return path
        reason = f"{name} isn't installed"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, and CI promises it", pytrace=False)
        pytest.skip(reason)

    return need


@pytest.fixture(scope="session")
def wizard_env() -> WizardEnv:
    """`wizard_env({"NAME": "value", "OTHER": None})`: the test's environment, able to import the package."""

    def env(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        merged = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **(changes or {})}
        return {name: value for name, value in merged.items() if value is not None}

    return env


@pytest.fixture
def run_wizard(home: Path, wizard_env: WizardEnv) -> RunWizard:
    """Run the program: `run_wizard("status", "--json", input=None, env={…}, cwd=…, timeout=60)`.

    Further keywords go to `subprocess.run` (such as `pass_fds`). It starts in the test's home, or in `cwd`.
    """

    def run(
        *args: str | Path,
        input: str | None = None,  # noqa: A002 - as subprocess calls it
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        timeout: float = 60,
        **options: object,
    ) -> subprocess.CompletedProcess[str]:
        if input is None:
            options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [sys.executable, "-m", "cmic_wizard", *map(str, args)],
            input=input,
            env=wizard_env(env),
            cwd=cwd or home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
            **options,
        )

    return run


@pytest.fixture
def terminal(home: Path, wizard_env: WizardEnv) -> Iterator[OpenTerminal]:
    """Open the wizard, or another `command`, in a pseudo-terminal: `terminal("--profile", "A", rows=36)`.

    What was opened is closed at the end of the test. `env` adds variables, or removes them by None; `before`
    stands before the command.
    """
    if sys.platform == "win32":
        pytest.skip("pseudo-terminals are POSIX")
    from wizard_terminal import Terminal

    with ExitStack() as opened:

        def start(
            *args: str | Path,
            before: Sequence[str | Path] = (),
            command: Sequence[str | Path] | None = None,
            columns: int = 80,
            rows: int = 24,
            env: Mapping[str, str | None] | None = None,
            cwd: Path | None = None,
        ) -> Terminal:
            program = command or [sys.executable, "-m", "cmic_wizard"]
            return opened.enter_context(
                Terminal(
                    [*before, *program, *args],
                    columns=columns,
                    rows=rows,
                    env={**(env or {}), "PYTHONPATH": wizard_env(env)["PYTHONPATH"]},
                    cwd=cwd or home,
                )
            )

        yield start
