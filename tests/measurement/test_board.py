"""The board's measures: what counts for each, counted once a quarter under the trail, hidden where few stand behind a figure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desistance.audit.models import AuditEvent
from desistance.foundation.decisions import NotPermitted, Refused
from desistance.measurement import worker
from desistance.measurement.actions.board import COUNTED, ask_for_board, gather_board
from desistance.measurement.models import BoardCount
from desistance.measurement.queries.board import board_counts, board_shown, quarters_to_count
from desistance.measurement.rules.board import BOARD_MEASURES, may_count_board, over_time, quarters_over
from desistance.measurement.rules.periods import PeriodFacts
from tests import factories as make
from tests.cast import Cast

NOW = make.NOW
FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)
NOVEMBER = datetime(2025, 11, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def contract(cast: Cast, state: str, closed_at: datetime | None = NOVEMBER, **more: Any) -> None:
    told = {"runs_from": NOVEMBER - 90 * DAY, "ends_on": date(2025, 12, 31), "closed_at": closed_at, **more}
    make.scheme_case(cast.kyle, cast.agencies["police"], state, **told)


def contacted(cast: Cast, hours: int) -> None:
    case = make.scheme_case(cast.kyle, cast.agencies["police"], "accepted", accepted_at=NOVEMBER)
    case.involvement = make.involvement(cast.kyle, cast.agencies["police"], kind="checkpoint")
    case.save()
    rung = {"starts_at": NOVEMBER + timedelta(hours=hours), "outcome": "attended_complied"}
    make.contact(cast.kyle, cast.agencies["police"], involvement=case.involvement, **rung)


def attended(cast: Cast, outcome: str) -> None:
    why = "At hospital" if outcome == "acceptable_absence" else ""
    make.contact(cast.kyle, cast.agencies["probation"], starts_at=NOVEMBER, outcome=outcome, why_acceptable=why)


def told(cast: Cast, at: datetime | None) -> None:
    victim = make.victim(make.victim_view(make.arrest(cast.kyle, cast.agencies["police"])))
    settled = {"state": "told", "how": "telephone", "told_at": at, "settled_at": at, "settled_by": 1} if at else {}
    make.telling(victim, since_at=NOVEMBER - 9 * DAY, due_at=NOVEMBER, **settled)


def agreed(cast: Cast, state: str, closed_at: datetime) -> None:
    case = make.meeting_case(make.meeting(make.forum(cast.agencies["police"])), cast.kyle)
    closed = {"state": state, "closed_at": closed_at, "closed_by": 1}
    make.agreed_action(case, cast.agencies["police"], due_on=NOVEMBER.date(), **closed)


def reviewed(cast: Cast, next_on: date | None) -> None:
    probation = cast.agencies["probation"]
    make.risk_review(cast.kyle, probation, made_on=date(2025, 8, 1), review_on=date(2025, 11, 1))
    if next_on:
        make.risk_review(cast.kyle, probation, made_on=next_on, review_on=date(2026, 5, 1))


def ordered(cast: Cast, begun_after: int | None, recorded_at: datetime = make.LONG_AGO) -> None:
    probation = cast.agencies["probation"]
    make.order(cast.kyle, probation, made_on=date(2025, 11, 3), recorded_at=recorded_at)
    if begun_after is not None:
        make.plan(cast.kyle, probation, begun_at=NOVEMBER + begun_after * DAY)


DONE, NOT_DONE, NOTHING_ON_RECORD, CANNOT_TELL = [True, True], [False, True], [False, False], [None, False]
CASES: tuple[tuple[str, Callable[[Cast], None], list[list[bool | None]]], ...] = (
    ("contracts_completed", lambda cast: contract(cast, "completed"), [DONE]),
    ("contracts_completed", lambda cast: contract(cast, "not_complied"), [NOT_DONE]),
    ("contracts_completed", lambda cast: contract(cast, "completed", NOVEMBER - 60 * DAY), []),
    ("contracts_completed", lambda cast: contract(cast, "declined", runs_from=None), []),
    ("contracts_completed", lambda cast: contract(cast, "running", None), [CANNOT_TELL]),
    ("first_contact", lambda cast: contacted(cast, 3), [DONE]),
    ("first_contact", lambda cast: contacted(cast, 300), [NOT_DONE]),
    ("appointments_kept", lambda cast: attended(cast, "attended_complied"), [DONE]),
    ("appointments_kept", lambda cast: attended(cast, "attended_not_complied"), [NOT_DONE]),
    ("appointments_kept", lambda cast: attended(cast, "unacceptable_absence"), [NOT_DONE]),
    ("appointments_kept", lambda cast: attended(cast, "acceptable_absence"), []),
    ("appointments_kept", lambda cast: attended(cast, ""), [CANNOT_TELL]),
    ("victims_told", lambda cast: told(cast, NOVEMBER - DAY), [DONE]),
    ("victims_told", lambda cast: told(cast, NOVEMBER + DAY), [NOT_DONE]),
    ("victims_told", lambda cast: told(cast, None), [NOTHING_ON_RECORD]),
    ("actions_done", lambda cast: agreed(cast, "done", NOVEMBER), [DONE]),
    ("actions_done", lambda cast: agreed(cast, "done", NOVEMBER + DAY), [NOT_DONE]),
    ("actions_done", lambda cast: agreed(cast, "passed_on", NOVEMBER), []),
    ("reviews_made", lambda cast: reviewed(cast, date(2025, 11, 1)), [DONE]),
    ("reviews_made", lambda cast: reviewed(cast, date(2025, 11, 2)), [NOT_DONE]),
    ("reviews_made", lambda cast: reviewed(cast, None), [NOTHING_ON_RECORD]),
    ("plans_begun", lambda cast: ordered(cast, 20), [DONE]),
    ("plans_begun", lambda cast: ordered(cast, 22), [NOT_DONE]),
    ("plans_begun", lambda cast: ordered(cast, None), [NOTHING_ON_RECORD]),
    ("plans_begun", lambda cast: ordered(cast, None, recorded_at=NOW), []),
)


@pytest.mark.parametrize(("measure", "happened", "counted"), CASES)
def test_what_counts_for_a_measure(
    cast: Cast, looking: None, measure: str, happened: Callable[[Cast], None], counted: list[list[bool | None]]
) -> None:
    happened(cast)
    assert [told for _, *told in COUNTED[measure](FIRST, LAST)] == counted


def test_every_measure_is_gathered_and_no_other() -> None:
    assert [one.name for one in BOARD_MEASURES] == list(COUNTED)


def test_a_quarter_is_gathered_counted_and_cleared_in_the_worker(cast: Cast, looking: None) -> None:
    for outcome, people in (("attended_complied", 24), ("unacceptable_absence", 12), ("", 14)):
        for _ in range(people):
            person = make.person(cast.agencies["probation"], "Jo")
            make.contact(person, cast.agencies["probation"], starts_at=NOVEMBER, outcome=outcome)
    reviewed(cast, None)
    asked = ask_for_board(first_on=FIRST, by=cast.entering("ana"), at=NOW, run_later=False)
    assert [one.pk for one in board_shown(by=cast.entering("bea")).waiting] == [asked.pk]
    found = worker.count_board(board=asked.pk, at=NOW).result["measures"]
    kept = found["appointments_kept"]
    assert (kept["of"], kept["done"], kept["share"], kept["hidden"]) == (35, 25, [0.714, 0.549, 0.837], "")
    assert (kept["on_record"]["due"], kept["on_record"]["known"]) == (50, 35), "fourteen have no outcome"
    assert kept["on_record"]["share"][0] == 0.7
    assert found["reviews_made"]["on_record"]["due"] == "[c]", "never more than of the figure itself"
    assert (found["reviews_made"]["of"], found["reviews_made"]["share"]) == ("[c]", None)
    assert found["actions_done"] == found["reviews_made"], "none cannot be told from few"
    assert len(AuditEvent.objects.get(what="measurement.gather_board").subjects) == 51
    assert len(gather_board(board=asked, by=cast.entering("ana"), at=NOW).found["appointments_kept"]) == 50
    assert [one.pk for one in board_counts(by=cast.entering("bea"))] == [asked.pk]
    assert FIRST not in {one.first for one in quarters_to_count(by=cast.entering("ana"), at=NOW)}
    with pytest.raises(Refused, match="already"):
        ask_for_board(first_on=FIRST, by=cast.entering("ana"), at=NOW)


def test_one_person_who_came_often_is_few_people(cast: Cast, looking: None) -> None:
    for outcome in ("attended_complied", "unacceptable_absence"):
        for _ in range(20):
            attended(cast, outcome)
    asked = make.board_count(cast.agencies["police"])
    assert worker.count_board(board=asked.pk, at=NOW).result["measures"]["appointments_kept"]["of"] == "[c]"


def test_only_an_analyst_asks_and_a_change_is_said_where_ranges_lie_apart(cast: Cast) -> None:
    for who in ("rob", "priya", "tom", "bea"):
        with pytest.raises(NotPermitted):
            ask_for_board(first_on=FIRST, by=cast.entering(who), at=NOW)
    assert not BoardCount.objects.exists()
    kept = [make.board_figures(share) for share in (0.78, 0.62, 0.60)]
    first, last = BOARD_MEASURES[0], BOARD_MEASURES[-1]
    assert over_time(first, kept).trend == "Clearly higher than before: the ranges do not overlap"
    assert over_time(first, kept[1:]).trend == "No clear change: the ranges overlap"
    assert over_time(first, kept[2:]).trend == "The first quarter that was counted"
    assert over_time(last, kept).trend.startswith("Cannot be said")


@pytest.mark.parametrize(
    ("first_on", "on", "is_there", "words"),
    [
        (date(2025, 11, 1), date(2026, 3, 13), False, "first day"),
        (FIRST, date(2026, 1, 13), False, "from 14 January 2026"),
        (FIRST, date(2026, 3, 13), True, "already"),
        (FIRST, date(2026, 1, 14), False, ""),
    ],
)
def test_a_quarter_can_be_counted_once_and_after_time_to_record(
    first_on: date, on: date, is_there: bool, words: str
) -> None:
    decision = may_count_board(PeriodFacts(first_on, on, is_there))
    assert decision.is_allowed is (not words)
    assert words in str(decision.words)


def test_the_quarters_on_offer_are_the_last_eight_that_are_over() -> None:
    assert [one.first for one in quarters_over(date(2026, 1, 13))][:2] == [date(2025, 7, 1), date(2025, 4, 1)]
    assert len(quarters_over(date(2026, 1, 14))) == 8
