"""What courts, prisons and probation did with the story's people: convictions, times in custody, orders. All of it is made up."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from desistance.foundation.passes import Pass
from desistance.history.actions import record_conviction, record_custody
from desistance.history.rules.convictions import ConvictionFacts, DisposalFacts
from desistance.history.rules.custody import CustodyFacts
from desistance.sentences.actions.orders import record_order
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts

KYLE, MAREK, SHANNON = "P-7K3M-Q2", "P-6DWF-K9", "P-2VNG-L6"
DURHAM = "E06000047"
CONVICTIONS = (
    (KYLE, "police", "2022-05-10", ConvictionFacts(
        "4600071", "TH68007", "Theft from a vehicle", date(2022, 3, 14),
        disposals=(DisposalFacts("imprisonment", date(2022, 5, 9), "Durham Crown Court", 84, DURHAM, "12 weeks"),),
    )),
    (KYLE, "police", "2025-11-04", ConvictionFacts(
        "4600112", "TH68036", "Burglary of a dwelling", date(2025, 8, 17),
        disposals=(
            DisposalFacts("community_order", date(2025, 11, 3), "Durham Crown Court", None, DURHAM, "12 months"),
            DisposalFacts("compensation", date(2025, 11, 3), "Durham Crown Court", None, DURHAM, "£150"),
        ),
    )),
)  # fmt: skip
"""Person, agency that says it, day on which it was recorded, and what it says."""
CUSTODY = (
    (KYLE, "prison", "2022-06-20", CustodyFacts(
        "sentenced", date(2022, 5, 9), date(2022, 6, 17), "HMP Aycliffe Moor", release_kind="licence",
        sentenced_on=date(2022, 5, 9),
    )),
    (SHANNON, "prison", "2025-12-02", CustodyFacts(
        "sentenced", date(2025, 12, 1), prison="HMP Aycliffe Moor", planned_release_on=date(2026, 3, 13),
        sentenced_on=date(2025, 12, 1),
    )),
)  # fmt: skip
ORDERS = (
    (KYLE, "probation", "2025-11-04", OrderFacts(
        "community_order", date(2025, 11, 3), date(2025, 11, 3), date(2026, 11, 2), "Durham Crown Court", "B2",
        requirements=(
            RequirementFacts("rehabilitation_activity", 20, "days"), RequirementFacts("unpaid_work", 100, "hours"),
        ),
    )),
    (MAREK, "probation", "2026-01-10", OrderFacts(
        "community_order", date(2026, 1, 9), date(2026, 1, 9), date(2027, 1, 8), "Peterlee Magistrates' Court", "C1",
        requirements=(RequirementFacts("drug_rehabilitation", 6, "months"),),
    )),
)  # fmt: skip


def record_justice(people: Mapping[str, Any], acting: Callable[[str, datetime], Pass]) -> None:
    """Record it through the rooms' own actions, each at the moment at which the agency would have."""
    doings: tuple[tuple[Callable[..., object], Iterable[tuple[str, str, str, object]]], ...] = (
        (record_conviction, CONVICTIONS),
        (record_custody, CUSTODY),
        (record_order, ORDERS),
    )
    for record, told in doings:
        for reference, agency, day, facts in told:
            at = datetime.fromisoformat(f"{day}T09:00:00+00:00")
            record(person=people[reference], facts=facts, by=acting(agency, at), at=at)
