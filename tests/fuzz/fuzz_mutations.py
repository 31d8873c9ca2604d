"""Turns valid samples into hostile ones: JSON by its structure, other texts by lines, everything by bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

from fuzz_words import HALVES, NASTY, RAW, TOML, VALUES

_MADE_AT_MOST: Final = 1_000_000
_MARK: Final = "@@RAW"
_TWICE: Final = "@@TWICE@@"


class JsonMutator:
    """Changes a sample's values, names and structure; some only show in the text, such as a name twice."""

    def __init__(self, random: Random, others: list[str]) -> None:
        self._random = random
        self._others = others
        self._raw: list[str] = []

    def mutate(self, sample: str) -> bytes:
        """The sample after one to five changes."""
        random = self._random
        root: list[Any] = [json.loads(sample)]
        for _number in range(random.choice((1, 1, 1, 2, 3, 5))):
            holder, key = self._place(root)
            random.choice(_CHANGES)(self, holder, key)
        text = json.dumps(root[0], ensure_ascii=random.random() < 0.5) if root else ""
        for number, raw in enumerate(self._raw):
            text = text.replace(f'"{_MARK}{number}@@"', raw, 1 + _MADE_AT_MOST // (len(raw) + 1))
        return text.replace(_TWICE, "").encode("utf-8", "surrogatepass")

    def _place(self, root: list[Any]) -> tuple[Any, Any]:
        """A random container and a key of it; mostly deep inside."""
        holder: Any = root
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                return root, 0
            key = self._random.choice(keys)
            inner = holder[key]
            if not isinstance(inner, dict | list) or not inner or self._random.random() < 0.15:
                return holder, key
            holder = inner

    def _delete(self, holder: Any, key: Any) -> None:
        if isinstance(holder, dict) or len(holder) > 1:
            del holder[key]

    def _replace(self, holder: Any, key: Any) -> None:
        holder[key] = json.loads(json.dumps(self._random.choice(VALUES)))

    def _replace_raw(self, holder: Any, key: Any) -> None:
        self._raw.append(self._random.choice(RAW))
        holder[key] = f"{_MARK}{len(self._raw) - 1}@@"

    def _twice(self, holder: Any, key: Any) -> None:
        if isinstance(holder, dict):
            holder[f"{_TWICE}{key}"] = holder[key]
        else:
            holder.extend([holder[key]] * self._random.choice((1, 3, 500)))

    def _rename(self, holder: Any, key: Any) -> None:
        if isinstance(holder, dict):
            new = self._random.choice((self._spoilt(str(key)), "", "password", "__class__", "x" * 1000))
            holder[new] = holder.pop(key)

    def _swap(self, holder: Any, key: Any) -> None:
        """Another type with the same content."""
        value = holder[key]
        forms = (str(value), [value], {"x": value}, not value)
        holder[key] = self._random.choice(forms)

    def _splice(self, holder: Any, key: Any) -> None:
        """A piece of another sample."""
        other = [json.loads(self._random.choice(self._others))]
        where, what = self._place(other)
        holder[key] = where[what]

    def _bury(self, holder: Any, key: Any) -> None:
        for _level in range(self._random.choice((1, 5, 18, 25, 200))):
            holder[key] = [holder[key]] if self._random.random() < 0.5 else {"a": holder[key]}

    def _spoil(self, holder: Any, key: Any) -> None:
        if isinstance(holder[key], str):
            holder[key] = self._spoilt(holder[key])
        else:
            self._replace(holder, key)

    def _spoilt(self, text: str) -> str:
        place = self._random.randint(0, len(text))
        return (
            text[:place] + self._random.choice(NASTY) * self._random.choice((1, 1, 1, 2, 300)) + text[place:]
        )


_CHANGES: Final[tuple[Callable[[JsonMutator, Any, Any], None], ...]] = (
    JsonMutator._delete,
    JsonMutator._replace,
    JsonMutator._replace,
    JsonMutator._replace_raw,
    JsonMutator._twice,
    JsonMutator._rename,
    JsonMutator._swap,
    JsonMutator._splice,
    JsonMutator._bury,
    JsonMutator._spoil,
    JsonMutator._spoil,
    JsonMutator._spoil,
)


def mutate_lines(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """A text of lines (TOML, keys, armor) after one to four changes of lines and of what stands in quotes."""
    lines = data.split(b"\n")
    for _number in range(random.choice((1, 1, 2, 4))):
        place = random.randrange(len(lines))
        match random.randrange(8):
            case 0:
                del lines[place]
                lines = lines or [b""]
            case 1:
                lines.insert(place, lines[random.randrange(len(lines))])
            case 2:
                other = random.choice(others).split(b"\n")
                lines.insert(place, random.choice(other))
            case 3:
                lines[place] = _spoilt(random, lines[place])
            case 4 | 5:
                head, equals, _value = lines[place].partition(b"=")
                lines[place] = head + (equals or b"=") + _toml_value(random)
            case 6:
                before, quote, behind = lines[place].partition(b'"')
                lines[place] = before + quote + _nasty(random) + behind
            case _:
                lines[place] = lines[place].swapcase() if random.random() < 0.3 else lines[place] * 2
    return b"\n".join(lines)


def mutate_bytes(random: Random, data: bytes) -> bytes:
    """The data after a change that knows nothing of its structure."""
    if not data:
        return random.randbytes(random.randrange(1, 64))
    data = data[:_MADE_AT_MOST]
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice((1, 1, 2, 8, 100)))
    return random.choice((_changed_inside, _changed_inside, _changed_as_a_whole))(random, data, start, end)


def _changed_inside(random: Random, data: bytes, start: int, end: int) -> bytes:
    flipped = bytes([data[start] ^ (1 << random.randrange(8))]) + data[start + 1 : end]
    noise = random.randbytes(end - start)
    repeated = data[start:end] * random.choice((2, 3, 1000))
    middle = random.choice((flipped, noise, b"", repeated, _nasty(random), random.choice(HALVES)))
    return data[:start] + middle + data[end:]


def _changed_as_a_whole(random: Random, data: bytes, start: int, end: int) -> bytes:
    match random.randrange(5):
        case 0:
            return data[:start]
        case 1:
            return random.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\n\n", b" " * 70_000)) + data
        case 2:
            coding = random.choice(("utf-16", "utf-32", "latin-1"))
            return data.decode("utf-8", "replace").encode(coding, "replace")
        case 3:
            return data + random.choice((data, b"\x00", b"\n", b"}", b" " * 300_000, random.randbytes(100)))
        case _:
            return data.replace(data[start:end], _nasty(random), random.choice((1, 50)))[:_MADE_AT_MOST]


def _spoilt(random: Random, line: bytes) -> bytes:
    place = random.randint(0, len(line))
    return line[:place] + _nasty(random) + line[place:]


def _nasty(random: Random) -> bytes:
    return random.choice(NASTY).encode("utf-8", "surrogatepass") * random.choice((1, 1, 1, 3, 400))


def _toml_value(random: Random) -> bytes:
    found = random.choice((*RAW, *(json.dumps(value) for value in VALUES), *TOML))
    return b" " + found.encode("utf-8", "surrogatepass")
