"""Tasks in the database: due of whoever is to do them, waited for by whoever asked, handed over between agencies, closed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desistance.casework.actions.tasks import Doer, close_task, hand_task_over, set_task, take_tasks_back
from desistance.casework.models import Task
from desistance.casework.queries.tasks import my_tasks, own_task, task_address, tasks_of
from desistance.casework.rules.tasks import Origin, TaskFacts
from desistance.desk.queries.duties import asked_of_others, duties_of
from desistance.foundation.decisions import Conflict, NotFound, NotPermitted, Refused
from desistance.foundation.models import Revision
from desistance.foundation.register import HOUSE
from tests import factories as make
from tests.cast import Cast

RING = TaskFacts("Ring the landlord", date(2026, 3, 20))


@pytest.fixture
def asked(cast: Cast, looking: None) -> Task:
    """Priya asks Durham police, who manage Kyle too, to do something."""
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    doer = Doer(cast.agencies["police"])
    return set_task(person=cast.kyle, facts=RING, doer=doer, by=cast.opening("priya"), at=make.NOW)


def due(cast: Cast, who: str) -> list[str]:
    return [row.words for row in duties_of(by=cast.entering(who)) if row.duty == "casework.task"]


def test_a_task_is_due_of_whoever_is_to_do_it_and_waited_for_by_whoever_asked(cast: Cast, asked: Task) -> None:
    assert (due(cast, "rob"), due(cast, "priya"), due(cast, "carl")) == (["Ring the landlord"], [], [])
    assert [one.id for one in my_tasks(by=cast.entering("priya")).asked] == [asked.pk]
    assert [one.id for one in my_tasks(by=cast.entering("rob")).untaken] == [asked.pk]
    told = [(row.words, row.said_by) for row in asked_of_others(by=cast.entering("priya"))]
    assert (told, asked_of_others(by=cast.entering("rob"))) == ([("Ring the landlord", "Durham police")], [])
    (line,) = HOUSE.sections["casework.tasks"].load(cast.kyle.pk, cast.opening("priya"))
    assert (line.words, line.plain) == ("Ring the landlord: Durham police, by 20 March 2026", "")
    (shown,) = tasks_of(cast.kyle.pk, by=cast.opening("priya"))
    assert (shown.doer, shown.asker, shown.may_change, shown.is_ours) == ("Durham police", "Priya", True, False)
    with pytest.raises(Refused, match="Only the agency that is to do it"):
        close_task(task=asked, to="done", came_of="Rang", by=cast.opening("priya"), at=make.NOW)
    rob = cast.opening("rob")
    close_task(task=own_task(asked.pk, by=rob).task, to="done", came_of="He can stay", by=rob, at=make.NOW, version=1)
    assert asked_of_others(by=cast.entering("priya")) == []
    assert due(cast, "rob") == []
    (shown,) = tasks_of(cast.kyle.pk, by=cast.opening("priya"))
    assert (shown.state_words, shown.closer, shown.task.came_of) == ("Done", "Rob", "He can stay")
    with pytest.raises(Conflict):
        close_task(task=asked, to="dropped", came_of="No", by=rob, at=make.NOW, version=1)


def test_a_task_is_handed_over_and_whoever_asked_still_waits(cast: Cast, asked: Task) -> None:
    rob, priya = cast.opening("rob"), Doer(cast.agencies["probation"], cast.staff["priya"])
    task = own_task(asked.pk, by=rob).task
    with pytest.raises(Refused, match="does not work with this person") as refusal:
        hand_task_over(task=task, doer=Doer(cast.agencies["housing"]), because="Yours", by=rob, at=make.NOW)
    assert refusal.value.field == "doer"
    hand_task_over(task=task, doer=priya, because="The landlord is in your file", by=rob, at=make.NOW)
    assert (due(cast, "rob"), due(cast, "priya")) == ([], ["Ring the landlord"])
    assert Revision.objects.get(holding="casework.Task").values["agency_id"] == cast.agencies["police"].pk
    with pytest.raises(NotFound):
        own_task(asked.pk, by=cast.opening("rob"))  # neither to do it nor asked for it any more


def test_what_a_health_service_is_asked_is_health_and_is_read_by_whoever_asked(cast: Cast, looking: None) -> None:
    make.involvement(cast.kyle, cast.agencies["health"], kind="treatment", data_class="health", lead=cast.staff["nia"])
    make.involvement(cast.kyle, cast.agencies["police"], kind="police_management", lead=cast.staff["rob"])
    by = cast.opening("priya")
    task = set_task(person=cast.kyle, facts=RING, doer=Doer(cast.agencies["health"]), by=by, at=make.NOW)
    assert task.data_class == "health"
    assert [one.id for one in tasks_of(cast.kyle.pk, by=by)] == [task.pk]
    assert tasks_of(cast.kyle.pk, by=cast.opening("rob")) == []
    assert due(cast, "nia") == ["Ring the landlord"]


def test_a_task_about_nobody_stays_in_the_agency(cast: Cast, looking: None) -> None:
    by = cast.entering("priya")
    with pytest.raises(Refused, match="about nobody"):
        set_task(person=None, facts=RING, doer=Doer(cast.agencies["police"]), by=by, at=make.NOW)
    told = {"person": None, "facts": RING, "by": by, "at": make.NOW}
    task = set_task(**told, doer=Doer(cast.agencies["probation"], cast.staff["olu"]))
    assert (due(cast, "olu"), task_address(task.pk, by=by), tasks_of(0, by=by)) == (["Ring the landlord"], "", [])
    with pytest.raises(NotFound):
        task_address(task.pk, by=cast.entering("rob"))
    olu = cast.entering("olu")
    close_task(task=own_task(task.pk, by=olu).task, to="dropped", came_of="Not needed", by=olu, at=make.NOW)


def test_a_room_says_where_a_task_comes_from_and_only_workers_set_one(cast: Cast, looking: None) -> None:
    own = Doer(cast.agencies["probation"], cast.staff["priya"])
    told = {"person": cast.kyle, "facts": RING, "doer": own, "at": make.NOW}
    task = set_task(**told, by=cast.opening("priya"), origin=Origin("coordination.AgreedAction", 7))
    assert (task.origin_name, task.origin_id) == ("coordination.AgreedAction", 7)
    with pytest.raises(NotPermitted):
        set_task(**told, by=cast.opening("grace"))
    with pytest.raises(NotFound):
        set_task(**told, by=cast.entering("priya"))
    with pytest.raises(Refused, match="today or later"):
        set_task(**{**told, "facts": TaskFacts("Ring", date(2026, 3, 12))}, by=cast.opening("priya"))


def test_tasks_that_a_file_said_are_dropped_once(cast: Cast, asked: Task) -> None:
    own = make.task(cast.kyle, cast.agencies["probation"])
    for _twice in range(2):
        taken = {"rows": [own.pk, asked.pk], "reason": "The file was undone", "at": make.NOW}
        take_tasks_back(**taken, by=cast.opening("priya"))
    kept = set(Task.objects.values_list("pk", "state", "came_of", "version"))
    assert kept == {(own.pk, "dropped", "The file was undone", 2), (asked.pk, "open", "", 1)}


def test_the_card_of_open_actions_takes_one_statement_however_many(cast: Cast, asked: Task) -> None:
    by, probation = cast.opening("priya"), cast.agencies["probation"]
    for number in range(12):
        make.task(cast.kyle, probation, f"Task {number}", worker=cast.staff["priya"], due_on=date(2026, 3, 1))
    make.task(cast.kyle, probation, state="done", closed_at=make.NOW, closed_by=1, came_of="Done")
    with CaptureQueriesContext(connection) as statements:
        told = HOUSE.cards["casework.tasks"].load(cast.kyle.pk, by)
    assert len(statements) == 1
    assert (len(told["mine"]), len(told["others"]), told["count"]) == (8, 1, 13)
    assert {one.state_words for one in told["mine"]} == {"Overdue"}
