"""Working out a score, recording one from outside, and taking one back. A score decides nothing."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from desistance.assessment.models import Score
from desistance.assessment.queries.scores import score_sheet
from desistance.assessment.rules.scores import (
    RULE_SOURCE,
    OutsideFacts,
    may_judge,
    may_score,
    may_withdraw,
    troubles_of_outside,
)
from desistance.assessment.terms.scores import Generation
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from evidence.predictors import MODEL_VERSION


@deed("score.record", Category.COLLECTION)
def record_score(
    *,
    person: Person,
    predictor: str,
    generation: str,
    scored_on: date,
    answers: Mapping[str, Any],
    by: Pass,
    at: datetime,
    judgement: str = "",
    judgement_reason: str = "",
    source: str = Source.STAFF,
) -> Score:
    """Work out a score from recorded facts and the worker's answers, and keep it with every input and its source.

    Raises :class:`Refused` with the field to mend: an answer that cannot be read, a score that cannot be worked out (with what
    is missing), a judgement that differs without a reason; :class:`NotFound` when the pass is not for this person.
    """
    _demand(person.pk, predictor=predictor, generation=generation, scored_on=scored_on, by=by, at=at)
    sheet = score_sheet(
        person.pk, predictor=predictor, generation=generation, scored_on=scored_on, answers=answers, by=by
    )
    worked = sheet.worked
    if not worked.is_scored:
        refused(" ".join(["This score cannot be worked out.", *worked.problems])).demand("predictor")
    may_judge(judgement=judgement, reason=judgement_reason).demand("judgement_reason")
    return Score.objects.create(
        **_said(person.pk, scored_on, by=by, at=at, source=source),
        predictor=predictor,
        generation=generation,
        variant=worked.variant,
        model_version=MODEL_VERSION,
        scored_on=scored_on,
        percent=worked.percent,
        one_year=worked.one_year,
        band=worked.band,
        outcome=worked.outcome,
        inputs=[one.as_stored() for one in sheet.given.values()],
        parts=[asdict(one) for one in worked.parts],
        changes=[{"words": one.words, "percent": str(one.percent)} for one in worked.changes],
        problems=[*worked.problems, *sheet.gathered.notes],
        rule_source=RULE_SOURCE[Generation(generation)],
        judgement=judgement,
        judgement_reason=judgement_reason.strip(),
    )


@deed("score.record", Category.COLLECTION)
def record_outside_score(
    *,
    person: Person,
    facts: OutsideFacts,
    by: Pass,
    at: datetime,
    judgement: str = "",
    judgement_reason: str = "",
    source: str = Source.STAFF,
    source_reference: str = "",
) -> Score:
    """Record a score that another system worked out. It stands beside those worked out here and says where it is from.

    Raises :class:`Refused` with the field to mend; :class:`NotFound` when the pass is not for this person.
    """
    named = {"predictor": facts.predictor, "generation": facts.generation}
    _demand(person.pk, **named, scored_on=facts.scored_on, by=by, at=at)
    for field, decision in troubles_of_outside(facts):
        decision.demand(field)
    may_judge(judgement=judgement, reason=judgement_reason).demand("judgement_reason")
    told = asdict(facts) | {"outcome": facts.outcome.strip() if facts.percent is None else ""}
    return Score.objects.create(
        **_said(person.pk, facts.scored_on, by=by, at=at, source=source, source_reference=source_reference),
        **told | {"system": facts.system.strip(), "model_version": facts.model_version.strip()},
        judgement=judgement,
        judgement_reason=judgement_reason.strip(),
    )


@deed("score.record")
def withdraw_score(*, score: Score, reason: str, by: Pass, at: datetime) -> Score:
    """Take back a score that the agency recorded by mistake; it stays readable with the reason.

    Raises :class:`Refused` without a reason, and :class:`NotFound` for another agency's score.
    """
    by.demand_person(score.person_id, DataClass.RISK, writing=True)
    if score.agency_id != by.agency:
        raise NotFound()
    locked: Score = Score.objects.select_for_update().get(pk=score.pk)
    may_withdraw(is_ours=True, is_standing=locked.withdrawn_at is None, reason=reason).demand("reason")
    when = max(at, locked.recorded_at)
    Score.objects.filter(pk=locked.pk).update(withdrawn_at=when, withdrawn_by=by.staff, reason=reason.strip())
    locked.withdrawn_at, locked.withdrawn_by, locked.reason = when, by.staff, reason.strip()
    return locked


def _demand(person: int, *, predictor: str, generation: str, scored_on: date, by: Pass, at: datetime) -> None:
    by.demand_person(person, DataClass.RISK, writing=True)
    may_score(
        predictor=predictor,
        generation=generation,
        scored_on=scored_on,
        on=local_date(at),
        agency_kind=by.agency_kind,
    ).demand("scored_on" if scored_on > local_date(at) else "predictor")


def _said(
    person: int, scored_on: date, *, by: Pass, at: datetime, source: str, source_reference: str = ""
) -> dict[str, Any]:
    return {
        "person_id": person,
        "agency_id": by.agency,
        "at": at if scored_on == local_date(at) else day_begins(scored_on),
        "said_at": at,
        "recorded_at": at,
        "recorded_by": by.staff,
        "source": source,
        "source_reference": source_reference,
    }
