"""Agencies and their teams."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.text import slugify

from desistance.audit.deeds import deed
from desistance.audit.terms import Category
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import Refused
from desistance.foundation.passes import Pass
from desistance.partners.models import Agency, Area, Team
from desistance.partners.terms import AgencyKind


@deed("agency.manage", Category.ADMINISTRATION)
def add_agency(
    *,
    name: str,
    kind: str,
    by: Pass,
    at: datetime,
    short_name: str = "",
    telephone: str = "",
    out_of_hours: str = "",
    areas: Sequence[str] = (),
    from_on: date | None = None,
) -> Agency:
    """Add an organisation that works with people; ``areas`` are codes of the geographic register.

    Raises :class:`Refused` (with the field) on a name that another agency has, an unknown kind or an unknown code.
    """
    slug = slugify(short_name or name)[:60]
    if not slug:
        raise Refused("Enter the agency's name", field="name")
    if kind not in AgencyKind.values:
        raise Refused("Choose the kind of agency from the list.", field="kind")
    if Agency.objects.filter(name__iexact=name.strip()).exists() or Agency.objects.filter(slug=slug).exists():
        raise Refused("Another agency has this name. Enter a different one.", field="name")
    where = list(Area.objects.filter(code__in=areas))
    if len(where) != len(set(areas)):
        raise Refused("Choose areas from the list.", field="areas")
    agency = Agency.objects.create(
        name=name.strip(),
        short_name=(short_name or name).strip()[:60],
        slug=slug,
        kind=kind,
        telephone=telephone,
        out_of_hours=out_of_hours,
        from_on=from_on or local_date(at),
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
    agency.areas.set(where)
    return agency


@deed("agency.manage", Category.ADMINISTRATION)
def add_team(*, agency: Agency, name: str, by: Pass, at: datetime, telephone: str = "") -> Team:
    """Add a team to an agency. Raises :class:`Refused` when the agency already has a team of that name."""
    slug = slugify(name)[:60]
    if not slug:
        raise Refused("Enter the team's name", field="name")
    if Team.objects.filter(agency=agency, slug=slug).exists():
        raise Refused("This agency already has a team of that name. Enter a different one.", field="name")
    return Team.objects.create(
        agency=agency,
        name=name.strip(),
        slug=slug,
        telephone=telephone,
        created_at=at,
        changed_at=at,
        changed_by=by.staff,
    )
