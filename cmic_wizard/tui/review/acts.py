"""What a reviewer does on the screen of a hand-off, apart from the verdicts themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from cmic_wizard.background import in_thread
from cmic_wizard.errors import WizardError
from cmic_wizard.handoff import remarks
from cmic_wizard.handoff.documents import mail
from cmic_wizard.handoff.documents.mail import customers_contact
from cmic_wizard.handoff.remarks import RemarksFile
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.presence import working_folder
from cmic_wizard.profile import settings
from cmic_wizard.profile.assessment import State
from cmic_wizard.profile.names import slug_of
from cmic_wizard.profile.verdicts import RETURNING
from cmic_wizard.review import desk
from cmic_wizard.review.claims import alarms
from cmic_wizard.review.model import Review
from cmic_wizard.review.standing import decided
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.review.folder_screen import FolderScreen
from cmic_wizard.tui.review.keeping_acts import (
    copy_password,
    keep_password,
    list_passwords,
    show_password,
    show_values,
    write_by,
    write_own_note,
    write_password,
)
from cmic_wizard.tui.review.other_windows import day
from cmic_wizard.tui.review.own_answer import OwnAnswer, ProposeDialog
from cmic_wizard.tui.review.phase_page import ReviewField
from cmic_wizard.tui.review.reveal import WriteDialog
from cmic_wizard.tui.review.review_page import ReviewPage, tally
from cmic_wizard.tui.review.verdict import ReviewChanged, VerdictControl
from cmic_wizard.tui.screens import flows
from cmic_wizard.tui.screens.dialog import Confirm
from cmic_wizard.tui.screens.switching import go_back
from cmic_wizard.tui.widgets.sidebar import HANDOFF

if TYPE_CHECKING:
    from cmic_wizard.tui.review.review_screen import ReviewScreen


_NAMED: Final = 3
"""Items that a question names; of more it says that there are more."""
_WHY_AT_MOST: Final = 60
"""Characters of the reason why an item is left out."""


@screen_work()
async def ask_about_older(screen: ReviewScreen) -> None:
    """Let an older hand-off count as the newest only when the reviewer says so; else leave it."""
    days = {"old": day(screen.session.handoff.created), "new": day(screen.session.review.created)}
    text = _(
        "This hand-off was made on {old}. You have already looked at a newer one of this "
        "profile, made on {new}. Review the older one anyway?"
    ).format(**days)
    question = Confirm(_("Older hand-off"), text, _("Review it"))
    if await screen.app.push_screen_wait(question):
        await _take(screen)
    else:
        await screen.action_do("leave")


async def _take(screen: ReviewScreen) -> None:
    """Have the hand-off count, and show what changed since the one before."""
    screen.session.take()
    if isinstance(screen.page, ReviewPage):
        await screen.page.recompose()
    screen.session.announce()


async def show_handoff(screen: ReviewScreen) -> None:
    """Go to the verdict on the whole; from there, write the remarks file."""
    if isinstance(screen.page, ReviewPage):
        write_remarks(screen)
    else:
        await flows.show_handoff(screen)


async def go_to_next(screen: ReviewScreen) -> None:
    """Go to the next step that waits for a verdict, else to the last page."""
    upcoming = screen.session.next_to_judge(screen.step_id)
    if upcoming is None:
        await screen.show_page(HANDOFF)
    else:
        await screen.show_step(upcoming.step.id)


@screen_work()
async def go_to_remark(screen: ReviewScreen) -> None:
    """Go to the remark on this item, or to the verdict that asks for one."""
    step = screen.focused_step
    if step is None or not screen.query(VerdictControl):
        screen.app.notify(_("Select an item first; your remark belongs to it."), markup=False)
        return
    for control in screen.query(VerdictControl):
        if control.step is step:
            control.go_to_remark()
            return
    for own in screen.query(OwnAnswer):
        if own.step is step:
            own.go_to_word()


@screen_work()
async def propose(screen: ReviewScreen) -> None:
    """Propose an answer to this item, or take the proposal back."""
    step, session = screen.focused_step, screen.session
    if step is None:
        screen.app.notify(_("Select an item first; the proposal belongs to it."), markup=False)
        return
    if not session.judging.proposes(step):
        screen.app.notify(_("No answer can be proposed to this item."), markup=False)
        return
    given = await screen.app.push_screen_wait(ProposeDialog(step, session.review.proposals.get(step.id)))
    if given is None:
        return
    try:
        session.decide(lambda r: r.proposing(step.id, given.text, given.reason, datetime.now(UTC)))
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)
    for field in screen.query(ReviewField):
        field.show_beside()
    screen.post_message(ReviewChanged())


@screen_work()
async def ask_about_doubts(screen: ReviewScreen) -> None:
    """Let a hand-off that something speaks against count only when the reviewer says so; else leave it."""
    said = [f"{glyphs.warning} {sentence}" for sentence in alarms(screen.session.claims)]
    text = _("What you decided on earlier hand-offs of this profile would be carried over. Review it anyway?")
    question = Confirm(_("Something speaks against this file"), "\n".join([*said, "", text]), _("Review it"))
    if await screen.app.push_screen_wait(question):
        await _take(screen)
    else:
        await screen.action_do("leave")


@screen_work()
async def accept_rest(screen: ReviewScreen) -> None:
    """Accept at once every step that is in order and not judged yet."""
    rest = screen.session.judging.in_order
    if not rest:
        screen.app.notify(_("Nothing that is in order waits for a verdict."), markup=False)
        return
    text = ngettext(
        "{count} item is done without any warning and has no verdict yet. Accept it unseen?",
        "{count} items are done without any warning and have no verdict yet. Accept them unseen?",
        len(rest),
    ).format(count=len(rest))
    if left := screen.session.judging.left_out:
        named = [
            f"{glyphs.dot} {_(state.step.title)}: {shortened(why, _WHY_AT_MOST)}"
            for state, why in left[:_NAMED]
        ]
        if len(left) > _NAMED:
            named.append("…")
        text = "\n".join([text, "", _("Left out:"), *named])
    if await screen.app.push_screen_wait(Confirm(_("Accept the rest"), text, _("Accept"), again="f12")):
        try:
            screen.session.accept(state.step for state in rest)
        except WizardError as error:
            screen.app.notify(str(error), severity="error", markup=False, timeout=10)
        screen.post_message(ReviewChanged())


async def leave(screen: ReviewScreen) -> None:
    """Back to the folder's table where there is one, else out."""
    if any(isinstance(other, FolderScreen) for other in screen.app.screen_stack):
        back_to_table(screen)
    else:
        await screen.run_action("app.leave")


