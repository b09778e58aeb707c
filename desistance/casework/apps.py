"""Django's name for the room."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The room ``casework``."""

    name = "desistance.casework"
    label = "casework"
