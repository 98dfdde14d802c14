from django.db import migrations

# (avsnitt, name, text). A variable that the system has no value for stays visible and is written over.
FRASER = [
    ("beslut", "Godkänner förslaget", "{organet} godkänner förslaget."),
    ("beslut", "Godkänner redovisningen", "{organet} godkänner redovisningen."),
    ("beslut", "Noterar informationen", "{organet} noterar informationen till protokollet."),
    ("beslut", "Lägger till handlingarna", "{organet} lägger ärendet till handlingarna."),
    ("beslut", "Ger i uppdrag", "{organet} ger {mottagare} i uppdrag att "),
    ("beslut", "Antar", "{organet} antar {handling}."),
    ("beslut", "Avslår", "{organet} avslår förslaget."),
    ("beslut", "Bordlägger", "{organet} bordlägger ärendet."),
    ("beslut", "Återremitterar", "{organet} återremitterar ärendet till {mottagare} för {skäl}."),
    ("beslut", "Överlämnar utan eget ställningstagande", "{organet} överlämnar ärendet till {mottagare} utan eget ställningstagande."),
    ("beslut", "Ställer sig bakom yttrandet", "{organet} ställer sig bakom yttrandet och överlämnar det till {mottagare}."),
    ("beslut", "Förklarar uppdraget avslutat", "{organet} förklarar uppdraget som lämnades av {givare} den {dag}, § {nummer}, för avslutat."),
    ("beslut", "Justeras omedelbart", "Paragrafen justeras omedelbart."),
    ("upplysning", "Med stöd av delegering", "Beslutet är fattat med stöd av delegering. {givare} {dag}, § {nummer}."),
    ("beslutsunderlag", "Tjänsteskrivelse", "Tjänsteskrivelse daterad {dag}"),
    ("mottagare", "Akten", "Akten"),
]


def lagg_till(apps, schema_editor):
    Fras = apps.get_model("protokoll", "Fras")
    for plats, (typ, namn, text) in enumerate(FRASER, start=1):
        if not Fras.objects.filter(organ=None, typ=typ, namn=namn).exists():
            Fras.objects.create(typ=typ, namn=namn, text=text, ordning=plats * 10, version=1)


class Migration(migrations.Migration):
    dependencies = [("protokoll", "0008_kallelsens_innehall")]

    operations = [migrations.RunPython(lagg_till, migrations.RunPython.noop)]
