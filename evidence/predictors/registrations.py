"""Registrations of the case system, read into the facts that a tier needs.

Source: HMPPS Tier (MIT, Crown copyright), commit affac98 (17 August 2026). The code HREG is ignored; the others are
taken newest first, and of several for one fact the newest counts.
"""

from collections.abc import Mapping
from datetime import date

from evidence.predictors.answers import InputsRefused, read_date, shown

ROSH = {"RVHR": "VERY_HIGH", "RHRH": "HIGH", "RMRH": "MEDIUM", "RLRH": "LOW"}
IGNORED, MAPPA = "HREG", "MAPP"
LEVELS, CATEGORIES = ("M1", "M2", "M3"), ("M1", "M2", "M3", "M4")
PRESENT = {
    "hasIomNominal": {"IIOM"},
    "hasLiferIpp": {"INLL"},
    "hasDomesticAbuse": {"ADVP", "REG30"},
    "hasStalking": {"SPO"},
    "hasChildProtection": {"RCPR"},
}
Registration = Mapping[str, object]


def started(registration: Registration) -> date:
    """Read when a registration started; one without a date counts as the oldest."""
    answer = registration.get("startDate")
    return date.min if answer is None else read_date("startDate", answer)


def code_of(registration: Registration) -> str:
    """Read the code of a registration."""
    answer = registration.get("code")
    if not isinstance(answer, str):
        raise InputsRefused("registrations", f"each needs a code in quotes, not {shown(answer)}")
    return answer


def facts_of(registrations: list[Registration]) -> dict[str, object]:
    """Read what a tier needs from registrations: `code`, `level`, `category` and `startDate` of each."""
    newest = sorted(registrations, key=started, reverse=True)
    kept = [each for each in newest if code_of(each) != IGNORED]
    codes = [code_of(each) for each in kept]
    mappa = next((each for each in kept if code_of(each) == MAPPA), {})
    level, category = mappa.get("level"), mappa.get("category")
    return {
        "rosh": next((ROSH[code] for code in codes if code in ROSH), None),
        "mappaLevel": level if level in LEVELS else None,
        "mappaCategory": category if category in CATEGORIES else None,
        "registrationCodes": codes,
        **{name: not wanted.isdisjoint(codes) for name, wanted in PRESENT.items()},
    }
