"""F1: generated and mutated files never crash the import, and every row of one that is read is accepted or held with a reason.

The whole of ten thousand files: ``DESISTANCE_FUZZ_FILES=10000 python -m pytest tests/rules/ingest/test_fuzz.py``
"""

import os
import resource
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.files import CUSTODY_COLUMNS
from tests.rules.ingest.fuzzing import MAKERS, made_by, outcome_of

FILES = int(os.environ.get("DESISTANCE_FUZZ_FILES", "240"))
MOST_SECONDS, MOST_MEGABYTES = 10, 300
"""What one file may take. Source: assurance goals of the service, F1."""
HEADING = ",".join(CUSTODY_COLUMNS).encode() + b"\n"


def test_no_file_crashes_and_accepted_and_held_rows_are_all_rows() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = read = rows = 0
    for number in range(FILES):
        data, began = made_by(number), time.process_time()
        name = "custody.xlsx" if number % 2 else "custody.csv"
        told = outcome_of(data, name)
        assert time.process_time() - began < MOST_SECONDS, number
        assert told.good + told.held == told.rows, number
        assert told == outcome_of(data, name), number
        refused, read, rows = refused + bool(told.words), read + (not told.words), rows + told.rows
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MOST_MEGABYTES
    assert refused > FILES / 20
    assert read > FILES / 5
    assert rows > FILES / 2


def test_every_kind_of_file_is_made() -> None:
    assert len({maker.__name__ for maker in MAKERS}) == len(MAKERS) == 8


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=80), st.text(max_size=40).map(str.encode)), max_size=8))
def test_any_lines_after_a_heading_are_rows_or_said_to_be_wrong(lines: list[bytes]) -> None:
    told = outcome_of(HEADING + b"\n".join(lines))
    assert told.words or told.good + told.held == told.rows
