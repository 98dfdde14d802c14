from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The few mails that wait are found among all that have gone."""

    atomic = False
    dependencies = [
        ('kommun', '0010_delad_cache'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='utskick',
            index=models.Index(condition=models.Q(('skickat', None)), fields=['id'], name='utskick_osant'),
        ),
    ]
