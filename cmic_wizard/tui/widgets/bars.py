"""The lines around the page: title bar, status line, key bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from cmic_wizard.bounds import to_the_minute
from cmic_wizard.files import shown
from cmic_wizard.i18n import _, ngettext
from cmic_wizard.profile.assessment import Assessment
from cmic_wizard.profile.environments import TEST, WORDS, environment_of
from cmic_wizard.struct import replace
from cmic_wizard.text import shortened, visible
from cmic_wizard.tui.action_model import Action
from cmic_wizard.tui.actions import actions_of
from cmic_wizard.tui.glyphs import glyphs
from cmic_wizard.tui.session import Session
from cmic_wizard.tui.widgets.lines import TwoSided


class TitleBar(TwoSided):
    """Whose profile it is, and whether everything is saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def refresh_session(self) -> None:
        """Show the profile's name and how saving stands."""
        session = self.session
        left = Content.assemble(
            (f" CMiC {glyphs.link} Procore", "bold $strong"),
            (f" {glyphs.dot} ", "$quiet"),
            *_named(session),
        )
        self.show(left, self._saving(session))

    def _saving(self, session: Session) -> Content:
        if session.holder:
            return Content.styled(_("Read-only: open elsewhere") + " ", "$warned")
        if session.read_only:
            number = (
                f" {glyphs.dot} {_('check number')} {session.check_number}" if session.check_number else ""
            )
            return Content.styled(f"{_('Review')}{number} ", "$back")
        if session.save_fault:
            return Content.styled(_("Not saved!") + " ", "bold $bad")
        if session.dirty:
            return Content.styled(_("Saving…") + " ", "$quiet")
        saved = session.store.saved_at if session.store else ""
        if not saved:
            return Content.styled(_("Everything is saved automatically") + " ", "$quiet")
        at = to_the_minute(saved).rpartition(" ")[2]
        return Content.styled(_("Saved {time}").format(time=at) + " ", "$good")


def _named(session: Session) -> Iterator[Content]:
    """The profile's name; test stands in front of it, production behind, where it may be cut."""
    environment, dot = environment_of(session.assessment), Content.styled(f" {glyphs.dot} ", "$quiet")
    if environment == TEST:
        yield Content.styled(_(WORDS[environment]), "bold $warned") + dot
    yield Content(visible(shortened(session.draft.name, 60)))
    if environment and environment != TEST:
        yield dot + Content.styled(_(WORDS[environment]), "$quiet")


class StatusLine(TwoSided):
    """What is outstanding, always in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.behind = ""
        """The step behind which the next item is looked for."""

    def refresh_session(self) -> None:
        """Show the counts and the next item, or why saving failed."""
        session = self.session
        if session.save_fault:
            self.show(Content.styled(" " + _brief_fault(session), "$bad"), Content())
            return
        self.show(status_text(session.assessment, self.behind, review=session.reviewed), Content())


def _brief_fault(session: Session) -> str:
    """Why saving failed, the path cut to its last part so that the reason is in sight."""
    text = session.save_fault
    if session.store is not None:
        for path in (session.store.path, session.store.path.parent):
            text = text.replace(shown(path), shortened(path.name, 20))
    return text


def status_text(assessment: Assessment, behind: str = "", *, review: bool = False) -> Content:
    """The counts in words, and the next item."""
    own, waiting = len(assessment.own), len(assessment.waiting)
    if assessment.complete:
        return Content.styled(" " + _("Everything is done."), "$good")
    parts: list[Content] = []
    if own:
        text = (
            ngettext("{count} for the customer", "{count} for the customer", own)
            if review
            else ngettext("{count} to do for you", "{count} to do for you", own)
        ).format(count=own)
        parts.append(Content.styled(text, "bold $own"))
    else:
        nothing = _("Nothing to do for the customer") if review else _("Nothing to do for you")
        parts.append(Content.styled(nothing, "$good"))
    if waiting:
        text = ngettext("{count} waiting", "{count} waiting", waiting).format(count=waiting)
        parts.append(Content.styled(text, "$waits"))
    upcoming = assessment.next(behind or None)
    if upcoming is not None:
        parts.append(Content.assemble((_("next: "), "$quiet"), _(upcoming.step.title), (" (F3)", "$key")))
    return Content(" ") + Content(f" {glyphs.dot} ").join(parts)


class KeyBar(Widget):
    """The keys of the actions, as many as fit; a click does what the key does."""

    DEFAULT_CSS = "KeyBar { height: 1; width: 1fr; }"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.possible = actions_of(session)
        self.always = [action for action in self.possible if action.rank]
        self.actions = list(self.always)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def _shown(self) -> list[Action]:
        room = self.content_size.width + 1
        kept: set[str] = set()
        for action in sorted(self.actions, key=lambda a: a.rank):
            width = len(action.key_label) + len(_(action.short)) + 3
            if width <= room:
                kept.add(action.name)
                room -= width
        return [action for action in self.actions if action.name in kept]

    def show_applying(self, words: Mapping[str, str]) -> None:
        """Name these actions, too, in front, as long as their keys would do something here."""
        applying = [replace(a, rank=1, short=words[a.name]) for a in self.possible if a.name in words]
        always = [action for action in self.always if action.name not in words]
        if self.actions != (now := [*applying, *always]):
            self.actions = now
            self.refresh()

    def render(self) -> Content:
        """Key, then word, for each action."""
        return Content(" ") + Content("  ").join(
            Content.assemble((action.key_label, "bold $key"), " ", _(action.short))
            for action in self._shown()
        )

    async def on_click(self, event: events.Click) -> None:
        """Do the action under the mouse."""
        left = 1
        for action in self._shown():
            width = len(action.key_label) + len(_(action.short)) + 1
            if left <= event.x < left + width:
                await self.run_action(f"screen.{action.call}")
                return
            left += width + 2
