"""What a reviewer keeps of their own: notes on hand-offs, and passwords out of sealed files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.background import in_thread
from cmic_wizard.bounds import to_the_minute
from cmic_wizard.credentials.keeper import Keeper
from cmic_wizard.errors import WizardError
from cmic_wizard.i18n import _
from cmic_wizard.review import desk, kept_passwords
from cmic_wizard.review.kept_passwords import KeptPassword
from cmic_wizard.text import visible
from cmic_wizard.tui.results import screen_work
from cmic_wizard.tui.review.reveal import RevealDialog
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.screens.dialog import Confirm, Dialog, DialogButton
from cmic_wizard.tui.screens.note import TextDialog
from cmic_wizard.tui.screens.unlocking import asked, carried_out
from cmic_wizard.tui.widgets.button import Button

SHOW, DELETE = "show", "delete"


async def write_desk_note(screen: Screen[Any], data_dir: Path, profile_id: str, company: str) -> None:
    """Let the reviewer write a note on a customer's hand-offs. In a worker."""
    try:
        before = await in_thread(lambda: desk.find(data_dir, profile_id).note)
    except WizardError as error:
        screen.app.notify(str(error), severity="error", markup=False, timeout=10)
        return
    hint = _(
        "For yourself alone: it stays on this computer and is in no file that you send. Esc saves and closes."
    )

    def keep(text: str) -> None:
        desk.keep_note(data_dir, profile_id, text.strip())

    heading = _("Your own note: {company}").format(company=visible(company))
    await screen.app.push_screen_wait(TextDialog(heading, hint, before, keep))


class KeptPasswordsDialog(Dialog[tuple[str, KeptPassword]]):
    """Lists them; its result is what is to be done with which one."""

    def __init__(self, kept: Sequence[KeptPassword]) -> None:
        super().__init__()
        self.heading = _("Passwords that you keep")
        self.kept = kept
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """Whose they are, since when and where; never themselves."""
        if not self.kept:
            yield Static(Content(_("You keep no password of a customer.")), classes="text")
            return
        yield OptionList(
            *(Option(_line(one), id=str(place)) for place, one in enumerate(self.kept)), compact=True
        )

    def buttons(self) -> Iterable[Button]:
        """Show, delete, close."""
        if self.kept:
            yield DialogButton(_("Show for 15 seconds"), partial(self.press, SHOW), name=SHOW, compact=True)
            yield DialogButton(_("Delete…"), partial(self.press, DELETE), name=DELETE, compact=True)
        yield DialogButton(_("Close"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Stand on the first one."""
        super().on_mount()
        for listing in self.query(OptionList):
            listing.highlighted = 0

    def press(self, what: str) -> None:
        """Do it with the one under the cursor."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss((what, self.kept[place]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on one goes on to what can be done with it."""
        event.stop()
        self.query(Button).first().focus()


def _line(one: KeptPassword) -> Content:
    places = {"key_ring": _("key ring"), "vault": _("vault")}
    where = places.get(one.noted.place, _("perhaps not kept"))
    name = one.entry.file if one.noted.place == "vault" else one.entry.service
    return Content.assemble(
        safe(one.noted.company), (f"  {to_the_minute(one.noted.at)}  {where}  {name}", "$quiet")
    )


@screen_work()
async def show_kept_passwords(screen: Screen[Any], keeper: Keeper, data_dir: Path) -> None:
    """List them, and show or delete the one that is chosen, until the list is closed."""
    while True:
        try:
            kept = await in_thread(lambda: kept_passwords.listed(data_dir))
            chosen = await screen.app.push_screen_wait(KeptPasswordsDialog(kept))
            if chosen is None:
                return
            what, one = chosen
            if what == SHOW:
                secret = await carried_out(kept_passwords.read(keeper, one), partial(asked, screen.app))
                if secret is not None:
                    await screen.app.push_screen_wait(RevealDialog(secret))
                continue
            question = _("Delete the password of {company} from this computer?").format(
                company=visible(one.noted.company)
            )
            if await screen.app.push_screen_wait(Confirm(_("Delete the password"), question, _("Delete"))):
                await in_thread(partial(kept_passwords.delete, keeper, data_dir, one))
        except WizardError as error:
            screen.app.notify(str(error), severity="error", markup=False, timeout=10)
            return
