"""The list of profiles: open, create, copy, rename, delete."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from cmic_wizard.background import in_thread
from cmic_wizard.bounds import NAME_AT_MOST, to_the_minute
from cmic_wizard.credentials.leftovers import delete_profile
from cmic_wizard.errors import WizardError
from cmic_wizard.guide.loader import load_guide
from cmic_wizard.i18n import _
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.environments import TEST
from cmic_wizard.profile.listing import Standing, standing_of
from cmic_wizard.profile.profiles import Listed, Profiles
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.actions import bindings
from cmic_wizard.tui.actions_elsewhere import PROFILE_ACTIONS, PROFILE_MENU
from cmic_wizard.tui.application import application_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.results import screen_work, to_its_end
from cmic_wizard.tui.safe import safe_lines
from cmic_wizard.tui.screens.dialog import Confirm, Dialog, DialogButton
from cmic_wizard.tui.screens.file_flow import open_file
from cmic_wizard.tui.screens.help import HelpDialog, Keys
from cmic_wizard.tui.screens.menu import do_chosen
from cmic_wizard.tui.screens.switching import show_instead
from cmic_wizard.tui.widgets.button import Button
from cmic_wizard.tui.widgets.controls.line_control import SafeInput

NAME_CELLS: Final = 28
"""Columns that a profile's name takes in the list."""
_IN_A_ROW: Final = 4
"""Buttons in the upper of two rows, so that all of them stand in the narrowest window."""


class NameDialog(Dialog[str]):
    """Asks for a profile's new name, or for that of its copy."""

    def __init__(self, name: str, heading: str, act: str, text: str = "") -> None:
        """`name` is proposed; `act` is what the button says, `text` what is to be said before."""
        super().__init__()
        self.heading = heading
        self.act = act
        self.text = text
        self.name_now = name

    def body(self) -> Iterable[Widget]:
        """The name."""
        if self.text:
            yield Static(safe_lines(self.text), classes="text")
        yield SafeInput(self.name_now, compact=True, max_length=NAME_AT_MOST)

    def buttons(self) -> Iterable[Button]:
        """Do it, cancel."""
        yield DialogButton(self.act, self.press_rename, name="rename", compact=True)
        yield DialogButton(_("Cancel"), self.action_close, name="close", compact=True)

    @on(Input.Submitted)
    def press_rename(self) -> None:
        """Give the name back."""
        self.dismiss(self.query_one(Input).value)


