"""Which step gets which control."""

from __future__ import annotations

from textual.widget import Widget

from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.draft import Draft
from cmic_wizard.tui.widgets.controls.line_control import Line
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl

YES_NO = (("yes", N_("Yes")), ("no", N_("No")))


def control_for(step: Step, draft: Draft) -> Widget | None:
    """The control of a step, showing its answer; None for a step that is computed."""
    answer = draft.answers.get(step.id, "")
    match step.kind:
        case Kind.COMPUTED:
            return None
        case Kind.SECRET:
            from cmic_wizard.tui.widgets.controls.secret_control import SecretControl

            return SecretControl(step, draft.password)
        case Kind.CHECK:
            from cmic_wizard.tui.widgets.controls.check_control import CheckControl

            return CheckControl(step, answer)
        case Kind.CHOICE:
            return OptionsControl(step, [(o.id, _(o.title)) for o in step.options], answer)
        case Kind.CHECKLIST:
            return OptionsControl(step, [], answer, multiple=True, named=draft.answers.get(step.each, ""))
        case Kind.CONFIRM:
            return OptionsControl(step, [(value, _(title)) for value, title in YES_NO], answer, flat=True)
        case Kind.INFO:
            return OptionsControl(step, [("yes", _("I have read this"))], answer, multiple=True)
        case Kind.PEOPLE:
            from cmic_wizard.tui.widgets.controls.people_control import PeopleControl

            return PeopleControl(step, answer)
        case Kind.SCHEDULE:
            from cmic_wizard.tui.widgets.controls.schedule_control import ScheduleControl

            return ScheduleControl(step, answer)
        case _:
            return Line(
                step,
                answer,
                placeholder=_("e.g. {example}").format(example=_(step.example)) if step.example else "",
            )
