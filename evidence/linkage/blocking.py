"""Which pairs are looked at: those that agree in one of many small ways, so that a slip in one field loses no pair."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.linkage.config import IDENTIFIERS
from evidence.linkage.standardise import RECORDS, Records


@dataclass(frozen=True)
class Rule:
    """One way to agree: its words, its SQL over `l` and `r`, and the columns that it needs."""

    words: str
    condition: str
    needs: tuple[str, ...]


def same(words: str, *columns: str, **parts: str) -> Rule:
    """A rule by which columns, or parts of columns, are equal."""
    sides = [f"l.{name} = r.{name}" for name in columns]
    sides += [f"{part.format('l')} = {part.format('r')}" for part in parts.values()]
    return Rule(words, " AND ".join(sides), (*columns, *parts))


RULES = (
    same("postcode and surname", "postcode", "surname"),
    same("surname and date of birth", "surname", "born"),
    same("forename and date of birth", "sign", "born"),
    same("beginnings of both names", forename="left({}.forename, 3)", surname="left({}.surname, 4)"),
    same("postcode and forename", "postcode", "sign"),
    same("postcode and date of birth", "postcode", "born"),
    Rule("names the other way round", "l.forename = r.surname AND l.surname = r.forename", ("forename", "surname")),
    same("postal district and surname", "district", "surname"),
    same("postal district and forename", "district", "sign"),
    same("postal district and date of birth", "district", "born"),
    same(
        "beginnings of names and year of birth",
        "birth_year",
        forename="left({}.forename, 2)",
        surname="left({}.surname, 2)",
    ),
    same("surname and year of birth", "surname", "birth_year"),
)


def rules_for(records: Records) -> list[Rule]:
    """Every rule for which the records have the columns; places and numbers of persons have rules of their own."""
    numbers = [same(words, name) for name, words in IDENTIFIERS.items() if records.has(name)]
    places = [name for name in records.multiples() if name.startswith("place")]
    local = [
        rule
        for place in places
        for rule in (
            same(f"{records.shown(place)} and date of birth", place, "born"),
            same(f"{records.shown(place)} and surname", place, "surname"),
            same(f"{records.shown(place)} and forename", place, "sign"),
        )
    ]
    other = [
        rule
        for text in records.multiples()
        if text not in places
        for rule in (
            same(f"{records.shown(text)} and surname", text, "surname"),
            *(
                same(f"{records.shown(text)}, {records.shown(place)} and year of birth", text, place, "birth_year")
                for place in places
            ),
            *(
                same(f"{records.shown(text)}, {records.shown(place)} and postal district", text, place, "district")
                for place in places
            ),
            same(f"{records.shown(text)}, forename and year of birth", text, "sign", "birth_year"),
        )
    ]
    return [rule for rule in (*numbers, *RULES, *local, *other) if records.has(*rule.needs)]


def recall(records: Records, truth: str) -> list[tuple[str, int, int]]:
    """For each rule and for all together: how many of the true pairs in the relation `truth` (left, right) it brings up."""
    rules = rules_for(records)
    asked = [f"count(*) FILTER (WHERE {rule.condition})" for rule in rules]
    asked.append(f"count(*) FILTER (WHERE {' OR '.join(f'({rule.condition})' for rule in rules)})")
    [row] = records.connection.execute(
        f"SELECT count(*), {', '.join(asked)} FROM {truth} AS t "
        f'JOIN {RECORDS} AS l ON l.record = t."left" JOIN {RECORDS} AS r ON r.record = t."right"'
    ).fetchall()
    names = [*(rule.words for rule in rules), "any of them"]
    return [(name, int(found), int(row[0])) for name, found in zip(names, row[1:], strict=True)]
