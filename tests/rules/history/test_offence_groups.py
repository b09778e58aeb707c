"""The mapping of offence codes to groups: awkward cases, the whole of both lists, versions, and the guide that shows them."""

from collections import Counter
from datetime import date

import pytest

from desistance.foundation.rulesets import NoRuleInForce
from desistance.history.rules.code_lists import HOME_OFFICE_CODES, OFFENCE_CODES, RESULT_CODES, CodeList, code_list
from desistance.history.rules.disposal_codes import disposal_kind_of
from desistance.history.rules.offence_codes import CodeStanding, find_code, read_code_of_either_kind
from desistance.history.rules.offence_groups import classify, mapping
from desistance.history.terms import SANCTION_OF, OffenceGroup
from tests.rules.history import manual
from tests.rules.history.cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code or "none")
def test_an_offence_belongs_to_its_group(case: Case) -> None:
    found = classify(case.code)
    marks = [
        name
        for name, holds in (
            ("racial", found.is_racially_aggravated),
            ("alcohol", found.is_alcohol_related),
            ("breach", found.is_breach),
        )
        if holds
    ]
    assert (found.group, " ".join(marks)) == (case.group, case.flags)
    assert (found.is_recordable, found.is_listed) == (case.recordable, case.is_listed)
    assert found.warning.endswith("It is counted under Other.") == (not case.is_listed)


def test_the_guide_shows_these_cases() -> None:
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "stale: python -m tests.rules.history.manual"


def test_every_case_has_a_title_or_a_warning() -> None:
    assert [case.code for case in CASES if not classify(case.code).title and not classify(case.code).warning] == []


def test_every_code_of_both_lists_has_one_group_and_no_group_is_empty() -> None:
    for name, count in ((OFFENCE_CODES, 24960), (HOME_OFFICE_CODES, 3039)):
        codes = code_list(name).codes()[::9]
        groups = Counter(classify(code).group for code in codes)
        assert code_list(name).count() == count
        assert set(groups) == set(OffenceGroup)


def test_every_line_of_the_mapping_is_the_first_for_some_code_or_its_last_resort() -> None:
    known = [find_code(code) for name in (OFFENCE_CODES, HOME_OFFICE_CODES) for code in code_list(name).codes()]
    rows = mapping("offence_groups.csv")
    used = {next(number for number, row in enumerate(rows) if code and row.fits(code)) for code in known}
    assert [rows[number] for number in range(len(rows)) if number not in used] == []


def test_a_day_before_the_first_version_has_no_mapping() -> None:
    assert classify("TH68010", date(2000, 1, 1)).version == 1
    with pytest.raises(NoRuleInForce):
        classify("TH68010", date(1999, 12, 31))


@pytest.mark.parametrize("name", [OFFENCE_CODES, HOME_OFFICE_CODES, RESULT_CODES])
def test_a_list_is_sorted_and_every_code_in_it_is_found(name: str) -> None:
    listed = code_list(name)
    codes = listed.codes()
    assert codes == sorted(set(codes), key=str.encode)
    assert all((listed.line(code) or [""])[0] == code for code in codes)


@pytest.mark.parametrize("code", ["", "A", "TH6801", "TH680100", "ZZ99999", "AA", "~", "code", "#", "é"])
def test_a_code_that_is_not_in_a_list_is_not_found(code: str) -> None:
    assert code_list(OFFENCE_CODES).line(code) is None


def test_a_list_of_one_code_and_of_none_is_searched_like_any_other() -> None:
    assert CodeList(b"code,title\nAA00001,One, two\n").line("AA00001") == ["AA00001", "One, two"]
    assert CodeList(b"code,title\n").line("AA00001") is None
    assert not CodeList(b"code,title\n").has_beginning("AA")


@pytest.mark.parametrize(
    ("written", "code", "standing"),
    [
        ("046/00", "04600", CodeStanding.LISTED),
        (" 046 00 ", "04600", CodeStanding.LISTED),
        ("046-00", "04600", CodeStanding.LISTED),
        ("999/99", "99999", CodeStanding.ACT_NOT_HELD),
        ("th68010", "TH68010", CodeStanding.LISTED),
        ("0460", "0460", CodeStanding.NOT_A_CODE),
        ("046000", "046000", CodeStanding.NOT_A_CODE),
        ("TH68099", "TH68099", CodeStanding.NOT_A_CODE),
    ],
)
def test_codes_of_either_kind_are_read(written: str, code: str, standing: CodeStanding) -> None:
    reading = read_code_of_either_kind(written)
    assert (reading.code, reading.standing) == (code, standing)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1002", "imprisonment"),
        ("1115", "suspended_sentence"),
        ("1116", "community_order"),
        ("1015", "fine"),
        ("1020", "no_separate_penalty"),
        ("1109", "penalty_notice"),
        ("1117", "conditional_caution"),
        ("2004", "acquitted"),
        ("2051", "not_proceeded"),
        ("3007", "ancillary"),
        ("3112", "taken_into_consideration"),
        (" 1081 ", "youth_detention"),
        ("4506", None),  # adjourned
        ("4028", None),  # remanded
        ("1039", None),  # a reprimand of the police or of a court martial: not told apart
        ("", None),
    ],
)
def test_a_result_code_is_a_kind_of_disposal_or_none(code: str, kind: str | None) -> None:
    assert disposal_kind_of(code) == kind


def test_every_result_code_in_the_list_is_a_kind_with_a_sanction() -> None:
    assert [code for code in code_list(RESULT_CODES).codes() if disposal_kind_of(code) not in SANCTION_OF] == []
