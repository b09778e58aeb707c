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

Every answer is a `Result`, which prints cleared figures only. `evidence.published` names a rate to compare with,
`evidence.sample` writes made-up files to try every call.

`import evidence` loads none of it: a part is loaded when it is first named (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING

from evidence.trouble import Trouble

if TYPE_CHECKING:
    from evidence import disclosure, evaluation, fairness, linkage, predictors, reoffending, tables
    from evidence.made_up import sample
    from evidence.reoffending.comparing import published
    from evidence.results import Result

__all__ = [
    "Result",
    "Trouble",
    "disclosure",
    "evaluation",
    "fairness",
    "linkage",
    "predictors",
    "published",
    "reoffending",
    "sample",
    "tables",
]

PARTS = ("disclosure", "evaluation", "fairness", "linkage", "predictors", "reoffending", "tables")
HOMES = {"Result": "results", "published": "reoffending", "sample": "made_up"}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load one part, or one name of its home, at first use; raises `AttributeError`."""
        if name in PARTS:
            return import_module(f"evidence.{name}")
        if name in HOMES:
            return getattr(import_module(f"evidence.{HOMES[name]}"), name)
        raise AttributeError(f"module 'evidence' has no part {name!r}; its parts are {', '.join(PARTS)}")

    def __dir__() -> list[str]:
        """Name the parts, so that a notebook can complete them."""
        return sorted([*globals(), *PARTS, *HOMES])
