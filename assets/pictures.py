"""Makes the pictures in this folder from the running program: `python assets/pictures.py [NAME …]`.

Needs the development dependencies, a POSIX system and the font DejaVu Sans Mono (Debian: fonts-dejavu-core).
Every picture is taken in a home of its own, against a server of its own; nothing of this computer is shown.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tools")]

from cmic_server import UNLICENSED as NOT_LICENSED  # noqa: E402
from cmic_server import Answer, Cmic, CmicServer, details  # noqa: E402
from wizard_terminal import Terminal, environment  # noqa: E402

SIZES: Final = ((120, 36), (80, 24))
FORBIDDEN: Final = details(403, "Forbidden", "API Security: no role for this endpoint")
UNLICENSED: Final = Answer(500, NOT_LICENSED, "text/plain")
NAMES: Final = {"en": "Acme Builders", "es": "Constructora Acme"}
PORT: Final = 8443
PASSWORD: Final = "invented-password"  # noqa: S105 - invented
PASSPHRASE: Final = "six words that nobody else knows"  # noqa: S105 - invented
FILLED: Final = {
    "subscriptions.cmic_version": "R12 Patch 20",
    "subscriptions.pmxchange": "enabled",
    "subscriptions.project_financials": "yes",
    "connection.hosting": "hosted",
    "connection.dmsa_go_ahead": "yes",
    "connection.dmsa_internal": "yes",
    "connection.service_user": "PROCORE_SVC",
    "connection.auth_method": "basic",
    "connection.company_codes": "001, ACME01",
    "kickoff.specialist": "Ana Ruiz <ana.ruiz@procore.example>",
}
WRONG: Final = FILLED | {"connection.mobile_server_url": "http://acmemob.cmicpaas.com/cmicprod"}
"""Invented, and with one fault (http), so that the pictures show the states that matter."""
LOCAL: Final = FILLED | {"connection.mobile_server_url": "https://localhost:{port}/cmicprod"}


@dataclass(frozen=True)
class Scene:
    """One picture: what the profile holds, the keys that lead there, a text that stands there by then."""

    name: str
    text: str
    """As the program says it in English; each language has its own."""
    answers: dict[str, str] | None = None
    """None: there is no profile yet."""
    step: str = ""
    """Where the wizard was left the last time."""
    keys: tuple[str, ...] = ()
    """Names of keys; after `=` a text that is typed, in the picture's language."""
    review: str = ""
    """What is reviewed instead of opening the wizard; {language} is filled in."""
    known: str = PASSWORD
    """The password that the server lets in."""
    modules: dict[str, Answer] = field(default_factory=dict)
    """How the server answers about modules that it doesn't just let read."""


SCENES: Final = (
    Scene("welcome", "Your company's name"),
    Scene("preparation", "Mobile server URL", WRONG, "connection.mobile_server_url"),
    Scene("action-items", "All action items", WRONG, "connection.service_user", ("f4",)),
    Scene("help", "Mobile server URL", WRONG, "connection.mobile_server_url", ("f1",)),
    Scene("check-good", "CMiC answered, and everything tested is correct.", LOCAL, keys=("f5",)),
    Scene(
        "check-advice",
        "CMiC answered, and everything tested is correct.",
        LOCAL,
        keys=("f5",),
        modules={"/pm-rest-api/rest/1/scmast": FORBIDDEN, "/cm-rest-api/rest/1/cmmast": UNLICENSED},
    ),
    Scene(
        "check-failed",
        "The check failed. The stage marked as failed says what to do.",
        LOCAL,
        keys=("f5",),
        known="another",
    ),
    Scene("asking", "Write the e-mail", WRONG, "connection.tenant_id", ("f11", "down", "enter")),
    Scene("handoff", "Review and hand-off", WRONG, "connection.service_user", ("f8",)),
    Scene(
        "review",
        "/cmicprod",
        keys=("esc", "=Mobile server URL", "enter"),
        review="sample-profile.{language}.json",
    ),
    Scene("folder", "Hand-off files", review="handed-over"),
)


