"""Spec tables of the row rules: what each cell means, or what is wrong with it in words. Awkward cases first."""

from datetime import date, datetime

import pytest

from desistance.foundation.calendar import LOCAL
from desistance.history.rules.arrests import ArrestFacts
from desistance.ingest.rules.caseload import read_caseload_row
from desistance.ingest.rules.custody import read_custody_row
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.rows import CaseTold
from desistance.ingest.terms import ProblemKind
from tests.ingest.files import caseload_row, custody_row, pnc

AT = datetime(2026, 3, 13, 15, 40, tzinfo=LOCAL)
ROSTER = Roster(
    teams={"east": 7, "west": 8},
    workers={"priya@example.org": (1,), "priya": (1,), "sam okafor": (2, 3)},
    team_names=("East", "West"),
)

CUSTODY_PROBLEMS = [
    # what is changed in a good row, the problem's kind, its words, its suggestion
    (
        {"arrested_at": "02/28/2026"},
        "date",
        "Date of arrest 02/28/2026 is written month first.",
        "02/28/2026 looks like 28 February 2026.",
    ),
    (
        {"arrested_at": "02/28/2026 21:40"},
        "date",
        "Date of arrest 02/28/2026 is written month first.",
        "02/28/2026 looks like 28 February 2026.",
    ),
    (
        {"date_of_birth": "3/11/94"},
        "date",
        "Date of birth 3/11/94 has a year of two figures.",
        "3/11/94 looks like 3 November 1994.",
    ),
    (
        {"date_of_birth": "031194"},
        "date",
        "Date of birth 031194 has a year of two figures.",
        "031194 looks like 3 November 1994.",
    ),
    (
        {"date_of_birth": "3 Nov 94"},
        "date",
        "Date of birth 3 Nov 94 has a year of two figures.",
        "3 Nov 94 looks like 3 November 1994.",
    ),
    ({"date_of_birth": "unknown"}, "date", "Date of birth is “unknown”.", "Leave the cell empty if it is not known."),
    ({"date_of_birth": "N/K"}, "date", "Date of birth is “N/K”.", "Leave the cell empty if it is not known."),
    (
        {"date_of_birth": "31/2/1990"},
        "date",
        "Date of birth “31/2/1990” is not understood. February 1990 has no day 31. Day must be between 1 and 28.",
        "",
    ),
    (
        {"date_of_birth": "29/2/1999"},
        "date",
        "Date of birth “29/2/1999” is not understood. February 1999 has no day 29. Day must be between 1 and 28.",
        "",
    ),
    ({"date_of_birth": "13 Feb"}, "date", "Date of birth “13 Feb” is not understood. The year is missing.", ""),
    (
        {"date_of_birth": "about 30"},
        "date",
        "Date of birth “about 30” is not understood. Date must be like 24 6 1998 or 24 June 1998.",
        "",
    ),
    ({"date_of_birth": "14/3/2026"}, "date", "Date of birth must be in the past: 14/3/2026.", ""),
    ({"arrested_at": "14/3/2026"}, "date", "Date of arrest 14/3/2026 is in the future.", ""),
    ({"arrested_at": "13/3/2026 15:41"}, "date", "Date of arrest 13/3/2026 15:41 is in the future.", ""),
    ({"arrested_at": "March 2026"}, "date", "Date of arrest March 2026 must have a day, a month and a year.", ""),
    (
        {"arrested_at": "12/3/2026 25:10"},
        "date",
        "Date of arrest 12/3/2026 25:10 has no such time of day. Times are like 14:20.",
        "",
    ),
    ({"arrested_at": ""}, "missing", "Date of arrest is not given.", ""),
    ({"surname": ""}, "surname", "Surname is not given.", "Put a person's only name in the surname column."),
    ({"surname": "Unknown"}, "surname", "Surname is not given.", "Put a person's only name in the surname column."),
    ({"offence_code": "TH68099"}, "offence_code", "“TH68099” is not a current or past offence code.", ""),
    (
        {"offence_code": "shoplifting"},
        "offence_code",
        "“shoplifting” is not an offence code. A code is like TH68010: 4 characters for the Act and 3 digits.",
        "",
    ),
    ({"offence_code": ""}, "missing", "Neither an offence code nor the offence is given.", ""),
    ({"custody_number": ""}, "missing", "Custody number is not given.", ""),
    ({"custody_number": "D" * 41}, "length", "custody_number has 41 characters and must have 40 or fewer.", ""),
    ({"forenames": "x" * 121}, "length", "forenames has 121 characters and must have 120 or fewer.", ""),
    (
        {"offence_date": "13/3/2026", "arrested_at": "12/3/2026"},
        "order",
        "Date of the offence is after the date of arrest.",
        "",
    ),
    (
        {"date_of_birth": "11/3/2020"},
        "order",
        "Date of birth does not fit: the person would be 6 at the arrest, and nobody under 10 can be arrested.",
        "",
    ),
    (
        {"date_of_birth": "12/3/2026", "arrested_at": "11/3/2026"},
        "order",
        "Date of birth does not fit: the arrest is before the date of birth.",
        "",
    ),
]


