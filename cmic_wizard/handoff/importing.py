"""Takes files in: a hand-off or a copy of a profile as a profile, a specialist's remarks into one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cmic_wizard import strict_json
from cmic_wizard.bounds import HANDOFF_BYTES, moment_in, same_id, to_the_minute
from cmic_wizard.errors import FileRefused
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import CheckInput
from cmic_wizard.handoff import document, remarks
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.remarks import OlderFile, RemarksFile, UnknownHandOff
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile import codec
from cmic_wizard.profile.draft import HANDED_AT_MOST, Draft
from cmic_wizard.profile.profiles import Listed, Profiles
from cmic_wizard.text import visible

__all__ = ["OlderFile", "Taken", "ThereAlready", "UnknownHandOff", "take", "understand"]

Brought = HandOff | Draft | RemarksFile


class ThereAlready(FileRefused):
    """The profile is on this computer already; `take` replaces its answers with `replacing=True`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The profile that was made or changed, and a sentence on it."""

    slug: str
    name: str
    sentence: str
    let_go: bool = False
    """Whether the profile no longer names the password that it had; the next start removes it."""
    had_password: bool = False
    """Whether the profile had one before: only then may a password that the file brings replace one."""


def understand(data: bytes) -> Brought:
    """What an unsealed file brings; FileRefused, with one sentence, for anything that can't be taken in."""
    found = strict_json.loads(data, limit=HANDOFF_BYTES)
    kind = found.get("format") if isinstance(found, dict) else None
    if kind == document.FORMAT:
        return document.from_json(found)
    if kind == remarks.FORMAT:
        return remarks.parse(data)
    if kind == codec.FORMAT:
        return codec.draft_from_json(data)
    raise FileRefused(_("This is neither a hand-off file, nor remarks, nor a profile of this program."))


def take(
    brought: Brought,
    profiles: Profiles,
    now: datetime,
    *,
    name: str | None = None,
    replacing: bool = False,
    older: bool = False,
    anyway: bool = False,
) -> Taken:
    """Make a profile of a hand-off, or merge remarks into the profile that they are about.

    A new profile keeps its id and is called `name`, or as the file says; its password is still outstanding.
    So it is where a file names another server for it: no file has a password offered to its own server.
    Raises ThereAlready, OlderFile and UnknownHandOff, which `replacing`, `older` and `anyway` overrule;
    FileRefused; ProfileInUse.
    """
    if isinstance(brought, RemarksFile):
        return _merge(brought, profiles, now, name, older=older, anyway=anyway)
    draft = brought if isinstance(brought, Draft) else _draft_of(brought)
    same = _with_id(profiles, draft.id)
    if same is None:
        return _create(draft, profiles, name)
    return _replace(draft, same, profiles, replacing=replacing, older=older)


def _draft_of(handoff: HandOff) -> Draft:
    """The draft of a hand-off, which is known to it, so that remarks on it are."""
    return document.draft_of(handoff).handing(document.check_number(handoff))


def _merge(
    file: RemarksFile, profiles: Profiles, now: datetime, name: str | None, *, older: bool, anyway: bool
) -> Taken:
    listed = profiles.find(name) if name else _with_id(profiles, file.profile_id)
    if listed is None:
        sentence = _("The profile “{name}”, which these remarks are about, is not on this computer.")
        raise FileRefused(sentence.format(name=visible(name or file.profile_name)))
    with profiles.open(listed.slug) as store:
        before = store.draft
        merged = remarks.merge(before, file, now, older=older, anyway=anyway)
        store.change(lambda _draft: merged)
        store.save()
    said = [] if merged is before else [remarks.said_of_the_whole(merged)]
    brought = [] if merged is before else remarks.said_of_what_was_brought(before, merged, file)
    count = len(merged.remarks) - len(before.remarks)
    if count or merged == before or not any((*said, *brought)):
        said.append(_said_of_remarks(count, visible(before.name)))
    return Taken(listed.slug, before.name, "\n".join(filter(None, (*said, *brought))))


def _said_of_remarks(count: int, name: str) -> str:
    if not count:
        return _("All remarks of this file are in the profile “{name}” already.").format(name=name)
    text = ngettext(
        "{count} remark was imported into the profile “{name}”.",
        "{count} remarks were imported into the profile “{name}”.",
        count,
    )
    return text.format(count=count, name=name)


def _create(draft: Draft, profiles: Profiles, name: str | None) -> Taken:
    def fill(new: Draft) -> Draft:
        return replace(draft, name=new.name, password=None)

    with profiles.create(name or draft.name, id=draft.id, fill=fill) as store:
        shown = store.draft.name
        text = _("The profile “{name}” is here now.").format(name=visible(shown))
        return Taken(store.slug, shown, text)


def _replace(draft: Draft, listed: Listed, profiles: Profiles, *, replacing: bool, older: bool) -> Taken:
    shown = visible(listed.name)
    if not replacing:
        text = _("The profile “{name}” is here already; its last change was on {date}.")
        raise ThereAlready(text.format(name=shown, date=to_the_minute(listed.changed)))
    with profiles.open(listed.slug) as store:
        if moment_in(draft.changed) < moment_in(store.draft.changed) and not older:
            text = _("The file is older than the profile “{name}” here, which was last changed on {date}.")
            raise OlderFile(text.format(name=shown, date=to_the_minute(store.draft.changed)))
        had_password = store.draft.password is not None
        let_go = had_password and _server(draft) != _server(store.draft)
        store.change(
            lambda old: replace(
                draft,
                id=old.id,
                name=old.name,
                password=None if let_go else old.password,
                marks=old.marks,
                handed=tuple(dict.fromkeys((*draft.handed, *old.handed)))[-HANDED_AT_MOST:],
                sent=old.sent,
                remarks=remarks.both_exchanges(draft.remarks, old.remarks),
            )
        )
        store.save()
    text = _("The profile “{name}” has the file's answers now; the version before it is kept beside it.")
    said = [text.format(name=shown)]
    if let_go:
        said.append(
            _(
                "The file names another server, so the service user's password is not kept for it."
                " Check the address, then enter the password again."
            )
        )
    return Taken(listed.slug, listed.name, "\n".join(said), let_go, had_password)


def _server(draft: Draft) -> str:
    """What of its address tells one server from another; where in doubt they are two."""
    step = load_guide().checked[CheckInput.ADDRESS]
    return draft.answers.get(step.id, "").strip().rstrip("/").casefold()


def _with_id(profiles: Profiles, profile_id: str) -> Listed | None:
    return next((one for one in profiles.list() if same_id(one.id, profile_id) and not one.fault), None)
