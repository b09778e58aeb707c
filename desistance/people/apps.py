"""Django's name for the room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room ``people``."""

    name = "desistance.people"
    label = "people"
