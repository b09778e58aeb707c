"""What deciding on a contract leads to, told before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desistance.foundation.passes import Pass
from desistance.restorative.queries.crossing import wish_of
from desistance.restorative.terms import Wish
from desistance.schemes.models import SchemeCase
from desistance.schemes.rules.checkpoint.ending import effects_in_words
from desistance.schemes.terms.contracts import Decision


@dataclass(frozen=True, slots=True)
class Considered:
    """A decision on a case that is thought about and not saved."""

    case: SchemeCase
    decision: str


def effects_of_deciding(considered: Considered, by: Pass) -> Sequence[str]:
    """One sentence for each thing that would follow, with its date."""
    case = considered.case
    if case.ends_on is None:
        return ()
    has_victim = wish_of(arrest=case.arrest_id, by=by) != Wish.NO_VICTIM
    return effects_in_words(considered.decision, by.at, case.ends_on, has_victim=has_victim)


def effects_of_each(case: SchemeCase, by: Pass) -> Mapping[str, Sequence[str]]:
    """The same for every decision, by its name."""
    return {decision.value: effects_of_deciding(Considered(case, decision), by) for decision in Decision}
