"""Which doors a name stands for: those of files, of servers, or of sealed files."""

from __future__ import annotations

from pathlib import Path

from fuzz_harness import Loaders


def doors_for(name: str, folder: Path) -> Loaders:
    """The doors among which the loader of that name is, a find's or a job's; "" for those of files."""
    if name == "unsealing":
        from fuzz_unsealing import Unsealing

        return Unsealing(folder)
    if name in ("replies", "echoes", "certificates", "addresses"):
        from fuzz_network import Network

        return Network(folder)
    from fuzz_loaders import Doors

    return Doors(folder)
