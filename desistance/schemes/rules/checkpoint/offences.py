"""Which group of offences an arrest is for, and whether its code says a hate element."""

import re

from desistance.schemes.rules.checkpoint.facts import CheckpointFacts
from desistance.schemes.terms.checkpoint import AGGRAVATED, GROUPS

ACT_LENGTH = 4
"""The first four characters of an offence code name its Act."""


def group_of_code(code: str, title: str) -> str:
    """The group of a code by its Act and its title in our list; empty where the list does not place it."""
    for group in GROUPS:
        if code[:ACT_LENGTH] in group.acts and title and re.search(group.title, title.lower()):
            return group.name
    return ""


def group_of(facts: CheckpointFacts) -> str:
    """The group by the offence code; the officer's word only where the code does not place the offence."""
    return group_of_code(facts.arrest.offence_code, facts.arrest.code_title) or facts.answers.offence_group


def is_aggravated(title: str) -> bool:
    """Whether the title of a code says hostility by race or religion, or hatred."""
    return re.search(AGGRAVATED, title.lower()) is not None
