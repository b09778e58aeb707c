"""Questions about cases of declared schemes, whichever scheme: who stands where, one case, its criteria, duties and the card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from desistance.access.models import Involvement
from desistance.access.queries.lists import entries_of_tied, reached_by_tie
from desistance.access.queries.scope import entries_seen, people_seen, unhidden
from desistance.access.queries.staffing import staff_by_id
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.people.models import Equality, Person
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.people.terms import EqualityKind
from desistance.schemes.declared import DECLARED
from desistance.schemes.models import CaseStep, Consequence, EligibilityCheck, SchemeCase
from desistance.schemes.queries.cases import (
    ConsequenceShown,
    RatingShown,
    StepShown,
    consequence_shown,
    named,
    written_of,
)
from desistance.schemes.queries.clocks import EndOfWorkingDayAfter
from desistance.schemes.queries.contacted import kept_and_missed, spoken_on
from desistance.schemes.queries.recorded import births_of, chosen_facts, on_order
from desistance.schemes.rules.declared import SchemeFacts, Told, is_rated, propose_by_contacts, weigh_scheme
from desistance.schemes.rules.rating import Contacted, Proposal
from desistance.schemes.rules.results import Weighed, Weighing, from_stored
from desistance.schemes.terms.cases import DUE, UNDO_FOR
from desistance.schemes.terms.checks import NOT_KNOWN, Result
from desistance.schemes.terms.declared import OPEN, VIEW, Declared, Move, Wait
from desistance.sentences.queries import orders_not_shared, orders_standing

LABEL = "schemes.SchemeCase"
PAGE = 25
MOST = 5


def schemes_for(by: Pass, verb: str = VIEW) -> list[Declared]:
    """The declared schemes in which the reader's role holds a permission, by their words."""
    held = [one for one in DECLARED.values() if by.holds(one.permission(verb))]
    return sorted(held, key=lambda one: one.words)


def scheme_for(name: str, by: Pass, verb: str = VIEW) -> Declared:
    """A declared scheme in which the role holds a permission. Raises :class:`NotFound`: hidden is the same as missing."""
    found = next((one for one in schemes_for(by, verb) if one.name == name), None)
    if found is None:
        raise NotFound()
    return found


@question
def scheme_facts(*, scheme: Declared, person: int, answers: Mapping[str, str], by: Pass, on: date) -> SchemeFacts:
    """What the record says for a scheme's criteria, as far as the reader sees it, with the answers: six statements."""
    by.demand_person(person, scheme.data_class)
    sex = Equality.objects.standing().filter(entries_seen(by, "people.Equality"), kind=EqualityKind.SEX)
    newest = sex.select_related("agency").order_by("-said_at", "-pk").first()
    work = Involvement.objects.filter(entries_seen(by, "access.Involvement"), state="open", from_at__date__lte=on)
    work = work.select_related("agency").order_by("-from_at")
    standing = orders_standing(person, on=on, by=by)
    return SchemeFacts(
        on=on,
        answers=dict(answers),
        said_by=by.staff_name,
        births=births_of(by, chosen_facts(person)),
        sex=Told(newest.value, newest.agency.short_name, local_date(newest.said_at)) if newest else None,
        work=tuple(Told(one.kind, one.agency.short_name, local_date(one.from_at)) for one in work),
        orders=tuple(on_order(one) for one in standing),
        orders_known=bool(by.sees.get(DataClass.OFFENDING)) and not orders_not_shared(person, by=by),
    )


@question
def weighed(*, scheme: Declared, person: int, answers: Mapping[str, str], by: Pass, at: datetime) -> Weighing:
    """What the criteria say today, before anything is kept."""
    facts = scheme_facts(scheme=scheme, person=person, answers=answers, by=by, on=local_date(at))
    return weigh_scheme(scheme, facts)[0]


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One case on the list of its scheme."""

    case: int
    reference: str
    person: ShownPerson
    state: State
    since: datetime
    lead: str
    agency: str
    colour: str


@dataclass(frozen=True, slots=True)
class Stages:
    """A page of one stage of a scheme, with how many stand at each."""

    stage: str
    counts: Mapping[str, int]
    rows: tuple[SchemeRow, ...]
    after: int


def cases_of_tied(scheme: Declared, by: Pass) -> QuerySet[SchemeCase]:
    """The scheme's cases of people whom the reader works with, of agencies whose entries of its class they see."""
    people = Person.objects.filter(reached_by_tie(by)).values("pk")
    return SchemeCase.objects.filter(entries_of_tied(LABEL, by), scheme=scheme.name, person__in=people)


