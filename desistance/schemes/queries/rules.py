"""Which rules are in force for a force on a day, its own versions, and what a proposed one would have changed last month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from desistance.access.queries.scope import scope, tied, unhidden
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows_of_nobody
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.partners.queries import staff_names
from desistance.schemes.models import EligibilityCheck, RuleVersion
from desistance.schemes.queries.recorded import arrested
from desistance.schemes.rules.checkpoint.facts import CheckpointFacts, facts_from
from desistance.schemes.rules.checkpoint.proposals import Proposed, Simulation, joined, may_approve, simulate
from desistance.schemes.terms.checkpoint import CHECKPOINT, CHECKPOINT_RULES
from desistance.schemes.terms.checks import Result
from desistance.schemes.terms.proposals import APPROVED, MOST_SIMULATED, RULE_STATES, SIMULATED_DAYS, WAITING


def versions_for(agency: int) -> tuple[RuleSet, ...]:
    """The published versions and those that the force approved, in order, each with the days on which it counts."""
    rows = RuleVersion.objects.filter(agency_id=agency, scheme=CHECKPOINT, state=APPROVED).order_by("valid_from")
    return joined([proposed_of(row).as_rules(row.number) for row in rows])


def rules_for(agency: int, on: date) -> RuleSet:
    """The version in force for a force on a day. Raises :class:`NoRuleInForce` before the first."""
    return in_force(versions_for(agency), on)


def proposed_of(row: RuleVersion) -> Proposed:
    """What a version says."""
    return Proposed(row.valid_from, row.source, row.criteria)


def next_number(agency: int) -> int:
    """The number of the next version: after the published ones and all that the force ever proposed."""
    last = RuleVersion.objects.filter(agency_id=agency, scheme=CHECKPOINT).order_by("-number").first()
    return last.number + 1 if last else CHECKPOINT_RULES[-1].version + 1


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of the reader's force with who proposed and approved it, and what the reader may do with it."""

    row: RuleVersion
    rules: RuleSet
    state: str
    tone: str
    proposed_by: str
    approved_by: str
    may_approve: bool


def own_versions(*, by: Pass, at: datetime) -> list[VersionShown]:
    """The versions that the reader's force proposed, newest first."""
    rows = RuleVersion.objects.filter(agency_id=by.agency, scheme=CHECKPOINT).order_by("-number")
    return _shown(list(rows), by, at)


def own_version(*, version: int, by: Pass, at: datetime) -> VersionShown:
    """One version of the reader's force. Raises :class:`NotFound`."""
    row = RuleVersion.objects.filter(agency_id=by.agency, scheme=CHECKPOINT, pk=version).first()
    if row is None:
        raise NotFound()
    return _shown([row], by, at)[0]


def _shown(rows: list[RuleVersion], by: Pass, at: datetime) -> list[VersionShown]:
    names = staff_names([pk for row in rows for pk in (row.proposed_by, row.approved_by) if pk is not None])
    return [_one(row, names, by, at) for row in rows]


def _one(row: RuleVersion, names: Mapping[int, str], by: Pass, at: datetime) -> VersionShown:
    state = RULE_STATES[row.state]
    told: dict[str, Any] = {"state": row.state, "valid_from": row.valid_from, "on": local_date(at)}
    approves = may_approve(proposed_by=row.proposed_by, staff=by.staff, **told)
    return VersionShown(
        row=row,
        rules=proposed_of(row).as_rules(row.number),
        state=state.wording,
        tone=state.tone,
        proposed_by=names.get(row.proposed_by, "Name not known"),
        approved_by=names.get(row.approved_by, "") if row.approved_by else "",
        may_approve=bool(approves) and by.holds("rules.approve"),
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """An arrest whose result another version would change."""

    reference: str
    arrest: int
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class LastMonth:
    """A simulation on the arrests of the last 31 days: how many had a check, and which results would change."""

    simulation: Simulation
    checked: int
    changed: tuple[Changed, ...]


@question
def simulate_last_month(*, rules: RuleSet, by: Pass, at: datetime) -> LastMonth:
    """Weigh the force's arrests of the last 31 days by the version in force and by another, of people whom the reader may open.

    An arrest with a check is weighed by the facts and answers that were kept with it; one without by its own record alone.
    """
    on = local_date(at)
    people = scope(by).filter(tied(by)).values("pk")
    arrests = Arrest.objects.standing().filter(
        unhidden(by, "history.Arrest"),
        agency_id=by.agency,
        at__gte=at - timedelta(days=SIMULATED_DAYS),
        person__in=people,
    )
    rows = list(arrests.select_related("agency", "person").order_by("-at", "-pk")[:MOST_SIMULATED])
    note_all([row.person_id for row in rows], DataClass.OFFENDING)
    checks = EligibilityCheck.objects.filter(arrest__in=rows, scheme=CHECKPOINT, state="current")
    kept = {check.arrest_id: check.facts for check in checks if check.facts}
    facts = [(row.pk, _known(row, kept.get(row.pk), on)) for row in rows]
    found = simulate(facts, rules_for(by.agency, on), rules)
    references = {row.pk: row.person.reference for row in rows}
    changed = tuple(Changed(references[arrest], arrest, old, new) for arrest, old, new in found.changed)
    return LastMonth(found, len(kept), changed)


def _known(row: Arrest, kept: Any, on: date) -> CheckpointFacts:
    return facts_from(kept) if kept else CheckpointFacts(on, arrested(row))


def rules_waiting(by: Pass) -> QuerySet[Any, Any]:
    """Versions of the reader's force that wait for somebody other than who proposed them."""
    rows = RuleVersion.objects.filter(agency_id=by.agency, state=WAITING).exclude(proposed_by=by.staff)
    words = Concat(
        Value("Approve version "), Cast(F("number"), CharField()), Value(" of the rules of Checkpoint"),
        output_field=CharField(),
    )  # fmt: skip
    return duty_rows_of_nobody(rows, "schemes.rules_waiting", words=words, since="changed_at", due="valid_from")
