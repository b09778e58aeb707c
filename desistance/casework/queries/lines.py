"""Contacts, warnings, documents and open tasks as lines of a printed report."""

from collections.abc import Sequence

from desistance.casework.queries.alerts import LABEL as ALERT
from desistance.casework.queries.alerts import standing_alerts
from desistance.casework.queries.contacts import LABEL, ContactShown, failures_of, next_and_last
from desistance.casework.queries.documents import documents_of
from desistance.casework.queries.tasks import LABEL as TASK
from desistance.casework.queries.tasks import tasks_of
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.passes import Pass
from desistance.foundation.register import Line
from desistance.foundation.terms import DataClass

MOST = 6
MOST_FAILURES = 20


def contact_lines(person: int, by: Pass) -> Sequence[Line]:
    """How they comply, what is to come and what happened last, as far as the reader may see. One statement."""
    if not (by.sees.get(DataClass.CASEWORK) or by.sees.get(DataClass.HEALTH)):
        return []
    coming, last, compliance = next_and_last(person, by=by, most=MOST)
    found = [Line(f"{compliance.words}.", DataClass.CASEWORK, LABEL, 0)] if compliance.total else []
    return [*found, *(_line(one) for one in coming), *(_line(one) for one in last)]


def _line(shown: ContactShown) -> Line:
    contact = shown.contact
    local = contact.starts_at.astimezone(LOCAL)
    clock = f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"
    what = ", ".join(part for part in (shown.kind_words, contact.purpose) if part)
    is_coming = not contact.outcome
    where = f", {contact.place}" if contact.place else ""
    said = f"To come, {local:%A} at {clock}" if is_coming else shown.outcome_words
    return Line(
        f"{what}: {said}",
        DataClass(contact.data_class),
        LABEL,
        contact.pk,
        on=local_date(contact.starts_at),
        agency=contact.agency_id,
        source=contact.agency.short_name,
        plain=f"{local:%A} {local.day} {local:%B %Y} at {clock}: {shown.kind_words.lower()}{where}"
        if is_coming
        else "",
    )


def failure_lines(person: int, by: Pass) -> Sequence[Line]:
    """Each failure to comply of the last year with what was decided on it, as far as the reader may see. One statement."""
    return [_failure(one) for one in failures_of(person, by=by, most=MOST_FAILURES)]


def _failure(shown: ContactShown) -> Line:
    contact = shown.contact
    what = ", ".join(part for part in (shown.kind_words, contact.purpose) if part)
    return Line(
        f"{what}: {shown.outcome_words}. {decision_words(shown)}",
        DataClass(contact.data_class),
        LABEL,
        contact.pk,
        on=local_date(contact.starts_at),
        agency=contact.agency_id,
        source=contact.agency.short_name,
    )


def decision_words(shown: ContactShown) -> str:
    """What was decided on a failure and when, or that nothing is yet."""
    contact = shown.contact
    if contact.enforcement and contact.decided_on:
        return f"{shown.enforcement_words}, {contact.decided_on.day} {contact.decided_on:%B %Y}"
    if contact.evidence_due_on:
        return f"Nothing decided. Evidence of a reason counts until {contact.evidence_due_on.day} {contact.evidence_due_on:%B %Y}"
    return "Nothing decided"


def alert_lines(person: int, by: Pass) -> Sequence[Line]:
    """The warnings that stand, in their order. One statement."""
    return [
        Line(
            one.words,
            DataClass.SAFETY,
            ALERT,
            one.id,
            on=one.alert.starts_on,
            agency=one.alert.agency_id,
            source=one.alert.agency.short_name,
        )
        for one in standing_alerts(person, by=by)
    ]


def document_lines(person: int, by: Pass) -> Sequence[Line]:
    """The newest documents that the reader may see, by title alone."""
    return [
        Line(
            f"{one.document.title} ({one.kind_words.lower()})",
            DataClass(one.document.data_class),
            "casework.Document",
            one.document.pk,
            on=local_date(one.document.at),
            agency=one.document.agency_id,
            source=one.document.agency.short_name,
        )
        for one in documents_of(person, by=by, size=MOST).standing
    ]


def task_lines(person: int, by: Pass) -> Sequence[Line]:
    """Tasks that are still to do, by the day they are due. They are for workers: the person's copy has none."""
    return [
        Line(
            f"{one.task.what}: {one.doer}, by {one.task.due_on.day} {one.task.due_on:%B %Y}"
            f"{' (overdue)' if one.is_late else ''}",
            DataClass(one.task.data_class),
            TASK,
            one.id,
            on=local_date(one.task.recorded_at),
            agency=one.task.agency_id,
            source=one.task.asked_agency.short_name,
        )
        for one in tasks_of(person, by=by, with_closed=False)
    ]
