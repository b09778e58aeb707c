"""Opening, answering again, moving and settling a case of any declared scheme. A person decides; the criteria advise."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desistance.access.actions.involvements import open_involvement
from desistance.access.models import Involvement
from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.partners.models import Staff
from desistance.people.models import Person
from desistance.schemes.actions._moving import (
    confirm_rating,
    end_work,
    keep_follows,
    keep_step,
    locked,
    move,
    settled,
    take_back,
)
from desistance.schemes.declared import DECLARED
from desistance.schemes.models import CaseStep, Consequence, EligibilityCheck, Rating, SchemeCase
from desistance.schemes.queries.declared import contacted, may_undo_move, open_case_of, scheme_facts
from desistance.schemes.rules.declared import (
    SchemeFacts,
    follows_of,
    is_rated,
    move_of,
    propose_by_contacts,
    troubles_of_answers,
    troubles_of_moving,
    troubles_of_opening,
    weigh_scheme,
)
from desistance.schemes.rules.results import stored
from desistance.schemes.terms.cases import DUE
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.declared import OPEN, Declared


@deed("scheme.work", Category.COLLECTION)
def open_scheme_case(
    *, scheme: Declared, person: Person, answers: Mapping[str, str], by: Pass, at: datetime, reason: str = ""
) -> SchemeCase:
    """Open a case on the criteria as they are answered now, and the work that it hangs on, led by whoever opens it.

    What the criteria rested on is kept with it; another way than they say needs ``reason``. Raises :class:`Refused` with the
    field to mend, ``NotPermitted``, and :class:`NotFound` when the pass is not for this person or the class of the scheme.
    """
    by.demand(scheme.permission(OPEN))
    by.demand_person(person.pk, scheme.data_class, writing=True)
    Person.objects.select_for_update().get(pk=person.pk)
    facts = scheme_facts(scheme=scheme, person=person.pk, answers=answers, by=by, on=local_date(at))
    result = weigh_scheme(scheme, facts)[0].result
    given: dict[str, Any] = {"agency_kind": by.agency_kind, "result": result, "reason": reason, "answers": answers}
    is_open = open_case_of(scheme=scheme, person=person.pk, by=by) is not None
    for field, decision in troubles_of_opening(scheme, has_open_case=is_open, **given):
        decision.demand(field)
    case = SchemeCase.objects.create(
        person=person,
        data_class=scheme.data_class,
        agency_id=by.agency,
        scheme=scheme.name,
        state=scheme.states.start,
        moved_at=at,
        eligibility=_keep_check(scheme, person, facts, by, at),
        involvement=_work(scheme, person, by, at),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    another = result is not Result.ELIGIBLE
    told = {"result": result.value}
    words = f"{scheme.words}: case opened"
    keep_step(case, "", words, by=by, at=at, reason=reason.strip(), is_another_way=another, told=told)
    return case


def _keep_check(scheme: Declared, person: Person, facts: SchemeFacts, by: Pass, at: datetime) -> EligibilityCheck:
    weighing, rules = weigh_scheme(scheme, facts)
    return EligibilityCheck.objects.create(
        person=person,
        data_class=scheme.data_class,
        agency_id=by.agency,
        scheme=scheme.name,
        result=weighing.result,
        summary=f"{weighing.result.words}: {weighing.counts}. Version {rules.version} of the rules",
        rules_name=rules.name,
        rules_version=rules.version,
        rules_from=rules.valid_from,
        facts={"answers": dict(facts.answers)},
        findings=[stored(one) for one in weighing.findings],
        by_staff=by.staff,
        at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


def _work(scheme: Declared, person: Person, by: Pass, at: datetime) -> Involvement:
    """The agency's work of the scheme's kind: that which is open, else one opened now."""
    open_now = Involvement.objects.filter(person=person, agency_id=by.agency, kind=scheme.work, state="open")
    work = open_now.filter(source_reference="").first()
    if work is not None:
        return work
    lead = Staff.objects.get(pk=by.staff)
    return open_involvement(person=person, kind=scheme.work, legal_ground=scheme.ground, lead=lead, by=by, at=at)


@deed("scheme.work", Category.COLLECTION)
def answer_again(
    *, case: SchemeCase, answers: Mapping[str, str], by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Answer the scheme's questions again and weigh the criteria anew; the check before stays readable.

    Raises :class:`Refused` with the field to mend, :class:`Conflict`, ``NotPermitted`` and :class:`NotFound`.
    """
    scheme = DECLARED[case.scheme]
    by.demand(scheme.permission(OPEN))
    case = locked(case, by, version)
    if case.closed_at is not None:
        refused("This case is over, so what was answered stands.").demand()
    for field, decision in troubles_of_answers(scheme, answers):
        decision.demand(field)
    facts = scheme_facts(scheme=scheme, person=case.person_id, answers=answers, by=by, on=local_date(at))
    before = case.eligibility
    if before is not None:
        change(before, version=None, by=by, at=at, state="replaced")
    made = _keep_check(scheme, case.person, facts, by, at)
    change(case, version=None, by=by, at=at, eligibility=made)
    return case


