"""Django's name for the door."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The door ``public``."""

    name = "desistance.public"
    label = "public"
