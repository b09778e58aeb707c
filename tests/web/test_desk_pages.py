"""The desk's pages: the team and giving work away, cover, putting off, saved filters, a list as a file, choices of notices."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desistance.access.models import Involvement
from desistance.desk.rules.duties import DutyRow, Group
from desistance.foundation.calendar import local_date
from desistance.web.templatetags.desistance import day_date, full_date
from desistance.web.views.my_day import folded
from tests import factories as make
from tests.cast import Cast
from tests.web.test_people_pages import Visiting, setting, text

NOTE = "Has moved to his sister in Shildon; ring before ten."


def once(page: Any) -> str:
    found = re.search(r'name="once"[^>]*value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def team(cast: Cast) -> Cast:
    """Kyle of Priya's is overdue for a review; nobody leads on Ann; Tom manages both."""
    with setting():
        probation = cast.agencies["probation"]
        make.name(cast.kyle, probation)
        ann = make.person(probation, "Ann", "Bell")
        make.involvement(ann, probation, team=cast.teams["east"], lead=None)
        make.contact(cast.kyle, probation, make.NOW - timedelta(days=2), with_staff=cast.staff["priya"])
    return cast


def work_of(cast: Cast, family: str) -> Involvement:
    with setting():
        rows = Involvement.objects.filter(person__sort_key__startswith=family.lower(), state="open")
        return rows.select_related("lead").get()


def test_a_manager_gives_ticked_work_away_and_is_told_of_each(team: Cast, visiting: Visiting) -> None:
    client = visiting("tom")
    page = client.get("/team/")
    assert "Bell, Ann" in text(page)
    assert "Kind of work, Probation supervision: 1 person × 3 = 3" in text(page)
    ann, kyle = work_of(team, "bell"), work_of(team, "ashcroft")
    ticked = {"from": "team", "work": [f"{ann.pk}-{ann.version}", f"{kyle.pk}-{kyle.version}"]}
    look = client.post("/team/work/", ticked)
    assert "Priya stops being lead worker" in text(look)
    wrong = client.post("/team/work/", {**ticked, "do": "give", "receiver": "", "note": NOTE, "once": once(look)})
    assert wrong.status_code == 422
    assert "Choose who will take over these 2 people" in text(wrong)
    with setting():
        Involvement.objects.filter(pk=kyle.pk).update(version=kyle.version + 1)
    receiver = str(team.staff["tom"].pk)
    sent = client.post("/team/work/", {**ticked, "do": "give", "receiver": receiver, "note": NOTE, "once": once(wrong)})
    assert "1 person given, 1 not" in text(sent)
    assert "Priya has been given this person already, while you were choosing. Nothing was changed." in text(sent)
    assert work_of(team, "bell").lead == team.staff["tom"]
    assert work_of(team, "ashcroft").lead == team.staff["priya"]
    assert "gave you this work, with a note" in text(client.get("/home/"))


