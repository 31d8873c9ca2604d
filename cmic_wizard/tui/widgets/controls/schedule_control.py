"""Date, time and time zone of a call."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import cache

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import Suggester
from textual.widgets import Input

from cmic_wizard.dates import zone_named
from cmic_wizard.guide.model import Step
from cmic_wizard.i18n import _
from cmic_wizard.profile.rules.zones import zone_of_people
from cmic_wizard.text import visible
from cmic_wizard.tui.results import after_refresh
from cmic_wizard.tui.widgets.controls.control_messages import Advance, Answered, ShowsAnswer, ToldAnswers
from cmic_wizard.tui.widgets.controls.line_control import SafeInput

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?![\d])")
_WRITTEN = re.compile(
    r"(?P<date>.*?)(?:(?<!\s)\s+(?P<time>\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?\s?m\.?|h(?:rs?|oras?)?)?))?"
    r"(?:(?<!\s)\s*\[(?P<zone>[^\[\]]*)\]?)?\Z",
    re.IGNORECASE,
)
"""A date as people write it, of which the end may be a time: one with minutes, “am”, “pm” or “h”."""
_PARTS = re.compile(
    r"(?P<date>[^T\[]*)T?(?P<time>[^\[+]*?)(?P<offset>(?:[+-]\d\d:?\d\d|Z)?)(?:\[(?P<zone>[^\]]*)\]?)?\Z"
)


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA time zone name, cities before abbreviations."""
    import zoneinfo

    return tuple(sorted(zoneinfo.available_timezones(), key=lambda name: ("/" not in name, name)))


class _Zones(Suggester):
    """Completes a zone by its beginning, or by the city alone."""

    async def get_suggestion(self, value: str) -> str | None:
        """The first zone that begins so."""
        wanted = value.casefold()
        return next((name for name in zone_names() if name.casefold().startswith(wanted)), None)


def composed(date: str, time: str, zone: str, offset: str = "") -> str:
    """The text form of a call: `2026-12-01T10:00-05:00[America/Chicago]`; incomplete parts stand as typed.

    Where a zone is given, the offset follows from it; `offset` counts only without one.
    """
    date, time, zone = date.strip(), time.strip(), zone.strip()
    if not date and not time:
        return ""
    padded = f"0{time}" if re.fullmatch(r"\d:\d\d", time) else time
    if date and not _ISO_DAY.fullmatch(date):
        return " ".join(filter(None, (date, time, f"[{zone}]" if zone else "")))
    if zone:
        offset = ""
        known = zone_named(zone)
        with suppress(ValueError):
            when = datetime.fromisoformat(f"{date}T{padded}").replace(tzinfo=known)
            offset = when.isoformat()[16:].removeprefix(":00") if known else ""
    return f"{date}T{padded}{offset}" + (f"[{zone}]" if zone else "")


def parts(answer: str) -> tuple[str, str, str]:
    """Date, time and zone of a text form, as far as they can be told apart."""
    bare = answer.strip()
    stored = _ISO_DAY.match(bare) or bare.startswith("T")
    match = _PARTS.match(bare) if stored else _WRITTEN.match(bare)
    if match is None:
        return answer, "", ""
    date, time = match["date"].strip(), (match["time"] or "").strip()
    if time.isdecimal():
        date, time = f"{date} {time}".strip(), ""
    return date, time, (match["zone"] or "").strip()


def offset_in(answer: str) -> str:
    """The offset of a text form, "" where it has none."""
    match = _PARTS.match(answer.strip()) if _ISO_DAY.match(answer.strip()) else None
    return match["offset"] if match is not None else ""


class ScheduleControl(Horizontal, ShowsAnswer):
    """The control of a `schedule` step."""

    def __init__(self, step: Step, answer: str) -> None:
        super().__init__()
        self.step = step
        self.answer = answer
        self._told = ToldAnswers()
        self.zone_proposed = bool(answer)
        self.shown = self._shown(answer)
        """What stands in the boxes, so that merely showing an answer never rewrites it."""

    @staticmethod
    def _shown(answer: str) -> tuple[str, str, str]:
        date, time, zone = parts(answer)
        return visible(date), visible(time), visible(zone)

    def compose(self) -> ComposeResult:
        hints = (_("YYYY-MM-DD"), _("HH:MM"), _("Time zone"))
        for name, value, hint in zip(("date", "time", "zone"), self.shown, hints, strict=True):
            yield SafeInput(
                value,
                placeholder=hint,
                classes=name,
                compact=True,
                select_on_focus=False,
                suggester=_Zones(case_sensitive=False) if name == "zone" else None,
            )

    def show(self, answer: str) -> None:
        """Show an answer that came from elsewhere, also while something is typed here."""
        if not self._told.is_news(answer, self.answer):
            return
        self.answer = answer
        self._show_boxes(answer)

    def on_descendant_blur(self) -> None:
        """The boxes show what is kept once they are left, also where that was typed otherwise."""
        after_refresh(self, self._show_as_kept)

    def _show_as_kept(self) -> None:
        if not self.has_focus_within:
            self._show_boxes(self.answer)

    def _show_boxes(self, answer: str) -> None:
        self.shown = self._shown(answer)
        with self.prevent(Input.Changed):
            for box, value in zip(self.query(Input), self.shown, strict=True):
                box.value = value

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the page; a first date brings this computer's zone along."""
        event.stop()
        date, time, zone = self.query(Input)
        if event.input is date and date.value and not zone.value and not self.zone_proposed:
            self.zone_proposed = True
            zone.select_on_focus = True  # nobody typed it, so what is typed replaces it
            with self.prevent(Input.Changed):
                zone.value = zone_of_people()
        if event.input is zone:
            zone.select_on_focus = False
        values = (date.value, time.value, zone.value)
        if values == self.shown:
            return
        self.shown = values
        answer = composed(*values, offset_in(self.answer))
        if answer != self.answer:
            self._told.tell(self.answer)
            self.answer = answer
            self.post_message(Answered(self.step, answer))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes through the three parts, then on."""
        event.stop()
        if event.input.has_class("zone"):
            self.post_message(Advance())
        else:
            self.screen.focus_next()
