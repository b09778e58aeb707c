"""Django's name for the room."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The room ``coordination``."""

    name = "desistance.coordination"
    label = "coordination"
