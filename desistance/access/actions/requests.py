"""Asking for access to a person, answering, withdrawing, and ending what was given."""

from datetime import datetime

from desistance.access.models import AccessExclusion, AccessRequest, Tie
from desistance.access.queries.approvers import approver_for, owner_of
from desistance.access.queries.known import answer_for
from desistance.access.queries.requests import answering_facts
from desistance.access.rules.emergencies import least_characters
from desistance.access.rules.requests import (
    RequestFacts,
    access_until,
    may_answer,
    may_end_granted,
    may_request,
    may_withdraw_request,
)
from desistance.access.terms import CLOCKS, REQUEST_LENGTHS, TieKind
from desistance.audit.deeds import deed
from desistance.foundation.actions import change
from desistance.foundation.calendar import end_of_working_day_after, local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import Effect
from desistance.people.models import Person


@deed("access.request")
def request_access(*, person: Person, reason: str, days: int, by: Pass, at: datetime) -> AccessRequest:
    """Ask for access to a person of whom the reader may only know. The approver is chosen by rule; the clock by its dated value.

    Raises :class:`NotFound` when the person is hidden from the reader, and :class:`Refused` when they can open the record, have
    asked already, give too short a reason, or nobody can answer.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    person, effect = answer_for(reference=person.reference, by=by)
    approver, owner = approver_for(person, by), owner_of(person, by)
    facts = RequestFacts(
        reason=reason,
        days=days,
        least_characters=least_characters(at),
        may_open_already=effect is Effect.SEE,
        has_asked_already=AccessRequest.objects.filter(person=person, staff_id=by.staff, state="asked").exists(),
        has_approver=approver is not None,
    )
    may_request(facts).demand("reason")
    assert approver is not None  # the rule has just said so
    assert owner is not None  # an approver is always chosen from an owner
    values = in_force(CLOCKS, local_date(at)).values
    return AccessRequest.objects.create(
        person=person,
        agency_id=by.agency,
        staff_id=by.staff,
        approver_id=approver.staff,
        owner_id=owner,
        reason=reason.strip(),
        days=days,
        asked_at=at,
        due_at=end_of_working_day_after(at, int(values["answer_working_days"])),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("access.answer")
def answer_request(
    *,
    request: AccessRequest,
    answer: str,
    by: Pass,
    at: datetime,
    words: str = "",
    days: int | None = None,
    version: int | None = None,
) -> AccessRequest:
    """Give access (as long as was asked, or ``days``) or refuse it with words. Giving ties the asker to the person until the end.

    Raises :class:`NotFound` for an answerer who is excluded from the person, :class:`Refused` for one's own request or for
    anyone but the approver (or, when the approver has left, a manager of the agency), and when it is answered already.
    """
    if request.person_id in by.excluded:
        raise NotFound()
    may_answer(answering_facts(request, answer=answer, words=words, by=by)).demand("words")
    if answer == "refused":
        change(
            request, version=version, by=by, at=at, state="refused", answered_at=at, answered_by=by.staff, answer=words
        )
        return request
    _can_be_given(request, days)
    until = access_until(at, days or request.days)
    change(
        request,
        version=version,
        by=by,
        at=at,
        state="given",
        answered_at=at,
        answered_by=by.staff,
        answer=words.strip(),
        until_at=until,
    )
    Tie.objects.create(
        person_id=request.person_id,
        agency_id=request.agency_id,
        staff_id=request.staff_id,
        kind=TieKind.GRANTED,
        request=request,
        from_at=at,
        until_at=until,
    )
    return request


def _can_be_given(request: AccessRequest, days: int | None) -> None:
    excluded = AccessExclusion.objects.filter(
        person_id=request.person_id, staff_id=request.staff_id, until_at__isnull=True
    )
    if excluded.exists():
        refused("This worker cannot be given access. Refuse it, and ask information governance why.").demand("answer")
    if days is not None and days not in {length for _, length in REQUEST_LENGTHS.values()}:
        refused("Choose how long to give it for.").demand("days")


@deed("access.request")
def withdraw_request(*, request: AccessRequest, by: Pass, at: datetime, version: int | None = None) -> AccessRequest:
    """Take back a request that nobody has answered."""
    may_withdraw_request(request.state, is_asker=request.staff_id == by.staff).demand()
    change(request, version=version, by=by, at=at, state="withdrawn")
    return request


@deed("access.answer")
def end_granted(*, request: AccessRequest, by: Pass, at: datetime, version: int | None = None) -> AccessRequest:
    """End access before its time, by whoever holds it or whoever may answer for it; the next request finds the record closed."""
    if request.person_id in by.excluded:
        raise NotFound()
    facts = answering_facts(request, answer="given", words="", by=by)
    may_end_granted(
        request.state,
        is_asker=facts.is_asker,
        may_answer_it=facts.is_approver or facts.is_owner_manager,
    ).demand()
    change(request, version=version, by=by, at=at, state="lapsed", until_at=at)
    Tie.objects.filter(request=request, until_at__gt=at).update(until_at=at)
    return request
