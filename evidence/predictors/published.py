"""The published tables: coefficients, weights of categories and the codes of offences, read once.

Source, version and licence of each table stand in its first lines.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).parent / "tables"
NOTHING = Decimal(0)
UNKNOWN = "UNKNOWN"


class Offence(NamedTuple):
    """A Home Office offence code of the current generation."""

    category: str
    is_violence_or_sex: bool
    is_violent_sanction: bool
    description: str


class LegacyOffence(NamedTuple):
    """A Home Office offence code of the legacy generation; a weight is None where the code is not mapped."""

    ogrs3: float | None
    ogrs3_error: str
    snsv: dict[str, float] | None
    violence: dict[str, float]
    is_violence_or_sex: bool


class Coefficients:
    """The coefficients of one predictor and variant; a feature that it does not have counts as 0."""

    def __init__(self, predictor: str, variant: str) -> None:
        self.values = {
            row["feature"]: Decimal(row["coefficient"])
            for row in rows("coefficients")
            if row["predictor"] == predictor and row["variant"] == variant
        }
        column = f"{predictor}_{variant}"
        self.categories = {row["category"]: Decimal(row[column]) for row in rows("categories")}

    def __getitem__(self, feature: str) -> Decimal:
        return self.values.get(feature, NOTHING)


def rows(table: str) -> Iterator[dict[str, str]]:
    """Read the rows of a table; the lines that begin with # are its notes."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@cache
def coefficients(predictor: str, variant: str) -> Coefficients:
    """Give the coefficients of ARP, VRP or SVRP; the variant is `static` or `dynamic`."""
    return Coefficients(predictor, variant)


@cache
def offences() -> dict[str, Offence]:
    """Give every offence code of the current generation."""
    return {
        row["code"]: Offence(row["category"], row["opd"] == "1", row["violent"] == "1", row["description"])
        for row in rows("offences")
    }


@cache
def legacy_offences() -> dict[str, LegacyOffence]:
    """Give every offence code of the legacy generation."""
    return {
        row["code"]: LegacyOffence(
            float(row["ogrs3"]) if row["ogrs3"] else None,
            row["ogrs3_error"],
            {v: float(row[f"snsv_{v}"]) for v in ("static", "dynamic")} if row["snsv_static"] else None,
            {v: float(row[f"vatp_{v}"] or 0) for v in ("static", "dynamic")},
            row["opd"] == "1",
        )
        for row in rows("legacy_offences")
    }


@cache
def snsv(variant: str) -> dict[str, float]:
    """Give the coefficients of the legacy SNSV; the variant is `static` or `dynamic`."""
    return {row["feature"]: float(row[variant]) for row in rows("legacy_snsv") if row[variant]}
