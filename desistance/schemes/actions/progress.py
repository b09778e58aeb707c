"""The navigator's work on a running contract: what was done of a condition, whether it is done, and how the contract goes."""

from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused, refused
from desistance.foundation.passes import Pass
from desistance.schemes.actions._moving import confirm_rating, locked
from desistance.schemes.models import Condition, Progress, Rating, SchemeCase
from desistance.schemes.queries.cases import open_case
from desistance.schemes.rules.checkpoint.progress import may_progress, may_settle
from desistance.schemes.terms.contracts import CONDITION_STATES, OPEN, RUNNING


def _running(condition: Condition, by: Pass) -> SchemeCase:
    case = locked(condition.contract.case, by)
    if case.state not in RUNNING:
        refused("This contract is not running, so nothing can be recorded on it.").demand()
    return case


@deed("checkpoint.navigate", Category.COLLECTION)
def record_progress(
    *, condition: Condition, amount: int, words: str, happened_at: datetime, by: Pass, at: datetime
) -> Progress:
    """Record what was done of a condition at a moment: so many of what it counts, or in words. Raises :class:`Refused`."""
    _running(condition, by)
    began = condition.contract.starts_on
    told = may_progress(
        amount=amount,
        words=words,
        counts=condition.unit,
        on=local_date(happened_at),
        began_on=began,
        today=local_date(at),
    )
    for field, decision in told:
        decision.demand(field)
    return Progress.objects.create(
        person_id=condition.person_id,
        agency_id=by.agency,
        condition=condition,
        amount=amount,
        words=words.strip(),
        at=happened_at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )


@deed("checkpoint.navigate")
def take_progress_back(*, progress: Progress, by: Pass, at: datetime) -> Progress:
    """Take back what was recorded of a condition by mistake; it stays readable. Raises :class:`NotFound`."""
    _running(progress.condition, by)
    if progress.agency_id != by.agency:
        raise NotFound()
    standing = Progress.objects.select_for_update().get(pk=progress.pk)
    if standing.withdrawn_at is not None:
        refused("This was taken back already.").demand()
    Progress.objects.filter(pk=progress.pk).update(withdrawn_at=at, withdrawn_by=by.staff)
    return progress


@deed("checkpoint.navigate")
def settle_condition(
    *, condition: Condition, state: str, words: str, by: Pass, at: datetime, version: int | None = None
) -> Condition:
    """Mark a condition as done or not done with what shows it, or open it again. Raises :class:`Refused`."""
    _running(condition, by)
    for field, decision in may_settle(kind=condition.kind, come_from=condition.state, to=state, words=words):
        decision.demand(field)
    settled = {"settled_at": None, "settled_by": None} if state == OPEN else {"settled_at": at, "settled_by": by.staff}
    CONDITION_STATES.may_move(condition.state, state).demand("state")
    change(condition, version=version, by=by, at=at, state=state, settled_words=words.strip(), **settled)
    return condition


@deed("checkpoint.navigate", Category.COLLECTION)
def rate_case(
    *, case: SchemeCase, colour: str, words: str, by: Pass, at: datetime, version: int | None = None
) -> Rating:
    """Confirm how a contract goes: as the rule proposes it now, or otherwise with a reason; the proposal is kept beside it.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    proposal = open_case(case=case.pk, by=by, at=at).proposal
    if proposal is None:
        raise Refused("This contract is not running, so it is not rated.")
    return confirm_rating(case, colour, words, proposal, by=by, at=at)
