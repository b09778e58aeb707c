"""Consent, restriction, exclusion, hidden entries and who leads: each takes effect on the next request (C5)."""

from datetime import date, timedelta

import pytest

from desistance.access.actions.consents import give_consent, withdraw_consent
from desistance.access.actions.hidden import hide_entry, show_entry
from desistance.access.actions.involvements import (
    allocate,
    end_involvement,
    name_worker,
    open_involvement,
    reassign_lead,
)
from desistance.access.actions.restrictions import (
    end_exclusion,
    end_restriction,
    exclude_worker,
    list_worker,
    restrict,
    review_restriction,
    unlist_worker,
)
from desistance.access.models import AccessRestriction, Consent, HiddenEntry, Involvement, Tie
from desistance.access.queries.duties import new_involvements, restrictions_to_review
from desistance.access.queries.passes import system_pass
from desistance.access.queries.scope import entries_seen
from desistance.access.queries.sharing import effects_of_restricting, effects_of_withdrawing, sharing_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.foundation.models import Revision
from desistance.foundation.terms import DataClass
from desistance.people.models import Name
from tests import factories as make
from tests.access.conftest import last_event
from tests.cast import Cast

LATER = make.NOW + timedelta(minutes=1)
REVIEW = date(2026, 9, 1)


def treat(cast: Cast) -> Involvement:
    health = {"kind": "treatment", "data_class": "health", "team": cast.teams["treatment"], "lead": cast.staff["nia"]}
    return make.involvement(cast.kyle, cast.agencies["health"], **health)


def consent(cast: Cast, **more: object) -> Consent:
    given = {
        "person": cast.kyle,
        "to_agency": cast.agencies["probation"],
        "data_class": "health",
        "how_given": "spoken",
        "by": cast.opening("nia"),
        "at": make.NOW,
        **more,
    }
    return give_consent(**given)  # type: ignore[arg-type]


def close(cast: Cast, *listed: str, **more: object) -> AccessRestriction:
    given = {
        "person": cast.kyle,
        "reason": "Known to staff",
        "review_on": REVIEW,
        "approver": cast.staff["tom"],
        "listed": [cast.staff[who] for who in listed],
        "by": cast.opening("tom"),
        "at": make.NOW,
        **more,
    }
    restriction = restrict(**given)  # type: ignore[arg-type]
    cast.kyle.refresh_from_db()
    return restriction


def sees_health(cast: Cast, who: str = "priya") -> bool:
    return Involvement.objects.filter(entries_seen(cast.opening(who), "access.Involvement"), kind="treatment").exists()


def test_consent_opens_one_class_to_one_agency_and_withdrawing_closes_it(cast: Cast, looking: None) -> None:
    treat(cast)
    assert not sees_health(cast)
    given = consent(cast)
    assert last_event("access.give_consent").subjects == [cast.kyle.pk]
    assert sees_health(cast)
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    assert not sees_health(cast, "rob")
    withdraw_consent(consent=given, by=cast.opening("nia"), at=LATER)
    assert not sees_health(cast)
    assert Revision.objects.filter(holding="access.Consent", record_id=given.pk).count() == 1


def test_the_effects_of_withdrawing_are_told_with_their_number(cast: Cast, looking: None) -> None:
    treat(cast)
    told = effects_of_withdrawing(consent(cast), cast.opening("nia"))
    assert told[0] == "Durham probation will no longer see the 1 health entry that Durham health recorded."
    assert len(told) == 3


def test_an_agency_records_consent_only_for_what_it_holds_itself(cast: Cast, looking: None) -> None:
    treat(cast)
    given = consent(cast)
    assert given.agency_id == cast.agencies["health"].pk
    with pytest.raises(Refused, match="Only the agency that recorded"):
        withdraw_consent(consent=given, by=cast.opening("priya"), at=LATER)
    with pytest.raises(NotFound):
        consent(cast, by=cast.entering("nia"))


