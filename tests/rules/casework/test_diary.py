"""The diary's rules as tables, awkward cases first: times, repeats, clashes, outcomes, undo, warnings, compliance."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desistance.casework.rules.arranging import (
    Booked,
    ContactFacts,
    clashes,
    is_bank_holiday,
    may_end,
    troubles_of_arranging,
    troubles_of_recording,
)
from desistance.casework.rules.outcomes import (
    OutcomeFacts,
    WhereItLeaves,
    compliance_of,
    evidence_due,
    may_decide,
    may_record_outcome,
    may_undo,
    troubles_of_outcome,
    where_it_leaves,
)
from desistance.casework.rules.times import local_moment, read_clock, repeat_days
from desistance.casework.terms import ENFORCEABLE, Outcome, Pattern
from desistance.foundation.calendar import LOCAL
from desistance.foundation.terms import DataClass

NOW = datetime(2026, 3, 13, 15, 40, tzinfo=UTC)
TODAY = date(2026, 3, 13)
OFFICE = ContactFacts("office", "Supervision", 30, "Bishop Auckland office")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
        ("Midday", time(12)),
        ("midnight", time(0)),
        ("9.30 p.m.", time(21, 30)),
        ("9:30AM", time(9, 30)),
        ("09.30", time(9, 30)),
        ("14:30", time(14, 30)),
        ("2pm", time(14)),
        ("0:05", time(0, 5)),
        ("9", None),  # morning or evening is not known
        ("14:30pm", None),
        ("0am", None),
        ("24:00", None),
        ("9:60", None),
        ("9:5", None),
        ("٩:30", None),
        ("", None),
        ("half nine", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, read: time | None) -> None:
    assert read_clock(typed) == read


@pytest.mark.parametrize(
    ("first", "pattern", "times", "days"),
    [
        ("2027-12-31", Pattern.MONTHLY, 4, ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]),
        ("2026-01-31", Pattern.MONTHLY, 3, ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("2026-08-30", Pattern.MONTHLY, 2, ["2026-08-30", "2026-09-30"]),
        ("2026-03-16", Pattern.WEEKLY, 3, ["2026-03-16", "2026-03-23", "2026-03-30"]),
        ("2026-12-21", Pattern.FORTNIGHTLY, 2, ["2026-12-21", "2027-01-04"]),
        ("2026-03-16", Pattern.WEEKLY, 1, ["2026-03-16"]),
        ("2026-03-16", Pattern.ONCE, 9, ["2026-03-16"]),
    ],
)
def test_an_appointment_comes_again_on_these_days(first: str, pattern: str, times: int, days: list[str]) -> None:
    assert [str(day) for day in repeat_days(date.fromisoformat(first), pattern, times)] == days


@given(some.dates(date(2020, 1, 1), date(2040, 1, 1)), some.sampled_from(Pattern), some.integers(1, 52))
def test_repeats_start_at_the_first_day_and_only_go_forward(first: date, pattern: str, times: int) -> None:
    days = repeat_days(first, pattern, times)
    assert days[0] == first
    assert len(days) == (1 if pattern == Pattern.ONCE else times)
    assert days == sorted(set(days))


def test_half_past_nine_stays_half_past_nine_when_the_clocks_change() -> None:
    days = repeat_days(date(2026, 3, 27), Pattern.WEEKLY, 2)
    before, after = (local_moment(day, time(9, 30)) for day in days)
    assert [moment.hour for moment in (before, after)] == [9, 8]  # in universal time
    assert {moment.astimezone(LOCAL).time() for moment in (before, after)} == {time(9, 30)}
    assert after - before == timedelta(days=7, hours=-1)


def test_an_hour_that_is_skipped_becomes_the_next_and_one_that_comes_twice_is_the_first() -> None:
    assert local_moment(date(2026, 3, 29), time(1, 30)).astimezone(LOCAL).time() == time(2, 30)
    assert local_moment(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "away", "field"),
    [
        (OFFICE, [timedelta(0)], "day"),
        (OFFICE, [timedelta(hours=1), timedelta(minutes=-1)], "day"),
        (OFFICE, [timedelta(days=732)], "day"),
        (OFFICE, [], "day"),
        (OFFICE, [timedelta(days=day) for day in range(1, 54)], "times"),
        (ContactFacts("party"), [timedelta(days=1)], "kind"),
        (ContactFacts("office", minutes=0), [timedelta(days=1)], "minutes"),
        (ContactFacts("office", minutes=721), [timedelta(days=1)], "minutes"),
        (ContactFacts("office", purpose="a" * 121), [timedelta(days=1)], "purpose"),
        (ContactFacts("office", place="a" * 121), [timedelta(days=1)], "place"),
        (OFFICE, [timedelta(microseconds=1)], ""),
        (OFFICE, [timedelta(days=731)], ""),
    ],
)
def test_what_may_be_arranged(facts: ContactFacts, away: list[timedelta], field: str) -> None:
    troubles = list(troubles_of_arranging(facts, [NOW + one for one in away], NOW))
    assert [name for name, _ in troubles] == ([field] if field else [])
    assert not any(decision for _, decision in troubles)


@pytest.mark.parametrize(("away", "is_refused"), [(1, True), (0, False), (-600, False)])
def test_what_has_happened_is_not_to_come(away: int, is_refused: bool) -> None:
    assert bool(list(troubles_of_recording(OFFICE, NOW + timedelta(minutes=away), NOW))) is is_refused


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (ContactFacts("drug_test"), DataClass.HEALTH),
        (ContactFacts("treatment"), DataClass.HEALTH),
        (ContactFacts("office", is_treatment=True), DataClass.HEALTH),
        (OFFICE, DataClass.CASEWORK),
    ],
)
def test_tests_and_treatment_are_health_information(facts: ContactFacts, kind: DataClass) -> None:
    assert facts.data_class is kind


@pytest.mark.parametrize(
    ("begins", "ends", "is_clash"), [(-30, 0, False), (30, 60, False), (-30, 1, True), (29, 60, True), (-60, 90, True)]
)
def test_appointments_clash_when_they_overlap(begins: int, ends: int, is_clash: bool) -> None:
    other = Booked(NOW + timedelta(minutes=begins), NOW + timedelta(minutes=ends))
    assert (clashes(NOW, NOW + timedelta(minutes=30), [other]) == [other]) is is_clash


def test_bank_holidays_are_known() -> None:
    assert is_bank_holiday(local_moment(date(2026, 4, 6), time(9, 30)))  # Easter Monday
    assert is_bank_holiday(local_moment(date(2026, 5, 4), time(0)))  # midnight belongs to the day that begins
    assert not is_bank_holiday(NOW)


@pytest.mark.parametrize(("reason", "is_allowed"), [("  ", False), ("a" * 301, False), ("His bus", True)])
def test_an_end_says_why(reason: str, is_allowed: bool) -> None:
    assert bool(may_end(reason)) is is_allowed


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (OutcomeFacts(""), [("outcome", "Choose what happened.")]),
        (OutcomeFacts("late"), [("outcome", "Choose what happened.")]),
        (OutcomeFacts(Outcome.ACCEPTABLE, "  "), [("reason", "Enter why the absence was acceptable.")]),
        (OutcomeFacts(Outcome.ACCEPTABLE, "a" * 301), [("reason", "The reason must be 300 characters or fewer.")]),
        (OutcomeFacts(Outcome.COMPLIED, notes="a" * 4001), [("notes", "Notes must be 4,000 characters or fewer.")]),
        (OutcomeFacts(Outcome.ACCEPTABLE, "Ill, saw the note"), []),
        (OutcomeFacts(Outcome.UNACCEPTABLE), []),
        (OutcomeFacts(Outcome.COMPLIED, notes="a" * 4000), []),
    ],
)
def test_what_an_outcome_must_say(facts: OutcomeFacts, said: list[tuple[str, str]]) -> None:
    assert [(field, decision.words) for field, decision in troubles_of_outcome(facts)] == said


def test_an_outcome_is_of_a_contact_that_has_begun() -> None:
    assert may_record_outcome(NOW, NOW)
    assert not may_record_outcome(NOW + timedelta(seconds=1), NOW)


@pytest.mark.parametrize(
    ("outcome", "due"),
    [
        (Outcome.UNACCEPTABLE, date(2026, 3, 20)),
        (Outcome.ACCEPTABLE, None),
        (Outcome.NOT_COMPLIED, None),
        (Outcome.COMPLIED, None),
    ],
)
def test_evidence_is_due_after_an_unacceptable_absence_alone(outcome: str, due: date | None) -> None:
    assert evidence_due(outcome, TODAY) == due


def test_no_evidence_rule_is_made_up_for_a_time_before_the_first() -> None:
    assert evidence_due(Outcome.UNACCEPTABLE, date(2005, 4, 3)) is None


def test_what_is_enforceable_is_what_the_codes_say() -> None:
    assert frozenset({Outcome.NOT_COMPLIED, Outcome.UNACCEPTABLE}) == ENFORCEABLE


@pytest.mark.parametrize(
    ("seconds", "staff", "is_allowed"), [(600, 7, False), (599, 8, False), (599, 7, True), (0, 7, True)]
)
def test_an_outcome_is_undone_within_ten_minutes_by_its_author(seconds: int, staff: int, is_allowed: bool) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert bool(may_undo(recorded_at=NOW, recorded_by=7, staff=staff, at=at)) is is_allowed


@pytest.mark.parametrize(
    ("failures", "warnings", "words", "must_refer"),
    [
        (["2025-03-13"], ["2025-03-13"], "First in 12 months.", False),  # a year ago to the day holds no more
        (["2025-03-14"], ["2025-03-14"], "Second in 12 months.", True),
        ([], ["2026-03-13"], "First in 12 months.", False),  # given on the day of the failure: it came after
        ([], ["2026-03-12"], "First in 12 months.", True),
        ([], ["2026-03-20"], "First in 12 months.", False),
        (["2026-03-13"], [], "Second in 12 months.", False),  # two on one day
        (["2026-03-14"], [], "First in 12 months.", False),  # later ones do not count backwards
        (["2026-01-01"] * 5, [], "Number 6 in 12 months.", False),
        ([], [], "First in 12 months.", False),
    ],
)
def test_where_a_failure_leaves_someone(failures: list[str], warnings: list[str], words: str, must_refer: bool) -> None:
    found = where_it_leaves(TODAY, map(date.fromisoformat, failures), map(date.fromisoformat, warnings))
    assert (found.words, found.must_refer) == (words, must_refer)
    assert found.source == "Sentencing Act 2020 Schedule 10 paragraphs 6 and 7"
    assert ("must be referred" in found.next_words) is must_refer


def test_a_failure_before_the_act_of_2020_falls_under_the_act_of_2003() -> None:
    assert where_it_leaves(date(2020, 11, 30), [], []).source.startswith("Criminal Justice Act 2003")
    assert where_it_leaves(date(2020, 12, 1), [], []).source.startswith("Sentencing Act 2020")
    assert where_it_leaves(date(2005, 1, 1), [], []).source == ""


STANDS = WhereItLeaves(2, True, date(2026, 1, 5), "the Act")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"under": STANDS}, "must be referred"),
        ({"under": STANDS, "decision": "referred"}, ""),
        ({"under": None}, ""),  # a licence: the Schedule does not apply
        ({"outcome": "acceptable_absence"}, "Only a failure"),
        ({"outcome": ""}, "Only a failure"),
        ({"already": "warned"}, "This has been decided"),
        ({"decision": "let_off"}, "Choose what you decided"),
        ({"decided_on": date(2026, 3, 9)}, "between the contact and today"),
        ({"decided_on": date(2026, 3, 14)}, "between the contact and today"),
        ({"outcome": "attended_not_complied"}, ""),
    ],
)
def test_how_a_failure_may_be_decided(told: dict[str, object], said: str) -> None:
    facts = {
        "outcome": "unacceptable_absence",
        "decision": "warned",
        "already": "",
        "decided_on": TODAY,
        "failed_on": date(2026, 3, 10),
        "on": TODAY,
        "under": WhereItLeaves(1, False, None, "the Act"),
    }
    decision = may_decide(**{**facts, **told})  # type: ignore[arg-type]
    assert bool(decision) is not bool(said)
    assert said in decision.words


def test_compliance_is_told_in_one_line() -> None:
    outcomes = [Outcome.COMPLIED] * 10 + [Outcome.NOT_COMPLIED] + [Outcome.ACCEPTABLE] * 2 + [Outcome.UNACCEPTABLE]
    assert (
        compliance_of(outcomes, 12).words == "11 attended (1 did not comply), 2 acceptable, 1 unacceptable in 12 weeks"
    )
    assert compliance_of([], 12).total == 0
    assert compliance_of([Outcome.COMPLIED] * 11, 12).words == "11 attended, 0 acceptable, 0 unacceptable in 12 weeks"
