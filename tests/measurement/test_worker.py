"""Freezing and counting: equal to a plain count, safe to kill, never changed, and nothing hidden kept anywhere."""

import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desistance.audit.models import AuditEvent
from desistance.history.rules.offence_groups import classify
from desistance.measurement import worker
from desistance.measurement.actions.snapshots import ask_for_snapshot
from desistance.measurement.models import CohortMember, CountedTable, Snapshot
from desistance.measurement.queries.explained import explained
from desistance.measurement.terms import REGION
from desistance.measurement.worker.freezing import folder_of
from desistance.people.models import Person
from tests import factories as make
from tests.cast import Cast
from tests.evidence.reoffending import oracle
from tests.measurement.population import FIRST, LAST, generate

COMPLETE_TO = date(2026, 3, 12)
SLUGS = {"E06000047": "county-durham", "E06000005": "darlington", "E06000001": "hartlepool", "": None}
pytestmark = pytest.mark.usefixtures("looking")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def asked(cast: Cast, **more: Any) -> Snapshot:
    given = {"first_on": FIRST, "last_on": LAST, "complete_to": COMPLETE_TO, "run_later": False, **more}
    return ask_for_snapshot(**given, by=cast.entering("ana"), at=make.NOW)


def counted(cast: Cast, **more: Any) -> Snapshot:
    return worker.freeze(snapshot=asked(cast, **more).pk, at=make.NOW)


def oracle_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The generated history as the oracle reads it; offences are classified by history's own mapping."""
    found = []
    for row in rows:
        kind = classify(row["code"])
        if kind.is_recordable is None:
            continue
        extra = {"recordable": kind.is_recordable, "breach": kind.is_breach, "area": SLUGS[row["area_code"]]}
        found.append({**row, **extra})
    return found


def test_everyone_in_the_cohorts_is_who_a_plain_count_finds(cast: Cast) -> None:
    rows = oracle_rows(generate(cast.agencies["police"], 50))
    snapshot = counted(cast)
    expected = oracle.count(rows, [], FIRST, LAST, ("area",))
    found: defaultdict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in CohortMember.objects.filter(snapshot=snapshot):
        cell = found[one.quarter, one.area]
        cell[0] += 1
        cell[1] += one.reoffences > 0
        cell[2] += one.reoffences
    assert dict(found) == expected
    assert snapshot.state == "counted"
    assert sum(people for people, _, _ in expected.values()) > 15


