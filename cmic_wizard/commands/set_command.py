"""`set`: answers steps without the screen."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping

from cmic_wizard import dates
from cmic_wizard.bounds import REMARK_AT_MOST
from cmic_wizard.commands.chosen_profile import chosen, judged, profiles_of
from cmic_wizard.commands.output import tell
from cmic_wizard.commands.secrets import agreed, forget, keep_password, passphrase_of, prompted, secret_of
from cmic_wizard.commands.set_values import meant, steps_to_confirm, take, texts_by_step
from cmic_wizard.errors import ExitStatus, UsageError, WizardError
from cmic_wizard.guide.model import Kind
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.assessment import STATE_WORDS, State
from cmic_wizard.profile.codec import clean
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.draft_store import Store, answered
from cmic_wizard.profile.fields import password_findings
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.reading import Severity
from cmic_wizard.profile.recording import HERE
from cmic_wizard.profile.rules.asked import ASKED
from cmic_wizard.profile.verdicts import RETURNING
from cmic_wizard.secret import Secret
from cmic_wizard.text import one_line, visible


def run(options: argparse.Namespace) -> int:
    """Take the answers; 1 where one of them is wrong (it is kept all the same)."""
    if options.undo:
        return _undo(options)
    confirmed = steps_to_confirm([word for word in options.confirm if "=" not in word])
    answers = take([*options.answers, *(word for word in options.confirm if "=" in word)], options.source)
    password = secret_of(options.password_fd, options.password_file)
    passphrase = passphrase_of(options)
    replies = texts_by_step(options.reply, REMARK_AT_MOST)
    nothing = not (answers.texts or answers.asks_password or confirmed or replies)
    if nothing and password is None:
        raise UsageError(
            _("There is nothing to set: give STEP=VALUE, --from FILE, or a password by file or descriptor.")
        )
    typed = answers.asks_password and password is None
    if typed:
        password = prompted(_("Password of the service user:"), again=_("The same once more:"))
    if password is not None:
        _look_over(password, asks=typed)
    texts = meant({step: text for step, text in answers.texts.items() if step != SECRET_STEP})
    with _store(options, profiles_of(options), texts) as store:
        with store.as_one(HERE):
            store.change(lambda draft: _answered(draft, texts, store.now()))
            if SECRET_STEP in answers.texts and password is None:
                forget(options, store)
            apart = store.take_user_apart()
            for step in confirmed:
                _confirm(store, step)
            for step, text in replies.items():
                _reply(store, step, text)
        touched = {*answers.texts, *confirmed, *apart, *replies}
        store.save()
        if password is not None:
            keep_password(options, store, password, passphrase)
        return _report(store, touched)


def _undo(options: argparse.Namespace) -> int:
    """Take the last change back, and say what it was."""
    from cmic_wizard.profile.undo_words import said_of_undone

    others = (options.answers, options.confirm, options.reply, options.source)
    if any(others) or options.password_fd is not None or options.password_file is not None:
        raise UsageError(_("--undo takes the last change back and goes with nothing else."))
    profiles = profiles_of(options)
    with profiles.open(chosen(options, profiles).slug) as store:
        before = store.draft
        undone = store.undo()
        store.save()
    for line in said_of_undone(before, undone):
        tell(line)
    return ExitStatus.DONE


def _answered(draft: Draft, texts: Mapping[str, str], now: str) -> Draft:
    for step, text in texts.items():
        draft = answered(draft, step, text, now)
    return draft


def _store(options: argparse.Namespace, profiles: Profiles, texts: Mapping[str, str]) -> Store:
    """The profile to change; a name that is new makes it, with these answers or not at all."""
    if options.profile and profiles.find(options.profile) is None:
        store = profiles.create(options.profile, fill=lambda draft: _answered(draft, texts, draft.changed))
        tell(_("New profile: {name}").format(name=visible(store.draft.name)))
        return store
    return profiles.open(chosen(options, profiles).slug)


def _look_over(password: Secret, *, asks: bool) -> None:
    """Refuse a password that can't be used; one that is doubted is asked about where somebody typed it."""
    for finding in password_findings(password):
        if finding.severity is Severity.ERROR:
            raise WizardError(finding.text)
        tell(f"{SECRET_STEP}: {finding.text}")
        if finding.severity is Severity.DOUBT and asks and not agreed(_("Keep it as it is? (yes/no)")):
            raise WizardError(_("Nothing was changed."))


def _confirm(store: Store, step: str) -> None:
    """Confirm an answer that a rule doubts; WizardError where there is nothing to confirm."""
    state = judged(store.draft).steps[step]
    if state.state is not State.TO_CONFIRM and not store.draft.is_confirmed(step):
        sentence = _("“{step}” has nothing to confirm: {state}.")
        raise WizardError(sentence.format(step=step, state=_(STATE_WORDS[state.state])))
    store.confirm(step)


def _reply(store: Store, step: str, text: str) -> None:
    """Close what the specialist asked of a step with the customer's words; WizardError where nothing was."""
    if not any(r.open and r.verdict in RETURNING for r in store.draft.remarks if r.step == step):
        raise WizardError(_("Nothing was asked of “{step}”.").format(step=step))
    store.change(lambda draft: draft.replied(step, clean(text), store.now()))


def _report(store: Store, touched: Collection[str]) -> int:
    """Name what is wrong, open or doubtful among the steps that were set, in the guide's order."""
    states = [state for state in judged(store.draft).steps.values() if state.step.id in touched]
    wrong = [state for state in states if state.state is State.WRONG]
    for state in states:
        if state in wrong or state.reading.open or (state.state is State.NOT_APPLICABLE and state.answer):
            tell(f"{state.step.id}: {one_line(state.reason)}")
        if state.step.where and any(finding.rule != ASKED for finding in state.reading.open):
            tell(_(state.step.where))
        if state.state is State.TO_CONFIRM:
            confirm = _("If it is right as it stands: `set --confirm {step}`.").format(step=state.step.id)
            tell(f"{state.step.id}: {one_line(state.reason)} {confirm}")
        if state.step.kind is Kind.SCHEDULE and (when := dates.moment(state.reading.value)):
            tell(f"{state.step.id}: {dates.spoken(when)}")
        for finding in state.warnings:
            tell(f"{state.step.id}: {one_line(finding.text)}")
    return ExitStatus.REFUSED if wrong else ExitStatus.DONE
