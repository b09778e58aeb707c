"""Spec tables of times in custody: what may stand on record, and what a later word changes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.history.rules.custody import (
    CustodyFacts,
    may_begin,
    may_record_custody,
    may_tell_anew,
    told_anew,
    troubles_of_custody,
)

ON = date(2026, 3, 13)
SENTENCE = CustodyFacts(
    "sentenced", date(2026, 1, 5), prison="Durham", sentenced_on=date(2026, 1, 5), planned_release_on=date(2026, 6, 1)
)

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "", ""),
    ({"kind": "holiday"}, "kind", "“holiday” is not a kind of custody that this service knows."),
    ({"from_on": date(2026, 3, 14)}, "from_on", "Date of reception must be today or in the past."),
    (
        {"until_on": date(2026, 1, 4)},
        "until_on",
        "Date of release must be the same as or after the date of reception.",
    ),
    (
        {"sentenced_on": date(2026, 2, 2), "until_on": date(2026, 2, 1)},
        "until_on",
        "Date of release must be the same as or after the date of the sentence.",
    ),
    ({"sentenced_on": date(2026, 2, 2), "until_on": date(2026, 2, 2)}, "", ""),  # time on remand was enough
    ({"until_on": date(2026, 1, 5)}, "", ""),
    (
        {"until_on": date(2026, 3, 14)},
        "until_on",
        "Date of release must be today or in the past. Enter a date ahead as the planned release.",
    ),
    ({"planned_release_on": date(2026, 1, 4)}, "planned_release_on", "Planned release must be the same as or after"),
    ({"planned_release_on": date(2031, 1, 1)}, "", ""),
    ({"sentenced_on": date(2026, 3, 14)}, "sentenced_on", "Date of the sentence must be today or in the past."),
    ({"release_kind": "licence"}, "until_on", "Enter the date of release, or leave out how it ended."),
    (
        {"release_kind": "escape", "until_on": ON},
        "release_kind",
        "“escape” is not a kind of release that this service knows.",
    ),
    ({"release_kind": "licence", "until_on": ON}, "", ""),
    ({"prison": "x" * 81}, "prison", "Prison must be 80 characters or fewer."),
]


@pytest.mark.parametrize(("told", "field", "words"), CASES)
def test_whether_a_time_in_custody_can_have_been_so(told: dict[str, Any], field: str, words: str) -> None:
    facts = replace(SENTENCE, **told)
    named, said = next(((named, no.words) for named, no in troubles_of_custody(facts, ON)), ("", ""))
    assert named == field
    assert said.startswith(words)
    assert may_record_custody(facts, ON).is_allowed == (not field)


def test_nobody_under_ten_is_in_custody() -> None:
    assert "under 10 at reception" in may_record_custody(SENTENCE, ON, date(2016, 1, 6)).words
    assert may_record_custody(SENTENCE, ON, date(2016, 1, 5))


@pytest.mark.parametrize(
    ("standing", "told", "words"),
    [
        ({}, {}, "This time in custody is already on record."),
        ({}, {"planned_release_on": None, "prison": ""}, "This time in custody is already on record."),
        ({}, {"until_on": ON}, ""),
        ({}, {"planned_release_on": date(2026, 5, 1)}, ""),
        ({"until_on": ON}, {"until_on": ON}, "This time in custody is already on record."),
        (
            {"until_on": date(2026, 3, 1)},
            {"until_on": ON},
            "This time in custody is on record as ended on 1 March 2026. Withdraw it first.",
        ),
    ],
)
def test_whether_it_is_told_anew(standing: dict[str, Any], told: dict[str, Any], words: str) -> None:
    decision = may_tell_anew(replace(SENTENCE, **standing), replace(SENTENCE, **told))
    assert decision.is_allowed == (not words)
    assert decision.words == words


def test_what_a_later_word_leaves_empty_stays_as_it_was_known() -> None:
    release = CustodyFacts("sentenced", SENTENCE.from_on, until_on=ON, release_kind="licence")
    assert told_anew(SENTENCE, release) == replace(SENTENCE, until_on=ON, release_kind="licence")


@pytest.mark.parametrize(
    ("kind", "begins", "ends", "may"),
    [
        ("sentenced", date(2026, 2, 1), None, False),  # the earlier one goes on
        ("recall", date(2026, 2, 1), None, True),
        ("sentenced", date(2025, 2, 1), date(2026, 1, 5), True),  # ended on the day the other began
        ("sentenced", date(2025, 2, 1), date(2026, 1, 6), False),
        ("sentenced", date(2025, 2, 1), None, False),
        ("sentenced", SENTENCE.from_on, None, True),  # the same one
    ],
)
def test_two_times_of_one_kind_do_not_overlap(kind: str, begins: date, ends: date | None, may: bool) -> None:
    decision = may_begin(CustodyFacts(kind, begins, ends), [SENTENCE])
    assert decision.is_allowed == may
    assert may or decision.words == "It overlaps a time in custody from 5 January 2026. Record that release first."
