import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Other long PDFs than protokoll, made by a worker."""

    dependencies = [
        ("kommun", "0013_loggens_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Utskriftsjobb",
            fields=[
                ("nyckel", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="nyckel")),
                ("bestalld", models.DateTimeField(verbose_name="beställd")),
                ("sidor", models.PositiveIntegerField(db_default=0, default=0, verbose_name="sidor")),
                ("pdf", models.BinaryField(null=True, verbose_name="PDF")),
                ("fel", models.TextField(blank=True, db_default="", default="", verbose_name="fel")),
                ("underlag", models.JSONField(verbose_name="underlag")),
                ("titel", models.TextField(verbose_name="titel")),
                ("filnamn", models.TextField(verbose_name="filnamn")),
                ("tillbaka", models.TextField(verbose_name="tillbaka")),
                (
                    "av",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="av",
                    ),
                ),
            ],
            options={
                "verbose_name": "utskriftsjobb",
                "verbose_name_plural": "utskriftsjobb",
            },
        ),
    ]
