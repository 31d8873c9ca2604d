"""The actions of the table of a folder."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_
from cmic_wizard.struct import replace
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions_elsewhere import KEPT_PASSWORDS, OWN_NOTE

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
    replace(OWN_NOTE, key="f7", told="screen.do('own_note')"),
    replace(KEPT_PASSWORDS, told="screen.do('kept_passwords')"),
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
