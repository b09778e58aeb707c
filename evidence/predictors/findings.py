"""Findings: what is missing or does not fit, in the shape and with the names that HMPPS publishes.

Source: HMPPS ARNS Risk Actuarial API (MIT, Crown copyright), August 2026.
"""

from collections.abc import Callable, Iterable

from evidence.predictors.answers import Answers
from evidence.predictors.dates import add_months, age
from evidence.predictors.published import UNKNOWN, offences

Finding = dict[str, object]
Check = Callable[[Answers], Finding | None]
Result = dict[str, object]

BORN, CONVICTED, ASSESSED = "dateOfBirth", "dateOfCurrentConviction", "assessmentDate"
FOLLOWED, FIRST, CODE = "dateAtStartOfFollowup", "ageAtFirstSanction", "currentOffenceCode"
TOTAL, VIOLENT = "totalNumberOfSanctionsForAllOffences", "totalNumberOfViolentSanctions"
OLDEST, MOST_SANCTIONS = 109, 999


def finding(kind: str, *fields: str) -> Finding:
    """Make one finding: its type and the inputs that it is about."""
    return {"type": kind, "fields": list(fields)}


def unexpected() -> list[Finding]:
    """Make the finding for a calculation that could not be done."""
    return [finding("UNEXPECTED_ERROR")]


def missing(answers: Answers, names: Iterable[str], kind: str = "MISSING_MANDATORY_INPUT") -> list[Finding]:
    """List the missing inputs in one finding, if there are any."""
    absent = answers.missing(names)
    return [finding(kind, *absent)] if absent else []


def apply(answers: Answers, checks: Iterable[Check]) -> list[Finding]:
    """Run checks in order and keep what they find."""
    return [found for check in checks if (found := check(answers))]


def sanctions_range(answers: Answers) -> Finding | None:
    """Total sanctions are 1 to 999."""
    if answers.has(TOTAL) and not 1 <= answers.whole(TOTAL) <= MOST_SANCTIONS:
        return finding("TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE", TOTAL)
    return None


def violent_range(answers: Answers) -> Finding | None:
    """Violent sanctions are 0 to the total."""
    if answers.missing((TOTAL, VIOLENT)) or 0 <= answers.whole(VIOLENT) <= answers.whole(TOTAL):
        return None
    return finding("VIOLENT_SANCTION_OUT_OF_RANGE", VIOLENT, TOTAL)


def offence_code(answers: Answers) -> Finding | None:
    """The offence code has five digits and a scored category."""
    if not answers.has(CODE):
        return None
    code = answers.text(CODE)
    if not (len(code) == 5 and code.isascii() and code.isdigit()):
        return finding("OFFENCE_CODE_INCORRECT_FORMAT", CODE)
    known = offences().get(code)
    return finding("OFFENCE_CODE_MAPPING_NOT_FOUND", CODE) if known is None or known.category == UNKNOWN else None


def first_sanction_range(answers: Answers) -> Finding | None:
    """The age at the first sanction is 0 to 109."""
    if answers.has(FIRST) and not 0 <= answers.whole(FIRST) <= OLDEST:
        return finding("AGE_AT_FIRST_SANCTION_OUT_OF_RANGE", FIRST)
    return None


def conviction_after_birth(answers: Answers) -> Finding | None:
    """The current conviction is after the date of birth."""
    if answers.missing((BORN, CONVICTED)) or answers.date(CONVICTED) > answers.date(BORN):
        return None
    return finding("DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH", CONVICTED)


def conviction_after_first_sanction(answers: Answers) -> Finding | None:
    """The person was not younger at the current conviction than at the first sanction."""
    if answers.missing((BORN, CONVICTED, FIRST)) or answers.date(CONVICTED) <= answers.date(BORN):
        return None
    if age(answers.date(BORN), answers.date(CONVICTED)) < answers.whole(FIRST):
        return finding("AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION", CONVICTED, FIRST)
    return None


def conviction_near_assessment(answers: Answers) -> Finding | None:
    """The current conviction is at most three months after the assessment."""
    if answers.missing((ASSESSED, CONVICTED)) or answers.date(CONVICTED) <= add_months(answers.date(ASSESSED), 3):
        return None
    return finding("DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE", CONVICTED, ASSESSED)


def followup_present(answers: Answers) -> Finding | None:
    """There is a start of follow-up, or a current conviction to stand in for it."""
    if answers.has(FOLLOWED) or answers.has(CONVICTED):
        return None
    return finding("DATE_OF_START_OF_FOLLOWUP_REQUIRED", FOLLOWED)


def followup_after_birth(answers: Answers) -> Finding | None:
    """The start of follow-up is after the date of birth."""
    if answers.missing((BORN, FOLLOWED)) or answers.date(FOLLOWED) > answers.date(BORN):
        return None
    return finding("DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH", FOLLOWED)


def followup_age(answers: Answers) -> Finding | None:
    """The person is at most 109 years old at the start of follow-up."""
    if answers.missing((BORN, FOLLOWED)) or answers.date(FOLLOWED) <= answers.date(BORN):
        return None
    if age(answers.date(BORN), answers.date(FOLLOWED)) > OLDEST:
        return finding("DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE", FOLLOWED)
    return None


def drug_consistency(answers: Answers, flags: Iterable[str]) -> list[Finding]:
    """Motivation to tackle drug misuse is answered where any drug is used."""
    used = [flag for flag in flags if answers.is_yes(flag)]
    if not used or answers.has("motivationToTackleDrugMisuse"):
        return []
    return [finding("MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT", *used)]
