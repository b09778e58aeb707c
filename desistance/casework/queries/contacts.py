"""Questions about the diary of one person: what is to come, what happened, who is expected elsewhere, how they comply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When

from desistance.access.queries.scope import entries_known, entries_seen, people_seen
from desistance.audit.deeds import question
from desistance.casework.models import Contact
from desistance.casework.rules.arranging import Booked
from desistance.casework.rules.outcomes import Compliance, WhereItLeaves, compliance_of, may_undo, where_it_leaves
from desistance.casework.terms import (
    COMPLIANCE_WEEKS,
    CONTACT_STATES,
    DECISIONS_FOR,
    ENFORCEABLE,
    HAPPENED,
    OUTCOME_TONES,
    SCHEDULED,
    ContactKind,
    Enforcement,
    Outcome,
)
from desistance.desk.rules.timeline import Place
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

LABEL = "casework.Contact"
MOST_COMING = 60
PAGE = 25


@dataclass(frozen=True, slots=True)
class ContactShown:
    """One contact as the reader may see it, with what they may do to it now. ``counts_towards`` is a kind of involvement."""

    contact: Any
    counts_towards: str
    is_ours: bool
    may_undo: bool
    has_begun: bool

    @property
    def is_ordered(self) -> bool:
        """Whether an order or licence stands behind its work, or it is not known what does: then a failure is decided on."""
        named = getattr(self.contact, "counts_towards", None)
        return not named or named in HOUSE.ordered_kinds()

    @property
    def kind_words(self) -> str:
        """What it is."""
        return ContactKind(self.contact.kind).label

    @property
    def outcome_words(self) -> str:
        """What came of it, or where it stands."""
        if self.contact.outcome:
            return Outcome(self.contact.outcome).label
        if self.contact.state == SCHEDULED and self.has_begun:
            return "Outcome not logged"
        return CONTACT_STATES[self.contact.state].wording

    @property
    def tone(self) -> str:
        """The colour that goes with the words."""
        if self.contact.outcome:
            return OUTCOME_TONES[Outcome(self.contact.outcome)]
        return "amber" if self.contact.state == SCHEDULED and self.has_begun else "grey"

    @property
    def enforcement_words(self) -> str:
        """What was decided on a failure, if anything was."""
        return Enforcement(self.contact.enforcement).label if self.contact.enforcement else ""


@dataclass(frozen=True, slots=True)
class ContactFilters:
    """Which contacts to show. Empty means all."""

    agency: int | None = None
    kind: str = ""
    outcome: str = ""

    @property
    def condition(self) -> Q:
        """The same as a condition."""
        told = {"agency_id": self.agency, "kind": self.kind, "outcome": self.outcome}
        return Q(**{name: value for name, value in told.items() if value})


EVERYTHING = ContactFilters()


@dataclass(frozen=True, slots=True)
class Diary:
    """What is to come, soonest first; one page of what is past, newest first; and how many contacts are not shared, by agency."""

    coming: tuple[ContactShown, ...]
    past: tuple[ContactShown, ...]
    has_older: bool
    compliance: Compliance
    not_shared: Mapping[str, int]


def _seen(by: Pass) -> QuerySet[Any]:
    rows = Contact.objects.filter(entries_seen(by, LABEL)).select_related("agency", "with_staff")
    told: QuerySet[Any] = rows.annotate(counts_towards=F("involvement__kind"))
    return told


def _shown(row: Any, by: Pass) -> ContactShown:
    kind = HOUSE.involvement_kinds.get(row.counts_towards or "")
    is_ours = row.agency_id == by.agency
    undone = row.state == HAPPENED and may_undo(
        recorded_at=row.outcome_at, recorded_by=row.outcome_by, staff=by.staff, at=by.at
    )
    return ContactShown(row, kind.words if kind else "", is_ours, is_ours and bool(undone), row.starts_at <= by.at)


@question
def diary_of(
    person: int, *, by: Pass, filters: ContactFilters = EVERYTHING, older_than: Place | None = None, size: int = PAGE
) -> Diary:
    """The diary of the person whose record is open, of all agencies, as far as the reader may see. Four statements, always."""
    if by.person != person:
        raise NotFound()
    coming = rows_of(_coming, by=by, shape=(filters,)) if older_than is None else ()
    place: dict[str, Any] = {"older_at": older_than.at, "older_id": older_than.id} if older_than else {}
    rows = rows_of(_past, by=by, shape=(filters, size + 1), **place)
    return Diary(
        coming=tuple(_shown(row, by) for row in coming),
        past=tuple(_shown(row, by) for row in rows[:size]),
        has_older=len(rows) > size,
        compliance=compliance_of(rows_of(_recent, by=by), COMPLIANCE_WEEKS),
        not_shared=dict(rows_of(_not_shared, by=by)),
    )


def _coming(by: Pass, filters: ContactFilters) -> QuerySet[Any]:
    return _seen(by).filter(filters.condition, state=SCHEDULED).order_by("starts_at", "id")[:MOST_COMING]


def _past(
    by: Pass, filters: ContactFilters, size: int, *, older_at: datetime | None = None, older_id: int = 0
) -> QuerySet[Any]:
    past = _seen(by).filter(filters.condition).exclude(state=SCHEDULED)
    if older_at is not None:
        past = past.filter(Q(starts_at__lt=older_at) | Q(starts_at=older_at, id__lt=older_id))
    return past.order_by("-starts_at", "-id")[:size]


def _not_shared(by: Pass) -> QuerySet[Any, Any]:
    known = Contact.objects.filter(entries_known(by, LABEL)).order_by().values_list("agency__short_name")
    return known.annotate(count=Count("pk"))


def _recent(by: Pass) -> Any:
    """What the contacts of the last weeks came to, of all agencies that the reader may see."""
    since = by.at - timedelta(weeks=COMPLIANCE_WEEKS)
    rows = Contact.objects.filter(entries_seen(by, LABEL), state=HAPPENED, starts_at__gt=since, starts_at__lte=by.at)
    return rows.order_by().values_list("outcome", flat=True)


@question
def next_and_last(person: int, *, by: Pass, most: int = 3) -> tuple[list[ContactShown], list[ContactShown], Compliance]:
    """The next and the last few contacts and how the person complies, in one statement."""
    if by.person != person:
        return [], [], Compliance()
    found = rows_of(_coming_and_last, by=by, shape=(most,))
    shown = [_shown(row, by) for row in found]
    return (
        [one for one in shown if one.contact.state == SCHEDULED],
        [one for one in reversed(shown) if one.contact.state == HAPPENED],
        compliance_of(found[0].recent if found else (), COMPLIANCE_WEEKS),
    )


def _coming_and_last(by: Pass, most: int) -> QuerySet[Any]:
    seen = Contact.objects.filter(entries_seen(by, LABEL)).order_by()
    to_come = seen.filter(state=SCHEDULED).order_by("starts_at", "id").values("pk")[:most]
    over = seen.filter(state=HAPPENED).order_by("-starts_at", "-id").values("pk")[:most]
    rows = _seen(by).filter(Q(pk__in=to_come) | Q(pk__in=over))
    counted: QuerySet[Any] = rows.annotate(recent=ArraySubquery(_recent(by).values("outcome")))
    return counted.order_by("starts_at", "id")


@question
def failures_of(person: int, *, by: Pass, most: int) -> Sequence[ContactShown]:
    """Failures to comply for as long as they are decided on, newest first, as far as the reader may see. One statement."""
    if by.person != person:
        return []
    since = by.at - DECISIONS_FOR
    rows = _seen(by).filter(state=HAPPENED, outcome__in=ENFORCEABLE, starts_at__gt=since, starts_at__lte=by.at)
    return [_shown(row, by) for row in rows.order_by("-starts_at", "-id")[:most]]


@question
def own_contact(contact: int, *, by: Pass) -> ContactShown:
    """A contact of the reader's own agency with the person whose record is open. Raises :class:`NotFound` for any other."""
    found = _seen(by).filter(pk=contact, agency_id=by.agency).first()
    if found is None or found.person_id != by.person:
        raise NotFound()
    return _shown(found, by)


