"""Costs and benefits: what fewer (or more) offences are worth, by dated unit costs with their price base, and harm by weights.

Unit costs are the Home Office's (tables/unit_costs.csv). One proven offence stands for more than one crime, so a sum over proven
offences is the least it can be, unless a multiplier with a source is given. Kinds without a cost are listed, never guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidence.trouble import Trouble

SHIPPED = Path(__file__).parent / "tables" / "unit_costs.csv"
PRICES = re.compile(r"\d{4}/\d{2}")


@dataclass(frozen=True)
class Weights:
    """What one offence of each kind weighs (pounds, or days of harm), with source, date and price base."""

    of: Mapping[str, float]
    unit: str
    source: str
    published: str
    prices: str = ""


@dataclass(frozen=True)
class Change:
    """How many offences of one kind there were fewer for the whole group, with the ends of its interval."""

    kind: str
    fewer: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Raise `Trouble` where the interval does not hold the figure."""
        if not self.low <= self.fewer <= self.high:
            raise Trouble(f"{self.kind}: {self.fewer:g} fewer is outside its interval, {self.low:g} to {self.high:g}.")


@dataclass(frozen=True)
class Worth:
    """What the changes come to. `low` and `high` take the ends of all intervals together: wider than any interval of the sum."""

    unit: str
    prices: str
    value: float
    low: float
    high: float
    by_kind: Mapping[str, float]
    not_costed: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())
    cost: float | None = None

    @property
    def net(self) -> float | None:
        """The benefit after the cost of the scheme, where that is known."""
        return None if self.cost is None else self.value - self.cost

    @property
    def conclusion(self) -> str:
        """What may be said of benefit and cost."""
        if self.cost is None:
            return "The cost of the scheme is not given, so nothing is said of whether it is worth it."
        if self.low > self.cost:
            return "The benefit is above the cost, even at the low end."
        if self.high < self.cost:
            return "The benefit is below the cost, even at the high end."
        return "The benefit is not told apart from the cost: the range from the low to the high end holds it."

    @property
    def words(self) -> str:
        """The worth for a reader, with price base and everything it rests on."""
        sign = "£" if self.unit == "pounds" else ""
        unit = "" if sign else f" {self.unit}"
        of = f" at {self.prices} prices" if self.prices else ""
        value, low, high = (_told(figure, sign) for figure in (self.value, self.low, self.high))
        lines = [f"Worth {value}{unit}{of} ({low} to {high})."]
        if self.cost is not None and self.net is not None:
            lines.append(
                f"Cost of the scheme {_told(self.cost, sign)}; benefit less cost {_told(self.net, sign)}. {self.conclusion}"
            )
        else:
            lines.append(self.conclusion)
        lines += [f"  {kind}: {_told(value, sign)}" for kind, value in self.by_kind.items()]
        if self.not_costed:
            lines.append(f"Not costed, and so not in the sum: {', '.join(self.not_costed)}.")
        return "\n".join([*lines, *self.notes]) + "\n"

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        told = {name: dict(value) if isinstance(value, Mapping) else value for name, value in vars(self).items()}
        return {**told, "net": self.net, "conclusion": self.conclusion}


def _told(value: float, sign: str) -> str:
    return f"{'-' if value < 0 else ''}{sign}{abs(value):,.0f}"


def read_weights(path: str | Path = SHIPPED, unit: str = "pounds") -> Weights:
    """Weights from a CSV with `kind` and one column of numbers, under lines `# Source:`, `# Published:`, `# Price base:`.

    Raises `Trouble` for a file without a source and a date: a cost of which nobody knows the year is none.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as wrong:
        raise Trouble(f"{path}: {wrong.strerror}; check the name of the file.") from None
    said = " ".join(line.lstrip("# ").strip() for line in lines if line.startswith("#"))
    source = re.search(r"Source: (.+?)(?= Published:|$)", said)
    published = re.search(r"Published: (\d{4}(?:-\d{2}-\d{2})?)", said)
    if not source or not published:
        raise Trouble(
            f"{path}: write where the weights are from and when, as lines '# Source: ...' and '# Published: 2018-07-23'."
        )
    prices = re.search(r"Price base: (\d{4}/\d{2})", said)
    rows = list(csv.reader(line for line in lines if line and not line.startswith("#")))
    if not rows or len(rows[0]) != 2 or rows[0][0] != "kind":
        raise Trouble(f"{path}: the columns are kind and one number, such as pounds.")
    return Weights(_numbers(path, rows[1:]), rows[0][1] or unit, source[1], published[1], prices[1] if prices else "")


def _numbers(path: Path, rows: list[list[str]]) -> dict[str, float]:
    found = {}
    for row in rows:
        try:
            found[row[0].strip()] = float(row[1])
        except (ValueError, IndexError):
            raise Trouble(f"{path}, kind {row[0]}: the weight is a number, such as 11320.") from None
    return found


def worth(
    changes: Iterable[Change],
    weights: Weights,
    *,
    cost: float | None = None,
    multiplier: float = 1.0,
    deflator: float = 1.0,
    prices: str = "",
    sources: Iterable[str] = (),
) -> Worth:
    """What changes in offending are worth, and beside it the `cost` of the scheme at the same prices.

    `multiplier` is how many crimes one proven offence stands for, `deflator` takes the weights to `prices`; both need a source in
    `sources`. Raises `Trouble` without one, and where nothing can be costed.
    """
    changes, sources = list(changes), list(sources)
    if (multiplier != 1 or deflator != 1) and not sources:
        raise Trouble("A multiplier or a deflator needs its source. Say where it is from with --source.")
    if min(multiplier, deflator) <= 0 or (deflator != 1 and not PRICES.fullmatch(prices)):
        raise Trouble(
            "A multiplier and a deflator are above 0, and a deflator leads to prices of a year such as 2023/24."
        )
    costed = [one for one in changes if one.kind in weights.of]
    if not costed:
        raise Trouble(f"None of these kinds has a weight. Those that have are {', '.join(weights.of)}.")
    of = {one.kind: weights.of[one.kind] * multiplier * deflator for one in costed}
    notes = [
        f"Weights: {weights.source.removesuffix('.')}. Published {weights.published}.",
        *(f"Source: {source}" for source in sources),
    ]
    if multiplier == 1:
        notes.append(
            "One proven offence stands for more than one crime; none is added for it, so this is the least it can be."
        )
    if cost is not None:
        notes.append("The cost of the scheme is taken to be at the same prices.")
    value, low, high = (sum(getattr(one, end) * of[one.kind] for one in costed) for end in ("fewer", "low", "high"))
    by_kind = {one.kind: one.fewer * of[one.kind] for one in costed}
    not_costed = tuple(one.kind for one in changes if one.kind not in weights.of)
    base = prices if deflator != 1 else weights.prices
    return Worth(weights.unit, base, value, low, high, by_kind, not_costed, tuple(notes), cost)


def read_changes(path: str | Path) -> list[Change]:
    """Changes from a CSV with kind, fewer, low and high; raises `Trouble` that names row and column."""
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as wrong:
        raise Trouble(f"{path}: {wrong.strerror}; check the name of the file.") from None
    found = []
    for number, row in enumerate(rows, start=2):
        values = []
        for name in ("fewer", "low", "high"):
            try:
                values.append(float(row.get(name) or ""))
            except ValueError:
                raise Trouble(
                    f"{path}, row {number}, column {name}: give a number, such as 12.5 (fewer is above 0)."
                ) from None
        found.append(Change((row.get("kind") or "").strip(), *values))
    if not found:
        raise Trouble(f"{path}: there are no rows under the headings kind, fewer, low, high.")
    return found
