"""Django's name for the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room ``audit``."""

    name = "desistance.audit"
    label = "audit"
