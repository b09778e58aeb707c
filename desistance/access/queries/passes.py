"""The gate: the only maker of passes, and the only way to a person's record."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from desistance.access.models import AccessExclusion, Consent, HiddenEntry, ListedWorker, Tie
from desistance.access.queries.scope import findable, tied
from desistance.access.rules.policy import Answer, Standing, decide
from desistance.access.terms import Owner, Relation, TieKind
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound, OnlyKnown
from desistance.foundation.passes import SYSTEM_ROLE, Pass
from desistance.foundation.reading import current_notes, marked, note, note_denied, unseen
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import Act, DataClass, Effect, Purpose
from desistance.partners.models import Agency, Cover, Post
from desistance.partners.queries import agreed_with
from desistance.partners.terms import ROLES, Reach, regime_of
from desistance.people.models import Person

remembered = lru_cache(maxsize=8192)(decide)


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a request came from: kept with every event it leads to."""

    request_id: str = ""
    session: str = ""
    address: str = ""


def enter(*, post: Post, at: datetime, visit: Visit | None = None) -> Pass:
    """The pass of one post at one moment: role, permissions, teams, cover, lists and agreements, all read now."""
    by = pass_of(post, at=at, visit=visit)
    notes = current_notes()
    if notes is not None:
        notes.by = by
    return by


def pass_of(post: Post, *, at: datetime, visit: Visit | None = None) -> Pass:
    """The same for a colleague about whom something is asked: nobody enters, so nothing is noted under their name."""
    role = ROLES[post.role]
    visit = visit or Visit()
    excluded, listed, granted, emergencies, covers = _lists_of(post.staff_id, post.agency_id, at)
    agreed, finds_from = _agreed(post.agency_id, at)
    return Pass(
        staff=post.staff_id,
        staff_name=post.staff.name,
        agency=post.agency_id,
        agency_name=post.agency.short_name,
        agency_kind=post.agency.kind,
        role=post.role,
        reach=role.reach,
        teams=(post.team_id,) if post.team_id else (),
        permissions=HOUSE.permissions_of(post.role),
        purpose=role.purpose,
        regime=regime_of(post.agency.kind),
        at=at,
        request_id=visit.request_id,
        session=visit.session,
        address=visit.address,
        covers=covers,
        excluded=excluded,
        listed=listed | granted | frozenset(emergencies),
        granted=granted,
        emergencies=emergencies,
        agreed=agreed,
        finds_from=finds_from,
    )


def standing_in(*, by: Pass, staff: int, role: str) -> Pass:
    """The pass by which a colleague's duties are asked: their work, with no permission that either of the two lacks.

    It opens nothing: what is asked with it must be narrowed to people whom the reader sees (``scope(by)``). The reader's own
    lists and exclusions stand.
    """
    return replace(by, staff=staff, permissions=by.permissions & HOUSE.permissions_of(role))


def narrowed(*, by: Pass, to: Collection[str]) -> Pass:
    """The pass with no more permissions than those named: what a token of the API lets its bearer do. Never widens."""
    given = replace(by, permissions=by.permissions & frozenset(to))
    notes = current_notes()
    if notes is not None:
        notes.by = given
    return given


def system_pass(*, name: str, agency: Agency, at: datetime, purpose: Purpose = Purpose.ADMINISTRATION) -> Pass:
    """The pass of a job or command that acts for an agency: every permission, and no person's record is open to it."""
    return Pass(
        staff=0,
        staff_name=name,
        agency=agency.pk,
        agency_name=agency.short_name,
        agency_kind=agency.kind,
        role=SYSTEM_ROLE,
        reach=Reach.NONE,
        teams=(),
        permissions=frozenset(HOUSE.permissions),
        purpose=purpose,
        regime=regime_of(agency.kind),
        at=at,
        request_id=name,
    )


def _lists_of(
    staff: int, agency: int, at: datetime
) -> tuple[frozenset[int], frozenset[int], frozenset[int], Mapping[int, datetime], frozenset[int]]:
    """In one statement: the people a worker is excluded from, listed for, given access to and has emergency access to.

    And, last, the colleagues of the agency for whom they cover.
    """
    found: dict[str, dict[int, datetime]] = defaultdict(dict)
    with marked("access.lists"), unseen("access facts"):
        for kind, person, ends in rows_of(_all_lists, by=None, staff=staff, agency=agency, at=at):
            found[kind][person] = max(ends, found[kind].get(person, ends)) if ends else at
    return (
        frozenset(found["excluded"]),
        frozenset(found["listed"]),
        frozenset(found[TieKind.GRANTED]),
        MappingProxyType(found[TieKind.EMERGENCY]),
        frozenset(found["covered"]),
    )