@question
def booked_between(*, first: datetime, last: datetime, by: Pass, but: Any = None) -> Sequence[Booked]:
    """When the person is already expected anywhere between two moments; of what is not shared the time alone is told."""
    seen, known = entries_seen(by, LABEL), entries_known(by, LABEL)
    rows = Contact.objects.filter(seen | known, state=SCHEDULED, starts_at__lt=last, ends_at__gt=first).exclude(pk=but)
    told = rows.annotate(is_seen=Case(When(seen, then=Value(True)), default=Value(False), output_field=BooleanField()))
    found = []
    columns = ("starts_at", "ends_at", "kind", "agency__short_name", "is_seen", "data_class")
    for starts_at, ends_at, kind, agency, is_seen, data_class in told.order_by("starts_at", "id").values_list(*columns):
        if is_seen:
            note_all([by.person], DataClass(data_class))
            found.append(Booked(starts_at, ends_at, ContactKind(kind).label, agency))
        else:
            found.append(Booked(starts_at, ends_at))
    return found


@question
def where_failure_leaves(*, failed_on: date, involvement: Any, by: Pass, but: Any = None) -> WhereItLeaves:
    """Where a failure on a day leaves the person with the reader's agency, in one involvement: earlier failures and warnings."""
    failures = Contact.objects.filter(entries_seen(by, LABEL), agency_id=by.agency, involvement_id=involvement)
    rows = list(
        failures.filter(outcome__in=ENFORCEABLE)
        .exclude(pk=but)
        .order_by("-starts_at")
        .values_list("starts_at", "enforcement", "decided_on", "data_class")[:200]
    )
    for data_class in {row[3] for row in rows}:
        note_all([by.person], DataClass(data_class))
    warned = [decided for _, enforcement, decided, _ in rows if decided and enforcement == Enforcement.WARNED]
    return where_it_leaves(failed_on, [local_date(row[0]) for row in rows], warned)


@question
def contact_address(contact: int, *, by: Pass) -> tuple[str, str]:
    """Where a contact of the reader's own agency stands: the person's reference, and what it waits for (outcome, decide or "").

    Raises :class:`NotFound` where the reader may not open the person's record.
    """
    rows = Contact.objects.filter(pk=contact, agency_id=by.agency, person__in=Person.objects.filter(people_seen(by)))
    columns = ("person_id", "person__reference", "state", "evidence_due_on", "enforcement")
    found = rows.values_list(*columns).first()
    if found is None:
        raise NotFound()
    person, reference, state, evidence_due_on, enforcement = found
    note_all([person], DataClass.IDENTITY)
    if state == SCHEDULED:
        return reference, "outcome"
    return reference, "decide" if evidence_due_on and not enforcement else ""
