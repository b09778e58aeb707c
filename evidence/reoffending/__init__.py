"""Proven reoffending, by the Ministry of Justice's definition.

Decides who is in a cohort, which offences count as reoffences, and how they are counted. The definition is written once,
in `counting`, and every convention that the published definition leaves open has a name in `conventions`, is stored with
every result and printed under it. Rates leave through `evidence.disclosure` only.

Follows: Ministry of Justice, Guide to Proven Reoffending Statistics (three-month cohorts, from October 2015 on).
It does not adjust or evaluate: a rate says what happened, not why; a comparison says only what its interval carries.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from evidence.reoffending.comparing import PUBLISHED, Published, benchmark
from evidence.reoffending.conventions import BREAKDOWNS, PROVEN, Definition, proven

if TYPE_CHECKING:
    from evidence.reoffending.expecting import Expecting, expected
    from evidence.reoffending.explanation import Explanation, explain, explain_everyone
    from evidence.reoffending.intervals import exact, funnel, wilson
    from evidence.reoffending.lag import adjusted, corrected
    from evidence.reoffending.results import Cohorts, Rates, rates
    from evidence.reoffending.results import select as cohorts
    from evidence.reoffending.starts import Followed, History, Start, follow, history, index_days
    from evidence.reoffending.stores import Series, series

__all__ = [
    "BREAKDOWNS",
    "PROVEN",
    "PUBLISHED",
    "Cohorts",
    "Definition",
    "Expecting",
    "Explanation",
    "Followed",
    "History",
    "Published",
    "Rates",
    "Series",
    "Start",
    "adjusted",
    "benchmark",
    "cohorts",
    "corrected",
    "exact",
    "expected",
    "explain",
    "explain_everyone",
    "follow",
    "funnel",
    "history",
    "index_days",
    "proven",
    "rates",
    "series",
    "wilson",
]

_HOMES = {
    "Cohorts": "results",
    "Rates": "results",
    "adjusted": "lag",
    "corrected": "lag",
    "Series": "stores",
    "Followed": "starts",
    "History": "starts",
    "Start": "starts",
    "follow": "starts",
    "history": "starts",
    "index_days": "starts",
    "series": "stores",
    "rates": "results",
    "Expecting": "expecting",
    "expected": "expecting",
    "Explanation": "explanation",
    "explain": "explanation",
    "explain_everyone": "explanation",
    "exact": "intervals",
    "funnel": "intervals",
    "wilson": "intervals",
}


def __getattr__(name: str) -> object:
    """Load the counting, and with it the engine, at first use."""
    if name == "cohorts":
        return import_module("evidence.reoffending.results").select
    if name in _HOMES:
        return getattr(import_module(f"evidence.reoffending.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'evidence.reoffending' has no {name!r}")
