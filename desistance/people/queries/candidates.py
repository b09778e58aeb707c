"""People who may be meant by what was typed into the search box, and what of each fits it.

``access`` asks: it brings conditions for whom the reader may be told of (:class:`Narrowed`), which become part of the same
statement, so that nobody is lost behind a common name and nobody hidden is ever read. Nothing here is shown by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Case, CharField, FloatField, Max, Q, QuerySet, Value, When

from desistance.foundation.terms import DataClass
from desistance.people.models import Address, BirthDate, ContactDetail, Identifier, Name, Person
from desistance.people.queries.names import Unhidden
from desistance.people.rules.dates import DatePart, Precision
from desistance.people.rules.identifiers import Identifier as Number
from desistance.people.rules.identifiers import compact
from desistance.people.rules.name_matches import MOST_WORDS
from desistance.people.rules.names import phonetic_keys
from desistance.people.rules.nicknames import forms_of
from desistance.people.rules.query import Query, QueryPart

WHOLE_LIKENESS, WORD_LIKENESS = 0.35, 0.4
"""How alike trigrams must be: of all that was typed to a whole name, of one word to part of it. Measured (ADR 0010)."""
MOST = 120
"""Candidates that are compared word by word; more than anyone reads, few enough to compare in a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Whom a reader may be told of. ``people`` and ``seen`` are conditions on Person: may be told of, may be opened.

    ``contact`` is a condition on contact details and addresses: numbers and postcodes that the reader may read. Only people
    seen are ever found by them, because a hit by itself would tell where someone lives.
    """

    people: Q
    seen: Q
    contact: Q
    unhidden: Unhidden


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person who may be meant; ``is_seen``: the reader may open the record."""

    id: int
    reference: str
    is_seen: bool
    is_restricted: bool


def candidates(query: Query, *, within: Narrowed, limit: int = MOST) -> list[Candidate]:
    """The likeliest first, at most ``limit``: two statements (the likeness that counts for this transaction, and the search)."""
    if query.is_empty:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true), "
            "set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(WHOLE_LIKENESS), str(WORD_LIKENESS)],
        )
    rows = _by_name(query, within) if query.name.words else _by_parts(query, within)
    return [Candidate(*row) for row in rows[:limit]]


def _by_parts(query: Query, within: Narrowed) -> Any:
    people = Person.objects.filter(_people(query, within)).annotate(is_seen=_flag(within.seen))
    return people.order_by("sort_key", "id").values_list("id", "reference", "is_seen", "restricted")


def _by_name(query: Query, within: Narrowed) -> Any:
    explained = _explained(query.name.words)
    typed = " ".join(query.name.words)
    alike = Q(folded__trigram_word_similar=typed) if len(query.name.words) == 1 else Q(folded__trigram_similar=typed)
    likeness = TrigramSimilarity("folded", typed) + Case(
        When(explained, then=Value(1.0)), default=Value(0.0), output_field=FloatField()
    )
    names = Name.objects.filter(within.unhidden("people.Name"), explained | alike, withdrawn_at__isnull=True)
    names = names.filter(person__in=Person.objects.filter(_people(query, within)))
    best = names.values("person_id").annotate(likeness=Max(likeness)).order_by("-likeness", "person_id")[:MOST]
    people = Person.objects.filter(pk__in=best.values("person_id")).annotate(is_seen=_flag(within.seen))
    return people.values_list("id", "reference", "is_seen", "restricted")


def _flag(condition: Q) -> Any:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _explained(words: Sequence[str]) -> Q:
    """Every typed word sounds like, begins or is a short form of a word of the name; neighbours may be one word."""
    several = [word for word in words[:MOST_WORDS] if len(word) > 1] or list(words[:1])
    found = _all_of(several)
    for index in range(len(words[:MOST_WORDS]) - 1):
        joined = [*words[:index], words[index] + words[index + 1], *words[index + 2 :]]
        found |= _all_of([word for word in joined if len(word) > 1] or joined[:1])
    return found


