"""Questions about a person's cases: one with all that its page shows, what a decision must know, and where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from desistance.access.queries.scope import entries_seen, people_seen
from desistance.access.queries.staffing import staff_by_id
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.history.rules.offence_codes import find_code
from desistance.people.models import Person
from desistance.restorative.models import VictimView
from desistance.restorative.queries.crossing import ExplainedShown, decisions_explained, views_of
from desistance.schemes.declared import SCHEMES
from desistance.schemes.models import CaseStep, Consequence, EligibilityCheck, Rating, SchemeCase
from desistance.schemes.queries.arrests import new_arrests
from desistance.schemes.queries.checks import has_moved_since
from desistance.schemes.queries.contracts import ContractShown, contract_of, missed_lately
from desistance.schemes.rules.checkpoint.contract import TimeLimit, day_of, days_left, pace, time_limit
from desistance.schemes.rules.checkpoint.rating import Counted, Going, propose
from desistance.schemes.rules.clocks import first_contact_due
from desistance.schemes.rules.rating import Proposal
from desistance.schemes.terms.cases import CONSEQUENCE_STATES, DUE, UNDO_FOR, ConsequenceKind
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.checks import RANKS
from desistance.schemes.terms.contracts import ACCEPTED, ON_CONTRACT, RUNNING

LABEL = "schemes.SchemeCase"


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of a case with who took it, under which rank."""

    step: CaseStep
    who: str
    rank: str


@dataclass(frozen=True, slots=True)
class ConsequenceShown:
    """One thing that a decision led to, where it stands and whether it is late."""

    row: Consequence
    words: str
    state: State
    is_late: bool
    who: str


@dataclass(frozen=True, slots=True)
class RatingShown:
    """How the case was rated, by whom."""

    rating: Rating
    who: str


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case with everything that its page shows. ``is_ours``: the reader's agency runs it."""

    case: SchemeCase
    state: State
    is_ours: bool
    steps: tuple[StepShown, ...]
    contract: ContractShown | None
    ratings: tuple[RatingShown, ...]
    consequences: tuple[ConsequenceShown, ...]
    arrests: tuple[Any, ...]
    proposal: Proposal | None
    limit: TimeLimit | None
    on: date
    undoable: CaseStep | None
    view: VictimView | None
    explained: tuple[ExplainedShown, ...]

    @property
    def navigator(self) -> str:
        """The lead worker, or that there is none yet."""
        work = self.case.involvement
        return work.lead.name if work and work.lead else "No navigator yet"

    @property
    def contact_due(self) -> datetime | None:
        """By when the navigator is to have rung, from the moment that the person agreed."""
        return first_contact_due(self.case.accepted_at) if self.case.accepted_at else None

    @property
    def days(self) -> tuple[int, int]:
        """Which day of the contract it is, of how many."""
        return day_of(self.contract.starts_on, self.contract.ends_on, self.on) if self.contract else (0, 0)

    @property
    def days_left(self) -> int:
        """Days until the decision."""
        return days_left(self.contract.ends_on, self.on) if self.contract else 0


@question
def open_case(*, case: int, by: Pass, at: datetime) -> CaseOpened:
    """One case of the person whose record is open. Raises :class:`NotFound` for any other as for one that is not there."""
    seen = SchemeCase.objects.filter(entries_seen(by, LABEL), pk=case, scheme=CHECKPOINT)
    row = seen.select_related("agency", "arrest", "eligibility", "involvement__lead", "involvement__team").first()
    if row is None:
        raise NotFound()
    steps, ratings, after = written_of(row, by)
    names = staff_by_id(
        ids=[
            *(one.recorded_by for one in steps if one.recorded_by is not None),
            *(one.recorded_by for one in ratings if one.recorded_by is not None),
            *(one.settled_by for one in after if one.settled_by is not None),
        ]
    )
    on, arrests = local_date(at), new_arrests(case=row, by=by)
    contract = contract_of(case=row, by=by, at=at)
    is_ours = row.agency_id == by.agency
    return CaseOpened(
        case=row,
        state=SCHEMES[row.scheme].states[row.state],
        is_ours=is_ours,
        steps=tuple(StepShown(one, named(names, one.recorded_by), dict(RANKS).get(one.rank, "")) for one in steps),
        contract=contract,
        ratings=tuple(RatingShown(one, named(names, one.recorded_by)) for one in ratings),
        consequences=tuple(consequence_shown(one, names, at) for one in after),
        arrests=tuple(arrests),
        proposal=_proposal(row, contract, len(arrests), by, at),
        limit=_limit(row),
        on=on,
        undoable=_undoable(steps, row, by, at) if is_ours else None,
        view=views_of(by=by).get(row.arrest_id or 0),
        explained=tuple(decisions_explained(arrest=row.arrest_id, by=by, at=at)),
    )


