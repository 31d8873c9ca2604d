"""Customer, specialist, customer, specialist: through the real screens at 80 × 24, by keyboard alone."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fixture_types import OpenTerminal, RunWizard
from full_run import sampled

from cmic_wizard.i18n import _, ngettext, set_language
from cmic_wizard.profile.assessment import STATE_WORDS, State
from cmic_wizard.profile.names import slug_of

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_driver import Driver, read_answers

DATA = Path(__file__).parent / "data"
FEW_ENOUGH = 60.0
"""Seconds that a whole round may take."""
VERSION, CODES = "subscriptions.cmic_version", "connection.company_codes"
CUSTOMERS_PASSPHRASE, SPECIALISTS_PASSPHRASE = "correct horse battery staple", "a vault for Ana's own key"
REMARK, QUESTION, REPLY = "Please install patch 21 first.", "Is 001 still in use?", "Yes, for old invoices."
SPECIALISTS = (
    *("kickoff.integration_map", "kickoff.approver_role", "go_live.tool_enabled", "kickoff.welcome_email"),
)
DATE, CALL = "kickoff.date", "2026-12-03 10:00 America/Chicago"
WORD, WHY = "Sent on Monday.", "As agreed by phone."
BEFORE, AFTER = "R12 Patch 20", "R12 Patch 21"


class Round:
    """Both people's computers, and the files that go between them."""

    def __init__(
        self,
        given: dict[str, Any],
        terminal: OpenTerminal,
        run_wizard: RunWizard,
        folder: Path,
        left_open: tuple[str, ...] = (),
    ) -> None:
        self.name: str = given["name"]
        self.language: str = given["language"]
        self.password: str = given["answers"]["connection.service_password"]
        self.terminal, self.run = terminal, run_wizard
        self.customer, self.specialist = folder / "customer", folder / "specialist"
        for place in (self.customer, self.specialist):
            place.mkdir()
        self.sealed = self.customer / f"{slug_of(self.name)}.cmic-profile.age"
        self.remarks = self.specialist / f"{slug_of(self.name)}.cmic-remarks.json"
        self.raw = b""
        answers = {**given["answers"], **given["holds"], VERSION: BEFORE}
        for step in ("connection.service_password", *left_open):
            del answers[step]
        self._prepare(answers, folder)

    def _prepare(self, answers: dict[str, str], folder: Path) -> None:
        """The customer's profile by `set`, the specialist's key by `key new`, both in vaults."""
        files = {}
        for name, secret in {
            "password": self.password,
            "customer": CUSTOMERS_PASSPHRASE,
            "specialist": SPECIALISTS_PASSPHRASE,
        }.items():
            files[name] = folder / f"{name}.secret"
            files[name].write_text(secret)
            files[name].chmod(0o600)
        done = self.run("set", "--profile", self.name, *(f"{step}={text}" for step, text in answers.items()))
        assert done.returncode == 0, done.stderr
        done = self.run(
            *("set", "connection.service_password", "--password-file", files["password"]),
            *("--passphrase-file", files["customer"]),
        )
        assert done.returncode == 0, done.stderr
        self.keys: list[str | Path] = ["--data-dir", self.specialist / "data"]
        done = self.run("key", "new", *self.keys, "--passphrase-file", files["specialist"])
        assert done.returncode == 0, done.stderr
        self.public = done.stdout.strip()

    def at_customer(self) -> Driver:
        """The customer's wizard."""
        screen = self.terminal("--lang", self.language, cwd=self.customer)
        screen.expect(_("Welcome"))
        return Driver(screen)

    def at_specialist(self) -> Driver:
        """The specialist's review of the sealed file, opened with his own key."""
        screen = self.terminal(
            "review", self.sealed, *self.keys, "--lang", self.language, cwd=self.specialist
        )
        screen.expect(_("Passphrase of the vault:"))
        screen.type(SPECIALISTS_PASSPHRASE)
        screen.press("enter")
        screen.expect(_("Your review"))
        return Driver(screen)

    def leave(self, driver: Driver) -> None:
        """F10, and the end."""
        driver.press("f10")
        assert driver.terminal.expect_end() == 0
        self.raw += driver.terminal.raw

    def button(self, driver: Driver, name: str) -> None:
        """Press the button that has the focus, once its last press is over."""
        driver.terminal.wait_until(lambda: _has_focus(driver, name), what=f"the focus on “{name}”")
        driver.press("enter")

    def hand_off(self, driver: Driver, *, again: bool = False) -> None:
        """F8, sealed for the specialist's key; the same file as before is replaced."""
        screen = driver.terminal
        driver.press("f8")
        screen.expect(_("Hand over"))
        driver.press("enter")
        screen.expect(_("Open the vault"))
        driver.type(CUSTOMERS_PASSPHRASE)
        driver.press("enter")
        screen.expect(_("recommended"), timeout=20)
        if not again:  # the second time its key is known, and so this way is recommended
            driver.press("up", "up", "down", "tab")
            screen.expect(_("Your specialist's public key, or the path of a file with keys"))
            screen.paste(self.public)
            driver.press("enter", "enter")
        screen.expect(_("With the password, encrypted: only the key opens it."))
        self.button(driver, _("Write file and e-mail"))
        if again:
            screen.expect(_("There is a file of that name already."))
            self.button(driver, _("Replace the file"))
        screen.expect(_("E-mail draft: ").strip())  # the fingerprint stood there before it was written
        screen.expect(_("Sealed for: ").strip())
        screen.expect(self.public[:12])
        screen.expect(self.public[-8:])
        driver.press("tab")
        self.button(driver, _("It is sent"))
        self.button(driver, _("Close"))
        screen.expect_gone(_("Sealed for: ").strip())

    def judge(self, driver: Driver) -> None:
        """A change, an acceptance, a question, all the rest at once, the verdict on the whole, a name."""
        screen = driver.terminal
        length = len(self.password)
        text = ngettext(
            "Password: present, {count} character, not shown.",
            "Password: present, {count} characters, not shown.",
            length,
        )
        driver.press("f3")
        driver.wait_focus(VERSION)
        driver.press("right", "enter")
        driver.type(REMARK)
        screen.expect(REMARK)
        driver.press("f3")
        driver.wait_focus("subscriptions.pmxchange")
        driver.press("space")
        driver.go_by_menu(CODES)
        driver.press("right", "right", "enter")
        driver.type(QUESTION)
        screen.expect(QUESTION)
        driver.go_by_menu("connection.check")
        driver.press("right", "left", "space")
        driver.press("f8")
        screen.expect(_("Your overall verdict"))
        driver.press("tab", "enter")
        screen.expect(_("Accept the rest"))
        driver.press("tab", "enter")
        screen.expect(
            ngettext("{count} item, all reviewed.", "{count} items, all reviewed.", 9).partition("}")[2]
        )
        driver.press("right", "enter")
        driver.type("Ana Ruiz")
        driver.press("tab")
        self.button(driver, _("Write the remarks file…"))
        screen.expect(_("Remarks"))
        self.button(driver, _("Write the file"))
        screen.wait_until(self.remarks.exists, what="the remarks file")
        screen.expect_gone(_("Cancel"))
        driver.press("tab")
        screen.expect(text.format(count=length))

    def take_remarks(self, driver: Driver) -> None:
        """Esc, the entry of the menu, the path; then the items that came back stand first."""
        screen = driver.terminal
        driver.press("esc")
        screen.expect(_("All actions"))
        driver.type(_("Open a file"))
        driver.press("enter")
        screen.expect(_("Path of the file"))
        driver.type(str(self.remarks))
        driver.press("enter")
        driver.wait_focus(VERSION)
        screen.expect(f"Ana Ruiz: {REMARK}")
        screen.expect(_(STATE_WORDS[State.RETURNED]))
        driver.press("f4")
        screen.expect(_("All action items"))
        lines = driver.lines()
        first = next(i for i, line in enumerate(lines) if f"{_('Your turn')} (2)" in line)
        listed = "\n".join(lines[first : first + 6])
        assert listed.index(driver.title(VERSION)) < listed.index(REMARK) < listed.index(QUESTION)
        driver.press("esc")

    def answer(self, driver: Driver) -> None:
        """Another version, and a note on the question: nothing is left to do."""
        screen = driver.terminal
        driver.wait_focus(VERSION)
        driver.press("home", "ctrl+k")
        driver.type(AFTER)
        driver.wait_done(VERSION)
        screen.expect(REMARK)
        driver.press("f3")
        driver.wait_focus(CODES)
        screen.expect(QUESTION)
        driver.press("f7")
        screen.expect(_("Save"))
        driver.type(REPLY)
        driver.press("esc")
        driver.wait_done(CODES)
        screen.expect(_("Everything is done."))

    def look_again(self, driver: Driver) -> None:
        """Old beside new, the reply to the question, and the acceptance."""
        screen = driver.terminal
        screen.expect(_("Changed since the previous hand-off"))
        screen.expect(BEFORE)
        screen.expect(AFTER)
        screen.expect(REPLY)
        driver.press("f3")
        driver.wait_focus(VERSION)
        screen.expect(_("Changed since the previous hand-off; before:").partition(";")[0])
        screen.expect(f"(•) {_('Change wanted')}")
        driver.press("left", "enter")
        driver.press("f3")
        driver.wait_focus(CODES)
        screen.expect(REPLY)
        driver.press("left", "left", "enter")
        screen.expect(
            ngettext("{count} item, all reviewed.", "{count} items, all reviewed.", 9).partition("}")[2]
        )

    def answer_own_steps(self, driver: Driver) -> None:
        """What is the specialist's, by its own control; a proposal; all that is in order; the file."""
        screen = driver.terminal
        for step in SPECIALISTS:
            driver.go_by_menu(step)
            driver.press("space")
            screen.expect(f"(•) {_('Done')}")
        driver.press("enter")
        driver.type(WORD)
        screen.expect(WORD)
        driver.go_by_menu(DATE)
        driver.press("f9")
        screen.expect(_("Propose it"))
        driver.type(CALL)
        driver.press("enter")
        driver.type(WHY)
        driver.press("enter")
        screen.expect_gone(_("Propose it"))
        screen.expect(WHY)
        for warned in (CODES, "connection.check"):
            driver.go_by_menu(warned)
            driver.press("right", "left", "space")
        driver.press("f8")
        screen.expect(_("Your overall verdict"))
        driver.press("tab", "enter")
        screen.expect(_("Accept the rest"))
        driver.press("tab", "enter")
        screen.expect_gone(_("Accept the rest"))
        driver.press("space", "enter")
        driver.type("Robin Vega")
        driver.press("tab")
        self.button(driver, _("Write the remarks file…"))
        screen.expect(_("Remarks"))
        self.button(driver, _("Write the file"))
        screen.wait_until(self.remarks.exists, what="the remarks file")
        screen.expect_gone(_("Cancel"))

    def take_answers(self, driver: Driver) -> None:
        """The menu, the path; the proposal stands first, and one key takes it: everything is done."""
        screen = driver.terminal
        driver.press("esc")
        screen.expect(_("All actions"))
        driver.type(_("Open a file"))
        driver.press("enter")
        screen.expect(_("Path of the file"))
        driver.type(str(self.remarks))
        driver.press("enter")
        driver.wait_focus(DATE)
        screen.expect(_(STATE_WORDS[State.TO_CONFIRM]))
        driver.press("f9")
        driver.wait_done(DATE)
        screen.expect(_("Everything is done."))


