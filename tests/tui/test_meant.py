"""What is typed into each kind of control by keyboard alone: the state that results, and the answer kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pytest
from fixture_types import Opened
from textual.widgets import Input

from cmic_wizard.i18n import _
from cmic_wizard.profile.assessment import STATE_WORDS, State
from cmic_wizard.profile.fields import password_findings
from cmic_wizard.profile.rules import zones
from cmic_wizard.secret import Secret
from cmic_wizard.tui.widgets.controls.options_control import OptionsControl

if TYPE_CHECKING:
    from tests.tui.conftest import Wizard

VERSION, PATCH, PMX = "subscriptions.cmic_version", "subscriptions.patch", "subscriptions.pmxchange"
SERVER, HOSTING = "subscriptions.collaborate_server", "connection.hosting"
USER, URL, TENANT = "connection.service_user", "connection.mobile_server_url", "connection.tenant_id"
CODES, MAP, DATE = "connection.company_codes", "kickoff.integration_map", "kickoff.date"
SPECIALIST, CONTACT = "kickoff.specialist", "connection.cmic_contact"
CONDITIONS = "go_live.approver_conditions"
SECRET, CHECK = "connection.service_password", "connection.check"

LINES: tuple[tuple[str, str, State, str], ...] = (
    (VERSION, "no sé", State.TODO, ""),
    (VERSION, "don't know", State.TODO, ""),
    (VERSION, "la última", State.TO_CONFIRM, ""),
    (VERSION, "R12", State.DONE, ""),
    (PATCH, "?", State.OPTIONAL, ""),
    (USER, "pendiente", State.TODO, ""),
    (USER, "dana@acme.example", State.TO_CONFIRM, ""),
    (USER, "usuario PROCORE", State.TO_CONFIRM, "PROCORE"),
    (USER, "PROCORE_API", State.DONE, ""),
    (URL, "TBD", State.TODO, ""),
    (URL, "https://acmemob.cmicpaas.com/cmictest", State.TO_CONFIRM, ""),
    (
        URL,
        "URL: https://acmemob.cmicpaas.com/cmicprod.",
        State.WRONG,
        "https://acmemob.cmicpaas.com/cmicprod",
    ),
    (URL, "https://acmemob.cmicpaas.com/cmicprod", State.DONE, ""),
    (TENANT, "8f14e45f-ceea-467f-a8b3-1c2d3e4f5a6b", State.TO_CONFIRM, ""),
    (TENANT, "ACME", State.DONE, ""),
    (CODES, "por definir", State.TODO, ""),
    (CODES, "001;002", State.WRONG, "001,002"),
    (CODES, "001,ACME01", State.DONE, ""),
)
"""Step, text, state, and the answer that F9 makes of it ("" where there is nothing to take)."""
DATES: tuple[tuple[Sequence[str], str], ...] = (
    (("15/12/2026", "10.00", "Madrid"), "2026-12-15T10:00+01:00[Europe/Madrid]"),
    (("15 dic 2026", "3 pm", "America/Chicago"), "2026-12-15T15:00-06:00[America/Chicago]"),
    (("Dec 15, 2026", "10:00 AM", "Europe/Madrid"), "2026-12-15T10:00+01:00[Europe/Madrid]"),
    (("2026-12-15", "9:30", "America/New_York"), "2026-12-15T09:30-05:00[America/New_York]"),
)
"""What is typed into the three boxes, and the answer that is kept once they are left."""
PEOPLE: tuple[tuple[str, str, State, str, int], ...] = (
    ("todavía no", "", State.WAITING, "todavía no", 1),
    ("Jane Roe", "", State.TO_CONFIRM, "Jane Roe", 1),
    ("Jane Roe", "jane@acme.example", State.DONE, "Jane Roe <jane@acme.example>", 1),
    ("Jane y John", "jane@acme.example", State.TO_CONFIRM, "Jane y John <jane@acme.example>", 1),
    ("TBD", "jane@acme.example", State.TO_CONFIRM, "TBD <jane@acme.example>", 1),
    ("Jane <j@x.com>, John <r@x.com>", "", State.DONE, "Jane <j@x.com>, John <r@x.com>", 2),
)
"""Name, address, state, the answer that is kept, and the rows that it is shown in."""

PHRASE = "correct horse battery staple"
PASSWORDS: tuple[tuple[str, str, Sequence[str], bool], ...] = (
    ("C4nary-Pass", "C4nary-Pass", (), True),
    ("C4“na”ry ", "C4“na”ry ", ("password_quotes", "password_edge_space"), True),
    ("C4nary", "C4nory", (), False),
    ("", "", ("password_empty",), False),
)
"""What is typed into both lines, what is asked about one by one, and whether it is kept at last."""
CHECKS: tuple[tuple[Sequence[str], str | None, State | None, str], ...] = (
    (("down", "up", "x", "tab", "shift+tab", "pagedown", "pageup"), None, None, ""),
    (("tab", "space"), "no sé", State.WRONG, "skipped:no sé"),
    (("tab", "enter"), "?", State.WRONG, "skipped:?"),
    (("tab", "enter"), "", None, ""),
    (("tab", "enter"), "sin VPN", State.DONE, "skipped:sin VPN"),
)
"""Keys on the control, the reason that is typed then, the state ("None": as before), the answer kept."""

pytestmark = [pytest.mark.parametrize("lang", ["en", "es"]), pytest.mark.timeout(300)]


async def typed(wizard: Wizard, text: str) -> None:
    """Each character by its key: what is pasted is read otherwise."""
    await wizard.press(*("space" if c == " " else c for c in text))


def _shows(wizard: Wizard, text: str) -> bool:
    return text in wizard.text()


async def emptied(wizard: Wizard) -> None:
    """Nothing stands in the focused line."""
    await wizard.press("end", "ctrl+u")


def whole(wizard: Wizard, step: str) -> bool:
    """Whether all of a field is in sight, or its beginning where it is higher than the page."""
    field, page = wizard.field(step), wizard.screen.page
    seen = page.scrollable_content_region
    if field.region.height > seen.height:
        return bool(field.region.y == seen.y)
    return bool(seen.contains_region(field.region))


async def test_a_line(opened: Opened, lang: str) -> None:
    async with opened({HOSTING: "hosted"}, step=VERSION, lang=lang) as wizard:
        for step, text, state, mended in LINES:
            wizard.session.answer(
                wizard.session.guide.steps[HOSTING], "cloud" if step == TENANT else "hosted"
            )
            wizard.session.announce()
            await _a_line(wizard, step, text, state)
            if mended:
                await _mended(wizard, step, mended)
            elif state is State.TO_CONFIRM:
                await _confirmed(wizard, step, text)
            await wizard.press("enter")
            await wizard.until(partial(_left, wizard, step), "the next field")


def _left(wizard: Wizard, step: str) -> bool:
    return wizard.focused_step != step


async def _a_line(wizard: Wizard, step: str, text: str, state: State) -> None:
    await wizard.on(step)
    await emptied(wizard)
    await typed(wizard, text)
    await wizard.until(lambda: wizard.state(step).state is state, f"{state} for {text!r}")
    await wizard.until(lambda: whole(wizard, step), f"all of the field of {text!r} in sight")
    await wizard.shows(_(STATE_WORDS[state]))
    assert wizard.answer(step) == text


async def _mended(wizard: Wizard, step: str, mended: str) -> None:
    await wizard.shows(f"F9 {_('Accept')}")
    await wizard.press("f9")
    await wizard.until(lambda: wizard.answer(step) == mended, mended)
    await wizard.until(lambda: wizard.field(step).query_one(Input).value == mended, mended)


async def _confirmed(wizard: Wizard, step: str, text: str) -> None:
    await wizard.shows(f"F12 {_('Confirm')}")
    await wizard.press("f12")
    await wizard.until(lambda: wizard.state(step).state is State.DONE, "what was confirmed")
    assert wizard.answer(step) == text


@pytest.mark.parametrize(("boxes", "kept"), DATES)
async def test_a_date(opened: Opened, lang: str, boxes: tuple[str, str, str], kept: str) -> None:
    async with opened(step=DATE, lang=lang) as wizard:
        for text in boxes:
            await emptied(wizard)
            await typed(wizard, text)
            await wizard.press("enter")
        await wizard.until(lambda: wizard.answer(DATE) == kept, kept)
        stored = [kept[:10], kept[11:16], kept[kept.index("[") + 1 : -1]]
        await wizard.until(
            lambda: [box.value for box in wizard.field(DATE).query(Input)] == stored, "as stored"
        )
        assert wizard.state(DATE).state is State.DONE
        assert wizard.focused_step != DATE


@pytest.mark.parametrize(
    ("own", "zone", "kept"),
    [
        ("America/Chicago", "Madrid", "2026-12-15T10:00+01:00[Europe/Madrid]"),
        ("America/Chicago", "", "2026-12-15T10:00-06:00[America/Chicago]"),
        ("UTC", "Madrid", "2026-12-15T10:00+01:00[Europe/Madrid]"),
        ("UTC", "", "2026-12-15T10:00"),
        ("Etc/UTC", "", "2026-12-15T10:00"),
    ],
)
async def test_a_zone_is_typed_over_the_one_brought_along(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, lang: str, own: str, zone: str, kept: str
) -> None:
    monkeypatch.setattr(zones, "local_zone", lambda: own)
    async with opened(step=DATE, lang=lang) as wizard:
        for text in ("2026-12-15", "10:00", zone):
            await typed(wizard, text)
            await wizard.press("enter")
        await wizard.until(lambda: wizard.answer(DATE) == kept, kept)
        state = State.DONE if "[" in kept else State.WRONG
        await wizard.until(lambda: wizard.state(DATE).state is state, str(state))


@pytest.mark.parametrize(("name", "mail", "state", "kept", "rows"), PEOPLE)
async def test_people(
    opened: Opened, lang: str, name: str, mail: str, state: State, kept: str, rows: int
) -> None:
    async with opened(step=SPECIALIST, lang=lang) as wizard:
        await typed(wizard, name)
        await wizard.press("enter")
        await typed(wizard, mail)
        await wizard.until(lambda: wizard.state(SPECIALIST).state is state, str(state))
        await wizard.until(lambda: whole(wizard, SPECIALIST), "all of the field in sight")
        await wizard.press("enter")
        await wizard.until(lambda: wizard.focused_step != SPECIALIST, "the next field")
        assert wizard.answer(SPECIALIST) == kept
        await wizard.until(lambda: len(wizard.field(SPECIALIST).query(Input)) == 2 * rows, f"{rows} rows")


@pytest.mark.parametrize(
    ("step", "keys", "kept"),
    [
        (PMX, ("enter",), ""),
        (PMX, ("down", "enter"), "licensed"),
        (PMX, ("down", "tab", "shift+tab", "enter"), ""),
        (PMX, ("down", "down", "space"), "no"),
        (SERVER, ("enter",), ""),
        (SERVER, ("right", "enter"), "no"),
        (SERVER, ("space",), "yes"),
        (CONDITIONS, ("enter",), ""),
        (CONDITIONS, ("space", "down", "enter"), "tool_level,can_push"),
        (MAP, ("pagedown", "pageup", "enter"), ""),
    ],
)
async def test_options(opened: Opened, lang: str, step: str, keys: tuple[str, ...], kept: str) -> None:
    async with opened(step=step, lang=lang) as wizard:
        assert isinstance(wizard.app.focused, OptionsControl)
        await wizard.press(*keys)
        await wizard.until(lambda: wizard.answer(step) == kept, kept or "nothing")
        assert set(wizard.session.draft.answers) <= {step}


@pytest.mark.parametrize(("password", "again", "rules", "kept"), PASSWORDS)
async def test_a_password(
    opened: Opened, lang: str, password: str, again: str, rules: tuple[str, ...], kept: bool
) -> None:
    async with opened(step=SECRET, lang=lang) as wizard:
        await wizard.press("tab", "shift+tab", "x", "down", "up", "space")
        dialog = await wizard.dialog("PasswordDialog")
        await wizard.until(lambda: dialog.query_one("#passphrase", Input).display, "the vault's lines")
        for text in (password, again, PHRASE, PHRASE):
            if text:
                await wizard.type(text)
            await wizard.press("enter")
        texts = {found.rule: found.text for found in password_findings(Secret(password))}
        asked = [texts[rule] for rule in rules]
        if password != again:
            asked = [_("The two passwords are not the same. Please type them again.")]
        for text in asked:
            said = " ".join(text.split()[:4])
            await wizard.until(partial(_shows, wizard, said), said)
            assert wizard.screen is dialog
            assert wizard.session.draft.password is None
            await wizard.press("enter" if kept else "escape")
        await wizard.until(lambda: (wizard.session.draft.password is not None) is kept, "the record", 40)
        await wizard.dialog("WizardScreen")
        state = State.DONE if kept else State.TODO
        await wizard.until(lambda: wizard.state(SECRET).state is state, str(state))
        assert wizard.answer(SECRET) == ""


@pytest.mark.parametrize(("keys", "reason", "state", "kept"), CHECKS)
async def test_a_check_that_is_put_off(
    opened: Opened, lang: str, keys: tuple[str, ...], reason: str | None, state: State | None, kept: str
) -> None:
    async with opened(step=CHECK, lang=lang) as wizard:
        before = wizard.state(CHECK).state
        await wizard.press(*keys)
        if reason is not None:
            await wizard.dialog("TextDialog")
            await typed(wizard, reason)
            await wizard.press("tab", "enter")
            await wizard.dialog("WizardScreen")
        await wizard.until(lambda: wizard.answer(CHECK) == kept, kept or "nothing")
        await wizard.until(lambda: wizard.state(CHECK).state is (state or before), str(state))
        assert set(wizard.session.draft.answers) <= {CHECK}
        assert wizard.session.draft.check is None


async def test_words_that_are_stored_for_a_choice_find_the_option_that_says_so(
    opened: Opened, lang: str
) -> None:
    async with opened({HOSTING: "Enterprise"}, step=HOSTING, lang=lang) as wizard:
        await wizard.shows(f"F9 {_('Accept')}", "“Enterprise”")
        await wizard.press("f9")
        await wizard.until(lambda: wizard.answer(HOSTING) == "hosted")
        control = wizard.field(HOSTING).query_one(OptionsControl)
        assert control.picked == frozenset({"hosted"})
        assert not control.strange
