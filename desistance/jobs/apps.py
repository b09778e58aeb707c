"""Django's name for the room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room ``jobs``; gives the queue every job that the rooms have told the house."""

    name = "desistance.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the jobs; the rooms' ``worker.py`` are imported only when a job runs, so that no page loads them."""
        from desistance.foundation.register import HOUSE  # noqa: PLC0415  # apps must be loaded first
        from desistance.jobs.timetable import register  # noqa: PLC0415

        register(HOUSE.jobs.values())
