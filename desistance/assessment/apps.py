"""Django's name for the room."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The room ``assessment``."""

    name = "desistance.assessment"
    label = "assessment"
