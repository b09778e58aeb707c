"""The text that a release starts from: templates whose figures are fields."""

import re

from desistance.measurement.rules.periods import Period

LIMITS = (
    "The figures count people whom the partnership's agencies know. Courts' results that did not reach the partnership are "
    "missing, which makes the rate look lower. Areas differ in who is sentenced. Counts are rounded, and small ones are hidden."
)


def title_for(period: Period) -> str:
    """What the release is called."""
    return f"Proven reoffending in the North East, {period.words}"


def slug_of_evaluation(question: str, number: int) -> str:
    """The lasting address of an evaluation: its question in short, and its number."""
    plain = "-".join(re.findall(r"[a-z0-9]+", question.lower()))
    return f"{plain[:60].rstrip('-')}-{number}"


def slug_for(measure: str, period: Period) -> str:
    """The lasting address of the release, shared by all its editions."""
    return f"{measure.replace('_', '-')}-{period.slug}"


def headline_for(is_provisional: bool) -> str:
    """The finding in one sentence."""
    provisional = " so far (provisional)" if is_provisional else ""
    return f"{{rate}} of people cautioned, sentenced or released from prison reoffended within a year{provisional}"


def summary_for(has_benchmark: bool) -> str:
    """The paragraph under the headline."""
    national = " In England and Wales it was {england_rate} ({england_period})." if has_benchmark else ""
    return (
        "Of {n} people in the North East who were cautioned, sentenced or released from prison in {period}, {reoffenders} "
        "committed another offence within a year that led to a caution or conviction. The true rate is likely to lie between "
        f"{{low}} and {{high}}.{national} Data are complete to {{complete_to}}."
    )
