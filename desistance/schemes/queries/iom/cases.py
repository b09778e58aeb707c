"""One case of IOM with all that its page shows, what a deed on it must know, and where duties lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from desistance.access.queries.scope import entries_seen, is_found, people_seen
from desistance.access.queries.staffing import holding_posts, staff_by_id
from desistance.audit.deeds import question
from desistance.casework.models import Task
from desistance.coordination.models import AgreedAction, Attendance, Meeting, MeetingCase
from desistance.coordination.queries.meetings import DecisionTold, decisions_for
from desistance.coordination.terms.meetings import OPEN, PLANNED, UNDER_WAY
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.rulesets import Finding, RuleSet
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.models import Agency, Post
from desistance.people.models import Person
from desistance.schemes.models import (
    CaseAsk,
    CaseStep,
    CohortManager,
    CohortSpell,
    Consequence,
    Nomination,
    Rating,
    SchemeCase,
)
from desistance.schemes.queries.arrests import new_arrests_since
from desistance.schemes.queries.iom.recorded import Recorded, evidence_of, going_of, recorded_of, review_facts, where_of
from desistance.schemes.queries.rules import rules_for
from desistance.schemes.rules.iom.going import Where, propose
from desistance.schemes.rules.iom.matrix import IOM_SERIES
from desistance.schemes.rules.iom.parts import Suggested, suggest
from desistance.schemes.rules.iom.review import Review, review
from desistance.schemes.rules.iom.scoring import Predicted, Score, from_stored, score
from desistance.schemes.rules.rating import Proposal
from desistance.schemes.rules.results import finding_from
from desistance.schemes.terms.iom import (
    AGENCIES,
    IN_THE_COHORT,
    IOM,
    IOM_FORUMS,
    IOM_STATES,
    PURPOSE_OF,
    SELECTED,
    ManagerPart,
)
from desistance.schemes.terms.iom_scoring import SCORING
from desistance.sentences.models import Order

LABEL = "schemes.SchemeCase"
MOST = 20


@dataclass(frozen=True, slots=True)
class NominationShown:
    """A nomination as it was made: its score then, the criteria then, and who made it."""

    row: Nomination
    score: Score
    findings: tuple[Finding, ...]
    who: str


@dataclass(frozen=True, slots=True)
class Said:
    """A row of a case with who recorded it."""

    row: Any
    who: str


@dataclass(frozen=True, slots=True)
class OwnedAction:
    """Something that somebody does about it, by when."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class IomOpened:
    """A case with everything that its page shows. ``may_act``: the reader's agency runs the scheme with the others."""

    case: SchemeCase
    state: State
    told: Recorded
    where: Where
    nominations: tuple[NominationShown, ...]
    spells: tuple[CohortSpell, ...]
    earlier: tuple[CohortSpell, ...]
    managers: tuple[CohortManager, ...]
    ratings: tuple[Said, ...]
    steps: tuple[Said, ...]
    after: tuple[Consequence, ...]
    asks: tuple[CaseAsk, ...]
    arrests: tuple[Arrest, ...]
    actions: tuple[OwnedAction, ...]
    proposal: Proposal
    review: Review | None
    on: date

    @property
    def spell(self) -> CohortSpell | None:
        """The days that run."""
        return next((one for one in self.spells if one.ended_on is None), None)

    @property
    def is_running(self) -> bool:
        """Whether the person is in the cohort."""
        return self.case.state in IN_THE_COHORT

    @property
    def nomination(self) -> NominationShown | None:
        """The newest nomination."""
        return self.nominations[0] if self.nominations else None

    @property
    def lead(self) -> CohortManager | None:
        """The manager who leads."""
        return next((one for one in self.managers if one.is_lead and one.until_at is None), None)


