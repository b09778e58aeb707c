"""Django's name for the room."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The room ``history``."""

    name = "desistance.history"
    label = "history"
