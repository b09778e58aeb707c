"""Deciding on a check of eligibility, and what the person answers. A named officer decides, under their rank; no list does."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from desistance.access.actions.consents import give_consent
from desistance.access.actions.involvements import allocate, open_involvement
from desistance.access.models import Consent, Involvement
from desistance.access.terms import LegalGround
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.decisions import Conflict, NotFound, Versions, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Agency, Staff, Team
from desistance.restorative.terms import Explained, Wish
from desistance.schemes.actions._moving import STALE, end_work, keep_step, locked, move
from desistance.schemes.actions._victims import explain, hear_of_victim, view_of
from desistance.schemes.declared import SCHEMES
from desistance.schemes.models import EligibilityCheck, SchemeCase
from desistance.schemes.queries.cases import BeforeDeciding, before_deciding
from desistance.schemes.queries.trials import arm_told
from desistance.schemes.rules.checkpoint.deciding import (
    Answering,
    Deciding,
    decision_words,
    is_another_way,
    troubles_of_answer,
    troubles_of_deciding,
)
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.checks import RANKS, Result
from desistance.schemes.terms.contracts import ACCEPTED, CHECKED, DECLINED, NOT_OFFERED, OFFERED, WITHDRAWN, VictimWord

SUPERVISE = "checkpoint.supervise"


@deed("checkpoint.decide", Category.COLLECTION)
def ask_supervisor(
    *, check: EligibilityCheck, rank: str, reason: str, team: Team | None, by: Pass, at: datetime
) -> SchemeCase:
    """Ask a supervisor to decide on a check, with why: the case waits for them, and their team may open the record.

    Raises :class:`Refused` with the field to mend, and :class:`NotFound` when the pass is not for this person.
    """
    before = _before(check, by, at)
    if rank not in dict(RANKS):
        refused("Choose your rank from the list.").demand("rank")
    if not reason.strip():
        refused("Enter what you ask the supervisor to decide, and why.").demand("reason")
    if before.has_open_case:
        refused("This person has a Checkpoint case that is going on.").demand("")
    case = _new_case(check, before, by, at)
    _open_work(case, team, by, at)
    keep_step(case, "", "Supervisor asked", by=by, at=at, rank=rank, reason=reason.strip())
    return case


@deed("checkpoint.decide", Category.COLLECTION)
def decide_on_check(
    *,
    check: EligibilityCheck,
    offers: bool,
    rank: str,
    reason: str,
    by: Pass,
    at: datetime,
    victim: str = "",
    team: Team | None = None,
    case: SchemeCase | None = None,
    version: int | None = None,
) -> SchemeCase:
    """Offer Checkpoint or do not, on the check that counts, under a rank and with the reason where one is needed.

    ``victim`` is what the officer says of whoever was harmed (a ``VictimWord``), empty where victim contact was asked before.
    ``case`` is the one in which a supervisor was asked. An offer opens the work of the team, so that a navigator may open the
    record. Raises :class:`Refused` with the field to mend, :class:`Conflict`, and :class:`NotFound`.
    """
    if check.arrest is None:
        raise NotFound()  # a check of a declared scheme
    before, view = _before(check, by, at, case), view_of(check.arrest_id, by)
    facts = Deciding(
        result=Result(check.result),
        offers=offers,
        rank=rank,
        is_supervisor=by.holds(SUPERVISE),
        agency_kind=by.agency_kind,
        on=at.date(),
        reason=reason,
        arm=arm_told(check, at.date()),
        has_victim=victim != VictimWord.NONE and (view is None or view.wish != Wish.NO_VICTIM),
        view_asked=view is not None or victim == VictimWord.ASK,
        has_moved=before.has_moved,
        has_open_case=before.has_open_case,
        last_ended_on=before.last_ended_on,
    )
    for field, decision in troubles_of_deciding(facts):
        decision.demand(field)
    wish = hear_of_victim(check.arrest, victim, by, at)
    case = locked(case, by, version) if case is not None else _new_case(check, before, by, at)
    if offers:
        _open_work(case, team, by, at)
    come_from, to = case.state, OFFERED if offers else NOT_OFFERED
    move(case, to, by=by, at=at, wish=wish, eligibility=check)
    another = is_another_way(facts.result, offers, facts.arm)
    words = decision_words(offers=offers, another_way=another)
    told = {"result": check.result, "summary": check.summary, "arm": facts.arm}
    kept: dict[str, Any] = {"rank": rank, "reason": reason.strip(), "is_another_way": another, "told": told}
    explained = None if offers else explain(case, Explained.USUAL_WAY, by, at)
    keep_step(case, come_from, words, by=by, at=at, explained=explained, **kept)
    if not offers:
        end_work(case, "Checkpoint was not offered", by=by, at=at)
    return case


@deed("checkpoint.offer", Category.COLLECTION)
def accept_offer(
    *,
    case: SchemeCase,
    understood: Collection[str],
    by: Pass,
    at: datetime,
    navigator: Staff | None = None,
    shares_with: Collection[Agency] = (),
    how_given: str = "spoken",
    interpreter: str = "",
    version: int | None = None,
) -> SchemeCase:
    """Record that the person agrees, item by item: the clock of the first contact starts, and the navigator leads the work.

    ``shares_with`` are the agencies that may see the force's health entries by the person's consent. Raises :class:`Refused`
    with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    items = sorted(set(understood))
    for field, decision in troubles_of_answer(Answering(True, items, interpreter=interpreter)):
        decision.demand(field)
    come_from = case.state
    move(case, ACCEPTED, by=by, at=at, accepted_at=at, interpreter=interpreter.strip())
    _consent(case, shares_with, how_given, by, at)
    work = case.involvement
    if navigator is not None and work is not None and work.lead_id != navigator.pk:
        allocate(involvement=work, team=work.team, lead=navigator, by=by, at=at)
    told = {"understood": items, "shares_health_with": sorted(one.short_name for one in shares_with)}
    keep_step(case, come_from, "The person agreed to Checkpoint", by=by, at=at, told=told)
    return case


