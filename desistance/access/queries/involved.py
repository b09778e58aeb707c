"""Who works with a person, across agencies, and one involvement to work on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desistance.access.models import Involvement, NamedWorker
from desistance.access.queries.scope import entries_known, entries_seen
from desistance.audit.deeds import question
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass

LABEL = "access.Involvement"


@dataclass(frozen=True, slots=True)
class WorkerShown:
    """A worker on an involvement: lead or named, with the part they play and how to ring them."""

    name: str
    part: str
    telephone: str = ""
    is_lead: bool = False
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class InvolvementShown:
    """One agency's work as the page shows it."""

    id: int
    version: int
    kind: str
    agency_id: int
    agency: str
    team: str
    telephone: str
    legal_ground: str
    state: str
    from_at: datetime
    until_at: datetime | None
    end_reason: str
    is_ours: bool
    source: str
    workers: tuple[WorkerShown, ...] = ()
    data_class: DataClass = DataClass.INVOLVEMENT
    is_seat: bool = False


@dataclass(frozen=True, slots=True)
class WhoIsInvolved:
    """Everyone involved that the reader may see, and how many involvements there are that they may only know of."""

    open: tuple[InvolvementShown, ...]
    ended: tuple[InvolvementShown, ...]
    known_only: Mapping[str, int] = field(default_factory=dict)


@question
def who_is_involved(*, by: Pass) -> WhoIsInvolved:
    """The work of all agencies with the person whose record is open: the reader's own first, then longest running.

    Work of a kind that says something of health stands only in the count ``known_only`` (by agency) where the policy answers
    *know*, and nowhere at all where it answers *nothing*.
    """
    rows = list(
        Involvement.objects.filter(entries_seen(by, LABEL))
        .select_related("agency", "team", "lead")
        .order_by("from_at", "id")
    )
    named = _named([row.pk for row in rows])
    shown = sorted((_shown(row, named.get(row.pk, []), by) for row in rows), key=lambda one: not one.is_ours)
    counted: dict[str, int] = {}
    known = Involvement.objects.filter(entries_known(by, LABEL), state="open").values_list(
        "agency__short_name", flat=True
    )
    for agency in known:
        counted[agency] = counted.get(agency, 0) + 1
    return WhoIsInvolved(
        open=tuple(one for one in shown if one.state == "open"),
        ended=tuple(one for one in reversed(shown) if one.state == "ended"),
        known_only=counted,
    )


@question
def own_involvement(*, involvement_id: int, by: Pass) -> Involvement:
    """One involvement of the reader's own agency with the person whose record is open. Raises :class:`NotFound` otherwise."""
    row = (
        Involvement.objects.filter(entries_seen(by, LABEL), pk=involvement_id, agency_id=by.agency)
        .select_related("agency", "team", "lead")
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def kinds_for(agency_kind: str) -> Sequence[tuple[str, str]]:
    """Kinds of work that an agency of this kind starts by hand, in words. Work with victims starts when it is asked for."""
    kinds = [kind for kind in HOUSE.involvement_kinds.values() if agency_kind in kind.agency_kinds]
    return sorted(
        ((kind.name, kind.words) for kind in kinds if kind.data_class is not DataClass.VICTIM), key=lambda kind: kind[1]
    )


def kind_words(kind: str) -> str:
    """A kind of work in words; the name itself when no room declares it any more."""
    known = HOUSE.involvement_kinds.get(kind)
    return known.words if known else kind


def _named(ids: Sequence[int]) -> dict[int, list[NamedWorker]]:
    found: dict[int, list[NamedWorker]] = {}
    rows = NamedWorker.objects.filter(involvement_id__in=ids, until_at__isnull=True).select_related("staff")
    for row in rows.order_by("from_at", "id"):
        found.setdefault(row.involvement_id, []).append(row)
    return found


def _shown(row: Involvement, named: Sequence[NamedWorker], by: Pass) -> InvolvementShown:
    lead, workers = row.lead, []
    if lead:
        workers.append(WorkerShown(lead.name, "Lead worker", lead.telephone, is_lead=True, has_left=not lead.is_active))
    workers += [
        WorkerShown(one.staff.name, one.part, one.staff.telephone, has_left=not one.staff.is_active) for one in named
    ]
    return InvolvementShown(
        id=row.pk,
        version=row.version,
        kind=kind_words(row.kind),
        is_seat=row.kind in HOUSE.guest_kinds(),
        agency_id=row.agency_id,
        agency=row.agency.short_name,
        team=row.team.name if row.team else "",
        telephone=(row.team.telephone if row.team else "") or row.agency.telephone,
        legal_ground=row.get_legal_ground_display(),
        state=row.state,
        from_at=row.from_at,
        until_at=row.until_at,
        end_reason=row.end_reason,
        is_ours=row.agency_id == by.agency,
        source=row.source,
        workers=tuple(workers),
        data_class=DataClass(row.data_class),
    )