@question
def cases_by_stage(*, scheme: Declared, by: Pass, stage: str = "", after: int = 0) -> Stages:
    """The cases at a stage (else the first that has any), longest there first, and counts of all. Raises ``NotPermitted``."""
    by.demand(scheme.permission(VIEW))
    cases = cases_of_tied(scheme, by)
    counts = dict(cases.order_by().values_list("state").annotate(number=Count("pk")))
    stages = [one.name for one in scheme.stages]
    stage = stage if stage in stages else next((one for one in stages if counts.get(one)), stages[0])
    rows = cases.filter(state=stage).select_related("person", "agency", "involvement__lead").order_by("moved_at", "pk")
    start = cases.filter(pk=after).values_list("moved_at", flat=True).first() if after else None
    if start is not None:
        rows = rows.filter(Q(moved_at__gt=start) | Q(moved_at=start, pk__gt=after))
    found = list(rows[: PAGE + 1])
    names = shown_names([row.person_id for row in found])
    return Stages(
        stage,
        counts,
        tuple(_row(row, scheme, names) for row in found[:PAGE]),
        found[PAGE - 1].pk if len(found) > PAGE else 0,
    )


def _row(row: SchemeCase, scheme: Declared, names: Mapping[int, ShownPerson]) -> SchemeRow:
    work, person = row.involvement, names.get(row.person_id, ShownPerson())
    lead = work.lead.name if work and work.lead else ""
    state = scheme.states[row.state]
    return SchemeRow(row.pk, row.person.reference, person, state, row.moved_at, lead, row.agency.short_name, row.colour)


@dataclass(frozen=True, slots=True)
class DeclaredCase:
    """A case with everything that its page shows. ``moves``: those that the reader may make now."""

    case: SchemeCase
    scheme: Declared
    state: State
    check: EligibilityCheck | None
    weighing: Weighing | None
    answers: tuple[tuple[str, str], ...]
    steps: tuple[StepShown, ...]
    after: tuple[ConsequenceShown, ...]
    moves: tuple[Move, ...]
    waits: tuple[Wait, ...]
    checked_by: str
    may_answer: bool
    may_undo: bool
    ratings: tuple[RatingShown, ...]
    proposal: Proposal | None
    may_rate: bool

    @property
    def lead(self) -> str:
        """The lead worker, or that there is none yet."""
        work = self.case.involvement
        return work.lead.name if work and work.lead else ""


@question
def open_declared_case(*, case: int, by: Pass, at: datetime) -> DeclaredCase:
    """One case of the person whose record is open. Raises :class:`NotFound` for any other as for one that is not there."""
    row = _seen(by).filter(pk=case).select_related("agency", "involvement__lead").first()
    if row is None:
        raise NotFound()
    scheme = DECLARED[row.scheme]
    steps, ratings, after = written_of(row, by)
    checks = EligibilityCheck.objects.filter(entries_seen(by, "schemes.EligibilityCheck"), pk=row.eligibility_id or 0)
    check = checks.first()
    ids = [
        *(one.recorded_by for one in steps),
        *(one.recorded_by for one in ratings),
        *(one.settled_by for one in after),
        check.by_staff if check else None,
    ]
    names = staff_by_id(ids=[one for one in ids if one is not None])
    said = check.facts.get("answers", {}) if check else {}
    acts, is_going = may_act(row, scheme, by), is_rated(scheme, row.state)
    return DeclaredCase(
        case=row,
        scheme=scheme,
        state=scheme.states[row.state],
        check=check,
        weighing=Weighing(Result(check.result), _findings(check)) if check else None,
        answers=tuple((one.words, one.said(said.get(one.name, NOT_KNOWN))) for one in scheme.questions),
        steps=tuple(StepShown(one, named(names, one.recorded_by), "") for one in steps),
        after=tuple(consequence_shown(one, names, at) for one in after),
        moves=tuple(
            one for one in scheme.moves_from(row.state) if acts and by.holds(scheme.permission(one.permission))
        ),
        waits=tuple(one for one in scheme.waits if one.state == row.state),
        checked_by=named(names, check.by_staff) if check else "",
        may_answer=acts and row.closed_at is None and bool(scheme.questions) and by.holds(scheme.permission(OPEN)),
        may_undo=acts and bool(steps) and may_undo_move(steps[0], by, at),
        ratings=tuple(RatingShown(one, named(names, one.recorded_by)) for one in ratings),
        proposal=propose_by_contacts(scheme, contacted(case=row, scheme=scheme, by=by)) if is_going else None,
        may_rate=acts
        and is_going
        and scheme.rating is not None
        and by.holds(scheme.permission(scheme.rating.permission)),
    )


@question
def contacted(*, case: SchemeCase, scheme: Declared, by: Pass) -> Contacted:
    """Contacts of the work that a case hangs on, lately, as far as the reader sees them. Two statements."""
    on, work = local_date(by.at), {"involvement_id": case.involvement_id or 0}
    _, missed = kept_and_missed(by, scheme.clock("contact_weeks", on), **work)
    return Contacted(on, missed, spoken_on(by, **work), local_date(case.moved_at))


def _findings(check: EligibilityCheck) -> tuple[Weighed, ...]:
    return tuple(from_stored(one) for one in check.findings)


def _seen(by: Pass) -> QuerySet[SchemeCase]:
    """Cases of the open record in schemes that the reader's role may see."""
    names = [one.name for one in schemes_for(by)]
    return SchemeCase.objects.filter(entries_seen(by, LABEL), scheme__in=names)


def may_undo_move(step: CaseStep, by: Pass, at: datetime) -> bool:
    """Whether the reader made this move within the last minutes; the opening of a case is no move."""
    return bool(step.come_from) and step.recorded_by == by.staff and at < step.recorded_at + UNDO_FOR


