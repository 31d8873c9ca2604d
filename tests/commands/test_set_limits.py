"""`set` takes all answers or none, where the profile has no room for them; `check` keeps what fits."""

from __future__ import annotations

import json
from pathlib import Path

from fixture_types import RunWizard

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind
from cmic_wizard.profile.profiles import Profiles

MORE = [f"go_live.{step}={'y' * 20_000}" for step in ("approvers", "approver_conditions")]
FULL = "The profile would be larger than 248 kilobytes"


def too_much(home: Path) -> Path:
    """Many long answers in a file, which `MORE` is too much for."""
    steps = [step.id for step in load_guide().walk() if step.kind not in (Kind.COMPUTED, Kind.SECRET)]
    answers = {"connection.tenant_id": "OTHER", **dict.fromkeys(steps, "x" * 12_000)}
    path = home / "answers.json"
    path.write_text(json.dumps(dict(list(answers.items())[:21])), encoding="utf-8")
    return path


def test_answers_that_would_not_fit_change_nothing(
    run_wizard: RunWizard, answered: None, data_dir: Path, home: Path
) -> None:
    [listed] = Profiles(data_dir).list()
    before = listed.path.read_bytes()
    done = run_wizard("set", "--from", too_much(home), "connection.hosting=on_premise", *MORE)
    assert done.returncode == 1
    assert FULL in done.stderr
    assert done.stderr.count("\n") == 1
    assert listed.path.read_bytes() == before
    assert run_wizard("set", "connection.hosting=cloud").returncode == 0


def test_answers_that_would_not_fit_make_no_profile(
    run_wizard: RunWizard, data_dir: Path, home: Path
) -> None:
    done = run_wizard("set", "--profile", "Nova", "--from", too_much(home), *MORE)
    assert done.returncode == 1
    assert FULL in done.stderr
    assert "New profile" not in done.stderr
    assert Profiles(data_dir).list() == []


def test_a_key_of_many_parts_is_refused_at_once(run_wizard: RunWizard, answered: None, home: Path) -> None:
    """tomllib would take minutes over each."""
    path = home / "answers.toml"
    for text in (
        "a" + ".a" * 120_000 + "=1\n",
        "[a" + ".a" * 100_000 + "]\n",
        "x = {a" + ".a" * 100_000 + "=1}\n",
    ):
        path.write_text(text, encoding="utf-8")
        done = run_wizard("set", "--from", path, timeout=10)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "nested too deeply" in done.stderr
