"""Who we are: agencies, teams, staff and their posts."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from ninja import Schema

from desistance.api.admission import Asked
from desistance.api.answers import Done, done
from desistance.api.operation import RoomRouter
from desistance.api.operations.involvements import Ending
from desistance.api.operations.sharing import agency_named
from desistance.api.text import EmailAddress, Id, Line, Moment, Size, Word
from desistance.foundation.calendar import local_date
from desistance.foundation.decisions import NotFound, Refused
from desistance.partners.actions.staff import (
    disable_staff,
    enable_staff,
    end_post,
    give_post,
    invite_staff,
    recertify,
)
from desistance.partners.queries import agencies, all_teams, post_of, posts_of, staff_list, staff_member, team_named
from desistance.partners.terms import ROLES

router = RoomRouter(tags=["partners"])


class AgencyTold(Schema):
    """An agency that works in the partnership."""

    id: int
    name: str
    short_name: str
    kind: str
    telephone: str
    out_of_hours: str


class TeamTold(Schema):
    """A team of an agency."""

    id: int
    agency_id: int
    name: str
    telephone: str


class PostTold(Schema):
    """One role that a member of staff holds for an agency; ``version`` goes into If-Match of a change."""

    id: int
    version: int
    agency_id: int
    team_id: int | None
    role: str
    from_at: datetime
    until_at: datetime | None
    recertify_on: date


class AccountTold(Schema):
    """A member of staff and the posts they hold."""

    id: int
    name: str
    email: str
    is_active: bool
    posts: list[PostTold]


class Inviting(Schema):
    """A new account with its first post."""

    name: Line
    email: EmailAddress
    agency: Id
    role: Word
    team: Id | None = None
    until_at: Moment | None = None
    telephone: Word = ""


class Giving(Schema):
    """Another role for an agency."""

    agency: Id
    role: Word
    team: Id | None = None
    from_at: Moment | None = None
    until_at: Moment | None = None


def _role(name: str) -> str:
    if name not in ROLES:
        raise Refused("Choose a role from the list", field="role")
    return name


def _team(number: int | None) -> Any:
    try:
        return team_named(team=number) if number else None
    except NotFound as missing:
        raise Refused("Choose a team from the list", field="team") from missing


@router.asks("/agencies", list[AgencyTold])
def list_agencies(request: Asked) -> Any:
    """List the agencies that work in the partnership today, by name."""
    return list(agencies(on=local_date(request.at)))


@router.asks("/teams", list[TeamTold])
def list_teams(request: Asked) -> Any:
    """List every team, by agency and name."""
    return list(all_teams())


@router.asks("/staff", list[AccountTold], permission="staff.manage")
def list_staff(
    request: Asked, role: Word = "", agency: Id | None = None, after: Id | None = None, size: Size = 50
) -> Any:
    """List accounts by name, a page at a time: ``after`` is the id of the last account of the page before."""
    lines = staff_list(at=request.at, role=role, agency=agency, after=after, limit=size)[:size]
    return [
        AccountTold(
            id=line.staff.pk,
            name=line.staff.name,
            email=line.staff.email,
            is_active=line.staff.is_active,
            posts=[PostTold.from_orm(post) for post in line.posts],
        )
        for line in lines
    ]


@router.asks("/staff/{int:staff}", AccountTold, permission="staff.manage")
def account(request: Asked, staff: int) -> Any:
    """Read one account with every post it has held."""
    found = staff_member(staff=staff)
    posts = [PostTold.from_orm(post) for post in posts_of(staff=found.pk)]
    return AccountTold(id=found.pk, name=found.name, email=found.email, is_active=found.is_active, posts=posts)


@router.does("/staff", permission="staff.manage", makes=True)
def invite_account(request: Asked, said: Inviting) -> Done:
    """Make an account with its first post; the first sign-in sets its password."""
    made = invite_staff(
        name=said.name,
        email=said.email,
        agency=agency_named(said.agency, "agency"),
        role=_role(said.role),
        team=_team(said.team),
        until_at=said.until_at,
        telephone=said.telephone,
        by=request.by,
        at=request.at,
    )
    return done("staff", made)


@router.does("/staff/{int:staff}/disable", permission="staff.manage")
def disable_account(request: Asked, staff: int, said: Ending) -> Done:
    """Disable an account: it cannot sign in, and every session and token of it has ended."""
    found = staff_member(staff=staff)
    return done("staff", disable_staff(staff=found, reason=said.reason, by=request.by, at=request.at))


@router.does("/staff/{int:staff}/enable", permission="staff.manage")
def enable_account(request: Asked, staff: int, said: Ending) -> Done:
    """Enable a disabled account."""
    found = staff_member(staff=staff)
    return done("staff", enable_staff(staff=found, reason=said.reason, by=request.by, at=request.at))


@router.does("/staff/{int:staff}/posts", permission="staff.manage", makes=True)
def give_one_post(request: Asked, staff: int, said: Giving) -> Done:
    """Give a member of staff another role for an agency."""
    given = give_post(
        staff=staff_member(staff=staff),
        agency=agency_named(said.agency, "agency"),
        role=_role(said.role),
        team=_team(said.team),
        from_at=said.from_at,
        until_at=said.until_at,
        by=request.by,
        at=request.at,
    )
    return done("post", given)


@router.asks("/staff/{int:staff}/posts/{int:number}", PostTold, permission="staff.manage")
def one_post(request: Asked, response: HttpResponse, staff: int, number: int) -> Any:
    """Read one post."""
    found = post_of(post=number, staff=staff)
    response["ETag"] = f'"{found.version}"'
    return found


@router.does("/staff/{int:staff}/posts/{int:number}/end", permission="staff.manage", versioned=True)
def finish_post(request: Asked, staff: int, number: int, said: Ending) -> Done:
    """End a post now; its access goes with the next request."""
    found = post_of(post=number, staff=staff)
    return done("post", end_post(post=found, reason=said.reason, version=request.version, by=request.by, at=request.at))


@router.does("/staff/{int:staff}/posts/{int:number}/confirm", permission="staff.manage", versioned=True)
def confirm_post(request: Asked, staff: int, number: int) -> Done:
    """Confirm that a post is still needed. Nobody confirms their own."""
    found = post_of(post=number, staff=staff)
    return done("post", recertify(post=found, version=request.version, by=request.by, at=request.at))
