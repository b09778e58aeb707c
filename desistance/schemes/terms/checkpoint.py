"""Checkpoint: what is asked of the officer, the groups of offences, and the criteria of each published version with its dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desistance.foundation.rulesets import RuleSet
from desistance.schemes.terms.checks import NOT_KNOWN, NOT_KNOWN_YET

CHECKPOINT: Final = "checkpoint"
RULES_NAME: Final = "Checkpoint eligibility"


@dataclass(frozen=True, slots=True)
class Wording:
    """How a criterion is said: in bold and after, when it fails (after "because"), and what settles it."""

    bold: str
    rest: str
    because: str
    settle: str
    help: str


WORDINGS: Final[dict[str, Wording]] = {
    "adult": Wording(
        "Aged 18 or over", "on the day of the offence", "the person was under 18 on the day of the offence",
        "Find out the date of birth and the day of the offence",
        "The 18th birthday itself counts. Where the day is not known exactly, every day that it can be must count.",
    ),
    "residence": Wording(
        "Lives in the force area", "", "the person does not live in the force area", "Confirm the address",
        "County Durham and Darlington. An address that nobody has confirmed for 12 months does not tell.",
    ),
    "offence_place": Wording(
        "Offence in the force area", "", "the offence was not in the force area", "Say where the offence happened",
        "County Durham and Darlington.",
    ),
    "offence_age": Wording(
        "Offence less than 3 months old", "on the day of the check", "the offence is 3 months old or more",
        "Find out the day of the offence",
        "Calendar months: on 13 March an offence of 14 December counts and one of 13 December does not.",
    ),
    "offence_listed": Wording(
        "Offence is on the list", "", "the offence is not on the list", "Say which group the offence is in",
        "By its offence code. Special terms are for a supervisor: the police page does not publish them.",
    ),
    "domestic": Wording(
        "Not domestic abuse", "that the rules leave out", "it is domestic abuse that the rules leave out",
        "Say how it was graded",
        "Versions differ: the earlier page leaves out all domestic abuse, the later one allows standard and medium grades.",
    ),
    "admission": Wording(
        "Admits the offence", "or no comment with enough evidence", "the offence is not admitted, or the evidence is not enough",
        "Record the interview", "A reply of no comment counts where there is enough evidence to charge.",
    ),
    "hate": Wording(
        "No hate element", "", "the offence has a hate element", "Ask the officer and the victim",
        "As recorded by the officer or said by the victim. A racially or religiously aggravated offence code always counts.",
    ),
    "co_accused": Wording(
        "No co-accused", "", "somebody else is accused of it too", "Say whether anybody else is accused",
        "Any co-accused counts.",
    ),
    "order": Wording(
        "Not on a court order or licence", "", "the person is on a court order or licence", "Ask probation or look at the PNC",
        "Community orders, suspended sentences and conditional discharges for as long as they run, and licences.",
    ),
    "bail": Wording(
        "Not on bail or held", "for another offence, for court or under the Mental Health Act",
        "the person is on bail or held", "Look at the PNC", "Bail from the police or a court for another offence.",
    ),
    "earlier": Wording(
        "Fewer than 2 earlier Checkpoint contracts", "", "the person has had 2 Checkpoint contracts or more",
        "Say how many contracts there were before",
        "Contracts in this service, and those that the officer knows of elsewhere.",
    ),
}  # fmt: skip

QUESTIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "admission": (
        ("admitted", "Admitted in interview"),
        ("no_comment_enough", "No comment, with enough evidence to charge"),
        ("no_comment_not_enough", "No comment, without enough evidence to charge"),
        ("denied", "Denied"),
    ),
    "offence_in_area": (("yes", "Yes, in County Durham or Darlington"), ("no", "No, somewhere else")),
    "hate": (("no", "None recorded by officer or victim"), ("yes", "Yes")),
    "domestic": (
        ("none", "Not domestic"),
        ("standard", "Domestic, graded standard"),
        ("medium", "Domestic, graded medium"),
        ("high", "Domestic, graded high"),
    ),
    "co_accused": (("no", "None"), ("yes", "Yes")),
    "order": (("no", "None found"), ("yes", "Yes")),
    "bail": (
        ("no", "None found"),
        ("bail", "On bail for another offence"),
        ("court", "Held for court"),
        ("mental_health", "Held under the Mental Health Act"),
    ),
    "earlier": (("0", "None"), ("1", "1"), ("2", "2 or more")),
    "lives_in_area": (("yes", "Yes, in County Durham or Darlington"), ("no", "No, somewhere else")),
}
"""What is recorded nowhere and the officer says: question, and its answers beside "Not known yet"."""


def answer_words(question: str, answer: str) -> str:
    """An answer as it was given."""
    return dict(QUESTIONS[question]).get(answer, NOT_KNOWN_YET)


def is_an_answer(question: str, answer: str) -> bool:
    """Whether the question has this answer; not known is always one."""
    return answer == NOT_KNOWN or answer in dict(QUESTIONS[question])


@dataclass(frozen=True, slots=True)
class OffenceGroup:
    """A group of offences: codes of these Acts whose title in our code list fits ``title`` (first group that fits counts)."""

    name: str
    words: str
    acts: tuple[str, ...] = ()
    title: str = ""


GROUPS: Final = (
    OffenceGroup("robbery", "Robbery", ("TH68",), r"robbery"),
    OffenceGroup(
        "serious_burglary", "Aggravated or violent burglary", ("TH68",),
        r"aggravated burglary|burglary.*(grievous|rape|indictment|to violence)",
    ),
    OffenceGroup("theft", "Theft", ("TH68",), r"^theft\b"),
    OffenceGroup("burglary_other", "Burglary of other buildings", ("TH68",), r"^burglary.*other than"),
    OffenceGroup("burglary_home", "Burglary of a home", ("TH68",), r"^burglary.*dwelling"),
    OffenceGroup("danger_to_life", "Arson or danger to life", ("CD71",), r"arson|danger"),
    OffenceGroup("damage", "Criminal damage", ("CD71",), r"damag|destroy"),
    OffenceGroup("drug_supply", "Drugs: supply", ("MD71",), r"suppl"),
    OffenceGroup("drug_possession", "Drugs: possession", ("MD71",), r"^possess(?!.*(intent|w/i|produc|import|export))"),
    OffenceGroup("fraud", "Fraud", ("FA06",), r"."),
    OffenceGroup("riot", "Riot", ("PU86",), r"\briot"),
    OffenceGroup("public_order", "Public order", ("PU86",), r"."),
    OffenceGroup("serious_violence", "Murder or serious violence", ("OF61", "CL77"), r"murder|grievous|wound"),
    OffenceGroup("assault_police", "Assault on police", ("CJ88", "PL96"), r"assault.*(emergency worker|constable)"),
    OffenceGroup("assault", "Common assault or actual bodily harm", ("CJ88", "OF61"), r"common assault|by beating|actual bodily"),
    OffenceGroup("weapon", "Offensive weapon or bladed article", ("PC53", "CJ88"), r"offensive weapon|blade|pointed"),
    OffenceGroup("harassment", "Harassment", ("PH97",), r"^(?!.*stalk).*harass"),
    OffenceGroup("sexual", "Sexual offences", ("SX03",), r"."),
    OffenceGroup("driving", "Driving", ("RT88",), r"."),
    OffenceGroup("firearms", "Firearms", ("FI68",), r"."),
    OffenceGroup("communications", "Malicious communications", ("MT88",), r"."),
    OffenceGroup("cyber", "Cyber crime", ("CM90",), r"."),
    OffenceGroup("child_neglect", "Child neglect", ("CY33",), r"neglect"),
)  # fmt: skip
"""Groups as the later police page names them, and those that the pages leave out. Codes are placed by their titles in the
project's list of offence codes (history), where both stand; the officer places the others. Version 1, made November 2026."""

