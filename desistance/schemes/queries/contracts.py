"""Questions about the contract of a case: its conditions with what was done of each, its draft, and missed contacts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.casework.queries.hours import ledger_of
from desistance.casework.terms import Outcome
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import Demanded
from desistance.foundation.rulesets import in_force
from desistance.foundation.states import State
from desistance.schemes.models import Condition, Contract, Progress, SchemeCase
from desistance.schemes.rules.checkpoint.contract import ConditionFacts, no_reoffending, pace
from desistance.schemes.rules.checkpoint.rating import Counted, behind
from desistance.schemes.terms.contracts import (
    CONDITION_STATES,
    MOST_PROGRESS,
    RATING_RULES,
    RUNNING,
    ConditionKind,
    ConditionUnit,
    ContractPathway,
)


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """A condition of a signed contract: how much of it is done, and what was recorded of it, newest first."""

    condition: Condition
    done: int
    progress: tuple[Progress, ...]
    state: State
    is_behind: bool
    is_counted_by_ledger: bool

    @property
    def words(self) -> str:
        """What it is called: the pathway, or its kind."""
        return title_of(self.condition.kind, self.condition.pathway)

    @property
    def percent(self) -> int:
        """How much is done, in percent."""
        return Counted(self.condition.number, self.condition.state, self.done, self.condition.target).percent

    @property
    def count_words(self) -> str:
        """`4 of 6 sessions`."""
        if self.condition.target is None:
            return ""
        return f"{self.done} of {self.condition.target} {ConditionUnit(self.condition.unit).label}"


def title_of(kind: str, pathway: str) -> str:
    """What a condition is called."""
    return ContractPathway(pathway).label if pathway else ConditionKind(kind).label


@dataclass(frozen=True, slots=True)
class ContractShown:
    """The contract of a case: signed with its conditions, or a draft with what it will hold."""

    contract: Contract
    conditions: tuple[ConditionShown, ...]
    drafted: tuple[ConditionFacts, ...]
    pace: int

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return self.contract.starts_on

    @property
    def ends_on(self) -> date:
        """The day on which a decision is due."""
        return self.contract.ends_on

    @property
    def is_signed(self) -> bool:
        """Whether it has been signed."""
        return self.contract.signed_at is not None


@question
def contract_of(*, case: SchemeCase, by: Pass, at: datetime) -> ContractShown | None:
    """The contract of a case of the open record, None before one is drafted. Four statements at most."""
    row = Contract.objects.filter(entries_seen(by, "schemes.Contract"), case=case).first()
    if row is None:
        return None
    gone = pace(row.starts_on, row.ends_on, local_date(at))
    drafted = drafted_of(row)
    if row.signed_at is None:
        return ContractShown(row, (), drafted, gone)
    return ContractShown(row, tuple(_conditions(row, case, gone, by, at)), drafted, gone)


def drafted_of(row: Contract) -> tuple[ConditionFacts, ...]:
    """The conditions of a draft in their order, the one not to reoffend first."""
    names = {field.name for field in fields(ConditionFacts)}
    told = [ConditionFacts(**{name: one[name] for name in names if name in one}) for one in row.drafted]
    return (no_reoffending(row.starts_on, row.ends_on), *told)


def _conditions(row: Contract, case: SchemeCase, gone: int, by: Pass, at: datetime) -> list[ConditionShown]:
    conditions = Condition.objects.filter(entries_seen(by, "schemes.Condition"), contract=row).order_by("number")
    found = list(conditions)
    said: dict[int, list[Progress]] = defaultdict(list)
    seen = Progress.objects.standing().filter(entries_seen(by, "schemes.Progress"), condition__contract=row)
    for one in seen.order_by("-at", "-id")[:MOST_PROGRESS]:
        said[one.condition_id].append(one)
    worked = hours_worked(case=case, by=by) if any(one.kind == ConditionKind.WORK for one in found) else 0
    most = in_force(RATING_RULES, local_date(at)).values["behind_percent"]
    return [_shown(one, tuple(said[one.pk]), worked, gone, most) for one in found]


def _shown(one: Condition, said: tuple[Progress, ...], worked: int, gone: int, most: int) -> ConditionShown:
    is_work = one.kind == ConditionKind.WORK
    done = sum(row.amount for row in said) + (worked if is_work else 0)
    late = bool(behind([Counted(one.number, one.state, done, one.target)], gone, most))
    return ConditionShown(one, done, said, CONDITION_STATES[one.state], late, is_work)


@question
def hours_worked(*, case: SchemeCase, by: Pass) -> int:
    """Whole hours of voluntary work in the ledger of this case's work, as far as the reader may see them."""
    if case.involvement is None:
        return 0
    return ledger_of(case.involvement, by=by).ledger.credited // 60


@question
def demands_of(person: int, *, by: Pass) -> Sequence[Demanded]:
    """What contracts that run demand of a person, for the tab Compliance: each condition with what shows that it is done.

    Voluntary work is counted in minutes, by the last day of the contract. One statement.
    """
    if by.person != person:
        return ()
    rows = Condition.objects.filter(
        entries_seen(by, "schemes.Condition"),
        contract__case__state__in=RUNNING,
        contract__case__involvement__isnull=False,
    )
    found = rows.select_related("contract__case__involvement").order_by("-contract__starts_on", "contract_id", "number")
    return tuple(_demanded(one) for one in found)


def _demanded(one: Condition) -> Demanded:
    case = one.contract.case
    assert case.involvement is not None
    state = "" if one.state == CONDITION_STATES.start else f" ({CONDITION_STATES[one.state].wording.lower()})"
    is_counted = one.kind == ConditionKind.WORK and one.unit == ConditionUnit.HOURS and one.target is not None
    return Demanded(
        agency=one.agency_id,
        kinds=frozenset({case.involvement.kind}),
        words=f"{title_of(one.kind, one.pathway)}: {one.words}. Done when: {one.done_when}{state}",
        minutes=60 * (one.target or 0) if is_counted else None,
        due_on=case.ends_on or one.contract.ends_on,
        path=f"checkpoint/cases/{case.pk}/",
    )


@question
def missed_lately(*, case: SchemeCase, by: Pass, at: datetime) -> int:
    """How many contacts of this case were missed without an acceptable reason in the last weeks, since the contract began."""
    if case.involvement_id is None or case.runs_from is None:
        return 0
    weeks = in_force(RATING_RULES, local_date(at)).values["weeks"]
    since = max(at - timedelta(weeks=weeks), case.runs_from)
    seen = Contact.objects.filter(entries_seen(by, "casework.Contact"), involvement_id=case.involvement_id)
    return seen.filter(outcome=Outcome.UNACCEPTABLE, starts_at__gt=since, starts_at__lte=at).count()


@question
def own_condition(*, condition: int, by: Pass) -> Condition:
    """A condition of a contract of the reader's agency, of the open record. Raises :class:`NotFound`."""
    rows = Condition.objects.filter(entries_seen(by, "schemes.Condition"), pk=condition, agency_id=by.agency)
    found = rows.select_related("contract__case").first()
    if found is None:
        raise NotFound()
    return found


@question
def own_progress(*, progress: int, by: Pass) -> Progress:
    """One thing recorded of a condition by the reader's agency, of the open record. Raises :class:`NotFound`."""
    rows = Progress.objects.standing().filter(entries_seen(by, "schemes.Progress"), pk=progress, agency_id=by.agency)
    found: Progress | None = rows.select_related("condition__contract__case").first()
    if found is None:
        raise NotFound()
    return found
