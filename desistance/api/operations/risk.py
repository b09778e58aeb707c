"""Risk of serious harm: how high it is now, who says so and since when; reviews, countersignatures and concerns."""

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import NO_NUL, Day, Line, Sentence
from desistance.assessment.actions.concerns import answer_concern, raise_concern
from desistance.assessment.actions.reviews import correct_review, countersign, record_review, send_back
from desistance.assessment.queries.risk import ConcernShown, ReviewShown, concern_seen, own_review, risk_of
from desistance.assessment.rules.reviews import KEYS, ReviewFacts, most_at_risk
from desistance.assessment.terms.reviews import (
    LONGEST_CONCERN,
    LONGEST_TEXT,
    CountersignOutcome,
    Imminence,
    Level,
    MappaCategory,
    MappaLevel,
    ReviewKind,
)
from desistance.foundation.calendar import local_date
from desistance.foundation.rows import Source

router = RoomRouter(tags=["risk"])
Account = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=NO_NUL)]
Noticed = Annotated[str, StringConstraints(max_length=LONGEST_CONCERN, pattern=NO_NUL)]


class CountersignatureTold(Schema):
    """What another person of the agency said to a review."""

    outcome: CountersignOutcome
    words: str
    by: str
    on: date


class ReviewTold(Schema):
    """One review as its agency says it. ``levels``: a group and place -> its level; one that is missing was not assessed."""

    id: int
    agency: str
    author: str
    source: str
    kind: ReviewKind
    made_on: date
    levels: dict[str, Level]
    overall: Level
    was: Level | None = Field(description="The overall level of the agency's review before it.")
    change_reason: str
    changes: list[str]
    most_at_risk: str
    trigger: str
    evidence: str
    imminence: Imminence
    plan: str
    protective: str
    review_on: date | None
    is_overdue: bool
    mappa_category: MappaCategory
    mappa_level: MappaLevel
    mappa_review_on: date | None
    waits_for_countersignature: bool
    answered: CountersignatureTold | None
    corrects: int | None


class ConcernTold(Schema):
    """One concern, and what became of it. ``version`` goes into If-Match."""

    id: int
    version: int
    agency: str
    author: str
    state: str
    noticed: str
    noticed_on: date
    due_on: date
    is_late: bool
    answer: str
    review: int | None


class RiskTold(Schema):
    """Everything of a person's risk that the caller may see. ``now`` is the latest review; none is not the same as no risk."""

    now: ReviewTold | None
    reviews: list[ReviewTold]
    concerns: list[ConcernTold]
    not_shared: dict[str, int] = Field(description="Agency -> how many of its reviews the caller may only know of.")
    sees_all: bool = Field(description="Whether nothing of this kind can be closed to the caller unsaid.")


class ReviewSaid(Schema):
    """A review of risk of serious harm. A group and place that is not told was not assessed, which is not low."""

    kind: ReviewKind
    made_on: Day
    levels: dict[Line, Level] = Field(max_length=len(KEYS), description=f"Names: {', '.join(KEYS)}.")
    trigger: Sentence
    evidence: Account
    imminence: Imminence = Imminence.NOT_KNOWN
    plan: Account = ""
    protective: Account = ""
    review_on: Day | None = None
    change_reason: Sentence = ""
    mappa_category: MappaCategory = MappaCategory.NONE
    mappa_level: MappaLevel = MappaLevel.NONE
    mappa_review_on: Day | None = None


class NewReview(ReviewSaid):
    """The same, and where the caller's own system has it."""

    source_reference: Line = ""


class ReviewPutRight(ReviewSaid):
    """The same as it should have been, and why it is corrected."""

    reason: Sentence


class Words(Schema):
    """What is said to it."""

    words: Sentence = ""


class ConcernSaid(Schema):
    """What a worker noticed, and on which day."""

    noticed: Noticed
    noticed_on: Day


OF_A_REVIEW = (
    "kind",
    "made_on",
    "levels",
    "overall",
    "change_reason",
    "trigger",
    "evidence",
    "imminence",
    "plan",
    "protective",
    "review_on",
    "mappa_category",
    "mappa_level",
    "mappa_review_on",
    "source",
)
OF_A_CONCERN = ("version", "state", "noticed", "noticed_on", "due_on", "answer")


