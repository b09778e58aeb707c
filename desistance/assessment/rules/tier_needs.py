"""What the older version of the tier makes of needs on record: a least and a most, since not known is not no need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desistance.assessment.terms.needs import Need
from desistance.assessment.terms.tiers import SECTIONS, TIER_FACT_RULES
from desistance.foundation.rulesets import in_force
from evidence.predictors.tiers import NEED_WEIGHTS

WORST = "SEVERE"


@dataclass(frozen=True, slots=True)
class NeedSections:
    """Severity by section, if what is not known were no need and if it were severe; the sections not known for certain."""

    least: Mapping[str, str]
    most: Mapping[str, str]
    not_known: tuple[str, ...]


def sections_of(levels: Mapping[str, str], on: date) -> NeedSections:
    """The sections from levels by pathway, by the rules in force.

    Where one pathway stands for two sections, the least gives its level to the lighter of them alone, the most to both.
    """
    rules = in_force(TIER_FACT_RULES, on).values
    least: dict[str, str] = {}
    most: dict[str, str] = dict.fromkeys(SECTIONS, WORST)
    open_to_doubt = set(SECTIONS)
    for pathway, sections in rules["sections"].items():
        level = levels.get(pathway, Need.UNKNOWN)
        if level == Need.UNKNOWN:
            continue
        severity = rules["severity"][level]
        least[min(sections, key=lambda one: NEED_WEIGHTS[one])] = severity
        most.update(dict.fromkeys(sections, severity))
        if len(sections) == 1 or severity == rules["severity"][Need.NONE]:
            open_to_doubt -= set(sections)
    return NeedSections(least, most, tuple(words for name, words in SECTIONS.items() if name in open_to_doubt))
