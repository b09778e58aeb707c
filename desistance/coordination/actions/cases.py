"""What a meeting does with one case: lines, the decision, its colour, agreed actions, and putting it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desistance.access.queries.staffing import works_for
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.coordination.actions._sitting import (
    class_for,
    demand,
    locked_case,
    quorum_now,
    unseat,
    works_with,
)
from desistance.coordination.models import AgreedAction, Attendance, CaseLine, MeetingCase, PanelDecision
from desistance.coordination.queries.agenda import open_actions_in
from desistance.coordination.queries.colours import colour_of
from desistance.coordination.rules.cases import (
    Agreeing,
    Deciding,
    Saying,
    may_colour,
    may_finish,
    may_put_off,
    troubles_of_action,
    troubles_of_decision,
    troubles_of_line,
    troubles_of_owner,
)
from desistance.coordination.rules.meetings import may_begin_case, may_decide
from desistance.coordination.terms.forums import REVIEW
from desistance.coordination.terms.meetings import (
    HEARD,
    HERE,
    LISTED,
    NOTHING,
    PASSED_ON,
    PUT_OFF,
    SENT,
    TAKEN_OFF,
)
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to do an action: an agency, and the worker there where one is named."""

    agency: Agency
    staff: Staff | None = None


def _stamp(by: Pass, at: datetime) -> dict[str, Any]:
    return {"created_at": at, "changed_at": at, "changed_by": by.staff}


def _chaired(case: MeetingCase, by: Pass) -> MeetingCase:
    """The case under lock. Raises :class:`NotFound` unless the acting agency convenes its meeting."""
    found = locked_case(case, by)
    if found.agency_id != by.agency:
        raise NotFound()
    return found


@deed("panel.take_part", Category.COLLECTION)
def submit_line(
    *,
    case: MeetingCase,
    text: str,
    by: Pass,
    at: datetime,
    shares_nothing: bool = False,
    agency: Agency | None = None,
    version: int | None = None,
) -> CaseLine:
    """Give the acting agency's line on a case, or say that it shares nothing; until the meeting ends it may be written again.

    ``agency``: whose words the chair notes at the meeting. Raises :class:`Refused` with the field to mend, :class:`Conflict`, and
    :class:`NotFound` for whoever has not the record open.
    """
    whose = agency.pk if agency else by.agency
    line = CaseLine.objects.filter(case_id=case.pk, agency_id=whose).select_related("agency").first()
    kind = DataClass(line.data_class) if line and whose == by.agency else DataClass(case.data_class)
    by.demand_person(case.person_id, kind, writing=True)
    case = locked_case(case, by)
    facts = Saying(
        text=text,
        shares_nothing=shares_nothing,
        state=line.state if line else "",
        meeting=case.meeting.state,
        is_own=whose == by.agency,
        is_chair=case.agency_id == by.agency and by.holds("panel.run"),
        agency_is_health=line is not None and line.agency.kind == "health",
        is_asked=line is not None,
    )
    demand(troubles_of_line(facts))
    assert line is not None  # the rule has just said so
    said: dict[str, Any] = {"state": NOTHING if shares_nothing else SENT, "text": text.strip()}
    change(line, version=version, by=by, at=at, sent_at=at, sent_by=by.staff, is_said=not facts.is_own, **said)
    return line


@deed("panel.run")
def begin_case(*, case: MeetingCase, by: Pass, at: datetime) -> MeetingCase:
    """Call a case: its time runs from now. A second call changes nothing. Raises :class:`Refused`."""
    case = _chaired(case, by)
    may_begin_case(case.state, case.meeting.state).demand()
    if case.began_at is None:
        change(case, version=None, by=by, at=at, began_at=at)
    return case


