"""What the measurements are held to, and the report of one run: what was reached, what was missed, what was left out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    """A number that is asked for: at most the limit, or at least it."""

    words: str
    limit: float
    at_least: bool = False
    form: str = "{:.2f} times"

    def met(self, value: float) -> bool:
        """Whether a number reaches it."""
        return value >= self.limit if self.at_least else value <= self.limit

    def row(self, name: str, value: float, *, judged: bool) -> str:
        """A line of the table."""
        asked = f"at {'least' if self.at_least else 'most'} {self.form.format(self.limit)}"
        verdict = ("met" if self.met(value) else "MISSED") if judged else "not judged"
        return f"{name:15} {self.words:68} {self.form.format(value):>14}  {asked:22} {verdict}"


SHARE, NUMBER = "{:.1%}", "{:.3f}"
TARGETS = {
    "M1 scan": Target("60 quarters in one pass, beside the scan of the same columns", 3.0),
    "M1 sql": Target("the same counted by SQL on DuckDB, beside the pass", 4.0, at_least=True),
    "M1 memory": Target("memory of the pass, of that of SQL", 0.5, form=SHARE),
    "M2 pandas": Target("the same counted by careful pandas, beside the pass", 30.0, at_least=True),
    "M3 sql": Target("one year through the product's API, warm, beside SQL by hand", 1.2),
    "M3 scan": Target("the same beside the scan of the same columns", 2.0),
    "M5 refresh": Target("a refresh after 1% late rows, of making the store anew", 0.05, form=SHARE),
    "M6 gain": Target("F1 of clusters above Splink's documented settings", 0.05, at_least=True, form=NUMBER),
    "M6 time": Target("work of the linkage, of that with those settings", 1.0),
    "M6 FEBRL": Target(
        "F1 of clusters on FEBRL beside Splink's example, the least gain", -0.001, at_least=True, form="{:.4f}"
    ),
    "M7 neighbours": Target("fit, match, balance, interval, of scikit-learn's fit and neighbours", 1 / 3),
    "M7 statsmodels": Target("the same, of the fit by statsmodels alone", 1 / 8),
    "M7 maximum": Target("coefficients away from the maximum of the likelihood", 1e-6, form="{:.0e}"),
    "M7 effect": Target("the effect away from that by a plain search, in standard errors", 0.1, form=NUMBER),
    "M8 least": Target("intervals that hold the truth, the fewest", 0.93, at_least=True, form=SHARE),
    "M8 most": Target("intervals that hold the truth, the most", 0.97, form=SHARE),
    "M9 published": Target("the furthest from a published number, in its fourth decimal", 0.5, form="{:.2f}"),
}
HELD_BY_A_TEST = {
    "M4": "1,000 random tables alike by DuckDB, Spark and plain Python: python3 run.py test --full, with requirements/spark.txt",
}


@dataclass
class Report:
    """What one run says and finds; `judged` is false for sizes at which no speed means anything."""

    say: Callable[[str], None]
    judged: bool = True
    found: dict[str, float] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)

    def reached(self, name: str, value: float) -> None:
        """Note what was measured for a target."""
        self.found[name] = value

    def left_out(self, why: str, *names: str) -> None:
        """Note targets that are not measured, and say why."""
        self.without |= dict.fromkeys(names, why)

    @property
    def missed(self) -> list[str]:
        """The targets that were measured and not met."""
        return [name for name, value in self.found.items() if self.judged and not TARGETS[name].met(value)]

    def table(self) -> list[str]:
        """Every target in order, with what was reached."""
        measured = [
            TARGETS[name].row(name, self.found[name], judged=self.judged)
            if name in self.found
            else f"{name:15} {TARGETS[name].words:68} not measured: {self.without[name]}"
            for name in TARGETS
            if name in self.found or name in self.without
        ]
        return [*measured, *(f"{name:15} {words}" for name, words in HELD_BY_A_TEST.items())]
