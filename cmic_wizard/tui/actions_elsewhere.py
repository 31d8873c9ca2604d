"""The actions of the screens that are no wizard: a review, the table of a folder, the list of profiles."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cmic_wizard.i18n import N_
from cmic_wizard.tui.action_model import Action

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
    Action("open_file", "", N_("Open a file…"), "", told="screen.open_file"),
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
