"""Lets the wizard run as `python -m cmic_wizard`, and as an executable that brings its own Python along."""

import sys


def _frozen() -> int:
    """As an executable: one of the program's own children where it was started as such, else the program."""
    import os

    from cmic_wizard import CHILD, LIBRARIES

    before = os.environ.pop(f"{LIBRARIES}_ORIG", None)
    os.environ.pop(LIBRARIES, None)
    if before is not None:
        os.environ[LIBRARIES] = before
    sys.path.append(os.path.join(getattr(sys, "_MEIPASS", ""), "tzdata.zip"))  # noqa: PTH118 - pathlib takes time
    if sys.argv[1:2] == [CHILD]:
        name = sys.argv[2]
        del sys.argv[1:3]
        if name == "child":
            from cmic_wizard.credentials import child

            child.main()
        else:
            from cmic_wizard.handoff import seal_child

            seal_child.main()
        return 0
    from cmic_wizard.cli import main

    return main()


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        raise SystemExit(_frozen())
    from cmic_wizard.cli import main

    raise SystemExit(main())
