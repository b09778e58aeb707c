"""Emergency access from *know* alone: opened, told, renewed, ended, reviewed, and none past an exclusion (C9)."""

import json
from datetime import timedelta

import pytest

from desistance.access.actions.emergencies import (
    acknowledge_emergency,
    end_emergency,
    explain_emergency,
    renew_emergency,
    review_emergency,
    start_emergency,
)
from desistance.access.actions.restrictions import exclude_worker
from desistance.access.models import EmergencyAccess, Tie
from desistance.access.queries.duties import emergencies_to_decide, emergencies_to_explain, emergencies_used
from desistance.access.queries.emergencies import emergencies_to_review, emergency_shown, own_running, running_emergency
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, OnlyKnown, Refused
from desistance.foundation.reading import noting
from desistance.foundation.terms import DataClass, Purpose
from desistance.people.models import Person
from tests import factories as make
from tests.access.conftest import REASON, Restricted, last_event
from tests.cast import Cast

LATER = make.NOW + timedelta(minutes=1)


def start(cast: Cast, person: Person, who: str = "rob", **more: object) -> EmergencyAccess:
    given = {
        "kind": "safeguarding",
        "reason": REASON,
        "understands": True,
        "is_confirmed": True,
        "by": cast.entering(who),
        "at": make.NOW,
        **more,
    }
    return start_emergency(person=person, **given)  # type: ignore[arg-type]


def test_a_worker_who_only_knows_opens_the_record_for_an_hour(cast: Cast, paul: Restricted, looking: None) -> None:
    with pytest.raises(OnlyKnown):
        cast.opening("rob", paul.person)
    emergency = start(cast, paul.person)
    by = cast.opening("rob", paul.person, at=LATER)
    assert by.emergency_until == emergency.until_at == make.NOW + timedelta(minutes=60)
    assert by.purpose == Purpose.EMERGENCY
    assert by.sees[DataClass.RISK]
    assert not by.sees[DataClass.HEALTH]
    assert not by.writes


def test_a_worker_who_finds_someone_of_another_agency_uses_it_too(cast: Cast, looking: None) -> None:
    emergency = start(cast, cast.kyle)
    assert emergency.owner_id == cast.agencies["probation"].pk
    assert cast.opening("rob", at=LATER).emergency_until == emergency.until_at


