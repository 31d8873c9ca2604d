"""One run of the connection check: its stages in their order."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from cmic_wizard.background import in_thread
from cmic_wizard.bounds import stamped
from cmic_wizard.connection.base_address import Address, understand
from cmic_wizard.connection.name_lookup import NumericAddress, is_number, resolve
from cmic_wizard.connection.outcome import Outcome, StageError, failed, passed, warned
from cmic_wizard.connection.progress import Listeners, Progress, StoppedError
from cmic_wizard.connection.proxies import proxy_for
from cmic_wizard.connection.reach import Reached, Route, reach
from cmic_wizard.connection.replies import before_sign_in, query
from cmic_wizard.connection.reply import Reply
from cmic_wizard.connection.signing_in import SigningIn
from cmic_wizard.connection.target import Limits, Target
from cmic_wizard.connection.withhold import Withholding
from cmic_wizard.profile.checks import STAGES, CheckResult, Stage, StageState
from cmic_wizard.secret import Secret

if TYPE_CHECKING:
    import ssl

    from cmic_wizard.connection.client import Client

_HOLDS = (StageState.OK, StageState.WARN)
_BEFORE_SIGN_IN = STAGES[: STAGES.index("user")]


async def run(
    target: Target,
    password: Secret | None,
    listeners: Listeners,
    limits: Limits,
    now: Callable[[], datetime],
) -> CheckResult:
    """Run every stage that can be reached; the others are kept as not tried, each with the reason."""
    at = stamped(now())
    wanted = _BEFORE_SIGN_IN if password is None else STAGES

    def result(stages: Sequence[Stage]) -> CheckResult:
        return CheckResult(
            ok=all(stage.state in _HOLDS for stage in stages if stage.stage in wanted),
            host=progress.host,
            at=at,
            stages=tuple(stages),
            inputs=dict(target.inputs),
            through=progress.through,
        )

    progress = Progress(
        target.companies, listeners, limits, lambda stages: listeners.on_settled(result(stages))
    )
    with suppress(StoppedError):
        await _stages(target, password, progress, limits, now)
    without = "not_tried.no_password" if password is None else "" if target.user else "not_tried.no_user"
    progress.rest_not_tried(without)
    return result(progress.stages)


async def _stages(
    target: Target, password: Secret | None, progress: Progress, limits: Limits, now: Callable[[], datetime]
) -> None:
    withholding = Withholding(*([] if password is None else [(target.sign_in_name, password)]))
    address = await progress.run("address", partial(_address, target))
    progress.host, progress.port = address.host, str(address.port)
    route = await progress.run("name", partial(_name, address, progress))
    if route.proxy is not None:
        withholding = withholding.beside(route.proxy.user, route.proxy.password)
    reached = await progress.run("port", partial(_port, route))
    try:
        context = await progress.run("tls", partial(_tls, route, reached, now, withholding))
    finally:
        reached.socket.close()
    await in_thread(_load_client)
    from cmic_wizard.connection.client import Login, client

    async with client(route, reached.place, context, limits, withholding) as asker:
        unsigned = await progress.run("http", partial(_http, asker, address))
    if password is None or not target.user:
        return
    async with client(route, reached.place, context, limits, withholding) as asker:
        signing = SigningIn(asker, target, Login(target.sign_in_name, password), address.host, progress)
        await signing.run(unsigned)


async def _address(target: Target) -> tuple[Outcome, Address]:
    address = understand(target.base_url)
    if address.scheme == "http":
        return warned("address.plain", address.url, url=address.url), address
    return passed("address.ok", address.url, url=address.url), address


async def _name(address: Address, progress: Progress) -> tuple[Outcome, Route]:
    proxy = await in_thread(partial(proxy_for, address))
    if proxy is not None:
        progress.through = proxy.name
        try:
            places = await resolve(proxy.host, proxy.port)
        except (OSError, UnicodeError):
            raise StageError("name.proxy_unknown", proxy=proxy.name) from None
        outcome = passed("name.proxy", proxy=proxy.name, host=address.host)
        return outcome, Route(address, places, proxy)
    places = await _looked_up(address)
    return _judged_name(address, places), Route(address, places)


async def _looked_up(address: Address) -> tuple[NumericAddress, ...]:
    try:
        return await resolve(address.host, address.port)
    except socket.gaierror as error:
        busy = error.errno == socket.EAI_AGAIN
        raise StageError("name.no_dns" if busy else "name.unknown", host=address.host) from None
    except (OSError, UnicodeError):
        raise StageError("name.unknown", host=address.host) from None


def _judged_name(address: Address, places: tuple[NumericAddress, ...]) -> Outcome:
    shown = ", ".join(place.ip for place in places[:3])
    if address.scheme == "http" and not all(place.is_loopback for place in places):
        return failed("address.https_needed", shown)
    if all(place.is_private for place in places):
        return warned("name.private", shown, host=address.host, ip=places[0].ip)
    code = "name.number" if is_number(address.host) else "name.ok"
    return passed(code, shown, host=address.host)


async def _port(route: Route) -> tuple[Outcome, Reached]:
    reached = await reach(route)
    host, port = route.address.host, str(route.address.port)
    if route.proxy is not None:
        return passed("port.proxy", route.proxy.name, proxy=route.proxy.name, host=host, port=port), reached
    return passed("port.ok", f"{reached.place.ip}:{port}", host=host, port=port), reached


async def _tls(
    route: Route, reached: Reached, now: Callable[[], datetime], withholding: Withholding
) -> tuple[Outcome, ssl.SSLContext]:
    await in_thread(_load_tls)
    from cmic_wizard.connection.tls import shake_hands, trust

    context = await in_thread(trust)
    if route.address.scheme == "http":
        return warned("tls.plain"), context
    at = now().astimezone(UTC)
    return await shake_hands(route, reached.socket, context, at, withholding), context


async def _http(asker: Client, address: Address) -> tuple[Outcome, Reply]:
    reply = await asker.get(query("", None))
    return await in_thread(partial(before_sign_in, reply, address.host)), reply


def _load_tls() -> None:
    """Import what the TLS stage needs off the event loop, because it takes a while."""
    import cmic_wizard.connection.tls  # noqa: F401


def _load_client() -> None:
    """Import the HTTP client off the event loop, because it takes a while."""
    import cmic_wizard.connection.client  # noqa: F401
