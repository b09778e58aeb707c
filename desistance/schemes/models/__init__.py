"""Tables of the schemes room, a file for each subject."""

from desistance.schemes.models.cases import CaseStep, Consequence, Rating, SchemeCase
from desistance.schemes.models.checks import EligibilityCheck
from desistance.schemes.models.contracts import Condition, Contract, Progress
from desistance.schemes.models.rules import RuleVersion

__all__ = [
    "CaseStep",
    "Condition",
    "Consequence",
    "Contract",
    "EligibilityCheck",
    "Progress",
    "Rating",
    "RuleVersion",
    "SchemeCase",
]
