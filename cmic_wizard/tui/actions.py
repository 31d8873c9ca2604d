"""Every action of the screens, declared once: keys, buttons, footer, menu and help render these lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.binding import Binding

from cmic_wizard.i18n import N_
from cmic_wizard.tui.action import Action, call_of

if TYPE_CHECKING:
    from cmic_wizard.tui.session import Session


__all__ = ["Action", "call_of"]


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
        "copy_value",
        "",
        N_("Copy a value"),
        N_("An answer, an App Version ID, an address, a check number: to paste it elsewhere."),
    ),
    Action("profiles", "", N_("Profiles"), N_("Open, create, rename or delete a profile."), in_review=False),
    Action("language", "", N_("Language: English or Spanish"), N_("Switch the language at once.")),
    Action("theme", "", N_("Dark or light"), N_("Switch between dark and light colors.")),
    Action(
        "import_file",
        "",
        N_("Open a file of the specialist"),
        N_("Import the specialist's remarks into this profile."),
        writes=True,
    ),
)
_OWN_NOTE: Final = Action(
    "own_note", "", N_("Your own note"), N_("For yourself alone; it is in no file that you send.")
)
_KEPT_PASSWORDS: Final = Action(
    "kept_passwords", "", N_("Passwords that you keep"), N_("List, show or delete those of your customers.")
)
REVIEW_ACTIONS: Final = (
    Action(
        "write_remarks", "", N_("Write the remarks file…"), N_("The file that goes back to the customer.")
    ),
    Action(
        "mail_remarks",
        "",
        N_("E-mail draft with the remarks…"),
        N_("To the customer's contact, the remarks file attached."),
    ),
    Action("values", "", N_("Values for Procore"), N_("What you enter in Procore, each copied by one key.")),
    _OWN_NOTE,
    Action("copy_password", "", N_("Copy the password"), N_("To the clipboard, for 30 seconds.")),
    Action("show_password", "", N_("Show the password"), N_("For 15 seconds.")),
    Action(
        "write_password", "", N_("Write the password to a file…"), N_("Unencrypted, readable by you alone.")
    ),
    Action(
        "keep_password", "", N_("Keep the password in my key ring"), N_("Or in a vault, where there is none.")
    ),
    _KEPT_PASSWORDS,
    Action(
        "next_file",
        "f11",
        N_("Next hand-off that waits"),
        N_("Straight to the next one of the table that waits for you."),
    ),
    Action(
        "previous_file",
        "",
        N_("Previous hand-off that waits"),
        N_("Straight to the one before it that waits for you."),
    ),
)
"""Those that there are in a review alone."""
FOLDER_ACTIONS: Final = (
    Action(
        "help",
        "f1",
        N_("Help"),
        N_("What the columns mean, and all keys."),
        N_("Help"),
        1,
        told="screen.do('help')",
    ),
    Action("open", "enter", N_("Open"), N_("Open the selected hand-off."), N_("Open"), 1, told="screen.open"),
    Action(
        "next_waiting",
        "f3",
        N_("Next to review"),
        N_("Go to the next hand-off that waits for you."),
        N_("Next"),
        1,
        told="screen.next_waiting",
    ),
    Action(
        "switch",
        "f6",
        N_("Filter and rows"),
        N_("Switch between the filter, the rows and what is beside them."),
        N_("Filter"),
        1,
        told="screen.switch",
    ),
    Action(
        "order",
        "right",
        N_("Sort by the next column"),
        N_("The column that sorts is marked; left and right change it."),
        N_("Order"),
        1,
        told="screen.order(1)",
    ),
    Action("clear", "", N_("Clear the filter"), N_("Show all files again."), told="screen.clear"),
    Action(
        "unlock",
        "",
        N_("Unlock sealed files"),
        N_("Open all that your key fits; it is asked for once."),
        told="screen.do('unlock')",
    ),
    replace(_OWN_NOTE, key="f7", told="screen.do('own_note')"),
    replace(_KEPT_PASSWORDS, told="screen.do('kept_passwords')"),
    Action(
        "read",
        "",
        N_("Read again"),
        N_("Changes appear by themselves; this reads all anew."),
        told="screen.read",
    ),
    Action(
        "menu",
        "escape",
        N_("All actions"),
        N_("A menu of all actions and all items, searched as you type."),
        N_("Menu"),
        1,
        told="screen.do('menu')",
        before_control=True,
    ),
    Action(
        "language",
        "",
        N_("Language: English or Spanish"),
        N_("Switch the language at once."),
        told="app.language",
    ),
    Action("theme", "", N_("Dark or light"), N_("Switch between dark and light colors."), told="app.theme"),
    Action("quit", "f10", N_("Quit"), N_("Leave; your verdicts are saved."), N_("Quit"), 1, told="app.leave"),
)
"""Those of the table of a folder; its rows take Enter themselves."""
PROFILE_ACTIONS: Final = (
    Action("open", "", N_("Open"), "", told="screen.open"),
    Action("new", "insert", N_("New…"), "", told="screen.new"),
    Action("rename", "f2", N_("Rename…"), "", told="screen.rename"),
    Action("delete", "delete", N_("Delete…"), "", told="screen.delete"),
    Action("quit", "f10", N_("Quit (F10)"), "", told="app.leave"),
)
"""Those of the list of profiles, which stand on buttons."""
PROFILE_MENU: Final = (
    Action("help", "f1", N_("Help"), N_("All keys."), told="screen.help"),
    *PROFILE_ACTIONS,
    Action(
        "menu",
        "escape",
        N_("All actions"),
        N_("A menu of all actions and all items, searched as you type."),
        told="screen.menu",
    ),
    Action("language", "", N_("Language: English or Spanish"), "", told="app.language"),
    Action("theme", "", N_("Dark or light"), "", told="app.theme"),
)
"""All that can be done there."""
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
_RANKS_IN_REVIEW: Final = {"proposal": 10}
"""The ranks that differ for them."""


def actions_of(session: Session | None) -> list[Action]:
    """The actions there are in a session, in the words of who fills in or of who reviews."""
    if session is None:
        return list(ACTIONS)
    found = [action for action in ACTIONS if not (session.read_only and action.writes)]
    if not session.reviewed:
        return found
    found = [action for action in ACTIONS if action in found or action.name in _AS_REVIEWER]
    own = [action for action in REVIEW_ACTIONS if session.offers(action.name)]
    return [_as_reviewer(action) for action in found if action.in_review] + own


def _as_reviewer(action: Action) -> Action:
    title, text, short = _AS_REVIEWER.get(action.name, (action.title, action.help, action.short))
    rank = _RANKS_IN_REVIEW.get(action.name, action.rank)
    return replace(action, title=title, help=text, short=short, rank=rank)


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
