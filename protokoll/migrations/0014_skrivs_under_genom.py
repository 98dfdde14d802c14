from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('protokoll', '0013_sandning'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalprotokoll',
            name='justerat_genom',
            field=models.CharField(blank=True, choices=[('godkannande', 'Godkännande i Fullgjort och kommunens stämpel'), ('uppladdat', 'Undertecknad PDF från en annan tjänst'), ('papper', 'Underskrifter på papper'), ('fjarr', 'Underskriftstjänst')], max_length=20, verbose_name='skrivs under genom'),
        ),
        migrations.AlterField(
            model_name='protokoll',
            name='justerat_genom',
            field=models.CharField(blank=True, choices=[('godkannande', 'Godkännande i Fullgjort och kommunens stämpel'), ('uppladdat', 'Undertecknad PDF från en annan tjänst'), ('papper', 'Underskrifter på papper'), ('fjarr', 'Underskriftstjänst')], max_length=20, verbose_name='skrivs under genom'),
        ),
    ]
