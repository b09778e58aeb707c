"""The table tool: five choices without a script, each number as it was published, nothing that the release does not tell."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from desistance.measurement.models import CountedTable
from tests.cast import Cast
from tests.web import figures

pytestmark = pytest.mark.django_db
PERIODS = [f"{first} to {last}" for first, last in (("2023-04-01", "2023-06-30"), ("2023-07-01", "2023-09-30"))]
CHOSEN = {
    "release": figures.SLUG,
    "about": "quarter-by-area",
    "who": ["darlington", "gateshead"],
    "when": PERIODS,
    "shown": ["offenders", "rate"],
}


@pytest.fixture(autouse=True)
def out(cast: Cast) -> Any:
    return figures.published(cast.agencies["probation"])


def asked(client: Client, **choices: Any) -> Any:
    return client.get("/statistics/table/", choices)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'").split())


def test_five_steps_lead_to_a_table_and_its_file(client: Client) -> None:
    so_far: dict[str, Any] = {}
    for number, (name, value) in enumerate(CHOSEN.items(), start=1):
        page = asked(client, **so_far)
        assert page.status_code == 200
        assert f"Step {number} of 5" in words(page)
        assert page.content.decode().count(f'name="{name}"') >= 1
        so_far[name] = value
    made = words(asked(client, **CHOSEN))
    assert "Darlington April to June 2023 30 33.3%" in made
    assert "Gateshead July to September 2023 10 [c]" in made
    assert "County Durham" not in made
    assert "[c] means hidden to protect people." in made
    rows = list(csv.DictReader(io.StringIO(asked(client, **CHOSEN, file="csv").content.decode("utf-8-sig"))))
    whole = client.get(f"/statistics/{figures.SLUG}/quarter-by-area.csv").content.decode("utf-8-sig")
    published = {(row["area"], row["cohort"]): row for row in csv.DictReader(io.StringIO(whole))}
    assert len(rows) == 4
    assert all(published[row["area"], row["cohort"]].items() >= row.items() for row in rows)


@pytest.mark.parametrize(
    ("step", "missing", "told"),
    [
        (1, "release", "Select a release"),
        (2, "about", "Select what each row is about"),
        (3, "who", "Select at least one area"),
        (4, "when", "Select at least one time period"),
        (5, "shown", "Select at least one column"),
    ],
)
def test_a_step_without_a_choice_says_what_to_select(client: Client, step: int, missing: str, told: str) -> None:
    page = asked(client, **{name: value for name, value in CHOSEN.items() if name != missing}, step=step)
    assert (page.status_code, told in words(page)) == (422, True)
    assert "<title>Error: Make a table" in page.content.decode()


def test_a_change_keeps_what_was_chosen_before(client: Client) -> None:
    page = asked(client, **CHOSEN).content.decode()
    [address] = re.findall(r'href="(\?[^"]*)">Change<span class="govuk-visually-hidden"> step 4', page)
    again = client.get("/statistics/table/" + address.replace("&amp;", "&"))
    assert "Step 4 of 5" in words(again)
    assert again.content.decode().count('type="hidden" name="who"') == 2


def test_choices_that_meet_nowhere_give_an_empty_table_and_say_so(client: Client, out: Any) -> None:

    table = CountedTable.objects.get(snapshot=out.snapshot, name="quarter-by-area")
    table.rows = [row for row in table.rows if (row["area"], row["cohort"]) != ("darlington", PERIODS[0])]
    table.save()
    page = asked(client, **CHOSEN | {"who": "darlington", "when": PERIODS[0]})
    assert page.status_code == 422
    assert "Your choices give an empty table. Change the time period" in words(page)


@pytest.mark.parametrize(
    "more", [{"release": "<x>"}, {"about": "<x>"}, {"who": "<x>"}, {"when": "<x>"}, {"shown": "area_name"}]
)
def test_what_is_not_offered_is_not_chosen(client: Client, more: dict[str, str]) -> None:
    page = asked(client, **CHOSEN | more)
    assert page.status_code == 200
    assert "of 5" in words(page)
    assert "<x>" not in page.content.decode()


def test_a_withdrawn_release_is_not_offered(client: Client, out: Any) -> None:
    type(out).objects.filter(pk=out.pk).update(
        state="withdrawn", withdrawn_because="Wrong.", withdrawn_at=out.published_at, withdrawn_by=1
    )
    page = words(asked(client, **CHOSEN))
    assert "Nothing is published yet" in page
    assert "33.3%" not in page
