"""Keeps the message catalogues in step with the program.

    python tests/tools/catalogue.py update            take over new and changed messages
    python tests/tools/catalogue.py check             name what is missing, fuzzy, stale or wrong; exit 1
    python tests/tools/catalogue.py merge FOLDER      fill in translations from JSON files, then update

A JSON file holds {"message": "translation", "message with a plural": ["singular", "plural"]}. Its folder
stands for one language (--language, Spanish unless said otherwise); translations that stand already are
kept unless --force is given.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[2]
_KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2)}
_KEPT_HEADERS: Final = (
    "Project-Id-Version",
    "Language:",
    "Plural-Forms",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
_NEW_LANGUAGE: Final = "nplurals=2; plural=(n != 1);"
"""The plural forms of a language that has no catalogue yet; its first file may say otherwise from then on."""
_FOREIGN_QUOTES: Final = {"es": set("“”„‟")}
"""Quotes that a language does not use; Spanish ones are « »."""
Entries = dict[str, str | list[str]]


def template(root: Path = ROOT) -> Catalog:
    """Every message of the package below `root`, untranslated: from its code, its templates and its guide."""
    catalog = Catalog(project="cmic-wizard", charset="utf-8")
    package = root / "cmic_wizard"
    for path in sorted(package.rglob("*")):
        where = path.relative_to(root).as_posix()
        for line, message in _file_messages(path):
            catalog.add(message, locations=[(where, line)])
    guide = package / "guide" / "cmic.toml"
    if guide.exists():
        where = guide.relative_to(root).as_posix()
        for line, message in _guide_messages(guide):
            catalog.add(message, locations=[(where, line)])
    return catalog


def _file_messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    if path.suffix == ".py":
        yield from _python_messages(path.read_text(encoding="utf-8"))
    elif path.is_file() and path.parent.name == "templates":
        method, options = "jinja2.ext:babel_extract", {"silent": "false"}
        for line, message, _, _ in extract_from_file(method, path, _KEYWORDS, (), options):
            yield line, message


def _python_messages(code: str) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    """The messages of a module, also those within f-strings, which Babel does not see in every Python."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KEYWORDS:
            texts = [
                str(a.value) for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
            ]
            if node.func.id == "ngettext" and len(texts) > 1:
                yield node.lineno, (texts[0], texts[1])
            elif texts:
                yield node.lineno, texts[0]


def _guide_messages(path: Path) -> Iterator[tuple[int, str]]:
    sys.path.insert(0, str(ROOT))
    try:
        from cmic_wizard.guide.messages import messages
    finally:
        sys.path.remove(str(ROOT))
    return messages(path.read_text(encoding="utf-8"))


def catalogues(root: Path = ROOT) -> dict[str, Path]:
    """The catalogue of each language by its id."""
    folders = sorted((root / "cmic_wizard" / "locale").glob("*/LC_MESSAGES"))
    return {folder.parent.name: folder / "messages.po" for folder in folders}


