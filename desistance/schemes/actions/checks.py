"""Checking whether somebody can be offered Checkpoint. A check advises; offering and refusing are an officer's own deeds."""

from dataclasses import asdict, replace
from datetime import datetime

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Conflict, Refused, Versions, refused
from desistance.foundation.passes import Pass
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.schemes.models import EligibilityCheck
from desistance.schemes.queries.checks import current_check
from desistance.schemes.queries.recorded import checkpoint_facts
from desistance.schemes.queries.rules import rules_for
from desistance.schemes.rules.checkpoint.eligibility import may_check, weigh_checkpoint
from desistance.schemes.rules.checkpoint.facts import Answers, answers_from, as_stored
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES
from desistance.schemes.rules.results import stored
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.checks import CHECK_STATES


@deed("eligibility.check", Category.COLLECTION)
def check_checkpoint(
    *,
    arrest: Arrest,
    answers: Answers,
    rank: str,
    by: Pass,
    at: datetime,
    confirms_address: bool = False,
    replaces: int = 0,
) -> EligibilityCheck:
    """Weigh an arrest by the rules in force today and keep facts, findings, version and result under the officer's rank.

    ``replaces`` is the check that the officer saw (0: none). Raises :class:`Conflict` when another was made since,
    :class:`Refused` for answers or days that cannot be and for an agency that does not decide on Checkpoint, and
    :class:`NotFound` when the pass is not for this person.
    """
    by.demand_person(arrest.person_id, DataClass.OFFENDING, writing=True)
    if arrest.agency_id != by.agency:
        refused("Only the force that recorded this arrest can check it.").demand()
    on = local_date(at)
    answers = replace(answers, by=by.staff_name, on=on)
    may_check(agency_kind=by.agency_kind, rank=rank, answers=answers, arrested_on=local_date(arrest.at)).demand()
    last = _replaced(arrest, answers, replaces, by)
    answers = _with_address(arrest, answers, last, by, at, confirms_address=confirms_address)
    facts = checkpoint_facts(arrest=arrest, answers=answers, by=by, on=on)
    rules = rules_for(CHECKPOINT_SERIES, by.agency, on)
    weighing = weigh_checkpoint(facts, rules)
    if last is not None:
        CHECK_STATES.may_move(last.state, "replaced").demand()
        change(last, version=None, by=by, at=at, state="replaced")
    return EligibilityCheck.objects.create(
        person_id=arrest.person_id,
        agency_id=by.agency,
        arrest=arrest,
        scheme=CHECKPOINT,
        result=weighing.result,
        summary=f"{weighing.result.words}: {weighing.counts}. Version {rules.version} of the rules",
        rules_name=rules.name,
        rules_version=rules.version,
        rules_from=rules.valid_from,
        facts=as_stored(facts),
        findings=[stored(finding) for finding in weighing.findings],
        by_staff=by.staff,
        rank=rank,
        at=at,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("eligibility.check", Category.COLLECTION)
def confirm_address(*, arrest: Arrest, rank: str, by: Pass, at: datetime, replaces: int) -> EligibilityCheck:
    """Check again with the same answers, the person having confirmed the address that the check showed."""
    last = current_check(arrest=arrest, by=by)
    if last is None:
        raise Refused("Answer the questions first. The address is confirmed with them.")
    return check_checkpoint(
        arrest=arrest,
        answers=answers_from(last.facts),
        rank=rank,
        by=by,
        at=at,
        confirms_address=True,
        replaces=replaces,
    )


def _replaced(arrest: Arrest, answers: Answers, replaces: int, by: Pass) -> EligibilityCheck | None:
    """The check to replace, locked. Raises :class:`Conflict` when it is not the one that the officer saw."""
    last = (
        EligibilityCheck.objects.select_for_update().filter(arrest=arrest, scheme=CHECKPOINT, state="current").first()
    )
    seen = last.pk if last else 0
    if seen != replaces:
        theirs = last.facts["answers"] if last else {}
        raise Conflict(
            "Someone else checked this arrest while you were working. You have not lost anything: both versions are below.",
            Versions(theirs=theirs, mine=asdict(answers), version=seen),
        )
    return last


def _with_address(
    arrest: Arrest,
    answers: Answers,
    last: EligibilityCheck | None,
    by: Pass,
    at: datetime,
    *,
    confirms_address: bool,
) -> Answers:
    """The answers with the address that is confirmed now, or with an earlier confirmation, which stays its officer's word."""
    kept = answers_from(last.facts) if last else Answers()
    if not confirms_address:
        return replace(
            answers, confirmed=kept.confirmed, confirmed_by=kept.confirmed_by, confirmed_on=kept.confirmed_on
        )
    on = local_date(at)
    lives = checkpoint_facts(arrest=arrest, answers=answers, by=by, on=on).lives
    if lives is None:
        raise Refused("No address is on record. Add the address to the person's details first.")
    return replace(answers, confirmed=lives.words, confirmed_by=by.staff_name, confirmed_on=on)
