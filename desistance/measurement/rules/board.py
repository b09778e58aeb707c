"""The board's measures: of whom each tells, which quarters can be counted, and where a quarter stands to those before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from desistance.foundation.decisions import Decision, refused
from desistance.measurement.rules.cited import EVERYONE, CitedFigure, cited_figures
from desistance.measurement.rules.comparison import changed
from desistance.measurement.rules.periods import Period, PeriodFacts, may_count_once, months_later, quarter_of
from desistance.measurement.terms import MEASURES, PROVEN_REOFFENDING
from desistance.partners.terms import AgencyKind

SOURCE = (
    "Partnership default, 2026: the board's measures are counted for whole quarters, each once, after time to record"
)
QUARTERS_BACK = 8
RECORDED_AFTER = timedelta(days=14)
"""Time to record what was done on the last days of a quarter. Source: partnership default, 2026."""


@dataclass(frozen=True, slots=True)
class BoardMeasure:
    """One measure: the share of ``about`` of which ``words`` is true. Agencies of the kind ``answers`` comment on it.

    ``page`` is the name of the address where the work is, for readers who hold ``permission``.
    """

    name: str
    words: str
    about: str
    answers: AgencyKind
    page: str = ""
    permission: str = ""


CHECKPOINT: Final = ("checkpoint", "checkpoint.view")
BOARD_MEASURES: Final = (
    BoardMeasure(
        "contracts_completed",
        "Checkpoint contracts completed",
        "Contracts that ended in the quarter.",
        AgencyKind.POLICE,
        *CHECKPOINT,
    ),
    BoardMeasure(
        "first_contact",
        "First contact in time after agreeing to Checkpoint",
        "People who agreed in the quarter; in time is within the clock of the day on which they agreed.",
        AgencyKind.POLICE,
        *CHECKPOINT,
    ),
    BoardMeasure(
        "victims_told",
        "Victims told in time",
        "What victims were due to be told in the quarter. Whoever asked not to be told is left out.",
        AgencyKind.POLICE,
    ),
    BoardMeasure(
        "appointments_kept",
        "Appointments kept",
        "Appointments of the quarter, of all agencies, that have an outcome. Acceptable absences are left out.",
        AgencyKind.PROBATION,
    ),
    BoardMeasure(
        "reviews_made",
        "Risk reviewed in time",
        "Reviews of risk that fell due in the quarter.",
        AgencyKind.PROBATION,
    ),
    BoardMeasure(
        "plans_begun",
        "Plans begun in time",
        "Orders and licences whose plan was due to begin in the quarter, counted from when they came on record.",
        AgencyKind.PROBATION,
    ),
    BoardMeasure(
        "actions_done",
        "Actions of meetings done in time",
        "Actions due in the quarter. Those passed on are counted with whoever took them over.",
        AgencyKind.COMMISSIONER,
        "meetings",
        "panel.take_part",
    ),
)
"""In the order of the page. Proven reoffending stands above them: it is published, and not counted here."""

ON_THE_BOARD: Final[Mapping[str, str]] = {
    PROVEN_REOFFENDING: MEASURES[PROVEN_REOFFENDING],
    **{one.name: one.words for one in BOARD_MEASURES},
}
"""Every row of the board's page by name, in words."""

ANSWERS: Final[Mapping[str, AgencyKind]] = {
    PROVEN_REOFFENDING: AgencyKind.COMMISSIONER,
    **{one.name: one.answers for one in BOARD_MEASURES},
}
"""The kind of agency that answers for each row, and comments on it. Source: partnership default, 2026."""


def quarters_over(on: date) -> tuple[Period, ...]:
    """Quarters that can be counted on a day, newest first."""
    first = quarter_of(on).first
    ended = (quarter_of(months_later(first, -3 * back)) for back in range(1, QUARTERS_BACK + 2))
    return tuple(one for one in ended if one.last + RECORDED_AFTER <= on)[:QUARTERS_BACK]


def may_count_board(facts: PeriodFacts) -> Decision:
    """Whether the measures of a quarter may be counted."""
    quarter = quarter_of(facts.first_on)
    if quarter.first != facts.first_on:
        return refused("Choose a quarter by its first day, such as 1 October.", SOURCE)
    ready = quarter.last + RECORDED_AFTER
    return may_count_once(facts, ready, name="quarter", wait="its work is recorded", source=SOURCE)


Figure = Mapping[str, Any]
"""What is kept of a measure and quarter: ``of`` and ``done`` as shown, ``share`` with its range or None, ``hidden``: why."""


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure over the quarters that were counted: the newest figure, those before it, and what can be said of a change."""

    measure: BoardMeasure
    newest: Figure
    before: tuple[Figure, ...]
    trend: str


def over_time(measure: BoardMeasure, quarters: Sequence[Mapping[str, Any]]) -> MeasureShown:
    """A measure of quarters, newest first, as they were kept."""
    found = [one["measures"][measure.name] for one in quarters]
    newest, before = found[0], tuple(found[1:])
    if not before:
        return MeasureShown(measure, newest, before, "The first quarter that was counted")
    now, then = newest["share"] or (None,) * 3, before[0]["share"] or (None,) * 3
    return MeasureShown(measure, newest, before, changed(now[1], now[2], then[1], then[2]))


CHANCE = "How much of that is chance cannot be said: no ranges were published."


def cited_sets() -> Mapping[str, tuple[CitedFigure, ...]]:
    """Figures of local areas that others published, by the day to which they count people, newest first: areas before England.

    A set is what one source says of one time, so that what stands side by side was counted alike.
    """
    local = {one.source: one for one in cited_figures() if one.group == EVERYONE and not one.slug.startswith("england")}
    found = {}
    for one in sorted(local.values(), key=lambda figure: figure.cohort_to, reverse=True):
        same = [other for other in cited_figures() if (other.source, other.period) == (one.source, one.period)]
        everyone = [other for other in same if other.group == EVERYONE]
        found[one.cohort_to.isoformat()] = tuple(sorted(everyone, key=lambda other: other.slug.startswith("england")))
    return found


def cited_compared(one: CitedFigure, beside: Sequence[CitedFigure]) -> str:
    """A cited figure beside England in its own set: the difference in points, and that chance cannot be told from it."""
    england = next((other for other in beside if other.slug.startswith("england")), None)
    if england is None or england is one:
        return "Nothing to compare with" if england is None else "What the areas stand beside"
    points = Decimal(one.rate) - Decimal(england.rate)
    unit = "point" if abs(points) == 1 else "points"
    side = f"{abs(points)} {unit} {'above' if points > 0 else 'below'}" if points else "The same as"
    return f"{side} {england.area} ({england.rate_words}). {CHANCE}"
