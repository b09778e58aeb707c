"""Django's name for the room."""

from django.apps import AppConfig


class SentencesConfig(AppConfig):
    """The room ``sentences``."""

    name = "desistance.sentences"
    label = "sentences"
