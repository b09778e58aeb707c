"""Answers that are in books: Cox's models of the Rossi and of the Stanford heart data (M9)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.bench.targets import Report
from evidence.evaluation import survival

FOLDER = Path("tests/evidence/evaluation")  # of a checkout
FOURTH_DECIMAL = 1e-4


@dataclass(frozen=True)
class Published:
    """A model as it is printed: for each term its coefficient and its error."""

    words: str
    file: str
    columns: tuple[str, str]
    entry: str | None
    formula: str
    numbers: dict[str, tuple[float, float]]


MODELS = (
    Published(
        "Rossi (Fox and Weisberg, Cox Proportional-Hazards Regression for Survival Data, 2011)",
        "rossi.csv",
        ("week", "arrest"),
        None,
        "fin + age + race + wexp + mar + paro + prio",
        {
            "fin": (-0.3794, 0.1914),
            "age": (-0.0574, 0.0220),
            "race": (0.3139, 0.3080),
            "wexp": (-0.1498, 0.2122),
            "mar": (-0.4337, 0.3819),
            "paro": (-0.0849, 0.1958),
            "prio": (0.0915, 0.0286),
        },
    ),
    Published(
        "Stanford heart, covariates that change (Kalbfleisch and Prentice, as R's survival prints it)",
        "stanford_heart.csv",
        ("stop", "event"),
        "start",
        "age + year + surgery + transplant",
        {
            "age": (0.02717, 0.01371),
            "year": (-0.14635, 0.07047),
            "surgery": (-0.63721, 0.36723),
            "transplant": (-0.01025, 0.31375),
        },
    ),
)


def measure(report: Report, folder: Path = FOLDER) -> None:
    """Fit the models to the files in a folder, and note how far off the furthest number is, in the fourth decimal."""
    missing = [one.file for one in MODELS if not (folder / one.file).is_file()]
    if missing:
        report.left_out(f"{folder / missing[0]} is not there; run it in a checkout", "M9 published")
        return
    furthest = []
    for one in MODELS:
        found = survival(folder / one.file, *one.columns, one.formula, entry=one.entry)
        off = [
            abs(ours - theirs)
            for row in found.coefficients
            for ours, theirs in zip((row.coefficient, row.standard_error), one.numbers[row.term], strict=True)
        ]
        furthest.append(max(off) / FOURTH_DECIMAL)
        report.say(f"{one.words}: {len(off)} numbers, the furthest off by {furthest[-1]:.2f} of the fourth decimal")
    report.reached("M9 published", max(furthest))