@deed("scheme.work")
def move_scheme_case(
    *, case: SchemeCase, to: str, reason: str, by: Pass, at: datetime, version: int | None = None
) -> SchemeCase:
    """Move a case as its scheme declares, with the answer in words that the move asks for, and keep what follows from it.

    A final stage closes it; the work that opened with it ends with the last thing that follows. Raises :class:`Refused` with
    the field to mend, :class:`Conflict`, ``NotPermitted`` and :class:`NotFound`.
    """
    scheme = DECLARED[case.scheme]
    case = locked(case, by, version)
    come_from = case.state
    declared = move_of(scheme, come_from, to)
    if declared is not None:
        by.demand(scheme.permission(declared.permission))
    for field, decision in troubles_of_moving(scheme, come_from, to, reason):
        decision.demand(field)
    move(case, to, by=by, at=at)
    words = f"{scheme.words}: {scheme.states[to].wording.lower()}"
    theirs = {"is_theirs": declared is not None and declared.is_theirs}
    step = keep_step(case, come_from, words, by=by, at=at, reason=reason.strip(), told=theirs)
    keep_follows(case, step, follows_of(scheme, declared, at), by, at)
    _end_with_the_last(case, scheme, by, at)
    return case


@deed("scheme.work", Category.COLLECTION)
def rate_scheme_case(
    *, case: SchemeCase, colour: str, words: str, by: Pass, at: datetime, version: int | None = None
) -> Rating:
    """Confirm how a case goes: as its contacts propose it now, or otherwise with a reason; the proposal is kept beside it.

    Raises :class:`Refused` with the field to mend, :class:`Conflict`, ``NotPermitted`` and :class:`NotFound`.
    """
    scheme = DECLARED[case.scheme]
    if scheme.rating is not None:
        by.demand(scheme.permission(scheme.rating.permission))
    case = locked(case, by, version)
    if not is_rated(scheme, case.state):
        refused("A case of this scheme is not rated where it stands now.").demand()
    proposal = propose_by_contacts(scheme, contacted(case=case, scheme=scheme, by=by))
    return confirm_rating(case, colour, words, proposal, by=by, at=at)


@deed("scheme.work")
def undo_scheme_move(*, case: SchemeCase, by: Pass, at: datetime, version: int | None = None) -> SchemeCase:
    """Take the last move back, within 10 minutes and by whoever made it, with what followed: the case stands where it stood.

    Raises :class:`Refused` afterwards, or when something that followed is done already; and :class:`Conflict`.
    """
    case = locked(case, by, version)
    step = CaseStep.objects.standing().select_for_update().filter(case=case).order_by("-at", "-id").first()
    if step is None or not may_undo_move(step, by, at):
        raise Refused("A move can be undone for 10 minutes by whoever made it. After that, make the next one.")
    take_back(case, step, by=by, at=at)
    return case


@deed("scheme.work")
def settle_scheme_consequence(
    *, consequence: Consequence, state: str, words: str, by: Pass, at: datetime, version: int | None = None
) -> Consequence:
    """Say how what a move led to was done, or why it is not needed. With the last of an ending, the work of the case ends.

    Raises :class:`Refused` with the field to mend, :class:`Conflict` and :class:`NotFound`.
    """
    by.demand(DECLARED[consequence.case.scheme].permission(OPEN))
    by.demand_person(consequence.person_id, DataClass(consequence.data_class), writing=True)
    case = locked(consequence.case, by)
    settled(consequence, state, words, by=by, at=at, version=version)
    _end_with_the_last(case, DECLARED[case.scheme], by, at)
    return consequence


def _end_with_the_last(case: SchemeCase, scheme: Declared, by: Pass, at: datetime) -> None:
    """End the work of a case that is over once nothing waits, if it opened with the case or for it."""
    work = case.involvement
    opened_with_it = work is not None and work.created_at >= case.created_at
    if case.closed_at and opened_with_it and not Consequence.objects.filter(case=case, state=DUE).exists():
        end_work(case, f"{scheme.words}: {scheme.states[case.state].wording.lower()}", by=by, at=at)