def may_act(case: SchemeCase, scheme: Declared, by: Pass) -> bool:
    """Whether the reader's agency runs the case and they may write in its class; the permission of each move comes on top."""
    is_ours = case.agency_id == by.agency or by.agency_kind in scheme.run_by
    return is_ours and DataClass(case.data_class) in by.writes


@question
def declared_case(*, case: int, by: Pass) -> SchemeCase:
    """A case of the open record for a deed. Raises :class:`NotFound`."""
    row = _seen(by).filter(pk=case).select_related("eligibility", "involvement", "person").first()
    if row is None:
        raise NotFound()
    return row


@question
def open_case_of(*, scheme: Declared, person: int, by: Pass) -> SchemeCase | None:
    """The person's case that runs in a scheme, whichever agency opened it and whether or not the reader may see it."""
    by.demand_person(person, scheme.data_class)
    return SchemeCase.objects.filter(person_id=person, scheme=scheme.name, closed_at__isnull=True).first()


@question
def declared_consequence(*, consequence: int, by: Pass) -> Consequence:
    """One thing that a move of a declared scheme led to, of the open record. Raises :class:`NotFound`."""
    names = [one.name for one in schemes_for(by)]
    rows = Consequence.objects.filter(entries_seen(by, "schemes.Consequence"), pk=consequence, case__scheme__in=names)
    found = rows.select_related("case").first()
    if found is None:
        raise NotFound()
    return found


def _newest(by: Pass) -> QuerySet[Any, Any]:
    return _seen(by).select_related("agency", "involvement__lead").order_by("-created_at", "-pk")[:MOST]


def declared_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The person's cases in declared schemes, newest first, and the schemes in which the reader may open one."""
    if by.person != person:
        return None
    rows = rows_of(_newest, by=by)
    running = {row.scheme for row in rows if row.closed_at is None}
    may = [
        one
        for one in schemes_for(by, OPEN)
        if one.name not in running and one.data_class in by.writes and by.agency_kind in one.kind.agency_kinds
    ]
    if not rows and not may:
        return None
    told = [
        {"case": row, "words": DECLARED[row.scheme].words, "state": DECLARED[row.scheme].states[row.state]}
        for row in rows
    ]
    return {"cases": told, "may_open": may}


def _led(scheme: Declared, by: Pass) -> QuerySet[SchemeCase]:
    """Cases of the agency of people whose record the reader may open: those they lead, and their teams' that nobody leads."""
    people = Person.objects.filter(people_seen(by)).values("pk")
    rows = SchemeCase.objects.filter(
        unhidden(by, LABEL), agency_id=by.agency, scheme=scheme.name, closed_at__isnull=True, person__in=people
    )
    return rows.filter(
        Q(involvement__lead_id=by.staff) | Q(involvement__lead__isnull=True, involvement__team_id__in=by.teams)
    )


def waiting(scheme: Declared, wait: Wait, name: str) -> Callable[[Pass], QuerySet[Any, Any]]:
    """The question of a duty: cases of a scheme that wait somewhere for whoever leads them."""

    def ask(by: Pass) -> QuerySet[Any, Any]:
        on = local_date(by.at)
        due: Any = EndOfWorkingDayAfter(F("moved_at"), scheme.clock(wait.clock, on)) if wait.clock else ""
        return duty_rows(
            _led(scheme, by).filter(state=wait.state),
            name,
            words=wait.words[:1].upper() + wait.words[1:],
            since="moved_at",
            due=due,
        )

    return ask


def following(scheme: Declared, name: str) -> Callable[[Pass], QuerySet[Any, Any]]:
    """The question of a duty: what moves of a scheme led to and nobody has done yet."""

    def ask(by: Pass) -> QuerySet[Any, Any]:
        people = Person.objects.filter(people_seen(by)).values("pk")
        rows = Consequence.objects.filter(
            unhidden(by, "schemes.Consequence"),
            agency_id=by.agency,
            state=DUE,
            case__scheme=scheme.name,
            person__in=people,
        )
        return duty_rows(rows, name, words=F("what"), since="created_at", due=F("due_at"))

    return ask


def _address(rows: QuerySet[Any, Any], case: str, by: Pass) -> tuple[str, int]:
    found = rows.filter(person__in=Person.objects.filter(people_seen(by))).values_list(
        "person_id", "person__reference", case
    )
    first = found.first()
    if first is None:
        raise NotFound()
    note_all([first[0]], DataClass.IDENTITY)
    return first[1], first[2]


@question
def declared_address(*, case: int, by: Pass) -> tuple[str, int]:
    """The reference of the person of a case, and the case. Raises :class:`NotFound`."""
    return _address(SchemeCase.objects.filter(pk=case, scheme__in=list(DECLARED)), "pk", by)


@question
def declared_address_of_consequence(*, consequence: int, by: Pass) -> tuple[str, int]:
    """The reference and the case of something that a move led to. Raises :class:`NotFound`."""
    return _address(Consequence.objects.filter(pk=consequence, case__scheme__in=list(DECLARED)), "case_id", by)
