"""A rättelse may be of the front page; §§ may have a protokoll of their own since another adjusts them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('protokoll', '0014_skrivs_under_genom'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalprotokoll',
            name='slag',
            field=models.CharField(choices=[('ordinarie', 'Ordinarie protokoll'), ('omedelbart', 'Omedelbart justerade paragrafer'), ('jav', 'Paragrafer med jäv'), ('justerare', 'Paragrafer med annan justerare'), ('sekretess', 'Paragrafer med sekretess')], default='ordinarie', max_length=20, verbose_name='slag'),
        ),
        migrations.AlterField(
            model_name='protokoll',
            name='slag',
            field=models.CharField(choices=[('ordinarie', 'Ordinarie protokoll'), ('omedelbart', 'Omedelbart justerade paragrafer'), ('jav', 'Paragrafer med jäv'), ('justerare', 'Paragrafer med annan justerare'), ('sekretess', 'Paragrafer med sekretess')], default='ordinarie', max_length=20, verbose_name='slag'),
        ),
        migrations.AlterField(
            model_name='rattelse',
            name='paragraf',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rattelserna', to='protokoll.paragraf'),
        ),
    ]
