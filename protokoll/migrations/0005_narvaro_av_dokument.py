import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Presence as stated belongs to a document; an händelse belongs to the meeting of its deltagare and its §."""

    dependencies = [("protokoll", "0004_narvaro_till_upprop")]

    operations = [
        migrations.AlterField(
            model_name='narvaro',
            name='protokoll',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='narvaron', to='protokoll.protokoll', verbose_name='protokoll'),
        ),
        migrations.RunSQL(
            sql="""
                ALTER TABLE protokoll_narvarohandelse
                ADD CONSTRAINT narvarohandelse_of_deltagare_in_sammantrade
                FOREIGN KEY (deltagare_id, sammantrade_id) REFERENCES protokoll_motesdeltagare (id, sammantrade_id)
                DEFERRABLE INITIALLY DEFERRED;
                ALTER TABLE protokoll_narvarohandelse
                ADD CONSTRAINT narvarohandelse_for_deltagare_in_sammantrade
                FOREIGN KEY (for_deltagare_id, sammantrade_id) REFERENCES protokoll_motesdeltagare (id, sammantrade_id)
                DEFERRABLE INITIALLY DEFERRED;
                ALTER TABLE protokoll_narvarohandelse
                ADD CONSTRAINT narvarohandelse_at_paragraf_in_sammantrade
                FOREIGN KEY (paragraf_id, sammantrade_id) REFERENCES protokoll_paragraf (id, sammantrade_id)
                DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="""
                ALTER TABLE protokoll_narvarohandelse DROP CONSTRAINT narvarohandelse_of_deltagare_in_sammantrade;
                ALTER TABLE protokoll_narvarohandelse DROP CONSTRAINT narvarohandelse_for_deltagare_in_sammantrade;
                ALTER TABLE protokoll_narvarohandelse DROP CONSTRAINT narvarohandelse_at_paragraf_in_sammantrade
            """,
        ),
    ]
