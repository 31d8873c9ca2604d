"""No kind of file that leaves this computer holds the password: looked for in all that the program writes.

The control types it into notes, answers and remarks by mistake, and then it must be found where those go.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fixture_types import RunWizard
from full_run import sampled
from leak_search import forms, found_in
from mail_parts import contents
from samples import acme_builders

from cmic_wizard.handoff import document, keys, remarks
from cmic_wizard.review import reviews

CANARY = "C4NARY-s3cret-of-the-service-user"
PASSPHRASE = "correct horse battery staple"
KINDS: Mapping[str, tuple[str, ...]] = {
    "json": ("--format", "json"),
    "html": ("--format", "html"),
    "markdown": ("--format", "markdown"),
    "ics": ("--format", "ics"),
    "eml handoff": ("--format", "eml", "--mail", "handoff"),
    "eml call": ("--format", "eml", "--mail", "call"),
}
STEP = "kickoff.date"


def leaks(data: bytes) -> bool:
    """Whether the canary is in it, in any form; also where lines are folded or a mail is encoded."""
    unfolded = data.replace(b"\r\n ", b"").replace(b"=\r\n", b"").replace(b"=\n", b"")
    return any(found_in(text, {"password": CANARY}) for text in (data, unfolded, _decoded(data)))


def _decoded(data: bytes) -> bytes:
    """The parts of a mail as they were before they were encoded."""
    if b"MIME-Version" not in data:
        return b""
    return b"\n".join(contents(data))


@pytest.fixture
def written(run_wizard: RunWizard, data_dir: Path, tmp_path: Path) -> Callable[..., dict[str, bytes]]:
    """Make a profile whose password is the canary, and every file of it: `written("en", note="…")`."""

    def secret_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path

    def run(*args: str | Path) -> Any:
        done = run_wizard(*args)
        assert done.returncode == 0, done.stderr
        return done

    def make(
        language: str, *, call: str = "", note: str = "", remark: str = "later", specialist: str = "Ana Ruiz"
    ) -> dict[str, bytes]:
        answers = {**acme_builders().answers, "management.call_request": call}
        answers["kickoff.specialist"] = f"{specialist} <ana.ruiz@procore.example>"
        source = tmp_path / "answers.json"
        source.write_text(json.dumps(answers), encoding="utf-8")
        run("set", "--profile", "Acme Builders", "--from", source)
        password, passphrase = secret_file("password", CANARY), secret_file("passphrase", PASSPHRASE)
        said = run(
            "set", "connection.service_password", "--password-file", password, "--passphrase-file", passphrase
        )
        profile_id = _note(data_dir, note)
        found = {"said": (said.stdout + said.stderr).encode()}
        for name, options in KINDS.items():
            target = tmp_path / f"{language} {name}"
            done = run("export", *options, "--draft", "--lang", language, "-o", target)
            found[name], found["said"] = target.read_bytes(), found["said"] + done.stderr.encode()
        _secret, public = keys.new_identity()
        target = tmp_path / "sealed.age"
        run(
            *("export", "--seal", "--to", public.text, "--draft", "--passphrase-file", passphrase),
            *("-o", target),
        )
        found["sealed"] = target.read_bytes()
        found |= _review(
            data_dir, profile_id, remark, run, tmp_path / "r.json", tmp_path / f"{language} json"
        )
        return found

    return make


def _note(data_dir: Path, text: str) -> str:
    """Put a note beside a step; gives the profile's id."""
    from cmic_wizard.profile.profiles import Profiles

    with Profiles(data_dir).open("acme-builders") as store:
        if text:
            store.note(STEP, text)
            store.save()
        return store.draft.id


def _review(
    data_dir: Path, profile_id: str, remark: str, run: Callable[..., Any], target: Path, handoff: Path
) -> dict[str, bytes]:
    """A verdict with a remark, the remarks file, and the profile after taking that in."""
    from reviewing import FIRST

    number = document.check_number(document.parse(handoff.read_bytes()))
    review = reviews.load(data_dir, profile_id, "Acme Builders").looking_at(number, {}, "Acme Builders")
    reviews.save(data_dir, review.judged(STEP, "change", remark, FIRST))
    run("review", handoff, "--save", target)
    assert remarks.parse(target.read_bytes()).remarks[0].text == remark
    run("import", target)
    stored = data_dir / "profiles" / "acme-builders.json"
    kept = data_dir / "reviews" / f"{profile_id}.json"
    return {"remarks": target.read_bytes(), "review": kept.read_bytes(), "profile": stored.read_bytes()}


@sampled(2)
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_file_holds_the_password(written: Callable[..., dict[str, bytes]], language: str) -> None:
    found = written(language, call="About budgets", note="Our controller joins.")
    assert {*KINDS, "sealed", "remarks"} <= set(found)
    assert all(found.values()), "each of them was written"
    assert [name for name, data in found.items() if leaks(data)] == []


def test_a_deliberate_leak_is_found_wherever_it_goes(written: Callable[..., dict[str, bytes]]) -> None:
    """The control: whoever types the password into a note, an answer or a remark finds it again."""
    careless = f"the password is {CANARY}"
    found = written("en", call=careless, note=careless, remark=careless, specialist=CANARY)
    leaking = {name for name, data in found.items() if leaks(data)}
    assert leaking == {*KINDS, "remarks", "review", "profile"}, "but not the sealed one"


def test_the_search_sees_through_every_disguise() -> None:
    plain = CANARY.encode()
    for form in forms(CANARY).values():
        assert leaks(b"..." + form + b"...")
    for offset in range(3):
        assert leaks(base64.b64encode(b"x" * offset + plain + b"yyy"))
    head = b"MIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    assert leaks(head + b"C4NARY-s3cr=\r\net=2Dof-the-service-user")
    assert not leaks(b"nothing of the kind")
