"""What recorded facts answer of a predictor's questions, each answer with where it comes from; and what does not agree.

A fact that is not on record is left out, never guessed: not known is not no.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from desistance.assessment.rules.score_inputs import (
    CUSTODIAL,
    FOLLOWED,
    LATEST_OFFENCE,
    PAST,
    SUPERVISION,
    in_words,
)
from desistance.assessment.terms.scores import SCORE_OFFENCES
from desistance.foundation.rulesets import in_force
from desistance.history.rules.offence_codes import find_code, read_code_of_either_kind
from evidence.predictors import findings as at
from evidence.predictors import sexual
from evidence.predictors.dates import age
from evidence.predictors.published import offences

SEXUAL: Final = ("SEXUAL_AGAINST_CHILD", "SEXUAL_NOT_AGAINST_CHILD")
PAST_BY_CATEGORY: Final = {
    "WEAPONS_NON_FIREARM": "WEAPON",
    "FIREARMS_MOST_SERIOUS": "FIREARMS",
    "FIREARMS_OTHER": "FIREARMS",
    "CRIMINAL_DAMAGE": "CRIMINAL_DAMAGE",
}
PAST_BY_CLASS: Final = {
    **dict.fromkeys(("001", "002", "003"), "HOMICIDE"),
    **dict.fromkeys(("00401", "00402", "00403", "00405", "00407", "00410"), "HOMICIDE"),
    **dict.fromkeys(("005", "00801", "00802"), "WOUNDING_GBH"),
    "036": "KIDNAPPING",
    "034": "ROBBERY",
    **dict.fromkeys(("029", "031"), "AGGRAVATED_BURGLARY"),
    "056": "ARSON",
}
"""Which kind of previous conviction a Home Office code is. Source: own reading of the classes, November 2026; confirm locally."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that an agency says: a value, who says it, and on what day. ``is_exact``: a date known to its day."""

    value: Any
    agency: str
    on: date
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Sanctioned:
    """One offence that ended in a caution or a conviction on a day. ``gravity``: 0 for the gravest disposal there is."""

    on: date
    code: str
    words: str
    agency: str
    recorded_on: date
    gravity: int = 0
    committed_on: date | None = None
    is_custody: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in custody: `remand`, `sentenced` or `recall`."""

    kind: str
    from_on: date
    until_on: date | None
    planned_on: date | None
    agency: str


@dataclass(frozen=True, slots=True)
class Supervised:
    """An order or licence that started, and ended or not."""

    words: str
    starts_on: date
    ended_on: date | None
    agency: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the reader may see of the record. ``not_shared``: entries of history that they may only know of, by agency."""

    births: tuple[Said, ...] = ()
    sexes: tuple[Said, ...] = ()
    sanctions: tuple[Sanctioned, ...] = ()
    spells: tuple[Spell, ...] = ()
    orders: tuple[Supervised, ...] = ()
    not_shared: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer with where it comes from. ``value`` is as the predictors take it, ``kind``: record, counted or answer."""

    name: str
    value: Any
    words: str
    source: str
    on: date | None
    kind: str = "record"

    def as_stored(self) -> dict[str, Any]:
        """The same for the database: dates as text."""
        stored = asdict(self)
        return {name: one.isoformat() if isinstance(one, date) else one for name, one in stored.items()}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the record answers, and what does not agree or is not counted, in words."""

    given: Mapping[str, Given]
    notes: tuple[str, ...]


def full(day: date) -> str:
    """A day in words: 20 April 2026."""
    return f"{day.day} {day:%B %Y}"


def gather(record: OnRecord, on: date) -> Gathered:
    """Answer what the record answers on a day; sanctions after that day are not counted, and said so."""
    notes: list[str] = []
    found = [_written(at.ASSESSED, on, "", None, kind="counted")]
    found += _birth(record, notes)
    found += _sex(record, notes)
    later = [one for one in record.sanctions if one.on > on]
    if later:
        notes.append(
            f"{_counted(len({one.on for one in later}), 'sanction')} after {full(on)} on record, so not counted: "
            f"the score is for {full(on)}."
        )
    born = next((one.value for one in found if one.name == at.BORN), None)
    counted = tuple(one for one in record.sanctions if one.on <= on)
    if counted:
        found += _history(counted, date.fromisoformat(born) if born else None, on, notes)
    found += _supervision(record, counted, on)
    if record.not_shared:
        told = ", ".join(f"{count} by {agency}" for agency, count in sorted(record.not_shared.items()))
        notes.append(f"Entries of history that are not shared with you are not counted: {told}.")
    return Gathered({one.name: one for one in found}, tuple(notes))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


