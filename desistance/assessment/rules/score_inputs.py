"""What each predictor asks: the names of its inputs, what they are called in words, and which of them the record answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from desistance.assessment.terms.scores import Generation, Predictor
from evidence.predictors import answers as told
from evidence.predictors import findings as at
from evidence.predictors import legacy_general, legacy_serious, opd, pni, screens, sexual
from evidence.predictors.logistic import MODELS

FOLLOWED: Final = (at.FOLLOWED, legacy_general.FOLLOWED, legacy_serious.FOLLOWED)
SUPERVISION, LATEST_OFFENCE, CUSTODIAL, PAST = (
    "supervisionStatus",
    "mostRecentOffenceDate",
    "hasCustodialSentence",
    "previousConvictions",
)
FROM_RECORD: Final = frozenset(
    {
        *(at.ASSESSED, at.BORN, "gender", at.CONVICTED, at.FIRST, at.TOTAL, at.VIOLENT, at.CODE, *FOLLOWED),
        *(SUPERVISION, sexual.HISTORY, sexual.LATEST, LATEST_OFFENCE, CUSTODIAL, PAST),
    }
)
"""Inputs that recorded facts answer. A worker is asked for none of them unless it is in :data:`ASKED_WHEN_NOT_KNOWN`."""

ASKED_WHEN_NOT_KNOWN: Final = frozenset(
    [at.CODE, *FOLLOWED, SUPERVISION, sexual.HISTORY, sexual.LATEST, CUSTODIAL, PAST]
)
"""What the record may prove and can never rule out, or does not always hold: asked only where the record does not say."""

LABELS: Final[Mapping[str, str]] = {
    at.ASSESSED: "Day of the score",
    at.BORN: "Date of birth",
    "gender": "Sex on record",
    at.CONVICTED: "Date of the current conviction",
    at.FIRST: "Age at the first sanction",
    at.TOTAL: "Sanctions in all, the current one included",
    at.VIOLENT: "Violent sanctions",
    at.CODE: "Home Office code of the current offence",
    **dict.fromkeys(FOLLOWED, "Start of supervision, or release from custody"),
    SUPERVISION: "Supervised in custody or in the community",
    LATEST_OFFENCE: "Date of the most recent offence",
    sexual.HISTORY: "Has ever committed a sexual offence",
    sexual.LATEST: "Date of the most recent sexual offence",
    sexual.STRANGER: "Was the victim of the current offence a stranger?",
    sexual.IMAGES: "Sanctions for indecent images",
    sexual.ADULT: "Sanctions for contact sexual offences against adults",
    sexual.CHILD: "Sanctions for contact sexual offences against children",
    sexual.NON_CONTACT: "Sanctions for other sexual offences without contact",
    CUSTODIAL: "Has a custodial sentence",
    PAST: "Kinds of previous conviction",
    "isUnemployed": "Is unemployed",
    "isCurrentlyOfNoFixedAbodeOrTransientAccommodation": "Has no fixed address, or lives somewhere for a short time",
    "evidenceOfDomesticAbuse": "Evidence of domestic abuse by this person",
    "domesticAbuseAgainstPartner": "Domestic abuse against a partner",
    "domesticAbuseAgainstFamily": "Domestic abuse against family",
    "currentAlcoholUseProblems": "Current alcohol use",
    "excessiveAlcoholUse": "Binge drinking or excessive alcohol use",
    "didOffenceInvolveCarryingOrUsingWeapon": "Did the current offence involve carrying or using a weapon?",
    "motivationToTackleDrugMisuse": "Motivation to tackle drug misuse",
    "currentRelationshipStatus": "Lives with a partner",
    "hasMisusedPrescriptionDrugUsage": "Misuse of prescribed drugs",
    "hasOtherDrugsUsage": "Use of other drugs",
    "isEligibleForMappa": "Is eligible for MAPPA",
    "applyOPDOverride": "Screen in although the answers screen out",
    "saraRiskToPartner": "Risk to a partner (SARA)",
    "saraRiskToOthers": "Risk to others (SARA)",
    "awarenessOfConsequences": "Is aware of consequences",
    "hasOtherOpiateUsage": "Use of other opiates",
    "isARiskOfSexualHarm": "Is a risk of sexual harm",
    "proCriminalAttitudes": "Pro-criminal attitudes",
    "understandsOtherPeoplesViews": "Understands other people's views",
    "problemsWithReadingWritingNumeracy": "Problems with reading, writing or numbers",
    "ogrs3TwoYear": "Two-year result of OGRS3",
}
HELP: Final[Mapping[str, str]] = {
    at.CODE: "Five digits, for example 04600 for theft from a shop. Asked because the code on record has none.",
    PAST: "Choose each kind of which there is a conviction before the current one.",
}
DRUG: Final = re.compile(r"has(\w+)Usage")
KEPT_CAPITALS: Final = {"opd": "OPD", "mappa": "MAPPA"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One input as a form asks for it. ``kind``: date, whole, yes_no, choice, kinds or code; ``options``: answer -> words."""

    name: str
    label: str
    kind: str
    options: Mapping[str, str]
    help: str = ""


def words_of_name(name: str) -> str:
    """A name of the published request as a worker reads it: `impulsivityProblems` -> `Impulsivity problems`."""
    if name in LABELS:
        return LABELS[name]
    drug = DRUG.fullmatch(name)
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", drug.group(1) if drug else name).lower().split()
    spoken = " ".join(KEPT_CAPITALS.get(part, part) for part in parts)
    return f"Use of {spoken}" if drug else spoken[:1].upper() + spoken[1:]


