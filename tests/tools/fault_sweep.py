"""Kills and fails commands at each call by which they write, and tells which states are then not whole."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from fault_cases import Case
from fault_world import World
from traced_commands import FAULTS, KILL, Ended, Point
from whole_state import EARLIER, PREVIOUS, TEMPORARY, TORN, Seen

from cmic_wizard.errors import FileRefused
from cmic_wizard.handoff.document import check_number, read_handoff
from cmic_wizard.profile.codec import draft_from_json

_REFUSED: Final = 1
_LOCKS: Final = (".lock", ".holder.json")
_OF_NO_WEIGHT: Final = (*_LOCKS, "/state.json", "/kept.json")
"""Locks, which profile is resumed, and which secrets may be kept: that may say more than there is."""


@dataclass(slots=True)
class Swept:
    """What a sweep has done, and what it found, in words."""

    points: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        done = ", ".join(f"{count} {fault.partition('=')[2]}" for fault, count in sorted(self.struck.items()))
        return f"{self.points} points of writing; {done}; {len(self.found)} states that are not whole"


@dataclass(frozen=True, slots=True)
class Run:
    """One case with the states before and after it, and where it writes."""

    case: Case
    before: Seen
    after: Seen
    points: tuple[Point, ...]
    judged: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What was found wrong with the states that faults left; many leave the same one."""


def prepared(world: World, case: Case) -> Run:
    """Run a case without a fault; AssertionError where it does not do what it should."""
    world.restore()
    case.change(world)
    before = world.look()
    args = world.command(*case.args)
    roots = (world.data, world.out)
    done, points = world.commands.points(args, roots, program=case.program)
    assert (done.status, bool(points)) == (case.status, True), (
        case.name,
        done.status,
        done.err,
    )
    after = world.look()
    if any(point.what.startswith("write(") and "pipe:" in point.what for point in points):
        world.restore()
        case.change(world)
        points += world.commands.points(args, roots, child=True)[1]
    return Run(case, before, after, tuple(points))


def sweep(world: World, chosen: Sequence[Case], take: Callable[[list[Any]], list[Any]], swept: Swept) -> None:
    """Strike each case at the points and with the faults that `take` keeps of all of them."""
    everything = []
    for case in chosen:
        run = prepared(world, case)
        swept.points += len(run.points)
        everything += [(run, point, fault) for point in run.points for fault in FAULTS]
    for run, point, fault in take(everything):
        swept.struck[fault] += 1
        if found := list(complaints(world, run, point, fault)):
            where = f"{run.case.name}, {fault} at {point.call} {point.number}: {point.what}"
            swept.found.append("\n    ".join((where, *found)))


def sample(seed: int, count: int) -> Callable[[list[Any]], list[Any]]:
    """Takes so many of them by chance, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return lambda everything: chance.sample(everything, min(count, len(everything)))


def complaints(world: World, run: Run, point: Point, fault: str) -> Iterator[str]:
    """Strike, go on, and say everything that is not as it must be."""
    world.restore()
    run.case.change(world)
    args = world.command(*run.case.args)
    done = world.commands.struck(args, point, fault, program=run.case.program)
    if not done.hit:
        yield f"the fault did not come about: {done}"
        return
    yield from _of_the_end(run, point, fault, done)
    left = world.look()
    not_done = run.case.on_the_way or (run.case.unless and run.case.unless in done.err)
    if done.status == run.case.status and not not_done:
        yield from _unlike(world, run, left, "it said that it was done, but")
    for place in left.files:
        if TEMPORARY.search(place) and fault != KILL and point.call != "unlink":
            yield f"{place} is left"
    if fault == KILL:
        yield from _strange(world)
    state = left.key(world.known)
    if state not in run.judged:
        run.judged[state] = tuple(_of_the_state(world, run))
    yield from run.judged[state]


def _strange(world: World) -> Iterator[str]:
    """Hand-offs that their profile does not know: remarks on them would be taken for a stranger's."""
    known = {}
    for path in world.data.glob("profiles/*.json"):
        with suppress(FileRefused):  # a damaged one is a complaint of its own
            if path.name.count(".") == 1:
                draft = draft_from_json(path.read_bytes())
                known[draft.id] = draft.handed
    for path in world.out.glob("*.json"):
        with suppress(FileRefused):
            handoff = read_handoff(path)
            if check_number(handoff) not in known.get(handoff.profile.id, (check_number(handoff),)):
                yield f"{path.name} is a hand-off that its profile does not know"


