from django.db import migrations, models


class Migration(migrations.Migration):
    """Which agency hid an entry (its rows belong to that agency, not to the one it is hidden from); what a worker answers a reviewer."""

    dependencies = [("access", "0001_initial"), ("partners", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="hiddenentry",
            name="agency",
            field=models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="+", to="partners.agency"),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="explanation",
            field=models.TextField(blank=True, max_length=2000, default=""),
            preserve_default=False,
        ),
    ]
