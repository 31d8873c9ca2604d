"""Times a full-screen program in a real pseudo-terminal, as the person before it sees it. Linux only.

A reader thread does nothing but read the terminal, stamp each chunk as it arrives and answer queries. The
emulator is fed afterwards, and what appears on the emulated screen gets the stamp of the chunk that completed
it, so that the emulator's own cost is in no figure. Times are in milliseconds, memory in MiB.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import queue
import random
import signal
import statistics
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
from wizard_screen import Answers, Screen, key

now = time.monotonic
Row = tuple[str, float, str, float, str]
"""A line of the table: what was measured, its figure, the reference, its figure, the unit of both."""


def _forked(command: Sequence[str], env: Mapping[str, str], columns: int, rows: int) -> tuple[int, int]:
    if sys.platform == "win32":
        raise NotImplementedError
    pid, master = pty.fork()
    if pid == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(command[0], list(command), dict(env))  # noqa: S606 - it is what is timed
        finally:
            os._exit(127)
    return pid, master


class Probe:
    """A program under the clock; use it as a context manager. `started` is the moment before the fork."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], columns: int = 120, rows: int = 36
    ) -> None:
        self.screen = Screen(columns, rows)
        self._answers = Answers(self.screen)
        self._chunks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self.started = now()
        self.pid, self._master = _forked(command, env, columns, rows)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if sys.platform == "win32":
            raise NotImplementedError
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._reader.join(1)
        os.close(self._master)

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                data = b""
            self._chunks.put((now(), data))
            if not data:
                return
            if answers := self._answers.to(data):
                os.write(self._master, answers)

    def send(self, text: str) -> float:
        """Send what a key sends; gives the moment."""
        moment = now()
        os.write(self._master, text.encode())
        return moment

    def until(self, holds: Callable[[], bool], timeout: float = 20.0) -> float:
        """Show what arrives until `holds()` of the screen; gives the stamp of the chunk that made it hold."""
        end = now() + timeout
        while True:
            stamp, data = self._chunk(end)
            self.screen.feed(data)
            if holds():
                return stamp

    def until_text(self, text: str, timeout: float = 20.0) -> float:
        """As `until`, for a text; nothing is fed before its words came: feeding would slow the program."""
        end, words = now() + timeout, [word.encode() for word in text.split()]
        waiting: list[tuple[float, bytes]] = []
        while True:
            try:
                waiting.append(self._chunk(min(end, now() + 0.05) if waiting else end))
                if not all(any(word in data for _, data in waiting) for word in words):
                    continue
            except (TimeoutError, EOFError):
                if not waiting:
                    raise
            for stamp, data in waiting:
                self.screen.feed(data)
                if text in self.screen.text():
                    return stamp
            waiting.clear()

    def _chunk(self, end: float) -> tuple[float, bytes]:
        try:
            stamp, data = self._chunks.get(timeout=max(end - now(), 0))
        except queue.Empty:
            raise TimeoutError(f"nothing more to time; the screen:\n{self.screen.text()}") from None
        if not data:
            self._chunks.put((stamp, data))
            raise EOFError(f"the program ended; its screen:\n{self.screen.text()}")
        return stamp, data

    def rest(self, quiet: float, at_most: float = 3.0) -> None:
        """Show what arrives until nothing came for `quiet` seconds."""
        end = now() + at_most
        while now() < end:
            try:
                self.screen.feed(self._chunks.get(timeout=quiet)[1])
            except queue.Empty:
                return


def first_paint(command: Sequence[str], text: str, env: Mapping[str, str]) -> float:
    """From before the start of the program until `text` stands on the screen."""
    with Probe(command, env) as probe:
        return (probe.until_text(text) - probe.started) * 1000


def open_at(command: Sequence[str], text: str, env: Mapping[str, str], keys: Sequence[str]) -> Probe:
    """The program, painted and at rest, after some keys."""
    probe = Probe(command, env)
    probe.until_text(text)
    probe.rest(0.4)
    for name in keys:
        probe.send(key(name))
        probe.rest(0.3)
    return probe


def echoes(probe: Probe, samples: int) -> list[float]:
    """From each key to its letter on the screen; the letter is taken back unmeasured."""
    pause = random.Random(1)  # noqa: S311 - pauses that are the same in every run
    probe.send("u")  # stays, so that no example in the empty field comes and goes
    times = []
    for number in range(samples):
        letter = "qxzjkvwy"[number % 8]
        probe.rest(pause.uniform(0.06, 0.14))
        # With the letter before it, as words that come and go around the field hold single ones.
        more = _more_of(f"u{letter}", probe.screen)
        sent = probe.send(letter)
        shown = probe.until(more)
        times.append((shown - sent) * 1000)
        probe.rest(0.05, 0.3)
        probe.send(key("backspace"))
    return times


def _more_of(letters: str, screen: Screen) -> Callable[[], bool]:
    before = screen.text().count(letters)
    return lambda: screen.text().count(letters) > before


def saves(probe: Probe, path: Path, samples: int) -> list[float]:
    """From each key to the moment at which the file on disk is another one."""
    times = []
    for number in range(samples):
        probe.rest(0.4)  # longer than a change waits to be saved
        before = _state(path)
        sent = probe.send("a" if number % 2 == 0 else key("backspace"))
        while _state(path) == before:
            if now() - sent > 5:
                raise TimeoutError(f"{path} didn't change in 5 s; the screen:\n{probe.screen.text()}")
            time.sleep(0.0002)
        times.append((now() - sent) * 1000)
    return times


def _state(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def bare_save(folder: Path, size: int) -> float:
    """A file of `size` bytes written, flushed to the disk and put in place of the former one."""
    start = now()
    with (folder / "bare.part").open("wb") as file:
        file.write(b"x" * size)
        file.flush()
        os.fsync(file.fileno())
    (folder / "bare.part").replace(folder / "bare")
    return (now() - start) * 1000


def idle(probe: Probe, seconds: float) -> float:
    """Processor time in per cent of one core, left alone for some seconds."""
    probe.rest(0.5)
    before, start = _cpu(probe.pid), now()
    probe.rest(seconds, seconds)
    return (_cpu(probe.pid) - before) / (now() - start) / 10


def _cpu(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def memory(probe: Probe) -> float:
    """Resident memory of the process."""
    return _status(probe, "VmRSS:")


def peak_memory(probe: Probe) -> float:
    """The most resident memory that the process had so far."""
    return _status(probe, "VmHWM:")


def _status(probe: Probe, name: str) -> float:
    status = Path(f"/proc/{probe.pid}/status").read_text()
    return int(status.partition(name)[2].split()[0]) / 1024


def process(command: Sequence[str], env: Mapping[str, str]) -> float:
    """A whole process, from before its start to its end; one that fails is not a figure."""
    start = now()
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    took = (now() - start) * 1000
    if done.returncode not in (0, 3):  # 3: something is outstanding, says `status`
        raise ChildProcessError(f"{' '.join(command)} ended with {done.returncode}")
    return took


def interleaved(takes: Mapping[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """Each taken once unmeasured, then all in turn, again and again: a busy moment strikes all of them."""
    for take in takes.values():
        take()
    times: dict[str, list[float]] = {name: [] for name in takes}
    for _ in range(runs):
        for name, take in takes.items():
            times[name].append(take())
    return times


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share (in per cent) of the values lies."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


median = statistics.median