class ProfilesScreen(Screen[None]):
    """Every profile on this computer with its progress."""

    CSS_PATH = "../dialog.tcss"

    BINDINGS = [*bindings(PROFILE_MENU)]

    def __init__(self, profiles: Profiles, fault: str = "", *, behind: str = "") -> None:
        """`behind` is the profile that was left for the list, to which Esc goes back."""
        super().__init__(classes="Dialog")
        self.behind = behind
        self.profiles = profiles
        self.fault = fault
        self.listed: list[Listed] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="profile-list"):
            yield Static(Content.styled(_("Profiles on this computer"), "bold $mark"), classes="title")
            yield OptionList(compact=True)
            yield Static(safe_lines(self.fault), classes="fault")
            said = _("Esc: back to the profile you came from") if self.behind else _("Esc: all actions")
            yield Static(Content.styled(said, "$quiet"), classes="hint")
            for actions, kind in ((PROFILE_ACTIONS[:_IN_A_ROW], ""), (PROFILE_ACTIONS[_IN_A_ROW:], " more")):
                with Horizontal(classes=f"buttons{kind}"):
                    for action in actions:
                        yield Button(_(action.title), name=action.name, compact=True)

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one(OptionList).focus()

    def _fill(self) -> None:
        try:
            self.listed = self.profiles.list()
        except WizardError as error:
            self.listed = []
            self._complain(str(error))
        listing = self.query_one(OptionList)
        listing.clear_options()
        listing.add_options([Option(self._line(listed)) for listed in self.listed])
        listing.highlighted = 0 if self.listed else None

    def _line(self, listed: Listed) -> Content:
        name = Content(visible(shortened(listed.name, NAME_CELLS))).truncate(NAME_CELLS, ellipsis=True)
        name = name.pad_right(NAME_CELLS - name.cell_length)
        if listed.fault:
            return Content.assemble((glyphs.warning, "$bad"), " ", name, " ", (_("damaged"), "$bad"))
        try:
            draft = self.profiles.load(listed.slug)
        except WizardError:
            return Content.assemble("  ", name)
        result = assess(load_guide(), draft, datetime.now(UTC))
        own = _("{count} to do").format(count=len(result.own)) if result.own else _("nothing to do")
        changed = to_the_minute(listed.changed)
        line = Content.assemble(
            "  ",
            name,
            " ",
            (f"{int(result.progress * 100):3d} % ", "$good"),
            (own.ljust(16), "$own"),
            (changed, "$quiet"),
        )
        beneath = _beneath(standing_of(result, datetime.now(UTC)))
        return Content.assemble(line, "\n    ", beneath) if beneath else line

    @property
    def current(self) -> Listed | None:
        """The marked profile."""
        index = self.query_one(OptionList).highlighted
        return self.listed[index] if index is not None and index < len(self.listed) else None

    def _complain(self, text: str) -> None:
        self.query_one(".fault", Static).update(safe_lines(text))

    @on(OptionList.OptionSelected)
    def _open(self) -> None:
        self.action_open()

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        for action in PROFILE_ACTIONS:
            if action.name == event.button.name:
                await self.run_action(action.call)

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpDialog(None, PROFILE_MENU, beside=_keys_of_the_list))

    @screen_work()
    async def action_menu(self) -> None:
        """Back to the profile that was left for the list, else all that can be done here."""
        if not self.behind:
            await do_chosen(self, PROFILE_MENU)
            return
        try:
            await application_of(self).open_profile(self.behind)
        except WizardError as error:
            self.behind = ""
            self.query_one(".hint", Static).update(Content.styled(_("Esc: all actions"), "$quiet"))
            self._complain(str(error))

    @screen_work()
    async def action_open(self) -> None:
        """Open the marked profile; for a damaged one, offer the version before."""
        listed = self.current
        if listed is None:
            return
        try:
            if listed.fault and not await self._mended(listed):
                return
            await application_of(self).open_profile(listed.slug)
        except WizardError as error:
            self._complain(str(error))

    async def _mended(self, listed: Listed) -> bool:
        earlier = self.profiles.previous(listed.slug)
        if earlier is None:
            text = _(
                "This profile can't be read: {reason} There is no earlier version. Set the file aside? It is"
                " kept, only out of the way."
            ).format(reason=listed.fault)
            if await self.app.push_screen_wait(Confirm(_("Damaged profile"), text, _("Set aside"))):
                where = self.profiles.set_aside(listed.slug)
                self._fill()
                self._complain(_("The damaged file is now {path}.").format(path=where))
            return False
        text = _(
            "This profile can't be read: {reason} The version before its last save is whole. Open that one?"
            " The damaged file is set aside and kept."
        ).format(reason=listed.fault)
        if not await self.app.push_screen_wait(
            Confirm(_("Damaged profile"), text, _("Open the earlier version"))
        ):
            return False
        self.profiles.restore_previous(listed.slug)
        return True

    async def action_new(self) -> None:
        """A new profile."""
        from cmic_wizard.tui.screens.first_run import FirstRunScreen

        show_instead(self.app, FirstRunScreen(ask_language=False))

    def action_open_file(self) -> None:
        """Open what somebody sent."""
        open_file(self, self._complain)

    @screen_work()
    async def action_copy(self) -> None:
        """Make a second environment out of the marked profile."""
        from cmic_wizard.profile.second_environment import copy, proposed_name

        listed = self.current
        if listed is None:
            return
        text = _(
            "For a second environment: the copy has the answers and notes, but not the password, the check,"
            " what was asked of whom, or the review."
        )
        try:
            proposed = proposed_name(self.profiles.load(listed.slug))
            dialog = NameDialog(proposed, _("Copy the profile"), _("Copy"), text)
            name = await self.app.push_screen_wait(dialog)
            if name is None:
                return
            _slug, said = copy(self.profiles, listed.slug, name)
            self._complain("")
            self.app.notify(said, timeout=8)
        except WizardError as error:
            self._complain(str(error))
        self._fill()

    @screen_work()
    async def action_rename(self) -> None:
        """Rename the marked profile."""
        listed = self.current
        if listed is None:
            return
        dialog = NameDialog(listed.name, _("Rename the profile"), _("Rename"))
        name = await self.app.push_screen_wait(dialog)
        if name is None:
            return
        try:
            self.profiles.rename(listed.slug, name)
        except WizardError as error:
            self._complain(str(error))
        self._fill()

    @screen_work()
    async def action_delete(self) -> None:
        """Delete the marked profile and its password, asked twice."""
        listed = self.current
        if listed is None:
            return
        name = visible(listed.name)
        first = _("Delete the profile “{name}” with its password from this computer?").format(name=name)
        second = _("“{name}” can't be brought back. Really delete it?").format(name=name)
        for text, yes in ((first, _("Delete")), (second, _("Delete for good"))):
            if not await self.app.push_screen_wait(Confirm(_("Delete the profile"), text, yes)):
                return
        profiles, keeper, slug = self.profiles, application_of(self).keeper, listed.slug
        try:
            act = in_thread(lambda: delete_profile(profiles, keeper, slug))
            left = await to_its_end(self, act, "\n".join)
            self._complain("\n".join(left))
        except WizardError as error:
            self._complain(str(error))
        self._fill()


def _beneath(standing: Standing) -> Content:
    """Which environment, the next call, what is late, and how the review stands."""
    place = "bold $warned" if standing.environment == TEST else "$quiet"
    pieces = (
        (standing.place, place),
        (standing.call, "$quiet"),
        (standing.lateness, "$bad"),
        (standing.review, "$quiet"),
    )
    dot = Content.styled(f" {glyphs.dot} ", "$quiet")
    return dot.join(Content.styled(text, style) for text, style in pieces if text)


def _keys_of_the_list() -> Keys:
    """What keys do in the list."""
    return (
        ("Tab", _("From the list to the buttons and back. Up and Down go from profile to profile.")),
        ("Enter", _("Open the profile under the cursor.")),
        ("Ctrl+C", _("Copy the selected text; if none is selected, quit.")),
    )
