"""Lines from a pipe and a terminal: whole, together where they were pasted, unseen where secret."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from cmic_wizard.plain.line_reader import Lines

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import pty
import termios


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    yield read, write
    for end in (read, write):
        try:
            os.close(end)
        except OSError:
            continue


@pytest.fixture
def tty() -> Iterator[tuple[int, int]]:
    master, slave = pty.openpty()
    yield slave, master
    os.close(slave)
    os.close(master)


def test_a_pipe_gives_line_after_line_and_then_its_end(pipe: tuple[int, int]) -> None:
    read, write = pipe
    os.write(write, "uno\r\n\ntres, a\u00f1o\nlast".encode())
    os.close(write)
    lines = Lines(read)
    assert not lines.echoes
    assert [lines.line() for _ in range(5)] == ["uno", "", "tres, año", "last", None]
    assert lines.line() is None


def test_bytes_that_are_no_text_are_no_fault(pipe: tuple[int, int]) -> None:
    os.write(pipe[1], b"a\xff\x00b\n")
    assert Lines(pipe[0]).line() == "a\udcff\x00b"


def test_a_line_without_end_is_not_kept_whole(pipe: tuple[int, int]) -> None:
    read, write = pipe
    child = os.fork()
    if not child:
        for _ in range(100):
            os.write(write, b"x" * 50_000)
        os.write(write, b"\nnext\n")
        os._exit(0)
    os.close(write)
    lines = Lines(read)
    long = lines.line()
    os.waitpid(child, 0)
    assert long is not None
    assert 1_000_000 <= len(long) < 1_200_000
    assert lines.line() == "next"


def test_lines_that_come_at_once_at_a_terminal_belong_together(tty: tuple[int, int]) -> None:
    slave, master = tty
    lines = Lines(slave)
    assert lines.echoes
    os.write(master, b"001\nACME01\n")
    assert lines.line() == "001\nACME01"
    os.write(master, b"one\n")
    assert lines.line() == "one"


def test_a_secret_is_not_shown_and_the_terminal_is_as_before(tty: tuple[int, int]) -> None:
    slave, master = tty
    before = termios.tcgetattr(slave)
    lines, shown = Lines(slave), []

    def prompt() -> None:
        shown.append(termios.tcgetattr(slave)[3] & termios.ECHO)
        os.write(master, b"C4NARY\n")

    assert lines.hidden(prompt) == "C4NARY"
    assert shown == [0]
    assert termios.tcgetattr(slave) == before
    os.write(slave, b"the end")
    echoed = b""
    while b"the end" not in echoed:
        echoed += os.read(master, 1000)
    assert b"C4NARY" not in echoed


def test_a_secret_stays_unseen_where_the_user_comes_back_from_the_shell(tty: tuple[int, int]) -> None:
    slave, master = tty
    shown: list[int] = []

    def prompt() -> None:
        shown.append(termios.tcgetattr(slave)[3] & termios.ECHO)
        if len(shown) == 1:
            showing = termios.tcgetattr(slave)
            showing[3] |= termios.ECHO
            termios.tcsetattr(slave, termios.TCSANOW, showing)
            signal.raise_signal(signal.SIGCONT)
            os.write(master, b"C4NARY\n")
        else:
            raise RuntimeError("reentrant call")

    assert Lines(slave).hidden(prompt) == "C4NARY"
    assert shown == [0, 0], "unseen again, and a prompt that was stopped half said harms nothing"


def test_a_secret_that_is_given_up_leaves_the_terminal_as_before(tty: tuple[int, int]) -> None:
    slave, _master = tty
    before = termios.tcgetattr(slave)

    def prompt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Lines(slave).hidden(prompt)
    assert termios.tcgetattr(slave) == before
