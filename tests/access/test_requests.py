"""Asking for access: who is asked, until when, and what an answer opens and closes."""

from datetime import UTC, datetime, timedelta

import pytest

from desistance.access.actions.requests import answer_request, end_granted, request_access, withdraw_request
from desistance.access.actions.restrictions import restrict
from desistance.access.models import AccessRequest, Tie
from desistance.access.queries.duties import requests_to_answer
from desistance.access.queries.known import may_only_know
from desistance.access.queries.requests import request_shown, requests_made, requests_waiting
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.foundation.terms import DataClass
from desistance.people.models import Person
from tests import factories as make
from tests.access.conftest import REASON, Restricted, last_event
from tests.cast import Cast

LATER = make.NOW + timedelta(minutes=1)


def ask(cast: Cast, person: Person, who: str = "rob", days: int = 7, reason: str = REASON) -> AccessRequest:
    return request_access(person=person, reason=reason, days=days, by=cast.entering(who), at=make.NOW)


def give(cast: Cast, request: AccessRequest, who: str, **more: object) -> AccessRequest:
    given = {"answer": "given", "by": cast.entering(who), "at": make.NOW, **more}
    return answer_request(request=request, **given)  # type: ignore[arg-type]


def leave(cast: Cast, who: str) -> None:
    post = cast.posts[who]
    post.until_at, post.ended_by = make.NOW - timedelta(days=1), 1
    post.save()


