"""Why a name was found, in the words that the reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desistance.people.rules.name_matches import (
    MatchReason,
    NameMatch,
    NameTerms,
    match_word,
    name_terms,
    strength_of,
    why_matched,
    words_that_explain,
)
from desistance.people.rules.names import PersonName
from desistance.people.terms import NameKind

KYLE = (PersonName("Kyle John", "Ashcroft-Reid"), PersonName("Ky", "", NameKind.LIKED))
LEANNE = (PersonName("Leanne", "Purvis"), PersonName("Leanne", "Tate", NameKind.MAIDEN))
MAREK = (PersonName("Marek", "Dudek"), PersonName("", "Dudeck", NameKind.ALIAS), PersonName("Big", "M", NameKind.ALIAS))
TOMASZ = (PersonName("Tomasz", "Wiśniewski"),)
NIAMH = (PersonName("Anne Marie", "McDonald"),)
MONONYM = (PersonName("", "Sukarno"),)
SHORT = (PersonName("K", "O"),)
LONG = (PersonName("A" * 60, "Żółw" * 15),)
ARABIC = (PersonName("محمد", "العلي"),)
FORENAME_ONLY = (PersonName("Precious", ""),)


@pytest.mark.parametrize(
    ("typed", "names", "words"),
    [
        ("leane purvis", LEANNE, ("sounds like",)),
        ("leanne purvis", LEANNE, ("same name",)),
        ("purvis", LEANNE, ("same name",)),
        ("Purvis, Leanne", LEANNE, ("same name",)),
        ("leanne tate", LEANNE, ("previous name",)),
        ("Leanne, Purvis", LEANNE, ("names swapped",)),
        ("purvis leanne", LEANNE, ("names swapped",)),
        ("lianne purvis", LEANNE, ("nickname",)),
        ("l purvis", LEANNE, ("initial",)),
        ("lea pur", LEANNE, ("start of the name",)),
        ("puvris", LEANNE, ("spelling",)),
        ("kile ashcroft", KYLE, ("part of the name", "sounds like")),
        ("ashcroft reid", KYLE, ("same name",)),
        ("ashcroftreid", KYLE, ("same name",)),
        ("kj ashcroft-reid", KYLE, ("initial",)),
        ("ky ashcroft-reid", KYLE, ("likes to be called",)),
        ("ky", KYLE, ("likes to be called",)),
        ("john reid", KYLE, ("part of the name",)),
        ("marek dudeck", MAREK, ("alias",)),
        ("marek dudik", MAREK, ("sounds like",)),
        ("tomasz wisniewski", TOMASZ, ("same name",)),
        ("tomek wiśniewsky", TOMASZ, ("sounds like", "nickname")),
        ("annmarie mc donald", NIAMH, ("sounds like",)),
        ("anne mac donald", NIAMH, ("sounds like",)),
        ("o brien", (PersonName("Sean", "O'Brien"),), ("same name",)),
        ("mac donald anne", NIAMH, ("sounds like", "names swapped")),
        ("sukarno", MONONYM, ("same name",)),
        ("precious", FORENAME_ONLY, ("same name",)),
        ("k o", SHORT, ("same name",)),
        ("kyle o", SHORT, ("initial",)),
        ("a" * 60, LONG, ("same name",)),
        ("zolw" * 15, LONG, ("same name",)),
        ("العلي", ARABIC, ("same name",)),
        ("مُحمد", ARABIC, ("same name",)),
    ],
)
def test_each_row_says_why_it_matched(typed, names, words):
    assert set(words_that_explain(why_matched(name_terms(typed), names))) == set(words)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("dean hartley", LEANNE),
        ("leanne hartley", LEANNE),
        ("leanne leanne", LEANNE),
        ("purvis tate", LEANNE),
        ("", LEANNE),
        ("?", LEANNE),
        ("x", LEANNE),
        ("dave purvis", LEANNE),
        ("big dudek", MAREK),
        ("k purvis", LEANNE),
        ("p purvis", LEANNE),
        ("محمود", (PersonName("", "Smith"),)),
        ("one two three four five six seven eight nine", LEANNE),
    ],
)
def test_a_name_that_leaves_a_typed_word_unexplained_is_not_a_match(typed, names):
    assert why_matched(name_terms(typed), names) == ()


def test_nobody_matches_without_names():
    assert why_matched(name_terms("kyle"), ()) == ()
    assert strength_of(()) == 0
    assert words_that_explain(()) == ()


def test_a_better_agreement_ranks_higher():
    typed = name_terms("kyle ashcroft")
    ranked = [
        (PersonName("Kyle", "Ashcroft"),),
        (PersonName("Kyle", "Ashcroft-Reid"),),
        (PersonName("Dean", "Hill"), PersonName("Kyle", "Ashcroft", NameKind.ALIAS)),
        (PersonName("Ashcroft", "Kyle"),),
        (PersonName("Kile", "Ashcroft"),),
        (PersonName("K", "Ashcroft"),),
        (PersonName("Dean", "Hill"),),
    ]
    strengths = [strength_of(why_matched(typed, names)) for names in ranked]
    assert strengths[0] == 100
    assert strengths[1] > strengths[-2] > strengths[-1] == 0
    assert strengths == sorted(strengths, reverse=True) or strengths[4] > strengths[3]
    assert all(strength < 100 for strength in strengths[1:])


def test_the_reason_names_the_typed_word_and_the_word_it_found():
    reasons = why_matched(name_terms("leane purvis"), LEANNE)
    assert [(reason.typed, reason.found, reason.words) for reason in reasons] == [
        ("purvis", "purvis", "same name"),
        ("leane", "leanne", "sounds like"),
    ]


def test_an_alias_is_shown_with_the_whole_name_it_was_found_under():
    alias = next(reason for reason in why_matched(name_terms("marek dudeck"), MAREK) if reason.kind is NameMatch.ALIAS)
    assert alias.found == "Marek Dudeck"


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Ashcroft, Kyle", NameTerms(("ashcroft", "kyle"), ("ashcroft",))),
        ("Ashcroft-Reid, Kyle", NameTerms(("ashcroft", "reid", "kyle"), ("ashcroft", "reid"))),
        ("kyle ashcroft", NameTerms(("kyle", "ashcroft"), ("ashcroft",))),
        ("ashcroft", NameTerms(("ashcroft",))),
        ("ashcroft,", NameTerms(("ashcroft",))),
        (", kyle", NameTerms(("kyle",))),
        ("", NameTerms()),
    ],
)
def test_a_comma_puts_the_family_name_first(typed, terms):
    assert name_terms(typed) == terms


def test_given_words_are_known_only_where_a_family_name_is():
    assert name_terms("Ashcroft, Kyle John").given == ("kyle", "john")
    assert name_terms("kyle").given == ()


@pytest.mark.parametrize(
    ("typed", "found", "kind"),
    [
        ("kyle", "kyle", NameMatch.SAME),
        ("k", "kyle", NameMatch.INITIAL),
        ("kyle", "k", NameMatch.INITIAL),
        ("d", "kyle", None),
        ("ky", "kyle", NameMatch.START),
        ("kate", "catherine", NameMatch.NICKNAME),
        ("kile", "kyle", NameMatch.SOUND),
        ("hartley", "harltei", NameMatch.SPELLING),
        ("dean", "kyle", None),
    ],
)
def test_one_word_agrees_in_one_way(typed, found, kind):
    matched = match_word(typed, found)
    assert (matched and matched[0]) == kind


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_a_name_is_always_found_by_itself(given_name, family):
    terms = name_terms(f"{family.replace(',', ' ')}, {given_name}")
    if 0 < len(terms.words) <= 8:
        reasons = why_matched(terms, (PersonName(given_name, family),))
        assert strength_of(reasons) == 100


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_reasons_are_strongest_first_and_within_bounds(typed, given_name, family):
    reasons = why_matched(name_terms(typed), (PersonName(given_name, family),))
    strengths = [reason.strength for reason in reasons]
    assert strengths == sorted(strengths, reverse=True)
    assert all(isinstance(reason, MatchReason) and 0 < reason.strength <= 100 for reason in reasons)