def test_a_number_that_is_hidden_is_nowhere_in_what_is_kept(cast: Cast) -> None:
    rows = oracle_rows(generate(cast.agencies["police"], 60))
    snapshot = counted(cast)
    year = CountedTable.objects.get(snapshot=snapshot, name="year-by-area")
    region = next(row for row in year.rows if row["area"] == REGION)
    people = oracle.count(rows, [], FIRST, LAST, (), quarters=4)[FIRST,][0]
    assert region["offenders"] == 5 * ((people + 2) // 5)
    assert len(year.rows) == 15
    true = {
        (f"{quarter}", area): counts
        for (quarter, area), counts in oracle.count(rows, [], FIRST, LAST, ("area",)).items()
    }
    table = CountedTable.objects.get(snapshot=snapshot, name="quarter-by-area")
    hidden = 0
    for row in (row for row in table.rows if row["area"] != REGION):
        for name, count in zip(
            ("offenders", "reoffenders"), true.get((row["cohort"][:10], row["area"]), [0, 0]), strict=False
        ):
            if count < 10:
                hidden += 1
                assert row[name] == "[c]"
                assert row["rate"] in ("[c]", "[u]")
    assert hidden > 20
    reasons = json.dumps([one.hidden for one in CountedTable.objects.filter(snapshot=snapshot)])
    assert not any(f'"{figure}"' in reasons or f": {figure}," in reasons for figure in range(1, 10))
    assert all(value == "[c]" or value % 5 == 0 for value in snapshot.left_out.values())
    assert all(not isinstance(value, int) or value % 5 == 0 for value in snapshot.quality.values())


class Killed(BaseException):
    """The worker's process is gone."""


@pytest.mark.parametrize("step", ["freezing", "files", "frozen", "counted"])
def test_a_run_killed_at_any_step_goes_on_with_nothing_half_kept(cast: Cast, step: str) -> None:
    generate(cast.agencies["police"], 6)
    snapshot = asked(cast)

    def kill(reached: str) -> None:
        if reached == step:
            raise Killed

    with pytest.raises(Killed):
        worker.freeze(snapshot=snapshot.pk, at=make.NOW, say=kill)
    assert (CountedTable.objects.count(), CohortMember.objects.count()) == (0, 0)
    kept = (
        {path.name: path.read_bytes() for path in folder_of(snapshot).glob("*.parquet")}
        if step in ("frozen", "counted")
        else {}
    )
    done = worker.freeze(snapshot=snapshot.pk, at=make.NOW)
    assert done.state == "counted"
    assert CountedTable.objects.filter(snapshot=done).count() == 5
    assert {name: (folder_of(done) / name).read_bytes() for name in kept} == kept
    assert [path.name for path in folder_of(done).parent.iterdir()] == [str(done.pk)]
    members = CohortMember.objects.count()
    worker.freeze(snapshot=snapshot.pk, at=make.NOW)
    assert CohortMember.objects.count() == members


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_files_that_are_not_those_that_were_frozen_are_not_counted(cast: Cast, harm: str) -> None:
    generate(cast.agencies["police"], 6)
    snapshot = asked(cast)

    def kill(reached: str) -> None:
        if reached == "frozen":
            raise Killed

    with pytest.raises(Killed):
        worker.freeze(snapshot=snapshot.pk, at=make.NOW, say=kill)
    file = folder_of(snapshot) / "sanctions.parquet"
    file.write_bytes(file.read_bytes() + b"x") if harm == "changed" else file.unlink()
    stopped = worker.freeze(snapshot=snapshot.pk, at=make.NOW)
    assert stopped.state == "failed"
    assert "not those that were frozen" in stopped.failed_because
    assert not CountedTable.objects.exists()


def test_a_snapshot_of_nothing_says_so(cast: Cast) -> None:
    stopped = counted(cast)
    assert stopped.state == "failed"
    assert "Load court results first" in stopped.failed_because


def test_gathering_is_one_event_that_names_everyone_and_the_files_name_nobody(cast: Cast, files: Path) -> None:
    generate(cast.agencies["police"], 8)
    snapshot = counted(cast)
    [event] = AuditEvent.objects.filter(what="measurement.gather_rows")
    assert (event.category, len(event.subjects)) == ("collection", 8)
    kept = b"".join(path.read_bytes() for path in folder_of(snapshot).glob("*.parquet"))
    references = Person.objects.values_list("reference", flat=True)
    assert not any(reference.encode() in kept for reference in references)
    assert b"Sample" not in kept


def a_sentence(cast: Cast, **more: Any) -> Person:
    police = cast.agencies["police"]
    person = make.person(police, given="Ida", family="Index")
    offence = make.offence(person, police, offence_code=more.pop("code", "TH68010"), committed_on=date(2023, 4, 1))
    make.disposal(offence, **{"given_on": date(2023, 5, 2), "is_main": True, **more})
    return person


ROWS: dict[str, tuple[dict[str, Any], int]] = {
    "a fine on a recordable offence": ({}, 1),
    "a caution": ({"kind": "caution"}, 1),
    "found not guilty": ({"kind": "acquitted"}, 0),
    "a disposal beside the main one": ({"is_main": False}, 0),
    "withdrawn": ({"withdrawn_at": make.NOW, "withdrawn_by": 1}, 0),
    "a code that is not in the list": ({"code": "ZZ99999"}, 0),
    "custody from which nobody knows a release": ({"kind": "imprisonment"}, 0),
}


@pytest.mark.parametrize(("given", "members"), ROWS.values(), ids=ROWS)
def test_who_is_in_a_cohort_by_what_is_on_record(cast: Cast, given: dict[str, Any], members: int) -> None:
    a_sentence(cast)
    person = a_sentence(cast, **given)
    counted(cast)
    assert CohortMember.objects.filter(person=person).count() == members


@pytest.mark.parametrize(
    ("spell", "start"),
    [
        ({"from_on": date(2023, 5, 2), "until_on": date(2023, 7, 4), "release_kind": "licence"}, date(2023, 7, 4)),
        ({"from_on": date(2023, 5, 9), "until_on": date(2023, 7, 4)}, date(2023, 7, 4)),
        ({"from_on": date(2023, 4, 9), "until_on": date(2023, 7, 4), "release_kind": "licence"}, None),
        (
            {"from_on": date(2023, 4, 9), "until_on": date(2023, 7, 4), "sentenced_on": date(2023, 5, 2)},
            date(2023, 7, 4),
        ),
        ({"from_on": date(2023, 5, 2), "until_on": date(2023, 7, 4), "release_kind": "died"}, None),
        ({"from_on": date(2023, 5, 2), "until_on": date(2023, 7, 4), "kind": "remand"}, None),
    ],
    ids=["on licence", "received later", "before the sentence", "sentenced on that day", "died", "remand"],
)
def test_a_follow_up_from_custody_starts_with_the_release_of_its_sentence(
    cast: Cast, spell: dict[str, Any], start: date | None
) -> None:
    a_sentence(cast)
    person = a_sentence(cast, kind="imprisonment")
    make.custody_spell(person, cast.agencies["prison"], **spell)
    counted(cast)
    found = CohortMember.objects.filter(person=person).values_list("index_on", flat=True)
    assert list(found) == ([start] if start else [])


@pytest.mark.parametrize(
    ("area", "postcode", "slug"),
    [
        ("E06000047", "", "county-durham"),
        ("E06000048", "", "northumberland"),
        ("E08000035", "", "elsewhere"),
        ("", "", "not known"),
        ("E06000005", "DH1 1AA", "darlington"),
        ("", "TS24 7AA", "hartlepool"),
        ("", "LS1 1AA", "elsewhere"),
    ],
)
def test_the_area_is_the_one_given_or_that_of_the_main_address_on_the_day(
    cast: Cast, area: str, postcode: str, slug: str
) -> None:
    person = a_sentence(cast, area=area)
    if postcode:
        make.address(person, cast.agencies["police"], postcode=postcode, from_on=date(2020, 1, 1))
        make.address(person, cast.agencies["council"], postcode="DL1 1AA", from_on=date(2023, 5, 3))
    counted(cast)
    assert CohortMember.objects.get(person=person).area == slug


def test_two_records_found_to_be_one_person_count_once(cast: Cast) -> None:
    person, lost = a_sentence(cast), a_sentence(cast)
    Person.objects.filter(pk=lost.pk).update(merged_into=person)
    from desistance.history.models import Disposal, Offence

    Disposal.objects.filter(person=lost).update(person=person)
    Offence.objects.filter(person=lost).update(person=person)
    counted(cast)
    assert CohortMember.objects.count() == 1


def test_a_restricted_person_is_counted(cast: Cast) -> None:
    person = a_sentence(cast)
    Person.objects.filter(pk=person.pk).update(restricted=True)
    counted(cast)
    assert CohortMember.objects.filter(person=person).exists()


def test_an_explanation_is_for_those_who_see_everything_it_rests_on(cast: Cast) -> None:
    police, charity = cast.agencies["police"], cast.agencies["charity"]
    for on, by in ((date(2023, 5, 2), police), (date(2023, 12, 1), police)):
        offence = make.offence(cast.kyle, by, committed_on=on - timedelta(days=5))
        make.disposal(offence, given_on=on, is_main=True)
    snapshot = counted(cast)
    by = cast.opening("priya")
    (first,) = [one for one in explained(cast.kyle.pk, snapshot.pk, by=by) if one.index_on == date(2023, 5, 2)]
    assert (first.reoffended, first.reoffences, len(first.counted)) == (True, 1, 1)
    assert first.period.words == "April to June 2023"
    CohortMember.objects.filter(person=cast.kyle).update(rests_on=[police.pk, charity.pk])
    assert explained(cast.kyle.pk, snapshot.pk, by=by) == []
    assert explained(cast.kyle.pk, by=cast.entering("ana")) == []


def test_a_provisional_snapshot_marks_its_rows(cast: Cast) -> None:
    a_sentence(cast)
    snapshot = counted(cast, complete_to=date(2025, 6, 30), provisional=True)
    assert snapshot.is_provisional
    tables = CountedTable.objects.filter(snapshot=snapshot)
    year, quarters = tables.get(name="year-by-area"), tables.get(name="quarter-by-area")
    assert all(row["provisional"] for row in year.rows)
    assert {row["cohort"][:10] for row in quarters.rows if row["provisional"]} == {"2024-01-01"}
    assert any("PROVISIONAL" in note for table in tables for note in table.notes)
