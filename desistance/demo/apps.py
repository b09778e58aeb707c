"""Django's name for the room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room ``demo``."""

    name = "desistance.demo"
    label = "demo"
