"""The name and birth date to show of each of several people: one statement for a list of any length."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from desistance.foundation.reading import note_all
from desistance.foundation.terms import DataClass
from desistance.people.models import BirthDate, Choice, Name
from desistance.people.rules.facts import NameOnRecord, shown_name
from desistance.people.terms import NameKind

Unhidden = Callable[[str], Q]
"""For a holding's label, a condition that leaves out entries hidden from the reader's agency."""


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """How a person stands in a list. An empty name or no date means that nothing is on record."""

    given: str = ""
    family: str = ""
    liked: str = ""
    born_on: date | None = None
    precision: str = "day"
    names: tuple[NameOnRecord, ...] = field(default=())

    @property
    def full(self) -> str:
        """For headings and sentences: "Kyle Ashcroft"."""
        return f"{self.given} {self.family}".strip() or "Name not known"

    @property
    def listed(self) -> str:
        """For lists: "Ashcroft, Kyle"."""
        return ", ".join(part for part in (self.family, self.given) if part) or "Name not known"


def everything(_label: str) -> Q:
    """No entry is hidden: for readers inside the machine, and where the room above narrows by itself."""
    return Q()


def shown_names(people: Iterable[int], *, unhidden: Unhidden = everything) -> dict[int, ShownPerson]:
    """Names and birth dates as shown, by person, in one statement; to be called inside a question, and noted as a look."""
    ids = list(people)
    note_all(ids, DataClass.IDENTITY)
    return shown_from(name_rows(ids, unhidden))


def name_rows(ids: Sequence[int], unhidden: Unhidden) -> QuerySet[Any, Any]:
    """Rows (what, person, id, kind, first, second, day, moment) of names, birth dates and choices: one statement."""
    no_day, empty = Cast(Value(None), DateField()), Value("", output_field=CharField())

    def rows(model: Any, *columns: Any) -> Any:
        found = model.objects.filter(unhidden(model._meta.label), person_id__among=ids)
        if model is not Choice:
            found = found.filter(withdrawn_at__isnull=True)
        return found.values_list(Value(model.__name__, output_field=CharField()), "person_id", *columns)

    names = rows(Name, "id", F("kind"), F("given"), F("family"), no_day, F("said_at"))
    births = rows(BirthDate, "id", F("precision"), empty, empty, F("born_on"), F("said_at"))
    choices = rows(Choice, F("fact_id"), F("kind"), empty, empty, no_day, F("at"))
    return names.union(births, choices, all=True)  # type: ignore[no-any-return]


def shown_from(rows: Iterable[tuple[Any, ...]]) -> dict[int, ShownPerson]:
    """The people that rows of :func:`name_rows` are about, each as shown: chosen facts first, then the newest word."""
    names: dict[int, list[NameOnRecord]] = defaultdict(list)
    births: dict[int, list[tuple[datetime, int, date, str]]] = defaultdict(list)
    chosen: dict[tuple[int, str], tuple[datetime, int]] = {}
    for what, person, fact, kind, first, second, day, moment in rows:
        if what == "Name":
            names[person].append(NameOnRecord(fact, kind, first, second, moment))
        elif what == "BirthDate":
            births[person].append((moment, fact, day, kind))
        else:
            chosen[person, kind] = max((moment, fact), chosen.get((person, kind), (moment, 0)))
    return {person: _shown(person, names[person], births[person], chosen) for person in [*names, *births]}


def _shown(
    person: int,
    names: list[NameOnRecord],
    births: list[tuple[datetime, int, date, str]],
    chosen: Mapping[tuple[int, str], tuple[datetime, int]],
) -> ShownPerson:
    ids = {kind: chosen[person, kind][1] for kind in ("name", "birth_date") if (person, kind) in chosen}
    name = shown_name(names, [ids["name"]] if "name" in ids else [])
    liked = shown_name([one for one in names if one.kind == NameKind.LIKED])
    newest = sorted(births, key=lambda birth: (birth[1] == ids.get("birth_date"), *birth[:2]), reverse=True)
    _, _, born_on, precision = newest[0] if newest else (None, None, None, "day")
    return ShownPerson(
        given=name.given if name else "",
        family=name.family if name else "",
        liked=liked.full if liked else "",
        born_on=born_on,
        precision=precision,
        names=tuple(names),
    )
