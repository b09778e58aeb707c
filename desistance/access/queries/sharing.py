"""What is shared about one person, with whom and on what ground; and what withdrawing or restricting would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from desistance.access.models import (
    AccessExclusion,
    AccessRequest,
    AccessRestriction,
    Consent,
    HiddenEntry,
    Involvement,
    ListedWorker,
    Tie,
)
from desistance.access.queries.opened import opened
from desistance.access.queries.scope import entries_seen, people_seen
from desistance.access.queries.staffing import Worker, staff_by_id
from desistance.access.terms import GOVERNANCE_ROLES
from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import marked, unseen
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DATA_CLASS_WORDS, DataClass
from desistance.partners.queries import agreements_between
from desistance.people.models import Person

Row = TypeVar("Row", AccessRequest, AccessExclusion)


@dataclass(frozen=True, slots=True)
class SharedWith:
    """One other agency that works with the person, and what an agreement lets it see of what the reader's agency records."""

    agency: str
    agreement: str
    legal_basis: str
    classes: tuple[str, ...]
    from_on: date
    review_on: date


@dataclass(frozen=True, slots=True)
class HiddenShown:
    """One entry that the reader's agency hid: what kind of entry, from whom, why and since when."""

    id: int
    words: str
    from_agency: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RestrictionShown:
    """The restriction that stands, its approver, and the workers on its list."""

    row: AccessRestriction
    agency: str
    approver: str
    listed: tuple[Worker, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """Everything on the sharing page."""

    shared: tuple[SharedWith, ...]
    consents: tuple[Consent, ...]
    hidden: tuple[HiddenShown, ...]
    given: tuple[tuple[AccessRequest, Worker], ...]
    restriction: RestrictionShown | None
    exclusions: tuple[tuple[AccessExclusion, Worker], ...]


@question
def sharing_of(*, by: Pass) -> Sharing:
    """What is shared about the person whose record is open. Exclusions are told only to those who manage them."""
    by.demand_person(opened(by), DataClass.SHARING)
    consents = Consent.objects.filter(entries_seen(by, "access.Consent")).select_related("agency", "to_agency")
    return Sharing(
        shared=_shared_with(by),
        consents=tuple(consents.order_by("-given_at", "-id")),
        hidden=_hidden(by),
        given=_given(by),
        restriction=_restriction(AccessRestriction.objects.filter(person_id=opened(by), until_at__isnull=True), by),
        exclusions=_exclusions(by),
    )


@question
def restriction_shown(*, restriction_id: int, by: Pass) -> RestrictionShown:
    """One standing restriction of the reader's agency, for whoever manages it. Tells no name.

    Raises :class:`NotFound` for everyone else.
    """
    by.demand("restriction.manage")
    rows = AccessRestriction.objects.filter(pk=restriction_id, agency_id=by.agency).exclude(person_id__in=by.excluded)
    shown = _restriction(rows, by)
    if shown is None or not (by.role in GOVERNANCE_ROLES or _opens_as_listed(shown.row.person_id, by)):
        raise NotFound()
    return shown


def _opens_as_listed(person: int, by: Pass) -> bool:
    is_listed = person in by.listed and person not in by.emergencies
    return is_listed and Person.objects.filter(people_seen(by), pk=person).exists()


@question
def own_consent(*, consent_id: int, by: Pass) -> Consent:
    """One consent that the reader's agency recorded for the person whose record is open."""
    rows = Consent.objects.filter(entries_seen(by, "access.Consent"), pk=consent_id, agency_id=by.agency)
    row = rows.select_related("to_agency").first()
    if row is None:
        raise NotFound()
    return row


@question
def own_exclusion(*, exclusion_id: int, by: Pass) -> AccessExclusion:
    """One exclusion about the person whose record is open, for its agency's managers and for governance."""
    by.demand("restriction.manage")
    rows = AccessExclusion.objects.filter(pk=exclusion_id, person_id=opened(by))
    if by.role not in GOVERNANCE_ROLES:
        rows = rows.filter(agency_id=by.agency)
    row = rows.select_related("staff").first()
    if row is None:
        raise NotFound()
    return row


@question
def own_hidden(*, hidden_id: int, by: Pass) -> HiddenEntry:
    """One entry of the person whose record is open that the reader's agency hid."""
    row = HiddenEntry.objects.filter(pk=hidden_id, person_id=opened(by), agency_id=by.agency).first()
    if row is None:
        raise NotFound()
    return row


def effects_of_withdrawing(consent: Consent, by: Pass) -> Sequence[str]:
    """What withdrawing a consent changes, told before it is done."""
    kind = DataClass(consent.data_class)
    with marked("access.effects_of_withdrawing"), unseen("rule facts"):
        count = sum(_count(label, kind, consent) for label in HOUSE.holdings)
    entries = f"{count:,} {kind.words} {'entry' if count == 1 else 'entries'}"
    return (
        f"{consent.to_agency.short_name} will no longer see the {entries} that {by.agency_name} recorded.",
        "This counts from the next page they open.",
        "What they have already read cannot be taken back.",
    )


def effects_of_restricting(person: int, by: Pass) -> Sequence[str]:
    """Who can open the record today and will not be able to unless they are listed."""
    with marked("access.effects_of_restricting"), unseen("rule facts"):
        names = list(
            Involvement.objects.filter(entries_seen(by, "access.Involvement"), state="open")
            .order_by("agency__short_name")
            .values_list("agency__short_name", flat=True)
            .distinct()
        )
        given = Tie.objects.filter(person_id=person, kind="granted", until_at__gt=by.at).count()
    ends = f" Access given to {given} {'worker' if given == 1 else 'workers'} on request ends." if given else ""
    return (
        f"Only the workers you list can open the record. {len(names)} {'agency works' if len(names) == 1 else 'agencies work'}"
        f" with this person today: {', '.join(names) or 'none'}.{ends}",
        "Search and lists no longer show the name to anyone else.",
        "This counts from the next page they open.",
    )


def _count(label: str, kind: DataClass, consent: Consent) -> int:
    holding = HOUSE.holdings[label]
    condition = Q(**{holding.person: consent.person_id, holding.owner: consent.agency_id})
    if isinstance(holding.data_class, DataClass):
        if holding.data_class is not kind:
            return 0
    else:
        condition &= Q(**{holding.data_class: kind.value})
    return holding.model_class()._default_manager.filter(condition).count()


def _shared_with(by: Pass) -> tuple[SharedWith, ...]:
    here = Involvement.objects.filter(entries_seen(by, "access.Involvement"), state="open").values_list(
        "agency_id", flat=True
    )
    working = set(here) - {by.agency}
    return tuple(
        SharedWith(
            agency=party.short_name,
            agreement=f"{agreement.name} ({agreement.reference})",
            legal_basis=agreement.legal_basis,
            classes=tuple(DATA_CLASS_WORDS[DataClass(kind)] for kind in agreement.classes),
            from_on=agreement.from_on,
            review_on=agreement.review_on,
        )
        for agreement in agreements_between(agency=by.agency, on=local_date(by.at))
        for party in agreement.parties.all()
        if party.pk in working and agreement.classes
    )


def _hidden(by: Pass) -> tuple[HiddenShown, ...]:
    rows = HiddenEntry.objects.filter(person_id=opened(by), agency_id=by.agency, ended_at__isnull=True)
    return tuple(
        HiddenShown(
            id=row.pk,
            words=HOUSE.holdings[row.holding].words if row.holding in HOUSE.holdings else row.holding,
            from_agency=row.from_agency.short_name,
            reason=row.reason,
            at=row.at,
        )
        for row in rows.select_related("from_agency").order_by("-at", "-id")
    )


def _given(by: Pass) -> tuple[tuple[AccessRequest, Worker], ...]:
    rows = list(
        AccessRequest.objects.filter(person_id=opened(by), state="given", until_at__gt=by.at).order_by("until_at")
    )
    return _with_staff(rows)


def _exclusions(by: Pass) -> tuple[tuple[AccessExclusion, Worker], ...]:
    if not by.holds("restriction.manage"):
        return ()
    rows = AccessExclusion.objects.filter(person_id=opened(by), until_at__isnull=True)
    if by.role not in GOVERNANCE_ROLES:
        rows = rows.filter(agency_id=by.agency)
    return _with_staff(list(rows.order_by("-from_at")))


def _with_staff(rows: list[Row]) -> tuple[tuple[Row, Worker], ...]:
    staff = staff_by_id(ids=[row.staff_id for row in rows])
    return tuple((row, staff[row.staff_id]) for row in rows)


def _restriction(rows: QuerySet[AccessRestriction], by: Pass) -> RestrictionShown | None:
    row = rows.select_related("agency", "approver", "person").first()
    if row is None:
        return None
    ids = list(ListedWorker.objects.filter(restriction=row, until_at__isnull=True).values_list("staff_id", flat=True))
    staff = staff_by_id(ids=ids)
    return RestrictionShown(
        row=row,
        agency=row.agency.short_name,
        approver=row.approver.name,
        listed=tuple(sorted((staff[pk] for pk in ids), key=lambda worker: worker.name)),
        may_manage=by.holds("restriction.manage") and row.agency_id == by.agency,
    )
