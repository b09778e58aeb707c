"""States of a snapshot and of a publication, the tables that are counted, symbols, and the dated values of the clock."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable
from desistance.history.terms import OffenceGroup

PROVEN_REOFFENDING: Final = "proven_reoffending"
MEASURES: Final = {PROVEN_REOFFENDING: "Proven reoffending within a year"}

SNAPSHOT_STATES = StateTable(
    name="snapshot",
    start="asked",
    states=(
        State("asked", "Asked for", "the service", "grey"),
        State("freezing", "Freezing", "the service", "blue"),
        State("frozen", "Frozen, being counted", "the service", "blue"),
        State("counted", "Counted", "analyst", "green", is_final=True),
        State("failed", "Not counted", "analyst", "red", is_final=True),
    ),
    moves={
        "asked": {"freezing": "begin to freeze"},
        "freezing": {"frozen": "freeze", "failed": "stop with words"},
        "frozen": {"counted": "count", "failed": "stop with words"},
    },
    source="ADR 0016: a snapshot is frozen once, counted once and never changed; a new one is asked for instead.",
)

PUBLICATION_STATES = StateTable(
    name="publication",
    start="draft",
    states=(
        State("draft", "Draft", "analyst", "grey"),
        State("checked", "Checked", "analyst", "blue"),
        State("waiting", "Waiting for approval", "second person", "amber"),
        State("approved", "Approved", "the service", "blue"),
        State("published", "Published", "analyst", "green"),
        State("withdrawn", "Withdrawn", "analyst", "red"),
        State("corrected", "Corrected", "nobody", "grey", is_final=True),
    ),
    moves={
        "draft": {"checked": "sign the checks"},
        "checked": {"waiting": "ask for approval", "draft": "change"},
        "waiting": {"approved": "approve", "draft": "send back"},
        "approved": {"published": "publish", "draft": "stop"},
        "published": {"withdrawn": "withdraw", "corrected": "publish a correction"},
        "withdrawn": {"corrected": "publish a correction"},
    },
    source="Code of Practice for Statistics (2022), T3 orderly release and T3.9 corrections; service design J8.",
)


def _asked_once(name: str, words: tuple[str, str, str], moves: Mapping[str, str], source: str) -> StateTable:
    """What an analyst asks once and a worker works out: its three states in words, and the move to each end."""
    being, done, failed = words
    states = (
        State("asked", being, "the service", "blue"),
        State("counted", done, "analyst", "green", is_final=True),
        State("failed", failed, "analyst", "red", is_final=True),
    )
    return StateTable(name=name, start="asked", states=states, moves={"asked": moves}, source=source)


VALIDATION_STATES = _asked_once(
    "validation of a predictor",
    ("Being worked out", "Worked out", "Not worked out"),
    {"counted": "work out", "failed": "stop with words"},
    "ADR 0032: a validation reads one frozen snapshot once; after a new snapshot a new one is asked for.",
)

EVALUATION_STATES = StateTable(
    name="evaluation",
    start="draft",
    states=(
        State("draft", "People being counted", "the service", "blue"),
        State("ready", "Plan to lock", "analyst", "amber"),
        State("locked", "Locked, being worked out", "the service", "blue"),
        State("counted", "Worked out", "analyst", "green", is_final=True),
        State("failed", "Not worked out", "analyst", "red"),
    ),
    moves={
        "draft": {"ready": "count the people", "failed": "stop with words"},
        "ready": {"draft": "change the plan", "locked": "lock"},
        "locked": {"counted": "work out", "failed": "stop with words"},
        "failed": {"draft": "change the plan"},
    },
    source="ADR 0034: outcomes are joined after the plan is locked, and a locked plan is amended by another evaluation.",
)

COUNTED_WORDS: Final = ("Being counted", "Counted", "Not counted")
COUNT_MOVES: Final = {"counted": "count", "failed": "stop with words"}
TRACKING_STATES = _asked_once(
    "tracking of schemes",
    COUNTED_WORDS,
    COUNT_MOVES,
    "ADR 0034: tracking reads one frozen snapshot once; after a new snapshot a new one is asked for.",
)

SELECTION_STATES = _asked_once(
    "count of selections",
    COUNTED_WORDS,
    COUNT_MOVES,
    "Partnership default, 2026: each year is counted once, so that no two counts tell of the days between them.",
)

BOARD_STATES = _asked_once(
    "count of the board's measures",
    COUNTED_WORDS,
    COUNT_MOVES,
    "Partnership default, 2026: each quarter is counted once, so that no two counts tell of the days between them.",
)

ANY_KIND: Final = "any"
POOLS: Final = {
    "sentenced": "People cautioned, sentenced or released from prison in that time",
    "arrested": "People arrested in that time",
}
"""Whom those who took part are compared with, and what led to a start: an event of this kind."""
DESIGNS: Final = {"matched": "Matched with similar people", "randomised": "Allocated by chance in a trial"}
METHODS: Final = {"radius": "Everyone similar enough, weighted", "nearest": "The one most similar person"}
KNOWN_BEFORE: Final = {
    "age": "Age at the start",
    "sex": "Sex",
    "previous": "Offences dealt with before",
    "year_before": "Offences in the year before",
    "custody_before": "Had been in custody",
    "main_offence": "Kind of offence that led to the start",
    "area": "Local authority",
    "quarter": "Quarter of the start",
}
"""Facts that people can be compared on, each known on the day of the start."""
CATEGORIES: Final = frozenset({"sex", "main_offence", "area", "quarter"})
MEASURED_AFTER: Final = {
    "finished": "Whether they finished the scheme",
    "weeks_in_scheme": "Weeks in the scheme",
    "arrested_again": "Whether they were arrested again",
}
"""Facts that come after the start. Comparing on them would hide what the scheme did, so a plan that does is refused."""
OUTCOMES: Final = {
    "reoffended": "Whether they reoffended",
    "reoffences": "How many reoffences each person had",
    "days": "How soon they reoffended",
}
HARM: Final = "harm"
HARMFUL: Final = (OffenceGroup.VIOLENCE, OffenceGroup.SEXUAL)
"""Groups of offences that harm a person: every evaluation looks whether more people came to commit one."""
LEAST_IN_A_GROUP: Final = 30
"""People on each side of whom a figure of a group may be said; the least of a headline too (Justice Data Lab)."""
FOLLOWED_MONTHS: Final = {12: "12 months", 24: "24 months"}
WAITING_MONTHS: Final = 6
TRACKED_MONTHS: Final = 24
"""Tracking counts those who entered in so many months, up to a year before the day that the records are complete to."""

START_RULES = (
    RuleSet(
        name="what led to a start in a scheme",
        version=1,
        valid_from=date(2000, 1, 1),
        valid_until=None,
        source=(
            "The last caution, conviction, release or arrest up to so many days before somebody entered is what led there: a "
            "default of this service, to be confirmed by the partnership"
        ),
        values={"most_days": 90},
    ),
)

EARLIER_MONTHS: Final = 12
"""How long before the first day of entry events are read: none that led to a start is older."""

LONGEST_QUESTION: Final = 160
LONGEST_LOGIC: Final = 1_000

BEFORE_PUBLICATION: Final = ("draft", "checked", "waiting", "approved")
"""States in which only the partnership sees a publication."""

SHOWN: Final = ("published", "withdrawn", "corrected")
"""States in which everyone finds a publication at its address, with what became of it."""

CLOCK = (
    RuleSet(
        name="publication clock",
        version=1,
        valid_from=date(2015, 10, 1),
        valid_until=None,
        source=(
            "Publication at 9:30am: Code of Practice for Statistics (2022) T3.6. Recording lag, to be raised where courts' "
            "results are known to come late, and notice: a default of this service, to be confirmed by the partnership"
        ),
        values={"recording_lag_days": 0, "publish_hour": 9, "publish_minute": 30, "notice_working_days": 1},
    ),
)

FOLLOWED_BY_PREDICTOR: Final = {"OGRS3": 12, "ARP": 24}
"""Predictors of any proven reoffending, and the months that each foresees: OGRS3 gives one year beside two, ARP two years alone.