def written_of(row: SchemeCase, by: Pass) -> tuple[list[CaseStep], list[Rating], list[Consequence]]:
    """Steps and ratings of a case, newest first, and what follows from its decisions, as far as the reader may see."""
    steps = CaseStep.objects.standing().filter(entries_seen(by, "schemes.CaseStep"), case=row)
    ratings = Rating.objects.standing().filter(entries_seen(by, "schemes.Rating"), case=row)
    after = Consequence.objects.filter(entries_seen(by, "schemes.Consequence"), case=row).exclude(state="undone")
    return (
        list(steps.order_by("-at", "-id")),
        list(ratings.order_by("-at", "-id")),
        list(after.order_by("due_at", "id")),
    )


def named(names: Mapping[int, Any], staff: int | None) -> str:
    """Who it was, among the names that were asked for."""
    found = names.get(staff) if staff is not None else None
    return found.name if found else "Name not known"


def consequence_shown(row: Consequence, names: Mapping[int, Any], at: datetime) -> ConsequenceShown:
    """One thing that a decision led to, with where it stands."""
    who = named(names, row.settled_by) if row.settled_by is not None else ""
    words = ConsequenceKind(row.kind).label
    return ConsequenceShown(row, words, CONSEQUENCE_STATES[row.state], row.state == DUE and row.due_at < at, who)


def _proposal(row: SchemeCase, contract: ContractShown | None, arrests: int, by: Pass, at: datetime) -> Proposal | None:
    if row.state not in RUNNING or contract is None:
        return None
    on = local_date(at)
    counted = tuple(
        Counted(one.condition.number, one.condition.state, one.done, one.condition.target)
        for one in contract.conditions
    )
    gone = pace(contract.starts_on, contract.ends_on, on)
    return propose(Going(on, missed_lately(case=row, by=by, at=at), arrests, gone, counted))


def _limit(row: SchemeCase) -> TimeLimit | None:
    if row.arrest is None:
        return None
    code = find_code(row.arrest.offence_code) if row.arrest.offence_code else None
    category = code.category if code and not code.is_home_office else ""
    return time_limit(category, row.index_on, row.ends_on)


def _undoable(steps: Sequence[CaseStep], row: SchemeCase, by: Pass, at: datetime) -> CaseStep | None:
    """The last step, if whoever reads took it within the last minutes and it is one that can be taken back."""
    last = steps[0] if steps else None
    if last is None or last.recorded_by != by.staff or at >= last.recorded_at + UNDO_FOR:
        return None
    return last if may_take_back(last) else None


def may_take_back(step: CaseStep) -> bool:
    """Decisions can be taken back; a yes to the offer and a signature are the person's own and cannot."""
    return bool(step.come_from) and (step.to not in {ACCEPTED, ON_CONTRACT} or bool(step.decision))


@dataclass(frozen=True, slots=True)
class BeforeDeciding:
    """What a decision on a check must know: earlier and open cases, and whether facts or rules moved since the check."""

    has_moved: bool
    has_open_case: bool
    last_ended_on: date | None
    index_on: date | None


