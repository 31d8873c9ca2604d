"""Takes files in: a hand-off or a copy of a profile as a profile, remarks and others' answers into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from cmic_wizard import strict_json
from cmic_wizard.bounds import HANDOFF_BYTES, moment_in, same_id, to_the_minute
from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff import answer_sheet, attached, bringing, document, remarks, reply_text
from cmic_wizard.handoff.answer_sheet import Sheet
from cmic_wizard.handoff.bringing import AnotherProfile, Difference
from cmic_wizard.handoff.document import HandOff
from cmic_wizard.handoff.remarks import SPECIALIST, OlderFile, RemarksFile, UnknownHandOff
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile import codec
from cmic_wizard.profile.draft import HANDED_AT_MOST, Draft
from cmic_wizard.profile.history import CREATED, IMPORT
from cmic_wizard.profile.profiles import Listed, Profiles
from cmic_wizard.profile.recording import Origin
from cmic_wizard.profile.verdicts import ACCEPTED
from cmic_wizard.struct import Struct, replace
from cmic_wizard.text import visible

__all__ = [
    "AnotherProfile",
    "Brought",
    "OlderFile",
    "Taken",
    "ThereAlready",
    "UnknownHandOff",
    "bring",
    "brought_answers",
    "take",
    "understand",
]

Brought = HandOff | Draft | RemarksFile | Sheet


class ThereAlready(FileRefused):
    """The profile is on this computer already; `take` replaces its answers with `replacing=True`."""


class Taken(Struct, frozen=True):
    """The profile that was made or changed, and a sentence on it."""

    slug: str
    name: str
    sentence: str
    let_go: bool = False
    """Whether the profile no longer names the password that it had; the next start removes it."""
    had_password: bool = False
    """Whether the profile had one before: only then may a password that the file brings replace one."""


class Offered(Struct, frozen=True):
    """What became of answers that somebody brought: those that were taken, and those that were not."""

    slug: str
    draft: Draft
    """The profile as it is now."""
    taken: tuple[Difference, ...]
    left: tuple[Difference, ...]
    let_go: bool = False
    """Whether the profile no longer names the password that it had, as the server is another now."""


def understand(data: bytes) -> Brought:
    """What an unsealed file, or an e-mail with one, brings; FileRefused, with one sentence, for others."""
    if attached.is_mail(data):
        from cmic_wizard.handoff.answers_by_mail import answers_in

        if (answers := answers_in(data)) is not None:
            return answers
        data = attached.attached(data)
    if answer_sheet.is_sheet(data):
        return answer_sheet.read(data)
    if (said := reply_text.said_in(data)) is not None:
        return said
    found = strict_json.loads(data, limit=HANDOFF_BYTES)
    kind = found.get("format") if isinstance(found, dict) else None
    if kind == document.FORMAT:
        return document.from_json(found)
    if kind == remarks.FORMAT:
        return remarks.parse(data)
    if kind == codec.FORMAT:
        return codec.draft_from_json(data)
    raise FileRefused(
        _("This is neither a hand-off file, nor remarks, nor answers, nor a profile of this program.")
    )


def brought_answers(brought: Brought, profiles: Profiles) -> bringing.Brought | None:
    """The answers to compare with those of a profile here; None for what is taken in another way."""
    if isinstance(brought, Sheet):
        if not brought.answers:
            raise reply_text.NoAnswers(_("This answer sheet is still empty: it brings no answer."))
        return bringing.of_sheet(brought)
    if isinstance(brought, RemarksFile):
        return None
    draft = brought if isinstance(brought, Draft) else document.draft_of(brought)
    return bringing.of_copy(draft) if with_id(profiles, draft.id) is not None else None


def profile_for(
    answers: bringing.Brought, profiles: Profiles, name: str | None = None, usual: str | None = None
) -> Listed:
    """The profile to compare the answers with: the named one, that of their id, the `usual` or only one.

    FileRefused where there is none.
    """
    same = with_id(profiles, answers.profile_id) if answers.profile_id else None
    if same is not None and (name is None or answers.is_copy):
        return same
    name = name or usual
    whole = [listed for listed in profiles.list() if not listed.fault]
    listed = profiles.find(name) if name else whole[0] if len(whole) == 1 else None
    if listed is not None:
        return listed
    if name or (answers.profile_id and answers.profile_name):
        sentence = _("The profile “{name}”, which these answers are for, is not on this computer.")
        raise FileRefused(sentence.format(name=visible(name or answers.profile_name)))
    raise FileRefused(
        _("Nothing in these answers says which profile they are for: name it, or open it and paste them.")
    )


def bring(
    answers: bringing.Brought,
    profiles: Profiles,
    now: datetime,
    choose: Callable[[Sequence[Difference]], Sequence[Difference]],
    *,
    name: str | None = None,
    usual: str | None = None,
    anyway: bool = False,
) -> Offered:
    """Take those of somebody's answers that `choose` picks into a profile; the others stay as they are there.

    Raises AnotherProfile, which `anyway` overrules; FileRefused; ProfileInUse; what `choose` raises.
    """
    with profiles.open(profile_for(answers, profiles, name, usual).slug) as store:
        found = bringing.differences(store.draft, answers, now, anyway=anyway)
        taken = tuple(choose(found))
        before = store.draft
        with store.as_one(Origin(IMPORT)):
            draft = store.change(lambda draft: bringing.taking(draft, taken, now))
        store.save()
    left = tuple(one for one in found if one not in taken)
    return Offered(store.slug, draft, taken, left, bringing.lets_go(before, draft))


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
    """Make a profile of a hand-off, or merge remarks, or answers that are new, into the profile they are for.

    A new profile keeps its id and is called `name`, or as the file says; its password is still outstanding.
    So it is where a file names another server for it: no file has a password offered to its own server.
    Raises ThereAlready, OlderFile and UnknownHandOff, which `replacing`, `older` and `anyway` overrule;
    FileRefused; ProfileInUse.
    """
    if isinstance(brought, RemarksFile):
        return _merge(brought, profiles, now, name, older=older, anyway=anyway)
    if isinstance(brought, Sheet):
        answers = bringing.of_sheet(brought)
        offered = bring(answers, profiles, now, bringing.new_ones, name=name, anyway=anyway)
        said = bringing.said_of_taken(len(offered.taken), offered.draft.name)
        return Taken(offered.slug, offered.draft.name, said)
    draft = brought if isinstance(brought, Draft) else _draft_of(brought)
    same = with_id(profiles, draft.id)
    if same is None:
        return _create(draft, profiles, name)
    return _replace(draft, same, profiles, replacing=replacing, older=older)


def _draft_of(handoff: HandOff) -> Draft:
    """The draft of a hand-off, which is known to it, so that remarks on it are."""
    return document.draft_of(handoff).handing(document.check_number(handoff))


def _merge(
    file: RemarksFile, profiles: Profiles, now: datetime, name: str | None, *, older: bool, anyway: bool
) -> Taken:
    listed = profiles.find(name) if name else with_id(profiles, file.profile_id)
    if listed is None:
        sentence = _("The profile “{name}”, which these remarks are about, is not on this computer.")
        raise FileRefused(sentence.format(name=visible(name or file.profile_name)))
    with profiles.open(listed.slug) as store:
        before = store.draft
        merged = remarks.merge(before, file, now, older=older, anyway=anyway)
        with store.as_one(origin_of(file)):
            store.change(lambda _draft: merged)
        store.save()
    said = [] if merged is before else [remarks.said_of_the_whole(merged)]
    brought = [] if merged is before else remarks.said_of_what_was_brought(before, merged, file)
    count, accepted = len(merged.remarks) - len(before.remarks), _accepted(merged) - _accepted(before)
    if count or merged == before or not any((*said, *brought)):
        said.append(_said_of_remarks(count - accepted, accepted, visible(before.name)))
    return Taken(listed.slug, before.name, "\n".join(filter(None, (*said, *brought))))


def _accepted(draft: Draft) -> int:
    return sum(remark.verdict == ACCEPTED for remark in draft.remarks)


def _said_of_remarks(count: int, accepted: int, name: str) -> str:
    """What came in: remarks that ask or say something, and answers that are accepted."""
    if not (count or accepted):
        return _("All remarks of this file are in the profile “{name}” already.").format(name=name)
    asks = ngettext(
        "{count} remark was imported into the profile “{name}”.",
        "{count} remarks were imported into the profile “{name}”.",
        count,
    )
    holds = ngettext(
        "{count} answer of the profile “{name}” is accepted.",
        "{count} answers of the profile “{name}” are accepted.",
        accepted,
    )
    said = (text.format(count=n, name=name) for text, n in ((asks, count), (holds, accepted)) if n)
    return "\n".join(said)


def _create(draft: Draft, profiles: Profiles, name: str | None) -> Taken:
    def fill(new: Draft) -> Draft:
        return replace(draft, name=new.name, password=None)

    origin = Origin(CREATED)
    with profiles.create(name or draft.name, id=draft.id, fill=fill, origin=origin) as store:
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
        had_password, let_go = store.draft.password is not None, bringing.lets_go(store.draft, draft)
        with store.as_one(Origin(IMPORT)):
            store.change(lambda old: _replacing(old, draft, let_go=let_go))
        store.save()
    text = _("The profile “{name}” has the file's answers now; the version before it is kept beside it.")
    said = [text.format(name=shown)]
    if let_go:
        said.append(bringing.said_of_the_password())
    return Taken(listed.slug, listed.name, "\n".join(said), let_go, had_password)


def _replacing(old: Draft, draft: Draft, *, let_go: bool) -> Draft:
    return replace(
        draft,
        id=old.id,
        name=old.name,
        password=None if let_go else old.password,
        marks=old.marks,
        handed=tuple(dict.fromkeys((*draft.handed, *old.handed)))[-HANDED_AT_MOST:],
        sent=old.sent,
        remarks=remarks.both_exchanges(draft.remarks, old.remarks),
    )


def origin_of(file: RemarksFile) -> Origin:
    """Where the changes that remarks bring come from, as the history says it."""
    return Origin(IMPORT, file.author, SPECIALIST)


def with_id(profiles: Profiles, profile_id: str) -> Listed | None:
    """The profile of that id on this computer, whatever it is called; None where there is none."""
    return next((one for one in profiles.list() if same_id(one.id, profile_id) and not one.fault), None)
