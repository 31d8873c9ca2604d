"""What comes back to a screen: it waits until the screen stands, and one that is gone is left alone."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import types
from collections.abc import Callable, Coroutine, Generator
from enum import Enum
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from textual import work
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from cmic_wizard.errors import WizardError

Arguments = ParamSpec("Arguments")
Node = TypeVar("Node", bound=Widget | App[Any])
Result = TypeVar("Result")
_Method = Callable[Concatenate[Node, Arguments], Coroutine[Any, Any, Result]]
_Started = Callable[Concatenate[Node, Arguments], Worker[Result]]


class KeysMeanwhile(Enum):
    """What becomes of keys that are pressed while a worker runs."""

    WAIT = "wait"
    """It opens a dialog or goes elsewhere: they wait, and go where it leads."""
    WAIT_A_WHILE = "wait a while"
    """It waits for a key ring, which may take as long as its user takes to open it."""
    GO_ON = "go on"
    """It does its work beside what is in sight."""


_DECLARED: Final[WeakKeyDictionary[Worker[Any], KeysMeanwhile]] = WeakKeyDictionary()

ACTS: Final = "acts"
"""The group of the workers that outlive the screen they were begun on."""
_SEEN_TO_WITHIN: Final = 1.0
"""Seconds that an act has to come to its end where the profile is closed."""
_LOOK_EVERY: Final = 0.005


def is_gone(node: Widget | App[Any]) -> bool:
    """Whether a screen, or a widget with its screen, has left for good; its children may be half removed."""
    if isinstance(node, App):
        return False
    if node.is_mounted and not node.is_running:
        return True
    screen = next((found for found in node.ancestors_with_self if isinstance(found, Screen)), None)
    if screen is None or screen not in screen.app.screen_stack:
        return node.is_mounted
    return not screen.is_attached


def stands(node: Widget | App[Any]) -> bool:
    """Whether all that a screen or widget was composed of is there."""
    return isinstance(node, App) or (node.is_mounted and not is_gone(node))


async def _stands_at_last(node: Widget | App[Any]) -> bool:
    """Wait until it stands; False where it is gone."""
    while not stands(node):
        mounted = asyncio.Event()
        if is_gone(node) or not node.call_later(mounted.set):
            return False
        await mounted.wait()
    return True


@types.coroutine
def _held(node: Widget | App[Any], steps: Coroutine[Any, Any, Result]) -> Generator[Any, Any, Result]:
    """Run `steps`, each only while `node` stands; where it is gone, they end as if they were cancelled."""
    go_on: Callable[[], Any] = functools.partial(steps.send, None)
    lost = False
    try:
        while True:
            try:
                if not lost and not (yield from _stands_at_last(node).__await__()):
                    raise asyncio.CancelledError
            except asyncio.CancelledError as error:
                lost, go_on = True, functools.partial(steps.throw, error)
            try:
                awaited = go_on()
            except StopIteration as end:
                result: Result = end.value
                return result
            try:
                go_on = functools.partial(steps.send, (yield awaited))
            except asyncio.CancelledError as error:
                lost, go_on = True, functools.partial(steps.throw, error)
            except Exception as error:
                go_on = functools.partial(steps.throw, error)
    finally:
        steps.close()


def keys_beside(worker: Worker[Any]) -> KeysMeanwhile:
    """What its declaration says of keys; where it has none, only Textual's usual group leads elsewhere."""
    return _DECLARED.get(worker, KeysMeanwhile.WAIT if worker.group == "default" else KeysMeanwhile.GO_ON)


def screen_work(
    *, group: str = "default", exclusive: bool = False, keys: KeysMeanwhile = KeysMeanwhile.WAIT
) -> Callable[[_Method[Node, Arguments, Result]], _Started[Node, Arguments, Result]]:
    """As Textual's `work`, for a screen: work begins, and goes on after each `await`, only while it stands.

    What must come to its end whatever becomes of the screen goes through `to_its_end`. `keys` declares what
    becomes of keys meanwhile.
    """

    def decorate(method: _Method[Node, Arguments, Result]) -> _Started[Node, Arguments, Result]:
        @functools.wraps(method)
        async def held(self: Node, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            return await _held(self, method(self, *args, **kwargs))

        begin = work(group=group, exclusive=exclusive)(held)

        @functools.wraps(method)
        def declared(self: Node, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Worker[Result]:
            worker = begin(self, *args, **kwargs)
            _DECLARED[worker] = keys
            return worker

        return declared

    return decorate


def _nothing(_result: object) -> str:
    return ""


async def to_its_end(
    screen: Screen[Any] | App[Any],
    act: Coroutine[Any, Any, Result],
    told: Callable[[Result], str] = _nothing,
) -> Result:
    """The result of an act that changes more than the screen, and so outlives it; raises what the act raises.

    Where the screen has left meanwhile, `told` of the result, or the sentence of a WizardError, is said as a
    notice; the act itself records what it did.
    """
    app, ended = screen.app, asyncio.Event()
    results: list[Result] = []
    errors: list[WizardError] = []
    alone = False

    def tell() -> None:
        text = str(errors[0]) if errors else told(results[0]) if results else ""
        if text:
            app.notify(text, severity="error" if errors else "information", markup=False, timeout=10)

    async def run() -> None:
        try:
            results.append(await act)
        except WizardError as error:
            errors.append(error)
        ended.set()
        if alone:
            tell()

    app.run_worker(run(), group=ACTS)
    try:
        await ended.wait()
    except asyncio.CancelledError:
        alone = True
        if ended.is_set():
            tell()
        raise
    if errors:
        raise errors[0]
    return results[0]


async def acts_ended(app: App[Any], hurry: Callable[[], None]) -> None:
    """Let what outlives its screen come to its end, told to `hurry`; a second at most."""
    acts = [worker for worker in app.workers if worker.group == ACTS]
    if acts:
        hurry()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SEEN_TO_WITHIN):
            while not all(worker.is_finished for worker in acts):  # noqa: ASYNC110 - of another's making
                await asyncio.sleep(_LOOK_EVERY)


async def made(widget: Widget) -> None:
    """Wait until a widget has been made whole: one that is taken away before finds parts of it missing."""
    while widget.is_attached and not widget.is_mounted:  # noqa: ASYNC110 - of the framework's making
        await asyncio.sleep(_LOOK_EVERY)


def after_refresh(widget: Widget, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """As Textual's `call_after_refresh`, but where the widget has left meanwhile nothing is called."""

    def call() -> Any:
        return callback(*args, **kwargs) if stands(widget) else None

    widget.call_after_refresh(call)
