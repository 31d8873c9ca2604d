"""An answer sheet that is being filled in: the answers are kept in a file beside it, which is sent back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cmic_wizard import files, presence
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import ALWAYS, Guide, Owner, Phase, Section, Step
from cmic_wizard.handoff import answer_sheet, targets
from cmic_wizard.handoff.answer_sheet import SHEET_BYTES, SUFFIX, Sheet
from cmic_wizard.handoff.questions import reference
from cmic_wizard.i18n import _
from cmic_wizard.locations import data_dir
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Clock, Store, real_clock, stamp
from cmic_wizard.profile.outside import Outside
from cmic_wizard.struct import replace

NAME_MARK: Final = "answered_by"
"""Under which the name of who answers stands among the draft's marks."""
_NAMES_AT_MOST: Final = 100
_ANSWERED: Final = "-answered"


class SheetStore(Store):
    """The questions of a sheet as a draft that is open; saving writes the sheet with its answers."""

    def __init__(self, sheet: Sheet, path: Path, *, clock: Clock = real_clock) -> None:
        """`path` is where the sheet, or the e-mail with it, lies."""
        target, earlier = place_beside(path, sheet)
        answers = {**sheet.answers, **(earlier.answers if earlier else {})}
        name = (earlier.answered_by if earlier else "") or sheet.answered_by
        now = stamp(clock)
        marks = {NAME_MARK: name, "language": sheet.language}
        draft = Draft(sheet.profile_id, sheet.profile_name, now, now, answers, marks=marks)
        super().__init__(target.stem, target, target, draft, lock=None, clock=clock)
        written = target == path or answers == (earlier.answers if earlier else {})
        self._on_disk = draft if written else None
        self._is_open = True
        self.sheet = sheet

    @property
    def read_only(self) -> bool:
        """Whether it is closed."""
        return not self._is_open

    def take_user_apart(self) -> frozenset[str]:
        """Nothing: the profile that the answers are for takes a user given as TENANT||USER apart."""
        return frozenset()

    def as_bytes(self) -> bytes:
        """The sheet with the answers as they are now."""
        draft = self.draft
        sheet = replace(self.sheet, answers=draft.answers, answered_by=draft.marks.get(NAME_MARK, ""))
        return answer_sheet.to_bytes(sheet)

    def as_text(self) -> str:
        """The answers for the text of a reply, which the other side's program reads as well."""
        answers = self.draft.answers
        lines = [
            f"{_(step.title)}\n[{step.id}]: {answers[step.id]}"
            for step in load_guide().walk()
            if step.id in self.sheet.steps and answers.get(step.id)
        ]
        return "\n\n".join([*lines, reference(self.sheet.profile_id)]) + "\n"

    def save(self, *, ask: bool = False) -> None:  # noqa: ARG002 - nobody else writes this file
        """Write the sheet beside the one that was opened. FileRefused where that can't be done."""
        with self._writing:
            if self.read_only or not self.dirty:
                return
            with self._busy:
                draft, data = self._draft, self.as_bytes()
            targets.write(self.path, data, data_dir(), replacing=True)
            with self._busy:
                self._on_disk = draft
                self.saved_at = stamp(self._clock)

    def look(self) -> Outside | None:
        """Nothing: the file is written here alone."""
        return None

    def close(self) -> None:
        """Save what is left; a second call does nothing."""
        try:
            self.save()
        finally:
            self._is_open = False


def place_beside(path: Path, sheet: Sheet) -> tuple[Path, Sheet | None]:
    """Where the answers to a sheet go, and what was answered there before.

    A file of another kind, or for another profile, is left alone. FileRefused where all names are taken.
    """
    stem = path.name.removesuffix(SUFFIX) if path.name.endswith(SUFFIX) else path.stem
    if stem.endswith(_ANSWERED) and path.name.endswith(SUFFIX):
        return path, None
    for number in range(1, _NAMES_AT_MOST):
        count = f"-{number}" if number > 1 else ""
        target = path.with_name(f"{stem}{_ANSWERED}{count}{SUFFIX}")
        if not presence.is_there(target):
            return target, None
        try:
            found = answer_sheet.read(files.read_regular(target, SHEET_BYTES))
        except FileRefused:
            continue
        if found.profile_id == sheet.profile_id and found.steps == sheet.steps:
            return target, found
    text = _("“{path}” is there already, and so are all names like it.")
    raise FileRefused(text.format(path=files.shown(target)))


def questions_alone(guide: Guide, steps: Sequence[str]) -> Guide:
    """The guide with these steps alone, each to be answered by who was asked, whatever else is known."""
    phases = (_phase(phase, set(steps)) for phase in guide.phases)
    return Guide(
        guide.id,
        guide.title,
        guide.welcome,
        guide.closing,
        tuple(phase for phase in phases if phase.sections),
    )


def _phase(phase: Phase, steps: set[str]) -> Phase:
    sections = (_section(section, steps) for section in phase.sections)
    kept = tuple(section for section in sections if section.steps)
    return replace(phase, sections=kept, intro="", gate=True)


def _section(section: Section, steps: set[str]) -> Section:
    return replace(section, steps=tuple(_asked(step) for step in section.steps if step.id in steps), intro="")


def _asked(step: Step) -> Step:
    return replace(
        step,
        owner=Owner.CUSTOMER,
        required=ALWAYS,
        applies=ALWAYS,
        after=(),
        follows="",
        each="",
        met=(),
        fills={},
        splits_off="",
        mail_to="",
        attendees=(),
        contact=None,
    )