@pytest.mark.parametrize(
    "wrong", [{"data_class": "casework"}, {"how_given": "written"}, {"given_at": LATER}, {"data_class": "victim"}]
)
def test_a_consent_that_lacks_something_is_not_recorded(cast: Cast, looking: None, wrong: dict[str, object]) -> None:
    treat(cast)
    with pytest.raises(Refused):
        consent(cast, **wrong)
    assert not Consent.objects.exists()


def test_the_same_consent_stands_once_and_may_be_given_again_after_withdrawal(cast: Cast, looking: None) -> None:
    treat(cast)
    first = consent(cast)
    with pytest.raises(Refused, match="already recorded"):
        consent(cast)
    withdraw_consent(consent=first, by=cast.opening("nia"), at=LATER)
    with pytest.raises(Refused, match="already withdrawn"):
        withdraw_consent(consent=first, by=cast.opening("nia"), at=LATER)
    assert consent(cast, at=LATER).pk != first.pk


def test_withdrawing_from_a_stale_page_is_a_conflict(cast: Cast, looking: None) -> None:
    treat(cast)
    given = consent(cast)
    with pytest.raises(Conflict):
        withdraw_consent(consent=given, by=cast.opening("nia"), at=LATER, version=7)


def test_a_restriction_closes_the_record_to_all_but_its_list(cast: Cast, looking: None) -> None:
    told = effects_of_restricting(cast.kyle.pk, cast.opening("tom"))
    assert "Durham probation" in told[0]
    close(cast, "tom")
    assert cast.kyle.restricted
    cast.opening("tom")
    with pytest.raises(OnlyKnown) as known:
        cast.opening("priya")
    assert known.value.restricted
    with pytest.raises(NotFound):
        cast.opening("rob")
    assert last_event("access.restrict").subjects == [cast.kyle.pk]


def test_listing_opens_and_unlisting_closes_on_the_next_request(cast: Cast, looking: None) -> None:
    restriction = close(cast, "tom")
    list_worker(restriction=restriction, staff=cast.staff["priya"], by=cast.opening("tom"), at=make.NOW)
    cast.opening("priya")
    unlist_worker(restriction=restriction, staff=cast.staff["priya"], by=cast.opening("tom"), at=make.NOW)
    with pytest.raises(OnlyKnown):
        cast.opening("priya")
    with pytest.raises(Refused, match="somebody must be able"):
        unlist_worker(restriction=restriction, staff=cast.staff["tom"], by=cast.opening("tom"), at=LATER)


def test_being_listed_opens_nothing_without_a_tie(cast: Cast, looking: None) -> None:
    restriction = close(cast, "tom")
    list_worker(restriction=restriction, staff=cast.staff["olu"], by=cast.opening("tom"), at=make.NOW)
    with pytest.raises(NotFound):
        cast.opening("olu")


def test_a_person_is_restricted_exactly_while_a_restriction_stands(cast: Cast, looking: None) -> None:
    restriction = close(cast, "tom")
    with pytest.raises(Refused, match="already restricted"):
        close(cast, "tom")
    end_restriction(restriction=restriction, reason="The worker has left", by=cast.opening("tom"), at=LATER)
    cast.kyle.refresh_from_db()
    assert not cast.kyle.restricted
    cast.opening("priya", at=LATER)
    with pytest.raises(Refused, match="already ended"):
        end_restriction(restriction=restriction, reason="Again", by=cast.opening("tom"), at=LATER)


def test_governance_looks_after_a_restriction_without_opening_the_record(cast: Cast, looking: None) -> None:
    restriction = close(cast, "tom")
    with pytest.raises(NotFound):
        cast.opening("grace")
    review_restriction(
        restriction=restriction,
        review_on=date(2026, 12, 1),
        reason="Still related",
        by=cast.entering("grace"),
        at=LATER,
    )
    end_restriction(restriction=restriction, reason="Left", by=cast.entering("grace"), at=LATER)
    cast.kyle.refresh_from_db()
    assert not cast.kyle.restricted


def test_another_agency_s_manager_cannot_touch_a_restriction(cast: Cast, looking: None) -> None:
    restriction = close(cast, "tom")
    cast.hire("max", "police", "team_manager")
    with pytest.raises(NotFound):
        end_restriction(restriction=restriction, reason="No", by=cast.entering("max"), at=LATER)


