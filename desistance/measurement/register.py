"""What measurement tells the house."""

from desistance.foundation.register import Duty, Holding, Job, Keep, Permission
from desistance.foundation.terms import DataClass, Queue
from desistance.measurement.queries.duties import publications_to_approve
from desistance.measurement.terms import COHORT_MEMBER_YEARS

COHORTS = Keep(
    COHORT_MEMBER_YEARS,
    "the snapshot was frozen",
    "Code of Practice for Statistics (2022), T3.9: a published figure can be traced and corrected; partnership default, 2026",
)
READERS = frozenset({"analyst", "board_member", "commissioner", "governance_officer", "team_manager"})
APPROVERS = frozenset({"analyst", "governance_officer", "board_member"})

HOLDINGS = (
    Holding("measurement.CohortMember", "Cohorts that the person was counted in", DataClass.OFFENDING, COHORTS),
)
OFFERS = (
    Duty(
        "measurement.approve",
        "Figures to approve",
        8,
        "Approve or send back",
        "publication",
        "publication.approve",
        publications_to_approve,
    ),
)
WORDS = (
    Permission("measure.view", "See measures, snapshots and publications in work", READERS),
    Permission("measure.count", "Ask for a snapshot and have it counted", frozenset({"analyst"})),
    Permission("evaluation.plan", "Plan, lock and amend an evaluation", frozenset({"analyst"})),
    Permission("publication.prepare", "Prepare and correct a publication", frozenset({"analyst"})),
    Permission("publication.approve", "Approve a publication that another person prepared", APPROVERS),
    Permission("publication.withdraw", "Withdraw a published figure", frozenset({"analyst", "governance_officer"})),
    Job("measurement.freeze", "Freeze a snapshot and count it", queue=Queue.ANALYSIS),
    Job("measurement.validate", "Compare a predictor's scores with what became of people", queue=Queue.ANALYSIS),
    Job(
        "measurement.evaluate",
        "Count the people of an evaluation, and work it out once its plan is locked",
        queue=Queue.ANALYSIS,
    ),
    Job("measurement.track", "Count how those who entered each scheme go on", queue=Queue.ANALYSIS),
    Job(
        "measurement.count_selection", "Count who was selected for IOM, by sex, age and ethnicity", queue=Queue.ANALYSIS
    ),
    Job("measurement.count_board", "Count the board's measures of a quarter", queue=Queue.ANALYSIS),
    Job("measurement.publish_due", "Publish what was approved and is due", cron="* * * * *"),
)
