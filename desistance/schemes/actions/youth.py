"""Moving a young person from the youth service to adult services: planned, shared, met, accepted, handed over and checked.

Two agencies act on one case. Everything is written as a childhood record, whatever the person's age on the day it is written.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from desistance.access.actions.involvements import allocate, end_involvement, open_involvement
from desistance.access.models import Involvement
from desistance.access.queries.staffing import works_for
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person
from desistance.schemes.actions._moving import keep_step, locked, locked_as_read, move
from desistance.schemes.declared import SCHEMES
from desistance.schemes.models import CaseAsk, CaseStep, CohortManager, SchemeCase
from desistance.schemes.queries.iom.recorded import births_of
from desistance.schemes.queries.youth.cases import adult_worker_of, before_planning, may_undo
from desistance.schemes.rules.months import months_after
from desistance.schemes.rules.youth import (
    Troubles,
    on_the_side,
    rules_of,
    trouble_of_day,
    troubles_of_accepting,
    troubles_of_checking,
    troubles_of_handing,
    troubles_of_keeping,
    troubles_of_meeting,
    troubles_of_planning,
    troubles_of_sharing,
)
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.iom import ACCEPTED as ANSWERED
from desistance.schemes.terms.iom import ASK_STATES, ASKED, DECLINED, REVOKED, AskKind, ManagerPart
from desistance.schemes.terms.youth import (
    ACCEPTED,
    ADULT_SIDE,
    ADULT_WORK,
    BOTH_SIDES,
    CHECKED,
    FILE,
    HANDED_OVER,
    IDENTIFIED,
    MET,
    RETAINED,
    SHARED,
    STOPPED,
    YOUTH,
    YOUTH_SIDE,
    YOUTH_STATES,
)

CLASS = SCHEMES[YOUTH].data_class


def _demand(troubles: Troubles) -> None:
    for field, decision in troubles:
        decision.demand(field)


def _taken(case: SchemeCase, side: Collection[str], by: Pass, version: int | None) -> SchemeCase:
    """The case under lock for a step of one side."""
    case = locked(case, by, version)
    on_the_side(by.agency_kind, side).demand()
    return case


def _step(
    case: SchemeCase, to: str, decision: str, words: str, *, by: Pass, at: datetime, reason: str = "",
    ends_on: date | None = None, **told: Any,
) -> CaseStep:  # fmt: skip
    """Move the case and keep the step, with the day that the case waited for before, so that the step can be taken back."""
    come_from, before = case.state, case.ends_on
    move(case, to, by=by, at=at, ends_on=ends_on)
    kept = {**told, "before": before.isoformat() if before else ""}
    return keep_step(case, come_from, words, by=by, at=at, decision=decision, reason=reason.strip(), told=kept)


def _reason(words: str, field: str, error: str) -> str:
    if not words.strip() or len(words) > LONGEST_REASON:
        refused(f"{error}, in {LONGEST_REASON} characters or fewer.").demand(field)
    return words.strip()


@deed("youth.move", Category.COLLECTION)
def plan_move(*, person: Person, reason: str, by: Pass, at: datetime) -> SchemeCase:
    """Plan the move of somebody whom the acting youth service works with; whoever plans it carries it until another is named.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` when the pass is not for the person.
    """
    by.demand_person(person.pk, CLASS, writing=True)
    on_the_side(by.agency_kind, YOUTH_SIDE).demand()
    Person.objects.select_for_update().get(pk=person.pk)
    told = before_planning(person=person.pk, by=by)
    facts: dict[str, Any] = {"has_youth_work": told.work is not None, "has_open_case": told.case is not None}
    _demand(troubles_of_planning(told.births, local_date(at), reason=reason, **facts))
    case = SchemeCase.objects.create(
        person=person, agency_id=by.agency, scheme=YOUTH, data_class=CLASS, state=IDENTIFIED, moved_at=at,
        involvement=told.work, created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip
    if told.work is not None:
        _name(case, Staff.objects.get(pk=by.staff), ManagerPart.YOUTH, told.work, by, at)
    keep_step(case, "", "Move to adult services planned", by=by, at=at, decision="planned", reason=reason.strip())
    return case


def _name(  # noqa: PLR0917 - one row
    case: SchemeCase, staff: Staff, part: ManagerPart, work: Involvement, by: Pass, at: datetime
) -> CohortManager:
    now = CohortManager.objects.select_for_update().filter(case=case, agency_id=by.agency, until_at__isnull=True)
    for row in now:
        change(row, version=None, by=by, at=at, until_at=at)
    return CohortManager.objects.create(
        person_id=case.person_id, agency_id=by.agency, case=case, data_class=case.data_class, staff=staff, part=part,
        involvement=work, from_at=at, created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip


@deed("youth.move")
def share_file(
    *, case: SchemeCase, items: Collection[str], to_agency: Agency, by: Pass, at: datetime, why_not: str = "",
    version: int | None = None,
) -> SchemeCase:  # fmt: skip
    """Send the file to the adult service, and ask it to name who takes the person on.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = _taken(case, YOUTH_SIDE, by, version)
    _demand(troubles_of_sharing(items, why_not, to_agency.kind, ADULT_SIDE))
    sent = [one for one in FILE if one in items]
    words = f"File shared with {to_agency.short_name}"[:120]
    _step(case, SHARED, "shared", words, by=by, at=at, reason=why_not, items=sent)
    CaseAsk.objects.create(
        person_id=case.person_id, agency_id=by.agency, case=case, data_class=case.data_class, kind=AskKind.HANDOVER,
        to_agency=to_agency, what="Name who takes this young person on, and come to the joint meeting",
        due_on=local_date(at) + timedelta(days=rules_of(local_date(at)).values["name_days"]), asked_at=at, asked_by=by.staff,
        created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip
    return case


@deed("youth.answer")
def answer_handover(
    *, ask: CaseAsk, accepts: bool, answer: str, by: Pass, at: datetime, worker: Staff | None = None,
    version: int | None = None,
) -> CaseAsk:  # fmt: skip
    """Name the adult worker, whose work with the person opens with it; or decline, and the youth service shares elsewhere.

    Naming is not accepting: the worker does that after the joint meeting. Raises :class:`NotFound` for anybody else than who was
    asked, :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    standing = CaseAsk.objects.select_for_update().get(pk=ask.pk)
    if by.agency != standing.to_agency_id or standing.kind != AskKind.HANDOVER:
        raise NotFound()
    state = ANSWERED if accepts else DECLINED
    ASK_STATES.may_move(standing.state, state).demand()
    case = locked_as_read(standing.case)
    if case.state != SHARED:
        refused("The youth service stopped this move, so there is nothing to answer.").demand()
    words = answer.strip() if accepts else _reason(answer, "answer", "Say why, and who could take them on")
    if accepts:
        if worker is None or not works_for(staff=worker.pk, agency=by.agency, at=at):
            refused("Choose the adult worker, who holds a post in your agency today.").demand("worker")
        else:
            _take_on(case, worker, words, by, at)
    else:
        _step(case, IDENTIFIED, "declined", f"{by.agency_name} declined"[:120], by=by, at=at, reason=words)
    told: dict[str, Any] = {"answer": words, "answered_at": at, "answered_by": by.staff}
    change(standing, version=version, by=by, at=at, state=state, **told)
    return standing


def _take_on(case: SchemeCase, worker: Staff, words: str, by: Pass, at: datetime) -> None:
    """Open the adult service's work for the worker, or give them the work that is open, and name them on the case."""
    kept = {"person_id": case.person_id, "agency_id": by.agency, "kind": ADULT_WORK, "state": "open"}
    work = Involvement.objects.select_for_update().filter(**kept).first()
    if work is None:
        person = Person.objects.get(pk=case.person_id)
        work = open_involvement(person=person, kind=ADULT_WORK, legal_ground="public_task", lead=worker, by=by, at=at)
    elif work.lead_id != worker.pk:
        allocate(involvement=work, team=work.team, lead=worker, by=by, at=at)
    _name(case, worker, ManagerPart.PROBATION, work, by, at)
    said = f"Adult worker named: {worker.name}"[:120]
    keep_step(case, case.state, said, by=by, at=at, decision="named", reason=words)


@deed("youth.move")
def change_worker(*, case: SchemeCase, staff: Staff, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Name another worker of the acting agency's own side; its work with the person goes to them.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = _taken(case, BOTH_SIDES, by, version)
    if case.closed_at is not None:
        refused("This move has ended.").demand()
    if not works_for(staff=staff.pk, agency=by.agency, at=at):
        refused("Choose a worker who holds a post in your agency today.").demand("staff")
    row = CohortManager.objects.filter(case=case, agency_id=by.agency, until_at__isnull=True).first()
    if row is None:
        raise NotFound()
    work = Involvement.objects.select_for_update().get(pk=row.involvement_id)
    if work.state == "open" and work.lead_id != staff.pk:
        allocate(involvement=work, team=work.team, lead=staff, by=by, at=at)
    part = ManagerPart(row.part)
    _name(case, staff, part, work, by, at)
    keep_step(case, case.state, f"{part.label} named: {staff.name}"[:120], by=by, at=at, decision="changed")
    return case


@deed("youth.move")
def record_joint_meeting(
    *, case: SchemeCase, held_on: date, was_there: bool, words: str, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:  # fmt: skip
    """Record the joint meeting, by either side: when, whether the young person was there, and what was agreed.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = _taken(case, BOTH_SIDES, by, version)
    shared = CaseStep.objects.standing().filter(case=case, decision="shared").order_by("-at").first()
    worker = adult_worker_of(case=case, by=by)
    facts: dict[str, Any] = {
        "shared_on": local_date(shared.at) if shared else None, "adult_worker": worker.staff.name if worker else "",
    }  # fmt: skip
    _demand(troubles_of_meeting(held_on, local_date(at), was_there=was_there, words=words, **facts))
    there = "with the young person" if was_there else "without the young person"
    _step(case, MET, "met", f"Joint meeting held {there}", by=by, at=at, reason=words, held_on=held_on.isoformat())
    return case


@deed("youth.move")
def accept_move(
    *, case: SchemeCase, handover_on: date, reason: str, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Accept, as the adult worker who was named, with the day that both agreed for the handover.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case, on = _taken(case, ADULT_SIDE, by, version), local_date(at)
    worker = adult_worker_of(case=case, by=by)
    is_named = worker is not None and worker.staff_id == by.staff
    name = worker.staff.name if worker else ""
    _demand(troubles_of_accepting(is_named=is_named, adult_worker=name, day=handover_on, on=on))
    trouble_of_day(births_of(by), handover_on, on, reason).demand("reason")
    day = handover_on.isoformat()
    _step(case, ACCEPTED, "accepted", "Accepted by the adult worker", by=by, at=at, reason=reason, ends_on=handover_on,
          handover_on=day)  # fmt: skip
    return case


@deed("youth.move")
def keep_with_youth(
    *, case: SchemeCase, reason: str, look_on: date, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Keep somebody with the youth service, with why and the day on which both look again.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = _taken(case, YOUTH_SIDE, by, version)
    _demand(troubles_of_keeping(reason, look_on, local_date(at)))
    _step(case, RETAINED, "kept", "Kept by the youth service for now", by=by, at=at, reason=reason, ends_on=look_on)
    return case


@deed("youth.move")
def hand_over(
    *, case: SchemeCase, handed_on: date, reason: str, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Record, by either side, that the person was handed over: from now the adult service leads. Nobody's work ends by itself.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case, on = _taken(case, BOTH_SIDES, by, version), local_date(at)
    _demand(troubles_of_handing(births_of(by), handed_on, case.ends_on, on, reason))
    check_on = months_after(handed_on, rules_of(on).values["check_months"])
    _step(case, HANDED_OVER, "handed", "Handed over to the adult service", by=by, at=at, reason=reason, ends_on=check_on,
          handed_on=handed_on.isoformat())  # fmt: skip
    return case


@deed("youth.move")
def check_move(*, case: SchemeCase, words: str, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Say, as the adult service, how it goes three months after the handover; the move has ended then.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = _taken(case, ADULT_SIDE, by, version)
    YOUTH_STATES.may_move(case.state, CHECKED).demand()
    handed = CaseStep.objects.standing().filter(case=case, decision="handed").order_by("-at", "-id").first()
    handed_on = date.fromisoformat(handed.told["handed_on"]) if handed else local_date(case.moved_at)
    _demand(troubles_of_checking(handed_on, local_date(at), words))
    _step(case, CHECKED, "checked", "Checked three months after the move", by=by, at=at, reason=words)
    return case


@deed("youth.move")
def stop_move(*, case: SchemeCase, reason: str, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Stop the move: it is not needed, or the person has gone elsewhere. Raises :class:`Refused` and :class:`Conflict`."""
    case = _taken(case, BOTH_SIDES, by, version)
    said = _reason(reason, "reason", "Enter why the move is stopped")
    _step(case, STOPPED, "stopped", "Move to adult services stopped", by=by, at=at, reason=said)
    return case


@deed("youth.move")
def leave_move(*, case: SchemeCase, by: Pass, at: datetime) -> SchemeCase:
    """End the acting agency's own part: the youth service's once the person is handed over, the adult's once it was checked.

    Raises :class:`Refused` while the part goes on, and :class:`NotFound` without one.
    """
    case = _taken(case, BOTH_SIDES, by, None)
    if case.closed_at is None and (by.agency_kind not in YOUTH_SIDE or case.state != HANDED_OVER):
        refused("The move goes on, and so does your agency's part in it.").demand()
    row = (
        CohortManager.objects.select_for_update().filter(case=case, agency_id=by.agency, until_at__isnull=True).first()
    )
    if row is None:
        raise NotFound()
    change(row, version=None, by=by, at=at, until_at=at)
    work = Involvement.objects.select_for_update().get(pk=row.involvement_id)
    has_moved = case.state in (HANDED_OVER, CHECKED)
    if work.state == "open" and (has_moved or work.kind == ADULT_WORK):
        words = "Moved to adult services" if has_moved else "The move to adult services was stopped"
        end_involvement(involvement=work, reason=words, by=by, at=at)
    return case


@deed("youth.move")
def undo_move_step(*, case: SchemeCase, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Take the last step back, within 10 minutes and by whoever took it: the case stands where it stood.

    Raises :class:`Refused` afterwards, or when the other side has acted on it; and :class:`Conflict`.
    """
    case = _taken(case, BOTH_SIDES, by, version)
    step = CaseStep.objects.standing().select_for_update().filter(case=case).order_by("-at", "-id").first()
    if step is None or not may_undo(step, by, at):
        refused("A step can be undone for 10 minutes by whoever took it. After that, take the next one.").demand()
    else:
        for ask in CaseAsk.objects.select_for_update().filter(case=case, state=ASKED):
            if step.decision == "shared":
                change(ask, version=None, by=by, at=at, state=REVOKED, answered_at=at, answered_by=by.staff)
        CaseStep.objects.filter(pk=step.pk).update(withdrawn_at=at, withdrawn_by=by.staff)
        before = step.told.get("before")
        told: dict[str, Any] = {"state": step.come_from, "moved_at": at, "closed_at": None}
        told["ends_on"] = date.fromisoformat(before) if before else None
        change(case, version=None, by=by, at=at, reason="Undone", kind="undo", **told)
    return case
