"""The rules of the house, on every file: style, types, arrows, sizes, words, and what a command may load."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fixture_types import RunWizard, WizardEnv

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cmic_wizard"
FOLDERS = ("cmic_wizard", "tests", "assets")
MODULES = sorted(PACKAGE.rglob("*.py"))
LINES_OF_A_FILE = 350
LINES_OF_A_FUNCTION = 50
METHODS_OF_A_CLASS = 40
"""With those of its parents in this package; what is another thing is another object or a function."""
TRANSLATING = {"_": 1, "N_": 1, "ngettext": 2}
HOOKS = re.compile(r"compose|render|on_|key_|watch_|validate_|compute_|get_content_|__")
"""Methods that Textual or Python call by their name, which says what they do."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "command",
    [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy", "--strict"],
        ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    ],
    ids=["lint", "format", "types", "arrows"],
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_is_type_checked_and_none_less_strictly() -> None:
    mypy = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    read = [ROOT / name for name in mypy["files"]]
    ours = [*ROOT.glob("*.py"), *(file for name in FOLDERS for file in (ROOT / name).rglob("*.py"))]
    assert [file for file in ours if not any(file.is_relative_to(place) for place in read)] == []
    assert set(mypy) == {"strict", "files", "explicit_package_bases", "mypy_path", "overrides"}
    assert mypy["strict"]
    assert {key for override in mypy["overrides"] for key in override} == {"module", "ignore_missing_imports"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in MODULES:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The calls of `_`, `N_` and `ngettext`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in TRANSLATING:
                yield name, node


def test_no_file_is_longer_than_one_can_survey() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in MODULES
    }
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_one_can_survey() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert long == []


def methods() -> dict[str, set[str]]:
    """The names of every class's methods, with those of its parents in this package."""
    classes = {
        node.name: node for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }

    def of(name: str) -> set[str]:
        node = classes[name]
        own = {child.name for child in node.body if isinstance(child, Function)}
        parents = (ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases)
        return own.union(*(of(parent) for parent in parents if parent in classes and parent != name))

    return {name: of(name) for name in classes}


def test_no_class_is_more_than_one_thing() -> None:
    assert {name: len(found) for name, found in methods().items() if len(found) > METHODS_OF_A_CLASS} == {}


def undocumented(node: ast.Module | ast.ClassDef, where: str) -> Iterator[str]:
    for child in node.body:
        if not isinstance(child, ast.ClassDef | Function) or child.name.startswith("_"):
            continue
        overloaded = {ast.unparse(decorator).rpartition(".")[2] for decorator in child.decorator_list}
        exempt = {"override", "overload", "setter"} & overloaded
        if isinstance(node, ast.ClassDef) and isinstance(child, Function) and HOOKS.match(child.name):
            exempt.add("hook")
        if not exempt and not ast.get_docstring(child):
            yield f"{where}:{child.lineno} {child.name}"
        if isinstance(child, ast.ClassDef):
            yield from undocumented(child, where)


def test_everything_public_says_what_it_is_for() -> None:
    missing = [f"{name}:1" for name, tree in trees() if tree.body and not ast.get_docstring(tree)]
    missing += [line for name, tree in trees() for line in undocumented(tree, name)]
    assert missing == []


def built(node: ast.expr) -> bool:
    """Whether a text is put together on the spot, so that no catalogue can hold it."""
    if isinstance(node, ast.IfExp):
        return built(node.body) or built(node.orelse)
    if isinstance(node, ast.BoolOp):
        return any(built(value) for value in node.values)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Constant)
    return isinstance(node, ast.JoinedStr | ast.BinOp)


@pytest.mark.parametrize("argument", ["f'{n} days'", "'a' + b", "'{}'.format(n)", "x or f'{n}'", "'%d' % n"])
def test_texts_put_together_on_the_spot_are_recognised(argument: str) -> None:
    assert built(ast.parse(argument, mode="eval").body)


def test_messages_are_whole_texts_that_a_translator_can_be_given() -> None:
    """An f-string, a sum or a formatted text inside `_()` would never be found in a catalogue."""
    wrong = [
        f"{name}:{argument.lineno} {ast.unparse(argument)[:60]}"
        for name, tree in trees()
        for function, call in calls(tree)
        for argument in call.args[: TRANSLATING[function]]
        if name != "cmic_wizard/i18n.py"
        and (built(argument) or (function != "_" and not isinstance(argument, ast.Constant)))
    ]
    assert wrong == []


def test_fields_of_messages_have_names_so_that_a_translation_may_reorder_them() -> None:
    wrong = []
    for name, tree in trees():
        for _, call in calls(tree):
            for argument in call.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    fields = [field for _, field, _, _ in string.Formatter().parse(argument.value)]
                    if any(field is not None and not field.isidentifier() for field in fields):
                        wrong.append(f"{name}:{argument.lineno} {argument.value!r}")
    assert wrong == []


SENTENCE = re.compile(r"[A-Z][\w’']*,?( [\w’',“”–-]+){2,}.*[.!?…]\Z", re.DOTALL)
"""What reads like a sentence for people: a capital, three words or more, a full stop."""


