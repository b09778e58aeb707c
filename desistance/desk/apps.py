"""Django's name for the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The room ``desk``."""

    name = "desistance.desk"
    label = "desk"
