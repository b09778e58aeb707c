"""Django's name for the room."""

from django.apps import AppConfig


class SchemesConfig(AppConfig):
    """The room ``schemes``."""

    name = "desistance.schemes"
    label = "schemes"
