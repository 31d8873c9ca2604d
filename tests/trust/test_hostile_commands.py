"""Hostile texts in every field, through every command: no byte reaches a terminal that it would obey."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import samples
from fixture_types import CmicWith, PrivateFile, ProfileAt, Rounds, Stored, Tally, WizardEnv
from full_run import sampled
from hostile_draft import STEPS, everywhere
from hostile_texts import TEXTS

from cmic_wizard.errors import FileRefused
from cmic_wizard.profile.codec import draft_to_json
from cmic_wizard.text import hidden

OBEYED = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


def bad(output: bytes) -> list[str]:
    """What of an output a terminal would obey, or what would turn its text about; tabs and lines are fine."""
    found = [f"byte {match[0]!r}" for match in OBEYED.finditer(output)]
    text = output.decode("utf-8", "surrogateescape")
    return found + [f"U+{ord(c):04X}" for c in text if c not in "\n\t" and hidden(c)]


COMMANDS = {
    "profiles": ("profiles",),
    "status": ("--profile", "PROFILE", "status"),
    "status --json": ("--profile", "PROFILE", "status", "--json"),
    "history": ("--profile", "PROFILE", "history"),
    "history --json": ("--profile", "PROFILE", "history", "--json"),
    "set --undo": ("--profile", "PROFILE", "set", "--undo"),
    "profiles copy": ("profiles", "copy", "PROFILE", "Second"),
    "check": ("--profile", "PROFILE", "check", "--without-password"),
    "check --json": ("--profile", "PROFILE", "check", "--without-password", "--json"),
    "export markdown": ("--profile", "PROFILE", "export", "--draft", "--format", "markdown", "-o", "-"),
    "export json": ("--profile", "PROFILE", "export", "--draft", "-o", "-"),
    "export": ("--profile", "PROFILE", "export", "-o", "-"),
    "ask --list": ("--profile", "PROFILE", "ask", "--list"),
    "ask --list --json": ("--profile", "PROFILE", "ask", "--list", "--json"),
    "ask --remind": ("--profile", "PROFILE", "ask", "connection.ip_allow_list", "--remind", "-o", "-"),
    "review": ("review", "HANDOFF", "--json"),
    "review a folder": ("review", "FOLDER", "--json"),
    "completion": ("__complete", "fish", ":", "--profile"),
    "conversation": ("--profile", "PROFILE", "--plain"),
    "review in conversation": ("review", "HANDOFF", "--plain"),
    "import": ("import", "HANDOFF"),
    "import a profile": ("import", "DRAFT"),
    "import remarks": ("import", "REMARKS"),
    "import a sheet": ("--profile", "PROFILE", "import", "SHEET", "--anyway"),
    "import a reply": ("--profile", "PROFILE", "import", "REPLY", "--anyway", "--take", "all"),
}


MAILS = {"ask --remind"}
"""Commands that write a mail, whose lines end as those of a mail do."""


def in_mail(output: bytes) -> bytes:
    """What a reader shows of a mail and of the texts in it, its lines ending as elsewhere."""
    parts = message_from_bytes(output).walk()
    texts = [part.get_payload(decode=True) for part in parts if not part.is_multipart()]
    assert any(texts), "no mail came"
    return b"\n".join([output, *(text for text in texts if isinstance(text, bytes))]).replace(b"\r\n", b"\n")


def raw_json(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")


def planted(value: Any, text: str) -> Iterator[Any]:
    """The object once for each text in it, that one replaced; ids and formats stay as they are."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("format", "schema", "id", "step", "state", "owner"):
                yield from ({**value, key: other} for other in planted(inner, text))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:1]):
            yield from ([*value[:number], other, *value[number + 1 :]] for other in planted(inner, text))
    elif isinstance(value, str):
        yield text


