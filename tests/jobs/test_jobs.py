"""The queue: every name leads to work, unknown names are refused, and a killed worker's job is done by the next."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from desistance.foundation.later import later
from desistance.foundation.register import HOUSE, Job
from desistance.history.models import Arrest
from desistance.ingest.actions.loading import start_load
from desistance.ingest.models import Import, ImportRow
from desistance.jobs.running import run_now, takes, work_of
from desistance.jobs.timetable import MOST_ATTEMPTS, RESCUE
from desistance.people.models import Person
from tests import factories as make
from tests.cast import Cast, assemble
from tests.contracts.source import calls, files
from tests.ingest.files import as_csv, custody_row
from tests.ingest.office import Office

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted(HOUSE.jobs))
def test_every_registered_job_has_a_function_that_takes_the_moment(name: str) -> None:
    work = work_of(name)
    assert "at" in work.__annotations__
    assert takes(work) or HOUSE.jobs[name].cron


def test_every_name_given_to_later_is_a_registered_job() -> None:
    given = {
        call.args[0].value  # type: ignore[attr-defined]
        for path in files()
        for call in calls(path, "later")
        if call.args
    }
    assert given
    assert given <= set(HOUSE.jobs)


def test_an_unknown_name_is_refused(db: None) -> None:
    with pytest.raises(LookupError, match="no_such_room"):
        later("no_such_room.work", imported=1)
    with pytest.raises(LookupError, match=r"jobs\.unknown"):
        run_now("jobs.unknown")


def test_a_job_whose_function_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HOUSE.jobs, "ingest.forgotten", Job("ingest.forgotten", "A planted fault"))
    with pytest.raises(LookupError, match="has no function forgotten"):
        work_of("ingest.forgotten")


def test_the_queue_knows_every_job_and_rescues_stalled_ones_each_minute() -> None:
    from procrastinate.contrib.django import app

    assert set(HOUSE.jobs) | {RESCUE} <= set(app.tasks)
    timetable = {(task.task.name, task.cron) for task in app.periodic_registry.periodic_tasks.values()}
    assert (RESCUE, "* * * * *") in timetable
    assert {(job.name, job.cron) for job in HOUSE.jobs.values() if job.cron} <= timetable


def test_the_same_key_waits_once_and_a_rolled_back_deed_puts_nothing_off(db: None) -> None:
    from django.db import transaction

    assert later("ingest.load", key="import 7", imported=7)
    assert not later("ingest.load", key="import 7", imported=7)
    with transaction.atomic():
        later("ingest.load", key="import 8", imported=8)
        transaction.set_rollback(True)
    assert _waiting() == [{"imported": 7}]


def _waiting() -> list[dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE status = 'todo' AND task_name LIKE 'ingest.%'")
        import json

        return [json.loads(args) for (args,) in cursor.fetchall()]


def _sql(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def worker_environment(own_database: str, tmp_path: Path, settings: object) -> dict[str, str]:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    parts = connection.settings_dict
    url = f"postgresql://{parts['USER']}:{parts['PASSWORD']}@/{parts['NAME']}?host={parts['HOST']}&port={parts['PORT']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DESISTANCE_DATA": str(tmp_path),
        "DESISTANCE_CLOCK": f"{make.NOW.isoformat()}@{make.NOW.isoformat()}",
        "PYTHONPATH": str(ROOT),
    }


def _work(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "desistance", "work", "--only=everyday", "--without-timetable", "--until-idle"]
    with Path(environment["DESISTANCE_DATA"], "worker.log").open("ab") as log:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=log)


@pytest.mark.slow
def test_a_worker_killed_in_mid_load_leaves_a_job_that_the_next_one_finishes_once(
    worker_environment: dict[str, str], looking: None
) -> None:
    cast: Cast = assemble()
    cast.hire("gita", "police", "governance_officer")
    office = Office(cast)
    record = office.check(as_csv(custody_row(number) for number in range(600)))
    later("measurement.track", tracking=1)  # an analysis: no worker of everyday jobs takes it up
    start_load(imported=record, by=cast.entering("gita"), at=make.NOW)
    first = _work(worker_environment)
    _until(lambda: 0 < ImportRow.objects.filter(state="loaded").count() < 600, first)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    loaded = ImportRow.objects.filter(state="loaded").count()
    assert 0 < loaded < 600
    assert loaded == Arrest.objects.count() == Person.objects.count() - 1
    _sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    _put_off_the_rescue()
    second = _work(worker_environment)
    assert second.wait(timeout=120) == 0
    record = Import.objects.get(pk=record.pk)
    assert (record.state, office.tally(record).loaded) == ("done", 600)
    assert Arrest.objects.count() == 600 == Person.objects.count() - 1
    waits = "SELECT task_name, queue_name, priority FROM procrastinate_jobs WHERE status = 'todo'"
    assert _sql(waits) == [("measurement.track", "analysis", -1)]


def _put_off_the_rescue() -> None:
    """What the timetable does each minute."""
    _sql(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, args) "
        "VALUES ('jobs.rescue', 'everyday', '{\"timestamp\": 0}')"
    )


def _until(condition: object, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if condition():  # type: ignore[operator]
            return
        assert process.poll() is None, "The worker ended early: see worker.log"
        time.sleep(0.05)
    raise AssertionError("The worker never began")


@pytest.mark.slow
def test_a_job_that_has_killed_its_worker_five_times_is_given_up(worker_environment: dict[str, str]) -> None:
    _sql(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, attempts) "
        f"VALUES ('ingest.load', 'everyday', '{{\"imported\": 1}}', 'doing', {MOST_ATTEMPTS})"
    )
    _put_off_the_rescue()
    process = _work(worker_environment)
    assert process.wait(timeout=120) == 0
    assert _sql("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'ingest.load'") == [("failed",)]
