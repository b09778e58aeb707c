"""Whether two records are about one person: field by field, and what an import may do by itself."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.dates import DatePart
from desistance.people.rules.identifiers import read_identifier
from desistance.people.rules.matching import (
    AddressFact,
    Agreement,
    Field,
    MatchOutcome,
    PersonFacts,
    compare_people,
    decide_match,
)
from desistance.people.rules.names import PersonName
from desistance.people.terms import IdentifierKind, NameKind, Sex

ON = datetime.date(2026, 3, 13)
BEDE_STREET = AddressFact("14 Bede Street", "DL14 7AB")
KYLE_BORN = DatePart(1998, 6, 24)
TWINS_BORN = DatePart(2001, 3, 3)


def number(kind, text):
    return read_identifier(kind, text, ON)


CRN = number(IdentifierKind.CRN, "X482913")
PNC = number(IdentifierKind.PNC, "1999/0123456X")
OTHER_PNC = number(IdentifierKind.PNC, "1999/1234567B")
BAD_PNC = number(IdentifierKind.PNC, "1999/0123456Y")
CUSTODY = number(IdentifierKind.CUSTODY, "DUR/26/0412")


def person(key, given_name="", family="", born=None, **rest):
    names = (PersonName(given_name, family),) if given_name or family else ()
    return PersonFacts(key, rest.pop("names", names), born, **rest)


POLICE = person("police:1", "Kyle", "ASHCROFT", KYLE_BORN, identifiers=(PNC,), sex=Sex.MALE)
PROBATION = person("probation:1", "Kile", "Ashcroft", KYLE_BORN, identifiers=(CRN, PNC), sex=Sex.MALE)
HOUSING = person("housing:1", "Kyle", "Ashcroft-Reid", KYLE_BORN, addresses=(BEDE_STREET,), phones=("+447700900321",))
JADE = person("P-8BKT-H4", "Jade", "Robson", TWINS_BORN, addresses=(BEDE_STREET,), sex=Sex.FEMALE)
JODIE = person("P-8BKT-J5", "Jodie", "Robson", TWINS_BORN, addresses=(BEDE_STREET,), sex=Sex.FEMALE)

DECISIONS = {
    "same number, name spelled otherwise, same birth date": (POLICE, PROBATION, MatchOutcome.SAME),
    "no number in common: name and birth date fit, but a person decides": (POLICE, HOUSING, MatchOutcome.POSSIBLE),
    "twins at one address with different given names": (JADE, JODIE, MatchOutcome.NEW),
    "twins under one mistaken number are never joined silently": (
        person("a", "Jade", "Robson", TWINS_BORN, identifiers=(PNC,), addresses=(BEDE_STREET,)),
        person("b", "Jodie", "Robson", TWINS_BORN, identifiers=(PNC,), addresses=(BEDE_STREET,)),
        MatchOutcome.POSSIBLE,
    ),
    "same number, contradictory name and birth date": (
        person("a", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(PNC,)),
        person("b", "Dean", "Hartley", DatePart(1990, 2, 1), identifiers=(PNC,)),
        MatchOutcome.POSSIBLE,
    ),
    "same number, another name, same birth date: a name given at arrest": (
        person("a", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(PNC,)),
        person("b", "Dean", "Hartley", KYLE_BORN, identifiers=(PNC,)),
        MatchOutcome.SAME,
    ),
    "same number and family name, another given name, one digit of the birth date: a brother's number": (
        person("a", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(PNC,)),
        person("b", "Dean", "Ashcroft", DatePart(1999, 6, 24), identifiers=(PNC,)),
        MatchOutcome.POSSIBLE,
    ),
    "same number and family name, another given name, day and month swapped": (
        person("a", "Kyle", "Ashcroft", DatePart(1998, 6, 5), identifiers=(PNC,)),
        person("b", "Dean", "Ashcroft", DatePart(1998, 5, 6), identifiers=(PNC,)),
        MatchOutcome.POSSIBLE,
    ),
    "same number, given name and family name, day and month swapped": (
        person("a", "Kyle", "Ashcroft", DatePart(1998, 6, 5), identifiers=(PNC,)),
        person("b", "Kyle", "Ashcroft", DatePart(1998, 5, 6), identifiers=(PNC,)),
        MatchOutcome.SAME,
    ),
    "same number, same name, another birth date": (
        person("a", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(PNC,)),
        person("b", "Kyle", "Ashcroft", DatePart(1985, 12, 1), identifiers=(PNC,)),
        MatchOutcome.SAME,
    ),
    "same number, married name, birth date not given": (
        person("a", "Leanne", "Purvis", identifiers=(CRN,)),
        person("b", "Leanne", "Tate", DatePart(1997, 10, 9), identifiers=(CRN,)),
        MatchOutcome.POSSIBLE,
    ),
    "same number and nothing to check it by": (
        person("a", identifiers=(CRN,)),
        person("b", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(CRN,)),
        MatchOutcome.POSSIBLE,
    ),
    "same number, one name only on both sides": (
        person("a", "", "Sukarno", identifiers=(CRN,)),
        person("b", "", "Sukarno", identifiers=(CRN,)),
        MatchOutcome.SAME,
    ),
    "a number that is not well formed proves nothing": (
        person("a", "Kyle", "Ashcroft", identifiers=(BAD_PNC,)),
        person("b", "Dean", "Hill", KYLE_BORN, identifiers=(BAD_PNC,)),
        MatchOutcome.NEW,
    ),
    "a custody number names an arrest, not a person": (
        person("a", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(CUSTODY,)),
        person("b", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(CUSTODY,)),
        MatchOutcome.POSSIBLE,
    ),
    "names and birth date fit, numbers of one kind differ: still for a person to see": (
        person("a", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(PNC,)),
        person("b", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(OTHER_PNC,)),
        MatchOutcome.POSSIBLE,
    ),
    "names swapped": (
        person("a", "Ashcroft", "Kyle", KYLE_BORN),
        person("b", "Kyle", "Ashcroft", KYLE_BORN),
        MatchOutcome.POSSIBLE,
    ),
    "day and month swapped": (
        person("a", "Leanne", "Purvis", DatePart(1997, 9, 10)),
        person("b", "Leanne", "Purvis", DatePart(1997, 10, 9)),
        MatchOutcome.POSSIBLE,
    ),
    "only the year is known": (
        person("a", "Leane", "Purvis", DatePart(1997)),
        person("b", "Leanne", "Purvis", DatePart(1997, 10, 9)),
        MatchOutcome.POSSIBLE,
    ),
    "same name alone": (person("a", "Paul", "Smith"), person("b", "Paul", "Smith"), MatchOutcome.NEW),
    "same name and phone, birth date not given": (
        person("a", "Paul", "Smith", phones=("+447700900321",)),
        person("b", "Paul", "Smith", phones=("+447700900321",)),
        MatchOutcome.POSSIBLE,
    ),
    "father and son of one name at one address: for a person to see": (
        person("a", "Paul", "Smith", DatePart(1970, 5, 2), addresses=(BEDE_STREET,)),
        person("b", "Paul", "Smith", DatePart(1999, 8, 11), addresses=(BEDE_STREET,)),
        MatchOutcome.POSSIBLE,
    ),
    "same name, another birth date, nothing else": (
        person("a", "Paul", "Smith", DatePart(1970, 5, 2)),
        person("b", "Paul", "Smith", DatePart(1999, 8, 11)),
        MatchOutcome.NEW,
    ),
    "new family name, same given name, birth date and address": (
        person("a", "Leanne", "Tate", DatePart(1997, 10, 9), addresses=(BEDE_STREET,)),
        person("b", "Leanne", "Purvis", DatePart(1997, 10, 9), addresses=(BEDE_STREET,)),
        MatchOutcome.POSSIBLE,
    ),
    "new family name and nothing else": (
        person("a", "Leanne", "Tate", DatePart(1997, 10, 9)),
        person("b", "Leanne", "Purvis", DatePart(1997, 10, 9)),
        MatchOutcome.NEW,
    ),
    "family name not given": (
        person("a", "Leanne", "", DatePart(1997, 10, 9)),
        person("b", "Leanne", "Purvis", DatePart(1997, 10, 9)),
        MatchOutcome.POSSIBLE,
    ),
    "a placeholder birth date is not a birth date": (
        person("a", "Paul", "Smith", DatePart(1900, 1, 1)),
        person("b", "Paul", "Smith", DatePart(1900, 1, 1)),
        MatchOutcome.NEW,
    ),
    "an alias is a name": (
        person("a", "Marek", "Dudeck", DatePart(1986, 5, 5), identifiers=(CRN,)),
        person(
            "b",
            born=DatePart(1986, 5, 15),
            identifiers=(CRN,),
            names=(PersonName("Jan", "Nowak"), PersonName("Marek", "Dudek", NameKind.ALIAS)),
        ),
        MatchOutcome.SAME,
    ),
}


@pytest.mark.parametrize("case", DECISIONS)
def test_a_pair_of_records_is_decided(case):
    incoming, known, outcome = DECISIONS[case]
    decision = decide_match(incoming, [known])
    assert decision.outcome is outcome
    assert decision.key == (known.key if outcome is MatchOutcome.SAME else None)
    assert all(decision.reasons)
    assert [candidate.key for candidate in decision.candidates] == ([] if outcome is MatchOutcome.NEW else [known.key])


@pytest.mark.parametrize("case", DECISIONS)
def test_a_pair_is_decided_alike_from_either_side(case):
    incoming, known, outcome = DECISIONS[case]
    assert decide_match(known, [incoming]).outcome is outcome
    forward, backward = compare_people(incoming, known), compare_people(known, incoming)
    assert [one.agreement for one in forward] == [one.agreement for one in backward]


@pytest.mark.parametrize("case", DECISIONS)
def test_people_told_apart_are_never_proposed_again(case):
    incoming, known, _ = DECISIONS[case]
    decision = decide_match(incoming, [known], frozenset({frozenset({known.key, incoming.key})}))
    assert (decision.outcome, decision.candidates) == (MatchOutcome.NEW, ())


def test_a_remembered_pair_says_nothing_about_others():
    apart = frozenset({frozenset({"police:1", "P-8BKT-H4"})})
    assert decide_match(POLICE, [PROBATION], apart).outcome is MatchOutcome.SAME


def test_numbers_that_fit_two_people_join_nobody():
    second = person("probation:2", "Kyle", "Ashcroft", KYLE_BORN, identifiers=(PNC,))
    decision = decide_match(POLICE, [PROBATION, second])
    assert (decision.outcome, decision.key) == (MatchOutcome.POSSIBLE, None)
    assert "fit 2 people" in decision.reasons[0]
    assert {candidate.key for candidate in decision.candidates} == {"probation:1", "probation:2"}


def test_the_one_that_fits_by_number_is_joined_though_others_are_possible():
    decision = decide_match(POLICE, [HOUSING, PROBATION])
    assert (decision.outcome, decision.key) == (MatchOutcome.SAME, "probation:1")
    assert [candidate.key for candidate in decision.candidates] == ["probation:1", "housing:1"]


def test_nobody_on_record_is_a_new_person():
    decision = decide_match(POLICE, [])
    assert (decision.outcome, decision.key, decision.reasons) == (MatchOutcome.NEW, None, ("Nobody on record fits",))
    assert "version 2" in decision.source


def test_three_agencies_records_of_kyle_are_compared_in_words():
    shown = {one.field: (one.agreement, one.words) for one in compare_people(PROBATION, HOUSING)}
    assert shown == {
        Field.NUMBERS: (Agreement.NOT_GIVEN, "no number of the same kind"),
        Field.BORN: (Agreement.SAME, "same date"),
        Field.FAMILY: (Agreement.CLOSE, "part of the name"),
        Field.GIVEN: (Agreement.CLOSE, "sounds like"),
        Field.ADDRESS: (Agreement.NOT_GIVEN, "not given"),
        Field.PHONE: (Agreement.NOT_GIVEN, "not given"),
        Field.SEX: (Agreement.NOT_GIVEN, "not given"),
    }


def test_each_field_says_how_much_it_counts():
    weights = {one.field: one.weight_words for one in compare_people(POLICE, PROBATION)}
    assert weights == {
        Field.NUMBERS: "counts a lot",
        Field.BORN: "counts a lot",
        Field.FAMILY: "counts some",
        Field.GIVEN: "counts some",
        Field.ADDRESS: "does not count",
        Field.PHONE: "does not count",
        Field.SEX: "counts little",
    }


def _compared(field, one, other):
    found = next(comparison for comparison in compare_people(one, other) if comparison.field is field)
    return found.agreement.value, found.words


@pytest.mark.parametrize(
    ("one", "other", "agreement", "words"),
    [
        ("Kyle", "KYLE", "Same", "same name"),
        ("Anne-Marie", "Annmarie", "Close", "spelling"),
        ("Anne-Marie", "Annemarie", "Same", "same name"),
        ("Kyle", "Kyle John", "Same", "same first name, other middle names"),
        ("K", "Kyle", "Close", "initial"),
        ("K", "Dean", "Different", "another initial"),
        ("Kasia", "Katarzyna", "Close", "nickname"),
        ("Kyle", "Kile", "Close", "sounds like"),
        ("Dean", "Deam", "Close", "spelling"),
        ("Jade", "Jodie", "Different", "another name"),
        ("", "Kyle", "Not given", "not given"),
        ("?", "Kyle", "Not given", "not given"),
        ("محمد", "مُحمّد", "Same", "same name"),
        ("A" * 60, "A" * 60, "Same", "same name"),
    ],
)
def test_given_names_are_compared_in_words(one, other, agreement, words):
    assert _compared(Field.GIVEN, person("a", one, "X"), person("b", other, "X")) == (agreement, words)


@pytest.mark.parametrize(
    ("one", "other", "agreement", "words"),
    [
        ("O'Brien", "OBRIEN", "Same", "same name"),
        ("Mc Donald", "McDonald", "Same", "same name"),
        ("Wiśniewski", "Wisniewski", "Same", "same name"),
        ("Ashcroft", "Ashcroft-Reid", "Close", "part of the name"),
        ("Dudek", "Dudeck", "Close", "sounds like"),
        ("Hartley", "Harltei", "Close", "spelling"),
        ("Tate", "Purvis", "Different", "another name"),
        ("", "Purvis", "Not given", "not given"),
    ],
)
def test_family_names_are_compared_in_words(one, other, agreement, words):
    assert _compared(Field.FAMILY, person("a", "X", one), person("b", "X", other)) == (agreement, words)


@pytest.mark.parametrize(
    ("one", "other", "agreement", "words"),
    [
        (KYLE_BORN, KYLE_BORN, "Same", "same date"),
        (KYLE_BORN, DatePart(1998, 6), "Close", "agrees as far as it is known"),
        (DatePart(1998), DatePart(1998), "Close", "both only known as 1998"),
        (DatePart(1998, 6, 5), DatePart(1998, 5, 6), "Close", "day and month swapped"),
        (KYLE_BORN, DatePart(1998, 6, 25), "Close", "one digit apart"),
        (KYLE_BORN, DatePart(1989, 6, 24), "Close", "one digit apart"),
        (KYLE_BORN, DatePart(1998, 7, 25), "Different", "another date"),
        (KYLE_BORN, DatePart(1999), "Different", "another date"),
        (KYLE_BORN, None, "Not given", "not given"),
        (KYLE_BORN, DatePart(1900, 1, 1), "Not given", "not given"),
    ],
)
def test_birth_dates_are_compared_in_words(one, other, agreement, words):
    assert _compared(Field.BORN, person("a", born=one), person("b", born=other)) == (agreement, words)


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement", "words"),
    [
        ((PNC,), (PNC, CRN), "Same", "same PNC number"),
        ((PNC, CRN), (OTHER_PNC, CRN), "Same", "same CRN; different PNC number"),
        ((PNC,), (OTHER_PNC,), "Different", "different PNC number"),
        ((PNC,), (PNC, OTHER_PNC), "Same", "same PNC number"),
        ((PNC,), (CRN,), "Not given", "no number of the same kind"),
        ((BAD_PNC,), (BAD_PNC,), "Not given", "no number of the same kind"),
        ((CUSTODY,), (CUSTODY,), "Not given", "no number of the same kind"),
    ],
)
def test_identity_numbers_are_compared_by_kind(ours, theirs, agreement, words):
    assert _compared(Field.NUMBERS, person("a", identifiers=ours), person("b", identifiers=theirs)) == (
        agreement,
        words,
    )


@pytest.mark.parametrize(
    ("one", "other", "agreement", "words"),
    [
        (BEDE_STREET, AddressFact("14, BEDE STREET", "DL14 7AB"), "Same", "same address"),
        (BEDE_STREET, AddressFact("16 Bede Street", "DL14 7AB"), "Close", "same postcode"),
        (BEDE_STREET, AddressFact("14 Bede Street"), "Close", "same first line"),
        (BEDE_STREET, AddressFact("2 High Row"), "Not given", "no postcode to compare"),
        (AddressFact(""), AddressFact(""), "Not given", "no postcode to compare"),
        (BEDE_STREET, AddressFact("14 Bede Street", "TS1 2AA"), "Different", "another postcode"),
    ],
)
def test_addresses_are_compared_in_words(one, other, agreement, words):
    assert _compared(Field.ADDRESS, person("a", addresses=(one,)), person("b", addresses=(other,))) == (
        agreement,
        words,
    )


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (Sex.FEMALE, Sex.FEMALE, "Same"),
        (Sex.FEMALE, Sex.MALE, "Different"),
        (Sex.FEMALE, Sex.NOT_KNOWN, "Not given"),
        (None, Sex.MALE, "Not given"),
    ],
)
def test_sex_that_is_not_known_is_not_different(one, other, agreement):
    assert _compared(Field.SEX, person("a", sex=one), person("b", sex=other))[0] == agreement


def test_phones_are_compared_as_whole_numbers():
    assert _compared(Field.PHONE, person("a", phones=("+441",)), person("b", phones=("+442",)))[0] == "Different"


texts = st.text(max_size=15)
names = st.lists(st.builds(PersonName, texts, texts), max_size=3).map(tuple)
births = st.none() | st.builds(DatePart, st.integers(1900, 2020), st.integers(1, 12), st.integers(1, 28))
facts = st.builds(
    PersonFacts,
    st.sampled_from(["a", "b", "c"]),
    names,
    births,
    st.none() | st.sampled_from(Sex),
    st.lists(st.sampled_from([PNC, OTHER_PNC, CRN, BAD_PNC, CUSTODY]), max_size=3).map(tuple),
    st.lists(st.sampled_from([BEDE_STREET, AddressFact("", "")]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["+441", "+442"]), max_size=2).map(tuple),
)


@given(facts, facts)
def test_comparison_is_the_same_from_both_sides(one, other):
    assert compare_people(one, other) == compare_people(other, one)


@given(facts, st.lists(facts, max_size=3, unique_by=lambda one: one.key))
def test_nobody_is_joined_without_a_shared_strong_number(incoming, known):
    decision = decide_match(incoming, known)
    if decision.outcome is MatchOutcome.SAME:
        joined = next(one for one in known if one.key == decision.key)
        ours = {(one.kind, one.value) for one in incoming.identifiers if one.is_well_formed}
        assert any((one.kind, one.value) in ours for one in joined.identifiers if one in (PNC, OTHER_PNC, CRN))


@given(facts, st.lists(facts, max_size=4))
def test_the_order_of_candidates_changes_nothing(incoming, known):
    assert decide_match(incoming, known).outcome is decide_match(incoming, known[::-1]).outcome
