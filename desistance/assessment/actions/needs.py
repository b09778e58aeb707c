"""Assessing needs and strengths, and correcting an assessment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desistance.assessment.models import NeedAnswer, NeedsAssessment
from desistance.assessment.queries.needs import kept_by, last_made_on
from desistance.assessment.rules.needs import (
    NeedsFacts,
    class_of,
    headline_of,
    may_correct_needs,
    standing_answers,
    troubles_of_needs,
)
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.people.models import Person


@deed("needs.assess", Category.COLLECTION)
def assess_needs(
    *,
    person: Person,
    facts: NeedsFacts,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF,
    source_reference: str = "",
) -> NeedsAssessment:
    """Record what is known of someone's needs and strengths. A pathway that is left out stays as it was.

    Raises :class:`Refused` with the field to mend (nothing known at all, a need without words, a day to come), and
    :class:`NotFound` when the pass is not for this person.
    """
    _locked(person.pk, facts, by)
    for field, decision in troubles_of_needs(facts, on=local_date(at), after=last_made_on(person.pk, by=by)):
        decision.demand(field)
    told = {"source": source, "source_reference": source_reference, "said_at": at}
    return _kept(person.pk, facts, kept_by(person.pk, by=by), by, at, **told)


@deed("needs.assess")
def correct_needs(
    *,
    assessment: NeedsAssessment,
    facts: NeedsFacts,
    reason: str,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF,
) -> NeedsAssessment:
    """Put a corrected assessment in place of the agency's own, which is withdrawn with its answers and stays readable.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` for another agency's assessment.
    """
    _locked(assessment.person_id, facts, by)
    if assessment.agency_id != by.agency:
        raise NotFound()
    standing: NeedsAssessment = NeedsAssessment.objects.select_for_update().get(pk=assessment.pk)
    may_correct_needs(is_standing=standing.withdrawn_at is None, reason=reason).demand("reason")
    for field, decision in troubles_of_needs(
        facts, on=local_date(at), after=last_made_on(standing.person_id, by=by, but=standing)
    ):
        decision.demand(field)
    ended = {"withdrawn_at": max(at, standing.recorded_at), "withdrawn_by": by.staff}
    NeedsAssessment.objects.filter(pk=standing.pk).update(reason=reason.strip(), **ended)
    NeedAnswer.objects.standing().filter(assessment=standing).update(**ended)
    before = kept_by(standing.person_id, by=by, but=standing)
    told = {"source": source, "source_reference": "", "said_at": at, "corrects": standing}
    return _kept(standing.person_id, facts, before, by, at, **told)


def _locked(person: int, facts: NeedsFacts, by: Pass) -> None:
    """Nobody else assesses this person until this is done; every class that is told may be written."""
    for kind in {DataClass.PLAN, *(class_of(pathway) for pathway in facts.answers)}:
        by.demand_person(person, kind, writing=True)
    Person.objects.select_for_update().get(pk=person)


def _kept(
    person: int, facts: NeedsFacts, before: Mapping[str, Any], by: Pass, at: datetime, **more: Any
) -> NeedsAssessment:
    old, is_today = more.get("corrects"), facts.made_on == local_date(at)
    moment = old.at if old and old.made_on == facts.made_on else at if is_today else day_begins(facts.made_on)
    said = {"person_id": person, "agency_id": by.agency, "at": moment, "recorded_at": at, "recorded_by": by.staff}
    made = NeedsAssessment.objects.create(
        made_on=facts.made_on,
        with_person=facts.with_person,
        why_without=facts.why_without.strip(),
        headline=headline_of(facts.answers),
        **said,
        **more,
    )
    told = {**said, **{name: more[name] for name in ("source", "source_reference", "said_at")}}
    for pathway, (answer, since_on) in standing_answers(facts, before).items():
        NeedAnswer.objects.create(
            assessment=made,
            pathway=pathway,
            data_class=class_of(pathway),
            level=answer.level,
            words=answer.words.strip(),
            own_view=answer.own_view,
            own_words=answer.own_words.strip(),
            readiness=answer.readiness,
            helps=answer.helps.strip(),
            since_on=since_on,
            made_on=facts.made_on,
            **told,
        )
    return made
