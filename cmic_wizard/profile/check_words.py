"""What each stage's result means and what to do about it, in the reader's language; light to import."""

from __future__ import annotations

from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.check_wording import COUNTING, MARK, SENTENCES, TITLES
from cmic_wizard.profile.checks import Conclusion, Stage, StageState
from cmic_wizard.text import shortened, visible

_VALUE_SHOWN = 200


class _Values(dict[str, str]):
    """A stored result of another version may lack a value."""

    def __missing__(self, key: str) -> str:
        return "?"


def sentence(stage: Stage) -> str:
    """One sentence on a stage's result and what to do, in the current language; safe to show."""
    values = _Values((name, _value(value)) for name, value in stage.values.items())
    if stage.code in COUNTING:
        return _counting(stage.code, values)
    template = SENTENCES.get(stage.code)
    if template is None:
        return _general(stage.state)
    if stage.code == "not_tried.before":
        values["stage"] = stage_title(stage.values.get("stage", ""))
    return _(template).format_map(values).rstrip(" :")


def conclusion_words(conclusion: Conclusion) -> str:
    """How a whole check ended, as a sentence in the current language."""
    return {
        Conclusion.PASSED: _("Every stage passed."),
        Conclusion.WITHOUT_SIGN_IN: _("Every stage before sign-in passed; no sign-in was tried."),
        Conclusion.INCOMPLETE: _("The check was not completed."),
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
