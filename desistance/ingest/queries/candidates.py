"""People whom the rows of a batch may be about, read by the machine and shown to nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.fields import BooleanField

from desistance.access.models import AccessExclusion, Tie
from desistance.access.queries.scope import live
from desistance.access.queries.staffing import holding_posts
from desistance.access.terms import TieKind
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.partners.models import Post
from desistance.partners.queries import agreements_between
from desistance.people.models import ON_RECORD, Address, BirthDate, Identifier, Name, Person
from desistance.people.rules.dates import DatePart, Precision, exact
from desistance.people.rules.identifiers import Identifier as Number
from desistance.people.rules.matching import AddressFact, PersonFacts
from desistance.people.rules.names import PersonName, fold
from desistance.people.terms import STRONG_IDENTIFIER_KINDS, IdentifierKind, NameKind

Key = TypeVar("Key")
PLACEHOLDER = DatePart(1900, 1, 1)
"""A birth date that some systems store for not known; half a batch would share it."""


@dataclass
class Candidates:
    """The people found for a batch: what is on record of each, who may be told of, and by what each was found."""

    facts: dict[str, PersonFacts] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    by_number: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_birth: dict[object, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, row: PersonFacts, key: str, *, is_told: bool) -> None:
        """Take up what a row of the same batch has just said of someone."""
        known = self.facts.get(key, PersonFacts(key))
        self.facts[key] = replace(
            known,
            names=(*known.names, *row.names),
            born=known.born or row.born,
            identifiers=(*known.identifiers, *row.identifiers),
            addresses=(*known.addresses, *row.addresses),
        )
        self.told |= {key} if is_told else set()
        for number in _strong(row):
            self.by_number[number.value].add(key)
        if row.born:
            self.by_birth[row.born.as_date].add(key)
        for name in row.names:
            self.by_name[_folded(name)].add(key)

    def copy(self) -> "Candidates":
        """The same people, to take up rows that may yet be refused."""
        found = (_copied(self.by_number), _copied(self.by_birth), _copied(self.by_name))
        return Candidates(dict(self.facts), set(self.told), *found)

    def of(self, row: PersonFacts) -> tuple[list[PersonFacts], list[PersonFacts]]:
        """Those whom one row may be about: first those that the sender may be told of, then the hidden."""
        keys: set[str] = set()
        for number in _strong(row):
            keys |= self.by_number.get(number.value, set())
        if row.born:
            keys |= self.by_birth.get(row.born.as_date, set())
        for name in row.names:
            keys |= self.by_name.get(_folded(name), set())
        found = [self.facts[key] for key in sorted(keys)]
        return [one for one in found if one.key in self.told], [one for one in found if one.key not in self.told]


def _copied(found: Mapping[Key, set[str]]) -> dict[Key, set[str]]:
    return defaultdict(set, {key: set(people) for key, people in found.items()})


def _strong(row: PersonFacts) -> list[Number]:
    return [number for number in row.identifiers if number.is_well_formed and number.kind in STRONG_IDENTIFIER_KINDS]


def _folded(name: PersonName) -> str:
    return fold(f"{name.given} {name.family}")


@question
def candidates_for(rows: Sequence[PersonFacts], *, by: Pass) -> Candidates:
    """Everyone whom any of these rows may be about: by strong number, whole birth date or exact folded name.

    Someone may be told of when the sender's agency works with them or may find them under an agreement, or put them on record
    itself and nobody works with them (a conviction opens no work); their record is not restricted, and no worker of that agency
    is excluded from them. Few statements, however many rows.
    """
    with unseen("match candidates"):
        people = _people(rows, by)
        found = Candidates(told={str(pk) for pk, told in people.items() if told})
        _read(found, people)
    return found


@question
def some_on_record(most: int, *, by: Pass) -> Sequence[PersonFacts]:
    """Up to so many people whose record is not restricted, for a model to learn how often strangers agree; shown to nobody."""
    by.demand("import.load")
    with unseen("match candidates"):
        people = Person.objects.filter(ON_RECORD, restricted=False).order_by("pk").values_list("pk", flat=True)
        found = Candidates()
        _read(found, list(people[:most]))
    return list(found.facts.values())


def _people(rows: Sequence[PersonFacts], by: Pass) -> Mapping[int, bool]:
    numbers = {number.value for row in rows for number in _strong(row)}
    days = {row.born.as_date for row in rows if row.born and row.born != PLACEHOLDER} - {None}
    names = {_folded(name) for row in rows for name in row.names}
    ways = (
        Identifier.objects.standing().filter(value__in=numbers, is_well_formed=True, kind__in=STRONG_IDENTIFIER_KINDS),
        BirthDate.objects.standing().filter(born_on__in=days, precision="day"),
        Name.objects.standing().filter(folded__in=names),
    )
    # Asked apart: joined to the people, a first load into empty tables has the union run once for each person on record.
    meant = ways[0].values_list("person", flat=True).union(*(way.values_list("person", flat=True) for way in ways[1:]))
    standing = Person.objects.filter(Q(pk__in=list(meant)), ON_RECORD)
    told = Case(When(may_be_told(by), then=Value(True)), default=Value(False), output_field=BooleanField())
    return dict(standing.annotate(is_told=told).values_list("pk", "is_told"))


def may_be_told(by: Pass) -> Q:
    """People of whose existence the sender's agency may learn from an import."""
    finds = {by.agency}
    for agreement in agreements_between(agency=by.agency, on=local_date(by.at)):
        finds |= {party.pk for party in agreement.parties.all()} if agreement.switches_on_finding else set()
    held = Tie.objects.filter(live(by.at), agency_id__in=finds, kind=TieKind.INVOLVEMENT, person_id=OuterRef("pk"))
    ours = Post.objects.filter(holding_posts(by.at), agency_id=by.agency).values("staff_id")
    placed = Q(agency_id=by.agency) | Q(staff_id__in=ours)  # another agency's governance may have placed it
    excluded = AccessExclusion.objects.filter(placed, until_at__isnull=True, person_id=OuterRef("pk"))
    anyones = Tie.objects.filter(live(by.at), person_id=OuterRef("pk"))
    our_word = Name.objects.standing().filter(agency_id=by.agency, person_id=OuterRef("pk"))
    ours_alone = Q(~Exists(anyones), Exists(our_word))  # told of by an earlier file, and nobody works with them
    return Q(Q(Exists(held)) | ours_alone, ~Exists(excluded), restricted=False)


