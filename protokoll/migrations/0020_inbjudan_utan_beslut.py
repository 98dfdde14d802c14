from django.db import migrations


class Migration(migrations.Migration):
    """An invitation no longer bears one decision; the rows of a frozen or justerat § are closed (migration 0011)."""

    dependencies = [("protokoll", "0019_behandling_ur_inbjudan")]

    operations = [
        migrations.RemoveField(
            model_name='historicalinbjudan',
            name='beslut',
        ),
        migrations.RemoveField(
            model_name='historicalinbjudan',
            name='ordning',
        ),
        migrations.RemoveField(
            model_name='historicalinbjudan',
            name='svarstext',
        ),
        migrations.RemoveField(
            model_name='inbjudan',
            name='beslut',
        ),
        migrations.RemoveField(
            model_name='inbjudan',
            name='ordning',
        ),
        migrations.RemoveField(
            model_name='inbjudan',
            name='svarstext',
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER behandling_last BEFORE INSERT OR UPDATE OR DELETE ON protokoll_behandling"
            " FOR EACH ROW EXECUTE FUNCTION protokoll_las_i_paragraf();",
            reverse_sql="DROP TRIGGER behandling_last ON protokoll_behandling;",
        ),
    ]