def _written(name: str, day: date, source: str, on: date | None, *, kind: str = "record") -> Given:
    return Given(name, day.isoformat(), full(day), source, on, kind)


def _birth(record: OnRecord, notes: list[str]) -> list[Given]:
    exact = [one for one in record.births if one.is_exact]
    if record.births and not exact:
        notes.append("Only part of the date of birth is known; a score needs the day.")
    if len({one.value for one in exact}) > 1:
        told = "; ".join(f"{one.agency} says {full(one.value)}" for one in exact)
        notes.append(f"Agencies differ on the date of birth: {told}. The first is used, as on the Details tab.")
    return [_written(at.BORN, one.value, one.agency, one.on) for one in exact[:1]]


def _sex(record: OnRecord, notes: list[str]) -> list[Given]:
    known = [one for one in record.sexes if one.value in ("male", "female")]
    if record.sexes and not known:
        notes.append("The predictors were made for two values of sex, male and female, and the record says neither.")
    if len({one.value for one in known}) > 1:
        told = "; ".join(f"{one.agency} says {one.value}" for one in known)
        notes.append(f"Agencies differ on sex: {told}. The newest is used.")
    return [Given("gender", one.value.upper(), one.value.capitalize(), one.agency, one.on) for one in known[:1]]


def _history(counted: Sequence[Sanctioned], born: date | None, on: date, notes: list[str]) -> list[Given]:
    days = sorted({one.on for one in counted})
    agencies = ", ".join(sorted({one.agency for one in counted}))
    newest = max(one.recorded_on for one in counted)
    said = f"Counted from {_times(len(days))} on record, by {agencies}"
    codes = {one: home_office_code(one.code, on) for one in counted}
    found = [
        Given(at.TOTAL, len(days), str(len(days)), said, newest, "counted"),
        _written(at.CONVICTED, days[-1], agencies_of(counted, days[-1]), newest),
    ]
    found += _violence(counted, codes, said, newest, notes)
    if born and days[0] > born:
        first = age(born, days[0])
        words = f"{first}, on {full(days[0])}"
        found.append(Given(at.FIRST, first, words, agencies_of(counted, days[0]), newest, "counted"))
    elif born:
        notes.append(f"The first sanction on record, {full(days[0])}, is not after the date of birth: one is wrong.")
    found += _current([one for one in counted if one.on == days[-1]], codes, notes)
    found += _kinds(counted, codes, days, said, newest)
    return found


def agencies_of(counted: Iterable[Sanctioned], day: date) -> str:
    """Who says what happened on a day."""
    return ", ".join(sorted({one.agency for one in counted if one.on == day}))


def _times(number: int) -> str:
    return "1 sanction" if number == 1 else f"{number} sanctions on different days"


def _violence(
    counted: Sequence[Sanctioned], codes: Mapping[Sanctioned, str], said: str, newest: date, notes: list[str]
) -> list[Given]:
    """Sanctions with a violent offence. Where a sanction has no code that can be read, the count would be a guess."""
    known = offences()
    violent = {one.on for one in counted if codes[one] in known and known[codes[one]].is_violent_sanction}
    unread = {one.on for one in counted if codes[one] not in known} - violent
    if unread:
        told = ", ".join(full(day) for day in sorted(unread))
        notes.append(
            f"Whether the sanction of {told} was violent is not known, because its offence code is not one that the "
            f"predictors know; it is counted as not violent."
        )
    return [Given(at.VIOLENT, len(violent), str(len(violent)), said, newest, "counted")]


def _current(index: Sequence[Sanctioned], codes: Mapping[Sanctioned, str], notes: list[str]) -> list[Given]:
    """The code of the current offence: of those dealt with on the newest day, the gravest that has one."""
    ranked = sorted(index, key=lambda one: (one.gravity, one.words))
    coded = [one for one in ranked if codes[one]]
    if not coded:
        told = ", ".join(dict.fromkeys(f"{one.words} ({one.code or 'no code'})" for one in ranked))
        notes.append(f"No Home Office code is known for the current offence: {told}. Enter it below.")
        return []
    one = coded[0]
    category = offences()[codes[one]].category if codes[one] in offences() else "not known to the predictors"
    words = f"{codes[one]}: {one.words} ({in_words('', category).replace('_', ' ').lower()})"
    source = one.agency if one.code == codes[one] else f"{one.agency}, from its code {one.code}"
    return [Given(at.CODE, codes[one], words, source, one.recorded_on)]


