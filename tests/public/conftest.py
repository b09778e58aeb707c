"""For tests of the public door: a stranger's browser, and static files without a build."""

import pytest

from desistance.foundation import clock
from tests import factories as make


@pytest.fixture(autouse=True)
def no_build_needed(plain_static_files: None) -> None:
    """Every test of pages runs without built static files."""


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's moment."""
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
