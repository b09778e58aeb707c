"""Employment support among the people to measure: who entered it; and two evaluations, worked out as any other is.

Made up from a seed of its own, so that the history of those people stays what it was.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desistance.demo.bulk import copy_rows
from desistance.foundation.passes import Pass
from desistance.measurement.actions.board import ask_for_board
from desistance.measurement.actions.evaluations import ask_for_evaluation
from desistance.measurement.actions.tracking import ask_for_tracking
from desistance.measurement.queries.board import board_counts, quarters_to_count
from desistance.measurement.queries.evaluations import evaluations, snapshots_to_track, tracking_newest
from desistance.measurement.rules.evaluation import MATCHED, Choices
from desistance.schemes.terms.checkpoint import CHECKPOINT

SCHEME = "employment_support"
OFFICE = "Bishop Auckland Jobcentre Plus"
QUARTERS = 3
"""Of the board's measures, those that have appointments to count."""
SHARE = 0.11
"""How many of those with an index event entered."""
SHARE_OF_WHO_REOFFENDED = 0.09
DAYS_UNTIL, WEEKS = (5, 60), (8, 40)
FIRST, LAST = date(2023, 4, 1), date(2024, 3, 31)
SUPPORT = Choices(
    question="Does employment support reduce reoffending?",
    logic_model=(
        "A work coach meets people within weeks of their sentence, helps with papers, skills and first applications, and "
        "stays in touch for six months. Work gives income, a day's order and people who count on you, so that fewer offend again."
    ),
    design=MATCHED,
    scheme=SCHEME,
    first_on=FIRST,
    last_on=LAST,
    pool="sentenced",
    before=("age", "sex", "custody_before", "main_offence"),
    method="radius",
    locks_itself=True,
)
IN_PLACE_OF_COURT = Choices(
    question="Does Checkpoint reduce reoffending?",
    logic_model=(
        "A navigator meets people within days of their arrest. In place of court they agree a contract of four months: help with "
        "what lies behind the offence, something put right for whoever was harmed, and no new offence. So fewer offend again."
    ),
    design=MATCHED,
    scheme=CHECKPOINT,
    first_on=FIRST,
    last_on=LAST,
    pool="arrested",
    before=("age", "sex", "main_offence"),
    method="radius",
    locks_itself=True,
)


def write_support(started: Iterable[tuple[int, date, bool]], office: int, recorded_at: datetime) -> int:
    """Write who entered, from each person, their start and whether they reoffended; tells how many. All of it has ended."""
    chance, rows = random.Random(20230402), []  # noqa: S311 - synthetic data, not secrets
    record = {"created_at": recorded_at, "changed_at": recorded_at, "changed_by": 0, "version": 1}
    for person, start, has_reoffended in started:
        if chance.random() > (SHARE_OF_WHO_REOFFENDED if has_reoffended else SHARE):
            continue
        day = start + timedelta(days=chance.randint(*DAYS_UNTIL))
        began = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        rows.append(
            {
                "person_id": person, "agency_id": office, "kind": SCHEME, "data_class": "involvement", "state": "ended",
                "legal_ground": "public_task", "from_at": began, "until_at": began + timedelta(weeks=chance.randint(*WEEKS)),
                "end_reason": "The support came to its end.", "source": "import", "source_reference": "demonstration",
                "recorded_at": recorded_at, **record,
            }
        )  # fmt: skip
    copy_rows("access.Involvement", rows)
    return len(rows)


def ask_everything(snapshot: Any, ana: Pass, at: datetime) -> Iterator[str]:
    """Ask for the board's quarters, for schemes to be counted and for both evaluations, once; tells each question.

    All is worked out in the background, as any is.
    """
    if not board_counts(by=ana):
        for quarter in quarters_to_count(by=ana, at=at)[:QUARTERS]:
            ask_for_board(first_on=quarter.first, by=ana, at=at)
    if tracking_newest(by=ana) is None and snapshots_to_track(by=ana):
        ask_for_tracking(snapshot=snapshots_to_track(by=ana)[0], by=ana, at=at)
    asked = {one.record.question for one in evaluations(by=ana)}
    for choices in (SUPPORT, IN_PLACE_OF_COURT):
        if choices.question not in asked:
            ask_for_evaluation(snapshot=snapshot, choices=choices, by=ana, at=at)
            yield choices.question