def _kinds(
    counted: Sequence[Sanctioned], codes: Mapping[Sanctioned, str], days: Sequence[date], said: str, newest: date
) -> list[Given]:
    known, found = offences(), []
    sex = [one for one in counted if codes[one] in known and known[codes[one]].category in SEXUAL]
    if sex:
        found.append(Given(sexual.HISTORY, True, "Yes", agencies_of(sex, sex[0].on), newest))
        latest = max((one.committed_on for one in sex if one.committed_on), default=None)
        found += [_written(sexual.LATEST, latest, said, newest)] if latest else []
    committed = max((one.committed_on for one in counted if one.committed_on), default=None)
    found += [_written(LATEST_OFFENCE, committed, said, newest)] if committed else []
    if any(one.is_custody for one in counted if one.on == days[-1]):
        found.append(Given(CUSTODIAL, True, "Yes", agencies_of(counted, days[-1]), newest))
    before = [codes[one] for one in counted if one.on < days[-1]]
    if all(code in known for code in before):
        kinds = sorted({kind for code in before if (kind := kind_of(code))})
        found.append(Given(PAST, kinds, in_words(PAST, kinds), said, newest, "counted"))
    return found


def kind_of(code: str) -> str:
    """Which kind of previous conviction a Home Office code is; empty for none of those asked."""
    found = PAST_BY_CLASS.get(code) or PAST_BY_CLASS.get(code[:3])
    return found or PAST_BY_CATEGORY.get(offences()[code].category, "")


def _supervision(record: OnRecord, counted: Sequence[Sanctioned], on: date) -> list[Given]:
    """Where the person is supervised on the day, and when that began or will begin."""
    now = [one for one in record.spells if one.from_on <= on and (one.until_on is None or one.until_on > on)]
    inside = next((one for one in now if one.kind != "remand"), next(iter(now), None))
    if inside is not None:
        status = "REMAND" if inside.kind == "remand" else "CUSTODY"
        found = [Given(SUPERVISION, status, in_words(SUPERVISION, status), inside.agency, inside.from_on)]
        return found + (_started(inside.planned_on, inside.agency, inside.from_on) if inside.planned_on else [])
    current = max((one.on for one in counted), default=date.min)
    running = [one for one in record.orders if one.starts_on <= on and (one.ended_on is None or one.ended_on >= on)]
    began = [(one.starts_on, one.agency) for one in running if one.starts_on >= current]
    left = [
        (one.until_on, one.agency)
        for one in record.spells
        if one.until_on and current <= one.until_on <= on and one.kind != "remand"
    ]
    found = []
    if running:
        words = in_words(SUPERVISION, "COMMUNITY")
        found.append(Given(SUPERVISION, "COMMUNITY", words, running[0].agency, running[0].starts_on))
    start = max([*began, *left], default=None)
    return found + (_started(start[0], start[1], start[0]) if start else [])


def _started(day: date, agency: str, on: date) -> list[Given]:
    return [_written(name, day, agency, on) for name in FOLLOWED]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the mapping of codes."""

    beginnings: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    but_not: tuple[str, ...]
    gives: str

    def fits(self, code: str, title: str) -> bool:
        """Whether the line is for this code."""
        return (
            code.startswith(self.beginnings)
            and (not self.words or any(all(part in title for part in parts) for parts in self.words))
            and not any(part in title for part in self.but_not)
        )


@cache
def mapping(name: str) -> tuple[Row, ...]:
    """The lines of a file of the mapping, in their order."""
    with (files("desistance.assessment") / "data" / name).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return tuple(
        Row(
            tuple(raw["codes"].split()),
            tuple(tuple(one.split("&")) for one in raw["words"].split("|") if one),
            tuple(one for one in raw["but_not"].split("|") if one),
            raw["gives"],
        )
        for raw in rows
    )


def home_office_code(written: str, on: date) -> str:
    """The Home Office code of an offence code as it was written: itself, or what stands for it; empty where neither is known.

    A written Home Office code that the predictors do not know stays as it is: they answer for themselves.
    """
    code = read_code_of_either_kind(written).code if written.strip() else ""
    if not code or (code.isdigit() and len(code) == 5):
        return code
    known = find_code(code)
    if known is None:
        return ""
    title, rows = known.title.lower(), mapping(str(in_force(SCORE_OFFENCES, on).values["file"]))
    return next((row.gives for row in rows if row.fits(code, title)), "")
