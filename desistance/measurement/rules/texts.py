"""The text of a release: its figures are fields, filled from the cleared tables, so that no number in it can drift.

A field is written ``{rate}`` for the whole partnership or ``{rate in county-durham}`` for one area.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desistance.foundation.decisions import Decision, allowed, refused
from desistance.measurement.rules.comparison import per_cent
from desistance.measurement.terms import REGION, SYMBOLS

FIELD = re.compile(r"\{([^{}]*)\}")
TYPED = re.compile(r"\d[\d,.]*\s*(?:%|per cent|people|reoffen|offen|in (?:every )?\d|of (?:every )?\d)", re.IGNORECASE)
FIELDS = {
    "rate": "rate",
    "low": "rate_low",
    "high": "rate_high",
    "n": "offenders",
    "reoffenders": "reoffenders",
    "reoffences": "reoffences",
    "per_reoffender": "reoffences_per_reoffender",
}
"""Fields of a row: name in the text, column of the table."""

OF_THE_RELEASE = ("period", "complete_to", "england_rate", "england_period")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the fields of a text are filled from: the cleared row of each area by its slug, and words about the whole release."""

    rows: Mapping[str, Mapping[str, object]]
    words: Mapping[str, str]


def names() -> tuple[str, ...]:
    """Every field that a text may use."""
    return (*FIELDS, *OF_THE_RELEASE)


def text_stands(text: str, figures: Figures) -> Decision:
    """Whether every field of a text is known and may be told, and no figure in it was typed by hand."""
    if "{" in FIELD.sub("", text) or "}" in FIELD.sub("", text):
        return refused("A field is not closed. Write fields like {rate} or {rate in county-durham}.")
    for name in FIELD.findall(text):
        found = _value(name, figures)
        if isinstance(found, Decision):
            return found
    if typed := TYPED.search(FIELD.sub("", text)):
        return refused(
            f'The figure "{typed.group().strip()}" was typed. Use a field, such as {{rate}} or {{n}}, so that it cannot differ '
            "from the table."
        )
    return allowed()


def filled(text: str, figures: Figures) -> str:
    """The text with every field filled. Raises :class:`Refused` where one cannot be."""
    text_stands(text, figures).demand("text")
    return FIELD.sub(lambda found: str(_value(found.group(1), figures)), text)


def _value(name: str, figures: Figures) -> str | Decision:
    """What one field says, or why it cannot."""
    if name in figures.words:
        return figures.words[name]
    return _of_area(name, figures) if figures.rows else _no_word(name, figures)


def _no_word(name: str, figures: Figures) -> Decision:
    return refused(f"There is no field {{{name}}}, or it is hidden. The fields are {', '.join(figures.words)}.")


def _of_area(name: str, figures: Figures) -> str | Decision:
    """What one field says of an area, or why it cannot."""
    if name in OF_THE_RELEASE:
        return refused(f"There is nothing to fill {{{name}}} with in this release. Take it out of the text.")
    field, _, area = name.partition(" in ")
    column = FIELDS.get(field)
    if column is None:
        return refused(f"There is no field {{{name}}}. The fields are {', '.join(names())}.")
    row = figures.rows.get(area or REGION)
    if row is None:
        return refused(f"There is no area {area} in the tables of this release, so {{{name}}} cannot be filled.")
    value = row.get(column)
    if value in SYMBOLS or value is None:
        why = SYMBOLS.get(str(value), "not there")
        return refused(f"{{{name}}} is {why}, so the text cannot name it. Take it out of the text.")
    return figure(column, value)


def figure(column: str, value: object) -> str:
    """One cell of a cleared table in words: a rate as a percentage, a mean with two decimals, counts with commas."""
    if value is None:
        return "-"
    if column in ("rate", "rate_low", "rate_high") and isinstance(value, float | int):
        return per_cent(float(value))
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
