"""The women's pathway: a view over the same records as every other page. Who is where, what was offered, and what to mind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from desistance.access.models import Involvement
from desistance.access.queries.lists import entries_of_tied, reached_by_tie
from desistance.access.queries.scope import unhidden
from desistance.assessment.models import NeedAnswer, NeedsAssessment
from desistance.assessment.terms.needs import FOR_WOMEN, Need, Pathway
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.casework.queries.lists import SAW
from desistance.casework.rules.safe_contact import SafeFacts, told_of
from desistance.casework.terms import HAPPENED, SCHEDULED
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.people.models import ContactDetail, Equality, Person
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.people.terms import PHONE_KINDS, ContactDetailKind, EqualityKind, Sex
from desistance.schemes.declared import DECLARED
from desistance.schemes.models import CaseStep, EligibilityCheck, SchemeCase
from desistance.schemes.rules.pathway import Milestone, attendance, milestones
from desistance.schemes.terms.checks import NOT_KNOWN
from desistance.schemes.terms.declared import VIEW
from desistance.schemes.terms.pathway import (
    COMMUNITY_WORK,
    DIARY_WEEKS,
    FEWEST,
    HIDDEN_WORDS,
    NO_PLACE,
    PLACES,
    POLICE_WORK,
    SCHEME,
)
from evidence.disclosure import HIDDEN, Protection, Shape, protect

PAGE = 25
PERMISSION = "whole_system.count"
PROTECTION = Protection(threshold=FEWEST)
MET_AT = KeyTextTransform("met_at", KeyTransform("answers", "eligibility__facts"))
CENTRES = DECLARED[SCHEME].kind.agency_kinds


@dataclass(slots=True)
class WomanShown:
    """One woman on the pathway. ``case`` is 0 where nobody opened one; ``closely``: what her agency told."""

    reference: str
    person: ShownPerson
    place: str
    case: int = 0
    state: State | None = None
    since: datetime | None = None
    keyworker: str = ""
    agency: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    came: str = ""
    last_came: datetime | None = None
    comes_next: datetime | None = None
    safe: tuple[str, ...] = ()
    closely: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class PathwayShown:
    """The pathway: how many are where, cleared, of all centres; and a page of the women with whom the reader works."""

    counts: Mapping[str, str]
    protection: str
    rows: tuple[WomanShown, ...]
    after: int


@question
def womens_pathway(*, by: Pass, at: datetime, place: str = "", after: int = 0) -> PathwayShown:
    """How many women stand at each stage, small numbers hidden; and whom the reader works with. Raises ``NotPermitted``.

    A dozen statements, however many rows. Who sees no people sees the numbers alone.
    """
    by.demand(PERMISSION)
    women, more = _women(by, place, after) if by.holds(f"{SCHEME}.{VIEW}") else ([], 0)
    rows = {one.pk: one for one in women}
    names = shown_names(rows)
    shown = {pk: WomanShown(one.reference, names.get(pk, ShownPerson()), one.place) for pk, one in rows.items()}
    if shown:
        _tell_cases(shown, by)
        _tell_diary(shown, by, at)
        _tell_safety(shown, by)
        _tell_closely(shown, by)
    return PathwayShown(_counts(), PROTECTION.words, tuple(shown.values()), more)


def _placed(people: QuerySet[Person], cases: QuerySet[SchemeCase], work: QuerySet[Involvement]) -> QuerySet[Any]:
    """People with their newest case and where they are: in prison, else where they were met or worked with last."""
    newest = cases.filter(person=OuterRef("pk")).order_by("-created_at", "-pk")
    justice = work.filter(person=OuterRef("pk"), state="open", kind__in=(*POLICE_WORK, *COMMUNITY_WORK))
    prison = work.filter(person=OuterRef("pk"), state="open", agency__kind="prison")
    told: QuerySet[Any] = people.annotate(
        is_inside=Exists(prison),
        work_kind=Subquery(justice.order_by("-from_at", "-pk").values("kind")[:1]),
        work_at=Subquery(justice.order_by("-from_at", "-pk").values("from_at")[:1]),
        met_at=Subquery(newest.values(told=MET_AT)[:1]),
        asked_at=Subquery(newest.values("eligibility__at")[:1]),
    )
    is_later = Q(asked_at__isnull=True) | Q(met_at__isnull=True) | Q(met_at=NOT_KNOWN) | Q(work_at__gt=F("asked_at"))
    place = Case(
        When(is_inside=True, then=Value("custody")),
        When(is_later, work_kind__in=POLICE_WORK, then=Value("police")),
        When(is_later, work_kind__in=COMMUNITY_WORK, then=Value("community")),
        When(met_at__in=list(PLACES), then=F("met_at")),
        default=Value(NO_PLACE),
        output_field=CharField(),
    )
    placed: QuerySet[Any] = told.annotate(place=place)
    return placed


def _counts() -> Mapping[str, str]:
    """How many women are at each place, of all centres: cleared, and in words where the number is hidden."""
    cases = SchemeCase.objects.filter(scheme=SCHEME, closed_at__isnull=True)
    people = Person.objects.filter(Exists(cases.filter(person=OuterRef("pk"))))
    placed = _placed(people, cases, Involvement.objects.all())
    rows: list[Any] = list(placed.order_by().values("place").annotate(women=Count("pk")).values("place", "women"))
    if not rows:
        return dict.fromkeys(PLACES, HIDDEN_WORDS)
    table = protect(rows, Shape(keys=("place",), counts=("women",)), PROTECTION, known={"place": [*PLACES, NO_PLACE]})
    told = {str(one["place"]): one["women"] for one in table.rows}
    return {place: HIDDEN_WORDS if told.get(place, HIDDEN) == HIDDEN else str(told[place]) for place in PLACES}


def _women(by: Pass, place: str, after: int) -> tuple[list[Any], int]:
    """Women whom the reader works with: recorded as such, or with a case of the approach; by name, with where they are."""
    cases = SchemeCase.objects.filter(entries_of_tied("schemes.SchemeCase", by), scheme=SCHEME)
    sex = Equality.objects.standing().filter(entries_of_tied("people.Equality", by), kind=EqualityKind.SEX)
    recorded = sex.filter(value=Sex.FEMALE, person=OuterRef("pk"))
    people = Person.objects.filter(reached_by_tie(by), Exists(recorded) | Exists(cases.filter(person=OuterRef("pk"))))
    work = Involvement.objects.filter(unhidden(by, "access.Involvement"))
    rows = _placed(people, cases, work)
    if place in PLACES:
        rows = rows.filter(place=place)
    start = people.filter(pk=after).values_list("sort_key", flat=True).first() if after else None
    if start is not None:
        rows = rows.filter(Q(sort_key__gt=start) | Q(sort_key=start, pk__gt=after))
    found = list(rows.order_by("sort_key", "pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def _tell_cases(shown: Mapping[int, WomanShown], by: Pass) -> None:
    """Offer and consent, keyworker, answers and milestones, of each woman's newest case."""
    seen = SchemeCase.objects.filter(entries_of_tied("schemes.SchemeCase", by), scheme=SCHEME, person__in=shown)
    newest = seen.order_by("person_id", "-created_at", "-pk").distinct("person_id")
    cases = {one.pk: one for one in newest.select_related("agency", "involvement__lead")}
    checks = EligibilityCheck.objects.filter(entries_of_tied("schemes.EligibilityCheck", by))
    rested_on = [one.eligibility_id for one in cases.values() if one.eligibility_id]
    answers = {one.pk: one.facts.get("answers", {}) for one in checks.filter(pk__in=rested_on)}
    reached: dict[int, dict[str, date]] = {pk: {"met": local_date(one.created_at)} for pk, one in cases.items()}
    steps = CaseStep.objects.standing().filter(entries_of_tied("schemes.CaseStep", by), case__in=cases)
    for case, to, moment in steps.order_by("at", "pk").values_list("case_id", "to", "at"):
        reached[case].setdefault(to, local_date(moment))
    asked = NeedsAssessment.objects.standing().filter(entries_of_tied("assessment.NeedsAssessment", by))
    needs = dict(asked.filter(person__in=shown).order_by("-made_on").values_list("person_id", "made_on"))
    note_all(shown, DataClass.PLAN)
    states = DECLARED[SCHEME].states
    for one in cases.values():
        row, work = shown[one.person_id], one.involvement
        days = reached[one.pk] | ({"needs": needs[one.person_id]} if one.person_id in needs else {})
        row.case, row.state, row.since = one.pk, states[one.state], one.moved_at
        row.keyworker, row.agency = work.lead.name if work and work.lead else "", one.agency.short_name
        row.answers, row.milestones = answers.get(one.eligibility_id or 0, {}), milestones(days)


