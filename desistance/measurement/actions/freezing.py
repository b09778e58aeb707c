"""Gathering the rows of a snapshot: one statement over history and people, streamed into a file that names nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.passes import Pass
from desistance.history.models import CustodySpell, Disposal, Offence
from desistance.history.terms import SANCTION_OF, TO_THE_COMMUNITY, Sanction
from desistance.measurement.models import Snapshot
from desistance.people.models import Address, BirthDate, Equality, Identifier, Person

COLUMNS = (
    "person", "sanction", "agency", "offence_date", "sanction_date", "kind", "release_date", "offence_code", "area_code",
    "postcodes", "born", "sex", "is_matched",
)  # fmt: skip
CUSTODIAL = tuple(str(kind) for kind, sanction in SANCTION_OF.items() if sanction is Sanction.CUSTODY)

# The spell of a custodial sentence is the first standing one that says it was sentenced on that day, or starts on or after it.
# The main address is the one standing on the day of the sentence; several agencies may each say one.
ROWS = """
SELECT left(encode(sha256(convert_to(%(key)s || ':' || coalesce(person.merged_into_id, person.id), 'UTF8')), 'hex'), 24)
         AS person,
       disposal.id AS sanction, disposal.agency_id AS agency, offence.committed_on AS offence_date,
       disposal.given_on AS sanction_date, disposal.kind AS kind,
       CASE WHEN spell.until_on <= %(complete_to)s THEN spell.until_on END AS release_date,
       offence.offence_code AS offence_code, disposal.area AS area_code,
       CASE WHEN disposal.area = '' THEN home.postcodes END AS postcodes, born.born_on AS born, told.value AS sex,
       EXISTS (SELECT FROM {identifier} number WHERE number.person_id = person.id AND number.withdrawn_at IS NULL
               AND number.is_well_formed AND number.kind IN ('pnc', 'cro')) AS is_matched
FROM {disposal} disposal
JOIN {offence} offence ON offence.id = disposal.offence_id AND offence.withdrawn_at IS NULL
JOIN {person} person ON person.id = disposal.person_id
LEFT JOIN LATERAL (
    SELECT CASE WHEN spell.release_kind = ANY(%(to_the_community)s) THEN spell.until_on END AS until_on FROM {spell} spell
    WHERE disposal.kind = ANY(%(custodial)s) AND spell.person_id = disposal.person_id AND spell.kind = 'sentenced'
      AND spell.withdrawn_at IS NULL AND (spell.sentenced_on = disposal.given_on OR spell.from_on >= disposal.given_on)
    ORDER BY spell.sentenced_on IS NOT DISTINCT FROM disposal.given_on DESC, spell.from_on, spell.id LIMIT 1) spell ON true
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT home.postcode, ';' ORDER BY home.postcode) AS postcodes FROM {address} home
    WHERE home.person_id = disposal.person_id AND home.kind = 'main' AND home.withdrawn_at IS NULL AND home.postcode <> ''
      AND home.from_on <= disposal.given_on AND (home.until_on IS NULL OR home.until_on > disposal.given_on)) home ON true
LEFT JOIN LATERAL (
    SELECT born.born_on FROM {birth} born WHERE born.person_id = person.id AND born.withdrawn_at IS NULL
      AND born.precision = 'day' ORDER BY born.said_at DESC, born.id DESC LIMIT 1) born ON true
LEFT JOIN LATERAL (
    SELECT told.value FROM {equality} told WHERE told.person_id = person.id AND told.withdrawn_at IS NULL
      AND told.kind = 'sex' ORDER BY told.said_at DESC, told.id DESC LIMIT 1) told ON true
WHERE disposal.withdrawn_at IS NULL AND disposal.is_main
"""
TABLES = {
    "disposal": Disposal, "offence": Offence, "spell": CustodySpell, "person": Person, "address": Address, "birth": BirthDate,
    "equality": Equality, "identifier": Identifier,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gathered:
    """The file of rows as they stood at one moment, and whom they are about."""

    path: Path
    people: tuple[int, ...]


def _whom(_arguments: Mapping[str, Any], result: Gathered) -> Iterable[int]:
    return result.people


@deed("measure.count", Category.COLLECTION, about=_whom)
def gather_rows(*, snapshot: Snapshot, into: Path, by: Pass, at: datetime) -> Gathered:
    """Write every main disposal that stands, with what a cohort is made of, into a CSV file: everyone, restricted or not.

    People are named by a number that only this snapshot uses. One statement, so that all rows are of one moment; the file is
    streamed and never held in memory. The event of this deed names everyone in it.
    """
    values = {
        "key": snapshot.key,
        "complete_to": snapshot.complete_to,
        "custodial": list(CUSTODIAL),
        "to_the_community": ["", *map(str, TO_THE_COMMUNITY)],
    }
    asked = ROWS.format(**{name: f'"{model._meta.db_table}"' for name, model in TABLES.items()})
    copying = f"COPY ({asked}) TO STDOUT WITH (FORMAT csv, HEADER true)"
    with connection.cursor() as cursor, into.open("wb") as kept, cursor.copy(copying, values) as rows:
        for chunk in rows:
            kept.write(chunk)
    return Gathered(into, tuple(_people()))


def _people() -> Iterable[int]:
    standing = Disposal.objects.filter(withdrawn_at__isnull=True, is_main=True)
    return standing.values_list("person_id", flat=True).distinct().order_by()
