"""The answer sheet: what is written can be read, however people fill it in; nothing hostile gets through."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from asked_sheet import ASKED, CODES, EXCHANGE, PASSWORD, TENANT, URL, VERSION, empty, filled, profile
from hostile_texts import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff import answer_sheet
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.handoff.questions import askable
from cmic_wizard.handoff.sheet_store import SheetStore
from cmic_wizard.text import written_out

ANSWERS = {VERSION: "R12 Patch 20", CODES: "001, ACME01"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_empty_sheet_asks_for_each_step_in_the_language_of_its_reader(lang: str) -> None:
    data = empty(profile(), lang)
    sheet = answer_sheet.read(data)
    assert (sheet.profile_id, sheet.profile_name) == ("3f2a9c1e-profile", "Acme Builders")
    assert (sheet.asked_by, sheet.answered_by, sheet.language) == ("Ana Ruiz", "Kim Ito", lang)
    assert set(sheet.steps) == set(ASKED)
    assert sheet.answers == {}
    assert ("Where to find it" if lang == "en" else "Dónde encontrarlo") in data.decode()
    assert tomllib.loads(data.decode())["format"] == "cmic-wizard-answers"


def test_the_password_is_never_asked_for_nor_taken() -> None:
    every = empty(profile(), steps=tuple(load_guide().steps))
    assert PASSWORD not in every.decode()
    assert all(askable(load_guide().steps[step]) for step in answer_sheet.read(every).steps)
    for line in (f'"{PASSWORD}" = "hunter2"', f"{PASSWORD} = hunter2", f'"{PASSWORD}" = ""'):
        with pytest.raises(FileRefused, match="password"):
            answer_sheet.read(every + line.encode() + b"\n")


BY_HAND: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "Windows' line ends": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no quotes": lambda text: text.replace('= "R12 Patch 20"', "= R12 Patch 20"),
    "curly quotes": lambda text: text.replace('"R12 Patch 20"', "“R12 Patch 20”"),
    "angular quotes": lambda text: text.replace('"R12 Patch 20"', "«R12 Patch 20»"),
    "one quote lost": lambda text: text.replace('"R12 Patch 20"', '"R12 Patch 20'),
    "a word processor": lambda text: text.replace('"', "”"),
    "a colon": lambda text: text.replace(f'"{VERSION}" =', f"{VERSION}:"),
    "blanks": lambda text: text.replace('"R12 Patch 20"', '  "  R12 Patch 20 "  '),
    "no comments": lambda text: "\n".join(line for line in text.split("\n") if line[:1] != "#"),
}


@pytest.mark.parametrize("how", BY_HAND)
def test_what_people_do_to_it_by_hand_is_understood(how: str) -> None:
    text = BY_HAND[how](filled(empty(profile()), ANSWERS).decode())
    sheet = answer_sheet.read(text.encode())
    assert sheet.answers == ANSWERS
    assert sheet.profile_name == "Acme Builders"


def test_a_backslash_that_toml_does_not_know_stays_as_it_was_typed() -> None:
    sheet = answer_sheet.read(filled(empty(profile()), {TENANT: r"ACME\users"}))
    assert sheet.answers == {TENANT: r"ACME\users"}


REFUSED = {
    "nothing": b"",
    "no format": b'"connection.tenant_id" = "X"\n',
    "another format": b'format = "cmic-wizard-profile"\nschema = 2\n',
    "no schema": b'format = "cmic-wizard-answers"\n',
    "a newer schema": b'format = "cmic-wizard-answers"\nschema = 99\n',
    "no profile": b'format = "cmic-wizard-answers"\nschema = 2\n',
    "an id that is a path": empty(profile()).replace(b"3f2a9c1e-profile", b"../x"),
    "half a file": filled(empty(profile()), ANSWERS)[:-40] + b'"""\n',
    "not UTF-8": filled(empty(profile()), ANSWERS) + b"\xff\xfe\xfa",
    "UTF-16": filled(empty(profile()), ANSWERS).decode().encode("utf-16"),
    "too large": filled(empty(profile()), ANSWERS) + b"#" * answer_sheet.SHEET_BYTES,
    "an unknown step": empty(profile()) + b'"connection.nonsense" = "x"\n',
    "a computed step": empty(profile()) + b'"kickoff.requirements_met" = "yes"\n',
    "a check": empty(profile()) + b'"connection.check" = "passed"\n',
    "twice": empty(profile()) + f'"{TENANT}" = "a"\n'.encode(),
    "twice by hand": empty(profile()) + f"{TENANT} = a\n".encode(),
    "a table": empty(profile()).replace(f'"{TENANT}" = ""'.encode(), f'"{TENANT}" = {{ a = 1 }}'.encode()),
    "a number of codes": empty(profile()).replace(f'"{CODES}" = ""'.encode(), f'"{CODES}" = 12'.encode()),
    "very long": filled(empty(profile()), {TENANT: "x" * 20_001}),
    "nested": empty(profile()) + b"a = " + b"[" * 3000 + b"]" * 3000,
    "dots": empty(profile()) + b"a" + b".a" * 5000 + b" = 1",
    "a hidden character in a name": empty(profile()).replace(b"Ana Ruiz", b"Ana\\u202eRuiz"),
    "a line break in a name": empty(profile()).replace(b'answered_by = "Kim Ito"', b'answered_by = "K\\nI"'),
}


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_in_one_sentence(what: str) -> None:
    with pytest.raises(FileRefused) as refused:
        answer_sheet.read(REFUSED[what])
    said = str(refused.value)
    assert said
    assert "\n" not in said
    assert len(said) < 300
    assert said == written_out(said)


