"""What commands print: results on standard output, words beside them on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from cmic_wizard.errors import WizardError
from cmic_wizard.files import reason_of
from cmic_wizard.i18n import _
from cmic_wizard.text import hidden, one_line, shortened

if TYPE_CHECKING:
    from cmic_wizard.profile.assessment import StepState

_STAND_INS = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))
STANDARD_OUTPUT = "-"
"""As the name of a file to write."""


class OutputLost(WizardError):
    """Standard output takes nothing any more; where its reader just went away, the sentence is empty."""


def replace_closed() -> None:
    """Put something in the place of each standard stream that the caller closed.

    It refuses what is read and written as a closed one does, and keeps its number from the next file that is
    opened. Words beside the result then go nowhere.
    """
    for name, flags, mode in _STAND_INS:
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, flags)
            # As the interpreter's own streams, it leaves the descriptor open when it goes.
            stream = os.fdopen(descriptor, mode, encoding="utf-8", errors="backslashreplace", closefd=False)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def forget(stream: TextIO) -> None:
    """Let what nobody can take any more go nowhere, so that the interpreter ends in peace."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say(text: str = "") -> None:
    """A line of the result."""
    _write(f"{text}\n".encode(_encoding(), "backslashreplace"))


def say_bytes(data: bytes) -> None:
    """A whole file as the result."""
    _write(data)


def say_json(value: Any) -> None:
    """The result for programs, in which a terminal finds nothing to obey."""
    say(_json(value))


@contextmanager
def json_list() -> Iterator[Callable[[Iterable[Any]], None]]:
    """As `say_json` of a list, whose values are printed as they come, some at a time, and not kept."""
    separator = "[\n"

    def say_values(values: Iterable[Any]) -> None:
        nonlocal separator
        texts = [_json(value) for value in values]
        if texts:
            say_bytes((separator + ",\n".join(texts)).encode(_encoding(), "backslashreplace"))
            separator = ",\n"

    yield say_values
    say("[]" if separator == "[\n" else "\n]")


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=ascii_only(), indent=1)
    if not text.isprintable():
        text = "".join(_escaped(c) if c != "\n" and hidden(c) else c for c in text)
    return text


def tell(text: str) -> None:
    """A line for people, beside the result; where nobody can read it, that changes nothing."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        forget(sys.stderr)


def tell_steps(states: Iterable[StepState]) -> None:
    """Steps with their ids and what is wrong with them."""
    for state in states:
        reason = f": {one_line(shortened(state.reason, 200))}" if state.reason else ""
        tell(f"  {state.step.id}  {_(state.step.title)}{reason}")


def ascii_only() -> bool:
    """Whether standard output is sure to show no more than ASCII."""
    return "utf" not in _encoding().lower()


def flush() -> None:
    """Bring out what was printed; OutputLost where that fails."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _lost(error) from None


def _write(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise _lost(error) from None


def _lost(error: OSError) -> OutputLost:
    if isinstance(error, BrokenPipeError):
        return OutputLost("")
    return OutputLost(_("The output can't be written: {reason}.").format(reason=reason_of(error)))


def _encoding() -> str:
    return sys.stdout.encoding or "ascii"


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n] << 8 | units[n + 1]:04x}" for n in range(0, len(units), 2))
