"""The slow runs of measurement, and the only part of the service that loads the engine: freeze and count, publish what is due.

A run goes on where a killed worker left it: files are put in place whole, with their hashes in the database after them, and
what is counted is kept in one transaction. No page imports this package.
"""

from collections.abc import Callable
from datetime import datetime

from desistance.access.queries.passes import system_pass
from desistance.foundation.decisions import Refusal
from desistance.measurement.actions.board import gather_board
from desistance.measurement.actions.evaluations import record_people
from desistance.measurement.actions.publications import publish
from desistance.measurement.actions.results import record_result, stop_counting
from desistance.measurement.actions.selection import gather_decisions
from desistance.measurement.actions.snapshots import begin_to_freeze, record_counted, record_frozen
from desistance.measurement.actions.starting import gather_entries, gather_starts
from desistance.measurement.actions.validations import gather_scores
from desistance.measurement.models import (
    BoardCount,
    Evaluation,
    Publication,
    SelectionCount,
    Snapshot,
    Tracking,
    Validation,
)
from desistance.measurement.rules.answers import in_plain_terms
from desistance.measurement.worker.boarding import board_figures
from desistance.measurement.worker.counting import conventions_stated, count
from desistance.measurement.worker.freezing import folder_of, freeze_files, frozen_as_recorded
from desistance.measurement.worker.selecting import NOBODY, selected_by_group
from desistance.measurement.worker.validating import NO_SCORES, validated
from evidence.trouble import Trouble

Say = Callable[[str], None]
FILES_CHANGED = (
    "The frozen files are missing or are not those that were frozen, so nothing can be counted from them. "
    "Ask for a new snapshot."
)


def _nothing(_step: str) -> None:
    """For runs that nobody watches."""


def freeze(*, snapshot: int, at: datetime, say: Say = _nothing) -> Snapshot:
    """Freeze what is on record for a snapshot, count it and keep the cleared tables; or stop it with words."""
    record = Snapshot.objects.select_related("agency").get(pk=snapshot)
    by = system_pass(name=f"snapshot {record.pk}", agency=record.agency, at=at)
    try:
        if record.state in ("asked", "freezing"):
            begin_to_freeze(snapshot=record, by=by, at=at)
            say("freezing")
            frozen = freeze_files(record, by=by, at=at)
            say("files")
            definition, conventions = conventions_stated()
            record_frozen(snapshot=record, frozen=frozen, definition=definition, conventions=conventions, by=by, at=at)
            say("frozen")
        if record.state == "frozen":
            if not frozen_as_recorded(record):
                return stop_counting(asked=record, because=FILES_CHANGED, by=by, at=at)
            tables, members, quality = count(record, folder_of(record))
            say("counted")
            record_counted(snapshot=record, tables=tables, members=members, quality=quality, by=by, at=at)
            say("kept")
    except Trouble as trouble:
        return stop_counting(asked=record, because=_told(str(trouble)), by=by, at=at)
    return record


def validate(*, validation: int, at: datetime) -> Validation:
    """Compare a predictor's scores with what became of a snapshot's people, and keep what passed the gate; or stop with words."""
    record = Validation.objects.select_related("agency", "snapshot").get(pk=validation)
    by = system_pass(name=f"validation {record.pk}", agency=record.agency, at=at)
    if record.state != "asked":
        return record
    if not frozen_as_recorded(record.snapshot):
        return stop_counting(asked=record, because=FILES_CHANGED, by=by, at=at)
    try:
        found = validated(record, gather_scores(validation=record, by=by, at=at))
    except Trouble as trouble:
        return stop_counting(asked=record, because=_told(str(trouble)), by=by, at=at)
    if found is None:
        return stop_counting(asked=record, because=NO_SCORES.format(predictor=record.predictor), by=by, at=at)
    return record_result(asked=record, result=found, by=by, at=at)


def evaluate(*, evaluation: int, at: datetime) -> Evaluation:
    """Count the people of a plan, without outcomes; and, once it is locked, join these and work it out; or stop with words."""
    from desistance.measurement.worker.evaluating import (  # noqa: PLC0415 - loads models, which no other run needs
        is_frozen,
        people_frozen,
        worked_out,
    )

    record = Evaluation.objects.select_related("agency", "snapshot").get(pk=evaluation)
    by = system_pass(name=f"evaluation {record.pk}", agency=record.agency, at=at)
    if record.state not in ("draft", "locked"):
        return record
    if not frozen_as_recorded(record.snapshot) or (record.state == "locked" and not is_frozen(record)):
        return stop_counting(asked=record, because=FILES_CHANGED, by=by, at=at)
    try:
        if record.state == "draft":
            sha256, people = people_frozen(record, gather_starts(evaluation=record, by=by, at=at))
            record_people(evaluation=record, sha256=sha256, people=people, by=by, at=at)
        if record.state == "locked":
            record_result(asked=record, result=worked_out(record), by=by, at=at)
    except Trouble as trouble:
        return stop_counting(asked=record, because=_told(str(trouble)), by=by, at=at)
    return record


def track(*, tracking: int, at: datetime) -> Tracking:
    """Count how those who entered each kind of involvement go on, and keep what passed the gate; or stop with words."""
    from desistance.measurement.worker.tracking import tracked  # noqa: PLC0415 - loads models, which no other run needs

    record = Tracking.objects.select_related("agency", "snapshot").get(pk=tracking)
    by = system_pass(name=f"tracking {record.pk}", agency=record.agency, at=at)
    if record.state != "asked":
        return record
    if not frozen_as_recorded(record.snapshot):
        return stop_counting(asked=record, because=FILES_CHANGED, by=by, at=at)
    try:
        found = tracked(record, gather_entries(tracking=record, by=by, at=at))
    except Trouble as trouble:
        return stop_counting(asked=record, because=_told(str(trouble)), by=by, at=at)
    return record_result(asked=record, result=found, by=by, at=at)


def count_selection(*, selection: int, at: datetime) -> SelectionCount:
    """Count who was selected of those nominated in a year, and keep what passed the gate; or stop with words."""
    record = SelectionCount.objects.select_related("agency").get(pk=selection)
    by = system_pass(name=f"selection {record.pk}", agency=record.agency, at=at)
    if record.state != "asked":
        return record
    found = selected_by_group(gather_decisions(selection=record, by=by, at=at).found)
    if found is None:
        return stop_counting(asked=record, because=NOBODY, by=by, at=at)
    return record_result(asked=record, result=found, by=by, at=at)


def count_board(*, board: int, at: datetime) -> BoardCount:
    """Count the board's measures of a quarter, and keep what passed the gate."""
    record = BoardCount.objects.select_related("agency").get(pk=board)
    by = system_pass(name=f"board {record.pk}", agency=record.agency, at=at)
    if record.state != "asked":
        return record
    return record_result(asked=record, result=board_figures(gather_board(board=record, by=by, at=at)), by=by, at=at)


def publish_due(*, at: datetime) -> int:
    """Publish every approved edition whose moment has come; tells how many. One that is refused does not stop the others."""
    due = Publication.objects.filter(state="approved", publish_at__lte=at).select_related("snapshot__agency")
    published = 0
    for one in due.order_by("publish_at", "id"):
        by = system_pass(name="publish what is due", agency=one.snapshot.agency, at=at)
        try:
            publish(publication=one, by=by, at=at)
        except Refusal:
            continue
        published += 1
    return published


def _told(words: str) -> str:
    """The engine's words without the path of a file, the terms of its models as people say them."""
    return in_plain_terms(words.rsplit("/", 1)[-1])
