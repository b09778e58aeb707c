"""One policy, compiled twice: what a query returns is what the decision allows, for every worker and kind of person (C3)."""

import itertools
from datetime import timedelta

import pytest
from django.db.models import Q

from desistance.access.models import (
    AccessExclusion,
    AccessRequest,
    AccessRestriction,
    EmergencyAccess,
    ListedWorker,
    Tie,
)
from desistance.access.queries.passes import open_record
from desistance.access.queries.scope import people_known, people_seen
from desistance.foundation.decisions import NotFound, OnlyKnown
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.people.models import Person
from tests import factories as make
from tests.cast import WORKERS, Cast

TIED_BY = ("team", "staff", "agency", "findable", "unfindable", "ended", "future", "granted", "emergency", "none")


def tie(cast: Cast, who: str, person: Person, how: str) -> None:
    """Make the one tie that the case names, for this worker."""
    post, staff = cast.posts[who], cast.staff[who]
    agency = post.agency
    if how == "team":
        make.involvement(person, agency, team=post.team)
    elif how == "staff":
        make.involvement(person, agency, lead=staff)
    elif how == "agency":
        make.involvement(person, agency)
    elif how == "findable":
        make.involvement(person, cast.agencies["prison" if agency.kind != "prison" else "police"])
    elif how == "unfindable":
        make.involvement(person, cast.agencies["charity" if agency.kind != "charity" else "police"])
    elif how == "ended":
        make.involvement(
            person, agency, team=post.team, lead=staff, state="ended", until_at=make.NOW, end_reason="Over"
        )
    elif how == "future":
        make.involvement(person, agency, team=post.team, lead=staff, from_at=make.NOW + timedelta(minutes=1))
    elif how in ("granted", "emergency"):
        grant(cast, who, person, how)


def grant(cast: Cast, who: str, person: Person, how: str) -> None:
    """A standing access on request, or in an emergency."""
    staff, agency = cast.staff[who], cast.posts[who].agency
    common = make.record(person=person, agency=agency, staff=staff, reason="For the test of agreement")
    until = make.NOW + timedelta(minutes=5)
    made = (
        {"request": AccessRequest.objects.create(
            **common, approver=cast.staff["tom"], owner=cast.agencies["probation"], state="given", days=1,
            asked_at=make.LONG_AGO, due_at=make.NOW, answered_at=make.LONG_AGO, answered_by=1, until_at=until)}
        if how == "granted"
        else {"emergency": EmergencyAccess.objects.create(
            **common, kind="safeguarding", from_at=make.LONG_AGO, until_at=until, review_due_at=make.NOW)}
    )  # fmt: skip
    Tie.objects.create(
        person=person, agency=agency, staff=staff, kind=how, from_at=make.LONG_AGO, until_at=until, **made
    )


def restrict(cast: Cast, person: Person, listed: str | None) -> None:
    """Restrict the record, with at most one worker on its list."""
    Person.objects.filter(pk=person.pk).update(restricted=True)
    restriction = AccessRestriction.objects.create(
        **make.record(
            person=person, agency=cast.agencies["probation"], approver=cast.staff["tom"], reason="Known to staff",
            from_at=make.LONG_AGO, review_on=make.NOW.date(),
        )
    )  # fmt: skip
    if listed:
        ListedWorker.objects.create(
            person=person, restriction=restriction, staff=cast.staff[listed], by_staff=1, from_at=make.LONG_AGO
        )


def people_for(cast: Cast, who: str) -> list[Person]:
    """One person for every combination of tie, restriction, listing and exclusion."""
    found = []
    for how, restricted, excluded in itertools.product(TIED_BY, ("no", "unlisted", "listed"), (False, True)):
        if how == "team" and cast.posts[who].team is None:
            continue
        person = make.person(cast.agencies["probation"], given=how, family=who)
        tie(cast, who, person, how)
        if restricted != "no":
            restrict(cast, person, who if restricted == "listed" else None)
        if excluded:
            AccessExclusion.objects.create(
                **make.record(
                    person=person,
                    agency=cast.posts[who].agency,
                    staff=cast.staff[who],
                    reason="Related",
                    from_at=make.LONG_AGO,
                )
            )
        found.append(person)
    return found


def by_decision(person: Person, by: Pass) -> str:
    """The gate's answer for one person."""
    try:
        open_record(reference=person.reference, by=by)
    except OnlyKnown:
        return "know"
    except NotFound:
        return "nothing"
    return "see"


@pytest.mark.slow
@pytest.mark.parametrize("who", [who for who, *_ in WORKERS])
def test_scope_and_decision_agree(cast: Cast, who: str) -> None:
    with marked("test"), unseen("nightly check"):
        people = people_for(cast, who)
        merged = make.person(cast.agencies["probation"], merged_into=people[0])
        by = cast.entering(who)
        seen = set(Person.objects.filter(people_seen(by)).values_list("pk", flat=True))
        known = set(Person.objects.filter(people_known(by)).values_list("pk", flat=True))
        assert merged.pk not in seen | known
        for person in [*people, cast.kyle]:
            by_query = "see" if person.pk in seen else "know" if person.pk in known else "nothing"
            assert by_query == by_decision(person, by), (
                who,
                person.sort_key,
                person.restricted,
                person.pk in by.excluded,
            )


def test_the_agreement_test_would_notice_a_scope_that_forgets_restrictions(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with marked("test"), unseen("nightly check"):
        restrict(cast, cast.kyle, None)
        by = cast.entering("priya")
        honest = Person.objects.filter(people_seen(by), pk=cast.kyle.pk).exists()
        monkeypatch.setattr("desistance.access.queries.scope._restriction", lambda passing, cases: Q())
        forgetful = Person.objects.filter(people_seen(by), pk=cast.kyle.pk).exists()
    assert (honest, forgetful) == (False, True)
