"""What keys and pastes do on every screen, whatever stands on it."""

from __future__ import annotations

from textual import events, on
from textual.binding import Binding
from textual.widgets import OptionList

from cmic_wizard.tui.copying import Copying
from cmic_wizard.tui.results import is_gone
from cmic_wizard.tui.screens.wizard import WizardScreen
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.paste_asked import PasteAsked


class Pressing(Copying):
    """An application in which Space presses, keys act on what is in sight, and no paste is cut silently."""

    BINDINGS = [Binding("space", "press", show=False)]

    def action_press(self) -> None:
        """Space does what Enter does to a button, and to what is pointed at in a list."""
        from cmic_wizard.tui.widgets.row_list import RowList

        match self.focused:
            case Button() as button:
                button.press()
            case OptionList() as options:
                options.action_select()
            case RowList() as rows:
                rows.action_choose()

    def about_to_take(self, event: events.Key | events.Paste) -> None:
        """What a key acts on is in sight, unless it is one that scrolls."""
        scrolls = isinstance(event, events.Key) and event.key in ("pageup", "pagedown")
        if isinstance(self.screen, WizardScreen) and not scrolls:
            self.screen.page.bring_back()

    @on(PasteAsked)
    def ask_about_paste(self, event: PasteAsked) -> None:
        """Show what a paste of several lines would leave out, and take its one line if that is meant."""
        from cmic_wizard.tui.screens.doubted_answers import paste_question

        event.stop()

        def take(meant: bool | None) -> None:
            if meant and not is_gone(event.into):
                event.into.put(event.line)

        self.push_screen(paste_question(event), take)
