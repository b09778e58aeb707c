"""Django's name for the room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room ``access``."""

    name = "desistance.access"
    label = "access"