@pytest.mark.parametrize(("changed", "kind", "words", "suggestion"), CUSTODY_PROBLEMS)
def test_a_bad_custody_row_is_held_with_what_where_and_how(
    changed: dict[str, str], kind: str, words: str, suggestion: str
) -> None:
    reading = read_custody_row(custody_row(0, **{"arrested_at": "11/03/2026", **changed}), AT)
    assert [(problem.kind.value, problem.words, problem.suggestion) for problem in reading.problems] == [
        (kind, words, suggestion)
    ]
    assert reading.event is None
    assert reading.person is None


CUSTODY_READINGS = [
    # moment as written, what it means, whether the time is known
    ("29/03/2026 01:30", datetime(2026, 3, 29, 1, 30, tzinfo=LOCAL), True),
    ("12/03/2026", datetime(2026, 3, 12, tzinfo=LOCAL), False),
    ("12/03/2026 00:00", datetime(2026, 3, 12, tzinfo=LOCAL), True),
    ("2026-03-12T23:59:07Z", datetime(2026, 3, 12, 23, 59, tzinfo=LOCAL), True),
    ("12 March 2026 9.05pm", datetime(2026, 3, 12, 21, 5, tzinfo=LOCAL), True),
    ("12 March 2026 12:10 am", datetime(2026, 3, 12, 0, 10, tzinfo=LOCAL), True),
    ("29/02/2024 14:20", datetime(2024, 2, 29, 14, 20, tzinfo=LOCAL), True),
]


@pytest.mark.parametrize(("written", "moment", "is_time_known"), CUSTODY_READINGS)
def test_the_moment_of_an_arrest(written: str, moment: datetime, is_time_known: bool) -> None:
    reading = read_custody_row(custody_row(0, arrested_at=written), datetime(2026, 4, 1, tzinfo=LOCAL))
    assert isinstance(reading.event, ArrestFacts), reading.problems
    assert (reading.event.arrested_at, reading.event.is_time_known) == (moment, is_time_known)


WARNINGS = [
    ({"date_of_birth": ""}, "Date of birth is not given, so this person cannot be matched by it."),
    (
        {"pnc": "2014/0000001Z"},
        "PNC number 2014/0000001Z is kept as it came. "
        "The letter at the end does not fit the digits. Check the number where it came from.",
    ),
    ({"sex": "X"}, "Sex “X” is not understood, so it is not used."),
    (
        {"postcode": "DL99"},
        "Postcode DL99 is kept with the address. Postcode must be a full one, like DL14 7AB. DL99 is only the first part.",
    ),
    (
        {"offence_code": "ZZ99001"},
        "Offence code ZZ99001 is of an Act that is not in this service's list, so it is kept as it came.",
    ),
    (
        {"offence_code": "", "offence": "Theft of a bicycle"},
        "Offence code is not given, so the offence is kept in the sender's words.",
    ),
]


