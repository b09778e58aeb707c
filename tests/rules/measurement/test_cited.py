"""Figures that others published: each reproduces from its counts to the printed decimal, and says where it comes from."""

from datetime import date

import pytest

from desistance.measurement.rules.cited import (
    CitedFigure,
    benchmark_for,
    cited_figures,
    cited_for,
    national_series,
)
from desistance.measurement.rules.comparison import changed, compared

COUNTED = [one for one in cited_figures() if one.offenders and one.reoffenders]


def name(one: CitedFigure) -> str:
    return f"{one.slug} {one.group} {one.period}"


@pytest.mark.parametrize("one", COUNTED, ids=name)
def test_a_rate_is_its_counts_divided_to_the_printed_decimal(one: CitedFigure) -> None:
    assert f"{100 * one.reoffenders / one.offenders:.1f}" == one.rate


@pytest.mark.parametrize("one", [one for one in COUNTED if one.reoffences], ids=name)
def test_reoffences_per_reoffender_is_its_counts_divided_to_the_printed_decimal(one: CitedFigure) -> None:
    assert f"{one.reoffences / one.reoffenders:.2f}" == one.reoffences_per_reoffender


def test_the_national_series_is_whole_and_in_order() -> None:
    series = national_series()
    assert [one.cohort_to.year for one in series] == list(range(2013, 2025))
    assert (series[0].rate, series[-1].rate) == ("30.9", "28.2")


def test_the_groups_of_the_newest_year_add_up_to_everyone() -> None:
    groups = [one for one in COUNTED if one.group not in ("all", "children")]
    assert len(groups) == 13
    assert sum(one.offenders for one in groups) == national_series()[-1].offenders


def test_every_figure_says_its_source_licence_and_what_it_cannot_say() -> None:
    assert [
        name(one) for one in cited_figures() if not (one.source and one.licence and one.definition and one.cannot_say)
    ] == []


@pytest.mark.parametrize(("slug", "rate"), [("county-durham", "31.7"), ("darlington", "39.5"), ("england", "29.2")])
def test_the_area_rates_up_to_march_2018_are_quoted_as_printed(slug: str, rate: str) -> None:
    one = next(one for one in cited_for(slug) if one.period == "up to March 2018")
    assert (one.rate, one.offenders, one.interval_words) == (rate, None, "Not available for this source")


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [
        (date(2023, 4, 1), date(2024, 3, 31), 2024),
        (date(2024, 1, 1), date(2024, 3, 31), 2024),
        (date(2024, 4, 1), date(2024, 6, 30), 2024),
        (date(2017, 10, 1), date(2018, 9, 30), 2018),
    ],
    ids=["the same year", "a quarter of it", "after the newest: the newest", "across two: the one it starts in"],
)
def test_a_cohort_is_compared_with_the_national_year_that_it_starts_in(first: date, last: date, year: int) -> None:
    assert benchmark_for(first, last).cohort_to.year == year


def test_before_the_series_there_is_nothing_to_compare_with() -> None:
    assert benchmark_for(date(2010, 1, 1), date(2010, 3, 31)) is None


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.294, 0.334, "Higher"),
        (0.282, 0.334, "Similar"),
        (0.25, 0.2819, "Lower"),
        (0.27, 0.29, "Similar"),
        ("[c]", "[c]", "Cannot"),
        ("[u]", "[u]", "Cannot"),
    ],
)
def test_a_difference_is_told_only_where_our_range_leaves_the_national_rate_out(
    low: object, high: object, word: str
) -> None:
    assert compared(low, high, national_series()[-1]).startswith(word)


@pytest.mark.parametrize(
    ("new", "old", "word"),
    [
        ((0.3, 0.33), (0.2, 0.29), "Clearly higher"),
        ((0.2, 0.29), (0.3, 0.33), "Clearly lower"),
        ((0.2, 0.3), (0.3, 0.33), "No clear change"),
        (("[c]", "[c]"), (0.3, 0.33), "Cannot be said"),
    ],
)
def test_a_change_is_clear_only_where_the_ranges_do_not_overlap(
    new: tuple[object, object], old: tuple[object, object], word: str
) -> None:
    assert changed(*new, *old).startswith(word)
