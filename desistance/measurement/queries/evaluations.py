"""Evaluations and the tracking of schemes as pages and programs read them. Cleared figures; nothing here is about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.measurement.models import Evaluation, Publication, Snapshot, Tracking
from desistance.measurement.queries.kinds import kinds_evaluated, scheme_words
from desistance.measurement.terms import EVALUATION_STATES, TRACKING_STATES
from desistance.partners.queries import staff_names
from desistance.schemes.models import Trial


@dataclass(frozen=True, slots=True)
class EvaluationShown:
    """One evaluation with its scheme, state and people in words, what it amends and what amends it, and its publication."""

    record: Evaluation
    state_words: str
    scheme: str
    asked_by: str
    locked_by: str
    amendments: Sequence[Evaluation]
    publication: Publication | None


@dataclass(frozen=True, slots=True)
class TrackedScheme:
    """One kind of involvement and how those who entered it go on; figures that may not be shown stand as their symbols."""

    name: str
    words: str
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrackingShown:
    """The newest tracking with a row for each kind, most people first."""

    record: Tracking
    state_words: str
    schemes: Sequence[TrackedScheme]


def evaluations(*, by: Pass, limit: int = 100) -> Sequence[EvaluationShown]:
    """Every evaluation, newest first."""
    by.demand("measure.view")
    rows = Evaluation.objects.select_related("snapshot", "trial").order_by("-id")[:limit]
    return [_shown(one, {}, (), None) for one in rows]


def evaluation_shown(number: int, *, by: Pass) -> EvaluationShown:
    """One evaluation. Raises :class:`NotFound`."""
    by.demand("measure.view")
    record = _numbered(number)
    names = staff_names([record.asked_by, record.locked_by or 0])
    amendments = list(Evaluation.objects.filter(amends=record).order_by("id"))
    publication = Publication.objects.filter(evaluation=record).order_by("-edition").first()
    return _shown(record, names, amendments, publication)


def evaluation_to_change(number: int, *, by: Pass) -> Evaluation:
    """One evaluation to change, lock or amend. Raises :class:`NotFound`."""
    by.demand("evaluation.plan")
    return _numbered(number)


def evaluation_to_publish(number: int, *, by: Pass) -> Evaluation:
    """One evaluation to prepare a publication from. Raises :class:`NotFound`."""
    by.demand("publication.prepare")
    return _numbered(number)


def snapshots_counted(*, by: Pass) -> Sequence[Snapshot]:
    """Counted snapshots, those with the newest data first."""
    by.demand("measure.view")
    return list(Snapshot.objects.filter(state="counted").order_by("-complete_to", "-last_on", "-id"))


def snapshot_counted(number: int, *, by: Pass) -> Snapshot:
    """One snapshot to work something out on. Raises :class:`NotFound`."""
    by.demand("measure.view")
    found = Snapshot.objects.filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def trials_open_to_analysis(*, by: Pass) -> Sequence[Trial]:
    """Trials that have stopped and whose list is open, newest first."""
    by.demand("measure.view")
    return list(Trial.objects.filter(unblinded_at__isnull=False).order_by("-id"))


def trial_numbered(number: int, *, by: Pass) -> Trial:
    """One trial to evaluate. Raises :class:`NotFound`."""
    by.demand("evaluation.plan")
    found = Trial.objects.filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def tracking_newest(*, by: Pass) -> TrackingShown | None:
    """The tracking on the newest data that was counted; else the newest that was asked for; None before the first."""
    by.demand("measure.view")
    rows = Tracking.objects.select_related("snapshot")
    record = (
        rows.filter(state="counted").order_by("-snapshot__complete_to", "-id").first() or rows.order_by("-id").first()
    )
    if record is None:
        return None
    kinds = kinds_evaluated()
    found = [
        TrackedScheme(row["scheme"], kinds.get(row["scheme"], row["scheme"]), row)
        for row in record.result.get("rows", [])
    ]
    found.sort(key=lambda one: (-one.row["offenders"] if isinstance(one.row["offenders"], int) else 0, one.words))
    return TrackingShown(record, TRACKING_STATES[record.state].wording, found)


def snapshots_to_track(*, by: Pass) -> Sequence[Snapshot]:
    """Counted snapshots on which schemes are not counted yet, newest data first."""
    done = Tracking.objects.exclude(state="failed").values("snapshot_id")
    return [one for one in snapshots_counted(by=by) if one.pk not in {row["snapshot_id"] for row in done}]


def _numbered(number: int) -> Evaluation:
    found = Evaluation.objects.select_related("snapshot", "trial", "amends").filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def _shown(
    record: Evaluation, names: Mapping[int, str], amendments: Sequence[Evaluation], publication: Publication | None
) -> EvaluationShown:
    return EvaluationShown(
        record=record,
        state_words=EVALUATION_STATES[record.state].wording,
        scheme=scheme_words(record.scheme),
        asked_by=names.get(record.asked_by, "the service"),
        locked_by=names.get(record.locked_by or 0, "the service"),
        amendments=amendments,
        publication=publication,
    )
