"""How many people are scored in a second: as columns, and one at a time."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from evidence.trouble import Trouble


def rates_of_scoring(rows: int) -> list[str]:
    """How many people ARP, VRP and SVRP are scored for in a second: as columns, and one at a time."""
    import polars as pl  # noqa: PLC0415

    from evidence.predictors import score  # noqa: PLC0415
    from evidence.predictors.table import COLUMNS, score_table  # noqa: PLC0415

    on = date(2026, 1, 1)
    one = {
        "gender": "MALE",
        "dateOfBirth": date(1990, 5, 1),
        "currentOffenceCode": "11618",
        "dateOfCurrentConviction": date(2025, 6, 1),
        "dateAtStartOfFollowup": date(2025, 9, 1),
        "ageAtFirstSanction": 17,
        "totalNumberOfSanctionsForAllOffences": 6,
        "totalNumberOfViolentSanctions": 1,
    }
    known = {name: value for name, value in one.items() if name in COLUMNS}
    frame = pl.DataFrame([known]).select(pl.all().repeat_by(rows).explode())
    frame = frame.with_columns(totalNumberOfSanctionsForAllOffences=(pl.int_range(rows) % 40 + 1).cast(pl.Int64))
    few = max(rows // 500, 20)
    lines = []
    for predictor in ("ARP", "VRP", "SVRP"):
        began = time.perf_counter()
        scored = score_table(predictor, frame, on)
        columns = rows / (time.perf_counter() - began)
        began = time.perf_counter()
        alone: list[Any] = [score(predictor, inputs, on=on)["output"] for inputs in frame.head(few).to_dicts()]
        each = few / (time.perf_counter() - began)
        if [row["score"] for row in alone] != scored["score"].head(few).to_list():
            raise Trouble(f"{predictor} as columns is not {predictor} one at a time: do not trust these rates.")
        more = f"{columns / each:,.0f} times as many; {few} scores equal"
        lines.append(f"{predictor} as columns {columns:,.0f} a second, one at a time {each:,.0f}: {more}")
    return lines