def words_of_option(option: str) -> str:
    """An answer of a scale in words: `SOME_PROBLEMS` -> `Some problems`."""
    return OPTION_WORDS.get(option, option.replace("_", " ").capitalize())


OPTION_WORDS: Final = {
    "WOUNDING_GBH": "Wounding or grievous bodily harm",
    "WEAPON": "Weapons other than firearms",
    "IN_RELATIONSHIP_LIVING_TOGETHER": "Has a partner, lives with them",
    "IN_RELATIONSHIP_NOT_LIVING_TOGETHER": "Has a partner, does not live with them",
    "NOT_IN_RELATIONSHIP": "Has no partner",
    "COMMUNITY": "In the community",
    "CUSTODY": "In custody, sentenced",
    "REMAND": "On remand",
}


def asked(name: str) -> Asked:
    """How one input is asked for."""
    kind, options = "code", {}
    if name in told.DATES:
        kind = "date"
    elif name in told.WHOLE:
        kind = "whole"
    elif name in told.YES_NO:
        kind, options = "yes_no", {"yes": "Yes", "no": "No"}
    elif name in told.SCALES:
        kind, options = "choice", {option: words_of_option(option) for option in told.SCALES[name]}
    elif name == PAST:
        kind, options = "kinds", {option: words_of_option(option) for option in told.CONVICTIONS}
    return Asked(name, words_of_name(name), kind, options, HELP.get(name, ""))


def in_words(name: str, value: Any) -> str:
    """An answer as a worker reads it; dates are told by whoever draws them."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(words_of_option(str(one)) for one in value) or "None"
    return words_of_option(str(value)) if name in told.SCALES else str(value)


CONTACT: Final = (*sexual.COUNTS, sexual.LATEST, LATEST_OFFENCE, sexual.STRANGER)
_PNI = tuple(name for domain in pni.DOMAINS for name in domain.items)
_OPD = (*opd.REQUIRED, opd.MAPPA, opd.ABUSE, opd.PARTNER, opd.FAMILY, *opd.MEN, *opd.WOMEN_FIRST, *opd.WOMEN_SCORED)
_SNSV = (*legacy_serious.SNSV_STATIC, *legacy_serious.SNSV_DYNAMIC, legacy_serious.PARTNER)
_OSPDC = (*legacy_serious.DC_REQUIRED, *CONTACT, legacy_serious.MOTIVATED)
_OSPIIC = ("gender", sexual.HISTORY, *sexual.COUNTS, legacy_serious.MOTIVATED)
_OVP, _OGP = legacy_general.OVP_REQUIRED, (*legacy_general.OGP_REQUIRED, *legacy_general.OGRS3_REQUIRED)
_SARA = ("hasEverCommittedSexualOffence", "isARiskOfSexualHarm", *pni.SARA)


@cache
def inputs_of(predictor: str, generation: str) -> tuple[str, ...]:
    """Every input that a predictor of a generation reads, each once, in the order in which it is listed."""
    found = _current(predictor) if generation == Generation.CURRENT else _legacy(predictor)
    return tuple(dict.fromkeys((at.ASSESSED, *found)))


def _logistic(predictor: str) -> tuple[str, ...]:
    model = MODELS[predictor]
    motivation = ("motivationToTackleDrugMisuse",) if model.drugs else ()
    return (*model.static, at.FOLLOWED, *model.dynamic, *motivation, *model.drugs)


def _current(predictor: str) -> tuple[str, ...]:
    if predictor in MODELS:
        return _logistic(predictor)
    direct = (*sexual.DC_REQUIRED, *CONTACT)
    return {
        Predictor.DCSRP: direct,
        Predictor.IICSRP: ("gender", sexual.HISTORY, *sexual.COUNTS),
        Predictor.CSRP: (*_logistic("SVRP"), *direct),
        Predictor.PNI: (SUPERVISION, *_logistic("ARP"), *_logistic("VRP"), *_SARA, *_PNI),
    }.get(Predictor(predictor), ()) or _screen(predictor)


def _legacy(predictor: str) -> tuple[str, ...]:
    return {
        Predictor.OGRS3: legacy_general.OGRS3_REQUIRED,
        Predictor.OGP: _OGP,
        Predictor.OVP: _OVP,
        Predictor.SNSV: _SNSV,
        Predictor.OSPDC: _OSPDC,
        Predictor.OSPIIC: _OSPIIC,
        Predictor.RSR: (*_SNSV, *_OSPDC),
        Predictor.PNI: (SUPERVISION, *_OGP, *_OVP, *_SARA, *_PNI),
    }.get(Predictor(predictor), ()) or _screen(predictor)


def _screen(predictor: str) -> tuple[str, ...]:
    return {
        Predictor.LDS: (*screens.LDS_FLAGS, *screens.LDS_ITEMS),
        Predictor.MST: ("gender", at.BORN, screens.MST_PEERS, *screens.MST_ITEMS),
        Predictor.OPD: (*_OPD, "applyOPDOverride"),
    }[Predictor(predictor)]


def answered_by_worker(predictor: str, generation: str, known: Mapping[str, object]) -> tuple[Asked, ...]:
    """What the form asks: everything that is no recorded fact, and what the record may hold and does not."""
    return tuple(
        asked(name)
        for name in inputs_of(predictor, generation)
        if name not in FROM_RECORD or (name in ASKED_WHEN_NOT_KNOWN and name not in known)
    )
