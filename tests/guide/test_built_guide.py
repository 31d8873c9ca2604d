"""The guide as the build writes it down: the same guide, and taken only where nothing has changed since."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fixture_types import WizardEnv

from cmic_wizard.guide import building, loader

FOLDER = Path(loader.__file__).parent


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The guide written down in a folder of its own."""
    path = tmp_path / "cmic.json"
    monkeypatch.setattr(loader, "BUILT_FILE", path)
    assert building.write_built(path) == path
    loader.load_guide.cache_clear()
    yield path
    loader.load_guide.cache_clear()


def text() -> str:
    return loader.GUIDE_FILE.read_text(encoding="utf-8")


def test_what_was_built_is_the_guide(built: Path) -> None:
    found, parsed = loader.built_guide(text()), loader.parse_guide(text())
    assert found == parsed
    assert repr(found) == repr(parsed)
    assert found is not None
    assert msgspec.to_builtins(found) == msgspec.to_builtins(parsed)


def test_what_was_built_is_taken(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "parse_guide", lambda _text: pytest.fail("it is there already"))
    assert loader.load_guide().steps


def test_a_guide_that_is_current_is_not_written_again(built: Path) -> None:
    assert building.write_built(built) is None


def test_another_text_is_parsed(built: Path) -> None:
    assert loader.built_guide(text() + "\n# more\n") is None


@pytest.mark.parametrize("name", loader._READERS)
def test_other_code_parses_anew(
    built: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reader in loader._READERS:
        (tmp_path / reader).write_bytes((FOLDER / reader).read_bytes())
    monkeypatch.setattr(loader, "__file__", str(tmp_path / "loader.py"))
    assert loader.built_guide(text()) is not None
    (tmp_path / name).write_bytes((FOLDER / name).read_bytes() + b"\n")
    assert loader.built_guide(text()) is None


def test_all_code_that_makes_the_guide_counts(wizard_env: WizardEnv) -> None:
    code = (
        "import sys; from cmic_wizard.guide import loader;"
        "loader.parse_guide(loader.GUIDE_FILE.read_text(encoding='utf-8'));"
        "print(*(n.rpartition('.')[2] for n in sys.modules if n.startswith('cmic_wizard.guide.')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=wizard_env()
    )
    assert {f"{name}.py" for name in run.stdout.split()} <= set(loader._READERS)


@pytest.mark.parametrize(
    "damage",
    [
        *("", "{", "[]", "null", "{}", '{"guide": 1}', '{"sources": [], "guide": {"": "Guide"}}'),
        *(
            '{"": "nothing"}',
            '{"": "Step", "mail": 1}',
            '{"": {}}',
            "[" * 100_000,
            '{"": "Kind", "value": "x"}',
        ),
    ],
    ids=range(12),
)
def test_a_damaged_one_is_passed_over(built: Path, damage: str) -> None:
    built.write_text(damage)
    assert loader.built_guide(text()) is None
    assert loader.load_guide().steps
    built.unlink()
    assert loader.built_guide(text()) is None


def test_it_is_data_alone(built: Path) -> None:
    found = json.loads(built.read_text(encoding="utf-8"))
    assert set(found) == {"guide", "sources"}
