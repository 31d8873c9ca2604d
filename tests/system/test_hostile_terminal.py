"""No byte of a hostile profile reaches the terminal as a sequence; a crash leaves it whole."""

from __future__ import annotations

import re
import sys

from hostile_draft import hostile_draft
from hostile_texts import PAYLOAD


def _store(data_dir, stored_profile) -> None:
    from cmic_wizard import files
    from cmic_wizard.profile.codec import draft_to_json
    from cmic_wizard.profile.store import Profiles

    slug = stored_profile("Acme Builders")
    draft = hostile_draft(Profiles(data_dir).load(slug))
    files.write_atomically(data_dir / "profiles" / f"{slug}.json", draft_to_json(draft))


def test_no_sequence_of_the_data_is_in_what_is_written(terminal, stored_profile, data_dir):
    _store(data_dir, stored_profile)
    wizard = terminal(rows=60, columns=120)
    wizard.expect(PAYLOAD)
    for _turn in range(12):
        wizard.press("f3")
    for key in ("f1", "esc", "f4", "esc", "esc", "esc", "f8", "f7", "esc"):
        wizard.press(key)
    wizard.press("f10")
    assert wizard.expect_end() == 0
    raw = wizard.raw
    assert PAYLOAD.encode() in raw, "the text itself is shown"
    assert b"<U+001B>" in raw
    assert not re.search(rb"\x1b\][^\x07\x1b]*" + PAYLOAD.encode(), raw)
    assert b"\x1b]52" not in raw
    assert b"\x1b]0;title" not in raw
    assert b"\x9b31m" not in raw
    assert b"\xe2\x80\xae" not in raw, "nothing turns the direction of text"


CRASHING = """
import sys
from cmic_wizard.cli import main
from cmic_wizard.tui.screens.wizard import WizardScreen

def fail(self) -> None:
    secret = "C4NARY-value-5512"
    raise ValueError(f"bad {secret}")

WizardScreen.action_items = fail
sys.argv[0] = "cmic-wizard"
raise SystemExit(main([]))
"""


def test_a_crash_ends_in_one_sentence_with_the_terminal_restored(terminal, stored_profile, data_dir):
    stored_profile("Acme Builders", "connection.service_user")
    wizard = terminal(command=[sys.executable, "-c", CRASHING])
    wizard.expect("CMiC service user")
    wizard.type("PROCORE")
    wizard.press("f4")
    assert wizard.expect_end() == 1
    restored, _mode, said = wizard.raw.rpartition(b"\x1b[?1049l")
    assert restored
    for mode in (b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert mode in wizard.raw
    lines = [
        line for line in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", said).decode().split("\r\n") if line.strip()
    ]
    [report] = (data_dir / "reports").iterdir()
    assert len(lines) == 1
    assert lines[0].startswith("Something went wrong; what you entered is saved.")
    assert str(report) in lines[0]
    assert b"C4NARY" not in wizard.raw
    assert "C4NARY" not in report.read_text()
    assert "Traceback" not in said.decode()
    from cmic_wizard.profile.store import Profiles

    assert Profiles(data_dir).load("acme-builders").answers["connection.service_user"] == "PROCORE"
