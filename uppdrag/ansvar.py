"""Who answers for an uppdrag on a day: reads only."""

from collections.abc import Collection, Iterable
from datetime import date

from kommun.forvaltningstrad import Forvaltningstrad
from kommun.models import Franvaro, Mandat, Person, Tjanst
from uppdrag.models import Uppdrag


def _forvaltningar_over(uppdragen: Collection[Uppdrag], *, today: date) -> dict[int, list[int]]:
    """Of each uppdrag the receiving förvaltning, else that of the ansvarig, and those above it.

    Of an ansvarig who has left it is the last one: its head is reminded, and has to be able to answer.
    """
    utan = {u.ansvarig_id for u in uppdragen if u.ansvarig_id and not u.forvaltning_id}
    nu: dict[int, list[int]] = {}
    senast: dict[int, int] = {}
    tjanster = Tjanst.objects.filter(person__in=utan, forvaltning__isnull=False, fran__lte=today)
    for t in tjanster.order_by("-fran", "-pk") if utan else ():
        senast.setdefault(t.person_id, t.forvaltning_id)
        if t.till is None or t.till >= today:
            nu.setdefault(t.person_id, []).append(t.forvaltning_id)
    trad = Forvaltningstrad() if utan or any(u.forvaltning_id for u in uppdragen) else None
    ut = {}
    for u in uppdragen:
        egna = [u.forvaltning_id] if u.forvaltning_id else nu.get(u.ansvarig_id) or [senast.get(u.ansvarig_id)]
        ut[u.pk] = list(dict.fromkeys(pk for f in egna if f for pk in trad.uppat(f)))
    return ut


def svarande_for(uppdragen: Iterable[Uppdrag], *, today: date) -> dict[int, list[Person]]:
    """Of each: the ansvarig, the chefer of the förvaltning and of those above, and whoever stands in for one who is
    away. Only people with an appointment or a mandate that day: who has left answers for nothing. Constant queries."""
    uppdragen = list(uppdragen)
    over = _forvaltningar_over(uppdragen, today=today)
    chefer: dict[int, list[int]] = {}
    alla_over = {pk for rad in over.values() for pk in rad}
    leder = Tjanst.objects.gallande(today).filter(roll=Tjanst.Roll.FORVALTNINGSCHEF, forvaltning__in=alla_over)
    for person, f in leder.values_list("person", "forvaltning") if alla_over else ():
        chefer.setdefault(f, []).append(person)
    egna = {u.pk: [u.ansvarig_id] if u.ansvarig_id else [] for u in uppdragen}
    nycklar = {pk: [*egna[pk], *(c for f in rad for c in chefer.get(f, ()))] for pk, rad in over.items()}
    alla = {pk for rad in nycklar.values() for pk in rad}
    if not alla:
        return {pk: [] for pk in nycklar}
    borta = Franvaro.objects.gallande(today).filter(person__in=alla, ersattare__isnull=False)
    ersatts = dict(borta.values_list("person", "ersattare"))
    alla |= set(ersatts.values())
    kvar = {
        *Tjanst.objects.gallande(today).filter(person__in=alla).values_list("person", flat=True),
        *Mandat.objects.gallande(today).filter(person__in=alla).values_list("person", flat=True),
    }
    personer = Person.objects.select_related("user").in_bulk(kvar)
    med_ersattare = {pk: [n for p in rad for n in (p, ersatts.get(p)) if n] for pk, rad in nycklar.items()}
    return {pk: [personer[n] for n in dict.fromkeys(rad) if n in personer] for pk, rad in med_ersattare.items()}


def forbered(uppdragen: Collection[Uppdrag], *, today: date) -> None:
    """Work it out for many at once: `svarande` then asks no more about these rows and that day."""
    for u, personer in zip(uppdragen, svarande_for(uppdragen, today=today).values(), strict=True):
        u.svarande_en_dag = (today, personer)


def svarande(uppdrag: Uppdrag, *, today: date) -> list[Person]:
    dag, personer = getattr(uppdrag, "svarande_en_dag", (None, []))
    return personer if dag == today else svarande_for([uppdrag], today=today)[uppdrag.pk]


def svarar_for(uppdrag: Uppdrag, person_id: int | None, *, today: date) -> bool:
    return person_id is not None and any(p.pk == person_id for p in svarande(uppdrag, today=today))
