"""Orders and licences: recorded with requirements, amended beside what was, ended, breached, recalled, seen by those who may."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.queries.passes import system_pass
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.foundation.register import HOUSE
from desistance.sentences.actions.enforcement import record_breach, record_recall, release_again
from desistance.sentences.actions.orders import (
    OrderTold,
    amend_order,
    end_order,
    exempt_from_reset,
    record_order,
    record_orders,
    take_orders_back,
)
from desistance.sentences.models import Order, OrderEvent, Requirement
from desistance.sentences.queries import orders_of, orders_on_record, own_order
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts
from tests import factories as make
from tests.cast import Cast

RAR = RequirementFacts("rehabilitation_activity", 20, "days")
WORK = RequirementFacts("unpaid_work", 100, "hours")
FACTS = OrderFacts(
    "community_order", date(2026, 1, 5), date(2026, 1, 5), date(2027, 1, 4), "Durham Crown Court", "B2", "", (RAR, WORK)
)


@pytest.fixture
def ordered(cast: Cast, looking: None) -> Order:
    return record_order(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)


def test_an_order_is_kept_with_its_requirements_and_who_says_so(cast: Cast, ordered: Order) -> None:
    kept = Order.objects.get()
    assert (kept.kind, kept.court, kept.tier, kept.state) == ("community_order", "Durham Crown Court", "B2", "active")
    assert (kept.agency_id, kept.source, kept.changed_by) == (
        cast.agencies["probation"].pk,
        "staff",
        cast.staff["priya"].pk,
    )
    assert kept.made_at.isoformat() == "2026-01-05T00:00:00+00:00"
    required = Requirement.objects.order_by("id").values_list("kind", "amount", "unit", "data_class")
    assert list(required) == [
        ("rehabilitation_activity", 20, "days", "offending"),
        ("unpaid_work", 100, "hours", "offending"),
    ]
    event = AuditEvent.objects.get(what="sentences.record_order")
    assert (event.category, event.subjects) == ("collection", [cast.kyle.pk])


def test_the_same_order_is_kept_once(cast: Cast, ordered: Order) -> None:
    with pytest.raises(Refused, match="This order is already on record") as refusal:
        record_order(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)
    assert refusal.value.field == "made_on"
    record_order(person=cast.kyle, facts=replace(FACTS, number="2"), by=cast.opening("priya"), at=make.NOW)
    assert Order.objects.count() == 2


def test_who_has_no_open_record_or_no_such_permission_records_nothing(cast: Cast, looking: None) -> None:
    with pytest.raises(NotFound):
        record_order(person=cast.kyle, facts=FACTS, by=cast.entering("priya"), at=make.NOW)
    with pytest.raises(NotPermitted):
        record_order(person=cast.kyle, facts=FACTS, by=cast.entering("rob"), at=make.NOW)
    assert not Order.objects.exists()


def test_many_orders_are_recorded_or_none_is(cast: Cast, looking: None) -> None:
    by = system_pass(name="a file", agency=cast.agencies["probation"], at=make.NOW)
    good = OrderTold(cast.kyle, FACTS, "row 2")
    late = OrderTold(cast.kyle, replace(FACTS, made_on=date(2026, 3, 14), starts_on=date(2026, 3, 14)), "row 3")
    with pytest.raises(Refused, match="today or in the past"):
        record_orders(orders=[good, late], source="import", by=by, at=make.NOW)
    assert not Order.objects.exists()
    (made,) = record_orders(orders=[good], source="import", by=by, at=make.NOW)
    assert (made.source, made.source_reference) == ("import", "row 2")
    assert set(Requirement.objects.values_list("source", "source_reference")) == {("import", "row 2")}
    ((key, (kept, facts)),) = orders_on_record([cast.kyle.pk], by=by).items()
    assert (key, kept.pk, facts) == ((cast.kyle.pk, "community_order", FACTS.made_on, ""), made.pk, FACTS.in_order)


def test_an_amended_order_keeps_what_was_and_withdraws_only_what_changed(cast: Cast, ordered: Order) -> None:
    by = cast.opening("priya")
    amended = replace(FACTS, ends_on=date(2027, 7, 4), requirements=(RAR, replace(WORK, amount=120)))
    amend_order(order=ordered, facts=amended, by=by, at=make.NOW, version=1, reason="Court added 20 hours")
    kept = Order.objects.get()
    assert (kept.version, kept.ends_on) == (2, date(2027, 7, 4))
    revision = Revision.objects.get(holding="sentences.Order")
    assert (revision.values["ends_on"], revision.reason) == ("2027-01-04", "Court added 20 hours")
    standing = Requirement.objects.standing().order_by("id").values_list("kind", "amount")
    assert list(standing) == [("rehabilitation_activity", 20), ("unpaid_work", 120)]
    assert list(Requirement.objects.exclude(withdrawn_at=None).values_list("amount", "withdrawn_by")) == [
        (100, cast.staff["priya"].pk)
    ]
    with pytest.raises(Conflict):
        amend_order(order=own_order(kept.pk, by=by), facts=FACTS, by=by, at=make.NOW, version=1)


@pytest.mark.parametrize("changed", [{"kind": "licence"}, {"made_on": date(2026, 1, 4)}, {"number": "7"}])
def test_another_kind_day_or_number_is_another_order(cast: Cast, ordered: Order, changed: dict[str, object]) -> None:
    with pytest.raises(Refused, match="is another order"):
        amend_order(order=ordered, facts=replace(FACTS, **changed), by=cast.opening("priya"), at=make.NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(("is_revoked", "state"), [(False, "ended"), (True, "revoked")])
def test_an_order_ends_once_with_a_reason(cast: Cast, ordered: Order, is_revoked: bool, state: str) -> None:
    by, day = cast.opening("priya"), date(2026, 3, 2)
    with pytest.raises(Refused, match="Enter why it ended"):
        end_order(order=ordered, ended_on=day, reason=" ", by=by, at=make.NOW)
    end_order(order=ordered, ended_on=day, reason="Completed", is_revoked=is_revoked, by=by, at=make.NOW)
    kept = Order.objects.get()
    assert (kept.state, kept.ended_on, kept.end_reason) == (state, day, "Completed")
    with pytest.raises(Refused):
        end_order(order=ordered, ended_on=day, reason="Again", by=by, at=make.NOW)
    with pytest.raises(Refused, match="cannot be amended"):
        amend_order(order=kept, facts=FACTS, by=by, at=make.NOW)


def test_a_breach_is_an_event_and_the_order_goes_on(cast: Cast, ordered: Order) -> None:
    by = cast.opening("priya")
    record_breach(order=ordered, happened_on=date(2026, 3, 2), words="Missed 2 sessions", by=by, at=make.NOW)
    assert Order.objects.get().state == "active"
    (shown,) = orders_of(cast.kyle.pk, by=by)
    assert [(event.label, event.words) for event in shown.events] == [("Breach taken to court", "Missed 2 sessions")]


def test_someone_recalled_from_licence_is_released_on_it_again(cast: Cast, looking: None) -> None:
    by = cast.opening("priya")
    facts = OrderFacts("licence", date(2026, 1, 5), date(2026, 1, 5), date(2026, 10, 4))
    licence = record_order(person=cast.kyle, facts=facts, by=by, at=make.NOW)
    with pytest.raises(Refused, match="had a length of: 14, 28 days"):
        record_recall(order=licence, recalled_on=date(2026, 3, 2), fixed_days=56, by=by, at=make.NOW)
    record_recall(order=licence, recalled_on=date(2026, 3, 2), fixed_days=28, by=by, at=make.NOW)
    assert Order.objects.get().state == "recalled"
    release_again(order=licence, by=by, at=make.NOW)
    assert Order.objects.get().state == "active"
    assert OrderEvent.objects.get().fixed_days == 28
    with pytest.raises(Refused):
        release_again(order=licence, by=by, at=make.NOW)


def test_contact_stops_at_two_thirds_unless_a_reason_says_otherwise(cast: Cast, ordered: Order) -> None:
    by = cast.opening("priya")
    assert orders_of(cast.kyle.pk, by=by)[0].reset_on == date(2026, 9, 5)
    exempt_from_reset(order=ordered, because="MAPPA level 2", by=by, at=make.NOW)
    assert orders_of(cast.kyle.pk, by=by)[0].reset_on is None
    exempt_from_reset(order=ordered, because="", by=by, at=make.NOW)
    assert orders_of(cast.kyle.pk, by=by)[0].reset_on == date(2026, 9, 5)


def test_an_order_taken_back_stands_no_more_and_its_place_is_free(cast: Cast, ordered: Order) -> None:
    by = cast.opening("priya")
    assert take_orders_back(rows=[ordered.pk], reason="Wrong person", by=by, at=make.NOW)
    assert (Order.objects.get().state, Requirement.objects.standing().count()) == ("mistaken", 0)
    assert take_orders_back(rows=[ordered.pk], reason="Wrong person", by=by, at=make.NOW) == []
    assert list(orders_of(cast.kyle.pk, by=by)) == []
    record_order(person=cast.kyle, facts=FACTS, by=by, at=make.NOW)


def test_another_agency_changes_no_order_that_is_not_its_own(cast: Cast, looking: None) -> None:
    theirs = make.order(cast.kyle, cast.agencies["police"])
    by = cast.opening("priya")
    for change in (
        lambda: end_order(order=theirs, ended_on=date(2026, 3, 2), reason="Done", by=by, at=make.NOW),
        lambda: own_order(theirs.pk, by=by),
        lambda: amend_order(order=theirs, facts=FACTS, by=by, at=make.NOW),
    ):
        with pytest.raises(NotFound):
            change()
    assert take_orders_back(rows=[theirs.pk], reason="Not ours", by=by, at=make.NOW) == []


def test_treatment_is_health_information_and_counted_where_it_may_only_be_known_of(cast: Cast, looking: None) -> None:
    facts = replace(FACTS, requirements=(RAR, RequirementFacts("drug_rehabilitation", 6, "months")))
    record_order(person=cast.kyle, facts=facts, by=cast.opening("priya"), at=make.NOW)
    (ours,) = orders_of(cast.kyle.pk, by=cast.opening("priya"))
    assert [one.kind for one in ours.facts.requirements] == ["rehabilitation_activity", "drug_rehabilitation"]
    make.involvement(cast.kyle, cast.agencies["police"], kind="custody_check")
    (theirs,) = orders_of(cast.kyle.pk, by=cast.opening("carl"))
    assert theirs.hidden == 0
    make.agreement(cast.agencies["probation"], cast.agencies["police"], classes=("health",))
    (theirs,) = orders_of(cast.kyle.pk, by=cast.opening("carl"))
    assert [one.kind for one in theirs.facts.requirements] == ["rehabilitation_activity"]
    assert (theirs.hidden, theirs.is_ours) == (1, False)


def test_the_card_reads_everything_in_one_statement(cast: Cast, ordered: Order) -> None:
    by = cast.opening("priya")
    for day in range(1, 5):
        record_order(person=cast.kyle, facts=replace(FACTS, made_on=date(2025, 12, day)), by=by, at=make.NOW)
    card = HOUSE.cards["sentences.orders"]
    with CaptureQueriesContext(
        connection,
    ) as statements:
        told = card.load(cast.kyle.pk, by)
    assert told is not None
    assert (len(told["orders"]), len(statements)) == (5, 1)
    assert orders_of(cast.kyle.pk + 1, by=by) == []
