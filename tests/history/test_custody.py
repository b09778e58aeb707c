"""Times in custody: recorded, ended by a later word, withdrawn; the same again is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desistance.foundation.decisions import Refused
from desistance.history.actions import record_custody, withdraw_custody
from desistance.history.models import CustodySpell
from desistance.history.queries import custody_on_record
from desistance.history.rules.custody import CustodyFacts
from tests import factories as make
from tests.cast import Cast

FACTS = CustodyFacts("sentenced", date(2026, 1, 5), prison="Durham", planned_release_on=date(2026, 3, 12))
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def inside(cast: Cast, looking: None) -> CustodySpell:
    return record_custody(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=make.NOW)


def test_a_release_ends_the_standing_time_by_saying_it_again(cast: Cast, inside: CustodySpell) -> None:
    release = CustodyFacts("sentenced", FACTS.from_on, until_on=date(2026, 3, 12), release_kind="licence")
    fresh = record_custody(person=cast.kyle, facts=release, by=cast.opening("priya"), at=LATER, source="import")
    old = CustodySpell.objects.get(pk=inside.pk)
    assert (old.withdrawn_at, old.reason) == (LATER, "Told anew")
    assert (fresh.prison, fresh.until_on, fresh.planned_release_on) == ("Durham", date(2026, 3, 12), date(2026, 3, 12))
    assert list(CustodySpell.objects.standing()) == [fresh]


def test_the_same_again_is_refused_and_changes_nothing(cast: Cast, inside: CustodySpell) -> None:
    with pytest.raises(Refused, match="already on record") as no:
        record_custody(person=cast.kyle, facts=FACTS, by=cast.opening("priya"), at=LATER)
    assert no.value.field == "from_on"
    assert list(CustodySpell.objects.all()) == [inside]


def test_a_refused_release_leaves_the_time_standing(cast: Cast, inside: CustodySpell) -> None:
    facts = replace(FACTS, until_on=date(2026, 1, 4))
    with pytest.raises(Refused) as no:
        record_custody(person=cast.kyle, facts=facts, by=cast.opening("priya"), at=LATER)
    assert no.value.field == "until_on"
    assert CustodySpell.objects.get().withdrawn_at is None


def test_a_time_of_the_same_kind_waits_for_the_release_of_the_earlier_one(cast: Cast, inside: CustodySpell) -> None:
    facts = CustodyFacts("sentenced", date(2026, 2, 9))
    with pytest.raises(Refused, match="It overlaps a time in custody from 5 January 2026"):
        record_custody(person=cast.kyle, facts=facts, by=cast.opening("priya"), at=LATER)
    assert record_custody(
        person=cast.kyle, facts=CustodyFacts("recall", date(2026, 2, 9)), by=cast.opening("priya"), at=LATER
    ).pk


def test_two_agencies_say_what_they_know_side_by_side(cast: Cast, inside: CustodySpell) -> None:
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management")
    facts = replace(FACTS, until_on=date(2026, 3, 1))
    record_custody(person=cast.kyle, facts=facts, by=cast.opening("rob"), at=LATER)
    assert CustodySpell.objects.standing().count() == 2
    key = (cast.kyle.pk, "sentenced", FACTS.from_on)
    assert custody_on_record([cast.kyle.pk], by=cast.entering("rob")) == {key: facts}
    assert custody_on_record([cast.kyle.pk], by=cast.entering("priya")) == {key: FACTS}


def test_a_withdrawn_time_no_longer_stands_and_may_be_recorded_again(cast: Cast, inside: CustodySpell) -> None:
    by = cast.opening("priya")
    withdraw_custody(spell=inside, reason="Another person", by=by, at=LATER)
    assert (inside.reason, inside.withdrawn_by) == ("Another person", by.staff)
    assert record_custody(person=cast.kyle, facts=FACTS, by=by, at=LATER).pk
    with pytest.raises(Refused, match="This time in custody was corrected or withdrawn before"):
        withdraw_custody(spell=inside, reason="Again", by=by, at=LATER)
