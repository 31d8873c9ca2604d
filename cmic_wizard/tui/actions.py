"""Every action of the screens, declared once: keys, buttons, footer, menu and help render these lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from cmic_wizard.i18n import N_
from cmic_wizard.struct import replace
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions_elsewhere import REVIEW_ACTIONS

if TYPE_CHECKING:
    from cmic_wizard.tui.session import Session


ACTIONS: tuple[Action, ...] = (
    Action("help", "f1", N_("Help"), N_("Help for the field you are in, and all keys."), N_("Help"), 2),
    Action(
        "where",
        "f2",
        N_("Where to find it"),
        N_("Where the value of this field is found in CMiC or Procore."),
        N_("Where"),
        6,
    ),
    Action("next_todo", "f3", N_("Next to do"), N_("Go to the next item that waits for you."), N_("Next"), 3),
    Action(
        "items",
        "f4",
        N_("All action items"),
        N_("Everything that is outstanding, by whose turn it is."),
        N_("Items"),
        4,
    ),
    Action(
        "check",
        "f5",
        N_("Check the connection"),
        N_("See whether CMiC answers, stage by stage."),
        N_("Check"),
        7,
    ),
    Action(
        "sidebar",
        "f6",
        N_("Guide and page"),
        N_("Switch between the guide at the left and the page."),
        N_("Guide"),
        9,
    ),
    Action(
        "note",
        "f7",
        N_("Note on this item"),
        N_("Write a note beside this item; the specialist reads it."),
        N_("Note"),
        8,
    ),
    Action(
        "handoff",
        "f8",
        N_("Review and hand-off"),
        N_("See what is missing and hand the profile over."),
        N_("Hand-off"),
        5,
    ),
    Action(
        "proposal",
        "f9",
        N_("Use the proposal"),
        N_("Put the proposed answer into this field."),
        N_("Accept"),
        writes=True,
    ),
    Action(
        "ask",
        "f11",
        N_("Ask somebody"),
        N_("Ask somebody for this item by e-mail, remind them, or withdraw it."),
        N_("Ask"),
        in_review=False,
        writes=True,
    ),
    Action(
        "confirm",
        "f12",
        N_("Confirm as it stands"),
        N_("Confirm an answer that is marked “to confirm”, if it is right."),
        N_("Confirm"),
        writes=True,
    ),
    Action(
        "menu",
        "escape",
        N_("All actions"),
        N_("A menu of all actions and all items, searched as you type."),
        N_("Menu"),
        2,
    ),
    Action("leave", "f10", N_("Quit"), N_("Leave; everything is already saved."), N_("Quit"), 1),
    Action(
        "history",
        "",
        N_("History"),
        N_("Who answered what, and when; take changes back."),
        in_review=False,
    ),
    Action(
        "undo",
        "",
        N_("Undo the last change"),
        N_("Take it back, and the one before it, and so on."),
        in_review=False,
        writes=True,
    ),
    Action(
        "copy_value",
        "",
        N_("Copy a value"),
        N_("An answer, an App Version ID, an address, a check number: to paste it elsewhere."),
    ),
    Action(
        "profiles", "", N_("Profiles"), N_("Open, create, copy, rename or delete a profile."), in_review=False
    ),
    Action("language", "", N_("Language: English or Spanish"), N_("Switch the language at once.")),
    Action("theme", "", N_("Dark or light"), N_("Switch between dark and light colors.")),
    Action(
        "import_file",
        "",
        N_("Open a file"),
        N_("Remarks of the specialist, answers of others, or a pasted reply."),
        writes=True,
    ),
    Action(
        "take_text",
        "",
        N_("Take answers from an e-mail or notes"),
        N_("Paste a text; of what is found in it, you tick what is taken."),
        writes=True,
    ),
)
_AS_REVIEWER: Final = {
    "next_todo": (N_("Next to review"), N_("Go to the next item that waits for your verdict."), N_("Next")),
    "items": (N_("All action items"), N_("What the customer and others still have to do."), N_("Items")),
    "check": (
        N_("Check the connection"),
        N_("See whether the server answers; no password is sent."),
        N_("Check"),
    ),
    "note": (N_("Your remark"), N_("Write what the customer should change or answer."), N_("Remark")),
    "handoff": (
        N_("Your review"),
        N_("The overall verdict, the password and the remarks file."),
        N_("Review"),
    ),
    "proposal": (
        N_("Propose an answer"),
        N_("For the customer to take or to decline, with your reason."),
        N_("Propose"),
    ),
    "confirm": (
        N_("Accept what is in order"),
        N_("All that is done without any warning and has no verdict yet."),
        N_("Accept"),
    ),
    "leave": (N_("Quit"), N_("Leave; your verdicts are saved."), N_("Quit")),
}
"""What actions are to somebody who reviews: title, help and short word."""
_AS_ANSWERING: Final = {
    "next_todo": (N_("Next question"), N_("Go to the next question without an answer."), N_("Next")),
    "items": (N_("All questions"), N_("What you are asked, and what is answered."), N_("Items")),
    "handoff": (N_("Send back"), N_("Where your answers are, and how they go back."), N_("Send back")),
}
"""What actions are to somebody who answers another one's questions."""
_RANKS_IN_REVIEW: Final = {"proposal": 10}
"""The ranks that differ for them."""


def actions_of(session: Session | None) -> list[Action]:
    """The actions there are in a session, in the words of who fills in or of who reviews."""
    if session is None:
        return list(ACTIONS)
    if session.only:
        return [_as(action, _AS_ANSWERING) for action in ACTIONS if action.name in session.only]
    found = [action for action in ACTIONS if not (session.read_only and action.writes)]
    if not session.reviewed:
        return found
    found = [action for action in ACTIONS if action in found or action.name in _AS_REVIEWER]
    own = [action for action in REVIEW_ACTIONS if session.offers(action.name)]
    return [_as_reviewer(action) for action in found if action.in_review] + own


def _as_reviewer(action: Action) -> Action:
    rank = _RANKS_IN_REVIEW.get(action.name, action.rank)
    return replace(_as(action, _AS_REVIEWER), rank=rank)


def _as(action: Action, words: Mapping[str, tuple[str, str, str]]) -> Action:
    """The action in other words, where there are some: title, help and short word."""
    title, text, short = words.get(action.name, (action.title, action.help, action.short))
    return replace(action, title=title, help=text, short=short)


def bindings(actions: Sequence[Action] = ACTIONS) -> list[Binding]:
    """The key bindings of actions, by default of the wizard's."""
    return [
        Binding(
            action.key,
            action.call,
            action.title,
            show=False,
            priority=action.before_control or action.key.startswith("f"),
            id=action.name,
        )
        for action in actions
        if action.key
    ]
