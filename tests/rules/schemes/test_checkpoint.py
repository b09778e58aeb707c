"""Who can be offered Checkpoint: every case of the table, every code of our list, and what versions may not do."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from desistance.foundation.rulesets import Answer, NoRuleInForce, problems
from desistance.history.rules.code_lists import OFFENCE_CODES, code_list
from desistance.history.rules.offence_codes import find_code
from desistance.schemes.rules.checkpoint.criteria import CRITERIA
from desistance.schemes.rules.checkpoint.eligibility import differences, may_check, rules_on, weigh_checkpoint
from desistance.schemes.rules.checkpoint.facts import Answers, CheckpointFacts, answers_from, as_stored
from desistance.schemes.rules.checkpoint.offences import group_of_code, is_aggravated
from desistance.schemes.rules.months import birthday, months_after
from desistance.schemes.rules.results import Weighing, from_stored, stored, weigh
from desistance.schemes.terms.checkpoint import CHECKPOINT_RULES, GROUPS, QUESTIONS, WORDINGS
from desistance.schemes.terms.checks import Result
from tests.rules.schemes.cases import ANSWERS, CHAPTERS, LEANNE, OLD, TODAY, Case, lives, said
from tests.rules.schemes.manual import PAGE, page

CASES = [case for _, cases in CHAPTERS for case in cases]
LATER = CHECKPOINT_RULES[2]
TITLES = dict(line.split(",", 3)[::3] for line in code_list(OFFENCE_CODES).lines.decode().splitlines()[1:])
"""The title of every code in the project's list."""


def weighed(facts: CheckpointFacts, version: int = 3) -> Weighing:
    return weigh_checkpoint(facts, CHECKPOINT_RULES[version - 1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_each_case_is_answered_as_the_table_says_and_no_other_criterion_moves(case: Case) -> None:
    weighing = weighed(case.facts, case.version)
    told = {
        finding.criterion: finding.answer.value for finding in weighing.findings if finding.answer is not Answer.MET
    }
    assert told == {
        name: answer for name, answer in {case.criterion: case.answer, **case.also}.items() if answer != "met"
    }
    assert case.criterion in {finding.criterion for finding in weighing.findings}
    assert weighing.result is case.result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_every_finding_has_evidence_and_a_source(case: Case) -> None:
    for finding in weighed(case.facts, case.version).findings:
        assert finding.evidence, finding.criterion
        assert finding.source, finding.criterion
        assert finding.dated or finding.answer is Answer.CANNOT_TELL, finding.criterion


def test_the_practitioners_page_says_what_the_rules_and_cases_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Write it anew: python -m tests.rules.schemes.manual"


def test_every_criterion_of_every_version_has_a_case() -> None:
    covered = {case.criterion for case in CASES}
    assert (
        {name for rules in CHECKPOINT_RULES for name, _ in rules.criteria} == covered == set(WORDINGS) == set(CRITERIA)
    )


def test_with_no_answers_at_all_nothing_is_met_by_silence_and_nothing_is_refused() -> None:
    weighing = weighed(replace(LEANNE, answers=Answers()))
    assert weighing.result is Result.CANNOT_TELL
    assert weighing.counts == "4 met, 0 not met, 8 cannot tell"
    assert {finding.criterion for finding in weighing.of(Answer.MET)} == {
        "residence", "adult", "offence_age", "offence_listed",
    }  # fmt: skip


def test_the_story_12_criteria_with_the_address_14_months_old() -> None:
    weighing = weighed(lives(said_on=OLD))
    first = weighing.findings[0]
    assert weighing.counts == "11 met, 0 not met, 1 cannot tell"
    assert (first.wording, first.evidence) == (
        "Lives in the force area", "12 Front Street, Crook. Last confirmed 14 months ago",
    )  # fmt: skip
    assert (first.source, first.dated) == ("Durham Police, import", OLD)


def test_reasons_against_stand_first_and_more_than_one_is_told() -> None:
    weighing = weighed(replace(lives(said_on=OLD), answers=replace(ANSWERS, hate="yes", co_accused="yes")))
    assert [finding.answer.value for finding in weighing.findings[:3]] == ["not_met", "not_met", "cannot_tell"]
    assert weighing.because == ("the offence has a hate element", "somebody else is accused of it too")


def test_special_terms_beside_something_not_known_are_not_for_a_supervisor_yet() -> None:
    weighing = weighed(said(domestic="medium", bail="not_known"))
    assert weighing.result is Result.CANNOT_TELL


def test_an_empty_list_of_criteria_makes_nobody_eligible() -> None:
    assert weigh([]).result is Result.CANNOT_TELL


def test_the_officers_day_of_the_offence_is_shown_beside_the_records() -> None:
    facts = said(offence_from=date(2025, 12, 14), offence_to=date(2025, 12, 14))
    finding = next(one for one in weighed(facts).findings if one.criterion == "offence_age")
    assert finding.evidence == "14 December 2025, 89 days ago. The custody record says 2 March 2026"
    assert finding.source == "Carl Weatherill"


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2016, 8, 1), 1), (date(2018, 3, 31), 1), (date(2018, 4, 1), 2), (date(2025, 3, 31), 2),
        (date(2025, 4, 1), 3), (TODAY, 3),
    ],
)  # fmt: skip
def test_every_day_since_the_trial_has_one_version(day: date, version: int) -> None:
    assert rules_on(day).version == version


