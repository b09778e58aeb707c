"""Sending a report: the version is frozen with its mark; opening one again stands in the trail."""

from datetime import datetime

from desistance.audit.actions import write
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.desk.models import Report
from desistance.desk.queries.reports import prepare, report_seen
from desistance.desk.rules.reports import ReportFacts, may_send
from desistance.desk.terms import Template
from desistance.foundation.decisions import refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.people.models import Person

CHANGED = "The record has changed since you looked at this report. Look at it again, then send it."


@deed("report.make", Category.COLLECTION)
def send_report(
    *, person: Person, template: Template, facts: ReportFacts, looked: str, by: Pass, at: datetime
) -> Report:
    """Freeze a report and say that it was sent: its content, its mark, to whom, by whom and when. Nobody edits it after.

    ``looked`` is the mark of what the author looked at. Raises :class:`Refused` where the record has changed since, where what it
    rests on is stale and nobody says why it still holds, and with the field to mend; :class:`NotFound` where the pass does not
    write about this person.
    """
    by.demand_person(person.pk, DataClass.CASEWORK, writing=True)
    made = prepare(person=person, template=template, facts=facts, by=by)
    why_not = may_send(stale=made.stale, right=facts.right)
    if why_not is not None:
        why_not.demand("right")
    if looked != made.sha256:
        refused(CHANGED).demand()
    report = Report.objects.create(
        person=person,
        agency_id=by.agency,
        template=template.name,
        title=template.title,
        recipient_id=facts.recipient,
        sent_to=made.content["to"],
        content=made.content,
        sha256=made.sha256,
        drawn_from=made.drawn_from,
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )
    write(
        Category.DISCLOSURE,
        "report sent",
        by=by,
        subjects=[person.pk],
        classes=sorted({one[2] for one in made.drawn_from}),
        recipient=report.sent_to,
        record=report.pk,
        sha256=report.sha256,
    )
    return report


@deed("report.read", Category.CONSULTATION)
def open_report(*, number: int, by: Pass, at: datetime) -> Report:
    """One report, to be read or printed; each time stands in the trail with its number. Raises :class:`NotFound`."""
    return report_seen(number, by=by)