@question
def open_iom_case(*, case: int, by: Pass, at: datetime) -> IomOpened:
    """One IOM case of the person whose record is open. Raises :class:`NotFound` for any other as for one that is not there."""
    row = SchemeCase.objects.filter(entries_seen(by, LABEL), pk=case, scheme=IOM).select_related("agency").first()
    if row is None:
        raise NotFound()
    on = local_date(at)
    told = recorded_of(person=row.person_id, by=by, on=on)
    kept = _kept(row, by)
    spells: tuple[CohortSpell, ...] = kept["CohortSpell"]
    nominations = kept["Nomination"]
    names = staff_by_id(
        ids=[
            one.recorded_by for one in [*nominations, *kept["Rating"], *kept["CaseStep"]] if one.recorded_by is not None
        ]
    )
    began = min((one.began_on for one in spells), default=None)
    return IomOpened(
        case=row,
        state=IOM_STATES[row.state],
        told=told,
        where=where_of(told),
        nominations=tuple(_nomination(one, names) for one in nominations),
        spells=spells,
        earlier=_earlier(by),
        managers=kept["CohortManager"],
        ratings=tuple(Said(one, _name(names, one.recorded_by)) for one in kept["Rating"]),
        steps=tuple(Said(one, _name(names, one.recorded_by)) for one in kept["CaseStep"]),
        after=kept["Consequence"],
        asks=kept["CaseAsk"],
        arrests=tuple(new_arrests_since(case=row, running=IN_THE_COHORT, by=by)),
        actions=_actions(by),
        proposal=propose(going_of(told=told, since_on=began, by=by)),
        review=_review(row, told, began, nominations, by),
        on=on,
    )


