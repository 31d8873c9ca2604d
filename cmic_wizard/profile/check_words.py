"""What each stage's result means and what to do about it, in the reader's language; light to import."""

from __future__ import annotations

from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.check_wording import COUNTING, MARK, SENTENCES, TITLES
from cmic_wizard.profile.check_wording_cmic import MODULES
from cmic_wizard.profile.checks import ADVICE, CheckResult, Conclusion, Stage, StageState
from cmic_wizard.text import shortened, visible

_VALUE_SHOWN = 200
_NAMING_A_STAGE = ("not_tried.before", "not_tried.unsettled")


class _Values(dict[str, str]):
    """A stored result of another version may lack a value."""

    def __missing__(self, key: str) -> str:
        return "?"


def sentence(stage: Stage) -> str:
    """What a stage's result means and what to do, in the current language; safe to show.

    A server's own words follow as the server's, in quotation marks.
    """
    values = _Values((name, _value(value)) for name, value in stage.values.items())
    if stage.code in COUNTING:
        return _counting(stage.code, values)
    template = SENTENCES.get(stage.code)
    if template is None:
        return _general(stage.state)
    if stage.code in _NAMING_A_STAGE:
        values["stage"] = stage_title(stage.values.get("stage", ""))
    if "module" in stage.values:
        values["module"] = module_title(stage.values["module"])
    said = stage.values.get("text", "")
    return _(template).format_map(values) + (" " + _quoted(said) if said else "")


def _quoted(said: str) -> str:
    if said == MARK:
        return _("The server’s own text is not shown, because it repeats part of the password.")
    return _("The server says: “{text}”").format(text=_value(said))


def conclusion_words(conclusion: Conclusion) -> str:
    """How a whole check ended, as a sentence in the current language."""
    return {
        Conclusion.PASSED: _("Every stage passed."),
        Conclusion.WITHOUT_SIGN_IN: _("Incomplete: every stage before sign-in passed; no sign-in was tried."),
        Conclusion.INCOMPLETE: _("Incomplete: not every stage could be settled."),
        Conclusion.FAILED: _("The check failed."),
    }[conclusion]


def _value(value: str) -> str:
    if value == MARK:
        return _("[not shown, because it repeats part of the password]")
    return shortened(visible(value), _VALUE_SHOWN)


def stage_title(stage_id: str) -> str:
    """A stage's name in the current language; an unknown one is shown as it is."""
    title = TITLES.get(stage_id)
    return _(title) if title else visible(shortened(stage_id, 40))


def module_title(module: str) -> str:
    """A module's name in the current language; an unknown one is shown as it is."""
    title = MODULES.get(module)
    return _(title) if title else visible(shortened(module, 40))


def sentence_beside(stage: Stage) -> str:
    """The sentence where the stage's title and its subject stand beside it already."""
    text = sentence(stage)
    if stage.stage not in ADVICE:
        return text
    rest = text.removeprefix(module_title(stage.subject or "") + ": ")
    return rest[:1].upper() + rest[1:]


def advice_words(result: CheckResult) -> str:
    """How many modules could not be read, as a sentence; "" where all could, or none was asked."""
    told = [stage for stage in result.stages if stage.stage in ADVICE]
    unread = sum(stage.state is not StageState.OK for stage in told)
    if not unread:
        return ""
    return ngettext(
        "Advice: {count} of {all} modules could not be read; that fails no check.",
        "Advice: {count} of {all} modules could not be read; that fails no check.",
        unread,
    ).format(count=unread, all=len(told))


def subject_words(stage: Stage) -> str:
    """The company or the module that a stage is about, as people see it; "" for neither."""
    if stage.stage in ADVICE:
        return module_title(stage.subject or "")
    return visible(shortened(stage.company or "", 40))


def _general(state: StageState) -> str:
    if state is StageState.FAILED:
        return _("This stage failed; please run the check again.")
    if state is StageState.NOT_TRIED:
        return _("Not tried.")
    return _("In order.")


def _counting(code: str, values: _Values) -> str:
    try:
        days = int(values["days"])
    except ValueError:
        days = 0
    if code == "tls.ok":
        text = ngettext(
            "The connection is secure ({version}); the certificate by {issuer} is valid for {days} more day.",
            "The connection is secure ({version}); the certificate by {issuer} is valid for {days} more "
            "days.",
            days,
        )
    elif code == "tls.soon":
        text = ngettext(
            "The connection is secure ({version}), but the certificate by {issuer} expires in {days} "
            "day, on {date}: ask whoever runs the server to renew it.",
            "The connection is secure ({version}), but the certificate by {issuer} expires in {days} "
            "days, on {date}: ask whoever runs the server to renew it.",
            days,
        )
    else:
        text = ngettext(
            "Urgent: the certificate by {issuer} expires in {days} day, on {date}, and then nothing "
            "connects any more: have whoever runs the server renew it now.",
            "Urgent: the certificate by {issuer} expires in {days} days, on {date}, and then nothing "
            "connects any more: have whoever runs the server renew it now.",
            days,
        )
    return text.format_map(values)