def test_bulk_from_the_list_follows_and_refuses_what_is_not_there(team: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    assert client.post("/team/work/", {"from": "people"}).status_code == 302
    assert "Tick at least one person first" in text(client.get("/people/"))
    client.post("/team/work/", {"from": "people", "do": "follow", "person": [team.kyle.reference, "P-0000-00"]})
    assert "You follow 1 person." in text(client.get("/people/?whose=following"))
    client.post("/team/work/", {"from": "people", "do": "unfollow", "person": [team.kyle.reference]})
    page = text(client.get("/people/?whose=following"))
    assert "You no longer follow 1 person." in page
    assert "You follow nobody yet." in page


def test_a_person_is_followed_and_left_from_their_own_page(team: Cast, visiting: Visiting) -> None:
    client, there = visiting("priya"), f"/people/{team.kyle.reference}/"
    for said, other in (("yes", "no"), ("no", "yes")):
        assert f'name="follow" value="{said}"' in client.get(there).content.decode()
        client.post(f"{there}follow/", {"follow": said})
        assert f'name="follow" value="{other}"' in client.get(there).content.decode()


def test_one_duty_is_put_off_shown_as_put_off_and_brought_back(team: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    day = client.get("/home/")
    there = re.search(r'href="(/home/later/casework.outcome/\d+/)"', day.content.decode())
    assert there is not None
    page = client.get(there[1])
    day_after = local_date(timezone.now()) + timedelta(days=2)
    until = parts("until", day_after)
    wrong = client.post(there[1], {"do": "snooze", "reason": "", "once": once(page), **until})
    assert "Enter why it can wait" in text(wrong)
    client.post(there[1], {"do": "snooze", "reason": "In court all day", "once": once(wrong), **until})
    day = text(client.get("/home/"))
    assert f"Put off until {day_date(day_after)}." in day
    assert f"Until {day_date(day_after)}: In court all day" in day
    assert "Log outcome" not in day
    client.post(there[1], {"do": "wake"})
    assert client.get(there[1]).status_code == 404 or "Log outcome" in text(client.get("/home/"))


def test_cover_is_set_shown_and_ended(team: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    page = client.get("/account/cover/")
    said = {"staff": str(team.staff["priya"].pk), "coverer": str(team.staff["tom"].pk), "once": once(page)}
    starts = local_date(timezone.now()) + timedelta(days=3)
    first = parts("from_on", starts)
    wrong = client.post("/account/cover/", {**said, **first, **parts("until_on", starts - timedelta(days=1))})
    assert "End date of cover must be after start date" in text(wrong)
    last = parts("until_on", starts + timedelta(days=4))
    client.post("/account/cover/", {**said, **first, **last, "once": once(wrong)})
    page = text(client.get("/account/"))
    assert f"Tom covers for Priya from {full_date(starts)} until" in page
    there = re.search(r'action="(/account/cover/\d+/end/)"', client.get("/account/cover/").content.decode())
    assert there is not None
    assert visiting("olu").post(there[1]).status_code == 404
    client.post(there[1])
    assert "No cover is arranged" in text(client.get("/account/cover/"))


def test_filters_are_saved_from_the_list_and_the_list_leaves_as_a_file(team: Cast, visiting: Visiting) -> None:
    client: Client = visiting("priya")
    page = client.get("/people/?whose=mine&risk=not-recorded&name=Ashcroft")
    assert "Risk of serious harm: No level recorded" in text(page)
    client.post("/people/filters/", {"whose": "mine", "risk": "not-recorded", "name": "Not reviewed"})
    assert "Not reviewed" in text(client.get("/account/"))
    sent = client.post("/people/export/", {"whose": "mine", "reason": "", "once": once(client.get("/people/export/"))})
    assert sent["Content-Type"].startswith("text/csv")
    assert "Ashcroft, Kyle" in sent.content.decode("utf-8-sig")
    assert visiting("dan").get("/people/export/").status_code == 403


def test_days_and_notices_are_chosen(team: Cast, visiting: Visiting) -> None:
    client = visiting("priya")
    client.post("/account/days/", {"days": ["1", "2"]})
    assert "Monday and Tuesday" in text(visiting("tom").get("/team/"))
    client.post("/account/days/", {})
    assert "Select at least one working day" in text(client.get("/account/"))
    page = client.get("/account/notices/")
    client.post("/account/notices/", {"email": "daily", "muted": ["desk.draft"], "once": once(page)})
    assert 'value="daily" checked' in re.sub(r"\s+", " ", client.get("/account/notices/").content.decode())


@pytest.mark.parametrize(
    ("rank", "rows", "more"),
    [
        (9, 12, None),  # two more are not worth a fold
        (9, 13, "Show 3 more: reviews"),
        (9, 109, "Show 99 more: reviews"),
        (4, 109, None),  # a decision after a missed contact is never out of sight
        (1, 109, None),
    ],
)
def test_a_long_group_is_folded_behind_its_soonest_but_never_what_may_not_wait(
    rank: int, rows: int, more: str | None
) -> None:
    row = DutyRow(
        "a.duty", 1, 1, "P-7K3M-Q2", "Review it", "Priya", make.NOW, None, "Reviews", rank, "Do it", "home", False
    )
    told = folded(Group("Reviews", rank, (row,) * rows))
    assert (told.get("more"), told.get("fold_at")) == (more, 10 if more else None)