ORDERED: Mapping[str, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {
    "Nomination": (Nomination, ("agency",), ("-at", "-id")),
    "CohortSpell": (CohortSpell, ("agency",), ("-began_on", "-id")),
    "CohortManager": (CohortManager, ("agency", "staff"), ("-from_at", "-id")),
    "Rating": (Rating, ("agency",), ("-at", "-id")),
    "CaseStep": (CaseStep, ("agency",), ("-at", "-id")),
    "Consequence": (Consequence, (), ("due_at", "id")),
    "CaseAsk": (CaseAsk, ("agency", "to_agency", "to_staff"), ("-asked_at", "-id")),
}


def _kept(row: SchemeCase, by: Pass) -> dict[str, Any]:
    """Everything that was written about the case, as far as the reader may see: a statement a kind."""
    found = {}
    for name, (model, joined, order) in ORDERED.items():
        rows = model.objects.filter(entries_seen(by, f"schemes.{name}"), case=row)
        if hasattr(model, "withdrawn_at"):
            rows = rows.filter(withdrawn_at__isnull=True)
        found[name] = tuple(rows.select_related(*joined).order_by(*order) if joined else rows.order_by(*order))
    return found


def _earlier(by: Pass) -> tuple[CohortSpell, ...]:
    """Days in schemes before this service, as far as the reader may see them."""
    rows = CohortSpell.objects.filter(entries_seen(by, "schemes.CohortSpell"), case__isnull=True)
    return tuple(rows.select_related("agency").order_by("-began_on", "-pk"))


def _nomination(row: Nomination, names: Mapping[int, Any]) -> NominationShown:
    consider = row.facts.get("consider", SCORING[0].values["consider"])
    then = from_stored(row.items, row.rules_version, consider)
    return NominationShown(row, then, tuple(finding_from(one) for one in row.findings), _name(names, row.recorded_by))


def _name(names: Mapping[int, Any], staff: int | None) -> str:
    found = names.get(staff) if staff is not None else None
    return found.name if found else "Name not known"


def _actions(by: Pass) -> tuple[OwnedAction, ...]:
    """Open tasks and actions agreed at meetings about the person that somebody owns, as far as the reader sees them."""
    tasks = Task.objects.filter(entries_seen(by, "casework.Task"), state="open", worker__isnull=False)
    agreed = AgreedAction.objects.filter(entries_seen(by, "coordination.AgreedAction"), state=OPEN)
    found = [
        *((one.what, one.worker, one.agency, one.due_on) for one in tasks.select_related("worker", "agency")[:MOST]),
        *((one.what, one.staff, one.agency, one.due_on) for one in agreed.select_related("staff", "agency")[:MOST]),
    ]
    rows = [OwnedAction(what, staff.name if staff else agency.short_name, due) for what, staff, agency, due in found]
    return tuple(sorted(rows, key=lambda one: (one.due_on, one.what)))


def _review(
    row: SchemeCase, told: Recorded, began: date | None, nominations: Sequence[Nomination], by: Pass
) -> Review | None:
    if row.state not in IN_THE_COHORT or began is None:
        return None
    then = next((one for one in nominations if one.predicted is not None), None)
    before = (
        Predicted(float(then.predicted), "", "", local_date(then.at)) if then and then.predicted is not None else None
    )
    return review(review_facts(told=told, since_on=began, then=before, by=by))


@question
def iom_cases_of(*, person: int, by: Pass) -> tuple[list[SchemeCase], list[CohortSpell]]:
    """The person's cases in IOM, newest first, and their days in schemes before this service."""
    by.demand_person(person, DataClass.OFFENDING)
    cases = SchemeCase.objects.filter(entries_seen(by, LABEL), scheme=IOM).select_related("agency")
    return list(cases.order_by("-created_at", "-pk")), list(_earlier(by))


@question
def open_iom_of(*, person: int, by: Pass) -> SchemeCase | None:
    """The case of the person that runs or waits, whichever agency opened it and whether or not the reader may see it."""
    by.demand_person(person, DataClass.OFFENDING)
    rows = SchemeCase.objects.filter(person_id=person, scheme=IOM, closed_at__isnull=True)
    return rows.order_by("-created_at").first()


@question
def seen_iom_case(*, case: int, by: Pass) -> SchemeCase:
    """A case of the open record for a deed. Raises :class:`NotFound`."""
    row = SchemeCase.objects.filter(entries_seen(by, LABEL), pk=case, scheme=IOM).first()
    if row is None:
        raise NotFound()
    return row


@question
def decisions_to_act_on(*, case: SchemeCase, by: Pass) -> list[DecisionTold]:
    """What meetings decided of the case as it now waits, and nobody acted on yet, newest first."""
    acted = set(CaseStep.objects.standing().filter(case=case, panel__isnull=False).values_list("panel_id", flat=True))
    wanted = PURPOSE_OF.get(case.state, "")
    rows = decisions_for(case.person_id, by=by)
    return [one for one in rows if one.purpose == wanted and one.id not in acted and one.decided_at >= case.moved_at]


@question
def meetings_ahead(*, by: Pass) -> list[Meeting]:
    """IOM panels and conferences that are planned or under way and to which the reader's agency was asked."""
    asked = Attendance.objects.filter(agency_id=by.agency).values("meeting")
    rows = Meeting.objects.filter(pk__in=asked, forum__kind__in=IOM_FORUMS, state__in=(PLANNED, UNDER_WAY))
    return list(rows.select_related("forum").order_by("starts_at")[:MOST])


@question
def agenda_places(*, person: int, by: Pass) -> list[MeetingCase]:
    """The meetings on whose agenda the person stands, newest first."""
    by.demand_person(person, DataClass.OFFENDING)
    rows = MeetingCase.objects.filter(entries_seen(by, "coordination.MeetingCase"), state="listed")
    return list(rows.select_related("meeting__forum").order_by("-meeting__starts_at")[:MOST])


@question
def managers_needed(*, case: SchemeCase, by: Pass) -> list[ManagerPart]:
    """Whose manager is still to be named: police always, probation where an order or licence runs."""
    by.demand_person(case.person_id, DataClass.OFFENDING)
    named = set(CohortManager.objects.filter(case=case, until_at__isnull=True).values_list("part", flat=True))
    needed = [ManagerPart.POLICE]
    running = Order.objects.filter(entries_seen(by, "sentences.Order"), state__in=("active", "recalled"))
    if running.exists():
        needed.append(ManagerPart.PROBATION)
    return [one for one in needed if one not in named] if case.state == SELECTED else []


@question
def owned_actions(*, case: SchemeCase, by: Pass) -> int:
    """How many open actions about the person have an owner."""
    by.demand_person(case.person_id, DataClass.OFFENDING)
    note_all([case.person_id], DataClass.CASEWORK)
    tasks = Task.objects.filter(person_id=case.person_id, state="open", worker__isnull=False)
    agreed = AgreedAction.objects.filter(person_id=case.person_id, state=OPEN)
    return tasks.count() + agreed.count()


@question
def seen_iom_consequence(*, consequence: int, by: Pass) -> Consequence:
    """One thing that a panel's decision led to, of the open record. Raises :class:`NotFound`."""
    rows = Consequence.objects.filter(entries_seen(by, "schemes.Consequence"), pk=consequence, case__scheme=IOM)
    found = rows.select_related("case").first()
    if found is None:
        raise NotFound()
    return found


def _address(rows: QuerySet[Any, Any], case: str) -> tuple[str, int]:
    found = rows.values_list("person_id", "person__reference", case).first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return found[1], found[2]


@question
def iom_address(*, case: int, by: Pass) -> tuple[str, int]:
    """The reference of the person of a case, and the case. Raises :class:`NotFound`."""
    people = Person.objects.filter(people_seen(by))
    return _address(SchemeCase.objects.filter(pk=case, scheme=IOM, person__in=people), "pk")


@question
def iom_address_of_arrest(*, arrest: int, by: Pass) -> tuple[str, int]:
    """The reference and the running case of whoever was arrested. Raises :class:`NotFound`."""
    whose = Arrest.objects.standing().filter(pk=arrest, person__in=Person.objects.filter(people_seen(by)))
    rows = SchemeCase.objects.filter(scheme=IOM, state__in=IN_THE_COHORT, person__in=whose.values("person_id"))
    return _address(rows, "pk")


@question
def iom_address_of_consequence(*, consequence: int, by: Pass) -> tuple[str, int]:
    """The reference and the case of something that a panel's decision led to. Raises :class:`NotFound`."""
    people = Person.objects.filter(people_seen(by))
    return _address(Consequence.objects.filter(pk=consequence, case__scheme=IOM, person__in=people), "case_id")


@question
def new_arrest_of(*, case: SchemeCase, arrest: int, by: Pass) -> Arrest:
    """A new arrest of somebody in the cohort on which nothing was said yet. Raises :class:`NotFound`."""
    rows = new_arrests_since(case=case, running=IN_THE_COHORT, by=by)
    found = next((one for one in rows if one.pk == arrest), None)
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A nomination before it is made: the score by the record alone and its matrix, the part suggested, and what both rest on."""

    score: Score
    matrix: RuleSet
    suggested: Suggested
    evidence: list[dict[str, Any]]


@question
def nomination_sheet(*, person: int, by: Pass, on: date) -> Sheet:
    """What the record says for a nomination today, before anybody answers what it does not say."""
    told = recorded_of(person=person, by=by, on=on)
    matrix = rules_for(IOM_SERIES, by.agency, on)
    return Sheet(score(told.score_facts({}, ""), matrix), matrix, suggest(told.part_facts()), evidence_of(told))


@question
def other_areas(*, case: SchemeCase, by: Pass) -> list[tuple[int, str]]:
    """Police forces and probation services other than the case's own."""
    rows = Agency.objects.filter(kind__in=AGENCIES, until_on__isnull=True).exclude(pk__in=[case.agency_id, by.agency])
    return list(rows.order_by("name").values_list("pk", "name"))


@question
def managers_elsewhere(*, by: Pass) -> list[tuple[str, str]]:
    """Team managers of the agencies that run the scheme, to put a disagreement to: staff and agency, with their words."""
    held = Post.objects.filter(holding_posts(by.at), role="team_manager", agency__kind__in=AGENCIES)
    rows = held.exclude(staff_id=by.staff).order_by("agency__name", "staff__name")
    told = rows.values_list("staff_id", "agency_id", "staff__name", "agency__short_name")
    return [(f"{staff}-{agency}", f"{name}, {where}") for staff, agency, name, where in told]


@question
def asked_of(*, ask: int, by: Pass) -> CaseAsk:
    """Something that was asked of the reader's agency, or of them by name. Raises :class:`NotFound` for anybody else.

    Whoever is asked to take a case over must be one who may find the person: what they are told is what was asked, no more.
    """
    mine = Q(to_staff_id=by.staff) | Q(to_staff__isnull=True)
    row = (
        CaseAsk.objects.filter(mine, pk=ask, to_agency_id=by.agency, case__scheme=IOM)
        .select_related("agency", "person", "case")
        .first()
    )
    if row is None or not is_found(row.person_id, by):
        raise NotFound()
    return row