@question
def before_deciding(*, check: EligibilityCheck, by: Pass, at: datetime, but: int = 0) -> BeforeDeciding:
    """Facts for the rule, of the person whose record is open. ``but``: the case that is being decided on."""
    by.demand_person(check.person_id, DataClass.OFFENDING)
    others = SchemeCase.objects.filter(entries_seen(by, LABEL), scheme=CHECKPOINT).exclude(pk=but)
    ended = others.filter(runs_from__isnull=False, closed_at__isnull=False).aggregate(last=Max("closed_at"))["last"]
    return BeforeDeciding(
        has_moved=has_moved_since(check=check, by=by, on=local_date(at)),
        has_open_case=others.filter(closed_at__isnull=True).exists(),
        last_ended_on=local_date(ended) if ended else None,
        index_on=index_of(check),
    )


def index_of(check: EligibilityCheck) -> date | None:
    """The day of the offence: the first on which it can have been, as the officer or the custody record says."""
    said = check.facts.get("answers", {}) if check.facts else {}
    told = said.get("offence_from") or (check.facts.get("arrest") or {}).get("offence_on") if check.facts else None
    return date.fromisoformat(told) if told else None


@question
def check_to_decide(*, arrest: int, by: Pass) -> EligibilityCheck:
    """The check that counts for an arrest of the open record, of the reader's own force. Raises :class:`NotFound`."""
    rows = EligibilityCheck.objects.filter(entries_seen(by, "schemes.EligibilityCheck"), agency_id=by.agency)
    found = rows.filter(arrest_id=arrest, scheme=CHECKPOINT, state="current").select_related("arrest", "person").first()
    if found is None:
        raise NotFound()
    return found


@question
def case_of_arrest(*, arrest: int, by: Pass) -> SchemeCase | None:
    """The newest case of an arrest of the open record."""
    rows = SchemeCase.objects.filter(entries_seen(by, LABEL), arrest_id=arrest, scheme=CHECKPOINT)
    found: SchemeCase | None = rows.select_related("person", "involvement").order_by("-created_at", "-pk").first()
    return found


@question
def own_case(*, case: int, by: Pass) -> SchemeCase:
    """A case of the reader's agency of the open record, to act on. Raises :class:`NotFound`."""
    rows = SchemeCase.objects.filter(entries_seen(by, LABEL), pk=case, agency_id=by.agency, scheme=CHECKPOINT)
    found = rows.select_related("arrest", "eligibility", "involvement", "person").first()
    if found is None:
        raise NotFound()
    return found


@question
def own_consequence(*, consequence: int, by: Pass) -> Consequence:
    """One thing that a decision of the reader's agency led to, of the open record. Raises :class:`NotFound`."""
    rows = Consequence.objects.filter(entries_seen(by, "schemes.Consequence"), pk=consequence, agency_id=by.agency)
    found = rows.filter(case__scheme=CHECKPOINT).select_related("case").first()
    if found is None:
        raise NotFound()
    return found


@question
def case_address(*, case: int, by: Pass) -> tuple[str, int]:
    """The reference of the person of a case of the reader's agency, and the case. Raises :class:`NotFound`."""
    rows = SchemeCase.objects.filter(pk=case, agency_id=by.agency, person__in=Person.objects.filter(people_seen(by)))
    found = rows.values_list("person_id", "person__reference").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return found[1], case


@question
def arrest_address(*, arrest: int, by: Pass) -> tuple[str, int]:
    """The reference and the running case of whoever has a new arrest that asks for a decision. Raises :class:`NotFound`."""
    whose = Arrest.objects.standing().filter(pk=arrest, person__in=Person.objects.filter(people_seen(by)))
    rows = SchemeCase.objects.filter(agency_id=by.agency, state__in=RUNNING, person__in=whose.values("person_id"))
    found = rows.values_list("person_id", "person__reference", "pk").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return found[1], found[2]


@question
def consequence_address(*, consequence: int, by: Pass) -> tuple[str, int]:
    """The reference and the case of something that a decision of the reader's agency led to. Raises :class:`NotFound`."""
    rows = Consequence.objects.filter(
        pk=consequence, agency_id=by.agency, person__in=Person.objects.filter(people_seen(by))
    )
    found = rows.values_list("person_id", "person__reference", "case_id").first()
    if found is None:
        raise NotFound()
    note_all([found[0]], DataClass.IDENTITY)
    return found[1], found[2]
