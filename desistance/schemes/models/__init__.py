"""Tables of the schemes room, a file for each subject."""

from desistance.schemes.models.cases import CaseStep, Consequence, Rating, SchemeCase
from desistance.schemes.models.checks import EligibilityCheck
from desistance.schemes.models.contracts import Condition, Contract, Progress
from desistance.schemes.models.iom import CaseAsk, CohortManager, CohortSpell, Nomination
from desistance.schemes.models.rules import RuleVersion
from desistance.schemes.models.trials import Allocation, Trial, TrialSeed

__all__ = [
    "Allocation",
    "CaseAsk",
    "CaseStep",
    "CohortManager",
    "CohortSpell",
    "Condition",
    "Consequence",
    "Contract",
    "EligibilityCheck",
    "Nomination",
    "Progress",
    "Rating",
    "RuleVersion",
    "SchemeCase",
    "Trial",
    "TrialSeed",
]
