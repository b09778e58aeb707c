"""The pages of an evaluation: a plan that is refused and mended, the lock, what was found, and its release."""

import re
from typing import Any

import pytest
from django.test import Client

from desistance.measurement.models import Evaluation, Publication
from tests import factories as make
from tests.cast import Cast
from tests.public.reading import grade

PLAN = {
    "question": "Does Checkpoint reduce reoffending?",
    "logic_model": "A contract in place of court.",
    "scheme": "checkpoint",
    "first_on-day": "1", "first_on-month": "4", "first_on-year": "2023",
    "last_on-day": "31", "last_on-month": "3", "last_on-year": "2024",
    "design": "matched",
    "pool": "sentenced",
    "before": ["age", "sex"],
    "method": "radius",
    "primary": "reoffended",
    "months": "12",
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture
def ana(visiting: Any) -> Client:
    return visiting("ana")


def text_of(response: Any) -> str:
    return response.content.decode()


def test_a_plan_is_written_refused_in_words_and_counted(cast: Cast, ana: Client) -> None:
    snapshot = make.snapshot(cast.agencies["probation"])
    empty = text_of(ana.get("/insight/evaluations/"))
    assert "No evaluations yet." in empty
    page = text_of(ana.get("/insight/evaluations/new/"))
    assert "Age at the start" in page
    assert "Weeks in the scheme" not in page
    plan = {**PLAN, "snapshot": str(snapshot.pk)}
    late = ana.post("/insight/evaluations/new/", {**plan, "last_on-year": "2025"})
    assert late.status_code == 422
    assert "Choose an earlier last day or a newer snapshot." in text_of(late)
    alone = ana.post("/insight/evaluations/new/", {**plan, "before": []})
    assert "Choose at least one fact to compare people on." in text_of(alone)
    assert ana.post("/insight/evaluations/new/", plan).status_code == 302
    made = Evaluation.objects.get()
    assert (made.state, made.before) == ("draft", ["age", "sex"])
    assert "The people are being counted." in text_of(ana.get(f"/insight/evaluations/{made.pk}/"))


def test_a_plan_is_locked_in_the_version_that_was_read(cast: Cast, ana: Client) -> None:
    record = make.evaluation(make.snapshot(cast.agencies["probation"]))
    unlike = "The groups are not alike: after matching, C(sex)[T.Male] differ by more than 10% of a standard deviation."
    record.people |= {"reasons": [unlike]}
    record.save()
    here = f"/insight/evaluations/{record.pk}/"
    page = text_of(ana.get(here))
    assert "This plan would have no headline." in page
    assert "after matching, Sex: Male differ by more than 10%" in page
    assert record.plan_sha256[:12] in page
    assert "No outcome has been looked at" in page
    assert "Lock the plan" in page
    assert ana.post(here, {"step": "lock", "version": record.version + 3}).status_code == 409
    assert ana.post(here, {"step": "lock", "version": record.version}).status_code == 302
    assert re.search(r"plan locked \d+ \w+ \d{4}, [\d:]+[ap]m by Ana", text_of(ana.get(here)))
    again = ana.post(here, {"step": "lock", "version": record.version + 1})
    assert (again.status_code, "The plan is locked already." in text_of(again)) == (422, True)
    changed = ana.post(f"{here}plan/", {**PLAN, "snapshot": str(record.snapshot_id), "version": record.version + 1})
    assert "Amend it instead" in text_of(changed)


def test_what_was_found_is_read_amended_and_released_by_a_second_person(
    cast: Cast, ana: Client, client: Client
) -> None:
    record = make.evaluation(make.snapshot(cast.agencies["probation"]), "counted")
    here = f"/insight/evaluations/{record.pk}/"
    page = text_of(ana.get(here))
    for words in ("We cannot tell yet", "35.0%", "48.0%", "130", "Sex: Male", "about 225 people on each side"):
        assert words in page
    assert "<b>Women</b>: Too few people to say" in page
    assert "<b>Men</b>: Not shown: another group could be worked out from it" in page
    assert "not made for groups" in page
    narrowed = text_of(ana.get(f"{here}?only=completed"))
    assert "Only those who completed are counted here." in narrowed
    assert "makes it look better than it is" in narrowed
    assert "20 fewer." in narrowed
    assert "20 fewer." not in page, "the figure of those who completed stands nowhere without its caution"
    amended = {**PLAN, "snapshot": str(record.snapshot_id), "before": ["age"], "amended_because": "Sex was not needed."}
    assert ana.post(f"/insight/evaluations/new/?amends={record.pk}", amended).status_code == 302
    assert "Sex was not needed." in text_of(ana.get(here))
    assert ana.post(here, {"step": "publish"}).status_code == 302
    made = Publication.objects.get()
    publication = text_of(ana.get(f"/insight/publications/{made.pk}/"))
    assert "Inconclusive: it may be chance." in publication
    assert "35.0% for 100 people of Checkpoint" in publication
    assert "Only 76% of the people" in publication
    told = ana.post(
        f"/insight/publications/{made.pk}/text/",
        {"title": "T", "headline": "{rate} reoffended", "summary": "S", "version": made.version},
    )
    assert "There is no field {rate}" in text_of(told)
    Publication.objects.filter(pk=made.pk).update(
        state="published", approved_at=make.NOW, approved_by=2, publish_at=make.NOW, published_at=make.NOW
    )
    public = text_of(client.get(f"/statistics/{made.slug}/"))
    for words in (
        "Evaluation of a scheme",
        "How alike the groups are",
        record.plan_sha256,
        "locked before outcomes were seen",
        "For 100 typical people",
        "With it: 35.0%",
        "Too few people to say",
    ):
        assert words in public
    assert public.index("What to know before you use it") < public.index("How alike the groups are")
    assert grade(public) < 9, "somebody of 12 to 14 reads it (J10-7)"
    assert "person_id" not in client.get(f"/statistics/{made.slug}/tables.ods").content.decode("latin-1")
    for table in ("results", "groups", "attrition", "balance"):
        lines = client.get(f"/statistics/{made.slug}/{table}.csv").content.decode().splitlines()
        assert len(lines) < 12, "a download has groups, never people (J10-8)"
    assert "T,R" not in public
    assert client.get(f"/statistics/{made.slug}/results.csv").status_code == 200
    assert client.get("/").status_code == 200


def test_schemes_stand_with_their_range_and_say_provisional(cast: Cast, ana: Client) -> None:
    assert "No scheme has been counted yet." in text_of(ana.get("/insight/schemes/"))
    make.tracking(
        make.snapshot(cast.agencies["probation"]), state="counted", counted_at=make.NOW, result=make.tracked()
    )
    page = text_of(ana.get("/insight/schemes/"))
    for words in (
        "Provisional.",
        "20.7%",
        "16.4% to 25.7%",
        "regression to the mean",
        "Too few people entered to show: Treatment.",
    ):
        assert words in page
    assert ana.get("/insight/schemes/?work=nothing").status_code == 404
