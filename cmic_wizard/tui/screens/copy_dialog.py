"""All that can be taken out of a profile as text: answers, App Version IDs, addresses, check numbers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.errors import WizardError
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import _, language
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.copying import copy, outcome
from cmic_wizard.tui.results import is_gone
from cmic_wizard.tui.safe import safe, safe_lines
from cmic_wizard.tui.screens.dialog import Dialog
from cmic_wizard.tui.session import Session

_TITLE, _WIDE_TITLE = 34, 72
"""Cells of a title, and where the terminal has `_WIDE` columns."""
_WIDE: Final = 160
_WITHOUT_TEXT: Final = (Kind.SECRET, Kind.CHECK, Kind.COMPUTED, Kind.INFO)
"""Kinds whose answers are nothing to paste anywhere."""


class Copyable(NamedTuple):
    """A text, and what it is."""

    title: str
    text: str


def values_of(session: Session, focused: Step | None) -> list[Copyable]:
    """What can be copied, that of the focused item first; each text once."""
    numbers = (session.check_number, *reversed(session.draft.handed))
    steps = session.guide.steps.values()
    public = _own_key(session)
    here = [focused] if focused is not None else []
    found = [
        *(value for step in here for value in (*_of_step(session, step), *_links(step))),
        *(value for step in steps for value in _of_step(session, step)),
        *(Copyable(_("Check number"), number) for number in numbers if number),
        *([Copyable(_("Your public key"), public)] if public else ()),
        *(value for step in steps for value in _links(step)),
    ]
    once: dict[str, Copyable] = {}
    for value in found:
        once.setdefault(value.text, value)
    return list(once.values())


def _own_key(session: Session) -> str:
    """The public half of the user's own key, where they have one that can be read."""
    from cmic_wizard.credentials import identity

    with contextlib.suppress(WizardError):
        if kept := identity.find(session.keeper.data_dir):
            return kept.public
    return ""


def _of_step(session: Session, step: Step) -> Iterator[Copyable]:
    title = _(step.title)
    answer = session.draft.answers.get(step.id, "")
    if answer and step.kind not in _WITHOUT_TEXT and not step.options:
        yield Copyable(title, answer)
    for item in step.copyables:
        yield Copyable(_(item.title), item.value)


def _links(step: Step) -> Iterator[Copyable]:
    for link in step.links_in(language()):
        yield Copyable(_(link.title), link.url)


class CopyDialog(Dialog[None]):
    """Enter copies the text under the cursor, says where it went, and goes on to the next one."""

    def __init__(self, values: list[Copyable]) -> None:
        super().__init__()
        self.heading = _("Copy a value")
        self.values = values
        self.add_class("-wide", "-tall")

    def body(self) -> Iterable[Widget]:
        """The texts, the whole of the one under the cursor, and what was copied."""
        longest = max((len(visible(value.title)) for value in self.values), default=0) + 1
        room = min(longest, _WIDE_TITLE if self.app.size.width >= _WIDE else _TITLE)
        yield OptionList(*(Option(_line(value, room)) for value in self.values), compact=True)
        yield Static(Content(), classes="text whole")
        said = _("Enter copies it whole.") if self.values else _("There is nothing to copy yet.")
        yield Static(Content.styled(said, "$quiet"), classes="text said")

    def on_mount(self) -> None:
        """Stand on the first text."""
        super().on_mount()
        listing = self.query_one(OptionList)
        listing.focus()
        listing.action_first()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show all of it, which the list may have cut."""
        event.stop()
        value = self.values[event.option_index]
        whole = Content.assemble((visible(value.title), "$quiet"), "\n", safe_lines(value.text))
        self.query_one(".whole", Static).update(whole)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Copy it."""
        event.stop()
        text = self.values[event.option_index].text
        copy(self.app, text, lambda reached: self._say(outcome(reached, text)))

    def _say(self, said: str) -> None:
        if not is_gone(self):
            self.query_one(".said", Static).update(Content.styled(said, "$good"))


def _line(value: Copyable, room: int) -> Content:
    label = visible(shortened(value.title, room - 1))
    return Content.assemble((f"{label:<{room}} ", "$quiet"), safe(" ".join(value.text.split())))
