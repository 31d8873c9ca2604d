"""JSON from files that anybody may have written: only what is unambiguous and of a sane size gets in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final, NoReturn

from cmic_wizard.encodings import demand_utf8
from cmic_wizard.errors import FileRefused
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.text import hidden, shortened, visible, without_joiners

LIMIT: Final = 256 * 1024
"""Most bytes of a file, unless a caller says otherwise."""
DEPTH: Final = 20
"""Most levels of lists and objects."""

_BIGGEST: Final = 2**53
_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_NO_BRACKET: Final = bytes(set(range(256)) - set(b"[]{}"))
_LONGEST_QUOTE: Final = 40


class MadeByNewer(FileRefused):
    """A newer version of the program made the file."""


def loads(data: bytes, *, limit: int = LIMIT, depth: int = DEPTH) -> object:
    """What a JSON text holds; FileRefused with one sentence for whatever two readers could take differently.

    Refused: more than `limit` bytes or `depth` levels, bytes that aren't UTF-8, a name given twice, NaN and
    infinities, integers beyond 2^53, lone surrogates. A byte order mark at the start (Notepad's) is dropped.
    """
    import json

    demand_size(data, limit)
    data = demand_utf8(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FileRefused(_("The file is not text in UTF-8.")) from None
    if not text.strip():
        raise FileRefused(_("The file is empty."))
    _demand_shallow(data, depth)
    try:
        found: object = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_float, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        raise FileRefused(
            _("The file is not valid JSON (line {line}, column {column}).").format(
                line=error.lineno, column=error.colno
            )
        ) from None
    except RecursionError:
        raise FileRefused(_("The file is nested too deeply.")) from None
    if b"\\u" in data and _has_surrogate("".join(_texts(found))):
        raise FileRefused(_("The file contains a broken character (one that did not copy completely)."))
    return found


def demand_size(data: bytes, limit: int) -> None:
    """FileRefused for more than `limit` bytes."""
    if len(data) > limit:
        kilobytes = max(limit // 1024, 1)
        raise FileRefused(
            ngettext(
                "The file is larger than {count} kilobyte.",
                "The file is larger than {count} kilobytes.",
                kilobytes,
            ).format(count=kilobytes)
        )


def surely_visible(data: bytes) -> bool:
    """Whether JSON holds no hidden character but line feeds, as far as can be told at once: not with an ñ."""
    rest = data.replace(b'\\"', b"").replace(b"\\n", b"")
    return data.isascii() and not any(byte in rest for byte in (b"\\", b"\x7f", b"\0"))


def hidden_character(found: object, *, allowed: str = "\n") -> str | None:
    """The first character without a shape in any text or name, as `<U+001B>`; None where all can be seen."""
    table = dict.fromkeys(map(ord, allowed))
    for text in _texts(found):
        if text.isprintable():
            continue
        for character in without_joiners(text.translate(table)):
            if hidden(character):
                return visible(character)
    return None


def expect_format(found: object, kind: str, newest: int) -> dict[str, object]:
    """The object, once its `format` is `kind` and its `schema` is from 1 to `newest`; else FileRefused."""
    if not isinstance(found, dict) or found.get("format") != kind:
        raise FileRefused(_("The file is not of the format “{format}”.").format(format=kind))
    schema = found.get("schema")
    if type(schema) is not int or schema < 1:
        raise FileRefused(_("The file has no usable schema number."))
    if schema > newest:
        raise MadeByNewer(
            _(
                "The file was made by a newer version (schema {found}; this program knows {known}): "
                "update cmic-wizard to open it."
            ).format(found=schema, known=newest)
        )
    return found


def excerpt(text: str) -> str:
    """A piece of a foreign file, safe and short enough to stand in a sentence."""
    return shortened(visible(text[: _LONGEST_QUOTE + 1]), _LONGEST_QUOTE)


def _demand_shallow(data: bytes, depth: int) -> None:
    level = 0
    outside = _STRING.sub(b"", data) if b"\\" in data else b"".join(data.split(b'"')[::2])
    for bracket in outside.translate(None, _NO_BRACKET):
        if bracket in b"[{":
            level += 1
            if level > depth:
                raise FileRefused(_("The file is nested too deeply."))
        else:
            level -= 1


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _value in pairs:
            if name in seen:
                raise FileRefused(_("The file gives “{name}” twice.").format(name=excerpt(name)))
            seen.add(name)
    return found


def _no_number(text: str) -> NoReturn:
    raise FileRefused(_("The file contains “{value}”, which is not a number.").format(value=excerpt(text)))


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _too_large(text)
    return value


def _integer(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > _BIGGEST:
        raise _too_large(text)
    return int(text)


def _too_large(text: str) -> FileRefused:
    return FileRefused(
        _("The file contains the number {value}, which is too large.").format(value=excerpt(text))
    )


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _texts(found: object) -> Iterator[str]:
    """Every text and every name; without recursion, so that depth costs nothing."""
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
