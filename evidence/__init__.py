"""Evidence: whether what agencies do reduces reoffending, counted in a way that a statistician can check.

`evidence` is useful alone: in a notebook, in a script or from a terminal, on files and with no database. Its parts
stand apart and meet only in the declared tables of `evidence.tables`:

- `evidence.tables`: which columns each table has, what they mean, and which rows of a file cannot be used and why;
- `evidence.reoffending`: proven reoffending by the Ministry of Justice's definition;
- `evidence.evaluation`: whether those who took part reoffended less than comparable people;
- `evidence.fairness`: whether a score fits people of one group as well as another;
- `evidence.linkage`: which records of one file or of two are about one person, with reasons;
- `evidence.predictors`: published formulas of the risk of reoffending, and tiers;
- `evidence.disclosure`: the gate by which numbers leave: threshold, rounding, and the attack that tests them.

`import evidence` loads none of them: a part is loaded when its name is first used (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING

from evidence.trouble import Trouble

if TYPE_CHECKING:
    from evidence import disclosure, evaluation, fairness, linkage, predictors, reoffending, tables
    from evidence.reoffending.comparing import published

__all__ = [
    "Trouble",
    "disclosure",
    "evaluation",
    "fairness",
    "linkage",
    "predictors",
    "published",
    "reoffending",
    "tables",
]

PARTS = ("disclosure", "evaluation", "fairness", "linkage", "predictors", "reoffending", "tables")

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load one part, or `published` (a rate to compare with, by its name), at first use; raises `AttributeError`."""
        if name in PARTS:
            return import_module(f"evidence.{name}")
        if name == "published":
            return import_module("evidence.reoffending").published
        raise AttributeError(f"module 'evidence' has no part {name!r}; its parts are {', '.join(PARTS)}")

    def __dir__() -> list[str]:
        """Name the parts, so that a notebook can complete them."""
        return sorted([*globals(), *PARTS, "published"])
