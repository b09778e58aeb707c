"""What workers of several agencies recorded of the story's people: alerts, tasks, notes, hours, contacts. All made up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from desistance.access.queries.involved import own_involvement, who_is_involved
from desistance.access.queries.passes import enter, open_record
from desistance.casework.actions.alerts import raise_alert
from desistance.casework.actions.arranging import arrange_contacts
from desistance.casework.actions.hours import credit_hours
from desistance.casework.actions.notes import write_note
from desistance.casework.actions.outcomes import record_contact
from desistance.casework.actions.tasks import Doer, set_task
from desistance.casework.rules.alerts import AlertFacts
from desistance.casework.rules.arranging import ContactFacts
from desistance.casework.rules.hours import HoursFacts
from desistance.casework.rules.notes import NoteFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.casework.rules.tasks import TaskFacts
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.passes import Pass
from desistance.partners.queries import live_posts

KYLE, MAREK, IMRAN, TOMASZ = "P-7K3M-Q2", "P-6DWF-K9", "P-3JQR-M7", "P-1GZW-C6"
ALISON, ROB, HANNAH = "Alison Nixon", "Rob Teasdale", "Hannah Miah"
ALERTS = (
    (KYLE, ALISON, "2026-01-22T10:15", "safeguarding", "His sister's two children stay with him at weekends", "2026-04-20"),
    (KYLE, HANNAH, "2026-02-10T09:40", "location", "Not to be met at Front Street: another tenant there", "2026-06-30"),
    (KYLE, ALISON, "2026-02-16T11:05", "other", "Set a fire in 2017: no open flame in shared housing", "2026-08-16"),
    (KYLE, ROB, "2026-03-12T16:20", "staff", "Do not visit alone after dark", "2026-06-12"),
)  # fmt: skip
TASKS = (
    (KYLE, ROB, "2026-03-04T10:00", "Send the hours of his new job", "2026-03-12", "probation", ALISON),
    (KYLE, ALISON, "2026-03-09T15:30", "Say whether the tenancy goes beyond the trial", "2026-03-20", "housing", ""),
)  # fmt: skip
NOTES = (
    (KYLE, ALISON, "2026-03-05T12:10", "call", "Rang to say that he starts work at the warehouse on Monday.", False),
    (KYLE, ROB, "2026-03-10T17:45", "information", "Seen with the people whom he was arrested with in 2022.", True),
)  # fmt: skip
SATURDAYS = 9
FIRST_SATURDAY = date(2025, 11, 15)
ARRANGED = (
    (MAREK, "office", "2026-03-06T11:00", "2026-03-13T14:00"),
    (IMRAN, "telephone", "2026-03-06T11:20", "2026-03-13T16:30"),
)
MISSED = (TOMASZ, "2026-03-09T10:00", "2026-03-09T10:40")


def record_casework(people: Mapping[str, Any], staff: Mapping[str, Any], agencies: Mapping[str, Any]) -> None:
    """Record it as each worker did, at its moment, through the room's own actions."""
    for reference, who, moment, kind, warning, review_on in ALERTS:
        at, by = _opening(staff[who], reference, moment)
        facts = AlertFacts(kind, warning, local_date(at), date.fromisoformat(review_on))
        raise_alert(person=people[reference], facts=facts, by=by, at=at)
    for reference, who, moment, what, due_on, agency, worker in TASKS:
        at, by = _opening(staff[who], reference, moment)
        doer = Doer(agencies[agency], staff[worker] if worker else None)
        set_task(person=people[reference], facts=TaskFacts(what, date.fromisoformat(due_on)), doer=doer, by=by, at=at)
    for reference, who, moment, kind, text, is_sensitive in NOTES:
        at, by = _opening(staff[who], reference, moment)
        write_note(person=people[reference], facts=NoteFacts(kind, text, at, is_sensitive), by=by, at=at)
    _hours(staff)
    _contacts(people, staff)


def _hours(staff: Mapping[str, Any]) -> None:
    """62 hours on nine Saturdays: the last was cut short."""
    for number in range(SATURDAYS):
        day = FIRST_SATURDAY + timedelta(weeks=number)
        at, by = _opening(staff[ALISON], KYLE, f"{day}T17:00")
        ours = next(one for one in who_is_involved(by=by).open if one.is_ours)
        work = own_involvement(involvement_id=ours.id, by=by)
        minutes = 360 if number == SATURDAYS - 1 else 420
        credit_hours(involvement=work, facts=HoursFacts("credited", minutes, day), by=by, at=at)


def _contacts(people: Mapping[str, Any], staff: Mapping[str, Any]) -> None:
    worker = staff[ALISON]
    for reference, kind, moment, starts in ARRANGED:
        at, by = _opening(worker, reference, moment)
        told = {"facts": ContactFacts(kind, "Supervision"), "starts": [_local(starts)], "with_staff": worker}
        arrange_contacts(person=people[reference], by=by, at=at, **told)
    reference, starts, moment = MISSED
    at, by = _opening(worker, reference, moment)
    told = {"facts": ContactFacts("office", "Supervision"), "outcome": OutcomeFacts("unacceptable_absence")}
    record_contact(person=people[reference], starts_at=_local(starts), with_staff=worker, by=by, at=at, **told)


def _opening(worker: Any, reference: str, moment: str) -> tuple[datetime, Pass]:
    """A moment, and the worker's pass for a person then."""
    at = _local(moment)
    return at, open_record(reference=reference, by=enter(post=live_posts(staff=worker.pk, at=at)[0], at=at))[1]


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LOCAL)
