"""Tables of assessment, one subject a file."""

from desistance.assessment.models.needs import NeedAnswer, NeedsAssessment
from desistance.assessment.models.plans import Goal, Plan, PlanVersion, Step, VersionGoal
from desistance.assessment.models.reviews import Countersignature, RiskConcern, RiskReview
from desistance.assessment.models.scores import Score

__all__ = [
    "Countersignature",
    "Goal",
    "NeedAnswer",
    "NeedsAssessment",
    "Plan",
    "PlanVersion",
    "RiskConcern",
    "RiskReview",
    "Score",
    "Step",
    "VersionGoal",
]
