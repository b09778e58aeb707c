"""P1 and P2: random series of releases against an attacker of their own, and the faults that it must catch.

`DISCLOSURE_DATASETS=500` runs as many series as the goal asks for and prints the figures of the run.
"""

import os
import random
from unittest.mock import patch

import pytest

from evidence.disclosure import EXACT, ROUNDED, Ledger, NotCleared, Protection, clearing, plan
from evidence.disclosure.lines import order
from tests.evidence.disclosure.releases import Findings, Truth, attacked, corrected, population, shape, table

FIGURES = ("counts", "shown", "off", "blocked", "kept")
DATASETS, MANY = int(os.environ.get("DISCLOSURE_DATASETS", "1")), 10


Printed = list[tuple[int, dict]]
RELEASES = [(0, ("area",), False), (0, ("area", "age"), True), (1, ("area",), False), (1, ("area", "age"), True)]


def published(
    chance: random.Random, protection: Protection, releases: list = RELEASES
) -> tuple[tuple[Truth, Truth], Printed, dict[str, int]]:
    """Four releases: quarters by area, the year by area and age, and both again after a correction."""
    ledger, truth = Ledger(), population(chance)
    truths = (truth, corrected(truth, chance))
    printed: Printed = []
    shown = dict.fromkeys(FIGURES, 0)
    behind: dict[tuple, int] = {}
    for which, by, yearly in releases:
        rows = table(truths[which], by, yearly=yearly)
        try:
            made = plan(rows, shape(by), protection, with_totals=True, ledger=ledger)
        except NotCleared:
            shown["blocked"] += 1
            continue
        ledger.record(made.release(str(len(ledger.releases))))
        for line, row in zip(sorted(made.lines, key=lambda line: order(line.keys)), made.cleared().rows, strict=True):
            behind[line.keys] = behind[line.keys] if line.is_kept else which
            printed.append((behind[line.keys], row))
            shown["kept"] += line.is_kept
            for name in ("offenders", "reoffenders"):
                if line.true[name] >= protection.threshold and not line.is_kept:
                    shown["counts"] += 1
                    shown["shown"] += name in line.shown
                    shown["off"] = max(shown["off"], abs(line.shown.get(name, line.true[name]) - line.true[name]))
    return truths, printed, shown


def test_nobody_can_be_worked_out_of_four_releases_and_a_correction(capsys: pytest.CaptureFixture[str]) -> None:
    found, shown = Findings(), dict.fromkeys(FIGURES, 0)
    for seed in range(1, 1 + DATASETS):
        truths, printed, one = published(random.Random(seed), ROUNDED)
        found.add(attacked(truths, printed, ROUNDED))
        shown = {name: max(shown[name], more) if name == "off" else shown[name] + more for name, more in one.items()}
    if DATASETS > MANY:
        with capsys.disabled():
            print(f"\n{DATASETS} series of 4 releases: {found}, {shown}")  # noqa: T201
    assert found.tried > 3 * DATASETS
    assert (found.narrow, found.exact, found.everyone) == (0, 0, 0)
    assert shown["off"] <= 2
    assert shown["shown"] > 0.9 * shown["counts"]


def test_nor_out_of_exact_counts_of_quarters_by_area() -> None:
    truths, printed, shown = published(random.Random(3), EXACT, RELEASES[:1])
    found = attacked(truths, printed, EXACT)
    assert found.tried > 3
    assert (found.narrow, found.exact, found.everyone) == (0, 0, 0)
    assert shown["off"] == 0


@pytest.mark.parametrize("protection", [ROUNDED, EXACT], ids=["rounded", "exact"])
def test_an_engine_that_hides_only_small_counts_is_caught(protection: Protection) -> None:
    """A planted fault: nothing is hidden for the sake of something else, and no figure is kept after a small change."""
    found = Findings()
    with (
        patch.object(clearing, "_hide_what_tells", lambda lines, asked: set()),
        patch.object(clearing, "_few_changed", lambda before, now, protection: False),
    ):
        for seed in (4,) if protection is ROUNDED else (0,):
            truths, printed, _shown = published(random.Random(seed), protection)
            found.add(attacked(truths, printed, protection))
    assert found.narrow > (0 if protection is ROUNDED else 10)
    assert found.exact > (-1 if protection is ROUNDED else 5)
