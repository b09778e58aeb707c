"""The one diary: appointments of all agencies, arranged, moved and cancelled, and what came of each."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field, StringConstraints

from desistance.access.queries.involved import own_involvement
from desistance.access.queries.staffing import member_of_staff
from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.operations.desk import Place, read_as_place
from desistance.api.text import NO_NUL, Day, Id, Line, Moment, Sentence, Size
from desistance.casework.actions.arranging import arrange_contacts, cancel_contact, reschedule_contact
from desistance.casework.actions.outcomes import (
    correct_outcome,
    decide_failure,
    record_contact,
    record_outcome,
    undo_outcome,
)
from desistance.casework.queries.contacts import LABEL, ContactFilters, ContactShown, diary_of, own_contact
from desistance.casework.queries.effects import effects_of
from desistance.casework.queries.safe_contact import dates_shown
from desistance.casework.rules.arranging import ContactFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.casework.rules.times import repeated
from desistance.casework.terms import (
    LONGEST_MINUTES,
    LONGEST_NOTES,
    MOST_REPEATS,
    SHORTEST_MINUTES,
    ContactKind,
    Enforcement,
    MovedBy,
    Outcome,
    Pattern,
)
from desistance.desk.rules import timeline
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source

router = RoomRouter(tags=["contacts"])
Notes = Annotated[str, StringConstraints(max_length=LONGEST_NOTES, pattern=NO_NUL)]
Minutes = Annotated[int, Field(ge=SHORTEST_MINUTES, le=LONGEST_MINUTES)]


class ContactTold(Schema):
    """One contact as its agency says it. ``version`` goes into If-Match; ``may_undo``: for a few minutes, by the caller."""

    id: int
    version: int
    agency: str
    source: str
    kind: ContactKind
    purpose: str
    place: str
    with_worker: str
    counts_towards: str
    starts_at: datetime
    ends_at: datetime
    state: str
    outcome: str
    why_acceptable: str
    notes: str
    evidence_due_on: date | None
    enforcement: str
    decided_on: date | None
    moved_by: str
    end_reason: str
    instead_of: int | None
    recorded_at: datetime
    may_undo: bool


class ComplianceTold(Schema):
    """How many contacts came to what, over some weeks."""

    weeks: int
    complied: int
    not_complied: int
    acceptable: int
    unacceptable: int


class DiaryTold(Schema):
    """What is to come, soonest first, and a page of what is past, newest first; ``older`` is what to send for the next page."""

    coming: list[ContactTold]
    past: list[ContactTold]
    older: str
    compliance: ComplianceTold
    not_shared: dict[str, int]


class BookedTold(Schema):
    """Where the person is expected at the same time; without words where it is not shared."""

    starts_at: datetime
    ends_at: datetime
    words: str
    agency: str


class DateTold(Schema):
    """One date with what is worth knowing before it is kept."""

    starts_at: datetime
    ends_at: datetime
    is_bank_holiday: bool
    clashes: list[BookedTold]
    unsafe: list[str]


class ContactSaid(Schema):
    """What kind of contact, for what, where, how long, with whom, and which of the agency's own work it counts towards."""

    kind: ContactKind
    purpose: Line = ""
    place: Line = ""
    minutes: Minutes = 30
    involvement: Id | None = None
    with_staff: Id | None = None


class Repeats(ContactSaid):
    """The same, from a moment on, as often as it comes again."""

    starts_at: Moment
    pattern: Pattern = Pattern.ONCE
    times: int = Field(1, ge=1, le=MOST_REPEATS)


class Appointments(ContactSaid):
    """The same, at each of these moments: those of the preview that are kept."""

    starts: list[Moment] = Field(min_length=1, max_length=MOST_REPEATS)


class OutcomeSaid(Schema):
    """What came of a contact. ``reason``: why an absence was acceptable."""

    outcome: Outcome
    reason: Sentence = ""
    notes: Notes = ""


class Happened(ContactSaid, OutcomeSaid):
    """A contact that was not arranged, with what came of it."""

    starts_at: Moment


class OutcomeAndNext(OutcomeSaid):
    """The outcome of an appointment, and when the next of its kind is."""

    next_at: Moment | None = None


class OutcomeCorrection(OutcomeSaid):
    """The outcome as it should stand, and why it did not."""

    because: Sentence


class NewTime(Schema):
    """Another time, who asked for it and why."""

    starts_at: Moment
    moved_by: MovedBy
    reason: Sentence


class Cancellation(Schema):
    """Why it does not take place."""

    reason: Sentence


class FailureDecision(Schema):
    """What was decided on a failure to comply. ``is_under_licence``: the law of warnings under a court order is not asked."""

    decision: Enforcement
    decided_on: Day
    is_under_licence: bool = False


class DiaryPaging(Schema):
    """Which contacts to read."""

    size: Size = 25
    older_than: Place | None = None
    agency: Id | None = None
    kind: ContactKind | None = None


def _told(shown: ContactShown) -> dict[str, Any]:
    contact = shown.contact
    names = set(ContactTold.model_fields) - {"agency", "with_worker", "counts_towards", "instead_of", "may_undo"}
    return {
        **{name: getattr(contact, name) for name in names},
        "agency": contact.agency.short_name,
        "with_worker": contact.with_staff.name if contact.with_staff else "",
        "counts_towards": shown.counts_towards,
        "instead_of": contact.instead_of_id,
        "may_undo": shown.may_undo,
    }


def _facts(said: ContactSaid) -> ContactFacts:
    return ContactFacts(said.kind, said.purpose, said.minutes, said.place)