def _read(found: Candidates, people: Iterable[int]) -> None:
    names: dict[int, list[PersonName]] = defaultdict(list)
    born: dict[int, DatePart] = {}
    numbers: dict[int, list[Number]] = defaultdict(list)
    places: dict[int, list[AddressFact]] = defaultdict(list)
    ids = list(people)
    for name in Name.objects.standing().filter(person__in=ids).order_by("id"):
        names[name.person_id].append(PersonName(name.given, name.family, NameKind(name.kind)))
        found.by_name[name.folded].add(str(name.person_id))
    for date in BirthDate.objects.standing().filter(person__in=ids).order_by("id"):
        born[date.person_id] = _part(date)
        found.by_birth[date.born_on].add(str(date.person_id))
    for number in Identifier.objects.standing().filter(person__in=ids).order_by("id"):
        kind = IdentifierKind(number.kind)
        numbers[number.person_id].append(Number(kind, number.value, number.raw, number.is_well_formed))
        found.by_number[number.value].add(str(number.person_id))
    for place in Address.objects.standing().filter(person__in=ids).order_by("id"):
        places[place.person_id].append(AddressFact(place.lines.split(",")[0], place.postcode))
    for pk in ids:
        key = str(pk)
        found.facts[key] = PersonFacts(key, tuple(names[pk]), born.get(pk), None, tuple(numbers[pk]), tuple(places[pk]))


def _part(date: BirthDate) -> DatePart:
    if date.precision == Precision.DAY:
        return exact(date.born_on)
    return DatePart(date.born_on.year, date.born_on.month if date.precision == Precision.MONTH else None)