def test_the_row_tie_and_trail_are_written_together(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    tie = Tie.objects.get(emergency=emergency)
    assert (tie.staff_id, tie.kind, tie.until_at) == (cast.staff["rob"].pk, "emergency", emergency.until_at)
    event = last_event("access.start_emergency")
    entry = json.loads(event.entry)
    assert event.subjects == [paul.person.pk]
    assert (entry["justification"], entry["record"]) == ("safeguarding", emergency.pk)
    assert REASON not in event.entry


def test_it_is_over_at_its_end_on_the_next_request(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    cast.opening("rob", paul.person, at=emergency.until_at - timedelta(microseconds=1))
    with pytest.raises(OnlyKnown):
        cast.opening("rob", paul.person, at=emergency.until_at)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": "Need it now"}, "reason"),
        ({"kind": "curious"}, "kind"),
        ({"understands": False}, "understands"),
        ({"is_confirmed": False}, "code"),
    ],
)
def test_a_start_that_lacks_something_opens_nothing(
    cast: Cast, paul: Restricted, looking: None, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        start(cast, paul.person, **wrong)
    assert refused.value.field == field
    assert not EmergencyAccess.objects.exists()
    assert not Tie.objects.filter(kind="emergency").exists()


def test_none_past_an_exclusion_and_not_even_a_word(cast: Cast, paul: Restricted, looking: None) -> None:
    make.exclusion(paul.person, cast.agencies["police"], cast.staff["rob"])
    with pytest.raises(NotFound) as hidden:
        start(cast, paul.person)
    assert hidden.value.words == NotFound().words
    assert not EmergencyAccess.objects.exists()


def test_an_exclusion_in_the_middle_closes_the_record_at_once(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    cast.opening("rob", paul.person, at=LATER)
    cast.hire("paula", "police", "team_manager")
    make.listed_worker(paul.restriction, cast.staff["paula"])
    cast.hire("gia", "police", "governance_officer")
    make.exclusion(paul.person, cast.agencies["police"], cast.staff["rob"])
    with pytest.raises(NotFound):
        cast.opening("rob", paul.person, at=LATER)
    with pytest.raises(NotFound):
        renew_emergency(
            emergency=emergency,
            kind="other",
            reason=REASON,
            understands=True,
            is_confirmed=True,
            by=cast.entering("rob"),
            at=LATER,
        )


@pytest.mark.parametrize("who", ["olu", "uma", "nia"])
def test_whoever_is_told_nothing_has_no_emergency_access(cast: Cast, paul: Restricted, looking: None, who: str) -> None:
    with pytest.raises(NotFound):
        start(cast, paul.person, who=who)


@pytest.mark.parametrize("who", ["adam", "ana", "bea", "grace"])
def test_roles_without_the_permission_are_told_who_can(cast: Cast, paul: Restricted, looking: None, who: str) -> None:
    with pytest.raises(NotPermitted):
        start(cast, paul.person, who=who)


def test_a_worker_who_can_open_the_record_is_told_so(cast: Cast, paul: Restricted, looking: None) -> None:
    with pytest.raises(Refused, match="already open"):
        start(cast, paul.person, who="priya")


def test_a_second_start_from_a_stale_pass_opens_no_second_access(cast: Cast, paul: Restricted, looking: None) -> None:
    stale = cast.entering("rob")
    start(cast, paul.person, by=stale)
    with pytest.raises(Refused, match="already open"):
        start(cast, paul.person, by=stale)
    assert EmergencyAccess.objects.count() == 1


def test_the_owner_and_governance_are_told_at_once_and_nobody_else(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    told = {who: list(emergencies_used(cast.entering(who)).values_list("record", flat=True)) for who in cast.posts}
    assert {who for who, records in told.items() if records} == {"priya", "tom"}
    assert told["priya"] == [emergency.pk]
    reviewing = {who for who in cast.posts if emergencies_to_decide(cast.entering(who)).exists()}
    assert reviewing == {"grace"}


def test_the_alert_goes_once_the_owner_has_seen_it(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    acknowledge_emergency(emergency=emergency, by=cast.entering("priya"), at=LATER)
    assert not emergencies_used(cast.entering("tom")).exists()
    assert emergencies_to_decide(cast.entering("grace")).exists()
    with pytest.raises(Refused, match="already marked"):
        acknowledge_emergency(emergency=emergency, by=cast.entering("tom"), at=LATER)


def test_renewal_is_a_new_row_with_its_own_end_alert_and_event(cast: Cast, paul: Restricted, looking: None) -> None:
    first = start(cast, paul.person)
    at = make.NOW + timedelta(minutes=50)
    renewed = renew_emergency(
        emergency=first,
        kind="risk_to_life",
        reason="Officers are at the door and need the layout",
        understands=True,
        is_confirmed=True,
        by=cast.opening("rob", paul.person, at=at),
        at=at,
    )
    assert (renewed.renews_id, renewed.from_at, renewed.until_at) == (first.pk, at, at + timedelta(minutes=60))
    first.refresh_from_db()
    assert first.ended_at == at
    assert emergencies_to_decide(cast.entering("grace")).count() == 2
    assert AuditEvent.objects.filter(what="access.renew_emergency").count() == 1
    assert cast.opening("rob", paul.person, at=at + timedelta(minutes=59)).emergency_until == renewed.until_at


@pytest.mark.parametrize("minutes", [60, 61, 600])
def test_nothing_is_renewed_after_its_end(cast: Cast, paul: Restricted, looking: None, minutes: int) -> None:
    emergency = start(cast, paul.person)
    at = make.NOW + timedelta(minutes=minutes)
    with pytest.raises(Refused, match="has ended"):
        renew_emergency(
            emergency=emergency,
            kind="other",
            reason=REASON,
            understands=True,
            is_confirmed=True,
            by=cast.entering("rob", at),
            at=at,
        )
    assert Tie.objects.filter(kind="emergency").count() == 1


def test_renewal_without_a_new_code_extends_nothing(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    with pytest.raises(Refused) as refused:
        renew_emergency(
            emergency=emergency,
            kind="other",
            reason=REASON,
            understands=True,
            is_confirmed=False,
            by=cast.entering("rob", LATER),
            at=LATER,
        )
    assert refused.value.field == "code"
    emergency.refresh_from_db()
    assert (emergency.ended_at, emergency.until_at) == (None, make.NOW + timedelta(minutes=60))


def test_ending_it_closes_the_record_and_the_review_stays_due(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    end_emergency(
        emergency=own_running(by=cast.opening("rob", paul.person, at=LATER)), by=cast.entering("rob", LATER), at=LATER
    )
    with pytest.raises(OnlyKnown):
        cast.opening("rob", paul.person, at=LATER)
    emergency.refresh_from_db()
    assert (emergency.state, emergency.ended_at) == ("due", LATER)
    with pytest.raises(Refused, match="already ended"):
        end_emergency(emergency=emergency, by=cast.entering("rob", LATER), at=LATER)


def test_nobody_ends_another_worker_s_emergency_access(cast: Cast, paul: Restricted, looking: None) -> None:
    with pytest.raises(Refused, match="Only the worker who started"):
        end_emergency(emergency=start(cast, paul.person), by=cast.entering("carl", LATER), at=LATER)


def test_the_bar_tells_the_end_and_the_minutes_left(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    bar = running_emergency(cast.opening("rob", paul.person, at=LATER))
    assert bar is not None
    assert (bar.until, bar.minutes_left, bar.reference) == (emergency.until_at, 59, paul.person.reference)
    elsewhere = running_emergency(cast.entering("rob", LATER))
    assert elsewhere == bar
    assert running_emergency(cast.opening("priya", paul.person)) is None
    assert running_emergency(None) is None


def test_no_bar_tells_of_a_person_whom_the_worker_is_excluded_from_since(
    cast: Cast, paul: Restricted, looking: None
) -> None:
    start(cast, paul.person)
    make.exclusion(paul.person, cast.agencies["police"], cast.staff["rob"])
    assert running_emergency(cast.entering("rob", LATER)) is None


def test_the_reviewer_reads_who_why_how_long_and_every_page(cast: Cast, paul: Restricted, looking: None) -> None:
    from desistance.audit.actions import write_looks

    emergency = start(cast, paul.person)
    make.audit_event(staff=cast.staff["priya"].pk, subjects=[paul.person.pk], entry='{"emergency": false}')
    with noting() as notes:
        notes.by = cast.opening("rob", paul.person, at=LATER)
        notes.subjects.add(paul.person.pk)
        notes.classes.add("risk")
        write_looks(notes, what="person")
    shown = emergency_shown(emergency_id=emergency.pk, by=cast.entering("grace", LATER))
    assert [page.words for page in shown.seen] == ["Overview: risk"]
    assert (shown.worker.name, shown.minutes, shown.runs) == ("Rob", 1, True)
    assert (shown.reference, shown.name) == (paul.person.reference, "")
    assert [one.row.pk for one in emergencies_to_review(by=cast.entering("grace", LATER))] == [emergency.pk]


@pytest.mark.parametrize("who", ["olu", "carl", "dan", "uma", "ana"])
def test_an_emergency_access_is_nobody_else_s_to_read(cast: Cast, paul: Restricted, looking: None, who: str) -> None:
    emergency = start(cast, paul.person)
    with pytest.raises(NotFound):
        emergency_shown(emergency_id=emergency.pk, by=cast.entering(who))


def test_a_review_is_decided_once_by_someone_else(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    review_emergency(emergency=emergency, verdict="justified", by=cast.entering("grace"), at=LATER)
    assert (emergency.state, emergency.reviewed_by) == ("justified", cast.staff["grace"].pk)
    assert last_event("access.review_emergency").subjects == [paul.person.pk]
    assert not emergencies_to_decide(cast.entering("grace")).exists()
    with pytest.raises(Refused):
        review_emergency(emergency=emergency, verdict="not_justified", note="No", by=cast.entering("grace"), at=LATER)


def test_an_officer_who_holds_both_posts_cannot_review_their_own(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    emergency.staff_id = cast.staff["grace"].pk
    with pytest.raises(Refused, match="your own"):
        review_emergency(emergency=emergency, verdict="justified", by=cast.entering("grace"), at=LATER)


def test_more_needed_comes_back_with_the_worker_s_words(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    review_emergency(emergency=emergency, verdict="more_needed", note="Who rang?", by=cast.entering("grace"), at=LATER)
    assert emergencies_to_explain(cast.entering("rob")).count() == 1
    assert not emergencies_to_decide(cast.entering("grace")).exists()
    explain_emergency(emergency=emergency, words="The head teacher", by=cast.entering("rob"), at=LATER)
    assert not emergencies_to_explain(cast.entering("rob")).exists()
    assert emergencies_to_decide(cast.entering("grace")).count() == 1
    review_emergency(emergency=emergency, verdict="justified", by=cast.entering("grace"), at=LATER)
    assert emergency.state == "justified"


def test_two_reviewers_at_once_are_shown_both_decisions(cast: Cast, paul: Restricted, looking: None) -> None:
    emergency = start(cast, paul.person)
    stale = EmergencyAccess.objects.get(pk=emergency.pk)
    review_emergency(emergency=emergency, verdict="justified", by=cast.entering("grace"), at=LATER, version=1)
    with pytest.raises(Conflict) as conflict:
        review_emergency(
            emergency=stale, verdict="not_justified", note="No reason", by=cast.entering("grace"), at=LATER, version=1
        )
    assert conflict.value.versions.theirs["state"] == "justified"
    assert conflict.value.versions.mine["state"] == "not_justified"


def test_a_manager_excludes_a_worker_in_the_middle_of_an_emergency(cast: Cast, looking: None) -> None:
    start(cast, cast.kyle, who="nadia")
    cast.opening("nadia", at=LATER)
    cast.hire("gil", "police", "governance_officer")
    exclude_worker(person=cast.kyle, staff=cast.staff["nadia"], reason="Neighbours", by=cast.opening("gil"), at=LATER)
    with pytest.raises(NotFound):
        cast.opening("nadia", at=LATER)
