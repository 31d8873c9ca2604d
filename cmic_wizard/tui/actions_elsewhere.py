"""The actions of the screens that are no wizard: a review, the list of profiles."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_
from cmic_wizard.tui.action_model import Action

OWN_NOTE: Final = Action(
    "own_note", "", N_("Your own note"), N_("For yourself alone; it is in no file that you send.")
)
"""A note that no file holds."""
KEPT_PASSWORDS: Final = Action(
    "kept_passwords", "", N_("Passwords that you keep"), N_("List, show or delete those of your customers.")
)
"""Customers' passwords on this computer."""
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
    OWN_NOTE,
    Action("copy_password", "", N_("Copy the password"), N_("To the clipboard, for 30 seconds.")),
    Action("show_password", "", N_("Show the password"), N_("For 15 seconds.")),
    Action(
        "write_password", "", N_("Write the password to a file…"), N_("Unencrypted, readable by you alone.")
    ),
    Action(
        "keep_password", "", N_("Keep the password in my key ring"), N_("Or in a vault, where there is none.")
    ),
    KEPT_PASSWORDS,
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
PROFILE_ACTIONS: Final = (
    Action("open", "", N_("Open"), "", told="screen.open"),
    Action("new", "insert", N_("New…"), "", told="screen.new"),
    Action("copy", "f7", N_("Copy…"), "", told="screen.copy"),
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
