"""What is on record of a person's risk: reviews, who countersigned them, concerns; and the latest of it for the banner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.assessment.models import Countersignature, RiskConcern, RiskReview
from desistance.assessment.rules.reviews import differences, is_silent, most_at_risk
from desistance.assessment.terms.reviews import CONCERN_STATES, STEPS, Level, MappaCategory, MappaLevel, ReviewKind
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, note_all
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff

MOST_SHOWN = 50
NEWEST_FIRST = ("-at", "-id")


@dataclass(frozen=True, slots=True)
class Answered:
    """What another person of the agency said to a review."""

    outcome: str
    words: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """One review as the reader may see it, with who made it, the answer of whoever countersigned, and what changed."""

    review: Any
    author: str
    answered: Answered | None
    changes: tuple[str, ...]
    is_ours: bool
    is_own: bool

    @property
    def id(self) -> int:
        """The review's id."""
        return int(self.review.pk)

    @property
    def level(self) -> str:
        """The overall level in words."""
        return Level(self.review.overall).label

    @property
    def step(self) -> int:
        """The overall level as a number of steps, 1 to 4."""
        return STEPS[Level(self.review.overall)]

    @property
    def kind_words(self) -> str:
        """Why the risk was looked at."""
        return ReviewKind(self.review.kind).label

    @property
    def waits(self) -> bool:
        """Whether it waits for a countersignature."""
        return bool(self.review.needs_countersignature) and self.answered is None

    @property
    def mappa_words(self) -> str:
        """Category and level of MAPPA; empty when there is none on record."""
        if not self.review.mappa_level:
            return ""
        category, level = MappaCategory(self.review.mappa_category), MappaLevel(self.review.mappa_level)
        return f"{category.label}. {level.label}"


@dataclass(frozen=True, slots=True)
class ConcernShown:
    """One concern as the reader may see it, with who raised it."""

    concern: Any
    author: str
    is_late: bool

    @property
    def id(self) -> int:
        """The concern's id."""
        return int(self.concern.pk)

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer."""
        return bool(self.concern.state == CONCERN_STATES.start)

    @property
    def state_words(self) -> str:
        """Where it stands, as a worker reads it."""
        return CONCERN_STATES[self.concern.state].wording


@dataclass(frozen=True, slots=True)
class RiskShown:
    """Everything of a person's risk that the reader may see, newest first. ``not_shared``: agency -> reviews only known of."""

    reviews: tuple[ReviewShown, ...]
    concerns: tuple[ConcernShown, ...]
    not_shared: Mapping[str, int]
    sees_all: bool

    @property
    def latest(self) -> ReviewShown | None:
        """The review that says how high the risk is now."""
        return self.reviews[0] if self.reviews else None


def name_of(column: str) -> Any:
    """The name of the member of staff whose id stands in a column; empty when a machine put the row on record."""
    names = Staff.objects.filter(pk=OuterRef(column)).values(told=Cast("name", TextField()))[:1]
    return Coalesce(names, Value("", output_field=TextField()))


def sees_all(by: Pass) -> bool:
    """Whether nothing of this class is closed to the reader unsaid: what they may not see they are told of."""
    told = by.sees.get(DataClass.RISK, frozenset()) | by.knows.get(DataClass.RISK, frozenset())
    return told >= by.everyone


@question
def risk_of(person: int, *, by: Pass) -> RiskShown:
    """Reviews, concerns and how much is not shared, of the person whose record is open. Three statements, however long ago."""
    if by.person != person or not by.sees.get(DataClass.RISK):
        return RiskShown((), (), {}, sees_all(by))
    rows = list(_seen(by).order_by(*NEWEST_FIRST)[: MOST_SHOWN + 1])
    pairs = zip(rows, [*rows[1:], None], strict=False)
    reviews = tuple(_shown(row, before, by) for row, before in pairs)[:MOST_SHOWN]
    return RiskShown(reviews, _concerns(by), _not_shared(by), sees_all(by))


def _seen(by: Pass) -> QuerySet[RiskReview]:
    told = Countersignature.objects.standing().filter(review=OuterRef("pk"))
    answered = told.annotate(name=name_of("recorded_by")).values(
        told=JSONObject(outcome="outcome", words="words", by="name", at="at")
    )
    seen = RiskReview.objects.standing().filter(entries_seen(by, "assessment.RiskReview"))
    rows: QuerySet[RiskReview] = seen.select_related("agency").annotate(
        author=name_of("recorded_by"), answers=ArraySubquery(answered)
    )
    return rows


def _shown(row: Any, before: Any, by: Pass) -> ReviewShown:
    answers = [_answered(told) for told in row.answers]
    return ReviewShown(
        review=row,
        author=row.author,
        answered=answers[0] if answers else None,
        changes=tuple(differences(before.levels, row.levels)) if before is not None else (),
        is_ours=row.agency_id == by.agency,
        is_own=row.recorded_by == by.staff,
    )


def _answered(told: Mapping[str, Any]) -> Answered:
    at = datetime.fromisoformat(told["at"])
    return Answered(told["outcome"], told["words"], told["by"], local_date(at))