@pytest.fixture
def run_raw(
    wizard_env: WizardEnv,
    home: Path,
    rounds: Rounds,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., bytes]:
    """Run a command, in the full run as a process; its two outputs together, which must be no traceback."""
    from cmic_wizard.cli import main

    monkeypatch.chdir(home)

    def as_process(arguments: list[str]) -> tuple[int, bytes]:
        done = subprocess.run(
            [sys.executable, "-m", "cmic_wizard", *arguments],
            env=wizard_env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    def here(arguments: list[str]) -> tuple[int, bytes]:
        capfdbinary.readouterr()
        status = main(arguments)
        return status, b"".join(capfdbinary.readouterr())

    def run(*arguments: str | Path) -> bytes:
        status, said = (as_process if rounds(0, 1) else here)(list(map(str, arguments)))
        assert b"Traceback" not in said
        assert b"Something went wrong" not in said, (arguments, said[-300:])
        assert status in range(5), (arguments, said[-300:])
        return said

    return run


def files_of(text: str, home: Path, data_dir: Path) -> dict[str, str]:
    """A stored profile, a hand-off, a copy of a profile and remarks, each hostile in all its texts."""
    from cmic_wizard.bounds import fault_of_name

    name = text if not fault_of_name(text) else "Acme"
    stored = draft_to_json(everywhere(text, name))
    (data_dir / "profiles").mkdir(exist_ok=True)
    (data_dir / "profiles" / "acme.json").write_bytes(stored)
    folder = home / "folder"
    folder.mkdir(exist_ok=True)
    handoff = json.loads(samples.sample("sample-profile.en.json"))
    for key in ("answers",):
        handoff[key] = dict.fromkeys(handoff[key], text)
    handoff["profile"]["name"], handoff["by"] = text, text
    draft = {
        **json.loads(draft_to_json(samples.acme_builders())),
        "id": "other",
        "name": "Other",
        "notes": {"x": text},
    }
    remark = {"step": "connection.tenant_id", "verdict": "change", "text": text, "author": text}
    remarks = {
        "format": "cmic-wizard-remarks",
        "schema": 1,
        "profile": {"id": text, "name": text},
        "remarks": [remark],
    }
    written = {
        "HANDOFF": folder / "handoff.json",
        "DRAFT": home / "draft.json",
        "REMARKS": home / "remarks.json",
    }
    for path, content in zip(written.values(), (handoff, draft, remarks), strict=True):
        path.write_bytes(raw_json(content))
    written |= brought_by_mail(text, home)
    return {"PROFILE": "acme", "FOLDER": str(folder)} | {key: str(path) for key, path in written.items()}


def brought_by_mail(text: str, home: Path) -> dict[str, Path]:
    """A sheet and a reply, each with the text in all that it says."""
    from asked_sheet import ASKED

    from cmic_wizard.handoff import answer_sheet, questions
    from cmic_wizard.profile.codec import clean

    kept = clean(text)
    line = kept.replace("\n", " ").strip()[:80] or "Acme"
    sheet = answer_sheet.Sheet("other", line, line, "en", ASKED, dict.fromkeys(ASKED, kept[:1000]), line)
    reply = "".join(f"> Your answer [{step}]: {text[:1000]}\n" for step in ASKED)
    head = f"From: {text[:80]} <x@y.example>\nSubject: {text[:80]}\nMIME-Version: 1.0\n\n"
    mail = f"{head}{reply}{questions.reference('other-profile')}\n"
    written = {"SHEET": home / "sheet.toml", "REPLY": home / "reply.eml"}
    written["SHEET"].write_bytes(answer_sheet.to_bytes(sheet))
    written["REPLY"].write_bytes(mail.encode("utf-8", "surrogatepass"))
    return written


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_command_says_to_a_terminal_what_a_file_holds(
    text: str, run_raw: Callable[..., bytes], home: Path, data_dir: Path, tally: Tally
) -> None:
    words = files_of(text, home, data_dir)
    for name, command in COMMANDS.items():
        said = run_raw(*(words.get(word, word) for word in command))
        assert bad(in_mail(said) if name in MAILS else said) == [], name
    tally(f"hostile: {len(COMMANDS)} commands × {len(TEXTS)} texts in every field: nothing came through")


@sampled(3)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_set_takes_any_text_as_an_answer_and_says_nothing_harmful(
    text: str, run_raw: Callable[..., bytes], data_dir: Path, private: PrivateFile, stored: Stored
) -> None:
    assert bad(run_raw("set", "--profile", "Acme", "connection.tenant_id=X")) == []
    plain = text.replace("\x00", "")[:60_000]
    answers = [f"{step}={plain}" for step in STEPS if step != "connection.check"][:: len(STEPS) // 6]
    assert bad(run_raw("set", "--profile", "Acme", *answers)) == []
    assert bad(run_raw("set", "--profile", plain, "connection.tenant_id=X")) == []
    assert bad(run_raw("set", f"{plain}=x")) == []
    assert bad(run_raw("status", "--profile", plain)) == []
    assert bad(run_raw(plain)) == []
    source = private("answers.json", "")
    source.write_bytes(raw_json(dict.fromkeys(STEPS[:6], text) | {text: "x"}))
    assert bad(run_raw("set", "--profile", "Acme", "--from", source)) == []
    source.write_bytes(raw_json(dict.fromkeys(STEPS[:6], text)))
    assert bad(run_raw("set", "--profile", "Acme", "--from", source)) == []
    assert not any(hidden(c) for answer in stored("acme").values() for c in answer if c != "\n")


def test_a_text_planted_in_each_single_field_of_a_handoff_is_shown_harmlessly(
    run_raw: Callable[..., bytes], home: Path, rounds: Rounds, tally: Tally
) -> None:
    """Where one bad field would have the whole file refused, the others would never be seen."""
    from cmic_wizard.handoff import document

    handoff = json.loads(samples.sample("sample-profile.en.json"))
    folder = home / "folder"
    folder.mkdir()
    texts = list(TEXTS.values()) if rounds(0, 1) else [TEXTS["title"], TEXTS["homoglyphs"]]
    count = taken = 0
    said = ""
    for text in texts:
        for variant in planted(handoff, text):
            count += 1
            (folder / f"{count}.json").write_bytes(raw_json(variant))
            try:
                document.parse(raw_json(variant))
                taken += 1
            except FileRefused as refusal:
                said += f"{refusal}\n"
    assert bad(said.encode()) == []
    assert bad(run_raw("review", folder, "--json")) == []
    for number in range(1, count + 1, max(count // 12, 1)):
        assert bad(run_raw("review", folder / f"{number}.json", "--json")) == []
    assert taken
    tally(f"hostile: {count} hand-offs with one harmful field ({taken} of them taken) were reviewed")


def test_a_server_that_answers_harmfully_is_quoted_harmlessly(
    run_raw: Callable[..., bytes],
    cmic: CmicWith,
    data_dir: Path,
    profile: ProfileAt,
) -> None:
    url = cmic({}, ACME01="\x1b]52;c;QQ==\x07\u202eAcme")
    answers = {
        "connection.hosting": "cloud",
        "connection.mobile_server_url": url,
        "connection.company_codes": "ACME01",
        "connection.service_user": "PROCORE_SVC",
        "connection.tenant_id": "SOLUTIONS",
    }
    profile(answers=answers)
    for more in ((), ("--json",)):
        assert bad(run_raw("check", "--without-password", *more)) == []


@pytest.mark.parametrize("text", [t for t in TEXTS.values() if any(hidden(c) for c in t)][:6])
def test_a_deliberate_harm_is_seen(text: str) -> None:
    """The control: what these texts would do, had they come through."""
    assert bad(f"“{text}” is wrong\n".encode("utf-8", "surrogatepass"))
    assert bad("\ttab and\nline “ñ”\n".encode()) == []
    assert bad(base64.b64encode(text.encode("utf-8", "surrogatepass"))) == []
