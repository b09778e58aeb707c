"""The terms of ARP, VRP and SVRP: what each adds to the sum, under the name by which HMPPS publishes it.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), commit 016919c (4 August 2026), model version 1.0. Static
terms count facts of the record; dynamic terms count the answers of an assessment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from evidence.predictors.answers import Answers
from evidence.predictors.figures import logarithm
from evidence.predictors.published import NOTHING, Coefficients

LONGEST_FREE = 36
TOGETHER = "IN_RELATIONSHIP_LIVING_TOGETHER"
MOTIVATION = "motivationToTackleDrugMisuse"
OTHER_DRUGS = ("hasOtherDrugsUsage", "hasKetamineUsage", "hasSpiceUsage", "hasHallucinogensUsage", "hasSolventsUsage")
ARP, VRP, SVRP = "ARP", "VRP", "SVRP"


@dataclass(frozen=True)
class Facts:
    """What the terms count.

    `counts`: `sanctions` and `violent` (both with the current one), `age` in years at the start of follow-up, `gap` in
    years between the first and the current sanction, `months` free of offences up to the assessment.
    """

    gender: str
    category: str
    counts: Mapping[str, int]
    answers: Answers

    @property
    def sex(self) -> str:
        """Give the ending by which coefficients are told apart."""
        if not self.gender:
            raise KeyError("gender")
        return self.gender.lower()

    def __getitem__(self, name: str) -> int:
        return self.counts[name]


Weigh = Callable[[Coefficients, Facts], Decimal]


class Term(NamedTuple):
    """One term: its published name, the predictors that have it, whether only the dynamic variant does, its weight."""

    name: str
    predictors: tuple[str, ...]
    is_dynamic: bool
    weigh: Weigh


def polynomial(factors: list[Decimal], number: int) -> Decimal:
    """Add factor k times the number to the power k, from k = 1."""
    return sum((factor * number**power for power, factor in enumerate(factors, 1)), NOTHING)


def age_gender(c: Coefficients, f: Facts) -> Decimal:
    """Weigh the age at the start of follow-up, with a curve for each gender."""
    powers = ("aai", "aai_quadratic", "aai_cubic", "aai_quartic")
    return polynomial([c[f"{power}_{f.sex}"] for power in powers], f["age"])


def offence_free(c: Coefficients, f: Facts) -> Decimal:
    """Weigh the months without an offence; nothing more is gained after three years."""
    powers = ("", "_quadratic", "_cubic", "_quartic")
    return polynomial([c[f"offence_free_months{power}"] for power in powers], min(LONGEST_FREE, f["months"]))


def sanction(number: int, feature: str) -> Weigh:
    """Weigh being at the first or the second sanction."""
    return lambda c, f: c[feature] if f["sanctions"] == number else NOTHING


def second_gap(c: Coefficients, f: Facts) -> Decimal:
    """Weigh the years between the first and the second sanction."""
    return c[f"yrs_between_first_and_second_sanction_{f.sex}"] * f["gap"] if f["sanctions"] == 2 else NOTHING


def rate(feature: str, boost: int, power: int = 1) -> Weigh:
    """Weigh the rate of sanctions over a career (Copas rate), from the third sanction on."""

    def weigh(c: Coefficients, f: Facts) -> Decimal:
        if f["sanctions"] < 3:
            return NOTHING
        return logarithm(f["sanctions"], f["gap"] + boost) ** power * c[f"{feature}_{f.sex}"]

    return weigh


def violence_rate(c: Coefficients, f: Facts) -> Decimal:
    """Weigh the rate of violent sanctions over a career."""
    return logarithm(f["violent"], f["gap"] + 30) * c["violent_rate"] if f["violent"] >= 1 else NOTHING


def never_violent(c: Coefficients, f: Facts) -> Decimal:
    """Weigh having no violent sanction."""
    return c[f"never_violent_{f.sex}"] if f["violent"] == 0 else NOTHING


def once_violent(c: Coefficients, f: Facts) -> Decimal:
    """Weigh having one violent sanction."""
    return c["once_violent"] if f["violent"] == 1 else NOTHING


def problem(feature: str, name: str) -> Weigh:
    """Weigh an answer by its points."""
    return lambda c, f: c[feature] * f.answers.points(name)


def yes(feature: str, *names: str, times: int = 1) -> Weigh:
    """Weigh a yes to any of the questions, once."""
    return lambda c, f: c[feature] * times if any(f.answers.is_yes(name) for name in names) else NOTHING


def live_in(c: Coefficients, f: Facts) -> Decimal:
    """Weigh living together with a partner."""
    return c["live_in_relationship"] if f.answers.text("currentRelationshipStatus") == TOGETHER else NOTHING


def live_in_quality(c: Coefficients, f: Facts) -> Decimal:
    """Weigh problems with a partner whom the person lives with."""
    if f.answers.text("currentRelationshipStatus") != TOGETHER:
        return NOTHING
    return c["quality_of_live_in_relationship"] * f.answers.points("currentRelationshipWithPartner")


def drug_motivation(c: Coefficients, f: Facts) -> Decimal:
    """Weigh motivation to tackle drug misuse; a missing answer is full motivation."""
    return c["motivation_to_tackle_drug_misuse"] * f.answers.points_or_none(MOTIVATION)


def past(kind: str, feature: str) -> Weigh:
    """Weigh a kind of previous conviction, once however often it is listed."""
    return lambda c, f: c[feature] if kind in f.answers.convictions() else NOTHING


ALL, GENERAL, VIOLENCE = (ARP, VRP, SVRP), (ARP, VRP), (VRP, SVRP)

STATIC = (
    Term("twoYearInterceptWeight", ALL, False, lambda c, _: c["two_year_constant"]),
    Term("ageGenderPolynomialWeight", ALL, False, age_gender),
    Term("genderWeight", ALL, False, lambda c, f: c["female"] if f.sex == "female" else NOTHING),
    Term("offenceGroupWeight", ALL, False, lambda c, f: c.categories[f.category]),
    Term("firstSanctionWeight", ALL, False, sanction(1, "first_sanction")),
    Term("secondSanctionWeight", ALL, False, sanction(2, "second_sanction")),
    Term(
        "totalNumberOfSanctionsForAllOffencesWeight",
        ALL,
        False,
        lambda c, f: c["sanction_occasions"] * f["sanctions"],
    ),
    Term("secondSanctionGapWeight", ALL, False, second_gap),
    Term("offenceFreeMonthsWeight", ALL, False, offence_free),
    Term("copasScore", (ARP,), False, rate("three_plus_sanctions_copas_g", 26)),
    Term("copasScore", VIOLENCE, False, rate("three_plus_sanctions_copas_v", 12)),
    Term("copasScoreSquared", (ARP,), False, rate("three_plus_sanctions_copas_squared", 26, 2)),
    Term("neverViolentWeight", VIOLENCE, False, never_violent),
    Term("onceViolentWeight", VIOLENCE, False, once_violent),
    Term("totalNumberOfViolentSanctionsWeight", (VRP,), False, lambda c, f: c["violent_sanctions"] * f["violent"]),
    Term("violentSanctionsWeight", (SVRP,), False, lambda c, f: c["violent_sanctions"] * f["violent"]),
    Term("copasViolentOffencesScore", (VRP,), False, violence_rate),
    Term("violenceRateWeight", (SVRP,), False, violence_rate),
)

DYNAMIC = (
    Term(
        "offenceInvolveCarryingOrUsingWeaponsWeight",
        (SVRP,),
        True,
        yes("carry_or_use_weapon", "didOffenceInvolveCarryingOrUsingWeapon"),
    ),
    Term("suitableAccommodationWeight", ALL, True, problem("accommodation_suitability", "suitabilityOfAccommodation")),
    Term("unemployedWeight", ALL, True, yes("unemployed", "isUnemployed", times=2)),
    Term("liveInRelationshipWeight", GENERAL, True, live_in),
    Term("relationshipQualityWeight", GENERAL, True, problem("relationship_quality", "currentRelationshipWithPartner")),
    Term("multiplicativeRelationshipWeight", GENERAL, True, live_in_quality),
    Term("domesticViolenceWeight", GENERAL, True, yes("domestic_abuse", "evidenceOfDomesticAbuse")),
    Term(
        "regularOffendingActivitiesWeight",
        GENERAL,
        True,
        problem("activities_encourage_offending", "regularOffendingActivities"),
    ),
    Term("drugMotivationWeight", GENERAL, True, drug_motivation),
    Term("chronicDrinkingProblemsWeight", ALL, True, problem("chronic_drinking", "currentAlcoholUseProblems")),
    Term("bingeDrinkingProblemsWeight", GENERAL, True, problem("binge_drinking", "excessiveAlcoholUse")),
    Term("impulsivityProblemsWeight", GENERAL, True, problem("impulsivity", "impulsivityProblems")),
    Term("temperControlWeight", VIOLENCE, True, problem("temper", "temperControl")),
    Term("proCriminalAttitudesWeight", (ARP, SVRP), True, problem("pro_criminal_attitude", "proCriminalAttitudes")),
    Term("heroinUsageWeight", (ARP,), True, yes("heroin", "hasHeroinUsage")),
    Term("methadoneUsageWeight", (VRP,), True, yes("methadone", "hasMethadoneUsage")),
    Term("otherOpiateUsageWeight", GENERAL, True, yes("other_opiate", "hasOtherOpiateUsage")),
    Term("crackCocaineUsageWeight", GENERAL, True, yes("crack_cocaine", "hasCrackCocaineUsage")),
    Term("powderCocaineUsageWeight", GENERAL, True, yes("powder_cocaine", "hasPowderCocaineUsage")),
    Term(
        "misusedPrescriptionDrugUsageWeight",
        GENERAL,
        True,
        yes("prescription_drug_misuse", "hasMisusedPrescriptionDrugUsage"),
    ),
    Term("benzodiazepinesUsageWeight", GENERAL, True, yes("benzodiazepines", "hasBenzodiazepinesUsage")),
    Term("cannabisUsageWeight", GENERAL, True, yes("cannabis", "hasCannabisUsage")),
    Term("steroidUsageWeight", GENERAL, True, yes("steroids", "hasSteroidsUsage")),
    Term("otherDrugUsageWeight", GENERAL, True, yes("other_drugs", *OTHER_DRUGS)),
    Term("pastHomicideOffenceWeight", (SVRP,), True, past("HOMICIDE", "past_homicide_offence")),
    Term("pastWoundingGrievousBodilyHarmOffenceWeight", (SVRP,), True, past("WOUNDING_GBH", "past_gbh_offence")),
    Term("pastKidnappingOffenceWeight", (SVRP,), True, past("KIDNAPPING", "past_kidnapping_offence")),
    Term("pastFirearmsOffenceWeight", (SVRP,), True, past("FIREARMS", "past_firearms_offence")),
    Term("pastRobberyOffenceWeight", (SVRP,), True, past("ROBBERY", "past_robbery_offence")),
    Term(
        "pastAggravatedBurglaryOffenceWeight",
        (SVRP,),
        True,
        past("AGGRAVATED_BURGLARY", "past_aggravated_burglary_offence"),
    ),
    Term("pastNonFirearmWeaponOffenceWeight", (SVRP,), True, past("WEAPON", "past_weapon_offence")),
    Term("pastCriminalDamageOffenceWeight", (SVRP,), True, past("CRIMINAL_DAMAGE", "past_criminal_damage_offence")),
    Term("pastArsonOffenceWeight", (SVRP,), True, past("ARSON", "past_arson_offence")),
)


def terms(predictor: str, is_dynamic: bool) -> list[Term]:
    """Give the terms of one predictor and variant, in published order."""
    every = (*STATIC, *DYNAMIC) if is_dynamic else STATIC
    return [term for term in every if predictor in term.predictors]