def _of_the_state(world: World, run: Run) -> Iterator[str]:
    """What is wrong with the state that is there, from the next start on."""
    yield from _of_the_next_start(world)
    seen = world.look()
    yield from _halves(world, run, seen)
    yield from _secrets(seen)
    yield from _going_on(world, run)
    yield from _of_the_clearance(world)


def _of_the_end(run: Run, point: Point, fault: str, done: Ended) -> Iterator[str]:
    """The exit status, and one sentence."""
    if fault == KILL and not point.child:
        if done.status != -9:
            yield f"it was not killed: {done.status}"
        return
    if "Traceback" in done.err + done.out or "Something went wrong" in done.err:
        yield f"a fault of its own: {done.err}"
    said = [line for line in done.err.splitlines() if line.startswith("cmic-wizard: ")]
    if done.status not in (run.case.status, _REFUSED):
        yield f"status {done.status}: {done.err}"
    elif (
        done.status != run.case.status
        and not done.mute
        and (len(said) != 1 or not said[0].rstrip().endswith((".", "…")))
    ):
        yield f"status {done.status} without one sentence: {done.err!r}"


def _of_the_next_start(world: World) -> Iterator[str]:
    """The next commands start, and show the own key where there is one."""
    done = world.commands.run(world.command("profiles"))
    if done.status:
        yield f"`profiles` afterwards: {done}"
    done = world.commands.run(world.command("key", "show"))
    if done.status and "There is no key yet" not in done.err:
        yield f"`key show` afterwards: {done.err}"


def _halves(world: World, run: Run, seen: Seen) -> Iterator[str]:
    """Every file holds the old or the new, a profile in each part; nothing is there that no run leaves."""
    found = seen.comparable(world.known)
    ends = [state.comparable(world.known) for state in (run.before, run.after)]
    for place in sorted({*found, *ends[0], *ends[1]}):
        meanings = found.get(place, [])
        if TORN in meanings and not any(TORN in end.get(place, []) for end in ends):
            yield f"{place} is torn"
        if place.endswith(("temporary", *_OF_NO_WEIGHT)):
            continue
        versions = [end.get(name, []) for end in ends for name in {place, place.removesuffix(EARLIER)}]
        if meanings not in versions and (wrong := _wrong_parts(meanings, versions)):
            yield f"{place} is neither old nor new: {wrong}"
    profiles = seen.profiles
    for place in seen.files:
        slug = PurePosixPath(place).name.partition(".")[0]
        if place.endswith(PREVIOUS) and slug not in profiles:
            yield f"{place} is an earlier version of nothing"


def _wrong_parts(meanings: list[Any], versions: list[list[Any]]) -> Any:
    """What of a file is as in none of its versions."""
    known = [one for version in versions for one in version if isinstance(one, dict)]
    if len(meanings) != 1 or not isinstance(meanings[0], dict) or not known:
        return meanings or "gone"
    parts = {key: part for key, part in meanings[0].items() if (key, part) != ("password", None)}
    return {key: part for key, part in parts.items() if not any(_fits(key, part, one) for one in known)}


def _fits(key: str, part: Any, known: dict[str, Any]) -> bool:
    """Whether a part is as in a version; a history also as far as the command had come."""
    whole = known.get(key)
    return bool(part == whole or (key == "history" and part and whole and whole[: len(part)] == part))


