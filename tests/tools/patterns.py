"""Finds every regular expression in a package, and texts on which a careless one takes quadratic time."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, Final

SIZES: Final = (24, 8 * 1024, 16 * 1024, 64 * 1024)
"""Characters of the texts: small ones first, for on a large one a bad pattern takes minutes, or for ever."""
SECONDS_AT_MOST: Final = 0.1

_parser: Final = importlib.import_module("re._parser")
_CALLS: Final = {
    "compile": 1,
    "match": 2,
    "search": 2,
    "fullmatch": 2,
    "split": 3,
    "findall": 2,
    "finditer": 2,
    "sub": 4,
    "subn": 4,
}
"""The functions of `re` that take a pattern, and the place of their flags."""
_TAILS: Final = ("", "\0", "!", "\n", "é")
_ANY: Final = "a 0-é\n<"
_SLICES_AT_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, and how it is put to a text."""

    where: str
    pattern: re.Pattern[Any]
    how: str

    @property
    def name(self) -> str:
        """The place, and the pattern itself."""
        return f"{self.where} {self.how} {self.pattern.pattern!r}"


class NotUnderstood(AssertionError):
    """A pattern that is put together at run time, so that nobody can look at it here."""


def patterns_of(package: ModuleType) -> list[Found]:
    """Every regular expression in the modules of a package; NotUnderstood where one can't be told."""
    found: list[Found] = []
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not info.ispkg and not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            found += of_source(module, Path(str(module.__file__)).read_text(encoding="utf-8"))
    return list({(each.pattern, each.how): each for each in found}.values())


def of_source(module: ModuleType, source: str) -> Iterator[Found]:
    """The regular expressions in a module's source."""
    if "re" not in vars(module):
        return
    tree = ast.parse(source)
    methods = _methods_used(tree)
    for node in ast.walk(tree):
        call = _call_of_re(node)
        if call is None:
            continue
        where = f"{module.__name__}:{call.lineno}"
        function = call.func.attr  # type: ignore[attr-defined]
        pattern = _compiled(call, function, module, where)
        for how in _ways(tree, call, methods) if function == "compile" else [_way(function)]:
            yield Found(where, pattern, how)


def _call_of_re(node: ast.AST) -> ast.Call | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
    return node if of_re and node.func.attr in _CALLS else None


def _compiled(call: ast.Call, function: str, module: ModuleType, where: str) -> re.Pattern[Any]:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    place = _CALLS[function]
    flags = named.get("flags", call.args[place] if len(call.args) > place else None)
    try:
        pattern = _value(call.args[0] if call.args else named["pattern"], module)
        return re.compile(pattern, 0 if flags is None else _value(flags, module))
    except (NameError, KeyError, TypeError) as error:
        raise NotUnderstood(f"{where}: {error}") from None


def _value(node: ast.expr, module: ModuleType) -> Any:
    code = compile(ast.Expression(node), "<pattern>", "eval")
    return eval(code, dict(vars(module)))  # noqa: S307 - our own source


def _methods_used(tree: ast.AST) -> dict[str, set[str]]:
    """The methods that are called on each name."""
    used: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
    return used


