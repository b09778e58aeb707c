"""Gathering who entered what, when, under the numbers of one snapshot: for evaluations and for the tracking of schemes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from desistance.access.models import Involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.history.models import Arrest
from desistance.measurement.actions._people import born_of, kept_numbers, told_of
from desistance.measurement.models import Evaluation, Tracking
from desistance.measurement.queries.kinds import kinds_evaluated
from desistance.measurement.rules.conventions import opaque
from desistance.measurement.rules.periods import months_later
from desistance.measurement.terms import ANY_KIND, EARLIER_MONTHS
from desistance.schemes.models import Allocation, SchemeCase
from desistance.schemes.terms.contracts import COMPLETED
from desistance.schemes.terms.trials import Arm


@dataclass(frozen=True, slots=True)
class Entry:
    """The day on which somebody first entered a kind of involvement; of a trial, what was meant and received, and the stratum.

    ``is_completed`` is None where nobody recorded whether they completed it, or where it still runs.
    """

    person: str
    kind: str
    on: date
    is_treated: bool = True
    stratum: str = ""
    is_received: bool = True
    is_completed: bool | None = None


@dataclass(frozen=True, slots=True)
class Arrested:
    """One arrest, with its offence code."""

    person: str
    on: date
    code: str


@dataclass(frozen=True, slots=True)
class GatheredStarts:
    """Entries, arrests where they lead to starts, and birth and sex of everyone in either; ``people`` are whom it is about."""

    entries: tuple[Entry, ...]
    people: tuple[int, ...]
    arrests: tuple[Arrested, ...] = ()
    born: Mapping[str, date] = field(default_factory=dict)
    sex: Mapping[str, str] = field(default_factory=dict)


def _whom(_arguments: Mapping[str, Any], result: GatheredStarts) -> Iterable[int]:
    return result.people


@deed("evaluation.plan", Category.COLLECTION, about=_whom)
def gather_starts(*, evaluation: Evaluation, by: Pass, at: datetime) -> GatheredStarts:
    """Everyone who ever entered the scheme, or was allocated in the time of the plan, and the arrests that a plan compares by.

    One entry a person: the first. The event of this deed names everyone in it.
    """
    whom = _Numbers(evaluation.snapshot.key)
    if evaluation.trial_id:
        entries = _allocated(evaluation, whom)
        arrests: list[Arrested] = []
    else:
        kinds = kinds_evaluated() if evaluation.scheme == ANY_KIND else {evaluation.scheme: ""}
        entries = _entered(kinds, evaluation.snapshot.complete_to, whom, together=True)
        arrests = _arrested(evaluation, whom) if evaluation.pool == "arrested" else []
    people = tuple(whom.numbers)
    return GatheredStarts(
        entries=tuple(entries),
        people=people,
        arrests=tuple(arrests),
        born={whom.of(person): day for person, day in born_of(people).items()},
        sex={whom.of(person): sex for person, (sex, _) in told_of(people).items()},
    )


@deed("measure.count", Category.COLLECTION, about=_whom)
def gather_entries(*, tracking: Tracking, by: Pass, at: datetime) -> GatheredStarts:
    """The first day on which each person entered each kind of involvement."""
    whom = _Numbers(tracking.snapshot.key)
    entries = _entered(kinds_evaluated(), tracking.snapshot.complete_to, whom, together=False)
    return GatheredStarts(tuple(entries), tuple(whom.numbers))


class _Numbers:
    """The snapshot's own number of each person, and who was asked for."""

    def __init__(self, key: str) -> None:
        self.key, self.kept = key, kept_numbers()
        self.numbers: dict[int, str] = {}

    def of(self, person: int) -> str:
        kept = self.kept.get(person, person)
        if kept not in self.numbers:
            self.numbers[kept] = opaque(self.key, kept)
        return self.numbers[kept]


def _entered(kinds: Collection[str], until: date, whom: _Numbers, *, together: bool) -> list[Entry]:
    """The first entry of each person into any of the kinds (``together``), or into each."""
    ended = SchemeCase.objects.filter(involvement=OuterRef("pk"), closed_at__isnull=False).values("state")[:1]
    rows = Involvement.objects.filter(kind__in=list(kinds), from_at__date__lte=until).order_by("from_at", "id")
    first: dict[tuple[str, str], Entry] = {}
    for person, kind, from_at, state in rows.values_list("person_id", "kind", "from_at", Subquery(ended)):
        number, completed = whom.of(person), None if state is None else state == COMPLETED
        entry = Entry(number, kind, local_date(from_at), is_completed=completed)
        first.setdefault((number, "" if together else kind), entry)
    return list(first.values())


def _allocated(evaluation: Evaluation, whom: _Numbers) -> list[Entry]:
    """Everybody who was allocated, by what was meant; received is whether work of the kind began after."""
    began = Involvement.objects.filter(
        person_id=OuterRef("person_id"), kind=evaluation.scheme, from_at__gte=OuterRef("allocated_at")
    )
    rows = Allocation.objects.filter(trial=evaluation.trial).order_by("allocated_at", "id")
    inside = rows.filter(allocated_at__date__range=(evaluation.first_on, evaluation.last_on))
    values = inside.annotate(began=Exists(began)).values_list("person_id", "allocated_at", "arm", "stratum", "began")
    first: dict[str, Entry] = {}
    for person, at, arm, stratum, received in values:
        number = whom.of(person)
        meant = arm == Arm.TREATMENT
        first.setdefault(number, Entry(number, evaluation.scheme, local_date(at), meant, stratum, received))
    return list(first.values())


def _arrested(evaluation: Evaluation, whom: _Numbers) -> list[Arrested]:
    """Every arrest that could have led to a start, that stands and was not corrected."""
    days = (months_later(evaluation.first_on, -EARLIER_MONTHS), evaluation.last_on)
    corrected = Arrest.objects.filter(corrects=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = Arrest.objects.filter(~Exists(corrected), withdrawn_at__isnull=True, at__date__range=days)
    return [
        Arrested(whom.of(person), local_date(at), code)
        for person, at, code in rows.order_by("at", "id").values_list("person_id", "at", "offence_code")
    ]
