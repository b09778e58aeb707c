"""Who could answer a request for access to a person, read for the rule that chooses one."""

from collections.abc import Iterable

from desistance.access.models import AccessExclusion, AccessRestriction, Involvement, ListedWorker
from desistance.access.queries.staffing import holding_posts
from desistance.access.rules.requests import Candidate, choose_approver
from desistance.foundation.passes import Pass
from desistance.foundation.register import HOUSE
from desistance.foundation.terms import DataClass
from desistance.partners.models import Post
from desistance.people.models import Person

UNLISTED_PARTS = ("restriction approver", "governance officer")
"""Parts that may answer for a restricted record without being on its list; others would give what they may not open."""


def owner_of(person: Person, by: Pass) -> int | None:
    """The agency that answers for the record: the one that restricted it, else the one that has worked longest with the person.

    Of an unrestricted person only agencies count that the reader's agency may find from, or that are the reader's own.
    """
    restriction = AccessRestriction.objects.filter(person=person, until_at__isnull=True).first()
    if restriction:
        return restriction.agency_id
    rows = Involvement.objects.filter(person=person, state="open", agency_id__in=by.finds_from | {by.agency})
    ordered = sorted(rows, key=lambda row: (row.data_class == DataClass.HEALTH, row.from_at, row.pk))
    return ordered[0].agency_id if ordered else None


def approver_for(person: Person, by: Pass) -> Candidate | None:
    """The one who is asked, chosen by :func:`choose_approver` from those the owner agency has; None when nobody can answer."""
    owner = owner_of(person, by)
    return choose_approver(candidates(person, owner, by), asker=by.staff) if owner else None


def candidates(person: Person, owner: int, by: Pass) -> list[Candidate]:
    """Everyone who plays a part for the person in the owner agency, with whether they still can answer."""
    restriction = AccessRestriction.objects.filter(person=person, until_at__isnull=True).first()
    work = list(Involvement.objects.filter(person=person, agency_id=owner, state="open").order_by("from_at", "id"))
    posts = list(Post.objects.filter(holding_posts(by.at), agency_id=owner).order_by("id"))
    teams = {row.team_id for row in work if row.team_id}
    parts: list[tuple[int, str]] = [(restriction.approver_id, "restriction approver")] if restriction else []
    parts += [(row.lead_id, "lead worker") for row in work if row.lead_id]
    parts += [
        (post.staff_id, "team manager") for post in posts if post.role == "team_manager" and post.team_id in teams
    ]
    parts += [(post.staff_id, "agency manager") for post in posts if post.role == "team_manager"]
    parts += [(post.staff_id, "governance officer") for post in posts if post.role == "governance_officer"]
    return _judged(parts, posts, person=person, restriction=restriction)


def _judged(
    parts: Iterable[tuple[int, str]], posts: list[Post], *, person: Person, restriction: AccessRestriction | None
) -> list[Candidate]:
    excluded = set(
        AccessExclusion.objects.filter(person=person, until_at__isnull=True).values_list("staff_id", flat=True)
    )
    listed = set(
        ListedWorker.objects.filter(restriction=restriction, until_at__isnull=True).values_list("staff_id", flat=True)
        if restriction
        else ()
    )
    may = {post.staff_id for post in posts if "access.answer" in HOUSE.permissions_of(post.role)}
    here = {post.staff_id for post in posts}
    return [
        Candidate(
            staff=staff,
            part=part,
            holds_post=staff in here,
            is_excluded=staff in excluded,
            may_answer=staff in may and (not restriction or staff in listed or part in UNLISTED_PARTS),
        )
        for staff, part in parts
    ]
