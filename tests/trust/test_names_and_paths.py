"""Names and files that are traps: every command ends at once with one sentence, and none is sprung."""

from __future__ import annotations

import os
import socket
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from built import build
from fixture_types import ProfileAt, Rounds, RunWizard, Tally
from full_run import sampled

from cmic_wizard.profile.names import is_slug
from cmic_wizard.profile.profiles import Profiles

if sys.platform == "win32":
    pytest.skip("links, pipes and devices of POSIX", allow_module_level=True)

AT_ONCE = 10.0
"""Seconds; the program itself takes a fraction of one, a busy machine more."""
NAMES = {
    "up": "../../etc/passwd",
    "rooted": "/etc/passwd",
    "windows path": "..\\..\\C:\\Windows",
    "drive": "C:",
    "dot": ".",
    "dots": "..",
    "hidden": ".ssh",
    "option": "--help",
    "device": "CON",
    "device with an ending": "nul.txt",
    "port": "COM1",
    "stream": "acme:stream",
    "trailing": "acme. . .",
    "wildcards": "*?<>|\"'",
    "shell": "$(reboot); `id` && rm -rf ~",
    "percent": "%2e%2e%2f",
    "accents": "Peñalara Construcción",
    "other scripts": "株式会社 Акме شركة",
    "emoji": "👷‍♀️🏗️"[:1] + "🏗",
    "eighty": "x" * 80,
    "lock": "acme.lock",
    "previous": "acme.previous",
    "temporary": ".cmic-0.tmp",
}
REFUSED_NAMES = {
    "nothing": "",
    "spaces": "   ",
    "eighty-one": "x" * 81,
    "255 bytes": "ñ" * 127 + "x",
    "escape": "acme\x1b[2J",
    "line feed": "acme\nbuilders",
    "bell": "acme\x07",
    "bidi": "acme\u202exe",
    "joiner": "ac\u200dme",
    "private use": "\ue000",
}


def everything_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@sampled(2)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_strange_name_is_a_plain_file_in_the_folder_of_profiles(
    name: str, run_wizard: RunWizard, home: Path, data_dir: Path, rounds: Rounds
) -> None:
    before = everything_below(home)
    done = run_wizard("set", f"--profile={name}", "connection.tenant_id=SOLUTIONS")
    assert done.returncode == 0, done.stderr
    slugs = [path.stem for path in (data_dir / "profiles").glob("*.json") if "." not in path.stem]
    assert len(slugs) == 1
    assert is_slug(slugs[0])
    for path in everything_below(home) - before:
        assert path == "wizard/profiles" or path.startswith(f"wizard/profiles/{slugs[0]}."), path
    assert run_wizard("status", f"--profile={name}", "--json").returncode == 3
    if rounds(0, 1) or name in (NAMES["up"], NAMES["device"]):
        assert run_wizard("profiles", "rename", slugs[0], "Plain").returncode == 0
        assert run_wizard("profiles", "delete", "Plain", "--yes").returncode == 0


@pytest.mark.parametrize("name", REFUSED_NAMES.values(), ids=REFUSED_NAMES)
def test_a_name_that_nobody_could_read_is_refused_in_one_sentence(
    name: str, run_wizard: RunWizard, data_dir: Path
) -> None:
    done = run_wizard("set", f"--profile={name}", "connection.tenant_id=SOLUTIONS")
    assert done.returncode in (1, 2)
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert not list(data_dir.rglob("*.json"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "ACME"),
        ("Peñalara", unicodedata.normalize("NFD", "Peñalara")),
        ("Acme Builders", " acme  builders "),
        ("STRASSE", "straße"),
    ],
)
def test_two_spellings_of_one_name_are_one_profile(
    one: str, other: str, run_wizard: RunWizard, data_dir: Path
) -> None:
    assert run_wizard("set", "--profile", one, "connection.tenant_id=ONE").returncode == 0
    assert run_wizard("set", "--profile", other, "connection.tenant_id=TWO").returncode == 0
    [listed] = Profiles(data_dir).list()
    assert Profiles(data_dir).load(listed.slug).answers == {"connection.tenant_id": "TWO"}