@pytest.mark.parametrize("who", ["priya", "rhea"])
def test_roles_without_the_permission_restrict_nothing(cast: Cast, looking: None, who: str) -> None:
    with pytest.raises(NotPermitted):
        close(cast, "tom", by=cast.entering(who))


@pytest.mark.parametrize(
    ("review_on", "told"),
    [(date(2026, 9, 1), set()), (date(2026, 3, 27), {"tom", "grace"}), (date(2026, 3, 14), {"tom", "grace"})],
)
def test_the_review_of_a_restriction_is_asked_for_in_time(
    cast: Cast, looking: None, review_on: date, told: set[str]
) -> None:
    close(cast, "tom", review_on=review_on)
    asked = {who for who in ("tom", "grace", "priya", "rob") if restrictions_to_review(cast.entering(who)).exists()}
    assert asked == told


def test_an_exclusion_closes_everything_and_ends_a_listing(cast: Cast, looking: None) -> None:
    restriction = close(cast, "tom", "priya")
    exclusion = exclude_worker(
        person=cast.kyle, staff=cast.staff["priya"], reason="Neighbours", by=cast.opening("tom"), at=make.NOW
    )
    with pytest.raises(NotFound):
        cast.opening("priya")
    with pytest.raises(Refused, match="cannot be on the list"):
        list_worker(restriction=restriction, staff=cast.staff["priya"], by=cast.opening("tom"), at=make.NOW)
    assert [row.reason for row, _ in sharing_of(by=cast.opening("tom")).exclusions] == ["Neighbours"]
    end_exclusion(exclusion=exclusion, by=cast.opening("tom"), at=make.NOW)
    with pytest.raises(OnlyKnown):
        cast.opening("priya")


def test_an_excluded_worker_cannot_begin_work_and_a_file_still_can(cast: Cast, looking: None) -> None:
    make.exclusion(cast.kyle, cast.agencies["police"], cast.staff["rob"])
    work = {"person": cast.kyle, "kind": "police_management", "legal_ground": "prevention", "at": make.NOW}
    with pytest.raises(NotFound):
        open_involvement(**work, by=cast.entering("rob"))  # type: ignore[arg-type]
    job = system_pass(name="ingest", agency=cast.agencies["police"], at=make.NOW)
    assert open_involvement(**work, by=job).pk  # type: ignore[arg-type]


