from django.contrib.postgres.indexes import HashIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was refused or failed, and the number of a request, are found among a million lines without reading them."""

    atomic = False
    dependencies = [
        ("kommun", "0012_registerutdrag"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="loggrad",
            index=models.Index(
                condition=models.Q(("utfall", "genomfort"), _negated=True), fields=["utfall", "id"], name="logg_avvikelse"
            ),
        ),
        AddIndexConcurrently(
            model_name="loggrad",
            index=HashIndex(
                condition=models.Q(("begaran", ""), _negated=True), fields=["begaran"], name="logg_begaran"
            ),
        ),
    ]
