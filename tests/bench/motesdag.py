"""What goes on just now among all the §§: each organ sits over its forty, with a roll, and the board is full."""

from datetime import time, timedelta

from django.utils import timezone

from kommun.models import Mandat, Organ, Person, Tjanst, User
from protokoll.models import Anslag, Motesdeltagare, Protokoll, Sammantrade, Underskrift

LEDAMOTER, ERSATTARE, ANSLAG = 11, 4, 40
VID = 20


def bygg() -> None:
    for plats, organ in enumerate(Organ.objects.order_by("pk")):
        personer = list(Person.objects.order_by("pk")[plats * 15 : plats * 15 + LEDAMOTER + ERSATTARE])
        _konton(organ, personer)
        _motet(organ, personer)
    _tavlan()


def _roll(n: int) -> str:
    if n >= LEDAMOTER:
        return Mandat.Roll.ERSATTARE
    return {0: Mandat.Roll.ORDFORANDE, 1: Mandat.Roll.VICE_1}.get(n, Mandat.Roll.LEDAMOT)


def _konton(organ: Organ, personer: list[Person]) -> None:
    """`ordforande3`, `sekreterare3` and `ledamot3` of the third organ."""
    for n, person in enumerate(personer):
        Mandat(person=person, organ=organ, roll=_roll(n), fran=timezone.localdate() - timedelta(days=900)).save()
    sekreterare = Person(namn=f"Sekreterare i {organ.namn}")
    sekreterare.save()
    Tjanst(person=sekreterare, roll="sekreterare", organ=organ, fran=timezone.localdate()).save()
    for namn, person in (("ordforande", personer[0]), ("ledamot", personer[3]), ("sekreterare", sekreterare)):
        User.objects.create(username=f"{namn}{organ.pk}", person=person)


def _motet(organ: Organ, personer: list[Person]) -> None:
    mote = Sammantrade.objects.filter(organ=organ, lage=Sammantrade.Lage.AVSLUTAT).order_by("datum").last()
    mote.start, mote.lage = time(9), Sammantrade.Lage.PAGAR
    mote.aktuell = mote.paragraferna.order_by("ordning")[VID]
    mote.save()
    for n, person in enumerate(personer):
        ledamot = n < LEDAMOTER
        Motesdeltagare(
            sammantrade=mote,
            person=person,
            namn=person.namn,
            slag=Motesdeltagare.Slag.LEDAMOT if ledamot else Motesdeltagare.Slag.ERSATTARE,
            roll=_roll(n) if ledamot else "",
            ordning=n,
        ).save()
    protokoll = mote.protokollen.get()
    for n, (roll, person) in enumerate((("ordforande", personer[0]), ("justerare", personer[2]))):
        Underskrift(protokoll=protokoll, person=person, roll=roll, namn=person.namn, ordning=n).save()


def _tavlan() -> None:
    today = timezone.localdate()
    for protokoll in Protokoll.objects.filter(lage="justerat").select_related("sammantrade").order_by("-pk")[:ANSLAG]:
        Anslag(
            organ_id=protokoll.sammantrade.organ_id,
            protokoll=protokoll,
            uppsatt=today - timedelta(days=7),
            sista_overklagandedag=today + timedelta(days=14),
            tas_ned=today + timedelta(days=15),
            synligt_till=today + timedelta(days=14),
            undertecknare="Nämndsekreteraren",
        ).save()
