"""Convictions: an offence and its disposals in one; corrected beside the old one; withdrawn unless something leans on it."""

from dataclasses import replace
from datetime import date

import pytest

from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.history.actions import correct_conviction, record_conviction, withdraw_conviction
from desistance.history.models import Disposal, Offence
from desistance.history.queries import conviction_numbers_on_record
from desistance.history.rules.convictions import ConvictionFacts, DisposalFacts
from tests import factories as make
from tests.cast import Cast

GIVEN = date(2026, 3, 2)
FACTS = ConvictionFacts(
    "4600112",
    "TH68010",
    committed_on=date(2026, 1, 9),
    disposals=(
        DisposalFacts("compensation", GIVEN),
        DisposalFacts("imprisonment", GIVEN, "Durham Crown Court", 56, "E06000047"),
    ),
)


@pytest.fixture
def convicted(cast: Cast, looking: None) -> Offence:
    return record_conviction(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)


def test_an_offence_is_recorded_with_its_disposals_and_in_the_trail(cast: Cast, convicted: Offence) -> None:
    assert (convicted.offence_words, convicted.offence_code) == ("Theft from a shop", "TH68010")
    disposals = Disposal.objects.filter(offence=convicted).order_by("pk")
    assert [(one.kind, one.is_main, one.person_id) for one in disposals] == [
        ("compensation", False, cast.kyle.pk),
        ("imprisonment", True, cast.kyle.pk),
    ]
    assert (disposals[1].length_days, disposals[1].area, disposals[1].agency_id) == (
        56,
        "E06000047",
        cast.agencies["probation"].pk,
    )
    event = AuditEvent.objects.get(what="history.record_conviction")
    assert (event.category, event.subjects) == ("collection", [cast.kyle.pk])


def test_a_refusal_names_its_field_and_writes_nothing(cast: Cast, looking: None) -> None:
    facts = replace(FACTS, committed_on=date(2026, 3, 5))
    with pytest.raises(Refused) as no:
        record_conviction(person=cast.kyle, facts=facts, by=cast.opening("priya"), at=make.NOW)
    assert no.value.field == "given_on"
    assert not Offence.objects.exists()


def test_someone_is_refused_as_too_young_only_by_the_earliest_birth_on_record(cast: Cast, looking: None) -> None:
    child = make.person(cast.agencies["probation"], "Ash", "Reid", born=date(2016, 2, 1))
    make.involvement(child, cast.agencies["probation"], team=cast.teams["east"])
    with pytest.raises(Refused, match="nobody under 10 can commit one"):
        record_conviction(person=child, facts=FACTS, by=cast.opening("priya", child), at=make.NOW)
    make.birth_date(child, cast.agencies["police"], date(2015, 12, 1))
    assert record_conviction(person=child, facts=FACTS, by=cast.opening("priya", child), at=make.NOW).pk


def test_the_same_number_twice_is_refused_for_one_agency_only(cast: Cast, convicted: Offence) -> None:
    with pytest.raises(Refused, match="Number 4600112 is already on record"):
        record_conviction(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)
    by = cast.entering("priya")
    assert conviction_numbers_on_record(["4600112", "1"], by=by) == {"4600112"}
    assert conviction_numbers_on_record(["4600112"], by=cast.entering("rob")) == frozenset()


def test_a_correction_stands_beside_what_it_corrects_with_disposals_of_its_own(cast: Cast, convicted: Offence) -> None:
    by = cast.opening("priya")
    facts = replace(FACTS, offence_code="CJ88116", disposals=FACTS.disposals[:1])
    fresh = correct_conviction(offence=convicted, facts=facts, reason="Wrong line of the register", by=by, at=make.NOW)
    old = Offence.objects.get(pk=convicted.pk)
    assert (fresh.corrects_id, fresh.offence_words) == (old.pk, "Assault by beating")
    assert (old.withdrawn_at, old.reason) == (make.NOW, "Wrong line of the register")
    assert list(Disposal.objects.standing().values_list("offence_id", "kind", "is_main")) == [
        (fresh.pk, "compensation", True)
    ]
    with pytest.raises(Refused, match="This conviction was corrected or withdrawn before"):
        withdraw_conviction(offence=convicted, reason="Again", by=by, at=make.NOW)


def test_a_refused_correction_leaves_everything_standing(cast: Cast, convicted: Offence) -> None:
    facts = replace(FACTS, disposals=())
    with pytest.raises(Refused):
        correct_conviction(offence=convicted, facts=facts, reason="Slip", by=cast.opening("priya"), at=make.NOW)
    assert Offence.objects.standing().count() == 1
    assert Disposal.objects.standing().count() == 2


def test_a_withdrawn_conviction_frees_its_number(cast: Cast, convicted: Offence) -> None:
    by = cast.opening("priya")
    withdraw_conviction(offence=convicted, reason="Another person", by=by, at=make.NOW)
    assert not Offence.objects.standing().exists()
    assert not Disposal.objects.standing().exists()
    assert record_conviction(person=cast.kyle, facts=FACTS, by=by, at=make.NOW).pk


def test_nobody_changes_another_agencys_conviction(cast: Cast, convicted: Offence) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    with pytest.raises(Refused, match="Only the agency that recorded this conviction"):
        withdraw_conviction(offence=convicted, reason="Wrong", by=cast.opening("rob"), at=make.NOW)


def test_recording_takes_the_permission_and_an_open_record(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    with pytest.raises(NotPermitted):
        record_conviction(person=cast.kyle, facts=FACTS, by=cast.opening("dan"), at=make.NOW)
    with pytest.raises(NotFound):
        record_conviction(person=cast.kyle, facts=FACTS, by=cast.entering("priya"), at=make.NOW)
