"""The demonstration's population is measured: one release is out, one is a draft, and what is hidden cannot be worked out."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desistance.demo import diverted, loading, measured
from desistance.foundation.reading import marked
from desistance.jobs.running import run_now
from desistance.measurement.models import Publication
from desistance.measurement.queries.published import Release, area_release, release, releases
from desistance.people.rules.references import make_reference
from evidence.disclosure.attack import Published, weak_cells
from tests import factories as make

ENOUGH = 1_200
"""People of whom every area still has figures, some of them hidden; the demonstration itself has twice as many."""


def as_published(shown: Release) -> Published:
    """The people of a release by area and quarter with every total, as an attacker has them."""
    year, quarters = shown.tables["year-by-area"], shown.tables["quarter-by-area"]
    periods = sorted({row["cohort"] for row in quarters.rows})
    slugs = [row["area"] for row in year.rows if row["area"] != "north-east"]

    def people(period: str, slug: str) -> Any:
        return quarters.row_of(cohort=period, area=slug)["offenders"]

    return Published(
        tuple(tuple(people(period, slug) for period in periods) for slug in slugs),
        tuple(year.row_of(area=slug)["offenders"] for slug in slugs),
        tuple(people(period, "north-east") for period in periods),
        year.row_of(area="north-east")["offenders"],
    )


@pytest.mark.slow
def test_a_year_is_published_a_quarter_is_a_draft_and_no_hidden_count_can_be_worked_out(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(measured, "PEOPLE", ENOUGH)
    loading.load(lambda words: None)
    with marked("test"):
        drawn_by_chance = make_reference(measured.FIRST_REFERENCE + 14)
        make.person(make.agency("council", name="Anywhere council"), reference=drawn_by_chance)
    assert not measured.is_loaded()
    assert measured.load_people() == measured.PEOPLE + diverted.PEOPLE
    assert measured.is_loaded()

    def freeze(number: int, at: datetime) -> None:
        run_now("measurement.freeze", snapshot=number, at=at)

    measured.make_releases(freeze, lambda words: None)
    measured.make_releases(freeze, lambda words: None)
    with marked("test"):
        assert sorted(Publication.objects.values_list("state", flat=True)) == ["draft", "published"]
    [listed] = releases()
    assert (listed.period, listed.state) == ("April 2023 to March 2024", "published")
    shown = release(listed.slug)
    table = as_published(shown)
    assert len(table.hidden()) >= 4
    assert weak_cells(table.known(), table.hidden()) == []
    durham = area_release("county-durham")
    row = shown.tables["year-by-area"].row_of(area="county-durham")
    assert durham.rate == f"{100 * row['reoffenders'] / row['offenders']:.1f}%"
    assert 20 < durham.of_100 < 45
