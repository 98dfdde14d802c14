from django.db import migrations
from django.db.models import Q

SLAG = {"ledamot": "ledamot", "ersattare": "ersattare", "ovrig": "tjansteperson"}


def move(apps, schema_editor):
    """Presence without a document was a meeting kept here: it becomes the roll, with an händelse for who served."""
    Narvaro = apps.get_model("protokoll", "Narvaro")
    Motesdeltagare = apps.get_model("protokoll", "Motesdeltagare")
    Narvarohandelse = apps.get_model("protokoll", "Narvarohandelse")
    ny = {}
    for rad in Narvaro.objects.filter(protokoll=None).order_by("sammantrade", "ordning", "pk"):
        if (rad.sammantrade_id, rad.person_id) in ny:
            continue
        roll = ""
        if rad.slag == "ledamot":
            titel = rad.titel.lower()
            roll = "vice_1" if titel.startswith("1") else "vice_2" if titel.startswith("2") else "ledamot"
            roll = "ordforande" if titel == "ordförande" else roll
        ny[rad.sammantrade_id, rad.person_id] = Motesdeltagare.objects.create(
            sammantrade_id=rad.sammantrade_id,
            person_id=rad.person_id,
            slag=SLAG[rad.slag],
            roll=roll,
            namn=rad.namn,
            parti=rad.parti,
            titel=rad.titel,
            vid_upprop=not rad.javig,
            ordning=rad.ordning,
            version=1,
        )
    for rad in Narvaro.objects.filter(protokoll=None, tjanstgor=True, slag="ersattare").exclude(tjanstgor_for=""):
        namn = rad.tjanstgor_for.partition(" (")[0]
        ledamot = Motesdeltagare.objects.filter(
            Q(namn=namn), sammantrade_id=rad.sammantrade_id, slag="ledamot"
        ).first()
        if ledamot:
            Narvarohandelse.objects.create(
                sammantrade_id=rad.sammantrade_id,
                deltagare=ny[rad.sammantrade_id, rad.person_id],
                slag="ersatter",
                for_deltagare=ledamot,
                version=1,
            )
    Narvaro.objects.filter(protokoll=None).delete()


class Migration(migrations.Migration):
    dependencies = [("protokoll", "0003_motesdagen")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
