"""Spec tables of convictions: what may stand on record, which field to mend, which disposal is the main one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desistance.history.rules.convictions import (
    ConvictionFacts,
    DisposalFacts,
    main_disposal,
    may_record_conviction,
    troubles_of_conviction,
)
from desistance.history.terms import SANCTION_OF, DisposalKind, Sanction

ON = date(2026, 3, 13)
FINE = DisposalFacts("fine", date(2026, 3, 2), "Peterlee Magistrates' Court")
THEFT = ConvictionFacts("4600112", "TH68010", committed_on=date(2026, 1, 9), disposals=(FINE,))

CASES: list[tuple[dict[str, Any], str, str]] = [
    # what is told otherwise, the field to mend, the words
    ({}, "", ""),
    ({"committed_on": date(2026, 3, 2)}, "", ""),
    (
        {"committed_on": date(2026, 3, 3)},
        "given_on",
        "Date of the disposal must be the same as or after the date of the offence.",
    ),
    (
        {"committed_until": date(2026, 3, 3)},
        "given_on",
        "Date of the disposal must be the same as or after the date of the offence.",
    ),
    ({"committed_until": date(2026, 3, 1)}, "", ""),
    (
        {"committed_until": date(2026, 1, 8)},
        "committed_until",
        "Last day of the offence must be the same as or after the first.",
    ),
    (
        {"committed_on": None, "committed_until": date(2026, 1, 8)},
        "committed_on",
        "Enter the first day of the offence, or leave out the last.",
    ),
    ({"committed_on": None}, "", ""),
    ({"committed_on": date(2026, 3, 14)}, "committed_on", "Date of the offence must be today or in the past."),
    ({"disposals": ()}, "disposals", "Enter how the offence was dealt with."),
    ({"disposals": (FINE,) * 21}, "disposals", "An offence can have 20 disposals at most."),
    (
        {"disposals": (FINE, replace(FINE, given_on=date(2026, 3, 14)))},
        "given_on",
        "Date of the disposal must be today or in the past.",
    ),
    ({"disposals": (replace(FINE, given_on=ON),)}, "", ""),
    (
        {"disposals": (replace(FINE, kind="flogging"),)},
        "kind",
        "“flogging” is not a kind of disposal that this service knows.",
    ),
    ({"disposals": (replace(FINE, length_days=0),)}, "length_days", "Length in days must be 1 or more."),
    ({"disposals": (replace(FINE, court="x" * 121),)}, "court", "Court must be 120 characters or fewer."),
    (
        {"disposals": (replace(FINE, area="Durham"),)},
        "area",
        "“Durham” is not the code of a local authority. A code is like E06000047.",
    ),
    ({"disposals": (replace(FINE, area="E06000047"),)}, "", ""),
    ({"number": " "}, "number", "Enter the number of the offence in your own system."),
    ({"number": "x" * 41}, "number", "Number of the offence must be 40 characters or fewer."),
    ({"offence_code": "TH68099"}, "offence_code", "“TH68099” is not a current or past offence code."),
    ({"offence_code": "046/00"}, "", ""),
    ({"offence_code": "04600"}, "", ""),
    ({"offence_code": ""}, "offence_code", "Enter an offence code or the offence in words."),
    ({"offence_code": "", "offence_words": "Theft of a bicycle"}, "", ""),
    ({"offence_words": "x" * 301}, "offence_words", "Offence must be 300 characters or fewer."),
]


@pytest.mark.parametrize(("told", "field", "words"), CASES)
def test_whether_an_offence_can_have_been_so(told: dict[str, Any], field: str, words: str) -> None:
    troubles = list(troubles_of_conviction(replace(THEFT, **told), ON))
    assert [(named, decision.words) for named, decision in troubles[:1]] == ([(field, words)] if field else [])
    assert may_record_conviction(replace(THEFT, **told), ON).is_allowed == (not field)


AGES = [
    # born, committed, committed until, the words
    (date(2016, 1, 10), date(2026, 1, 9), None, "The person would be 9 at the offence"),
    (date(2016, 1, 9), date(2026, 1, 9), None, ""),
    (date(2016, 2, 29), date(2026, 2, 28), None, "The person would be 9 at the offence"),
    (date(2016, 2, 1), date(2026, 1, 9), date(2026, 2, 1), ""),  # ten by its last day
    (date(2026, 1, 10), date(2026, 1, 9), None, "The offence is before the date of birth."),
    (date(2016, 3, 3), None, None, "The person would be 9 at the offence"),  # by its first disposal at the latest
    (None, date(2026, 1, 9), None, ""),
]


@pytest.mark.parametrize(("born", "first", "last", "words"), AGES)
def test_nobody_under_ten_commits_an_offence(
    born: date | None, first: date | None, last: date | None, words: str
) -> None:
    decision = may_record_conviction(replace(THEFT, committed_on=first, committed_until=last), ON, born)
    assert decision.is_allowed == (not words)
    assert decision.words.startswith(words)


@pytest.mark.parametrize(
    ("kinds", "main"),
    [
        (("ancillary", "fine", "compensation"), 1),
        (("fine", "imprisonment"), 1),
        (("fine", "fine"), 0),
        (("community_order", "suspended_sentence"), 1),
        (("not_known",), 0),
    ],
)
def test_the_gravest_disposal_is_the_main_one(kinds: tuple[str, ...], main: int) -> None:
    assert main_disposal(tuple(replace(FINE, kind=kind) for kind in kinds)) == main


@pytest.mark.parametrize(
    ("kind", "sanction"),
    [
        (DisposalKind.TAKEN_INTO_CONSIDERATION, Sanction.NONE),
        (DisposalKind.SUSPENDED_SENTENCE, Sanction.NON_CUSTODIAL),
        (DisposalKind.NO_SEPARATE_PENALTY, Sanction.NON_CUSTODIAL),
        (DisposalKind.COMMUNITY_RESOLUTION, Sanction.NONE),
        (DisposalKind.PENALTY_NOTICE, Sanction.NONE),
        (DisposalKind.REPRIMAND_OR_WARNING, Sanction.CAUTION),
        (DisposalKind.CONDITIONAL_CAUTION, Sanction.CAUTION),
        (DisposalKind.YOUTH_DETENTION, Sanction.CUSTODY),
        (DisposalKind.ACQUITTED, Sanction.NONE),
        (DisposalKind.NOT_KNOWN, Sanction.NONE),
        (DisposalKind.ABSOLUTE_DISCHARGE, Sanction.NON_CUSTODIAL),
    ],
)
def test_what_sanction_a_disposal_is(kind: DisposalKind, sanction: Sanction) -> None:
    assert SANCTION_OF[kind] is sanction
    assert set(SANCTION_OF) == set(DisposalKind)
