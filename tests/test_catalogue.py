"""The translations are whole, and the tool that says so sees every kind of fault."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

import catalogue
import pytest

CODE = """
from cmic_wizard.i18n import N_, _, ngettext
TITLE = N_("Title")
def say(n): return _("Open {name}").format(name=n), ngettext("{n} day", "{n} days", n).format(n=n)
"""
SPANISH: catalogue.Entries = {
    "Title": "Título",
    "Open {name}": "Abrir {name}",
    "{n} day": ["{n} día", "{n} días"],
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small package with one module and a whole Spanish catalogue."""
    package = tmp_path / "cmic_wizard"
    package.mkdir()
    (package / "module.py").write_text(CODE)
    assert catalogue.merge(SPANISH, root=tmp_path) == []
    return tmp_path


def po(checkout: Path) -> Path:
    return checkout / "cmic_wizard/locale/es/LC_MESSAGES/messages.po"


def change(checkout: Path, before: str, after: str) -> None:
    text = po(checkout).read_text()
    assert before in text
    po(checkout).write_text(text.replace(before, after))


def test_a_message_within_an_f_string_is_seen(checkout: Path) -> None:
    code = """SAID = f"{_('Within')} {ngettext('{n} hour', '{n} hours', 2)}\"\n"""
    (checkout / "cmic_wizard/more.py").write_text(code)
    assert catalogue.faults(checkout) == ["es: missing: 'Within'", "es: missing: '{n} hour'"]


def test_this_programs_catalogues_are_whole() -> None:
    assert "es" in catalogue.catalogues()
    assert catalogue.faults() == []


def test_a_whole_catalogue_has_no_faults(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogue.main(["--root", str(checkout), "check"]) == 0
    assert capsys.readouterr().out == "Every message is translated.\n"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "Título"', 'msgstr ""', "es: missing: 'Title'"),
        ('msgstr[1] "{n} días"', 'msgstr[1] ""', "es: missing: '{n} day'"),
        ('msgid "Title"', '#, fuzzy\nmsgid "Title"', "es: fuzzy, look at it and remove the mark: 'Title'"),
        ('"Abrir {name}"', '"Abrir {nombre}"', "es: fields in braces differ: 'Open {name}'"),
        ('"Abrir {name}"', '"Abrir"', "es: fields in braces differ: 'Open {name}'"),
        (
            '"Abrir {name}"',
            '"Abrir {name"',
            "es: braces are wrong (expected '}' before end of string): 'Open {name}'",
        ),
        ('"{n} días"', '"{m} días"', "es: fields in braces differ: '{n} day'"),
        ('"Título"', '"“Título”"', "es: quotes of another language: 'Title'"),
        ('"{n} día"', '"{m} día"', "es: fields in braces differ: '{n} day'"),
    ],
)
def test_each_fault_is_named(
    checkout: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, fault: str
) -> None:
    change(checkout, before, after)
    assert catalogue.main(["--root", str(checkout), "check"]) == 1
    assert capsys.readouterr().out == fault + "\n"


def test_the_singular_may_leave_the_number_out(checkout: Path) -> None:
    change(checkout, '"{n} día"', '"un día"')
    assert catalogue.faults(checkout) == []


def test_a_changed_message_is_missing_and_its_old_self_stale_until_the_update(checkout: Path) -> None:
    module = checkout / "cmic_wizard/module.py"
    module.write_text(module.read_text().replace('"Title"', '"Heading"'))
    assert catalogue.faults(checkout) == [
        "es: missing: 'Heading'",
        "es: stale, the program no longer says it: 'Title'",
    ]
    assert catalogue.update(checkout) == [po(checkout)]
    assert catalogue.faults(checkout) == ["es: missing: 'Heading'"]


def test_an_update_changes_nothing_twice_and_writes_no_dates_or_lines(checkout: Path) -> None:
    before = po(checkout).read_bytes()
    module = checkout / "cmic_wizard/module.py"
    module.write_text("\n\n" + module.read_text())
    assert catalogue.update(checkout) == []
    assert po(checkout).read_bytes() == before
    text = before.decode()
    assert "Date" not in text
    assert "Babel" not in text
    assert "#: cmic_wizard/module.py\n" in text
    assert text.index('"Open {name}"') < text.index('"Title"') < text.index('"{n} day"')


@pytest.mark.parametrize(
    "forms", ["nplurals=2; plural=(n != 1);", "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"]
)
def test_the_plural_forms_are_those_of_the_catalogue_whatever_babel_knows(checkout: Path, forms: str) -> None:
    from build_hook import compile_catalogues

    change(checkout, "nplurals=2; plural=(n != 1);", forms)
    if "3" in forms:
        change(checkout, 'msgstr[1] "{n} días"', 'msgstr[1] "{n} días"\nmsgstr[2] "{n} de días"')
    assert catalogue.update(checkout) == []
    assert catalogue.faults(checkout) == []
    compile_catalogues(checkout)
    with po(checkout).with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).info()["plural-forms"] == forms


def test_merge_keeps_what_is_translated_unless_forced(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "a.json").write_text(
        json.dumps({"Title": "Otro", "Gone": "Ido", "plural: {n} day": ["{n} d", "{n} ds"]})
    )
    (folder / "b.json").write_text(json.dumps({"Title": "Distinto"}))
    assert catalogue.main(["--root", str(checkout), "merge", str(folder)]) == 0
    assert capsys.readouterr().err == (
        "b.json says otherwise, the first translation counts: 'Title'\n"
        "the program has no such message: 'Gone'\n"
    )
    assert 'msgstr "Título"' in po(checkout).read_text()
    assert catalogue.main(["--root", str(checkout), "merge", "--force", str(folder)]) == 0
    assert 'msgstr "Otro"' in po(checkout).read_text()
    assert 'msgstr[1] "{n} ds"' in po(checkout).read_text()


def test_the_texts_of_the_guide_and_of_templates_are_messages() -> None:
    ids = {message.id for message in catalogue.template() if message.id}
    from cmic_wizard.guide.loader import load_guide

    guide = load_guide()
    assert {guide.title, *(step.title for step in guide.walk())} <= ids


def test_compiled_catalogues_follow_their_sources(checkout: Path) -> None:
    from build_hook import compile_catalogues

    mo = po(checkout).with_suffix(".mo")
    assert compile_catalogues(checkout) == [mo]
    assert compile_catalogues(checkout) == []
    change(checkout, '"Título"', '"Otro título"')
    assert compile_catalogues(checkout) == [mo]
    assert "Otro título".encode() in mo.read_bytes()
    assert [path.suffix for path in sorted(mo.parent.iterdir())] == [".mo", ".po"]