def _all_lists(*, staff: int, agency: int, at: datetime) -> QuerySet[Any, Any]:
    live = Q(staff_id=staff, from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    nothing = Cast(Value(None), DateTimeField())

    def rows(kind: str) -> dict[str, Any]:
        return {"kind_of_list": Value(kind, output_field=CharField()), "ends": nothing}

    exclusions = AccessExclusion.objects.filter(live).annotate(**rows("excluded"))
    listings = ListedWorker.objects.filter(live).annotate(**rows("listed"))
    ties = Tie.objects.filter(
        staff_id=staff, kind__in=[TieKind.GRANTED, TieKind.EMERGENCY], from_at__lte=at, until_at__gt=at
    )
    covered = Cover.objects.filter(coverer_id=staff, agency_id=agency, from_at__lte=at, until_at__gt=at)
    columns = ("kind_of_list", "person_id", "ends")
    return exclusions.values_list(*columns).union(
        listings.values_list(*columns),
        ties.annotate(kind_of_list=F("kind"), ends=F("until_at")).values_list(*columns),
        covered.annotate(**rows("covered")).values_list(*("kind_of_list", "staff_id", "ends")),
        all=True,
    )


def _agreed(agency: int, at: datetime) -> tuple[Mapping[DataClass, frozenset[int]], frozenset[int]]:
    classes: dict[DataClass, set[int]] = defaultdict(set)
    finds: set[int] = set()
    for other, shows, switches_on_finding in agreed_with(agency=agency, on=local_date(at)):
        for kind in shows:
            classes[DataClass(kind)].add(other)
        if switches_on_finding:
            finds.add(other)
    return MappingProxyType({kind: frozenset(owners) for kind, owners in classes.items()}), frozenset(finds)


def open_record(*, reference: str, by: Pass, purpose: Purpose | None = None) -> tuple[Person, Pass]:
    """The person and a pass for them. A merged reference leads to the record kept.

    Raises :class:`OnlyKnown` when the reader may only know of the person, and :class:`NotFound` when the person is missing or
    hidden: the two cannot be told apart, by words or by the statements run.
    """
    with marked("access.open_record"), unseen("access facts"):
        person = next(iter(rows_of(_facts_of, by=by, reference=reference)), None)
        standing = standing_of(person, by) if person else None
    if person is None or standing is None:
        raise NotFound()
    answer = remembered(standing, DataClass.IDENTITY, Act.READ, frozenset())
    if answer.effect is Effect.SEE:
        note(person.pk, DataClass.IDENTITY)
        return person, _pass_for(person, standing, answer, by=by, purpose=purpose or by.purpose)
    note_denied(person.pk)
    if answer.effect is Effect.KNOW:
        raise OnlyKnown(answer.why, reference=person.reference, restricted=person.restricted)
    raise NotFound()


def _facts_of(by: Pass, reference: str) -> QuerySet[Person, Any]:
    standing = Person.objects.filter(reference=reference, withdrawn_at__isnull=True)
    kept = Person.objects.filter(pk=Subquery(standing.values(kept=Coalesce("merged_into", "pk"))))
    return kept.annotate(
        is_tied=_flag(tied(by)),
        is_findable=_flag(findable(by)),
        consented=ArraySubquery(_consents(by)),
        hidden=ArraySubquery(_hidden(by)),
        agencies=ArraySubquery(Agency.objects.order_by("id").values("id")),
    )


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def standing_of(person: Person, by: Pass) -> Standing:
    """How the reader stands to a person that was read with its ``is_tied`` and ``is_findable`` columns."""
    relations = {
        Relation.TIED: person.is_tied,  # type: ignore[attr-defined]
        Relation.FINDABLE: person.is_findable,  # type: ignore[attr-defined]
        Relation.GRANTED: person.pk in by.granted,
        Relation.EMERGENCY: person.pk in by.emergencies,
    }
    return Standing(
        role=by.role,
        relations=frozenset(relation for relation, holds in relations.items() if holds),
        is_excluded=person.pk in by.excluded,
        is_restricted=person.restricted,
        is_listed=person.pk in by.listed,
    )


def _consents(by: Pass) -> QuerySet[Any, Any]:
    """What the person agreed to show the reader's agency, as ``owner:class``; read with the person, in the same statement."""
    rows = Consent.objects.filter(
        person_id=OuterRef("pk"), to_agency_id=by.agency, given_at__lte=by.at, withdrawn_at__isnull=True
    )
    pair = Concat(Cast(F("agency_id"), TextField()), Value(":"), F("data_class"), output_field=TextField())
    return rows.annotate(pair=pair).values("pair")


def _hidden(by: Pass) -> QuerySet[Any, Any]:
    """What its owners hide from the reader's agency, as ``holding:id``; read with the person, in the same statement."""
    rows = HiddenEntry.objects.filter(person_id=OuterRef("pk"), from_agency_id=by.agency, ended_at__isnull=True)
    pair = Concat(F("holding"), Value(":"), Cast(F("record_id"), TextField()), output_field=TextField())
    return rows.annotate(pair=pair).values("pair")


def by_holding(pairs: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """Ids of hidden entries by holding, from ``holding:id``."""
    found: dict[str, set[int]] = defaultdict(set)
    for pair in pairs:
        holding, _, record = pair.partition(":")
        found[holding].add(int(record))
    return MappingProxyType({holding: frozenset(records) for holding, records in found.items()})


def _pass_for(
    person: Person,
    standing: Standing,
    answer: Answer,
    *,
    by: Pass,
    purpose: Purpose,
) -> Pass:
    in_emergency = _is_emergency(person, standing, by)
    if in_emergency:
        standing = replace(standing, relations=frozenset({Relation.EMERGENCY}))
    pairs = [pair.split(":", 1) for pair in person.consented]  # type: ignore[attr-defined]
    consented = frozenset((int(owner), data_class) for owner, data_class in pairs)
    agencies = frozenset(person.agencies)  # type: ignore[attr-defined]
    sees: dict[DataClass, frozenset[int]] = {}
    knows: dict[DataClass, frozenset[int]] = {}
    writes: set[DataClass] = set()
    for kind in DataClass:
        effects = effects_of(standing, kind, agencies, consented, by)
        sees[kind] = effects.get(Effect.SEE, frozenset())
        knows[kind] = effects.get(Effect.KNOW, frozenset())
        if remembered(standing, kind, Act.WRITE, frozenset({Owner.OWN})).effect is Effect.SEE:
            writes.add(kind)
    given = replace(
        by,
        everyone=agencies,
        person=person.pk,
        reference=person.reference,
        rule=answer.rule,
        purpose=Purpose.EMERGENCY if in_emergency else purpose,
        emergency_until=by.emergencies[person.pk] if in_emergency else None,
        sees=MappingProxyType(sees),
        knows=MappingProxyType(knows),
        writes=frozenset(writes),
        hidden=by_holding(person.hidden),  # type: ignore[attr-defined]
    )
    notes = current_notes()
    if notes is not None:
        notes.by = given
    return given


def _is_emergency(person: Person, standing: Standing, by: Pass) -> bool:
    """Whether the record is open only by an emergency access; then that alone says what is seen, and nothing is written."""
    usual = replace(
        standing,
        relations=standing.relations - {Relation.EMERGENCY},
        is_listed=person.pk in by.listed - set(by.emergencies),
    )
    return Relation.EMERGENCY in standing.relations and decide(usual, DataClass.IDENTITY).effect is not Effect.SEE


def effects_of(
    standing: Standing, kind: DataClass, agencies: frozenset[int], consented: frozenset[tuple[int, str]], by: Pass
) -> dict[Effect, frozenset[int]]:
    """The agencies by what the reader gets of their entries: asked once for each way of owning, not once for each agency."""
    agreed = by.agreed.get(kind, frozenset())
    with_consent = frozenset(agency for agency, data_class in consented if data_class == kind.value)
    special = (agreed | with_consent | {by.agency}) & agencies
    found: dict[Effect, frozenset[int]] = {}
    ways = _ways_of_owning(special, agreed, with_consent, by.agency)
    for owners, whose in (*ways.items(), (frozenset[Owner](), agencies - special)):
        effect = remembered(standing, kind, Act.READ, owners).effect
        found[effect] = found.get(effect, frozenset()) | whose
    return found


def _ways_of_owning(
    special: frozenset[int], agreed: frozenset[int], with_consent: frozenset[int], own: int
) -> dict[frozenset[Owner], frozenset[int]]:
    ways: dict[frozenset[Owner], frozenset[int]] = {}
    for agency in special:
        holds = {Owner.OWN: agency == own, Owner.AGREED: agency in agreed, Owner.CONSENTED: agency in with_consent}
        way = frozenset(owner for owner, is_so in holds.items() if is_so)
        ways[way] = ways.get(way, frozenset()) | {agency}
    return ways
