"""What each agreement between a row and somebody on record is worth, by `evidence.linkage`'s model; it decides nothing.

Loads an engine, so it runs where jobs run and nowhere else. The files it needs lie in a folder of its own while it runs.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from desistance.foundation.spreadsheets import csv_text
from desistance.ingest.actions.weighing import GatheredPairs, WeighedPair
from desistance.people.rules.matching import PersonFacts
from desistance.people.terms import IdentifierKind, NameKind
from evidence.linkage import Config, Links, Thresholds, link
from evidence.linkage.model import VERSION
from evidence.trouble import Trouble

FIELDS = {
    "forename": "forename",
    "surname": "surname",
    "also_known_as": "aliases",
    "date_of_birth": "date_of_birth",
    "postcode": "postcode",
    "pnc": "pnc",
    "cro": "cro",
    "noms": "noms",
}
NUMBERS = {"pnc": IdentifierKind.PNC, "cro": IdentifierKind.CRO, "noms": IdentifierKind.NOMS}
ROWS, PEOPLE = 0, 1  # the places of the two files in a key of `evidence.linkage`
FEWEST = 5
"""People on record from whom anything can be learnt beside a file."""


def weighed(gathered: GatheredPairs) -> list[WeighedPair]:
    """The weight, band and explanation of every pair that waits; none where there is too little to learn from."""
    if not gathered.pairs or len(gathered.people) < FEWEST:
        return []
    with tempfile.TemporaryDirectory(prefix="weighing-") as folder:
        try:
            found = _linked(gathered, Path(folder))
        except Trouble:
            return []
        return [_weighed(found, line, person) for line, person in gathered.pairs]


def _linked(gathered: GatheredPairs, folder: Path) -> Links:
    rows, people, decisions = (folder / name for name in ("rows.csv", "people.csv", "decisions.csv"))
    _write(rows, ("id", *FIELDS), (_record(one) for one in gathered.rows))
    _write(people, ("id", *FIELDS), (_record(one) for one in gathered.people))
    sides = ("left_id", "left_source", "right_id", "right_source", "decision")
    apart = (dict(zip(sides, (line, "a", person, "b", "apart"), strict=True)) for line, person in gathered.apart)
    _write(decisions, sides, apart)
    limits = gathered.thresholds
    config = Config(
        id_column="id",
        fields=_known(gathered),
        within=False,
        thresholds=Thresholds(limits.values["join"], limits.values["review"], limits.valid_from),
        decisions=decisions,
    )
    return link(rows, people, config)


def _weighed(found: Links, line: str, person: str) -> WeighedPair:
    explained = found.explain((ROWS, line), (PEOPLE, person))
    said = [
        {"about": one.about, "words": one.words, "weight": round(one.weight, 1)}
        for one in sorted(explained.said, key=lambda one: -abs(one.weight))
    ]
    return WeighedPair(int(line), int(person), round(explained.weight, 1), tuple(said), VERSION)


def _known(gathered: GatheredPairs) -> dict[str, str]:
    """The fields of which both sides know something: a model cannot learn from a column that is empty."""
    sides = [[_record(one) for one in side] for side in (gathered.rows, gathered.people)]
    return {name: kind for name, kind in FIELDS.items() if all(any(one[name] for one in side) for side in sides)}


def _record(one: PersonFacts) -> dict[str, str]:
    current = next((name for name in one.names if name.kind == NameKind.CURRENT), one.names[0] if one.names else None)
    others = [f"{name.given} {name.family}" for name in one.names if name is not current]
    numbers = {name: _number(one, kind) for name, kind in NUMBERS.items()}
    born = one.born.as_date if one.born else None
    return {
        "id": one.key,
        "forename": current.given if current else "",
        "surname": current.family if current else "",
        "also_known_as": ";".join(others),
        "date_of_birth": born.isoformat() if born else "",
        "postcode": next((place.postcode for place in one.addresses if place.postcode), ""),
        **numbers,
    }


def _number(one: PersonFacts, kind: IdentifierKind) -> str:
    return next((number.value for number in one.identifiers if number.kind == kind and number.is_well_formed), "")


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    path.write_text(csv_text(columns, [[row[name] for name in columns] for row in rows]), encoding="utf-8")
