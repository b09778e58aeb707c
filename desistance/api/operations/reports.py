"""Reports about a person: what one would say to a recipient, sending it, and those that were sent."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Id, Line, Sentence, Text
from desistance.desk.actions.reports import open_report, send_report
from desistance.desk.queries.reports import prepare, reports_of
from desistance.desk.rules.reports import ReportFacts
from desistance.desk.terms import TEMPLATES

router = RoomRouter(tags=["reports"])
TemplateName = Literal[
    "conference-brief", "case-summary", "court-review", "breach", "transfer", "release", "copy-for-person"
]


class ReportSaid(Schema):
    """Which report, for whom (an agency's id, or a court by name), which sections, and the parts that its author writes."""

    template: TemplateName
    sections: list[Line] = Field(max_length=20)
    recipient: Id | None = None
    court: Line = ""
    texts: dict[str, Text] = Field(default={}, max_length=5)
    right: Sentence = Field("", description="Why risk that was reviewed long ago is still right.")


class ReportSent(ReportSaid):
    """The same, with the mark of what was looked at: when the record has changed since, it is not sent."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class ReportTold(Schema):
    """One report that was sent."""

    id: int
    title: str
    sent_to: str
    sent_at: datetime
    agency: str
    sha256: str


class LeftOut(Schema):
    """A line that the recipient may not see: the class of what it says, and whose word it is."""

    data_class: str
    source: str


class Preview(Schema):
    """What a report would say, its mark, what the recipient is not told, and what must be confirmed first."""

    content: dict[str, Any]
    sha256: str
    left_out: list[LeftOut]
    stale: list[str]


class ReportContent(ReportTold):
    """A report as it was sent."""

    content: dict[str, Any]


def _facts(said: ReportSaid) -> ReportFacts:
    return ReportFacts(tuple(said.sections), said.texts, said.recipient, said.court, said.right)


def _told(report: Any) -> dict[str, Any]:
    columns = ("id", "title", "sent_to", "sha256")
    return {name: getattr(report, name) for name in columns} | {
        "sent_at": report.at,
        "agency": report.agency.short_name,
    }


@router.asks("/people/{reference}/reports", list[ReportTold], permission="report.read")
def reports(request: Asked, reference: str) -> Any:
    """List the reports about a person that the caller may open, newest first."""
    person, by = opened(request, reference)
    return [_told(one.report) for one in reports_of(person.pk, by=by)]


@router.asks("/people/{reference}/reports/preview", Preview, permission="report.make", method="POST")
def preview_report(request: Asked, reference: str, said: ReportSaid) -> Any:
    """See what a report would say to its recipient, and what their rules leave out."""
    person, by = opened(request, reference)
    made = prepare(person=person, template=TEMPLATES[said.template], facts=_facts(said), by=by)
    left_out = [LeftOut(data_class=one.data_class, source=one.source) for one in made.left_out]
    return Preview(content=made.content, sha256=made.sha256, left_out=left_out, stale=list(made.stale))


@router.does("/people/{reference}/reports", permission="report.make", makes=True)
def send_one_report(request: Asked, reference: str, said: ReportSent) -> Done:
    """Send a report that was looked at: the version is kept as it is. The service does not deliver it."""
    person, by = opened(request, reference)
    template, facts = TEMPLATES[said.template], _facts(said)
    made = send_report(person=person, template=template, facts=facts, looked=said.sha256, by=by, at=request.at)
    return done("report", made)


@router.asks("/people/{reference}/reports/{int:number}", ReportContent, permission="report.read")
def report(request: Asked, reference: str, number: int) -> Any:
    """Read a report as it was sent; each time stands in the audit trail."""
    _, by = opened(request, reference)
    found = open_report(number=number, by=by, at=request.at)
    return {**_told(found), "content": found.content}
