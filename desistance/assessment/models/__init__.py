"""Tables of assessment, one subject a file."""

from desistance.assessment.models.reviews import Countersignature, RiskConcern, RiskReview
from desistance.assessment.models.scores import Score

__all__ = ["Countersignature", "RiskConcern", "RiskReview", "Score"]
