"""Django's name for the room."""

from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    """The room ``measurement``."""

    name = "desistance.measurement"
    label = "measurement"
