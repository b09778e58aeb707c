"""Cover while a worker is away, and the days they work."""

from datetime import date, datetime, timedelta

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.actions import change
from desistance.foundation.calendar import day_begins, local_date
from desistance.foundation.decisions import NotFound
from desistance.foundation.passes import Pass
from desistance.partners.models import Cover, Staff
from desistance.partners.queries import posts_held
from desistance.partners.rules.cover import CoverFacts, days_problem, may_set_cover
from desistance.partners.terms import ROLES, Reach


@deed("cover.set", Category.ADMINISTRATION)
def set_cover(*, staff: Staff, coverer: Staff, from_on: date, until_on: date, by: Pass, at: datetime) -> Cover:
    """Let a colleague cover for a member of staff from one day to another, both whole days.

    The coverer has the duties of the one away, and reaches the people tied to them by name, until it ends by itself; restricted
    records stay with those on their list. Raises :class:`Refused` (field ``coverer``, ``from_on`` or ``until_on``).
    """
    theirs = list(posts_held(staff=coverer.pk, agency=by.agency, at=at))
    facts = CoverFacts(
        is_own=staff.pk == by.staff,
        manages_team=_manages(staff, by, at),
        is_oneself=staff.pk == coverer.pk,
        works_here=bool(theirs),
        coverer_sees_people=any(ROLES[post.role].reach != Reach.NONE for post in theirs),
        from_on=from_on,
        until_on=until_on,
        today=local_date(at),
    )
    may_set_cover(facts).demand("until_on" if until_on < from_on else "coverer")
    return Cover.objects.create(
        staff=staff,
        agency_id=by.agency,
        coverer=coverer,
        from_at=max(at, day_begins(from_on)),
        until_at=day_begins(until_on + timedelta(days=1)),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )


@deed("cover.set", Category.ADMINISTRATION)
def end_cover(*, cover: Cover, by: Pass, at: datetime) -> Cover:
    """End cover now, by the worker, the coverer or a manager of the worker's team. Raises :class:`NotFound` for anyone else."""
    is_theirs = by.staff in (cover.staff_id, cover.coverer_id) or _manages(cover.staff, by, at)
    if cover.agency_id != by.agency or not is_theirs:
        raise NotFound()
    change(cover, version=None, by=by, at=at, until_at=max(at, cover.from_at))
    return cover


@deed("account.own", Category.ADMINISTRATION)
def set_working_days(*, staff: Staff, days: list[int], by: Pass, at: datetime) -> Staff:
    """Say on which days of the week one works, Monday being 1: colleagues and managers see it."""
    if staff.pk != by.staff:
        raise NotFound()
    days_problem(days).demand("days")
    Staff.objects.filter(pk=staff.pk).update(working_days=sorted(days))
    staff.refresh_from_db()
    return staff


def _manages(staff: Staff, by: Pass, at: datetime) -> bool:
    """Whether the reader manages a team that the member of staff works in."""
    if not by.holds("team.view"):
        return False
    return any(post.team_id in by.teams for post in posts_held(staff=staff.pk, agency=by.agency, at=at))
