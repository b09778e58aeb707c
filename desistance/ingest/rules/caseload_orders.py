"""The order that a row of the probation caseload tells of, since version 2 of the feed."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from desistance.ingest.rules.cells import Findings, read_whole_day
from desistance.ingest.terms import ProblemKind
from desistance.people.rules.names import fold
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts, troubles_of_order
from desistance.sentences.terms import OrderKind, RequirementKind, Unit

ORDER_COLUMNS = {
    "order_type": "The order or licence: community order, suspended sentence order, licence, post-sentence supervision",
    "ordered_on": "The day it was made, day first; without this column the order stays on the row, as in version 1",
    "order_starts_on": "The day it starts, day first; empty when that is the day it was made",
    "order_ends_on": "The day it ends, day first",
    "court": "The court that made it",
    "requirements": "Its requirements, like RAR 20 days; UPW 100 hours; one that is not known is kept in words and warned of",
    "tier": "Tier, as your own system states it",
}
KINDS: Final = {
    **{fold(kind.label): kind.value for kind in OrderKind},
    "co": "community_order",
    "sso": "suspended_sentence",
    "suspended sentence": "suspended_sentence",
    "post release licence": "licence",
    "pss": "post_sentence",
    "yro": "youth_order",
    "sdo": "default_order",
}
REQUIREMENTS: Final = {
    **{fold(kind.label): kind.value for kind in RequirementKind},
    "upw": "unpaid_work",
    "community payback": "unpaid_work",
    "rar": "rehabilitation_activity",
    "accredited programme": "programme",
    "exclusion zone": "exclusion",
    "mhtr": "mental_health",
    "drr": "drug_rehabilitation",
    "atr": "alcohol_treatment",
    "aamr": "alcohol_abstinence",
    "em": "electronic_monitoring",
}
COLUMN_OF: Final = {
    "kind": "order_type",
    "made_on": "ordered_on",
    "starts_on": "order_starts_on",
    "ends_on": "order_ends_on",
}
_REQUIREMENT: Final = re.compile(
    r"(?P<what>[^0-9]+?)(?:[\s:,]+(?P<amount>\d{1,5})\s*(?P<unit>hours a day|hours?|hrs?|days?|months?))?",
    re.IGNORECASE,
)


def read_order(cells: Mapping[str, str], on: date, found: Findings) -> OrderFacts | None:
    """The order of a row; None for a row of version 1, a row without an order, and one that cannot be read."""
    if "ordered_on" not in cells or not any(cells.get(column) for column in ORDER_COLUMNS if column != "tier"):
        return None
    if not cells["ordered_on"]:
        found.warnings.append("The day the order was made is not given, so the order stays on the row.")
        return None
    days = {
        column: read_whole_day(cells[column], column, label, on, found) if cells.get(column) else None
        for column, label in (
            ("ordered_on", "Date of the order"),
            ("order_starts_on", "Start of the order"),
            ("order_ends_on", "End of the order"),
        )
    }
    made_on = days["ordered_on"]
    kind = _kind(cells.get("order_type", ""), found)
    if made_on is None or found.problems:
        return None
    facts = OrderFacts(
        kind,
        made_on,
        days["order_starts_on"] or made_on,
        days["order_ends_on"],
        cells.get("court", ""),
        cells.get("tier", ""),
        "",
        read_requirements(cells.get("requirements", ""), found),
    ).in_order
    for field, decision in troubles_of_order(facts, on, "probation"):
        if not decision.is_allowed:
            found.problem(ProblemKind.ORDER, COLUMN_OF.get(field, field), decision.words)
    return None if found.problems else facts


def _kind(text: str, found: Findings) -> str:
    kind = KINDS.get(fold(text))
    if kind is None:
        found.warnings.append(
            f"Order type “{text}” is not one that this service knows, so it is kept as another order."
        )
    return kind or OrderKind.OTHER.value


def read_requirements(text: str, found: Findings) -> tuple[RequirementFacts, ...]:
    """Requirements between semicolons, each a name or short form with how much of it; the unknown are kept in words."""
    return tuple(_requirement(part.strip(), found) for part in text.split(";") if part.strip())


def _requirement(text: str, found: Findings) -> RequirementFacts:
    read = _REQUIREMENT.fullmatch(text)
    kind = REQUIREMENTS.get(fold(read["what"])) if read else None
    if read is None or kind is None:
        found.warnings.append(f"Requirement “{text}” is not one that this service knows, so it is kept in words.")
        return RequirementFacts(RequirementKind.OTHER.value, words=text)
    if read["amount"] is None:
        return RequirementFacts(kind)
    unit = {"h": Unit.HOURS, "d": Unit.DAYS, "m": Unit.MONTHS}[read["unit"][0].casefold()]
    # A curfew is counted in hours of each day (Sentencing Act 2020 Schedule 9 Part 5), whether or not the file says so.
    is_daily = unit == Unit.HOURS and kind == RequirementKind.CURFEW
    return RequirementFacts(kind, int(read["amount"]), (Unit.HOURS_A_DAY if is_daily else unit).value)