def _has_focus(driver: Driver, name: str) -> bool:
    """Whether a button is drawn as the one that has the focus, and is not being pressed."""
    from cmic_wizard.tui.themes import DARK

    picked = DARK.variables["picked"].removeprefix("#")
    for row, line in enumerate(driver.lines()):
        column = line.find(name)
        if column >= 0 and driver.terminal.cell(row, column).bg == picked:
            return True
    return False


@sampled(2)
@pytest.mark.parametrize("file", ["penalara.toml", "acme-builders.toml"])
def test_a_hand_off_goes_round_twice_by_keyboard_alone(
    file: str, terminal: OpenTerminal, run_wizard: RunWizard, tmp_path: Path
) -> None:
    given = read_answers(DATA / file)
    set_language(given["language"])
    trip = Round(given, terminal, run_wizard, tmp_path)
    began = time.monotonic()

    driver = trip.at_customer()
    trip.hand_off(driver)
    trip.leave(driver)
    assert trip.password.encode() not in trip.sealed.read_bytes()

    driver = trip.at_specialist()
    trip.judge(driver)
    trip.leave(driver)
    file_of_remarks = json.loads(trip.remarks.read_text())
    verdicts = {remark["step"]: remark["verdict"] for remark in file_of_remarks["remarks"]}
    assert verdicts.pop(VERSION) == "change"
    assert verdicts.pop(CODES) == "question"
    assert set(verdicts.values()) == {"accepted"}
    assert (file_of_remarks["author"], file_of_remarks["overall"]) == ("Ana Ruiz", "changes")

    driver = trip.at_customer()
    trip.take_remarks(driver)
    trip.answer(driver)
    trip.hand_off(driver, again=True)
    trip.leave(driver)

    driver = trip.at_specialist()
    trip.look_again(driver)
    trip.leave(driver)
    assert time.monotonic() - began < FEW_ENOUGH

    for secret in (trip.password, CUSTOMERS_PASSPHRASE, SPECIALISTS_PASSPHRASE):
        assert secret.encode() not in trip.raw, "no secret is ever on a screen"
        assert secret not in trip.remarks.read_text()


