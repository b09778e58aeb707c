"""Work put off, by name, in the transaction of the action that asks for it (Procrastinate; ids only)."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from desistance.foundation.register import HOUSE


def later(name: str, *, key: str = "", **ids: int) -> bool:
    """Put a registered job in the queue; False when the same ``key`` is already waiting.

    Raises LookupError on a name that no room has registered.
    """
    if name not in HOUSE.jobs:
        raise LookupError(f"No room has registered a job called {name}.")
    try:
        with transaction.atomic():
            app.configure_task(name, queueing_lock=key or None, lock=key or None).defer(**ids)
    except AlreadyEnqueued:
        return False
    return True
