"""`set`: answers steps without the screen."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cmic_wizard.commands.common import chosen, judged, passphrase_of, profiles_of, prompted, secret_of, tell
from cmic_wizard.errors import FileRefused, UsageError, WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Guide, Kind
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import SECRET_STEP
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.draft import KeptPassword
from cmic_wizard.profile.fields import password_findings, split_user
from cmic_wizard.profile.reading import Severity
from cmic_wizard.profile.store import Profiles, Store
from cmic_wizard.secret import Secret
from cmic_wizard.text import shortened, visible

USER_STEP, TENANT_STEP = "connection.service_user", "connection.tenant_id"
_FILE_AT_MOST = 262_144


def run(options: argparse.Namespace) -> int:
    """Take the answers; 1 where one of them is wrong (it is kept all the same)."""
    guide = load_guide()
    answers = dict(_from_file(Path(options.source), guide)) if options.source else {}
    asked = _from_arguments(options.answers, guide, answers)
    password = secret_of(options.password_fd, options.password_file)
    if not answers and not asked and password is None:
        raise UsageError(_("Nothing to set. Give STEP=VALUE, --from FILE, or a password by file or descriptor."))
    if asked and password is None:
        password = prompted(_("Password of the service user:"), twice=_("The same once more:"))
    if password is not None:
        _look_over(password)
    with _store(options, profiles_of(options)) as store:
        for step, text in answers.items():
            if step == SECRET_STEP:
                _forget(options, store)
            else:
                store.answer(step, text)
        _split_user(store)
        store.save()
        if password is not None:
            _keep(options, store, password)
            store.save()
        return _report(store, set(answers))


def _store(options: argparse.Namespace, profiles: Profiles) -> Store:
    """The profile to change; a name that is new creates it."""
    if options.profile and profiles.find(options.profile) is None:
        return profiles.create(options.profile)
    return profiles.open(chosen(options, profiles).slug)


def _from_arguments(given: list[str], guide: Guide, answers: dict[str, str]) -> bool:
    """Add `STEP=VALUE` arguments to the answers; whether the password is to be asked for."""
    asked = False
    for argument in given:
        step, equals, value = argument.partition("=")
        step = step.strip()
        _known(step, guide)
        if step == SECRET_STEP:
            if value:
                raise UsageError(_("A password never stands on the command line, where others can read it. Leave the"
                                   " value out to be asked, or use --password-fd or --password-file."))
            if not equals:
                asked = True
                continue
        elif not equals:
            raise UsageError(_("“{argument}” has no value. Write STEP=VALUE.").format(
                argument=visible(shortened(argument, 60))))
        answers[step] = value
    return asked


def _known(step: str, guide: Guide) -> None:
    found = guide.steps.get(step)
    if found is None:
        import difflib

        name = visible(shortened(step, 60))
        near = difflib.get_close_matches(step, guide.steps, n=1, cutoff=0.3)
        hint = " " + _("Did you mean “{near}”?").format(near=near[0]) if near else ""
        raise UsageError(_("There is no step “{step}”.").format(step=name) + hint)
    if found.kind is Kind.COMPUTED:
        raise WizardError(_("“{step}” is computed from the other steps and can't be set.").format(step=step))


def _from_file(path: Path, guide: Guide) -> dict[str, str]:
    """Answers of a TOML or JSON file: `"section.step" = "value"`, or a table for each section."""
    from cmic_wizard.files import read_regular
    from cmic_wizard.strict_json import loads

    data = read_regular(path.expanduser(), _FILE_AT_MOST, follow=True)
    if path.suffix.lower() == ".json":
        found: Any = loads(data)
    else:
        import tomllib

        try:
            found = tomllib.loads(data.decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            reason = visible(shortened(str(error), 120))
            raise FileRefused(_("“{path}” is not a TOML file: {reason}").format(path=path, reason=reason)) from None
    if not isinstance(found, dict):
        raise FileRefused(_("“{path}” must hold a table of steps and values.").format(path=path))
    flat: dict[str, str] = {}
    for key, value in found.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{name}": _text(f"{key}.{name}", inner) for name, inner in value.items()})
        else:
            flat[key] = _text(key, value)
    for step, text in flat.items():
        _known(step, guide)
        if step == SECRET_STEP and text:
            raise FileRefused(_("A file of answers holds no password. Use --password-file or --password-fd."))
    return flat


def _text(step: str, value: Any) -> str:
    """A file's value as the text form that the step has."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int) and "codes" not in step:
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ("; " if any("@" in item for item in value) else ",").join(value)
    raise FileRefused(_("The value of “{step}” must be text in quotes.").format(step=visible(shortened(step, 60))))


def _look_over(password: Secret) -> None:
    for finding in password_findings(password):
        if finding.severity is Severity.ERROR:
            raise WizardError(finding.text)
        tell(finding.text)


def _split_user(store: Store) -> None:
    """A user name given as TENANT||USER fills the tenant ID where that is empty."""
    split = split_user(store.draft.answers.get(USER_STEP, ""))
    tenant = store.draft.answers.get(TENANT_STEP, "").strip()
    if split is None or tenant.upper() not in ("", split[0].upper()):
        return
    store.answer(USER_STEP, split[1])
    if not tenant:
        store.answer(TENANT_STEP, split[0])


def _keep(options: argparse.Namespace, store: Store, password: Secret) -> None:
    from cmic_wizard.credentials.keeper import Keeper
    from cmic_wizard.locations import data_dir

    keeper = Keeper(data_dir(options.data_dir))
    kept = keeper.save(store.draft.id, password, passphrase=passphrase_of(options))
    if kept.note:
        tell(kept.note)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    store.keep_password(KeptPassword(place=kept.place.value, backend=kept.backend, length=kept.length, at=at))


def _forget(options: argparse.Namespace, store: Store) -> None:
    from cmic_wizard.credentials.keeper import Keeper, Place
    from cmic_wizard.locations import data_dir

    if store.draft.password is not None:
        Keeper(data_dir(options.data_dir)).remove(store.draft.id, Place(store.draft.password.place))
        store.keep_password(None)


def _report(store: Store, touched: set[str]) -> int:
    """Name what is wrong among the steps that were set."""
    states = judged(store.draft).steps
    wrong = [states[step] for step in touched if states[step].state is State.WRONG]
    for state in wrong:
        tell(f"{state.step.id}: {state.reason}")
    for step in sorted(touched):
        for finding in states[step].warnings:
            tell(f"{step}: {finding.text}")
    return 1 if wrong else 0