@pytest.mark.parametrize("pair", [("Acme", "Äcme"), ("a/b", "a b"), ("con", "CON profile")])
def test_two_names_with_one_file_name_are_two_profiles(
    pair: tuple[str, str], run_wizard: RunWizard, data_dir: Path
) -> None:
    for number, name in enumerate(pair, 1):
        assert run_wizard("set", "--profile", name, f"subscriptions.patch={number}").returncode == 0
    kept = {one.name: Profiles(data_dir).load(one.slug).answers for one in Profiles(data_dir).list()}
    assert kept == {name: {"subscriptions.patch": str(number)} for number, name in enumerate(pair, 1)}


READING = {
    "set --from": ("set", "--from", "@"),
    "set --from (toml)": ("set", "--from", "@.toml"),
    "set --password-file": ("set", "--password-file", "@"),
    "set --passphrase-file": ("set", "connection.tenant_id=X", "--passphrase-file", "@"),
    "import": ("import", "@"),
    "open": ("open", "@"),
    "import --identity": ("import", "SEALED", "--identity", "@"),
    "review": ("review", "@", "--json"),
    "review --identity": ("review", "SEALED", "--identity", "@", "--json"),
    "review --passphrase-file": ("review", "SEALED", "--passphrase-file", "@", "--json"),
    "check --passphrase-file": ("check", "--passphrase-file", "@"),
    "export --passphrase-file": ("export", "--draft", "-o", "x", "--passphrase-file", "@"),
    "export --to": ("export", "--draft", "--seal", "--to", "@", "-o", "x"),
    "key --passphrase-file": ("key", "new", "--passphrase-file", "@"),
}
WRITING = {
    "export -o": ("export", "--draft", "-o", "@"),
    "export --seal -o": ("export", "--draft", "--seal", "--to", "RECIPIENT", "-o", "@"),
    "review --save": ("review", "HANDOFF", "--save", "@"),
    "export html": ("export", "--draft", "--format", "html", "-o", "@"),
    "ask -o": ("ask", "subscriptions.pmxchange", "--whom", "Ana Ruiz", "-o", "@"),
}
NEVER = "/proc/self/mem"


def traps(home: Path) -> dict[str, Path]:
    """What may stand where a file is expected."""
    home = home / "traps"
    home.mkdir()
    os.mkfifo(home / "pipe", 0o600)
    (home / "folder").mkdir()
    (home / "loop").symlink_to("loop")
    (home / "dangling").symlink_to("nowhere")
    (home / "to-pipe").symlink_to("pipe")
    (home / "to-zero").symlink_to("/dev/zero")
    listening = socket.socket(socket.AF_UNIX)
    os.chdir(home)
    listening.bind("socket")
    listening.close()
    (home / "huge").touch(0o600)
    os.truncate(home / "huge", 1 << 40)
    (home / "noise").write_bytes(os.urandom(3000))
    (home / "noise").chmod(0o600)
    (home / "file").touch()
    named = [path for path in home.iterdir() if path.name != "file"]
    return {path.name: path for path in named} | {
        "zero": Path("/dev/zero"),
        "terminal": Path("/dev/tty"),
        "below a file": home / "file" / "x",
        "missing": home / "missing",
        "too long": home / ("x" * 300),
        "control characters": home / "a\x1b]52;c;QQ==\x07\n\u202e",
        "endless": Path(NEVER),
    }


