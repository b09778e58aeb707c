"""Putting duties off, handing duties and work to colleagues with a note, and answering."""

from collections.abc import Mapping
from datetime import date, datetime

from desistance.access.actions.involvements import allocate
from desistance.access.models import Involvement
from desistance.access.queries.staffing import works_for
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import Handover, Snooze
from desistance.desk.queries.handing import open_duty_handovers, reaches
from desistance.desk.rules.duties import DutyRow
from desistance.desk.rules.handing import HandFacts, may_answer, may_hand_over, may_snooze, note_problem
from desistance.desk.rules.places import about_nobody
from desistance.desk.terms import SNOOZE_RULES
from desistance.foundation.actions import change
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import Decision, NotFound, Refused
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff


def _demand(decisions: Mapping[str, Decision]) -> None:
    for field, decision in decisions.items():
        decision.demand(field)


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def snooze(*, duty: DutyRow, until: date, reason: str, by: Pass, at: datetime) -> Snooze:
    """Put one of the reader's duties off until the morning of a day, with a reason; it comes back by itself.

    Raises :class:`Refused` (fields ``until``, ``reason``) and for what must not wait.
    """
    running = Snooze.objects.filter(staff_id=by.staff, agency_id=by.agency, until_at__gt=at)
    today = local_date(at)
    values = in_force(SNOOZE_RULES, today).values
    _demand(may_snooze(rank=duty.rank, until=until, today=today, reason=reason, number=running.count(), values=values))
    kept, _ = Snooze.objects.update_or_create(
        staff_id=by.staff,
        agency_id=by.agency,
        duty=duty.duty,
        record=duty.record,
        defaults={
            "person_id": duty.person,
            "reason": reason.strip(),
            "created_at": at,
            "until_at": day_begins(until),
        },
    )
    return kept


@deed("desk.keep", Category.ADMINISTRATION, about=about_nobody)
def wake(*, duty: str, record: int, by: Pass, at: datetime) -> int:
    """Bring a duty that the reader put off back now; answers how many came."""
    mine = Snooze.objects.filter(staff_id=by.staff, agency_id=by.agency, duty=duty, record=record)
    return mine.filter(until_at__gt=at, created_at__lt=at).update(until_at=at)


@deed("desk.hand")
def hand_over_duty(*, duty: DutyRow, receiver: Staff, note: str, by: Pass, at: datetime) -> Handover:
    """Ask a colleague of the agency to take one duty over; it stays the giver's to see until it is answered and done.

    Raises :class:`Refused` (fields ``receiver``, ``note``): the colleague must be able to open the record themselves.
    """
    if duty.person is None:
        raise Refused("This is not about a person, so it cannot be handed over")
    waiting = Handover.objects.filter(giver_id=by.staff, of_duty=duty.duty, of_record=duty.record)
    facts = HandFacts(
        note=note,
        is_oneself=receiver.pk == by.staff,
        works_here=works_for(staff=receiver.pk, agency=by.agency, at=at),
        may_open=reaches(staff=receiver.pk, person=duty.person, by=by, at=at),
        name=receiver.name,
        is_handed_already=waiting.filter(state__in=["handed", "taken"]).exists(),
    )
    _demand(may_hand_over(facts))
    return Handover.objects.create(
        person_id=duty.person,
        agency_id=by.agency,
        giver_id=by.staff,
        receiver=receiver,
        of_duty=duty.duty,
        of_record=duty.record,
        note=note.strip(),
        handed_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("involvement.change")
def hand_over_work(
    *, involvement: Involvement, receiver: Staff, note: str, by: Pass, at: datetime, version: int | None = None
) -> Handover:
    """Give the agency's work with a person to another lead worker of its team, with a note that they must read.

    The note stands in the timeline. Raises :class:`Refused` (``note``, ``lead``), and :class:`Conflict` when someone gave the
    work away first: then nothing has changed.
    """
    note_problem(note).demand("note")
    giver = involvement.lead_id or by.staff
    allocate(involvement=involvement, team=involvement.team, lead=receiver, by=by, at=at, version=version)
    is_health = involvement.data_class == DataClass.HEALTH
    return Handover.objects.create(
        person_id=involvement.person_id,
        agency_id=by.agency,
        data_class=DataClass.HEALTH if is_health else DataClass.CASEWORK,
        giver_id=giver,
        receiver=receiver,
        involvement=involvement,
        note=note.strip(),
        handed_at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("desk.hand")
def answer_handover(
    *, handover: Handover, to: str, by: Pass, at: datetime, answer: str = "", version: int | None = None
) -> Handover:
    """Say that a note was read (``read``), a duty is taken over (``taken``), done (``done``) or given back (``given_back``).

    Only the receiver answers; giving back takes words. Raises :class:`NotFound` for anyone else, and :class:`Conflict`.
    """
    if handover.receiver_id != by.staff or handover.agency_id != by.agency:
        raise NotFound()
    is_of_work = not handover.of_duty
    may_answer(handover.state, to, is_of_work=is_of_work, answer=answer).demand("answer")
    change(
        handover,
        version=version,
        by=by,
        at=at,
        state=to,
        answer=answer.strip(),
        answered_at=at,
        answered_by=by.staff,
    )
    return handover


@deed("notice.send", Category.ADMINISTRATION, about=about_nobody)
def close_finished(*, staff: int, due: frozenset[tuple[str, int]], by: Pass, at: datetime) -> int:
    """Close the handovers of duties that a worker handed over and that are dealt with since; answers how many."""
    finished = [one for one in open_duty_handovers(by.agency, staff) if (one.of_duty, one.of_record or 0) not in due]
    for one in finished:
        change(one, version=None, by=by, at=at, state="done", answered_at=one.answered_at or at, answered_by=by.staff)
    return len(finished)