@screen_work(exclusive=True, group="leave")
async def back_to_table(screen: ReviewScreen) -> None:
    """Save, and let the table show again."""
    application = application_of(screen)
    if screen.app.screen is screen and await application.may_close():
        application.close_session()
        go_back(screen)


@screen_work(exclusive=True, group="leave")
async def go_to_file(screen: ReviewScreen, by: int) -> None:
    """Save, and open the next (or with -1 the previous) hand-off of the table that waits."""
    table = next((other for other in screen.app.screen_stack if isinstance(other, FolderScreen)), None)
    if table is None:
        return
    path = table.waiting_beside(by)
    if path is None:
        screen.app.notify(_("No other hand-off waits for you."), markup=False)
        return
    application = application_of(screen)
    if screen.app.screen is screen and await application.may_close():
        application.close_session()
        go_back(screen)
        table.open_file(path)


@screen_work()
async def write_remarks(screen: ReviewScreen) -> None:
    """Write the file that goes back to the customer."""
    if (made := _remarks_of(screen)) is None:
        return
    file, data = made
    text = _("Send this file back to the customer; it contains your remarks and no secret.")
    target = working_folder() / _remarks_name(screen)
    await _send(screen, file, WriteDialog(_("Remarks"), _said(screen, text), target, data))


@screen_work()
async def mail_remarks(screen: ReviewScreen) -> None:
    """Write an e-mail draft to the customer's contact, with the remarks file attached."""
    if (made := _remarks_of(screen)) is None:
        return
    file, data = made
    assessment, author = screen.session.assessment, screen.session.review.author
    name = _remarks_name(screen)
    attached = (name, data, "application/json")
    draft = mail.remarks(assessment, attached, author=author, address=screen.session.own_mail)
    to = ", ".join(
        visible(f"{person.name} {person.mail}".strip()) for person in customers_contact(assessment)
    )
    text = _("An e-mail draft that your mail program opens, with the remarks attached. To: {to}").format(
        to=to or _("nobody yet; no contact is named")
    )
    target = working_folder() / f"{name.removesuffix('.json')}.eml"
    await _send(screen, file, WriteDialog(_("E-mail draft"), _said(screen, text), target, draft))


