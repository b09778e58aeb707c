"""The diary in the database: arranged, recorded, undone, corrected, decided; seen by those who may; due of those whose it is."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.audit.models import AuditEvent
from desistance.casework.actions.arranging import arrange_contacts, cancel_contact, reschedule_contact
from desistance.casework.actions.outcomes import (
    correct_outcome,
    decide_failure,
    record_contact,
    record_outcome,
    take_contacts_back,
    undo_outcome,
)
from desistance.casework.models import Contact
from desistance.casework.queries.contacts import (
    ContactFilters,
    booked_between,
    contact_address,
    diary_of,
    next_and_last,
    own_contact,
)
from desistance.casework.queries.effects import effects_of
from desistance.casework.queries.safe_contact import dates_shown, safe_contact_of
from desistance.casework.rules.arranging import Booked, ContactFacts
from desistance.casework.rules.outcomes import OutcomeFacts
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.timeline import timeline_page
from desistance.desk.rules.timeline import Place
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

OFFICE = ContactFacts("office", "Supervision", 30, "Bishop Auckland office")
MISSED = OutcomeFacts("unacceptable_absence", notes="No word from him")
CAME = OutcomeFacts("attended_complied", notes="Talked about the flat")
SOON = make.NOW + timedelta(hours=1)
EARLIER = make.NOW - timedelta(hours=2)


@pytest.fixture
def visit(cast: Cast, looking: None) -> Contact:
    """An appointment of two hours ago with Priya, towards her supervision."""
    work = make.Involvement.objects.get(person=cast.kyle)
    return make.contact(
        cast.kyle, cast.agencies["probation"], EARLIER, with_staff=cast.staff["priya"], involvement=work
    )


def missed(cast: Cast, days_ago: int, **more: object) -> Contact:
    work = make.Involvement.objects.get(person=cast.kyle, agency=cast.agencies["probation"])
    at = make.NOW - timedelta(days=days_ago)
    told = {"outcome": "unacceptable_absence", "involvement": work, "evidence_due_on": date(2026, 3, 1), **more}
    return make.contact(cast.kyle, cast.agencies["probation"], at, **told)


def test_appointments_are_arranged_together_and_audited_once(cast: Cast, looking: None) -> None:
    starts = [SOON, SOON + timedelta(days=7)]
    made = arrange_contacts(
        person=cast.kyle,
        facts=OFFICE,
        starts=starts,
        with_staff=cast.staff["priya"],
        by=cast.opening("priya"),
        at=make.NOW,
    )
    kept = list(Contact.objects.order_by("starts_at"))
    assert [one.pk for one in made] == [one.pk for one in kept]
    assert [(one.starts_at, one.minutes, one.state) for one in kept] == [(start, 30, "scheduled") for start in starts]
    assert kept[0].series is not None
    assert kept[0].series == kept[1].series
    assert (kept[0].data_class, kept[0].agency_id, kept[0].changed_by) == (
        "casework",
        cast.agencies["probation"].pk,
        cast.staff["priya"].pk,
    )
    event = AuditEvent.objects.get(what="casework.arrange_contacts")
    assert (event.category, event.subjects) == ("collection", [cast.kyle.pk])


def test_nothing_is_arranged_in_the_past_for_another_agency_or_without_an_open_record(
    cast: Cast, looking: None
) -> None:
    by = cast.opening("priya")
    theirs = make.involvement(cast.kyle, cast.agencies["police"], kind="custody_check")
    told = {"person": cast.kyle, "facts": OFFICE, "at": make.NOW}
    with pytest.raises(Refused, match="must be after now") as refusal:
        arrange_contacts(**told, starts=[EARLIER], by=by)
    assert refusal.value.field == "day"
    with pytest.raises(NotFound):
        arrange_contacts(**told, starts=[SOON], by=by, involvement=theirs)
    with pytest.raises(Refused, match="your own agency"):
        arrange_contacts(**told, starts=[SOON], by=by, with_staff=cast.staff["rob"])
    with pytest.raises(NotFound):
        arrange_contacts(**told, starts=[SOON], by=cast.entering("priya"))
    with pytest.raises(NotPermitted):
        arrange_contacts(**told, starts=[SOON], by=cast.opening("grace"))
    assert not Contact.objects.exists()


def test_what_has_just_happened_is_recorded_at_once_and_taken_back_whole(cast: Cast, looking: None) -> None:
    by = cast.opening("priya")
    told = {"person": cast.kyle, "facts": OFFICE, "outcome": CAME, "by": by, "at": make.NOW}
    with pytest.raises(Refused, match="must be in the past"):
        record_contact(**told, starts_at=SOON)
    record_contact(**told, starts_at=EARLIER)
    kept = Contact.objects.get()
    assert (kept.state, kept.outcome, kept.placed_at, kept.outcome_by) == (
        "happened",
        "attended_complied",
        EARLIER,
        by.staff,
    )
    undo_outcome(contact=kept, by=by, at=make.NOW + timedelta(minutes=9))
    kept = Contact.objects.get()
    assert (kept.state, kept.outcome, kept.end_reason) == ("cancelled", "", "Recorded by mistake and taken back")


def test_contacts_that_a_file_said_are_taken_back_with_what_came_of_them_once(cast: Cast, looking: None) -> None:
    by = cast.opening("priya")
    arranged = arrange_contacts(person=cast.kyle, facts=OFFICE, starts=[SOON], by=by, at=make.NOW)
    missed = record_contact(person=cast.kyle, facts=OFFICE, outcome=MISSED, starts_at=EARLIER, by=by, at=make.NOW)
    rows = [*(one.pk for one in arranged), missed.pk]
    for _twice in range(2):
        take_contacts_back(rows=rows, reason="The file was undone", by=by, at=make.NOW)
    kept = set(Contact.objects.values_list("state", "outcome", "end_reason", "evidence_due_on", "version"))
    assert kept == {("cancelled", "", "The file was undone", None, 2)}
    standing = arrange_contacts(person=cast.kyle, facts=OFFICE, starts=[SOON], by=by, at=make.NOW)
    with pytest.raises(NotFound):
        take_contacts_back(rows=[standing[0].pk], reason="Undone", by=cast.entering("priya"), at=make.NOW)


def test_an_outcome_is_recorded_undone_and_recorded_again(cast: Cast, visit: Contact) -> None:
    by = cast.opening("priya")
    record_outcome(contact=visit, facts=MISSED, by=by, at=make.NOW, version=1)
    kept = Contact.objects.get()
    assert (kept.outcome, kept.evidence_due_on, kept.version) == ("unacceptable_absence", date(2026, 3, 20), 2)
    with pytest.raises(Refused, match="for 10 minutes"):
        undo_outcome(contact=kept, by=by, at=make.NOW + timedelta(minutes=10))
    with pytest.raises(Refused, match="by whoever recorded it"):
        undo_outcome(contact=kept, by=cast.opening("tom"), at=make.NOW)
    undo_outcome(contact=kept, by=by, at=make.NOW + timedelta(minutes=9))
    kept = Contact.objects.get()
    assert (kept.state, kept.outcome, kept.notes, kept.evidence_due_on) == ("scheduled", "", "", None)
    record_outcome(contact=kept, facts=CAME, by=by, at=make.NOW, version=3)
    with pytest.raises(Refused, match="cannot become"):
        record_outcome(contact=kept, facts=CAME, by=by, at=make.NOW)
    assert Revision.objects.filter(holding="casework.Contact").count() == 3


def test_the_next_appointment_is_arranged_with_the_outcome_or_neither_is(cast: Cast, visit: Contact) -> None:
    by = cast.opening("priya")
    with pytest.raises(Refused, match="must be after now") as refusal:
        record_outcome(contact=visit, facts=CAME, next_at=EARLIER, by=by, at=make.NOW)
    assert refusal.value.field == "next_day"
    assert Contact.objects.get().state == "scheduled"
    record_outcome(contact=visit, facts=CAME, next_at=SOON, by=by, at=make.NOW)
    coming = Contact.objects.get(state="scheduled")
    assert (coming.starts_at, coming.with_staff_id, coming.kind) == (SOON, cast.staff["priya"].pk, "office")


def test_a_correction_keeps_the_original_and_frees_what_was_decided(cast: Cast, visit: Contact) -> None:
    by, later = cast.opening("priya"), make.NOW + timedelta(hours=1)
    record_outcome(contact=visit, facts=MISSED, by=by, at=make.NOW)
    decide_failure(contact=visit, decision="warned", decided_on=date(2026, 3, 13), by=by, at=later)
    ill = OutcomeFacts("acceptable_absence", "Hospital letter seen")
    with pytest.raises(Refused, match="Enter the reason") as refusal:
        correct_outcome(contact=visit, facts=ill, because=" ", by=by, at=later)
    assert refusal.value.field == "because"
    correct_outcome(contact=visit, facts=ill, because="Letter came", by=by, at=later)
    kept = Contact.objects.get()
    assert (kept.outcome, kept.why_acceptable, kept.evidence_due_on) == (
        "acceptable_absence",
        "Hospital letter seen",
        None,
    )
    assert (kept.enforcement, kept.decided_on) == ("", None)
    before = Revision.objects.filter(holding="casework.Contact").latest("version")
    assert (before.values["outcome"], before.values["notes"], before.reason) == (
        "unacceptable_absence",
        "No word from him",
        "Letter came",
    )
    stale = own_contact(kept.pk, by=by).contact
    with pytest.raises(Conflict):
        correct_outcome(contact=stale, facts=CAME, because="Again", by=by, at=later, version=1)


def test_after_a_warning_a_failure_under_a_court_order_can_only_be_referred(cast: Cast, looking: None) -> None:
    by = cast.opening("priya")
    missed(cast, 200, enforcement="warned", decided_on=date(2025, 8, 27), decided_by=1)
    second = missed(cast, 3)
    told = {"contact": second, "decided_on": date(2026, 3, 12), "at": make.NOW}
    with pytest.raises(Refused, match="must be referred") as refusal:
        decide_failure(**told, decision="warned", by=by)
    assert refusal.value.field == "decision"
    with pytest.raises(NotPermitted):
        decide_failure(**told, decision="referred", by=cast.entering("rob"))
    decide_failure(**told, decision="referred", by=by)
    assert Contact.objects.get(pk=second.pk).enforcement == "referred"
    third = missed(cast, 1)
    decide_failure(
        contact=third,
        decision="warned",
        decided_on=date(2026, 3, 13),
        is_under_licence=True,
        by=by,
        at=make.NOW,
    )
    assert Revision.objects.get(record_id=third.pk).reason == "Under a licence"


def test_effects_are_told_from_the_register_before_saving(cast: Cast, visit: Contact) -> None:
    by = cast.opening("priya")
    missed(cast, 30)
    told = " ".join(effects_of("casework.record_outcome", own_contact(visit.pk, by=by), by))
    assert "Counts towards: Probation supervision." in told
    assert "If the absence was unacceptable: Second in 12 months." in told
    assert "Evidence of a reason counts until 20 March 2026." in told
    assert list(effects_of("casework.nothing", None, by)) == []


def test_an_appointment_moves_and_the_new_one_says_which_it_stands_for(cast: Cast, looking: None) -> None:
    by = cast.opening("priya")
    old = make.contact(cast.kyle, cast.agencies["probation"], SOON)
    with pytest.raises(Refused, match="Choose who asked"):
        reschedule_contact(contact=old, starts_at=SOON, moved_by="", reason="Ill", by=by, at=make.NOW)
    moved = reschedule_contact(
        contact=old, starts_at=SOON + timedelta(days=1), moved_by="person", reason="His bus", by=by, at=make.NOW
    )
    assert (Contact.objects.get(pk=old.pk).state, moved.instead_of_id, moved.minutes) == ("rescheduled", old.pk, 30)
    cancel_contact(contact=moved, reason="Office closed", by=by, at=make.NOW)
    with pytest.raises(Refused):
        cancel_contact(contact=moved, reason="Again", by=by, at=make.NOW)
    shown = diary_of(cast.kyle.pk, by=by)
    assert [one.outcome_words for one in shown.past] == ["Cancelled", "Rescheduled"]
    assert shown.coming == ()


def test_another_agency_changes_nothing_and_reads_what_is_shared(cast: Cast, visit: Contact) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    by = cast.opening("rob")
    (coming,) = diary_of(cast.kyle.pk, by=by).coming
    assert (coming.is_ours, coming.contact.pk) == (False, visit.pk)
    for attempt in (
        lambda: own_contact(visit.pk, by=by),
        lambda: record_outcome(contact=visit, facts=CAME, by=by, at=make.NOW),
        lambda: cancel_contact(contact=visit, reason="Mine", by=by, at=make.NOW),
        lambda: contact_address(visit.pk, by=by),
        lambda: diary_of(cast.kyle.pk + 1, by=by),
    ):
        with pytest.raises(NotFound):
            attempt()
    make.hidden_entry(cast.kyle, visit, cast.agencies["police"], holding="casework.Contact")
    by = cast.opening("rob")
    hidden = diary_of(cast.kyle.pk, by=by)
    assert (hidden.coming, hidden.not_shared) == ((), {})
    assert booked_between(first=EARLIER, last=SOON, by=by) == []


def test_a_clash_with_treatment_that_is_not_shared_tells_the_time_alone(cast: Cast, visit: Contact) -> None:
    make.agreement(cast.agencies["probation"], cast.agencies["health"], classes=("health",))
    make.involvement(cast.kyle, cast.agencies["health"], kind="treatment", team=cast.teams["treatment"])
    treatment = arrange_contacts(
        person=cast.kyle, facts=ContactFacts("treatment"), starts=[SOON], by=cast.opening("nia"), at=make.NOW
    )[0]
    assert treatment.data_class == "health"
    by, until = cast.opening("priya"), SOON + timedelta(hours=1)
    found = booked_between(first=EARLIER, last=until, by=by)
    assert found[0] == Booked(EARLIER, EARLIER + timedelta(minutes=30), "Office visit", "Durham probation")
    assert found[1] == Booked(SOON, SOON + timedelta(minutes=30))
    assert diary_of(cast.kyle.pk, by=by).not_shared == {"Durham health": 1}
    assert booked_between(first=EARLIER, last=until, by=by, but=visit.pk) == [found[1]]


def test_duties_come_in_their_order_and_go_when_they_are_done(cast: Cast, visit: Contact) -> None:
    priya = cast.staff["priya"]
    today = make.contact(cast.kyle, cast.agencies["probation"], SOON, with_staff=priya)
    make.contact(cast.kyle, cast.agencies["probation"], SOON + timedelta(days=1), with_staff=priya)
    late = missed(cast, 12, with_staff=priya)
    rows = [row for row in duties_of(by=cast.entering("priya")) if row.duty.startswith("casework.")]
    assert [(row.rank, row.record, row.words) for row in rows] == [
        (4, late.pk, "Office visit missed under an order or licence: decide"),
        (6, visit.pk, "Office visit has no outcome yet"),
        (7, today.pk, "Office visit today"),
    ]
    assert [contact_address(row.record, by=cast.entering("priya")) for row in rows] == [
        (cast.kyle.reference, "decide"),
        (cast.kyle.reference, "outcome"),
        (cast.kyle.reference, "outcome"),
    ]
    assert not [row for row in duties_of(by=cast.entering("tom")) if row.duty.startswith("casework.")]
    by = cast.opening("priya")
    record_outcome(contact=visit, facts=CAME, by=by, at=make.NOW)
    decide_failure(contact=late, decision="warned", decided_on=date(2026, 3, 13), by=by, at=make.NOW)
    left = [row.duty for row in duties_of(by=cast.entering("priya")) if row.duty.startswith("casework.")]
    assert left == ["casework.appointment"]


def test_the_timeline_has_a_contact_once_where_it_belongs(cast: Cast, visit: Contact) -> None:
    by = cast.opening("priya")
    entry = next(one for one in timeline_page(by=by, size=20).entries if one.kind == "Contact")
    assert (entry.at, entry.title) == (make.LONG_AGO, "Office visit")
    record_outcome(contact=visit, facts=CAME, by=by, at=make.NOW)
    entry = next(one for one in timeline_page(by=by, size=20).entries if one.kind == "Contact")
    assert (entry.at, entry.summary) == (EARLIER, "Attended and complied")


def statements(build: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        build()  # type: ignore[operator]
    return len(asked)


def test_no_question_asks_more_when_the_diary_grows(cast: Cast, visit: Contact) -> None:
    by, person = cast.opening("priya"), cast.kyle.pk

    def past(days: int) -> datetime:
        return make.NOW - timedelta(days=days)

    def counts() -> list[int]:
        return [
            statements(lambda: diary_of(person, by=by)),
            statements(lambda: HOUSE.cards["casework.contacts"].load(person, by)),
            statements(lambda: effects_of("casework.record_outcome", own_contact(visit.pk, by=by), by)),
        ]

    few = counts()
    assert few[:2] == [4, 1]
    for days in range(1, 31):
        make.contact(cast.kyle, cast.agencies["probation"], past(days), outcome="attended_complied")
        make.contact(cast.kyle, cast.agencies["probation"], make.NOW + timedelta(days=days))
    assert counts() == few
    coming, last, compliance = next_and_last(person, by=by)
    assert [one.contact.starts_at for one in last] == [past(1), past(2), past(3)]
    assert (len(coming), coming[0].contact.pk, compliance.complied) == (3, visit.pk, 30)


def test_older_pages_and_filters_leave_nothing_out_and_show_nothing_twice(cast: Cast, looking: None) -> None:
    by, probation = cast.opening("priya"), cast.agencies["probation"]
    same = make.NOW - timedelta(days=1)
    made = [make.contact(cast.kyle, probation, same, outcome="attended_complied").pk for _ in range(5)]
    call = make.contact(cast.kyle, probation, same, kind="telephone", outcome="unacceptable_absence")
    found, place = [], None
    while True:
        page = diary_of(cast.kyle.pk, by=by, older_than=place, size=2)
        found += [one.contact.pk for one in page.past]
        if not page.has_older:
            break
        last = page.past[-1].contact
        place = Place(last.starts_at, "casework.Contact", last.pk)
    assert found == [call.pk, *reversed(made)]
    for filters in (ContactFilters(kind="telephone"), ContactFilters(outcome="unacceptable_absence")):
        assert [one.contact.pk for one in diary_of(cast.kyle.pk, by=by, filters=filters).past] == [call.pk]
    assert diary_of(cast.kyle.pk, by=by, filters=ContactFilters(agency=cast.agencies["police"].pk)).past == ()


def test_a_decision_is_due_of_those_who_may_take_it(cast: Cast, looking: None) -> None:
    def asked(who: str) -> list[int]:
        return [row.record for row in duties_of(by=cast.entering(who)) if row.duty == "casework.evidence"]

    own = missed(cast, 3, with_staff=cast.staff["priya"])
    cast.hire("ned", "probation", "navigator", "east")
    others = missed(cast, 2, with_staff=cast.staff["ned"])
    nobodys = missed(cast, 1)
    assert asked("ned") == []
    assert asked("priya") == [own.pk]
    assert sorted(asked("tom")) == [others.pk, nobodys.pk]
    make.Involvement.objects.filter(person=cast.kyle).update(kind="resettlement")
    assert asked("priya") == asked("tom") == [], "no order or licence stands behind such work"


def test_a_date_says_when_a_call_may_not_be_safe_and_never_the_number(cast: Cast, looking: None) -> None:
    by, call = cast.opening("priya"), ContactFacts("telephone")
    assert safe_contact_of(cast.kyle.pk, by=by) == []
    make.contact_detail(
        cast.kyle, cast.agencies["probation"], safe="safe_at_times", safe_times="after 6pm", withdrawn_at=None
    )
    assert safe_contact_of(cast.kyle.pk, by=by) == ["Mobile phone ending 321: safe only at the times given: after 6pm"]
    late = SOON.replace(hour=19)
    early, evening = dates_shown(facts=call, starts=[SOON, late], by=by)
    assert early.unsafe == (
        "Mobile phone ending 321: safe only at the times given: after 6pm. This time is outside them",
    )
    assert evening.is_plain
    assert dates_shown(facts=OFFICE, starts=[SOON], by=by)[0].is_plain
    assert dates_shown(facts=OFFICE, starts=[], by=by) == []
