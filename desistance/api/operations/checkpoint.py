"""Whether somebody can be offered Checkpoint: the criteria list of an arrest, and a check that an officer makes."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter, opened
from desistance.api.text import Day, Word
from desistance.foundation.decisions import Refused
from desistance.schemes.actions.checks import check_checkpoint
from desistance.schemes.queries.checks import CheckMade, open_check
from desistance.schemes.rules.checkpoint.facts import Answers
from desistance.schemes.rules.results import Weighing
from desistance.schemes.terms.checks import NOT_KNOWN

router = RoomRouter(tags=["checkpoint"])


class CriterionTold(Schema):
    """One criterion: met, not met or cannot tell, with its evidence, its source and the day that the source is of."""

    criterion: str
    words: str
    answer: Literal["met", "not_met", "cannot_tell"]
    evidence: str
    source: str
    dated: date | None
    is_for_supervisor: bool


class WeighedTold(Schema):
    """What the list says. It advises an officer and decides nothing."""

    result: Literal["eligible", "not_eligible", "cannot_tell", "supervisor"]
    because: list[str]
    rules_version: int
    rules_from: date
    findings: list[CriterionTold]


class EligibilityCheckTold(WeighedTold):
    """A check as it was made. ``id`` goes into ``replaces`` of the next."""

    id: int
    at: datetime
    made_by: str
    rank: str


class CriteriaTold(Schema):
    """The check that counts, if one was made, and what today's facts and rules would say with the same answers."""

    check: EligibilityCheckTold | None
    today: WeighedTold
    has_moved: bool


class EligibilityAnswers(Schema):
    """The officer's answers. What is left out is not known, and the list then says that it cannot tell."""

    rank: Word
    replaces: int = 0
    confirms_address: bool = False
    offence_from: Day | None = None
    offence_to: Day | None = None
    offence_group: Word = ""
    admission: Word = NOT_KNOWN
    offence_in_area: Word = NOT_KNOWN
    hate: Word = NOT_KNOWN
    domestic: Word = NOT_KNOWN
    co_accused: Word = NOT_KNOWN
    order: Word = NOT_KNOWN
    bail: Word = NOT_KNOWN
    earlier: Word = NOT_KNOWN
    lives_in_area: Word = NOT_KNOWN


def _list(weighing: Weighing, version: int, since: date) -> dict[str, Any]:
    findings = [
        {
            "criterion": finding.criterion,
            "words": f"{finding.wording} {finding.rest}".strip(),
            "answer": finding.answer.value,
            "evidence": finding.evidence,
            "source": finding.source,
            "dated": finding.dated,
            "is_for_supervisor": finding.is_for_supervisor,
        }
        for finding in weighing.findings
    ]
    return {
        "result": weighing.result.value,
        "because": list(weighing.because),
        "rules_version": version,
        "rules_from": since,
        "findings": findings,
    }


def _made(made: CheckMade) -> dict[str, Any]:
    told = _list(made.weighing, made.rules_version, made.rules_from)
    return {**told, "id": made.id, "at": made.at, "made_by": made.made_by, "rank": made.rank}


@router.asks("/people/{reference}/arrests/{int:number}/checkpoint", CriteriaTold, permission="eligibility.check")
def checkpoint_criteria(request: Asked, reference: str, number: int) -> Any:
    """Read the criteria list of Checkpoint for one arrest: the check that counts, and what today would say."""
    person, by = opened(request, reference)
    found = open_check(person=person.pk, arrest=number, by=by, at=request.at)
    return {
        "check": _made(found.current) if found.current else None,
        "today": _list(found.today, found.rules.version, found.rules.valid_from),
        "has_moved": found.has_moved,
    }


@router.does("/people/{reference}/arrests/{int:number}/checkpoint", permission="eligibility.check", makes=True)
def make_checkpoint_check(request: Asked, reference: str, number: int, said: EligibilityAnswers) -> Done:
    """Check an arrest against the rules in force today; an earlier check stays readable."""
    person, by = opened(request, reference)
    found = open_check(person=person.pk, arrest=number, by=by, at=request.at)
    values = said.model_dump()
    rank, replaces, confirms = values.pop("rank"), values.pop("replaces"), values.pop("confirms_address")
    if values["offence_from"] is None and values["offence_to"] is not None:
        raise Refused("Send the first day of the offence too.", field="offence_from")
    values["offence_to"] = values["offence_to"] or values["offence_from"]
    check = check_checkpoint(
        arrest=found.arrest,
        answers=Answers(**values),
        rank=rank,
        confirms_address=confirms,
        replaces=replaces,
        by=by,
        at=request.at,
    )
    return done("eligibility check", check)