def _tell_diary(shown: Mapping[int, WomanShown], by: Pass, at: datetime) -> None:
    """Who came to the centre, of what was arranged there and is over, and who is expected next: from the one diary."""
    since = at - timedelta(weeks=DIARY_WEEKS)
    rows = Contact.objects.filter(entries_of_tied("casework.Contact", by), person__in=shown, starts_at__gte=since)
    rows = rows.filter(agency__kind__in=CENTRES, state__in=(HAPPENED, SCHEDULED)).order_by("starts_at", "pk")
    came: dict[int, list[bool]] = {}
    for person, state, outcome, starts_at in rows.values_list("person_id", "state", "outcome", "starts_at"):
        row = shown[person]
        if state == HAPPENED:
            came.setdefault(person, []).append(outcome in SAW)
            row.last_came = starts_at if outcome in SAW else row.last_came
        elif starts_at > at and row.comes_next is None:
            row.comes_next = starts_at
    for person, times in came.items():
        shown[person].came = attendance(sum(times), len(times))
    note_all(shown, DataClass.CASEWORK)


def _tell_safety(shown: Mapping[int, WomanShown], by: Pass) -> None:
    """How it is safe to ring each woman, a line for each number; never the number."""
    seen = ContactDetail.objects.standing().filter(
        entries_of_tied("people.ContactDetail", by), person__in=shown, kind__in=PHONE_KINDS
    )
    for one in seen.order_by("-said_at", "pk"):
        words = f"{ContactDetailKind(one.kind).wording} ending {one.value[-3:]}"
        shown[one.person_id].safe += (told_of(SafeFacts(words, one.safe, one.safe_times)),)


def _tell_closely(shown: Mapping[int, WomanShown], by: Pass) -> None:
    """The two pathways for women, as last answered, where the reader sees them: they are held as closely as health."""
    seen = NeedAnswer.objects.standing().filter(entries_of_tied("assessment.NeedAnswer", by), person__in=shown)
    newest = seen.filter(pathway__in=FOR_WOMEN).order_by("person_id", "pathway", "-at", "-pk")
    for one in newest.distinct("person_id", "pathway"):
        words = f"{Pathway(one.pathway).label}: {Need(one.level).label.lower()}"
        shown[one.person_id].closely += (words,)
