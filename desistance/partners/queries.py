"""Questions about who we are. Nothing here is about a person in the partnership's records, so no pass is needed to read it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from desistance.audit.deeds import question
from desistance.foundation.calendar import local_date
from desistance.foundation.compiled import rows_of
from desistance.foundation.decisions import NotFound
from desistance.foundation.duties import duty_rows_of_nobody
from desistance.foundation.models import Revision
from desistance.foundation.passes import Pass
from desistance.partners.models import Agency, Agreement, Area, Cover, Post, Staff, Team, Token
from desistance.partners.rules.agreements import AgreementTerms
from desistance.partners.terms import RECERTIFY_NOTICE_DAYS, ROLES, WARN_BEFORE_REVIEW_DAYS

Row = TypeVar("Row")

SETUP_AGENCY = Agency(pk=0, name="Set-up", short_name="Set-up", slug="set-up", kind="commissioner")
"""In whose name a new installation acts before it has an agency; never saved."""


def live_posts(*, staff: int, at: datetime) -> Sequence[Post]:
    """The posts that a member of staff holds at a moment, oldest first; none when their account is disabled."""
    return rows_of(_live_posts, by=None, staff=staff, at=at)


def _live_posts(*, staff: int, at: datetime) -> QuerySet[Any, Any]:
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    posts = Post.objects.filter(live, staff_id=staff, staff__is_active=True).select_related("agency", "team", "staff")
    return posts.order_by("from_at", "id")


def agreed_with(*, agency: int, on: date) -> Sequence[tuple[int, Sequence[str], bool]]:
    """Each other agency under each live agreement, the classes it shows, and whether it switches on finding: one statement."""
    return rows_of(_agreed_with, by=None, shape=(on,), agency=agency)


def _agreed_with(on: date, *, agency: int) -> QuerySet[Any, Any]:
    live = Q(agreement__from_on__lte=on) & (Q(agreement__until_on__isnull=True) | Q(agreement__until_on__gte=on))
    parties = Agreement.parties.through.objects.filter(live, agreement__parties=agency).exclude(agency_id=agency)
    return parties.values_list("agency_id", "agreement__classes", "agreement__switches_on_finding")


def agreements_between(*, agency: int, on: date) -> Sequence[Agreement]:
    """Live agreements that the agency is party to, with their parties fetched."""
    live = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return list(Agreement.objects.filter(live, parties=agency).prefetch_related("parties").order_by("id"))


def agency_names() -> dict[int, str]:
    """Every agency's short name by id, for pages that show who said what."""
    return dict(Agency.objects.values_list("id", "short_name"))


def teams_of(*, agency: int) -> Sequence[Team]:
    """An agency's teams by name."""
    return list(Team.objects.filter(agency_id=agency).order_by("name"))


def all_teams() -> Sequence[Team]:
    """Every team with its agency, by agency and name."""
    return list(Team.objects.select_related("agency").order_by("agency__short_name", "name"))


def agencies(*, on: date) -> Sequence[Agency]:
    """Agencies that work on a date, by name."""
    live = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return list(Agency.objects.filter(live).order_by("short_name"))


@dataclass(frozen=True, slots=True)
class Service:
    """An agency to ring: its name and number."""

    agency: int
    name: str
    telephone: str

    @property
    def words(self) -> str:
        """`Wear Recovery, 0191 496 0400`."""
        return ", ".join(part for part in (self.name, self.telephone) if part)


def services_near(*, agency: int, on: date) -> dict[str, list[Service]]:
    """By kind, other agencies at work on a date in an area that an agency works in, or in no one area, by name. One statement."""
    live = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    near = Q(areas__isnull=True) | Q(areas__in=_areas_of(agency))
    rows = Agency.objects.filter(live, near).exclude(pk=agency).distinct().order_by("short_name")
    found: dict[str, list[Service]] = defaultdict(list)
    for pk, kind, name, telephone in rows.values_list("pk", "kind", "short_name", "telephone"):
        found[kind].append(Service(pk, name, telephone))
    return found


def _areas_of(agency: int) -> QuerySet[Any, Any]:
    return Agency.areas.through.objects.filter(agency_id=agency).values("area_id")


def agencies_by_id(ids: Sequence[int]) -> Sequence[Agency]:
    """The agencies with these ids, by name. Raises :class:`NotFound` when one is missing."""
    found = list(Agency.objects.filter(pk__in=ids).order_by("short_name"))
    if len(found) != len(set(ids)):
        raise NotFound()
    return found


def areas(*, on: date, kind: str = "authority") -> Sequence[Area]:
    """Areas of one kind whose code is in use on a date, by name."""
    live = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    return list(Area.objects.filter(live, kind=kind).select_related("within").order_by("name"))


