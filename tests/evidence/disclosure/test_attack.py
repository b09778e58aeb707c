"""P1: the attack on one release of two-way tables with their totals, and the weaker protections that it breaks."""

import random
from itertools import product

import pytest

from evidence.disclosure import HIDDEN, Protection, Shape, protect
from evidence.disclosure.attack import WITHHELD, Published, Release, agrees, possible_values, weak_cells, withhold

TABLES = 60


def skewed(chance: random.Random, rows: int, columns: int) -> list[list[int]]:
    """Counts as areas and groups have them: a few large, many small, zeros."""
    return [
        [int(chance.paretovariate(0.7) * chance.choice((0, 2, 6, 20))) % 900 for _ in range(columns)]
        for _ in range(rows)
    ]


def published(numbers: list[int], protection: Protection) -> list:
    given = [{"key": place, "people": number} for place, number in enumerate(numbers)]
    shown = protect(given, Shape(("key",), ("people",)), protection).rows
    return [next(row["people"] for row in shown if row["key"] == place) for place in range(len(numbers))]


def as_published(table: list[list[int]], protection: Protection) -> Published:
    cells = [tuple(published(line, protection)) for line in table]
    rows = published([sum(line) for line in table], protection)
    columns = published([sum(column) for column in zip(*table, strict=True)], protection)
    [everyone] = published([sum(map(sum, table))], protection)
    shown = Published(tuple(cells), tuple(rows), tuple(columns), everyone)
    assert agrees(shown.known(protection)), "the truth must agree with what is published"
    return shown


def weak(shown: Published, protection: Protection) -> int:
    return len(weak_cells(shown.known(protection), shown.hidden()))


def test_no_hidden_count_of_one_release_has_fewer_than_five_possible_values() -> None:
    chance, protection = random.Random(41), Protection()
    before = [as_published(skewed(chance, 4, 4), protection) for _ in range(TABLES)]
    after = [withhold(shown, protection) for shown in before]
    assert sum(len(shown.hidden()) for shown in before) > 300
    assert [weak(shown, protection) for shown in after] == [0] * TABLES
    # Threshold and rounding do nearly all of it: few tables lose a total, and every cell stays as it was.
    assert 0 < sum(shown != kept for shown, kept in zip(before, after, strict=True)) < TABLES / 3
    assert [shown.cells for shown in before] == [shown.cells for shown in after]


def test_a_small_total_over_a_shown_cell_is_withheld() -> None:
    shown = Published(((10, HIDDEN), (30, HIDDEN)), (10, 35), (40, HIDDEN), 45)
    assert possible_values(shown.known(), 0, 1) == [0, 1, 2]
    kept = withhold(shown)
    assert kept.rows == (WITHHELD, 35)
    assert len(possible_values(kept.known(), 0, 1)) >= 5


def test_the_attack_breaks_protections_that_are_too_weak() -> None:
    """Planted faults: no rounding, with the threshold as it is and lower."""
    for protection in (Protection(base=1), Protection(threshold=3, base=1)):
        chance = random.Random(41)
        shown = [as_published(skewed(chance, 4, 4), protection) for _ in range(15)]
        assert sum(weak(one, protection) for one in shown) > 20


def enumerated(known: Release) -> dict[tuple[int, int], set[int]]:
    """Every true table that agrees, by trying all of them."""
    places = list(product(range(len(known.rows)), range(len(known.columns))))
    values: dict[tuple[int, int], set[int]] = {place: set() for place in places}
    ranges = [range(known.cells[r][c][0], known.cells[r][c][1] + 1) for r, c in places]
    for numbers in product(*ranges):
        table = dict(zip(places, numbers, strict=True))
        sums = [(sum(v for (r, _c), v in table.items() if r == row), known.rows[row]) for row in range(len(known.rows))]
        sums += [
            (sum(v for (_r, c), v in table.items() if c == col), known.columns[col])
            for col in range(len(known.columns))
        ]
        sums.append((sum(numbers), known.everyone))
        if all(low <= number <= high for number, (low, high) in sums):
            for place, number in table.items():
                values[place].add(number)
    return values


@pytest.mark.parametrize("seed", range(12))
def test_the_flow_finds_exactly_what_trying_everything_finds(seed: int) -> None:
    chance = random.Random(seed)
    table = [[chance.randint(0, 6) for _ in range(3)] for _ in range(2)]

    def near(number: int) -> tuple[int, int]:
        slack = chance.choice((0, 0, 1, 2))
        return (max(number - slack, 0), number + slack)

    cells = tuple(tuple((max(cell - 2, 0), cell + 1) for cell in line) for line in table)
    totals = tuple(near(sum(line)) for line in table), tuple(near(sum(column)) for column in zip(*table, strict=True))
    known = Release(cells, *totals, near(sum(map(sum, table))))
    for place, values in enumerated(known).items():
        assert set(possible_values(known, *place)) == values
