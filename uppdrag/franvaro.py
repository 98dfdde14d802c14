"""Being away: who takes care of the uppdrag meanwhile, and coming back."""

from datetime import date, timedelta

from django.db import transaction

from kommun import utskick
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Franvaro, Person, Tjanst
from protokoll.kallelse import adress
from uppdrag import overlamningsbrev
from uppdrag.models import Uppdrag


@transaction.atomic
def anmal(
    *, person: Person, fran: date, till: date | None, by, today: date, ersattare: Person | None = None
) -> Franvaro:
    """Say that somebody is away; the ersättare gets a mail with the uppdrag. The same again changes nothing."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if redan := Franvaro.objects.filter(person=person, fran=fran, till=till, ersattare=ersattare).first():
        return redan
    if till and till < today:
        raise DomanFel("Frånvaron är redan slut. Ange en slutdag som inte har passerat, eller lämna den tom.")
    if ersattare and not Tjanst.objects.gallande(max(fran, today)).filter(person=ersattare).exists():
        raise DomanFel(f"{ersattare.namn} har ingen tjänst då. Välj någon annan.")
    ny = spara(Franvaro(person=person, fran=fran, till=till, ersattare=ersattare), by=by, reason="Anmälde frånvaro")
    if ersattare:
        _beratta(ny, today=today)
    return ny


def _beratta(franvaro: Franvaro, *, today: date) -> None:
    ersattare = Person.objects.select_related("user").get(pk=franvaro.ersattare_id)
    oppna = Uppdrag.objects.oppna().filter(ansvarig=franvaro.person).values_list("pk", flat=True)
    uppdragen = list(overlamningsbrev.las_uppdragen(oppna).values())
    if uppdragen and (till := adress(ersattare)):
        amne, text = overlamningsbrev.ersatter(ersattare, franvaro, uppdragen, today=today)
        utskick.lagg(nyckel=f"franvaro:{franvaro.pk}", till=till, amne=amne, text=text)


@transaction.atomic
def ater(franvaro: Franvaro, *, by, today: date) -> None:
    """Back again: it ended yesterday. One that had not begun by then never was. The same again changes nothing."""
    nu = Franvaro.objects.select_for_update().filter(pk=franvaro.pk).first()
    if nu is None or (nu.till and nu.till < today):
        return
    if nu.fran >= today:
        ta_bort(nu, by=by, reason="Tog tillbaka frånvaron")
        return
    nu.till = today - timedelta(days=1)
    spara(nu, by=by, reason="Åter i tjänst")
