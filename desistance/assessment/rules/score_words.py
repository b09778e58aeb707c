"""Scores in words: what each predictor is called and answers, what its terms and problems mean, what a percentage says."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from desistance.assessment.rules.score_inputs import words_of_name
from desistance.assessment.terms.scores import Predictor

PROBLEMS: Final[Mapping[str, str]] = {
    "MISSING_DYNAMIC_INPUT": "Not answered: {fields}.",
    "TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE": "There must be 1 to 999 sanctions.",
    "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE": "There must be at least one sanction.",
    "VIOLENT_SANCTION_OUT_OF_RANGE": "There cannot be more violent sanctions than sanctions.",
    "VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS": "There cannot be more violent sanctions than sanctions.",
    "OFFENCE_CODE_INCORRECT_FORMAT": "The Home Office code of the current offence must be five digits.",
    "OFFENCE_CODE_MAPPING_NOT_FOUND": "The predictors do not know the offence code of the current offence.",
    "NEED_DETAILS_OF_EXACT_OFFENCE": "The code of the current offence is too general: the exact offence is needed.",
    "AGE_AT_FIRST_SANCTION_OUT_OF_RANGE": "The age at the first sanction must be 0 to 109.",
    "DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH": "The current conviction is not after the date of birth: one is wrong.",
    "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION": "The person would be younger at the current conviction than at the "
    "first: one is wrong.",
    "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN": "The person would have been under 10 at the current conviction: a date is wrong.",
    "DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE": "The current conviction is more than three months after "
    "the day of the score.",
    "DATE_OF_START_OF_FOLLOWUP_REQUIRED": "Neither the start of supervision nor a current conviction is on record.",
    "DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH": "Supervision starts before the date of birth: one is wrong.",
    "DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE": "The person would be 110 or older when supervision starts: one date is wrong.",
    "FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE": "Supervision starts before the current conviction: one date is wrong.",
    "MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT": "Drug use is answered ({fields}) and motivation to tackle drug misuse is "
    "not, so the score is worked out from the record alone.",
    "SEXUAL_REOFFENDING_PREDICTOR_NO_SANCTIONS": "A sexual offence is on record, and every count of sexual sanctions is 0.",
    "TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE": "There are more sexual sanctions than sanctions.",
    "SEXUAL_REOFFENDING_PREDICTOR_INCONSISTENT_INPUT": "No sexual offence is on record, but counts of sexual sanctions are.",
    "SEXUAL_OFFENDING_INCONSISTENT_INPUT": "No sexual offence is on record, but counts of sexual sanctions are.",
    "SEXUAL_OFFENDING_MISSING_COUNTS": "Not answered: {fields}; at least one count of sexual sanctions must be above 0.",
    "DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH": "The most recent sexual offence is before the date of birth.",
    "DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_OUT_OF_RANGE": "The person would be 110 or older at the most recent sexual offence.",
    "DOMESTIC_ABUSE_INCONSISTENT_INPUT": "No evidence of domestic abuse is answered, and against whom it was is.",
    "LDS_NOT_ENOUGH_FIELDS_PRESENT": "Too many answers are missing: {fields}.",
    "COMPONENT_VALIDATION_ERROR": "One of the scores that it combines cannot be worked out.",
    "UNEXPECTED_ERROR": "These answers lie outside what the formula was made for.",
}
PARTS: Final[Mapping[str, str]] = {
    "twoYearInterceptWeight": "Where everyone starts",
    "ageGenderPolynomialWeight": "Age at the start of supervision, by sex",
    "ageGenderScore": "Age at the start of supervision, by sex",
    "genderWeight": "Sex",
    "offenceGroupWeight": "Kind of the current offence",
    "offenceGroupParameter": "Kind of the current offence",
    "SNSVWeighting": "Kind of the current offence",
    "SNSVVATPWeight": "Kind of violence of the current offence",
    "firstSanctionWeight": "It is the first sanction",
    "secondSanctionWeight": "It is the second sanction",
    "convictionStatusScore": "First sanction, or a further one",
    "totalNumberOfSanctionsForAllOffencesWeight": "How many sanctions",
    "secondSanctionGapWeight": "Years between the first and the second sanction",
    "secondSanctionCasesOnlyWeight": "Years between the first and the second sanction",
    "offenceFreeMonthsWeight": "Months without an offence since supervision started",
    "monthsSinceLastSanctionWeight": "Months without an offence since supervision started",
    "copasScore": "How close together the sanctions are",
    "COPASScore": "How close together the sanctions are",
    "copasScoreSquared": "How close together the sanctions are (second term)",
    "threePlusSanctionWeight": "How close together the sanctions are",
    "numberOfSanctionsWeight": "First or second sanction",
    "neverViolentWeight": "No violent sanction",
    "onceViolentWeight": "One violent sanction",
    "violentHistoryWeight": "No violent sanction, or one",
    "totalNumberOfViolentSanctionsWeight": "How many violent sanctions",
    "violentSanctionsWeight": "How many violent sanctions",
    "copasViolentOffencesScore": "How close together the violent sanctions are",
    "violenceRateWeight": "How close together the violent sanctions are",
    "multiplicativeRelationshipWeight": "Problems with a partner whom they live with",
    "liveInRelationshipWeight": "Lives with a partner",
    "suitableAccommodationWeight": "Problems with accommodation",
    "relationshipQualityWeight": "Problems with a partner",
    "domesticViolenceWeight": "Evidence of domestic abuse by this person",
    "chronicDrinkingProblemsWeight": "Current alcohol use",
    "bingeDrinkingProblemsWeight": "Binge drinking or excessive alcohol use",
    "drugMotivationWeight": "Motivation to tackle drug misuse",
    "totalContactAdultSexualSanctionsWeight": "Sanctions for contact sexual offences against adults",
    "totalContactChildSexualSanctionsWeight": "Sanctions for contact sexual offences against children",
    "totalNonContactSexualOffencesWeight": "Other sexual sanctions without contact",
    "ageAtStartOfFollowUpWeight": "Age at the start of supervision",
    "ageAtLastSanctionForSexualOffenceWeight": "Age at the most recent sexual offence",
    "currentOffenceAgainstVictimStrangerWeight": "The victim was a stranger",
    "imagesAndIndirectContactWeight": "Sexual sanctions by kind",
    "previousConvictionsWeight": "Kinds of previous conviction",
}
COMPONENTS: Final = {
    "directContactSexualPredictorScore": "Direct contact sexual reoffending",
    "indirectContactSexualPredictorScore": "Images and indirect contact sexual reoffending",
    "seriousViolentPredictorScore": "Serious violent reoffending",
    "seriousViolencePredictorScore": "Serious violent reoffending",
}
PATHWAYS: Final = {
    "HIGH": "High intensity pathway",
    "MODERATE": "Moderate intensity pathway",
    "ALTERNATIVE": "Alternative pathway",
    "OMISSION": "Cannot be decided: answers are missing",
}


def part_words(name: str) -> str:
    """A term of a formula as a worker reads it."""
    plain = name.removesuffix("Weight").removesuffix("Score")
    return PARTS.get(name) or words_of_name(plain[:1].lower() + plain[1:])


def percent_words(percent: Decimal | None) -> str:
    """A percentage as it is shown: 8.81%; a whole one without decimals."""
    if percent is None:
        return ""
    whole = percent.to_integral_value()
    return f"{whole}%" if percent == whole else f"{percent}%"


QUESTIONS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("Any proven reoffending", "were proven to reoffend", ("ARP", "OGRS3", "OGP")),
    ("Violent reoffending", "were proven to reoffend with violence that was not sexual", ("VRP", "OVP")),
    (
        "Serious violent reoffending",
        "were proven to reoffend with serious violence that was not sexual",
        ("SVRP", "SNSV"),
    ),
    ("Contact sexual reoffending", "were proven to commit a sexual offence with contact", ("DCSRP", "OSPDC")),
    (
        "Images and indirect contact sexual reoffending",
        "were proven to commit a sexual offence with images or indirect contact",
        ("IICSRP", "OSPIIC"),
    ),
    ("Serious reoffending of any kind", "were proven to commit a serious violent or sexual offence", ("CSRP", "RSR")),
    ("Screens", "", ("PNI", "LDS", "MST", "OPD")),
)
"""What is asked, what happened to those who were counted, and the predictors of both generations that answer it."""


def question_of(predictor: str) -> str:
    """What a predictor answers, in a few words."""
    return next(question for question, _, names in QUESTIONS if predictor in names)


def meaning(predictor: str, percent: Decimal | None) -> str:
    """A percentage as a count of people: `Of 1,000 people with the same answers, about 88 ... within two years.`"""
    happened = next(words for _, words, names in QUESTIONS if predictor in names)
    if percent is None or not happened:
        return ""
    about = int((percent * 10).to_integral_value())
    return f"Of 1,000 people with the same answers, about {about or 'none'} {happened} within two years."


def title_of(predictor: str) -> str:
    """The official title with its abbreviation: `All Reoffending Predictor (ARP)`."""
    short = {"DCSRP": "DC-SRP", "IICSRP": "IIC-SRP", "OSPDC": "OSP/DC", "OSPIIC": "OSP/IIC"}.get(predictor, predictor)
    return f"{Predictor(predictor).label} ({short})"
