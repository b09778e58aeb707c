"""Loads the areas that the room carries with it: their codes, the dates each code was in use, and the source."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

AREAS = Path(__file__).resolve().parent.parent / "areas.csv"


def load(apps, schema_editor):
    Area = apps.get_model("partners", "Area")
    made = {}
    for row in csv.DictReader(AREAS.read_text(encoding="utf-8").splitlines()):
        source = f"{row['source']} ({row['version']}), {row['licence']}"
        made[row["code"]] = Area.objects.using(schema_editor.connection.alias).create(
            code=row["code"],
            name=row["name"],
            slug=row["slug"],
            kind=row["kind"],
            within=made.get(row["within"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            source=source,
        )


def unload(apps, schema_editor):
    apps.get_model("partners", "Area").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_sign_in_and_ends")]
    operations = [migrations.RunPython(load, unload)]
