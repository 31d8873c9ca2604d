"""Each dialog of the program with plain content, and a keeper of passwords that answers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from hostile_sweep import screen_kinds

from cmic_wizard.background import in_thread
from cmic_wizard.connection.target import Target
from cmic_wizard.credentials.keeper import Kept, Place, Probe
from cmic_wizard.credentials.naming import Entry
from cmic_wizard.credentials.register import Held, Register
from cmic_wizard.credentials.states import KeyRingState
from cmic_wizard.handoff.bringing import Brought, Difference, differences
from cmic_wizard.handoff.seal_worker import Cancelled
from cmic_wizard.profile.checks import CheckResult, Stage, StageState
from cmic_wizard.profile.found_in_text import found_in
from cmic_wizard.secret import Secret
from cmic_wizard.tui.review.opening_dialog import OpeningDialog
from cmic_wizard.tui.screens.dialog import Dialog

RESULT: Final = CheckResult(
    False, "cmic.example", "2026-11-24T10:00:00+00:00", (Stage("address", StageState.FAILED),)
)

A_TEXT: Final = "Your Client ID: SOLUTIONS\nCompany codes: 001 and 002\nPassword: hunter22"


class ReadyKeeper:
    """Keeps in memory, without a wait, by the id of an entry."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.secrets: dict[str, Secret] = {}
        self.vault = SimpleNamespace(
            exists=lambda: False,
            unlocked=True,
            folder=data_dir / "vault",
            set_aside=lambda _moment: data_dir / "vault.forgotten",
        )
        self.register = Register(data_dir)
        self.kept_now: set[Held] = set()

    def cancel(self) -> None:
        """There is nothing to wait for."""

    def probe(self) -> Probe:
        """An open key ring."""
        return Probe(KeyRingState.OK, "a key ring", "It will be kept.", vault_exists=False)

    def save(
        self, entry: Entry, secret: Secret, *, passphrase: Secret | None = None, fresh: bool = False
    ) -> Kept:
        """Keep it."""
        self.secrets[entry.id] = secret
        return Kept(Place.KEY_RING, "a key ring", len(secret))

    def kept_all_the_same(self, entry: Entry, secret: Secret) -> Kept | None:
        """`save` is never stopped."""
        return None

    def keep_only(self, entry: Entry, place: Place) -> str:
        """There is but one place."""
        return ""

    def load(self, entry: Entry, place: Place, *, passphrase: Secret | None = None) -> Secret:
        """Give it back."""
        return self.secrets.get(entry.id, Secret("kept before"))

    def remove(self, entry: Entry, place: Place) -> None:
        """Forget it."""
        self.secrets.pop(entry.id, None)

    def forget(self, entry: Entry) -> list[str]:
        """Forget it wherever it is."""
        self.remove(entry, Place.KEY_RING)
        return []


async def quick_check(
    target: Target, password: Secret | None, *, on_stage: Any, on_start: Any, on_settled: Any
) -> CheckResult:
    """Stands for `connection.check.check`: a stage that waits for a thread, then the result."""
    on_start("address", None)
    await in_thread(lambda: None)
    on_stage(RESULT.stages[0])
    on_settled(RESULT)
    await in_thread(lambda: None)
    return RESULT


def opening_dialog() -> OpeningDialog:
    """The opening of a sealed file, which ends where it is cancelled, or soon."""
    stop = threading.Event()

    def given_up() -> Any:
        stop.wait(1)
        raise Cancelled("Cancelled.")

    return OpeningDialog(given_up, stop)


def brought(session: Any) -> tuple[Difference, ...]:
    """Answers that a colleague brings: some are new, some differ, one can't stand."""
    answers = {
        "subscriptions.cmic_version": "R11",
        "subscriptions.pmxchange": "enabled",
        "connection.mobile_server_url": "https://acmemob.cmicpaas.com/cmictest",
        "connection.tenant_id": "SOLUTIONS2",
        "management.call_request": "How do new budget changes reach CMiC?",
    }
    given = Brought(session.draft.id, session.draft.name, "Kim Ito", answers, {})
    return differences(session.draft, given, datetime(2026, 11, 26, 9, 0, tzinfo=UTC))


async def nothing_undone() -> list[str]:
    """Stands for taking a change back."""
    return ["Taken back."]


