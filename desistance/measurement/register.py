"""What measurement tells the house."""

from desistance.foundation.register import Holding, Keep
from desistance.foundation.terms import DataClass
from desistance.measurement.terms import COHORT_MEMBER_YEARS

COHORTS = Keep(
    COHORT_MEMBER_YEARS,
    "the snapshot was frozen",
    "Code of Practice for Statistics (2022), T3.9: a published figure can be traced and corrected; partnership default, 2026",
)

HOLDINGS = (
    Holding("measurement.CohortMember", "Cohorts that the person was counted in", DataClass.OFFENDING, COHORTS),
)
