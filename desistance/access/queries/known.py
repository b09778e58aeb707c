"""People of whom a reader may only know: what the request page may tell, who holds them, and who can answer."""

from dataclasses import dataclass

from desistance.access.models import AccessRequest, AccessRestriction, Involvement
from desistance.access.queries.approvers import approver_for
from desistance.access.queries.names import birth_year_of, names_of
from desistance.access.queries.passes import open_record
from desistance.access.queries.scope import unhidden
from desistance.audit.deeds import question
from desistance.foundation.decisions import OnlyKnown
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note, unseen
from desistance.foundation.terms import DataClass, Effect
from desistance.partners.models import Agency, Post, Staff
from desistance.people.models import Person


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency that holds the person, as far as the reader may be told."""

    name: str
    team: str = ""
    telephone: str = ""
    out_of_hours: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """All that the request page may tell. A restricted person has no name, year or holder: only whom to ring."""

    person: Person
    is_restricted: bool
    may_open: bool
    name: str = ""
    birth_year: int | None = None
    holders: tuple[Holder, ...] = ()
    ring: Holder | None = None
    approver: str = ""
    waiting: AccessRequest | None = None

    @property
    def reference(self) -> str:
        """The person's reference: all that every reader of the page is told."""
        return self.person.reference


def answer_for(*, reference: str, by: Pass) -> tuple[Person, Effect]:
    """The person and the policy's answer for the reader, *see* or *know*. Raises ``NotFound`` when it is *nothing*."""
    try:
        person, _ = open_record(reference=reference, by=by)
    except OnlyKnown as known:
        return Person.objects.get(reference=known.reference), Effect.KNOW
    return person, Effect.SEE


@question
def known_person(*, reference: str, by: Pass) -> Person:
    """The person behind a reference that the reader sees or knows of. Starting work and asking for access begin with it."""
    with unseen("access facts"):
        person, _ = answer_for(reference=reference, by=by)
    note(person.pk, DataClass.SHARING if person.restricted else DataClass.IDENTITY)
    return person


@question
def may_only_know(*, reference: str, by: Pass) -> Known:
    """What the request page may tell the reader. Raises ``NotFound`` for a person who is hidden or missing."""
    with unseen("access facts"):
        person, effect = answer_for(reference=reference, by=by)
        waiting = AccessRequest.objects.filter(person=person, staff_id=by.staff, state="asked").first()
        chosen = approver_for(person, by)
        facts = _restricted(person) if person.restricted else _unrestricted(person, by)
    note(person.pk, DataClass.SHARING if person.restricted else DataClass.IDENTITY)
    is_named = chosen is not None and (not person.restricted or chosen.part == "restriction approver")
    return Known(
        person=person,
        is_restricted=person.restricted,
        may_open=effect is Effect.SEE,
        approver=Staff.objects.get(pk=chosen.staff).name if chosen and is_named else "",
        waiting=waiting,
        **facts,
    )


def _restricted(person: Person) -> dict[str, Holder | None]:
    restriction = open_restriction(person.pk)
    return {"ring": ring_for(restriction) if restriction else None}


def _unrestricted(person: Person, by: Pass) -> dict[str, object]:
    holders = holders_of(person.pk, by)
    return {
        "name": names_of([person.pk], by).get(person.pk, ""),
        "birth_year": birth_year_of(person.pk, by),
        "holders": holders,
        "ring": next((holder for holder in holders if holder.telephone), None),
    }


def open_restriction(person: int) -> AccessRestriction | None:
    """The one restriction that stands on a person."""
    return AccessRestriction.objects.filter(person_id=person, until_at__isnull=True).select_related("agency").first()


def ring_for(restriction: AccessRestriction) -> Holder:
    """Whom to ring about a restricted record: the approver's team, by its own number or else its agency's."""
    post = (
        Post.objects.filter(staff_id=restriction.approver_id, agency_id=restriction.agency_id, until_at__isnull=True)
        .select_related("team")
        .first()
    )
    team = post.team if post else None
    return Holder(
        name=restriction.agency.short_name,
        team=team.name if team else "",
        telephone=(team.telephone if team else "") or restriction.agency.telephone,
        out_of_hours=restriction.agency.out_of_hours,
    )


def holders_of(person: int, by: Pass) -> tuple[Holder, ...]:
    """Agencies that hold the person and let the reader's agency find its people, longest first.

    Work that says something of health names nobody: that a treatment provider holds someone is itself health information.
    """
    rows = (
        Involvement.objects.filter(
            person_id=person, state="open", agency_id__in=by.finds_from | {by.agency}, data_class=DataClass.INVOLVEMENT
        )
        .filter(unhidden(by, "access.Involvement"))
        .select_related("agency", "team")
        .order_by("from_at", "id")
    )
    found: dict[int, Holder] = {}
    for row in rows:
        found.setdefault(row.agency_id, _holder(row.agency, row))
    return tuple(found.values())


def _holder(agency: Agency, row: Involvement) -> Holder:
    return Holder(
        name=agency.short_name,
        team=row.team.name if row.team else "",
        telephone=(row.team.telephone if row.team else "") or agency.telephone,
        out_of_hours=agency.out_of_hours,
    )
