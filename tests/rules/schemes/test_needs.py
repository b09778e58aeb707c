"""What the needs of somebody suggest for their contract: advice by depth, wish and readiness; not known suggests nothing."""

from datetime import date

import pytest

from desistance.assessment.terms.needs import Need, Pathway
from desistance.schemes.rules.checkpoint.needs import ANSWERED_BY, NeedTold, suggested
from desistance.schemes.terms.contracts import SERVICE_RULES, ContractPathway

DAY = date(2026, 3, 16)


def need(pathway: str, level: str = "some", own_view: str = "", readiness: str = "") -> NeedTold:
    return NeedTold(Pathway(pathway), Need(level), DAY, own_view, readiness)


@pytest.mark.parametrize(
    ("told", "order"),
    [
        ([], []),
        ([need("money", "unknown"), need("family", "strength"), need("work", "none")], []),
        ([need("money"), need("substances", "high")], ["substances", "money"]),
        ([need("accommodation"), need("money", own_view="help")], ["money", "accommodation"]),
        ([need("accommodation"), need("money", readiness="ready")], ["money", "accommodation"]),
        ([need("accommodation", readiness="doing"), need("money", own_view="help")], ["money", "accommodation"]),
        ([need("accommodation", own_view="fine"), need("money", readiness="not_now")], ["accommodation", "money"]),
        (
            [need("money", own_view="help", readiness="ready"), need("work", "high", "fine", "not_now")],
            ["work", "money"],
        ),
        ([need("thinking"), need("accommodation"), need("substances")], ["accommodation", "substances", "thinking"]),
    ],
)
def test_the_deepest_need_is_suggested_first_then_what_the_person_wants(told: list[NeedTold], order: list[str]) -> None:
    assert [one.pathway.value for one in suggested(told)] == order


def test_every_pathway_has_something_in_a_contract_that_answers_it() -> None:
    assert set(ANSWERED_BY) == set(Pathway) == set(SERVICE_RULES[0].values)
    assert {one for answers in ANSWERED_BY.values() for one in answers} == set(ContractPathway)
    assert need("substances").answers == "Alcohol or Drugs"
    assert need("work", "high", "help", "ready").words == "High need. Wants something to change. Ready to start"
