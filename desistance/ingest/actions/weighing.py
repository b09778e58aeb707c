"""Weighing the possible matches of a file: what is gathered for the model, and keeping what it found. Nothing is decided here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.rulesets import RuleSet, in_force
from desistance.ingest.models import Import, ImportRow, Likeness
from desistance.ingest.queries.candidates import candidates_for, some_on_record
from desistance.ingest.queries.roster import roster_of
from desistance.ingest.rules.feeds import read_cells
from desistance.ingest.rules.likeness import band_of
from desistance.ingest.terms import LINK_THRESHOLDS
from desistance.people.rules.matching import PersonFacts, decide_match

MOST_ROWS, MOST_PEOPLE, MOST_PAIRS = 5_000, 5_000, 500


@dataclass(frozen=True, slots=True)
class GatheredPairs:
    """Rows of a file, people to learn from, the pairs that wait, and those told apart, by line and id.

    Only people whom the sender may be told of are in a pair; the others only tell how often strangers agree.
    """

    rows: Sequence[PersonFacts]
    people: Sequence[PersonFacts]
    pairs: Sequence[tuple[str, str]]
    apart: Sequence[tuple[str, str]]
    thresholds: RuleSet


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """A row and somebody on record, with what the model says of them, field by field."""

    line: int
    person: int
    weight: float
    said: Sequence[Mapping[str, Any]]
    model: str


def _whom(_arguments: Mapping[str, Any], result: GatheredPairs) -> Iterable[int]:
    return {int(person) for _, person in result.pairs}


@deed("import.load", Category.COMBINATION, about=_whom)
def gather_pairs(*, imported: Import, by: Pass, at: datetime) -> GatheredPairs:
    """The rows of a file and whom they may be about by the matching rules: nobody hidden from the sender is in a pair."""
    rows = list(ImportRow.objects.filter(imported=imported).order_by("line")[:MOST_ROWS])
    roster = roster_of(by)
    told = {row.line: read_cells(row.cells, imported.feed, at=at, roster=roster).person for row in rows}
    facts = {line: one.facts(str(line)) for line, one in told.items() if one}
    candidates = candidates_for(list(facts.values()), by=by)
    people = {key: candidates.facts[key] for key in sorted(candidates.told)}
    people |= {one.key: one for one in some_on_record(MOST_PEOPLE, by=by)}
    pairs = [
        (str(row.line), one.key)
        for row in rows
        if row.state == "possible" and row.line in facts
        for one in decide_match(facts[row.line], candidates.of(facts[row.line])[0]).candidates
        if int(one.key) not in row.apart_from
    ]
    apart = [(str(row.line), str(person)) for row in rows for person in row.apart_from if str(person) in people]
    limits = in_force(LINK_THRESHOLDS, local_date(at))
    return GatheredPairs(list(facts.values()), list(people.values()), pairs[:MOST_PAIRS], apart, limits)


@deed("import.load", Category.ALTERATION)
def record_likenesses(
    *, imported: Import, found: Sequence[WeighedPair], thresholds: RuleSet, by: Pass, at: datetime
) -> list[Likeness]:
    """Keep the weights in place of earlier ones, each with the version of the model and of the thresholds."""
    rows = dict(ImportRow.objects.filter(imported=imported, state="possible").values_list("line", "pk"))
    Likeness.objects.filter(row__imported=imported).delete()
    return Likeness.objects.bulk_create(
        Likeness(
            row_id=rows[one.line],
            person_id=one.person,
            weight=one.weight,
            band=band_of(one.weight, thresholds),
            said=list(one.said),
            model=one.model,
            thresholds=thresholds.version,
            weighed_at=at,
        )
        for one in found
        if one.line in rows
    )
