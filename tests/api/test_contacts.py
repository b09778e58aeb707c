"""The diary for another system, from preview to correction and with both versions of a stale one; calendar link and reminder."""

from datetime import timedelta
from typing import Any

from django.test import Client

from desistance.casework.models import Contact
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.api.test_door import assert_problem
from tests.cast import Cast

VISIT = {"kind": "office", "purpose": "Supervision", "minutes": 30}


def test_a_diary_is_kept_from_preview_to_correction(cast: Cast, calling: Any) -> None:
    priya, path = calling("priya"), f"/people/{cast.kyle.reference}/contacts"
    asked = {**VISIT, "starts_at": "2026-03-23T09:30:00Z", "pattern": "weekly", "times": 3}
    dates = priya.post(f"{path}/preview", asked).json()
    assert [(one["starts_at"], one["is_bank_holiday"]) for one in dates] == [
        ("2026-03-23T09:30:00Z", False),
        ("2026-03-30T08:30:00Z", False),  # the clocks went forward: still 9:30am
        ("2026-04-06T08:30:00Z", True),
    ]
    made = priya.post(path, {**VISIT, "starts": [one["starts_at"] for one in dates[:2]]})
    assert made.status_code == 201, made.content
    happened = {**VISIT, "starts_at": "2026-03-13T09:30:00Z", "outcome": "unacceptable_absence"}
    done = priya.post(f"{path}/happened", happened).json()
    place = f"{path}/{done['id']}"
    assert "If the absence was unacceptable: First in 12 months." in " ".join(priya.get(f"{place}/effects").json())
    told = priya.get(path).json()
    assert [one["starts_at"] for one in told["coming"]] == [one["starts_at"] for one in dates[:2]]
    assert [(one["outcome"], one["source"], one["may_undo"]) for one in told["past"]] == [
        ("unacceptable_absence", "api", True)
    ]
    assert told["compliance"]["unacceptable"] == 1
    corrected = {"outcome": "acceptable_absence", "because": "Letter came"}
    errors = assert_problem(priya.post(f"{place}/correct", corrected, If_Match='"1"'), 422, "refused")["errors"]
    assert errors == [{"field": "reason", "words": "Enter why the absence was acceptable."}]
    assert priya.post(f"{place}/correct", {**corrected, "reason": "Ill"}, If_Match='"1"')["ETag"] == '"2"'
    stale = priya.post(f"{place}/correct", {**corrected, "reason": "At court"}, If_Match='"1"')
    versions = assert_problem(stale, 412, "stale-version")["versions"]
    assert (versions["theirs"]["why_acceptable"], versions["mine"]["why_acceptable"]) == ("Ill", "At court")
    assert_problem(calling("rob").post(f"{place}/undo", If_Match='"2"'), 403, "only-known")


def test_older_pages_of_the_diary_follow_the_place_that_was_told(cast: Cast, calling: Any) -> None:
    with marked("test"), unseen("nightly check"):
        for _ in range(3):
            make.contact(cast.kyle, cast.agencies["probation"], make.LONG_AGO, outcome="attended_complied")
        kept = list(Contact.objects.order_by("-id").values_list("pk", flat=True))
    priya, path = calling("priya"), f"/people/{cast.kyle.reference}/contacts"
    first = priya.get(f"{path}?size=2").json()
    rest = priya.get(f"{path}?size=2&older_than={first['older']}").json()
    assert [one["id"] for one in first["past"] + rest["past"]] == kept
    assert rest["older"] == ""
    assert_problem(priya.get(f"{path}?older_than=1-2"), 422, "refused")


def test_a_calendar_link_is_told_once_fetched_and_ended(cast: Cast, calling: Any) -> None:
    priya, stranger = calling("priya"), Client()
    assert priya.get("/calendar-link").json() == {"made_at": None, "shows_place": False}
    assert_problem(priya.post("/calendar-link/end"), 422, "refused")
    first, second = (priya.post("/calendar-link", {"shows_place": shows}).json() for shows in (False, True))
    there = [made["address"].removeprefix("http://testserver") for made in (first, second)]
    assert [stranger.get(address).status_code for address in there] == [404, 200]
    told = priya.get("/calendar-link")
    assert (told.json()["shows_place"], second["address"] in told.content.decode()) == (True, False)
    assert priya.post("/calendar-link/end").status_code == 200
    assert stranger.get(there[1]).status_code == 404


def test_a_reminder_goes_only_to_a_safe_number_and_is_told_afterwards(cast: Cast, calling: Any) -> None:
    priya, probation = calling("priya"), cast.agencies["probation"]
    with marked("test"), unseen("nightly check"):
        coming = make.contact(cast.kyle, probation, make.NOW + timedelta(days=3), with_staff=cast.staff["priya"])
        safe = make.contact_detail(cast.kyle, probation, "07700900321", safe="text_only")
        unsafe = make.contact_detail(cast.kyle, probation, "07700900111", safe="not_asked")
    path = f"/people/{cast.kyle.reference}/contacts/{coming.pk}/reminder"
    told = priya.get(path).json()
    numbers = {one["id"]: one["why_not"] for one in told["numbers"]}
    assert (numbers[safe.pk], "nobody has asked" in numbers[unsafe.pk]) == ("", True)
    assert "07700" not in str(told)
    wrong = assert_problem(priya.post(path, {"detail": unsafe.pk}), 422, "refused")
    assert [one["field"] for one in wrong["errors"]] == ["detail"]
    assert [priya.post(path, {"detail": safe.pk}, Idempotency_Key="once").status_code for _ in range(2)] == [201, 201]
    assert len(priya.get(path).json()["sent_before"]) == 1
