"""What was put off, what was handed over, and to whom something can be handed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from desistance.access.queries.passes import pass_of
from desistance.access.queries.scope import people_seen, scope, unhidden
from desistance.audit.deeds import question
from desistance.desk.models import Handover, Snooze
from desistance.desk.queries.duties import day_of_colleague, duties_of
from desistance.desk.rules.duties import DutyRow
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.partners.queries import posts_held
from desistance.people.models import Person

WAITING = ("handed", "taken")


@dataclass(frozen=True, slots=True)
class HandoverShown:
    """A handover as its giver or receiver reads it. ``duty`` is what it is of, while that is still due."""

    handover: Any
    reference: str
    is_of_work: bool
    is_receiver: bool
    duty: DutyRow | None


def reaches(*, staff: int, person: int, by: Pass, at: datetime) -> bool:
    """Whether a colleague of the reader's agency may open a person's record by one of their posts; asked inside a deed."""
    posts = posts_held(staff=staff, agency=by.agency, at=at)
    return any(scope(pass_of(post, at=at)).filter(pk=person).exists() for post in posts)


@question
def handover_shown(*, handover: int, by: Pass) -> HandoverShown:
    """A handover that the reader gave or received, of someone whose record they may open. Raises :class:`NotFound`."""
    theirs = Q(giver_id=by.staff) | Q(receiver_id=by.staff)
    rows = Handover.objects.filter(theirs, pk=handover, agency_id=by.agency)
    row = rows.filter(person__in=scope(by)).select_related("giver", "receiver", "person").first()
    if row is None:
        raise NotFound()
    duty = _duty_of(row, by) if row.of_duty else None
    return HandoverShown(row, row.person.reference, not row.of_duty, row.receiver_id == by.staff, duty)


def _duty_of(row: Handover, by: Pass) -> DutyRow | None:
    """The duty that was handed over, asked again in the giver's place; None once it is dealt with."""
    posts = posts_held(staff=row.giver_id, agency=by.agency, at=by.at)
    for role in sorted({post.role for post in posts}):
        day = day_of_colleague(staff=row.giver_id, role=role, by=by)
        found = next((duty for duty in day.rows if duty.key == (row.of_duty, row.of_record)), None)
        if found:
            return found
    return None


@question
def own_duty(*, duty: str, record: int, by: Pass) -> DutyRow:
    """One duty of the reader's day, put off or not. Raises :class:`NotFound` when it is not theirs or is dealt with."""
    found = next((row for row in duties_of(by=by) if row.key == (duty, record)), None)
    if found is None:
        raise NotFound()
    return found


@question
def reasons_put_off(*, by: Pass) -> Mapping[tuple[str, int], str]:
    """Why the reader put things off, by duty and record."""
    rows = Snooze.objects.filter(staff_id=by.staff, agency_id=by.agency, until_at__gt=by.at)
    return {(duty, record): reason for duty, record, reason in rows.values_list("duty", "record", "reason")}


def _mine(by: Pass) -> QuerySet[Handover]:
    open_to_reader = Person.objects.filter(people_seen(by))
    return Handover.objects.filter(unhidden(by, "desk.Handover"), agency_id=by.agency, person__in=open_to_reader)


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def handed_to_me(by: Pass) -> QuerySet[Any, Any]:
    """What colleagues handed to the reader: notes not read yet, and duties they took over."""
    words = Case(
        When(state="taken", then=Concat(_text("You took this over from "), F("giver__name"))),
        When(of_duty="", then=Concat(F("giver__name"), _text(" gave you this work, with a note"))),
        default=Concat(F("giver__name"), _text(" asks you to take this over")),
        output_field=CharField(),
    )
    rows = _mine(by).filter(receiver_id=by.staff, state__in=WAITING)
    return duty_rows(rows, "desk.handover", words=words, said_by="giver__name", since="handed_at")


def handed_by_me(by: Pass) -> QuerySet[Any, Any]:
    """What the reader handed to colleagues and is not answered or done."""
    words = Case(
        When(state="taken", then=Concat(_text("Taken over by "), F("receiver__name"))),
        default=Concat(_text("Handed to "), F("receiver__name"), _text(": not read yet")),
        output_field=CharField(),
    )
    rows = _mine(by).filter(giver_id=by.staff, state__in=WAITING)
    return duty_rows(rows, "desk.handed", words=words, said_by="receiver__name", since="handed_at")


def open_duty_handovers(agency: int, staff: int) -> Sequence[Handover]:
    """Duties that a worker handed over and that nobody has finished or given back; to be asked inside a deed."""
    return list(Handover.objects.filter(agency_id=agency, giver_id=staff, state__in=WAITING).exclude(of_duty=""))


def handed_over(*, staff: int, agency: int) -> Sequence[tuple[str, int]]:
    """The keys of those duties, for the job that looks whether they are dealt with."""
    with marked("desk.handed_over"), unseen("nightly check"):
        rows = Handover.objects.filter(agency_id=agency, giver_id=staff, state__in=WAITING).exclude(of_duty="")
        return [(duty, record or 0) for duty, record in rows.values_list("of_duty", "of_record")]
