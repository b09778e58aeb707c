"""Tables of assessment, one subject a file."""

from desistance.assessment.models.reviews import Countersignature, RiskConcern, RiskReview

__all__ = ["Countersignature", "RiskConcern", "RiskReview"]
