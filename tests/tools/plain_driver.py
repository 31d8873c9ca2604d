"""Fills a profile in through the plain conversation: it reads what is said, and answers the prompts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wizard_terminal import Terminal

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.guide.model import Kind, Step
from cmic_wizard.i18n import LANGUAGES, _, set_language


class PlainDriver:
    """Answers items by their titles, as they are read out. Language and answers come from the caller."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.guide = load_guide()
        self._read_up_to = 0
        self.heard: list[str] = []
        """All lines so far."""

    def _new(self) -> str:
        return self.terminal.raw[self._read_up_to :].decode("utf-8", "replace").replace("\r", "")

    def wait(self, *prompts: str) -> str:
        """Wait for one of some prompts; the prompt that stands there. What was said is in `heard`."""
        ends = tuple(f"{prompt}: " for prompt in prompts)
        self.terminal.wait_until(lambda: self._new().endswith(ends), what=f"a prompt among {prompts}")
        said = self._new()
        self.heard += said.split("\n")
        return said.rpartition("\n")[2].removesuffix(": ")

    def say(self, text: str) -> None:
        """Type a line."""
        self.paste(f"{text}\r")

    def paste(self, text: str) -> None:
        """Have a text typed all at once."""
        self._read_up_to = len(self.terminal.raw)
        self.terminal.type(text)

    def answer_prompt(self, prompt: str, text: str) -> None:
        """Wait for a prompt, and type a line at it."""
        self.wait(prompt)
        self.say(text)

    def begin(self, name: str, language: str) -> None:
        """The language, then the name."""
        self.wait("Language (Enter: English) · Idioma (Intro: English)")
        self.say(str(list(LANGUAGES).index(language) + 1))
        set_language(language)
        self.answer_prompt(_("Your company's name"), name)
        self.ready()

    def ready(self) -> str:
        """Wait until a word or an answer can be typed, or a password."""
        return self.wait(_("Your answer"), _("Your word"), _("Password, not shown (an empty line: none)"))

    def asked(self) -> Step | None:
        """The item that was read out last; None where nothing is asked."""
        label = (
            re.escape(_("Item {number} of {all}")).replace(r"\{number\}", r"\d+").replace(r"\{all\}", r"\d+")
        )
        for line in reversed(self.heard):
            if line.startswith(f"{_('Up next')}: {_('Nothing to do for you.')}"):
                return None
            if found := re.match(rf"{label}: (.+)", line):
                return next(s for s in self.guide.walk() if found[1].startswith(f"{_(s.title)} ("))
        return None

    def answer(self, step: Step, value: str, extra: Mapping[str, str]) -> None:
        """Answer the item that is asked."""
        match step.kind:
            case Kind.CHOICE:
                self.say(str([option.id for option in step.options].index(value) + 1))
            case Kind.CONFIRM:
                self.say({"yes": "sí" if _("Yes") == "Sí" else "yes"}.get(value, value))
            case Kind.CHECKLIST:
                self.say(_("all") if value == "all" or step.each else value)
            case Kind.SECRET:
                self._password(value, extra["passphrase"])
            case Kind.CHECK:
                self.say(_("later"))
                self.answer_prompt(_("Your reason (an empty line: none)"), value)
            case Kind.SCHEDULE:
                self._schedule(value)
            case _:
                self.say(value)
        self.ready()

    def _password(self, value: str, passphrase: str) -> None:
        self.say(value)
        self.answer_prompt(_("The same once more, not shown"), value)
        self.answer_prompt(_("Passphrase for a new vault, at least 12 characters, not shown"), passphrase)
        self.answer_prompt(_("The same once more, not shown"), passphrase)

    def _schedule(self, value: str) -> None:
        self.say(value.replace("T", " ").replace("[", " ").rstrip("]"))
        if "[" not in value:
            self.answer_prompt(_("Time zone, such as America/Chicago"), "")

    def fill(self, given: Mapping[str, Any]) -> None:
        """Answer everything: first what is asked, then what `reach` names."""
        answers, reach = dict(given["answers"]), list(given["reach"])
        while answers:
            step = self.asked()
            if step is None or step.id not in answers:
                name = next(name for name in reach if name in answers)
                step = self.guide.steps[name]
                self.say(f"{_('go')} {_(step.title)}")
                self.ready()
                assert self.asked() is step
            self.answer(step, answers.pop(step.id), given["extra"])
