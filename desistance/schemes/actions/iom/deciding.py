"""What the panel decides, proposing a deselection, what follows from both, and the days in the cohort that come of it."""

from datetime import date, datetime, time
from typing import Any

from desistance.access.actions.involvements import end_involvement
from desistance.access.models import Involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.coordination.queries.meetings import decision_of
from desistance.foundation.actions import change
from desistance.foundation.calendar import LOCAL, local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import in_force
from desistance.foundation.terms import DataClass
from desistance.schemes.actions._moving import keep_follows, keep_step, locked, move, settled
from desistance.schemes.models import CaseStep, CohortManager, CohortSpell, Consequence, SchemeCase
from desistance.schemes.queries.iom.cases import open_iom_case
from desistance.schemes.rules.iom.panel import (
    Acting,
    Proposing,
    decided_words,
    follows,
    troubles_of_acting,
    troubles_of_proposal,
)
from desistance.schemes.rules.iom.review import review_on
from desistance.schemes.rules.results import stored_finding
from desistance.schemes.terms.cases import DUE
from desistance.schemes.terms.iom import (
    DESELECT,
    ENDING_ASKED,
    KEEP,
    LEADS_TO,
    PART_RULES,
    SELECTS,
    WORK,
    EndReason,
    Intensity,
)


@deed("iom.decide", Category.COLLECTION)
def act_on_panel(
    *, case: SchemeCase, decision: int, by: Pass, at: datetime, tell_by: date | None = None, version: int | None = None
) -> SchemeCase:
    """Act on what a meeting decided of a nomination or of a proposed deselection, with everything that follows from it.

    A selection opens the spell in the cohort on the panel's day; a deselection ends it. The decision, its quorum and who
    disagreed stay the meeting's. Raises :class:`Refused` with the field to mend, :class:`NotFound` for a decision on somebody
    else or one that was corrected, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    told = decision_of(decision, by=by)
    put = CaseStep.objects.standing().filter(case=case, to=case.state).exclude(come_from=case.state)
    asked = put.order_by("-at", "-id").first()
    asked_at = asked.at if asked else case.moved_at
    facts = Acting(told.purpose, told.outcome, told.decided_at, case.state, asked_at, tell_by)
    for name, trouble in troubles_of_acting(facts):
        trouble.demand(name)
    come_from, held_on = case.state, local_date(told.decided_at)
    move(case, LEADS_TO[told.outcome], by=by, at=at, **_values(told.outcome, held_on))
    kept = {"forum": told.forum, "meeting": told.meeting, "dissent": [list(one) for one in told.dissent]}
    words = decided_words(told.outcome)
    step = keep_step(
        case, come_from, words, by=by, at=at, decision=told.outcome, reason=told.reasons, told=kept, panel_id=told.id
    )
    if told.outcome in SELECTS:
        begin_spell(case, SELECTS[told.outcome], held_on, told.reasons, by, at, step=step)
    if told.outcome == DESELECT:
        end_spell(case, held_on, asked.told.get("why") if asked else EndReason.CRITERIA, by, at)
    keep_follows(case, step, follows(told.outcome, at, tell_by), by, at)
    return case


def _values(outcome: str, held_on: date) -> dict[str, Any]:
    if outcome == KEEP:
        return {"ends_on": review_on(held_on)}
    if outcome not in SELECTS:
        return {}
    began = datetime.combine(held_on, time.min, LOCAL)
    return {"index_on": held_on, "runs_from": began, "ends_on": review_on(held_on)}


def begin_spell(  # noqa: PLR0917 - one row
    case: SchemeCase,
    part: str,
    on: date,
    why: str,
    by: Pass,
    at: datetime,
    *,
    step: CaseStep | None = None,
    intensity: str = "",
) -> CohortSpell:
    """Open days in a part of the cohort, as closely as the part usually is managed unless said otherwise."""
    usual = in_force(PART_RULES, on).values["intensity"].get(part, Intensity.STANDARD)
    return CohortSpell.objects.create(
        person_id=case.person_id,
        agency_id=case.agency_id,
        case=case,
        step=step,
        part=part,
        intensity=intensity or usual,
        began_on=on,
        why=why.strip(),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


def end_spell(case: SchemeCase, on: date, reason: str | None, by: Pass, at: datetime) -> CohortSpell | None:
    """End the days that run, on the day that was decided; none when none run."""
    spell = CohortSpell.objects.select_for_update().filter(case=case, ended_on__isnull=True).first()
    if spell is not None:
        change(
            spell, version=None, by=by, at=at, ended_on=max(on, spell.began_on), end_reason=reason or EndReason.CRITERIA
        )
    return spell


@deed("iom.manage")
def propose_deselection(
    *, case: SchemeCase, facts: Proposing, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Propose to the panel that somebody leaves the cohort, with the criteria as they stand and the exit plan.

    Criteria that are not met do not stop a proposal; the panel reads them with the reason. Raises :class:`Refused`.
    """
    case = locked(case, by, version)
    for name, decision in troubles_of_proposal(facts):
        decision.demand(name)
    weighed = open_iom_case(case=case.pk, by=by, at=at).review
    come_from = case.state
    move(case, ENDING_ASKED, by=by, at=at)
    told = {
        "why": facts.why,
        "exit_plan": facts.exit_plan.strip(),
        "findings": [stored_finding(one) for one in weighed.findings] if weighed else [],
        "counts": weighed.counts if weighed else "",
    }
    words = f"Deselection from IOM proposed: {EndReason(facts.why).label.lower()}"
    keep_step(case, come_from, words, by=by, at=at, reason=facts.reason.strip(), told=told)
    return case


@deed("iom.manage")
def settle_iom_consequence(
    *, consequence: Consequence, state: str, words: str, by: Pass, at: datetime, version: int | None = None
) -> Consequence:
    """Say how what a panel's decision led to was done. With the last of an ending, the agency's own part in it ends.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    by.demand_person(consequence.person_id, DataClass.OFFENDING, writing=True)
    case = locked(consequence.case, by)
    settled(consequence, state, words, by=by, at=at, version=version)
    if case.closed_at is not None and not Consequence.objects.filter(case=case, state=DUE).exists():
        end_own_part(case, by, at)
    return consequence


@deed("iom.manage")
def leave_case(*, case: SchemeCase, by: Pass, at: datetime) -> SchemeCase:
    """End the acting agency's own part in a case that has ended. Raises :class:`Refused` while it runs."""
    case = locked(case, by)
    if case.closed_at is None:
        refused("The person is in the cohort, so your agency's part goes on.").demand()
    if not end_own_part(case, by, at):
        raise NotFound()
    return case


def end_own_part(case: SchemeCase, by: Pass, at: datetime) -> bool:
    """End the manager and the work of the acting agency on a case; its ties end at the same moment."""
    row = (
        CohortManager.objects.select_for_update().filter(case=case, agency_id=by.agency, until_at__isnull=True).first()
    )
    if row is None:
        return False
    change(row, version=None, by=by, at=at, until_at=at)
    work = Involvement.objects.select_for_update().get(pk=row.involvement_id)
    if work.state == "open" and work.kind == WORK:
        end_involvement(involvement=work, reason="Left the IOM cohort", by=by, at=at)
    return True