def _remarks_of(screen: ReviewScreen) -> tuple[RemarksFile, bytes] | None:
    """What is sent as it stands, and its file; None, with a sentence, where there is none."""
    review = screen.session.review
    if not review.summary:
        screen.app.notify(_("Nothing has been reviewed yet: give a verdict first."), markup=False)
        return None
    try:
        file = review.to_remarks(datetime.now(UTC))
        return file, remarks.to_bytes(file)
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)
        return None


def _remarks_name(screen: ReviewScreen) -> str:
    return f"{slug_of(screen.session.draft.name)}{remarks.ENDING}"


def _said(screen: ReviewScreen, text: str) -> str:
    return "\n".join([text, tally(screen.session), *_doubts(screen)])


async def _send(screen: ReviewScreen, file: RemarksFile, dialog: WriteDialog) -> None:
    """Write it, and remember that it was, and by whom."""
    review = screen.session.review
    if await write_by(screen, dialog):
        screen.session.decide(lambda kept: kept.sending(file))
        screen.saving.soon()
        await keep_sent(screen, review)


async def keep_sent(screen: ReviewScreen, review: Review) -> None:
    """Keep that a review was written for the customer, and the reviewer's name; a failure is said."""
    data_dir = screen.session.data_dir
    try:
        await in_thread(lambda: desk.keep_sent(data_dir, review.profile_id, decided(review)))
        await in_thread(lambda: settings.remember(data_dir, name=review.author, mail=screen.session.own_mail))
    except WizardError as error:
        screen.app.notify(str(error), severity="warning", markup=False, timeout=10)


def _doubts(screen: ReviewScreen) -> list[str]:
    """What the reviewer may have forgotten."""
    review, judging, found = screen.session.review, screen.session.judging, []
    mute = sum(remark.verdict in RETURNING and not remark.text.strip() for remark in review.verdicts.values())
    if mute:
        text = ngettext(
            "{count} step is returned without a remark.",
            "{count} steps are returned without a remark.",
            mute,
        )
        found.append(text.format(count=mute))
    if not review.overall:
        found.append(_("There is no overall verdict yet."))
    elif review.overall == "accepted" and any(r.verdict == "change" for r in review.verdicts.values()):
        found.append(_("You accepted everything, but one item still asks for a change."))
    elif review.overall == "changes" and not any(r.verdict in RETURNING for r in review.verdicts.values()):
        found.append(_("You asked for changes but marked none."))
    wrong = [s for s in screen.session.assessment.steps.values() if s.state is State.WRONG]
    for text, states in (
        (_("Wrong: {steps}."), [s for s in wrong if s.step.id not in review.verdicts]),
        (_("Not answered by you: {steps}."), judging.own),
        (_("Not looked at: {steps}."), judging.to_judge),
    ):
        if states:
            titles = [_(state.step.title) for state in states[:_NAMED]]
            more = ["…"] if len(states) > _NAMED else []
            found.append(text.format(steps=", ".join([*titles, *more])))
    return [f"{glyphs.warning} {text}" for text in found]


REVIEW_ACTS: Final[Mapping[str, Callable[[ReviewScreen], object]]] = {
    "handoff": show_handoff,
    "next_todo": go_to_next,
    "note": go_to_remark,
    "leave": leave,
    "confirm": accept_rest,
    "proposal": propose,
    "next_file": partial(go_to_file, by=1),
    "previous_file": partial(go_to_file, by=-1),
    "show_password": show_password,
    "write_password": write_password,
    "keep_password": keep_password,
    "copy_password": copy_password,
    "values": show_values,
    "own_note": write_own_note,
    "kept_passwords": list_passwords,
    "write_remarks": write_remarks,
    "mail_remarks": mail_remarks,
}
"""What the declared actions do in a review where it is something else, and what there is only here."""
