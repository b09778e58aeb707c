"""The measured targets of evidence, M1 to M9, each beside other ways of doing the same, turn by turn in one run.

Every cell and every answer is compared before a time is trusted. Only ratios of one run mean anything.
"""

from evidence.bench.families import FAMILIES, Size, run
from evidence.bench.targets import TARGETS, Report

__all__ = ["FAMILIES", "TARGETS", "Report", "Size", "run"]