def every_dialog(session: Any, home: Path) -> dict[type[Dialog[Any]], Callable[[], Dialog[Any]]]:
    """How each dialog is made; AssertionError where one is missing."""
    from cmic_wizard.handoff.inquiries import Person
    from cmic_wizard.handoff.kinds import BY_NAME
    from cmic_wizard.review.desk import KeptHere
    from cmic_wizard.review.kept_passwords import KeptPassword
    from cmic_wizard.review.values import values_of
    from cmic_wizard.tui.review.kept import KeptPasswordsDialog
    from cmic_wizard.tui.review.own_answer import ProposeDialog
    from cmic_wizard.tui.review.reveal import RevealDialog, WriteDialog
    from cmic_wizard.tui.review.review_screen import UnsavedVerdicts
    from cmic_wizard.tui.review.values_dialog import ValuesDialog
    from cmic_wizard.tui.screens.ask_dialog import AskDialog
    from cmic_wizard.tui.screens.check_dialog import CheckDialog
    from cmic_wizard.tui.screens.choose import Choose
    from cmic_wizard.tui.screens.comparing import CompareDialog, reply_dialog
    from cmic_wizard.tui.screens.copy_dialog import CopyDialog
    from cmic_wizard.tui.screens.copy_dialog import values_of as copyables
    from cmic_wizard.tui.screens.dialog import Confirm
    from cmic_wizard.tui.screens.export_dialog import ExportDialog
    from cmic_wizard.tui.screens.from_text import FoundDialog
    from cmic_wizard.tui.screens.hand_over_dialog import HandOverDialog
    from cmic_wizard.tui.screens.help import HelpDialog
    from cmic_wizard.tui.screens.history_dialog import HistoryDialog
    from cmic_wizard.tui.screens.import_file import PathDialog
    from cmic_wizard.tui.screens.items_dialog import ItemsDialog
    from cmic_wizard.tui.screens.menu import MenuDialog
    from cmic_wizard.tui.screens.note import TextDialog
    from cmic_wizard.tui.screens.outside_dialog import OutsideDialog
    from cmic_wizard.tui.screens.passphrase_dialog import NewPassphraseDialog, PassphraseDialog, SecretForm
    from cmic_wizard.tui.screens.password_dialog import PasswordDialog
    from cmic_wizard.tui.screens.paste_dialog import PasteDialog
    from cmic_wizard.tui.screens.profiles_screen import NameDialog
    from cmic_wizard.tui.screens.unsaved import UnsavedDialog

    step = session.guide.steps["connection.tenant_id"]
    target = Target("https://cmic.example/cmicprod")
    found: dict[type[Dialog[Any]], Callable[[], Dialog[Any]]] = {
        Confirm: lambda: Confirm("A question", "Take it?", "Take it"),
        UnsavedVerdicts: lambda: UnsavedVerdicts("Not saved yet", "Leave?", "Leave"),
        Choose: lambda: Choose(
            "A date", "Which is meant?", ("2027-04-03T10:00+02:00", "2027-03-04T10:00+01:00")
        ),
        HelpDialog: lambda: HelpDialog(step),
        ItemsDialog: lambda: ItemsDialog(session.assessment, asks=True),
        AskDialog: lambda: AskDialog(session, (step.id,), Person("Ana Ruiz", "ana@acme.example")),
        MenuDialog: lambda: MenuDialog(session),
        CopyDialog: lambda: CopyDialog(copyables(session, step)),
        TextDialog: lambda: TextDialog("A note", "A hint", "A text", lambda _text: None),
        PathDialog: PathDialog,
        PassphraseDialog: lambda: PassphraseDialog("Open", "A file", "No"),
        NewPassphraseDialog: lambda: NewPassphraseDialog("A vault", "Why", "No"),
        PasswordDialog: lambda: PasswordDialog(session.keeper, session.draft.id, session.record_password),
        NameDialog: lambda: NameDialog("Acme", "Copy the profile", "Copy", "A text"),
        HistoryDialog: lambda: HistoryDialog(session, nothing_undone),
        RevealDialog: lambda: RevealDialog(Secret("a password")),
        WriteDialog: lambda: WriteDialog("Remarks", "A file", home / "remarks.json", b"x"),
        ExportDialog: lambda: ExportDialog(session, BY_NAME["seal"], Secret("a password")),
        HandOverDialog: lambda: HandOverDialog(session, Secret("a password")),
        PasteDialog: reply_dialog,
        FoundDialog: lambda: FoundDialog(found_in(A_TEXT, session.guide), {}),
        UnsavedDialog: lambda: UnsavedDialog(session),
        CheckDialog: lambda: CheckDialog(target, None),
        OutsideDialog: lambda: OutsideDialog(session),
        OpeningDialog: opening_dialog,
        ValuesDialog: lambda: ValuesDialog(values_of(session.assessment), 12, lambda _tell: None),
        KeptPasswordsDialog: lambda: KeptPasswordsDialog(
            [KeptPassword("ab12", KeptHere("00112233", "Acme", "vault", "2026-11-24T09:30:00+00:00"))]
        ),
        ProposeDialog: lambda: ProposeDialog(step, None),
        CompareDialog: lambda: CompareDialog(brought(session), "Kim Ito", session.draft.name, is_copy=True),
    }
    missing = {kind for kind in screen_kinds() if issubclass(kind, Dialog)} - {Dialog, SecretForm, *found}
    assert not missing, f"dialogs that nothing here makes: {missing}"
    return found
