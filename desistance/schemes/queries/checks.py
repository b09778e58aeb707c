"""Questions about eligibility checks: the one that counts for an arrest, what today would say, and whom to check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Subquery

from desistance.access.queries.scope import entries_seen, scope, tied, unhidden
from desistance.access.queries.staffing import staff_by_id
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.rulesets import RuleSet
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.people.queries.names import ShownPerson, shown_names
from desistance.schemes.models import EligibilityCheck
from desistance.schemes.queries.recorded import arrest_of, checkpoint_facts
from desistance.schemes.queries.rules import rules_for
from desistance.schemes.rules.checkpoint.eligibility import weigh_checkpoint
from desistance.schemes.rules.checkpoint.facts import Answers, CheckpointFacts, answers_from
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES
from desistance.schemes.rules.results import Weighing, from_stored
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.checks import RANKS, Result

LATELY = timedelta(days=92)
"""How far back arrests are offered for a check: the longest 3 calendar months."""
MOST = 50


@dataclass(frozen=True, slots=True)
class CheckMade:
    """A check as it was made, with its officer's name and rank and its findings then."""

    id: int
    weighing: Weighing
    rules_version: int
    rules_from: date
    at: datetime
    made_by: str
    rank: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CheckOpened:
    """An arrest with its checks, newest first, and what today's facts and rules would say with the same answers."""

    arrest: Arrest
    checks: tuple[CheckMade, ...]
    answers: Answers
    facts: CheckpointFacts
    rules: RuleSet
    today: Weighing

    @property
    def current(self) -> CheckMade | None:
        """The check that counts, if one was made."""
        return next((check for check in self.checks if check.is_current), None)

    @property
    def has_moved(self) -> bool:
        """Whether facts or rules have changed since the check so that a criterion would be answered otherwise."""
        return self.current is not None and _answers(self.current.weighing) != _answers(self.today)


@question
def open_check(*, person: int, arrest: int, by: Pass, at: datetime) -> CheckOpened:
    """Everything that the page of one check shows. Raises :class:`NotFound` for an arrest that the reader does not see."""
    row = arrest_of(person=person, arrest=arrest, by=by)
    seen = EligibilityCheck.objects.filter(entries_seen(by, "schemes.EligibilityCheck"), arrest=row, scheme=CHECKPOINT)
    made = list(seen.order_by("-at", "-pk"))
    current = next((check for check in made if check.state == "current"), None)
    answers = answers_from(current.facts) if current else Answers()
    facts = checkpoint_facts(arrest=row, answers=answers, by=by, on=local_date(at))
    rules = rules_for(CHECKPOINT_SERIES, row.agency_id, facts.on)
    names = staff_by_id(ids=[check.by_staff for check in made])
    shown = tuple(_made(check, names) for check in made)
    return CheckOpened(row, shown, answers, facts, rules, weigh_checkpoint(facts, rules))


@question
def has_moved_since(*, check: EligibilityCheck, by: Pass, on: date) -> bool:
    """Whether the list would answer a criterion otherwise today than it did when the check was made, with the same answers."""
    arrest = arrest_of(person=check.person_id, arrest=check.arrest_id or 0, by=by)
    facts = checkpoint_facts(arrest=arrest, answers=answers_from(check.facts), by=by, on=on)
    then = {finding["criterion"]: finding["answer"] for finding in check.findings}
    return then != _answers(weigh_checkpoint(facts, rules_for(CHECKPOINT_SERIES, check.agency_id, on)))


@question
def current_check(*, arrest: Arrest, by: Pass) -> EligibilityCheck | None:
    """The check that counts for an arrest, to be replaced by a later one."""
    by.demand_person(arrest.person_id, DataClass.OFFENDING)
    return EligibilityCheck.objects.filter(
        entries_seen(by, "schemes.EligibilityCheck"), arrest=arrest, scheme=CHECKPOINT, state="current"
    ).first()


@question
def rank_of(*, by: Pass) -> str:
    """The rank under which the reader checked last; empty before their first check. Whose record it was is not read."""
    made = EligibilityCheck.objects.filter(by_staff=by.staff, agency_id=by.agency).order_by("-at", "-pk")
    return made.values_list("rank", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class ArrestToCheck:
    """An arrest of somebody whom the reader's agency works with; ``result`` of its check, None before one."""

    id: int
    reference: str
    person: ShownPerson
    arrested_at: datetime
    offence_words: str
    result: Result | None
    checked_at: datetime | None


@question
def arrests_to_check(*, by: Pass, at: datetime) -> Sequence[ArrestToCheck]:
    """The agency's own arrests of the last 3 months of people whom the reader may open: unchecked first, then newest."""
    by.demand("eligibility.check")
    arrests = Arrest.objects.standing().filter(
        unhidden(by, "history.Arrest"), agency_id=by.agency, at__gte=at - LATELY, person__in=scope(by).filter(tied(by))
    )
    rows = list(
        _with_check(arrests)
        .order_by(F("checked_at").desc(nulls_first=True), "-at", "-pk")
        .values_list("pk", "person_id", "person__reference", "at", "offence_words", "result", "checked_at")[:MOST]
    )
    people = [row[1] for row in rows]
    note_all(people, DataClass.OFFENDING)
    names = shown_names(people)
    return [
        ArrestToCheck(pk, reference, names.get(person, ShownPerson()), arrested, words, _result(result), checked)
        for pk, person, reference, arrested, words, result, checked in rows
    ]


def checkpoint_card(person: int, by: Pass) -> Mapping[str, Any] | None:
    """The person's arrests with the check that counts for each: one statement, None without an arrest."""
    if by.person != person:
        return None
    rows = rows_of(_newest_arrests, by=by)
    arrests = [{"arrest": row, "result": _result(row.result), "checked_at": row.checked_at} for row in rows]
    if not arrests:
        return None
    may_check = by.holds("eligibility.check") and DataClass.OFFENDING in by.writes
    return {"arrests": arrests, "may_check": may_check}


def _newest_arrests(by: Pass) -> Any:
    return _with_check(Arrest.objects.standing().filter(entries_seen(by, "history.Arrest"))).order_by("-at", "-pk")[:3]


def _with_check(arrests: Any) -> Any:
    check = EligibilityCheck.objects.filter(arrest=OuterRef("pk"), scheme=CHECKPOINT, state="current")
    return arrests.annotate(result=Subquery(check.values("result")[:1]), checked_at=Subquery(check.values("at")[:1]))


def _result(value: str | None) -> Result | None:
    return Result(value) if value else None


def _made(check: EligibilityCheck, names: Mapping[int, Any]) -> CheckMade:
    worker = names.get(check.by_staff)
    return CheckMade(
        id=check.pk,
        weighing=Weighing(Result(check.result), tuple(from_stored(one) for one in check.findings)),
        rules_version=check.rules_version,
        rules_from=check.rules_from,
        at=check.at,
        made_by=worker.name if worker else "Name not known",
        rank=dict(RANKS)[check.rank],
        is_current=check.state == "current",
    )


def _answers(weighing: Weighing) -> dict[str, str]:
    return {finding.criterion: finding.answer.value for finding in weighing.findings}