@sampled(2)
@pytest.mark.parametrize("file", ["penalara.toml", "acme-builders.toml"])
def test_by_files_and_keyboard_it_is_completed_each_step_by_whose_it_is(
    file: str, terminal: OpenTerminal, run_wizard: RunWizard, tmp_path: Path
) -> None:
    given = read_answers(DATA / file)
    set_language(given["language"])
    trip = Round(given, terminal, run_wizard, tmp_path, (*SPECIALISTS, DATE))
    assert run_wizard("status").returncode == 3

    driver = trip.at_customer()
    trip.hand_off(driver)
    trip.leave(driver)
    driver = trip.at_specialist()
    trip.answer_own_steps(driver)
    trip.leave(driver)
    brought = json.loads(trip.remarks.read_text())
    assert {answer["step"] for answer in brought["answers"]} == set(SPECIALISTS)
    assert [(p["step"], p["reason"]) for p in brought["proposals"]] == [(DATE, WHY)]
    driver = trip.at_customer()
    trip.take_answers(driver)
    trip.leave(driver)

    done = run_wizard("status", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["complete"]
    done = run_wizard("export", "-o", tmp_path / "last.json")
    assert done.returncode == 0, done.stderr
    answered = json.loads((tmp_path / "last.json").read_text())["answered"]
    roles = {step: (who["role"], who["by"]) for step, who in answered.items()}
    assert {step for step, who in roles.items() if who == ("specialist", "Robin Vega")} == set(SPECIALISTS)
    assert {who for step, who in roles.items() if step not in SPECIALISTS} == {("customer", "")}
    for secret in (trip.password, CUSTOMERS_PASSPHRASE, SPECIALISTS_PASSPHRASE):
        assert secret.encode() not in trip.raw