def test_before_the_first_version_there_is_no_rule() -> None:
    with pytest.raises(NoRuleInForce):
        rules_on(date(2016, 7, 31))


def test_versions_are_whole_and_every_criterion_says_where_it_is_from() -> None:
    assert problems(CHECKPOINT_RULES, CRITERIA) == []
    assert [name for rules in CHECKPOINT_RULES for name, values in rules.criteria if not values.get("from")] == []


def test_the_pages_differ_on_domestic_abuse_and_on_the_age_of_the_offence() -> None:
    told = differences(CHECKPOINT_RULES[1], LATER)
    domestic = next(one for one in told if "domestic" in one.criterion)
    assert domestic.kind == "changed"
    assert "standard" in domestic.after
    assert "standard" not in domestic.before
    assert "added" in {one.kind for one in told if "3 months" in one.criterion}
    assert {one.kind for one in differences(CHECKPOINT_RULES[0], CHECKPOINT_RULES[1])} >= {"added", "removed"}


def test_a_version_does_not_differ_from_itself() -> None:
    assert differences(LATER, LATER) == ()


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("TH68010", "theft"), ("TH68022", "robbery"), ("TH68036", "burglary_home"), ("TH68037", "burglary_other"),
        ("TH68038", "serious_burglary"), ("TH68050", ""), ("TH68072", ""), ("CD71039", "damage"),
        ("CD71041", "danger_to_life"), ("MD71007", "drug_supply"), ("MD71025", "drug_supply"),
        ("MD71022", "drug_possession"), ("MD71001", ""), ("CJ88116", "assault"), ("PU86004", "public_order"),
        ("RT88191", "driving"), ("TH68071", ""), ("CM90001", "cyber"), ("CY33005", "child_neglect"), ("CY33001", ""),
        ("MT88001", "communications"), ("CJ88159", "assault_police"), ("PL96001", "assault_police"),
    ],
)  # fmt: skip
def test_codes_of_our_list_are_placed_by_their_titles(code: str, group: str) -> None:
    known = find_code(code)
    assert known is not None
    assert group_of_code(code, known.title) == group


def test_every_group_with_a_pattern_holds_codes_and_no_serious_title_is_in_a_listed_group() -> None:
    placed = {code: group_of_code(code, title) for code, title in TITLES.items()}
    found = Counter(placed.values())
    assert [group.name for group in GROUPS if group.acts and not found[group.name]] == []
    listed = set(dict(LATER.criteria)["offence_listed"]["listed"])
    serious = ("robbery", "murder", "rape", "grievous", "firearm", "endanger", "arson")
    wrong = [
        (code, TITLES[code])
        for code, group in placed.items()
        if group in listed and any(word in TITLES[code].lower() for word in serious)
    ]
    assert wrong == []


def test_aggravated_titles_are_told_from_others() -> None:
    told = {code for code, title in TITLES.items() if is_aggravated(title)}
    assert len(told) > 50
    assert {code[:4] for code in told} >= {"CD98", "PU86"}
    assert not is_aggravated("Theft from a shop")
    assert not is_aggravated("Disturb a religious assembly")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"agency_kind": "probation"}, "Checkpoint is decided by the police"),
        ({"rank": ""}, "Choose your rank"),
        ({"answers": replace(ANSWERS, hate="perhaps")}, "Choose each answer from its list"),
        ({"answers": replace(ANSWERS, offence_group="piracy")}, "Choose each answer from its list"),
        ({"answers": replace(ANSWERS, offence_from=date(2026, 3, 12))}, "same as or before the date of arrest"),
        (
            {"answers": replace(ANSWERS, offence_from=date(2026, 3, 2), offence_to=date(2026, 3, 1))},
            "same as or after the first day",
        ),
    ],
)
def test_a_check_that_cannot_be_is_refused(change: dict[str, object], words: str) -> None:
    given = {"agency_kind": "police", "rank": "sergeant", "answers": ANSWERS, "arrested_on": date(2026, 3, 11)}
    assert may_check(**given)  # type: ignore[arg-type]
    assert words in may_check(**{**given, **change}).words  # type: ignore[arg-type]


def test_facts_and_findings_come_back_from_the_store_as_they_were_kept() -> None:
    facts = lives(said_on=OLD, confirmed="12 Front Street, Crook", confirmed_by="Carl", confirmed_on=TODAY)
    assert answers_from(as_stored(facts)) == facts.answers
    for finding in weighed(facts).findings:
        assert from_stored(stored(finding)) == finding


def test_a_question_of_later_and_one_that_is_gone_do_not_break_a_kept_check() -> None:
    kept = {"answers": {"hate": "no", "shoe_size": "9"}}
    assert answers_from(kept) == Answers(hate="no")
    assert answers_from({}) == Answers()


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2025-11-30", 3, "2026-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2025-10-31", 4, "2026-02-28"),
        ("2025-12-13", 3, "2026-03-13"), ("2025-12-31", 1, "2026-01-31"), ("2026-03-13", 0, "2026-03-13"),
    ],
)  # fmt: skip
def test_months_end_on_the_last_day_where_the_day_is_missing(day: str, months: int, after: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


def test_someone_born_on_29_february_is_18_on_1_march_of_a_common_year_and_on_the_day_in_a_leap_year() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_every_question_has_words_for_every_answer() -> None:
    assert all(words and answer for answers in QUESTIONS.values() for answer, words in answers)
    assert set(QUESTIONS) <= set(Answers.__slots__)
