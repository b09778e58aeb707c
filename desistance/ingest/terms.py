"""States of an import and of its rows, the problems a row can have, and the limits on a file."""

from datetime import date
from typing import Final

from desistance.foundation.rulesets import RuleSet
from desistance.foundation.states import State, StateTable
from desistance.people.terms import Worded

IMPORT_STATES = StateTable(
    name="import",
    start="received",
    states=(
        State("received", "Received", "the service", "grey"),
        State("checking", "Checking", "the service", "blue"),
        State("needs_you", "Needs you", "data officer", "amber"),
        State("ready", "Ready", "data officer", "blue"),
        State("loading", "Loading", "the service", "blue"),
        State("done", "Done", "data officer", "green"),
        State("done_with_held", "Done with held rows", "data officer", "amber"),
        State("stopped", "Stopped", "data officer", "red", is_final=True),
        State("undoing", "Undoing", "the service", "blue"),
        State("undone", "Undone", "nobody", "grey", is_final=True),
    ),
    moves={
        "received": {"checking": "check", "stopped": "stop"},
        "checking": {"ready": "find nothing to fix", "needs_you": "find rows to fix", "stopped": "stop"},
        "needs_you": {"ready": "fix the last row", "loading": "load", "stopped": "stop", "undoing": "undo"},
        "ready": {"needs_you": "hold a row", "loading": "load", "stopped": "stop", "undoing": "undo"},
        "loading": {"done": "load the last row", "done_with_held": "load all but the held rows"},
        "done": {"undoing": "undo"},
        "done_with_held": {
            "done": "skip the last held row",
            "ready": "fix the last held row",
            "loading": "load the rows fixed since",
            "undoing": "undo",
        },
        "undoing": {
            "undone": "take back the last row",
            "done": "find that something depends on it",
            "done_with_held": "find that something depends on it",
            "ready": "find that something depends on it",
            "needs_you": "find that something depends on it",
        },
    },
    source="Service design 6.2, state words of an import.",
)

ROW_STATES = StateTable(
    name="import row",
    start="ready",
    states=(
        State("ready", "Ready", "the service", "blue"),
        State("held", "Held", "data officer", "amber"),
        State("possible", "Possible match", "data officer", "amber"),
        State("loaded", "Loaded", "data officer", "green"),
        State("skipped", "Skipped", "nobody", "grey", is_final=True),
        State("undone", "Undone", "nobody", "grey", is_final=True),
    ),
    moves={
        "ready": {"loaded": "load", "held": "hold", "possible": "find a possible match", "skipped": "skip"},
        "held": {"skipped": "skip", "ready": "fix", "possible": "fix, and find a possible match"},
        "possible": {"held": "hold", "skipped": "skip", "ready": "compare"},
        "loaded": {"undone": "undo the import"},
    },
    source="Service design J11: a row is loaded, held, skipped or waits for a person to compare it.",
)

NOT_STANDING: Final = ("stopped", "undone")
"""States of an import after which the same file may be sent again."""


class ProblemKind(Worded):
    """What is wrong with a row, as its group on the page is called."""

    DATE = "date", "Date of birth or arrest not understood"
    SURNAME = "surname", "No surname"
    OFFENCE_CODE = "offence_code", "Offence code not in the list"
    REPEATED = "repeated", "Number used twice"
    MISSING = "missing", "Something needed is not given"
    NUMBER = "number", "Number not understood"
    ORDER = "order", "Dates do not follow each other"
    TEAM = "team", "Team not known"
    PRACTITIONER = "practitioner", "Practitioner not known"
    LENGTH = "length", "Text too long"
    FORMULA = "formula", "A formula of the spreadsheet failed"
    SHAPE = "shape", "Row does not fit the heading"
    RECORDED = "recorded", "Number already on record"
    REFUSED = "refused", "Not accepted when it was loaded"
    ASKED = "asked", "Held to ask the sender"


class SuggestionKind(Worded):
    """What a held cell may have meant; one answer serves every row whose suggestion is of one kind."""

    MONTH_FIRST = "month_first", "Dates written month first"
    TWO_FIGURES = "two_figures", "Years of two figures"


UNDO = (
    RuleSet(
        name="undoing an import",
        version=1,
        valid_from=date(2013, 1, 1),
        valid_until=None,
        source="Service design P61: undo a whole import if nothing depends on it. 14 days are a default of this service, to be "
        "confirmed by the partnership",
        values={"days": 14},
    ),
)

MOST_ROWS_FIXED_AT_ONCE: Final = 5_000
"""How many rows one press mends: about as many as are read again within some seconds."""

MOST_BYTES: Final = 200 * 1024 * 1024
"""The size a file may have: a million custody rows of 130 bytes, and half as much again. Source: service default, 2026."""

MOST_LINES_IN_A_ROW: Final = 20
"""A quotation mark that has not closed after so many lines was never meant to open."""

LONGEST_LINE: Final = 20_000
LONGEST_CELL: Final = 300
LONGEST_FILE_NAME: Final = 120
ROWS_AT_A_TIME: Final = 100
"""Rows loaded or undone in one transaction: a killed worker loses at most these, and they are done again."""

ROWS_CHECKED_AT_A_TIME: Final = 250
"""Rows checked in one transaction. Measured: few enough that the people whom they may be about stay within some megabytes."""

DELIMITERS: Final = (",", ";", "\t", "|")
DELIMITER_WORDS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright lines"}

OTHER_NAMES_OF_COLUMNS: Final = {
    "family_name": "surname",
    "last_name": "surname",
    "first_name": "forenames",
    "first_names": "forenames",
    "forename": "forenames",
    "given_name": "forenames",
    "given_names": "forenames",
    "dob": "date_of_birth",
    "birth_date": "date_of_birth",
    "arrest_date": "arrested_at",
    "date_of_arrest": "arrested_at",
    "arrested_on": "arrested_at",
    "custody_no": "custody_number",
    "custody_ref": "custody_number",
    "pnc_number": "pnc",
    "pnc_id": "pnc",
    "cro_number": "cro",
    "post_code": "postcode",
    "suite": "custody_suite",
}
"""Headings that mean one of our columns; the partnership's own mapping comes with the whole of import."""

NOT_KNOWN_WORDS: Final = frozenset(
    {
        "unknown",
        "not known",
        "notknown",
        "n/k",
        "nk",
        "n/a",
        "na",
        "none",
        "null",
        "tbc",
        "?",
        "-",
        "not given",
        "refused",
    }
)
"""Words that people type where nothing is known. They are told so, because an empty cell says it better."""

NO_NAME_WORDS: Final = frozenset({"unknown", "not known", "n/k", "not given", "?", "-"})
"""The same where a name should be. Fewer, because Na, Tbc and None can be names."""


class Band(Worded):
    """What the weight of a possible match speaks for; a person decides."""

    JOIN = "join", "Speaks strongly for one person"
    REVIEW = "review", "Speaks for one person, look closely"
    NO = "no", "Speaks for different people, or too little to tell"


LINK_THRESHOLDS = (
    RuleSet(
        name="weights of possible matches",
        version=1,
        valid_from=date(2020, 1, 1),
        valid_until=None,
        source=(
            "Ministry of Justice, hmpps-person-match (2025): join from 20, a look from 14, as base-2 logarithms of the odds; a "
            "start, to be set on labelled records of the partnership"
        ),
        values={"join": 20.0, "review": 14.0},
    ),
)
"""By these a weight is put into words. No row is joined by a weight."""
