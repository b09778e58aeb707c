"""Asking how well a predictor's scores fitted; and, by the worker, gathering the scores and keeping what was found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desistance.assessment.models import Score
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.later import later
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.measurement.actions._moving import ask
from desistance.measurement.actions._people import born_of, kept_numbers, told_of
from desistance.measurement.models import Snapshot, Validation
from desistance.measurement.rules.conventions import opaque
from desistance.measurement.rules.validation import ValidationFacts, may_validate
from desistance.measurement.terms import FOLLOWED_BY_PREDICTOR, SCORE_AGE


@dataclass(frozen=True, slots=True)
class ScoredPerson:
    """One person under the number that the snapshot uses: their scores by day, newest first, and what they are grouped by."""

    scores: tuple[tuple[date, float], ...]
    born_on: date | None
    sex: str
    ethnicity: str


@dataclass(frozen=True, slots=True)
class GatheredScores:
    """Everyone who has a score that a follow-up of the snapshot may start with, and whom they are."""

    found: Mapping[str, ScoredPerson]
    people: tuple[int, ...]


@deed("measure.count", Category.ADMINISTRATION)
def ask_for_validation(
    *, snapshot: Snapshot, predictor: str, by: Pass, at: datetime, run_later: bool = True
) -> Validation:
    """Ask for one predictor to be compared with one counted snapshot, in the background (``run_later``).

    Raises :class:`Refused` when the snapshot is not counted, when its people were not followed for as long as the predictor
    foresees, and when the same stands already.
    """
    standing = Validation.objects.filter(snapshot=snapshot, predictor=predictor).exclude(state="failed")
    facts = ValidationFacts(
        predictor, snapshot.state, snapshot.last_on, snapshot.complete_to, is_there=standing.exists()
    )
    may_validate(facts).demand("predictor")
    made = ask(
        Validation,
        by=by,
        at=at,
        snapshot=snapshot,
        predictor=predictor,
    )
    if run_later:
        later("measurement.validate", key=f"validation {made.pk}", validation=made.pk)
    return made


def _whom(_arguments: Mapping[str, Any], result: GatheredScores) -> Iterable[int]:
    return result.people


@deed("measure.count", Category.COLLECTION, about=_whom)
def gather_scores(*, validation: Validation, by: Pass, at: datetime) -> GatheredScores:
    """The standing scores of the predictor from the year before the first follow-up on, with date of birth, sex and ethnicity.

    People are named by the number that the snapshot alone uses; the event of this deed names everyone who has a score.
    """
    snapshot = validation.snapshot
    most = timedelta(days=in_force(SCORE_AGE, snapshot.first_on).values["most_days"])
    column = "one_year" if FOLLOWED_BY_PREDICTOR[validation.predictor] == 12 else "percent"
    rows = (
        Score.objects.filter(
            predictor=validation.predictor,
            withdrawn_at__isnull=True,
            scored_on__gte=snapshot.first_on - most,
            scored_on__lte=snapshot.last_on,
            **{f"{column}__isnull": False},
        )
        .order_by("-scored_on", "-id")
        .values_list("person_id", "scored_on", column)
    )
    scores: dict[int, list[tuple[date, float]]] = {}
    kept = kept_numbers()
    for person, scored_on, percent in rows:
        scores.setdefault(kept.get(person, person), []).append((scored_on, float(percent) / 100))
    born, told = born_of(scores), told_of(scores)
    found = {
        opaque(snapshot.key, person): ScoredPerson(tuple(some), born.get(person), *told.get(person, ("", "")))
        for person, some in scores.items()
    }
    return GatheredScores(found, tuple(scores))
