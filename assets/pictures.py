"""Makes the pictures in this folder from the running program: `python assets/pictures.py [NAME …]`.

Needs the development dependencies, a POSIX system and the font DejaVu Sans Mono (Debian: fonts-dejavu-core).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "tools"))
from wizard_terminal import Terminal

HERE = Path(__file__).parent
ROOT = HERE.parent

PROFILE = "Acme Builders"
ANSWERS = (
    "subscriptions.cmic_version=R12",
    "subscriptions.pmxchange=enabled",
    "connection.hosting=hosted",
    "connection.dmsa_internal=yes",
    "connection.service_user=procore_ws",
    "connection.mobile_server_url=http://acmemob.cmicpaas.com/cmicprod",
    "connection.company_codes=001,ACME01",
)
"""Invented, and with one fault (http), so that the pictures show the states that matter."""


@dataclass(frozen=True)
class Scene:
    """One picture: the keys that lead to it, and a text of each language that stands there by then."""

    name: str
    keys: tuple[str, ...]
    en: str
    es: str
    answers: tuple[str, ...] = ANSWERS
    """What the profile holds; empty: there is no profile yet."""


SCENES = (
    Scene("welcome", (), "Your company", "empresa", answers=()),
    Scene("preparation", ("f3",), "Connection requirements", "Requisitos de conexión"),
    Scene("action-items", ("f4",), "All action items", "Todas las acciones pendientes"),
    Scene("review", ("f8",), "Review and hand-off", "Revisión y entrega"),
)
SIZES = ((120, 36), (80, 24))
LANGUAGES = ("en", "es")


def take(scene: Scene, language: str, size: tuple[int, int], env: dict[str, str | None]) -> Path:
    """Open the program, go to the scene, wait for its text, and draw the screen."""
    command = [sys.executable, "-m", "cmic_wizard", "--lang", language]
    path = HERE / f"{scene.name}-{language}-{size[0]}x{size[1]}.png"
    with Terminal(command, *size, env=env, cwd=ROOT) as terminal:
        terminal.expect("CMiC")
        terminal.press(*scene.keys)
        terminal.expect(getattr(scene, language))
        terminal.settle()
        terminal.picture(path)
    return path


def scenes(chosen: list[str]) -> Iterator[tuple[Scene, str, tuple[int, int]]]:
    """The scenes of those names (all where none is named), in every language and size."""
    for scene in SCENES:
        if not chosen or scene.name in chosen:
            for language in LANGUAGES:
                for size in SIZES:
                    yield scene, language, size


def main() -> int:
    """Prepare a profile in a temporary home, take the pictures, name the files."""
    unknown = set(sys.argv[1:]) - {scene.name for scene in SCENES}
    if unknown:
        print(f"no such picture: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    sys.path.insert(0, str(ROOT))
    from build_hook import compile_catalogues

    compile_catalogues(ROOT)
    for scene, language, size in scenes(sys.argv[1:]):
        with tempfile.TemporaryDirectory() as home:
            env: dict[str, str | None] = {
                "HOME": home,
                "CMIC_WIZARD_DATA_DIR": f"{home}/data",
                "DBUS_SESSION_BUS_ADDRESS": None,
                "NO_COLOR": None,
                "LC_ALL": "C.UTF-8",
            }
            setting = [sys.executable, "-m", "cmic_wizard", "--profile", PROFILE, "set", *scene.answers]
            known = {name: value for name, value in {**os.environ, **env}.items() if value is not None}
            if scene.answers:  # the exit status is 1, because a fault is named
                subprocess.run(setting, env=known, cwd=ROOT, capture_output=True, check=False)
            print(take(scene, language, size, env).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
