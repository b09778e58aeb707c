"""The desk's work on a timetable: telling readers what is new, throwing away old drafts. Imported by the jobs door only."""

from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q

from desistance.access.queries.passes import enter, system_pass
from desistance.desk.actions.drafts import throw_away_old_drafts
from desistance.desk.actions.notices import tell
from desistance.desk.queries.duties import duties_of
from desistance.desk.queries.notices import told_before
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.partners.models import Agency, Post


def notify(*, at: datetime) -> int:
    """Ask every reader's duties once, and tell each what is new; answers how many notices that made.

    Five statements a post, and one deed more for a post with news; running it again makes nothing.
    """
    posts = groupby(_live_posts(at), key=lambda post: (post.staff_id, post.agency_id))
    return sum(_tell(list(held), at) for _, held in posts)


def _live_posts(at: datetime) -> list[Post]:
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    posts = Post.objects.filter(live, staff__is_active=True).select_related("agency", "team", "staff")
    return list(posts.order_by("staff_id", "agency_id", "id"))


def _tell(posts: list[Post], at: datetime) -> int:
    """One member of staff in one agency: what any of their posts there has to do is theirs to know."""
    readers = [enter(post=post, at=at) for post in posts]
    post, reader = posts[0], readers[0]
    with unseen("nightly check"):
        due = {row.key: row for one in readers for row in duties_of(by=one)}
        told = told_before(by=reader)
    new = [row for key, row in due.items() if told.get(key, True)]
    gone = [key for key, is_gone in told.items() if not is_gone and key not in due]
    if not new and not gone:
        return 0
    tell(reader=reader, new=new, gone=gone, by=_machine(post.agency, at), at=at)
    if new:
        _write_to(post, len(new))
    return len(new)


def _machine(agency: Agency, at: datetime) -> Pass:
    return system_pass(name="desk.notify", agency=agency, at=at)


def _write_to(post: Post, count: int) -> None:
    """An email without content, where the partnership has switched it on."""
    if getattr(settings, "NOTICE_EMAIL", False):
        tasks = "1 new task" if count == 1 else f"{count} new tasks"
        send_mail("Desistance", f"You have {tasks}. Sign in to see it.", None, [post.staff.email])


def expire_drafts(*, at: datetime) -> int:
    """Throw away drafts whose 14 days are over."""
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        return 0
    return throw_away_old_drafts(by=system_pass(name="desk.expire_drafts", agency=agency, at=at), at=at)