@pytest.fixture
def trapped(home: Path, profile: ProfileAt, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Turns a command into arguments: `@` is the trap, words in capitals are real files and keys."""
    from datetime import UTC, datetime

    import samples

    from cmic_wizard.guide.loader import load_guide
    from cmic_wizard.handoff import document, keys, sealed
    from cmic_wizard.profile.assess import assess
    from cmic_wizard.review import reviews
    from cmic_wizard.secret import Secret

    monkeypatch.chdir(home)
    profile(answers={"connection.tenant_id": "SOLUTIONS"})
    _identity, recipient = keys.new_identity()
    now = datetime(2026, 11, 24, tzinfo=UTC)
    handoff = build(assess(load_guide(), samples.acme_builders(), now), now, draft=True)
    (home / "sealed.age").write_bytes(sealed.seal(handoff, Secret("secret"), [recipient]))
    (home / "handoff.json").write_bytes(document.to_bytes(handoff))
    review = reviews.Review(handoff.profile.id, handoff.profile.name)
    reviews.save(home / "wizard", review.judged("connection.tenant_id", "change", "why", now))
    words = {
        "SEALED": str(home / "sealed.age"),
        "RECIPIENT": recipient.text,
        "HANDOFF": str(home / "handoff.json"),
    }

    def fill(command: tuple[str, ...], trap: Path) -> list[str]:
        return [words.get(word, word).replace("@", str(trap)) for word in command]

    return fill


def ends_at_once_in_one_sentence(run_wizard: RunWizard, arguments: Iterable[str | Path], where: str) -> None:
    began = time.monotonic()
    done = run_wizard(*arguments, timeout=3 * AT_ONCE)
    took = time.monotonic() - began
    said = done.stderr
    assert done.returncode == 1, (where, done.returncode, said)
    assert took < AT_ONCE, where
    assert "Traceback" not in said
    assert "Something went wrong" not in said, (where, said)
    # `export --seal` says first that no password is stored.
    sentences = [line for line in said.splitlines() if not line.startswith("No password is stored")]
    assert len(sentences) == 1, (where, said)
    assert all(character.isprintable() for character in said.replace("\n", "")), (where, said)


@sampled(2)
@pytest.mark.parametrize("command", READING.values(), ids=READING)
def test_no_trap_in_the_place_of_a_file_to_read_holds_a_command_up(
    command: tuple[str, ...],
    trapped: Callable[..., list[str]],
    run_wizard: RunWizard,
    home: Path,
    rounds: Rounds,
    tally: Tally,
) -> None:
    """By default each command meets one trap in five, and each trap one command in five."""
    found, apart = sorted(traps(home).items()), rounds(5, 1)
    for name, trap in found[list(READING.values()).index(command) % apart :: apart]:
        if name == "folder" and command == READING["review"]:
            continue  # `review` of a folder is a table
        ends_at_once_in_one_sentence(run_wizard, trapped(command, trap), f"{command[0]} of {name}")
    tally(f"files: {len(READING)} commands that read × {len(found)} traps ({apart} apart): refused at once")


@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_no_trap_in_the_place_of_a_file_to_write_is_written_to(
    command: tuple[str, ...],
    trapped: Callable[..., list[str]],
    run_wizard: RunWizard,
    home: Path,
    rounds: Rounds,
) -> None:
    """By default each command meets one trap in three."""
    writable = {"huge", "noise", "missing", "dangling", "control characters"}
    found, apart = sorted(traps(home).items()), rounds(3, 1)
    for name, trap in found[list(WRITING.values()).index(command) % apart :: apart]:
        if name not in writable:
            ends_at_once_in_one_sentence(run_wizard, trapped(command, trap), f"{command[0]} of {name}")
    assert (home / "traps" / "pipe").is_fifo()
    assert (home / "traps" / "loop").is_symlink()
    assert (home / "traps" / "file").read_bytes() == b""


def test_a_file_that_others_may_read_is_no_place_for_a_password(
    trapped: Callable[..., list[str]], run_wizard: RunWizard, home: Path
) -> None:
    loose = home / "loose"
    loose.write_text("secret")
    loose.chmod(0o644)
    for option in ("--password-file", "--passphrase-file"):
        arguments = ["set", "connection.tenant_id=X", option, str(loose)]
        ends_at_once_in_one_sentence(run_wizard, arguments, option)


def test_a_link_in_the_place_of_the_profile_is_not_followed(
    profile: ProfileAt, run_wizard: RunWizard, home: Path, data_dir: Path
) -> None:
    slug = profile(answers={"connection.tenant_id": "SOLUTIONS"})
    path = data_dir / "profiles" / f"{slug}.json"
    victim = home / "victim"
    path.rename(victim)
    before = victim.read_bytes()
    path.symlink_to(victim)
    for command in (("status",), ("set", "connection.tenant_id=X")):
        ends_at_once_in_one_sentence(run_wizard, ["--profile", slug, *command], command[0])
    assert victim.read_bytes() == before
    for kind in ("lock", "holder.json", "previous.json"):
        other = data_dir / "profiles" / f"other.{kind}"
        other.symlink_to(victim)
    run_wizard("set", "--profile", "Other", "connection.tenant_id=X")
    assert victim.read_bytes() == before


def test_a_data_folder_that_is_a_trap_is_refused(run_wizard: RunWizard, home: Path) -> None:
    for name, trap in traps(home).items():
        if name in ("folder", "missing", "control characters"):
            continue
        arguments = ["--data-dir", str(trap), "set", "--profile", "A", "connection.tenant_id=X"]
        ends_at_once_in_one_sentence(run_wizard, arguments, name)
