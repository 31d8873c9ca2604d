"""Reads a folder of hand-offs with the published model alone: no screen, no table.

`python bare_models.py FOLDER` prints how many there were and the peak memory in MiB.
"""

import sys
from pathlib import Path

from cmic_wizard.handoff.document import HandOff

if sys.platform == "win32":
    raise ImportError("POSIX only")

import resource

names = [
    HandOff.model_validate_json(path.read_bytes()).profile.name
    for path in sorted(Path(sys.argv[1]).iterdir())
]
print(len(names), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
