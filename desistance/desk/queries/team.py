"""A manager's view of their team: who has what, what is overdue, what nobody has, who is away; and the sum of each workload."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desistance.access.models import Involvement
from desistance.access.queries.lists import names_shown
from desistance.access.queries.scope import scope, unhidden
from desistance.audit.deeds import question
from desistance.desk.queries.duties import days_of_workers
from desistance.desk.rules.duties import DutyRow
from desistance.desk.rules.workload import Line, lines_of
from desistance.foundation.calendar import last_day_before, local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.foundation.reading import note_all
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.partners.queries import covers_live, posts_held
from desistance.partners.terms import ROLES, Reach
from desistance.people.queries.names import ShownPerson

UNALLOCATED_MOST = 100


@dataclass(frozen=True, slots=True)
class Colleague:
    """A worker of the team, or one for whom the reader covers until a moment."""

    staff: int
    name: str
    role: str
    until: datetime | None = None

    @property
    def title(self) -> str:
        """Their role in words."""
        return ROLES[self.role].title

    @property
    def last_on(self) -> date | None:
        """The last day of the cover."""
        return last_day_before(self.until) if self.until else None


@dataclass(frozen=True, slots=True)
class Cover:
    """Who covers for whom, from when and until when."""

    id: int
    away: str
    away_id: int
    coverer: str
    coverer_id: int
    from_at: datetime
    until_at: datetime

    @property
    def last_on(self) -> date:
        """The last day of the cover."""
        return last_day_before(self.until_at)


@dataclass(frozen=True, slots=True)
class Piece:
    """Open work of the team with one person, its lead worker if it has one, and its version, for giving it away."""

    id: int
    version: int
    reference: str
    person: ShownPerson
    kind: str
    lead: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Workload:
    """What one worker has: people, points line by line, what is overdue, on which days they work, and who covers."""

    worker: Colleague
    people: int
    lines: tuple[Line, ...]
    due: Sequence[DutyRow]
    overdue: int
    working_days: tuple[int, ...]

    @property
    def points(self) -> int:
        """The sum of the lines."""
        return sum(line.points for line in self.lines)


@dataclass(frozen=True, slots=True)
class TeamShown:
    """The team: work that nobody leads, its workers, what waits for all of them alike, and who is away."""

    unallocated: tuple[Piece, ...]
    workers: tuple[Workload, ...]
    shared: Sequence[DutyRow]
    covers: tuple[Cover, ...]
    sources: tuple[str, ...]


@question
def covered_colleagues(*, by: Pass) -> Sequence[Colleague]:
    """The colleagues for whom the reader covers now, with until when."""
    roles = {post.staff_id: post.role for post in posts_held(at=by.at, agency=by.agency) if post.staff_id in by.covers}
    return [
        Colleague(cover.staff_id, cover.staff.name, roles[cover.staff_id], cover.until_at)
        for cover in covers_live(at=by.at, agency=by.agency, of=by.covers)
        if cover.coverer_id == by.staff and cover.from_at <= by.at and cover.staff_id in roles
    ]


def workers_of_team(by: Pass) -> dict[int, tuple[Colleague, tuple[int, ...]]]:
    """Workers who hold a post that works with people in one of the reader's teams, with the days they work."""
    held = posts_held(at=by.at, agency=by.agency, teams=by.teams)
    posts = [post for post in held if ROLES[post.role].reach != Reach.NONE]
    return {
        post.staff_id: (Colleague(post.staff_id, post.staff.name, post.role), tuple(post.staff.working_days))
        for post in posts
    }


@question
def team_of(*, by: Pass) -> TeamShown:
    """Everything of the team on one page: a number of statements that does not grow with workers or people.

    Raises :class:`NotPermitted` without the permission.
    """
    by.demand("team.view")
    workers = workers_of_team(by)
    work = _work_of(by)
    days = days_of_workers(workers={staff: one.role for staff, (one, _) in workers.items()}, by=by)
    people = _led(work)
    bands = _bands(sorted({person for ids in people.values() for person in ids}), by)
    loads = [
        _workload(worker, _Has(days_worked, people.get(staff, ()), days.get(staff, ())), bands, by)
        for staff, (worker, days_worked) in workers.items()
    ]
    return TeamShown(
        unallocated=tuple(_pieces([row for row in work if row[5] is None][:UNALLOCATED_MOST], by)),
        workers=tuple(sorted(loads, key=lambda load: (-load.overdue, load.worker.name))),
        shared=days[0],
        covers=tuple(covers_of(by)),
        sources=sources_of(by),
    )


