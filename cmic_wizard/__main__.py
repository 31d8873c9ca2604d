"""Lets the wizard run as `python -m cmic_wizard`."""

from cmic_wizard.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
