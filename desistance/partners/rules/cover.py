"""Whether a colleague may cover for a member of staff who is away."""

from dataclasses import dataclass
from datetime import date

from desistance.foundation.decisions import Decision, all_of, allowed, refused

LONGEST_COVER_DAYS = 92
"""A longer absence is a reallocation, decided by a manager. Source: partnership default of the service, 2026."""
SAME_PLACE = "Only the worker, or a manager of their team, can say who covers."


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """Who is away, who covers, from which day to which, and what is known of both."""

    is_own: bool
    manages_team: bool
    is_oneself: bool
    works_here: bool
    coverer_sees_people: bool
    from_on: date
    until_on: date
    today: date


def may_set_cover(facts: CoverFacts) -> Decision:
    """Cover is by a colleague of the same agency who works with people, from today on, for three months at most."""
    if not (facts.is_own or facts.manages_team):
        return refused(SAME_PLACE)
    days = (facts.until_on - facts.from_on).days
    checks = (
        (not facts.is_oneself, "Choose a colleague: nobody covers for themselves"),
        (facts.works_here, "Choose a worker who holds a post in your agency today"),
        (facts.coverer_sees_people, "Choose a worker whose role works with people"),
        (facts.from_on >= facts.today, "First day of cover must be today or in the future"),
        (days >= 0, "End date of cover must be after start date"),
        (
            days < LONGEST_COVER_DAYS,
            f"Cover can last {LONGEST_COVER_DAYS} days. Give the work to someone else for longer",
        ),
    )
    return all_of(*(allowed() if holds else refused(words) for holds, words in checks))


def days_problem(days: list[int]) -> Decision:
    """Working days are at least one of Monday to Sunday, each once."""
    good = bool(days) and len(set(days)) == len(days) and set(days) <= set(range(1, 8))
    return allowed() if good else refused("Select at least one working day")