def area_now(*, code: str, on: date) -> Area | None:
    """The area that a code means on a date: a code that was replaced leads to the one in use; None for a code unknown here."""
    known = Area.objects.filter(code=code).first()
    if known is None:
        return None
    live = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    return Area.objects.filter(live, slug=known.slug, kind=known.kind).first()


def staff_member(*, staff: int) -> Staff:
    """One account. Raises :class:`NotFound`."""
    return _found(Staff.objects.filter(pk=staff).first())


def staff_with_address(*, email: str) -> Staff | None:
    """The account that signs in with this address, in any case; None when there is none."""
    return Staff.objects.filter(email__iexact=email.strip()).first()


def posts_of(*, staff: int) -> Sequence[Post]:
    """Every post someone has held, the newest first."""
    posts = Post.objects.filter(staff_id=staff).select_related("agency", "team", "staff")
    return list(posts.order_by("-from_at", "-id"))


def post_of(*, post: int, staff: int) -> Post:
    """One post of one account. Raises :class:`NotFound`."""
    return _found(Post.objects.filter(pk=post, staff_id=staff).select_related("agency", "team", "staff").first())


def holder_of_post(*, post: int) -> int | None:
    """The id of the account that holds, or held, a post; None when there is no such post."""
    return Post.objects.filter(pk=post).values_list("staff", flat=True).first()


def team_named(*, team: int) -> Team:
    """One team. Raises :class:`NotFound`."""
    return _found(Team.objects.filter(pk=team).first())


def has_administrator(*, at: datetime) -> bool:
    """Whether anyone can administer the service at a moment."""
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    return Post.objects.filter(live, role="administrator", staff__is_active=True).exists()


def who_can_help(*, at: datetime, limit: int = 3) -> Sequence[Staff]:
    """Administrators to turn to when someone has no role, at most ``limit``, by name."""
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    posts = Post.objects.filter(live, role="administrator", staff__is_active=True)
    return list(Staff.objects.filter(pk__in=posts.values("staff")).order_by("name", "id")[:limit])


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One account in the list: who, the posts they hold now, and what there is to say about the account."""

    staff: Staff
    posts: tuple[Post, ...]
    recertify_on: date | None


def staff_list(
    *,
    at: datetime,
    words: str = "",
    role: str = "",
    agency: int | None = None,
    state: str = "",
    after: int | None = None,
    limit: int = 50,
) -> Sequence[StaffLine]:
    """Accounts by name, in two statements however many there are; one more than ``limit`` says that there is a next page.

    ``state``: "active", "disabled", "no_role" or "recertify"; ``after`` is the id of the last account of the page before.
    """
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    people = Staff.objects.all()
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    held = Post.objects.filter(live)
    if role or agency:
        wanted = held.filter(**({"role": role} if role else {}), **({"agency": agency} if agency else {}))
        people = people.filter(pk__in=wanted.values("staff"))
    people = _in_state(people, state, held, at)
    last = Staff.objects.filter(pk=after).first() if after else None
    if last is not None:
        people = people.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(people.order_by("name", "id")[: limit + 1])
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in held.filter(staff__in=found).select_related("agency", "team").order_by("from_at", "id"):
        posts[post.staff_id].append(post)
    return [
        StaffLine(
            staff=staff,
            posts=tuple(posts[staff.pk]),
            recertify_on=min((post.recertify_on for post in posts[staff.pk]), default=None),
        )
        for staff in found
    ]


def _in_state(people: QuerySet[Staff], state: str, held: QuerySet[Post], at: datetime) -> QuerySet[Staff]:
    if state in ("active", "disabled"):
        return people.filter(is_active=state == "active")
    if state == "no_role":
        return people.exclude(pk__in=held.values("staff"))
    if state == "recertify":
        return people.filter(is_active=True, pk__in=held.filter(recertify_on__lte=local_date(at)).values("staff"))
    return people


def all_agreements() -> Sequence[Agreement]:
    """Every agreement with its parties: those still running first, the next review first."""
    found = Agreement.objects.prefetch_related("parties")
    return list(found.order_by(F("until_on").desc(nulls_first=True), "review_on", "name"))


def agreement(*, agreement: int) -> Agreement:
    """One agreement with its parties. Raises :class:`NotFound`."""
    return _found(Agreement.objects.filter(pk=agreement).prefetch_related("parties").first())


def terms_of(agreement: Agreement) -> AgreementTerms:
    """An agreement as the plain values that its rules and forms read."""
    return AgreementTerms(
        name=agreement.name,
        reference=agreement.reference,
        parties=frozenset(party.pk for party in agreement.parties.all()),
        purpose=agreement.purpose,
        legal_basis=agreement.legal_basis,
        classes=frozenset(agreement.classes),
        switches_on_finding=agreement.switches_on_finding,
        from_on=agreement.from_on,
        review_on=agreement.review_on,
        until_on=agreement.until_on,
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """One change of an agreement: when, by whom, and what was said of it."""

    at: datetime
    who: str
    reason: str


@question
def history_of(*, agreement: Agreement, by: Pass) -> Sequence[Earlier]:
    """The changes of an agreement, the newest first."""
    rows = list(Revision.objects.filter(holding="partners.Agreement", record_id=agreement.pk).order_by("-version"))
    names = dict(Staff.objects.filter(pk__in=[row.by_staff for row in rows if row.by_staff]).values_list("pk", "name"))
    return [Earlier(row.at, names.get(row.by_staff or 0, "The service"), row.reason) for row in rows]


def staff_names(ids: Sequence[int]) -> dict[int, str]:
    """Names of staff by id, for pages that say who changed what."""
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    return row


def posts_to_recertify(by: Pass) -> QuerySet[Any, Any]:
    """Posts to confirm within a fortnight, or already overdue: an administrator's duty. Their own are for someone else."""
    live = Q(from_at__lte=by.at) & (Q(until_at__isnull=True) | Q(until_at__gt=by.at))
    soon = local_date(by.at) + timedelta(days=RECERTIFY_NOTICE_DAYS)
    posts = Post.objects.filter(live, recertify_on__lte=soon, staff__is_active=True).exclude(staff=by.staff)
    if not by.holds("staff.manage"):
        posts = posts.none()
    titles = Case(*(When(role=role.name, then=Value(role.title)) for role in ROLES.values()), output_field=CharField())
    return duty_rows_of_nobody(
        posts,
        "partners.recertify",
        words=Concat(F("staff__name"), Value(": "), titles, output_field=CharField()),
        said_by=F("agency__short_name"),
        since="from_at",
        due="recertify_on",
    )


