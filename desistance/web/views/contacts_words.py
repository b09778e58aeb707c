"""Contacts as the pages draw them: a row each with who says so and what may be done now; dates with what is worth knowing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from desistance.casework.queries.contacts import ContactShown
from desistance.casework.rules.arranging import Booked, ContactFacts, clashes, is_bank_holiday
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
    if contact.state == HAPPENED and by.holds("contact.record"):
        steps.append(("Undo", "undo") if shown.may_undo else ("Correct", "correct"))
    if contact.outcome in ENFORCEABLE and not contact.enforcement and by.holds("contact.enforce"):
        steps.append(("Decide", "decide"))
    return [
        {"label": label, "url": f"{url}{step}/", "about": about, "method": "post" if step == "undo" else ""}
        for label, step in steps
    ]


def date_choices(starts: Sequence[datetime], facts: ContactFacts, booked: Sequence[Booked]) -> list[tuple[str, str]]:
    """Each appointment to arrange as a box to tick: its day and time, a bank holiday, and where else the person is expected."""
    return [(one.isoformat(), ". ".join(_of_date(one, facts, booked))) for one in starts]


def _of_date(start: datetime, facts: ContactFacts, booked: Sequence[Booked]) -> Iterable[str]:
    ends_at = facts.ends_at(start)
    yield f"{day_date(start)}, {clock_to(start, ends_at)}"
    if is_bank_holiday(start):
        yield "Bank holiday"
    for other in clashes(start, ends_at, booked):
        what = f"{other.words} with {other.agency}" if other.words else "Expected elsewhere"
        yield f"{what}, {clock_to(other.starts_at, other.ends_at)}"


def is_worth_a_look(choices: Sequence[tuple[str, str]]) -> bool:
    """Whether there is more to say than one date that is free."""
    return len(choices) > 1 or any(". " in words for _, words in choices)
