"""Every command that writes, with what it does in a `World`, and those that must not write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fault_world import ACME, World


@dataclass(frozen=True, slots=True)
class Case:
    """A command. `again` is how one goes on where it was cut off, the command itself where it is empty."""

    name: str
    args: tuple[str, ...]
    again: tuple[str, ...] = ()
    status: int = 0
    slow: bool = False
    """Whether it takes seconds, and so is for the full sweep alone."""
    on_the_way: bool = False
    """Whether what it writes is no part of what was asked, so that it may be done without."""
    unless: str = ""
    """What it says where the status is the same although the act, or its last part, was not done."""
    change: Callable[[World], None] = lambda _world: None
    """Makes the state before it, out of the world's."""
    program: str = ""
    """Python code in the place of the program, for controls."""


def readers(world: World) -> Iterator[tuple[str, ...]]:
    """Commands that write nothing."""
    acme = ("--profile", ACME)
    yield from (("status", *acme), ("status", "--json", *acme), ("profiles",), ("key", "show"))
    yield ("ask", "--list", *acme)
    yield from (("history", *acme), ("history", "--json", *acme))
    yield from (("review", str(world.inputs / "nova.handoff"), "--json"), ("review", "--json", *acme))
    yield ("review", str(world.inputs), "--json")
    yield from (("completion", "bash"), ("__complete", "bash", ":", "--profile"))
    yield ("review", str(world.inputs / "nova.age"), "--json", *map(str, world.open_vault))


def plain(world: World) -> Iterator[Case]:
    """Without secrets."""
    acme = ("--profile", ACME)
    answers = str(world.inputs / "acme.json")
    yield Case("set", ("set", *acme, "connection.tenant_id=NEW", "subscriptions.patch=9"))
    yield Case("set, new profile", ("set", "--profile", "Fresh", "connection.tenant_id=NEW"))
    undo = ("set", "--profile", "Fresh", "--undo")
    yield Case("set --undo", undo, ("status", "--profile", "Fresh"), change=_answering)
    yield Case("profiles copy", ("profiles", "copy", ACME, "Second"), ("status", "--profile", "Second"))
    yield Case("set --from", ("set", *acme, "--from", answers, "connection.tenant_id=NEW"))
    yield Case(
        "check", ("check", *acme, "--without-password"), status=4, unless="was not kept", change=_refusing
    )
    nova, newer = str(world.inputs / "nova.handoff"), str(world.inputs / "acme.handoff")
    yield Case("import, new", ("import", nova), ("import", "--replace", "--older", nova))
    yield Case("import --replace", ("import", "--replace", "--older", newer))
    yield Case("import, remarks", ("import", "--older", str(world.inputs / "remarks.json")))
    sheet = str(world.inputs / "acme.sheet")
    yield Case("import, answers", ("import", sheet, "--take", "all"))
    yield Case("profiles rename", ("profiles", "rename", "Beta", "Gamma"))
    yield Case("profiles rename, same file", ("profiles", "rename", "Beta", "BETA"))
    for kind in ("json", "html", "markdown", "ics", "eml"):
        new = str(world.out / "new")
        yield Case(f"export, {kind}", ("export", *acme, "--format", kind, "-o", new))
    yield Case("export over a file", ("export", *acme, "-o", str(world.out / "old.json")))
    yield Case("export, printed", ("export", *acme, "-o", "-"))
    yield Case(
        "export, call", ("export", *acme, "--format", "eml", "--mail", "call", "-o", str(world.out / "c"))
    )
    ask = ("ask", *acme, "subscriptions.patch", "--whom", "Ana Ruiz <ana@acme.example>", "-o")
    letter = str(world.out / "ask.eml")
    yield Case("ask", (*ask, letter), (*ask, letter, "--force"))
    yield Case("ask, printed", (*ask, "-"))
    saved = ("review", nova, "--save")
    new, old = str(world.out / "new.json"), str(world.out / "old-remarks.json")
    yield Case("review --save", (*saved, new), (*saved, new, "--force"))
    yield Case("review --save over a file", (*saved, old, "--force"))
    yield Case("review --save, printed", (*saved, "-"))


