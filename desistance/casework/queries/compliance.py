"""How a person complies with each work of each agency: contacts, decisions, hours, and what rooms say is demanded of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desistance.access.queries.involved import InvolvementShown, kind_words, who_is_involved
from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.casework.queries.hours import ledger_from, sums_of
from desistance.casework.rules.compliance import Week, monday_of, weeks_of
from desistance.casework.rules.hours import Ledger
from desistance.casework.rules.outcomes import Compliance, compliance_of
from desistance.casework.terms import (
    COMPLIANCE_WEEKS,
    DECISIONS_FOR,
    ENFORCEABLE,
    HAPPENED,
    STRIP_WEEKS,
    Enforcement,
    Outcome,
)
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Demanded

LABEL = "casework.Contact"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure to comply of the last year, and what was decided on it; ``decided`` is empty while nothing is."""

    contact: int
    on: date
    words: str
    decided: str
    decided_on: date | None
    is_ours: bool


@dataclass(frozen=True, slots=True)
class WorkShown:
    """How the person complies with one work. ``work`` is None for contacts that count towards none."""

    work: InvolvementShown | None
    agency: str
    title: str
    compliance: Compliance
    weeks: tuple[Week, ...]
    failures: tuple[Failure, ...]
    demands: tuple[Demanded, ...]
    hours: Ledger | None

    @property
    def is_ordered(self) -> bool:
        """Whether an order or licence stands behind the work, or it is not known what does: then a failure is decided on."""
        return self.work is None or self.work.kind in map(kind_words, HOUSE.ordered_kinds())

    @property
    def breaches(self) -> tuple[str, ...]:
        """Breaches that stand, as the rooms that keep them say."""
        return tuple(one.breach for one in self.demands if one.breach)


@question
def compliance_by_work(person: int, *, by: Pass) -> Sequence[WorkShown]:
    """Every work that something is known of, the reader's own first. A fixed number of statements, however long the diary."""
    if by.person != person:
        raise NotFound()
    first = min(by.at - timedelta(weeks=STRIP_WEEKS + 1), by.at - DECISIONS_FOR)
    seen = Contact.objects.filter(entries_seen(by, LABEL), state=HAPPENED, starts_at__gt=first, starts_at__lte=by.at)
    contacts = list(seen.select_related("agency").order_by("-starts_at", "-id"))
    sums = sums_of(by)
    demands = [one for demand in HOUSE.demands.values() for one in demand.ask(person, by)]
    involved = who_is_involved(by=by)
    opened_by_itself = {kind.words for kind in HOUSE.involvement_kinds.values() if not kind.agency_kinds}
    shown = []
    for work in (*involved.open, *involved.ended):
        ours = [one for one in contacts if one.involvement_id == work.id]
        asked = [one for one in demands if one.agency == work.agency_id and work.kind in map(kind_words, one.kinds)]
        is_carried_on = work.state == "open" and work.is_ours and work.kind not in opened_by_itself
        if ours or asked or work.id in sums or is_carried_on:
            shown.append(_shown(work, ours, asked, sums.get(work.id), by))
    shown += _without_work(contacts, by)
    return shown


def _without_work(contacts: Sequence[Any], by: Pass) -> list[WorkShown]:
    found: dict[int, list[Any]] = {}
    for one in contacts:
        if one.involvement_id is None:
            found.setdefault(one.agency_id, []).append(one)
    return [
        WorkShown(None, rows[0].agency.short_name, "Contacts that count towards no work", *_of(rows, by), (), None)
        for rows in found.values()
    ]


def _shown(
    work: InvolvementShown, contacts: Sequence[Any], asked: Sequence[Demanded], sums: Any, by: Pass
) -> WorkShown:
    hours = None
    minutes = [one for one in asked if one.minutes is not None]
    if sums or minutes:
        ordered = sum(one.minutes or 0 for one in minutes) if minutes else None
        due_on = max((one.due_on for one in minutes if one.due_on), default=None)
        hours = ledger_from(sums or {}, work, by, ordered=ordered, due_on=due_on)
    return WorkShown(work, work.agency, work.kind, *_of(contacts, by), tuple(asked), hours)


def _of(contacts: Sequence[Any], by: Pass) -> tuple[Compliance, tuple[Week, ...], tuple[Failure, ...]]:
    on, since = local_date(by.at), by.at - timedelta(weeks=COMPLIANCE_WEEKS)
    recent = (one.outcome for one in contacts if one.starts_at > since)
    told = [(local_date(one.starts_at), one.outcome) for one in contacts]
    first = monday_of(on) - timedelta(weeks=STRIP_WEEKS - 1)
    weeks = weeks_of((pair for pair in told if pair[0] >= first), on)
    return compliance_of(recent, COMPLIANCE_WEEKS), weeks, tuple(_failures(contacts, by))


def _failures(contacts: Iterable[Any], by: Pass) -> Iterable[Failure]:
    for one in contacts:
        if one.outcome in ENFORCEABLE:
            decided = Enforcement(one.enforcement).label if one.enforcement else ""
            words, is_ours = Outcome(one.outcome).label, one.agency_id == by.agency
            yield Failure(one.pk, local_date(one.starts_at), words, decided, one.decided_on, is_ours)


@question
def demanded_minutes(involvement: Any, *, by: Pass) -> tuple[int | None, date | None]:
    """How many minutes one work demands and by when, as the rooms say; None where nobody says."""
    asked = [one for demand in HOUSE.demands.values() for one in demand.ask(by.person, by)]
    ours = [
        one
        for one in asked
        if one.agency == involvement.agency_id and involvement.kind in one.kinds and one.minutes is not None
    ]
    due_on = max((one.due_on for one in ours if one.due_on), default=None)
    return (sum(one.minutes or 0 for one in ours) if ours else None), due_on