@dataclass
class Studio:
    """What all pictures of one run share: a folder, a server, a template of each home."""

    folder: Path
    server: CmicServer

    def environment(self, home: Path, language: str) -> dict[str, str | None]:
        """The environment of a program that runs in `home`."""
        return {
            "HOME": str(home),
            "CMIC_WIZARD_DATA_DIR": str(home / "data"),
            "CMIC_WIZARD_LANG": language,
            "CMIC_WIZARD_PROFILE": None,
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "DBUS_SESSION_BUS_ADDRESS": None,
            "SSL_CERT_FILE": str(self.folder / "ca.pem"),
            "HTTPS_PROXY": None,
            "https_proxy": None,
            "NO_COLOR": None,
            "LC_ALL": "C.UTF-8",
        }

    def home(self, scene: Scene, language: str) -> Path:
        """A home for a picture, with the scene's profile in it and its password in a vault."""
        made = self.folder / language / scene.name
        if made.exists():
            shutil.rmtree(made)
        if scene.answers is None:
            (made / "data").mkdir(parents=True)
            return made
        template = self.folder / language / "template"
        if not template.exists():
            self._make(template, language)
        shutil.copytree(template, made)
        self._answer(made, scene, NAMES[language])
        return made

    def _make(self, home: Path, language: str) -> None:
        home.mkdir(parents=True)
        secrets = []
        for option, secret in (("--password-file", PASSWORD), ("--passphrase-file", PASSPHRASE)):
            file = self.folder / option.strip("-")
            file.write_text(secret)
            file.chmod(0o600)
            secrets += [option, str(file)]
        words = ["--profile", NAMES[language], "set", "connection.service_password", *secrets]
        env = environment(self.environment(home, language))
        program = [sys.executable, "-m", "cmic_wizard", *words]
        subprocess.run(program, env=env, cwd=home, check=True, capture_output=True)

    def _answer(self, home: Path, scene: Scene, name: str) -> None:
        from cmic_wizard.guide.loader import load_guide
        from cmic_wizard.profile.profiles import Profiles

        profiles, guide = Profiles(home / "data"), load_guide()
        slug = next(listed.slug for listed in profiles.list() if listed.name == name)
        with profiles.open(slug) as store:
            for step, text in (scene.answers or {}).items():
                store.answer(step, text.format(port=self.server.port))
            if scene.step:
                store.mark(page=guide.phase_of[guide.section_of[scene.step].id].id, step=scene.step)
            store.save()
        profiles.remember_last(slug)

    def take(self, scene: Scene, language: str, size: tuple[int, int]) -> Path:
        """Open the program, go to the scene, wait for its text, and draw the screen."""
        from cmic_wizard.i18n import _, set_language

        set_language(language)
        home = self.home(scene, language)
        self.server.cmic.sign_ins = {"PROCORE_SVC": scene.known}
        self.server.cmic.modules = dict(scene.modules)
        reviewed = ["review", scene.review.format(language=language)] if scene.review else []
        if reviewed and "." in scene.review:
            shutil.copy(HERE / reviewed[1], home)
        elif reviewed:
            hand_offs(home / scene.review)
        path = HERE / f"{scene.name}-{language}-{size[0]}x{size[1]}.png"
        command = [sys.executable, "-m", "cmic_wizard", *reviewed]
        with Terminal(command, *size, env=self.environment(home, language), cwd=home) as terminal:
            terminal.expect("F10")
            terminal.settle(0.25)
            for key in scene.keys:
                if key.startswith("="):
                    terminal.type(_(key[1:]))
                else:
                    terminal.press(key)
            if "f5" in scene.keys:
                terminal.expect(_("Passphrase"))
                terminal.type(PASSPHRASE)
                terminal.press("enter")
            terminal.expect(_(scene.text))
            terminal.settle(0.25)
            terminal.picture(path)
        return path


def hand_offs(folder: Path) -> None:
    """A folder of what several customers handed over, one file of them sealed and one cut short."""
    import samples
    from pyrage import encrypt, x25519

    from cmic_wizard.guide.loader import load_guide
    from cmic_wizard.handoff import writing
    from cmic_wizard.profile.assess import assess
    from cmic_wizard.struct import replace

    folder.mkdir()
    names = ("Alder & Sons", "Birch Bridges", "Cedar Civil", "Dogwood Design-Build", "Elm Interiors")
    drafts = [samples.acme_builders(), samples.constructora_acme()]
    for number, name in enumerate(names):
        answers = dict(list(drafts[number % 2].answers.items())[: 3 + 4 * number])
        drafts.append(
            replace(drafts[number % 2], id=f"{number:032x}", name=name, answers=answers, check=None)
        )
    for number, draft in enumerate(drafts):
        judged = assess(load_guide(), draft, samples.NOW)
        data = writing.to_bytes(writing.write(judged, samples.NOW, draft=True))
        (folder / f"{number}.cmic-profile.json").write_bytes(data)
    recipient = x25519.Identity.generate().to_public()
    (folder / "fir-foundations.cmic-profile.age").write_bytes(encrypt(data, [recipient]))
    (folder / "grove.cmic-profile.json").write_bytes(data[:700])


@contextmanager
def studio() -> Iterator[Studio]:
    """A folder, and a server that is trusted there."""
    import ssl

    import trustme

    authority = trustme.CA(organization_name="Example Authority")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    end = datetime.now(UTC) + timedelta(days=200)
    authority.issue_cert("localhost", "127.0.0.1", not_after=end).configure_cert(context)
    cmic = Cmic(companies={"001": "Acme Builders, Inc.", "ACME01": "Acme Builders Canada"})
    try:
        server = CmicServer(cmic, context, PORT)
    except OSError:  # somebody else listens there
        server = CmicServer(cmic, context)
    with tempfile.TemporaryDirectory() as name, server:
        folder = Path(name)
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        yield Studio(folder, server)


def main() -> int:
    """Take the pictures of the scenes named (all where none is), in every language and size."""
    wanted = sys.argv[1:] or [scene.name for scene in SCENES]
    if unknown := set(wanted) - {scene.name for scene in SCENES}:
        print(f"no such picture: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    from build_hook import compile_catalogues

    compile_catalogues(ROOT)
    with studio() as at:
        for scene in (scene for scene in SCENES if scene.name in wanted):
            for language in NAMES:
                for size in SIZES:
                    print(at.take(scene, language, size).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
