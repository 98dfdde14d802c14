from django.db import migrations


class Migration(migrations.Migration):
    """paragraf.organ and .ar are copies of the sammanträde's; a § stands in a protokoll of its own sammanträde."""

    dependencies = [("protokoll", "0001_sammantrade")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE protokoll_paragraf
                ADD CONSTRAINT paragraf_follows_sammantrade
                FOREIGN KEY (sammantrade_id, organ_id, ar)
                REFERENCES protokoll_sammantrade (id, organ_id, ar)
                DEFERRABLE INITIALLY DEFERRED;
                ALTER TABLE protokoll_paragraf
                ADD CONSTRAINT paragraf_in_protokoll_of_its_sammantrade
                FOREIGN KEY (protokoll_id, sammantrade_id)
                REFERENCES protokoll_protokoll (id, sammantrade_id)
                DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="""
                ALTER TABLE protokoll_paragraf DROP CONSTRAINT paragraf_follows_sammantrade;
                ALTER TABLE protokoll_paragraf DROP CONSTRAINT paragraf_in_protokoll_of_its_sammantrade
            """,
        ),
    ]
