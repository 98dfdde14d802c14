from django.db import migrations

TABELLER = ("redovisning", "uppfoljning")


class Migration(migrations.Migration):
    """What a frozen or justerat § says of its uppdrag is closed with it (protokoll 0011)."""

    dependencies = [("uppdrag", "0006_led_med_mening"), ("protokoll", "0011_databasen_laser")]

    operations = [
        migrations.RunSQL(
            sql="\n".join(
                f"CREATE TRIGGER {t}_last BEFORE INSERT OR UPDATE OR DELETE ON uppdrag_{t} "
                "FOR EACH ROW EXECUTE FUNCTION protokoll_las_i_paragraf();"
                for t in TABELLER
            ),
            reverse_sql="\n".join(f"DROP TRIGGER {t}_last ON uppdrag_{t};" for t in TABELLER),
        ),
    ]
