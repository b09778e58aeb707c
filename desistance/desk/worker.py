"""The desk's work on a timetable: telling readers what is new, throwing away old drafts. Imported by the jobs door only."""

from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q

from desistance.access.queries.passes import enter, system_pass
from desistance.desk.actions.drafts import throw_away_old_drafts
from desistance.desk.actions.handing import close_finished
from desistance.desk.actions.notices import note_email, tell
from desistance.desk.queries.duties import Day, day_of, day_of_colleague
from desistance.desk.queries.handing import handed_over
from desistance.desk.queries.notices import Choice, notice_choices, to_email, told_before
from desistance.desk.queries.team import covered_colleagues
from desistance.desk.terms import EmailChoice
from desistance.foundation.passes import Pass
from desistance.foundation.reading import unseen
from desistance.partners.models import Agency, Post


def notify(*, at: datetime) -> int:
    """Ask every reader's duties once, and tell each what is new; answers how many notices that made.

    Seven statements a post, and one deed more for a post with news; running it again makes nothing. Whoever covers for a
    colleague is told of theirs too; a worker who muted a kind of work is not. Emails that are due go out last.
    """
    posts = groupby(_live_posts(at), key=lambda post: (post.staff_id, post.agency_id))
    choices = notice_choices()
    told = sum(_tell(list(held), choices.get(who, Choice()), at) for who, held in posts)
    _write(EmailChoice.EACH, at)
    return told


def _live_posts(at: datetime) -> list[Post]:
    live = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    posts = Post.objects.filter(live, staff__is_active=True).select_related("agency", "team", "staff")
    return list(posts.order_by("staff_id", "agency_id", "id"))


def _tell(posts: list[Post], choice: Choice, at: datetime) -> int:
    """One member of staff in one agency: what any of their posts there has to do is theirs to know."""
    readers = [enter(post=post, at=at) for post in posts]
    post, reader = posts[0], readers[0]
    with unseen("nightly check"):
        days = [day_of(by=one) for one in readers]
        due = {row.key: row for day in [*days, *_covered(reader)] for row in day.rows}
        told = told_before(by=reader)
    _close(post, days, at)
    new = [row for key, row in due.items() if told.get(key, True) and row.duty not in choice.muted]
    gone = [key for key, is_gone in told.items() if not is_gone and key not in due]
    if not new and not gone:
        return 0
    tell(reader=reader, new=new, gone=gone, by=_machine(post.agency, at), at=at)
    return len(new)


def _covered(reader: Pass) -> list[Day]:
    """The days of the colleagues for whom the reader covers."""
    away = covered_colleagues(by=reader) if reader.covers else ()
    return [day_of_colleague(staff=one.staff, role=one.role, by=reader) for one in away]


def _close(post: Post, days: list[Day], at: datetime) -> None:
    """Handovers whose duty is dealt with are done; nothing is closed on a day that could not be asked whole."""
    due = frozenset(row.key for day in days for row in (*day.rows, *day.put_off))
    waits = any(key not in due for key in handed_over(staff=post.staff_id, agency=post.agency_id))
    if waits and not any(day.failed for day in days):
        close_finished(staff=post.staff_id, due=due, by=_machine(post.agency, at), at=at)


def _machine(agency: Agency, at: datetime) -> Pass:
    return system_pass(name="desk.notify", agency=agency, at=at)


def _write(choice: EmailChoice, at: datetime) -> int:
    """Emails without content, where the partnership has switched them on: a count, and where to see more."""
    if not settings.NOTICE_EMAIL:
        return 0
    waiting = to_email(choice, at)
    for one in waiting:
        notices = "1 new notice" if one.count == 1 else f"{one.count} new notices"
        words = f"You have {notices} in Desistance. Sign in to see {'it' if one.count == 1 else 'them'}."
        send_mail("Desistance", words, None, [one.email])
        note_email(staff=one.staff, agency=one.agency, by=_machine(Agency(pk=one.agency), at), at=at)
    return len(waiting)


def digest(*, at: datetime) -> int:
    """Once a day: an email without content to those who chose it and have something new; answers how many."""
    return _write(EmailChoice.DAILY, at)


def expire_drafts(*, at: datetime) -> int:
    """Throw away drafts whose 14 days are over."""
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        return 0
    return throw_away_old_drafts(by=system_pass(name="desk.expire_drafts", agency=agency, at=at), at=at)
