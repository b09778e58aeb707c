"""Django's name for the room."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The room ``governance``."""

    name = "desistance.governance"
    label = "governance"
