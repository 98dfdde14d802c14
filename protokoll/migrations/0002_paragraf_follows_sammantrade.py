from django.db import migrations


class Migration(migrations.Migration):
    """paragraf.organ and paragraf.ar are copies of the sammanträde's; the database holds them equal."""

    dependencies = [("protokoll", "0001_sammantrade")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE protokoll_paragraf
                ADD CONSTRAINT paragraf_follows_sammantrade
                FOREIGN KEY (sammantrade_id, organ_id, ar)
                REFERENCES protokoll_sammantrade (id, organ_id, ar)
                DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="ALTER TABLE protokoll_paragraf DROP CONSTRAINT paragraf_follows_sammantrade",
        ),
    ]
