"""The connection check in conversation: each stage is said as it ends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from time import monotonic
from typing import Final

from cmic_wizard.connection.target import Target, target_of
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.plain.secrets_asked import stored_password
from cmic_wizard.plain.session import Session
from cmic_wizard.plain.voice import Voice
from cmic_wizard.profile.check_kept import by_the_user, kept_checks, since_it_worked, state_word
from cmic_wizard.profile.check_words import (
    advice_words,
    conclusion_words,
    sentence_beside,
    stage_title,
    subject_words,
)
from cmic_wizard.profile.checks import CheckResult, Stage
from cmic_wizard.secret import Secret
from cmic_wizard.text import shortened, visible

SPEAKS_EVERY: Final = 10
"""Seconds between two words on a stage that takes long."""


def check_connection(voice: Voice, session: Session) -> bool:
    """Check what is answered so far, and keep the result; whether there is one."""
    target = target_of(session.assessment)
    if not target.base_url:
        voice.fault(_("The check needs a mobile server URL that is in order."))
        return False
    try:
        password = stored_password(voice, session)
    except WizardError as error:
        voice.fault(error)
        return False
    result = spoken(voice, target, password)
    if result is None:
        return False
    for text in since_it_worked(result, kept_checks(session.draft), load_guide()):
        voice.line(_("Since then"), text)
    try:
        session.store.keep_check(by_the_user(result, session.keeper.data_dir))
    except WizardError as error:
        voice.fault(_("The result was not kept in the profile. {reason}").format(reason=error))
    return True


def spoken(voice: Voice, target: Target, password: Secret | None) -> CheckResult | None:
    """Run a check and say its stages; None where it was stopped, and then nothing counts."""
    voice.line(_("Connection check"), visible(target.base_url))
    voice.line(_("Note"), _("It only reads; nothing is changed in CMiC. Ctrl+C stops it."))
    if password is None:
        voice.line(_("Note"), _("No password is at hand, so nobody signs in."))
    try:
        result = asyncio.run(_run(voice, target, password))
    except KeyboardInterrupt:
        voice.line(_("Stopped"), _("The check was stopped before its end; nothing of it is kept."))
        return None
    if result.through:
        voice.line(_("Way"), _("Through proxy {proxy}").format(proxy=visible(result.through)))
    voice.line(_("Result"), conclusion_words(result.conclusion))
    voice.line(_("Advice"), advice_words(result))
    return result


async def _run(voice: Voice, target: Target, password: Secret | None) -> CheckResult:
    from cmic_wizard.connection.check import check

    running: list[tuple[str, float]] = []

    def begins(stage: str, _subject: str | None) -> None:
        running[:] = [(stage, monotonic())]

    def ends(stage: Stage) -> None:
        running.clear()
        voice.line(*stage_line(stage))

    waiting = asyncio.create_task(_speak(voice, running))
    try:
        work: Awaitable[CheckResult] = check(target, password, on_stage=ends, on_start=begins)
        return await work
    finally:
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiting


async def _speak(voice: Voice, running: list[tuple[str, float]]) -> None:
    """Say of a stage that takes long how long it has, so that slow is not taken for stuck."""
    said = 0.0
    while True:
        await asyncio.sleep(1)
        for stage, since in running:
            if monotonic() - max(since, said) >= SPEAKS_EVERY:
                said = monotonic()
                text = _("still waiting, {seconds} s").format(seconds=int(said - since))
                voice.line(_("Wait"), f"{stage_title(stage)}: {text}")


def stage_line(stage: Stage) -> tuple[str, str]:
    """How a stage ended: first that, then which, how long, what it means, and the proof."""
    title = f"{stage_title(stage.stage)} {subject_words(stage)}".rstrip()
    slow = _(", slow") if stage.is_slow else ""
    took = f" ({stage.seconds:.2f} s{slow})" if stage.was_tried else ""
    detail = visible(shortened(stage.detail, 200))
    label = _("Stage {state}").format(state=state_word(stage))
    return label, f"{title}{took}: {sentence_beside(stage)}" + (f" [{detail}]" if detail else "")