def _secrets(seen: Seen) -> Iterator[str]:
    """Profiles have the passwords that they claim, no password is nobody's, and a key's halves are one."""
    entries = list(seen.entries)
    ids = {str(profile.get("id")): profile for profile in seen.profiles.values()}
    for number, profile in ids.items():
        claimed = profile.get("password") or {}
        place = claimed.get("place")
        there = [
            secret for where, name, secret in entries if where == place and number.lower() in name.lower()
        ]
        if place and "password" not in "".join(there):
            yield f"the profile {profile['name']} claims a password in the {place}, which holds {there}"
    damaged = any(not profile for profile in seen.profiles.values())
    for _where, name, secret in entries:
        if "password" in secret and not damaged and not any(number.lower() in name.lower() for number in ids):
            yield f"{name} holds the {secret} of no profile"
        if secret in (TORN, "unknown secret"):
            yield f"{name} holds {secret}"
    note = next(
        (one for place, one in seen.files.items() if PurePosixPath(place).name == "identity.json"), None
    )
    public = note.get("public") if isinstance(note, dict) else None
    keys = [(where, secret) for where, _name, secret in entries if secret.startswith("key ")]
    yield from _key_halves(note, public, keys)


def _key_halves(note: Any, public: object, keys: list[tuple[str, str]]) -> Iterator[str]:
    if note is None and keys:
        yield f"keys are kept that nothing names: {keys}"
    if note is not None and (note.get("place"), f"key {public}") not in keys:
        yield f"the note of the own key says {public}, kept are {keys}"
    if note is not None and len(keys) > 1:
        yield f"more than one own key: {keys}"


def _going_on(world: World, run: Run) -> Iterator[str]:
    """Saying the same again, or what the program advises, comes to the same end as without a fault."""
    done = world.commands.run(world.command(*run.case.args), later=True, program=run.case.program)
    if done.status != run.case.status and run.case.again:
        done = world.commands.run(world.command(*run.case.again), later=True)
    world.commands.run(world.command("profiles"), later=True)
    seen = world.look()
    words = f"said again (status {done.status}, {done.err.strip()!r}),"
    yield from _unlike(world, run, seen, words, again=True)
    for place in seen.files:
        slug = PurePosixPath(place).name.partition(".")[0]
        if "/profiles/" in place and place.endswith(_LOCKS) and slug not in seen.profiles:
            yield f"{place} is left of no profile"


def _unlike(world: World, run: Run, seen: Seen, words: str, *, again: bool = False) -> Iterator[str]:
    """How a state differs from the one after the command; `again`, a history may go on where that ends."""
    found, right = seen.comparable(world.known), run.after.comparable(world.known)
    for place in sorted({*found, *right}):
        if place.endswith(_OF_NO_WEIGHT) or (place.endswith(EARLIER) and place in found and place in right):
            continue
        there = [_no_longer(*pair) for pair in zip(found.get(place, []), right.get(place, []), strict=False)]
        alike = again and len(there) == len(found.get(place, [])) and there == right.get(place)
        if found.get(place) != right.get(place) and not alike:
            yield f"{words} {place} is {found.get(place)} instead of {right.get(place)}"


def _no_longer(found: Any, right: Any) -> Any:
    """A profile with as much of its history as the other has, where there is more."""
    if not isinstance(found, dict) or not isinstance(right, dict) or "history" not in right:
        return found
    return {**found, "history": found.get("history", [])[: len(right["history"])]}


def _of_the_clearance(world: World) -> Iterator[str]:
    """Once all profiles are deleted, no password stays."""
    if not any("password" in secret for _place, _name, secret in world.look().entries):
        return
    for slug in world.look().profiles:
        done = world.commands.run(world.command("profiles", "delete", slug, "--yes"))
        # Cut before the key ring had answered, a program can't tell that there is none to have kept it.
        if done.status and (world.ring or "may still be kept" not in done.err):
            yield f"`profiles delete {slug}` afterwards: {done.err}"
    for place, name, secret in world.look().entries:
        if "password" in secret:
            yield f"after all profiles were deleted, {name} in the {place} holds the {secret}"