@deed("panel.run", Category.COLLECTION)
def decide_case(
    *,
    case: MeetingCase,
    outcome: str,
    reasons: str,
    by: Pass,
    at: datetime,
    dissent: Sequence[tuple[Agency, str]] = (),
    version: int | None = None,
) -> PanelDecision:
    """Record what the meeting decided of a case, why, and which agencies disagreed in which words.

    Deciding again while the meeting is under way corrects the decision before. Raises :class:`Refused` (without quorum with the
    agencies that are missing), :class:`Conflict` with both versions, and :class:`NotFound`.
    """
    case = _chaired(case, by)
    may_decide(state=case.meeting.state, quorum=quorum_now(case.meeting, at)).demand()
    purpose = HOUSE.purposes.get(case.purpose)
    rows = Attendance.objects.filter(meeting_id=case.meeting_id, presence__in=HERE).select_related("agency")
    here = {row.agency_id: row.agency.short_name for row in rows}
    outcomes = purpose.outcomes if purpose else {}
    against = tuple((agency.pk, words) for agency, words in dissent)
    demand(troubles_of_decision(Deciding(case.state, outcome, outcomes, reasons, frozenset(here), against)))
    _hear(case, by, at, version, outcome=outcome, reasons=reasons.strip())
    before = PanelDecision.objects.standing().filter(case=case).order_by("-at", "-id").first()
    return PanelDecision.objects.create(
        person_id=case.person_id,
        agency_id=by.agency,
        case=case,
        data_class=case.data_class,
        purpose=case.purpose,
        outcome=outcome,
        words=f"{purpose.words if purpose else case.purpose}: {outcomes[outcome].lower()}",
        reasons=reasons.strip(),
        dissent=[{"agency": pk, "name": here[pk], "words": words.strip()} for pk, words in against],
        here=sorted(here.values()),
        corrects=before,
        at=at,
        said_at=at,
        recorded_at=at,
        recorded_by=by.staff,
    )


def _hear(case: MeetingCase, by: Pass, at: datetime, version: int | None, **told: Any) -> None:
    if case.began_at is None:
        told["began_at"] = at
    if case.state != HEARD:
        told.update(state=HEARD, ended_at=at)
    change(case, version=version, by=by, at=at, **told)


@deed("panel.run")
def hear_case(
    *, case: MeetingCase, by: Pass, at: datetime, colour: str = "", words: str = "", version: int | None = None
) -> MeetingCase:
    """End a case's turn: its colour is kept or changed with a reason, as its scheme saves it.

    Raises :class:`Refused` (a colour that needs an action has one with an owner), :class:`Conflict` with both versions, and
    :class:`NotFound`.
    """
    case = _chaired(case, by)
    if case.state not in {LISTED, HEARD}:
        refused("This case is off the agenda.").demand()
    may_begin_case(LISTED, case.meeting.state).demand()
    offer, now = colour_of(case=case, by=by, at=at)
    if offer is None or now is None:
        _hear(case, by, at, version, reasons=words.strip())
        return case
    names = dict(offer.colours)
    actions = open_actions_in(case.meeting, case.person_id).count()
    demand(
        may_colour(
            colour=colour,
            before=now.colour,
            words=words,
            names=names,
            needs_action=offer.needs_action,
            open_actions=actions,
        )
    )
    kept = {"reasons": words.strip()} if words.strip() else {}
    _hear(case, by, at, version, colour=colour, **kept)
    if colour != now.colour:
        offer.save(record=now.record, colour=colour, words=words.strip(), by=by, at=at)
    return case


@deed("panel.run", Category.COLLECTION)
def settle_case(
    *,
    case: MeetingCase,
    by: Pass,
    at: datetime,
    colour: str = "",
    words: str = "",
    outcome: str = "",
    reasons: str = "",
    dissent: Sequence[tuple[Agency, str]] = (),
    version: int | None = None,
) -> MeetingCase:
    """End a case's turn in one go: the decision, where one is asked for or taken, and its colour, where a scheme has the case.

    A case whose purpose asks for a decision has one. Raises what :func:`decide_case` and :func:`hear_case` raise.
    """
    offer, _ = colour_of(case=case, by=by, at=at)
    if outcome or case.purpose != REVIEW:
        decide_case(case=case, outcome=outcome, reasons=reasons, dissent=dissent, by=by, at=at, version=version)
        version = None
    if offer is not None or not outcome:
        kept = words if offer is not None else words or reasons
        case = hear_case(case=case, colour=colour, words=kept, by=by, at=at, version=version)
    return case


