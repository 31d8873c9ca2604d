"""Which way is recommended, what a written hand-off comes to, and the mail program that may be there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmic_wizard.guide.loader import load_guide
from cmic_wizard.handoff.handing_over import SEALED_FOR, sent_line, ways, what_comes_next
from cmic_wizard.handoff.mail_program import is_there, open_draft
from cmic_wizard.i18n import set_language
from cmic_wizard.profile.assess import assess
from cmic_wizard.profile.codec import draft_from_json, draft_to_json
from cmic_wizard.profile.draft import Draft, Given
from cmic_wizard.struct import replace

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
AT, LATER = "2026-11-28T10:00:00+00:00", "2026-11-29T10:00:00+00:00"
NUMBER = "0123-4567-89ab-cdef"


@pytest.fixture
def draft() -> Draft:
    """A profile without answers."""
    set_language("en")
    return Draft("ab12", "Acme Builders", AT, AT)


def said(draft: Draft) -> str:
    """What the welcome page says."""
    return "\n".join(what_comes_next(assess(load_guide(), draft, NOW)))


def test_a_key_that_is_known_is_recommended_else_words_and_the_plain_file_is_last(draft: Draft) -> None:
    assert [way.name for way in ways(draft)] == ["words", "seal", "json"]
    assert [way.name for way in ways(draft.marked(**{SEALED_FOR: "age1x"}))] == ["seal", "words", "json"]


def test_nothing_is_said_before_and_after_it_what_is_left_and_awaited(draft: Draft) -> None:
    assert said(draft) == sent_line(draft) == ""
    written = draft.handing(NUMBER)
    assert "is written, and not marked as sent" in said(written)
    assert "What happens next" not in said(written)
    sent = written.sending(NUMBER, AT)
    assert f"{NUMBER} was sent on 28 Nov" in said(sent)
    assert "What happens next" in said(sent)
    assert "Awaited: " in said(sent)
    assert "changed since" not in said(sent)
    changed = replace(
        sent, answers={"connection.tenant_id": "A"}, given={"connection.tenant_id": Given(LATER)}
    )
    assert "1 answer has changed since" in said(changed)
    assert "was sent" not in said(sent.sending(NUMBER, ""))
    assert "What happens next" not in said(sent.marked(review_created=LATER)), "the review has come"


def test_a_newer_hand_off_is_not_sent_because_an_older_one_was(draft: Draft) -> None:
    sent = draft.handing(NUMBER).sending(NUMBER, AT)
    assert "not marked as sent" in said(sent.handing("ffff-ffff-ffff-ffff"))


def test_the_profile_keeps_it_only_where_it_is_set(draft: Draft) -> None:
    assert b'"sent"' not in draft_to_json(draft.handing(NUMBER))
    sent = draft.handing(NUMBER).sending(NUMBER, AT)
    assert draft_from_json(draft_to_json(sent)) == sent


def test_what_is_no_moment_is_refused(draft: Draft) -> None:
    from cmic_wizard.errors import FileRefused

    data = draft_to_json(draft.handing(NUMBER).sending(NUMBER, AT)).replace(AT.encode(), b"soon")
    with pytest.raises(FileRefused):
        draft_from_json(data)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A desktop whose opener is a script of those lines."""
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DISPLAY", ":1")

    def write(lines: str) -> None:
        for name, text in (("xdg-open", lines), ("xdg-mime", "echo mail.desktop")):
            script = tmp_path / name
            script.write_text(f"#!/bin/sh\n{text}\n")
            script.chmod(0o755)

    return write


def test_the_mail_program_gets_the_path_as_it_is(desktop: Callable[[str], None], tmp_path: Path) -> None:
    desktop(f'printf "%s|" "$@" > {tmp_path}/told')
    mail = tmp_path / "a b; touch x.eml"
    assert open_draft(mail)
    assert (tmp_path / "told").read_text() == f"{mail}|"
    assert not (tmp_path / "x.eml").exists()


def test_one_that_fails_or_is_not_there_is_told(
    desktop: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop("exit 3")
    assert is_there()
    assert not open_draft(tmp_path / "a.eml")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not is_there(), "there is no desktop"
    assert not open_draft(tmp_path / "a.eml")
