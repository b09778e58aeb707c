"""Start-up of the ground floor: every table about people is put under the statement guard."""

from django.apps import AppConfig, apps


class FoundationConfig(AppConfig):
    """Watches the tables of all rooms once they are loaded."""

    name = "desistance.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Protect each table whose rows are about people, and read what the rooms tell."""
        from django.conf import settings

        from desistance.foundation import reading, register, rows

        for model in apps.get_models():
            if issubclass(model, rows.AboutPerson):
                reading.protect(model._meta.db_table)
        register.fill(settings.ROOMS)