def read(path: Path, language: str) -> Catalog:
    """The catalogue of a file; an empty one where there is no file."""
    if not path.exists():
        return _with_plurals(Catalog(locale=language), _NEW_LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _with_plurals(catalogue: Catalog, forms: str) -> Catalog:
    """The catalogue with these plural forms, whatever this version of Babel knows of its language."""
    catalogue.mime_headers = [("Plural-Forms", forms)]
    return catalogue


def updated(messages: Catalog, old: Catalog, language: str) -> Catalog:
    """The messages of the program with the translations of `old`; what it no longer says is left out."""
    new = Catalog(
        locale=language,
        project="cmic-wizard",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# The texts of cmic-wizard in {Locale.parse(language).get_display_name('en')}.",
    )
    _with_plurals(new, old.plural_forms)
    for message in messages:
        if message.id:
            known = old.get(message.id, message.context)
            text, flags = _carried_over(message, known)
            new.add(
                message.id,
                text,
                locations=message.locations,
                flags=message.flags | flags,
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return new


def _carried_over(message: Message, known: Message | None) -> tuple[str | tuple[str, ...], set[str]]:
    if known is None or _has_plural(known) != _has_plural(message):
        return ("", "") if _has_plural(message) else "", set()
    texts = _strings(known.string)
    return texts if _has_plural(message) else texts[0], known.flags & {"fuzzy"}


def _has_plural(message: Message) -> bool:
    return isinstance(message.id, list | tuple)


def _strings(value: object) -> tuple[str, ...]:
    """One text, or several plural forms, as Babel keeps them, as a tuple; a form that is absent is empty."""
    return tuple(str(text or "") for text in (value if isinstance(value, list | tuple) else (value,)))


def written(catalogue: Catalog) -> str:
    """The catalogue as a file's text: sorted, without dates, line numbers and the name of the tool."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, include_lineno=False)
    head, blank, entries = out.getvalue().decode().partition("\n\n")
    kept = [
        line for line in head.split("\n") if not line.startswith('"') or line[1:].startswith(_KEPT_HEADERS)
    ]
    return "\n".join(kept).replace(" VERSION", "") + blank + entries.rstrip("\n") + "\n"


def update(root: Path = ROOT) -> list[Path]:
    """Bring every catalogue into step with the program; gives the files that changed."""
    messages, changed = template(root), []
    for language, path in catalogues(root).items():
        text = written(updated(messages, read(path, language), language))
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def faults(root: Path = ROOT) -> list[str]:
    """What is wrong with the catalogues, a sentence each; empty where nothing is."""
    messages, found = template(root), []
    for language, path in catalogues(root).items():
        catalogue = read(path, language)
        wanted = {(message.id, message.context) for message in messages if message.id}
        for message in sorted(messages):
            if message.id:
                known = catalogue.get(message.id, message.context)
                found += [f"{language}: {fault}" for fault in _faults_of(message, known)]
                if known is not None and set("".join(_strings(known.string))) & _FOREIGN_QUOTES.get(
                    language, set()
                ):
                    found.append(f"{language}: quotes of another language: {_name(message)}")
        found += [
            f"{language}: stale, the program no longer says it: {_name(message)}"
            for message in sorted(catalogue)
            if message.id and (message.id, message.context) not in wanted
        ]
    return found


def _faults_of(message: Message, known: Message | None) -> Iterator[str]:
    if known is None or not all(_strings(known.string)) or _has_plural(known) != _has_plural(message):
        yield f"missing: {_name(message)}"
        return
    if known.fuzzy:
        yield f"fuzzy, look at it and remove the mark: {_name(message)}"
    if wrong := _wrong_fields(_strings(message.id), _strings(known.string)):
        yield f"{wrong}: {_name(message)}"


def _wrong_fields(ids: tuple[str, ...], texts: tuple[str, ...]) -> str:
    try:
        expected = [_fields(text) for text in ids]
    except ValueError:
        return ""  # not a text with fields
    try:
        actual = [_fields(text) for text in texts]
    except ValueError as error:
        return f"braces are wrong ({error})"
    plural_differs = any(fields != expected[-1] for fields in actual[1:])
    singular_differs = actual[0] != expected[0] if len(ids) == 1 else not actual[0] <= set().union(*expected)
    return "fields in braces differ" if singular_differs or plural_differs else ""


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _name(message: Message) -> str:
    return repr(_strings(message.id)[0])


def merge(entries: Entries, language: str = "es", root: Path = ROOT, force: bool = False) -> list[str]:
    """Fill in translations and write the catalogue; gives the messages that the program doesn't have."""
    path = root / "cmic_wizard" / "locale" / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = updated(template(root), read(path, language), language)
    unused = []
    for key, value in entries.items():
        message = catalogue.get(key) or catalogue.get(key.removeprefix("plural: "))
        if message is None or _has_plural(message) != isinstance(value, list):
            unused.append(key)
        elif force or not all(_strings(message.string)):
            message.string = tuple(value) if isinstance(value, list) else value
            message.flags.discard("fuzzy")
    path.write_text(written(catalogue), encoding="utf-8", newline="\n")
    return unused


def gathered(folder: Path) -> tuple[Entries, list[str]]:
    """The entries of a folder's JSON files, in the order of their names, and where two files disagree."""
    entries: Entries = {}
    disagreements = []
    for path in sorted(folder.glob("*.json")):
        for key, value in json.loads(path.read_text(encoding="utf-8")).items():
            if entries.setdefault(key, value) != value:
                disagreements.append(f"{path.name} says otherwise, the first translation counts: {key!r}")
    return entries, disagreements


def main(argv: list[str] | None = None) -> int:
    """Run one of the commands; gives the exit status."""
    description, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=description, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="the checkout (default: the one this file is in)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("update")
    commands.add_parser("check")
    merging = commands.add_parser("merge")
    merging.add_argument("folder", type=Path)
    merging.add_argument("--language", default="es")
    merging.add_argument("--force", action="store_true", help="replace translations that stand already")
    chosen = parser.parse_args(argv)
    if chosen.command == "check":
        found = faults(chosen.root)
        print("\n".join(found) or "Every message is translated.")
        return 1 if found else 0
    if chosen.command == "merge":
        entries, disagreements = gathered(chosen.folder)
        unused = merge(entries, chosen.language, chosen.root, chosen.force)
        for line in [*disagreements, *(f"the program has no such message: {key!r}" for key in unused)]:
            print(line, file=sys.stderr)
    for path in update(chosen.root):
        print(f"updated {path.relative_to(chosen.root)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
