import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

# As protokoll/dnr.py had it the day this landed.
BLANKT = r"[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"


class Migration(migrations.Migration):
    """Diarienummer are compared alike whatever the locale of the database; the new index stands before the old goes."""

    atomic = False
    dependencies = [
        ("protokoll", "0028_sekretess_oppnad"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="paragraf",
            index=models.Index(
                django.db.models.functions.text.Upper(
                    django.db.models.functions.text.Trim(
                        models.Func(
                            models.F("dnr"),
                            models.Value(BLANKT),
                            models.Value(" "),
                            models.Value("g"),
                            function="REGEXP_REPLACE",
                        )
                    )
                ),
                condition=models.Q(("dnr", ""), _negated=True),
                name="paragraf_dnr_lika",
            ),
        ),
        RemoveIndexConcurrently(model_name="paragraf", name="paragraf_normaldnr"),
    ]