@deed("panel.run", Category.COLLECTION)
def agree_action(
    *, case: MeetingCase, what: str, due_on: date | None, owner: Owner | None, by: Pass, at: datetime
) -> AgreedAction:
    """Agree an action of a case with one owner and a day. It reaches the owner's day.

    The owner's agency has work of its own with the person, so that it may open the record after the meeting too. Raises
    :class:`Refused` with the field to mend, and :class:`NotFound`.
    """
    case = _chaired(case, by)
    facts = _agreeing(case, what, due_on, owner, at)
    demand(troubles_of_action(facts, local_date(at)))
    assert owner is not None  # the rule has just said so
    assert due_on is not None
    return _keep_action(case, what, due_on, owner, by, at)


def _agreeing(case: MeetingCase, what: str, due_on: date | None, owner: Owner | None, at: datetime) -> Agreeing:
    agency, staff = (owner.agency, owner.staff) if owner else (None, None)
    return Agreeing(
        what=what,
        due_on=due_on,
        meeting=case.meeting.state,
        has_owner=owner is not None,
        works_with_person=agency is not None and works_with(case.person_id, agency.pk),
        owner_name=agency.short_name if agency else "",
        worker_is_theirs=staff is None or (agency is not None and works_for(staff=staff.pk, agency=agency.pk, at=at)),
    )


def _keep_action(  # noqa: PLR0917  # one place makes an action
    case: MeetingCase,
    what: str,
    due_on: date,
    owner: Owner,
    by: Pass,
    at: datetime,
    came_from: AgreedAction | None = None,
) -> AgreedAction:
    return AgreedAction.objects.create(
        person_id=case.person_id,
        agency=owner.agency,
        staff=owner.staff,
        convener_id=case.agency_id,
        case=case,
        came_from=came_from,
        data_class=class_for(owner.agency, case.data_class),
        what=what.strip(),
        due_on=due_on,
        recorded_at=at,
        **_stamp(by, at),
    )


@deed("panel.take_part")
def finish_action(
    *,
    action: AgreedAction,
    to: str,
    came_of: str,
    by: Pass,
    at: datetime,
    owner: Owner | None = None,
    due_on: date | None = None,
    version: int | None = None,
) -> AgreedAction:
    """Say what came of an action: done, not done with why, or passed on to another owner, which makes the action theirs.

    Answers with the action, or with the new one when it was passed on. Raises :class:`Refused` with the field to mend,
    :class:`Conflict`, and :class:`NotFound`.
    """
    is_owner, is_convener = action.agency_id == by.agency, action.convener_id == by.agency
    if not (is_owner or is_convener):
        raise NotFound()
    kind = DataClass(action.data_class) if is_owner else DataClass(action.case.data_class)
    by.demand_person(action.person_id, kind, writing=True)
    rows = AgreedAction.objects.select_for_update(of=("self",)).select_related("case__meeting__forum")
    action = rows.get(pk=action.pk)
    demand(may_finish(state=action.state, to=to, came_of=came_of, is_owner=is_owner, is_convener=is_convener))
    if to == PASSED_ON:
        demand(troubles_of_owner(_agreeing(action.case, action.what, due_on, owner, at)))
    told: dict[str, Any] = {"came_of": came_of.strip(), "closed_at": at, "closed_by": by.staff}
    change(action, version=version, by=by, at=at, state=to, **told)
    if to != PASSED_ON or owner is None:
        return action
    return _keep_action(action.case, action.what, due_on or action.due_on, owner, by, at, came_from=action)


@deed("panel.run")
def put_case_off(
    *, case: MeetingCase, reason: str, by: Pass, at: datetime, for_good: bool = False, version: int | None = None
) -> MeetingCase:
    """Put a case off to a later meeting, or take it off the agenda (``for_good``), with a reason; its records close.

    Raises :class:`Refused`, :class:`Conflict` and :class:`NotFound`.
    """
    case = _chaired(case, by)
    may_put_off(state=case.state, reason=reason).demand("reason")
    to = TAKEN_OFF if for_good else PUT_OFF
    change(case, version=version, by=by, at=at, state=to, ended_at=at, reasons=reason.strip())
    unseat(case, "Not heard at the meeting", by, at)
    return case
