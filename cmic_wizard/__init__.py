"""A setup wizard that takes a CMiC customer through Procore's set-up guide."""

import gc

__version__ = "0.1.0"
CHILD = "__child"
"""The word by which an executable without a Python beside it is told to be one of its own children."""
LIBRARIES = "LD_LIBRARY_PATH"
"""By which such an executable finds what it brought along, on Linux; no other program is to look there."""

# Before anything is imported: what that makes is to stay, and to look for garbage among it takes time.
gc.set_threshold(200_000, 10, 10)
