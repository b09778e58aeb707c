"""Django's name for the room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The room ``partners``."""

    name = "desistance.partners"
    label = "partners"
