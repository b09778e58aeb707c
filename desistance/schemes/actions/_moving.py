"""What every deed on a case shares: the case under lock and its agency's own, the move by its scheme's table, the step kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desistance.access.actions.involvements import end_involvement, open_involvement
from desistance.access.models import Involvement
from desistance.foundation.actions import change
from desistance.foundation.decisions import Conflict, NotFound, Versions, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rows import Source
from desistance.foundation.terms import DataClass
from desistance.restorative.actions.asking import take_decision_back
from desistance.schemes.declared import SCHEMES
from desistance.schemes.models import CaseStep, Consequence, Rating, SchemeCase
from desistance.schemes.rules.follows import Follows
from desistance.schemes.rules.rating import Proposal, may_rate
from desistance.schemes.terms.cases import CONSEQUENCE_STATES, DUE, LONGEST_REASON

STALE = (
    "Someone else changed this case while you were working. You have not lost anything: look at it as it stands now."
)


def locked(case: SchemeCase, by: Pass, version: int | None = None) -> SchemeCase:
    """The case under lock. Raises :class:`NotFound` unless it is the acting agency's and the record is open to write in.

    Raises :class:`Conflict` when it is not at the version that was read, and shows where it stands.
    """
    by.demand_person(case.person_id, DataClass(case.data_class), writing=True)
    if case.agency_id != by.agency and by.agency_kind not in SCHEMES[case.scheme].run_by:
        raise NotFound()
    return locked_as_read(case, version)


def locked_as_read(case: SchemeCase, version: int | None = None) -> SchemeCase:
    """The case under lock at the version that was read, for a deed that has looked at who may. Raises :class:`Conflict`."""
    standing: SchemeCase = SchemeCase.objects.select_for_update().get(pk=case.pk)
    expected = case.version if version is None else version
    if standing.version != expected:
        table = SCHEMES[standing.scheme].states
        theirs = {"state": table[standing.state].wording}
        raise Conflict(STALE, Versions(theirs=theirs, mine={}, version=standing.version))
    return standing


def move(case: SchemeCase, to: str, *, by: Pass, at: datetime, **values: Any) -> None:
    """Move a case by its scheme's state table; a final state closes it. Raises :class:`Refused`."""
    table = SCHEMES[case.scheme].states
    table.may_move(case.state, to).demand()
    closed: dict[str, Any] = {"closed_at": at} if table[to].is_final else {}
    change(case, version=None, by=by, at=at, state=to, moved_at=at, **closed, **values)


def keep_step(case: SchemeCase, come_from: str, words: str, *, by: Pass, at: datetime, **more: Any) -> CaseStep:
    """Keep what was decided, by whom and why. ``come_from`` is where the case stood before."""
    return CaseStep.objects.create(
        person_id=case.person_id,
        data_class=case.data_class,
        agency_id=by.agency,
        case=case,
        come_from=come_from,
        to=case.state,
        words=words,
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
        source=Source.STAFF,
        **more,
    )


def keep_follows(case: SchemeCase, step: CaseStep, rows: Iterable[Follows], by: Pass, at: datetime) -> None:
    """Keep what a decision led to, for the agency of the case."""
    Consequence.objects.bulk_create(
        Consequence(
            person_id=case.person_id,
            data_class=case.data_class,
            agency_id=case.agency_id,
            case=case,
            step=step,
            kind=one.kind,
            what=one.words,
            due_at=one.due_at,
            created_at=at,
            changed_at=at,
            changed_by=by.staff,
        )
        for one in rows
    )


def confirm_rating(case: SchemeCase, colour: str, words: str, proposal: Proposal, *, by: Pass, at: datetime) -> Rating:
    """How a locked case goes, as the rule proposes it or otherwise with a reason. Raises :class:`Refused` with the field."""
    told = may_rate(colour=colour, proposed=proposal.colour, before=case.colour, words=words)
    told.demand("words" if colour else "colour")
    change(case, version=None, by=by, at=at, colour=colour)
    return keep_rating(case, colour, words, proposal, by=by, at=at)


def keep_rating(case: SchemeCase, colour: str, words: str, proposal: Proposal, *, by: Pass, at: datetime) -> Rating:
    """Keep how a case goes as somebody confirmed it, beside what the rule proposed and why."""
    return Rating.objects.create(
        person_id=case.person_id,
        data_class=case.data_class,
        agency_id=by.agency,
        case=case,
        colour=colour,
        proposed=proposal.colour,
        reasons=list(proposal.reasons),
        words=words.strip(),
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )


def end_work(case: SchemeCase, reason: str, *, by: Pass, at: datetime) -> None:
    """End the involvement that the case hangs on, if it is open; its ties end at the same moment."""
    if case.involvement_id is None:
        return
    work = Involvement.objects.select_for_update().get(pk=case.involvement_id)
    if work.state == "open":
        end_involvement(involvement=work, reason=reason, by=by, at=at)


def take_back(case: SchemeCase, step: CaseStep, *, by: Pass, at: datetime, **more: Any) -> None:
    """Take a step back with what followed from it: the case stands where it stood, and the work that it ended opens again.

    ``more`` are further values of the case. Raises :class:`Refused` when something that followed is done already.
    """
    if step.explained is not None:
        take_decision_back(decision=step.explained, by=by, at=at)
    for one in Consequence.objects.select_for_update().filter(step=step):
        if one.state != DUE:
            refused("Something that followed from this decision is done already, so it cannot be undone.").demand()
        told: dict[str, Any] = {
            "settled_words": "Taken back with the decision",
            "settled_at": at,
            "settled_by": by.staff,
        }
        change(one, version=None, by=by, at=at, state="undone", **told)
    CaseStep.objects.filter(pk=step.pk).update(withdrawn_at=at, withdrawn_by=by.staff)
    work = case.involvement
    if work is not None and work.state != "open":
        again: dict[str, Any] = {"kind": work.kind, "legal_ground": work.legal_ground, "team": work.team}
        more["involvement"] = open_involvement(person=case.person, lead=work.lead, by=by, at=at, **again)
    stands: dict[str, Any] = {"state": step.come_from, "moved_at": at, "closed_at": None, **more}
    change(case, version=None, by=by, at=at, reason="Undone", kind="undo", **stands)


def settled(
    consequence: Consequence, state: str, words: str, *, by: Pass, at: datetime, version: int | None = None
) -> None:
    """Settle one thing that a decision of any scheme led to. Raises :class:`Refused` and :class:`Conflict`."""
    if state not in {"done", "not_needed"}:
        refused("Choose whether it is done or not needed.").demand("state")
    CONSEQUENCE_STATES.may_move(consequence.state, state).demand("state")
    if not words.strip() or len(words) > LONGEST_REASON:
        refused("Enter how it was done, or why it is not needed, in 500 characters or fewer.").demand("words")
    told: dict[str, Any] = {"settled_words": words.strip(), "settled_at": at, "settled_by": by.staff}
    change(consequence, version=version, by=by, at=at, state=state, **told)