def agreements_to_review(by: Pass) -> QuerySet[Any, Any]:
    """Agreements in force whose review date is near or past: information governance's duty."""
    today = local_date(by.at)
    live = Q(from_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gte=today))
    found = Agreement.objects.filter(live, review_on__lte=today + timedelta(days=WARN_BEFORE_REVIEW_DAYS))
    if not by.holds("agreement.manage"):
        found = found.none()
    return duty_rows_of_nobody(
        found,
        "partners.agreement_review",
        words=F("name"),
        said_by=Value("", output_field=CharField()),
        since="changed_at",
        due="review_on",
    )


def token_presented(*, digest: str, at: datetime) -> Token | None:
    """The token with this digest, with its post, if it works at a moment: not revoked, not expired, its post still held."""
    held = Q(post__from_at__lte=at) & (Q(post__until_at__isnull=True) | Q(post__until_at__gt=at))
    works = Q(revoked_at__isnull=True, expires_at__gt=at, post__staff__is_active=True)
    found = Token.objects.filter(held & works, digest=digest)
    return found.select_related("post__staff", "post__agency", "post__team").first()


def tokens(*, limit: int = 200) -> Sequence[Token]:
    """Every token with its post, the newest first."""
    found = Token.objects.select_related("post__staff", "post__agency", "post__team")
    return list(found.order_by("-created_at", "-id")[:limit])


def token(*, token: int) -> Token:
    """One token with its post. Raises :class:`NotFound`."""
    return _found(Token.objects.filter(pk=token).select_related("post__staff", "post__agency").first())


def posts_held(
    *, at: datetime, staff: int | None = None, agency: int | None = None, teams: Collection[int] | None = None
) -> Sequence[Post]:
    """Every post held at a moment by someone whose account is open, by name; of one worker, agency or of teams when given."""
    live = Q(from_at__lte=at, staff__is_active=True) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    asked = {"staff_id": staff, "agency_id": agency, "team_id__in": teams}
    posts = Post.objects.filter(live, **{name: value for name, value in asked.items() if value is not None})
    return list(posts.select_related("staff", "agency", "team").order_by("staff__name", "id"))


def covers_live(*, at: datetime, agency: int, of: Collection[int] | None = None) -> Sequence[Cover]:
    """Cover in an agency that runs or is to come, of these members of staff when given, soonest first."""
    lasting = Q(until_at__gt=at) & Q(until_at__gt=F("from_at"))  # cover that was ended before it began lasts no time
    rows = Cover.objects.filter(lasting, agency_id=agency).select_related("staff", "coverer")
    rows = rows if of is None else rows.filter(Q(staff_id__in=of) | Q(coverer_id__in=of))
    return list(rows.order_by("from_at", "id"))


def cover_by_id(*, cover: int, agency: int) -> Cover:
    """One cover of an agency. Raises :class:`NotFound`."""
    rows = Cover.objects.filter(pk=cover, agency_id=agency).select_related("staff", "coverer")
    return _found(rows.first())
