"""How fast evidence counts, against the file's own scan, against SQL by hand and against pandas; all in one run."""

from evidence.bench.measuring import Figure, annual_cohort, peak_of, predictors
from evidence.bench.people import made_up

__all__ = ["Figure", "annual_cohort", "made_up", "peak_of", "predictors"]