@pytest.mark.parametrize(("changed", "words"), WARNINGS)
def test_what_is_odd_but_not_wrong_is_warned_of_and_does_not_hold_the_row(changed: dict[str, str], words: str) -> None:
    reading = read_custody_row(custody_row(3, **changed), AT)
    assert reading.is_good
    assert reading.warnings == (words,)


@pytest.mark.parametrize(
    ("surname", "forenames"),
    [("N", ""), ("Na", "Min"), ("O\u2019Brien-Łukasz", "Zoë"), ("x" * 60, "y" * 60), ("أحمد", "")],
)
def test_names_of_any_length_and_script_stand_as_written(surname: str, forenames: str) -> None:
    reading = read_custody_row(custody_row(3, surname=surname, forenames=forenames), AT)
    assert reading.person
    assert (reading.person.family, reading.person.given) == (surname, forenames)


def test_a_month_of_birth_alone_is_taken_as_a_month() -> None:
    person = read_custody_row(custody_row(3, date_of_birth="June 1998"), AT).person
    assert person
    assert person.born
    assert person.born.words == "June 1998"


def test_a_good_row_gives_its_number_in_capitals_and_its_identity_numbers() -> None:
    reading = read_custody_row(custody_row(3, custody_number="dc/26/04003", pnc=pnc(12)), AT)
    assert reading.key == "DC/26/04003"
    assert reading.person
    assert [number.value for number in reading.person.numbers] == [pnc(12)]


CASELOAD_PROBLEMS = [
    ({"crn": "482913"}, ProblemKind.NUMBER, "CRN must be a letter and 6 digits, like X482913.", ""),
    ({"crn": ""}, ProblemKind.NUMBER, "Enter the CRN.", ""),
    ({"team": "North"}, ProblemKind.TEAM, "“North” is not a team of your agency.", "Its teams are: East, West."),
    ({"team": ""}, ProblemKind.TEAM, "Team is not given.", ""),
    (
        {"practitioner": "Sam Okafor"},
        ProblemKind.PRACTITIONER,
        "2 workers of your agency are called “Sam Okafor”.",
        "Give the email address instead.",
    ),
    (
        {"practitioner": "nobody@example.org"},
        ProblemKind.PRACTITIONER,
        "“nobody@example.org” is not a worker of your agency.",
        "Add the worker first, or leave the cell empty.",
    ),
    ({"started_on": "1/4/2026"}, ProblemKind.DATE, "Date supervision started 1/4/2026 is in the future.", ""),
    (
        {"started_on": "11/13/2025"},
        ProblemKind.DATE,
        "Date supervision started 11/13/2025 is written month first.",
        "11/13/2025 looks like 13 November 2025.",
    ),
]


@pytest.mark.parametrize(("changed", "kind", "words", "suggestion"), CASELOAD_PROBLEMS)
def test_a_bad_caseload_row_is_held(changed: dict[str, str], kind: ProblemKind, words: str, suggestion: str) -> None:
    reading = read_caseload_row(caseload_row(1, **changed), AT, ROSTER)
    assert [(problem.kind, problem.words, problem.suggestion) for problem in reading.problems] == [
        (kind, words, suggestion)
    ]


@pytest.mark.parametrize("written", ["priya@example.org", "PRIYA@example.org", "Priya", "priya"])
def test_the_practitioner_is_found_by_address_or_name(written: str) -> None:
    reading = read_caseload_row(caseload_row(1, practitioner=written), AT, ROSTER)
    assert reading.event == CaseTold("X400001", 7, 1, date(2025, 11, 2))


def test_a_case_without_a_practitioner_is_the_teams() -> None:
    reading = read_caseload_row(caseload_row(1, practitioner=""), AT, ROSTER)
    assert reading.event == CaseTold("X400001", 7, None, date(2025, 11, 2))
    assert reading.warnings == ("No practitioner is given, so the team holds the case.",)
