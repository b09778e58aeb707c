"""Nominating somebody for the cohort with a score, nominating again after a deferral, and taking a nomination back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.schemes.actions._moving import keep_step, locked, move
from desistance.schemes.models import Nomination, SchemeCase
from desistance.schemes.queries.iom.cases import open_iom_of
from desistance.schemes.queries.iom.recorded import Recorded, evidence_of, recorded_of
from desistance.schemes.queries.rules import rules_for
from desistance.schemes.rules.iom.matrix import IOM_SERIES
from desistance.schemes.rules.iom.parts import Nominating, Suggested, suggest, troubles_of_nomination
from desistance.schemes.rules.iom.scoring import Score, kept_facts, score, stored
from desistance.schemes.rules.results import stored_finding
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.iom import DEFERRED, IOM, NOMINATED, TAKEN_BACK, Part
from desistance.schemes.terms.iom_scoring import ANSWERS, NOT_KNOWN, is_an_answer

NOMINATING = "Nominated for IOM"


@dataclass(frozen=True, slots=True)
class NominationSaid:
    """What whoever nominates says: the part they suggest, why, what support is needed, and answers to what is not on record."""

    part: str
    reason: str
    support: str = ""
    comment: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@deed("iom.nominate", Category.COLLECTION)
def nominate(
    *,
    person: Person,
    said: NominationSaid,
    by: Pass,
    at: datetime,
    case: SchemeCase | None = None,
    version: int | None = None,
) -> SchemeCase:
    """Nominate somebody, or again the case that the panel deferred. The score and what it rests on are kept with it.

    Raises :class:`Refused` with the field to mend, :class:`Conflict`, and :class:`NotFound` when the pass is not for them.
    """
    by.demand_person(person.pk, DataClass.OFFENDING, writing=True)
    Person.objects.select_for_update().get(pk=person.pk)
    told = recorded_of(person=person.pk, by=by, on=local_date(at))
    suggested = suggest(told.part_facts())
    _demand(said, suggested, person, case, by)
    if case is not None:
        case = locked(case, by, version)
        come_from = case.state
        move(case, NOMINATED, by=by, at=at)
    else:
        come_from, case = "", _new_case(person, by, at)
    facts, rules = told.score_facts(said.answers, by.staff_name), rules_for(IOM_SERIES, by.agency, told.on)
    scored = score(facts, rules)
    _keep(case, said, told, {**_columns(scored), "facts": kept_facts(facts, rules)}, suggested, by, at)
    words = f"{NOMINATING} ({Part(said.part).label} suggested, score {scored.words})"
    keep_step(case, come_from, words, by=by, at=at, reason=said.reason.strip())
    return case


def _demand(said: NominationSaid, suggested: Suggested, person: Person, case: SchemeCase | None, by: Pass) -> None:
    going_on = open_iom_of(person=person.pk, by=by)
    adult = next(one.answer for one in suggested.findings if one.criterion == "adult")
    facts = Nominating(
        part=said.part,
        reason=said.reason,
        agency_kind=by.agency_kind,
        adult=adult,
        support=said.support,
        comment=said.comment,
        has_open_case=going_on is not None and (case is None or going_on.pk != case.pk or case.state != DEFERRED),
    )
    for name, decision in troubles_of_nomination(facts):
        decision.demand(name)
    for item in ANSWERS:
        if not is_an_answer(item, said.answers.get(item, NOT_KNOWN)):
            refused("Choose one of the answers.").demand(item)


def _new_case(person: Person, by: Pass, at: datetime) -> SchemeCase:
    return SchemeCase.objects.create(
        person=person,
        agency_id=by.agency,
        scheme=IOM,
        state=NOMINATED,
        moved_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


def _columns(scored: Score) -> dict[str, Any]:
    ranged = {"total": scored.total, "low": scored.low, "high": scored.high}
    return {**ranged, "items": stored(scored), "rules_version": scored.version}


def _keep(  # noqa: PLR0917 - one row, made once
    case: SchemeCase,
    said: NominationSaid,
    told: Recorded,
    scored: Mapping[str, Any],
    suggested: Suggested,
    by: Pass,
    at: datetime,
) -> Nomination:
    return Nomination.objects.create(
        person_id=case.person_id,
        agency_id=by.agency,
        case=case,
        part=said.part,
        suggested=suggested.part,
        because=list(suggested.reasons),
        findings=[stored_finding(one) for one in suggested.findings],
        evidence=evidence_of(told),
        answers=dict(said.answers),
        **scored,
        predicted=told.predicted.percent if told.predicted else None,
        reason=said.reason.strip(),
        support=said.support.strip(),
        comment=said.comment.strip(),
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
        source=Source.STAFF,
    )


@deed("iom.nominate")
def take_nomination_back(
    *, case: SchemeCase, reason: str, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Take a nomination back before the panel decides on it. Raises :class:`Refused` and :class:`Conflict`."""
    case = locked(case, by, version)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        refused(f"Enter why, in {LONGEST_REASON} characters or fewer.").demand("reason")
    come_from = case.state
    move(case, TAKEN_BACK, by=by, at=at)
    keep_step(case, come_from, "Nomination for IOM taken back", by=by, at=at, reason=reason.strip())
    return case