@given(st.dictionaries(st.sampled_from(ASKED), st.text(min_size=1, max_size=60)), st.text(max_size=30))
def test_what_is_written_is_read_again(answers: dict[str, str], name: str) -> None:
    typed = {step: written_out(text).strip() for step, text in answers.items()}
    name = written_out(name).replace("\n", " ").strip()
    sheet = Sheet("ab12", "Acme", "Ana", "en", ASKED, typed, answered_by=name)
    read = answer_sheet.read(answer_sheet.to_bytes(sheet))
    assert read.answers == {step: text for step, text in typed.items() if text}
    assert read.answered_by == name
    assert read.steps == ASKED


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_names_and_answers_stay_in_their_place(text: str) -> None:
    """Nothing of them begins a line of its own, in the file or in what is read of it."""
    name = written_out(text).replace("\n", " ")[:60].strip() or "Acme"
    sheet = Sheet("ab12", name, name, "en", ASKED, {TENANT: written_out(text)}, answered_by=name)
    data = answer_sheet.to_bytes(sheet)
    lines = data.decode().split("\n")
    assert sum(line.startswith('"') for line in lines) == len(ASKED)
    assert all(line == written_out(line) for line in lines)
    assert answer_sheet.read(data).steps == ASKED


def test_answers_are_kept_beside_the_sheet_which_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "acme.cmic-answers.toml"
    path.write_bytes(empty(profile()))
    sheet = answer_sheet.read(path.read_bytes())
    store = SheetStore(sheet, path)
    store.save()
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "looking writes nothing"
    store.answer(VERSION, "R12")
    store.close()
    assert path.read_bytes() == empty(profile())
    answered = tmp_path / "acme-answered.cmic-answers.toml"
    assert answer_sheet.read(answered.read_bytes()).answers == {VERSION: "R12"}
    again = SheetStore(sheet, path)
    assert again.draft.answers == {VERSION: "R12"}, "it goes on where it was left"
    again.answer(URL, "https://x.example/cmicprod")
    again.close()
    assert set(answer_sheet.read(answered.read_bytes()).answers) == {VERSION, URL}
    straight = SheetStore(answer_sheet.read(answered.read_bytes()), answered)
    straight.answer(EXCHANGE, "enabled")
    straight.close()
    assert set(answer_sheet.read(answered.read_bytes()).answers) == {VERSION, URL, EXCHANGE}


def test_a_sheet_that_comes_with_answers_is_written_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "acme.cmic-answers.toml"
    path.write_bytes(filled(empty(profile()), {VERSION: "R12"}))
    store = SheetStore(answer_sheet.read(path.read_bytes()), path)
    assert store.dirty, "the file that is to be attached is not there yet"
    store.close()
    assert answer_sheet.read(store.path.read_bytes()).answers == {VERSION: "R12"}
    again = SheetStore(answer_sheet.read(path.read_bytes()), path)
    assert not again.dirty


@pytest.mark.parametrize(
    "there", [b"notes of mine", filled(empty(profile()), ANSWERS).replace(b"3f2a", b"9999")]
)
def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, there: bytes) -> None:
    path, other = tmp_path / "acme.cmic-answers.toml", tmp_path / "acme-answered.cmic-answers.toml"
    other.write_bytes(there)
    path.write_bytes(empty(profile()))
    store = SheetStore(answer_sheet.read(path.read_bytes()), path)
    store.answer(VERSION, "R12")
    store.close()
    assert other.read_bytes() == there
    assert answer_sheet.read((tmp_path / "acme-answered-2.cmic-answers.toml").read_bytes()).answers == {
        VERSION: "R12"
    }