Source: HMPPS ARNS Risk Actuarial API, August 2026. Predictors of one kind of offence need an outcome of that kind, which a
snapshot does not tell.
"""
SCORE_AGE = (
    RuleSet(
        name="age of a score at the start of a follow-up",
        version=1,
        valid_from=date(2000, 1, 1),
        valid_until=None,
        source=(
            "The newest score of the year up to the day on which the follow-up starts; a later one could know what happened: a "
            "default of this service, to be confirmed by the partnership"
        ),
        values={"most_days": 365},
    ),
)

LONGEST_SLUG: Final = 80
LONGEST_TITLE: Final = 160
LONGEST_REASON: Final = 500

REGION: Final = "north-east"
REGION_WORDS: Final = "North East"
AREA_NOT_KNOWN: Final = "not known"
AREA_ELSEWHERE: Final = "elsewhere"

YEAR_BY_AREA: Final = "year-by-area"
QUARTER_BY_AREA: Final = "quarter-by-area"
AREA_TABLES: Final = (YEAR_BY_AREA, QUARTER_BY_AREA)
BREAKDOWN_TABLES: Final = {"age-band": "age_band", "sex": "sex", "offence-group": "offence_group"}
"""The tables beside those by area: one column each, the whole period of the snapshot."""

TABLE_TITLES: Final = {
    YEAR_BY_AREA: "Year, by area",
    QUARTER_BY_AREA: "Each quarter, by area",
    "age-band": "By age at the start",
    "sex": "By sex",
    "offence-group": "By main offence",
}

SYMBOLS: Final = {
    "[c]": "hidden to protect people",
    "[u]": "too few people for a reliable figure",
    "[x]": "not available, because another number could be worked out from it",
    "[p]": "provisional: the waiting period is not over",
}
"""As the Government Statistical Service writes them (Using symbols in tables, 2023)."""

COHORT_MEMBER_YEARS: Final = 6
