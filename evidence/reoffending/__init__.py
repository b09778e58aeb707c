"""Proven reoffending, by the Ministry of Justice's definition.

Decides who is in a cohort, which offences count as reoffences, and how they are counted. The definition is written once,
in `counting`, and every convention that the published definition leaves open has a name in `conventions`, is stored with
every result and printed under it. Rates leave through `evidence.disclosure` only.

Follows: Ministry of Justice, Guide to Proven Reoffending Statistics (three-month cohorts, from October 2015 on).
It does not adjust or evaluate: a rate says what happened, not why; a comparison says only what its interval carries.
"""

from typing import TYPE_CHECKING

from evidence.lazily import lazily
from evidence.reoffending.comparing import PUBLISHED, Published, published
from evidence.reoffending.conventions import BREAKDOWNS, PROVEN, Definition, proven

if TYPE_CHECKING:
    from evidence.reoffending.expecting import Expecting, expected
    from evidence.reoffending.explanation import Explanation, explain, explain_everyone
    from evidence.reoffending.intervals import exact, funnel, wilson
    from evidence.reoffending.lag import adjusted, corrected
    from evidence.reoffending.results import Cohorts, Rates, cohorts, rates
    from evidence.reoffending.starts import Followed, History, Start, follow, history, index_days
    from evidence.reoffending.stores import Series, series
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "expecting": ("Expecting", "expected"),
            "explanation": ("Explanation", "explain", "explain_everyone"),
            "intervals": ("exact", "funnel", "wilson"),
            "lag": ("adjusted", "corrected"),
            "results": ("Cohorts", "Rates", "cohorts", "rates"),
            "starts": ("Followed", "History", "Start", "follow", "history", "index_days"),
            "stores": ("Series", "series"),
        },
    )

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
    "published",
    "rates",
    "series",
    "wilson",
]