@deed("checkpoint.offer")
def decline_offer(*, case: SchemeCase, reason: str, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Record that the person does not agree, which speaks against nobody. Raises :class:`Refused` and :class:`Conflict`."""
    case = locked(case, by, version)
    for field, decision in troubles_of_answer(Answering(False, reason=reason)):
        decision.demand(field)
    return _close(case, DECLINED, "The person did not agree to Checkpoint", reason, by, at)


@deed("checkpoint.offer")
def withdraw_case(*, case: SchemeCase, reason: str, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Take an offer back, or end a case before its contract, with a reason. Raises :class:`Refused` and :class:`Conflict`."""
    case = locked(case, by, version)
    if case.runs_from is not None:
        refused("A contract is running. Ask a supervisor for a decision on it.").demand()
    if not reason.strip():
        refused("Enter why the case ends.").demand("reason")
    return _close(case, WITHDRAWN, "Checkpoint withdrawn", reason, by, at)


def _close(case: SchemeCase, to: str, words: str, reason: str, by: Pass, at: datetime) -> SchemeCase:  # noqa: PLR0917  # one place ends a case before its contract
    come_from = case.state
    move(case, to, by=by, at=at)
    explained = explain(case, Explained.USUAL_WAY, by, at)
    keep_step(case, come_from, words, by=by, at=at, reason=reason.strip(), explained=explained)
    end_work(case, words, by=by, at=at)
    return case


def _before(check: EligibilityCheck, by: Pass, at: datetime, case: SchemeCase | None = None) -> BeforeDeciding:
    """Facts for the rule, once the check is seen to be the force's own and to count still."""
    by.demand_person(check.person_id, DataClass.OFFENDING, writing=True)
    if check.agency_id != by.agency:
        raise NotFound()
    standing = EligibilityCheck.objects.select_for_update().get(pk=check.pk)
    if standing.state != "current":
        raise Conflict("This check was made again. Look at the new one before you decide.", Versions(version=1))
    return before_deciding(check=standing, by=by, at=at, but=case.pk if case else 0)


def _new_case(check: EligibilityCheck, before: BeforeDeciding, by: Pass, at: datetime) -> SchemeCase:
    if SchemeCase.objects.filter(arrest=check.arrest, scheme=CHECKPOINT, closed_at__isnull=True).exists():
        raise Conflict(STALE, Versions(version=1))
    return SchemeCase.objects.create(
        person_id=check.person_id,
        agency_id=by.agency,
        scheme=CHECKPOINT,
        state=CHECKED,
        moved_at=at,
        arrest_id=check.arrest_id,
        eligibility=check,
        index_on=before.index_on,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


def _open_work(case: SchemeCase, team: Team | None, by: Pass, at: datetime) -> None:
    """The work that the case hangs on: one that the agency has open already is taken, else a new one is opened."""
    if case.involvement_id is not None:
        return
    if team is None or team.agency_id != by.agency:
        refused("Choose the team that works with people on Checkpoint.").demand("team")
    kind = SCHEMES[case.scheme].work
    work = Involvement.objects.filter(
        person_id=case.person_id, agency_id=by.agency, kind=kind, state="open", source_reference=""
    ).first()
    if work is None:
        given: dict[str, Any] = {"legal_ground": LegalGround.PREVENTION, "team": team}
        work = open_involvement(person=case.person, kind=kind, by=by, at=at, **given)
    change(case, version=None, by=by, at=at, involvement=work)


def _consent(case: SchemeCase, shares_with: Collection[Agency], how: str, by: Pass, at: datetime) -> None:
    standing = Consent.objects.filter(
        person_id=case.person_id, agency_id=by.agency, data_class=DataClass.HEALTH, withdrawn_at__isnull=True
    )
    already = set(standing.values_list("to_agency_id", flat=True))
    for agency in shares_with:
        if agency.pk not in already:
            given: dict[str, Any] = {"to_agency": agency, "data_class": DataClass.HEALTH, "how_given": how}
            give_consent(person=case.person, by=by, at=at, **given)
