"""The lead asks two people; one answers by the sheet, one in the text of a reply: by keyboard, at 80 × 24."""

from __future__ import annotations

import json
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from asked_sheet import behind, quoted
from fixture_types import OpenTerminal, RunWizard
from full_run import sampled

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from wizard_driver import Driver

from cmic_wizard.handoff import answer_sheet
from cmic_wizard.i18n import _, ngettext, set_language
from cmic_wizard.profile.draft import Draft
from cmic_wizard.profile.profiles import Profiles
from cmic_wizard.profile.requests import Request

NAME = "Acme Builders"
VERSION, EXCHANGE = "subscriptions.cmic_version", "subscriptions.pmxchange"
CODES = "connection.company_codes"
PASSWORD = "C4nary-Pa55word"
LATE = Request("Lee Park", "2026-01-05T10:00:00+00:00", due="2026-01-09")
FEW_ENOUGH = 60.0
"""Seconds that all of it may take."""


class Lead:
    """The lead's computer, and the files that go out and come in."""

    def __init__(
        self, lang: str, terminal: OpenTerminal, run_wizard: RunWizard, home: Path, data: Path
    ) -> None:
        self.lang, self.terminal, self.run, self.home, self.data = lang, terminal, run_wizard, home, data
        set_language(lang)
        secret = home / "secret"
        for name, text in (("secret", PASSWORD), ("vault", "correct horse battery staple")):
            (home / name).touch(0o600)
            (home / name).write_text(text)
        done = run_wizard("set", "--profile", NAME, "connection.hosting=cloud")
        assert done.returncode == 0, done.stderr
        given = ("--password-file", secret, "--passphrase-file", home / "vault")
        done = run_wizard("set", "connection.service_password", *given)
        assert done.returncode == 0, done.stderr
        with Profiles(data).open("acme-builders") as store:
            store.change(lambda draft: draft.asking([EXCHANGE], LATE, draft.changed))

    def draft(self) -> Draft:
        return Profiles(self.data).load("acme-builders")

    def open(self) -> Driver:
        screen = self.terminal("--lang", self.lang, cwd=self.home)
        screen.expect(_("Welcome"))
        return Driver(screen)

    @staticmethod
    def leave(driver: Driver) -> None:
        driver.press("f10")
        assert driver.terminal.expect_end() == 0

    def ask(self, driver: Driver, step: str, whom: str) -> Path:
        """F11, somebody else, the name; the e-mail that was written."""
        screen = driver.terminal
        before = set(self.home.glob("*.eml"))
        driver.go_by_menu(step)
        driver.press("f11")
        screen.expect(_("Somebody else …"))
        driver.press("up", "enter")
        screen.expect(_("Write the e-mail"))
        driver.type(f"{whom} <{whom.split()[0].lower()}@acme.example>")
        if not before:
            driver.press("tab", "tab", "tab", "tab", "tab")
            driver.type("Dana Reyes <dana@acme.example>")
            driver.press("tab", "tab", "enter")
        else:
            driver.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "enter")
        screen.expect(_("Written: ").strip())
        driver.press("enter")
        screen.expect_gone(_("Copy the text"))
        (mail,) = set(self.home.glob("*.eml")) - before
        return mail

    def open_file(self, driver: Driver) -> None:
        driver.press("esc")
        driver.terminal.expect(_("All actions"))
        driver.type(_("Open a file"))
        driver.press("enter")
        driver.terminal.expect(_("Path of the file"))


def answered_on_the_own_screen(lead: Lead, mail: Path, folder: Path) -> Path:
    """A colleague opens the e-mail's sheet with the program, answers, and finds the file to send back."""
    folder.mkdir()
    theirs = folder / "asked.eml"
    theirs.write_bytes(mail.read_bytes())
    screen = lead.terminal("open", theirs, "--data-dir", folder / "data", "--lang", lead.lang, cwd=folder)
    driver = Driver(screen)
    screen.expect(_("Questions for you"))
    screen.expect("Dana Reyes")
    driver.press("f3")
    driver.wait_focus(VERSION)
    driver.type("R12 Patch 20")
    driver.wait_done(VERSION)
    driver.press("f8")
    screen.expect(_("Attach this file to your reply:"))
    Lead.leave(driver)
    assert not (folder / "data" / "profiles").exists(), "no profile was made of it"
    return folder / "asked-answered.cmic-answers.toml"


@sampled(1)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_two_people_are_asked_and_answer_each_in_their_way(
    lang: str, terminal: OpenTerminal, run_wizard: RunWizard, home: Path, data_dir: Path
) -> None:
    began = time.monotonic()
    lead = Lead(lang, terminal, run_wizard, home, data_dir)
    driver = lead.open()
    first, second = lead.ask(driver, VERSION, "Kim Ito"), lead.ask(driver, CODES, "Sam Okoye")
    assert set(lead.draft().asked) == {VERSION, CODES, EXCHANGE}
    sheet = answered_on_the_own_screen(lead, first, home / "elsewhere")

    lead.open_file(driver)
    driver.type(str(sheet))
    driver.press("enter")
    screen = driver.terminal
    screen.expect(_("Answers from {name}").format(name="Kim Ito"))
    screen.expect("R12 Patch 20")
    driver.press("down", "enter")
    screen.wait_until(lambda: VERSION in lead.draft().answers, what="the answer to be taken")

    driver.go_by_menu(CODES)
    driver.type("999")
    driver.wait_done(CODES)
    body = message_from_bytes(second.read_bytes(), policy=policy.default).get_body()
    assert body is not None
    lead.open_file(driver)
    driver.press("tab", "tab", "enter")
    screen.expect(_("Paste the text of a reply"))
    reply = "Hi Dana,\n" + quoted(behind(body.get_content(), {CODES: "001, ACME01"}))
    screen.paste(reply)
    screen.expect(reply.splitlines()[-1])
    driver.press("tab", "enter")
    screen.expect_gone(_("Read the answers"))
    screen.expect(_("other"))
    screen.expect("001, ACME01")
    driver.press("space")
    marked = ngettext("Take {count} marked", "Take {count} marked", 1).format(count=1)
    screen.expect(marked)
    driver.press("down", "enter")
    screen.wait_until(lambda: lead.draft().answers[CODES] == "001, ACME01", what="the answer to be taken")
    draft = lead.draft()
    assert (draft.given[VERSION].by, draft.given[VERSION].role) == ("Kim Ito", "colleague")
    assert set(draft.asked) == {EXCHANGE}, "an answer ends what was asked"

    driver.press("esc")
    screen.expect(_("All actions"))
    driver.type(_("Undo the last change"))
    driver.press("enter")
    screen.wait_until(lambda: lead.draft().answers[CODES] == "999", what="the import to be taken back")
    lead.leave(driver)

    states = {step["step"]: step for step in json.loads(run_wizard("status", "--json").stdout)["steps"]}
    assert states[EXCHANGE]["state"] == "todo", "who is late leaves it to the lead"
    done = run_wizard("export", "--draft", "-o", "acme.json")
    assert done.returncode == 0, done.stderr
    sent = [first, second, sheet, home / "acme.json", *data_dir.rglob("*.json")]
    assert not any(PASSWORD.encode() in path.read_bytes() for path in sent)
    assert PASSWORD.encode() not in screen.raw
    assert answer_sheet.read(sheet.read_bytes()).answers == {VERSION: "R12 Patch 20"}
    assert time.monotonic() - began < FEW_ENOUGH
