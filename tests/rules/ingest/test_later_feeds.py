"""Caseload orders, convictions and releases, row by row: awkward ones first."""

from datetime import date

import pytest

from desistance.history.rules.convictions import ConvictionFacts
from desistance.history.rules.custody import CustodyFacts
from desistance.ingest.rules.caseload import read_caseload_row
from desistance.ingest.rules.caseload_orders import read_requirements
from desistance.ingest.rules.cells import Findings
from desistance.ingest.rules.convictions import read_conviction_row
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.releases import read_release_row
from desistance.ingest.rules.rows import CaseTold
from desistance.sentences.rules.orders import OrderFacts, RequirementFacts
from tests import factories as make
from tests.ingest.files import caseload_row, conviction_row, release_row

ROSTER = Roster(teams={"east": 1}, workers={"priya@example.org": (2,)}, team_names=("East",))
ORDERED = {"ordered_on": "05/01/2026", "order_ends_on": "04/01/2027", "court": "Durham Crown Court"}


@pytest.mark.parametrize(
    ("text", "kinds", "warnings"),
    [
        ("", [], 0),
        (" ; ;", [], 0),
        ("RAR 20 days; UPW 100 hours", [("rehabilitation_activity", 20, "days"), ("unpaid_work", 100, "hours")], 0),
        ("upw: 100hrs", [("unpaid_work", 100, "hours")], 0),
        ("Unpaid work 1 hour", [("unpaid_work", 1, "hours")], 0),
        (
            "DRR 6 months;ATR;MHTR",
            [("drug_rehabilitation", 6, "months"), ("alcohol_treatment", None, ""), ("mental_health", None, "")],
            0,
        ),
        ("Curfew 12 hours", [("curfew", 12, "hours_a_day")], 0),
        ("Curfew 12 hours a day", [("curfew", 12, "hours_a_day")], 0),
        ("Accredited programme", [("programme", None, "")], 0),
        ("Gardening 20 days", [("other", None, "")], 1),
        ("RAR 20 fortnights", [("other", None, "")], 1),
        ("20 days", [("other", None, "")], 1),
    ],
)
def test_requirements_are_read_by_name_or_short_form_and_the_unknown_kept_in_words(
    text: str, kinds: list[tuple[str, int | None, str]], warnings: int
) -> None:
    found = Findings()
    told = read_requirements(text, found)
    assert [(one.kind, one.amount, one.unit) for one in told] == kinds
    assert (len(found.warnings), found.problems) == (warnings, [])
    assert all(one.words for one in told if one.kind == "other")


def _order(**cells: str) -> OrderFacts | None:
    reading = read_caseload_row(caseload_row(1, **cells), make.NOW, ROSTER)
    assert reading.is_good, reading.problems
    assert isinstance(reading.event, CaseTold)
    return reading.event.order


def test_a_row_of_version_1_tells_of_no_order_and_one_of_version_2_does() -> None:
    assert _order() is None
    order = _order(**ORDERED, requirements="UPW 100 hours; RAR 20 days")
    assert order == OrderFacts(
        "community_order",
        date(2026, 1, 5),
        date(2026, 1, 5),
        date(2027, 1, 4),
        "Durham Crown Court",
        "B2",
        "",
        (RequirementFacts("rehabilitation_activity", 20, "days"), RequirementFacts("unpaid_work", 100, "hours")),
    )


@pytest.mark.parametrize(
    ("cells", "warning"),
    [
        ({**ORDERED, "ordered_on": ""}, "The day the order was made is not given"),
        ({**ORDERED, "order_type": "Borstal"}, "Order type “Borstal” is not one that this service knows"),
        ({**ORDERED, "requirements": "Gardening"}, "Requirement “Gardening”"),
    ],
)
def test_what_is_not_understood_of_an_order_is_warned_of_and_holds_nothing(cells: dict[str, str], warning: str) -> None:
    reading = read_caseload_row(caseload_row(1, **cells), make.NOW, ROSTER)
    assert reading.is_good
    assert any(warning in words for words in reading.warnings)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"order_ends_on": "04/01/2026"}, "order_ends_on", "same as or after the day it starts"),
        ({"order_ends_on": "06/01/2029"}, "order_ends_on", "3 years after it was made"),
        ({"ordered_on": "14/03/2026"}, "ordered_on", "today or in the past"),
        ({"ordered_on": "30/02/2026"}, "ordered_on", "30/02/2026"),
        ({"order_starts_on": "04/01/2026"}, "order_starts_on", "same as or after the day it was made"),
        ({"requirements": "UPW 301 hours"}, "requirements", "40 to 300 hours"),
    ],
)
def test_an_order_that_cannot_have_been_holds_its_row(cells: dict[str, str], column: str, words: str) -> None:
    reading = read_caseload_row(caseload_row(1, **{**ORDERED, **cells}), make.NOW, ROSTER)
    assert [problem.column for problem in reading.problems] == [column]
    assert words in reading.problems[0].words


