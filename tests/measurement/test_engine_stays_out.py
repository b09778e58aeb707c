"""No process that answers requests loads the engine: rates are counted by the worker alone."""

import subprocess
import sys

HEAVY = ("duckdb", "ibis", "pandas", "polars", "statsmodels", "evidence.reoffending.counting")
LOADED = f"""
import sys
import desistance.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
{{more}}
print(",".join(name for name in {HEAVY!r} if name in sys.modules))
"""


def loaded(more: str = "") -> set[str]:
    """The heavy modules of a process that holds every page and the API, and what ``more`` imports."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(more=more)], check=True, capture_output=True, text=True, timeout=60
    )
    return set(done.stdout.strip().split(",")) - {""}


def test_no_page_and_no_call_loads_the_engine_and_a_worker_that_does_is_noticed() -> None:
    assert loaded() == set()
    assert {"duckdb", "evidence.reoffending.counting"} <= loaded("import desistance.measurement.worker")
