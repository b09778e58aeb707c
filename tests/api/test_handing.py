"""Work that waits or changes hands, for another system: put off and back, handed over and answered, given away with each result."""

from datetime import timedelta
from typing import Any

import pytest

from desistance.access.models import Involvement
from desistance.foundation import clock
from desistance.foundation.reading import marked, unseen
from tests import factories as make
from tests.api.test_door import assert_problem
from tests.cast import Cast

NOTE = "Has moved to his sister in Shildon; ring before ten."


@pytest.fixture
def duty(cast: Cast) -> str:
    """The address of an outcome that Priya has to log."""
    with marked("test"), unseen("nightly check"):
        contact = make.contact(cast.kyle, cast.agencies["probation"], make.LONG_AGO, with_staff=cast.staff["priya"])
    return f"/duties/casework.outcome/{contact.pk}"


def test_a_duty_is_put_off_told_as_such_and_brought_back(
    cast: Cast, calling: Any, duty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    priya = calling("priya")
    late = assert_problem(priya.post(f"{duty}/put-off", {"until": "2026-06-01", "reason": "In court"}), 422, "refused")
    assert late["errors"][0]["field"] == "until"
    assert priya.post(f"{duty}/put-off", {"until": "2026-03-16", "reason": "In court"}).status_code == 200
    assert priya.get("/duties").json() == []
    [waiting] = priya.get("/duties/put-off").json()
    told = (waiting["reference"], waiting["until_at"], waiting["reason"], waiting["is_handed"])
    assert told == (cast.kyle.reference, "2026-03-16T00:00:00Z", "In court", False)
    monkeypatch.setattr(clock, "now", lambda: make.NOW + timedelta(hours=1))
    assert [priya.post(f"{duty}/bring-back").json()["id"] for _ in range(2)] == ["1", "0"]
    assert len(priya.get("/duties").json()) == 1


def test_a_duty_is_handed_over_and_given_back_with_words(cast: Cast, calling: Any, duty: str) -> None:
    priya, tom = calling("priya"), calling("tom")
    made = priya.post(f"{duty}/hand-over", {"receiver": cast.staff["tom"].pk, "note": NOTE})
    assert made.status_code == 201, made.content
    there = f"/handovers/{made.json()['id']}"
    [waiting] = priya.get("/duties/put-off").json()
    assert (waiting["is_handed"], waiting["until_at"], waiting["reason"]) == (True, None, "")
    told = tom.get(there).json()
    assert (told["giver"], told["note"], told["duty"]["duty"]) == ("Priya", NOTE, "casework.outcome")
    assert_problem(priya.post(f"{there}/answer", {"to": "taken"}, If_Match='"1"'), 404, "not-found")
    assert_problem(tom.post(f"{there}/answer", {"to": "given_back"}, If_Match='"1"'), 422, "refused")
    back = tom.post(f"{there}/answer", {"to": "given_back", "answer": "On leave from Monday"}, If_Match='"1"')
    assert back["ETag"] == '"2"'
    assert len(priya.get("/duties").json()) == 1
    assert_problem(calling("olu").get(there), 404, "not-found")


def test_of_work_given_away_each_result_is_told(cast: Cast, calling: Any) -> None:
    with marked("test"), unseen("nightly check"):
        work = Involvement.objects.get(person=cast.kyle, agency=cast.agencies["probation"])
        ann = make.person(cast.agencies["probation"], "Ann", "Bell")
        make.involvement(ann, cast.agencies["probation"], team=cast.teams["east"], lead=None)
        Involvement.objects.filter(pk=work.pk).update(version=work.version + 1)
    said = {
        "people": [ann.reference, "P-XXXX-XX"],
        "work": [{"involvement": work.pk, "version": work.version}, {"involvement": 999_999, "version": 1}],
        "receiver": cast.staff["tom"].pk,
        "note": NOTE,
    }
    answer = calling("tom").post("/work/reallocate", said)
    assert answer.status_code == 200, answer.content
    told = {(one["reference"], one["is_given"], one["refusal"].split(",")[0]) for one in answer.json()["results"]}
    assert told == {
        (ann.reference, True, ""),
        (cast.kyle.reference, False, "Priya has been given this person already"),
        ("P-XXXX-XX", False, "There is no record with this reference that you may open"),
        ("", False, "There is no work of your agency with this id that you may see"),
    }
    assert answer.json()["id"] == "1"
    assert_problem(calling("tom").post("/work/reallocate", {**said, "note": "Hm"}), 422, "refused")


def test_filters_that_are_not_offered_are_refused_and_others_kept(cast: Cast, calling: Any) -> None:
    priya = calling("priya")
    wrong = assert_problem(
        priya.post("/filters", {"name": "X", "values": {"quiet": "14", "mood": "low"}}), 422, "refused"
    )
    assert wrong["errors"] == [{"field": "values", "words": "Not offered to you with this value: mood"}]
    assert priya.post("/filters", {"name": "Quiet", "values": {"quiet": "14"}}).status_code == 201
    assert [(one["name"], one["values"], one["is_own"]) for one in priya.get("/filters").json()] == [
        ("Quiet", {"quiet": "14"}, True)
    ]


def test_somebody_who_is_followed_is_on_that_list_until_they_are_not(cast: Cast, calling: Any) -> None:
    priya, there = calling("priya"), f"/people/{cast.kyle.reference}"
    for path, followed in (("follow", [cast.kyle.reference]), ("unfollow", [])):
        assert priya.post(f"{there}/{path}").status_code == 200
        listed = priya.get("/people?whose=following").json()["rows"]
        assert [one["reference"] for one in listed] == followed