def with_secrets(world: World) -> Iterator[Case]:
    """With passwords and keys."""
    acme = ("--profile", ACME)
    opened = tuple(map(str, world.open_vault))
    new = ("--password-file", str(world.passwords["new"]), *opened)
    yield Case("set password", ("set", *acme, *new))
    yield Case("set password and an answer", ("set", *acme, "connection.tenant_id=NEW", *new))
    yield Case("set password, new profile", ("set", "--profile", "Fresh", "connection.tenant_id=NEW", *new))
    yield Case("set password, first one", ("set", *acme, *new), change=_without_passwords)
    yield Case("set, password cleared", ("set", *acme, "connection.service_password="))
    nova, newer = str(world.inputs / "nova.age"), str(world.inputs / "acme.age")
    yield Case(
        "import sealed, new", ("import", nova, *opened), ("import", "--replace", "--older", nova, *opened)
    )
    yield Case("import sealed --replace", ("import", "--replace", "--older", newer, *opened))
    yield Case("profiles delete", ("profiles", "delete", ACME, "--yes"))
    yield Case("profiles delete, damaged", ("profiles", "delete", ACME, "--yes"), change=_damaged)
    yield Case("profiles delete, all damaged", ("profiles", "delete", ACME, "--yes"), change=_all_damaged)
    yield Case("profiles rename with password", ("profiles", "rename", "Beta", "Gamma"))
    yield Case("key new", ("key", "new", *opened), ("key", "new", "--replace", *opened), change=_without_key)
    later = "may still be kept"
    yield Case("key new --replace", ("key", "new", "--replace", *opened), unless=later)
    opening = ("review", nova, "--json", *opened)
    yield Case("review with a key of 0.1.0", opening, on_the_way=True, change=_key_of_0_1_0)
    yield Case(
        "key new over one of 0.1.0", ("key", "new", "--replace", *opened), unless=later, change=_key_of_0_1_0
    )
    sealed = ("export", *acme, "--seal", "--to", world.recipient.text, *opened)
    new_file = str(world.out / "new.age")
    yield Case("export --seal", (*sealed, "-o", new_file), (*sealed, "-o", new_file, "--force"))
    if not world.ring:
        words = ("export", *acme, "--seal", "--words", *opened, "-o", str(world.out / "words.age"))
        yield Case("export --seal --words", words, slow=True)
        yield Case("set password without passphrase", ("set", *acme, *new[:2]))
        yield Case("set password, new vault", ("set", *acme, *new), change=_without_vault)
        yield Case(
            "key new, new vault", ("key", "new", *opened), ("key", "new", "--replace", *opened), change=_bare
        )


def _answering(world: World) -> None:
    """A profile with one change, which can be taken back."""
    world.do("set", "--profile", "Fresh", "connection.tenant_id=TODAY")


def _refusing(world: World) -> None:
    """An address at which nothing answers."""
    world.do("set", "--profile", ACME, "connection.mobile_server_url=https://localhost:9/cmicprod")


def _without_key(world: World) -> None:
    """No key of one's own, and no trace of one."""
    (world.data / "identity.json").unlink()
    for place, name, secret in world.look().entries:
        if secret.startswith("key "):
            world.forget(place, name)


def _key_of_0_1_0(world: World) -> None:
    """The own key under the names that version 0.1.0 gave it."""
    note = world.data / "identity.json"
    found = json.loads(note.read_text())
    key_id = found.pop("key_id")
    note.write_text(json.dumps({**found, "schema": 1}))
    (world.data / "kept.json").unlink(missing_ok=True)
    if world.ring:
        world.rename(f"cmic_wizard.identity:{key_id}/age_identity", "cmic_wizard:identity/age_identity")
    else:
        (world.data / "vault" / f"{key_id}.identity.age").rename(world.data / "vault" / "identity.age")


def _without_passwords(world: World) -> None:
    for name in (ACME, "beta"):
        world.do("set", "--profile", name, "connection.service_password=")


def _without_vault(world: World) -> None:
    _without_passwords(world)
    _without_key(world)
    for path in world.data.glob("vault/*"):
        path.unlink()


def _bare(world: World) -> None:
    """A computer on which nothing was done before."""
    _without_vault(world)
    for name in (ACME, "beta"):
        world.do("profiles", "delete", name, "--yes")


def _damaged(world: World) -> None:
    """A profile that can't be read, with a version before it that can."""
    (world.data / "profiles" / f"{ACME}.json").write_text("{")


def _all_damaged(world: World) -> None:
    """A profile no version of which can be read."""
    for path in world.data.glob(f"profiles/{ACME}*.json"):
        path.write_text("{")
