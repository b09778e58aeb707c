"""Work that is due, from the rooms' own duties; notices that hold no words; drafts that are their author's alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from desistance.desk.actions.drafts import discard_draft, save_draft
from desistance.desk.actions.notices import read_notices
from desistance.desk.models import Draft, Notice
from desistance.desk.queries.drafts import draft, draft_for
from desistance.desk.queries.duties import count_of_duties, duties_of
from desistance.desk.queries.notices import notices_of, unread_notices
from desistance.desk.worker import expire_drafts, notify
from desistance.foundation.decisions import NotFound, Refused
from tests import factories as make
from tests.cast import Cast

SOON = timedelta(minutes=1)


@pytest.fixture
def asked(cast: Cast, looking: None) -> Cast:
    """Housing has just started work with Kyle, whom Priya leads on; Dan asks Priya for access to another person of hers."""
    make.involvement(
        cast.kyle, cast.agencies["housing"], kind="housing_support", lead=cast.staff["dan"], recorded_at=make.NOW - SOON
    )
    leanne = make.person(cast.agencies["probation"], "Leanne", "Purvis")
    make.involvement(leanne, cast.agencies["probation"], team=cast.teams["east"], lead=cast.staff["priya"])
    make.access_request(
        leanne,
        cast.agencies["housing"],
        cast.staff["dan"],
        approver=cast.staff["priya"],
        owner=cast.agencies["probation"],
        asked_at=make.NOW,
        due_at=make.NOW + timedelta(days=4),
    )
    return cast


def test_duties_of_all_rooms_come_by_rank_in_one_statement_and_one_for_what_was_put_off(asked: Cast) -> None:
    by = asked.entering("priya")
    with CaptureQueriesContext(connection) as statements:
        rows = duties_of(by=by)
    assert [(row.duty, row.rank) for row in rows] == [("access.request", 8), ("access.new_involvement", 11)]
    assert len(statements) == 2
    assert rows[1].reference == asked.kyle.reference
    assert "Durham housing" in rows[1].words


def test_a_person_s_attention_list_is_the_same_duties(asked: Cast) -> None:
    by = asked.opening("priya")
    rows = duties_of(by=by, person=asked.kyle.pk)
    assert [row.key for row in rows] == [row.key for row in duties_of(by=by) if row.person == asked.kyle.pk]
    assert len(rows) == 1


@pytest.mark.parametrize("who", ["olu", "uma", "ana", "rob"])
def test_what_concerns_others_is_not_due_of_me(asked: Cast, who: str) -> None:
    assert duties_of(by=asked.entering(who)) == []


def test_a_badge_counts_no_further_than_a_hundred(asked: Cast) -> None:
    assert count_of_duties(by=asked.entering("priya")) == 2
    by = asked.entering("priya")
    for number in range(120):
        save_draft(form="a", subject=str(number), path="/a/", values={"x": ["y"]}, by=by, at=make.NOW)
    assert count_of_duties(by=by) == 100
    assert len(duties_of(by=by)) == 122


def test_the_job_tells_each_reader_once_and_again_when_the_work_comes_back(asked: Cast) -> None:
    assert notify(at=make.NOW) == 2
    assert notify(at=make.NOW) == 0
    by = asked.entering("priya")
    assert unread_notices(by=by) == 2
    assert [one.duty.duty for one in notices_of(by=by) if one.duty] == ["access.request", "access.new_involvement"]
    read_notices(by=by, at=make.NOW + SOON)
    assert unread_notices(by=by) == 0
    key = Notice.objects.get(duty="access.request").record
    from desistance.access.models import AccessRequest

    AccessRequest.objects.filter(pk=key).update(state="withdrawn")
    notify(at=make.NOW + SOON)
    assert [one.group for one in notices_of(by=by) if one.duty is None] == ["Requests for access"]
    AccessRequest.objects.filter(pk=key).update(state="asked")
    assert notify(at=make.NOW + 2 * SOON) == 1
    assert unread_notices(by=asked.entering("priya")) == 1


def test_the_job_asks_the_same_number_of_statements_of_each_reader_whatever_is_due(asked: Cast) -> None:
    notify(at=make.NOW)
    with CaptureQueriesContext(connection) as few:
        notify(at=make.NOW)
    by = asked.entering("priya")
    for number in range(50):
        save_draft(form="a", subject=str(number), path="/a/", values={"x": ["y"]}, by=by, at=make.NOW)
    notify(at=make.NOW)
    with CaptureQueriesContext(connection) as many:
        notify(at=make.NOW)
    assert len(few) == len(many)


def test_a_worker_who_left_is_told_nothing(asked: Cast) -> None:
    staff = asked.staff["priya"]
    type(staff).objects.filter(pk=staff.pk).update(is_active=False, disabled_at=make.NOW)
    notify(at=make.NOW)
    assert not Notice.objects.filter(staff=staff).exists()


def test_a_notice_about_someone_from_whom_i_am_excluded_is_not_counted_nor_named(asked: Cast) -> None:
    notify(at=make.NOW)
    make.exclusion(asked.kyle, asked.agencies["probation"], asked.staff["priya"])
    by = asked.entering("priya")
    assert unread_notices(by=by) == 1
    told = [one for one in notices_of(by=by) if one.duty is None]
    assert [(one.group, one.duty) for one in told] == [("Changes", None)]


def test_an_email_is_sent_only_where_switched_on_and_names_nobody(asked: Cast, settings) -> None:
    notify(at=make.NOW)
    assert mail.outbox == []
    Notice.objects.all().delete()
    settings.NOTICE_EMAIL = True
    notify(at=make.NOW)
    assert [(one.subject, one.body, one.to) for one in mail.outbox] == [
        ("Desistance", "You have 2 new notices in Desistance. Sign in to see them.", ["priya@example.org"])
    ]


def test_one_notice_for_one_duty_and_reader(asked: Cast) -> None:
    notify(at=make.NOW)
    again = Notice.objects.first()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def keep(cast: Cast, who: str = "priya", **more):
    values = {"form": "involvement", "subject": "x", "path": "/people/new/", "values": {"reason": ["Rang his mum"]}}
    return save_draft(**{**values, "person": cast.kyle, "by": cast.opening(who), "at": make.NOW, **more})


def test_a_draft_is_offered_to_its_author_alone_and_replaced_by_the_next(asked: Cast) -> None:
    keep(asked)
    keep(asked, values={"reason": ["Rang his mum. She will drive him."]})
    mine = draft_for(form="involvement", subject="x", by=asked.entering("priya"))
    assert mine.values == {"reason": ["Rang his mum. She will drive him."]}
    assert draft_for(form="involvement", subject="x", by=asked.entering("tom")) is None
    assert Draft.objects.count() == 1


def test_a_draft_is_work_that_is_due_until_it_is_sent(asked: Cast) -> None:
    kept = keep(asked)
    rows = [row for row in duties_of(by=asked.entering("priya")) if row.duty == "desk.draft"]
    assert [(row.record, row.person, row.due) for row in rows] == [(kept.pk, asked.kyle.pk, kept.expires_at)]
    assert draft(record=kept.pk, by=asked.entering("priya")).path == "/people/new/"
    discard_draft(form="involvement", subject="x", by=asked.entering("priya"), at=make.NOW)
    assert not [row for row in duties_of(by=asked.entering("priya")) if row.duty == "desk.draft"]


def test_a_draft_about_someone_hidden_since_is_gone_from_every_list(asked: Cast) -> None:
    kept = keep(asked)
    make.exclusion(asked.kyle, asked.agencies["probation"], asked.staff["priya"])
    by = asked.entering("priya")
    assert draft_for(form="involvement", subject="x", by=by) is None
    assert not [row for row in duties_of(by=by) if row.duty == "desk.draft"]
    with pytest.raises(NotFound):
        draft(record=kept.pk, by=by)


def test_a_draft_is_thrown_away_after_fourteen_days(asked: Cast) -> None:
    keep(asked, at=make.NOW - timedelta(days=14), by=asked.opening("priya"))
    assert draft_for(form="involvement", subject="x", by=asked.entering("priya")) is None
    assert expire_drafts(at=make.NOW) == 1
    assert Draft.objects.count() == 0


def test_an_empty_draft_is_not_kept(asked: Cast) -> None:
    with pytest.raises(Refused, match="nothing to keep"):
        keep(asked, values={})
