"""The queue's list of jobs, what repeats and when, and the rescue of jobs whose worker was killed (Procrastinate)."""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition, Status
from procrastinate.jobs import Job as QueuedJob
from procrastinate.periodic import PeriodicRegistry

from desistance.foundation.register import Job
from desistance.foundation.terms import Queue
from desistance.jobs.running import run_now

log = structlog.get_logger("jobs")
RESCUE = "jobs.rescue"
EVERY_MINUTE = "* * * * *"
MOST_ATTEMPTS = 5
PRIORITIES = {Queue.EVERYDAY: 0, Queue.ANALYSIS: -1}
AGAIN = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3)


def register(jobs: Iterable[Job]) -> None:
    """Give the queue every job by name, put those that repeat on the timetable, and rescue stalled jobs every minute."""
    for job in jobs:
        task = app.task(name=job.name, retry=AGAIN, queue=job.queue, priority=PRIORITIES[job.queue])(_run(job.name))
        if job.cron:
            app.periodic(cron=job.cron)(task)
    app.periodic(cron=EVERY_MINUTE)(app.task(name=RESCUE, pass_context=True, queue=Queue.EVERYDAY)(rescue))


def _run(name: str) -> Callable[..., None]:
    def run(timestamp: int | None = None, **ids: Any) -> None:
        run_now(name, **ids)

    return run


async def rescue(context: JobContext, timestamp: int) -> None:
    """Put back into the queue every job whose worker has not been heard of for half a minute."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await rescue_one(context.app.job_manager, job)


async def rescue_one(manager: Any, job: QueuedJob) -> None:
    """Queue one stalled job again. One that has killed its worker five times, or that waits again already, is given up."""
    if job.attempts < MOST_ATTEMPTS:
        try:
            await manager.retry_job(job)
        except ConnectorException:
            log.warning("stalled_job_waits_already", job=job.id, name=job.task_name)
        else:
            return
    log.error("stalled_job_given_up", job=job.id, name=job.task_name, attempts=job.attempts)
    await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)


def run_worker(
    *, concurrency: int = 1, until_idle: bool = False, only: Queue | None = None, with_timetable: bool = True
) -> None:
    """Carry out what was put off, or ``only`` that of one queue, until stopped or nothing waits. Jobs that went well are removed.

    The worker listens on a connection of its own. Jobs keep Django's: what a job itself puts off stays in its transaction.
    """
    listening = app.with_connector(DjangoConnector().get_worker_connector())
    if not with_timetable:
        listening.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
    listening.run_worker(
        concurrency=concurrency,
        wait=not until_idle,
        queues=[only] if only else None,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,
    )
