"""Scores in words: what each predictor asks, what the record answers and does not, and what a result means. Awkward ones first."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desistance.assessment.rules.score_facts import (
    Given,
    OnRecord,
    Said,
    Sanctioned,
    Spell,
    Supervised,
    gather,
    home_office_code,
    mapping,
)
from desistance.assessment.rules.score_inputs import FROM_RECORD, answered_by_worker, asked, inputs_of, words_of_name
from desistance.assessment.rules.score_words import meaning, percent_words, question_of
from desistance.assessment.rules.scores import (
    RULE_SOURCE,
    OutsideFacts,
    may_judge,
    may_score,
    may_withdraw,
    troubles_of_outside,
    work_out,
)
from desistance.assessment.terms.scores import OFFERED, Generation, Predictor
from desistance.foundation.decisions import Refused
from evidence.predictors.published import offences

ON = date(2026, 3, 13)
PROBATION, POLICE = "Durham probation", "Durham police"
BORN = Said(date(1998, 6, 24), PROBATION, date(2025, 1, 1))
MALE = Said("male", PROBATION, date(2025, 1, 1))
THEFT = Sanctioned(date(2022, 5, 9), "TH68007", "Theft from a vehicle", POLICE, date(2022, 5, 10), 0, date(2022, 3, 14))
BURGLARY = Sanctioned(date(2025, 11, 3), "TH68036", "Burglary", POLICE, date(2025, 11, 4), 4, date(2025, 8, 17))
ORDER = Supervised("Community order", date(2025, 11, 3), None, PROBATION)
RECORD = OnRecord((BORN,), (MALE,), (THEFT, BURGLARY), (), (ORDER,))


def given(**changed: Any) -> dict[str, Given]:
    return dict(gather(replace(RECORD, **changed), ON).given)


def value(name: str, **changed: Any) -> Any:
    one = given(**changed).get(name)
    return one.value if one else None


def notes(**changed: Any) -> tuple[str, ...]:
    return gather(replace(RECORD, **changed), ON).notes


@pytest.mark.parametrize(("generation", "predictor"), OFFERED)
def test_every_predictor_asks_in_words_and_answers_something_with_nothing_on_record(
    generation: str, predictor: str
) -> None:
    names = inputs_of(predictor, generation)
    assert len(names) == len(set(names))
    for name in names:
        assert words_of_name(name)[0].isupper()
        assert not re.search("[a-z][A-Z]", words_of_name(name))  # no name of the request is left as it is
    worked = work_out(predictor, generation, gather(OnRecord(), ON).given)
    assert worked.is_scored == (predictor == Predictor.PNI and worked.outcome != "")
    assert worked.problems
    assert all(one.endswith((".", "?")) for one in worked.problems)
    assert question_of(predictor)


def test_the_record_answers_what_it_holds_and_a_worker_is_not_asked_again() -> None:
    wanted = {one.name for one in answered_by_worker("ARP", "2026", given())}
    assert not wanted & FROM_RECORD
    assert "isUnemployed" in wanted
    assert {one.name for one in answered_by_worker("ARP", "2026", {})} & FROM_RECORD == {
        "currentOffenceCode",
        "dateAtStartOfFollowup",
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dateOfBirth", "date"),
        ("totalIndecentImageSanctions", "whole"),
        ("isUnemployed", "yes_no"),
        ("temperControl", "choice"),
        ("previousConvictions", "kinds"),
        ("currentOffenceCode", "code"),
    ],
)
def test_each_input_is_asked_in_its_own_way(name: str, kind: str) -> None:
    assert asked(name).kind == kind


def test_sanctions_are_counted_by_day_whoever_says_them() -> None:
    again = replace(BURGLARY, agency=PROBATION)
    other = replace(BURGLARY, code="TH68010", words="Theft from a shop", gravity=7)
    told = given(sanctions=(THEFT, BURGLARY, again, other))
    assert told["totalNumberOfSanctionsForAllOffences"].value == 2
    assert told["totalNumberOfSanctionsForAllOffences"].source.endswith("by Durham police, Durham probation")
    assert told["currentOffenceCode"].value == "02800"  # the gravest of the newest day
    assert told["ageAtFirstSanction"].value == 23
    assert told["mostRecentOffenceDate"].value == "2025-08-17"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"births": ()}, None),
        (
            {"births": (replace(BORN, is_exact=False),)},
            "Only part of the date of birth is known; a score needs the day.",
        ),
        (
            {"births": (BORN, Said(date(1998, 6, 26), POLICE, ON))},
            "Agencies differ on the date of birth: Durham probation says 24 June 1998; Durham police says 26 June 1998. "
            "The first is used, as on the Details tab.",
        ),
        (
            {"births": (Said(date(2023, 1, 1), PROBATION, ON),)},
            "The first sanction on record, 9 May 2022, is not after the date of birth: one is wrong.",
        ),
        (
            {"sexes": (replace(MALE, value="indeterminate"),)},
            "The predictors were made for two values of sex, male and female, and the record says neither.",
        ),
        (
            {"sexes": (MALE, Said("female", POLICE, ON))},
            "Agencies differ on sex: Durham probation says male; Durham police says female. The newest is used.",
        ),
        (
            {"sanctions": (THEFT, replace(BURGLARY, on=date(2026, 5, 1)))},
            "1 sanction is after 13 March 2026 on record, so not counted: the score is for 13 March 2026.",
        ),
        (
            {"sanctions": (replace(THEFT, code="XX99001"), BURGLARY)},
            "Whether the sanction of 9 May 2022 was violent is not known, because its offence code is not one that the "
            "predictors know; it is counted as not violent.",
        ),
        (
            {"sanctions": (THEFT, replace(BURGLARY, code="", words="Offence not given"))},
            "No Home Office code is known for the current offence: Offence not given (no code). Enter it below.",
        ),
        (
            {"not_shared": {POLICE: 2}},
            "Entries of history that are not shared with you are not counted: 2 by Durham police.",
        ),
    ],
)
def test_what_is_missing_or_does_not_agree_is_told(changed: dict[str, Any], said: str | None) -> None:
    assert (said in notes(**changed)) if said else notes(**changed) == ()


def test_a_birth_date_that_is_not_known_is_said_by_the_score() -> None:
    worked = work_out("ARP", "2026", given(births=()))
    assert not worked.is_scored
    assert "Not on record: date of birth, age at the first sanction." in worked.problems


def test_nothing_follows_from_a_record_without_a_sexual_offence_because_not_known_is_not_no() -> None:
    assert value("hasEverCommittedSexualOffence") is None
    found = value("hasEverCommittedSexualOffence", sanctions=(replace(THEFT, code="01908"), BURGLARY))
    assert found is True
    assert value("dateOfMostRecentSexualOffence", sanctions=(replace(THEFT, code="01908"),)) == "2022-03-14"


@pytest.mark.parametrize(
    ("codes", "kinds"),
    [
        ((), []),
        (("00801",), ["WOUNDING_GBH"]),
        (("05601", "05700", "09001"), ["ARSON", "CRIMINAL_DAMAGE", "WEAPON"]),
        (("00101", "03600", "03401", "02900"), ["AGGRAVATED_BURGLARY", "HOMICIDE", "KIDNAPPING", "ROBBERY"]),
        (("46099",), None),
    ],
)
def test_kinds_of_previous_conviction_follow_from_codes_or_are_not_known(
    codes: tuple[str, ...], kinds: list[str] | None
) -> None:
    before = tuple(replace(THEFT, code=code, on=date(2015 + place, 1, 1)) for place, code in enumerate(codes))
    assert value("previousConvictions", sanctions=(*before, BURGLARY)) == kinds


@pytest.mark.parametrize(
    ("spells", "orders", "status", "start"),
    [
        ((), (), None, None),
        ((), (ORDER,), "COMMUNITY", "2025-11-03"),
        ((), (replace(ORDER, ended_on=date(2026, 3, 12)),), None, None),
        ((), (replace(ORDER, ended_on=ON),), "COMMUNITY", "2025-11-03"),
        ((), (replace(ORDER, starts_on=date(2024, 1, 1)),), "COMMUNITY", None),  # an order from before the conviction
        ((Spell("remand", date(2026, 2, 1), None, None, "HMP"),), (ORDER,), "REMAND", None),
        ((Spell("sentenced", date(2025, 12, 1), None, date(2026, 9, 1), "HMP"),), (), "CUSTODY", "2026-09-01"),
        ((Spell("sentenced", date(2025, 12, 1), date(2026, 3, 1), None, "HMP"),), (), None, "2026-03-01"),
        ((Spell("recall", date(2026, 3, 1), ON, None, "HMP"),), (ORDER,), "COMMUNITY", "2026-03-13"),
    ],
)
def test_where_someone_is_supervised_and_since_when(
    spells: tuple[Spell, ...], orders: tuple[Supervised, ...], status: str | None, start: str | None
) -> None:
    assert value("supervisionStatus", spells=spells, orders=orders) == status
    assert value("dateAtStartOfFollowup", spells=spells, orders=orders) == start


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("046/00", "04600"),
        ("99999", "99999"),  # the predictors answer for themselves that they do not know it
        ("", ""),
        ("rubbish", ""),
        ("XX99001", ""),
        ("TH68036", "02800"),
        ("TH68037", "03000"),
        ("TH68046", "03100"),
        ("TH68A02", ""),  # a burglary, and where is not said
        ("TH68081", "03300"),
        ("TH68010", "04600"),
        ("TH68015", "04900"),
        ("COML025A", "00200"),
        ("COML002", "00800"),
        ("RT88526", "00404"),
        ("CD98029", "00800"),
    ],
)
def test_a_code_of_either_kind_has_one_home_office_code_or_none(code: str, found: str) -> None:
    assert home_office_code(code, ON) == found


def test_every_code_that_the_mapping_gives_is_known_to_the_predictors() -> None:
    assert {row.gives for row in mapping("score_offences.csv") if row.gives} <= set(offences())


def answered(**values: Any) -> dict[str, Given]:
    return {name: Given(name, one, str(one), "answered by Priya", ON, "answer") for name, one in values.items()}


def test_a_score_from_the_record_alone_says_what_would_make_it_better_known() -> None:
    worked = work_out("ARP", "2026", given())
    assert (worked.variant, worked.percent, worked.band) == ("static", Decimal("24.20"), "low")
    assert worked.problems[0].startswith("Not answered: suitability of accommodation, is unemployed")
    assert worked.parts[0].label == "Where everyone starts"
    assert worked.changes[-1].words == "After 12 more months without an offence, all else the same"
    assert worked.changes[-1].percent < Decimal("24.20")


def test_drug_use_without_motivation_is_told_and_scored_from_the_record() -> None:
    worked = work_out("ARP", "2026", {**given(), **answered(hasHeroinUsage=True)})
    assert worked.variant == "static"
    assert any(one.startswith("Drug use is answered (use of heroin)") for one in worked.problems)


def test_a_wrong_answer_is_refused_by_its_field() -> None:
    with pytest.raises(Refused) as refused:
        work_out("ARP", "2026", {**given(), **answered(isUnemployed="yes")})
    assert refused.value.field == "isUnemployed"


def test_the_combined_score_adds_its_parts_and_says_which_it_lacks() -> None:
    worked = work_out("CSRP", "2026", {**given(), **answered(hasEverCommittedSexualOffence=False)})
    assert (worked.variant, worked.percent, worked.band) == ("static", Decimal("0.55"), "low")
    assert [one.effect for one in worked.parts] == ["Adds 0%", "Adds 0%", "Adds 0.55%"]


@pytest.mark.parametrize(
    ("predictor", "percent", "words"),
    [
        (
            "ARP",
            Decimal("24.20"),
            "Of 1,000 people with the same answers, about 242 were proven to reoffend within two years.",
        ),
        (
            "SVRP",
            Decimal("0.04"),
            "Of 1,000 people with the same answers, about none were proven to reoffend with serious violence that was not "
            "sexual within two years.",
        ),
        ("LDS", None, ""),
    ],
)
def test_a_percentage_is_told_as_people(predictor: str, percent: Decimal | None, words: str) -> None:
    assert meaning(predictor, percent) == words


def test_a_whole_percentage_has_no_decimals() -> None:
    assert [percent_words(one) for one in (None, Decimal("24.00"), Decimal("24.20"))] == ["", "24%", "24.20%"]


OUTSIDE = OutsideFacts("ARP", "2026", "dynamic", "1.0", "OASys", date(2026, 2, 2), Decimal("42.5"), None, "low")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, ""),
        ({"system": " "}, "system"),
        ({"percent": None}, "percent"),
        ({"percent": Decimal(100)}, "percent"),
        ({"percent": Decimal("-0.01")}, "percent"),
        ({"band": "purple"}, "band"),
        ({"variant": "both"}, "variant"),
        ({"one_year": Decimal(12)}, "one_year"),
        ({"predictor": "OGRS3", "generation": "legacy", "one_year": Decimal(12)}, ""),
        ({"predictor": "LDS"}, "percent"),
        ({"predictor": "LDS", "percent": None}, "outcome"),
        ({"predictor": "LDS", "percent": None, "outcome": "Score 2 of 2"}, ""),
    ],
)
def test_a_score_from_outside_is_refused_by_the_field_to_mend(changed: dict[str, Any], field: str) -> None:
    told = troubles_of_outside(replace(OUTSIDE, **changed))
    assert next((name for name, decision in told if not decision), "") == field


@pytest.mark.parametrize(
    ("predictor", "generation", "day", "kind", "may"),
    [
        ("ARP", "2026", ON, "probation", True),
        ("ARP", "2026", ON, "prison", True),
        ("ARP", "2026", ON, "police", False),
        ("ARP", "legacy", ON, "probation", False),
        ("ARP", "2026", date(2026, 3, 14), "probation", False),
    ],
)
def test_who_may_score_what_and_when(predictor: str, generation: str, day: date, kind: str, may: bool) -> None:
    decision = may_score(predictor=predictor, generation=generation, scored_on=day, on=ON, agency_kind=kind)
    assert bool(decision) is may


@pytest.mark.parametrize(
    ("judgement", "reason", "may"),
    [("", "", True), ("agrees", "", True), ("higher", " ", False), ("lower", "Works now", True), ("never", "", False)],
)
def test_a_judgement_that_differs_has_a_reason(judgement: str, reason: str, may: bool) -> None:
    assert bool(may_judge(judgement=judgement, reason=reason)) is may


@pytest.mark.parametrize(
    ("ours", "standing", "reason", "may"),
    [
        (True, True, "Wrong person", True),
        (False, True, "x", False),
        (True, False, "x", False),
        (True, True, " ", False),
    ],
)
def test_taking_back_needs_a_reason_and_is_done_once_by_ones_own(
    ours: bool, standing: bool, reason: str, may: bool
) -> None:
    assert bool(may_withdraw(is_ours=ours, is_standing=standing, reason=reason)) is may


def test_every_generation_has_its_own_source() -> None:
    assert set(RULE_SOURCE) == set(Generation)
