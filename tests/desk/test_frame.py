"""The banner: what is on record and open to the reader, in one statement; and the cards that rooms put on the page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.desk.queries.frame import cards_for, frame_for
from desistance.foundation.register import HOUSE, Card
from desistance.foundation.terms import DataClass
from desistance.people.queries.banner import BannerFacts, banner_facts
from tests import factories as make
from tests.cast import Cast

TODAY = make.NOW.date()
DAY = timedelta(days=1)


def facts(cast: Cast, who: str = "priya") -> BannerFacts:
    return frame_for(person=cast.kyle, by=cast.opening(who), on=TODAY).facts


def lives(cast: Cast, agency: str, lines: str, **more):
    values = {"kind": "main", "lines": lines, "from_on": date(2026, 2, 2), **more}
    return make.address(cast.kyle, cast.agencies[agency], **values)


def test_nothing_on_record_is_said_as_nothing(cast: Cast, looking: None) -> None:
    found = facts(cast)
    assert (found.name, found.born_on) == ("Kyle Ashcroft", date(1998, 6, 24))
    assert (found.liked_name, found.address, found.phone, found.numbers) == ("", None, None, ())


def test_agencies_that_disagree_stand_side_by_side_newest_word_first(cast: Cast, looking: None) -> None:
    lives(cast, "council", "3 Chapel Row", said_at=make.NOW - 9 * DAY)
    lives(cast, "housing", "14 Bede Street", said_at=make.NOW - 3 * DAY)
    lives(cast, "police", "14 bede street", said_at=make.NOW - 5 * DAY)
    found = facts(cast)
    assert [(one.lines, one.agency) for one in found.addresses] == [
        ("14 Bede Street", "Durham housing"),
        ("3 Chapel Row", "Durham council"),
    ]


def test_a_choice_that_someone_made_decides_which_fact_is_shown(cast: Cast, looking: None) -> None:
    chosen = lives(cast, "council", "3 Chapel Row", said_at=make.NOW - 9 * DAY)
    lives(cast, "housing", "14 Bede Street", said_at=make.NOW - 3 * DAY)
    make.choice(cast.kyle, chosen, kind="address")
    married = make.name(cast.kyle, cast.agencies["police"], "Kyle", "Ashcroft-Reid", kind="current")
    make.choice(cast.kyle, married, kind="name")
    found = facts(cast)
    assert (found.address.lines, found.name) == ("3 Chapel Row", "Kyle Ashcroft-Reid")


@pytest.mark.parametrize(
    "spell",
    [
        {"until_on": TODAY - DAY},
        {"from_on": TODAY + DAY},
        {"kind": "temporary"},
        {"data_class": "confidential_address"},
        {"withdrawn_at": make.NOW, "withdrawn_by": 1},
    ],
)
def test_an_address_that_is_past_or_to_come_or_confidential_or_withdrawn_is_not_shown(
    cast: Cast, looking: None, spell: dict
) -> None:
    lives(cast, "housing", "14 Bede Street", **spell)
    assert facts(cast).address is None


def test_an_own_confidential_address_says_that_it_is(cast: Cast, looking: None) -> None:
    lives(cast, "probation", "A refuge", data_class="confidential_address")
    assert facts(cast).address.is_confidential


def test_no_fixed_address_is_a_fact_and_not_a_gap(cast: Cast, looking: None) -> None:
    lives(cast, "probation", "", kind="no_fixed")
    assert facts(cast).address.is_no_fixed


def test_a_fact_hidden_from_the_readers_agency_is_not_in_the_banner(cast: Cast, looking: None) -> None:
    row = lives(cast, "housing", "14 Bede Street")
    make.hidden_entry(cast.kyle, row, cast.agencies["probation"], holding="people.Address")
    assert facts(cast).address is None


def test_numbers_of_an_agency_without_an_agreement_and_local_numbers_are_not_shown(cast: Cast, looking: None) -> None:
    make.contact_detail(cast.kyle, cast.agencies["charity"], kind="mobile")
    make.identifier(cast.kyle, cast.agencies["probation"], kind="local", value="L1")
    found = facts(cast)
    assert (found.phone, found.numbers) == (None, ())


def test_the_banner_is_one_statement_and_notes_its_classes(cast: Cast, looking: None) -> None:
    lives(cast, "housing", "14 Bede Street")
    by = cast.opening("priya")
    with CaptureQueriesContext(connection) as asked:
        banner_facts(person_id=cast.kyle.pk, by=by, on=TODAY)
    assert len(asked) == 1


def test_cards_stand_in_order_and_only_where_the_reader_sees_their_class(
    cast: Cast, looking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def card(name: str, order: int, data_class: DataClass, content: dict | None) -> Card:
        return Card(name, name, "main", order, data_class, "x.html", lambda _person, _by: content)

    shown = {
        "b": card("b", 20, DataClass.CASEWORK, {"x": 1}),
        "a": card("a", 10, DataClass.CASEWORK, {"x": 2}),
        "silent": card("silent", 5, DataClass.CASEWORK, None),
        "victim": card("victim", 1, DataClass.VICTIM, {"x": 3}),
    }
    monkeypatch.setattr(HOUSE, "cards", shown)
    found = cards_for(person_id=cast.kyle.pk, by=cast.opening("priya"), place="main")
    assert [one.card.name for one in found] == ["a", "b"]
    assert cards_for(person_id=cast.kyle.pk, by=cast.opening("priya"), place="side") == ()


def test_every_card_of_every_room_runs_one_statement(cast: Cast, looking: None) -> None:
    by = cast.opening("priya")
    for card in HOUSE.cards.values():
        with CaptureQueriesContext(connection) as asked:
            card.load(cast.kyle.pk, by)
        assert len(asked) <= 1, f"{card.name} runs {len(asked)} statements"
