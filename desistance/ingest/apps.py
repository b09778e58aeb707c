"""Django's name for the room."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """The room ``ingest``."""

    name = "desistance.ingest"
    label = "ingest"