def test_the_lead_worker_of_the_holder_is_asked_with_two_working_days(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    assert request.approver_id == cast.staff["priya"].pk
    assert request.owner_id == cast.agencies["probation"].pk
    assert request.due_at == datetime(2026, 3, 17, 17, 0, tzinfo=UTC)
    event = last_event("access.request_access")
    assert (event.subjects, REASON in event.entry) == ([cast.kyle.pk], False)


def test_a_restricted_record_asks_the_approver_that_its_restriction_names(
    cast: Cast, paul: Restricted, looking: None
) -> None:
    assert ask(cast, paul.person).approver_id == cast.staff["tom"].pk


def test_a_lead_who_left_is_passed_over_for_the_manager_of_the_tied_team(cast: Cast, looking: None) -> None:
    leave(cast, "priya")
    assert ask(cast, cast.kyle).approver_id == cast.staff["tom"].pk


def test_when_lead_and_manager_left_governance_is_asked(cast: Cast, looking: None) -> None:
    leave(cast, "priya")
    leave(cast, "tom")
    assert ask(cast, cast.kyle).approver_id == cast.staff["grace"].pk


def test_when_nobody_can_answer_the_request_says_what_to_do(cast: Cast, looking: None) -> None:
    for who in ("priya", "tom", "grace"):
        leave(cast, who)
    with pytest.raises(Refused, match="Ring the team that holds it"):
        ask(cast, cast.kyle)


@pytest.mark.parametrize("who", ["olu", "uma"])
def test_whoever_is_told_nothing_cannot_ask(cast: Cast, paul: Restricted, looking: None, who: str) -> None:
    with pytest.raises(NotFound):
        ask(cast, paul.person, who=who)


def test_an_excluded_worker_cannot_ask(cast: Cast, looking: None) -> None:
    make.exclusion(cast.kyle, cast.agencies["police"], cast.staff["rob"])
    with pytest.raises(NotFound):
        ask(cast, cast.kyle)


@pytest.mark.parametrize("who", ["adam", "ana", "bea", "grace"])
def test_roles_without_the_permission_cannot_ask(cast: Cast, looking: None, who: str) -> None:
    with pytest.raises(NotPermitted):
        ask(cast, cast.kyle, who=who)


def test_nobody_asks_twice_or_for_what_they_can_open(cast: Cast, looking: None) -> None:
    ask(cast, cast.kyle)
    with pytest.raises(Refused, match="already asked"):
        ask(cast, cast.kyle)
    with pytest.raises(Refused, match="already open"):
        ask(cast, cast.kyle, who="priya")


def test_given_access_opens_the_record_to_the_asker_alone_until_the_end_of_its_day(
    cast: Cast, paul: Restricted, looking: None
) -> None:
    request = give(cast, ask(cast, paul.person), "tom")
    tie = Tie.objects.get(request=request)
    assert (tie.kind, tie.staff_id, tie.until_at) == ("granted", cast.staff["rob"].pk, request.until_at)
    assert request.until_at == datetime(2026, 3, 21, 0, 0, tzinfo=UTC)
    by = cast.opening("rob", paul.person, at=LATER)
    assert by.sees[DataClass.RISK]
    assert by.emergency_until is None
    with pytest.raises(OnlyKnown):
        cast.opening("carl", paul.person, at=LATER)
    with pytest.raises(OnlyKnown):
        cast.opening("rob", paul.person, at=request.until_at)


def test_the_approver_may_give_it_for_a_shorter_time(cast: Cast, looking: None) -> None:
    request = give(cast, ask(cast, cast.kyle, days=28), "priya", days=1)
    assert request.until_at == datetime(2026, 3, 15, 0, 0, tzinfo=UTC)


def test_a_refusal_needs_words_and_opens_nothing(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    with pytest.raises(Refused) as refused:
        give(cast, request, "priya", answer="refused")
    assert refused.value.field == "words"
    give(cast, request, "priya", answer="refused", words="Come to the conference instead")
    assert not Tie.objects.filter(request=request).exists()
    with pytest.raises(OnlyKnown):
        cast.opening("rob", at=LATER)
    assert requests_made(by=cast.entering("rob"))[0].row.answer == "Come to the conference instead"


@pytest.mark.parametrize("who", ["rob", "tom", "olu", "carl", "grace"])
def test_nobody_but_the_named_approver_answers_while_they_are_here(cast: Cast, looking: None, who: str) -> None:
    request = ask(cast, cast.kyle)
    with pytest.raises(Refused):
        give(cast, request, who)
    request.refresh_from_db()
    assert request.state == "asked"


def test_any_manager_of_the_owner_answers_for_an_approver_who_left(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    cast.hire("wil", "probation", "team_manager", "west")
    assert not requests_waiting(by=cast.entering("wil"))
    leave(cast, "priya")
    assert [one.row.pk for one in requests_waiting(by=cast.entering("wil"))] == [request.pk]
    assert requests_to_answer(cast.entering("wil")).count() == 1
    give(cast, request, "wil")
    assert request.answered_by == cast.staff["wil"].pk


def test_an_approver_who_was_excluded_since_is_told_nothing(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    make.exclusion(cast.kyle, cast.agencies["probation"], cast.staff["priya"])
    assert not requests_waiting(by=cast.entering("priya"))
    for attempt in (
        lambda: give(cast, request, "priya"),
        lambda: request_shown(request_id=request.pk, by=cast.entering("priya")),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_access_is_not_given_past_an_exclusion(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    make.exclusion(cast.kyle, cast.agencies["police"], cast.staff["rob"])
    with pytest.raises(Refused, match="cannot be given access"):
        give(cast, request, "priya")
    assert not requests_made(by=cast.entering("rob"))


def test_two_answers_at_once_show_both(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    stale = AccessRequest.objects.get(pk=request.pk)
    give(cast, request, "priya", version=1)
    with pytest.raises(Conflict) as conflict:
        give(cast, stale, "priya", answer="refused", words="Not now", version=1)
    assert conflict.value.versions.mine["answer"] == "Not now"
    assert Tie.objects.filter(kind="granted").count() == 1


@pytest.mark.parametrize("who", ["rob", "priya"])
def test_either_side_ends_it_and_the_next_request_is_closed(cast: Cast, looking: None, who: str) -> None:
    request = give(cast, ask(cast, cast.kyle), "priya")
    cast.opening("rob", at=LATER)
    end_granted(request=request, by=cast.entering(who), at=LATER)
    with pytest.raises(OnlyKnown):
        cast.opening("rob", at=LATER)
    assert not Tie.objects.filter(request=request, until_at__gt=LATER).exists()
    assert last_event("access.end_granted").subjects == [cast.kyle.pk]


def test_a_request_withdrawn_waits_for_nobody(cast: Cast, looking: None) -> None:
    request = ask(cast, cast.kyle)
    withdraw_request(request=request, by=cast.entering("rob"), at=LATER)
    assert not requests_to_answer(cast.entering("priya")).exists()
    with pytest.raises(Refused):
        give(cast, request, "priya")


def test_a_restriction_ends_access_that_was_given_before(cast: Cast, looking: None) -> None:
    give(cast, ask(cast, cast.kyle), "priya")
    cast.opening("rob", at=LATER)
    restrict(
        person=cast.kyle,
        reason="Known to staff",
        review_on=datetime(2026, 9, 1, tzinfo=UTC).date(),
        approver=cast.staff["tom"],
        listed=[cast.staff["tom"]],
        by=cast.opening("tom"),
        at=LATER,
    )
    with pytest.raises(NotFound):
        cast.opening("rob", at=LATER)


def test_what_may_be_known_of_someone_restricted_is_whom_to_ring(cast: Cast, paul: Restricted, looking: None) -> None:
    known = may_only_know(reference=paul.person.reference, by=cast.entering("rob"))
    assert (known.is_restricted, known.name, known.birth_year, known.holders) == (True, "", None, ())
    assert known.ring is not None
    assert (known.ring.name, known.ring.team) == ("Durham probation", "East")
    assert known.approver == "Tom"


def test_when_the_restriction_s_approver_left_no_other_name_is_told(
    cast: Cast, paul: Restricted, looking: None
) -> None:
    leave(cast, "tom")
    assert may_only_know(reference=paul.person.reference, by=cast.entering("rob")).approver == ""


def test_what_may_be_known_of_someone_else_is_name_year_and_holder(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["charity"], kind="community_support")
    known = may_only_know(reference=cast.kyle.reference, by=cast.entering("rob"))
    assert (known.name, known.birth_year) == ("Kyle Ashcroft", 1998)
    assert [holder.name for holder in known.holders] == ["Durham probation"]
