"""Questions about trials: what officers may know, what analysts see cleared, and the list once it is unblinded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Concat

from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows_of_nobody
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.states import State
from desistance.foundation.terms import DataClass
from desistance.partners.queries import staff_names
from desistance.schemes.models import Allocation, EligibilityCheck, Trial, TrialSeed
from desistance.schemes.rules.checkpoint.deciding import ALLOCATION_DUE
from desistance.schemes.rules.trials import Allocated, departures
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.trials import FACTOR_WORDS, RUNNING, STOPPED, TRIAL_STATES, WAITING, Arm, Factor
from evidence.disclosure import Protection, Shape, protect

PROTECTION = Protection()
MEANT_TO_TREAT = "Everybody who was allocated counts in the arm that they were allocated to, whatever they were given."


def trial_running(agency: int, on: date) -> Trial | None:
    """The trial in which a force allocates on a day."""
    return Trial.objects.filter(agency_id=agency, scheme=CHECKPOINT, state=RUNNING, starts_on__lte=on).first()


def arm_told(check: EligibilityCheck, on: date) -> str:
    """The arm that the person of a check was allocated to; ``due`` where a trial waits for it, empty where none runs."""
    trial = trial_running(check.agency_id, on)
    if trial is None:
        return ""
    arm = Allocation.objects.filter(trial=trial, person_id=check.person_id).values_list("arm", flat=True).first()
    return arm or ALLOCATION_DUE


@question
def arm_of_check(*, check: EligibilityCheck, on: date, by: Pass) -> str:
    """The same for whoever may open the check: one arm of one person, never the list."""
    by.demand_person(check.person_id, DataClass.OFFENDING)
    return arm_told(check, on)


@dataclass(frozen=True, slots=True)
class CellShown:
    """How many of a stratum were allocated to an arm, as it may be shown."""

    stratum: str
    arm: str
    shown: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the list, without a person: stratum, number in it, arm, and the month."""

    stratum: str
    number: int
    arm: str
    month: str


@dataclass(frozen=True, slots=True)
class TrialShown:
    """A trial with who did what, its numbers cleared, and the list once it is unblinded.

    ``is_whole``: it follows from its seed.
    """

    trial: Trial
    state: State
    agency: str
    factors: tuple[str, ...]
    opened_by: str
    approved_by: str
    stopped_by: str
    unblinded_by: str
    cells: tuple[CellShown, ...]
    protection: str
    seed: str = ""
    blocks: tuple[int, ...] = ()
    lines: tuple[ListLine, ...] = ()
    is_whole: bool | None = None


@question
def trials(*, by: Pass) -> Sequence[TrialShown]:
    """Every trial of the partnership, newest first, without numbers. Raises :class:`NotPermitted`."""
    by.demand("trial.view")
    return [_shown(row) for row in Trial.objects.select_related("agency").order_by("-opened_at", "-pk")]


@question
def open_trial_page(*, trial: int, by: Pass) -> TrialShown:
    """One trial with how many are in each arm and stratum, cleared; and the list, once unblinded. Raises :class:`NotFound`."""
    by.demand("trial.view")
    row = Trial.objects.select_related("agency").filter(pk=trial).first()
    if row is None:
        raise NotFound()
    return _shown(row, with_numbers=True, with_list=row.unblinded_at is not None)


def _shown(row: Trial, *, with_numbers: bool = False, with_list: bool = False) -> TrialShown:
    names = staff_names(
        [pk for pk in (row.opened_by, row.approved_by, row.stopped_by, row.unblinded_by) if pk is not None]
    )
    told = TrialShown(
        trial=row,
        state=TRIAL_STATES[row.state],
        agency=row.agency.short_name,
        factors=tuple(Factor(one).label for one in row.factors),
        opened_by=names.get(row.opened_by, ""),
        approved_by=names.get(row.approved_by or 0, ""),
        stopped_by=names.get(row.stopped_by or 0, ""),
        unblinded_by=names.get(row.unblinded_by or 0, ""),
        cells=_cells(row) if with_numbers else (),
        protection=PROTECTION.words,
    )
    return _with_list(told, row) if with_list else told


def _cells(row: Trial) -> tuple[CellShown, ...]:
    counted = Allocation.objects.filter(trial=row).order_by().values("stratum", "arm").annotate(people=Count("pk"))
    rows: list[Any] = list(counted.values("stratum", "arm", "people"))
    if not rows:
        return ()
    table = protect(
        rows, Shape(keys=("stratum", "arm"), counts=("people",)), PROTECTION, known={"arm": list(Arm.values)}
    )
    return tuple(
        CellShown(words_of(str(one["stratum"])), Arm(str(one["arm"])).label, str(one["people"])) for one in table.rows
    )


def words_of(stratum: str) -> str:
    """A stratum in words."""
    return ", ".join(FACTOR_WORDS.get(part, part) for part in stratum.split(", "))


def _with_list(told: TrialShown, row: Trial) -> TrialShown:
    kept = TrialSeed.objects.get(trial=row)
    rows = list(Allocation.objects.filter(trial=row).order_by("stratum", "number"))
    note_all([one.person_id for one in rows], DataClass.TRIAL)
    allocated = [Allocated(one.stratum, one.number, one.arm) for one in rows]
    lines = tuple(
        ListLine(words_of(one.stratum), one.number, Arm(one.arm).label, f"{one.allocated_at:%B %Y}") for one in rows
    )
    values = {name: getattr(told, name) for name in TrialShown.__dataclass_fields__}
    opened = {"seed": kept.seed, "blocks": tuple(kept.blocks), "lines": lines}
    return TrialShown(**{**values, **opened, "is_whole": not departures(kept.seed, kept.blocks, allocated)})


def is_one_open(agency: int) -> bool:
    """Whether a trial of a force waits or runs."""
    return Trial.objects.filter(agency_id=agency, scheme=CHECKPOINT).exclude(state=STOPPED).exists()


@dataclass(frozen=True, slots=True)
class TrialNow:
    """What anybody who decides may know of a trial: that it runs since a day, and by which protocol."""

    name: str
    source: str
    since: date


@question
def trial_now(*, by: Pass, at: datetime) -> TrialNow | None:
    """The trial that runs in the reader's force, for those who decide."""
    row = trial_running(by.agency, at.date())
    return TrialNow(row.name, row.source, row.starts_on) if row else None


def trials_waiting(by: Pass) -> QuerySet[Any, Any]:
    """Trials that wait for somebody other than who opened them."""
    rows = Trial.objects.filter(state=WAITING).exclude(opened_by=by.staff)
    words = Concat(Value("Approve the trial "), F("name"), output_field=CharField())
    return duty_rows_of_nobody(rows, "schemes.trial_waiting", words=words, since="opened_at", due="starts_on")
