"""Questions about what has happened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from desistance.access.queries.scope import entries_known, entries_seen
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all, unseen
from desistance.foundation.register import Line
from desistance.foundation.terms import DataClass
from desistance.history.models import Arrest, CustodySpell, Disposal, Offence
from desistance.history.rules.custody import CustodyFacts, facts_of
from desistance.history.rules.offence_groups import OffenceClass, classify
from desistance.history.terms import SANCTION_OF, CustodyKind, DisposalKind, ReleaseKind, Sanction
from desistance.people.models import Person

MOST_LINES = 10
LABEL, OFFENDING = "history.Offence", DataClass.OFFENDING
MOST_SHOWN = 200
"""Entries of one kind on a page: the longest records of one person are within it; the timeline has the rest."""


@question
def arrests_of(person: int, *, by: Pass, limit: int = 50) -> Sequence[Arrest]:
    """The standing arrests of one person that the reader may see, newest first, each with who says so. One statement."""
    if by.person != person:
        return []
    return rows_of(_newest_arrests, by=by, shape=(limit,))


def _newest_arrests(by: Pass, limit: int) -> QuerySet[Arrest]:
    found = Arrest.objects.standing().filter(entries_seen(by, "history.Arrest")).select_related("agency")
    return found.order_by("-at", "-id")[:limit]


@question
def custody_numbers_on_record(numbers: Iterable[str], *, by: Pass) -> frozenset[str]:
    """Which of these custody numbers the acting agency has already recorded: its own numbers, never another agency's."""
    standing = Arrest.objects.standing().filter(agency_id=by.agency, custody_number__in=list(numbers))
    return frozenset(standing.values_list("custody_number", flat=True))


@question
def conviction_numbers_on_record(numbers: Iterable[str], *, by: Pass) -> frozenset[str]:
    """Which of these offence numbers the acting agency has already recorded: its own numbers, never another agency's."""
    standing = Offence.objects.standing().filter(agency_id=by.agency, number__in=list(numbers))
    return frozenset(standing.values_list("number", flat=True))


SpellKey = tuple[int, str, date]


@question
def custody_on_record(people: Iterable[int], *, by: Pass) -> Mapping[SpellKey, CustodyFacts]:
    """What the acting agency has on record of these people's times in custody, by person, kind and date of reception.

    A file compares its rows with it: the same again changes nothing, a release ends the standing one.
    """
    with unseen("match candidates"):
        rows = CustodySpell.objects.standing().filter(agency_id=by.agency, person_id__in=list(people))
        return {(row.person_id, row.kind, row.from_on): facts_of(row) for row in rows}


@dataclass(frozen=True, slots=True)
class OffenceOnRecord:
    """One offence as the reader may see it: what was said, by whom, how it was dealt with, and what follows from its code."""

    offence: Offence
    disposals: tuple[Disposal, ...]
    kind: OffenceClass

    @property
    def sanctions(self) -> frozenset[Sanction]:
        """What its disposals count as when reoffending is measured."""
        return frozenset(SANCTION_OF[DisposalKind(disposal.kind)] for disposal in self.disposals)


@question
def offences_of(person: int, *, by: Pass, limit: int = MOST_SHOWN) -> Sequence[OffenceOnRecord]:
    """The standing offences of one person that the reader may see, newest first, with their disposals. Two statements."""
    if by.person != person:
        return []
    seen = Offence.objects.standing().filter(entries_seen(by, "history.Offence")).select_related("agency")
    offences = list(seen.order_by("-at", "-id")[:limit])
    disposals: dict[int, list[Disposal]] = defaultdict(list)
    dealt_with = Disposal.objects.standing().filter(entries_seen(by, "history.Disposal"), offence__in=offences)
    for disposal in dealt_with.order_by("-is_main", "given_on", "id"):
        disposals[disposal.offence_id].append(disposal)
    return [OffenceOnRecord(one, tuple(disposals[one.pk]), classify(one.offence_code)) for one in offences]


@question
def custody_of(person: int, *, by: Pass, limit: int = MOST_SHOWN) -> Sequence[CustodySpell]:
    """The standing times in custody that the reader may see, newest first, each as its agency says. One statement."""
    if by.person != person:
        return []
    seen = CustodySpell.objects.standing().filter(entries_seen(by, "history.CustodySpell")).select_related("agency")
    return list(seen.order_by("-from_on", "-id")[:limit])


@dataclass(frozen=True, slots=True)
class OffenceInShort:
    """One offence on the person page. ``is_index``: of the newest conviction, by the day on which it was dealt with."""

    words: str
    code: str
    disposal: str
    given_on: date | None
    court: str
    source: str
    is_index: bool


@dataclass(frozen=True, slots=True)
class CustodyInShort:
    """The time in custody that goes on, else the last."""

    words: str
    from_on: date
    until_on: date | None
    release: str
    source: str


@dataclass(frozen=True, slots=True)
class HistoryInShort:
    """The last offences and the time in custody that counts."""

    offences: tuple[OffenceInShort, ...]
    custody: CustodyInShort | None


@question
def history_in_short(person: int, *, by: Pass, limit: int = 5) -> HistoryInShort:
    """The last offences that the reader may see with their main disposals, and custody now or last. One statement."""
    if by.person != person:
        return HistoryInShort((), None)
    (row,) = rows_of(_last_few, by=by, shape=(limit,), person=person)
    if row["offences"] or row["custody"]:
        note_all([person], DataClass.OFFENDING)
    return HistoryInShort(_in_short(row["offences"] or ()), next(map(_spell_in_short, row["custody"] or ()), None))


