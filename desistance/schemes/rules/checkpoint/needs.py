"""Which pathways the needs of somebody suggest for their contract: advice with its reasons; the navigator and they choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desistance.assessment.terms.needs import WORST_FIRST, Need, OwnView, Pathway, Readiness
from desistance.schemes.terms.contracts import ContractPathway

IS_NEED: Final = (Need.HIGH, Need.SOME)
READY: Final = (Readiness.READY, Readiness.DOING, Readiness.KEEPING)

ANSWERED_BY: Final[Mapping[Pathway, tuple[ContractPathway, ...]]] = {
    Pathway.ACCOMMODATION: (ContractPathway.HOUSING,),
    Pathway.WORK: (ContractPathway.EMPLOYMENT,),
    Pathway.HEALTH: (ContractPathway.MENTAL_HEALTH, ContractPathway.PHYSICAL_HEALTH),
    Pathway.SUBSTANCES: (ContractPathway.ALCOHOL, ContractPathway.DRUGS),
    Pathway.MONEY: (ContractPathway.MONEY,),
    Pathway.FAMILY: (ContractPathway.RELATIONSHIPS,),
    Pathway.THINKING: (ContractPathway.ATTITUDES,),
    Pathway.ABUSE: (ContractPathway.RELATIONSHIPS,),
    Pathway.SEX_WORK: (ContractPathway.EXPLOITATION,),
}
"""Pathways of a contract that answer a need. Source: the trial's nine domains beside the nine pathways of an assessment."""


@dataclass(frozen=True, slots=True)
class NeedTold:
    """What stands of one pathway: how deep the need is, how the person sees it, how ready they are, whose word of which day."""

    pathway: Pathway
    level: Need
    made_on: date
    own_view: str = ""
    readiness: str = ""
    said_by: str = ""

    @property
    def is_wished(self) -> bool:
        """Whether the person wants something to change."""
        return self.own_view == OwnView.HELP

    @property
    def is_ready(self) -> bool:
        """Whether they are ready to begin, or have begun."""
        return self.readiness in READY

    @property
    def words(self) -> str:
        """`High need. Wants something to change. Ready to start`."""
        own = OwnView(self.own_view).label if self.own_view else ""
        ready = Readiness(self.readiness).label if self.readiness else ""
        return ". ".join(part for part in (self.level.label, own, ready) if part)

    @property
    def answers(self) -> str:
        """The pathways of a contract that answer it: `Alcohol or Drugs`."""
        return " or ".join(one.label for one in ANSWERED_BY[self.pathway])


def suggested(told: Iterable[NeedTold]) -> tuple[NeedTold, ...]:
    """Needs in the order in which a contract would answer them.

    The deepest first; of equal ones those where the person wants a change, then where they are ready for one. What is not known
    suggests nothing, and neither does a strength.
    """
    needs = [one for one in told if one.level in IS_NEED]
    order = list(Pathway)
    return tuple(
        sorted(
            needs,
            key=lambda one: (
                WORST_FIRST.index(one.level),
                not one.is_wished,
                not one.is_ready,
                order.index(one.pathway),
            ),
        )
    )
