"""Reports put together from what rooms tell, for one recipient; and those that were sent, for whoever may open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from desistance.access.queries.recipients import as_recipient, outside, recipients_of
from desistance.access.queries.scope import entries_seen
from desistance.audit.deeds import question
from desistance.desk.models import Report
from desistance.desk.rules.reports import (
    Heading,
    Lines,
    ReportFacts,
    content_of,
    digest_of,
    drawn_from,
    kept_lines,
    left_out,
    stale_words,
    titled,
    troubles_of_report,
)
from desistance.desk.terms import TEMPLATES, TO_AGENCY, TO_COURT, Template
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE, Line, Section
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from desistance.people.queries.banner import banner_facts

__all__ = [
    "Prepared",
    "ReportShown",
    "prepare",
    "recipients_of",
    "report_seen",
    "reports_of",
    "sections_for",
    "templates_for",
]
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as it would be sent now: what it says, its mark, what the recipient is not told, and what must be confirmed."""

    content: dict[str, Any]
    sha256: str
    left_out: tuple[Line, ...]
    stale: tuple[str, ...]
    drawn_from: list[list[Any]]


def sections_for(template: Template) -> list[Section]:
    """The sections that a report of this kind can have, in their order."""
    return sorted((one for one in HOUSE.sections.values() if titled(one, template)), key=lambda one: one.order)


def templates_for(by: Pass) -> list[Template]:
    """The kinds of report that the reader's role makes."""
    return [one for one in TEMPLATES.values() if not one.permission or by.holds(one.permission)]


@question
def prepare(*, person: Person, template: Template, facts: ReportFacts, by: Pass) -> Prepared:
    """Put a report together as the recipient may be told it: never more than the author sees, nor than the policy shows them.

    Raises :class:`Refused` with the field to mend, :class:`NotPermitted` where the role does not make reports of this kind, and
    :class:`NotFound` when the pass is not for this person.
    """
    by.demand_person(person.pk, DataClass.IDENTITY)
    if template.permission:
        by.demand(template.permission)
    known = {one.name: one for one in sections_for(template)}
    for name, decision in troubles_of_report(template, facts, known):
        decision.demand(name)
    chosen = [one for one in known.values() if one.name in facts.sections]
    narrowed = _narrowed(template, facts, by)
    told: Lines = {one.name: one.load(person.pk, narrowed) for one in chosen}
    mine: Lines = {one.name: one.load(person.pk, by) for one in chosen}
    content = content_of(template, facts, _heading(person, template, facts, by, narrowed), chosen, told)
    used = [line for one in chosen for line in kept_lines(told[one.name], template)]
    removed = [line for one in chosen for line in left_out(mine[one.name], told[one.name])]
    return Prepared(
        content=content,
        sha256=digest_of(content),
        left_out=tuple(removed) if template.to == TO_AGENCY else (),
        stale=tuple(stale_words(chosen, told, local_date(by.at))),
        drawn_from=drawn_from(used),
    )


def _narrowed(template: Template, facts: ReportFacts, by: Pass) -> Pass:
    if template.to == TO_AGENCY:
        assert facts.recipient is not None, "asked for before"
        return as_recipient(agency_id=facts.recipient, by=by)
    return outside(to=template.to, by=by)


def _heading(person: Person, template: Template, facts: ReportFacts, by: Pass, narrowed: Pass) -> Heading:
    on = local_date(by.at)
    who = banner_facts(person_id=person.pk, by=narrowed, on=on)
    born = who.born_on
    return Heading(
        name=who.name or "Name not known",
        born=f"{born.day} {born:%B %Y}" if born and who.birth_precision == "day" else "Date of birth not known",
        reference=person.reference,
        to=sent_to(template, facts, by),
        author=by.staff_name,
        agency=by.agency_name,
        made_on=f"{on.day} {on:%B %Y}",
    )


def sent_to(template: Template, facts: ReportFacts, by: Pass) -> str:
    """Who receives a report, in words. Raises :class:`NotFound` for an agency that the reader does not see at work."""
    if template.to == TO_AGENCY:
        names = dict(recipients_of(by=by))
        if facts.recipient not in names:
            raise NotFound()
        return names[facts.recipient]
    return facts.court.strip() if template.to == TO_COURT else "The person"


@dataclass(frozen=True, slots=True)
class ReportShown:
    """One report as it was sent."""

    report: Any
    is_ours: bool


def _open_to(by: Pass) -> Q:
    """Reports of the person whose record is open that the reader's agency made, or that were sent to it."""
    own = entries_seen(by, "desk.Report") & Q(agency_id=by.agency)
    sent = Q(person_id=by.person, recipient_id=by.agency) if by.sees.get(DataClass.IDENTITY) else Q(pk__in=[])
    return (own | sent) & Q(withdrawn_at__isnull=True)


def _covers(report: Report, by: Pass) -> bool:
    """Whether the reader sees everything that the report was drawn from, today."""
    for holding, record, data_class, agency in report.drawn_from:
        agencies = by.sees.get(DataClass(data_class), frozenset())
        if record in by.hidden.get(holding, frozenset()) or not (agency in agencies if agency else agencies):
            return False
    return True


@question
def reports_of(person: int, *, by: Pass) -> Sequence[ReportShown]:
    """The reports about the person whose record is open that the reader may open, newest first. One statement."""
    if by.person != person:
        raise NotFound()
    rows = Report.objects.filter(_open_to(by)).select_related("agency").order_by("-at", "-id")[:MOST_SHOWN]
    return [ReportShown(row, row.agency_id == by.agency) for row in rows if _covers(row, by)]


@question
def report_seen(number: int, *, by: Pass) -> Report:
    """One report that the reader may open. Raises :class:`NotFound` for any other, also when a part of it is closed to them."""
    found: Report | None = Report.objects.filter(_open_to(by), pk=number).select_related("agency").first()
    if found is None or not _covers(found, by):
        raise NotFound()
    return found