def _concerns(by: Pass) -> tuple[ConcernShown, ...]:
    seen = RiskConcern.objects.filter(entries_seen(by, "assessment.RiskConcern")).select_related("agency")
    rows = seen.annotate(author=name_of("raised_by")).order_by("-raised_at", "-id")[:MOST_SHOWN]
    on = local_date(by.at)
    return tuple(ConcernShown(row, row.author, row.state == CONCERN_STATES.start and row.due_on < on) for row in rows)


def _not_shared(by: Pass) -> dict[str, int]:
    counted: dict[str, int] = {}
    known = RiskReview.objects.standing().filter(entries_known(by, "assessment.RiskReview"))
    for agency in known.order_by("agency__short_name").values_list("agency__short_name", flat=True):
        counted[agency] = counted.get(agency, 0) + 1
    note_all([by.person] if counted else [], DataClass.RISK)
    return counted


@question
def own_review(review: int, *, by: Pass) -> ReviewShown:
    """A standing review by the reader's own agency of the person whose record is open. Raises :class:`NotFound` otherwise."""
    found = _seen(by).filter(pk=review, agency_id=by.agency).first()
    if found is None:
        raise NotFound()
    return _shown(found, None, by)


@question
def concern_seen(concern: int, *, by: Pass) -> RiskConcern:
    """A concern about the person whose record is open that the reader may see. Raises :class:`NotFound` otherwise."""
    seen = RiskConcern.objects.filter(entries_seen(by, "assessment.RiskConcern"), pk=concern)
    found: RiskConcern | None = seen.select_related("agency").first()
    if found is None:
        raise NotFound()
    return found


@question
def before_review(person: int, *, by: Pass) -> tuple[str, date | None]:
    """Level and day of the latest review by the reader's own agency; nothing when it has made none."""
    own = RiskReview.objects.standing().filter(entries_seen(by, "assessment.RiskReview"), agency_id=by.agency)
    found = own.filter(person_id=person).order_by(*NEWEST_FIRST).values_list("overall", "made_on").first()
    note_all([person] if found else [], DataClass.RISK)
    return found or ("", None)


LATEST = (
    "overall",
    "levels",
    "made_on",
    "review_on",
    "needs_countersignature",
    "agency__short_name",
    "author",
    "is_answered",
    "heard_at",
)


def heard_at() -> Any:
    """When the system that said a review last said anything of anyone's risk; None where a worker entered it here."""
    said = RiskReview.objects.filter(agency=OuterRef("agency")).exclude(source=Source.STAFF)
    latest = said.order_by("-recorded_at").values("recorded_at")[:1]
    return Case(When(~Q(source=Source.STAFF), then=Subquery(latest)), output_field=DateTimeField())


def risk_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The latest level in words for the banner: who set it, when, who is most at risk and when it is next reviewed.

    One statement. A review that the reader may only know of is told as not shared, never as none.
    """
    with marked("assessment.risk_card"):
        found = next(iter(rows_of(_newest, by=by)), None)
    note_all([person] if found else [], DataClass.RISK)
    if found is None:
        return {"risk": {} if sees_all(by) else {"is_partial": True}}
    if not found[0]:
        return {"risk": {"not_shared": found[6]}}
    return {"risk": _strip(dict(zip(LATEST, found[1:], strict=True)), by)}


def _newest(by: Pass) -> QuerySet[Any, Any]:
    seen, known = (find(by, "assessment.RiskReview") for find in (entries_seen, entries_known))
    answered = Countersignature.objects.standing().filter(review=OuterRef("pk"))
    told: QuerySet[Any] = (
        RiskReview.objects.standing()
        .filter(seen | known)
        .annotate(
            is_seen=Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField()),
            author=name_of("recorded_by"),
            is_answered=Exists(answered),
            heard_at=heard_at(),
        )
    )
    return told.order_by("-is_seen", *NEWEST_FIRST).values_list("is_seen", *LATEST)[:1]


def _strip(told: Mapping[str, Any], by: Pass) -> dict[str, Any]:
    on = local_date(by.at)
    level, due = Level(told["overall"]), told["review_on"]
    said_by = ", ".join(part for part in (told["author"], told["agency__short_name"]) if part)
    waits = told["needs_countersignature"] and not told["is_answered"]
    return {
        "kind": "Risk of serious harm",
        "level": STEPS[level],
        "word": level.label,
        "set_by": said_by,
        "set_on": told["made_on"],
        "on": on,
        "most_at_risk": most_at_risk(told["levels"]),
        "review": f"Next review due {due:%A} {due.day} {due:%B %Y}" if due else "No review is due after supervision",
        "overdue": late_words(due, on),
        "note": "Waits for a countersignature" if waits else "",
        "unavailable": not_available(told["agency__short_name"]) if is_silent(told["heard_at"], by.at) else "",
        "more": {"label": "Why, and how it changed", "url": f"/people/{by.reference}/risk/"},
    }


def not_available(agency: str) -> str:
    """That an agency's system is not heard from: what it said last is last known, and never no risk."""
    return f"Risk information from {agency} is not available at the moment."


def late_words(due: date | None, on: date) -> str:
    """`overdue by 3 days`; empty while there is time."""
    days = (on - due).days if due else 0
    return f"overdue by {days} {'day' if days == 1 else 'days'}" if days > 0 else ""