def test_an_entry_is_hidden_from_one_agency_at_once_and_shown_again(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    name = Name.objects.get(person=cast.kyle)

    def seen_by(who: str) -> bool:
        return Name.objects.filter(entries_seen(cast.opening(who), "people.Name"), pk=name.pk).exists()

    hidden = hide_entry(
        person=cast.kyle,
        holding="people.Name",
        record_id=name.pk,
        from_agency=cast.agencies["police"],
        reason="Safety of a child",
        by=cast.opening("priya"),
        at=make.NOW,
    )
    assert hidden.agency_id == cast.agencies["probation"].pk
    assert (seen_by("rob"), seen_by("priya")) == (False, True)
    assert not HiddenEntry.objects.filter(entries_seen(cast.opening("rob"), "access.HiddenEntry")).filter(
        agency=cast.agencies["police"]
    )
    show_entry(hidden=hidden, by=cast.opening("priya"), at=LATER)
    assert seen_by("rob")


@pytest.mark.parametrize(("holding", "record"), [("people.Nothing", 1), ("people.Name", 0), ("access.Tie", 0)])
def test_an_entry_that_is_not_there_cannot_be_hidden(cast: Cast, looking: None, holding: str, record: int) -> None:
    with pytest.raises(NotFound):
        hide_entry(
            person=cast.kyle,
            holding=holding,
            record_id=record,
            from_agency=cast.agencies["police"],
            reason="Safety",
            by=cast.opening("priya"),
            at=make.NOW,
        )


def test_another_agency_s_entry_cannot_be_hidden(cast: Cast, looking: None) -> None:
    work = make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    with pytest.raises(Refused, match="Only the agency that recorded"):
        hide_entry(
            person=cast.kyle,
            holding="access.Involvement",
            record_id=work.pk,
            from_agency=cast.agencies["housing"],
            reason="Safety",
            by=cast.opening("priya"),
            at=make.NOW,
        )


def test_work_given_to_another_team_opens_there_and_closes_here(cast: Cast, looking: None) -> None:
    work = Involvement.objects.get(person=cast.kyle)
    by = cast.opening("priya")
    allocate(
        involvement=work, team=cast.teams["west"], lead=cast.staff["olu"], by=by, at=make.NOW, version=work.version
    )
    cast.opening("olu")
    with pytest.raises(NotFound):
        cast.opening("priya")
    live = Tie.objects.filter(involvement=work, until_at__gt=make.NOW).values_list("team_id", "staff_id")
    assert set(live) == {(cast.teams["west"].pk, None), (None, cast.staff["olu"].pk)}


def test_a_lead_named_beside_keeps_their_tie_when_the_lead_changes(cast: Cast, looking: None) -> None:
    work = make.involvement(cast.kyle, cast.agencies["probation"], kind="resettlement", lead=cast.staff["pat"])
    by = cast.opening("priya")
    name_worker(involvement=work, staff=cast.staff["olu"], part="Supports", by=by, at=make.NOW)
    reassign_lead(involvement=work, lead=cast.staff["olu"], by=by, at=make.NOW)
    reassign_lead(involvement=work, lead=cast.staff["pat"], by=by, at=LATER)
    assert Tie.objects.filter(involvement=work, staff=cast.staff["olu"], until_at__gt=LATER).exists()
    cast.opening("olu", at=LATER)
    with pytest.raises(Refused, match="already named"):
        name_worker(involvement=work, staff=cast.staff["olu"], part="Supports", by=by, at=LATER)


def test_work_is_given_to_nobody_outside_the_agency(cast: Cast, looking: None) -> None:
    work, by = Involvement.objects.get(person=cast.kyle), cast.opening("priya")
    with pytest.raises(Refused, match="your own agency"):
        allocate(involvement=work, team=cast.teams["tenancy"], lead=None, by=by, at=make.NOW)
    with pytest.raises(Refused, match="your agency today"):
        allocate(involvement=work, team=cast.teams["east"], lead=cast.staff["dan"], by=by, at=make.NOW)
    police = make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    with pytest.raises(Refused, match="Only the agency"):
        allocate(involvement=police, team=None, lead=cast.staff["rob"], by=by, at=make.NOW)


def test_the_holder_is_told_of_another_agency_s_new_work_but_not_of_treatment(cast: Cast, looking: None) -> None:
    work = {"person": cast.kyle, "legal_ground": "prevention", "at": make.NOW}
    started = open_involvement(kind="police_management", by=cast.entering("rob"), **work)  # type: ignore[arg-type]
    open_involvement(kind="treatment", by=cast.entering("nia"), **work)  # type: ignore[arg-type]
    told = {
        who: list(new_involvements(cast.entering(who)).values_list("record", flat=True))
        for who in ("priya", "tom", "rob")
    }
    assert told == {"priya": [started.pk], "tom": [], "rob": []}
    assert not new_involvements(cast.entering("priya", make.NOW + timedelta(days=8))).exists()
    end_involvement(involvement=started, reason="Done", by=cast.opening("rob"), at=LATER)
    assert not new_involvements(cast.entering("priya")).exists()


def test_revocation_leaves_no_stale_answer_in_a_hundred_interleavings(cast: Cast, looking: None) -> None:
    treat(cast)
    for turn in range(50):
        at = make.NOW + timedelta(minutes=turn)
        given = consent(cast, at=at, by=cast.opening("nia", at=at))
        assert cast.agencies["health"].pk in cast.opening("priya", at=at).sees[DataClass.HEALTH]
        withdraw_consent(consent=given, by=cast.opening("nia", at=at), at=at)
        assert cast.agencies["health"].pk not in cast.opening("priya", at=at).sees[DataClass.HEALTH]