def test_a_conviction_is_read_with_its_disposal() -> None:
    reading = read_conviction_row(conviction_row(1, area="e06000047"), make.NOW)
    event = reading.event
    assert isinstance(event, ConvictionFacts)
    assert (reading.key, event.number, event.offence_code, event.committed_on) == (
        "C/26/00001",
        "C/26/00001",
        "TH68010",
        date(2026, 1, 2),
    )
    (disposal,) = event.disposals
    assert (disposal.kind, disposal.given_on, disposal.court, disposal.area) == (
        "community_order",
        date(2026, 2, 2),
        "Peterlee Magistrates' Court",
        "E06000047",
    )


@pytest.mark.parametrize(
    ("cells", "kind", "days", "warnings"),
    [
        ({"disposal": "Prison", "length": "28 days"}, "imprisonment", 28, 0),
        ({"disposal": "imprisonment", "length": "2 weeks"}, "imprisonment", 14, 0),
        ({"disposal": "SUSPENDED SENTENCE ORDER", "length": "6 months"}, "suspended_sentence", None, 0),
        ({"disposal": "Simple caution"}, "caution", None, 0),
        ({"disposal": "Not guilty"}, "acquitted", None, 0),
        ({"disposal": "Stocks"}, "not_known", None, 1),
        ({"disposal": ""}, "not_known", None, 1),
        ({"area": "Durham"}, "community_order", None, 1),
        ({"offence_code": "ZZ99001"}, "community_order", None, 1),
        ({"offence_code": "", "offence": "Theft"}, "community_order", None, 1),
        ({"offence_date": ""}, "community_order", None, 0),
    ],
)
def test_disposals_are_read_by_name_and_the_unknown_kept_and_warned_of(
    cells: dict[str, str], kind: str, days: int | None, warnings: int
) -> None:
    reading = read_conviction_row(conviction_row(1, **cells), make.NOW)
    assert isinstance(reading.event, ConvictionFacts), reading.problems
    (disposal,) = reading.event.disposals
    assert (disposal.kind, disposal.length_days, len(reading.warnings)) == (kind, days, warnings)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"number": ""}, "number"),
        ({"disposal_date": ""}, "disposal_date"),
        ({"disposal_date": "31/04/2026"}, "disposal_date"),
        ({"disposal_date": "14/03/2026"}, "disposal_date"),
        ({"offence_date": "03/02/2026"}, "disposal_date"),
        ({"offence_until": "01/01/2026"}, "offence_until"),
        ({"offence_date": "", "offence_until": "01/01/2026"}, "offence_date"),
        ({"offence_code": "", "offence": ""}, "offence_code"),
        ({"offence_code": "TH6801"}, "offence_code"),
        ({"date_of_birth": "03/01/2016"}, "offence_date"),
        ({"surname": ""}, "surname"),
    ],
)
def test_a_conviction_that_cannot_have_been_holds_its_row(cells: dict[str, str], column: str) -> None:
    reading = read_conviction_row(conviction_row(1, **cells), make.NOW)
    assert (reading.person, reading.event) == (None, None)
    assert reading.problems[0].column == column


def test_a_time_in_custody_is_read_with_its_release() -> None:
    reading = read_release_row(release_row(1), make.NOW)
    assert reading.event == CustodyFacts(
        "sentenced", date(2025, 9, 1), date(2026, 3, 2), "HMP Durham", date(2026, 3, 2), "licence", date(2025, 9, 1)
    )
    assert reading.key == "A1001AA sentenced 2025-09-01"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"noms": "A100"}, "noms"),
        ({"kind": ""}, "kind"),
        ({"kind": "holiday"}, "kind"),
        ({"received_on": ""}, "received_on"),
        ({"released_on": "31/08/2025", "sentenced_on": ""}, "released_on"),
        ({"received_on": "01/08/2025", "released_on": "15/08/2025"}, "released_on"),
        ({"released_on": "14/03/2026"}, "released_on"),
        ({"released_on": ""}, "released_on"),
        ({"planned_release_on": "31/08/2025"}, "planned_release_on"),
        ({"received_on": "29/02/2025"}, "received_on"),
    ],
)
def test_a_release_before_its_sentence_or_reception_holds_its_row(cells: dict[str, str], column: str) -> None:
    reading = read_release_row(release_row(1, **cells), make.NOW)
    assert (reading.person, reading.event) == (None, None)
    assert reading.problems[0].column == column


def test_someone_still_in_custody_has_no_release_and_an_unknown_kind_of_it_is_warned_of() -> None:
    inside = read_release_row(
        release_row(1, released_on="", release_kind="", planned_release_on="01/06/2026"), make.NOW
    )
    assert isinstance(inside.event, CustodyFacts)
    assert (inside.event.until_on, inside.event.planned_release_on) == (None, date(2026, 6, 1))
    out = read_release_row(release_row(1, release_kind="Tunnel"), make.NOW)
    assert isinstance(out.event, CustodyFacts)
    assert (out.event.release_kind, len(out.warnings)) == ("", 1)
