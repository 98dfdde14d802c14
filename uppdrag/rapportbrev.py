"""The mail to the secretaries of the organ that a report goes to: it has come."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kommun import utskick
from kommun.kalender import dag_i_ord
from kommun.models import Person, Tjanst
from protokoll.kallelse import adress
from uppdrag.models import Aterrapport
from uppdrag.paminnelsebrev import HEMLIGT

_LANGST = 1500


def sekreterare(organ, *, today) -> list[Person]:
    rollen = Tjanst.objects.gallande(today).filter(roll=Tjanst.Roll.SEKRETERARE, organ=organ)
    return list(Person.objects.filter(pk__in=rollen.values("person")).select_related("user").order_by("pk"))


def brev(rapport: Aterrapport, till: Person) -> tuple[str, str]:
    uppdrag = rapport.uppdrag
    slag = rapport.get_slag_display()
    vad = {
        rapport.Slag.DELRAPPORT: "har lämnat en delrapport",
        rapport.Slag.SLUTRAPPORT: "har lämnat en slutrapport",
        rapport.Slag.FORLANGNING: "begär förlängd tid",
    }[rapport.slag]
    text = rapport.text if len(rapport.text) <= _LANGST else f"{rapport.text[:_LANGST].rsplit(' ', 1)[0]} …"
    bilagor = rapport.bilagorna.count()
    dagordningen = reverse("uppdrag:pa-dagordning")
    stycken = [
        f"Hej {till.namn}!",
        f"{rapport.av} {vad} för uppdraget {uppdrag.beteckning}, som redovisas till {uppdrag.rapporteras_till}:",
        HEMLIGT if uppdrag.hemligt else uppdrag.text,
        f"Önskad ny frist: {dag_i_ord(rapport.onskad_frist)}." if rapport.onskad_frist else "",
        "" if uppdrag.hemligt else f"Så här lyder svaret:\n\n{text}",
        f"{bilagor} {'bilaga' if bilagor == 1 else 'bilagor'} finns hos uppdraget." if bilagor else "",
        f"Uppdraget:\n{settings.WEBBADRESS}{uppdrag.get_absolute_url()}",
        f"Lägg det på dagordningen:\n{settings.WEBBADRESS}{dagordningen}?uppdrag={uppdrag.pk}",
    ]
    return f"{slag}: uppdrag {uppdrag.beteckning}", "\n\n".join(filter(None, stycken)) + "\n"


def meddela(rapport: Aterrapport, *, by) -> None:
    """In the outbox, to each secretary that has an address and did not enter the report."""
    for person in sekreterare(rapport.uppdrag.rapporteras_till, today=timezone.localdate()):
        till = adress(person)
        if till and not (by and by.person_id == person.pk):
            amne, text = brev(rapport, person)
            utskick.lagg(nyckel=f"rapport:{rapport.pk}:{person.pk}", till=till, amne=amne, text=text)