PROGRAMMING_ERRORS = {"TypeError", "ValueError", "RuntimeError", "AssertionError", "KeyError", "LookupError"}


def quiet_texts(tree: ast.Module) -> set[int]:
    """Texts that are no message though they read like one: docstrings, and errors of programming."""
    quiet: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in PROGRAMMING_ERRORS:
            quiet.update(id(part) for part in ast.walk(node))
    for _, call in calls(tree):
        quiet.update(id(argument) for argument in call.args)
    return quiet


def test_every_sentence_for_people_can_be_translated() -> None:
    wrong = []
    for name, tree in trees():
        quiet = quiet_texts(tree)
        wrong += [
            f"{name}:{node.lineno} {node.value!r}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SENTENCE.match(node.value)
            and id(node) not in quiet
        ]
    assert wrong == []


LOADED = """
import sys
from cmic_wizard.cli import main
sys.argv[0] = "cmic-wizard"
try:
    status = main()
except SystemExit as end:
    status = end.code
print("status", status, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
NEVER = {"textual", "rich", "keyring", "httpx2"}


@pytest.fixture
def loaded_by(home: Path, wizard_env: WizardEnv) -> Callable[..., tuple[int, set[str]]]:
    """`loaded_by("status")` runs a command in a new process: its exit status and the modules it loaded."""

    def run(*args: str) -> tuple[int, set[str]]:
        done = subprocess.run(
            [sys.executable, "-c", LOADED, *args],
            cwd=home,
            env=wizard_env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        print(done.stdout, done.stderr)
        last = done.stderr.strip().rpartition("\n")[2].split()
        assert last[:1] == ["status"], done.stderr
        return int(last[1]) if last[1] != "None" else 0, set(last[2:])

    return run


COMMANDS_AND_STATUS = {
    "set subscriptions.cmic_version=R12 subscriptions.pmxchange=enabled": 0,
    "status": 3,
    "status --json": 3,
    "profiles": 0,
    "export --format json --draft -o draft.json": 0,
    "export --format html --draft -o draft.html": 0,
    "export --format markdown --draft -o draft.md": 0,
    "export --format eml --draft -o draft.eml": 0,
    "--version": 0,
    "--help": 0,
}


@pytest.mark.parametrize("command", COMMANDS_AND_STATUS)
def test_commands_without_a_screen_load_neither_screens_nor_key_ring_nor_http(
    loaded_by: Callable[..., tuple[int, set[str]]], run_wizard: RunWizard, command: str
) -> None:
    prepared = run_wizard("--profile", "Acme Builders", "set", "connection.service_user=procore_ws")
    assert prepared.returncode == 0, prepared.stderr
    status, loaded = loaded_by("--profile", "Acme Builders", *command.split())
    assert loaded & NEVER == set()
    assert status == COMMANDS_AND_STATUS[command]


def test_the_look_at_loaded_modules_sees_what_is_loaded() -> None:
    code = "import sys, textual.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} & NEVER == {"textual", "rich"}


ASKING = {
    *("exists", "is_file", "is_dir", "is_symlink", "is_mount", "is_fifo", "is_socket", "is_junction"),
    *("stat", "lstat", "fstat", "statvfs", "iterdir", "glob", "rglob", "scandir", "listdir"),
    *("samefile", "resolve", "readlink", "realpath", "lexists", "isfile", "isdir", "islink", "access"),
    *("getsize", "getmtime", "cwd", "getcwd", "home"),
}
"""What asks the file system whether something is there, or what, and raises where that can't be told."""
MAY_ASK = {"cmic_wizard/presence.py", "cmic_wizard/files.py"}
"""The modules that turn a refusal into a sentence: the one that asks, and the one that reads and writes."""
NO_PATHS = {"self.exists", "vault.exists"}
"""The vault's own answer, which goes through the former."""


def asks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a module asks the file system itself, by a call or by handing the method on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ASKING:
            said = ast.unparse(node)
            ours = said.startswith("presence.") or any(f".{said}".endswith(f".{name}") for name in NO_PATHS)
            if not ours:
                yield node.lineno, said
        elif isinstance(node, ast.ImportFrom) and node.module in ("os", "os.path", "glob"):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name in ASKING)


def test_only_one_place_asks_the_file_system_what_is_there() -> None:
    wrong = [
        f"{name}:{line} {said}" for name, tree in trees() if name not in MAY_ASK for line, said in asks(tree)
    ]
    assert wrong == [], "cmic_wizard.presence says the same, with a sentence where it can't be told"


@pytest.mark.parametrize(
    "source",
    [
        "path.exists()",
        "(folder / 'x').is_dir()",
        "until(path.is_file)",
        "os.path.lexists(p)",
        "os.stat(p).st_mtime",
        "from os import scandir",
        "Path.cwd() / name",
        "sorted(folder.glob('*'))",
        "self.path.exists()",
    ],
)
def test_asking_the_file_system_is_recognised(source: str) -> None:
    assert list(asks(ast.parse(source)))


def test_what_is_no_path_is_not_taken_for_one() -> None:
    assert not list(
        asks(ast.parse("stat.S_ISREG(m)\nself.exists()\nkeeper.vault.exists()\npresence.is_file(p)"))
    )
