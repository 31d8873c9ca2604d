"""The stages that sign in: the credentials are sent once, and again only where they were accepted."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from cmic_wizard.background import in_thread
from cmic_wizard.connection.modules import ENDING, PATHS, judged
from cmic_wizard.connection.outcome import Outcome, StageError, failed, unknown
from cmic_wizard.connection.progress import Progress, StoppedError
from cmic_wizard.connection.replies import StageOutcomes, acceptable, further_company, query, signed
from cmic_wizard.connection.reply import Reply
from cmic_wizard.connection.target import Target
from cmic_wizard.profile.checks import StageState
from cmic_wizard.struct import Struct

if TYPE_CHECKING:
    from cmic_wizard.connection.client import Client, Login

_ENDING = ("company.refused", "company.not_known_busy", "reply.timeout", "reply.broken")
"""After which CMiC is asked no more."""
_MODULES_GO_ON = ("role.forbidden", "role.licence", "role.not_found")
"""What the modules can still tell of: they have roles and licenses of their own."""


class SigningIn(Struct, frozen=True):
    """Asks as the service user, one request after another."""

    asker: Client
    target: Target
    login: Login
    host: str
    progress: Progress

    async def run(self, unsigned: Reply) -> None:
        """The service user, its role, each company, and then what it may read."""
        usable = [code for code in self.target.companies if acceptable(code)]
        first = usable[0] if usable else None
        outcomes = await self._user(first, unsigned)
        role = outcomes.role
        if role is None:
            return
        self.progress.start("role")
        self.progress.keep("role", role)
        accepted = any(s.stage == "user" and s.state is StageState.OK for s in self.progress.stages)
        go_on = await self._companies(first, outcomes) if role.holds else role.code in _MODULES_GO_ON
        if go_on and accepted:
            await self._modules()

    async def _user(self, first: str | None, unsigned: Reply) -> StageOutcomes:
        """What the first answer says; raises StoppedError where it says nothing of the stages behind."""
        heard: list[StageOutcomes] = []

        async def ask() -> tuple[Outcome, None]:
            target = self.target
            if not acceptable(target.user, beside=":") or not acceptable(target.sign_in_name, beside=":"):
                raise StageError("user.characters")
            reply = await self.asker.get(query(target.user, first), self.login)
            judge = partial(
                signed,
                reply,
                self.host,
                first,
                with_tenant=bool(target.tenant),
                tenant_left_out=target.tenant_left_out,
                user=target.user,
                unsigned=unsigned,
            )
            heard.append(await in_thread(judge))
            return heard[0].user, None

        try:
            await self.progress.run("user", ask)
        except StoppedError:
            if not heard or heard[0].role is None:
                raise
        return heard[0]

    async def _companies(self, first: str | None, outcomes: StageOutcomes) -> bool:
        """Judge each company; whether CMiC may be asked further."""
        for code in self.target.companies:
            if not await self._company(code, outcomes.company if code == first else None):
                return False
        return True

    async def _company(self, code: str, known: Outcome | None) -> bool:
        async def ask() -> tuple[Outcome, None]:
            if not acceptable(code):
                return failed("company.characters", company=code), None
            if known is not None:
                return known, None
            reply = await self.asker.get(query(self.target.user, code), self.login)
            return await in_thread(partial(further_company, reply, self.host, code, self.target.user)), None

        if self.progress.time_is_up:
            return False
        try:
            await self.progress.run("company", ask, code)
        except StoppedError:
            return self.progress.stages[-1].code not in _ENDING
        return True

    async def _modules(self) -> None:
        """Read one record of each module; where one doesn't answer, the others aren't asked."""
        self.progress.begin_advice()
        for module, path in PATHS.items():
            if await self.progress.advise(module, partial(self._module, module, path)) in ENDING:
                return

    async def _module(self, module: str, path: str) -> Outcome:
        seconds = self.progress.limits.module
        try:
            async with asyncio.timeout(seconds):
                reply = await self.asker.get(path, self.login)
                return await in_thread(partial(judged, reply, module))
        except TimeoutError:
            return unknown("module.not_known_late", seconds=f"{seconds:.3g}")
        except StageError as ended:
            code = (
                "module.not_known_late"
                if ended.outcome.code == "reply.timeout"
                else "module.not_known_broken"
            )
            return unknown(code, **ended.outcome.values)
