"""The checks that are kept, the newest three, and what has changed since one worked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.guide.model import Guide
from cmic_wizard.guide.named import SECRET_STEP
from cmic_wizard.i18n import _
from cmic_wizard.profile.check_words import conclusion_words, stage_title, subject_words
from cmic_wizard.profile.checks import EARLIER_AT_MOST, CheckResult, Conclusion, Stage, StageState
from cmic_wizard.struct import replace
from cmic_wizard.text import shortened, visible

if TYPE_CHECKING:
    from cmic_wizard.profile.draft import Draft

_STAGES_AT_MOST: Final = 40
_DETAIL_AT_MOST: Final = 80
_TELLING: Final = ("name", "tls", "http")
"""The stages whose detail, such as a certificate, may be another although they hold."""


def kept_checks(draft: Draft) -> tuple[CheckResult, ...]:
    """All that are kept, the newest first."""
    return (*((draft.check,) if draft.check else ()), *draft.earlier_checks)


def by_the_user(check: CheckResult, data_dir: Path) -> CheckResult:
    """The result with the name of who ran it, as far as this computer was told it."""
    from cmic_wizard.profile import settings

    return replace(check, by=settings.load(data_dir).name)


def with_earlier(before: CheckResult, earlier: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """What is kept beside a newer check, the newest first: among them the last that passed, if any did."""
    found = [_slim(before), *earlier]
    passed = next((check for check in found if check.conclusion is Conclusion.PASSED), None)
    kept = found[:EARLIER_AT_MOST]
    if passed is not None and passed not in kept:
        kept[-1] = passed
    return tuple(kept)


def _slim(check: CheckResult) -> CheckResult:
    """The result without what only its own sentences need."""
    stages = (
        replace(
            stage,
            values={"module": stage.values["module"]} if "module" in stage.values else {},
            detail=shortened(stage.detail, _DETAIL_AT_MOST),
        )
        for stage in check.stages[:_STAGES_AT_MOST]
    )
    return replace(check, stages=tuple(stages))


def last_passed(check: CheckResult, earlier: Sequence[CheckResult]) -> CheckResult | None:
    """The last check before one that didn't pass that did; None where there is none, or it passed itself."""
    if check.conclusion in (Conclusion.PASSED, Conclusion.WITHOUT_SIGN_IN):
        return None
    return next((each for each in earlier if each.conclusion is Conclusion.PASSED), None)


def since_it_worked(check: CheckResult, earlier: Sequence[CheckResult], guide: Guide) -> tuple[str, ...]:
    """What is other than when the check last passed, as sentences; none where it never did, or does now."""
    worked = last_passed(check, earlier)
    if worked is None:
        return ()
    first = _("It last worked on {moment}.").format(moment=to_the_minute(worked.at))
    found = tuple(changes(worked, check, guide))
    return (first, *(found or (_("Nothing that the check can see here has changed since."),)))


def changes(old: CheckResult, new: CheckResult, guide: Guide) -> Iterator[str]:
    """How a check differs from an older one: the answers it used, its way, and what its stages found."""
    for step in dict.fromkeys((*old.inputs, *new.inputs)):
        if old.inputs.get(step, "") != new.inputs.get(step, ""):
            yield _changed_input(step, old, new, guide)
    if old.through != new.through:
        ways = [visible(check.through) or _("without a proxy") for check in (old, new)]
        yield _("The way: {before} → {now}").format(before=ways[0], now=ways[1])
    before = {(stage.stage, stage.subject): stage for stage in old.stages}
    for stage in new.stages:
        was = before.get((stage.stage, stage.subject))
        if was is not None and (text := _changed_stage(was, stage)):
            yield text


def _changed_input(step: str, old: CheckResult, new: CheckResult, guide: Guide) -> str:
    title = _(guide.steps[step].title) if step in guide.steps else visible(shortened(step, 60))
    if step == SECRET_STEP:
        return _("{step}: stored anew").format(step=title)
    was, now = (
        visible(shortened(check.inputs.get(step, ""), _DETAIL_AT_MOST)) or "–" for check in (old, new)
    )
    return _("{step}: {before} → {now}").format(step=title, before=was, now=now)


def _changed_stage(was: Stage, now: Stage) -> str:
    title = f"{stage_title(now.stage)} {subject_words(now)}".rstrip()
    if was.state is not now.state:
        return _("{step}: {before} → {now}").format(step=title, before=state_word(was), now=state_word(now))
    old, new = (visible(shortened(stage.detail, _DETAIL_AT_MOST)) for stage in (was, now))
    if now.stage in _TELLING and old and new and old != new:
        return _("{step}: {before} → {now}").format(step=title, before=old, now=new)
    return ""


def state_word(stage: Stage) -> str:
    """How a stage ended, in a word."""
    if stage.is_unknown:
        return _("not known")
    return {
        StageState.OK: _("passed"),
        StageState.WARN: _("warning"),
        StageState.FAILED: _("failed"),
        StageState.NOT_TRIED: _("not tried"),
    }[stage.state]


def kept_line(check: CheckResult) -> str:
    """A kept check on one line: when, by whom, where to, and how it ended."""
    host = visible(check.host) or "–"
    line = f"{to_the_minute(check.at)} · {host} · {conclusion_words(check.conclusion)}"
    return f"{line} · {visible(check.by)}" if check.by else line
