"""Requests for access: those that wait for the reader, and those the reader made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from desistance.access.models import AccessRequest
from desistance.access.queries.names import names_of
from desistance.access.queries.scope import is_found, people_found, people_seen
from desistance.access.queries.staffing import Worker, holding_posts, staff_by_id, works_for
from desistance.access.rules.requests import AnswerFacts
from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.partners.models import Post
from desistance.people.models import Person

SHOWN = 50


@dataclass(frozen=True, slots=True)
class RequestShown:
    """One request as its page shows it: the row, who asks, who answers, and the person's name where the reader may see it."""

    row: AccessRequest
    reference: str
    name: str
    asker: Worker
    approver: Worker
    owner: str
    may_answer: bool

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.row.state == "asked"

    def is_given(self, at: datetime) -> bool:
        """Whether the access it gave is open at a moment."""
        return self.row.state == "given" and self.row.until_at is not None and self.row.until_at > at


def answering_facts(request: AccessRequest, *, answer: str, words: str, by: Pass) -> AnswerFacts:
    """How the reader stands to a request, for the rule that says who may answer it."""
    return AnswerFacts(
        state=request.state,
        answer=answer,
        words=words,
        is_asker=request.staff_id == by.staff,
        is_approver=request.approver_id == by.staff,
        is_owner_manager=by.role == "team_manager" and request.owner_id == by.agency,
        approver_has_left=not works_for(staff=request.approver_id, agency=request.owner_id, at=by.at),
    )


def waiting_for(by: Pass) -> QuerySet[AccessRequest]:
    """Requests that the reader may answer now; never their own, and none about a person they are excluded from."""
    still_here = Post.objects.filter(
        holding_posts(by.at), staff_id=OuterRef("approver_id"), agency_id=OuterRef("owner_id")
    )
    mine = Q(approver_id=by.staff)
    if by.role == "team_manager":
        mine = mine | (Q(owner_id=by.agency) & ~Q(Exists(still_here)))
    return (
        AccessRequest.objects.filter(mine, state="asked").exclude(staff_id=by.staff).exclude(person_id__in=by.excluded)
    )


@question
def requests_waiting(*, by: Pass) -> Sequence[RequestShown]:
    """Requests that wait for the reader's answer, soonest due first."""
    return _shown(waiting_for(by).order_by("due_at", "id")[:SHOWN], by, may_answer=True)


@question
def requests_made(*, by: Pass) -> Sequence[RequestShown]:
    """Requests that the reader made, newest first; none about a person who has since been hidden from them."""
    rows = AccessRequest.objects.filter(staff_id=by.staff, person__in=Person.objects.filter(people_found(by)))
    return _shown(rows.order_by("-asked_at", "-id")[:SHOWN], by, may_answer=False)


@question
def request_shown(*, request_id: int, by: Pass) -> RequestShown:
    """One request, for its asker while they may know of the person, its approver or who stands in.

    Raises :class:`NotFound` for everyone else.
    """
    row = AccessRequest.objects.filter(pk=request_id).exclude(person_id__in=by.excluded).first()
    if row is None:
        raise NotFound()
    facts = answering_facts(row, answer="given", words="", by=by)
    answers = facts.is_approver or (facts.is_owner_manager and facts.approver_has_left)
    if not (answers or facts.is_owner_manager or (facts.is_asker and is_found(row.person_id, by))):
        raise NotFound()
    return _shown([row], by, may_answer=answers and not facts.is_asker)[0]


def _shown(found: "QuerySet[AccessRequest] | list[AccessRequest]", by: Pass, *, may_answer: bool) -> list[RequestShown]:
    rows = list(found)
    people = {row.person_id for row in rows}
    references = dict(Person.objects.filter(pk__in=people).values_list("id", "reference"))
    seen = Person.objects.filter(people_seen(by), pk__in=people).values_list("id", flat=True)
    names = names_of(seen, by)
    staff = staff_by_id(ids=[pk for row in rows for pk in (row.staff_id, row.approver_id)])
    owners = {row.owner_id: row.owner.short_name for row in rows}
    return [
        RequestShown(
            row=row,
            reference=references[row.person_id],
            name=names.get(row.person_id, ""),
            asker=staff[row.staff_id],
            approver=staff[row.approver_id],
            owner=owners[row.owner_id],
            may_answer=may_answer and row.state == "asked",
        )
        for row in rows
    ]
