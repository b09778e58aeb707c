"""Django's name for the room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The room ``jobs``."""

    name = "desistance.jobs"
    label = "jobs"
