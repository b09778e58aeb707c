"""Contacts as the pages draw them: a row each with who says so and what may be done now; dates with what is worth knowing."""

from collections.abc import Iterable, Sequence
from typing import Any

from desistance.casework.queries.contacts import ContactShown
from desistance.casework.queries.safe_contact import DateShown
from desistance.casework.terms import ENFORCEABLE, HAPPENED, SCHEDULED, MovedBy
from desistance.foundation.passes import Pass
from desistance.web.templatetags.desistance import clock_to, day_date, full_date, short_date

Row = dict[str, Any]


def contact_row(shown: ContactShown, here: str, by: Pass) -> Row:
    """One contact of the list."""
    contact = shown.contact
    return {
        "title": ", ".join(part for part in (shown.kind_words, contact.purpose, contact.place) if part),
        "when": f"{day_date(contact.starts_at)}, {clock_to(contact.starts_at, contact.ends_at)}",
        "state": shown.outcome_words,
        "tone": shown.tone,
        "lines": [part for part in _lines(shown) if part],
        "notes": contact.notes,
        "provenance": [
            contact.agency.short_name,
            contact.with_staff.name if contact.with_staff else "",
            contact.get_source_display(),
            f"recorded {short_date(contact.outcome_at or contact.recorded_at)}",
            contact.source_reference,
        ],
        "actions": _actions(shown, f"{here}{contact.pk}/", by) if shown.is_ours else [],
    }


def _lines(shown: ContactShown) -> Iterable[str]:
    contact = shown.contact
    yield f"Counts towards {shown.counts_towards.lower()}" if shown.counts_towards else ""
    yield contact.why_acceptable.rstrip(".")
    yield f"{MovedBy(contact.moved_by).label}" if contact.moved_by else ""
    yield contact.end_reason.rstrip(".")
    if shown.enforcement_words:
        yield f"{shown.enforcement_words} {full_date(contact.decided_on)}"
    elif contact.evidence_due_on:
        yield f"Evidence of a reason counts until {full_date(contact.evidence_due_on)}"


def _actions(shown: ContactShown, url: str, by: Pass) -> list[Row]:
    contact, about = shown.contact, f"{shown.kind_words} {full_date(shown.contact.starts_at)}"
    steps = []
    if contact.state == SCHEDULED and shown.has_begun and by.holds("contact.record"):
        steps.append(("Record outcome", "outcome"))
    if contact.state == SCHEDULED and by.holds("contact.arrange"):
        steps += [("Reschedule", "reschedule"), ("Cancel it", "cancel")]
    if contact.state == SCHEDULED and not shown.has_begun and by.holds("contact.remind"):
        steps.append(("Text a reminder", "reminder"))
    if contact.state == HAPPENED and by.holds("contact.record"):
        steps.append(("Undo", "undo") if shown.may_undo else ("Correct", "correct"))
    is_failure = contact.outcome in ENFORCEABLE and not contact.enforcement and shown.is_ordered
    if is_failure and by.holds("contact.enforce"):
        steps.append(("Decide", "decide"))
    return [
        {"label": label, "url": f"{url}{step}/", "about": about, "method": "post" if step == "undo" else ""}
        for label, step in steps
    ]


def date_choices(dates: Sequence[DateShown]) -> list[tuple[str, str]]:
    """Each appointment to arrange as a box to tick: its day and time, a bank holiday, and where else the person is expected."""
    return [(one.starts_at.isoformat(), ". ".join(_of_date(one))) for one in dates]


def _of_date(shown: DateShown) -> Iterable[str]:
    yield f"{day_date(shown.starts_at)}, {clock_to(shown.starts_at, shown.ends_at)}"
    if shown.is_bank_holiday:
        yield "Bank holiday"
    for other in shown.clashes:
        what = f"{other.words} with {other.agency}" if other.words else "Expected elsewhere"
        yield f"{what}, {clock_to(other.starts_at, other.ends_at)}"
    yield from shown.unsafe


def is_worth_a_look(dates: Sequence[DateShown]) -> bool:
    """Whether there is more to say than one date that is free."""
    return len(dates) > 1 or not all(one.is_plain for one in dates)
