"""The demonstration's files of orders, convictions and receptions: every row of them is good."""

import csv
import io
from collections.abc import Callable

import pytest

from desistance.demo import files, later_files
from desistance.foundation.register import HOUSE
from desistance.ingest.rules.feed import Roster
from desistance.ingest.rules.feeds import read_cells
from desistance.people.rules.names import fold
from tests import factories as make

TEAMS = ("Bishop Auckland", "Durham City", "Public protection")
FEEDS = {
    "convictions": later_files.convictions,
    "prison-releases": later_files.releases,
    "probation-caseload": files.caseload,
}


@pytest.mark.parametrize(("feed", "text"), FEEDS.items())
def test_every_row_of_the_demonstrations_files_is_good(feed: str, text: Callable[[], str]) -> None:
    rows = list(csv.DictReader(io.StringIO(text())))
    workers = {row["practitioner"].casefold(): (1,) for row in rows if row.get("practitioner")}
    roster = Roster(teams={fold(team): 1 for team in TEAMS}, workers=workers, team_names=TEAMS)
    assert set(rows[0]) <= set(HOUSE.feeds[feed].columns)
    readings = [read_cells(row, feed, at=make.NOW, roster=roster) for row in rows]
    assert [problem.words for reading in readings for problem in reading.problems] == []
    keys = [reading.key for reading in readings]
    assert len(keys) == len(set(keys)) >= 24
    assert text() == text()
