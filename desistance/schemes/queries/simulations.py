"""What a proposed version would change of what is on record: simulated on facts that were kept; nothing is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from desistance.access.queries.scope import scope, tied, unhidden
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.rulesets import RuleSet
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest
from desistance.schemes.models import EligibilityCheck, Nomination
from desistance.schemes.queries.iom.board import cohort_cases
from desistance.schemes.queries.recorded import arrested
from desistance.schemes.queries.rules import rules_for
from desistance.schemes.rules.checkpoint.facts import CheckpointFacts, facts_from
from desistance.schemes.rules.checkpoint.proposals import CHECKPOINT_SERIES, simulate
from desistance.schemes.rules.iom.matrix import IOM_SERIES
from desistance.schemes.rules.iom.matrix import simulate as score_again
from desistance.schemes.rules.iom.scoring import facts_kept
from desistance.schemes.rules.series import Simulation
from desistance.schemes.terms.checkpoint import CHECKPOINT
from desistance.schemes.terms.iom import FOR_PANEL, IN_THE_COHORT, IOM
from desistance.schemes.terms.proposals import MOST_SIMULATED, SIMULATED_DAYS


@dataclass(frozen=True, slots=True)
class Changed:
    """An arrest or a case whose result another version would change."""

    reference: str
    record: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A simulation, how many of its records had facts of their own kept, and which results would change."""

    simulation: Simulation
    kept: int
    changed: tuple[Changed, ...]


@question
def simulate_last_month(*, rules: RuleSet, by: Pass, at: datetime) -> OnRecord:
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
    found = simulate(facts, rules_for(CHECKPOINT_SERIES, by.agency, on), rules)
    return _told(found, len(kept), {row.pk: row.person.reference for row in rows})


def _known(row: Arrest, kept: Any, on: date) -> CheckpointFacts:
    return facts_from(kept) if kept else CheckpointFacts(on, arrested(row))


@question
def simulate_on_cohort(*, rules: RuleSet, by: Pass, at: datetime) -> OnRecord:
    """Score everyone in the cohort or before the panel, whom the reader may open, by the matrix in force and by another.

    Each is scored by the facts that their newest nomination kept; one without such facts is counted and not scored.
    """
    cases = cohort_cases(by).filter(state__in=[*IN_THE_COHORT, *FOR_PANEL]).select_related("person")
    rows = {case.pk: case for case in cases.order_by("-moved_at", "-pk")[:MOST_SIMULATED]}
    note_all([row.person_id for row in rows.values()], DataClass.OFFENDING)
    newest = Nomination.objects.filter(case__in=rows, withdrawn_at__isnull=True).exclude(facts={})
    kept = {row.case_id: row for row in newest.order_by("at", "pk")}
    facts = [(pk, facts_kept(row.facts, row.answers, local_date(row.at))) for pk, row in kept.items()]
    found = score_again(facts, rules_for(IOM_SERIES, by.agency, local_date(at)), rules)
    return _told(found, len(rows), {pk: row.person.reference for pk, row in rows.items()})


def _told(found: Simulation, kept: int, references: Mapping[int, str]) -> OnRecord:
    changed = tuple(Changed(references[record], record, old, new) for record, old, new in found.changed)
    return OnRecord(found, kept, changed)


SIMULATIONS: Final[Mapping[str, Callable[..., OnRecord]]] = {CHECKPOINT: simulate_last_month, IOM: simulate_on_cohort}
