"""Running one job: finds the room's function, gives it the time, watches its statements and writes down what it looked at."""

import inspect
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import connection, transaction

from desistance.audit.actions import write_looks
from desistance.foundation import clock
from desistance.foundation.reading import guard, noting
from desistance.foundation.register import HOUSE

Work = Callable[..., Any]


def work_of(name: str) -> Work:
    """The function that carries out a job. Raises LookupError when no room has registered the name, or none carries it out."""
    if name not in HOUSE.jobs:
        raise LookupError(f"No room has registered a job called {name}.")
    room, verb = name.split(".", 1)
    found: Work | None = getattr(import_module(f"desistance.{room}.worker"), verb, None)
    if found is None:
        raise LookupError(f"The room {room} registers the job {name}, but its worker.py has no function {verb}.")
    return found


def run_now(name: str, *, at: datetime | None = None, **arguments: Any) -> Any:
    """Carry out one job in this process. ``at`` is the moment it began; without it, the clock's."""
    work = work_of(name)
    with noting() as notes, connection.execute_wrapper(guard):
        answer = work(at=at or clock.now(), **arguments)
        with transaction.atomic():
            write_looks(notes, what=name)
    return answer


def takes(work: Work) -> frozenset[str]:
    """The names of the ids that a job's function takes, beside ``at``."""
    return frozenset(inspect.signature(work).parameters) - {"at"}
