"""What the history room calls things, and where its lists come from."""

from datetime import date
from enum import StrEnum
from typing import Final

from django.db import models

from desistance.foundation.rulesets import RuleSet

OFFENCE_CODE_SHAPE: Final = r"[A-Z]{2}[0-9A-Z]{2}[0-9]{3}[A-Z]?"
"""Two letters and two characters for the Act, three digits for the offence, a letter for some. Source: the codes in data/."""

HOME_OFFICE_CODE_SHAPE: Final = r"\d{3}/?\d{2}"
"""A class of three digits and a sub-class of two, with or without a stroke between. Source: the codes in data/."""

ACT_LENGTH: Final = 4
"""The first four characters of an offence code name its Act."""

LONGEST_CUSTODY_NUMBER: Final = 40
LONGEST_OFFENCE_WORDS: Final = 300
LONGEST_REASON: Final = 300

OFFENCE_NOT_GIVEN: Final = "Offence not given"
"""Not known is said, never left blank."""

LONGEST_NUMBER: Final = 40
LONGEST_COURT: Final = 120
LONGEST_LENGTH: Final = 120
MOST_DISPOSALS: Final = 20
"""Disposals of one offence: a sentence with its requirements and orders never comes near this."""

AREA_CODE_SHAPE: Final = r"[A-Z]\d{8}"
"""A code of the Office for National Statistics, like E06000047."""


class Sanction(StrEnum):
    """What a disposal counts as when reoffending is measured (Ministry of Justice, proven reoffending definitions)."""

    CAUTION = "caution"
    NON_CUSTODIAL = "non_custodial"
    CUSTODY = "custody"
    NONE = "none"


class DisposalKind(models.TextChoices):
    """How an offence was dealt with. Sources: Sentencing Act 2020; Police, Crime, Sentencing and Courts Act 2022 Part 6."""

    IMPRISONMENT = "imprisonment", "Imprisonment"
    YOUTH_DETENTION = "youth_detention", "Detention of a young person or young adult"
    LIFE = "life", "Life or indeterminate sentence"
    SUSPENDED_SENTENCE = "suspended_sentence", "Suspended sentence"
    COMMUNITY_ORDER = "community_order", "Community order"
    YOUTH_ORDER = "youth_order", "Youth rehabilitation or referral order"
    HOSPITAL_ORDER = "hospital_order", "Hospital or guardianship order"
    FINE = "fine", "Fine"
    COMPENSATION = "compensation", "Compensation"
    CONDITIONAL_DISCHARGE = "conditional_discharge", "Conditional discharge"
    ABSOLUTE_DISCHARGE = "absolute_discharge", "Absolute discharge"
    BOUND_OVER = "bound_over", "Bound over"
    NO_SEPARATE_PENALTY = "no_separate_penalty", "Convicted, no separate penalty"
    OTHER_SENTENCE = "other_sentence", "Another sentence in the community"
    CAUTION = "caution", "Caution"
    CONDITIONAL_CAUTION = "conditional_caution", "Conditional caution"
    YOUTH_CAUTION = "youth_caution", "Youth caution"
    REPRIMAND_OR_WARNING = "reprimand_or_warning", "Reprimand or final warning (before 8 April 2013)"
    TAKEN_INTO_CONSIDERATION = "taken_into_consideration", "Taken into consideration"
    ANCILLARY = "ancillary", "Order beside a sentence"
    COMMUNITY_RESOLUTION = "community_resolution", "Community resolution"
    PENALTY_NOTICE = "penalty_notice", "Penalty notice"
    ACQUITTED = "acquitted", "Found not guilty"
    NOT_PROCEEDED = "not_proceeded", "Withdrawn or discontinued"
    NOT_KNOWN = "not_known", "Disposal not known"


_CAUTIONS = {
    DisposalKind.CAUTION,
    DisposalKind.CONDITIONAL_CAUTION,
    DisposalKind.YOUTH_CAUTION,
    DisposalKind.REPRIMAND_OR_WARNING,
}
_CUSTODY = {DisposalKind.IMPRISONMENT, DisposalKind.YOUTH_DETENTION, DisposalKind.LIFE}
_NONE = {
    DisposalKind.TAKEN_INTO_CONSIDERATION,
    DisposalKind.ANCILLARY,
    DisposalKind.COMMUNITY_RESOLUTION,
    DisposalKind.PENALTY_NOTICE,
    DisposalKind.ACQUITTED,
    DisposalKind.NOT_PROCEEDED,
    DisposalKind.NOT_KNOWN,
}
SANCTION_OF: Final[dict[DisposalKind, Sanction]] = {
    kind: Sanction.CAUTION
    if kind in _CAUTIONS
    else Sanction.CUSTODY
    if kind in _CUSTODY
    else Sanction.NONE
    if kind in _NONE
    else Sanction.NON_CUSTODIAL
    for kind in DisposalKind
}
"""The sanction that each disposal is. Nothing that is no caution and no conviction is a sanction; what is not known is none."""

GRAVITY: Final = (*DisposalKind,)
"""Disposals from the gravest; the gravest of an offence is its main one."""


class CustodyKind(models.TextChoices):
    """Why someone is in custody."""

    REMAND = "remand", "Remand"
    SENTENCED = "sentenced", "Sentence"
    RECALL = "recall", "Recall"


class ReleaseKind(models.TextChoices):
    """How a time in custody ended. Source: Criminal Justice Act 2003 Part 12 Chapter 6 for releases on licence."""

    LICENCE = "licence", "Released on licence"
    HOME_DETENTION_CURFEW = "home_detention_curfew", "Released on home detention curfew"
    PAROLE = "parole", "Released by the Parole Board"
    AT_END = "at_end", "Released at the end of the sentence"
    BAIL = "bail", "Released on bail"
    CASE_ENDED = "case_ended", "Released because the case ended"
    SENTENCED = "sentenced", "Remand ended with a sentence"
    TRANSFERRED = "transferred", "Moved to hospital, abroad or another jurisdiction"
    DIED = "died", "Died in custody"


TO_THE_COMMUNITY: Final = frozenset(
    {ReleaseKind.LICENCE, ReleaseKind.HOME_DETENTION_CURFEW, ReleaseKind.PAROLE, ReleaseKind.AT_END}
)
"""Releases after a sentence from which a follow-up of reoffending starts; so does a release whose kind is not known."""


class OffenceGroup(models.TextChoices):
    """The partnership's main offending groups. Racially or religiously aggravated is said beside the group, not instead of it."""

    ACQUISITIVE = "acquisitive", "Acquisitive"
    MOTORING = "motoring", "Motoring"
    SUBSTANCE = "substance", "Drugs and alcohol"
    VIOLENCE = "violence", "Violence"
    SEXUAL = "sexual", "Sexual"
    OTHER = "other", "Other"


OFFENCE_GROUPS: Final = (
    RuleSet(
        "offence groups",
        1,
        date(2000, 1, 1),
        None,
        "The partnership's six main offending groups; Ministry of Justice actuarial categories of 3,039 Home Office codes, "
        "read November 2026; Criminal Justice System codes by Act and title",
        {"groups": "offence_groups.csv", "flags": "offence_flags.csv"},
    ),
)
"""Which files say what group an offence belongs to, by the day on which it is asked."""