def _last_few(by: Pass, limit: int, person: int) -> QuerySet[Any, Any]:
    main = Disposal.objects.standing().filter(entries_seen(by, "history.Disposal"), offence=OuterRef("pk"))
    dealt_with = {name: name for name in ("kind", "given_on", "court", "length_words", "length_days")}
    offences = Offence.objects.standing().filter(entries_seen(by, "history.Offence"), person=OuterRef("pk"))
    told = {"words": "offence_words", "code": "offence_code", "source": "agency__short_name"}
    newest = main.order_by("-is_main", "given_on", "id").values(told=JSONObject(**dealt_with))
    offences = offences.annotate(main=Subquery(newest[:1])).order_by("-at", "-id")
    spells = CustodySpell.objects.standing().filter(entries_seen(by, "history.CustodySpell"), person=OuterRef("pk"))
    spell = {name: name for name in ("kind", "prison", "from_on", "until_on", "release_kind")}
    spells = spells.order_by(F("until_on").desc(nulls_first=True), "-from_on", "-id")
    return Person.objects.filter(pk=person).values(
        offences=ArraySubquery(offences.values(told=JSONObject(**told, main="main"))[:limit]),
        custody=ArraySubquery(spells.values(told=JSONObject(**spell, source="agency__short_name"))[:1]),
    )


def _in_short(rows: Iterable[Mapping[str, Any]]) -> tuple[OffenceInShort, ...]:
    rows = [{**row, "main": row["main"] or {}} for row in rows]
    convicted = (Sanction.CUSTODY, Sanction.NON_CUSTODIAL)
    days = [row["main"]["given_on"] for row in rows if row["main"] and SANCTION_OF[row["main"]["kind"]] in convicted]
    index_on = max(days, default=None)
    return tuple(_offence_in_short(row, index_on) for row in rows)


def _offence_in_short(row: Mapping[str, Any], index_on: str | None) -> OffenceInShort:
    main = row["main"]
    days = f"{main['length_days']} days" if main.get("length_days") else ""
    parts = (DisposalKind(main["kind"]).label, main["length_words"] or days) if main else ()
    return OffenceInShort(
        words=row["words"],
        code=row["code"],
        disposal=", ".join(part for part in parts if part),
        given_on=date.fromisoformat(main["given_on"]) if main else None,
        court=main.get("court", ""),
        source=row["source"],
        is_index=bool(main) and index_on is not None and main["given_on"] == index_on,
    )


def _spell_in_short(row: Mapping[str, Any]) -> CustodyInShort:
    return CustodyInShort(
        words=", ".join(part for part in (CustodyKind(row["kind"]).label, row["prison"]) if part),
        from_on=date.fromisoformat(row["from_on"]),
        until_on=date.fromisoformat(row["until_on"]) if row["until_on"] else None,
        release=ReleaseKind(row["release_kind"]).label if row["release_kind"] else "",
        source=row["source"],
    )


@question
def history_not_shared(person: int, *, by: Pass) -> Mapping[str, int]:
    """How many entries of this room the reader may only know of, by the agency that holds them. One statement."""
    if by.person != person:
        return {}
    counts: Counter[str] = Counter()
    rooms = ((Arrest, "history.Arrest"), (Offence, "history.Offence"), (CustodySpell, "history.CustodySpell"))
    asked = [
        model.objects.standing().filter(entries_known(by, label)).order_by().values_list("agency__short_name")
        for model, label in rooms
    ]
    counted = [rows.annotate(count=Count("pk")) for rows in asked]
    for agency, count in counted[0].union(*counted[1:], all=True):
        counts[agency] += count
    return dict(counts)


@question
def own_offence(*, offence: int, by: Pass) -> OffenceOnRecord:
    """One standing offence of the open record that the reader's own agency recorded. Raises :class:`NotFound`."""
    mine = Offence.objects.standing().filter(entries_seen(by, "history.Offence"), agency_id=by.agency)
    found = mine.select_related("agency").filter(pk=offence).first()
    if found is None:
        raise NotFound()
    disposals = Disposal.objects.standing().filter(offence=found).order_by("-is_main", "given_on", "id")
    return OffenceOnRecord(found, tuple(disposals), classify(found.offence_code))


@question
def own_custody(*, spell: int, by: Pass) -> CustodySpell:
    """One standing time in custody of the open record that the reader's own agency recorded. Raises :class:`NotFound`."""
    mine = CustodySpell.objects.standing().filter(entries_seen(by, "history.CustodySpell"), agency_id=by.agency)
    found: CustodySpell | None = mine.select_related("agency").filter(pk=spell).first()
    if found is None:
        raise NotFound()
    return found


def history_lines(person: int, by: Pass) -> Sequence[Line]:
    """The newest offences with how they were dealt with, and times in custody, as lines of a printed report."""
    found = [_offence_line(one) for one in offences_of(person, by=by, limit=MOST_LINES)]
    return [*found, *(_spell_line(one) for one in custody_of(person, by=by, limit=2))]


def _offence_line(one: OffenceOnRecord) -> Line:
    dealt = ", ".join(DisposalKind(disposal.kind).label for disposal in one.disposals)
    row = one.offence
    told: dict[str, Any] = {"on": local_date(row.at), "agency": row.agency_id, "source": row.agency.short_name}
    return Line(
        f"{row.offence_words}: {dealt or 'how it was dealt with is not known'}", OFFENDING, LABEL, row.pk, **told
    )


def _spell_line(row: CustodySpell) -> Line:
    until = f" to {row.until_on.day} {row.until_on:%B %Y}" if row.until_on else ", still there"
    where = ", ".join(part for part in (CustodyKind(row.kind).label, row.prison) if part)
    told: dict[str, Any] = {"on": row.from_on, "agency": row.agency_id, "source": row.agency.short_name}
    return Line(f"{where}{until}", OFFENDING, "history.CustodySpell", row.pk, **told)