def _outcome(said: OutcomeSaid) -> OutcomeFacts:
    return OutcomeFacts(said.outcome, said.reason, said.notes)


def _chosen(said: ContactSaid, by: Pass) -> dict[str, Any]:
    worker = member_of_staff(staff=said.with_staff) if said.with_staff else None
    if said.with_staff and worker is None:
        raise NotFound()
    work = own_involvement(involvement_id=said.involvement, by=by) if said.involvement else None
    return {"involvement": work, "with_staff": worker}


@router.asks("/people/{reference}/contacts", DiaryTold)
def contacts(request: Asked, reference: str, asked: Query[DiaryPaging]) -> Any:
    """Read a person's diary of all agencies: what is to come, and what is past a page at a time."""
    person, by = opened(request, reference)
    filters = ContactFilters(asked.agency, asked.kind or "")
    older = read_as_place(asked.older_than, "older_than")
    diary = diary_of(person.pk, by=by, filters=filters, older_than=older, size=asked.size)
    last = diary.past[-1].contact if diary.has_older else None
    return {
        "coming": [_told(one) for one in diary.coming],
        "past": [_told(one) for one in diary.past],
        "older": str(timeline.Place(last.starts_at, LABEL, last.pk)) if last else "",
        "compliance": diary.compliance,
        "not_shared": dict(diary.not_shared),
    }


@router.asks("/people/{reference}/contacts/preview", list[DateTold], method="POST")
def preview_contacts(request: Asked, reference: str, said: Repeats) -> Any:
    """Say what is worth knowing of each date before appointments are arranged: bank holidays, clashes, unsafe calls."""
    _, by = opened(request, reference)
    starts = repeated(said.starts_at, said.pattern, said.times)
    return list(dates_shown(facts=_facts(said), starts=starts, by=by))


@router.does("/people/{reference}/contacts", permission="contact.arrange", makes=True)
def arrange(request: Asked, reference: str, said: Appointments) -> Done:
    """Arrange one appointment, or several that belong together; the answer names the first."""
    person, by = opened(request, reference)
    told: dict[str, Any] = {"starts": said.starts, "source": Source.API, **_chosen(said, by)}
    return done("contact", arrange_contacts(person=person, facts=_facts(said), by=by, at=request.at, **told)[0])


@router.does("/people/{reference}/contacts/happened", permission="contact.record", makes=True)
def say_contact(request: Asked, reference: str, said: Happened) -> Done:
    """Record a contact that was not arranged, with what came of it."""
    person, by = opened(request, reference)
    told: dict[str, Any] = {"starts_at": said.starts_at, "source": Source.API, **_chosen(said, by)}
    kept = record_contact(person=person, facts=_facts(said), outcome=_outcome(said), by=by, at=request.at, **told)
    return done("contact", kept)


@router.asks("/people/{reference}/contacts/{int:number}/effects", list[str])
def contact_effects(request: Asked, reference: str, number: int) -> Any:
    """Say what each outcome of an appointment would lead to, before one is recorded."""
    _, by = opened(request, reference)
    return list(effects_of("casework.record_outcome", own_contact(number, by=by), by))


@router.does("/people/{reference}/contacts/{int:number}/reschedule", permission="contact.arrange", versioned=True)
def move_contact(request: Asked, reference: str, number: int, said: NewTime) -> Done:
    """Move an appointment of the agency's own to another time; the answer is the new one."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    moved = reschedule_contact(contact=contact, **said.dict(), version=request.version, by=by, at=request.at)
    return done("contact", moved)


@router.does("/people/{reference}/contacts/{int:number}/cancel", permission="contact.arrange", versioned=True)
def call_off_contact(request: Asked, reference: str, number: int, said: Cancellation) -> Done:
    """Cancel an appointment of the agency's own."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    cancelled = cancel_contact(contact=contact, reason=said.reason, version=request.version, by=by, at=request.at)
    return done("contact", cancelled)


@router.does("/people/{reference}/contacts/{int:number}/outcome", permission="contact.record", versioned=True)
def say_outcome(request: Asked, reference: str, number: int, said: OutcomeAndNext) -> Done:
    """Record what came of an appointment of the agency's own, and arrange the next one where one is told."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    told: dict[str, Any] = {"next_at": said.next_at, "version": request.version}
    return done("contact", record_outcome(contact=contact, facts=_outcome(said), by=by, at=request.at, **told))


@router.does("/people/{reference}/contacts/{int:number}/undo", permission="contact.record", versioned=True)
def take_back_outcome(request: Asked, reference: str, number: int) -> Done:
    """Take back an outcome that the caller recorded within the last 10 minutes."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    return done("contact", undo_outcome(contact=contact, version=request.version, by=by, at=request.at))


@router.does("/people/{reference}/contacts/{int:number}/correct", permission="contact.record", versioned=True)
def put_outcome_right(request: Asked, reference: str, number: int, said: OutcomeCorrection) -> Done:
    """Correct an outcome; the one before stays on record."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    told: dict[str, Any] = {"because": said.because, "version": request.version}
    return done("contact", correct_outcome(contact=contact, facts=_outcome(said), by=by, at=request.at, **told))


@router.does("/people/{reference}/contacts/{int:number}/decide", permission="contact.enforce", versioned=True)
def decide_on_failure(request: Asked, reference: str, number: int, said: FailureDecision) -> Done:
    """Say whether a failure to comply was warned of, or referred to an enforcement officer."""
    _, by = opened(request, reference)
    contact = own_contact(number, by=by).contact
    return done(
        "contact", decide_failure(contact=contact, **said.dict(), version=request.version, by=by, at=request.at)
    )
