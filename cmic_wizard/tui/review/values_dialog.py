"""One page with what a specialist enters in Procore: each value is copied by one key."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.i18n import _
from cmic_wizard.review.values import Value
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.copying import copy, outcome
from cmic_wizard.tui.results import is_gone
from cmic_wizard.tui.safe import safe
from cmic_wizard.tui.screens.dialog import Dialog, DialogButton
from cmic_wizard.tui.widgets.button import Button

PASSWORD = "password"  # noqa: S105 - the name of a line
CopyPassword = Callable[[Callable[[str], None]], None]
_TITLE = 30


class ValuesDialog(Dialog[None]):
    """Enter copies the value under the cursor and goes on to the next one."""

    def __init__(self, values: tuple[Value, ...], length: int, copy_password: CopyPassword) -> None:
        """`length` is that of the password, 0 for none; `copy_password` copies it and says where to."""
        super().__init__()
        self.heading = _("Values for Procore")
        self.values = values
        self.length = length
        self.copy_password = copy_password
        self.add_class("-wide")

    def body(self) -> Iterable[Widget]:
        """The values, and what was copied."""
        options = [
            Option(_line(value), id=str(number), disabled=not value.text)
            for number, value in enumerate(self.values)
        ]
        if self.length:
            said = _("{count} characters; Enter copies it for 30 seconds").format(count=self.length)
            options.append(Option(_said(_("Password"), Content.styled(said, "$warned")), id=PASSWORD))
        yield OptionList(*options, compact=True)
        yield Static(Content(_("Enter copies the value and goes on to the next.")), classes="text")

    def buttons(self) -> Iterable[Button]:
        """Close."""
        yield DialogButton(_("Close"), self.action_close, name="close", compact=True)

    def on_mount(self) -> None:
        """Stand on the first value."""
        super().on_mount()
        listing = self.query_one(OptionList)
        listing.focus()
        listing.action_first()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Copy it."""
        event.stop()
        if event.option_id == PASSWORD:
            self.copy_password(self._say)
            return
        value = self.values[int(event.option_id or 0)]
        copy(self.app, value.text, lambda reached: self._say(outcome(reached, value.text)))
        event.option_list.action_cursor_down()

    def _say(self, text: str) -> None:
        if not is_gone(self):
            self.query_one(".text", Static).update(Content.styled(text, "$good"))


def _line(value: Value) -> Content:
    if value.text:
        return _said(value.title, safe(value.text.replace("\n", ", ")))
    said = value.reason or _("not answered yet")
    return _said(value.title, Content.styled(visible(shortened(said, 60)), "$own"))


def _said(title: str, text: Content) -> Content:
    label = visible(shortened(title, _TITLE))
    return Content.assemble((f"{label:<{_TITLE}} ", "$quiet"), text)
