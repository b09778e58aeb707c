"""Reviewing risk, countersigning and correcting. A level stands from the moment it is recorded; a countersignature follows."""

from datetime import date, datetime
from typing import Any

from desistance.access.queries.scope import entries_seen
from desistance.assessment.models import Countersignature, RiskConcern, RiskReview
from desistance.assessment.queries.risk import NEWEST_FIRST
from desistance.assessment.rules.reviews import (
    ReviewFacts,
    may_correct,
    may_countersign,
    needs_countersignature,
    overall_of,
    troubles_of_review,
)
from desistance.assessment.terms.reviews import CONCERN_STATES, CountersignOutcome
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

TEXTS = ("trigger", "evidence", "imminence", "plan", "protective", "change_reason")
DATES = ("kind", "made_on", "review_on", "mappa_category", "mappa_level", "mappa_review_on")


@deed("risk.review", Category.COLLECTION)
def record_review(
    *,
    person: Person,
    facts: ReviewFacts,
    by: Pass,
    at: datetime,
    source: str = Source.STAFF,
    source_reference: str = "",
    said_at: datetime | None = None,
) -> RiskReview:
    """Record a review of risk of serious harm. It answers every concern that its author may see and that waits.

    Raises :class:`Refused` with the field to mend (no level, High without a plan, a changed level without a reason, a review
    date too far ahead); :class:`NotFound` when the pass is not for this person.
    """
    _locked(person.pk, by)
    was, after = _before(person.pk, by)
    _demand(facts, by, at, was, after)
    told = {"source": source, "source_reference": source_reference, "said_at": said_at or at}
    review = _kept(person.pk, facts, by, at, was=was, **told)
    waiting = RiskConcern.objects.filter(entries_seen(by, "assessment.RiskConcern"), state=CONCERN_STATES.start)
    for concern in waiting.order_by("pk"):
        answered: dict[str, Any] = {"review": review, "answered_at": at, "answered_by": by.staff}
        change(concern, version=None, by=by, at=at, state="reviewed", **answered)
    return review


@deed("risk.review")
def correct_review(
    *, review: RiskReview, facts: ReviewFacts, reason: str, by: Pass, at: datetime, source: str = Source.STAFF
) -> RiskReview:
    """Put a corrected review in place of the agency's own, which is withdrawn and stays readable; it is countersigned anew.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` for another agency's review.
    """
    standing = _standing(review, by)
    is_standing = standing.withdrawn_at is None
    may_correct(is_ours=True, is_standing=is_standing, reason=reason).demand("reason")
    was, after = _before(standing.person_id, by, but=standing)
    _demand(facts, by, at, was, after)
    RiskReview.objects.filter(pk=standing.pk).update(
        withdrawn_at=max(at, standing.recorded_at), withdrawn_by=by.staff, reason=reason.strip()
    )
    Countersignature.objects.standing().filter(review=standing).update(withdrawn_at=at, withdrawn_by=by.staff)
    told = {"source": source, "source_reference": "", "said_at": at}
    return _kept(standing.person_id, facts, by, at, was=was, corrects=standing, **told)


@deed("risk.countersign")
def countersign(*, review: RiskReview, by: Pass, at: datetime, words: str = "") -> Countersignature:
    """Countersign a review of a colleague. Raises :class:`Refused` for one's own, or when it needs none or has one."""
    return _answer(review, CountersignOutcome.SIGNED, words, by, at)


@deed("risk.countersign")
def send_back(*, review: RiskReview, words: str, by: Pass, at: datetime) -> Countersignature:
    """Send a review back to its author with what must change; its level stands until it is corrected."""
    return _answer(review, CountersignOutcome.SENT_BACK, words, by, at)


def _locked(person: int, by: Pass) -> None:
    """Nobody else reviews this person until this is done: what a level was before is read once."""
    by.demand_person(person, DataClass.RISK, writing=True)
    Person.objects.select_for_update().get(pk=person)


def _before(person: int, by: Pass, *, but: RiskReview | None = None) -> tuple[str, date | None]:
    """Level and day of the agency's review before: the latest, or with ``but`` the one before that."""
    rows = RiskReview.objects.standing().filter(person_id=person, agency_id=by.agency)
    if but is not None:
        rows = rows.filter(at__lte=but.at, pk__lt=but.corrects_id or but.pk)
    return rows.order_by(*NEWEST_FIRST).values_list("overall", "made_on").first() or ("", None)


def _demand(facts: ReviewFacts, by: Pass, at: datetime, was: str, after: date | None) -> None:
    told = troubles_of_review(facts, on=local_date(at), was=was, after=after, agency_kind=by.agency_kind)
    for field, decision in told:
        decision.demand(field)


def _kept(person: int, facts: ReviewFacts, by: Pass, at: datetime, **more: Any) -> RiskReview:
    overall = overall_of(facts.levels)
    old, is_today = more.get("corrects"), facts.made_on == local_date(at)
    moment = old.at if old and old.made_on == facts.made_on else at if is_today else day_begins(facts.made_on)
    return RiskReview.objects.create(
        person_id=person,
        agency_id=by.agency,
        at=moment,
        levels=dict(facts.levels),
        overall=overall,
        needs_countersignature=needs_countersignature(overall, facts.made_on),
        recorded_at=at,
        recorded_by=by.staff,
        **{name: getattr(facts, name) for name in DATES},
        **{name: getattr(facts, name).strip() for name in TEXTS},
        **more,
    )


def _standing(review: RiskReview, by: Pass) -> RiskReview:
    """The review under lock. Raises :class:`NotFound` unless it is the agency's own and the record is open."""
    by.demand_person(review.person_id, DataClass.RISK, writing=True)
    if review.agency_id != by.agency:
        raise NotFound()
    locked: RiskReview = RiskReview.objects.select_for_update().get(pk=review.pk)
    return locked


def _answer(review: RiskReview, outcome: CountersignOutcome, words: str, by: Pass, at: datetime) -> Countersignature:
    standing = _standing(review, by)
    given = Countersignature.objects.standing().filter(review=standing).values_list("outcome", flat=True).first()
    may_countersign(
        needs=standing.needs_countersignature and standing.withdrawn_at is None,
        answer=given or "",
        is_author=standing.recorded_by == by.staff,
        is_ours=True,
        words=words,
        sends_back=outcome == CountersignOutcome.SENT_BACK,
    ).demand("words")
    return Countersignature.objects.create(
        person_id=standing.person_id,
        agency_id=by.agency,
        review=standing,
        outcome=outcome,
        words=words.strip(),
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )
