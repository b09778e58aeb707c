"""Search: it finds people however they are typed, says why, and tells nothing of anyone hidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.access.queries.search import SHOWN, Hit, search
from desistance.foundation import reading
from desistance.foundation.decisions import NotPermitted
from desistance.foundation.passes import Pass
from desistance.foundation.terms import Effect
from desistance.people.models import Person
from desistance.people.rules.keys import ending_key
from tests import factories as make
from tests.cast import Cast

PEOPLE = {
    "kile": ("Kile", "Ashcroft-Reid", date(1998, 6, 24)),
    "leanne": ("Leanne", "Purvis", date(1997, 10, 9)),
    "tomasz": ("Tomasz", "Wiśniewski", date(1986, 5, 5)),
    "jade": ("Jade", "Robson", date(2001, 3, 3)),
    "kenneth": ("Kenneth", "McDonald", date(1962, 2, 1)),
    "sinead": ("Sinéad Mary", "O'Brien", date(1990, 12, 31)),
    "one_name": ("Madonna", "", date(1970, 1, 2)),
    "letter": ("O", "X", date(1999, 9, 9)),
    "sixty": ("Wolfeschlegelsteinhausenbergerdorff", "Featherstonehaugh-Cholmondeley", date(1975, 8, 8)),
    "imran": ("Imran", "Aziz", date(2000, 11, 30)),
}


@pytest.fixture
def known(cast: Cast, looking: None) -> dict[str, Person]:
    """People whom Priya's team works with, by a short name."""
    found = {}
    for short, (given, family, born) in PEOPLE.items():
        person = make.person(cast.agencies["probation"], given, family, born)
        make.involvement(person, cast.agencies["probation"], team=cast.teams["east"])
        found[short] = person
    found["kyle"] = cast.kyle
    make.name(found["leanne"], cast.agencies["police"], "Lee", "Smith", kind="alias")
    make.name(found["jade"], cast.agencies["police"], "Dex", "", kind="alias")
    make.identifier(found["kile"], cast.agencies["probation"], "crn", "X482913")
    make.identifier(found["jade"], cast.agencies["police"], "pnc", "2004/0000712J")
    make.identifier(found["imran"], cast.agencies["police"], "custody", "DUR/26/00214")
    bad = {
        "is_well_formed": False,
        "why_not": "wrong letter",
        "raw": "2004/0000713Z",
        "compact_reversed": ending_key("2004/0000713Z"),
    }
    make.identifier(found["sinead"], cast.agencies["police"], "pnc", "", **bad)
    make.contact_detail(found["kile"], cast.agencies["probation"], "+447700900321")
    make.address(found["kile"], cast.agencies["probation"], postcode="DL14 7AB")
    return found


@contextmanager
def seeing(by: Pass) -> Iterator[reading.Notes]:
    """A page of notes as a request has one: what the test itself reads is not seen, what the search shows is."""
    token = reading._unseen.set("")
    try:
        with reading.noting(by) as notes:
            yield notes
    finally:
        reading._unseen.reset(token)


def ask(cast: Cast, text: str, who: str = "priya"):
    return search(by=cast.entering(who), text=text, at=make.NOW)


def found_by(cast: Cast, known: dict[str, Person], text: str, who: str = "priya") -> list[str]:
    names = {person.reference: short for short, person in known.items()}
    return [names[hit.reference] for hit in ask(cast, text, who).hits]


@pytest.mark.parametrize(
    ("text", "who", "why"),
    [
        ("Kile Ashcroft", "kile", "part of the name"),
        ("kyle ashcroft reid", "kile", "sounds like"),
        ("Kyle Ashcraft", "kile", "sounds like"),
        ("reid", "kile", "part of the name"),
        ("Ashcroft-Reid, Kile", "kile", "same name"),
        ("reid kile", "kile", "names swapped"),
        ("Leane Pervis", "leanne", "sounds like"),
        ("purbis", "leanne", "spelling"),
        ("Lee Smith", "leanne", "alias"),
        ("dex robson", "jade", "alias"),
        ("Wisniewski", "tomasz", "same name"),
        ("WIŚNIEWSKI TOMEK", "tomasz", "nickname"),
        ("tomas visnievski", "tomasz", "sounds like"),
        ("kenny mc donald", "kenneth", "nickname"),
        ("Macdonald kenny", "kenneth", "sounds like"),
        ("obrien", "sinead", "same name"),
        ("Sinead O\u2019Brien", "sinead", "same name"),
        ("mary o brien", "sinead", "same name"),
        ("madonna", "one_name", "same name"),
        ("x", "letter", "same name"),
        ("wolfeschlegelsteinhausenbergerdorf", "sixty", "start of the name"),
        ("fetherstonehaugh", "sixty", "sounds like"),
        ("imrab aziz", "imran", "spelling"),
        ("k ashcroft", "kyle", "initial"),
        ("ashc", "kyle", "start of the name"),
        ("24/6/98", "kyle", "date of birth"),
        ("24 June 1998", "kile", "date of birth"),
        ("born 1986", "tomasz", "date of birth"),
        ("10/9/1997", "leanne", "day and month swapped"),
        ("Feb 1962", "kenneth", "date of birth"),
        ("31/12", "sinead", "date of birth"),
        ("robson 3.3.2001", "jade", "date of birth"),
        ("X482913", "kile", "CRN"),
        ("crn: x482913", "kile", "CRN"),
        ("2913", "kile", "part of CRN"),
        ("X482", "kile", "part of CRN"),
        ("04/712J", "jade", "PNC number"),
        ("712J", "jade", "part of PNC number"),
        ("2004/0000713Z", "sinead", "PNC number"),
        ("DUR/26/00214", "imran", "part of Custody number"),
        ("00214", "imran", "part of Custody number"),
        ("321", "kile", "phone"),
        ("07700 900 321", "kile", "phone"),
        ("dl14", "kile", "postcode"),
        ("kile dl147ab", "kile", "postcode"),
    ],
)
def test_people_are_found_however_they_are_typed_and_the_row_says_why(
    cast, known, text: str, who: str, why: str
) -> None:
    hits = {hit.reference: hit for hit in ask(cast, text).hits}
    assert known[who].reference in hits, [hit.name for hit in hits.values()]
    assert why in " ".join(hits[known[who].reference].why)


@pytest.mark.parametrize(
    ("text", "who"),
    [("kyle ashcroft", "kyle"), ("kile ashcroft reid", "kile"), ("robson jade", "jade"), ("lee", "leanne")],
)
def test_the_best_fit_stands_first(cast, known, text: str, who: str) -> None:
    assert found_by(cast, known, text)[0] == who


@pytest.mark.parametrize(
    "text",
    ["kyle 25/6/98", "kyle purvis", "X482914", "2004/0000712K", "kile 322", "zzz", "ashcroft dl15", "imran X482913"],
)
def test_everything_that_was_typed_must_hold(cast, known, text: str) -> None:
    assert ask(cast, text).hits == ()


@pytest.mark.parametrize("text", ["", "  ", "?!", "\u200b"])
def test_nothing_typed_is_said_and_nothing_is_read(cast, known, text: str) -> None:
    with CaptureQueriesContext(connection) as ran:
        by = cast.entering("priya")
        before = len(ran)
        answer = search(by=by, text=text, at=make.NOW)
        assert len(ran) == before
    assert answer.is_empty
    assert answer.problems == ("Enter a name, date of birth or number",)


def test_a_row_says_who_it_is_and_who_holds_the_record(cast, known) -> None:
    make.involvement(known["kile"], cast.agencies["housing"], kind="housing_support")
    make.involvement(known["kile"], cast.agencies["health"], kind="treatment", data_class="health")
    cast.agencies["probation"].areas.add(make.area(name="County Durham"))
    (hit,) = ask(cast, "X482913").hits
    assert hit == Hit(
        known["kile"].reference, Effect.SEE, name="Ashcroft-Reid, Kile", born_on=date(1998, 6, 24),
        holders=("Durham probation", "Durham housing"), area="County Durham", why=("CRN",),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["X482913", "{reference}", "{reference_typed}"])
def test_a_whole_number_or_reference_of_one_person_opens_the_record(cast, known, text: str) -> None:
    person = Person.objects.get(pk=known["kile"].pk)
    Person.objects.filter(pk=person.pk).update(reference="P-7K3M-Q2")
    typed = text.format(reference="P-7K3M-Q2", reference_typed="p7k3mq2")
    assert ask(cast, typed).opens == "P-7K3M-Q2"
    assert ask(cast, f"kile {typed}").opens == ""
    make.identifier(known["jade"], cast.agencies["probation"], "crn", "X482913")
    assert bool(ask(cast, "X482913").opens) is False


def test_an_old_reference_finds_the_record_that_was_kept(cast, known) -> None:
    Person.objects.filter(pk=known["jade"].pk).update(reference="P-7K3M-Q2", merged_into=known["kile"])
    assert [hit.reference for hit in ask(cast, "P-7K3M-Q2").hits] == [known["kile"].reference]


def test_whom_another_agency_holds_is_found_by_name_year_and_holder_only(cast, known) -> None:
    make.involvement(known["tomasz"], cast.agencies["charity"], kind="community_support")
    make.involvement(known["tomasz"], cast.agencies["health"], kind="treatment", data_class="health")
    (hit,) = ask(cast, "wisniewski", "carl").hits
    assert hit == Hit(
        known["tomasz"].reference, Effect.KNOW, name="Wiśniewski, Tomasz", born_on=date(1986, 1, 1), precision="year",
        holders=("Durham probation",),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["321", "07700900321", "dl14 7ab", "kile dl14"])
def test_phones_and_postcodes_lead_only_to_people_whose_contact_details_the_reader_sees(cast, known, text: str) -> None:
    assert ask(cast, text, "carl").hits == ()
    make.involvement(known["kile"], cast.agencies["charity"], team=cast.teams["outreach"], kind="community_support")
    assert ask(cast, "kile", "uma").hits
    assert ask(cast, text, "uma").hits == ()


def test_a_confidential_address_never_leads_to_anyone(cast, known) -> None:
    make.address(
        known["jade"], cast.agencies["probation"], kind="refuge", postcode="SR1 1AA", data_class="confidential_address"
    )
    assert ask(cast, "sr1 1aa").hits == ()


def test_a_name_that_its_owner_hides_from_the_readers_agency_finds_nobody(cast, known) -> None:
    alias = make.name(known["kenneth"], cast.agencies["police"], "Zbigniew", "Hidden")
    assert found_by(cast, known, "zbigniew") == ["kenneth"]
    make.hidden_entry(known["kenneth"], alias, cast.agencies["probation"], agency=cast.agencies["police"])
    assert ask(cast, "zbigniew").hits == ()


def test_a_restricted_person_with_a_tie_is_a_row_without_a_word_of_detail_and_last(cast, known) -> None:
    make.restriction(known["kile"], cast.agencies["probation"], cast.staff["tom"])
    hits = ask(cast, "ashcroft").hits
    assert [hit.reference for hit in hits] == [cast.kyle.reference, known["kile"].reference]
    assert hits[-1] == Hit(known["kile"].reference, Effect.KNOW, is_restricted=True)
    assert ask(cast, "X482913").opens == ""


HIDDEN = ("restricted", "excluded", "not in an agreement", "no tie of any kind", "merged away")


def hide(cast: Cast, how: str) -> Person:
    """Somebody called Zygmunt Bexwoodby, whom the police officer must not learn of."""
    person = make.person(cast.agencies["charity"], "Zygmunt", "Bexwoodby", date(1950, 7, 7))
    make.identifier(person, cast.agencies["charity"], "crn", "Q777777")
    if how != "no tie of any kind":
        agency = cast.agencies["charity" if how == "not in an agreement" else "probation"]
        make.involvement(person, agency)
    if how == "restricted":
        make.restriction(person, cast.agencies["probation"], cast.staff["tom"])
    elif how == "excluded":
        make.involvement(person, cast.agencies["police"], kind="custody_check")
        make.exclusion(person, cast.agencies["police"], cast.staff["carl"])
    elif how == "merged away":
        Person.objects.filter(pk=person.pk).update(merged_into=hide(cast, "not in an agreement"))
    return person


@pytest.mark.parametrize("how", HIDDEN)
@pytest.mark.parametrize("text", ["zygmunt bexwoodby", "bexwoodby", "Q777777", "7/7/1950", "7777", "bexwoodby 1950"])
def test_a_hidden_match_and_no_match_are_the_same_answer_and_the_same_statements(
    cast, known, how: str, text: str
) -> None:
    def answer() -> tuple[Any, list[str]]:
        by = cast.entering("carl")
        with CaptureQueriesContext(connection) as ran, seeing(by) as notes:
            results = search(by=by, text=text, at=make.NOW)
        assert notes.subjects == set()
        return results, [query["sql"].split(" ", 2)[0] for query in ran]

    without = answer()
    hide(cast, how)
    assert answer() == without
    assert without[0].hits == ()


def test_the_statements_do_not_grow_with_the_people_found_and_the_look_names_those_shown(cast, known) -> None:
    def counted() -> tuple[int, int, int]:
        by = cast.entering("priya")
        with CaptureQueriesContext(connection) as ran, seeing(by) as notes:
            results = search(by=by, text="robson", at=make.NOW)
        return len(ran), len(results.hits), len(notes.subjects)

    few = counted()
    for number in range(40):
        person = make.person(cast.agencies["probation"], f"Jodie{chr(97 + number)}", "Robson")
        make.involvement(person, cast.agencies["probation"], team=cast.teams["east"])
    many = counted()
    assert few == (few[0], 1, 1)
    assert many == (few[0], SHOWN, SHOWN)
    assert few[0] <= 6
    assert ask(cast, "robson").has_more


def test_a_role_that_never_opens_a_record_may_not_search(cast, known) -> None:
    for who in ("ana", "bea", "adam"):
        with pytest.raises(NotPermitted):
            ask(cast, "ashcroft", who)


def test_governance_finds_anyone_who_is_not_restricted(cast, known) -> None:
    assert found_by(cast, known, "wisniewski", "grace") == ["tomasz"]
    make.restriction(known["tomasz"], cast.agencies["probation"], cast.staff["tom"])
    assert ask(cast, "wisniewski", "grace").hits == ()
