"""The weight beside a possible match: learnt from the file and whom it may be about, by version, and never a decision."""

import random
from datetime import date, timedelta

import pytest

from desistance.audit.models import AuditEvent
from desistance.foundation.rulesets import in_force
from desistance.ingest import worker
from desistance.ingest.actions.comparing import compare_row, different_people
from desistance.ingest.models import ImportRow, Likeness
from desistance.ingest.rules.likeness import band_of, said_words
from desistance.ingest.terms import LINK_THRESHOLDS, Band
from tests import factories as make
from tests.ingest.files import as_csv, custody_row
from tests.ingest.office import BORN, Office

FORENAMES = (
    "Aaron",
    "Bethany",
    "Callum",
    "Demi",
    "Ethan",
    "Freya",
    "Gavin",
    "Holly",
    "Idris",
    "Jade",
    "Kieran",
    "Lucy",
)
SURNAMES = ("Marsden", "Nattrass", "Ogle", "Pallister", "Quinn", "Raine", "Stobbart", "Tinkler", "Usher", "Vasey")


def populate(office: Office, number: int) -> list[tuple[str, str, date]]:
    chance = random.Random(4)
    made = []
    for place in range(number):
        who = (chance.choice(FORENAMES), SURNAMES[place % len(SURNAMES)] + "x" * (place // len(SURNAMES)))
        born = date(1970, 1, 2) + timedelta(days=chance.randrange(12_000))
        office.known(*who, born)
        made.append((*who, born))
    return made


@pytest.fixture
def alone(office: Office, looking: None) -> Office:
    return office.without_kyle()


def test_each_pair_that_waits_has_a_weight_with_its_reasons_and_versions_and_nothing_is_decided(alone: Office) -> None:
    people = populate(alone, 40)
    twin = alone.known("Kyle", "Ashcroft", BORN)
    rows = [
        custody_row(number, surname=family, forenames=given, date_of_birth=f"{born:%d/%m/%Y}", pnc="")
        for number, (given, family, born) in enumerate([*people[:25], ("Kyle", "Ashcroft", BORN)], start=1)
    ]
    record = alone.check(as_csv(rows))
    waiting = ImportRow.objects.filter(imported=record, state="possible")
    before = list(waiting.values_list("pk", flat=True))
    assert worker.weigh(imported=record.pk, at=make.NOW) == len(before) == 26
    assert list(waiting.values_list("pk", flat=True)) == before
    one = Likeness.objects.get(row__line=27)
    assert (one.person_id, one.model, one.thresholds) == (twin.pk, "linkage-2026-11", 1)
    assert one.weight > 0
    assert one.band == band_of(one.weight, LINK_THRESHOLDS[0])
    assert {said["about"] for said in one.said} >= {"name", "date of birth"}
    assert "Ashcroft" not in str(one.said)
    named = AuditEvent.objects.get(what="ingest.gather_pairs")
    assert twin.pk in named.subjects
    alike = compare_row(imported=record, line=27, by=alone.cast.entering("gita"), at=make.NOW)
    assert [each.likeness for each in alike.people] == [one]
    different_people(row=alike.row, reason="Twins", by=alone.cast.entering("gita"), at=make.NOW)
    assert worker.weigh(imported=record.pk, at=make.NOW) == 25


def test_where_there_is_too_little_to_learn_from_nothing_is_weighed(alone: Office) -> None:
    alone.known("Kyle", "Ashcroft", BORN)
    record = alone.check(
        as_csv([custody_row(1, surname="Ashcroft", forenames="Kyle", date_of_birth="24/06/1998", pnc="")])
    )
    assert worker.weigh(imported=record.pk, at=make.NOW) == 0


@pytest.mark.parametrize(
    ("weight", "band"),
    [(20.0, Band.JOIN), (19.9, Band.REVIEW), (14.0, Band.REVIEW), (13.9, Band.NO), (-3.0, Band.NO), (35.2, Band.JOIN)],
)
def test_bands_are_by_the_thresholds_of_the_day(weight: float, band: Band) -> None:
    assert band_of(weight, in_force(LINK_THRESHOLDS, date(2026, 3, 13))) is band


def test_reasons_are_told_in_words_with_their_side() -> None:
    said = [
        {"about": "name", "words": "the same surname", "weight": 5.2},
        {"about": "postcode", "words": "different", "weight": -0.2},
    ]
    assert said_words(said) == [
        "Name: the same surname (+5.2, for one person)",
        "Postcode: different (speaks for neither)",
    ]