NO_GROUP: Final = "none"
GROUP_WORDS: Final = {group.name: group.words for group in GROUPS} | {NO_GROUP: "None of these"}
AGGRAVATED: Final = r"\bracial|\breligio.*aggravated|hatred"
"""Titles of offence codes that say a hate element by themselves."""

_LEFT_OUT = (
    "robbery",
    "serious_burglary",
    "danger_to_life",
    "serious_violence",
    "sexual",
    "driving",
    "firearms",
    "riot",
)
_AREAS = ("county-durham", "darlington")
_TRIAL = "the trial's inclusion list"
_EARLIER = "the earlier police page"
_LATER = "the later police page"
_DEFAULT = "a default of this service, to be confirmed by the partnership"
_DEFAULT_TRIAL = "the trial's list, kept as a default: the later page does not say"


def _rule(name: str, source: str, **values: Any) -> tuple[str, dict[str, Any]]:
    return name, {"from": source, **values}


CHECKPOINT_RULES: Final = (
    RuleSet(
        name=RULES_NAME,
        version=1,
        valid_from=date(2016, 8, 1),
        valid_until=date(2018, 4, 1),
        source="Inclusion list of the randomised trial, recruiting 1 August 2016 to 31 March 2018 (College of Policing research "
        "map, project 406, read November 2026)",
        values={
            "not_applied": "The trial also took only people whom a forecasting model put in its moderate group. This service "
            "has no such model, so that part is not applied.",
        },
        criteria=(
            _rule("adult", _TRIAL, years=18),
            _rule("residence", f"{_TRIAL}; 12 months is {_DEFAULT}", areas=_AREAS, confirmed_months=12),
            _rule("offence_place", _TRIAL),
            _rule(
                "offence_listed",
                "the trial's inclusion list, which does not name the offences: what is left out is a default of this service",
                listed=(),
                special=(),
                excluded=_LEFT_OUT,
            ),
            _rule(
                "admission",
                "the trial's inclusion list: no denial in interview",
                accepted=("admitted", "no_comment_enough", "no_comment_not_enough"),
            ),
            _rule("order", _TRIAL),
            _rule("bail", _TRIAL, stops=("bail",)),
        ),
    ),
    RuleSet(
        name=RULES_NAME,
        version=2,
        valid_from=date(2018, 4, 1),
        valid_until=date(2025, 4, 1),
        source="Durham Constabulary, Checkpoint, the earlier page (durham.police.uk, read November 2026). "
        "The page gives no dates: those here are from the end of the trial to the later page",
        values={"not_applied": "The page does not publish a list of offences, only those that it leaves out."},
        criteria=(
            _rule("adult", _EARLIER, years=18),
            _rule(
                "offence_listed",
                "the earlier police page: rape, robbery, murder and other serious offences, and driving. Which others "
                "are serious is a default of this service",
                listed=(),
                special=(),
                excluded=_LEFT_OUT,
            ),
            _rule("domestic", _EARLIER, allowed=(), special=()),
            _rule("hate", _EARLIER),
        ),
    ),
    RuleSet(
        name=RULES_NAME,
        version=3,
        valid_from=date(2025, 4, 1),
        valid_until=None,
        source="Durham Constabulary, Checkpoint and the Diversion and Rehabilitation Team, the later pages (durham.police.uk, "
        "read November 2026). In force here from 1 April 2025, a date that the partnership is to confirm",
        values={
            "not_applied": "The page marks offences with special terms and does not publish the terms: a supervisor decides.",
        },
        criteria=(
            _rule("residence", f"{_LATER}; 12 months is {_DEFAULT}", areas=_AREAS, confirmed_months=12),
            _rule("adult", _LATER, years=18),
            _rule("offence_age", _LATER, months=3),
            _rule("offence_place", _LATER),
            _rule(
                "offence_listed",
                _LATER,
                listed=(
                    "theft", "burglary_home", "burglary_other", "damage", "drug_possession", "drug_supply", "fraud",
                    "public_order", "child_neglect", "assault", "assault_police", "weapon", "harassment", "communications",
                    "cyber",
                ),
                special=("burglary_home", "drug_supply", "child_neglect"),
                excluded=(),
            ),
            _rule("domestic", _LATER, allowed=("standard", "medium"), special=("standard", "medium")),
            _rule("admission", _LATER, accepted=("admitted", "no_comment_enough")),
            _rule("hate", _LATER),
            _rule("co_accused", _LATER),
            _rule("order", _LATER),
            _rule("bail", f"{_LATER} (held), and {_DEFAULT_TRIAL} (bail)", stops=("bail", "court", "mental_health")),
            _rule("earlier", _DEFAULT, fewer_than=2),
        ),
    ),
)  # fmt: skip
"""Three published lists that differ: on domestic abuse, on what is left out, on the age of the offence. The trial's list counted
for people in the trial only; it stands first so that every day since has one version."""