@question
def worker_of_team(*, staff: int, by: Pass) -> tuple[Workload, tuple[Piece, ...]]:
    """One worker of the team: the lines of their workload, what is due, and each piece of work. Raises :class:`NotFound`."""
    by.demand("team.view")
    found = workers_of_team(by).get(staff)
    if found is None:
        raise NotFound()
    worker, days_worked = found
    work = [row for row in _work_of(by) if row[5] == staff]
    people = _led(work).get(staff, ())
    due = days_of_workers(workers={staff: worker.role}, by=by)
    load = _workload(worker, _Has(days_worked, people, due.get(staff, ())), _bands(people, by), by)
    return load, tuple(_pieces(work, by))


@question
def own_covers(*, by: Pass) -> Sequence[Cover]:
    """Cover of and by the reader that runs or is to come."""
    return [_cover(one) for one in covers_live(at=by.at, agency=by.agency, of={by.staff})]


def _cover(one: Any) -> Cover:
    return Cover(one.pk, one.staff.name, one.staff_id, one.coverer.name, one.coverer_id, one.from_at, one.until_at)


def covers_of(by: Pass) -> list[Cover]:
    """Cover of and by workers of the reader's teams, and their own, that runs or is to come."""
    of = {*workers_of_team(by), by.staff} if by.teams else {by.staff}
    return [_cover(one) for one in covers_live(at=by.at, agency=by.agency, of=of)]


Work = tuple[int, int, int, str, str, int | None, datetime]


def _work_of(by: Pass) -> list[Work]:
    """Open work of the reader's teams with people whom they see: one statement."""
    rows = Involvement.objects.filter(
        unhidden(by, "access.Involvement"),
        agency_id=by.agency,
        team_id__in=by.teams,
        state="open",
        person__in=scope(by),
    )
    columns = ("id", "version", "person_id", "person__reference", "kind", "lead_id", "from_at")
    return list(rows.order_by("from_at", "id").values_list(*columns))


def _led(work: Sequence[Work]) -> dict[int, tuple[int, ...]]:
    """The people whom each worker leads on, once each."""
    found: dict[int, dict[int, None]] = {}
    for row in work:
        if row[5] is not None:
            found.setdefault(row[5], {})[row[2]] = None
    return {staff: tuple(people) for staff, people in found.items()}


def _pieces(work: Sequence[Work], by: Pass) -> list[Piece]:
    people = [row[2] for row in work]
    names = names_shown(people, by)
    kinds = HOUSE.involvement_kinds
    return [
        Piece(
            pk,
            version,
            reference,
            names.get(person, ShownPerson()),
            kinds[kind].words if kind in kinds else kind,
            lead or 0,
            since,
        )
        for pk, version, person, reference, kind, lead, since in work
    ]


def _bands(people: Sequence[int], by: Pass) -> dict[str, Mapping[int, str]]:
    """The band of each person by weight: one statement a weight."""
    if not people:
        return {}
    found = {weight.name: weight.bands(people, by) for weight in HOUSE.weights.values()}
    note_all(people, DataClass.INVOLVEMENT)
    return found


@dataclass(frozen=True, slots=True)
class _Has:
    """What was read of one worker."""

    working_days: tuple[int, ...]
    people: Sequence[int]
    due: Sequence[DutyRow]


def _workload(worker: Colleague, has: _Has, bands: Mapping[str, Mapping[int, str]], by: Pass) -> Workload:
    mine = set(has.people)
    lines: list[Line] = []
    on = local_date(by.at)
    for weight in sorted(HOUSE.weights.values(), key=lambda one: (one.order, one.name)):
        counted = Counter(band for person, band in bands.get(weight.name, {}).items() if person in mine)
        words = weight.words or {kind.name: kind.words for kind in HOUSE.involvement_kinds.values()}
        lines += lines_of(weight.label, words, weight.rules, counted, on)
    overdue = sum(1 for row in has.due if row.due is not None and row.due < by.at)
    return Workload(worker, len(mine), tuple(lines), has.due, overdue, has.working_days)


def sources_of(by: Pass) -> tuple[str, ...]:
    """The rules by which workloads are summed today, with where each comes from."""
    on = local_date(by.at)
    found = []
    for weight in sorted(HOUSE.weights.values(), key=lambda one: (one.order, one.name)):
        rules = next((one for one in weight.rules if one.is_in_force(on)), None)
        if rules:
            found.append(f"{weight.label}: {rules.name}, version {rules.version}. {rules.source.rstrip('.')}.")
    return tuple(found)
