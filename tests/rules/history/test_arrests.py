"""Spec tables of arrests and offence codes. Awkward cases first."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desistance.foundation.calendar import LOCAL
from desistance.history.rules.arrests import ArrestFacts, age_problem, may_change, may_record, offence_in_words
from desistance.history.rules.offence_codes import CodeStanding, find_code, read_offence_code

AT = datetime(2026, 3, 13, 15, 40, tzinfo=LOCAL)
ARREST = ArrestFacts("DC/26/04117", datetime(2026, 3, 11, 14, 20, tzinfo=LOCAL), offence_code="TH68010")

CODES = [
    # as written, how it stands, the code, its title
    ("TH68099", CodeStanding.NOT_A_CODE, "TH68099", ""),
    ("th 68-010", CodeStanding.LISTED, "TH68010", "Theft from a shop"),
    ("TH68010Z", CodeStanding.NOT_A_CODE, "TH68010Z", ""),
    ("TH68010A", CodeStanding.LISTED, "TH68010A", "Attempt theft from shop"),
    ("ZZ99001", CodeStanding.ACT_NOT_HELD, "ZZ99001", ""),
    ("TH6801", CodeStanding.NOT_A_CODE, "TH6801", ""),
    ("", CodeStanding.NOT_A_CODE, "", ""),
    ("12345678", CodeStanding.NOT_A_CODE, "12345678", ""),
    ("CJ88116", CodeStanding.LISTED, "CJ88116", "Assault by beating"),
]


@pytest.mark.parametrize(("written", "standing", "code", "title"), CODES)
def test_a_code_is_listed_kept_or_a_slip(written: str, standing: CodeStanding, code: str, title: str) -> None:
    reading = read_offence_code(written)
    assert (reading.standing, reading.code, reading.title) == (standing, code, title)
    assert bool(reading.words) == (standing is not CodeStanding.LISTED)


@pytest.mark.parametrize(("code", "is_recordable"), [("TH68010", True), ("AS14003", False), ("MD71571", True)])
def test_the_list_says_what_is_recordable(code: str, is_recordable: bool) -> None:
    known = find_code(code)
    assert known
    assert known.is_recordable is is_recordable


RECORDS = [
    ({"arrested_at": AT + timedelta(minutes=1)}, "Date of arrest must be today or in the past."),
    ({"arrested_at": AT}, ""),
    ({"offence_on": date(2026, 3, 12)}, "Date of the offence must be the same as or before the date of arrest."),
    ({"offence_on": date(2026, 3, 11)}, ""),
    ({"custody_number": " "}, "Enter the custody number."),
    ({"custody_number": "x" * 41}, "Custody number must be 40 characters or fewer."),
    ({"offence_code": "", "offence_words": ""}, "Enter an offence code or the offence in words."),
    ({"offence_code": "", "offence_words": "Theft of a bicycle"}, ""),
    ({"offence_code": "TH68099"}, "“TH68099” is not a current or past offence code."),
    ({"offence_code": "ZZ99001"}, ""),
    ({"offence_words": "x" * 301}, "Offence must be 300 characters or fewer."),
]


@pytest.mark.parametrize(("changed", "refusal"), RECORDS)
def test_whether_an_arrest_can_have_happened_so(changed: dict[str, object], refusal: str) -> None:
    decision = may_record(replace(ARREST, **changed), AT)  # type: ignore[arg-type]
    assert decision.is_allowed == (not refusal)
    assert decision.is_allowed or decision.words == refusal


def test_an_arrest_just_before_the_clocks_change_belongs_to_its_local_day() -> None:
    at_night = datetime(2026, 3, 29, 0, 30, tzinfo=LOCAL)
    facts = replace(ARREST, arrested_at=at_night, offence_on=date(2026, 3, 29))
    assert may_record(facts, at_night + timedelta(hours=1))


@pytest.mark.parametrize(
    ("born", "arrested", "problem"),
    [
        (
            date(2016, 2, 29),
            date(2026, 2, 28),
            "the person would be 9 at the arrest, and nobody under 10 can be arrested",
        ),
        (date(2016, 2, 29), date(2026, 3, 1), ""),
        (date(2016, 3, 11), date(2026, 3, 11), ""),
        (date(2026, 3, 12), date(2026, 3, 11), "the arrest is before the date of birth"),
        (date(1900, 1, 1), date(2026, 3, 11), ""),
    ],
)
def test_who_can_have_been_arrested_by_age(born: date, arrested: date, problem: str) -> None:
    assert age_problem(born, arrested) == problem


@pytest.mark.parametrize(
    ("code", "words", "told"),
    [
        ("TH68010", "Stole a bottle", "Stole a bottle"),
        ("TH68010", " ", "Theft from a shop"),
        ("ZZ99001", "", "Offence code ZZ99001"),
        ("", "", "Offence not given"),
    ],
)
def test_the_offence_is_told_in_words_whatever_is_known(code: str, words: str, told: str) -> None:
    assert offence_in_words(replace(ARREST, offence_code=code, offence_words=words)) == told


@pytest.mark.parametrize(
    ("is_ours", "is_standing", "reason", "words"),
    [
        (False, True, "Wrong", "Only the agency that recorded this arrest can change it."),
        (True, False, "Wrong", "This arrest was corrected or withdrawn before. Open the newest version."),
        (True, True, " ", "Enter why this is being changed."),
        (True, True, "x" * 301, "The reason must be 300 characters or fewer."),
        (True, True, "Wrong person", ""),
    ],
)
def test_who_may_change_an_arrest(is_ours: bool, is_standing: bool, reason: str, words: str) -> None:
    decision = may_change(is_ours=is_ours, is_standing=is_standing, reason=reason)
    assert decision.words == words
    assert decision.is_allowed == (not words)
