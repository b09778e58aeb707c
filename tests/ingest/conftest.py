"""A data officer of the police, one of probation, and a folder for files."""

import pytest

from tests.cast import Cast
from tests.ingest.office import Office


@pytest.fixture
def office(cast: Cast, tmp_path: object, settings: object) -> Office:
    """Gita sends custody files for the police, Grace caseloads for probation; files are kept in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return Office.opened(cast)
