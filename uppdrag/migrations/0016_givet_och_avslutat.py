from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# So many keys at a time: each piece is done and let go in some tens of milliseconds.
STEG = 2000


def fyll(apps, schema_editor):
    """Those from before; the triggers see to the new ones since 0015."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM uppdrag_uppdrag")
        (sista,) = cursor.fetchone()
        for fran in range(0, sista + 1, STEG):
            cursor.execute(
                """UPDATE uppdrag_uppdrag u SET givet = s.datum FROM protokoll_beslut b
                JOIN protokoll_paragraf p ON p.id = b.paragraf_id
                JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id
                WHERE b.id = u.beslut_id AND u.id BETWEEN %s AND %s AND u.givet IS NULL""",
                [fran, fran + STEG - 1],
            )


class Migration(migrations.Migration):
    """What was given or closed in a period is found without reading the rest."""

    atomic = False
    dependencies = [("uppdrag", "0015_givet")]

    operations = [
        migrations.RunPython(fyll, migrations.RunPython.noop, elidable=True),
        AddIndexConcurrently(
            model_name="uppdrag",
            index=models.Index(fields=["givet", "id"], name="uppdrag_givet"),
        ),
        AddIndexConcurrently(
            model_name="uppdrag",
            index=models.Index(fields=["avslutat_den"], name="uppdrag_avslutat_den"),
        ),
        migrations.RunSQL("ANALYZE uppdrag_uppdrag", migrations.RunSQL.noop),
    ]
