"""A profile with a history of 500 changes costs hardly more than one without, until somebody asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from samples import acme_builders

from cmic_wizard.cli import main
from cmic_wizard.profile import history
from cmic_wizard.profile.changes import changes
from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.history import AT_MOST, Entry, Part, added, joined
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.recording import Recorder
from cmic_wizard.struct import replace

MORE_AT_MOST = 0.005
"""Seconds of work that it may cost more to open it."""
AT = "2026-11-24T12:00:00+00:00"


@pytest.fixture(scope="module")
def told() -> Draft:
    """A profile with as many changes as are kept, of texts as long as answers are."""
    draft = acme_builders()
    given = joined(AT, "colleague", "Ivy Chen of Acme Builders")
    lines: tuple[str, ...] = ()
    for number in range(AT_MOST):
        fields = {"answer": f"https://acmemob{number}.cmicpaas.com/cmicprod", "given": given, "confirmed": ""}
        lines = added(
            lines, Entry(AT, "import", "Ivy Chen", "colleague", parts=(Part(f"a.{number // 20}", fields),))
        )
    draft = replace(draft, history=lines)
    assert len(draft.history) == AT_MOST
    return draft


def least(work: Callable[[], object], times: int = 15) -> float:
    """The processor time of the quickest of several runs: another program beside it makes none shorter."""
    found = []
    for _repeat in range(times):
        started = process_time()
        work()
        found.append(process_time() - started)
    return min(found)


def test_opening_it_costs_less_than_five_milliseconds_more(told: Draft) -> None:
    with_it, without = draft_to_json(told), draft_to_json(replace(told, history=()))
    assert draft_from_json(with_it) == told
    more = least(lambda: draft_from_json(with_it)) - least(lambda: draft_from_json(without))
    assert more < MORE_AT_MOST
    found = least(lambda: changes(told), 3)
    assert more < found, "it is taken apart already when it is opened"


def test_a_key_that_is_typed_costs_less_than_five_milliseconds_more(told: Draft) -> None:
    recorder = Recorder()
    draft = recorder.recorded(told, told.answered("connection.tenant_id", "A", AT), AT)
    typed = iter("ACME" * 20)

    def key() -> None:
        nonlocal draft
        before = draft.answers["connection.tenant_id"]
        draft = recorder.recorded(draft, draft.answered("connection.tenant_id", before + next(typed), AT), AT)

    assert least(key) < MORE_AT_MOST
    assert len(draft.history) == AT_MOST


@pytest.mark.parametrize("command", [("status",), ("status", "--json"), ("profiles",)])
def test_nobody_takes_it_apart_who_does_not_show_it(
    command: tuple[str, ...], told: Draft, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Profiles(data_dir).create(
        "Acme", fill=lambda draft: replace(told, id=draft.id, name=draft.name)
    ) as store:
        path = store.path
    found = json.loads(path.read_text())
    path.write_text(json.dumps({**found, "history": list(told.history)}))
    asked: list[str] = []

    def noticed(text: str) -> str:
        asked.append(text)
        return text

    monkeypatch.setattr(history, "unquoted", noticed)
    assert main(["--data-dir", str(data_dir), *command]) in (0, 3)
    assert asked == []
    assert main(["--data-dir", str(data_dir), "history"]) == 0
    assert asked