def _review(shown: ReviewShown, on: date) -> dict[str, Any]:
    row = shown.review
    return {
        **{name: getattr(row, name) for name in OF_A_REVIEW},
        **{name: getattr(shown, name) for name in ("id", "author", "changes", "answered")},
        "agency": row.agency.short_name,
        "was": row.was or None,
        "most_at_risk": most_at_risk(row.levels),
        "is_overdue": row.review_on is not None and row.review_on < on,
        "waits_for_countersignature": shown.waits,
        "corrects": row.corrects_id,
    }


def _concern(shown: ConcernShown) -> dict[str, Any]:
    row = shown.concern
    return {
        **{name: getattr(row, name) for name in OF_A_CONCERN},
        **{name: getattr(shown, name) for name in ("id", "author", "is_late")},
        "agency": row.agency.short_name,
        "review": row.review_id,
    }


def _facts(said: ReviewSaid) -> ReviewFacts:
    return ReviewFacts(**said.dict(exclude={"source_reference", "reason"}))


@router.asks("/people/{reference}/risk", RiskTold)
def risk(request: Asked, reference: str) -> Any:
    """Read a person's risk of serious harm: the latest level, who set it and when, every review before, and concerns."""
    person, by = opened(request, reference)
    shown = risk_of(person.pk, by=by)
    reviews = [_review(one, local_date(request.at)) for one in shown.reviews]
    return {
        "now": reviews[0] if reviews else None,
        "reviews": reviews,
        "concerns": [_concern(one) for one in shown.concerns],
        "not_shared": shown.not_shared,
        "sees_all": shown.sees_all,
    }


@router.does("/people/{reference}/risk/reviews", permission="risk.review", makes=True)
def say_review(request: Asked, reference: str, said: NewReview) -> Done:
    """Record a review of the risk. Its level stands at once; it answers the concerns that wait."""
    person, by = opened(request, reference)
    told: dict[str, Any] = {"source": Source.API, "source_reference": said.source_reference}
    return done("risk review", record_review(person=person, facts=_facts(said), by=by, at=request.at, **told))


@router.does("/people/{reference}/risk/reviews/{int:number}/correct", permission="risk.review", makes=True)
def put_review_right(request: Asked, reference: str, number: int, said: ReviewPutRight) -> Done:
    """Put a corrected review in place of the agency's own, which stays readable; it is countersigned anew."""
    _, by = opened(request, reference)
    review = own_review(number, by=by).review
    told: dict[str, Any] = {"reason": said.reason, "source": Source.API}
    return done("risk review", correct_review(review=review, facts=_facts(said), by=by, at=request.at, **told))


@router.does("/people/{reference}/risk/reviews/{int:number}/countersign", permission="risk.countersign")
def sign_review(request: Asked, reference: str, number: int, said: Words) -> Done:
    """Countersign a colleague's review."""
    _, by = opened(request, reference)
    review = own_review(number, by=by).review
    return done("countersignature", countersign(review=review, words=said.words, by=by, at=request.at))


@router.does("/people/{reference}/risk/reviews/{int:number}/send-back", permission="risk.countersign")
def send_review_back(request: Asked, reference: str, number: int, said: Words) -> Done:
    """Send a colleague's review back with what must change; its level stands until it is corrected."""
    _, by = opened(request, reference)
    review = own_review(number, by=by).review
    return done("countersignature", send_back(review=review, words=said.words, by=by, at=request.at))


@router.does("/people/{reference}/risk/concerns", permission="risk.concern", makes=True)
def say_concern(request: Asked, reference: str, said: ConcernSaid) -> Done:
    """Raise a concern: the lead worker reviews the risk, or says why not, within five working days."""
    person, by = opened(request, reference)
    return done("concern", raise_concern(person=person, **said.dict(), by=by, at=request.at))


@router.does("/people/{reference}/risk/concerns/{int:number}/answer", permission="risk.review", versioned=True)
def answer_one_concern(request: Asked, reference: str, number: int, said: Words) -> Done:
    """Say why a concern leads to no review now; whoever raised it reads the answer."""
    _, by = opened(request, reference)
    concern = concern_seen(number, by=by)
    told: dict[str, Any] = {"words": said.words, "version": request.version}
    return done("concern", answer_concern(concern=concern, **told, by=by, at=request.at))
