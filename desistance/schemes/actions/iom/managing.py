"""Managing somebody in the cohort: who manages, how closely, how it goes, new arrests, and what is asked of another agency."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desistance.access.actions.involvements import allocate, open_involvement
from desistance.access.models import Involvement
from desistance.access.queries.staffing import works_for
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.casework.actions.tasks import Doer, set_task
from desistance.casework.rules.tasks import Origin, TaskFacts
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.models import Agency, Staff
from desistance.people.models import Person
from desistance.schemes.actions._moving import keep_follows, keep_rating, keep_step, locked, locked_as_read, move
from desistance.schemes.actions.iom.deciding import begin_spell, end_spell
from desistance.schemes.models import CaseAsk, CaseStep, CohortManager, CohortSpell, Rating, SchemeCase
from desistance.schemes.queries.iom.cases import managers_needed, open_iom_case, owned_actions, seen_iom_case
from desistance.schemes.queries.iom.recorded import births_of
from desistance.schemes.rules.ages import class_of_days
from desistance.schemes.rules.iom.going import may_rate_iom
from desistance.schemes.rules.iom.panel import follows
from desistance.schemes.rules.iom.review import review_on
from desistance.schemes.terms.cases import LONGEST_REASON
from desistance.schemes.terms.iom import (
    ACCEPTED,
    AGENCIES,
    ASK_STATES,
    ASKED,
    DECLINED,
    IN_COHORT,
    IN_THE_COHORT,
    IOM,
    MANAGED_AS,
    MANAGER_OF,
    MOVED,
    NOW_PARTS,
    SELECTED,
    WORK,
    AskKind,
    EndReason,
    Intensity,
    ManagerPart,
    Part,
)

ANSWER_DAYS = {AskKind.TRANSFER: 14, AskKind.ESCALATION: 7}
"""Days in which an answer is due. Source: default of the service, to be confirmed by the partnership."""


def _running(case: SchemeCase) -> None:
    if case.state not in IN_THE_COHORT:
        refused("This person is not in the cohort, so nothing can be recorded on it.").demand()


def _reason(words: str, field: str = "reason") -> str:
    if not words.strip() or len(words) > LONGEST_REASON:
        refused(f"Enter the reason, in {LONGEST_REASON} characters or fewer.").demand(field)
    return words.strip()


@deed("iom.manage")
def name_manager(
    *, case: SchemeCase, staff: Staff, is_lead: bool, by: Pass, at: datetime, version: int | None = None
) -> CohortManager:
    """Name who manages somebody for the acting agency, and open or give them its work in the same transaction.

    Once police and, for somebody under an order, probation have each named theirs, the case is adopted. No agency names another's
    manager. Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    _running(case)
    if not works_for(staff=staff.pk, agency=by.agency, at=at):
        refused("Choose a worker who holds a post in your agency today.").demand("staff")
    row = (
        CohortManager.objects.select_for_update().filter(case=case, agency_id=by.agency, until_at__isnull=True).first()
    )
    work = _work(case, row, staff, by, at)
    part = MANAGER_OF.get(by.agency_kind, ManagerPart.OTHER)
    others = (
        CohortManager.objects.select_for_update().filter(case=case, until_at__isnull=True).exclude(agency_id=by.agency)
    )
    leads = is_lead or not any(one.is_lead for one in others)
    if leads:
        for one in others:
            if one.is_lead:
                change(one, version=None, by=by, at=at, is_lead=False)
    if row is not None:
        change(row, version=None, by=by, at=at, until_at=at)
    made = CohortManager.objects.create(
        person_id=case.person_id, agency_id=by.agency, case=case, staff=staff, involvement=work, part=part, is_lead=leads,
        from_at=at, created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip
    _adopt(case, made, staff, by, at)
    return made


def _work(case: SchemeCase, row: CohortManager | None, staff: Staff, by: Pass, at: datetime) -> Involvement:
    """The agency's work with the person that the manager leads already, else its work of this scheme, given or opened now."""
    open_now = Involvement.objects.select_for_update().filter(
        person_id=case.person_id, agency_id=by.agency, state="open"
    )
    led = open_now.filter(kind__in=MANAGED_AS.get(by.agency_kind, ()), lead=staff).first()
    if led is not None:
        return led
    work = row.involvement if row is not None and row.involvement.kind == WORK else open_now.filter(kind=WORK).first()
    if work is None or work.state != "open":
        person = Person.objects.get(pk=case.person_id)
        return open_involvement(person=person, kind=WORK, legal_ground="prevention", lead=staff, by=by, at=at)
    if work.lead_id != staff.pk:
        allocate(involvement=work, team=work.team, lead=staff, by=by, at=at)
    return work


def _adopt(case: SchemeCase, made: CohortManager, staff: Staff, by: Pass, at: datetime) -> None:
    come_from = case.state
    if case.state == SELECTED and not managers_needed(case=case, by=by):
        move(case, IN_COHORT, by=by, at=at)
    lead = ", who leads" if made.is_lead else ""
    keep_step(case, come_from, f"{made.get_part_display()} named: {staff.name}{lead}"[:120], by=by, at=at)


@deed("iom.manage")
def change_spell(
    *, case: SchemeCase, part: str, intensity: str, reason: str, by: Pass, at: datetime, version: int | None = None
) -> CohortSpell:
    """Move somebody to another part of the cohort or manage them more or less closely from today, with why.

    The days before stay as they were. Another part needs the permission of the panel's decisions. Raises :class:`Refused`.
    """
    case = locked(case, by, version)
    _running(case)
    spell = CohortSpell.objects.select_for_update().get(case=case, ended_on__isnull=True)
    if part not in NOW_PARTS:
        refused("Choose the part of the cohort").demand("part")
    if intensity not in Intensity.values:
        refused("Choose how closely the person is managed").demand("intensity")
    if (part, intensity) == (spell.part, spell.intensity):
        refused("Nothing changes: choose another part or intensity.").demand("intensity")
    if part != spell.part:
        by.demand("iom.decide")
    words = _reason(reason)
    change(case, version=None, by=by, at=at)
    said = f"IOM: {Part(part).label}, {Intensity(intensity).label.lower()}"
    step = keep_step(case, case.state, said, by=by, at=at, reason=words)
    end_spell(case, local_date(at), EndReason.PART, by, at)
    return begin_spell(case, part, local_date(at), words, by, at, step=step, intensity=intensity)


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """An action that is agreed with a rating: what, by when, and whose it is."""

    what: str
    due_on: date
    worker: Staff


@deed("iom.manage", Category.COLLECTION)
def rate_iom_case(
    *,
    case: SchemeCase,
    colour: str,
    words: str,
    by: Pass,
    at: datetime,
    action: ActionSaid | None = None,
    version: int | None = None,
) -> Rating:
    """Confirm how somebody does: as the rule proposes it now, or otherwise with a reason. Red needs an action with an owner.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    _running(case)
    proposal = open_iom_case(case=case.pk, by=by, at=at).proposal
    if action is not None:
        person = Person.objects.get(pk=case.person_id)
        agency = Agency.objects.get(pk=by.agency)
        facts = TaskFacts(action.what, action.due_on)
        set_task(
            person=person, facts=facts, doer=Doer(agency, action.worker), origin=Origin("iom", case.pk), by=by, at=at
        )
    actions = owned_actions(case=case, by=by)
    decision = may_rate_iom(colour=colour, proposed=proposal.colour, before=case.colour, words=words, actions=actions)
    decision.demand("colour" if not colour or (colour == "red" and not actions) else "words")
    change(case, version=None, by=by, at=at, colour=colour)
    return keep_rating(case, colour, words, proposal, by=by, at=at)


@deed("iom.manage", Category.COLLECTION)
def rate_at_conference(*, record: int, colour: str, words: str, by: Pass, at: datetime) -> Rating:
    """Keep the rating that a conference agreed, as :func:`rate_iom_case` does. Raises what it raises."""
    return rate_iom_case(case=seen_iom_case(case=record, by=by), colour=colour, words=words, by=by, at=at)


@deed("iom.manage")
def look_at_arrest(*, case: SchemeCase, arrest: Arrest, words: str, by: Pass, at: datetime) -> CaseStep:
    """Say what a new arrest of somebody in the cohort means for their plan: it is dealt with once, however often it was told.

    Raises :class:`Refused` with the field to mend.
    """
    case = locked(case, by)
    _running(case)
    if arrest.person_id != case.person_id:
        raise NotFound()
    if CaseStep.objects.standing().filter(case=case, arrest=arrest).exists():
        refused("This arrest was dealt with already.").demand()
    said = _reason(words, "words")
    return keep_step(case, case.state, "New arrest discussed", by=by, at=at, reason=said, arrest=arrest)


@deed("iom.manage")
def ask_about_case(
    *, case: SchemeCase, kind: str, to_agency: Agency, words: str, by: Pass, at: datetime, to_staff: Staff | None = None,
    version: int | None = None,
) -> CaseAsk:  # fmt: skip
    """Ask another area to take the case over, or somebody senior to settle a disagreement. Nothing changes until they answer.

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by, version)
    _running(case)
    if kind not in ANSWER_DAYS:
        refused("Choose what you ask for").demand("kind")
    is_transfer = kind == AskKind.TRANSFER
    if is_transfer and (to_agency.pk == case.agency_id or to_agency.kind not in AGENCIES):
        refused("Choose a police force or probation service of another area.").demand("to_agency")
    if to_staff is not None and not works_for(staff=to_staff.pk, agency=to_agency.pk, at=at):
        refused("Choose a worker who holds a post there today.").demand("to_staff")
    if not is_transfer and to_staff is None:
        refused("Choose who settles it").demand("to_staff")
    if CaseAsk.objects.filter(case=case, kind=kind, state=ASKED).exists():
        refused("This was asked already, and nobody has answered yet.").demand()
    said = _reason(words, "words")
    made = CaseAsk.objects.create(
        person_id=case.person_id, agency_id=by.agency, case=case, kind=kind, to_agency=to_agency, to_staff=to_staff,
        what=said, due_on=local_date(at) + timedelta(days=ANSWER_DAYS[AskKind(kind)]), asked_at=at, asked_by=by.staff,
        created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip
    step = "Asked another area to take the case" if is_transfer else "Disagreement escalated"
    keep_step(case, case.state, step, by=by, at=at, reason=said)
    return made


@deed("iom.manage")
def answer_ask(
    *, ask: CaseAsk, accepts: bool, answer: str, by: Pass, at: datetime, manager: Staff | None = None, version: int | None = None
) -> CaseAsk:  # fmt: skip
    """Answer what was asked. Taking a case over opens the accepting agency's work, names its manager, and begins its own case.

    Whoever accepts needs no open record before: taking the work is how it opens. Raises :class:`NotFound` for anybody else than
    who was asked, :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    standing = CaseAsk.objects.select_for_update().get(pk=ask.pk)
    if (
        by.agency != standing.to_agency_id
        or standing.to_staff_id not in (None, by.staff)
        or standing.kind not in ANSWER_DAYS
    ):
        raise NotFound()
    state = ACCEPTED if accepts else DECLINED
    ASK_STATES.may_move(standing.state, state).demand()
    words = _reason(answer, "answer")
    if accepts and standing.kind == AskKind.TRANSFER:
        if manager is None or not works_for(staff=manager.pk, agency=by.agency, at=at):
            refused("Choose who manages them in your area.").demand("manager")
        else:
            _take_over(standing, manager, words, by, at)
    elif standing.kind == AskKind.ESCALATION:
        case = locked_as_read(standing.case)
        keep_step(case, case.state, "Disagreement settled", by=by, at=at, reason=words)
    told: dict[str, Any] = {"answer": words, "answered_at": at, "answered_by": by.staff}
    change(standing, version=version, by=by, at=at, state=state, **told)
    return standing


def _take_over(ask: CaseAsk, manager: Staff, words: str, by: Pass, at: datetime) -> None:
    """End the case of the old area and begin one here, in the same part and as closely managed, without a day between."""
    old, on = locked_as_read(ask.case), local_date(at)
    spell = CohortSpell.objects.get(case=old, ended_on__isnull=True)
    come_from = old.state
    move(old, MOVED, by=by, at=at)
    step = keep_step(old, come_from, f"Case taken over by {by.agency_name}"[:120], by=by, at=at, reason=words)
    end_spell(old, on, EndReason.MOVED, by, at)
    keep_follows(old, step, follows("", at, on + timedelta(days=7), moves=True), by, at)
    person = Person.objects.get(pk=old.person_id)
    work = open_involvement(person=person, kind=WORK, legal_ground="prevention", lead=manager, by=by, at=at)
    new = SchemeCase.objects.create(
        person=person, agency_id=by.agency, scheme=IOM, state=SELECTED, moved_at=at, index_on=old.index_on,
        runs_from=at, ends_on=review_on(on), colour=old.colour, created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip
    begun = keep_step(new, "", f"IOM case taken over from {ask.agency.short_name}"[:120], by=by, at=at, reason=words)
    begin_spell(
        new, spell.part, on, f"Moved here from {ask.agency.short_name}", by, at, step=begun, intensity=spell.intensity
    )
    CohortManager.objects.create(
        person=person, agency_id=by.agency, case=new, staff=manager, involvement=work,
        part=MANAGER_OF.get(by.agency_kind, ManagerPart.OTHER), is_lead=True, from_at=at, created_at=at, changed_at=at,
        changed_by=by.staff,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EarlierSpell:
    """Days in a scheme before this service: which part, from, until, why, and where that is written."""

    part: str
    began_on: date
    ended_on: date
    end_reason: str
    why: str
    source: str


@deed("iom.manage")
def record_earlier_spell(*, person: Person, facts: EarlierSpell, by: Pass, at: datetime) -> CohortSpell:
    """Record days in PPO, DYO or the IOM cohort from before this service, from a file or register that is named.

    Days that began before the person was 18 are a childhood record, for good. Raises :class:`Refused` with the field to mend.
    """
    by.demand_person(person.pk, DataClass.OFFENDING, writing=True)
    kept_as = class_of_days(births_of(by), facts.began_on, in_youth_scheme=facts.part == Part.DYO)
    by.demand_person(person.pk, kept_as, writing=True)
    if facts.part not in Part.values:
        refused("Choose the scheme or part").demand("part")
    if facts.ended_on < facts.began_on or facts.ended_on > local_date(at):
        refused("The last day must be on or after the first, and not in the future.").demand("ended_on")
    if facts.end_reason not in EndReason.values:
        refused("Choose why it ended").demand("end_reason")
    if not facts.source.strip():
        refused("Say where this is written, for example the register of the force.").demand("source")
    return CohortSpell.objects.create(
        person=person, agency_id=by.agency, data_class=kept_as, part=facts.part, intensity=Intensity.STANDARD,
        began_on=facts.began_on, ended_on=facts.ended_on, end_reason=facts.end_reason, why=_reason(facts.why, "why"),
        source_words=facts.source.strip()[:200], created_at=at, changed_at=at, changed_by=by.staff,
    )  # fmt: skip
