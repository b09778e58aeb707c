"""The bulk writer: carries out a plan of hundreds of thousands of people in minutes, row for row as the actions would.

It copies straight into the tables, so it checks nothing: a plan is ours, never a partner's. What it writes is compared with
what the rooms' actions write, table by table, in ``tests/demo``.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from desistance.audit.actions import write
from desistance.audit.terms import Category
from desistance.demo.plans import PersonPlan, Work
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked
from desistance.people.rules.keys import ending_key, name_keys, person_sort_key

BATCH = 5_000
END_REASON = "The work came to its end"
SOURCE = "demonstration"
FACTS = ("people.Name", "people.BirthDate", "people.Identifier", "people.Address")
OPEN_END = datetime(9999, 12, 31, tzinfo=UTC)
Row = dict[str, Any]


def write_people(plans: Iterable[PersonPlan], *, by: Pass, at: datetime, say: Callable[[int], None]) -> int:
    """Write every plan, in batches of one transaction and one audit event each; ``say`` hears how many are written."""
    ahead, written = iter(plans), 0
    while batch := list(islice(ahead, BATCH)):
        with transaction.atomic(), marked("demo.bulk"):
            first = _write_batch(batch, by, at)
            write(Category.COLLECTION, "demo.write_people", by=by, subjects=range(first, first + len(batch)))
        written += len(batch)
        say(written)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return written


def references_taken() -> frozenset[str]:
    """References that people on record have already; a plan goes round them."""
    with marked("demo.bulk"):
        return frozenset(apps.get_model("people.Person").objects.values_list("reference", flat=True))


def _write_batch(batch: list[PersonPlan], by: Pass, at: datetime) -> int:
    people = reserve("people.Person", len(batch))
    record = {"created_at": at, "changed_at": at, "changed_by": by.staff, "version": 1}
    said = {"said_at": at, "recorded_at": at, "recorded_by": by.staff, "source": "import", "source_reference": SOURCE}
    numbered = list(zip(people, batch, strict=True))
    copy_rows("people.Person", [{"id": pk, **_person(plan), **record} for pk, plan in numbered])
    facts: dict[str, list[Row]] = {
        label: [] for label in ("people.Name", "people.BirthDate", "people.Identifier", "people.Address")
    }
    works: list[tuple[int, Work]] = []
    for pk, plan in numbered:
        owner = {"person_id": pk, "agency_id": plan.work[0].seat.agency, **said}
        facts["people.Name"] += [{**owner, **row} for row in _names(plan)]
        facts["people.BirthDate"].append({**owner, "born_on": plan.born_on, "precision": "day"})
        facts["people.Identifier"] += [{**owner, **_number(kind, value)} for kind, value in plan.numbers]
        address = {"kind": "main", "lines": plan.lines, "postcode": plan.postcode, "from_on": plan.lives_since}
        facts["people.Address"].append({**owner, **address})
        works += [(pk, work) for work in plan.work]
    for label, rows in facts.items():
        copy_rows(label, rows)
    _write_works(works, record, at, by)
    return people[0]


def _person(plan: PersonPlan) -> Row:
    return {"reference": plan.reference, "sort_key": person_sort_key(plan.given, plan.family)}


def _names(plan: PersonPlan) -> Iterator[Row]:
    yield {"kind": "current", **_name(plan.given, plan.family)}
    if plan.alias:
        yield {"kind": "alias", **_name(*plan.alias)}


@cache
def _keys(given: str, family: str) -> tuple[str, list[str]]:
    keys = name_keys(given, family)
    return keys.folded, list(keys.sounds)


def _name(given: str, family: str) -> Row:
    folded, sounds = _keys(given, family)
    return {"given": given, "family": family, "folded": folded, "sounds": sounds}


def _number(kind: str, value: str) -> Row:
    return {"kind": kind, "value": value, "raw": value, "compact_reversed": ending_key(value)}


def _write_works(works: list[tuple[int, Work]], record: Row, at: datetime, by: Pass) -> None:
    rows, ties, revisions = [], [], []
    for pk, (person, work) in zip(reserve("access.Involvement", len(works)), works, strict=True):
        opened = {"id": pk, "person_id": person, **_opened(work, at), **record}
        rows.append(opened if work.until_at is None else {**opened, **_ended(work.until_at)})
        if work.until_at is not None:
            revisions.append(_revision(opened, work.until_at, by))
        tie = {
            "person_id": person, "agency_id": work.seat.agency, "kind": "involvement", "involvement_id": pk,
            "from_at": work.from_at, "until_at": work.until_at or OPEN_END,
        }  # fmt: skip
        ties += [{**tie, "team_id": work.seat.team}, {**tie, "staff_id": work.seat.staff}]
    copy_rows("access.Involvement", rows)
    copy_rows("access.Tie", ties)
    copy_rows("foundation.Revision", revisions)


def _opened(work: Work, at: datetime) -> Row:
    return {
        "agency_id": work.seat.agency, "kind": work.kind, "data_class": "involvement", "state": "open",
        "team_id": work.seat.team, "lead_id": work.seat.staff, "legal_ground": work.legal_ground, "from_at": work.from_at,
        "until_at": None, "end_reason": "", "source": "import", "source_reference": SOURCE, "recorded_at": at,
    }  # fmt: skip


def _ended(until_at: datetime) -> Row:
    return {"state": "ended", "until_at": until_at, "end_reason": END_REASON, "version": 2, "changed_at": until_at}


def _revision(opened: Row, until_at: datetime, by: Pass) -> Row:
    return {
        "holding": "access.Involvement", "record_id": opened["id"], "person_id": opened["person_id"],
        "data_class": "involvement", "version": 1, "values": json.dumps(opened, cls=DjangoJSONEncoder),
        "by_staff": by.staff, "by_agency": opened["agency_id"], "at": until_at, "reason": END_REASON, "kind": "edit",
    }  # fmt: skip


def reserve(label: str, count: int) -> range:
    """Take ``count`` consecutive ids from the table's own sequence."""
    table = apps.get_model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(taken), max(taken) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS taken"
            " FROM generate_series(1, %s)) AS ids",
            [table, count],
        )
        first, last = cursor.fetchone()
    if last - first + 1 != count:
        raise RuntimeError(f"Someone else writes {table} at the same time: load into a service that nobody uses.")
    return range(first, last + 1)


def copy_rows(label: str, rows: list[Row]) -> None:
    """COPY rows into a model's table; columns a row leaves out take the model's own defaults."""
    if not rows:
        return
    model = apps.get_model(label)
    columns = [field for field in model._meta.concrete_fields if "id" in rows[0] or not field.primary_key]
    defaults = {field.attname: field.get_default() for field in columns if not field.primary_key}
    names = ", ".join(f'"{field.column}"' for field in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_plain(row.get(field.attname, defaults.get(field.attname)), field) for field in columns])


def _plain(value: Any, field: Any) -> Any:
    if isinstance(value, str) and not isinstance(field, models.CharField | models.TextField):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
