"""Hand-offs of an invented customer, for the tests of this folder."""

from handed_off import acme, customer, handed_off, handoff_tools, judged, unready  # noqa: F401 - fixtures
