"""Django's name for the room."""

from django.apps import AppConfig


class RestorativeConfig(AppConfig):
    """The room ``restorative``."""

    name = "desistance.restorative"
    label = "restorative"
