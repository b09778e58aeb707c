"""Arrests: recorded, corrected beside the old one, withdrawn; seen by those who may; shown on the card."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from desistance.access.queries.passes import system_pass
from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotFound, NotPermitted, Refused
from desistance.foundation.register import HOUSE
from desistance.history.actions import correct_arrest, record_arrest, withdraw_arrest
from desistance.history.actions.many_arrests import ArrestTold, record_arrests
from desistance.history.models import Arrest
from desistance.history.queries import arrests_of
from desistance.history.register import OFFERS
from desistance.history.rules.arrests import ArrestFacts
from tests import factories as make
from tests.cast import Cast

FACTS = ArrestFacts("DC/26/04117", make.NOW - timedelta(days=2), offence_code="TH68010", custody_suite="Peterlee")

CARD = next(card for card in OFFERS if card.name == "history.arrests")


@pytest.fixture
def arrested(cast: Cast, looking: None) -> Arrest:
    make.involvement(cast.kyle, cast.agencies["police"], kind="custody_check")
    return record_arrest(person=cast.kyle, facts=FACTS, by=cast.opening("carl"), at=make.NOW)


def test_an_arrest_is_recorded_with_its_words_and_in_the_trail(cast: Cast, arrested: Arrest) -> None:
    assert (arrested.offence_words, arrested.is_code_listed, arrested.source) == ("Theft from a shop", True, "staff")
    event = AuditEvent.objects.get(what="history.record_arrest")
    assert (event.category, event.subjects, event.staff) == ("collection", [cast.kyle.pk], cast.staff["carl"].pk)


def test_the_same_custody_number_twice_is_refused_for_one_force_only(cast: Cast, arrested: Arrest) -> None:
    with pytest.raises(Refused, match="Custody number DC/26/04117 is already on record"):
        record_arrest(person=cast.kyle, facts=FACTS, by=cast.opening("carl"), at=make.NOW)
    make.arrest(cast.kyle, make.agency("police"), custody_number="DC/26/04117")
    assert Arrest.objects.count() == 2


def test_a_correction_stands_beside_what_it_corrects(cast: Cast, arrested: Arrest) -> None:
    facts = replace(FACTS, offence_code="CJ88116")
    by = cast.opening("carl")
    fresh = correct_arrest(arrest=arrested, facts=facts, reason="Wrong code typed", by=by, at=make.NOW)
    old = Arrest.objects.get(pk=arrested.pk)
    assert (fresh.corrects_id, fresh.offence_words) == (old.pk, "Assault by beating")
    assert (old.withdrawn_at, old.withdrawn_by, old.reason) == (make.NOW, by.staff, "Wrong code typed")
    assert [found.pk for found in arrests_of(cast.kyle.pk, by=by)] == [fresh.pk]
    with pytest.raises(Refused, match="was corrected or withdrawn before"):
        correct_arrest(arrest=arrested, facts=facts, reason="Again", by=by, at=make.NOW)


def test_a_refused_correction_leaves_the_arrest_standing(cast: Cast, arrested: Arrest) -> None:
    facts = replace(FACTS, offence_code="TH68099")
    with pytest.raises(Refused):
        correct_arrest(arrest=arrested, facts=facts, reason="Wrong code", by=cast.opening("carl"), at=make.NOW)
    assert Arrest.objects.get(pk=arrested.pk).withdrawn_at is None


def test_a_withdrawn_arrest_no_longer_stands_and_frees_its_number(cast: Cast, arrested: Arrest) -> None:
    by = cast.opening("carl")
    withdraw_arrest(arrest=arrested, reason="Another person", by=by, at=make.NOW)
    assert arrests_of(cast.kyle.pk, by=by) == []
    assert record_arrest(person=cast.kyle, facts=FACTS, by=by, at=make.NOW).pk


def test_nobody_changes_another_forces_arrest(cast: Cast, arrested: Arrest) -> None:
    cast.agencies["other"] = make.agency("police")
    cast.hire("olga", "other", "custody_officer")
    make.involvement(cast.kyle, cast.agencies["other"], kind="custody_check")
    with pytest.raises(Refused, match="Only the agency that recorded this arrest"):
        withdraw_arrest(arrest=arrested, reason="Wrong", by=cast.opening("olga"), at=make.NOW)


def test_recording_takes_the_permission_and_an_open_record(cast: Cast, arrested: Arrest) -> None:
    with pytest.raises(NotPermitted):
        record_arrest(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)
    with pytest.raises(NotFound):
        record_arrest(person=cast.kyle, facts=FACTS, by=cast.entering("carl"), at=make.NOW)


def test_probation_sees_the_arrest_under_the_agreement_and_a_housing_worker_does_not(
    cast: Cast, arrested: Arrest
) -> None:
    make.involvement(cast.kyle, cast.agencies["housing"], kind="housing_support", team=cast.teams["tenancy"])
    assert [found.pk for found in arrests_of(cast.kyle.pk, by=cast.opening("priya"))] == [arrested.pk]
    assert arrests_of(cast.kyle.pk, by=cast.opening("dan")) == []


def test_a_pass_for_one_person_answers_nothing_about_another(cast: Cast, arrested: Arrest) -> None:
    other = make.person(cast.agencies["police"], "Dean", "Hartley")
    make.arrest(other, cast.agencies["police"])
    assert arrests_of(other.pk, by=cast.opening("carl")) == []


def test_the_card_runs_one_statement_and_says_who_recorded_what(cast: Cast, arrested: Arrest) -> None:
    by = cast.opening("priya")
    card = CARD
    with CaptureQueriesContext(
        connection,
    ) as statements:
        shown = card.load(cast.kyle.pk, by)
        page = render_to_string(card.template, dict(shown or {}))
    assert len(statements) == 1
    for words in (
        "Theft from a shop",
        "Arrested 11 March 2026, 3:40pm, Peterlee.",
        "Outcome not known.",
        "Durham police",
    ):
        assert words in page


def test_the_card_warns_of_a_code_that_is_not_listed_and_hides_a_time_not_known(cast: Cast, arrested: Arrest) -> None:
    by = cast.opening("carl")
    facts = replace(FACTS, custody_number="DC/26/2", offence_code="ZZ99001", is_time_known=False)
    record_arrest(person=cast.kyle, facts=facts, by=by, at=make.NOW)
    page = render_to_string(CARD.template, dict(CARD.load(cast.kyle.pk, by) or {}))
    assert "Code not in the list" in page
    assert page.count("3:40pm") == 1


def test_an_empty_card_does_not_say_that_there_were_none(cast: Cast, looking: None) -> None:
    page = render_to_string(CARD.template, dict(CARD.load(cast.kyle.pk, cast.opening("priya")) or {}))
    assert "No arrests have been recorded in this service." in page
    assert "That does not mean there were none." in page


def test_arrests_stand_in_the_timeline() -> None:
    entry = HOUSE.holdings["history.Arrest"].timeline
    assert entry
    assert (entry.at, entry.kind) == ("at", "Arrest")


def test_many_arrests_are_recorded_as_one_by_one_or_none_is(cast: Cast, looking: None) -> None:
    by = system_pass(name="a file", agency=cast.agencies["police"], at=make.NOW)
    other = make.person(cast.agencies["police"], "Ann", "Lee")
    facts = ArrestFacts("CB26-1", make.NOW, offence_code="TH68010")
    told = [ArrestTold(cast.kyle, facts, "row 2"), ArrestTold(other, replace(facts, custody_number="CB26-2"), "row 3")]
    made = record_arrests(arrests=told, source="import", by=by, at=make.NOW)
    assert [(one.person_id, one.custody_number, one.source_reference, one.is_code_listed) for one in made] == [
        (cast.kyle.pk, "CB26-1", "row 2", True),
        (other.pk, "CB26-2", "row 3", True),
    ]
    third = replace(facts, custody_number="CB26-3")
    for again in (replace(facts, custody_number=" CB26-2 "), third):
        with pytest.raises(Refused, match=f"Custody number {again.custody_number.strip()} is already on record"):
            record_arrests(
                arrests=[ArrestTold(other, third, ""), ArrestTold(other, again, "")],
                source="import",
                by=by,
                at=make.NOW,
            )
    assert Arrest.objects.count() == 2
