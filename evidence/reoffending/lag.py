"""Cohorts whose waiting is not over: what their rate will come to, if courts take as long as they did before. Always provisional.

Among people whose time is over, F(a) is the share of those who reoffended who were known to have done so `a` days after
the start. Of an immature cohort each person counts as F of the days since their start, so the rate is the people known to have
reoffended over that sum (the exposure-adjusted estimator; in insurance the Cape Cod method). Its interval holds the
chance in who is known so far and in F; it holds nothing for courts that became faster or slower, which the words say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import NormalDist

import ibis
import numpy as np

from evidence.reoffending.conventions import PROVEN, QUARTER, Cohort, Day, Definition, cohorts, day_of, months_after
from evidence.reoffending.counting import first_proven
from evidence.tables import SANCTIONS, Checked, engine
from evidence.trouble import Trouble

Z = NormalDist().inv_cdf(0.975)
LEARNT_FROM = 8  # quarters, the last whose waiting is over
FEWEST_LEARNT = 100  # people who reoffended, from whom delays are learnt
LEAST_KNOWN = 0.3  # of those to come; with less the estimate would be made of the correction
FEWEST_PEOPLE, FEWEST_AGAIN = 30, 10


@dataclass(frozen=True)
class Corrected:
    """One cohort: what is known so far and what it comes to. `known` is the share of the final number expected by now."""

    cohort: str
    people: int
    reoffenders: int
    known: float
    rate: float | None
    low: float | None
    high: float | None
    refused: str
    provisional: bool

    @property
    def words(self) -> str:
        """The cohort as one sentence; without figures where they may not leave."""
        if self.rate is None:
            return f"{self.cohort}: {self.refused}"
        if not self.provisional:
            return f"{self.cohort}: {self.rate:.1%}, final."
        return (
            f"{self.cohort}: PROVISIONAL {self.rate:.1%} ({self.low:.1%} to {self.high:.1%}), if courts take as long as before; "
            f"about {self.known:.0%} of those to come are known."
        )

    def as_dict(self) -> dict[str, object]:
        """For JSON: no counts, because rates of so many people may leave and the counts behind them may not."""
        kept = ("cohort", "known", "rate", "low", "high", "refused", "provisional")
        told = {name: getattr(self, name) for name in kept}
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in told.items()}


def corrected(
    sanctions: Checked, first: Day, last: Day, complete_to: Day, definition: Definition = PROVEN
) -> tuple[list[Corrected], tuple[str, ...]]:
    """The quarterly cohorts from `first` to `last`, those that are immature on `complete_to` corrected, and what it rests on.

    Raises `Trouble` where too few mature people reoffended to learn the delays from, or a cohort was not over.
    """
    if sanctions.table is not SANCTIONS:
        raise Trouble("Delays are learnt from the table sanctions.")
    first, last, complete_to = day_of(first), day_of(last), day_of(complete_to)
    asked = cohorts(first, last)
    unfinished = [cohort.name for cohort in asked if cohort.last > complete_to]
    if unfinished:
        raise Trouble(f"The cohort {', '.join(unfinished)} was not over on {complete_to}. Ask for earlier cohorts.")
    learnt_from = _learnt_from(complete_to, definition)
    facts = _facts(
        sanctions, definition, min(first, learnt_from[0].first), max(last, learnt_from[-1].last), complete_to
    )
    delays = np.concatenate(
        [facts[cohort.first].delays for cohort in learnt_from if cohort.first in facts] or [np.zeros(0)]
    )
    if len(delays) < FEWEST_LEARNT:
        quarters = f"{learnt_from[0].first} to {learnt_from[-1].last}"
        raise Trouble(
            f"Only {len(delays)} people of the cohorts {quarters} reoffended, too few to learn how long courts take; "
            f"{FEWEST_LEARNT} are needed."
        )
    delays.sort()
    notes = (
        f"Delays are those of {learnt_from[0].first} to {learnt_from[-1].last}, the last cohorts whose waiting was over "
        f"on {complete_to}.",
        "A corrected rate is an estimate, not proven reoffending: it is wrong where courts became faster or slower.",
        f"Definition {definition.name}.",
    )
    return [_one(cohort, facts.get(cohort.first), delays, complete_to, definition) for cohort in asked], notes


@dataclass
class _Facts:
    """One quarter: the start of each person, and the days until they were first proven to reoffend, of those who were."""

    starts: np.ndarray
    delays: np.ndarray


def _learnt_from(complete_to: date, definition: Definition) -> tuple[Cohort, ...]:
    """The last cohorts whose waiting was over."""
    start = date(complete_to.year, 3 * ((complete_to.month - 1) // 3) + 1, 1)
    while months_after(months_after(start, QUARTER) - timedelta(days=1), definition.months_until_final) > complete_to:
        start = months_after(start, -QUARTER)
    return cohorts(months_after(start, -QUARTER * (LEARNT_FROM - 1)), months_after(start, QUARTER) - timedelta(days=1))


def _facts(sanctions: Checked, definition: Definition, first: date, last: date, until: date) -> dict[date, _Facts]:
    """The facts of every quarter as they were known on a day."""
    sanctions.unchanged()
    cursor = engine.cursor()
    try:
        cursor.execute(f'CREATE TEMP VIEW sanctions AS SELECT * FROM "{sanctions.relation}"')  # noqa: S608
        rows = cursor.execute(str(ibis.to_sql(first_proven(definition, first, last), dialect="duckdb"))).fetchall()
    finally:
        cursor.close()
    starts: dict[date, list[int]] = {}
    delays: dict[date, list[int]] = {}
    for quarter, start, proven_on, people in rows:
        began = engine.day(start)
        starts.setdefault(engine.day(quarter), []).extend([began.toordinal()] * people)
        if proven_on is not None and engine.day(proven_on) <= until:
            delays.setdefault(engine.day(quarter), []).extend([(engine.day(proven_on) - began).days] * people)
    return {
        quarter: _Facts(np.array(each), np.array(delays.get(quarter, []), dtype=float))
        for quarter, each in starts.items()
    }


def _one(cohort: Cohort, facts: _Facts | None, delays: np.ndarray, until: date, definition: Definition) -> Corrected:
    """One cohort's estimate, or why there is none."""
    if facts is None or len(facts.starts) < FEWEST_PEOPLE or len(facts.delays) < FEWEST_AGAIN:
        return Corrected(
            cohort.name, 0, 0, 0.0, None, None, None, "too few people.", cohort.final_on(definition) > until
        )
    days = until.toordinal() - facts.starts
    share = np.searchsorted(delays, days, side="right") / len(delays)
    starts, months = np.unique(facts.starts), definition.months_until_final
    over = [months_after(date.fromordinal(int(start)), months) <= until for start in starts]
    share[np.isin(facts.starts, starts[np.array(over)])] = 1.0
    people, again, known = len(share), len(facts.delays), float(share.mean())
    if known < LEAST_KNOWN:
        early = f"too early: about {known:.0%} of those to come are known, less than {LEAST_KNOWN:.0%}."
        return Corrected(cohort.name, people, again, known, None, None, None, early, provisional=True)
    rate = min(1.0, again / share.sum())
    chance = (rate * share * (1 - rate * share)).sum() / share.sum() ** 2
    learnt = rate**2 * (1 - known) / (known * len(delays))
    half = Z * sqrt(chance + learnt)
    provisional = cohort.final_on(definition) > until
    return Corrected(
        cohort.name, people, again, known, rate, max(0.0, rate - half), min(1.0, rate + half), "", provisional
    )


def adjusted(rate: float, expected: float, baseline: float) -> float:
    """A rate as if the cohort were as likely to reoffend as a baseline: the rate, plus the baseline's mean score less its own.

    All three are shares; `expected` and `baseline` are mean predicted probabilities of one score. It takes out only what the
    score knows, so it is no effect of anything. As the adjusted rates of the Ministry of Justice are. Raises `Trouble`.
    """
    if not all(0 <= share <= 1 for share in (rate, expected, baseline)):
        raise Trouble("A rate and two mean scores are shares between 0 and 1, such as 0.284.")
    return rate + baseline - expected
