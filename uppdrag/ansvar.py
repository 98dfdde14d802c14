"""Who answers for an uppdrag today: reads only."""

from datetime import date

from kommun.models import Forvaltning, Franvaro, Mandat, Person, Tjanst
from uppdrag.models import Uppdrag


def _forvaltningar_over(uppdrag: Uppdrag, *, today: date) -> list[int]:
    """The receiving förvaltning, else that of the ansvarig, and those above it.

    Of an ansvarig who has left it is the last one: its head is reminded, and has to be able to answer.
    """
    egna = [uppdrag.forvaltning_id] if uppdrag.forvaltning_id else []
    if not egna and uppdrag.ansvarig_id:
        tjanster = Tjanst.objects.filter(person=uppdrag.ansvarig_id, forvaltning__isnull=False, fran__lte=today)
        egna = list(tjanster.gallande(today).values_list("forvaltning", flat=True))
        egna = egna or list(tjanster.order_by("-fran", "-pk").values_list("forvaltning", flat=True)[:1])
    overordnad = dict(Forvaltning.objects.values_list("pk", "overordnad")) if egna else {}
    nycklar: list[int] = []
    for pk in egna:
        while pk is not None and pk not in nycklar:
            nycklar.append(pk)
            pk = overordnad.get(pk)
    return nycklar


def svarande(uppdrag: Uppdrag, *, today: date) -> list[Person]:
    """The ansvarig, the chefer of the förvaltning and of those above, and whoever stands in for one who is away.

    Only people with an appointment or a mandate today: who has left answers for nothing.
    """
    nycklar = [uppdrag.ansvarig_id] if uppdrag.ansvarig_id else []
    forvaltningar = _forvaltningar_over(uppdrag, today=today)
    chefer = Tjanst.objects.gallande(today).filter(roll=Tjanst.Roll.FORVALTNINGSCHEF, forvaltning__in=forvaltningar)
    plats = {pk: n for n, pk in enumerate(forvaltningar)}
    nycklar += [p for p, f in sorted(chefer.values_list("person", "forvaltning"), key=lambda rad: plats[rad[1]])]
    borta = Franvaro.objects.gallande(today).filter(person__in=nycklar, ersattare__isnull=False)
    ersatts = dict(borta.values_list("person", "ersattare"))
    nycklar = [n for pk in nycklar for n in (pk, ersatts.get(pk)) if n]
    kvar = {
        *Tjanst.objects.gallande(today).filter(person__in=nycklar).values_list("person", flat=True),
        *Mandat.objects.gallande(today).filter(person__in=nycklar).values_list("person", flat=True),
    }
    personer = Person.objects.select_related("user").in_bulk([pk for pk in nycklar if pk in kvar])
    return [personer[pk] for pk in dict.fromkeys(nycklar) if pk in personer]


def svarar_for(uppdrag: Uppdrag, person_id: int | None, *, today: date) -> bool:
    return person_id is not None and any(p.pk == person_id for p in svarande(uppdrag, today=today))