def _ways(tree: ast.AST, call: ast.Call, methods: dict[str, set[str]]) -> list[str]:
    """How a compiled pattern is used in its module; every way where that can't be told."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if targets and isinstance(targets[0], ast.Name) and getattr(node, "value", None) is call:
            used = methods.get(targets[0].id) or _handed_on(tree, targets[0].id, methods)
            return sorted({_way(name) for name in used if name in _CALLS}) or ["finditer"]
    return ["finditer"]


def _handed_on(tree: ast.AST, name: str, methods: dict[str, set[str]]) -> set[str]:
    """What the functions of the module that take the pattern as an argument may do with it."""
    handed = any(
        isinstance(node, ast.Call) and any(isinstance(a, ast.Name) and a.id == name for a in node.args)
        for node in ast.walk(tree)
    )
    return (
        {each for used in methods.values() for each in used if each in _CALLS} - {"split", "compile"}
        if handed
        else set()
    )


def _way(function: str) -> str:
    """What the function does as a method: replacing, splitting and finding all go over the whole text."""
    return function if function in ("match", "fullmatch", "search") else "finditer"


def pieces_of(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Texts that the pattern, or any part of it, takes, each behind what leads to it in the pattern."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    pieces: dict[tuple[str, str], None] = {}
    for choice in range(3):
        for before, sequence in _sequences(_with_whole_words(tree), "", choice):
            for piece in _slices(sequence, choice):
                pieces[before, piece] = None
    yield from pieces


def _with_whole_words(nodes: Iterable[Any]) -> list[Any]:
    """The nodes, with the characters of a word in one."""
    joined: list[Any] = []
    for node in nodes:
        if str(node[0]) != "LITERAL":
            joined.append(node)
        elif joined and joined[-1][0] == "WORD":
            joined[-1] = ("WORD", joined[-1][1] + chr(node[1]))
        else:
            joined.append(("WORD", chr(node[1])))
    return joined


def _slices(sequence: list[Any], choice: int) -> Iterator[str]:
    count = min(len(sequence), _SLICES_AT_MOST)
    for start in range(count):
        for end in range(start + 1, count + 1):
            if piece := _sample(sequence[start:end], choice):
                yield piece
    yield from (whole for whole in (_sample(sequence, choice),) if whole)


def _sequences(nodes: list[Any], before: str, choice: int) -> Iterator[tuple[str, list[Any]]]:
    """Each sequence of nodes in the pattern, and a text that leads to it."""
    yield before, nodes
    for place, node in enumerate(nodes):
        lead = before + _sample(nodes[:place], choice)
        for inner in _inside(node):
            yield from _sequences(_with_whole_words(inner), lead, choice)


def _inside(node: Any) -> Iterable[Any]:
    kind, value = str(node[0]), node[1]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [value[2]]
    if kind == "SUBPATTERN":
        return [value[3]]
    if kind == "BRANCH":
        return list(value[1])
    if kind == "ATOMIC_GROUP":
        return [value]
    return [value[1]] if kind in ("ASSERT", "ASSERT_NOT") else []


def _sample(nodes: Iterable[Any], choice: int) -> str:
    return "".join(_one(node, choice) for node in nodes)


def _one(node: Any, choice: int) -> str:
    """A text that one node takes; "" for what takes none."""
    kind, value = str(node[0]), node[1]
    if kind in ("LITERAL", "WORD"):
        return str(value) if kind == "WORD" else chr(value)
    if kind in ("ANY", "NOT_LITERAL", "IN", "CATEGORY"):
        taken = [c for c in _candidates(node) if _takes(node, c)]
        return str(taken[choice % len(taken)]) if taken else ""
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _sample(value[2], choice) * max(int(value[0]), 1)
    inner = list(_inside(node)) if kind not in ("ASSERT", "ASSERT_NOT") else []
    return _sample(inner[choice % len(inner)], choice) if inner else ""


def _candidates(node: Any) -> str:
    members = node[1] if str(node[0]) == "IN" else []
    own = [chr(value if str(kind) == "LITERAL" else value[0]) for kind, value in members
           if str(kind) in ("LITERAL", "RANGE")]  # fmt: skip
    return "".join(own) + _ANY + "".join(map(chr, range(32, 127)))


def _takes(node: Any, character: str) -> bool:
    kind, value = str(node[0]), node[1]
    if kind == "ANY":
        return character != "\n"
    if kind == "NOT_LITERAL":
        return bool(ord(character) != value)
    if kind == "CATEGORY":
        return _in_category(str(value), character)
    negated = bool(value) and str(value[0][0]) == "NEGATE"
    return any(_member_takes(member, character) for member in value) is not negated


def _member_takes(member: Any, character: str) -> bool:
    kind, value = str(member[0]), member[1]
    if kind == "LITERAL":
        return bool(ord(character) == value)
    if kind == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    return kind == "CATEGORY" and _in_category(str(value), character)


def _in_category(category: str, character: str) -> bool:
    word = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[
        category.removeprefix("CATEGORY_").rpartition("_")[2]
    ]
    return (re.match(word, character) is None) is ("NOT_" in category)


def slow_text(found: Found) -> str:
    """A text on which the pattern takes too long, shortened; "" where none was found.

    Each is tried small first: what takes quadratic time there takes too long on the large one.
    """
    for (before, piece), tail in product(pieces_of(found.pattern), _TAILS):
        for size in SIZES:
            whole = before + piece * max(size // len(piece), 2) + tail
            text = whole if isinstance(found.pattern.pattern, str) else whole.encode("utf-8", "replace")
            seconds = min(_seconds(found, text) for _again in range(2))
            if seconds > SECONDS_AT_MOST:
                return f"{text[:40]!r}… of {len(text)} characters"
            if seconds * (SIZES[-1] / size) ** 2 < SECONDS_AT_MOST:
                break
    return ""


def _seconds(found: Found, text: Any) -> float:
    started = time.thread_time()
    if found.how == "finditer":
        for _match in found.pattern.finditer(text):
            pass
    else:
        getattr(found.pattern, found.how)(text)
    return time.thread_time() - started
