"""What the tests of the guide share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cmic_wizard.guide.loader import GuideFaults, parse_guide
from cmic_wizard.i18n import set_language

TINY = """
id = "tiny"
title = "Tiny guide"
welcome = "Welcome"
closing = "Goodbye"

[[phase]]
id = "one"
title = "One"

[[phase.section]]
id = "first"
title = "First"

[[phase.section.step]]
id = "name"
kind = "text"
title = "Name"
"""


@pytest.fixture(scope="session")
def tiny_guide() -> str:
    """A whole guide of one step; what a test appends belongs to that step, or begins the next one."""
    return TINY


@pytest.fixture
def faults_of() -> Callable[[str], tuple[str, ...]]:
    """The faults that a guide's text is refused for."""

    def faults(text: str) -> tuple[str, ...]:
        with pytest.raises(GuideFaults) as refused:
            parse_guide(text)
        assert refused.value.exit_status == 1
        assert all(fault in str(refused.value) for fault in refused.value.faults)
        return refused.value.faults

    return faults


@pytest.fixture
def in_spanish() -> Iterator[None]:
    """Everything is shown in Spanish."""
    set_language("es")
    yield
    set_language("en")
