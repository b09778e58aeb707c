"""What risk asks of workers, for my day, badges and notices. Each is one query of ``duty_rows``, of all their people."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Greatest

from desistance.access.models import Involvement
from desistance.access.queries.lists import owners_of_tied
from desistance.access.queries.scope import people_seen, tied, unhidden
from desistance.assessment.models import Countersignature, RiskConcern, RiskReview
from desistance.assessment.terms.reviews import ASSESSORS, CONCERN_STATES, REVIEW_RULES, CountersignOutcome, Level
from desistance.desk.models import Look
from desistance.foundation.calendar import local_date
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

GRAVE = (Level.HIGH, Level.VERY_HIGH)


def _level_words(column: str) -> Any:
    return Case(*[When(**{column: level}, then=Value(level.label)) for level in Level], output_field=CharField())


def _days(by: Pass, name: str) -> timedelta:
    return timedelta(days=in_force(REVIEW_RULES, local_date(by.at)).values[name])


def my_people(by: Pass) -> Any:
    """People whom the reader works with; one opened in an emergency alone is not among them."""
    in_emergency = Q(restricted=True, pk__in=by.emergencies.keys())
    return Person.objects.filter(people_seen(by) & tied(by) & ~in_emergency).values("pk")


def led_by(by: Pass) -> Any:
    """People whom the reader leads on, and those of their teams whom nobody leads on."""
    led = Involvement.objects.filter(Q(lead_id=by.staff) | Q(lead__isnull=True, team_id__in=by.teams), state="open")
    people = led.filter(agency_id=by.agency).values("person_id")
    return Person.objects.filter(people_seen(by), pk__in=people).values("pk")


def begins_here() -> Greatest:
    """When the clocks of an order begin: at its start, or when it came on record here; what was done before stands elsewhere.

    A caseload that is loaded on the first day is not months late with what another system holds.
    """
    return Greatest(Cast(F("starts_on"), DateTimeField()), F("recorded_at"))


def _latest(rows: QuerySet[RiskReview]) -> QuerySet[RiskReview]:
    """Standing reviews after which the same agency has made none."""
    later = RiskReview.objects.standing().filter(person=OuterRef("person"), agency=OuterRef("agency"))
    newer = later.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    return rows.filter(~Exists(newer), withdrawn_at__isnull=True)


def levels_changed(by: Pass) -> QuerySet[Any, Any]:
    """A level that changed, or a first of High or above, on one of the reader's people; gone once they opened the person."""
    looked = Look.objects.filter(
        staff_id=by.staff, agency_id=by.agency, person=OuterRef("person"), opened_at__gte=OuterRef("recorded_at")
    )
    changed = ~Q(was=F("overall")) & (~Q(was="") | Q(overall__in=GRAVE))
    rows = RiskReview.objects.filter(
        changed,
        unhidden(by, "assessment.RiskReview"),
        recorded_at__gt=by.at - _days(by, "news_days"),
        agency_id__in=owners_of_tied(DataClass.RISK, by),
        person__in=my_people(by),
    ).exclude(recorded_by=by.staff)
    before = Case(
        When(was="", then=Value("")), default=Concat(Value(", was "), _level_words("was")), output_field=CharField()
    )
    words = Concat(Value("Risk of serious harm is now "), _level_words("overall"), before, output_field=CharField())
    return duty_rows(
        _latest(rows).filter(~Exists(looked)),
        "assessment.level_changed",
        words=words,
        since="recorded_at",
        due="recorded_at",
    )


def to_countersign(by: Pass) -> QuerySet[Any, Any]:
    """Reviews by colleagues of the reader's agency, on people they work with, that wait for a countersignature."""
    answered = Countersignature.objects.standing().filter(review=OuterRef("pk"))
    rows = RiskReview.objects.filter(
        ~Exists(answered), needs_countersignature=True, agency_id=by.agency, person__in=my_people(by)
    ).exclude(recorded_by=by.staff)
    words = Concat(Value("Countersign: "), _level_words("overall"), Value(" risk"), output_field=CharField())
    return duty_rows(_latest(rows), "assessment.countersign", words=words, since="recorded_at")


def sent_back(by: Pass) -> QuerySet[Any, Any]:
    """The reader's own reviews that were sent back, until they are corrected."""
    answered = Countersignature.objects.standing().filter(review=OuterRef("pk"), outcome=CountersignOutcome.SENT_BACK)
    rows = RiskReview.objects.filter(Exists(answered), recorded_by=by.staff, agency_id=by.agency)
    mine = rows.filter(person__in=Person.objects.filter(people_seen(by)).values("pk"))
    return duty_rows(_latest(mine), "assessment.sent_back", words="Your risk review was sent back", since="recorded_at")


def reviews_due(by: Pass) -> QuerySet[Any, Any]:
    """Reviews of the people whom the reader leads on that are overdue, or due soon."""
    soon = local_date(by.at) + _days(by, "asked_ahead_days")
    rows = RiskReview.objects.filter(agency_id=by.agency, review_on__lte=soon, person__in=led_by(by))
    return duty_rows(
        _latest(rows), "assessment.review_due", words="Review the risk", since="recorded_at", due="review_on"
    )


def concerns_raised(by: Pass) -> QuerySet[Any, Any]:
    """Concerns that the reader raised and that nobody has answered yet."""
    rows = RiskConcern.objects.filter(
        state=CONCERN_STATES.start,
        raised_by=by.staff,
        agency_id=by.agency,
        person__in=Person.objects.filter(people_seen(by)).values("pk"),
    )
    words = "Your concern about risk waits for a review or an answer"
    return duty_rows(rows, "assessment.concern_raised", words=words, since="raised_at", due="due_on")


def concerns_to_answer(by: Pass) -> QuerySet[Any, Any]:
    """Concerns of any agency about people whom the reader leads on, that wait for a review or an answer."""
    if by.agency_kind not in ASSESSORS:
        return duty_rows(RiskConcern.objects.none(), "assessment.concern", words="", since="raised_at")
    rows = RiskConcern.objects.filter(
        unhidden(by, "assessment.RiskConcern"),
        state=CONCERN_STATES.start,
        agency_id__in=owners_of_tied(DataClass.RISK, by),
        person__in=led_by(by),
    )
    words = "A concern about risk waits for a review"
    return duty_rows(rows, "assessment.concern", words=words, since="raised_at", due="due_on")
