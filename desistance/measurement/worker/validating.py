"""How scores fitted what became of people: follow-ups by `evidence.reoffending`, measures by `evidence.fairness`."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from desistance.foundation.rulesets import in_force
from desistance.measurement.actions.validations import GatheredScores, ScoredPerson
from desistance.measurement.models import Validation
from desistance.measurement.rules.periods import Period
from desistance.measurement.terms import FOLLOWED_BY_PREDICTOR, SCORE_AGE
from desistance.measurement.worker.freezing import SANCTIONS_FILE, folder_of
from evidence import tables
from evidence.disclosure import Protection
from evidence.fairness import Group, Person, report
from evidence.fairness.groups import age_band
from evidence.reoffending import explain_everyone, proven
from evidence.reoffending.conventions import cohorts

MEASURED = ("predicted", "in_the_large", "area", "brier", "slope", "intercept")
NO_SCORES = (
    "Nobody in this snapshot had a score of {predictor} in the year before their follow-up started. Record scores, or import "
    "them, then ask again."
)


def validated(validation: Validation, gathered: GatheredScores) -> dict[str, Any] | None:
    """What may be shown of the fit, ready to be kept; None where nobody had a score in time.

    One follow-up a person: the first of the snapshot that starts with a score.
    """
    people = list(_people(validation, gathered.found))
    if not people:
        return None
    found = report(people, protection=Protection())
    return {
        "followed_months": FOLLOWED_BY_PREDICTOR[validation.predictor],
        "groups": [_told(one) for one in (found.everyone, *found.groups)],
        "slices": [one._asdict() for one in found.slices],
        "notes": list(found.notes),
    }


def _told(one: Group) -> dict[str, Any]:
    measured = one.measured._asdict() if one.measured else {}
    kept = {"by": one.by, "group": one.group, "people": one.people, "reoffended": one.reoffended, "hidden": one.hidden}
    return {**kept, **{name: measured.get(name) for name in MEASURED}}


def _people(validation: Validation, scored: Mapping[str, ScoredPerson]) -> Iterator[Person]:
    snapshot = validation.snapshot
    definition = proven(FOLLOWED_BY_PREDICTOR[validation.predictor])
    period = Period(snapshot.first_on, snapshot.last_on)
    sanctions = tables.read(folder_of(snapshot) / SANCTIONS_FILE, "sanctions")
    most = timedelta(days=in_force(SCORE_AGE, period.first).values["most_days"])
    for explained in explain_everyone(sanctions, cohorts(period.first, period.last, "quarter"), definition):
        one = scored.get(explained.person_id)
        if one is None:
            continue
        for follow_up in sorted(explained.follow_ups, key=lambda each: each.start):
            chance = _chance(one, follow_up.start, most)
            if chance is not None:
                yield Person(chance, bool(follow_up.reoffences), _groups(one, follow_up.start))
                break


def _chance(one: ScoredPerson, start: date, most: timedelta) -> float | None:
    """The newest score up to the start that is not too old."""
    return next((chance for day, chance in one.scores if start - most <= day <= start), None)


def _groups(one: ScoredPerson, start: date) -> dict[str, str]:
    groups = {"sex": one.sex, "ethnicity": one.ethnicity}
    if one.born_on is not None:
        had_birthday = (start.month, start.day) >= (one.born_on.month, one.born_on.day)
        groups["age"] = age_band(start.year - one.born_on.year - (not had_birthday))
    return groups
