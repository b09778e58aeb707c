"""What offences of the cohort cost by published unit costs, with their price base; what has no cost is said, never guessed."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from desistance.history.rules.offence_codes import find_code

PRICES = "2015/16 prices"
SOURCE = "Home Office Research Report 99, July 2018"
NOTE = (
    "One proven offence stands for more than one crime, and a unit cost is an average: read a sum as the least it can be,"
    " and never as money saved."
)
LABELS = {
    "robbery": "Robbery",
    "theft_of_vehicle": "Theft of a vehicle",
    "theft_from_vehicle": "Theft from a vehicle",
    "violence_with_injury": "Violence with injury",
    "arson": "Arson",
    "criminal_damage": "Criminal damage",
}


@dataclass(frozen=True, slots=True)
class UnitCost:
    """The cost of one offence of a kind, and which codes are of it."""

    kind: str
    pounds: int
    acts: tuple[str, ...]
    title: re.Pattern[str]
    but_not: re.Pattern[str] | None


@cache
def unit_costs() -> tuple[UnitCost, ...]:
    """The published costs, in the order in which they are asked."""
    text = files("desistance.schemes").joinpath("data/unit_costs.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        UnitCost(
            row["kind"],
            int(row["pounds"]),
            tuple(row["acts"].split()),
            re.compile(row["title"], re.IGNORECASE),
            re.compile(row["but_not"], re.IGNORECASE) if row["but_not"] else None,
        )
        for row in rows
    )


@lru_cache(maxsize=2048)
def cost_of(code: str) -> UnitCost | None:
    """The unit cost of an offence by its code; None when no published cost is known for it."""
    known = find_code(code) if code else None
    if known is None or known.is_home_office:
        return None
    fits = (one for one in unit_costs() if code.startswith(one.acts) and one.title.search(known.title))
    return next((one for one in fits if not (one.but_not and one.but_not.search(known.title))), None)


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum over offences: how many had a cost, how many had none."""

    pounds: int
    costed: int
    not_costed: int

    @property
    def words(self) -> str:
        """`£22,910 for 3 offences; 2 more have no published cost`."""
        if not self.costed:
            return "No offence with a published cost" if self.not_costed else "No offence"
        costed = "1 offence" if self.costed == 1 else f"{self.costed} offences"
        more = f"; {self.not_costed} more without a published cost" if self.not_costed else ""
        return f"£{self.pounds:,} for {costed}{more}"


def cost(codes: Iterable[str]) -> Cost:
    """The cost of offences with these codes."""
    found = Counter(cost_of(code) for code in codes)
    none = found.pop(None, 0)
    return Cost(sum(one.pounds * number for one, number in found.items() if one), sum(found.values()), none)