def _all_of(words: Sequence[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= _one_word(word)
    return condition


def _one_word(word: str) -> Q:
    keys = list(dict.fromkeys(key for form in (word, *sorted(forms_of(word))) for key in phonetic_keys(form)))
    begins = Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    return begins | Q(sounds__overlap=keys) if keys and len(word) > 1 else begins


def _people(query: Query, within: Narrowed) -> Q:
    condition = within.people
    for part in query.parts:
        arms = list(_arms(part, within))
        condition &= Q(pk__in=arms[0].union(*arms[1:], all=True) if arms[1:] else arms[0])
    return condition


def _arms(part: QueryPart, within: Narrowed) -> Iterator[QuerySet[Any, Any]]:
    """What a part may mean, each as ids of people: one list for the database, so that it need not look at everybody."""
    for _, rows in _readings(part, within):
        yield rows
    if part.reference:
        yield Person.objects.filter(reference=part.reference, merged_into__isnull=False).values_list("merged_into_id")


def _readings(part: QueryPart, within: Narrowed) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """Each reading of a part: the words that say why a person was found by it, and whom it finds."""
    if part.reference:
        yield "reference", Person.objects.filter(reference=part.reference).values_list("id")
    for place, day in enumerate(part.dates):
        yield "date of birth" if not place else "day and month swapped", _standing(BirthDate, within, _born(day))
    for number in part.identifiers:
        words = f"part of {number.kind.wording}" if number.is_part else number.kind.wording
        yield words, _standing(Identifier, within, _numbered(number))
    seen = Q(person__in=Person.objects.filter(within.seen)) & within.contact
    shown = Q(data_class=DataClass.CONTACT_DETAILS)
    if part.phone:
        yield "phone", _standing(ContactDetail, within, Q(digits_reversed__startswith=part.phone[::-1]) & seen)
    if part.postcode:
        yield "postcode", _standing(Address, within, Q(postcode__startswith=part.postcode) & shown & seen)


def reasons(query: Query, *, people: Sequence[int], within: Narrowed) -> dict[int, list[str]]:
    """Why each of these people fits what was typed beside a name, in words: one statement, or none without such parts."""
    arms = [
        rows.filter(**{"pk__in" if rows.model is Person else "person_id__in": people}).values_list(
            *(("id",) if rows.model is Person else ("person_id",)), Value(words, output_field=CharField())
        )
        for part in query.parts
        for words, rows in _readings(part, within)
    ]
    found: dict[int, list[str]] = {}
    for person, words in arms[0].union(*arms[1:]) if arms else ():
        found.setdefault(person, []).append(words)
    return found


def _standing(model: Any, within: Narrowed, condition: Q) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = model.objects.filter(
        condition, within.unhidden(model._meta.label), withdrawn_at__isnull=True
    ).values_list("person_id")
    return rows


def _born(part: DatePart) -> Q:
    """Dates on record that agree with a typed one, each as far as it is known."""
    if part.precision is Precision.DAY_AND_MONTH:
        return Q(born_on__month=part.month, born_on__day=part.day, precision="day")
    year = Q(born_on=part.earliest.replace(month=1, day=1) if part.earliest else None, precision="year")
    month = Q(born_on=part.earliest.replace(day=1) if part.earliest else None, precision="month")
    if part.precision is Precision.DAY:
        return Q(born_on=part.as_date, precision="day") | month | year
    return Q(born_on__gte=part.earliest, born_on__lte=part.latest) | (
        year if part.precision is Precision.MONTH else Q(pk__in=[])
    )


def _numbered(number: Number) -> Q:
    """A whole number as it is; part of one as the ending, or where numbers are known by it the beginning."""
    if number.is_well_formed:
        return Q(kind=number.kind, value=number.value)
    if not number.is_part:
        return Q(kind=number.kind, compact_reversed=compact(number.raw)[::-1])
    return Q(kind=number.kind) & (
        Q(compact_reversed__startswith=number.value[::-1]) | Q(value__startswith=number.value)
    )
