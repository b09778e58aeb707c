"""Drafting and signing the contract of a case."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Conflict, Refused, Versions, refused
from desistance.foundation.passes import Pass
from desistance.restorative.terms import Explained
from desistance.schemes.actions._moving import STALE, keep_rating, keep_step, locked, move
from desistance.schemes.actions._victims import explain, wish_now
from desistance.schemes.models import CaseStep, Condition, Contract, SchemeCase
from desistance.schemes.queries.contracts import drafted_of
from desistance.schemes.rules.checkpoint.contract import (
    ConditionFacts,
    ContractFacts,
    Signing,
    contract_rules,
    ends_on,
    troubles_of_contract,
    troubles_of_signing,
)
from desistance.schemes.rules.rating import AT_THE_START
from desistance.schemes.terms.cases import Colour
from desistance.schemes.terms.contracts import ACCEPTED, ON_CONTRACT


@deed("checkpoint.navigate", Category.COLLECTION)
def draft_contract(
    *, case: SchemeCase, facts: ContractFacts, by: Pass, at: datetime, version: int | None = None
) -> Contract:
    """Keep the draft of a contract, made or changed. The victim's wish is what victim contact recorded. ``version`` is the
    draft's that was read (0 or None: there was none).

    Raises :class:`Refused` with the field to mend, and :class:`Conflict`.
    """
    case = locked(case, by)
    if case.state != ACCEPTED:
        refused("A contract is drafted once the person has agreed, and until it is signed.").demand()
    facts = replace(facts, wish=wish_now(case, by))
    for field, decision in troubles_of_contract(facts):
        decision.demand(field)
    told: dict[str, Any] = {
        "starts_on": facts.starts_on,
        "ends_on": ends_on(facts.starts_on),
        "drafted": [asdict(one) for one in facts.conditions],
        "no_pathway_because": facts.no_pathway_because.strip(),
        "rules_version": contract_rules(facts.starts_on).version,
    }
    if case.wish != facts.wish:
        change(case, version=None, by=by, at=at, wish=facts.wish)
    draft = Contract.objects.select_for_update().filter(case=case).first()
    if draft is not None:
        change(draft, version=version or draft.version, by=by, at=at, **told)
        return draft
    made = {"created_at": at, "changed_at": at, "changed_by": by.staff}
    return Contract.objects.create(person_id=case.person_id, agency_id=by.agency, case=case, **told, **made)


@deed("checkpoint.navigate", Category.COLLECTION)
def sign_contract(
    *, case: SchemeCase, how: str, by: Pass, at: datetime, interpreter: str = "", version: int | None = None
) -> Contract:
    """Record that the person put their name to the draft as it stands: the contract runs, each condition a row of its own.

    ``version`` is the draft's that was read aloud or shown. Raises :class:`Refused` with the field to mend, and
    :class:`Conflict` when the draft was changed since.
    """
    case = locked(case, by)
    draft = Contract.objects.select_for_update().filter(case=case).first()
    if draft is None or case.accepted_at is None:
        raise Refused("There is no draft to sign. Draft the contract first.")
    if version is not None and draft.version != version:
        raise Conflict(STALE, Versions(version=draft.version))
    facts = Signing(
        how=how,
        starts_on=draft.starts_on,
        accepted_on=local_date(case.accepted_at),
        on=local_date(at),
        understood=_understood(case),
        interpreter=interpreter,
        needs_interpreter=bool(case.interpreter),
        wish=wish_now(case, by),
        wish_drafted=case.wish,
    )
    for field, decision in troubles_of_signing(facts):
        decision.demand(field)
    come_from = case.state
    signed: dict[str, Any] = {"how": how, "interpreter": interpreter.strip(), "signed_at": at, "signed_by": by.staff}
    change(draft, version=None, by=by, at=at, **signed)
    for number, condition in enumerate(drafted_of(draft), start=1):
        _condition(draft, number, condition, by, at)
    move(case, ON_CONTRACT, by=by, at=at, runs_from=at, ends_on=draft.ends_on, colour=Colour.GREEN)
    explained = explain(case, Explained.STARTED, by, at, is_last=False)
    told = {"how": how, "interpreter": interpreter.strip()}
    keep_step(case, come_from, "Contract signed", by=by, at=at, told=told, explained=explained)
    keep_rating(case, Colour.GREEN, "", AT_THE_START, by=by, at=at)
    return draft


def _understood(case: SchemeCase) -> tuple[str, ...]:
    answered = CaseStep.objects.standing().filter(case=case, to=ACCEPTED).order_by("-at", "-id").first()
    return tuple(answered.told.get("understood", ())) if answered else ()


def _condition(contract: Contract, number: int, facts: ConditionFacts, by: Pass, at: datetime) -> Condition:
    return Condition.objects.create(
        person_id=contract.person_id,
        agency_id=by.agency,
        contract=contract,
        number=number,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
        **{**asdict(facts), "words": facts.words.strip(), "done_when": facts.done_when.strip()},
    )
